/* Workbooks of the old kind (.xls) made record by record, for tests. */
#ifndef DULY_TESTS_OLD_BOOK_H
#define DULY_TESTS_OLD_BOOK_H

#include "base/text.h"

/* Numbers, low byte first. */
void old_put(Text *out, uint64_t number, unsigned bytes);
/* A record of these bytes. */
void old_record(Text *out, uint32_t type, Str body);
/* The same of numbers of two bytes. */
void old_numbers(Text *out, uint32_t type, const uint16_t *numbers, size_t count);
#define OLD_NUMBERS(out, type, ...) \
    old_numbers(out, type, (const uint16_t[]) { __VA_ARGS__ }, sizeof((const uint16_t[]) { __VA_ARGS__ }) / sizeof(uint16_t))
/* A cell: row and column from 0, the index of its style, and what its kind wants behind them. */
void old_cell(Text *out, uint32_t type, uint16_t row, uint16_t column, uint16_t style, Str value);
/* A text of Excel 97 with its length in two bytes: of ASCII in one byte a character, or of any in two. */
void old_narrow(Text *out, Str ascii);
void old_wide(Text *out, const uint16_t *units, size_t count);

/* One sheet more: its records without the first and the last. */
typedef struct {
    const char *name; /* ASCII */
    uint8_t state, kind;
    Str records;
} OldSheet;
/* A stream of Excel 97 of a build: globals, then sheets. */
enum { OLD_BUILD = 0x1FD2, OLD_BUILD_OF_OTHERS = 0x0DBB };
Str old_stream_of(Arena *arena, uint16_t build, Str globals, const OldSheet *sheets, size_t count);
Str old_stream(Arena *arena, Str globals, const OldSheet *sheets, size_t count);

/* The stream in a compound file with sectors of 512 bytes; short ones among the small sectors. */
Str old_container(Arena *arena, const char *name, Str stream);

#endif
