/* Every function with arguments made of any bytes, under tight limits: it gives a value of the kind that it promises, or an
   error with a sentence. The first byte chooses the function. */
#include <stdlib.h>

#include "base/utf8.h"
#include "lang/builtin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    Arena *arena;
    Str rest;
} Supply;

static uint8_t take_byte(Supply *supply)
{
    if (supply->rest.len == 0)
        return 0;
    uint8_t byte = (uint8_t) supply->rest.at[0];
    supply->rest = str_slice(supply->rest, 1, supply->rest.len);
    return byte;
}

/* Small numbers and those at the edges come more often. */
static int64_t take_int(Supply *supply)
{
    static const int64_t edges[] = { INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX, UINT32_MAX, -62135596800, 253402300799 };
    uint8_t first = take_byte(supply);
    if (first < 200)
        return (int64_t) first - 20;
    if (first < 207)
        return edges[first - 200];
    uint64_t bits = 0;
    for (int i = 0; i < 8; i++)
        bits = bits << 8 | take_byte(supply);
    return (int64_t) bits;
}

/* Up to a zero byte. */
static Str take_text(Supply *supply)
{
    size_t end = str_find(supply->rest, (Str) { "", 1 }, 0);
    Str text = str_slice(supply->rest, 0, end == SIZE_MAX ? supply->rest.len : end);
    supply->rest = str_slice(supply->rest, end == SIZE_MAX ? supply->rest.len : end + 1, supply->rest.len);
    return text;
}

static Value take_value(Supply *supply, const Type *type, int depth);

static Value take_list(Supply *supply, const Type *element, int depth)
{
    uint32_t count = take_byte(supply) % 6;
    Value *items = arena_array(supply->arena, Value, count);
    List *list = arena_new(supply->arena, List);
    for (uint32_t i = 0; i < count; i++)
        items[i] = take_value(supply, element, depth + 1);
    *list = (List) { count, items };
    return value_list(list);
}

static Value take_map(Supply *supply, int depth)
{
    uint32_t bad;
    MapPair *pair = arena_new(supply->arena, MapPair);
    pair->key = take_value(supply, &TYPE_STRING, depth + 1);
    pair->value = take_value(supply, &TYPE_DYN, depth + 1);
    return value_map(map_value_new(supply->arena, pair, 1, &bad));
}

static Value take_optional(Supply *supply, const Type *of, int depth)
{
    Value *held = arena_new(supply->arena, Value);
    *held = take_value(supply, of, depth + 1);
    return value_optional(take_byte(supply) % 2 ? held : NULL);
}

static const Type *any_type(Supply *supply, int depth)
{
    static const Type *const types[] = {
        &TYPE_NULL,     &TYPE_BOOL, &TYPE_INT,    &TYPE_UINT, &TYPE_DOUBLE, &TYPE_STRING, &TYPE_BYTES,   &TYPE_TIMESTAMP,
        &TYPE_DURATION, &TYPE_DATE, &TYPE_PERIOD, &TYPE_IP,   &TYPE_CIDR,   &TYPE_LIST_A, &TYPE_MAP_A_B, &TYPE_OPTIONAL_A,
    };
    return types[take_byte(supply) % (depth > 3 ? 13 : 16)];
}

/* Four bytes or sixteen; of a network one more, how many bits of them. */
static Value take_address(Supply *supply, Kind kind)
{
    uint32_t bytes = take_byte(supply) % 2 ? 16 : 4, len = bytes + (kind == KIND_CIDR);
    char *at = arena_array(supply->arena, char, len);
    for (uint32_t i = 0; i < bytes; i++)
        at[i] = (char) take_byte(supply);
    if (kind == KIND_CIDR)
        at[bytes] = (char) (take_byte(supply) % (8 * bytes + 1));
    return (Value) { .kind = (uint8_t) kind, .len = len, .at = at };
}

static Value take_value(Supply *supply, const Type *type, int depth)
{
    if (type->kind == KIND_DYN || type->kind == KIND_PARAM)
        type = any_type(supply, depth);
    Str text;
    switch (type->kind) {
    case KIND_NULL: return value_null();
    case KIND_BOOL: return value_bool(take_byte(supply) % 2);
    case KIND_INT: return value_int(take_int(supply));
    case KIND_UINT: return value_uint((uint64_t) take_int(supply));
    case KIND_DOUBLE: return value_double((double) take_int(supply) / (double) take_int(supply));
    case KIND_BYTES: return value_bytes(take_text(supply));
    case KIND_DURATION: return value_duration(take_int(supply));
    case KIND_TIMESTAMP: return value_timestamp(take_int(supply) % 62135596800, take_byte(supply) * 3900000);
    case KIND_DATE: return value_date(date_of_day((int32_t) (take_int(supply) % -DAY_MIN)));
    case KIND_PERIOD:
        return value_period((int32_t) (take_int(supply) % INT32_MAX), (int32_t) (take_int(supply) % INT32_MAX), take_byte(supply));
    case KIND_IP:
    case KIND_CIDR: return take_address(supply, type->kind);
    case KIND_LIST: return take_list(supply, type->param[0], depth);
    case KIND_MAP: return take_map(supply, depth);
    case KIND_OPTIONAL: return take_optional(supply, type->param[0], depth);
    default: text = take_text(supply); return value_str(str_slice(text, 0, utf8_valid_len(text)));
    }
}

static void check(const Overload *overload, Value result, const Call *call)
{
    if (value_is_error(result) ? call->problem->len == 0 : !overload_takes(overload->result, result))
        abort();
    Str text = result.kind == KIND_STRING ? value_as_str(result) : STR("");
    if (utf8_valid_len(text) < text.len)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const WorkYear year = { .year = 2003, .works = { UINT64_MAX, 0, UINT64_MAX, 12345, 0, UINT64_MAX } };
    static const NamedCalendar named[] = { { { "", 0 }, { &year, 1 } }, { { "a", 1 }, { &year, 1 } } };
    static const WorkCalendars calendars = { named, 2, named };
    Arena arena = { 0 };
    Text problem = { 0 };
    Supply supply = { &arena, { (const char *) data, size } };
    size_t count = 0;
    while (builtin_at(count))
        count++;
    const Overload *overload = builtin_at((take_byte(&supply) * 256u + take_byte(&supply)) % count);
    Call call = { .arena = &arena,
                  .overload = overload,
                  .matcher = matcher_new(&arena),
                  .problem = &problem,
                  .calendars = &calendars,
                  .steps_left = 100000,
                  .bytes_most = 1 << 20 };
    Value args[OVERLOAD_MAX_ARGS];
    for (size_t i = 0; i < overload->count; i++)
        args[i] = take_value(&supply, overload->params[i], 0);
    if (overload->run)
        check(overload, overload->run(&call, args), &call);
    text_free(&problem);
    arena_free(&arena);
    return 0;
}
