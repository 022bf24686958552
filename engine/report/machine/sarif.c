/* SARIF 2.1.0, with what GitHub's code scanning asks for on top. Every rule of the pack stands in the driver, silent ones too,
   and a clean run has an empty list of results: otherwise old alerts never close. Order within an object is free, so results
   are written as they come. */
#include "report/dates.h"
#include "base/said.h"
#include "report/facts.h"
#include "report/machine/sarif_parts.h"

/* What GitHub takes of one run, and shows; the size is that of the text, of which gzip makes a twentieth, where it takes 10 MB. */
enum { TAKEN_RESULTS = 25000, SHOWN_RESULTS = 5000, TAKEN_RULES = 25000, TAKEN_BYTES = 100 << 20 };

typedef struct {
    JsonWriter json;
    const duly_pack *pack;
    ReportOptions options;
    uint64_t results;
    const uint32_t *places; /* by rule of the pack: where it stands among those of the driver */
} SarifReport;

static void sarif_begin(void *context, const duly_run *run)
{
    SarifReport *report = context;
    JsonWriter *json = &report->json;
    report->pack = run->pack;
    json_open_object(json);
    key_text(json, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
    key_text(json, "version", STR("2.1.0"));
    key_list(json, "runs");
    json_open_object(json);
    report->places = sarif_tool(json, report->options.arena, run);
    key_text(json, "columnKind", STR("unicodeCodePoints"));
    key_list(json, "results");
}

static void sarif_finding(void *context, const duly_finding *told)
{
    SarifReport *report = context;
    report->results++;
    sarif_result(&report->json, report->options.scratch, report->pack, told, report->places[told->rule]);
}

/* ---- the end */

static void add_artifact(JsonWriter *json, const duly_file *file)
{
    json_open_object_inline(json);
    sarif_uri(json, "location", file->path);
    key_count(json, "length", file->bytes);
    key_known(json, "encoding", file->encoding);
    if (file->sha256.len) {
        key_inline(json, "hashes");
        key_text(json, "sha-256", file->sha256);
        json_close_object(json);
    }
    json_close_object(json);
}

static void add_artifacts(JsonWriter *json, const duly_run *run)
{
    key_list(json, "artifacts");
    for (size_t i = 0; i < run->file_count; i++)
        add_artifact(json, &run->files[i]);
    json_close_array(json);
}

static void add_notification(JsonWriter *json, Str level, Str sentence)
{
    json_open_object_inline(json);
    key_text(json, "level", level);
    sarif_message(json, "message", sentence);
    json_close_object(json);
}

/* Told where it is seen by whoever ran it, and in the report, which somebody else may look at. */
static void warn(SarifReport *report, Str sentence)
{
    sentence = said_str(report->options.arena->language, sentence);
    add_notification(&report->json, STR("warning"), sentence);
    if (report->options.warn)
        report->options.warn(report->options.warn_context, sentence);
}

static void add_limits(SarifReport *report, const duly_run *run)
{
    Arena *arena = report->options.arena;
    duly_pack_info info = { .size = sizeof info };
    unsigned long long results = report->results;
    duly_pack_describe(run->pack, &info);
    if (results > TAKEN_RESULTS)
        warn(report,
             arena_format(arena,
                          "the SARIF report has %llu results; GitHub refuses a file with more than 25,000 in a run (or 20 "
                          "runs, 25,000 rules, 10 MB when packed), and shows the 5,000 gravest: --max-findings 25000 leaves out the "
                          "rest and says so, --only judges some rules at a time",
                          results));
    else if (results > SHOWN_RESULTS)
        warn(report, arena_format(arena, "the SARIF report has %llu results; GitHub shows the 5,000 gravest", results));
    if (info.all_rule_count > TAKEN_RULES)
        warn(report, STR("the pack has more than 25,000 rules, which is as many as GitHub takes in a SARIF report"));
    if (output_size(report->options.out) > TAKEN_BYTES)
        warn(report, STR("the SARIF report has more than 100 MiB; GitHub takes 10 MB when it is packed with gzip"));
}

static void add_invocation(SarifReport *report, const duly_run *run, const duly_summary *summary)
{
    JsonWriter *json = &report->json;
    bool judged = !run_judged_nothing(summary);
    key_list(json, "invocations");
    json_open_object(json);
    key_flag(json, "executionSuccessful", run->complete && judged);
    key_list(json, "toolExecutionNotifications");
    if (!run->complete)
        add_notification(json, STR("error"),
                         str_of(said(run->language, "The run did not reach the end of the batch: there may be more than is told here.")));
    if (!judged)
        add_notification(json, STR("error"), str_of(said(run->language, "No record was judged.")));
    Voice voice = { report->options.arena, run->language };
    Str lines = run_notes(&voice, run, summary);
    for (Str line; take_line(&lines, &line);)
        add_notification(json, STR("note"), line);
    add_limits(report, run);
    json_close_array(json);
    json_close_object(json);
    json_close_array(json);
}

static void sarif_add_run_properties(JsonWriter *json, const duly_run *run, const duly_summary *summary)
{
    Day as_of = day_of(run->as_of), on = day_of(run->gate.len ? run->on : (duly_date) { 0 });
    key_object(json, "properties");
    key_text(json, "as_of", str_of(as_of.text));
    key_known(json, "gate", run->gate);
    key_known(json, "on", str_of(on.text));
    key_pairs(json, "set", run->set, run->set_count);
    key_inline(json, "verdicts");
    key_count(json, "ready", summary->verdicts[DULY_READY]);
    key_count(json, "blocked", summary->verdicts[DULY_BLOCKED]);
    key_count(json, "undecided", summary->verdicts[DULY_VERDICT_UNDECIDED]);
    json_close_object(json);
    key_count(json, "left_out", summary->left_out);
    json_close_object(json);
}

/* "duly/PACK/": the runs of one pack supersede each other. */
static void add_automation(JsonWriter *json, const duly_pack *pack)
{
    duly_pack_info info = { .size = sizeof info };
    Text id = { 0 };
    duly_pack_describe(pack, &info);
    text_format(&id, "duly/%.*s/", STR_ARG(info.name));
    key_inline(json, "automationDetails");
    key_text(json, "id", text_str(&id));
    json_close_object(json);
    text_free(&id);
}

static void sarif_end(void *context, const duly_run *run, const duly_summary *summary)
{
    SarifReport *report = context;
    JsonWriter *json = &report->json;
    for (size_t i = 0; i < summary->fixed_count; i++)
        sarif_absent(json, report->options.scratch, &summary->fixed[i]);
    report->results += summary->fixed_count;
    json_close_array(json);
    add_automation(json, run->pack);
    add_artifacts(json, run);
    add_invocation(report, run, summary);
    sarif_add_run_properties(json, run, summary);
    json_close_object(json);
    json_close_array(json);
    json_close_object(json);
}

duly_sink report_sarif_open(const ReportOptions *options)
{
    SarifReport *report = arena_new(options->arena, SarifReport);
    *report = (SarifReport) { .json = { .out = options->out, .indent = true }, .options = *options };
    return (duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = sarif_begin, .finding = sarif_finding, .end = sarif_end };
}
