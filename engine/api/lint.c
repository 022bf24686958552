/* What is told about a pack on request: lint beyond what every opening tells, and the catalogue of problems. These looks cost more than
   a check should pay (examples are run), or say what may well be meant (`--all`), so that `duly check` does not tell them. */
#include "api/internal.h"
#include "prove/coverage.h"

/* ---- comparisons that no example tries on their boundary */

static void lint_boundaries(const Pack *pack, Diags *diags)
{
    Arena arena = { .language = diags->arena->language };
    Coverage coverage = coverage_measure(&arena, pack, NULL);
    for (size_t i = 0; i < coverage.comparisons.count; i++) {
        const Comparing *comparing = &coverage.comparisons.at[i];
        const Rule *rule = &pack->rules[comparing->rule];
        if (comparing->touched || rule->example_count == 0)
            continue;
        diag_add(diags, W_BOUNDARY, rule->file, comparing->expr->at, "no example of '%.*s' has both sides equal", STR_ARG(rule->id));
        diag_hint(diags, "add the last one that passes and the first one that does not");
    }
    arena_free(&arena);
}

/* ---- fields that nothing in the pack reads */

typedef struct {
    const Pack *pack;
    bool **read; /* by table and field */
} Readings;

static void note_reading(void *context, const Expr *expr)
{
    const Readings *readings = context;
    const Symbol *symbol = expr->symbol;
    for (uint32_t i = 0; symbol && symbol->kind == SYMBOL_INPUT && i < readings->pack->table_count; i++) {
        const PackTable *table = &readings->pack->tables[i];
        if (symbol >= table->record.members && symbol < table->record.members + table->table.field_count)
            readings->read[i][symbol - table->record.members] = true;
    }
    expr_children(expr, note_reading, context);
}

static void note_condition(const Readings *readings, const PackExpr *expression)
{
    if (expression->expr)
        note_reading((void *) readings, expression->expr);
}

static void note_rule(const Readings *readings, const Rule *rule)
{
    note_condition(readings, &rule->when);
    note_condition(readings, &rule->require);
    note_condition(readings, &rule->clears_on);
    for (uint32_t i = 0; i < rule->let_count; i++)
        note_condition(readings, &rule->lets[i].value);
    for (uint32_t i = 0; rule->grouping && i < rule->grouping->key_count; i++)
        note_condition(readings, &rule->grouping->keys[i].value);
    for (uint32_t i = 0; rule->interval && i < INTERVAL_PARTS; i++)
        note_condition(readings, &rule->interval->parts[i]);
    for (uint32_t i = 0; i < rule->message_count; i++)
        for (uint32_t j = 0; j < rule->messages[i].text.count; j++)
            if (rule->messages[i].text.parts[j].expr)
                note_reading((void *) readings, rule->messages[i].text.parts[j].expr);
}

static void note_procedure(const Readings *readings, const Procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->step_count; i++)
        readings->read[procedure->table][procedure->steps[i].field] = true;
    for (uint32_t i = 0; i < procedure->step_count; i++)
        note_condition(readings, &procedure->steps[i].candidates);
    for (uint32_t i = 0; i < procedure->end_count; i++) {
        note_condition(readings, &procedure->ends[i].when);
        note_condition(readings, &procedure->ends[i].on);
    }
}

static void note_table(const Readings *readings, uint32_t index)
{
    const PackTable *table = &readings->pack->tables[index];
    for (uint32_t i = 0; i < table->derived_count; i++)
        note_condition(readings, &table->derived[i].value);
    if (table->procedure != INDEX_NONE)
        note_procedure(readings, &readings->pack->procedures[table->procedure]);
    for (uint32_t i = 0; i < table->table.way_count; i++)
        for (uint32_t k = 0; k < table->table.ways[i].count; k++)
            readings->read[index][table->table.ways[i].fields[k]] = true;
    if (table->label != INDEX_NONE)
        readings->read[index][table->label] = true;
    if (table->section != INDEX_NONE)
        readings->read[index][table->section] = true;
}

static void note_statistic(const Readings *readings, const Statistic *statistic)
{
    note_rule(readings, &statistic->rule);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        note_condition(readings, &statistic->measures[i].value);
}

/* Whoever reads `many` records reads the references by which they are found. */
static void note_references(const Readings *readings)
{
    for (uint32_t i = 0; i < readings->pack->table_count; i++) {
        const Table *table = &readings->pack->tables[i].table;
        for (uint32_t f = 0; f < table->field_count; f++)
            if (readings->read[i][f] && table->fields[f].kind == FIELD_MANY)
                readings->read[table->fields[f].table][table->fields[f].by] = true;
    }
}

static void lint_fields(const Pack *pack, Diags *diags)
{
    Arena arena = { .language = diags->arena->language };
    Readings readings = { pack, arena_array(&arena, bool *, pack->table_count) };
    for (uint32_t i = 0; i < pack->table_count; i++)
        readings.read[i] = arena_array(&arena, bool, pack->tables[i].table.field_count);
    for (uint32_t i = 0; i < pack->table_count; i++)
        note_table(&readings, i);
    for (uint32_t i = BUILTIN_COUNT; i < pack->rule_count; i++)
        note_rule(&readings, &pack->rules[i]);
    for (uint32_t i = 0; i < pack->statistic_count; i++)
        note_statistic(&readings, &pack->statistics[i]);
    note_references(&readings);
    for (uint32_t i = 0; i < pack->table_count && !pack_is_dictionary(pack); i++) {
        const Table *table = &pack->tables[i].table;
        for (uint32_t f = 0; f < table->field_count; f++)
            if (!readings.read[i][f])
                diag_add(diags, I_UNREAD_FIELD, table->fields[f].source, table->fields[f].span, "no rule reads %.*s.%.*s",
                         STR_ARG(table->name), STR_ARG(table->fields[f].name));
    }
    arena_free(&arena);
}

/* ---- fields that are fed by one column */

static void lint_shared(const Pack *pack, Diags *diags)
{
    for (uint32_t i = 0; i < pack->table_count; i++) {
        const Table *table = &pack->tables[i].table;
        for (uint32_t f = 0; f < table->field_count; f++) {
            const Field *field = &table->fields[f], *owner = field->shares;
            if (owner)
                diag_add(diags, I_SHARED_HEADING, field->source, field->span,
                         "one column feeds '%.*s' and '%.*s': they have a heading "
                         "in common",
                         STR_ARG(owner->name), STR_ARG(field->name));
        }
    }
}

typedef struct {
    const duly_pack *pack;
    bool all;
    const duly_sink *sink;
} LintCall;

static void lint_pack(void *context)
{
    const LintCall *call = context;
    Arena arena = { .language = call->pack->arena.language };
    Diags diags = { .arena = &arena };
    lint_boundaries(call->pack->pack, &diags);
    if (call->all) {
        lint_fields(call->pack->pack, &diags);
        lint_shared(call->pack->pack, &diags);
    }
    api_tell_diags(&diags, call->sink->problem, call->sink->context);
    arena_free(&arena);
}

duly_status duly_lint(const duly_pack *pack, bool all, const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    if (!SIZED_SINK(sink, given))
        return DULY_MISUSED;
    LintCall call = { pack, all, sink };
    if (!pack)
        return api_refuse(STR("no pack was given"), sink->problem, sink->context);
    return api_call(lint_pack, &call, sink->problem, sink->context) ? DULY_CLEAN : DULY_NO_MEMORY;
}

/* ---- the catalogue */

static bool lint_explain(const DiagInfo *info, duly_explanation *explanation)
{
    const Sized *sized = SIZED(duly_explanation, right);
    if (!info || sized_room(sized, explanation).len > 0)
        return false;
    const duly_explanation told = { .id = str_of(info->id),
                                    .title = str_of(info->title),
                                    .explanation = str_of(info->explanation),
                                    .severity = info->severity,
                                    .wrong = str_of(info->wrong),
                                    .right = str_of(info->right) };
    sized_give(explanation, sized, &told);
    return true;
}

bool duly_explain(duly_text id, duly_explanation *explanation)
{
    return explanation && lint_explain(diag_find(api_str(id)), explanation);
}

bool duly_explain_at(size_t index, duly_explanation *explanation)
{
    return explanation && lint_explain(index < DIAG_COUNT ? diag_info((DiagCode) index) : NULL, explanation);
}
