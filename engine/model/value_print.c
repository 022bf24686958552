/* Values as text: in an author's spelling, and in a reader's.

   The first (value_print) is an expression that means the value again: so it quotes, escapes, and calls date(…) and the like. The second
   (value_show) is for a sentence: no quotes, periods in words, doubles short. A report never parses either of them. */
#include "model/value.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/address.h"
#include "base/daytime.h"
#include "base/utf8.h"

/* ---- times and periods */

static void value_print_add_fraction(Text *out, uint32_t nanos)
{
    if (nanos == 0)
        return;
    char digits[16];
    int len = snprintf(digits, sizeof digits, ".%09" PRIu32, nanos);
    while (len > 1 && digits[len - 1] == '0')
        len--;
    text_add(out, (Str) { digits, (size_t) len });
}

void timestamp_print(Text *out, int64_t seconds, int32_t nanos)
{
    enum { DAY_SECONDS = 86400 };
    int64_t day = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
    if (rest < 0) {
        rest += DAY_SECONDS;
        day--;
    }
    assert(day >= DAY_MIN && day <= DAY_MAX);
    char date[11];
    date_print(date_of_day((int32_t) day), date);
    int clock = (int) rest;
    text_format(out, "%sT%02d:%02d:%02d", date, clock / 3600, clock / 60 % 60, clock % 60);
    value_print_add_fraction(out, (uint32_t) nanos);
    text_add_char(out, 'Z');
}

void duration_print(Text *out, int64_t nanos)
{
    uint64_t size = nanos < 0 ? 0 - (uint64_t) nanos : (uint64_t) nanos;
    text_format(out, "%s%" PRIu64, nanos < 0 ? "-" : "", size / 1000000000);
    value_print_add_fraction(out, (uint32_t) (size % 1000000000));
    text_add_char(out, 's');
}

typedef struct {
    int32_t count;
    const char *one, *many;
} PeriodPart;

void period_print(Text *out, PeriodParts period)
{
    const PeriodPart parts[] = {
        { period.months, "month", "months" },
        { period.days, "day", "days" },
        { period.workdays, "workday", "workdays" },
    };
    const char *before = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count == 0)
            continue;
        bool single = parts[i].count == 1 || parts[i].count == -1;
        text_format(out, "%s%" PRId32 " %s", before, parts[i].count, single ? parts[i].one : parts[i].many);
        before = " ";
    }
    if (*before == 0)
        text_add(out, STR("0 days"));
    if (period.calendar)
        text_format(out, " (%.*s)", STR_ARG(period.calendar->name));
}

/* The same as calls that an author would write: months(12) + days(3). */
static void print_period_calls(Text *out, PeriodParts period)
{
    const PeriodPart parts[] = {
        { period.months, "months", NULL },
        { period.days, "days", NULL },
        { period.workdays, "workdays", NULL },
    };
    const char *before = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count == 0)
            continue;
        text_format(out, "%s%s(%" PRId32, before, parts[i].one, parts[i].count);
        if (i == 2 && period.calendar)
            text_format(out, ", '%.*s'", STR_ARG(period.calendar->name));
        text_add_char(out, ')');
        before = " + ";
    }
    if (*before == 0)
        text_add(out, STR("days(0)"));
}

static void add_int(Text *out, int64_t number)
{
    if (number < 0)
        text_add_char(out, '-');
    text_add_count(out, number < 0 ? 0 - (uint64_t) number : (uint64_t) number);
}

static void value_print_add_date(Text *out, Date date)
{
    char digits[11];
    date_print(date, digits);
    text_add(out, str_of(digits));
}

/* ---- as an author writes it */

typedef struct {
    Text *out;
    size_t end; /* where the output should stop */
} Printer;

static bool value_print_is_full(const Printer *printer)
{
    return printer->out->len >= printer->end;
}

static void print(Printer *printer, Value value);

/* The escape of a character that cannot stand in a literal as it is; NULL where it can. */
static const char *value_print_escape_of(unsigned char c)
{
    switch (c) {
    case '\'': return "\\'";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return NULL;
    }
}

static void print_byte(Text *out, unsigned char c, bool is_string)
{
    const char *escape = value_print_escape_of(c);
    if (escape)
        text_add(out, str_of(escape));
    else if (c < 0x20 || c == 0x7F || (c >= 0x80 && !is_string))
        text_format(out, "\\x%02x", c);
    else
        text_add_char(out, (char) c);
}

static bool begins_code(unsigned char c)
{
    return (c & 0xC0) != 0x80;
}

static void value_print_quoted(Printer *printer, Str s, bool is_string)
{
    text_add(printer->out, is_string ? STR("'") : STR("b'"));
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char) s.at[i];
        if (value_print_is_full(printer) && (begins_code(c) || !is_string)) {
            text_add(printer->out, STR("..."));
            break;
        }
        print_byte(printer->out, c, is_string);
    }
    text_add_char(printer->out, '\'');
}

static void print_list(Printer *printer, const List *list)
{
    text_add_char(printer->out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        if (i)
            text_add(printer->out, STR(", "));
        if (value_print_is_full(printer)) {
            text_add(printer->out, STR("..."));
            break;
        }
        print(printer, list->at[i]);
    }
    text_add_char(printer->out, ']');
}

static void value_print_map(Printer *printer, const MapValue *map)
{
    text_add_char(printer->out, '{');
    for (uint32_t i = 0; i < map->count; i++) {
        if (i)
            text_add(printer->out, STR(", "));
        if (value_print_is_full(printer)) {
            text_add(printer->out, STR("..."));
            break;
        }
        print(printer, map->at[i].key);
        text_add(printer->out, STR(": "));
        print(printer, map->at[i].value);
    }
    text_add_char(printer->out, '}');
}

static void print_optional(Printer *printer, const Value *of)
{
    text_add(printer->out, of ? STR("optional.of(") : STR("optional.none("));
    if (of)
        print(printer, *of);
    text_add_char(printer->out, ')');
}

static Str type_value_name(const Type *type)
{
    return type->kind == KIND_OPAQUE ? type->name : kind_name(type->kind);
}

static void add_address(Text *out, Value value)
{
    Address address = { .len = value.kind == KIND_CIDR ? value.len - 1 : value.len };
    memcpy(address.at, value.at, address.len);
    address_print(out, &address);
    if (value.kind == KIND_CIDR)
        text_format(out, "/%d", (uint8_t) value.at[address.len]);
}

/* Kinds that an author makes by calling a function with a text. */
static void value_print_call(Text *out, Value value)
{
    switch (value.kind) {
    case KIND_TIMESTAMP:
        text_add(out, STR("timestamp('"));
        timestamp_print(out, value.i, value.nanos);
        break;
    case KIND_DURATION:
        text_add(out, STR("duration('"));
        duration_print(out, value.i);
        break;
    case KIND_TIME:
        text_add(out, STR("time('"));
        daytime_print(out, value.i);
        break;
    case KIND_IP:
    case KIND_CIDR:
        text_add(out, value.kind == KIND_IP ? STR("ip('") : STR("cidr('"));
        add_address(out, value);
        break;
    default:
        text_add(out, STR("date('"));
        value_print_add_date(out, value.date);
        break;
    }
    text_add(out, STR("')"));
}

static void print(Printer *printer, Value value)
{
    Text *out = printer->out;
    switch ((Kind) value.kind) {
    case KIND_ERROR: text_add(out, value.status == STATUS_MISSING ? STR("missing") : STR("error")); break;
    case KIND_NULL: text_add(out, STR("null")); break;
    case KIND_BOOL: text_add(out, value.boolean ? STR("true") : STR("false")); break;
    case KIND_INT: add_int(out, value.i); break;
    case KIND_UINT: text_format(out, "%" PRIu64 "u", value.u); break;
    case KIND_DOUBLE: text_add_double(out, value.d); break;
    case KIND_STRING: value_print_quoted(printer, value_as_str(value), true); break;
    case KIND_BYTES: value_print_quoted(printer, value_as_str(value), false); break;
    case KIND_TIMESTAMP:
    case KIND_DURATION:
    case KIND_TIME:
    case KIND_DATE:
    case KIND_IP:
    case KIND_CIDR: value_print_call(out, value); break;
    case KIND_PERIOD: print_period_calls(out, value_as_period(value)); break;
    case KIND_TYPE: text_add(out, type_value_name(value.type)); break;
    case KIND_LIST: print_list(printer, value.list); break;
    case KIND_MAP: value_print_map(printer, value.map); break;
    case KIND_OPTIONAL: print_optional(printer, value.optional); break;
    case KIND_RECORD: value_print_quoted(printer, value.key->text, true); break;
    case KIND_DYN:
    case KIND_WRAPPER:
    case KIND_OPAQUE:
    case KIND_PARAM:
    case KIND_COUNT: assert(value.kind < KIND_DYN); break;
    }
}

void value_print(Text *out, Value value, size_t limit)
{
    Printer printer = { out, limit && limit < SIZE_MAX - out->len ? out->len + limit : SIZE_MAX };
    print(&printer, value);
}

/* ---- as people read it */

static void show_double(Text *out, double number)
{
    if (isnan(number) || isinf(number))
        text_add_double(out, number);
    else
        text_format(out, "%.15g", number);
}

static void show_list(Text *out, const List *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        text_add(out, i ? STR(", ") : STR(""));
        value_show(out, list->at[i]);
    }
}

static void show_map(Text *out, const MapValue *map)
{
    for (uint32_t i = 0; i < map->count; i++) {
        text_add(out, i ? STR(", ") : STR(""));
        value_show(out, map->at[i].key);
        text_add(out, STR(": "));
        value_show(out, map->at[i].value);
    }
}

void value_show(Text *out, Value value)
{
    switch (value.kind) {
    case KIND_UINT: text_format(out, "%" PRIu64, value.u); break;
    case KIND_DOUBLE: show_double(out, value.d); break;
    case KIND_STRING: text_add(out, value_as_str(value)); break;
    case KIND_TIMESTAMP: timestamp_print(out, value.i, value.nanos); break;
    case KIND_DURATION: duration_print(out, value.i); break;
    case KIND_TIME: daytime_print(out, value.i); break;
    case KIND_DATE: value_print_add_date(out, value.date); break;
    case KIND_PERIOD: period_print(out, value_as_period(value)); break;
    case KIND_IP:
    case KIND_CIDR: add_address(out, value); break;
    case KIND_RECORD: text_add(out, value.key->text); break;
    case KIND_LIST: show_list(out, value.list); break;
    case KIND_MAP: show_map(out, value.map); break;
    case KIND_OPTIONAL: value_show(out, value.optional ? *value.optional : value_missing()); break;
    default: value_print(out, value, 0); break;
    }
}
