/* Workbooks made of given parts, for tests. */
#ifndef DULY_TESTS_WORKBOOK_H
#define DULY_TESTS_WORKBOOK_H

#include "base/arena.h"

typedef struct {
    const char *name;
    Str bytes;
} Part;

/* A zip archive of these parts, in the arena. */
Str workbook_pack(Arena *arena, const Part *parts, size_t count);

/* A whole workbook: what stands within <sheets>, <sst> and <styleSheet> (NULL: without that part), and within the <worksheet> of
   each sheet, whose relations are r1, r2, ... */
typedef struct {
    const char *sheets, *strings, *styles;
    const char *const *worksheets; /* NULL behind the last */
} TestBook;
Str workbook_make(Arena *arena, const TestBook *book);

#endif
