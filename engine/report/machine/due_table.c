/* What is due, for other programs: CSV and JSON. */
#include "report/dates.h"
#include "report/due.h"
#include "report/escape.h"
#include "report/machine/json_parts.h"

/* ---- CSV */

static void due_table_add_cell(Text *line, Str s)
{
    text_add(line, line->len ? STR(",") : STR(""));
    escape_csv(line, s);
}

static bool has_day(const DueItem *item)
{
    return item->told.due.year != 0;
}

static void due_table_add_row(Text *line, const DueItem *item)
{
    const duly_interval *told = &item->told;
    Day due = day_of(told->due), since = day_of(told->from_on);
    due_table_add_cell(line, str_of(due_state_names[item->state]));
    due_table_add_cell(line, str_of(due.text));
    text_add(line, STR(","));
    if (has_day(item))
        text_format(line, "%lld", (long long) told->days_left);
    const duly_text texts[] = { told->table, told->key, told->label, told->section };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        due_table_add_cell(line, texts[i]);
    due_table_add_cell(line, due_what(told));
    due_table_add_cell(line, told->to);
    due_table_add_cell(line, told->from);
    due_table_add_cell(line, str_of(since.text));
    due_table_add_cell(line, told->id);
    due_table_add_cell(line, told->title);
    due_table_add_cell(line, told->file);
    text_add(line, STR(","));
    if (told->line)
        text_format(line, "%llu", (unsigned long long) told->line);
    due_table_add_cell(line, told->sheet);
    text_add(line, STR("\r\n"));
}

static void write_due_csv(const DueList *list, const duly_run *run)
{
    Text line = { 0 };
    (void) run;
    output_add(list->options.out, STR("state,due,days_left,table,key,label,group,what,step,since_step,since,rule,title,file,"
                                      "line,sheet\r\n"));
    for (size_t i = 0; i < list->items.count; i++) {
        text_clear(&line);
        due_table_add_row(&line, &list->items.at[i]);
        output_add(list->options.out, text_str(&line));
    }
    text_free(&line);
}

/* ---- JSON */

static void step(JsonWriter *json, const char *key, duly_text id, duly_text title)
{
    key_inline(json, key);
    key_text(json, "id", id);
    key_text_or_null(json, "title", title);
    json_close_object(json);
}

static void write_item(JsonWriter *json, const DueItem *item)
{
    const duly_interval *told = &item->told;
    json_open_object(json);
    key_text(json, "state", str_of(due_state_names[item->state]));
    key_date(json, "due", told->due);
    json_key(json, "days_left");
    if (has_day(item))
        json_int(json, told->days_left);
    else
        json_none(json);
    key_date(json, "earliest", told->earliest);
    key_text(json, "table", told->table);
    key_text_or_null(json, "key", told->key);
    key_text_or_null(json, "label", told->label);
    key_text_or_null(json, "group", told->section);
    key_text(json, "what", due_what(told));
    step(json, "step", told->to, told->to_title);
    step(json, "since_step", told->from, told->from_title);
    key_date(json, "since", told->from_on);
    key_text(json, "rule", told->id);
    key_text_or_null(json, "title", told->title);
    key_text(json, "file", told->file);
    key_count(json, "line", told->line);
    if (told->sheet.len)
        key_text(json, "sheet", told->sheet);
    key_text_or_null(json, "fingerprint", told->fingerprint);
    json_close_object(json);
}

static void counts(JsonWriter *json, const DueList *list)
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
    counts(&json, list);
    key_list(&json, "due");
    for (size_t i = 0; i < list->items.count; i++)
        write_item(&json, &list->items.at[i]);
    json_close_array(&json);
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
