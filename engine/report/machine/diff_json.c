/* A difference as one JSON object. */
#include "report/diff.h"

#include "report/machine/json_parts.h"

/* "a, b" as a list of texts. */
static void ids(JsonWriter *json, const char *key, Str list)
{
    key_list(json, key);
    while (list.len) {
        size_t end = str_find(list, STR(", "), 0);
        json_str(json, str_slice(list, 0, end == SIZE_MAX ? list.len : end));
        list = str_slice(list, end == SIZE_MAX ? list.len : end + 2, list.len);
    }
    json_close_array(json);
}

/* clang-format off */
#define OF DiffItem
static bool has_old(const void *item) { return ((const DiffItem *) item)->old.outcome.len > 0; }
static bool has_new(const void *item) { return ((const DiffItem *) item)->new.outcome.len > 0; }
static const Row old_rows[] = { ROW("outcome", TEXT, OR_NONE, old.outcome), ROW("message", TEXT, OR_NONE, old.message) };
static const Row new_rows[] = { ROW("outcome", TEXT, OR_NONE, new.outcome), ROW("message", TEXT, OR_NONE, new.message) };
static const Shape old_shape = SHAPE_OF(OF, old_rows, false), new_shape = SHAPE_OF(OF, new_rows, false);
static const Row item_rows[] = {
    ROW("rule", TEXT, OR_NONE, rule),
    ROW("table", TEXT, OR_NONE, table),
    ROW("key", TEXT, OR_NONE, key),
    ROW("label", TEXT, OR_NONE, label),
    ROW("group", TEXT, OR_NONE, section),
    ROW("file", TEXT, OR_NONE, file),
    ROW("line", COUNT, ALWAYS, line),
    ROW("sheet", TEXT, IF_ANY, sheet),
    { .key = "old", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &old_shape, .has = has_old },
    { .key = "new", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &new_shape, .has = has_new },
    ROW("fingerprint", TEXT, OR_NONE, fingerprint),
};
static const Shape item_shape = SHAPE_OF(OF, item_rows, true);
#undef OF
#define OF DiffCount
static const Row count_rows[] = {
    ROW("name", TEXT, OR_NONE, name),
    ROW("failing", COUNT, ALWAYS, counts[DIFF_FAILING]),
    ROW("passing", COUNT, ALWAYS, counts[DIFF_PASSING]),
    ROW("changed", COUNT, ALWAYS, counts[DIFF_CHANGED]),
};
static const Shape count_shape = SHAPE_OF(OF, count_rows, false);
#undef OF
#define OF DiffFigure
static const Row figure_rows[] = {
    ROW("name", TEXT, ALWAYS, name),
    ROW("title", TEXT, OR_NONE, title),
    ROW("old", TEXT, OR_NONE, old),
    ROW("new", TEXT, OR_NONE, new),
};
static const Shape figure_shape = SHAPE_OF(OF, figure_rows, false);
#undef OF
/* clang-format on */

static void diff_json_pack(JsonWriter *json, const char *key, const Diff *diff, int run)
{
    key_inline(json, key);
    key_text_or_null(json, "pack", diff->packs[run]);
    for (int verdict = 0; verdict < 3; verdict++) {
        key_count(json, verdict_keys[verdict], diff->verdicts[run][verdict]);
    }
    json_close_object(json);
}

static void write_diff_json(const Diff *diff)
{
    JsonWriter json = { .out = diff->options.out, .indent = true };
    json_open_object(&json);
    key_text(&json, "duly", str_of(duly_version()));
    diff_json_pack(&json, "old", diff, 0);
    diff_json_pack(&json, "new", diff, 1);
    key_date(&json, "as_of", diff->as_of);
    key_text_or_null(&json, "gate", diff->gate);
    key_flag(&json, "complete", diff->complete);
    key_object(&json, "rules");
    ids(&json, "added", diff->rules.added);
    ids(&json, "removed", diff->rules.removed);
    ids(&json, "edited", diff->rules.edited);
    json_close_object(&json);
    rows_write_list(&json, "parameters", &figure_shape, diff->figures.at, diff->figures.count);
    for (int kind = 0; kind < DIFF_KINDS; kind++)
        rows_write_list(&json, diff_kinds[kind], &item_shape, diff->items[kind], diff->counts[kind]);
    rows_write_list(&json, "by_rule", &count_shape, diff->by_rule.at, diff->by_rule.count);
    rows_write_list(&json, "by_group", &count_shape, diff->by_section.at, diff->by_section.count);
    json_close_object(&json);
}

duly_sink diff_json_open(const ReportOptions *options)
{
    return diff_open(options, write_diff_json);
}
