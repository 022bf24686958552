/* The functions over a group as a table: name, what they take, how it is said, what they give. */
#include "lang/aggregate.h"

static bool aggregate_is_number(const Type *type)
{
    return type->kind == KIND_INT || type->kind == KIND_UINT || type->kind == KIND_DOUBLE;
}

static bool is_sum(const Type *type)
{
    return aggregate_is_number(type) || type->kind == KIND_DURATION;
}

static bool aggregate_is_single(const Type *type)
{
    return is_sum(type) || type->kind == KIND_STRING || type->kind == KIND_DATE || type->kind == KIND_TIMESTAMP ||
           type->kind == KIND_TIME || type->kind == KIND_BOOL;
}

static bool is_truth(const Type *type)
{
    return type->kind == KIND_BOOL;
}

/* total() takes another of these, which is looked at before. */
static bool aggregate_is_nothing(const Type *type)
{
    (void) type;
    return false;
}

static const struct {
    const char *name;
    bool (*takes)(const Type *argument);
    const char *wants;
    const Type *result; /* NULL: that of the argument */
} kinds[AGGREGATE_KINDS] = {
    [AGGREGATE_COUNT] = { "count", is_truth, "counts the records for which something is true", &TYPE_INT },
    [AGGREGATE_SUM] = { "sum", is_sum, "adds numbers", NULL },
    [AGGREGATE_AVG] = { "avg", aggregate_is_number, "is an average of numbers", &TYPE_DOUBLE },
    [AGGREGATE_MIN] = { "min", aggregate_is_single, "finds the least of single values", NULL },
    [AGGREGATE_MAX] = { "max", aggregate_is_single, "finds the greatest of single values", NULL },
    [AGGREGATE_DISTINCT] = { "distinct", aggregate_is_single, "counts different single values", &TYPE_INT },
    [AGGREGATE_MEDIAN] = { "median", aggregate_is_number, "finds the middle one of numbers", &TYPE_DOUBLE },
    [AGGREGATE_PERCENTILE] = { "percentile", aggregate_is_number, "finds the number below which so many percent lie", &TYPE_DOUBLE },
    [AGGREGATE_TOTAL] = { "total", aggregate_is_nothing, "takes count(), sum(…) or another of them", NULL },
};

const char *aggregate_name(AggregateKind kind)
{
    return kinds[kind].name;
}

AggregateKind aggregate_find(Str name)
{
    AggregateKind kind = 0;
    while (kind < AGGREGATE_KINDS && !str_is(name, kinds[kind].name))
        kind++;
    return kind;
}

const char *aggregate_takes(AggregateKind kind, const Type *argument, const Type **result)
{
    *result = kinds[kind].result ? kinds[kind].result : argument;
    return kinds[kind].takes(argument) ? NULL : kinds[kind].wants;
}
