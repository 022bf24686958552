/* A file of columns has one or it has none, and that is known before its first record. A record of JSON or YAML names its fields itself: most
   programs leave out what they have nothing for, so that what one record leaves out says nothing of the next, and nobody need read the file
   to its end before the first is judged. */
#include "run/elsewhere.h"

bool elsewhere_is_kept(const Sheet *sheet, uint32_t member)
{
    const bool *elsewhere = sheet->plan->options.elsewhere;
    return elsewhere && elsewhere[member];
}

static bool elsewhere_is_own(const Sheet *sheet, uint32_t member)
{
    uint32_t first = sheet->table->table->record.first;
    return member >= first && member - first < sheet->table->table->table.field_count;
}

static uint32_t elsewhere_field_of(const Sheet *sheet, uint32_t member)
{
    return member - sheet->table->table->record.first;
}

static bool is_keyed(const Sheet *sheet)
{
    return sheet->task.batch->mapping->keyed;
}

/* What it names and what cannot be read is not left out. */
static bool leaves_out(const Sheet *sheet, uint32_t field, uint32_t row)
{
    const Str *cells = sheet->task.batch->cells[field];
    bool is_empty = !sheet->is_converted[field] || sheet->results[field][row] == CELL_EMPTY;
    return (!cells || !cells[row].at) && is_empty;
}

/* ---- the whole of a batch */

static bool lacks(const Sheet *sheet, uint32_t member)
{
    return elsewhere_is_own(sheet, member) ? !sheet_has_column(sheet, elsewhere_field_of(sheet, member)) : sides_lack(sheet->sides, member);
}

static bool some_leave_out(const Sheet *sheet, uint32_t member)
{
    bool found = false;
    for (uint32_t row = 0; is_keyed(sheet) && elsewhere_is_own(sheet, member) && row < sheet->rows && !found; row++)
        found = leaves_out(sheet, elsewhere_field_of(sheet, member), row);
    return found;
}

static bool asks_for_lacking(const Sheet *sheet, const uint32_t *members, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (elsewhere_is_kept(sheet, members[i]) && lacks(sheet, members[i]))
            return true;
    return false;
}

/* What a group comes to without some of its records is not known. */
static bool group_asks(const Sheet *sheet, const GroupPlan *group)
{
    bool asks = !asks_for_lacking(sheet, group->reads, group->read_count);
    for (uint32_t i = 0; asks && i < group->read_count; i++)
        asks = !elsewhere_is_kept(sheet, group->reads[i]) || !some_leave_out(sheet, group->reads[i]);
    return asks;
}

/* For those who tell what was not asked. */
static void note_left_out(Sheet *sheet)
{
    uint32_t first = sheet->table->table->record.first, fields = sheet->table->table->table.field_count;
    if (!is_keyed(sheet))
        return;
    sheet->result->left_out = arena_array(&sheet->result->arena, bool, fields);
    for (uint32_t field = 0; field < fields; field++)
        sheet->result->left_out[field] = elsewhere_is_kept(sheet, first + field) && some_leave_out(sheet, first + field);
}

/* ---- what need not be worked out */

static void mark_rule(const TablePlan *table, const RulePlan *rule, bool *marks)
{
    program_mark_run(table->program, rule->when, marks);
    program_mark_run(table->program, rule->applies, marks);
    program_mark_run(table->program, rule->unended, marks);
    program_mark_run(table->program, rule->require, marks);
    program_mark_run(table->program, rule->concerns, marks);
    program_mark_run(table->program, rule->day, marks);
}

static void mark_group(const TablePlan *table, const GroupPlan *group, bool *marks)
{
    program_mark_run(table->program, group->applies, marks);
    for (uint32_t i = 0; i < group->grouping->key_count; i++)
        program_mark_run(table->program, group->keys[i], marks);
    for (uint32_t i = 0; i < group->grouping->aggregates.list.count; i++)
        program_mark_run(table->program, group->args[i], marks);
}

static void mark_others(const TablePlan *table, bool *marks)
{
    for (uint32_t i = 0; i < table->group_count; i++)
        mark_group(table, &table->groups[i], marks);
    for (uint32_t i = 0; i < plan_end_count(table); i++) {
        program_mark_run(table->program, table->ends[i].when, marks);
        program_mark_run(table->program, table->ends[i].on, marks);
    }
    program_mark_run(table->program, table->ended, marks);
    program_mark_run(table->program, table->candidates, marks);
}

static void wake_step(Sheet *sheet, uint32_t step)
{
    if (step != INDEX_NONE && sheet->table->procedure && step < sheet->table->procedure->step_count)
        sheet->is_passed_idle[step] = false;
}

/* Whether a step was passed is asked by gates of rules about records, and by the days that pick versions for them; where the step has no
   column that is found record by record. */
static void rest_steps(Sheet *sheet)
{
    const Pack *pack = sheet->plan->options.pack;
    const TablePlan *table = sheet->table;
    uint32_t steps = table->procedure ? table->procedure->step_count : 0;
    for (uint32_t step = 0; step < steps; step++)
        sheet->is_passed_idle[step] = true;
    for (uint32_t i = 0; i < table->rule_count; i++)
        if (!sheet->not_asked[i]) {
            wake_step(sheet, pack->rules[table->rules[i].rule].gate);
            wake_step(sheet, pack->rules[table->rules[i].rule].day_of);
        }
}

/* A pack may have a hundred rules that a roster is not asked: what nothing else needs is not worked out. */
static void rest(Sheet *sheet)
{
    const TablePlan *table = sheet->table;
    uint32_t size = program_size(table->program);
    if (!sheet->idle)
        sheet->idle = arena_array(&sheet->memory, bool, size);
    bool *asked = arena_array(&sheet->scratch, bool, size), *left = arena_array(&sheet->scratch, bool, size);
    mark_others(table, asked);
    for (uint32_t i = 0; i < table->rule_count; i++)
        if (!sheet->plan->options.pack->rules[table->rules[i].rule].builtin)
            mark_rule(table, &table->rules[i], sheet->not_asked[i] ? left : asked);
    for (uint32_t node = 0; node < size; node++)
        if (!left[node])
            program_mark_run(table->program, node, asked);
    for (uint32_t node = 0; node < size; node++)
        sheet->idle[node] = !asked[node];
    interp_rest(sheet->interp, sheet->idle);
}

void elsewhere_find(Sheet *sheet)
{
    const TablePlan *table = sheet->table;
    bool changed = false;
    if (!sheet->plan->options.elsewhere)
        return;
    for (uint32_t i = 0; i < table->rule_count; i++) {
        bool is_not_asked = asks_for_lacking(sheet, table->rules[i].asks, table->rules[i].ask_count);
        changed |= is_not_asked != sheet->not_asked[i];
        sheet->not_asked[i] = is_not_asked;
    }
    if (changed) {
        rest_steps(sheet);
        if (sheet->interp)
            rest(sheet);
    }
    for (uint32_t i = 0; i < table->group_count; i++)
        sheet->group_not_asked[i] = !group_asks(sheet, &table->groups[i]);
    note_left_out(sheet);
}

/* ---- single records */

void elsewhere_leave(const Sheet *sheet, uint32_t index, uint8_t *out)
{
    const RulePlan *plan = &sheet->table->rules[index];
    if (!sheet->plan->options.elsewhere || !is_keyed(sheet))
        return;
    for (uint32_t i = 0; i < plan->ask_count; i++) {
        bool concerns = elsewhere_is_kept(sheet, plan->asks[i]) && elsewhere_is_own(sheet, plan->asks[i]);
        for (uint32_t row = 0; concerns && row < sheet->rows; row++)
            if (leaves_out(sheet, elsewhere_field_of(sheet, plan->asks[i]), row))
                out[row] = OUTCOME_NOT_APPLICABLE;
    }
}

bool elsewhere_asks(const Sheet *sheet, uint32_t index, uint32_t row)
{
    const RulePlan *plan = &sheet->table->rules[index];
    bool asks = !sheet->not_asked[index];
    for (uint32_t i = 0; asks && is_keyed(sheet) && i < plan->ask_count; i++) {
        bool concerns = elsewhere_is_kept(sheet, plan->asks[i]) && elsewhere_is_own(sheet, plan->asks[i]);
        asks = !concerns || !leaves_out(sheet, elsewhere_field_of(sheet, plan->asks[i]), row);
    }
    return asks;
}
