/* What the files of the checker share. Every node is visited once, its parts before itself; its type may hold
   inference variables until the whole expression has been seen. */
#ifndef DULY_LANG_CHECKING_H
#define DULY_LANG_CHECKING_H

#include "lang/check.h"
#include "lang/infer.h"
#include "model/table.h"

/* The variables of the macros around a place, innermost first. */
typedef struct Scope Scope;
struct Scope {
    const Scope *outer;
    const Local *first, *second; /* second may be NULL */
};

/* The state of checking one expression. `typed` and `locals` are what gets its final types at the end. The candidates of a call are one
   array for all calls: a call is done with them before the next one is looked at. */
typedef struct {
    const Checker *checker;
    Infer infer;
    const Scope *scope;
    Text name;           /* for putting dotted names together */
    size_t longest;      /* bytes of the longest name that is declared */
    ARRAY(Expr *) typed; /* nodes and variables whose types hold inference variables perhaps */
    ARRAY(Local *) locals;
    ARRAY(const Overload *) candidates;
    uint32_t problems;
} Checking;

enum { CHECK_PROBLEMS = 50 /* told for one expression */ };

/* ---- check.c */

/* The type of a part. Of a whole record too: it may only be selected from. */
const Type *check_part(Checking *c, Expr *expr);
/* The type of a part whose value is used. In a lenient check always dyn. */
const Type *check_value(Checking *c, Expr *expr);
/* Checks that a part is true or false; `what` names it: "the condition of '?:'". */
void check_truth(Checking *c, Expr *expr, const char *what);
const Type *check_join(Checking *c, const Type *before, const Type *next);

/* ---- check_name.c */

const Type *check_name(Checking *c, Expr *expr);
const Type *check_select(Checking *c, Expr *expr);
/* The selection of a literal name from a record, written r['name']. */
const Type *check_index_of_record(Checking *c, Expr *expr);
/* Whether a chain a.b.c may be one declared name; puts it, with `.last` behind it, into c->name. */
bool name_is_dotted(Checking *c, const Expr *expr, Str last);
bool name_is_local(const Checking *c, Str name);
bool name_is_declared(Checking *c, Str name);
/* The names that a name may stand for, by the container: calls found until it says yes. */
bool name_in_scopes(Checking *c, Str name, bool (*found)(Checking *c, Str name, void *context), void *context);
/* The names of types, NULL after the last. */
const Symbol *name_of_type(size_t index);

/* ---- check_call.c, check_macro.c */

const Type *check_call(Checking *c, Expr *expr);
const Type *check_macro(Checking *c, Expr *expr);
/* A function over the records of a group; false: the call is none. */
bool check_aggregate(Checking *c, Expr *call, const Type **type);
/* All overloads of a name, built-in and of the host, into c->candidates; false if there are none. */
bool call_candidates(Checking *c, Str name);
/* Whether there are functions of this name and a dot: "math". */
bool call_is_namespace(const Checking *c, Str name);

/* ---- check_problem.c: sentences. All return the type of what was complained about: TYPE_ERROR, or dyn in a
   lenient check. */

const Type *problem_unknown_name(Checking *c, const Expr *name);
const Type *problem_no_member(Checking *c, const Expr *select, const Record *record);
const Type *problem_no_fields(Checking *c, const Expr *select, const Type *operand);
const Type *problem_whole_record(Checking *c, const Expr *expr, const Type *record);
const Type *problem_computed_member(Checking *c, const Expr *index, const Type *record);
const Type *problem_message_type(Checking *c, const Expr *expr);
const Type *problem_unknown_function(Checking *c, const Expr *call);
const Type *problem_not_true_or_false(Checking *c, const Expr *part, const char *what);
const Type *problem_range(Checking *c, const Expr *macro, const Type *range);
const Type *problem_body(Checking *c, const Expr *macro, const char *wanted);
const Type *problem_not_optional(Checking *c, const Expr *item);
const Type *problem_expected(Checking *c, const Expr *expr, const Type *expected);
const Type *problem_enum_value(Checking *c, const Expr *literal, const Type *of);
const Type *problem_limit(Checking *c, const Expr *expr);

/* ---- check_misfit.c: the sentence for a call whose arguments fit none of c->candidates. */

/* The target of a method is args[0]. */
typedef struct {
    const Expr *call;
    const Expr *args[OVERLOAD_MAX_ARGS];
    const Type *types[OVERLOAD_MAX_ARGS];
    uint32_t count;
} CallArgs;

const Type *problem_wrong_style(Checking *c, const Expr *call);
const Type *problem_wrong_count(Checking *c, const Expr *call);
const Type *problem_misfit(Checking *c, const CallArgs *args);
/* An argument of math.greatest or math.least, an element of one, or a list of which no element is a number. */
const Type *problem_no_number(Checking *c, const Expr *call, const Expr *arg);

/* ---- check_words.c: types in people's words, in the memory of the problems. */

/* "an int", "a list of string". */
Str words_of(Checking *c, const Type *type);
/* What identifies a record that has a key: "id", or "id.id" where that is a reference. */
Str words_of_key(Checking *c, const Record *record);
/* For printing at most so much of a name. */
Str words_clip(Str name);

/* Says a problem; false where nothing shall be said. check_hint adds to the newest. */
bool check_say(Checking *c, DiagCode code, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void check_hint(Checking *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- check_hint.c: what to do where CEL surprises. Both add to the newest problem. */

void hint_of_operands(Checking *c, const CallArgs *args);
void hint_of_wanted(Checking *c, const Expr *expr, const Type *type, const Type *wanted);

#endif
