/* duly merge FILE...: the parts of a run put together. */
#include <stddef.h>

#include "base/words.h"
#include "cli/actions.h"
#include "cli/batch.h"
#include "cli/guard.h"
#include "cli/interrupt.h"

enum { SILENT = 2 /* times -q */ };

typedef struct {
    const char *rules, *baseline, *annotate, *language;
    Words formats, parts;
    int fail_on, quiet, colour;
    uint64_t max_findings;
    bool records, verbose;
} MergeOptions;

/* What the first part says; all are held against it. */
typedef struct {
    Arena *arena;
    const char *pack, *language;
    bool statistics, clauses;
} FirstPart;

static void take_first(void *context, const duly_part_info *info)
{
    FirstPart *first = context;
    first->pack = arena_str(first->arena, info->pack).at;
    first->language = info->language.len ? arena_str(first->arena, info->language).at : NULL;
    first->statistics = info->statistics;
    first->clauses = info->clauses;
}

/* ---- what the parser of options cannot see by itself: true when something is wrong */

static bool has_wrong_formats(Cli *cli, const MergeOptions *options, Reports *reports, Mistake *mistake)
{
    bool silent = options->quiet >= SILENT && options->formats.count == 0;
    for (size_t i = 0; i < options->formats.count; i++)
        if (!reports_add(reports, cli->arena, str_of(options->formats.at[i]), &mistake->problem, &mistake->hint))
            return true;
    if (reports_part(reports)) {
        mistake->problem = STR("parts are put together to a report, and not to another part");
        return true;
    }
    return !silent && options->formats.count == 0 &&
           !reports_add(reports, cli->arena, str_of(format_next(reports->subject, NULL)->name), &mistake->problem, &mistake->hint);
}

/* What was read must not be written over. */
static bool writes_over_part(Cli *cli, const MergeOptions *options, const Reports *reports, Mistake *mistake)
{
    for (size_t i = 0; i < reports->list.count; i++)
        for (size_t k = 0; reports->list.at[i].path && k < options->parts.count; k++)
            if (path_is_same(reports->list.at[i].path, options->parts.at[k])) {
                mistake->problem = arena_format(cli->arena, "the report would take the place of a part: %s", options->parts.at[k]);
                return true;
            }
    return false;
}

/* Sentences about records stand in the parts, in the language of that run. */
static bool is_other_language(Cli *cli, const MergeOptions *options, const FirstPart *first, Mistake *mistake)
{
    Str asked = str_of(options->language), told = first->language ? str_of(first->language) : STR("en");
    Str known = words_language_known(asked);
    if (!options->language || str_equal(asked, told) || (known.len > 0 && str_equal(known, words_language_known(told))))
        return false;
    *mistake =
        (Mistake) { arena_format(cli->arena, "what these parts say of records stands in them, in the language '%.*s'", STR_ARG(told)),
                    STR("check the parts with the --lang that the report is to have") };
    return true;
}

static bool cmd_merge_is_mistaken(Cli *cli, const MergeOptions *options, const FirstPart *first, Reports *reports, Mistake *mistake)
{
    if (options->annotate)
        *mistake = (Mistake) { STR("--annotate marks the files of a run that reads them, and parts are put together without them"),
                               STR("check the batch in one run for it") };
    else if (options->verbose && !first->clauses)
        *mistake = (Mistake) { STR("the clauses that were not met are not in these parts"), STR("check each part with -v") };
    return mistake->problem.len > 0 || is_other_language(cli, options, first, mistake) ||
           has_wrong_formats(cli, options, reports, mistake) || writes_over_part(cli, options, reports, mistake);
}

/* ---- the run */

static duly_check_options cmd_merge_library_options(Cli *cli, const MergeOptions *options, const FirstPart *first, const Reports *reports)
{
    return (duly_check_options) { .size = sizeof(duly_check_options),
                                  .language = first->language,
                                  .fail_on = first->statistics ? DULY_NEVER : (duly_severity) options->fail_on,
                                  .baseline = options->baseline,
                                  .max_findings = options->max_findings,
                                  .hash_files = reports_want_hashes(reports),
                                  .steps = reports_want_intervals(reports),
                                  .stop = interrupt_watch(cli) };
}

static int merge_parts(Cli *cli, const MergeOptions *options, const FirstPart *first, const duly_pack *pack, Reports *reports)
{
    ReportOptions report = { .arena = cli->arena,
                             .language = str_of(first->language),
                             .brief = options->quiet > 0,
                             .verbose = options->verbose,
                             .records = options->records,
                             .most_findings = options->max_findings,
                             .width = terminal_width(cli->out),
                             .colour = terminal_has_colour(cli->out, (ColourMode) options->colour) };
    Str problem = { 0 };
    reports->guard = actions_guard(cli->arena);
    if (!reports_open(reports, cli, &report, &problem)) {
        problems_tell(reports->problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        return DULY_INCOMPLETE;
    }
    if (output_is_terminal(cli->err) && !options->quiet && !reports_stream_to_terminal(reports))
        reports->progress = progress_begin(cli->err);
    if (!options->quiet && !reports_speak(reports) && !first->statistics)
        reports->tail_to = cli->err;
    duly_check_options run = cmd_merge_library_options(cli, options, first, reports);
    duly_sink sink = reports_sink(reports);
    int status = (int) duly_merge(pack, options->parts.at, options->parts.count, &run, &sink);
    progress_clear(&reports->progress);
    if (first->statistics && reports->begun)
        tail_of_statistics(cli->err, reports->found);
    bool written = reports_close(reports, status);
    return written || status == DULY_INTERRUPTED ? status : DULY_INCOMPLETE;
}

static int merge_run(Cli *cli, const Command *command, CliWords words)
{
    MergeOptions options = { 0 };
    Mistake mistake = { 0 };
    FirstPart first = { .arena = cli->arena };
    int status = cli_parse(cli, command, words, &options, &options.parts);
    if (status != GO_ON)
        return status;
    if (options.parts.count == 0)
        return cli_misused(cli, command, STR("no parts are named: give the files that `duly check --part` wrote"), (Str) { 0 });
    Problems problems = { .out = cli->err, .colour = terminal_has_colour(cli->err, (ColourMode) options.colour) };
    duly_sink sink = { .size = sizeof sink, .context = &problems, .problem = problems_tell };
    status = (int) duly_part_describe(options.parts.at[0], cli->arena->language.at, take_first, &first, &sink);
    if (status != DULY_CLEAN)
        return status;
    Reports reports = { .subject = first.statistics ? SUBJECT_STATISTICS : SUBJECT_RUN, .problems = &problems };
    if (cmd_merge_is_mistaken(cli, &options, &first, &reports, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    if (!options.language)
        output_speak(cli->err, words_language_known(str_of(first.language)));
    problems.quiet = true;
    duly_pack *pack = duly_pack_open_to_judge(options.rules ? options.rules : first.pack, first.language, &sink);
    problems.quiet = options.quiet > 0;
    status = pack ? merge_parts(cli, &options, &first, pack, &reports) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

#define FIELD(name) offsetof(MergeOptions, name)
/* clang-format off */
static const Option table[] = {
    { 'r', "rules", "PACK", OPTION_TEXT, FIELD(rules), NULL, "the pack, where it lies elsewhere than when the parts were checked" },
    { 'f', "format", "F[=FILE]", OPTION_FORMATS, FIELD(formats), NULL, ", to a file or to standard output; repeatable. Of parts of `duly stats` those of "
      "that command" },
    { 0, "fail-on", "SEVERITY", OPTION_CHOICE, FIELD(fail_on), batch_severities,
      "exit with 1 for findings of this severity or worse: error (as usual), warning, info, never" },
    { 0, "baseline", "REPORT", OPTION_TEXT, FIELD(baseline), NULL, "an earlier report, json or ndjson: only what is new since "
      "then is shown and counts for the exit status; json, ndjson and sarif tell the rest too" },
    { 0, "annotate", "FILE", OPTION_TEXT, FIELD(annotate), NULL, "not of parts: the files that it marks are not read here" },
    { 0, "max-findings", "N", OPTION_NUMBER, FIELD(max_findings), NULL, "show so many findings at most; all are counted" },
    { 0, "records", NULL, OPTION_FLAG, FIELD(records), NULL, "json and ndjson list the verdict of every record; json does so with --gate anyhow" },
    { 'q', "quiet", NULL, OPTION_COUNT, FIELD(quiet), NULL, "only what was found, and the totals; -qq: nothing but the exit "
      "status, unless a format is named" },
    { 'v', "verbose", NULL, OPTION_FLAG, FIELD(verbose), NULL, "every finding in full, where the parts were checked with -v" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, FIELD(language), NULL, "of what is said: en or zh; reports are in that of the parts, and another is refused" },
    { 0, "color", "WHEN", OPTION_CHOICE, FIELD(colour), terminal_colour_modes, "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly merge parts/*.part",
                                        "duly merge parts/*.part --format html=report.html --format csv=findings.csv", NULL };

const Command command_merge = {
    .name = "merge",
    .summary = "the report of a whole run, from parts that were checked apart",
    .operands = "FILE...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_RUN,
    .notes =
        "The parts of one run, all of them, in any order: made with `duly check --part I/N --format part=FILE`. What comes out is, byte "
        "for byte, what one run over the whole batch gives. Exit status: as of `duly check`; 2 also where parts are missing, stand "
        "twice, or are not of one run, 3 also where one is damaged.",
    .run = merge_run,
};
