/* Finding the parts of a loaded pack. By walking through all: there are few of each, and who asks often keeps the number. */
#include "pack/pack.h"

const Message *rule_message(const Rule *rule, Str language)
{
    const Message *english = NULL;
    for (uint32_t i = 0; i < rule->message_count; i++) {
        const Message *message = &rule->messages[i];
        if (str_equal(message->language, language))
            return message;
        if (!english && str_is(message->language, "en"))
            english = message;
    }
    return english ? english : rule->message_count ? &rule->messages[0] : NULL;
}

bool pack_is_private(const Pack *pack, const Field *field)
{
    for (uint32_t i = 0; !field->is_private && field->table != TABLE_NONE && i < pack->table_count; i++) {
        const Table *to = &pack->tables[field->table].table;
        if (to->key == FIELD_NONE)
            return false;
        field = &to->fields[to->key]; /* at most once a table: keys may refer in a circle */
    }
    return field->is_private;
}

const Expr *pack_reference_of(const Expr *expr)
{
    if (!expr || expr->kind != EXPR_SELECT || !expr->symbol || expr->symbol->kind != SYMBOL_INPUT)
        return NULL;
    const Expr *of = expr->select.operand;
    const Type *record = of->type;
    bool is_key = record && record->kind == KIND_RECORD && of->kind == EXPR_SELECT && expr->symbol->slot == record->record->key;
    return is_key ? of : NULL;
}

bool pack_is_dictionary(const Pack *pack)
{
    return pack->rule_count == BUILTIN_COUNT && pack->dropped_count == 0;
}

uint32_t pack_find_rule(const Pack *pack, Str id)
{
    for (uint32_t i = 0; i < pack->rule_count; i++)
        if (str_equal(pack->rules[i].id, id))
            return i;
    return INDEX_NONE;
}

uint32_t pack_find_table(const Pack *pack, Str name)
{
    for (uint32_t i = 0; i < pack->table_count; i++)
        if (str_equal(pack->tables[i].table.name, name))
            return i;
    return INDEX_NONE;
}

bool pack_mark_fields(const Pack *pack, Str name, bool *marked)
{
    size_t dot = str_find(name, STR("."), 0);
    Str table = dot == SIZE_MAX ? (Str) { 0 } : str_slice(name, 0, dot);
    Str field = dot == SIZE_MAX ? name : str_slice(name, dot + 1, name.len);
    bool found = false;
    for (uint32_t i = 0; i < pack->table_count; i++) {
        uint32_t index = table_find(&pack->tables[i].table, field);
        if ((table.len > 0 && !str_equal(table, pack->tables[i].table.name)) || index == FIELD_NONE)
            continue;
        marked[pack->tables[i].record.first + index] = true;
        found = true;
    }
    return found;
}

uint32_t pack_find_parameter(const Pack *pack, Str name)
{
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        if (str_equal(pack->parameters[i].name, name))
            return i;
    return INDEX_NONE;
}

uint32_t pack_calendar_version(const Pack *pack, Date as_of)
{
    uint32_t version = pack->calendar_version_count;
    while (version > 1 && pack->calendar_versions[version - 1].from > as_of)
        version--;
    return version ? version - 1 : 0;
}

const WorkCalendars *pack_calendars(const Pack *pack, Date as_of)
{
    if (pack->calendar_version_count == 0)
        return NULL;
    return &pack->calendar_versions[pack_calendar_version(pack, as_of)].calendars;
}

uint32_t pack_find_calendar(const Pack *pack, Str name)
{
    for (uint32_t i = 0; i < pack->calendar_count; i++)
        if (str_equal(pack->calendars[i].name, name))
            return i;
    return INDEX_NONE;
}

uint32_t procedure_find_step(const Procedure *procedure, Str id)
{
    for (uint32_t i = 0; i < procedure->step_count; i++)
        if (str_equal(procedure->steps[i].id, id))
            return i;
    return INDEX_NONE;
}
