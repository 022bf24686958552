/* The functions and operators of the language: one row says everything about an overload. Rows stand in static
   tables, one a file fn_*.c, sorted by name within a table; nothing is registered. */
#ifndef DULY_LANG_BUILTIN_H
#define DULY_LANG_BUILTIN_H

#include "base/pattern.h"
#include "base/text.h"
#include "base/workdays.h"
#include "model/value.h"

typedef struct Overload Overload;
typedef struct Call Call;

/* What a running function may use. */
struct Call {
    Arena *arena; /* results; valid until the next batch */
    const Overload *overload;
    const void *prepared; /* what overload->prepare made of a constant argument, or NULL */
    Matcher *matcher;
    const WorkCalendars *calendars; /* NULL: none is known */
    struct CallCache *cache;        /* last pattern and time zone compiled at run time; owned by the interpreter */
    Text *problem;                  /* NULL in a fast run; else a failing function says here why, in a person's words */
    uint64_t steps_left;            /* work that may still be done; call_step takes from it */
    size_t bytes_most;              /* memory that may be in use in the arena, whatever took it; call_alloc and call_step look at it */
    bool exhausted;                 /* one of the two ran out */
    bool no_memory;                 /* the system had none for a function of the host, in whose middle nothing can be given up */
    Edge *edge;                     /* while it runs: the one that it was called from */
};

/* A function of one row: all arguments are present values of kinds that fit the overload's parameters.
   Returns an error value through call_fail. */
typedef Value (*RowFunction)(Call *call, const Value *args);

enum { OVERLOAD_MAX_ARGS = 5 };

struct Overload {
    const char *name; /* "startsWith", "math.abs", "+" */
    bool method;      /* called as args[0].name(args[1], ...) */
    uint8_t count;    /* of params, the target of a method included */
    const Type *params[OVERLOAD_MAX_ARGS];
    const Type *result;
    RowFunction run; /* NULL: only declared (a host's), or done by the compiler (&&, ||, ?:) */
    /* Prepares a constant argument (a pattern, a time zone) once: index of the parameter, 0 for none means no `prepare`.
       NULL with a sentence in *problem when the constant can never do. */
    const void *(*prepare)(Arena *arena, Value constant, Text *problem);
    uint8_t prepared_param;
    bool dear;           /* worth a mask: patterns, string building, anything that allocates */
    const void *host;    /* not NULL: a host's, for its `run`; never called before there is a row */
    const char *example; /* an expression that gives true; a test runs it */
    const char *doc;     /* what it gives, in half a sentence */
};

typedef struct {
    const Overload *rows;
    size_t count;
} OverloadTable;

extern const OverloadTable fn_logic, fn_arithmetic, fn_compare, fn_convert, fn_text, fn_format, fn_regex, fn_math, fn_time, fn_clock,
    fn_calendar, fn_list, fn_set, fn_optional, fn_encode, fn_network;

/* In no table: what is compared of a name, or of a list of them. */
extern const Overload name_alike;

/* Every overload with this name, method or not, built-in: calls visit for each. */
void builtin_find(Str name, void (*visit)(void *context, const Overload *overload), void *context);
/* No built-in function has a longer name, in bytes; a test holds it. */
enum { BUILTIN_NAME_MAX = 40 };
/* The overload at an index over all tables, NULL after the last: for listings, suggestions and tests. */
const Overload *builtin_at(size_t index);

/* Says why (only composed when somebody wants to know) and gives an error value. */
Value call_fail(Call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Memory for a result; NULL when the evaluation has used what it may: then return value_error(). */
void *call_alloc(Call *call, size_t size);
/* Takes from the steps; false when there are none left: then return value_error(). */
bool call_step(Call *call, uint64_t steps);
/* A string result: copied with call_alloc. */
Value call_str(Call *call, Str s);
Value call_list(Call *call, const Value *items, size_t count);
/* A list of items that stand in memory from call_alloc already. */
Value call_list_of(Call *call, const Value *items, size_t count);
/* An empty cache; lives in the arena. */
struct CallCache *call_cache_new(Arena *arena);

/* Whether a present value may be passed for a parameter of this type: by kind; type parameters and dyn take all. */
bool overload_takes(const Type *param, Value value);

/* ---- what run-time dispatch falls back on, when operands are dyn and no overload takes their kinds

   The checker knows the rows only: it refuses 1 < 2.0 and [7, 8][0u]. Through dyn both are allowed. The rows of < <= > >=
   accept any two numbers as well, though their parameters are of one type. */
typedef enum { COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_GREATER, COMPARE_GREATER_EQUAL } Comparison;
Value compare_any(Call *call, Comparison comparison, Value a, Value b);
/* of[key]: a list takes int, uint and whole doubles, a map any key; an optional gives an optional. */
Value index_any(Call *call, Value of, Value key);
/* of[?key] */
Value optional_index_any(Call *call, Value of, Value key);

/* The items in the order of their keys (all of one kind that has an order); equal keys keep their places. */
Value list_sort_by(Call *call, const List *items, const List *keys);

/* Fails because there is no calendar of this name. */
Value fail_for_calendar(Call *call, Value name);

/* Whether a format can be filled with values of these kinds (KIND_DYN: not known), of which there are at least and at most so many;
   else says why not. Values that no clause of the format shows make no evaluation fail, but are a mistake of the author: *is_idle. */
bool format_accepts(Call *call, Str format, const Kind *kinds, uint32_t least, uint32_t most, bool *is_idle);

/* math.greatest and math.least are called with one to many arguments. Up to two have rows of their own; three and more are
   for the checker and the compiler one list: math.least(a, b, c) means math.least([a, b, c]). */

#endif
