/* 'text'.format([values]): %s %d %f %e %x %X %o %b, a precision for %f and %e. */
#include "lang/fn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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

static int compare_keys(const void *a, const void *b)
{
    const KeyText *left = a, *right = b;
    int order = str_compare(left->key, right->key);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

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
        qsort(keys, map->count, sizeof *keys, compare_keys);
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
    case KIND_TIMESTAMP: case KIND_DURATION: grow_instant(out, value); return;
    case KIND_INT: case KIND_UINT: case KIND_DATE: case KIND_PERIOD: case KIND_IP: case KIND_CIDR: grow_shown(out, value); return;
    default:
        fn_fail(out->call, "%s cannot show $1", &value);
        out->failed = true;
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

/* A whole number in a base; false where the value is none. */
static bool grow_whole(Growing *out, Value value, unsigned base, const char *digits)
{
    if (value.kind == KIND_INT && value.i < 0)
        grow_char(out, '-');
    if (value.kind == KIND_INT || value.kind == KIND_UINT)
        grow_digits(out, value.kind == KIND_INT && value.i < 0 ? 0 - value.u : value.u, base, digits);
    return value.kind == KIND_INT || value.kind == KIND_UINT;
}

static bool grow_hex(Growing *out, Value value, const char *digits)
{
    if (value.kind != KIND_STRING && value.kind != KIND_BYTES)
        return grow_whole(out, value, 16, digits);
    for (size_t i = 0; i < value.len && !out->failed; i++) {
        grow_char(out, digits[(unsigned char) value.at[i] >> 4]);
        grow_char(out, digits[(unsigned char) value.at[i] & 15]);
    }
    return true;
}

static bool grow_decimal(Growing *out, Value value)
{
    if (value.kind == KIND_DOUBLE)
        grow_double(out, value.d, false);
    return value.kind == KIND_DOUBLE || grow_whole(out, value, 10, "0123456789");
}

static bool grow_binary(Growing *out, Value value)
{
    if (value.kind == KIND_BOOL)
        grow_char(out, value.boolean ? '1' : '0');
    return value.kind == KIND_BOOL || grow_whole(out, value, 2, "01");
}

/* %f of a whole number is exact, %e of one goes through double. */
static bool grow_float(Growing *out, Value value, char verb, int precision)
{
    if (verb == 'f' && grow_whole(out, value, 10, "0123456789")) {
        if (precision > 0)
            grow_char(out, '.');
        for (int i = 0; i < precision; i++)
            grow_char(out, '0');
        return true;
    }
    if (!value_is_number(value))
        return false;
    double number = value.kind == KIND_INT    ? (double) value.i
                    : value.kind == KIND_UINT ? (double) value.u
                                              : value.d;
    if (!isfinite(number)) {
        grow_double(out, number, false);
        return true;
    }
    char digits[DOUBLE_BYTES + PRECISION_MAX];
    snprintf(digits, sizeof digits, verb == 'f' ? "%.*f" : "%.*e", precision, number);
    grow_add(out, str_of(digits));
    return true;
}

/* ---- the format */

typedef struct {
    Growing out;
    Str format;
    size_t at;           /* behind the last thing read */
    const List *args;
    uint32_t next;       /* argument */
} Formatter;

/* The digits after a point; -1 when there are none, PRECISION_MAX + 1 when there are too many. */
static int read_precision(Formatter *f)
{
    int precision = -1;
    for (; f->at < f->format.len && f->format.at[f->at] >= '0' && f->format.at[f->at] <= '9'; f->at++) {
        precision = (precision < 0 ? 0 : precision) * 10 + (f->format.at[f->at] - '0');
        precision = precision > PRECISION_MAX ? PRECISION_MAX + 1 : precision;
    }
    return precision;
}

static void fail(Formatter *f, const char *sentence, Value shown)
{
    fn_fail(f->out.call, sentence, &shown);
    f->out.failed = true;
}

static bool grow_argument(Growing *out, char verb, int precision, Value value)
{
    switch (verb) {
    case 's': grow_value(out, value); return true;
    case 'd': return grow_decimal(out, value);
    case 'f': case 'e': return grow_float(out, value, verb, precision < 0 ? PRECISION_DEFAULT : precision);
    case 'x': return grow_hex(out, value, "0123456789abcdef");
    case 'X': return grow_hex(out, value, "0123456789ABCDEF");
    case 'o': return grow_whole(out, value, 8, "01234567");
    default: return grow_binary(out, value);
    }
}

/* What follows a '%'. */
static void format_clause(Formatter *f)
{
    int precision = -1;
    bool point = f->at < f->format.len && f->format.at[f->at] == '.';
    if (point) {
        f->at++;
        precision = read_precision(f);
    }
    char verb[] = { f->at < f->format.len ? f->format.at[f->at++] : '\0', '\0' };
    if (verb[0] == '%' && !point) {
        grow_char(&f->out, '%');
        return;
    }
    bool takes_precision = verb[0] == 'f' || verb[0] == 'e';
    if (verb[0] == '\0' || !strchr("sdfexXob", verb[0]) || (point && (precision < 0 || !takes_precision)))
        fail(f, "the format $1 holds a '%' that means nothing", value_str(f->format));
    else if (precision > PRECISION_MAX)
        fail(f, "the format $1 asks for more than 1000 digits", value_str(f->format));
    else if (f->next >= f->args->count)
        fail(f, "the format $1 has fewer values than it asks for", value_str(f->format));
    else if (!grow_argument(&f->out, verb[0], precision, f->args->at[f->next])) {
        const Value shown[] = { value_str(str_of(verb)), f->args->at[f->next] };
        fn_fail(f->out.call, "$2 cannot be formatted with the letter $1", shown);
        f->out.failed = true;
    }
    f->next++;
}

static Value run_format(Call *call, const Value *args)
{
    Formatter f = { .out = { .call = call }, .format = fn_str(args[0]), .args = args[1].list };
    while (f.at < f.format.len && !f.out.failed) {
        size_t percent = str_find(f.format, STR("%"), f.at);
        size_t end = percent == SIZE_MAX ? f.format.len : percent;
        f.out.failed |= !fn_walk(call, end - f.at);
        grow_add(&f.out, str_slice(f.format, f.at, end));
        f.at = end + 1;
        if (percent != SIZE_MAX)
            format_clause(&f);
    }
    return grow_end(&f.out);
}

static const Overload rows[] = {
    { "format", METHOD, PARAMS2(STRING, LIST_DYN), &TYPE_STRING, run_format, DEAR,
      "'%s of %d: %.1f%%'.format(['3', 4, 75.0]) == '3 of 4: 75.0%'",
      "the text with values put in place of %s, %d and their like" },
};

const OverloadTable fn_format = OVERLOAD_TABLE(rows);
