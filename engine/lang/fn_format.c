/* 'text'.format([values]): %s %d %f %e %x %X %o %b, a precision for %f and %e.

   The clauses are those of CEL's strings extension. A format that can come to nothing, whatever the values are, is told before a record is
   read (hopeless.c). */
#include "lang/fn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/utf8.h"

enum { PRECISION_DEFAULT = 6, PRECISION_MAX = 1000, DOUBLE_BYTES = 320 };

/* ---- %s */

static void grow_value(Growing *out, Value value);

/* Bytes as text, each run of what is no UTF-8 as one U+FFFD. */
static void grow_bytes(Growing *out, Str bytes)
{
    bool broken = false;
    while (bytes.len > 0 && !out->failed) {
        size_t valid = utf8_valid_len(bytes);
        grow_add(out, str_slice(bytes, 0, valid));
        broken = broken && valid == 0;
        if (valid < bytes.len && !broken)
            grow_add(out, STR("\xEF\xBF\xBD"));
        broken = valid < bytes.len;
        bytes = str_slice(bytes, valid + broken, bytes.len);
    }
}

static void grow_list(Growing *out, const List *list)
{
    grow_char(out, '[');
    for (uint32_t i = 0; i < list->count && !out->failed; i++) {
        if (i > 0)
            grow_add(out, STR(", "));
        grow_value(out, list->at[i]);
    }
    grow_char(out, ']');
}

/* A pair of a map, by the text of its key. */
typedef struct {
    Str key;
    uint32_t index;
} KeyText;

static int fn_format_compare_keys(const void *a, const void *b)
{
    const KeyText *left = a, *right = b;
    int order = str_compare(left->key, right->key);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

/* By the text of their keys, so that one map reads alike whatever the order in which it was written. */
static KeyText *sorted_keys(Call *call, const MapValue *map)
{
    KeyText *keys = fn_array(call, map->count, sizeof *keys);
    for (uint32_t i = 0; keys && i < map->count; i++) {
        Growing text = { .call = call };
        grow_value(&text, map->at[i].key);
        if (text.failed || !fn_walk(call, text.len))
            return NULL;
        keys[i] = (KeyText) { fn_str(grow_end(&text)), i };
    }
    if (keys && map->count > 1)
        qsort(keys, map->count, sizeof *keys, fn_format_compare_keys);
    return keys;
}

static void grow_map(Growing *out, const MapValue *map)
{
    const KeyText *keys = sorted_keys(out->call, map);
    if (!keys) {
        out->failed = true;
        return;
    }
    grow_char(out, '{');
    for (uint32_t i = 0; i < map->count && !out->failed; i++) {
        if (i > 0)
            grow_add(out, STR(", "));
        grow_add(out, keys[i].key);
        grow_add(out, STR(": "));
        grow_value(out, map->at[keys[i].index].value);
    }
    grow_char(out, '}');
}

/* Whatever the model can show by itself. */
static void grow_shown(Growing *out, Value value)
{
    Text text = { 0 };
    value_show(&text, value);
    grow_add(out, text_str(&text));
    text_free(&text);
}

static void grow_type(Growing *out, const Type *type)
{
    grow_add(out, type->kind == KIND_OPAQUE ? type->name : kind_name(type->kind));
}

static void grow_instant(Growing *out, Value value)
{
    Text text = { 0 };
    if (value.kind == KIND_TIMESTAMP)
        timestamp_print(&text, value.i, value.nanos);
    else
        duration_print(&text, value.i);
    grow_add(out, text_str(&text));
    text_free(&text);
}

static void grow_value(Growing *out, Value value)
{
    out->failed |= !call_step(out->call, 1);
    if (out->failed)
        return;
    switch (value.kind) {
    case KIND_STRING: grow_add(out, fn_str(value)); return;
    case KIND_BYTES: grow_bytes(out, fn_str(value)); return;
    case KIND_DOUBLE: grow_double(out, value.d, false); return;
    case KIND_LIST: grow_list(out, value.list); return;
    case KIND_MAP: grow_map(out, value.map); return;
    case KIND_NULL: grow_add(out, STR("null")); return;
    case KIND_TYPE: grow_type(out, value.type); return;
    case KIND_BOOL: grow_add(out, value.boolean ? STR("true") : STR("false")); return;
    case KIND_TIMESTAMP:
    case KIND_DURATION: grow_instant(out, value); return;
    case KIND_INT:
    case KIND_UINT:
    case KIND_TIME:
    case KIND_DATE:
    case KIND_PERIOD:
    case KIND_IP:
    case KIND_CIDR: grow_shown(out, value); return;
    default: fn_fail(out->call, "%s cannot show $1", &value); out->failed = true;
    }
}

/* ---- numbers */

static void grow_digits(Growing *out, uint64_t number, unsigned base, const char *digits)
{
    char reversed[64];
    size_t count = 0;
    do {
        reversed[count++] = digits[number % base];
        number /= base;
    } while (number > 0);
    while (count > 0)
        grow_char(out, reversed[--count]);
}

static bool fn_format_is_whole(Value value)
{
    return value.kind == KIND_INT || value.kind == KIND_UINT;
}

static void grow_whole(Growing *out, Value value, unsigned base, const char *digits)
{
    bool negative = value.kind == KIND_INT && value.i < 0;
    if (negative)
        grow_char(out, '-');
    grow_digits(out, negative ? 0 - value.u : value.u, base, digits);
}

static void grow_hex(Growing *out, Value value, const char *digits)
{
    if (fn_format_is_whole(value))
        grow_whole(out, value, 16, digits);
    for (size_t i = 0; !fn_format_is_whole(value) && i < value.len && !out->failed; i++) {
        grow_char(out, digits[(unsigned char) value.at[i] >> 4]);
        grow_char(out, digits[(unsigned char) value.at[i] & 15]);
    }
}

static void fn_format_grow_decimal(Growing *out, Value value)
{
    if (value.kind == KIND_DOUBLE)
        grow_double(out, value.d, false);
    else
        grow_whole(out, value, 10, "0123456789");
}

static void grow_binary(Growing *out, Value value)
{
    if (value.kind == KIND_BOOL)
        grow_char(out, value.boolean ? '1' : '0');
    else
        grow_whole(out, value, 2, "01");
}

/* %f of a whole number is exact, %e of one goes through double. */
static void grow_float(Growing *out, Value value, char verb, int precision)
{
    if (verb == 'f' && fn_format_is_whole(value)) {
        grow_whole(out, value, 10, "0123456789");
        if (precision > 0)
            grow_char(out, '.');
        for (int i = 0; i < precision; i++)
            grow_char(out, '0');
        return;
    }
    double number = value_as_double(value);
    if (!isfinite(number)) {
        grow_double(out, number, false);
        return;
    }
    char digits[DOUBLE_BYTES + PRECISION_MAX];
    snprintf(digits, sizeof digits, verb == 'f' ? "%.*f" : "%.*e", precision, number);
    grow_add(out, str_of(digits));
}

/* ---- the format */

typedef struct {
    char verb;     /* '%': the sign itself */
    int precision; /* -1: none was given */
} Clause;

/* The digits after a point; -1 when there are none, PRECISION_MAX + 1 when there are too many. */
static int read_precision(Str format, size_t *at)
{
    int precision = -1;
    for (; *at < format.len && ascii_is_digit(format.at[*at]); ++*at) {
        precision = (precision < 0 ? 0 : precision) * 10 + (format.at[*at] - '0');
        precision = precision > PRECISION_MAX ? PRECISION_MAX + 1 : precision;
    }
    return precision;
}

/* Reads what follows a '%'. NULL, or a sentence about the format, $1, where it means nothing. */
static const char *read_clause(Str format, size_t *at, Clause *clause)
{
    bool point = *at < format.len && format.at[*at] == '.';
    *clause = (Clause) { .precision = -1 };
    if (point) {
        ++*at;
        clause->precision = read_precision(format, at);
    }
    clause->verb = *at < format.len ? format.at[(*at)++] : '\0';
    if (clause->verb == '%' && !point)
        return NULL;
    bool takes_precision = clause->verb == 'f' || clause->verb == 'e';
    if (clause->verb == '\0' || !strchr("sdfexXob", clause->verb) || (point && (clause->precision < 0 || !takes_precision)))
        return "the format $1 holds a '%' that means nothing";
    return clause->precision > PRECISION_MAX ? "the format $1 asks for more than 1000 digits" : NULL;
}

static bool verb_takes(char verb, Kind kind)
{
    bool whole = kind == KIND_INT || kind == KIND_UINT;
    switch (verb) {
    case 's': return kind >= KIND_NULL && kind <= KIND_MAP;
    case 'd':
    case 'f':
    case 'e': return whole || kind == KIND_DOUBLE;
    case 'x':
    case 'X': return whole || kind == KIND_STRING || kind == KIND_BYTES;
    case 'b': return whole || kind == KIND_BOOL;
    default: return whole;
    }
}

static bool fail_to_take(Call *call, char verb, Value shown)
{
    char letter[] = { verb, '\0' };
    fn_fail(call, verb == 's' ? "%s cannot show $2" : "$2 cannot be formatted with the letter $1",
            (const Value[]) { value_str(str_of(letter)), shown });
    return false;
}

static void grow_argument(Growing *out, const Clause *clause, Value value)
{
    int precision = clause->precision < 0 ? PRECISION_DEFAULT : clause->precision;
    switch (clause->verb) {
    case 's': grow_value(out, value); return;
    case 'd': fn_format_grow_decimal(out, value); return;
    case 'f':
    case 'e': grow_float(out, value, clause->verb, precision); return;
    case 'x': grow_hex(out, value, "0123456789abcdef"); return;
    case 'X': grow_hex(out, value, "0123456789ABCDEF"); return;
    case 'o': grow_whole(out, value, 8, "01234567"); return;
    default: grow_binary(out, value);
    }
}

static bool fail_of_format(Call *call, const char *sentence, Str format)
{
    Value shown = value_str(format);
    fn_fail(call, sentence, &shown);
    return false;
}

static const char *const too_few = "the format $1 has fewer values than it asks for";

/* What follows a '%'; false when it fails. */
static bool format_clause(Growing *out, Str format, size_t *at, const List *args, uint32_t *next)
{
    Clause clause;
    const char *wrong = read_clause(format, at, &clause);
    if (wrong)
        return fail_of_format(out->call, wrong, format);
    if (clause.verb == '%') {
        grow_char(out, '%');
        return true;
    }
    if (*next >= args->count)
        return fail_of_format(out->call, too_few, format);
    Value value = args->at[(*next)++];
    if (!verb_takes(clause.verb, (Kind) value.kind))
        return fail_to_take(out->call, clause.verb, value);
    grow_argument(out, &clause, value);
    return true;
}

static bool accepts_kind(Call *call, char verb, Kind kind)
{
    if (kind == KIND_DYN || kind == KIND_ERROR || verb_takes(verb, kind))
        return true;
    Str name = kind_name(kind);
    call_fail(call, "a value of type %.*s cannot be formatted with %%%c", STR_ARG(name), verb);
    return false;
}

bool format_accepts(Call *call, Str format, const Kind *kinds, uint32_t least, uint32_t most, bool *is_idle)
{
    uint32_t next = 0;
    for (size_t at = str_find(format, STR("%"), 0); at != SIZE_MAX; at = str_find(format, STR("%"), at)) {
        Clause clause;
        at++;
        const char *wrong = read_clause(format, &at, &clause);
        if (wrong)
            return fail_of_format(call, wrong, format);
        if (clause.verb == '%')
            continue;
        if (next >= most)
            return fail_of_format(call, too_few, format);
        if (!accepts_kind(call, clause.verb, kinds[next++]))
            return false;
    }
    *is_idle = least > next;
    return !*is_idle || fail_of_format(call, "the format $1 has more values than it shows", format);
}

static Value run_format(Call *call, const Value *args)
{
    Growing out = { .call = call };
    Str format = fn_str(args[0]);
    uint32_t next = 0;
    for (size_t at = 0; at < format.len && !out.failed;) {
        size_t percent = str_find(format, STR("%"), at);
        size_t end = percent == SIZE_MAX ? format.len : percent;
        out.failed |= !fn_walk(call, end - at);
        grow_add(&out, str_slice(format, at, end));
        at = end + 1;
        if (percent != SIZE_MAX)
            out.failed |= !format_clause(&out, format, &at, args[1].list, &next);
    }
    return grow_end(&out);
}

static const Overload rows[] = {
    { "format", METHOD, PARAMS2(STRING, LIST_DYN), &TYPE_STRING, run_format, DEAR,
      "'%s of %d: %.1f%%'.format(['3', 4, 75.0]) == '3 of 4: 75.0%'", "the text with values put in place of %s, %d and their like" },
};

const OverloadTable fn_format = OVERLOAD_TABLE(rows);
