/* Names are gathered while the records pass, and told when all are known: under each unit those who may go, and of the others how many
   they are. Only names are kept, and of each unit no more than `most`, so that a page about a million people stays one; the counts are
   whole all the same. */
#include "report/standing.h"

#include "report/facts.h"

Standing *standing_in(Arena *arena, size_t most)
{
    Standing *standing = arena_new(arena, Standing);
    *standing = (Standing) { .arena = arena, .most = most, .indexes = map_in(arena) };
    return standing;
}

StandingGroup standing_group(const duly_record *record)
{
    switch (record->verdict) {
    case DULY_READY: return STANDING_READY;
    case DULY_BLOCKED: return STANDING_BLOCKED;
    case DULY_VERDICT_UNDECIDED: return record->wants_columns ? STANDING_CLEAR : STANDING_UNDECIDED;
    case DULY_NOT_JUDGED: return STANDING_NONE;
    }
    return STANDING_NONE;
}

Str standing_title(const Voice *voice, StandingGroup group, uint64_t count)
{
    static const WordsId titles[] = {
        [STANDING_READY] = WORDS_STANDING_READY,
        [STANDING_CLEAR] = WORDS_STANDING_CLEAR,
        [STANDING_UNDECIDED] = WORDS_IN_UNDECIDED,
        [STANDING_BLOCKED] = WORDS_IN_BLOCKED,
    };
    return say_number(voice, titles[group], count);
}

StandingName standing_name(Arena *arena, const duly_record *record)
{
    Str key = name_or_none(record->key);
    return (StandingName) {
        key.len ? key
                : arena_format(arena, "%.*s%.*s", STR_ARG(path_name(record->file)),
                               STR_ARG(place_within(arena, record->sheet, (Str) { 0 }, record->line))),
        name_or_none(record->label),
    };
}

static uint32_t unit_index(Standing *standing, Str name)
{
    uint32_t index = map_get(standing->indexes, name);
    if (index != MAP_NONE)
        return index;
    StandingUnit unit = { .name = arena_str(standing->arena, name) };
    index = map_add(standing->indexes, unit.name, (uint32_t) standing->units.count);
    arena_push(standing->arena, &standing->units, unit);
    return index;
}

size_t standing_add(Standing *standing, const duly_record *record)
{
    StandingGroup group = standing_group(record);
    size_t index = unit_index(standing, record->section);
    StandingUnit *unit = &standing->units.at[index];
    if (group == STANDING_NONE)
        return index;
    unit->counts[group]++;
    standing->counts[group]++;
    if (group > STANDING_CLEAR || (standing->most && unit->names[group].count >= standing->most))
        return index;
    StandingName name = standing_name(standing->arena, record);
    name.key = arena_str(standing->arena, name.key);
    name.label = arena_str(standing->arena, name.label);
    arena_push(standing->arena, &unit->names[group], name);
    return index;
}

/* ---- telling */

bool standing_is_divided(const Standing *standing)
{
    return standing->units.count > 1 || (standing->units.count == 1 && standing->units.at[0].name.len > 0);
}

Str standing_unit(const Voice *voice, const StandingUnit *unit)
{
    return unit->name.len ? value_said(voice, unit->name) : say(voice, WORDS_HTML_ELSEWHERE, NULL);
}

static void standing_add_next(const Voice *voice, Text *out, Str item)
{
    if (out->len > 0)
        words_add(out, voice->language, WORDS_STANDING_NEXT, NULL);
    text_add(out, item);
}

/* "L1 Wang Wei, L2 Li Na and 5 more" */
static Str names_of(const Voice *voice, const StandingUnit *unit, StandingGroup group)
{
    Text out = text_in(voice->arena);
    for (size_t i = 0; i < unit->names[group].count; i++) {
        const StandingName *name = &unit->names[group].at[i];
        standing_add_next(voice, &out,
                          arena_format(voice->arena, "%.*s%s%.*s", STR_ARG(name->key), name->label.len ? " " : "", STR_ARG(name->label)));
    }
    if (unit->counts[group] > unit->names[group].count)
        text_add(&out, say_number(voice, WORDS_STANDING_MORE, unit->counts[group] - unit->names[group].count));
    return text_str(&out);
}

static void tell_names(const Standing *standing, const Voice *voice, StandingGroup group, StandingLine *line, void *context)
{
    bool is_divided = standing_is_divided(standing);
    for (size_t i = 0; i < standing->units.count; i++) {
        const StandingUnit *unit = &standing->units.at[i];
        if (unit->counts[group] == 0)
            continue;
        Str names = names_of(voice, unit, group);
        line(context, 1,
             is_divided ? SAY(voice, WORDS_STANDING_UNIT, standing_unit(voice, unit), number_in(voice->arena, unit->counts[group]), names)
                        : names);
    }
}

/* The names follow with what was found about each: here the numbers are enough. */
static void tell_numbers(const Standing *standing, const Voice *voice, StandingGroup group, StandingLine *line, void *context)
{
    Text numbers = text_in(voice->arena);
    for (size_t i = 0; standing_is_divided(standing) && i < standing->units.count; i++) {
        const StandingUnit *unit = &standing->units.at[i];
        if (unit->counts[group])
            standing_add_next(voice, &numbers,
                              SAY(voice, WORDS_STANDING_NUMBER, standing_unit(voice, unit), number_in(voice->arena, unit->counts[group])));
    }
    if (numbers.len)
        line(context, 1, text_str(&numbers));
}

static void standing_tell_absent(const Voice *voice, const duly_summary *summary, StandingLine *line, void *context)
{
    Text names = text_in(voice->arena);
    for (size_t i = 0; i < summary->absent_count; i++) {
        const duly_absent *absent = &summary->absent[i];
        standing_add_next(voice, &names,
                          SAY(voice, WORDS_STANDING_LINE, value_said(voice, absent->name), number_in(voice->arena, absent->line)));
    }
    if (summary->absent_count == 0)
        return;
    line(context, 0, say_number(voice, WORDS_STANDING_ABSENT, summary->absent_count));
    line(context, 1, text_str(&names));
}

void standing_tell(const Standing *standing, const Voice *voice, const duly_summary *summary, StandingLine *line, void *context)
{
    for (StandingGroup group = STANDING_READY; group < STANDING_COUNT; group++) {
        if (standing->counts[group] == 0 && group != STANDING_READY)
            continue;
        line(context, 0, standing_title(voice, group, standing->counts[group]));
        (group <= STANDING_CLEAR ? tell_names : tell_numbers)(standing, voice, group, line, context);
    }
    standing_tell_absent(voice, summary, line, context);
}
