/* Batches, as commands name them. */
#include "cli/batch.h"

#include "cli/choice.h"
#include "cli/clock.h"
#include "cli/interrupt.h"
#include "cli/language.h"
#include "codec/encoding.h"

const char *const batch_encodings[] = { "auto",     "utf-8", "gb18030",   "gbk",    "utf-16",       "utf-16le",
                                        "utf-16be", "big5",  "shift-jis", "euc-kr", "windows-1252", NULL };

const char *const batch_severities[] = { "error", "warning", "info", "never", NULL };

static bool is_without_batch(const BatchOptions *options, Mistake *mistake)
{
    if (options->batch.count == 0 && options->tables.count == 0) {
        mistake->problem = STR("no batch is named: give a folder or files with records");
        return true;
    }
    for (size_t i = 0; i < options->batch.count; i++) {
        if (strcmp(options->batch.at[i], "-") == 0) {
            *mistake = (Mistake) { STR("of which table are the records on standard input?"), STR("write --table NAME=-") };
            return true;
        }
    }
    return false;
}

/* Other programs have other names for the same, so it is no choice among words. */
static bool has_no_encoding(Cli *cli, const BatchOptions *options, Mistake *mistake)
{
    if (!options->encoding || encoding_named(str_of(options->encoding)) != ENCODING_COUNT)
        return false;
    Text all = { 0 };
    for (const char *const *name = batch_encodings; *name; name++)
        text_format(&all, "%s%s", name == batch_encodings ? "" : ", ", *name);
    mistake->problem = arena_format(cli->arena, "--encoding '%s': it may be %.*s", options->encoding, STR_ARG(text_str(&all)));
    text_free(&all);
    return true;
}

bool batch_is_mistaken(Cli *cli, BatchOptions *options, Mistake *mistake)
{
    if (has_no_encoding(cli, options, mistake) || is_without_batch(options, mistake))
        return true;
    if (!options->rules)
        options->rules = choice_of_pack(cli, options, mistake);
    return !options->rules;
}

/* What is shown on a terminal and kept nowhere is in the user's language. */
static void choose_language(const Cli *cli, BatchOptions *options, const Reports *reports)
{
    if (reports->list.count == 1 && reports_speak(reports))
        options->language = language_shown(cli->out, options->language);
}

bool batch_has_wrong_format(Cli *cli, BatchOptions *options, Reports *reports, Mistake *mistake)
{
    for (size_t i = 0; i < options->formats.count; i++)
        if (!reports_add(reports, cli->arena, str_of(options->formats.at[i]), &mistake->problem, &mistake->hint))
            return true;
    if (options->formats.count == 0 &&
        !reports_add(reports, cli->arena, str_of(format_next(reports->subject, NULL)->name), &mistake->problem, &mistake->hint))
        return true;
    choose_language(cli, options, reports);
    return false;
}

duly_check_options batch_run(Cli *cli, const BatchOptions *options)
{
    return (duly_check_options) {
        .size = sizeof(duly_check_options),
        .batch = options->batch.at,
        .batch_count = options->batch.count,
        .table_files = options->tables.at,
        .table_file_count = options->tables.count,
        .as_of = options->as_of.year ? options->as_of : clock_today(),
        .only = options->only.at,
        .only_count = options->only.count,
        .elsewhere = options->elsewhere.at,
        .elsewhere_count = options->elsewhere.count,
        .skip = options->skip.at,
        .skip_count = options->skip.count,
        .set = options->set.at,
        .set_count = options->set.count,
        .language = options->language,
        .jobs = cli_jobs(options->jobs),
        .redact = options->redact,
        .stop = interrupt_watch(cli),
        .encoding = options->encoding,
        .mapping = options->mapping,
        .waivers = options->waivers,
    };
}

void batch_set_gate(duly_check_options *run, const BatchOptions *options, const char *gate, duly_date on)
{
    run->gate = gate;
    run->on = on;
    if (on.year && !options->as_of.year)
        run->as_of = on;
}

duly_pack *batch_open_pack(const BatchOptions *options, Problems *problems)
{
    duly_sink sink = { .size = sizeof sink, .context = problems, .problem = problems_tell };
    bool quiet = problems->quiet;
    problems->quiet = true;
    duly_pack *pack = duly_pack_open_to_judge(options->rules, options->language, &sink);
    problems->quiet = quiet;
    return pack;
}
