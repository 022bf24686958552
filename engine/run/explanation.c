/* Explanations are read off the columns of the conditions, which are evaluated once more with every part kept: the plan of a run keeps
   only what verdicts and messages need. A value of a private field is not told under redaction, nor is what was worked out from it. */
#include "run/explanation.h"

#include "model/identity.h"

#include "lang/explain.h"
#include "run/clauses.h"
#include "run/compose.h"

enum {
    VALUE_BYTES = 160,
    MOST_PARTS = 400,
    MADE_DEPTH = 2, /* of a condition that the engine made of the steps: nobody wrote the rest */
};

typedef struct {
    Sheet *sheet;
    const RulePlan *plan;
    RuleExplanation *told;
    Condition *condition;        /* being told */
    unsigned depth;              /* parts deeper than this are not told */
    uint32_t named_depth;        /* nor those below a name that was followed before; UINT32_MAX: there is none */
    ARRAY(const Symbol *) named; /* names that were followed */
    uint32_t hidden_depth;       /* parts deeper than this are elements of something private; UINT32_MAX: none are */
} Telling;

static Arena *memory_of(const Telling *telling)
{
    return &telling->sheet->result->arena;
}

static bool has_key(const Sheet *sheet, uint32_t row)
{
    Str wanted = sheet->plan->options.explain, identity = sheet_identity(sheet, row);
    const KeyWay *way = identity_way_of(sheet->task.batch, row);
    if (!way)
        return false;
    if (identity.len > 0)
        return str_equal(identity, sheet->table->explained[way - sheet->table->table->table.ways]);
    return str_equal(compose_key(sheet, row), cell_trim(wanted)); /* unreadable, but it can be named */
}

static bool explanation_has_label(const Sheet *sheet, uint32_t row)
{
    uint32_t label = sheet->table->table->label;
    if (label == INDEX_NONE || sheet->table->explained_label.len == 0)
        return false;
    const Field *field = &sheet->table->table->table.fields[label];
    Str identity = identity_of_cell(field, sheet_cell(sheet, label, row), &sheet->result->arena, sheet->matcher);
    return str_equal(identity, sheet->table->explained_label);
}

bool explanation_is_wanted(const Sheet *sheet, uint32_t row)
{
    bool asks = sheet->plan->options.explain.len > 0 && sheet->table->rule_count > 0;
    return asks && (has_key(sheet, row) || explanation_has_label(sheet, row));
}

/* ---- values */

static Str explanation_show_value(const Telling *telling, Value value)
{
    Text text = { 0 };
    if (value.kind == KIND_DATE)
        value_show(&text, value);
    else
        value_print(&text, value, VALUE_BYTES);
    Str shown = arena_str(memory_of(telling), text_str(&text));
    text_free(&text);
    return shown;
}

static bool reads_private(const Telling *telling, const Expr *expr)
{
    const Trace *parts = &telling->plan->clauses.parts;
    for (size_t i = parts->count; i-- > 0;)
        if (parts->at[i].expr == expr)
            return telling->plan->clauses.is_private[i];
    return true;
}

/* Elements of a macro are told by no input: they are as private as the macro itself. */
static bool explanation_is_hidden(Telling *telling, const ExplainedPart *part)
{
    if (!telling->sheet->plan->options.redact)
        return false;
    if (part->depth > telling->hidden_depth)
        return true;
    telling->hidden_depth = UINT32_MAX;
    bool hides = !part->expr || reads_private(telling, part->expr);
    if (hides && part->expr && part->expr->kind == EXPR_MACRO)
        telling->hidden_depth = part->depth;
    return hides;
}

static PartState explanation_state_of(Telling *telling, const ExplainedPart *part)
{
    if (explanation_is_hidden(telling, part))
        return PART_PRIVATE;
    return part->left_out ? PART_LEFT_OUT : part->missing ? PART_MISSING : part->failed ? PART_FAILED : PART_VALUE;
}

/* A name for an expression is followed where it stands first, and only there. */
static bool was_followed(Telling *telling, const ExplainedPart *part)
{
    if (part->depth > telling->named_depth)
        return true;
    telling->named_depth = UINT32_MAX;
    const Symbol *symbol = part->expr ? part->expr->symbol : NULL;
    if (!symbol || symbol->kind != SYMBOL_EXPR)
        return false;
    for (size_t i = 0; i < telling->named.count; i++)
        if (telling->named.at[i] == symbol)
            telling->named_depth = part->depth;
    arena_push(memory_of(telling), &telling->named, symbol);
    return false;
}

static void explanation_add_part(void *context, const ExplainedPart *part)
{
    Telling *telling = context;
    if (telling->condition->list.count == MOST_PARTS || was_followed(telling, part) || part->depth > telling->depth)
        return;
    ConditionPart told = { .depth = part->depth,
                           .state = explanation_state_of(telling, part),
                           .text = arena_str(memory_of(telling), part->text) };
    if (told.state == PART_VALUE)
        told.value = explanation_show_value(telling, part->value);
    if (part->depth > 0 && told.state == PART_VALUE && str_equal(told.text, told.value))
        return; /* a constant */
    arena_push(memory_of(telling), &telling->condition->list, told);
}

static void tell_condition(Telling *telling, Interp *interp, const PackExpr *written, Condition *condition)
{
    telling->condition = condition;
    telling->hidden_depth = telling->named_depth = UINT32_MAX;
    if (written->expr)
        explain_expr(interp, &telling->plan->clauses.parts, written->expr, 0, explanation_add_part, telling);
}

/* ---- the day, and what was in force on it */

static const ParameterVersion *version_on(const Parameter *parameter, Date day)
{
    const ParameterVersion *found = NULL;
    for (uint32_t i = 0; i < parameter->version_count; i++)
        if (parameter->versions[i].from <= DATE_MIN || (day && parameter->versions[i].from <= day))
            found = &parameter->versions[i];
    return found;
}

static void explanation_tell_parameter(Telling *telling, uint32_t index)
{
    const PlanOptions *options = &telling->sheet->plan->options;
    ParameterUse use = { .parameter = index };
    for (size_t i = 0; i < telling->told->parameters.count; i++)
        if (telling->told->parameters.at[i].parameter == index)
            return;
    use.is_set = options->set && !value_is_error(options->set[index]);
    if (!use.is_set)
        use.version = version_on(&options->pack->parameters[index], telling->told->day);
    if (use.is_set || use.version)
        use.value = explanation_show_value(telling, use.is_set ? options->set[index] : use.version->value);
    arena_push(memory_of(telling), &telling->told->parameters, use);
}

static void tell_parameters(Telling *telling)
{
    const Trace *parts = &telling->plan->clauses.parts;
    for (size_t i = 0; i < parts->count; i++) {
        const Symbol *symbol = parts->at[i].expr->symbol;
        if (symbol && symbol->kind == SYMBOL_HOST && symbol->slot >= HOST_FIRST_PARAMETER)
            explanation_tell_parameter(telling, symbol->slot - HOST_FIRST_PARAMETER);
    }
}

/* ---- a rule, and all of them */

static const Finding *finding_of(const RecordResult *record, uint32_t rule)
{
    for (uint32_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].rule == rule)
            return &record->findings[i];
    return NULL;
}

static void explanation_tell_rule(Sheet *sheet, uint32_t index, uint32_t row, RuleExplanation *told)
{
    const RulePlan *plan = &sheet->table->rules[index];
    const Rule *rule = &sheet->plan->options.pack->rules[plan->rule];
    Telling telling = {
        .sheet = sheet, .plan = plan, .told = told, .depth = rule->is_made && !rule->interval ? MADE_DEPTH : EXPLAIN_DEPTH
    };
    told->day_step = INDEX_NONE;
    if (!plan->clauses.program)
        return;
    Interp *interp = clauses_run(sheet, index, row);
    told->day = compose_day(sheet, rule, interp_value(interp, plan->clauses.day, 0), row, &told->day_step);
    tell_parameters(&telling);
    tell_condition(&telling, interp, &rule->when, &told->when);
    tell_condition(&telling, interp, &rule->require, &told->require);
}

const Explanation *explanation_new(Sheet *sheet, uint32_t row, const RecordResult *record)
{
    Arena *arena = &sheet->result->arena;
    Explanation *explanation = arena_new(arena, Explanation);
    explanation->by_label = !has_key(sheet, row);
    explanation->rules = arena_array(arena, RuleExplanation, sheet->table->rule_count);
    for (uint32_t i = 0; i < sheet->table->rule_count; i++) {
        const RulePlan *plan = &sheet->table->rules[i];
        uint8_t outcome = sheet->outcomes[i][row];
        bool of_files = plan->rule == BUILTIN_UNKNOWN_COLUMN || plan->rule == BUILTIN_WAIVER;
        if (!plan->reported || outcome >= OUTCOME_COUNT || of_files)
            continue;
        RuleExplanation *told = &explanation->rules[explanation->rule_count++];
        *told = (RuleExplanation) { .rule = plan->rule, .outcome = (Outcome) outcome, .finding = finding_of(record, plan->rule) };
        explanation_tell_rule(sheet, i, row, told);
    }
    return explanation;
}
