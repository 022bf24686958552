/* What names mean: variables, records with fields, constants, functions of a host. Built before checking, immutable
   afterwards; an Env may stand on a parent. */
#ifndef DULY_LANG_ENV_H
#define DULY_LANG_ENV_H

#include "base/array.h"
#include "base/map.h"
#include "lang/builtin.h"
#include "lang/expr.h"

typedef enum {
    SYMBOL_INPUT,    /* a column given at run time: `slot` */
    SYMBOL_CONSTANT, /* `constant` */
    SYMBOL_EXPR,     /* stands for a checked expression: a derived field, a name of `let` */
    SYMBOL_RECORD,   /* a record: its fields are `record`'s members */
    SYMBOL_HOST      /* given by the host when the program is compiled (a parameter, the as-of date): `slot` tells which */
} SymbolKind;

struct Symbol {
    Str name; /* may hold dots: "a.b.c" is one variable */
    SymbolKind kind;
    const Type *type;
    uint32_t slot;
    Value constant;
    const Expr *expr;
    const Record *record;
};

/* A record as expressions see it. Members are looked up by name. */
struct Record {
    Str name;        /* as people call it: "student", "params" */
    Str member_word; /* what a member is called in messages: "field", "parameter" */
    Symbol *members; /* with room for those still to be added: others point at them */
    Map *by_name;    /* their positions; NULL: there are so few that they are looked through */
    uint32_t count;
    uint32_t first;  /* number of its first member where those of all records are counted: see InterpOptions.members */
    uint32_t key;    /* the member that references to it hold; MEMBER_NONE: there are none to it */
    bool is_called;  /* people have a name for it, by which a sentence may call it */
    bool incomplete; /* some could not be read: one that is not there may be one of them, and is of any type */
};
enum { MEMBER_NONE = UINT32_MAX };

typedef struct Env Env;
typedef struct Aggregates Aggregates; /* aggregate.h */
struct Env {
    const Env *parent;
    Str container; /* dotted scope for name resolution; empty: root */
    ARRAY(Symbol) symbols;
    ARRAY(const Overload *) overloads; /* of the host, beside the built-in ones */
    /* While named expressions are being linked: called for each that is a member of a record, before its type is looked at.
       `reached`: of a record that a reference leads to. NULL: all have their types. */
    void (*demand)(void *host, const Symbol *symbol, bool reached);
    void *host;
    bool incomplete;        /* as with records */
    const Record *bare;     /* its members that stand for expressions may be named without it; or NULL */
    Aggregates *aggregates; /* the expressions are about groups: count(), sum() and their like may be used; or NULL */
};

/* A symbol or member by its exact name, NULL where there is none; env_find looks through the parents. */
const Symbol *env_find(const Env *env, Str name);
const Symbol *record_find(const Record *record, Str name);

/* A member that may be named without its record, NULL where there is none; looks through the parents. */
const Symbol *env_find_bare(const Env *env, Str name, const Record **record);

void env_add(Arena *arena, Env *env, Symbol symbol);
void record_add(Record *record, Symbol member);

/* Calls visit for every name that may be meant at this place: for suggestions. */
void env_names(const Env *env, void (*visit)(void *context, Str name), void *context);

#endif
