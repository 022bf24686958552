/* The problems of packs as one list. */
#include "report/facts.h"
#include "report/machine/json_parts.h"

/* clang-format off */
#define OF duly_problem
static const Row problem_rows[] = {
    ROW("id", TEXT, ALWAYS, id),
    ROW_OF("severity", ALWAYS, severity, severity_words),
    ROW("file", TEXT, ALWAYS, path),
    ROW("line", LINE, ALWAYS, line),
    ROW("column", LINE, ALWAYS, column),
    ROW("message", TEXT, ALWAYS, message),
    ROW("hint", TEXT, ALWAYS, hint),
};
static const Shape problem_shape = SHAPE_OF(OF, problem_rows, false);
#undef OF
/* clang-format on */

static void lint_json_problem(void *context, const duly_problem *told)
{
    rows_write(context, &problem_shape, told);
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
    return (duly_sink) { .size = sizeof(duly_sink), .context = json, .problem = lint_json_problem, .end = lint_json_end };
}
