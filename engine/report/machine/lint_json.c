/* The problems of packs as one list. */
#include "report/facts.h"
#include "report/machine/json_parts.h"

static void lint_json_problem(void *context, const duly_problem *told)
{
    JsonWriter *json = context;
    json_open_object_inline(json);
    key_text(json, "id", told->id);
    key_text(json, "severity", str_of(severity_words[told->severity]));
    key_text(json, "file", told->path);
    key_count(json, "line", told->line);
    key_count(json, "column", told->column);
    key_text(json, "message", told->message);
    key_text(json, "hint", told->hint);
    json_close_object(json);
}

static void lint_json_end(void *context, const duly_run *run, const duly_summary *summary)
{
    (void) run, (void) summary;
    json_close_array(context);
}

duly_sink lint_json_open(const ReportOptions *options)
{
    JsonWriter *json = arena_new(options->arena, JsonWriter);
    *json = (JsonWriter) { .out = options->out, .indent = true };
    json_open_array(json);
    return (duly_sink) { .context = json, .problem = lint_json_problem, .end = lint_json_end };
}
