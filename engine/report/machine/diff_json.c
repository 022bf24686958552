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

static void side(JsonWriter *json, const char *key, const DiffSide *found)
{
    json_key(json, key);
    if (found->outcome.len == 0) {
        json_none(json);
        return;
    }
    json_open_object_inline(json);
    key_text_or_null(json, "outcome", found->outcome);
    key_text_or_null(json, "message", found->message);
    json_close_object(json);
}

static void items(JsonWriter *json, const Diff *diff, DiffKind kind)
{
    key_list(json, diff_kinds[kind]);
    for (size_t i = 0; i < diff->counts[kind]; i++) {
        const DiffItem *item = &diff->items[kind][i];
        json_open_object(json);
        key_text_or_null(json, "rule", item->rule);
        key_text_or_null(json, "table", item->table);
        key_text_or_null(json, "key", item->key);
        key_text_or_null(json, "label", item->label);
        key_text_or_null(json, "group", item->section);
        key_text_or_null(json, "file", item->file);
        key_count(json, "line", item->line);
        if (item->sheet.len)
            key_text_or_null(json, "sheet", item->sheet);
        side(json, "old", &item->old);
        side(json, "new", &item->new);
        key_text_or_null(json, "fingerprint", item->fingerprint);
        json_close_object(json);
    }
    json_close_array(json);
}

static void counts(JsonWriter *json, const char *key, const DiffCounts *by)
{
    key_list(json, key);
    for (size_t i = 0; i < by->count; i++) {
        json_open_object_inline(json);
        key_text_or_null(json, "name", by->at[i].name);
        for (int kind = 0; kind < DIFF_KINDS; kind++) {
            key_count(json, diff_kinds[kind], by->at[i].counts[kind]);
        }
        json_close_object(json);
    }
    json_close_array(json);
}

static void pack(JsonWriter *json, const char *key, const Diff *diff, int run)
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
    pack(&json, "old", diff, 0);
    pack(&json, "new", diff, 1);
    key_date(&json, "as_of", diff->as_of);
    key_text_or_null(&json, "gate", diff->gate);
    key_flag(&json, "complete", diff->complete);
    key_object(&json, "rules");
    ids(&json, "added", diff->rules.added);
    ids(&json, "removed", diff->rules.removed);
    ids(&json, "edited", diff->rules.edited);
    json_close_object(&json);
    for (int kind = 0; kind < DIFF_KINDS; kind++)
        items(&json, diff, (DiffKind) kind);
    counts(&json, "by_rule", &diff->by_rule);
    counts(&json, "by_group", &diff->by_section);
    json_close_object(&json);
}

duly_sink diff_json_open(const ReportOptions *options)
{
    return diff_open(options, write_diff_json);
}
