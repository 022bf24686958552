/* Objects of JSON as tables: a row names a key, and where in a struct its value stands. One walk over a table writes an object, another
   one its JSON Schema, so that what is written and what is promised cannot differ. */
#ifndef DULY_REPORT_MACHINE_ROWS_H
#define DULY_REPORT_MACHINE_ROWS_H

#include <stddef.h>

#include "api/duly.h"
#include "codec/json.h"

typedef enum {
    ROW_TEXT,    /* duly_text */
    ROW_WORD,    /* an enumeration, by its words; NULL among them: nothing is said */
    ROW_DAY,     /* duly_date */
    ROW_COUNT,   /* uint64_t */
    ROW_SIZE,    /* size_t: as wide as an address is here */
    ROW_LINE,    /* uint32_t */
    ROW_NUMBER,  /* int64_t */
    ROW_FLAG,    /* bool */
    ROW_PAIRS,   /* const duly_pair *: an object of texts */
    ROW_TEXTS,   /* const duly_text *: a list of them */
    ROW_LIST,    /* a pointer to the first of several things */
    ROW_POINTER, /* a pointer to another thing */
    ROW_INSIDE,  /* an object that is made of the same thing */
    ROW_WRITTEN, /* by a function */
} RowKind;

/* What becomes of a key whose value is empty: a text, a list, a number 0, a flag that is false, no day, no thing. */
typedef enum { ROW_ALWAYS, ROW_OR_NONE /* it is null */, ROW_IF_ANY /* it is left out */ } RowPresence;

typedef struct Shape Shape;

typedef struct {
    const char *key; /* NULL: the shape is no object but this value alone */
    RowKind kind;
    RowPresence presence;
    size_t at, count; /* where in the thing the value stands; and, of several, a size_t that says how many they are */
    union {
        const char *const *words; /* as many as `word_count` */
        const Shape *shape;
        void (*write)(JsonWriter *json, const void *thing);
    };
    size_t word_count;
    const char *schema;             /* of ROW_WRITTEN, with apostrophes for quotes */
    bool (*has)(const void *thing); /* says instead of the value itself whether there is one; NULL: the value does */
} Row;

struct Shape {
    const Row *rows;
    size_t count;
    size_t size;  /* of the thing */
    bool is_tall; /* a line for each key */
};

/* Within a table of a struct that OF names. */
/* clang-format off */
#define ROW(k, what, when, field) { .key = k, .kind = ROW_##what, .presence = ROW_##when, .at = offsetof(OF, field) }
#define ROW_OF(k, when, field, names) \
    { .key = k, .kind = ROW_WORD, .presence = ROW_##when, .at = offsetof(OF, field), .words = names, .word_count = sizeof(names) / sizeof *(names) }
#define ROW_MANY(k, what, when, field, number) \
    { .key = k, .kind = ROW_##what, .presence = ROW_##when, .at = offsetof(OF, field), .count = offsetof(OF, number) }
#define ROW_EACH(k, when, field, number, each) \
    { .key = k, .kind = ROW_LIST, .presence = ROW_##when, .at = offsetof(OF, field), .count = offsetof(OF, number), .shape = &each }
#define ROW_MADE(k, when, function, promise) { .key = k, .kind = ROW_WRITTEN, .presence = ROW_##when, .write = function, .schema = promise }
#define SHAPE_OF(type, table, tall) { table, sizeof(table) / sizeof *(table), sizeof(type), tall }
/* clang-format on */

void rows_write(JsonWriter *json, const Shape *shape, const void *thing);
/* A key, and a list of things behind it. */
void rows_write_list(JsonWriter *json, const char *key, const Shape *shape, const void *things, size_t count);

/* An object of texts; one that is missing is null. */
void rows_pairs(JsonWriter *json, const duly_pair *pairs, size_t count);

/* The JSON Schema of what rows_write writes, as a value; schema_text one that is given as a text. */
void rows_schema(JsonWriter *json, const Shape *shape);
void schema_text(JsonWriter *json, const char *schema);

#endif
