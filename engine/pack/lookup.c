/* Finding the parts of a loaded pack. */
#include "pack/pack.h"

const char *outcome_name(Outcome outcome)
{
    static const char *const names[OUTCOME_COUNT] = {
        [OUTCOME_PASS] = "pass",           [OUTCOME_VIOLATION] = "violation",
        [OUTCOME_UNDECIDED] = "undecided", [OUTCOME_NOT_APPLICABLE] = "not-applicable",
        [OUTCOME_WAIVED] = "waived",
    };
    return names[outcome];
}

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

uint32_t pack_find_parameter(const Pack *pack, Str name)
{
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        if (str_equal(pack->parameters[i].name, name))
            return i;
    return INDEX_NONE;
}

uint32_t pack_calendar_version(const Pack *pack, Date as_of)
{
    if (pack->calendar == INDEX_NONE)
        return 0;
    const Calendar *calendar = &pack->calendars[pack->calendar];
    uint32_t version = calendar->version_count - 1;
    while (version > 0 && calendar->versions[version].from > as_of)
        version--;
    return version;
}

const WorkCalendar *pack_workdays(const Pack *pack, Date as_of)
{
    if (pack->calendar == INDEX_NONE)
        return NULL;
    return &pack->calendars[pack->calendar].versions[pack_calendar_version(pack, as_of)].days;
}

uint32_t procedure_find_step(const Procedure *procedure, Str id)
{
    for (uint32_t i = 0; i < procedure->step_count; i++)
        if (str_equal(procedure->steps[i].id, id))
            return i;
    return INDEX_NONE;
}
