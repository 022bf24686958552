/* Judges examples. An example that does not say when the step of its rule's gate was taken is one of before that step: it is judged as if
   the step were taken on its day, and later steps are not looked at.

   Each is a batch of one record (of several where the rule is about groups), with its cells as texts, as if a file had held them: what an
   example proves is what duly does, from reading the cell to the verdict. To make a plan costs far more than to judge a record, so that
   examples share the plan and the sheet of their rule as long as they see it alike (View): most rules have one view.

   All that is made for a rule goes when the next one begins, all of an example when the next example does. A visitor copies what it
   keeps. */
#include "prove/examples.h"

#include "model/identity.h"
#include "run/evaluate.h"
#include "run/gather.h"
#include "run/groupjudge.h"
#include "run/judge.h"

/* A rule as some of its examples see it: by what was known of working days on their day, and with their own parameters. */
typedef struct {
    uint32_t calendar; /* version */
    const Value *set;  /* NULL: parameters are as the pack says */
    uint32_t gate;     /* INDEX_NONE: looking back */
    Date on;           /* with a gate */
    Sides *sides;      /* the company of the example at hand */
    Sheet *sheet;
    Trace *trace; /* NULL: nobody asked */
} View;

typedef struct {
    const ExampleOptions *options;
    const Pack *pack;
    uint32_t rule;  /* whose examples are run */
    bool *selected; /* by rule: that one alone */
    ARRAY(View) views;
    Arena arena; /* as long as the rule */
    BatchResult result;
    Arena row; /* of the example at hand */
    bool (*visit)(void *context, const ExampleResult *result);
    void *context;
} Examples;

static void make_batch(Examples *examples, const Example *example, const PackTable *of, uint32_t rows, Batch *batch)
{
    Arena *arena = &examples->row;
    const Table *table = &of->table;
    Mapping *mapping = arena_new(arena, Mapping);
    *mapping = (Mapping) { .table = table, .keyed = true, .absent = example->absent ? example->absent + of->record.first : NULL };
    mapping->column_of = arena_array(arena, uint32_t, table->field_count);
    mapping->heading_of = arena_array(arena, Str, table->field_count);
    *batch = (Batch) { .mapping = mapping, .rows = rows };
    batch->lines = arena_array(arena, uint64_t, rows + ROW_PAD);
    batch->cells = arena_array(arena, Str *, table->field_count);
    for (uint32_t field = 0; field < table->field_count; field++)
        batch->cells[field] = arena_array(arena, Str, rows + ROW_PAD);
}

static void fill_row(const ExampleCell *cells, uint32_t count, Batch *batch, uint32_t row)
{
    for (uint32_t i = 0; i < count; i++)
        batch->cells[cells[i].field][row] = cells[i].text;
}

/* ---- the records beside it */

static uint32_t count_company(const Example *example, uint32_t table)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < example->company_count; i++)
        count += example->company[i].table == table;
    return count;
}

static void give_company(Examples *examples, Sides *sides, const Example *example, uint32_t table)
{
    Batch batch;
    uint32_t row = 0;
    make_batch(examples, example, &examples->pack->tables[table], count_company(example, table), &batch);
    for (uint32_t i = 0; i < example->company_count; i++)
        if (example->company[i].table == table)
            fill_row(example->company[i].cells, example->company[i].cell_count, &batch, row++);
    batch_identify(&batch, &examples->row);
    sides_add(sides, &batch);
}

/* All tables are there, and hold what the example says: itself first. */
static void gather_company(Examples *examples, Sides *sides, const Example *example, const Batch *own)
{
    sides_clear(sides);
    for (uint32_t table = 0; table < examples->pack->table_count; table++) {
        if (!sides_want(sides, table))
            continue;
        if (&examples->pack->tables[table].table == own->mapping->table)
            sides_add(sides, own);
        give_company(examples, sides, example, table);
        sides_end(sides, table, true);
    }
    sides_link(sides);
}

/* ---- judging */

/* What the groups of an example come to: the worst of them; not applicable where there is none. */
typedef struct {
    uint64_t counts[OUTCOME_COUNT];
    Arena *arena;
    Str detail;
    const Examples *examples;
    const GroupPlan *plan;
} GroupOutcome;

static void show_group(void *context, Interp *interp, size_t row)
{
    const GroupOutcome *outcome = context;
    outcome->examples->options->group(outcome->examples->context, outcome->plan, interp, row);
}

static void keep_detail(void *context, const Finding *finding)
{
    GroupOutcome *outcome = context;
    if (outcome->detail.len == 0)
        outcome->detail = arena_str(outcome->arena, finding->message);
}

static Outcome worst_of(const GroupOutcome *outcome)
{
    static const Outcome ranks[] = { OUTCOME_VIOLATION, OUTCOME_UNDECIDED, OUTCOME_PASS };
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (outcome->counts[ranks[i]] > 0)
            return ranks[i];
    return OUTCOME_NOT_APPLICABLE;
}

static Outcome examples_judge_groups(Examples *examples, const Sheet *sheet, Str *detail)
{
    uint32_t index = 0;
    GroupOutcome outcome = { .arena = &examples->row, .examples = examples };
    while (sheet->table->groups[index].rule != examples->rule)
        index++;
    const GroupPlan *plan = &sheet->table->groups[index];
    Groups *groups = arena_new(&examples->row, Groups);
    outcome.plan = plan;
    groups_join(&examples->row, groups, plan, &examples->result.groups[index], sheet->sides);
    if (plan->grouping->key_count == 0)
        groups_at(&examples->row, groups, plan, NULL);
    GroupJudge examples_judge = { .plan = sheet->plan,
                                  .table = sheet->table,
                                  .rule = plan,
                                  .groups = groups,
                                  .as_of = sheet->task.as_of,
                                  .context = &outcome,
                                  .finding = keep_detail,
                                  .judged = examples->options->group ? show_group : NULL };
    groups_judge(&examples_judge, outcome.counts);
    *detail = outcome.detail;
    return worst_of(&outcome);
}

/* Takes the rule's step on the day of the example, unless it says when that was. An interval may well be open. */
static void examples_take_step(Examples *examples, const Example *example, Task *task, Batch *batch, uint32_t row)
{
    const Rule *rule = &examples->pack->rules[examples->rule];
    uint32_t procedure = examples->pack->tables[rule->table].procedure;
    if (rule->gate == INDEX_NONE || procedure == INDEX_NONE || rule->interval || example->gate != INDEX_NONE)
        return;
    Str *cell = &batch->cells[examples->pack->procedures[procedure].steps[rule->gate].field][row];
    if (cell->len > 0)
        return;
    char date[11];
    date_print(task->as_of, date);
    *cell = arena_str(&examples->row, str_of(date));
    task->last_step = rule->gate + 1;
}

static uint32_t examples_place_of(const TablePlan *plan, uint32_t rule)
{
    uint32_t index = 0;
    while (plan->rules[index].rule != rule)
        index++;
    return index;
}

static Str examples_detail_of(const BatchResult *result, uint32_t rule)
{
    for (uint32_t i = 0; result->record_count > 0 && i < result->records[0].finding_count; i++)
        if (result->records[0].findings[i].rule == rule)
            return result->records[0].findings[i].message;
    return (Str) { 0 };
}

static Sides *make_sides(Examples *examples, const Plan *plan)
{
    bool *present = arena_array(&examples->arena, bool, examples->pack->table_count);
    for (uint32_t i = 0; i < examples->pack->table_count; i++)
        present[i] = true;
    return sides_new(plan, present);
}

static View view_of(const Examples *examples, const Example *example, Date as_of)
{
    View view = { .calendar = pack_calendar_version(examples->pack, as_of), .set = example->set, .gate = example->gate };
    if (example->gate != INDEX_NONE)
        view.on = example->on ? example->on : as_of;
    return view;
}

static bool is_same_view(const View *a, const View *b)
{
    return a->calendar == b->calendar && a->set == b->set && a->gate == b->gate && a->on == b->on;
}

/* A rule about groups has several to an example. */
static uint32_t most_records(const Examples *examples)
{
    const Rule *rule = &examples->pack->rules[examples->rule];
    uint32_t most = 1;
    for (uint32_t i = 0; i < rule->example_count; i++)
        most = rule->examples[i].record_count > most ? rule->examples[i].record_count : most;
    return most;
}

static void open_view(Examples *examples, View *view, Date as_of)
{
    const PackTable *table = &examples->pack->tables[examples->pack->rules[examples->rule].table];
    bool ahead = view->gate != INDEX_NONE;
    if (examples->options->trace)
        view->trace = arena_new(&examples->arena, Trace);
    PlanOptions options = { .pack = examples->pack,
                            .gate_procedure = ahead ? table->procedure : INDEX_NONE,
                            .gate_step = view->gate,
                            .on = view->on,
                            .selected = examples->selected,
                            .set = view->set,
                            .language = examples->options->language,
                            .known_on = as_of,
                            .trace = view->trace,
                            .substitute = examples->options->substitute,
                            .outcomes_only = examples->options->outcomes_only };
    const Plan *plan = plan_new(&examples->arena, &options);
    view->sides = make_sides(examples, plan);
    view->sheet = sheet_new(plan, &plan->tables[examples->pack->rules[examples->rule].table], view->sides, most_records(examples));
}

static const View *view_for(Examples *examples, const Example *example, Date as_of)
{
    View view = view_of(examples, example, as_of);
    for (size_t i = 0; i < examples->views.count; i++)
        if (is_same_view(&examples->views.at[i], &view))
            return &examples->views.at[i];
    open_view(examples, &view, as_of);
    arena_push(&examples->arena, &examples->views, view);
    return &examples->views.at[examples->views.count - 1];
}

static void examples_judge(Examples *examples, Sheet *sheet, const Task *task)
{
    if (!examples->options->outcomes_only) {
        evaluate(sheet, task, &examples->result);
        return;
    }
    result_reset(&examples->result);
    sheet_begin(sheet, task, &examples->result);
    judge_rules(sheet);
    gather_groups(sheet);
}

static void fill_batch(Examples *examples, const Example *example, Task *task, Batch *batch)
{
    bool grouped = examples->pack->rules[examples->rule].grouping != NULL;
    for (uint32_t row = 0; row < batch->rows; row++) {
        if (grouped)
            fill_row(example->records[row].cells, example->records[row].cell_count, batch, row);
        else
            fill_row(example->cells, example->cell_count, batch, row);
        examples_take_step(examples, example, task, batch, row);
    }
    batch_identify(batch, &examples->row);
}

/* Who is about to take no such step, or whose case has ended, is asked nothing. */
static Outcome examples_outcome_of(const Sheet *sheet, uint32_t place)
{
    uint8_t outcome = sheet->outcomes[place][0];
    return outcome < OUTCOME_COUNT ? (Outcome) outcome : OUTCOME_NOT_APPLICABLE;
}

static bool run_example(Examples *examples, const Example *example)
{
    bool grouped = examples->pack->rules[examples->rule].grouping != NULL;
    Task task = { .as_of = example->as_of ? example->as_of : EXAMPLE_AS_OF };
    const View *view = view_for(examples, example, task.as_of);
    Sheet *sheet = view->sheet;
    Batch batch;
    make_batch(examples, example, sheet->table->table, grouped ? example->record_count : 1, &batch);
    task.batch = &batch;
    fill_batch(examples, example, &task, &batch);
    gather_company(examples, view->sides, example, &batch);
    examples_judge(examples, sheet, &task);
    ExampleResult result = { .rule = examples->rule, .example = example, .sheet = sheet, .trace = view->trace };
    if (grouped) {
        result.actual = examples_judge_groups(examples, sheet, &result.detail);
    } else {
        result.actual = examples_outcome_of(sheet, examples_place_of(sheet->table, examples->rule));
        result.detail = examples_detail_of(&examples->result, examples->rule);
    }
    bool more = examples->visit(examples->context, &result);
    arena_reset(&examples->row);
    return more;
}

static bool run_rule(Examples *examples, uint32_t index)
{
    const Rule *rule = &examples->pack->rules[index];
    examples->rule = index;
    examples->selected = arena_array(&examples->arena, bool, examples->pack->rule_count);
    examples->selected[index] = true;
    bool more = true;
    for (uint32_t i = 0; more && i < rule->example_count; i++)
        more = run_example(examples, &rule->examples[i]);
    for (size_t i = 0; i < examples->views.count; i++) {
        sheet_free(examples->views.at[i].sheet);
        sides_free(examples->views.at[i].sides);
    }
    memset(&examples->views, 0, sizeof examples->views);
    arena_reset(&examples->arena);
    return more;
}

void examples_run(const ExampleOptions *options, bool (*visit)(void *context, const ExampleResult *result), void *context)
{
    Examples examples = { .options = options, .pack = options->pack, .visit = visit, .context = context };
    bool more = true;
    for (uint32_t rule = BUILTIN_COUNT; more && rule < options->pack->rule_count; rule++)
        if (!options->rules || options->rules[rule])
            more = run_rule(&examples, rule);
    result_free(&examples.result);
    arena_free(&examples.row);
    arena_free(&examples.arena);
}
