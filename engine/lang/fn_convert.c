/* Conversions, each told by name: nothing is converted by itself.

   A number beyond the range of what it is to be fails; fractions are cut off towards zero, as CEL has it. For doubles the bounds of int are
   open on both sides: CEL's conformance suite refuses int(-9223372036854775808.0) too, though it would fit. */
#include "lang/fn.h"

#include <math.h>
#include <stdio.h>

#include "base/instant.h"
#include "base/utf8.h"

static Value run_identity(Call *call, const Value *args)
{
    (void) call;
    return args[0];
}

/* ---- numbers */

#define TWO_63 9223372036854775808.0
#define TWO_64 18446744073709551616.0

static Value int_of_uint(Call *call, const Value *args)
{
    if (args[0].u > INT64_MAX)
        return fn_fail(call, "$1 is beyond the range of int", args);
    return value_int((int64_t) args[0].u);
}

static Value int_of_double(Call *call, const Value *args)
{
    if (!(args[0].d > -TWO_63 && args[0].d < TWO_63))
        return fn_fail(call, "$1 is beyond the range of int", args);
    return value_int((int64_t) args[0].d);
}

static Value int_of_string(Call *call, const Value *args)
{
    int64_t number;
    if (!str_to_int(value_as_str(args[0]), &number))
        return fn_fail(call, "$1 is not a whole number within the range of int", args);
    return value_int(number);
}

static Value int_of_timestamp(Call *call, const Value *args)
{
    (void) call;
    return value_int(args[0].i);
}

static Value uint_of_int(Call *call, const Value *args)
{
    if (args[0].i < 0)
        return fn_fail(call, "$1 is negative, which uint cannot hold", args);
    return value_uint((uint64_t) args[0].i);
}

static Value uint_of_double(Call *call, const Value *args)
{
    if (!(args[0].d >= 0 && args[0].d < TWO_64))
        return fn_fail(call, "$1 is beyond the range of uint", args);
    return value_uint((uint64_t) args[0].d);
}

static Value uint_of_string(Call *call, const Value *args)
{
    uint64_t number;
    if (!str_to_uint(value_as_str(args[0]), &number))
        return fn_fail(call, "$1 is not a whole number within the range of uint", args);
    return value_uint(number);
}

static Value double_of_int(Call *call, const Value *args)
{
    (void) call;
    return value_double((double) args[0].i);
}

static Value double_of_uint(Call *call, const Value *args)
{
    (void) call;
    return value_double((double) args[0].u);
}

static bool fn_convert_is_word(Str s, const char *lower)
{
    if (s.len != strlen(lower))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((s.at[i] | 0x20) != lower[i])
            return false;
    return true;
}

/* NaN, Infinity, -inf and their like, in any case. */
static bool special_double(Str s, double *out)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    if (fn_convert_is_word(s, "nan")) {
        *out = (double) NAN;
        return true;
    }
    if (negative || (s.len > 0 && s.at[0] == '+'))
        s = str_slice(s, 1, s.len);
    *out = negative ? (double) -INFINITY : (double) INFINITY;
    return fn_convert_is_word(s, "inf") || fn_convert_is_word(s, "infinity");
}

static Value double_of_string(Call *call, const Value *args)
{
    double number;
    Str s = value_as_str(args[0]);
    if (!fn_walk(call, s.len))
        return value_error();
    if (!str_to_double(s, &number) && !special_double(s, &number))
        return fn_fail(call, "$1 is not a number within the range of double", args);
    return value_double(number);
}

/* ---- bool */

static Value bool_of_string(Call *call, const Value *args)
{
    static const char *const words[2][6] = { { "0", "f", "F", "false", "FALSE", "False" }, { "1", "t", "T", "true", "TRUE", "True" } };
    for (int truth = 0; truth < 2; truth++)
        for (size_t i = 0; i < 6; i++)
            if (str_is(value_as_str(args[0]), words[truth][i]))
                return value_bool(truth == 1);
    return fn_fail(call, "$1 is neither true nor false", args);
}

/* ---- text */

/* What a print function of the model wrote, as a result; frees the text. */
static Value fn_convert_take_text(Call *call, Text *text)
{
    Value result = call_str(call, text_str(text));
    text_free(text);
    return result;
}

static Value string_of_bool(Call *call, const Value *args)
{
    (void) call;
    return value_str(args[0].boolean ? STR("true") : STR("false"));
}

static Value string_of_int(Call *call, const Value *args)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long) args[0].i);
    return call_str(call, str_of(digits));
}

static Value string_of_uint(Call *call, const Value *args)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long) args[0].u);
    return call_str(call, str_of(digits));
}

static Value string_of_double(Call *call, const Value *args)
{
    Growing text = { .call = call };
    grow_double(&text, args[0].d, true);
    return grow_end(&text);
}

static Value string_of_bytes(Call *call, const Value *args)
{
    Str bytes = value_as_str(args[0]);
    if (!fn_walk(call, bytes.len))
        return value_error();
    if (utf8_valid_len(bytes) < bytes.len)
        return fn_fail(call, "$1 is not UTF-8", args);
    return value_str(bytes);
}

static Value string_of_timestamp(Call *call, const Value *args)
{
    Text text = { 0 };
    timestamp_print(&text, args[0].i, args[0].nanos);
    return fn_convert_take_text(call, &text);
}

static Value string_of_duration(Call *call, const Value *args)
{
    Text text = { 0 };
    duration_print(&text, args[0].i);
    return fn_convert_take_text(call, &text);
}

static Value string_of_date(Call *call, const Value *args)
{
    char digits[11];
    date_print(args[0].date, digits);
    return call_str(call, str_of(digits));
}

static Value string_of_period(Call *call, const Value *args)
{
    Text text = { 0 };
    period_print(&text, value_as_period(args[0]));
    return fn_convert_take_text(call, &text);
}

static Value bytes_of_string(Call *call, const Value *args)
{
    (void) call;
    return value_bytes(value_as_str(args[0]));
}

/* ---- types */

static Value run_type(Call *call, const Value *args)
{
    static const Type *const types[KIND_COUNT] = {
#define PLAIN_KIND(id, word, name, width) [KIND_##id] = &TYPE_##id,
#include "model/kind.def"
        [KIND_TYPE] = &TYPE_TYPE,           [KIND_LIST] = &TYPE_LIST_DYN,         [KIND_MAP] = &TYPE_MAP_DYN,
        [KIND_OPTIONAL] = &TYPE_OPTIONAL_A, [KIND_RECORD] = &TYPE_MAP_STRING_DYN, /* it is a map of its fields */
    };
    const Type *type = args[0].kind < KIND_COUNT ? types[args[0].kind] : NULL;
    return type ? value_type(type) : fn_fail(call, "$1 has no type", args);
}

/* clang-format off */
static const Overload rows[] = {
    { "bool", FUNCTION, PARAMS1(BOOL), &TYPE_BOOL, run_identity, PLAIN, "bool(true)", "the value itself" },
    { "bool", FUNCTION, PARAMS1(STRING), &TYPE_BOOL, bool_of_string, PLAIN,
      "bool('true')", "true for '1', 't', 'T', 'true', 'TRUE', 'True', false for their opposites" },
    { "bytes", FUNCTION, PARAMS1(BYTES), &TYPE_BYTES, run_identity, PLAIN,
      "bytes(b'abc') == b'abc'", "the value itself" },
    { "bytes", FUNCTION, PARAMS1(STRING), &TYPE_BYTES, bytes_of_string, PLAIN,
      "bytes('abc') == b'abc'", "the text in UTF-8" },
    { "double", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, run_identity, PLAIN,
      "double(1.5) == 1.5", "the value itself" },
    { "double", FUNCTION, PARAMS1(INT), &TYPE_DOUBLE, double_of_int, PLAIN,
      "double(3) == 3.0", "the nearest double" },
    { "double", FUNCTION, PARAMS1(UINT), &TYPE_DOUBLE, double_of_uint, PLAIN,
      "double(3u) == 3.0", "the nearest double" },
    { "double", FUNCTION, PARAMS1(STRING), &TYPE_DOUBLE, double_of_string, PLAIN,
      "double('1.5e3') == 1500.0", "the number that the text spells" },
    { "dyn", FUNCTION, PARAMS1(A), &TYPE_DYN, run_identity, PLAIN,
      "dyn(1) == 1.0", "the value, its type known at run time only" },
    { "int", FUNCTION, PARAMS1(INT), &TYPE_INT, run_identity, PLAIN, "int(3) == 3", "the value itself" },
    { "int", FUNCTION, PARAMS1(UINT), &TYPE_INT, int_of_uint, PLAIN, "int(3u) == 3", "the same number" },
    { "int", FUNCTION, PARAMS1(DOUBLE), &TYPE_INT, int_of_double, PLAIN,
      "int(-7.9) == -7", "the number cut off towards zero" },
    { "int", FUNCTION, PARAMS1(STRING), &TYPE_INT, int_of_string, PLAIN,
      "int('-42') == -42", "the number that the text spells" },
    { "int", FUNCTION, PARAMS1(TIMESTAMP), &TYPE_INT, int_of_timestamp, PLAIN,
      "int(timestamp('1970-01-01T00:01:00Z')) == 60", "seconds since 1970 began" },
    { "string", FUNCTION, PARAMS1(STRING), &TYPE_STRING, run_identity, PLAIN,
      "string('a') == 'a'", "the value itself" },
    { "string", FUNCTION, PARAMS1(BOOL), &TYPE_STRING, string_of_bool, PLAIN,
      "string(true) == 'true'", "'true' or 'false'" },
    { "string", FUNCTION, PARAMS1(INT), &TYPE_STRING, string_of_int, DEAR,
      "string(-3) == '-3'", "the number in decimal" },
    { "string", FUNCTION, PARAMS1(UINT), &TYPE_STRING, string_of_uint, DEAR,
      "string(3u) == '3'", "the number in decimal" },
    { "string", FUNCTION, PARAMS1(DOUBLE), &TYPE_STRING, string_of_double, DEAR,
      "string(0.1) == '0.1'", "the shortest decimal that reads back as the same number" },
    { "string", FUNCTION, PARAMS1(BYTES), &TYPE_STRING, string_of_bytes, PLAIN,
      "string(b'abc') == 'abc'", "the bytes as UTF-8" },
    { "string", FUNCTION, PARAMS1(TIMESTAMP), &TYPE_STRING, string_of_timestamp, DEAR,
      "string(timestamp(0)) == '1970-01-01T00:00:00Z'", "RFC 3339, in UTC" },
    { "string", FUNCTION, PARAMS1(DURATION), &TYPE_STRING, string_of_duration, DEAR,
      "string(duration('1h30m')) == '5400s'", "decimal seconds and an s" },
    { "string", FUNCTION, PARAMS1(DATE), &TYPE_STRING, string_of_date, DEAR,
      "string(date(2003, 6, 1)) == '2003-06-01'", "year, month and day" },
    { "string", FUNCTION, PARAMS1(PERIOD), &TYPE_STRING, string_of_period, DEAR,
      "string(months(12)).contains('12')", "the period in words" },
    { "type", FUNCTION, PARAMS1(A), &TYPE_TYPE_A, run_type, PLAIN,
      "type(1) == int", "the type of the value at run time" },
    { "uint", FUNCTION, PARAMS1(UINT), &TYPE_UINT, run_identity, PLAIN,
      "uint(3u) == 3u", "the value itself" },
    { "uint", FUNCTION, PARAMS1(INT), &TYPE_UINT, uint_of_int, PLAIN, "uint(3) == 3u", "the same number" },
    { "uint", FUNCTION, PARAMS1(DOUBLE), &TYPE_UINT, uint_of_double, PLAIN,
      "uint(3.9) == 3u", "the number cut off towards zero" },
    { "uint", FUNCTION, PARAMS1(STRING), &TYPE_UINT, uint_of_string, PLAIN,
      "uint('300') == 300u", "the number that the text spells" },
};
/* clang-format on */

const OverloadTable fn_convert = OVERLOAD_TABLE(rows);
