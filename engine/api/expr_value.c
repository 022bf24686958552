/* Values between a host and the engine. A list, a map or an optional that comes out is not copied: `items.inner` points into the engine,
   and duly_expr_item makes one part of it at a time. What a host gives back may have its own items (`items.at`) or be such a value again,
   which is then taken as it is, unless it must live longer than the evaluation it came from (`copy`).

   Nothing that a host gives is believed: kinds, days, instants, UTF-8, depth and the types that it declared are checked here, since the
   interpreter's columns hold values of one kind and look at no tag. */
#include "api/expr.h"

#include "base/daytime.h"
#include "base/instant.h"
#include "base/utf8.h"

/* Of lists in lists. A host's own items can point at themselves: without a bound the recursion had no end. */
enum { VALUE_DEPTH = 64 };

/* ---- out */

static duly_expr_value with_items(duly_expr_kind kind, uint32_t count, const void *inner)
{
    duly_expr_value out = { .kind = kind, .count = count };
    out.items.at = NULL;
    out.items.inner = inner;
    return out;
}

static duly_expr_value with_text(duly_expr_kind kind, Str text)
{
    return (duly_expr_value) { .kind = kind, .text = text };
}

static duly_expr_value out_period(Value value)
{
    duly_expr_value out = { .kind = DULY_EXPR_PERIOD };
    PeriodParts parts = value_as_period(value); /* hosts have no calendars to name */
    out.period.months = parts.months;
    out.period.days = parts.days;
    out.period.workdays = parts.workdays;
    return out;
}

static duly_expr_value out_timestamp(Value value)
{
    duly_expr_value out = { .kind = DULY_EXPR_TIMESTAMP };
    out.instant.seconds = value.i;
    out.instant.nanos = value.nanos;
    return out;
}

duly_expr_value expr_value_out(Value value)
{
    switch (value.kind) {
    case KIND_ERROR: return (duly_expr_value) { .kind = value.status == STATUS_MISSING ? DULY_EXPR_MISSING : DULY_EXPR_ERROR };
    case KIND_BOOL: return duly_expr_bool(value.boolean);
    case KIND_INT: return duly_expr_int(value.i);
    case KIND_UINT: return (duly_expr_value) { .kind = DULY_EXPR_UINT, .u = value.u };
    case KIND_DOUBLE: return duly_expr_double(value.d);
    case KIND_STRING: return with_text(DULY_EXPR_STRING, value_as_str(value));
    case KIND_BYTES: return with_text(DULY_EXPR_BYTES, value_as_str(value));
    case KIND_TIMESTAMP: return out_timestamp(value);
    case KIND_DURATION: return (duly_expr_value) { .kind = DULY_EXPR_DURATION, .i = value.i };
    case KIND_TIME: return (duly_expr_value) { .kind = DULY_EXPR_TIME, .i = value.i };
    case KIND_DATE: return (duly_expr_value) { .kind = DULY_EXPR_DATE, .date = api_date(value.date) };
    case KIND_PERIOD: return out_period(value);
    case KIND_IP: return with_text(DULY_EXPR_IP, value_as_str(value));
    case KIND_CIDR: return with_text(DULY_EXPR_CIDR, value_as_str(value));
    case KIND_TYPE: return with_text(DULY_EXPR_TYPE, kind_name(value.type->kind));
    case KIND_LIST: return with_items(DULY_EXPR_LIST, value.list->count, value.list);
    case KIND_MAP: return with_items(DULY_EXPR_MAP, value.map->count, value.map);
    case KIND_OPTIONAL: return with_items(DULY_EXPR_OPTIONAL, value.optional != NULL, value.optional);
    default: return (duly_expr_value) { .kind = DULY_EXPR_NULL };
    }
}

_Static_assert(sizeof(MapPair) == 2 * sizeof(Value), "pairs are keys and values in turn");

/* Of a value that came from the engine. */
static const Value *inner_items(const duly_expr_value *of)
{
    switch (of->kind) {
    case DULY_EXPR_LIST: return ((const List *) of->items.inner)->at;
    case DULY_EXPR_MAP: return &((const MapValue *) of->items.inner)->at->key;
    default: return of->items.inner;
    }
}

static duly_expr_value expr_value_part_of(const duly_expr_value *of, size_t index)
{
    return of->items.at ? of->items.at[index] : expr_value_out(inner_items(of)[index]);
}

bool duly_expr_item(const duly_expr_value *of, size_t index, duly_expr_value *key, duly_expr_value *item)
{
    if (!of || !item)
        return false;
    bool map = of->kind == DULY_EXPR_MAP;
    if (!(map || of->kind == DULY_EXPR_LIST || of->kind == DULY_EXPR_OPTIONAL) || index >= of->count)
        return false;
    if (!of->items.at && !of->items.inner)
        return false;
    *item = expr_value_part_of(of, map ? 2 * index + 1 : index);
    if (key)
        *key = map ? expr_value_part_of(of, 2 * index) : duly_expr_int((int64_t) index);
    return true;
}

/* ---- in */

typedef struct {
    Call *call;
    bool copy;
    unsigned depth;
} Inward;

static Value in(Inward *inward, const duly_expr_value *from);

/* What came from the engine, as any other value. */
static Value in_again(Inward *inward, Value value)
{
    duly_expr_value out = expr_value_out(value);
    return in(inward, &out);
}

static Value expr_value_refuse(Inward *inward, const char *why)
{
    return call_fail(inward->call, "%s", why);
}

static Value in_text(Inward *inward, const duly_expr_value *from)
{
    Str text = from->text.at ? api_str(from->text) : STR("");
    if (text.len > UINT32_MAX)
        return expr_value_refuse(inward, "the text is too long");
    if (from->kind == DULY_EXPR_BYTES)
        return value_bytes(text);
    return utf8_valid_len(text) == text.len ? value_str(text) : expr_value_refuse(inward, "the text is not UTF-8");
}

static Value in_time(Inward *inward, int64_t nanos)
{
    return nanos >= 0 && nanos < DAYTIME_DAY ? value_time(nanos) : expr_value_refuse(inward, "a time of day is less than 24 hours");
}

static Value in_date(Inward *inward, duly_date date)
{
    if (!date_is_valid(date.year, date.month, date.day))
        return expr_value_refuse(inward, "there is no such day");
    return value_date(date_pack(date.year, date.month, date.day));
}

static Value in_timestamp(Inward *inward, const duly_expr_value *from)
{
    if (!instant_in_range(from->instant.seconds) || from->instant.nanos < 0 || from->instant.nanos > 999999999)
        return expr_value_refuse(inward, "there is no such instant");
    return value_timestamp(from->instant.seconds, from->instant.nanos);
}

/* Keys and values in turn for maps (`parts` is 2), else items. */
static Value *in_items(Inward *inward, const duly_expr_value *from, size_t parts)
{
    Value *items = call_alloc(inward->call, (from->count * parts + 1) * sizeof *items);
    if (!items || !call_step(inward->call, from->count * parts))
        return NULL;
    for (size_t i = 0; i < from->count * parts; i++) {
        items[i] = from->items.at ? in(inward, &from->items.at[i]) : in_again(inward, inner_items(from)[i]);
        if (value_is_error(items[i]))
            return NULL;
    }
    return items;
}

static Value expr_value_in_list(Inward *inward, const duly_expr_value *from)
{
    if (from->items.inner && !inward->copy)
        return value_list(from->items.inner);
    const Value *items = in_items(inward, from, 1);
    return items ? call_list_of(inward->call, items, from->count) : value_error();
}

static Value expr_value_in_map(Inward *inward, const duly_expr_value *from)
{
    if (from->items.inner && !inward->copy)
        return value_map(from->items.inner);
    uint32_t bad;
    const Value *items = in_items(inward, from, 2);
    if (!items)
        return value_error();
    const MapValue *map = map_value_new(inward->call->arena, (const MapPair *) items, from->count, &bad);
    return map ? value_map(map) : expr_value_refuse(inward, "a key stands twice in a map, or cannot be one");
}

static Value in_optional(Inward *inward, const duly_expr_value *from)
{
    if (!from->count || (from->items.inner && !inward->copy))
        return value_optional(from->count ? from->items.inner : NULL);
    const Value *held = in_items(inward, from, 1);
    return held ? value_optional(held) : value_error();
}

static Value in_composed(Inward *inward, const duly_expr_value *from)
{
    if (from->count && !from->items.at && !from->items.inner)
        return expr_value_refuse(inward, "there are no items");
    if (++inward->depth > VALUE_DEPTH)
        return expr_value_refuse(inward, "the value is nested too deeply");
    Value value = from->kind == DULY_EXPR_LIST  ? expr_value_in_list(inward, from)
                  : from->kind == DULY_EXPR_MAP ? expr_value_in_map(inward, from)
                                                : in_optional(inward, from);
    inward->depth--;
    return value;
}

static Value in(Inward *inward, const duly_expr_value *from)
{
    switch (from->kind) {
    case DULY_EXPR_MISSING: return expr_value_refuse(inward, "there is no value");
    case DULY_EXPR_ERROR: return value_error();
    case DULY_EXPR_NULL: return value_null();
    case DULY_EXPR_BOOL: return value_bool(from->boolean);
    case DULY_EXPR_INT: return value_int(from->i);
    case DULY_EXPR_UINT: return value_uint(from->u);
    case DULY_EXPR_DOUBLE: return value_double(from->d);
    case DULY_EXPR_STRING:
    case DULY_EXPR_BYTES: return in_text(inward, from);
    case DULY_EXPR_TIMESTAMP: return in_timestamp(inward, from);
    case DULY_EXPR_DURATION: return value_duration(from->i);
    case DULY_EXPR_TIME: return in_time(inward, from->i);
    case DULY_EXPR_DATE: return in_date(inward, from->date);
    case DULY_EXPR_PERIOD: return value_period(from->period.months, from->period.days, from->period.workdays);
    case DULY_EXPR_TYPE: return expr_value_refuse(inward, "a type cannot be given");
    case DULY_EXPR_IP:
    case DULY_EXPR_CIDR: return expr_value_refuse(inward, "an address is given as a text, for ip(…) or cidr(…)");
    case DULY_EXPR_LIST:
    case DULY_EXPR_MAP:
    case DULY_EXPR_OPTIONAL: return in_composed(inward, from);
    }
    return expr_value_refuse(inward, "there is no such kind of value");
}

/* ---- types */

static bool expr_value_is_plain(const Type *type)
{
    return type->kind < KIND_LIST;
}

static bool expr_value_fits(Call *call, const Type *type, Value value);

/* Of `count` values with so many between one and the next. */
static bool all_fit(Call *call, const Type *type, const Value *at, uint32_t count, size_t stride)
{
    if (type->kind == KIND_DYN)
        return true;
    if (!call_step(call, count))
        return false;
    bool fit = true;
    for (size_t i = 0; fit && i < count; i++)
        fit = expr_value_is_plain(type) ? at[i * stride].kind == type->kind : expr_value_fits(call, type, at[i * stride]);
    return fit;
}

static bool map_fits(Call *call, const Type *type, const MapValue *map)
{
    return map->count == 0 ||
           (all_fit(call, type->param[0], &map->at->key, map->count, 2) && all_fit(call, type->param[1], &map->at->value, map->count, 2));
}

/* The depth of the type bounds the recursion, the steps bound its width: one list may stand in another many times. */
static bool expr_value_fits(Call *call, const Type *type, Value value)
{
    if (type->kind == KIND_DYN)
        return true;
    if (type->kind == KIND_WRAPPER)
        return value.kind == KIND_NULL || expr_value_fits(call, type->param[0], value);
    if (type->kind != (Kind) value.kind)
        return false;
    switch (type->kind) {
    case KIND_LIST: return all_fit(call, type->param[0], value.list->at, value.list->count, 1);
    case KIND_MAP: return map_fits(call, type, value.map);
    case KIND_OPTIONAL: return !value.optional || expr_value_fits(call, type->param[0], *value.optional);
    default: return true;
    }
}

static Value misfit(Call *call, const Type *type, Value value)
{
    if (!call->problem || call->exhausted)
        return value_error();
    Text wanted = { 0 };
    Str kind = kind_name((Kind) value.kind);
    type_print(&wanted, type);
    call_fail(call, "a value of type %.*s does not fit %.*s", STR_ARG(kind), STR_ARG(text_str(&wanted)));
    text_free(&wanted);
    return value_error();
}

Value expr_value_in(Call *call, const duly_expr_value *value, const Type *type, bool copy)
{
    Inward inward = { call, copy, 0 };
    Value result = in(&inward, value);
    if (value_is_error(result) || expr_value_fits(call, type, result))
        return result;
    return misfit(call, type, result);
}

/* ---- text */

typedef struct {
    const duly_expr_value *value;
    char *buffer;
    size_t size, len;
} PrintCall;

static void expr_value_print(void *context)
{
    PrintCall *print = context;
    const duly_expr_value *value = print->value;
    char *buffer = print->buffer;
    size_t size = print->size;
    static const char *const absent[] = { [DULY_EXPR_MISSING] = "missing", [DULY_EXPR_ERROR] = "error" };
    Arena arena = { 0 };
    Text text = { 0 };
    if (value->kind == DULY_EXPR_TYPE)
        text_add(&text, api_str(value->text));
    else if (value->kind <= DULY_EXPR_ERROR)
        text_add(&text, str_of(absent[value->kind]));
    else {
        Call call = { .arena = &arena, .steps_left = INTERP_STEPS, .bytes_most = INTERP_BYTES };
        Value inner = expr_value_in(&call, value, &TYPE_DYN, false);
        if (value_is_error(inner))
            text_add(&text, STR("error"));
        else
            value_print(&text, inner, size > 16 ? size - 8 : size); /* room for the dots */
    }
    size_t len = utf8_start(text_str(&text), size - 1).len;
    if (len)
        memcpy(buffer, text.at, len);
    buffer[len] = 0;
    print->len = len;
    text_free(&text);
    arena_free(&arena);
}

size_t duly_expr_print(const duly_expr_value *value, char *buffer, size_t size)
{
    PrintCall call = { value, buffer, size, 0 };
    if (size == 0 || !buffer)
        return 0;
    buffer[0] = 0;
    return value && api_call(expr_value_print, &call, NULL, NULL) ? call.len : 0;
}
