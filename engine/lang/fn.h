/* What the tables of functions share: how a row is written, failing in words, results that grow, equality
   and searching that can be stopped. Nothing here loops over data without taking steps. */
#ifndef DULY_LANG_FN_H
#define DULY_LANG_FN_H

#include "lang/builtin.h"

/* ---- rows: { name, METHOD, PARAMS2(STRING, INT), &TYPE_STRING, run, PLAIN, example, doc } */

enum { FUNCTION = 0, METHOD = 1 };

#define PARAMS0 \
    0,          \
    {           \
        NULL    \
    }
#define PARAMS1(a) \
    1,             \
    {              \
        &TYPE_##a  \
    }
#define PARAMS2(a, b)        \
    2,                       \
    {                        \
        &TYPE_##a, &TYPE_##b \
    }
#define PARAMS3(a, b, c)                \
    3,                                  \
    {                                   \
        &TYPE_##a, &TYPE_##b, &TYPE_##c \
    }
#define PARAMS4(a, b, c, d)                        \
    4,                                             \
    {                                              \
        &TYPE_##a, &TYPE_##b, &TYPE_##c, &TYPE_##d \
    }

#define PLAIN NULL, 0, false, NULL
#define DEAR NULL, 0, true, NULL
#define PREPARED(prepare, param) prepare, param, true, NULL

#define OVERLOAD_TABLE(rows)                  \
    {                                         \
        (rows), sizeof(rows) / sizeof *(rows) \
    }

/* A string or bytes as a slice that never points nowhere. */
static inline Str fn_str(Value v)
{
    return v.at ? value_as_str(v) : STR("");
}

/* ---- failing */

/* Fails with a sentence in which $1, $2, ... stand for the arguments as an author would write them. */
Value fn_fail(Call *call, const char *sentence, const Value *args);

/* ---- results */

/* Memory for `count` things; NULL as call_alloc, and when the product is beyond all bounds. */
void *fn_array(Call *call, uint64_t count, size_t size);

/* A string result of unknown length. Once something failed it takes no more, and grow_end gives the error. */
typedef struct {
    Call *call;
    char *at;
    size_t len, capacity;
    bool failed;
} Growing;

void grow_add(Growing *text, Str s);
void grow_char(Growing *text, char c);
Value grow_end(const Growing *text);

/* The same for lists. */
typedef struct {
    Call *call;
    Value *at;
    uint32_t count, capacity;
    bool failed;
} GrowingList;

void grow_item(GrowingList *list, Value value);
Value grow_list_end(const GrowingList *list);

Value fn_optional_of(Call *call, Value value);

/* ---- walking */

/* The steps of walking over so many bytes of text. */
bool fn_walk(Call *call, size_t bytes);

/* Finds the needle at or after byte `from`: SIZE_MAX in *at when it is not there. False when the steps
   ran out. */
bool fn_find(Call *call, Str s, Str needle, size_t from, size_t *at);

/* CEL's == that takes steps: a small value may hold itself so often that it can never be walked. */
typedef enum { SAME_NO, SAME_YES, SAME_STOPPED } Same;
Same fn_equal(Call *call, Value a, Value b);

/* The double in decimal, as short as can be, without ".0": 1, 0.1, NaN, -Infinity. With `exponents` very
   large and very small ones are written 1e+22. */
void grow_double(Growing *text, double number, bool exponents);

#endif
