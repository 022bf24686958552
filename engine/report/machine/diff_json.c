/* A difference as one JSON object. */
#include "report/diff.h"

#include "report/machine/json_parts.h"

static void text(JsonWriter *json, const char *key, Str s)
{
    json_key(json, key);
    if (s.len)
        json_str(json, s);
    else
        json_none(json);
}

/* "a, b" as a list of texts. */
static void ids(JsonWriter *json, const char *key, Str list)
{
    json_key(json, key);
    json_open_array(json);
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
    text(json, "outcome", found->outcome);
    text(json, "message", found->message);
    json_close_object(json);
}

static void items(JsonWriter *json, const Diff *diff, DiffKind kind)
{
    json_key(json, diff_kinds[kind]);
    json_open_array(json);
    for (size_t i = 0; i < diff->counts[kind]; i++) {
        const DiffItem *item = &diff->items[kind][i];
        json_open_object(json);
        text(json, "rule", item->rule);
        text(json, "table", item->table);
        text(json, "key", item->key);
        text(json, "label", item->label);
        text(json, "group", item->section);
        text(json, "file", item->file);
        json_key(json, "line");
        json_uint(json, item->line);
        if (item->sheet.len)
            text(json, "sheet", item->sheet);
        side(json, "old", &item->old);
        side(json, "new", &item->new);
        text(json, "fingerprint", item->fingerprint);
        json_close_object(json);
    }
    json_close_array(json);
}

static void counts(JsonWriter *json, const char *key, const DiffCounts *by)
{
    json_key(json, key);
    json_open_array(json);
    for (size_t i = 0; i < by->count; i++) {
        json_open_object_inline(json);
        text(json, "name", by->at[i].name);
        for (int kind = 0; kind < DIFF_KINDS; kind++) {
            json_key(json, diff_kinds[kind]);
            json_uint(json, by->at[i].counts[kind]);
        }
        json_close_object(json);
    }
    json_close_array(json);
}

static void pack(JsonWriter *json, const char *key, const Diff *diff, int run)
{
    json_key(json, key);
    json_open_object_inline(json);
    text(json, "pack", diff->packs[run]);
    for (int verdict = 0; verdict < 3; verdict++) {
        json_key(json, verdict_keys[verdict]);
        json_uint(json, diff->verdicts[run][verdict]);
    }
    json_close_object(json);
}

static void write_diff_json(const Diff *diff)
{
    JsonWriter json = { .out = diff->options.out, .indent = true };
    json_open_object(&json);
    json_key(&json, "duly");
    json_str(&json, str_of(duly_version()));
    pack(&json, "old", diff, 0);
    pack(&json, "new", diff, 1);
    part_date(&json, "as_of", diff->as_of);
    text(&json, "gate", diff->gate);
    json_key(&json, "complete");
    json_bool(&json, diff->complete);
    json_key(&json, "rules");
    json_open_object(&json);
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
