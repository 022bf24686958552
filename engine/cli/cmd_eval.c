/* duly eval EXPR: one expression, for trying things out. */
#include <stddef.h>

#include "cli/packs.h"
#include "cli/language.h"
#include "report/printable.h"
#include "report/report.h"

enum { LIMIT_BYTES = 64 << 20 };

typedef struct {
    const char *with;
    bool type, program, explain;
    int colour;
    const char *language;
} EvalOptions;

static void eval_add_line(Text *out, duly_text text)
{
    printable_add(out, text);
    text_add_char(out, '\n');
}

static void tell_value(Cli *cli, const duly_value *value, const EvalOptions *options)
{
    Text text = { 0 };
    eval_add_line(&text, value->value);
    if (options->type)
        eval_add_line(&text, value->type);
    output_add(cli->out, text_str(&text));
    text_free(&text);
}

/* A program is listed even where running it fails. */
static void tell_program(Cli *cli, const duly_value *value)
{
    Str listing = value->listing;
    output_add(cli->out, listing);
    if (listing.len && !str_ends_with(listing, STR("\n")))
        output_add(cli->out, STR("\n"));
}

/* ---- every part of it */

typedef struct {
    Problems problems;
    ReportOptions report;
} Parts;

static void cmd_eval_tell_part(void *context, const duly_part *part)
{
    const Parts *parts = context;
    explain_part(part, &parts->report);
}

static void eval_tell_problem(void *context, const duly_problem *problem)
{
    Parts *parts = context;
    problems_tell(&parts->problems, problem);
}

static int eval_explain(Cli *cli, Str expression, Str variables, const EvalOptions *options, const Problems *problems)
{
    Parts parts = { .problems = *problems,
                    .report = { .arena = cli->arena,
                                .scratch = cli->arena,
                                .out = cli->out,
                                .width = terminal_width(cli->out),
                                .colour = problems->colour && output_is_terminal(cli->out) } };
    duly_sink sink = {
        .size = sizeof sink, .context = &parts, .problem = eval_tell_problem, .language = language_shown(cli->err, options->language)
    };
    return (int) duly_eval_parts(expression, variables, cmd_eval_tell_part, &sink);
}

static bool read_variables(Cli *cli, const char *path, Str *out)
{
    Str problem = { 0 };
    if (!path || file_read(cli->arena, path, LIMIT_BYTES, out, &problem))
        return true;
    Problems problems = { .out = cli->err };
    problems_tell(&problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
    return false;
}

static int cli_eval_run(Cli *cli, const Command *command, CliWords words)
{
    EvalOptions options = { 0 };
    Words expressions = { 0 };
    Str variables = { 0 };
    int status = cli_parse(cli, command, words, &options, &expressions);
    if (status != GO_ON)
        return status;
    if (expressions.count != 1)
        return cli_misused(cli, command, STR("one expression is needed"), expressions.count ? STR("put it between quotes") : (Str) { 0 });
    if (!read_variables(cli, options.with, &variables))
        return DULY_MISUSED;
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.colour) };
    duly_sink sink = {
        .size = sizeof sink, .context = &problems, .problem = problems_tell, .language = language_shown(cli->err, options.language)
    };
    duly_value value = { .size = sizeof value };
    Str expression = str_of(expressions.at[0]);
    if (options.explain)
        return eval_explain(cli, expression, variables, &options, &problems);
    status = (int) duly_eval(expression, variables, &value, &sink);
    if (options.program)
        tell_program(cli, &value);
    if (status == DULY_CLEAN)
        tell_value(cli, &value, &options);
    duly_value_free(&value);
    return status;
}

/* clang-format off */
static const Option table[] = {
    { 'w', "with", "FILE", OPTION_TEXT, offsetof(EvalOptions, with), NULL,
      "a JSON object: its members are variables, as_of is a date" },
    { 't', "type", NULL, OPTION_FLAG, offsetof(EvalOptions, type), NULL, "tell the type of the value too" },
    { 'x', "explain", NULL, OPTION_FLAG, offsetof(EvalOptions, explain), NULL,
      "the expression as a tree, with the value of every part" },
    { 'p', "program", NULL, OPTION_FLAG, offsetof(EvalOptions, program), NULL, "list the instructions" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(EvalOptions, language), NULL, "of what is said: en or zh" },
    { 0, "color", "WHEN", OPTION_CHOICE, offsetof(EvalOptions, colour), terminal_colour_modes, "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly eval \"date('2003-01-31') + months(1)\"", "duly eval --with case.json 'paid >= fee'", NULL };

const Command command_eval = {
    .name = "eval",
    .summary = "the value of one expression",
    .operands = "EXPRESSION",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .notes = "Exit status: 0 there is a value, 1 the evaluation fails, 2 the expression is wrong.",
    .run = cli_eval_run,
};
