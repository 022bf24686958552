/* GitLab's code quality report: one array of issues. Those of equal fingerprints would be merged, so a repeated one gets a number.
   What is waived is a remark that names the document. */
#include "codec/json.h"
#include "report/facts.h"

typedef struct {
    Arena *arena;
    JsonWriter json;
    const duly_pack *pack;
    Fingerprints *seen;
} GitlabReport;

static void begin(void *context, const duly_run *run)
{
    GitlabReport *report = context;
    report->pack = run->pack;
    json_open_array(&report->json);
}

static void add_fingerprint(GitlabReport *report, const duly_finding *finding)
{
    Str fingerprint = finding_mark(report->arena, finding->fingerprint, finding->id, finding->file, finding->line);
    uint32_t times = fingerprints_add(report->seen, fingerprint);
    Text text = { 0 };
    text_add(&text, fingerprint);
    if (times > 1)
        text_format(&text, "-%u", (unsigned) times);
    json_key(&report->json, "fingerprint");
    json_str(&report->json, text_str(&text));
    text_free(&text);
}

/* A line is wanted even where there is none. */
static void add_location(GitlabReport *report, const duly_finding *finding)
{
    JsonWriter *json = &report->json;
    Place place = finding_place(finding, report->pack);
    json_key(json, "location");
    json_open_object(json);
    json_key(json, "path");
    json_str(json, place.path);
    json_key(json, "lines");
    json_open_object(json);
    json_key(json, "begin");
    json_uint(json, place.line ? place.line : 1);
    json_close_object(json);
    json_close_object(json);
}

static void add_description(JsonWriter *json, const duly_finding *finding)
{
    Text text = { 0 };
    finding_add_line(&text, finding);
    text_add(&text, finding->waiver ? STR("; ") : STR(""));
    finding_add_waiver(&text, STR("en"), finding);
    json_key(json, "description");
    json_str(json, text_str(&text));
    text_free(&text);
}

static void finding(void *context, const duly_finding *told)
{
    static const char *const severities[] = { [DULY_ERROR] = "major", [DULY_WARNING] = "minor", [DULY_INFO] = "info" };
    GitlabReport *report = context;
    JsonWriter *json = &report->json;
    json_open_object_inline(json);
    add_description(json, told);
    json_key(json, "check_name");
    json_str(json, told->id);
    json_key(json, "severity");
    json_str(json, str_of(severities[told->outcome == DULY_WAIVED ? DULY_INFO : told->severity]));
    add_fingerprint(report, told);
    add_location(report, told);
    json_close_object(json);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    GitlabReport *report = context;
    (void) run;
    (void) summary;
    json_close_array(&report->json);
}

duly_sink report_gitlab_open(const ReportOptions *options)
{
    GitlabReport *report = arena_new(options->arena, GitlabReport);
    *report = (GitlabReport) { .arena = options->arena,
                               .seen = fingerprints_in(options->arena),
                               .json = { .out = options->out, .indent = true } };
    return (duly_sink) { .context = report, .begin = begin, .finding = finding, .record = record, .end = end };
}
