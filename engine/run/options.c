/* Matches the options of a run with a pack. Whatever names nothing is complained about, with what comes nearest, and the rest is looked
   at all the same, so that all mistakes of a command line are told at once. */
#include "run/options.h"

/* A star takes nothing at first; where what follows does not fit, the last one takes a character more. Those before it need not be
   tried again: whatever they took, the last one could take. */
bool glob_matches(Str pattern, Str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, resume = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.len && pattern.at[p] == text.at[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

/* ---- rules */

static bool select_matching(const Pack *pack, Str pattern, bool *selected, bool value)
{
    bool found = false;
    for (uint32_t rule = 0; rule < pack->rule_count; rule++) {
        if (!glob_matches(pattern, pack->rules[rule].id))
            continue;
        selected[rule] = value;
        found = true;
    }
    return found;
}

static void select_rules(const Pack *pack, Strs patterns, bool *selected, bool value, Complaints *complaints)
{
    for (size_t i = 0; i < patterns.count; i++) {
        Str pattern = patterns.at[i];
        if (select_matching(pack, pattern, selected, value))
            continue;
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "no rule of the pack is called '%.*s'", STR_ARG(pattern));
        Nearest nearest = nearest_to(pattern);
        for (uint32_t rule = 0; rule < pack->rule_count; rule++)
            nearest_try(&nearest, pack->rules[rule].id);
        complaint_nearest(complaints, &nearest);
    }
}

/* Built-in rules of which nothing can be said in this run. */
static void leave_idle(const Pack *pack, const RunOptions *options, bool *selected)
{
    uint32_t ends = 0;
    for (uint32_t i = 0; i < pack->procedure_count; i++)
        ends += pack->procedures[i].end_count;
    if (options->waivers.len == 0)
        selected[BUILTIN_WAIVER] = false;
    if (ends == 0)
        selected[BUILTIN_STEP_AFTER_END] = false;
}

static bool *selected_rules(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints)
{
    bool *selected = arena_array(arena, bool, pack->rule_count);
    for (uint32_t rule = 0; rule < pack->rule_count; rule++)
        selected[rule] = options->only.count == 0;
    size_t errors = complaints->errors;
    select_rules(pack, options->only, selected, true, complaints);
    select_rules(pack, options->skip, selected, false, complaints);
    leave_idle(pack, options, selected);
    bool some = false;
    for (uint32_t rule = 0; rule < pack->rule_count; rule++)
        some |= selected[rule];
    if (!some && complaints->errors == errors)
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "what is to be left out leaves no rule to judge by");
    return selected;
}

/* ---- parameters */

static void options_set_parameter(Arena *arena, const Pack *pack, Str option, Value *set, Complaints *complaints)
{
    size_t equals = str_find(option, STR("="), 0);
    if (equals == SIZE_MAX || equals == 0) {
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "'%.*s' sets no parameter: write name=value", STR_ARG(option));
        return;
    }
    Str name = str_trim(str_slice(option, 0, equals)), text = str_trim(str_slice(option, equals + 1, option.len));
    uint32_t parameter = pack_find_parameter(pack, name);
    if (parameter == INDEX_NONE) {
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "the pack has no parameter '%.*s'", STR_ARG(name));
        Nearest nearest = nearest_to(name);
        for (uint32_t i = 0; i < pack->parameter_count; i++)
            nearest_try(&nearest, pack->parameters[i].name);
        complaint_nearest(complaints, &nearest);
        return;
    }
    if (parameter_read(arena, &pack->parameters[parameter], text, &set[parameter]))
        return;
    Str type = type_text(arena, pack->parameters[parameter].type);
    complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "the parameter '%.*s' is of type %.*s, which '%.*s' is not", STR_ARG(name),
                  STR_ARG(type), STR_ARG(text));
}

static const Value *set_parameters(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints)
{
    Value *set = arena_array(arena, Value, pack->parameter_count);
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        set[i] = value_missing();
    for (size_t i = 0; i < options->set.count; i++)
        options_set_parameter(arena, pack, options->set.at[i], set, complaints);
    return set;
}

/* ---- gate */

static void options_suggest_step(const Pack *pack, Str name, Complaints *complaints)
{
    Nearest nearest = nearest_to(name);
    for (uint32_t p = 0; p < pack->procedure_count; p++)
        for (uint32_t s = 0; s < pack->procedures[p].step_count; s++) {
            const Step *step = &pack->procedures[p].steps[s];
            nearest_try(&nearest, step->id);
            for (size_t i = 0; i < step->title.count; i++)
                nearest_try(&nearest, step->title.at[i].text);
        }
    complaint_nearest(complaints, &nearest);
}

static bool is_titled(const Step *step, Str name)
{
    for (size_t i = 0; i < step->title.count; i++)
        if (str_equal(step->title.at[i].text, name))
            return true;
    return false;
}

/* By its id, or by its title in some language. False when two steps are called so. */
static bool look_for_gate(const Pack *pack, Str name, bool by_title, Selection *selection, Complaints *complaints)
{
    for (uint32_t p = 0; p < pack->procedure_count; p++)
        for (uint32_t s = 0; s < pack->procedures[p].step_count; s++) {
            const Procedure *procedure = &pack->procedures[p];
            if (by_title ? !is_titled(&procedure->steps[s], name) : !str_equal(procedure->steps[s].id, name))
                continue;
            if (selection->gate_procedure != INDEX_NONE) {
                const Procedure *before = &pack->procedures[selection->gate_procedure];
                Str first = by_title ? before->steps[selection->gate_step].id : before->id;
                Str second = by_title ? procedure->steps[s].id : procedure->id;
                complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 },
                              by_title ? "two steps are called '%.*s': %.*s and %.*s" : "two procedures have a step '%.*s': %.*s and %.*s",
                              STR_ARG(name), STR_ARG(first), STR_ARG(second));
                return false;
            }
            selection->gate_procedure = p;
            selection->gate_step = s;
        }
    return true;
}

static void find_gate(const Pack *pack, Str name, Selection *selection, Complaints *complaints)
{
    bool is_clear = look_for_gate(pack, name, false, selection, complaints);
    if (is_clear && selection->gate_procedure == INDEX_NONE)
        is_clear = look_for_gate(pack, str_trim(name), true, selection, complaints);
    if (!is_clear || selection->gate_procedure != INDEX_NONE)
        return;
    complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "no procedure of the pack has a step '%.*s'", STR_ARG(name));
    options_suggest_step(pack, name, complaints);
}

/* ---- fields that are kept elsewhere */

static void complain_of_field(const Pack *pack, Str name, Complaints *complaints)
{
    complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "no table of the pack has a field '%.*s' that could be kept elsewhere",
                  STR_ARG(name));
    Nearest nearest = nearest_to(name);
    for (uint32_t i = 0; i < pack->table_count; i++)
        for (uint32_t f = 0; f < pack->tables[i].table.field_count; f++)
            nearest_try(&nearest, pack->tables[i].table.fields[f].name);
    complaint_nearest(complaints, &nearest);
}

/* What the pack says, and what the run adds; several of a run may stand in one text, parted by commas. */
static const bool *find_elsewhere(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints)
{
    if (!pack->elsewhere && options->elsewhere.count == 0)
        return NULL;
    bool *elsewhere = arena_array(arena, bool, pack->member_count);
    for (uint32_t i = 0; pack->elsewhere && i < pack->member_count; i++)
        elsewhere[i] = pack->elsewhere[i];
    for (size_t i = 0; i < options->elsewhere.count; i++) {
        Str rest = options->elsewhere.at[i];
        for (size_t comma; rest.len > 0; rest = comma == SIZE_MAX ? (Str) { 0 } : str_slice(rest, comma + 1, rest.len)) {
            comma = str_find(rest, STR(","), 0);
            Str name = str_trim(str_slice(rest, 0, comma == SIZE_MAX ? rest.len : comma));
            if (name.len > 0 && !pack_mark_fields(pack, name, elsewhere))
                complain_of_field(pack, name, complaints);
        }
    }
    return elsewhere;
}

static void check_day(Date date, const char *what, Complaints *complaints)
{
    if (!date_is_valid(date_year(date), date_month(date), date_day(date)))
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "%s is not a day of the calendar", what);
}

Selection selection_make(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints)
{
    Selection selection = { .gate_procedure = INDEX_NONE, .gate_step = INDEX_NONE, .as_of = options->as_of };
    selection.on = options->on ? options->on : options->as_of;
    if (options->as_of == 0)
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "the day on which the batch is judged must be given");
    else
        check_day(options->as_of, "the day on which the batch is judged", complaints);
    if (options->on && !options->has_gate)
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "a day for a step was given, but not which step");
    else if (options->on)
        check_day(options->on, "the day of the step", complaints);
    if (options->has_gate)
        find_gate(pack, options->gate, &selection, complaints);
    selection.selected = selected_rules(arena, pack, options, complaints);
    for (size_t i = 0; i < options->skip.count; i++)
        selection.repeats_columns |= glob_matches(options->skip.at[i], pack->rules[BUILTIN_NO_COLUMN].id);
    selection.elsewhere = find_elsewhere(arena, pack, options, complaints);
    selection.set = set_parameters(arena, pack, options, complaints);
    return selection;
}
