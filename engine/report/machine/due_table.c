/* What is due, for other programs: CSV and JSON. */
#include "report/dates.h"
#include "report/due.h"
#include "report/machine/csv_row.h"
#include "report/voice.h"
#include "report/machine/json_parts.h"

/* ---- CSV */

static bool due_table_has_day(const void *item)
{
    return ((const DueItem *) item)->told.due.year != 0;
}

static void write_due_csv(const DueList *list, const duly_run *run)
{
    enum { DAYS_LEFT = 2 };
    Arena *arena = list->options.scratch;
    (void) run;
    output_add(list->options.out, STR("state,due,days_left,table,key,label,group,what,step,since_step,since,rule,title,file,"
                                      "line,sheet\r\n"));
    for (size_t i = 0; i < list->items.count; i++) {
        const DueItem *item = &list->items.at[i];
        const duly_interval *told = &item->told;
        ArenaMark mark = arena_mark(arena);
        Str days = due_table_has_day(item) ? arena_format(arena, "%lld", (long long) told->days_left) : (Str) { 0 };
        Str line = told->line ? number_in(arena, told->line) : (Str) { 0 };
        const Str cells[] = { str_of(due_state_names[item->state]),
                              day_in(arena, told->due),
                              days,
                              told->table,
                              told->key,
                              told->label,
                              told->section,
                              due_what(told),
                              told->to,
                              told->from,
                              day_in(arena, told->from_on),
                              told->id,
                              told->title,
                              told->file,
                              line,
                              told->sheet };
        csv_row(list->options.out, arena, cells, sizeof cells / sizeof *cells, 1u << DAYS_LEFT);
        arena_back(arena, &mark);
    }
}

/* ---- JSON */

/* clang-format off */
#define OF DueItem
static void what(JsonWriter *json, const void *item) { json_str(json, due_what(&((const DueItem *) item)->told)); }
static const Row step_rows[] = { ROW("id", TEXT, ALWAYS, told.to), ROW("title", TEXT, OR_NONE, told.to_title) };
static const Row since_rows[] = { ROW("id", TEXT, ALWAYS, told.from), ROW("title", TEXT, OR_NONE, told.from_title) };
static const Shape step_shape = SHAPE_OF(OF, step_rows, false), since_shape = SHAPE_OF(OF, since_rows, false);
static const Row due_rows[] = {
    ROW_OF("state", ALWAYS, state, due_state_names),
    ROW("due", DAY, OR_NONE, told.due),
    { .key = "days_left", .kind = ROW_NUMBER, .presence = ROW_OR_NONE, .at = offsetof(OF, told.days_left), .has = due_table_has_day },
    ROW("earliest", DAY, OR_NONE, told.earliest),
    ROW("table", TEXT, ALWAYS, told.table),
    ROW("key", TEXT, OR_NONE, told.key),
    ROW("label", TEXT, OR_NONE, told.label),
    ROW("group", TEXT, OR_NONE, told.section),
    ROW_MADE("what", ALWAYS, what, NULL),
    { .key = "step", .kind = ROW_INSIDE, .shape = &step_shape },
    { .key = "since_step", .kind = ROW_INSIDE, .shape = &since_shape },
    ROW("since", DAY, OR_NONE, told.from_on),
    ROW("rule", TEXT, ALWAYS, told.id),
    ROW("title", TEXT, OR_NONE, told.title),
    ROW("file", TEXT, ALWAYS, told.file),
    ROW("line", COUNT, ALWAYS, told.line),
    ROW("sheet", TEXT, IF_ANY, told.sheet),
    ROW("fingerprint", TEXT, OR_NONE, told.fingerprint),
};
static const Shape due_shape = SHAPE_OF(OF, due_rows, true);
#undef OF
/* clang-format on */

static void due_table_counts(JsonWriter *json, const DueList *list)
{
    key_inline(json, "counts");
    for (int state = 0; state < DUE_STATE_COUNT; state++) {
        key_count(json, due_state_names[state], list->counts[state]);
    }
    json_close_object(json);
}

static void write_due_json(const DueList *list, const duly_run *run)
{
    JsonWriter json = { .out = list->options.out, .indent = true };
    json_open_object(&json);
    key_text(&json, "duly", run->version);
    json_key(&json, "pack");
    part_pack(&json, run->pack);
    json_key(&json, "run");
    part_run(&json, run);
    json_key(&json, "within");
    if (list->options.due_days)
        json_int(&json, *list->options.due_days);
    else
        json_none(&json);
    due_table_counts(&json, list);
    rows_write_list(&json, "due", &due_shape, list->items.at, list->items.count);
    json_close_object(&json);
}

duly_sink due_csv_open(const ReportOptions *options)
{
    return due_open(options, write_due_csv);
}

duly_sink due_json_open(const ReportOptions *options)
{
    return due_open(options, write_due_json);
}
