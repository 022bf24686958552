/* The data dictionary: tables, their fields, and what a cell of a field may hold. */
#ifndef DULY_MODEL_TABLE_H
#define DULY_MODEL_TABLE_H

#include "base/words.h"
#include "base/source.h"
#include "model/value.h"

/* FIELD_NAME is a person's: a text that compares as people mean it. A FIELD_REF holds the key of a record of `table`, a FIELD_LIST
   several `of`, divided by `separator`; a FIELD_MANY has no cell: it is the records of `table` whose field `by` points here. */
typedef enum {
#define FIELD_TYPE(id, word, reader, type, traits, why) FIELD_##id,
#include "model/field.def"
    FIELD_KIND_COUNT
} FieldKind;

typedef enum {
    TRAIT_TEXT_CELL = 1,              /* a cell of digits is a text all the same: programs may not have changed it as they change numbers */
    TRAIT_TEXT = 2 | TRAIT_TEXT_CELL, /* any text is one */
    TRAIT_PATTERN = 4,                /* it may have a `pattern` */
    TRAIT_NUMBER = 8,                 /* where a workbook shows a number in words, the number counts */
    TRAIT_BOUNDS = 16,                /* it may have `min` and `max` */
    TRAIT_SEVERAL = 32,               /* it is no single value */
} FieldTraits;

typedef struct {
    const char *word;
    const Type *type; /* in expressions; NULL: made for each field */
    unsigned traits;
} FieldType;

extern const FieldType field_types[FIELD_KIND_COUNT];

/* A text in several languages; `en` first where there is one. A plain string has one entry with an empty language. */
typedef struct {
    struct TextEntry {
        Str language, text;
        Span span;
    } * at;
    size_t count;
} LocalText;

/* The text in a language, else in English, else the first; empty where there is none. */
Str local_text(const LocalText *text, Str language);

/* A sentence of the catalogue in all its languages. */
LocalText local_words(Arena *arena, WordsId id);

typedef struct {
    Str id;
    LocalText label;
    struct Spelling {
        Str text;
        Span span;
    } * also; /* other ways in which people write it */
    size_t also_count;
} EnumValue;

struct EnumValues {
    EnumValue *at;
    size_t count;
};

typedef struct Pattern Pattern; /* base/pattern.h: a compiled regular expression */

/* A family of headings: "/(列为|确定为?)积极分子(的)?(时间|日期)/". */
typedef struct {
    Str written;             /* with the slashes */
    const Pattern *compiled; /* of a whole heading in its folded form */
} HeaderPattern;

typedef enum {
    MONTH_REFUSED,
    MONTH_LAST_DAY, /* its last day is meant */
    MONTH_ANY_DAY   /* one of its days, nobody knows which: what they do not all decide alike is undecided (run/months.h) */
} MonthOnly;

typedef struct Field Field;
struct Field {
    Str name;
    FieldKind kind, of; /* `of`: element of a list */
    LocalText title;
    Str *headers; /* other headings that mean this field */
    size_t header_count;
    HeaderPattern *header_patterns; /* families of them */
    size_t header_pattern_count;
    Str *above; /* words under which it may stand above the heading, for all records */
    size_t above_count;
    HeaderPattern *above_patterns;
    size_t above_pattern_count;
    Field *span_to; /* of a date: under the headings that follow stands its day and that of this field, "2024.3.1-3.7"; NULL: none */
    Str *span_headers;
    size_t span_header_count;
    HeaderPattern *span_patterns;
    size_t span_pattern_count;
    bool required, is_private;
    MonthOnly month_only; /* of a date: what a cell comes to that names a month alone */
    bool is_year;         /* of an int: a cell may name a year as people do */
    bool has_min, has_max;
    Value min, max; /* of the field's own kind: int, double, date */
    Str pattern_text;
    const Pattern *pattern; /* NULL: none */
    EnumValues values;      /* of an enum, or of the elements of a list of them */
    Str separator;          /* of a list; empty: any of the marks that people use */
    Str *empty;             /* texts that say that there is nothing; */
    size_t empty_count;
    bool has_empty;       /* false: those that fit the type do */
    bool absent_is_empty; /* `no_column: empty`: a file without the column says that there is no such case */
    const Field *
        instead_of; /* the field for which it stands in where a file has a column of its own for it: without one, that field is what the file
                               lacks, if anything; NULL: it stands for itself */
    uint32_t table;         /* of ref, list of ref, many: number of the table whose records are meant; TABLE_NONE: no such field */
    uint32_t by;            /* of many: the field there that points here */
    Field *shares;          /* of the same table; a heading of that field is one of this, too: where this one has no column of its own it
                           holds what stands there; NULL: it shares none */
    const Field *refers_to; /* the key of those records; NULL: no such field */
    const Source *source;   /* where it is declared: an overlay may add it to a table of another file */
    Span span;
    const Type *type; /* in expressions */
};

/* Fields by which a record may be known, together. */
typedef struct {
    uint32_t *fields;
    uint32_t count;
} KeyWay;

typedef struct {
    Str name, file;
    LocalText title;
    Field *fields;
    uint32_t field_count;
    KeyWay *ways; /* to know a record; the first for which a file has the columns counts there (identity.h) */
    uint32_t way_count;
    uint32_t key; /* the field of the first way, which is what references hold; FIELD_NONE: there is none, or it is several */
    const struct Renames *renames; /* what somebody said of a batch's headings and values (renames.h); NULL: nothing */
    uint32_t label;                /* the same of the field that names a record to people */
    const Source *source;
    Span span;
} Table;

enum { FIELD_NONE = UINT32_MAX, TABLE_NONE = UINT32_MAX };

/* Whether a cell of the field holds the key of a record, or several. */
bool field_refers(const Field *field);

/* Its own kind, or that of the elements of a list. */
FieldKind field_element_kind(const Field *field);

uint32_t table_find(const Table *table, Str field);

/* A field as expressions say it: "member.born_on". */
Str table_path(Arena *arena, const Table *table, uint32_t field);

/* Whether a type has all of these traits. */
static inline bool field_kind_has(FieldKind kind, unsigned traits)
{
    return (field_types[kind].traits & traits) == traits;
}

static inline Str field_kind_name(FieldKind kind)
{
    return str_of(field_types[kind].word);
}

#endif
