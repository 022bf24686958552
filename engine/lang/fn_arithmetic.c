/* Arithmetic on numbers. Nothing wraps around, nothing is converted: what does not fit is an error, as CEL has it. Division has to be
   kept from 0, and that of the least int from -1: the quotient is beyond int, and processors trap on the remainder as well. */
#include "lang/fn.h"

/* One row function of an operation on whole numbers that may overflow. */
#define CHECKED(name, field, T, overflows, make, sentence)    \
    static Value name(Call *call, const Value *args)          \
    {                                                         \
        T result;                                             \
        if (overflows(args[0].field, args[1].field, &result)) \
            return fn_fail(call, sentence, args);             \
        return make(result);                                  \
    }

CHECKED(add_int, i, int64_t, __builtin_add_overflow, value_int, "$1 + $2 is beyond the range of int")
CHECKED(subtract_int, i, int64_t, __builtin_sub_overflow, value_int, "$1 - $2 is beyond the range of int")
CHECKED(multiply_int, i, int64_t, __builtin_mul_overflow, value_int, "$1 * $2 is beyond the range of int")
CHECKED(add_uint, u, uint64_t, __builtin_add_overflow, value_uint, "$1 + $2 is beyond the range of uint")
CHECKED(subtract_uint, u, uint64_t, __builtin_sub_overflow, value_uint, "$1 - $2 is below 0: no uint can be that")
CHECKED(multiply_uint, u, uint64_t, __builtin_mul_overflow, value_uint, "$1 * $2 is beyond the range of uint")

#define DOUBLES(name, symbol)                            \
    static Value name(Call *call, const Value *args)     \
    {                                                    \
        (void) call;                                     \
        return value_double(args[0].d symbol args[1].d); \
    }

DOUBLES(add_double, +)
DOUBLES(subtract_double, -)
DOUBLES(multiply_double, *)
DOUBLES(divide_double, /)

static Value divide_int(Call *call, const Value *args)
{
    if (args[1].i == 0)
        return fn_fail(call, "$1 cannot be divided by 0", args);
    if (args[0].i == INT64_MIN && args[1].i == -1)
        return fn_fail(call, "$1 / $2 is beyond the range of int", args);
    return value_int(args[0].i / args[1].i);
}

static Value modulo_int(Call *call, const Value *args)
{
    if (args[1].i == 0)
        return fn_fail(call, "$1 cannot be divided by 0", args);
    if (args[0].i == INT64_MIN && args[1].i == -1)
        return fn_fail(call, "$1 % $2 is beyond the range of int", args);
    return value_int(args[0].i % args[1].i);
}

static Value divide_uint(Call *call, const Value *args)
{
    if (args[1].u == 0)
        return fn_fail(call, "$1 cannot be divided by 0", args);
    return value_uint(args[0].u / args[1].u);
}

static Value modulo_uint(Call *call, const Value *args)
{
    if (args[1].u == 0)
        return fn_fail(call, "$1 cannot be divided by 0", args);
    return value_uint(args[0].u % args[1].u);
}

static Value negate_int(Call *call, const Value *args)
{
    if (args[0].i == INT64_MIN)
        return fn_fail(call, "-($1) is beyond the range of int", args);
    return value_int(-args[0].i);
}

static Value negate_double(Call *call, const Value *args)
{
    (void) call;
    return value_double(-args[0].d);
}

/* clang-format off */
static const Overload rows[] = {
    { "%", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, modulo_int, PLAIN,
      "-7 % 4 == -3", "the remainder, with the sign of the first" },
    { "%", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, modulo_uint, PLAIN,
      "7u % 4u == 3u", "the remainder" },
    { "*", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, multiply_int, PLAIN, "6 * 7 == 42", "the product" },
    { "*", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, multiply_uint, PLAIN,
      "6u * 7u == 42u", "the product" },
    { "*", FUNCTION, PARAMS2(DOUBLE, DOUBLE), &TYPE_DOUBLE, multiply_double, PLAIN,
      "1.5 * 4.0 == 6.0", "the product" },
    { "+", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, add_int, PLAIN, "1 + 2 == 3", "the sum" },
    { "+", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, add_uint, PLAIN, "1u + 2u == 3u", "the sum" },
    { "+", FUNCTION, PARAMS2(DOUBLE, DOUBLE), &TYPE_DOUBLE, add_double, PLAIN,
      "1.5 + 2.0 == 3.5", "the sum" },
    { "-", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, subtract_int, PLAIN, "1 - 2 == -1", "the difference" },
    { "-", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, subtract_uint, PLAIN,
      "3u - 2u == 1u", "the difference" },
    { "-", FUNCTION, PARAMS2(DOUBLE, DOUBLE), &TYPE_DOUBLE, subtract_double, PLAIN,
      "1.5 - 2.0 == -0.5", "the difference" },
    { "-_", FUNCTION, PARAMS1(INT), &TYPE_INT, negate_int, PLAIN,
      "-(3) + 3 == 0", "the number with the other sign" },
    { "-_", FUNCTION, PARAMS1(DOUBLE), &TYPE_DOUBLE, negate_double, PLAIN,
      "-(1.5) < 0.0", "the number with the other sign" },
    { "/", FUNCTION, PARAMS2(INT, INT), &TYPE_INT, divide_int, PLAIN,
      "-7 / 2 == -3", "the quotient, cut off towards zero" },
    { "/", FUNCTION, PARAMS2(UINT, UINT), &TYPE_UINT, divide_uint, PLAIN,
      "7u / 2u == 3u", "the quotient, cut off" },
    { "/", FUNCTION, PARAMS2(DOUBLE, DOUBLE), &TYPE_DOUBLE, divide_double, PLAIN,
      "7.0 / 2.0 == 3.5", "the quotient" },
};
/* clang-format on */

const OverloadTable fn_arithmetic = OVERLOAD_TABLE(rows);
