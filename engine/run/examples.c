/* Judges examples. An example that does not say when the step of its rule's gate was taken is one of before that step: it is
   judged as if the step were taken on its day, and later steps are not looked at. */
#include "run/examples.h"

#include "run/evaluate.h"

/* A plan for one version of the calendar: what was known on the day of an example. */
typedef struct {
    const Plan *plan;    /* NULL: not needed yet */
    Sheet **sheets;      /* by table */
} Judge;

typedef struct {
    const Pack *pack;
    Str language;
    Judge *judges;       /* by version of the calendar */
    uint32_t judge_count;
    Arena arena;         /* as long as all of it */
    BatchResult result;
    Arena row;           /* of the example at hand */
    void (*visit)(void *context, const ExampleResult *result);
    void *context;
} Examples;

static void make_batch(Examples *examples, const Table *table, Batch *batch)
{
    Arena *arena = &examples->row;
    Mapping *mapping = arena_new(arena, Mapping);
    *mapping = (Mapping) { .table = table, .keyed = true };
    mapping->column_of = arena_array(arena, uint32_t, table->field_count);
    mapping->heading_of = arena_array(arena, Str, table->field_count);
    *batch = (Batch) { .mapping = mapping, .rows = 1 };
    batch->lines = arena_array(arena, uint64_t, ROW_PAD);
    batch->cells = arena_array(arena, Str *, table->field_count);
    for (uint32_t field = 0; field < table->field_count; field++)
        batch->cells[field] = arena_array(arena, Str, ROW_PAD);
}

static void fill_batch(const Example *example, Batch *batch)
{
    for (uint32_t i = 0; i < example->cell_count; i++)
        batch->cells[example->cells[i].field][0] = example->cells[i].text;
}

/* Takes the rule's step on the day of the example, unless it says when that was. An interval may well be open. */
static void take_step(Examples *examples, const Rule *rule, Task *task, Batch *batch)
{
    uint32_t procedure = examples->pack->tables[rule->table].procedure;
    if (rule->gate == INDEX_NONE || procedure == INDEX_NONE || rule->interval)
        return;
    Str *cell = &batch->cells[examples->pack->procedures[procedure].steps[rule->gate].field][0];
    if (cell->len > 0)
        return;
    char date[11];
    date_print(task->as_of, date);
    *cell = arena_str(&examples->row, str_of(date));
    task->last_step = rule->gate + 1;
}

static uint32_t place_of(const TablePlan *plan, uint32_t rule)
{
    uint32_t index = 0;
    while (plan->rules[index].rule != rule)
        index++;
    return index;
}

static Str detail_of(const BatchResult *result, uint32_t rule)
{
    for (uint32_t i = 0; result->record_count > 0 && i < result->records[0].finding_count; i++)
        if (result->records[0].findings[i].rule == rule)
            return result->records[0].findings[i].message;
    return (Str) { 0 };
}

static Sheet *sheet_for(Examples *examples, uint32_t table, Date as_of)
{
    Judge *judge = &examples->judges[pack_calendar_version(examples->pack, as_of)];
    if (!judge->plan) {
        PlanOptions options = { .pack = examples->pack, .gate_procedure = INDEX_NONE, .gate_step = INDEX_NONE,
                                .language = examples->language, .known_on = as_of };
        judge->plan = plan_new(&examples->arena, &options);
        judge->sheets = arena_array(&examples->arena, Sheet *, examples->pack->table_count);
    }
    if (!judge->sheets[table])
        judge->sheets[table] = sheet_new(judge->plan, &judge->plan->tables[table], 1);
    return judge->sheets[table];
}

static void run_example(Examples *examples, uint32_t index, const Example *example)
{
    const Rule *rule = &examples->pack->rules[index];
    Task task = { .as_of = example->as_of ? example->as_of : EXAMPLE_AS_OF };
    Sheet *sheet = sheet_for(examples, rule->table, task.as_of);
    Batch batch;
    make_batch(examples, &sheet->table->table->table, &batch);
    fill_batch(example, &batch);
    task.batch = &batch;
    take_step(examples, rule, &task, &batch);
    evaluate(sheet, &task, &examples->result);
    ExampleResult result = { index, example, (Outcome) sheet->outcomes[place_of(sheet->table, index)][0],
                             detail_of(&examples->result, index) };
    examples->visit(examples->context, &result);
    arena_reset(&examples->row);
}

static void close_judges(Examples *examples)
{
    for (uint32_t i = 0; i < examples->judge_count; i++)
        for (uint32_t table = 0; examples->judges[i].plan && table < examples->pack->table_count; table++)
            sheet_free(examples->judges[i].sheets[table]);
}

void examples_run(const Pack *pack, const bool *rules, Str language,
                  void (*visit)(void *context, const ExampleResult *result), void *context)
{
    Examples examples = { .pack = pack, .language = language, .visit = visit, .context = context };
    examples.judge_count = pack_calendar_version(pack, DATE_MAX) + 1;
    examples.judges = arena_array(&examples.arena, Judge, examples.judge_count);
    for (uint32_t rule = BUILTIN_COUNT; rule < pack->rule_count; rule++)
        for (uint32_t i = 0; (!rules || rules[rule]) && i < pack->rules[rule].example_count; i++)
            run_example(&examples, rule, &pack->rules[rule].examples[i]);
    close_judges(&examples);
    result_free(&examples.result);
    arena_free(&examples.row);
    arena_free(&examples.arena);
}
