/* duly_expr: the expression language of duly on its own. It is CEL, the Common Expression Language, with civil dates.
 *
 * The host says which variables and functions there are, and compiles an expression once; a compiled expression never changes
 * and any number of threads may share it. Each thread has evaluators of its own. An evaluator holds up to 1,024 rows, sets of
 * values for the variables, and evaluates the expression for all of them at once; one row is simply the smallest number.
 *
 *     static const duly_expr_variable variables[] = { { "age", "int" }, { "marks", "list(int)" } };
 *     duly_expr_scope scope = { .size = sizeof scope, .variables = variables, .variable_count = 2, .result = "bool" };
 *     duly_expr *expr = duly_expr_open("age >= 18 && marks.all(m, m >= 5)", &scope, &sink);    problems go to sink.problem
 *     duly_expr_evaluator *evaluator = duly_expr_evaluator_open(expr, NULL);
 *     duly_expr_set(evaluator, 0, 0, duly_expr_int(20));                 variable 0, row 0
 *     ...
 *     duly_expr_evaluate(evaluator, 1);
 *     if (duly_expr_get(evaluator, 0).kind == DULY_EXPR_ERROR) duly_expr_problems(evaluator, 0, &sink);
 *
 * Nothing is allocated for a row, except by evaluations that make texts, lists or maps, and by lists and maps that are set:
 * that memory is kept and used again. Texts are UTF-8 slices, not terminated. Numbers have a point, whatever locale the host has set; its functions
 * run in that one.
 *
 * The library never ends its host. When memory runs out, duly_expr_open and duly_expr_evaluator_open give NULL (duly_expr_open tells it as
 * a problem with `no_memory`). An evaluator that runs out of memory is spent: everything it had is given back, results are
 * DULY_EXPR_ERROR, duly_expr_evaluator_status is DULY_NO_MEMORY, and stays so until it is closed. The expression is as it was, and
 * other evaluators of it go on. The limits below stand long before that. What is asked for and not given (NULL) is refused.
 */
#ifndef DULY_EXPR_H
#define DULY_EXPR_H

#include "duly.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values */

typedef enum {
    DULY_EXPR_MISSING, /* the zero value: a variable of which nothing is known, and what it makes of an expression */
    DULY_EXPR_ERROR,   /* a failed evaluation */
    DULY_EXPR_NULL,
    DULY_EXPR_BOOL,      /* boolean */
    DULY_EXPR_INT,       /* i */
    DULY_EXPR_UINT,      /* u */
    DULY_EXPR_DOUBLE,    /* d */
    DULY_EXPR_STRING,    /* text */
    DULY_EXPR_BYTES,     /* text, any bytes */
    DULY_EXPR_TIMESTAMP, /* instant, years 1 to 9999 */
    DULY_EXPR_DURATION,  /* i: nanoseconds */
    DULY_EXPR_DATE,      /* date, years 1 to 9999 */
    DULY_EXPR_PERIOD,    /* period */
    DULY_EXPR_TYPE,      /* text: its name. Only comes out */
    DULY_EXPR_LIST,      /* count items */
    DULY_EXPR_MAP,       /* count pairs; keys are bool, int, uint or string */
    DULY_EXPR_OPTIONAL,  /* count is 0 or 1 */
    DULY_EXPR_IP,        /* text: the 4 or 16 bytes of an address. Only comes out */
    DULY_EXPR_CIDR,      /* likewise, and a byte more: how many bits are the network's */
    DULY_EXPR_TIME       /* i: nanoseconds since the midnight of a day, less than 24 hours */
} duly_expr_kind;

typedef struct {
    int64_t seconds; /* since 1970-01-01T00:00:00Z */
    int32_t nanos;   /* 0 to 999,999,999 */
} duly_expr_instant;

typedef struct {
    int32_t months, days, workdays;
} duly_expr_period;

typedef struct duly_expr_value duly_expr_value;

typedef struct {
    const duly_expr_value *at; /* in a value that the host makes: count items, or keys and values in turn */
    const void *inner;         /* in one that comes out: read it with duly_expr_item */
} duly_expr_items;

struct duly_expr_value {
    duly_expr_kind kind;
    uint32_t count;
    union {
        bool boolean;
        int64_t i;
        uint64_t u;
        double d;
        duly_text text;
        duly_date date;
        duly_expr_instant instant;
        duly_expr_period period;
        duly_expr_items items;
    };
};

static inline duly_expr_value duly_expr_bool(bool boolean)
{
    duly_expr_value value = { DULY_EXPR_BOOL, 0, { false } };
    value.boolean = boolean;
    return value;
}

static inline duly_expr_value duly_expr_int(int64_t i)
{
    duly_expr_value value = { DULY_EXPR_INT, 0, { false } };
    value.i = i;
    return value;
}

static inline duly_expr_value duly_expr_double(double d)
{
    duly_expr_value value = { DULY_EXPR_DOUBLE, 0, { false } };
    value.d = d;
    return value;
}

static inline duly_expr_value duly_expr_string(const char *at, size_t len)
{
    duly_expr_value value = { DULY_EXPR_STRING, 0, { false } };
    value.text.at = at;
    value.text.len = len;
    return value;
}

static inline duly_expr_value duly_expr_date(int year, int month, int day)
{
    duly_expr_value value = { DULY_EXPR_DATE, 0, { false } };
    value.date.year = year;
    value.date.month = month;
    value.date.day = day;
    return value;
}

static inline duly_expr_value duly_expr_list(const duly_expr_value *at, uint32_t count)
{
    duly_expr_value value = { DULY_EXPR_LIST, count, { false } };
    value.items.at = at;
    value.items.inner = NULL;
    return value;
}

/* What a function of the host gives when it cannot do its work: a sentence without a full stop. */
static inline duly_expr_value duly_expr_error(const char *at, size_t len)
{
    duly_expr_value value = duly_expr_string(at, len);
    value.kind = DULY_EXPR_ERROR;
    return value;
}

/* The item of a list, the pair of a map (in no order that means anything), or what an optional holds. `key` (NULL: not
   wanted) is the index for lists and optionals. False at the end and for every other kind. The results live as long as `of`. */
bool duly_expr_item(const duly_expr_value *of, size_t index, duly_expr_value *key, duly_expr_value *item);

/* Writes a value as an author would ("'text'", "[1, 2]", "date('2003-06-01')") and a zero byte: at most `size` bytes, "..." for
   the rest of a long one. Returns the bytes written without the zero: none when there is no memory. */
size_t duly_expr_print(const duly_expr_value *value, char *buffer, size_t size);

/* ---- what there is */

/* Types are: dyn bool int uint double string bytes null_type timestamp duration date period type list(T) map(K, T)
   optional_type(T) wrapper(T); the last is T or null, dyn is anything, with its kind looked at while the expression runs. */
typedef struct {
    const char *name; /* "age"; "request.auth.claims", which is one variable */
    const char *type; /* "list(map(string, int))" */
} duly_expr_variable;

typedef struct duly_expr_call duly_expr_call;

/* A function of the host. `args` are as many values as there are parameters, never missing ones or errors, valid during the
   call; what the parameter's type says about items of lists and maps is true unless they came from a dyn. The result must be
   of the declared type, and what it points at must live until the next evaluation: constants, arguments, duly_expr_alloc. A
   function may be called from every thread that evaluates, not at all where the result does not matter, once for equal calls,
   and again when somebody asks why it failed: it should give the same for the same arguments. */
typedef duly_expr_value (*duly_expr_body)(void *context, duly_expr_call *call, const duly_expr_value *args);

typedef struct {
    size_t size;
    const char *name;   /* "risk", "geo.distance" */
    const char *params; /* "string, list(int)"; "": none; at most five. Those of a member start with its target */
    const char *result;
    bool member; /* called as target.name(…) */
    duly_expr_body body;
    void *context; /* for body; must outlive the expression */
} duly_expr_function;

/* Memory for the result of a function, zeroed; NULL when the evaluation has used what it may: then return any error. */
void *duly_expr_alloc(duly_expr_call *call, size_t size);

typedef struct {
    size_t size;
    const duly_expr_variable *variables;
    size_t variable_count;
    const duly_expr_function *functions;
    size_t function_count;
    const char *container; /* dotted scope in which names are looked up first; NULL: none */
    const char *result;    /* type that the expression must have; NULL: any. A dyn is let through: look at the kind */
} duly_expr_scope;

/* ---- compiling */

typedef struct duly_expr duly_expr; /* immutable; any number of threads may use it */

/* Compiles an expression. Every mistake goes to sink->problem, in one go, with place and excerpt; then the result is NULL. A
   part that has no variables and always fails ("1 / 0", a bad pattern) is such a mistake. Text and scope are copied. */
duly_expr *duly_expr_open(duly_text expression, const duly_expr_scope *scope, const duly_sink *sink);
/* After its evaluators were closed. NULL does nothing. */
void duly_expr_close(duly_expr *expr);

/* The type of the expression, in the spelling above. Lives as long as the expression. */
duly_text duly_expr_type(const duly_expr *expr);

/* ---- evaluating: one thread at a time may use an evaluator */

typedef struct duly_expr_evaluator duly_expr_evaluator;

enum { DULY_EXPR_ROWS = 1024 };

typedef struct {
    size_t size;
    size_t rows;    /* that fit into the evaluator, at most DULY_EXPR_ROWS; 0: one */
    uint64_t steps; /* of one evaluation and row, about one an element and instruction; 0: ten million */
    size_t bytes;   /* that results of one evaluation may take, and once more lists and maps that are set; 0: 256 MiB */
} duly_expr_limits;

/* NULL: no memory, or no expression. */
duly_expr_evaluator *duly_expr_evaluator_open(const duly_expr *expr, const duly_expr_limits *limits);
/* NULL does nothing. */
void duly_expr_evaluator_close(duly_expr_evaluator *evaluator);
/* DULY_CLEAN; DULY_NO_MEMORY of one that ran out of memory; DULY_MISUSED of NULL. */
duly_status duly_expr_evaluator_status(const duly_expr_evaluator *evaluator);

/* Sets a variable (its index in the scope) in one row; it stays so until it is set again or cleared. Lists and maps are copied,
   texts are not: they must live as long as results are read. False, and the variable is missing in that row: there is no such
   variable or row, the value does not fit the declared type, a text is not UTF-8, a day or instant does not exist, a key stands
   twice, lists and maps take more than they may. A variable that the expression does not read is not kept. */
bool duly_expr_set(duly_expr_evaluator *evaluator, size_t variable, size_t row, duly_expr_value value);

/* Makes every variable missing in every row, and gives back what lists and maps took: between rows, by hosts that set them. */
void duly_expr_clear(duly_expr_evaluator *evaluator);

/* Evaluates rows 0 .. rows - 1; returns how many of them have a value now. Failing never stops other rows. */
size_t duly_expr_evaluate(duly_expr_evaluator *evaluator, size_t rows);

/* The result in a row, valid until the next evaluation: DULY_EXPR_MISSING where a missing variable is all that stood in the
   way, DULY_EXPR_ERROR where something failed. */
duly_expr_value duly_expr_get(const duly_expr_evaluator *evaluator, size_t row);

/* Tells sink->problem why a row has no value: each missing variable and each part that failed, with place, excerpt and the
   values involved ("7 cannot be divided by 0"). DULY_CLEAN; DULY_MISUSED where there is no such row. */
duly_status duly_expr_problems(duly_expr_evaluator *evaluator, size_t row, const duly_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
