/* Versions of a rule: several with one id, each in force on days of its own.

   rule_ids leads from an id to the first of them, next_version on to the others, in the order in which they were read, which says
   nothing about their days. No two of them are in force on one day. */
#include "pack/loader.h"

static bool is_always(const Rule *rule)
{
    return rule->from <= DATE_MIN && rule->to >= DATE_MAX;
}

bool version_fits(Loader *loader, const Rule *rule, uint32_t first, Span at)
{
    for (uint32_t i = first; i != INDEX_NONE; i = loader->next_version[i]) {
        const Rule *other = &loader->pack->rules[i];
        if (rule->from > other->to || other->from > rule->to)
            continue;
        Str id = other->id;
        if (is_always(rule) && is_always(other))
            return complain_twice(loader, at, "rule", id, other->file, other->span);
        complain(loader, E_DUPLICATE_NAME, at, "this version of '%.*s' is in force on days of the one in %.*s, line %u", STR_ARG(id),
                 STR_ARG(other->file->name), source_place(other->file, other->span.start).line);
        diag_hint(loader->diags, "give each version an `effective` time of its own");
        return false;
    }
    return true;
}

void version_add(Loader *loader, uint32_t first, uint32_t rule)
{
    if (first == MAP_NONE || first >= rule)
        return;
    while (loader->next_version[first] != INDEX_NONE)
        first = loader->next_version[first];
    loader->next_version[first] = rule;
}

/* ---- days on which none is in force */

/* The version that begins first after `rule` has ended; INDEX_NONE: none does. */
static uint32_t successor_of(const Loader *loader, uint32_t first, const Rule *rule)
{
    const Rule *rules = loader->pack->rules;
    uint32_t found = INDEX_NONE;
    for (uint32_t i = first; i != INDEX_NONE; i = loader->next_version[i])
        if (rules[i].from > rule->to && (found == INDEX_NONE || rules[i].from < rules[found].from))
            found = i;
    return found;
}

static void advise_gap(Loader *loader, const Rule *rule, const Rule *next)
{
    Date day_after;
    char from[11], to[11];
    if (!date_add_days(rule->to, 1, &day_after) || day_after == next->from)
        return;
    date_print(rule->to, from);
    date_print(next->from, to);
    loader->source = next->file;
    complain(loader, W_VERSION_GAP, next->span, "no version of '%.*s' is in force between %s and %s", STR_ARG(next->id), from, to);
}

void advise_versions(Loader *loader)
{
    const Pack *pack = loader->pack;
    for (uint32_t i = BUILTIN_COUNT; i < pack->rule_count; i++) {
        uint32_t first = map_get(&loader->rule_ids, pack->rules[i].id);
        uint32_t next =
            first == MAP_NONE || loader->next_version[first] == INDEX_NONE ? INDEX_NONE : successor_of(loader, first, &pack->rules[i]);
        if (next != INDEX_NONE)
            advise_gap(loader, &pack->rules[i], &pack->rules[next]);
    }
}
