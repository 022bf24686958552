/* A part of a workbook on its way from one archive to another: every byte comes through as it is, but for what is put in between and
   for attributes that are set. Namespaces may be written with any prefix. */
#ifndef DULY_REPORT_BOOK_PATCH_H
#define DULY_REPORT_BOOK_PATCH_H

#include "codec/xlsx_parts.h"
#include "report/book/package.h"

typedef struct Patch Patch;
struct Patch {
    void *context;
    /* An element begins or ends; `depth` is the number of those around it. */
    void (*start)(Patch *patch, Str name, const char **attributes);
    void (*end)(Patch *patch, Str name);
    Part *part; /* that is written; NULL: none, and all of it stays in `out` */
    Arena *arena;
    unsigned depth;
    Text out;   /* what stands before the tag at hand, as far as it was not sent yet */
    Text tag;   /* at hand */
    Str prefix; /* of the names of elements: "x:", or empty */
    bool is_ending;
    Xml xml;
};

/* Reads all of the input, and closes it. False with a sentence. */
bool patch_run(Patch *patch, Arena *arena, Input *input, Str *problem);
/* Before the tag at hand: in `end` that is behind all that the element holds, also where it was an empty one. Names of elements are
   without a prefix, and get that of the part. */
void patch_put(Patch *patch, Str fragment);
/* Where much is put in one place: sends on what there is of it. */
void patch_flush(Patch *patch);
/* Sets an attribute of the element that begins; the value needs no escapes. */
void patch_set(Patch *patch, const char *attribute, Str value);
/* The same in the first tag of a text. */
void tag_set(Text *xml, const char *attribute, Str value);

#endif
