/* Finding functions and operators in the tables of the files fn_*.c. */
#include "lang/builtin.h"

static const OverloadTable *const tables[] = {
    &fn_logic, &fn_arithmetic, &fn_compare,  &fn_convert, &fn_text, &fn_format,   &fn_regex,  &fn_math,
    &fn_time,  &fn_clock,      &fn_calendar, &fn_list,    &fn_set,  &fn_optional, &fn_encode, &fn_network,
};
enum { TABLE_COUNT = sizeof tables / sizeof tables[0] };

static bool builtin_is_before(const char *row, Str name)
{
    size_t i = 0;
    while (i < name.len && row[i] && row[i] == name.at[i])
        i++;
    return i < name.len && (unsigned char) row[i] < (unsigned char) name.at[i];
}

/* The first row whose name is not before this one. */
static size_t lower_bound(const OverloadTable *table, Str name)
{
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (builtin_is_before(table->rows[middle].name, name))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* By their first letters alone: operators are in few tables, and whatever else is in no table of theirs. */
static bool may_have(const OverloadTable *table, Str name)
{
    return name.len > 0 && table->rows[0].name[0] <= name.at[0] && name.at[0] <= table->rows[table->count - 1].name[0];
}

void builtin_find(Str name, void (*visit)(void *context, const Overload *overload), void *context)
{
    for (size_t t = 0; t < TABLE_COUNT; t++)
        for (size_t i = may_have(tables[t], name) ? lower_bound(tables[t], name) : SIZE_MAX; i < tables[t]->count; i++) {
            if (!str_is(name, tables[t]->rows[i].name))
                break;
            visit(context, &tables[t]->rows[i]);
        }
}

const Overload *builtin_at(size_t index)
{
    for (size_t t = 0; t < TABLE_COUNT; t++) {
        if (index < tables[t]->count)
            return &tables[t]->rows[index];
        index -= tables[t]->count;
    }
    return NULL;
}

bool overload_takes(const Type *param, Value value)
{
    Kind kind = (Kind) value.kind;
    switch (param->kind) {
    case KIND_DYN:
    case KIND_PARAM: return kind != KIND_ERROR;
    case KIND_WRAPPER: return kind == KIND_NULL || overload_takes(param->param[0], value);
    default: return param->kind == kind;
    }
}
