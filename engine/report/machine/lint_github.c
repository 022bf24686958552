/* The problems of a pack as annotations of a workflow run. */
#include "report/escape.h"
#include "report/facts.h"
#include "report/report.h"

static void lint_github_problem(void *context, const duly_problem *told)
{
    static const char *const commands[] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "notice" };
    const ReportOptions *options = context;
    Text line = text_in(options->scratch);
    text_format(&line, "::%s file=", commands[told->severity]);
    escape_command_property(&line, plain_path(told->path));
    if (told->line)
        text_format(&line, ",line=%u,col=%u", (unsigned) told->line, (unsigned) told->column);
    text_add(&line, STR(",title="));
    escape_command_property(&line, told->id);
    text_add(&line, STR("::"));
    escape_command(&line, told->message);
    text_add_char(&line, '\n');
    output_add(options->out, text_str(&line));
}

duly_sink lint_github_open(const ReportOptions *options)
{
    return (duly_sink) { .context = options_kept(options), .problem = lint_github_problem };
}
