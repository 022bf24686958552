/* Statistics as one object. */
#include "report/dates.h"
#include "report/machine/json_parts.h"
#include "report/statistics.h"

static void statistics_json_begin(void *context, const duly_run *run)
{
    JsonWriter *json = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    json_open_object(json);
    key_text(json, "duly", run->version);
    key_text(json, "pack", info.name);
    key_text(json, "as_of", str_of(day_of(run->as_of).text));
    key_pairs(json, "set", run->set, run->set_count);
    key_list(json, "statistics");
}

static void json_number_of(JsonWriter *json, const char *key, bool known, double number)
{
    json_key(json, key);
    bool is_whole = number > -9e15 && number < 9e15 && number == (double) (int64_t) number;
    if (known && is_whole)
        json_int(json, (int64_t) number);
    else if (known)
        json_double(json, number);
    else
        json_none(json);
}

static void write_figure(JsonWriter *json, const duly_statistic *statistic, const duly_figure *figure)
{
    json_open_object_inline(json);
    json_number_of(json, "value", figure->known && figure->is_number, figure->number);
    key_text_or_null(json, "text", figure->text);
    if (statistic->compared.len > 0) {
        json_number_of(json, "before", figure->known_before && figure->is_number, figure->before);
        key_text_or_null(json, "change", figure->change);
        key_text_or_null(json, "change_percent", figure->change_percent);
    }
    json_close_object(json);
}

static void statistics_json_write_row(JsonWriter *json, const duly_statistic *statistic, const duly_statistic_row *row)
{
    json_open_object(json);
    json_key(json, "group");
    if (row->is_total)
        json_none(json);
    else
        rows_pairs(json, row->keys, row->key_count);
    key_count(json, "records", row->records);
    for (size_t i = 0; i < statistic->measure_count; i++) {
        json_key_str(json, statistic->measures[i].name);
        write_figure(json, statistic, &row->figures[i]);
    }
    if (statistic->has_score)
        json_number_of(json, "score", row->has_score, row->score);
    key_text_or_null(json, "trouble", row->trouble);
    json_close_object(json);
}

static void statistic_told(void *context, const duly_statistic *statistic)
{
    JsonWriter *json = context;
    json_open_object(json);
    key_text(json, "id", statistic->id);
    key_text_or_null(json, "title", statistic->title);
    key_text(json, "table", statistic->table);
    if (statistic->compared.len > 0) {
        key_inline(json, "compared");
        json_key_str(json, statistic->compared);
        json_int(json, statistic->compared_value);
        json_key(json, "before");
        json_int(json, statistic->compared_before);
        json_close_object(json);
    }
    key_list(json, "rows");
    for (size_t i = 0; i < statistic->row_count; i++)
        statistics_json_write_row(json, statistic, &statistic->rows[i]);
    json_close_array(json);
    json_close_object(json);
}

static void statistics_json_end(void *context, const duly_run *run, const duly_summary *summary)
{
    JsonWriter *json = context;
    (void) summary;
    json_close_array(json);
    key_flag(json, "complete", run->complete);
    json_close_object(json);
    output_add(json->out, STR("\n"));
}

duly_sink statistics_json_open(const ReportOptions *options)
{
    JsonWriter *json = arena_new(options->arena, JsonWriter);
    *json = (JsonWriter) { .out = options->out, .indent = true };
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = json, .begin = statistics_json_begin, .statistic = statistic_told, .end = statistics_json_end
    };
}
