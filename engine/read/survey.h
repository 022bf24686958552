/* A file that no pack speaks of yet: what its columns are called, and what all of their cells can be read as. */
#ifndef DULY_READ_SURVEY_H
#define DULY_READ_SURVEY_H

#include "read/reader.h"

/* Most values of what is taken for a choice among a few. */
enum { SURVEY_VALUES = 12 };

/* What stands in a column, read as one type. */
typedef struct {
    uint64_t fit, months, empty, misfit;
    Str odd; /* the first that does not fit, and its line */
    uint64_t odd_line;
} SurveyFit;

typedef struct {
    Str heading;
    FieldKind kind, of;  /* that all of its cells can be read as; `of`: of a list */
    bool has_months;     /* of days: some cells name a month alone */
    bool is_year;        /* of whole numbers: some are written as years are */
    bool is_private;     /* a guess, by its heading and its cells */
    bool is_full;        /* no cell is empty */
    bool is_unique;      /* it is full, no two cells are the same, and there are two at least */
    bool is_serial;      /* 1, 2, 3, …: it says where a row stands, and not who it is about */
    bool is_blank;       /* nothing stands in it */
    bool has_question;   /* a cell has a question mark */
    bool is_not_below_0; /* of numbers */
    Str separator;       /* of a list in one cell */
    const Str *values;   /* of a choice, in the order of the file */
    size_t value_count;
    FieldKind almost;  /* most cells are of this type, and some are not, for which they are read as texts; FIELD_STRING: that is not so */
    SurveyFit misfits; /* of it */
} SurveyColumn;

typedef struct {
    uint32_t earlier, later; /* columns of days of which, wherever both are there, the first is never behind the second */
    uint64_t both;           /* on so many records */
} SurveyOrder;

typedef struct {
    const SurveyColumn *columns;
    uint32_t count;
    const SurveyOrder *orders; /* the nearest of each */
    size_t order_count;
    uint32_t key; /* the column that identifies a record; FIELD_NONE: none does */
    uint64_t records;
    const Str *repeated; /* headings that stand over several columns, which are not read therefore */
    size_t repeated_count;
} Survey;

/* Reads all of a file, or of a sheet of a workbook (empty: the first that holds something). False, with a sentence. */
bool survey_file(Arena *arena, const char *path, Str sheet, Encoding encoding, const volatile int *stop, Survey *out, Str *problem);

/* For it: the headings of a file, from left to right, and the sheet on which they stand. */
typedef struct {
    const Str *at;
    size_t count;
    const Str *repeated; /* those that stand over several columns, as often as they do */
    size_t repeated_count;
    Str sheet;
} SurveyHeadings;
bool survey_headings(Arena *arena, const char *path, const ReaderFormat *format, const ReadOptions *options, SurveyHeadings *out,
                     Str *problem);

#endif
