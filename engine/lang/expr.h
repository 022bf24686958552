/* The syntax tree of an expression. The parser builds it and always returns a whole one (EXPR_BAD where the text made
   no sense); the checker writes types and references into it; after that it is never changed. Macros stay macros in the tree,
   so that printing and explaining show what the author wrote. */
#ifndef DULY_LANG_EXPR_H
#define DULY_LANG_EXPR_H

#include "base/source.h"
#include "model/value.h"

/* A name of a prelude: where it stands in a text that no author wrote, `text` is read in its place. With a `parameter` it is called,
   name(argument), and the parameter stands for the argument within `text`; without one it may also name a function that is called.
   As with macros of C, a name is replaced wherever it stands, so variables of macros need others. */
typedef struct {
    Str name, parameter, text;
} Definition;

/* What a text that no author wrote has in place of places: all of it is told at `span`. */
typedef struct {
    Span span;
    const Definition *definitions;
    uint32_t count;
} MadeText;

/* The text of an expression and where it stands in a file: byte i of `text` came from byte origin[i] of the source
   (origin has text.len + 1 entries). NULL: from base + i. */
typedef struct {
    const Source *source;
    Str text;
    const uint32_t *origin;
    uint32_t base;
    const MadeText *made; /* NULL: an author wrote it */
} ExprText;

static inline uint32_t expr_text_offset(const ExprText *text, size_t at)
{
    return text->origin ? text->origin[at] : text->base + (uint32_t) at;
}

static inline Span expr_text_span(const ExprText *text, size_t start, size_t end)
{
    return text->made ? text->made->span : (Span) { expr_text_offset(text, start), expr_text_offset(text, end) };
}

typedef enum {
    EXPR_BAD,
    EXPR_LITERAL, /* literal: null, bool, int, uint, double, string, bytes */
    EXPR_NAME,    /* name */
    EXPR_SELECT,  /* select: operand.field, operand.?field, has(operand.field) */
    EXPR_CALL,    /* call: functions, methods, operators */
    EXPR_LIST,    /* list */
    EXPR_MAP,     /* map */
    EXPR_STRUCT,  /* a message literal T{...}: parsed so that the checker can say that there are none; in `map`, T in `name`,
                     the names of its fields as string literals in `keys` */
    EXPR_MACRO    /* macro */
} ExprKind;

/* The operators; the names under which they stand in `call.function`, with which no identifier can collide; and how tightly those
   bind that stand between two operands. Unary minus and logical not have one argument, "?:" three, the others two. An index a[b]
   is "[]", an optional one a[?b] is "[?]". */
/* clang-format off */
#define OPERATORS(X) \
    X(OR, "||", 1) X(AND, "&&", 2) \
    X(EQUAL, "==", 3) X(NOT_EQUAL, "!=", 3) X(LESS, "<", 3) X(LESS_EQUAL, "<=", 3) X(GREATER, ">", 3) X(GREATER_EQUAL, ">=", 3) \
    X(IN, "in", 3) X(ADD, "+", 4) X(SUBTRACT, "-", 4) X(MULTIPLY, "*", 5) X(DIVIDE, "/", 5) X(MODULO, "%", 5) \
    X(NOT, "!", 0) X(NEGATE, "-_", 0) X(CONDITIONAL, "?:", 0) X(INDEX, "[]", 0) X(OPTIONAL_INDEX, "[?]", 0)
/* clang-format on */

typedef enum {
    OPERATOR_NONE, /* a function or a method */
#define OPERATOR(name, text, power) OPERATOR_##name,
    OPERATORS(OPERATOR)
#undef OPERATOR
        OPERATOR_COUNT
} Operator;

/* The macros with a variable. `has` is a select with `test`; orValue and its like are plain functions. */
typedef enum {
    MACRO_ALL,
    MACRO_EXISTS,
    MACRO_EXISTS_ONE, /* body: the predicate; one or two variables */
    MACRO_MAP,        /* map(x, t), map(x, p, t): body is t, filter p or NULL */
    MACRO_FILTER,     /* filter(x, p): filter is p, body NULL: the elements themselves */
    MACRO_TRANSFORM_LIST,
    MACRO_TRANSFORM_MAP,
    MACRO_TRANSFORM_MAP_ENTRY, /* two variables, filter or NULL */
    MACRO_SORT_BY,             /* sortBy(x, key) */
    MACRO_BIND,                /* cel.bind(x, range, body): x is the value of `range` */
    MACRO_OPT_MAP,
    MACRO_OPT_FLAT_MAP, /* optMap(x, body) on the optional in `range` */
    MACRO_COUNT
} MacroKind;

typedef struct Expr Expr;
typedef struct Symbol Symbol;     /* env.h */
typedef struct Overload Overload; /* builtin.h */

/* A variable that a macro introduces. */
typedef struct {
    Str name;
    Span span;
    const Type *type; /* by the checker */
    uint32_t id;      /* unique in its expression, from 1 */
} Local;

struct Expr {
    ExprKind kind;
    bool grouped;         /* stood in parentheses: not part of its span, but of its parent's */
    uint16_t height;      /* of the tree below it, itself included; at most EXPR_MAX_HEIGHT */
    Span span;            /* all of it, in the source */
    Span at;              /* the operator, or the name of the function, field or variable */
    uint32_t id;          /* number of the node in its tree, from 0, parents after children */
    const Type *type;     /* by the checker; TYPE_ERROR: already complained about */
    const Symbol *symbol; /* of EXPR_NAME and EXPR_SELECT that mean a declared variable, constant or field; of EXPR_CALL that
                             goes over a group */
    const Local *local;   /* of EXPR_NAME that means a macro's variable */
    union {
        Value literal;
        struct {
            Str name;
            bool rooted; /* written with a leading dot */
        } name;
        struct {
            Expr *operand;
            Str field;
            bool test, optional;
        } select;
        struct {
            Operator operator;
            Str function; /* ".f" where it was written with a leading dot; of an operator its name */
            Expr *target; /* of a method, else NULL; NULL too once the checker found a qualified function "math.abs" */
            Expr **args;
            uint32_t count;                   /* of args, without the target */
            const Overload *const *overloads; /* by the checker: those that may apply at run time */
            uint32_t overload_count;          /* 0 after a lenient check: an unknown function */
        } call;
        struct {
            Expr **items;
            bool *optional; /* [?e]; NULL: none is */
            uint32_t count;
        } list;
        struct {
            Expr **keys, **values;
            bool *optional;
            uint32_t count;
            Str name;
        } map;
        struct {
            MacroKind kind;
            Expr *range;
            Local *first, *second; /* second NULL: one variable */
            Expr *filter;          /* NULL: none */
            Expr *body;            /* NULL: MACRO_FILTER */
        } macro;
    };
};

const char *operator_name(Operator operator);
/* 1 to 5, the tightest; 0: it does not stand between two operands. */
int operator_power(Operator operator);
/* OPERATOR_NONE: no operator is called so. */
Operator operator_find(Str name);

/* "exists_one", "cel.bind" */
const char *macro_name(MacroKind kind);

static inline bool expr_is(const Expr *expr, Operator operator)
{
    return expr->kind == EXPR_CALL && expr->call.operator== operator;
}

/* Whether it is a relation of two values: ==, <, in and their like. */
static inline bool expr_relates(const Expr *expr)
{
    return expr->kind == EXPR_CALL && operator_power(expr->call.operator) == operator_power(OPERATOR_EQUAL);
}

/* Whether it is a call of a function or method of this name; operators are asked for with expr_is. */
static inline bool expr_calls(const Expr *expr, const char *function)
{
    return expr->kind == EXPR_CALL && str_is(expr->call.function, function);
}

/* Children in the order of evaluation, for walks: calls visit(child) for each. A walk may recurse: see EXPR_MAX_HEIGHT. */
void expr_children(const Expr *expr, void (*visit)(void *context, const Expr *child), void *context);

/* The expression in canonical form: parses back to the same tree, and only needs the parentheses that it has. */
void expr_print(Text *out, const Expr *expr);
/* Whether two trees are the same but for places, parentheses and what a checker wrote into them. */
bool expr_equal(const Expr *a, const Expr *b);

#endif
