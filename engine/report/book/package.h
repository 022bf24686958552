/* A file that is made of parts, as a workbook is (OPC: a ZIP archive). Parts are compressed as they grow, several at a time, and wait
   in spools; the archive is written when all sizes and checksums are known. So it goes to whatever takes bytes, no library writes a
   file of its own, and every failure (memory, a full disk for temporary files, a full disk for the report) is one of the Output's or
   of this module's, and is told. */
#ifndef DULY_REPORT_BOOK_PACKAGE_H
#define DULY_REPORT_BOOK_PACKAGE_H

#include "base/io.h"

typedef struct Package Package;
typedef struct Part Part;

/* All of it goes with the arena. */
Package *package_open(Arena *arena);
/* A part of that name ("xl/workbook.xml"); parts stand in the file in the order in which they were begun. */
Part *package_part(Package *package, Str name);
void part_add(Part *part, Str bytes);
/* Nothing is added any more: gives back what compressing takes. */
void part_end(Part *part);
/* A part that another package has packed already: its bytes are added as they are there. */
typedef struct {
    uint32_t checksum;
    unsigned method;
    uint64_t size;
    bool is_old_name; /* in whatever its program took for letters: not said to be UTF-8 */
} PackedPart;
Part *package_copied(Package *package, Str name, const PackedPart *facts);
void part_add_packed(Part *part, Str bytes);
/* Ends what is not ended; a sentence where it can be no archive, else empty. */
Str package_finish(Package *package);
/* Ends what is not ended and writes all of it; what went wrong with any part makes the output one that has failed. */
void package_write(Package *package, Output *out);

#endif
