/* Calls that fail for every record although some of their arguments are not known: t.n / 0, t.text.substring(3, 2),
   '%d'.format([t.name]). What is constant altogether is found by folding it (fold.c); here stands what of a function's
   arguments alone decides. Each line must be certain: a call that could give a value for some record may not be told. */
#include "lang/numbering.h"

#include "lang/fn.h"
#include "lang/ops.h"

/* As folding has it. A replacement or an address is tried on an empty text, so little of it is ever taken. */
enum { HOPELESS_STEPS = 100000, HOPELESS_BYTES = 1 << 20 };

typedef struct {
    Compiler *compiler;
    const Node *node;
    Call *call;    /* takes the sentence */
    bool *is_idle; /* set: it does not fail, but does not do what its author wants either */
} Suspect;

static const Node *arg_of(const Suspect *suspect, uint32_t arg)
{
    return number_at(suspect->compiler, suspect->node->args[arg]);
}

/* The constant that an argument is, NULL where it is none. */
static const Value *constant_of(const Suspect *suspect, uint32_t arg)
{
    if (arg >= suspect->node->arg_count || arg_of(suspect, arg)->op != OP_CONSTANT)
        return NULL;
    return &arg_of(suspect, arg)->constant;
}

static bool is_call_of(const Suspect *suspect, const char *function)
{
    return suspect->node->call && str_is(suspect->node->call->function, function);
}

static Kind hopeless_type_of(const Suspect *suspect, uint32_t arg)
{
    const Type *type = arg < suspect->node->arg_count ? arg_of(suspect, arg)->type : NULL;
    return type ? type->kind : KIND_DYN;
}

/* ---- an argument that can never do */

static bool hopeless_is_zero(Value v)
{
    return (v.kind == KIND_INT || v.kind == KIND_UINT) && v.u == 0;
}

static bool hopeless_is_nothing(Value v)
{
    return hopeless_is_zero(v) || (v.kind == KIND_DOUBLE && v.d == 0);
}

static bool hopeless_is_negative(Value v)
{
    return v.kind == KIND_INT && v.i < 0;
}

static const struct {
    const char *function;
    uint8_t arg;
    bool (*never)(Value constant);
    const char *sentence; /* $1: the argument */
} nevers[] = {
    { "/", 1, hopeless_is_zero, "nothing can be divided by $1" },
    { "%", 1, hopeless_is_zero, "nothing can be divided by $1" },
    { "percent", 1, hopeless_is_nothing, "there is nothing of which to tell the percentage" },
    { "charAt", 1, hopeless_is_negative, "position $1 is negative" },
    { "indexOf", 2, hopeless_is_negative, "position $1 is negative" },
    { "lastIndexOf", 2, hopeless_is_negative, "position $1 is negative" },
    { "substring", 1, hopeless_is_negative, "position $1 is negative" },
    { "substring", 2, hopeless_is_negative, "position $1 is negative" },
    { "slice", 1, hopeless_is_negative, "position $1 is negative" },
    { "slice", 2, hopeless_is_negative, "position $1 is negative" },
    { "flatten", 1, hopeless_is_negative, "a list cannot be flattened by $1 levels" },
    { "math.bitShiftLeft", 1, hopeless_is_negative, "bits cannot be shifted by $1 places" },
    { "math.bitShiftRight", 1, hopeless_is_negative, "bits cannot be shifted by $1 places" },
};

static bool is_never(const Suspect *suspect)
{
    for (size_t i = 0; i < sizeof nevers / sizeof *nevers; i++) {
        const Value *constant = constant_of(suspect, nevers[i].arg);
        if (!constant || !is_call_of(suspect, nevers[i].function) || !nevers[i].never(*constant))
            continue;
        fn_fail(suspect->call, nevers[i].sentence, constant);
        return true;
    }
    return false;
}

/* From a position to one before it. */
static bool is_backwards(const Suspect *suspect)
{
    const Value *start = constant_of(suspect, 1), *end = constant_of(suspect, 2);
    if (!start || !end || start->kind != KIND_INT || end->kind != KIND_INT || start->i <= end->i ||
        !(is_call_of(suspect, "substring") || is_call_of(suspect, "slice")))
        return false;
    fn_fail(suspect->call, "the end $2 lies before the start $1", (const Value[]) { *start, *end });
    return true;
}

/* ---- days */

/* Whether a year, month or day that is known is possible; where it is not, a number that is. */
static bool is_possible(const Value *known, int64_t most, int64_t *number)
{
    if (known && known->kind == KIND_INT)
        *number = known->i;
    return !known || known->kind != KIND_INT || (known->i >= 1 && known->i <= most);
}

static bool is_no_day(const Suspect *suspect)
{
    int64_t year = 2000 /* a leap year */, month = 1, day = 1;
    if (!is_call_of(suspect, "date") || suspect->node->arg_count != 3)
        return false;
    const Value *y = constant_of(suspect, 0), *m = constant_of(suspect, 1), *d = constant_of(suspect, 2);
    if (is_possible(y, 9999, &year) && is_possible(m, 12, &month) && is_possible(d, 31, &day) && date_is_valid(year, month, day))
        return false;
    call_fail(suspect->call, "there is no such day");
    return true;
}

/* The name of a calendar that there is not, behind the count, the days, the day. */
static bool is_no_calendar(const Suspect *suspect)
{
    static const struct {
        const char *function;
        uint8_t arg;
    } functions[] = { { "workdays", 1 }, { "workdaysIn", 2 }, { "isWorkday", 1 } };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const Value *name = is_call_of(suspect, functions[i].function) ? constant_of(suspect, functions[i].arg) : NULL;
        if (!name || name->kind != KIND_STRING || workdays_named(suspect->call->calendars, fn_str(*name)))
            continue;
        fail_for_calendar(suspect->call, *name);
        return true;
    }
    return false;
}

/* Whether a day and a period end beyond all days, from whatever day on: tried from the far end of the calendar, from which there is most
   room. Backwards and forwards at once: nobody knows. */
static bool is_beyond(const Suspect *suspect)
{
    bool minus = is_call_of(suspect, "-");
    uint32_t arg = hopeless_type_of(suspect, 0) == KIND_DATE ? 1 : 0;
    const Value *period = constant_of(suspect, arg);
    if (!(minus || is_call_of(suspect, "+")) || !period || period->kind != KIND_PERIOD || hopeless_type_of(suspect, 1 - arg) != KIND_DATE)
        return false;
    int64_t months = value_as_period(*period).months, days = value_as_period(*period).days;
    if ((months < 0 && days > 0) || (months > 0 && days < 0))
        return false;
    bool back = (months < 0 || days < 0) != minus;
    Date date = back ? DATE_MAX : DATE_MIN;
    if (date_add_months(date, minus ? -months : months, &date) && date_add_days(date, minus ? -days : days, &date))
        return false;
    fn_fail(suspect->call, "no day lies $1 from another one within the years 1 to 9999", period);
    return true;
}

/* ---- texts that say what to do: patterns, replacements, addresses. The function itself knows, whatever text it is given. */

static const char any_network[5] = { 0 }; /* 0.0.0.0/0 */

static const struct {
    const char *function;
    Value any; /* in place of the first argument */
} tried[] = {
    { "regex.extract", { .kind = KIND_STRING, .at = "" } },
    { "regex.extractAll", { .kind = KIND_STRING, .at = "" } },
    { "regex.replace", { .kind = KIND_STRING, .at = "" } },
    { "containsIP", { .kind = KIND_CIDR, .len = sizeof any_network, .at = any_network } },
    { "containsCIDR", { .kind = KIND_CIDR, .len = sizeof any_network, .at = any_network } },
};

static const Overload *overload_for(const Suspect *suspect, const Value *args)
{
    const CallSite *site = suspect->node->call;
    for (uint32_t i = 0; i < site->count; i++) {
        bool takes = site->overloads[i]->run != NULL;
        for (uint32_t k = 0; k < site->overloads[i]->count && takes; k++)
            takes = overload_takes(site->overloads[i]->params[k], args[k]);
        if (takes)
            return site->overloads[i];
    }
    return NULL;
}

static bool fails_anyway(const Suspect *suspect, Value any)
{
    Value args[OVERLOAD_MAX_ARGS] = { any };
    for (uint32_t i = 1; i < suspect->node->arg_count; i++) {
        if (!constant_of(suspect, i))
            return false;
        args[i] = *constant_of(suspect, i);
    }
    const Overload *overload = overload_for(suspect, args);
    if (!overload || (overload->prepare && !suspect->node->call->prepared))
        return false; /* told */
    suspect->call->overload = overload;
    suspect->call->prepared = overload->prepare ? suspect->node->call->prepared : NULL;
    return value_is_error(overload->run(suspect->call, args)) && !suspect->call->exhausted;
}

static bool is_told_wrongly(const Suspect *suspect)
{
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++)
        if (is_call_of(suspect, tried[i].function))
            return fails_anyway(suspect, tried[i].any);
    return false;
}

/* ---- formats */

enum { FORMAT_VALUES = 64 };

/* What is known of the values that a format is given. */
typedef struct {
    Kind kinds[FORMAT_VALUES];
    uint32_t least, most;
} Given;

static Kind kind_of_type(const Type *type)
{
    bool open = !type || type->kind == KIND_WRAPPER || type->kind == KIND_OPAQUE || type->kind == KIND_PARAM;
    return open ? KIND_DYN : type->kind;
}

static bool hopeless_find_given(const Suspect *suspect, Given *given)
{
    const Node *list = arg_of(suspect, 1);
    bool constant = list->op == OP_CONSTANT && list->constant.kind == KIND_LIST, written = list->op == OP_LIST;
    if (!constant && !written)
        return false;
    given->most = constant ? list->constant.list->count : list->arg_count;
    given->least = given->most;
    for (uint32_t i = 0; i < given->most && i < FORMAT_VALUES; i++) {
        bool optional = written && list->optional && list->optional[i];
        given->least -= optional;
        given->kinds[i] =
            constant ? (Kind) list->constant.list->at[i].kind : kind_of_type(number_at(suspect->compiler, list->args[i])->type);
        if (given->least < given->most)
            given->kinds[i] = KIND_DYN; /* what stands before it may be left out */
    }
    return given->most <= FORMAT_VALUES;
}

static bool is_misformatted(const Suspect *suspect)
{
    Given given;
    const Value *format = is_call_of(suspect, "format") && suspect->node->arg_count == 2 ? constant_of(suspect, 0) : NULL;
    if (!format || format->kind != KIND_STRING || !hopeless_find_given(suspect, &given))
        return false;
    return !format_accepts(suspect->call, fn_str(*format), given.kinds, given.least, given.most, suspect->is_idle);
}

/* ---- lists and maps that are written down */

/* The list or map literal that an argument is; what is optional in it may not be there. */
static const Node *literal_of(const Suspect *suspect, uint32_t arg, OpCode op)
{
    return suspect->node->arg_count > arg && arg_of(suspect, arg)->op == op ? arg_of(suspect, arg) : NULL;
}

static bool is_outside(const Suspect *suspect)
{
    const Value *index = is_call_of(suspect, "[]") ? constant_of(suspect, 1) : NULL;
    const Node *list = literal_of(suspect, 0, OP_LIST);
    if (!index || index->kind != KIND_INT)
        return false;
    if (index->i < 0 && hopeless_type_of(suspect, 0) == KIND_LIST) {
        fn_fail(suspect->call, "position $1 is negative", index);
        return true;
    }
    if (!list || index->i < list->arg_count)
        return false;
    fn_fail(suspect->call, "position $1 lies outside a list of $2", (const Value[]) { *index, value_int(list->arg_count) });
    return true;
}

static bool is_no_key(const Suspect *suspect)
{
    const Value *key = suspect->node->op == OP_FIELD ? &suspect->node->constant
                       : is_call_of(suspect, "[]")   ? constant_of(suspect, 1)
                                                     : NULL;
    const Node *map = literal_of(suspect, 0, OP_MAP);
    if (!key || !map)
        return false;
    for (uint32_t i = 0; i < map->arg_count; i += 2) {
        const Node *other = number_at(suspect->compiler, map->args[i]);
        if (other->op != OP_CONSTANT || value_equal(other->constant, *key))
            return false;
    }
    fn_fail(suspect->call, "there is no key $1 in the map", key);
    return true;
}

static bool is_no_map(const Suspect *suspect)
{
    const Node *map = suspect->node;
    uint32_t count = 0, bad = 0;
    if (map->op != OP_MAP)
        return false;
    Arena arena = { 0 };
    MapPair *pairs = arena_array(&arena, MapPair, map->arg_count / 2 + 1);
    for (uint32_t i = 0; i < map->arg_count; i += 2)
        if (constant_of(suspect, i) && !(map->optional && map->optional[i / 2]))
            pairs[count++] = (MapPair) { *constant_of(suspect, i), value_null() };
    bool fails = !map_value_new(&arena, pairs, count, &bad);
    if (fails)
        map_fail(suspect->call, &pairs[bad]);
    arena_free(&arena);
    return fails;
}

/* A key of a type that no key has, or one that is written twice: {t.day: 1}, {t.id: 1, t.id: 2}. Equal parts are one node. */
static bool is_no_key_of_any(const Suspect *suspect)
{
    const Node *map = suspect->node;
    for (uint32_t i = 0; map->op == OP_MAP && !map->optional && i < map->arg_count; i += 2) {
        Kind kind = kind_of_type(arg_of(suspect, i)->type);
        Str name = kind_name(kind);
        if (kind != KIND_DYN && kind != KIND_STRING && kind != KIND_BOOL && kind != KIND_INT && kind != KIND_UINT) {
            call_fail(suspect->call, "a value of type %.*s cannot be the key of a map", STR_ARG(name));
            return true;
        }
        for (uint32_t before = 0; before < i; before += 2)
            if (map->args[before] == map->args[i]) {
                call_fail(suspect->call, "the same key stands twice in a map");
                return true;
            }
    }
    return false;
}

static bool is_unsortable(const Suspect *suspect)
{
    const Node *list = is_call_of(suspect, "sort") ? literal_of(suspect, 0, OP_LIST) : NULL;
    if (!list || list->optional)
        return false;
    Kind first = KIND_DYN;
    for (uint32_t i = 0; i < list->arg_count; i++) {
        Kind kind = kind_of_type(number_at(suspect->compiler, list->args[i])->type);
        if (kind != KIND_DYN && first != KIND_DYN && kind != first) {
            Str a = kind_name(first), b = kind_name(kind);
            call_fail(suspect->call, "%.*s and %.*s cannot be sorted together", STR_ARG(a), STR_ARG(b));
            return true;
        }
        first = first == KIND_DYN ? kind : first;
    }
    return false;
}

/* ---- all of them */

const char *hopeless_node(Compiler *compiler, const Node *node, Text *problem)
{
    static bool (*const tests[])(const Suspect *) = { is_never,  is_backwards,    is_no_day,        is_no_calendar,
                                                      is_beyond, is_told_wrongly, is_misformatted,  is_outside,
                                                      is_no_key, is_no_map,       is_no_key_of_any, is_unsortable };
    Call call = compiler->fold.call;
    call.problem = problem;
    call.steps_left = HOPELESS_STEPS;
    call.bytes_most = call.arena->used_bytes + HOPELESS_BYTES;
    call.exhausted = false;
    bool is_idle = false;
    Suspect suspect = { compiler, node, &call, &is_idle };
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (tests[i](&suspect))
            return is_idle ? "" : "this always fails: ";
    text_clear(problem);
    return NULL;
}
