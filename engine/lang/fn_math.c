/* math.*: rounding, signs, bits, the greatest and the least; and shares, which are no part of CEL's extension.

   greatest and least give one of their arguments, not a number made of all: the int stays an int beside a double. round() takes halves
   away from zero, as C's does. */
#include "lang/fn.h"

#include <math.h>

/* ---- the greatest and the least: numbers of any types, the value itself is the result */

static Value pick(Call *call, const Value *items, uint32_t count, Order wanted)
{
    if (count == 0)
        return call_fail(call, "of no numbers, none is the greatest or the least");
    const Value *best = items;
    for (uint32_t i = 0; i < count; i++) {
        Order order;
        if (!call_step(call, 1))
            return value_error();
        if (!value_is_number(items[i]))
            return fn_fail(call, "$1 is not a number", &items[i]);
        if (!value_order(items[i], *best, &order) || order == ORDER_NONE)
            return fn_fail(call, "NaN is neither greater nor less than any number", items);
        if (order == wanted)
            best = &items[i];
    }
    return *best;
}

static Value greatest_of_one(Call *call, const Value *args)
{
    return pick(call, args, 1, ORDER_MORE);
}

static Value greatest_of_two(Call *call, const Value *args)
{
    return pick(call, args, 2, ORDER_MORE);
}

static Value greatest_of_list(Call *call, const Value *args)
{
    return pick(call, args[0].list->at, args[0].list->count, ORDER_MORE);
}

static Value least_of_one(Call *call, const Value *args)
{
    return pick(call, args, 1, ORDER_LESS);
}

static Value least_of_two(Call *call, const Value *args)
{
    return pick(call, args, 2, ORDER_LESS);
}

static Value least_of_list(Call *call, const Value *args)
{
    return pick(call, args[0].list->at, args[0].list->count, ORDER_LESS);
}

/* ---- doubles */

#define ROUNDING(name, function)                     \
    static Value name(Call *call, const Value *args) \
    {                                                \
        (void) call;                                 \
        return value_double(function(args[0].d));    \
    }

ROUNDING(run_ceil, ceil)
ROUNDING(run_floor, floor)
ROUNDING(run_round, round)
ROUNDING(run_trunc, trunc)
ROUNDING(sqrt_of_double, sqrt)
ROUNDING(abs_of_double, fabs)

static Value sqrt_of_int(Call *call, const Value *args)
{
    (void) call;
    return value_double(sqrt((double) args[0].i));
}

static Value sqrt_of_uint(Call *call, const Value *args)
{
    (void) call;
    return value_double(sqrt((double) args[0].u));
}

static Value run_is_nan(Call *call, const Value *args)
{
    (void) call;
    return value_bool(isnan(args[0].d));
}

static Value run_is_inf(Call *call, const Value *args)
{
    (void) call;
    return value_bool(isinf(args[0].d));
}

static Value run_is_finite(Call *call, const Value *args)
{
    (void) call;
    return value_bool(isfinite(args[0].d));
}

/* ---- signs */

static Value fn_math_run_itself(Call *call, const Value *args)
{
    (void) call;
    return args[0];
}

static Value abs_of_int(Call *call, const Value *args)
{
    if (args[0].i == INT64_MIN)
        return fn_fail(call, "$1 without its sign is beyond the range of int", args);
    return value_int(args[0].i < 0 ? -args[0].i : args[0].i);
}

static Value sign_of_int(Call *call, const Value *args)
{
    (void) call;
    return value_int((args[0].i > 0) - (args[0].i < 0));
}

static Value sign_of_uint(Call *call, const Value *args)
{
    (void) call;
    return value_uint(args[0].u > 0);
}

static Value sign_of_double(Call *call, const Value *args)
{
    (void) call;
    if (isnan(args[0].d) || args[0].d == 0)
        return args[0];
    return value_double(args[0].d < 0 ? -1 : 1);
}

/* ---- bits: an int is its two's complement */

static Value bits_as(Value like, uint64_t bits)
{
    Value result = { .kind = like.kind };
    result.u = bits;
    return result;
}

#define BITS(name, symbol)                                   \
    static Value name(Call *call, const Value *args)         \
    {                                                        \
        (void) call;                                         \
        return bits_as(args[0], args[0].u symbol args[1].u); \
    }

BITS(bit_and, &)
BITS(bit_or, |)
BITS(bit_xor, ^)

static Value bit_not(Call *call, const Value *args)
{
    (void) call;
    return bits_as(args[0], ~args[0].u);
}

static Value shift_left(Call *call, const Value *args)
{
    if (args[1].i < 0)
        return fn_fail(call, "bits cannot be shifted by $2 places", args);
    return bits_as(args[0], args[1].i > 63 ? 0 : args[0].u << args[1].i);
}

static Value shift_right(Call *call, const Value *args)
{
    if (args[1].i < 0)
        return fn_fail(call, "bits cannot be shifted by $2 places", args);
    return bits_as(args[0], args[1].i > 63 ? 0 : args[0].u >> args[1].i);
}

/* clang-format off */
#define PICK(name, less, result, params, run, example) \
    { name, FUNCTION, params, &TYPE_##result, run, PLAIN, example, less }
#define PICKS(name, doc, run, one, two, list) \
    PICK(name, doc, INT, PARAMS1(INT), run##_of_one, name "(1) == 1"), \
    PICK(name, doc, UINT, PARAMS1(UINT), run##_of_one, name "(1u) == 1u"), \
    PICK(name, doc, DOUBLE, PARAMS1(DOUBLE), run##_of_one, name "(1.5) == 1.5"), \
    PICK(name, doc, INT, PARAMS2(INT, INT), run##_of_two, name "(1, 2) == " one), \
    PICK(name, doc, UINT, PARAMS2(UINT, UINT), run##_of_two, name "(1u, 2u) == " one "u"), \
    PICK(name, doc, DOUBLE, PARAMS2(DOUBLE, DOUBLE), run##_of_two, name "(1.0, 2.0) == " one ".0"), \
    PICK(name, doc, DYN, PARAMS2(INT, UINT), run##_of_two, name "(1, 2u) == " one), \
    PICK(name, doc, DYN, PARAMS2(INT, DOUBLE), run##_of_two, name "(1, 2.0) == " one), \
    PICK(name, doc, DYN, PARAMS2(UINT, INT), run##_of_two, name "(1u, 2) == " one), \
    PICK(name, doc, DYN, PARAMS2(UINT, DOUBLE), run##_of_two, name "(1u, 2.0) == " one), \
    PICK(name, doc, DYN, PARAMS2(DOUBLE, INT), run##_of_two, name "(1.0, 2) == " one), \
    PICK(name, doc, DYN, PARAMS2(DOUBLE, UINT), run##_of_two, name "(1.0, 2u) == " one), \
    PICK(name, doc, INT, PARAMS1(LIST_INT), run##_of_list, name "([3, 1, 2]) == " two), \
    PICK(name, doc, UINT, PARAMS1(LIST_UINT), run##_of_list, name "([3u, 1u, 2u]) == " two "u"), \
    PICK(name, doc, DOUBLE, PARAMS1(LIST_DOUBLE), run##_of_list, name "([3.0, 1.0, 2.0]) == " two ".0"), \
    PICK(name, doc, DYN, PARAMS1(LIST_DYN), run##_of_list, name "([3, 1u, 2.0]) == " list)

/* ---- shares */

static Value percent(Call *call, double part, double whole)
{
    if (whole == 0)
        return call_fail(call, "there is nothing of which to tell the percentage");
    return value_double(100 * part / whole);
}

static Value percent_of_ints(Call *call, const Value *args)
{
    return percent(call, (double) args[0].i, (double) args[1].i);
}

static Value percent_of_doubles(Call *call, const Value *args)
{
    return percent(call, args[0].d, args[1].d);
}

static const Overload rows[] = {
    { "math.abs", FUNCTION, PARAMS1(INT), &TYPE_INT, abs_of_int, PLAIN,
      "math.abs(-3) == 3", "the number without its sign" },
    { "math.abs", FUNCTION, PARAMS1(UINT), &TYPE_UINT, fn_math_run_itself, PLAIN,
      "math.abs(3u) == 3u", "the number itself" },
    { "math.abs", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, abs_of_double, PLAIN,
      "math.abs(-1.5) == 1.5", "the number without its sign" },
    { "math.bitAnd", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, bit_and, PLAIN,
      "math.bitAnd(6, 3) == 2", "the bits that both have" },
    { "math.bitAnd", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, bit_and, PLAIN,
      "math.bitAnd(6u, 3u) == 2u", "the bits that both have" },
    { "math.bitNot", FUNCTION, PARAMS1(INT), &TYPE_INT, bit_not, PLAIN,
      "math.bitNot(1) == -2", "every bit turned round" },
    { "math.bitNot", FUNCTION, PARAMS1(UINT), &TYPE_UINT, bit_not, PLAIN,
      "math.bitNot(0u) == 18446744073709551615u", "every bit turned round" },
    { "math.bitOr", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, bit_or, PLAIN,
      "math.bitOr(1, 2) == 3", "the bits that one of them has" },
    { "math.bitOr", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, bit_or, PLAIN,
      "math.bitOr(1u, 2u) == 3u", "the bits that one of them has" },
    { "math.bitShiftLeft", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, shift_left, PLAIN,
      "math.bitShiftLeft(1, 2) == 4", "the bits moved up by so many places" },
    { "math.bitShiftLeft", FUNCTION, PARAMS2(UINT, INT), &TYPE_UINT, shift_left, PLAIN,
      "math.bitShiftLeft(1u, 2) == 4u", "the bits moved up by so many places" },
    { "math.bitShiftRight", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, shift_right, PLAIN,
      "math.bitShiftRight(1024, 3) == 128", "the bits moved down, zeros above" },
    { "math.bitShiftRight", FUNCTION, PARAMS2(UINT, INT), &TYPE_UINT, shift_right, PLAIN,
      "math.bitShiftRight(1024u, 3) == 128u", "the bits moved down, zeros above" },
    { "math.bitXor", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, bit_xor, PLAIN,
      "math.bitXor(1, 3) == 2", "the bits that just one has" },
    { "math.bitXor", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, bit_xor, PLAIN,
      "math.bitXor(1u, 3u) == 2u", "the bits that just one has" },
    { "math.ceil", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, run_ceil, PLAIN,
      "math.ceil(1.2) == 2.0", "the next whole number up" },
    { "math.floor", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, run_floor, PLAIN,
      "math.floor(-1.2) == -2.0", "the next whole number down" },
    PICKS("math.greatest", "the greatest of the numbers", greatest, "2", "3", "3"),
    { "math.isFinite", FUNCTION, PARAMS1(DOUBLE), &TYPE_BOOL, run_is_finite, PLAIN,
      "math.isFinite(1.5)", "whether it is neither infinite nor NaN" },
    { "math.isInf", FUNCTION, PARAMS1(DOUBLE), &TYPE_BOOL, run_is_inf, PLAIN,
      "math.isInf(1.0 / 0.0)", "whether it is infinite" },
    { "math.isNaN", FUNCTION, PARAMS1(DOUBLE), &TYPE_BOOL, run_is_nan, PLAIN,
      "math.isNaN(0.0 / 0.0)", "whether it is no number at all" },
    PICKS("math.least", "the least of the numbers", least, "1", "1", "1"),
    { "math.round", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, run_round, PLAIN,
      "math.round(-1.5) == -2.0", "the nearest whole number, halves away from zero" },
    { "math.sign", FUNCTION, PARAMS1(INT), &TYPE_INT, sign_of_int, PLAIN,
      "math.sign(-3) == -1", "-1, 0 or 1" },
    { "math.sign", FUNCTION, PARAMS1(UINT), &TYPE_UINT, sign_of_uint, PLAIN,
      "math.sign(3u) == 1u", "0 or 1" },
    { "math.sign", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, sign_of_double, PLAIN,
      "math.sign(-1.5) == -1.0", "-1, 0 or 1; NaN of NaN" },
    { "math.sqrt", FUNCTION, PARAMS1(INT), &TYPE_DOUBLE, sqrt_of_int, PLAIN,
      "math.sqrt(81) == 9.0", "the square root, NaN of negative numbers" },
    { "math.sqrt", FUNCTION, PARAMS1(UINT), &TYPE_DOUBLE, sqrt_of_uint, PLAIN,
      "math.sqrt(81u) == 9.0", "the square root" },
    { "math.sqrt", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, sqrt_of_double, PLAIN,
      "math.sqrt(2.25) == 1.5", "the square root, NaN of negative numbers" },
    { "math.trunc", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, run_trunc, PLAIN,
      "math.trunc(-1.8) == -1.0", "the number cut off towards zero" },
    { "percent", FUNCTION, PARAMS2(INT, INT), &TYPE_DOUBLE, percent_of_ints, PLAIN,
      "percent(1, 8) == 12.5", "how many percent the first is of the second" },
    { "percent", FUNCTION, PARAMS2(DOUBLE, DOUBLE), &TYPE_DOUBLE, percent_of_doubles, PLAIN,
      "percent(0.5, 2.0) == 25.0", "how many percent the first is of the second" },
};
/* clang-format on */

const OverloadTable fn_math = OVERLOAD_TABLE(rows);
