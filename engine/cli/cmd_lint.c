/* duly lint PACK...: every mistake in a pack, in one go. */
#include <stddef.h>

#include "base/said.h"
#include "base/words.h"
#include "cli/language.h"
#include "cli/packs.h"
#include "report/facts.h"
#include "report/printable.h"
#include "report/text/page.h"

typedef struct {
    int fail_on;          /* 0: error, 1: warning */
    const Format *format; /* NULL: as usual */
    int colour;
    bool all, resolved;
    Words explain;
    const char *language;
} LintOptions;

/* ---- explaining */

static void add_example(Cli *cli, const char *heading, duly_text lines)
{
    Str language = output_language(cli->out), rest = said_str(language, lines);
    output_format(cli->out, "\n  %s\n\n", said(language, heading));
    while (rest.len > 0) {
        size_t end = str_find(rest, STR("\n"), 0);
        Str line = str_slice(rest, 0, end == SIZE_MAX ? rest.len : end);
        output_format(cli->out, "      %.*s\n", STR_ARG(line));
        rest = str_slice(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
    }
}

static void cli_lint_explain(Cli *cli, const duly_explanation *entry)
{
    Str language = output_language(cli->out);
    size_t width = terminal_width(cli->out);
    Page page = { .width = width ? width : 80 };
    output_format(cli->out, "%.*s, %s: %.*s\n\n", STR_ARG(entry->id), said(language, severity_words[entry->severity]),
                  STR_ARG(said_str(language, entry->title)));
    page_paragraph(&page, cli->out, 2, 2, said_str(language, entry->explanation));
    add_example(cli, "Wrong:", entry->wrong);
    add_example(cli, "Right:", entry->right);
}

static bool explain_id(Cli *cli, const char *id)
{
    duly_explanation entry = { .size = sizeof entry };
    if (!duly_explain(str_of(id), &entry))
        return false;
    cli_lint_explain(cli, &entry);
    return true;
}

/* "all": the whole catalogue. */
static int explain_all(Cli *cli, const Command *command, const Words *ids)
{
    duly_explanation entry = { .size = sizeof entry };
    for (size_t i = 0; i < ids->count; i++) {
        bool whole = strcmp(ids->at[i], "all") == 0;
        if (i > 0)
            output_add(cli->out, STR("\n"));
        for (size_t at = 0; whole && duly_explain_at(at, &entry); at++) {
            output_add(cli->out, at > 0 ? STR("\n") : STR(""));
            cli_lint_explain(cli, &entry);
        }
        if (!whole && !explain_id(cli, ids->at[i]))
            return cli_misused(cli, command, arena_format(cli->arena, "no problem has the id '%s'", ids->at[i]),
                               STR("an id stands in brackets behind 'error' or 'warning'; `--explain all` explains them all"));
    }
    return DULY_CLEAN;
}

/* ---- linting */

static void lint_add_count(Text *out, size_t count, const char *one, const char *many)
{
    text_format(out, said(out->language, count == 1 ? one : many), count);
}

static void lint_add_facts(Text *out, const duly_pack *pack)
{
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(pack, &info);
    lint_add_count(out, info.rule_count, "%zu rule, ", "%zu rules, ");
    lint_add_count(out, info.table_count, "%zu table, ", "%zu tables, ");
    lint_add_count(out, info.step_count, "%zu step, ", "%zu steps, ");
}

static void tell_summary(Cli *cli, const char *path, const duly_pack *pack, const Problems *problems)
{
    Text line = { .language = output_language(cli->out) };
    printable_add(&line, packs_shown(path));
    text_format(&line, ": ");
    if (pack)
        lint_add_facts(&line, pack);
    size_t from = line.len;
    problems_add_counts(&line, problems);
    if (line.len == from)
        text_format(&line, "nothing wrong");
    text_add_char(&line, '\n');
    output_add(cli->out, text_str(&line));
    text_free(&line);
}

/* Where problems go: into the report, and they are counted. */
typedef struct {
    Problems told;
    duly_sink report;
    Arena *scratch;
} LintSink;

static void lint_tell_problem(void *context, const duly_problem *problem)
{
    LintSink *sink = context;
    sink->told.counts[problem->severity]++;
    sink->report.problem(sink->report.context, problem);
    arena_reset(sink->scratch);
}

static const char *language_for(const Cli *cli, const LintOptions *options, const Format *format)
{
    return format->traits & FORMAT_SPEAKS ? language_shown(cli->out, options->language) : options->language;
}

static int lint(Cli *cli, const char *path, const LintOptions *options, LintSink *linted)
{
    duly_sink sink = { .size = sizeof sink, .context = linted, .problem = lint_tell_problem };
    linted->told = (Problems) { 0 };
    duly_pack *pack = duly_pack_open(path, language_for(cli, options, options->format), &sink);
    if (pack)
        duly_lint(pack, options->all, &sink);
    if (options->format->traits & FORMAT_SPEAKS)
        tell_summary(cli, path, pack, &linted->told);
    int status = !pack ? DULY_MISUSED : options->fail_on == 1 && linted->told.counts[DULY_WARNING] ? DULY_FOUND : DULY_CLEAN;
    duly_pack_close(pack);
    return status;
}

static int lint_all(Cli *cli, const Words *packs, LintOptions *options)
{
    int worst = DULY_CLEAN;
    options->format = options->format ? options->format : format_next(SUBJECT_PROBLEMS, NULL);
    Arena scratch = { .language = words_language_known(str_of(language_for(cli, options, options->format))) };
    ReportOptions report = {
        .arena = cli->arena, .scratch = &scratch, .out = cli->out, .colour = terminal_has_colour(cli->out, (ColourMode) options->colour)
    };
    LintSink linted = { .report = options->format->open(&report), .scratch = &scratch };
    for (size_t i = 0; i < packs->count; i++) {
        int status = lint(cli, packs->at[i], options, &linted);
        worst = status > worst ? status : worst;
    }
    if (linted.report.end)
        linted.report.end(linted.report.context, NULL, NULL);
    arena_free(&scratch);
    return worst;
}

/* ---- the pack as it comes out */

static int lint_resolve(Cli *cli, const char *path, const LintOptions *options, const Format *format)
{
    Problems problems = { .out = cli->err, .quiet = true, .colour = terminal_has_colour(cli->err, (ColourMode) options->colour) };
    duly_sink sink = { .size = sizeof sink, .context = &problems, .problem = problems_tell };
    Arena scratch = { .language = words_language_known(str_of(language_for(cli, options, format))) };
    duly_pack *pack = duly_pack_open(path, language_for(cli, options, format), &sink);
    if (!pack)
        return DULY_MISUSED;
    format->describe(pack, &(ReportOptions) { .arena = cli->arena, .scratch = &scratch, .out = cli->out });
    duly_pack_close(pack);
    arena_free(&scratch);
    return DULY_CLEAN;
}

static int lint_run(Cli *cli, const Command *command, CliWords words)
{
    LintOptions options = { 0 };
    Words packs = { 0 };
    int status = cli_parse(cli, command, words, &options, &packs);
    if (status != GO_ON)
        return status;
    if (options.explain.count > 0)
        return explain_all(cli, command, &options.explain);
    if (packs.count == 0)
        return cli_misused(cli, command, STR("no pack is named"), (Str) { 0 });
    if (!options.resolved)
        return lint_all(cli, &packs, &options);
    const Format *first = format_next(SUBJECT_RESOLVED, NULL);
    const Format *format = options.format ? format_find(SUBJECT_RESOLVED, str_of(options.format->name)) : first;
    if (format && packs.count == 1)
        return lint_resolve(cli, packs.at[0], &options, format);
    Text names = text_in(cli->arena);
    formats_add_names(&names, SUBJECT_RESOLVED, " or ");
    return cli_misused(cli, command, arena_format(cli->arena, "--resolved shows one pack, as %.*s", STR_ARG(text_str(&names))),
                       (Str) { 0 });
}

static const char *const severities[] = { "error", "warning", NULL };

/* clang-format off */
static const Option table[] = {
    { 0, "fail-on", "SEVERITY", OPTION_CHOICE, offsetof(LintOptions, fail_on), severities,
      "exit with 1 for a warning too: error (as usual) or warning" },
    { 0, "all", NULL, OPTION_FLAG, offsetof(LintOptions, all), NULL, "remarks too: fields that no rule reads" },
    { 'f', "format", "FORMAT", OPTION_FORMAT, offsetof(LintOptions, format), NULL, "" },
    { 0, "resolved", NULL, OPTION_FLAG, offsetof(LintOptions, resolved), NULL,
      "the pack as it is after all that it extends and overrides: every parameter and rule, and where it comes from" },
    { 0, "explain", "ID", OPTION_LIST, offsetof(LintOptions, explain), NULL,
      "what a problem means and how to mend it: W402; all for the whole catalogue" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(LintOptions, language), NULL, "of what is said: en or zh" },
    { 0, "color", "WHEN", OPTION_CHOICE, offsetof(LintOptions, colour), terminal_colour_modes,
      "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly lint rules/permits", "duly lint --explain W402", NULL };

const Command command_lint = {
    .name = "lint",
    .summary = "every mistake in a pack, in one go",
    .operands = "[PACK...]",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_PROBLEMS,
    .notes = "Exit status: 0 nothing wrong, or warnings only; 1 warnings, with --fail-on warning; 2 errors.",
    .run = lint_run,
};
