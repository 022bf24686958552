/* The problems of a pack for people, as they come. */
#include "report/report.h"
#include "report/text/problem.h"

static void lint_text_problem(void *context, const duly_problem *told)
{
    const ReportOptions *options = context;
    Text text = text_in(options->scratch);
    problem_add(&text, told, options->colour);
    output_add(options->out, text_str(&text));
}

duly_sink lint_text_open(const ReportOptions *options)
{
    return (duly_sink) { .size = sizeof(duly_sink), .context = options_kept(options), .problem = lint_text_problem };
}
