/* What the checker says about names, members, macros and single values that do not fit.

   Each sentence is told where the mistake is, with a hint where one is likely: the nearest name, the method that is a function, the macro
   that was called with too little. Where part of what may be named could not be read (is_incomplete), nothing is told of a name that is
   missing: it may well stand there. */
#include "lang/aggregate.h"
#include "base/ascii.h"
#include "base/said.h"
#include "lang/checking.h"

static const Type *check_problem_spoiled(const Checking *c)
{
    return c->checker->lenient ? &TYPE_DYN : &TYPE_ERROR;
}

static const Type *check_problem_type_of(Checking *c, const Expr *expr)
{
    return infer_head(&c->infer, expr->type);
}

/* Whether some of the names that may be meant could not be read: that they are not there is no mistake of the expression. */
static bool is_incomplete(const Env *env)
{
    while (env && !env->incomplete)
        env = env->parent;
    return env != NULL;
}

/* ---- names near to what was written */

static bool check_problem_is_word(const char *name)
{
    return ascii_is_letter(name[0]) || name[0] == '_';
}

static void try_name(void *context, Str name)
{
    nearest_try(context, name);
}

static void try_members(Nearest *nearest, const Record *record)
{
    for (uint32_t i = 0; i < record->count; i++)
        nearest_try(nearest, record->members[i].name);
}

static void try_locals(Nearest *nearest, const Scope *scope)
{
    for (; scope; scope = scope->outer) {
        nearest_try(nearest, scope->first->name);
        if (scope->second)
            nearest_try(nearest, scope->second->name);
    }
}

static void try_functions(const Checking *c, Nearest *nearest)
{
    const Overload *overload;
    for (size_t i = 0; (overload = builtin_at(i)) != NULL; i++)
        if (check_problem_is_word(overload->name))
            nearest_try(nearest, str_of(overload->name));
    for (const Env *env = c->checker->env; env; env = env->parent)
        for (size_t i = 0; i < env->overloads.count; i++)
            nearest_try(nearest, str_of(env->overloads.at[i]->name));
    for (MacroKind kind = 0; kind < MACRO_COUNT; kind++)
        nearest_try(nearest, str_of(macro_name(kind)));
}

static bool hint_nearest(Checking *c, const Nearest *nearest)
{
    Str found = nearest_found(nearest);
    if (found.len > 0)
        check_hint(c, "did you mean '%.*s'?", STR_ARG(words_clip(found)));
    return found.len > 0;
}

/* The built-in function whose name after the dot is this: "math.abs" for "abs". */
static const char *qualified_form(Str name)
{
    const Overload *overload;
    for (size_t i = 0; (overload = builtin_at(i)) != NULL; i++) {
        const char *dot = strchr(overload->name, '.');
        if (dot && str_is(name, dot + 1))
            return overload->name;
    }
    return NULL;
}

/* How a function of this name is called, if there is one: preferably not as a method. */
static bool hint_function(Checking *c, Str name)
{
    Str shown = words_clip(name);
    if (!call_candidates(c, name))
        return false;
    const Overload *best = c->candidates.at[0];
    for (size_t i = 0; i < c->candidates.count && best->method; i++)
        best = c->candidates.at[i];
    if (best->method)
        check_hint(c, "'%.*s' is a method: write .%.*s(%s)", STR_ARG(shown), STR_ARG(shown), best->count > 1 ? "…" : "");
    else
        check_hint(c, "'%.*s' is a function: write %.*s(…)", STR_ARG(shown), STR_ARG(shown));
    return true;
}

/* ---- names */

/* The record that has a member of this name, NULL if none or several have. */
static const Symbol *record_with(const Env *env, Str member)
{
    const Symbol *found = NULL;
    for (; env; env = env->parent)
        for (size_t i = 0; i < env->symbols.count; i++) {
            const Symbol *symbol = &env->symbols.at[i];
            if (symbol->kind != SYMBOL_RECORD || !record_find(symbol->record, member))
                continue;
            if (found)
                return NULL;
            found = symbol;
        }
    return found;
}

const Type *problem_unknown_name(Checking *c, const Expr *name)
{
    Str written = name->name.name, shown = words_clip(written);
    if (is_incomplete(c->checker->env) || !check_say(c, E_UNKNOWN_NAME, name->span, "there is no variable '%.*s'", STR_ARG(shown)))
        return check_problem_spoiled(c);
    const Symbol *record = record_with(c->checker->env, written);
    if (c->checker->env->aggregates && env_find(c->checker->env->aggregates->rows, written)) {
        check_hint(c, "this is about a group: values of its records stand in count(…), sum(…) and their like");
        return &TYPE_ERROR;
    }
    if (record) {
        check_hint(c, "did you mean '%.*s.%.*s'?", STR_ARG(words_clip(record->name)), STR_ARG(shown));
        return &TYPE_ERROR;
    }
    Nearest nearest = nearest_to(written);
    env_names(c->checker->env, try_name, &nearest);
    try_locals(&nearest, c->scope);
    if (!hint_nearest(c, &nearest))
        hint_function(c, written);
    return &TYPE_ERROR;
}

const Type *problem_no_member(Checking *c, const Expr *select, const Record *record)
{
    Str field = words_clip(select->select.field);
    if (record->incomplete || !check_say(c, E_UNKNOWN_NAME, select->at, "there is no %.*s '%.*s' in %.*s",
                                         STR_ARG(said_str(c->checker->diags->arena->language, record->member_word)), STR_ARG(field),
                                         STR_ARG(words_clip(record->name))))
        return check_problem_spoiled(c);
    Nearest nearest = nearest_to(select->select.field);
    try_members(&nearest, record);
    if (!hint_nearest(c, &nearest))
        hint_function(c, select->select.field);
    return &TYPE_ERROR;
}

const Type *problem_no_fields(Checking *c, const Expr *select, const Type *operand)
{
    if (!check_say(c, E_TYPE, select->at, "%.*s has no fields, so no '%.*s'", STR_ARG(words_of(c, operand)),
                   STR_ARG(words_clip(select->select.field))))
        return check_problem_spoiled(c);
    if (!hint_function(c, select->select.field) && operand->kind == KIND_LIST)
        check_hint(c, "go through the list: all(x, …), exists(x, …), or take one element: […]");
    return &TYPE_ERROR;
}

/* The record of the row itself stands under its own name; every other one was reached by a reference. */
static void hint_member(Checking *c, const Expr *expr, const Record *of, Str name)
{
    bool reached = !expr->symbol || expr->symbol->kind != SYMBOL_RECORD;
    if (reached && of->key < of->count)
        check_hint(c, "what identifies it is %.*s.%.*s", STR_ARG(name), STR_ARG(words_of_key(c, of)));
    else if (of->count > 0)
        check_hint(c, "name one %.*s of it, such as %.*s.%.*s", STR_ARG(of->member_word), STR_ARG(name),
                   STR_ARG(words_clip(of->members[0].name)));
}

const Type *problem_whole_record(Checking *c, const Expr *expr, const Type *record)
{
    Text printed = { 0 };
    expr_print(&printed, expr);
    Str name = words_clip(text_str(&printed));
    if (check_say(c, E_TYPE, expr->span, "'%.*s' is a whole record, not a value", STR_ARG(name)))
        hint_member(c, expr, record->record, name);
    text_free(&printed);
    return check_problem_spoiled(c);
}

const Type *problem_computed_member(Checking *c, const Expr *index, const Type *record)
{
    const Record *of = record->record;
    if (check_say(c, E_TYPE, index->call.args[1]->span, "a %.*s of %.*s cannot be computed: its type would be unknown",
                  STR_ARG(of->member_word), STR_ARG(words_clip(of->name))))
        check_hint(c, "write its name: %.*s.name", STR_ARG(words_clip(of->name)));
    return check_problem_spoiled(c);
}

const Type *problem_message_type(Checking *c, const Expr *expr)
{
    if (check_say(c, E_UNKNOWN_NAME, expr->at, "there is no message type '%.*s'", STR_ARG(words_clip(expr->map.name))))
        check_hint(c, "a map is written {'key': value}");
    return check_problem_spoiled(c);
}

/* ---- functions */

static bool hint_macro(Checking *c, Str name)
{
    for (MacroKind kind = 0; kind < MACRO_COUNT; kind++) {
        if (!str_is(name, macro_name(kind)))
            continue;
        if (kind == MACRO_OPT_MAP || kind == MACRO_OPT_FLAT_MAP)
            check_hint(c, "it works on an optional value: optional.%s(x, …)", macro_name(kind));
        else
            check_hint(c, "it goes through a list or a map: list.%s(x, …)", macro_name(kind));
        return true;
    }
    return false;
}

/* What people know from elsewhere. */
static const struct {
    const char *name, *hint;
} foreign[] = {
    { "len", "write size(…)" },
    { "length", "write size(…)" },
    { "strlen", "write size(…)" },
    { "lower", "write .lowerAscii()" },
    { "toLowerCase", "write .lowerAscii()" },
    { "upper", "write .upperAscii()" },
    { "toUpperCase", "write .upperAscii()" },
    { "includes", "write .contains(…)" },
    { "like", "write .contains(…), .startsWith(…) or .matches(…)" },
    { "isNull", "has(…) tells whether a field has a value" },
    { "isEmpty", "has(…) tells whether a field has a value, size(…) counts" },
    { "coalesce", "write a.?field.orValue(…)" },
    { "if", "write condition ? a : b" },
    { "iif", "write condition ? a : b" },
    { "now", "expressions read no clock: the day to judge by is given to them" },
    { "today", "expressions read no clock: the day to judge by is given to them" },
};

static bool hint_foreign(Checking *c, Str name)
{
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (str_is(name, foreign[i].name)) {
            check_hint(c, "%s", foreign[i].hint);
            return true;
        }
    AggregateKind kind = aggregate_find(name);
    if (kind == AGGREGATE_KINDS || c->checker->env->aggregates)
        return false;
    check_hint(c, "'%s' goes over a group of records, and this is about one record; `group_by` makes groups", aggregate_name(kind));
    return true;
}

static void hint_unknown_function(Checking *c, Str name, bool method)
{
    const char *qualified = qualified_form(name);
    Nearest nearest = nearest_to(name);
    if (qualified) {
        check_hint(c, "did you mean '%s'?", qualified);
        return;
    }
    if (hint_foreign(c, name) || (!method && hint_macro(c, name)))
        return;
    try_functions(c, &nearest);
    if (!hint_nearest(c, &nearest) && env_find(c->checker->env, name))
        check_hint(c, "'%.*s' is a value, and values are not called", STR_ARG(words_clip(name)));
}

const Type *problem_unknown_function(Checking *c, const Expr *call)
{
    Str name = call->call.function;
    if (name.len > 0 && name.at[0] == '.')
        name = str_slice(name, 1, name.len);
    const char *kind = call->call.target ? "method" : "function";
    if (check_say(c, E_UNKNOWN_FUNCTION, call->at, "there is no %s '%.*s'", kind, STR_ARG(words_clip(name))))
        hint_unknown_function(c, name, call->call.target != NULL);
    return check_problem_spoiled(c);
}

/* ---- values that must be of some type */

const Type *problem_not_true_or_false(Checking *c, const Expr *part, const char *what)
{
    const Type *type = check_problem_type_of(c, part);
    if (!check_say(c, E_TYPE, part->span, "%s must be true or false; this is %.*s", what, STR_ARG(words_of(c, type))))
        return check_problem_spoiled(c);
    if (type->kind == KIND_INT)
        check_hint(c, "compare it: … != 0");
    else if (type->kind == KIND_STRING)
        check_hint(c, "compare it: … != ''; has(…) tells whether there is a value");
    else if (type->kind == KIND_OPTIONAL)
        check_hint(c, "write …hasValue(), or …orValue(false)");
    return &TYPE_ERROR;
}

const Type *problem_expected(Checking *c, const Expr *expr, const Type *expected)
{
    const Type *type = check_problem_type_of(c, expr);
    if (type->kind == KIND_ERROR)
        return &TYPE_ERROR;
    if (expected->kind == KIND_BOOL)
        return problem_not_true_or_false(c, expr, "this");
    if (check_say(c, E_TYPE, expr->span, "this must be %.*s; it is %.*s", STR_ARG(words_of(c, expected)), STR_ARG(words_of(c, type))))
        hint_of_wanted(c, expr, type, expected);
    return check_problem_spoiled(c);
}

const Type *problem_range(Checking *c, const Expr *macro, const Type *range)
{
    MacroKind kind = macro->macro.kind;
    const char *wanted = kind == MACRO_OPT_MAP || kind == MACRO_OPT_FLAT_MAP ? "works on an optional value"
                         : kind == MACRO_SORT_BY                             ? "sorts a list"
                                                                             : "goes through a list or a map";
    if (range->kind == KIND_ERROR)
        return &TYPE_ERROR;
    check_say(c, E_TYPE, macro->macro.range->span, "'%s' %s; this is %.*s", macro_name(kind), wanted, STR_ARG(words_of(c, range)));
    return check_problem_spoiled(c);
}

const Type *problem_body(Checking *c, const Expr *macro, const char *wanted)
{
    const Expr *body = macro->macro.body;
    check_say(c, E_TYPE, body->span, "'%s' wants %s here; this is %.*s", macro_name(macro->macro.kind), wanted,
              STR_ARG(words_of(c, body->type)));
    return check_problem_spoiled(c);
}

const Type *problem_not_optional(Checking *c, const Expr *item)
{
    if (check_say(c, E_TYPE, item->span, "after '?' stands an optional value; this is %.*s", STR_ARG(words_of(c, item->type))))
        check_hint(c, "leave '?' out, or write optional.of(…)");
    return check_problem_spoiled(c);
}

/* ---- enums */

enum { VALUES_SHOWN = 12, VALUE_BYTES = 40 };

static void check_problem_add_values(Text *out, const EnumValues *values)
{
    for (size_t i = 0; i < values->count && i < VALUES_SHOWN; i++)
        text_format(out, "%s'%.*s'", i ? ", " : "", STR_ARG(values->at[i].id));
    if (values->count > VALUES_SHOWN)
        text_add(out, STR(", …"));
}

static void hint_value(Checking *c, Str written, const EnumValues *values)
{
    Nearest nearest = nearest_to(written);
    if (written.len == 0) {
        check_hint(c, "has(…) tells whether there is a value");
        return;
    }
    for (size_t i = 0; i < values->count; i++)
        nearest_try(&nearest, values->at[i].id);
    hint_nearest(c, &nearest);
}

const Type *problem_enum_value(Checking *c, const Expr *literal, const Type *of)
{
    Text values = { 0 }, written = { 0 };
    check_problem_add_values(&values, of->values);
    value_print(&written, literal->literal, VALUE_BYTES);
    if (check_say(c, E_ENUM_VALUE, literal->span, "%.*s is none of the values: %.*s", STR_ARG(text_str(&written)),
                  STR_ARG(text_str(&values))))
        hint_value(c, value_as_str(literal->literal), of->values);
    text_free(&values);
    text_free(&written);
    return check_problem_spoiled(c);
}

const Type *problem_limit(Checking *c, const Expr *expr)
{
    if (check_say(c, E_LIMIT, expr->span, "the types in this expression are too large"))
        check_hint(c, "use fewer lists and maps inside one another");
    return check_problem_spoiled(c);
}
