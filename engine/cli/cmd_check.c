/* duly check [-r PACK] BATCH...: the main job. */
#include <stddef.h>

#include "base/said.h"
#include "cli/actions.h"
#include "cli/batch.h"
#include "cli/clock.h"
#include "cli/interrupt.h"
#include "cli/share.h"
#include "cli/watch.h"
#include "report/text/mapping.h"
#include "report/printable.h"

enum { SILENT = 2 /* times -q */ };

typedef struct {
    BatchOptions batch;
    const char *gate, *agenda, *baseline, *annotate, *part, *memory;
    Words shares;
    Share share;
    uint64_t memory_bytes;
    duly_date on;
    int fail_on, quiet, verbose;
    uint64_t max_findings;
    bool timings, watch, mapping, records;
} CheckOptions;

/* ---- what the parser of options cannot see by itself: each of these is true when something is wrong */

static bool has_wrong_format(Cli *cli, CheckOptions *options, Reports *reports, Mistake *mistake)
{
    bool silent = options->quiet >= SILENT && options->batch.formats.count == 0;
    if (!silent && batch_has_wrong_format(cli, &options->batch, reports, mistake))
        return true;
    actions_add_reports(reports, cli->arena);
    return false;
}

/* The marked roster reads the files once more. */
static bool has_wrong_annotation(Cli *cli, const CheckOptions *options, Reports *reports, Mistake *mistake)
{
    if (!options->annotate)
        return false;
    for (size_t i = 0; i < options->batch.tables.count; i++) {
        if (str_ends_with(str_of(options->batch.tables.at[i]), STR("=-"))) {
            mistake->problem = STR("--annotate reads the records twice, and standard input can be read but once");
            return true;
        }
    }
    return !reports_add_annotation(reports, cli->arena, str_of(options->annotate), &mistake->problem, &mistake->hint);
}

/* A part is no report, and nothing that belongs to a report is asked of it. */
static bool cmd_check_has_wrong_part(Cli *cli, CheckOptions *options, Reports *reports, Mistake *mistake)
{
    bool is_part = reports_part(reports) != NULL;
    if (!share_parse(cli, options->part, &options->share, mistake) || !size_parse(cli, options->memory, &options->memory_bytes, mistake))
        return true;
    if (options->part && !is_part)
        *mistake =
            (Mistake) { STR("a share of a batch has no report: it is a part of one"), STR("write --format part=FILE, and put the parts "
                                                                                          "together with `duly merge`") };
    else if (options->shares.count > 0 && !options->part)
        *mistake =
            (Mistake) { STR("--share says of which table the files are a share, and no share is named"), STR("write --part 3/8, too") };
    else if (is_part && options->annotate)
        mistake->problem =
            STR("--annotate marks the files of a whole run, and a part knows its share alone: check the batch in one run for it");
    else if (is_part && reports->list.count > 1)
        *mistake = (Mistake) { STR("a part stands by itself: it is no report yet"), STR("name the other formats to `duly merge`") };
    else if (is_part && (options->baseline || options->max_findings || options->records))
        *mistake = (Mistake) { STR("--baseline, --max-findings and --records are about the report, and a part is none"),
                               STR("name them to `duly merge`") };
    else if (is_part && (options->watch || options->mapping))
        mistake->problem = STR("--watch and --show-mapping make no part");
    return mistake->problem.len > 0;
}

static bool cmd_check_is_mistaken(Cli *cli, CheckOptions *options, Reports *reports, Mistake *mistake)
{
    if (has_wrong_format(cli, options, reports, mistake) || cmd_check_has_wrong_part(cli, options, reports, mistake) ||
        has_wrong_annotation(cli, options, reports, mistake))
        return true;
    if (options->mapping && (options->batch.formats.count > 0 || options->annotate)) {
        mistake->problem = STR("--show-mapping judges nothing: there is no report to write");
        return true;
    }
    if (options->on.year && !options->gate) {
        mistake->problem = STR("--on is the day of a step, and no step is named: --gate STEP");
        return true;
    }
    return batch_is_mistaken(cli, &options->batch, mistake);
}

/* ---- the run */

static bool wants_timings(const CheckOptions *options)
{
    return options->timings || options->verbose > 1;
}

static duly_check_options cmd_check_library_options(Cli *cli, const CheckOptions *options, const Reports *reports)
{
    duly_check_options run = batch_run(cli, &options->batch);
    run.agenda = options->agenda;
    batch_set_gate(&run, &options->batch, options->gate, options->on);
    run.fail_on = (duly_severity) options->fail_on;
    run.baseline = options->baseline;
    run.max_findings = options->max_findings;
    run.hash_files = reports_want_hashes(reports);
    run.steps = reports_want_intervals(reports);
    run.clauses = options->verbose > 0;
    run.clock = wants_timings(options) ? clock_nanoseconds : NULL;
    run.memory = options->memory_bytes;
    return run;
}

static void cmd_check_take_part_bytes(void *context, const char *bytes, size_t count)
{
    output_add(context, (Str) { bytes, count });
}

static void ask_for_part(const CheckOptions *options, Reports *reports, duly_check_options *run)
{
    const Report *part = reports_part(reports);
    if (!part)
        return;
    run->part = options->share.number;
    run->part_count = options->share.count;
    run->shares = options->shares.at;
    run->share_count = options->shares.count;
    run->part_bytes = cmd_check_take_part_bytes;
    run->part_context = part->out;
}

static int show_mapping(Cli *cli, const CheckOptions *options, const duly_pack *pack, Reports *reports)
{
    duly_check_options run = cmd_check_library_options(cli, options, reports);
    duly_sink sink = { .size = sizeof sink, .context = reports->problems, .problem = problems_tell };
    return (int) duly_map(pack, &run, mapping_text, cli->out, &sink);
}

static int check_check(Cli *cli, const CheckOptions *options, const duly_pack *pack, Reports *reports)
{
    bool to_terminal = output_is_terminal(cli->err) && !options->quiet;
    ReportOptions report = { .arena = cli->arena,
                             .brief = options->quiet > 0,
                             .verbose = options->verbose > 0,
                             .redact = options->batch.redact,
                             .records = options->records,
                             .most_findings = options->max_findings,
                             .width = terminal_width(cli->out),
                             .colour = terminal_has_colour(cli->out, (ColourMode) options->batch.colour) };
    Str problem = { 0 };
    reports->guard = actions_guard(cli->arena);
    if (!reports_open(reports, cli, &report, &problem)) {
        problems_tell(reports->problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        return DULY_INCOMPLETE;
    }
    if (to_terminal && !reports_stream_to_terminal(reports))
        reports->progress = progress_begin(cli->err);
    if (!options->quiet && !reports_speak(reports) && !reports_part(reports))
        reports->tail_to = cli->err;
    reports->timings_to = wants_timings(options) ? cli->err : NULL;
    duly_check_options run = cmd_check_library_options(cli, options, reports);
    duly_sink sink = reports_sink(reports);
    ask_for_part(options, reports, &run);
    int status = (int) duly_check(pack, &run, &sink);
    progress_clear(&reports->progress);
    bool written = reports_close(reports, status);
    return written || status == DULY_INTERRUPTED ? status : DULY_INCOMPLETE;
}

/* Opens the pack and checks the batch, from the start. `watch` not NULL: is told which files the pack is made of. */
static int check_once(Cli *cli, const CheckOptions *options, Reports *reports, Watch *watch)
{
    /* Warnings about the pack are for its author, who has `duly lint`. */
    Problems problems = { .out = cli->err, .quiet = true, .colour = terminal_has_colour(cli->err, (ColourMode) options->batch.colour) };
    duly_sink sink = { .size = sizeof sink, .context = &problems, .problem = problems_tell };
    duly_pack *pack = duly_pack_open_to_judge(options->batch.rules, options->batch.language, &sink);
    duly_text path;
    problems.quiet = options->quiet;
    /* cppcheck-suppress autoVariables ; nobody looks at it after this function */
    reports->problems = &problems;
    for (size_t i = 0; pack && watch && duly_pack_file(pack, i, &path); i++)
        watch_add(watch, (Str) { path.at, path.len });
    int status = pack ? (options->mapping ? show_mapping : check_check)(cli, options, pack, reports) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* ---- again and again */

/* A file or folder, a sheet of a file (FILE#SHEET); NULL: none. */
static void watch_input(Watch *watch, const char *path)
{
    size_t sheet = str_find(str_of(path), STR("#"), 0);
    if (path)
        watch_add(watch, path_kind(path) == PATH_MISSING && sheet != SIZE_MAX ? str_slice(str_of(path), 0, sheet) : str_of(path));
}

/* Files of records, and what may come to lie beside one (run/beside.h); in a folder it is seen anyhow. */
static void watch_records(Watch *watch, const char *path)
{
    static const char *const names[] = { "waivers.yaml", "mapping.yaml" };
    watch_input(watch, path);
    for (size_t i = 0; path_kind(path) != PATH_FOLDER && i < sizeof names / sizeof *names; i++)
        watch_add(watch, path_join(watch->arena, path_folder(watch->arena, str_of(path)), str_of(names[i])));
}

static void watch_inputs(Watch *watch, const CheckOptions *options, const Reports *reports)
{
    const char *const beside[] = { options->batch.rules, options->batch.mapping, options->batch.waivers, options->agenda,
                                   options->baseline };
    for (size_t i = 0; i < options->batch.batch.count; i++)
        watch_records(watch, options->batch.batch.at[i]);
    for (size_t i = 0; i < options->batch.tables.count; i++) {
        const char *table = options->batch.tables.at[i], *equals = strchr(table, '=');
        watch_records(watch, equals ? equals + 1 : table);
    }
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        watch_input(watch, beside[i]);
    for (size_t i = 0; i < reports->list.count; i++)
        if (reports->list.at[i].path)
            watch_ignore(watch, str_of(reports->list.at[i].path));
}

/* What a run leaves in the arena of its reports goes with it. */
static void check_again(Cli *cli, const CheckOptions *options, const Reports *asked, Watch *watch)
{
    Arena memory = { .language = cli->arena->language };
    Cli own = *cli;
    Reports reports = { 0 };
    own.arena = &memory;
    for (size_t i = 0; i < asked->list.count; i++) {
        Report report = { .listener.format = asked->list.at[i].listener.format,
                          .path = asked->list.at[i].path,
                          .appends = asked->list.at[i].appends };
        arena_push(&memory, &reports.list, report);
    }
    watch_look(watch);
    size_t known = watch->paths.count;
    check_once(&own, options, &reports, watch);
    if (watch->paths.count > known) /* packs that this one extends */
        watch_look(watch);
    output_flush(cli->out);
    output_flush(cli->err);
    arena_free(&memory);
}

static void tell_waiting(Cli *cli, const CheckOptions *options, Str changed)
{
    Text line = { 0 };
    if (options->quiet)
        return;
    text_add(&line, STR("---- "));
    printable_add(&line, changed);
    text_format(&line, "%s",
                said(output_language(cli->err), changed.len ? " has changed ----\n" : "waiting for a change; Ctrl-C ends ----\n"));
    output_add(cli->err, text_str(&line));
    output_flush(cli->err);
    text_free(&line);
}

/* Until it is interrupted. A pack in error is told and waited out like any other outcome. */
static int check_and_watch(Cli *cli, const CheckOptions *options, const Reports *asked)
{
    Watch watch;
    const volatile int *stop = interrupt_watch(cli);
    watch_init(&watch, cli->arena, false);
    watch_inputs(&watch, options, asked);
    while (!*stop) {
        check_again(cli, options, asked, &watch);
        if (*stop)
            break;
        tell_waiting(cli, options, (Str) { 0 });
        Str changed = watch_wait(&watch, stop);
        if (changed.len)
            tell_waiting(cli, options, changed);
    }
    watch_free(&watch);
    return DULY_INTERRUPTED;
}

static bool watches_a_stream(const CheckOptions *options, Mistake *mistake)
{
    for (size_t i = 0; options->watch && i < options->batch.tables.count; i++) {
        if (!str_ends_with(str_of(options->batch.tables.at[i]), STR("=-")))
            continue;
        mistake->problem = STR("--watch reads the batch again and again: it cannot come from standard input");
        return true;
    }
    return false;
}

static int cli_check_run(Cli *cli, const Command *command, CliWords words)
{
    CheckOptions options = { 0 };
    Reports reports = { .subject = SUBJECT_RUN };
    Mistake mistake = { 0 };
    int status = cli_parse(cli, command, words, &options, &options.batch.batch);
    if (status != GO_ON)
        return status;
    if (cmd_check_is_mistaken(cli, &options, &reports, &mistake) || watches_a_stream(&options, &mistake))
        return cli_misused(cli, command, mistake.problem, mistake.hint);
    return options.watch ? check_and_watch(cli, &options, &reports) : check_once(cli, &options, &reports, NULL);
}

#define FIELD(name) offsetof(CheckOptions, name)
#define BATCH(name) BATCH_FIELD(CheckOptions, name)
/* clang-format off */
static const Option table[] = {
    { 'r', "rules", "PACK", OPTION_TEXT, BATCH(rules), NULL, "the pack; rules/ where that is one by itself, or has just one" },
    { 'g', "gate", "STEP", OPTION_TEXT, FIELD(gate), NULL,
      "judge the records that have not taken this step, as if they were about to; without it: all records, as they stand" },
    { 0, "on", "DAY", OPTION_DATE, FIELD(on), NULL, "the day of that step; the as-of date where not given" },
    { 0, "agenda", "FILE", OPTION_TEXT, FIELD(agenda), NULL, "who is to take it, by key or by name, one a line or a column of a table: they are "
      "judged, and nobody else; who is not in the batch is told" },
    { 0, "as-of", "DAY", OPTION_DATE, BATCH(as_of), NULL, "the day to judge on; where not given the day of --on, or today" },
    { 'f', "format", "F[=FILE]", OPTION_FORMATS, BATCH(formats), NULL, ", to a file or to standard output; repeatable" },
    { 0, "fail-on", "SEVERITY", OPTION_CHOICE, FIELD(fail_on), batch_severities,
      "exit with 1 for findings of this severity or worse: error (as usual), warning, info, never" },
    { 0, "only", "RULES", OPTION_LIST, BATCH(only), NULL, "these rules, separated by commas, * for anything; repeatable" },
    { 0, "skip", "RULES", OPTION_LIST, BATCH(skip), NULL, "all but these rules" },
    { 0, "elsewhere", "FIELDS", OPTION_LIST, BATCH(elsewhere), NULL, "fields that are kept elsewhere, on paper perhaps: where a file "
      "has no column for one, rules that ask for it are not asked, and the report says so" },
    { 0, "set", "NAME=VALUE", OPTION_REPEAT, BATCH(set), NULL, "another value for a parameter, for this run; repeatable" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, BATCH(language), NULL, "of the report: en, zh, what the pack has" },
    { 0, "table", "NAME=FILE", OPTION_REPEAT, BATCH(tables), NULL, "the file of a table, - for standard input, "
      "FILE#SHEET for a sheet of a workbook; repeatable" },
    { 0, "baseline", "REPORT", OPTION_TEXT, FIELD(baseline), NULL, "an earlier report, json or ndjson: only what is new since "
      "then is shown and counts for the exit status; json, ndjson and sarif tell the rest too" },
    { 0, "encoding", "NAME", OPTION_TEXT, BATCH(encoding), batch_encodings,
      "of the files: auto (as usual: found out for each, and told), utf-8, gb18030, gbk, utf-16, utf-16le, utf-16be, big5, "
      "shift-jis, euc-kr, windows-1252" },
    { 0, "mapping", "FILE", OPTION_TEXT, BATCH(mapping), NULL,
      "says what headings and values mean (`duly map`); mapping.yaml beside the batch where not given" },
    { 0, "waivers", "FILE", OPTION_TEXT, BATCH(waivers), NULL,
      "violations that somebody has accepted; waivers.yaml beside the batch where not given" },
    { 0, "annotate", "FILE", OPTION_TEXT, FIELD(annotate), NULL,
      "the records as they came in, as a workbook: cells that findings blame are coloured and bear a comment" },
    { 0, "redact", NULL, OPTION_FLAG, BATCH(redact), NULL, "keep private fields out of the report" },
    { 0, "max-findings", "N", OPTION_NUMBER, FIELD(max_findings), NULL, "show so many findings at most; all are counted" },
    { 'j', "jobs", "N", OPTION_NUMBER, BATCH(jobs), NULL, "threads; one a processor where not given" },
    { 0, "part", "I/N", OPTION_TEXT, FIELD(part), NULL, "judge share I of N alone, and write --format part=FILE for `duly merge`: on another machine, "
      "perhaps; exit with 0 whatever was found" },
    { 0, "share", "TABLE", OPTION_REPEAT, FIELD(shares), NULL, "with --part: the files of this table are this share already, cut beforehand; "
      "repeatable" },
    { 0, "memory", "SIZE", OPTION_TEXT, FIELD(memory), NULL, "so much for groups and keys (512M, 2G), and what is more in a temporary file; the result "
      "is the same. On top come some 40 MB, and what references lead to" },
    { 0, "records", NULL, OPTION_FLAG, FIELD(records), NULL, "json and ndjson list the verdict of every record; json does so with --gate anyhow" },
    { 'q', "quiet", NULL, OPTION_COUNT, FIELD(quiet), NULL, "only what was found, and the totals; -qq: nothing but the exit "
      "status, unless a format is named" },
    { 'v', "verbose", NULL, OPTION_COUNT, FIELD(verbose), NULL, "every finding in full: the cells, and the clause of the rule "
      "that was not met with the values it looked at; -vv: --timings too" },
    { 0, "timings", NULL, OPTION_FLAG, FIELD(timings), NULL, "tell on standard error what each rule took; parts of conditions "
      "that rules share are worked out once, and told apart" },
    { 0, "show-mapping", NULL, OPTION_FLAG, FIELD(mapping), NULL, "show which column of each file is which field, and judge nothing; "
      "exit with 0, or 3 if a file cannot be read" },
    { 0, "watch", NULL, OPTION_FLAG, FIELD(watch), NULL, "check again whenever a file of the pack or of the batch changes, until "
      "Ctrl-C" },
    { 0, "color", "WHEN", OPTION_CHOICE, BATCH(colour), terminal_colour_modes, "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly check -r rules/permits batch/",
                                        "duly check -r rules/permits batch/ --gate decision --on 2024-06-01", NULL };

const Command command_check = {
    .name = "check",
    .summary = "whether the records of a batch followed their procedure",
    .operands = "BATCH...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_RUN,
    .notes = "Exit status: 0 nothing was found that --fail-on asks for, 1 something was found, 2 wrong options or a pack in "
             "error, 3 incomplete: a file could not be read to its end, no record was judged, or a report could not be "
             "written, 4 a mistake in duly itself, 130 interrupted.",
    .run = cli_check_run,
};
