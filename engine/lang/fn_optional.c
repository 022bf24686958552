/* Values that may be there or not. */
#include "lang/fn.h"

static Value run_none(Call *call, const Value *args)
{
    (void) call;
    (void) args;
    return value_optional(NULL);
}

static Value run_of(Call *call, const Value *args)
{
    return fn_optional_of(call, args[0]);
}

static bool fn_optional_is_zero(Value v)
{
    switch (v.kind) {
    case KIND_NULL: return true;
    case KIND_BOOL: return !v.boolean;
    case KIND_INT:
    case KIND_UINT:
    case KIND_DURATION: return v.u == 0;
    case KIND_DOUBLE: return v.d == 0;
    case KIND_STRING:
    case KIND_BYTES: return v.len == 0;
    case KIND_PERIOD: return !v.is_named && v.period.months == 0 && v.period.days == 0 && v.workdays == 0;
    case KIND_LIST: return v.list->count == 0;
    case KIND_MAP: return v.map->count == 0;
    case KIND_OPTIONAL: return v.optional == NULL;
    case KIND_TIMESTAMP: return v.i == 0 && v.nanos == 0;
    default: return false;
    }
}

static Value run_of_non_zero(Call *call, const Value *args)
{
    return fn_optional_is_zero(args[0]) ? value_optional(NULL) : fn_optional_of(call, args[0]);
}

static Value run_has_value(Call *call, const Value *args)
{
    (void) call;
    return value_bool(args[0].optional != NULL);
}

static Value run_has_this_value(Call *call, const Value *args)
{
    Same same = args[0].optional ? fn_equal(call, *args[0].optional, args[1]) : SAME_NO;
    return same == SAME_STOPPED ? value_error() : value_bool(same == SAME_YES);
}

static Value run_value(Call *call, const Value *args)
{
    return args[0].optional ? *args[0].optional : call_fail(call, "there is no value");
}

static Value fn_optional_run_or(Call *call, const Value *args)
{
    (void) call;
    return args[0].optional ? args[0] : args[1];
}

static Value run_or_value(Call *call, const Value *args)
{
    (void) call;
    return args[0].optional ? *args[0].optional : args[1];
}

static Value run_unwrap(Call *call, const Value *args)
{
    GrowingList out = { .call = call };
    const List *list = args[0].list;
    for (uint32_t i = 0; i < list->count && !out.failed; i++) {
        if (list->at[i].kind != KIND_OPTIONAL)
            return fn_fail(call, "$1 is not an optional value", &list->at[i]);
        if (list->at[i].optional)
            grow_item(&out, *list->at[i].optional);
        else
            out.failed |= !call_step(call, 1);
    }
    return grow_list_end(&out);
}

/* clang-format off */
static const Overload rows[] = {
    { "hasValue", METHOD, PARAMS1(OPTIONAL_A), &TYPE_BOOL, run_has_value, PLAIN,
      "optional.of(1).hasValue()", "whether there is a value" },
    { "hasValue", METHOD, PARAMS2(OPTIONAL_A, A), &TYPE_BOOL, run_has_this_value, PLAIN,
      "optional.of(1).hasValue(1) && !optional.none().hasValue(1)", "whether there is a value that equals this one" },
    { "optional.none", FUNCTION, PARAMS0, &TYPE_OPTIONAL_A, run_none, PLAIN,
      "!optional.none().hasValue()", "no value" },
    { "optional.of", FUNCTION, PARAMS1(A), &TYPE_OPTIONAL_A, run_of, DEAR,
      "optional.of(1).value() == 1", "the value as one that is there" },
    { "optional.ofNonZeroValue", FUNCTION, PARAMS1(A), &TYPE_OPTIONAL_A, run_of_non_zero, DEAR,
      "!optional.ofNonZeroValue('').hasValue()",
      "the value, or none where it is 0, '', false, null or empty" },
    { "optional.unwrap", FUNCTION, PARAMS1(LIST_OPTIONAL_A), &TYPE_LIST_A, run_unwrap, DEAR,
      "optional.unwrap([optional.of(1), optional.none()]) == [1]", "the values that are there" },
    { "or", METHOD, PARAMS2(OPTIONAL_A, OPTIONAL_A), &TYPE_OPTIONAL_A, fn_optional_run_or, PLAIN,
      "optional.none().or(optional.of(2)).value() == 2", "itself where it has a value, else the other" },
    { "orValue", METHOD, PARAMS2(OPTIONAL_A, A), &TYPE_A, run_or_value, PLAIN,
      "optional.none().orValue(3) == 3", "its value, else the other" },
    { "unwrapOpt", METHOD, PARAMS1(LIST_OPTIONAL_A), &TYPE_LIST_A, run_unwrap, DEAR,
      "[optional.of(1), optional.none()].unwrapOpt() == [1]", "the values that are there" },
    { "value", METHOD, PARAMS1(OPTIONAL_A), &TYPE_A, run_value, PLAIN,
      "optional.of('a').value() == 'a'", "its value; an error where there is none" },
};
/* clang-format on */

const OverloadTable fn_optional = OVERLOAD_TABLE(rows);
