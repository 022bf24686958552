/* What the checker says about a call whose arguments fit no overload: operators in words, functions by the
   argument that is to blame. */
#include "lang/checking.h"

#include "base/said.h"

static const Type *check_misfit_spoiled(const Checking *c)
{
    return c->checker->lenient ? &TYPE_DYN : &TYPE_ERROR;
}

static Str shown_function(const Expr *call)
{
    Str name = call->call.function;
    return words_clip(name.len > 0 && name.at[0] == '.' ? str_slice(name, 1, name.len) : name);
}

/* ---- style and count */

const Type *problem_wrong_style(Checking *c, const Expr *call)
{
    Str name = shown_function(call);
    bool more = c->candidates.at[0]->count > 1;
    if (call->call.target) {
        if (check_say(c, E_TYPE, call->at, "'%.*s' is a function, not a method", STR_ARG(name)))
            check_hint(c, "write %.*s(x%s)", STR_ARG(name), more ? ", …" : "");
    } else if (check_say(c, E_TYPE, call->at, "'%.*s' is a method, not a function", STR_ARG(name))) {
        check_hint(c, "write x.%.*s(%s)", STR_ARG(name), more ? "…" : "");
    }
    return check_misfit_spoiled(c);
}

/* The numbers of arguments that may be given: "1 or 2". */
static void check_misfit_add_counts(Text *out, const Checking *c, bool method, bool *one)
{
    uint32_t counts[OVERLOAD_MAX_ARGS + 1] = { 0 }, kinds = 0, told = 0;
    for (size_t i = 0; i < c->candidates.count; i++)
        if (c->candidates.at[i]->method == method)
            counts[c->candidates.at[i]->count - method] = 1;
    for (uint32_t n = 0; n <= OVERLOAD_MAX_ARGS; n++)
        kinds += counts[n];
    for (uint32_t n = 0; n <= OVERLOAD_MAX_ARGS; n++) {
        if (!counts[n])
            continue;
        text_say(out, told == 0 ? "" : told + 1 == kinds ? " or " : ", ");
        text_format(out, "%u", (unsigned) n);
        told++;
        *one = n == 1;
    }
}

const Type *problem_wrong_count(Checking *c, const Expr *call)
{
    Text counts = { .language = c->checker->diags->arena->language };
    bool one = false;
    check_misfit_add_counts(&counts, c, call->call.target != NULL, &one);
    Str text = str_is(text_str(&counts), "0") ? STR("no") : text_str(&counts);
    check_say(c, E_TYPE, call->at, "'%.*s' takes %.*s argument%s, %u %s given", STR_ARG(shown_function(call)), STR_ARG(text),
              one ? "" : "s", (unsigned) call->call.count, call->call.count == 1 ? "is" : "are");
    text_free(&counts);
    return check_misfit_spoiled(c);
}

/* ---- operators */

/* $1 and $2 stand for the operands' types. */
static const char *const sentences[OPERATOR_COUNT] = {
    [OPERATOR_ADD] = "'+' cannot add $1 and $2",
    [OPERATOR_SUBTRACT] = "'-' cannot subtract $2 from $1",
    [OPERATOR_MULTIPLY] = "'*' cannot multiply $1 with $2",
    [OPERATOR_DIVIDE] = "'/' cannot divide $1 by $2",
    [OPERATOR_MODULO] = "'%' cannot take the remainder of $1 by $2",
    [OPERATOR_EQUAL] = "'==' cannot compare $1 with $2",
    [OPERATOR_NOT_EQUAL] = "'!=' cannot compare $1 with $2",
    [OPERATOR_LESS] = "'<' cannot compare $1 with $2",
    [OPERATOR_LESS_EQUAL] = "'<=' cannot compare $1 with $2",
    [OPERATOR_GREATER] = "'>' cannot compare $1 with $2",
    [OPERATOR_GREATER_EQUAL] = "'>=' cannot compare $1 with $2",
    [OPERATOR_NOT] = "'!' wants true or false; this is $1",
    [OPERATOR_NEGATE] = "'-' cannot negate $1",
    [OPERATOR_CONDITIONAL] = "'?:' gives either $2 or $3: both must be of one type",
};

static void fill_in(Checking *c, Text *out, const char *sentence, const CallArgs *args)
{
    sentence = said(c->checker->diags->arena->language, sentence);
    for (; *sentence; sentence++) {
        if (*sentence == '$')
            text_add(out, words_of(c, args->types[*++sentence - '1']));
        else
            text_add_char(out, *sentence);
    }
}

static bool is_ordering(Operator operator)
{
    return operator>= OPERATOR_LESS && operator<= OPERATOR_GREATER_EQUAL;
}

static void hint_of_order(Checking *c, const CallArgs *args)
{
    const Type *left = infer_head(&c->infer, args->types[0]), *right = infer_head(&c->infer, args->types[1]);
    if (left->kind == right->kind)
        check_hint(c, "%.*s has no order; only '==' and '!=' compare it", STR_ARG(words_of(c, left)));
    else
        hint_of_operands(c, args);
}

static const Type *operator_misfit(Checking *c, const CallArgs *args, const char *sentence)
{
    Text text = { 0 };
    fill_in(c, &text, sentence, args);
    bool said = check_say(c, E_TYPE, args->call->span, "%.*s", STR_ARG(text_str(&text)));
    text_free(&text);
    if (!said)
        return check_misfit_spoiled(c);
    if (args->count == 2 && is_ordering(args->call->call.operator))
        hint_of_order(c, args);
    else if (args->count == 2)
        hint_of_operands(c, args);
    else if (args->count == 3)
        check_hint(c, "dyn(…) around one of them leaves the type open");
    return &TYPE_ERROR;
}

static void hint_of_element(Checking *c, const Expr *arg, const Type *type, const Type *element)
{
    element = infer_head(&c->infer, element);
    const Record *record = element->kind == KIND_RECORD ? element->record : NULL;
    if (record && record->key < record->count)
        check_hint(c, "go through the records: ….exists(x, x.%.*s == …)", STR_ARG(words_of_key(c, record)));
    else if (!record)
        hint_of_wanted(c, arg, type, element);
}

static const Type *in_misfit(Checking *c, const CallArgs *args)
{
    const Type *left = args->types[0], *right = infer_head(&c->infer, args->types[1]);
    Str of = words_of(c, left), in = words_of(c, right);
    if (right->kind == KIND_LIST || right->kind == KIND_MAP) {
        if (check_say(c, E_TYPE, args->call->span, "'in' cannot find %.*s in %.*s", STR_ARG(of), STR_ARG(in)))
            hint_of_element(c, args->args[0], left, right->param[0]);
        return check_misfit_spoiled(c);
    }
    if (check_say(c, E_TYPE, args->args[1]->span, "'in' looks into a list or a map; this is %.*s", STR_ARG(in)) &&
        right->kind == KIND_STRING)
        check_hint(c, "text.contains('…') looks for a text in a text");
    return check_misfit_spoiled(c);
}

static const Type *index_misfit(Checking *c, const CallArgs *args)
{
    const Type *of = infer_head(&c->infer, args->types[0]), *index = infer_head(&c->infer, args->types[1]);
    if (of->kind == KIND_OPTIONAL)
        of = infer_head(&c->infer, of->param[0]);
    if (of->kind != KIND_LIST && of->kind != KIND_MAP) {
        check_say(c, E_TYPE, args->call->span, "'[…]' takes an element of a list or a map; this is %.*s", STR_ARG(words_of(c, of)));
        return check_misfit_spoiled(c);
    }
    bool list = of->kind == KIND_LIST;
    const Type *wanted = list ? &TYPE_INT : of->param[0];
    if (check_say(c, E_TYPE, args->args[1]->span, "%s is %.*s; this is %.*s", list ? "the index of a list" : "a key of this map",
                  STR_ARG(words_of(c, wanted)), STR_ARG(words_of(c, index))))
        hint_of_wanted(c, args->args[1], index, wanted);
    return check_misfit_spoiled(c);
}

/* ---- functions */

static bool fits_alone(Checking *c, const Overload *overload, const CallArgs *args, uint32_t i)
{
    size_t mark = infer_mark(&c->infer);
    Instance instance = infer_instance(&c->infer, overload);
    bool fits = infer_assign(&c->infer, args->types[i], instance.params[i]);
    infer_back(&c->infer, mark);
    return fits;
}

/* The first argument that none of the candidates would take; args->count if each fits somewhere. Each is tried alone, and what is
   learned of variables on the way is undone, so that the first argument does not speak against the second. */
static uint32_t to_blame(Checking *c, const CallArgs *args)
{
    for (uint32_t i = 0; i < args->count; i++) {
        bool fits = false;
        for (size_t k = 0; k < c->candidates.count && !fits; k++)
            fits = fits_alone(c, c->candidates.at[k], args, i);
        if (!fits)
            return i;
    }
    return args->count;
}

enum { ALTERNATIVES = 8 };

static size_t alternatives(Checking *c, uint32_t param, Str words[ALTERNATIVES])
{
    size_t count = 0;
    for (size_t k = 0; k < c->candidates.count && count < ALTERNATIVES; k++) {
        Str word = words_of(c, c->candidates.at[k]->params[param]);
        size_t at = 0;
        while (at < count && !str_equal(words[at], word))
            at++;
        words[at] = word;
        count += at == count;
    }
    return count;
}

static void check_misfit_add_listed(Text *out, size_t index, size_t count, const char *before_last, Str word)
{
    text_say(out, index == 0 ? "" : index + 1 == count ? before_last : ", ");
    text_add(out, word);
}

/* "a string, bytes or a list": what the candidates want there. Returns how many forms there are. */
static size_t add_wanted(Checking *c, Text *out, uint32_t param)
{
    Str words[ALTERNATIVES];
    size_t count = alternatives(c, param, words);
    for (size_t i = 0; i < count; i++)
        check_misfit_add_listed(out, i, count, " or ", words[i]);
    return count;
}

static const Type *target_misfit(Checking *c, const CallArgs *args)
{
    Text wanted = { .language = c->checker->diags->arena->language };
    Str name = shown_function(args->call);
    const Type *type = infer_head(&c->infer, args->types[0]);
    add_wanted(c, &wanted, 0);
    if (check_say(c, E_TYPE, args->call->at, "%.*s has no method '%.*s'", STR_ARG(words_of(c, type)), STR_ARG(name))) {
        if (type->kind == KIND_DATE && str_is(name, "getMonth"))
            check_hint(c, "month() gives the month of a date, counted from 1");
        else if (type->kind == KIND_DATE && str_starts_with(name, STR("get")))
            check_hint(c, "year(), month(), day() and weekday() give the parts of a date");
        else if (type->kind == KIND_OPTIONAL)
            check_hint(c, "value() or orValue(…) gives what the optional holds");
        else
            check_hint(c, "it is a method of %.*s", STR_ARG(text_str(&wanted)));
    }
    text_free(&wanted);
    return check_misfit_spoiled(c);
}

static const Type *argument_misfit(Checking *c, const CallArgs *args, uint32_t blame)
{
    Text wanted = { .language = c->checker->diags->arena->language };
    bool method = args->call->call.target != NULL;
    uint32_t number = blame + (method ? 0 : 1);
    const Type *type = infer_head(&c->infer, args->types[blame]);
    Str name = shown_function(args->call), is = words_of(c, type);
    size_t forms = add_wanted(c, &wanted, blame);
    Str want = text_str(&wanted);
    bool said =
        args->call->call.count == 1
            ? check_say(c, E_TYPE, args->args[blame]->span, "'%.*s' takes %.*s; this is %.*s", STR_ARG(name), STR_ARG(want), STR_ARG(is))
            : check_say(c, E_TYPE, args->args[blame]->span, "argument %u of '%.*s' must be %.*s; this is %.*s", (unsigned) number,
                        STR_ARG(name), STR_ARG(want), STR_ARG(is));
    if (said && forms == 1)
        hint_of_wanted(c, args->args[blame], type, c->candidates.at[0]->params[blame]);
    text_free(&wanted);
    return check_misfit_spoiled(c);
}

const Type *problem_no_number(Checking *c, const Expr *call, const Expr *arg)
{
    const Type *type = infer_head(&c->infer, arg->type);
    bool greatest = str_ends_with(call->call.function, STR("greatest"));
    Kind kind = type->kind == KIND_LIST ? infer_head(&c->infer, type->param[0])->kind : type->kind;
    if (check_say(c, E_TYPE, arg->span, "'%.*s' takes numbers, or a list of them; this is %.*s", STR_ARG(shown_function(call)),
                  STR_ARG(words_of(c, type))) &&
        kind >= KIND_STRING && kind <= KIND_DATE)
        check_hint(c, "[…].sort().%s().value() is the %s of anything that has an order", greatest ? "last" : "first",
                   greatest ? "last" : "first");
    return check_misfit_spoiled(c);
}

/* Each argument would do, but not these together. */
static const Type *together_misfit(Checking *c, const CallArgs *args)
{
    Text types = { .language = c->checker->diags->arena->language };
    for (uint32_t i = 0; i < args->count; i++)
        check_misfit_add_listed(&types, i, args->count, " and ", words_of(c, args->types[i]));
    bool said = check_say(c, E_TYPE, args->call->span, "'%.*s' does not take %.*s together", STR_ARG(shown_function(args->call)),
                          STR_ARG(text_str(&types)));
    if (said && args->count == 2)
        hint_of_operands(c, args);
    text_free(&types);
    return check_misfit_spoiled(c);
}

const Type *problem_misfit(Checking *c, const CallArgs *args)
{
    Operator operator= args->call->call.operator;
    if (infer_exhausted(&c->infer))
        return &TYPE_ERROR;
    if (sentences[operator])
        return operator_misfit(c, args, sentences[operator]);
    if (operator== OPERATOR_IN)
        return in_misfit(c, args);
    if (operator== OPERATOR_INDEX || operator== OPERATOR_OPTIONAL_INDEX)
        return index_misfit(c, args);
    uint32_t blame = to_blame(c, args);
    if (blame == 0 && args->call->call.target)
        return target_misfit(c, args);
    return blame < args->count ? argument_misfit(c, args, blame) : together_misfit(c, args);
}
