/* What the two ways of marking a roster share: annotate.c gathers what is found, lists it and writes rosters anew; annotate_there.c marks
   a workbook as it came. */
#ifndef DULY_REPORT_BOOK_ANNOTATE_PARTS_H
#define DULY_REPORT_BOOK_ANNOTATE_PARTS_H

#include "base/array.h"
#include "base/map.h"
#include "report/book/book.h"

/* A finding on the first sheet; its texts live in the arena. */
typedef struct {
    Str subject, message, rule, place;
    BookFormat format;
    duly_severity severity;
    uint32_t file;   /* NO_FILE: none */
    BookCell marked; /* that it leads to; no sheet: none was found */
} Entry;

/* A cell that a finding blames. */
typedef struct {
    uint32_t file, entry;
    uint64_t line;
    uint32_t column; /* from 1; 0: as `field` says */
    uint32_t field;  /* index among the names of fields */
} Mark;

/* A sheet of the marked workbook. */
typedef struct {
    Str path, sheet;
    BookSheet *out;
    uint32_t next_row;
    duly_row heading; /* in the arena: it is repeated where rows go on on another sheet */
    bool is_keyed;    /* its rows are records that name their fields */
} Marked;

typedef struct {
    Arena *arena;
    Voice voice;
    Output *out;
    Str path; /* of the marked workbook */
    bool redact;
    Book book;
    BookSheet *first;
    ARRAY(Entry) entries;
    ARRAY(Mark) marks;
    ARRAY(Marked) files;
    Map *fields; /* their names */
    uint64_t left_out;
    /* while a file is read again: */
    Marked *file;
    uint32_t file_index;
    size_t next_mark;
    ARRAY(uint32_t) columns; /* of a keyed file: the column of each name of a field, from 1 */
} Annotation;

/* What the findings say of one cell: the worst of them colours it. */
typedef struct {
    BookFormat format;
    Text comment;
} Remark;
void remark_add(Remark *remark, const Entry *entry);

/* Marks by file and cell; those on one cell in the order of their findings. */
void annotation_sort(Annotation *annotation);
/* The number of a file or sheet among `files`. */
uint32_t annotation_file(Annotation *annotation, duly_text path, duly_text sheet);
/* Begins the sheet with the findings, and fills it in. */
void annotation_list(Annotation *annotation, BookSheet *sheet, const duly_run *run, const duly_summary *summary);
/* Whether it is written under a name that programs open only where it has macros. */
bool annotation_is_for_macros(const Annotation *annotation);
void annotation_refuse(Annotation *annotation, Str path, Str problem);

/* Marks the one workbook that the run was about, where it is of a kind that can be marked as it is. False: it is not. */
bool annotate_there(Annotation *annotation, const duly_run *run, const duly_summary *summary);

#endif
