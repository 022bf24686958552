/* GitLab's code quality report: one array of issues. Those of equal fingerprints would be merged, so a repeated one gets a number.
   What is waived is a remark that names the document. */
#include "report/facts.h"
#include "report/machine/json_parts.h"

typedef struct {
    Arena *scratch;
    JsonWriter json;
    const duly_pack *pack;
    Fingerprints *seen;
} GitlabReport;

static void gitlab_begin(void *context, const duly_run *run)
{
    GitlabReport *report = context;
    report->pack = run->pack;
    json_open_array(&report->json);
}

static Str gitlab_fingerprint_of(GitlabReport *report, const duly_finding *finding)
{
    Str fingerprint = finding_mark(report->scratch, finding->fingerprint, finding->id, finding->file, finding->line);
    uint32_t times = fingerprints_add(report->seen, fingerprint);
    return times > 1 ? arena_format(report->scratch, "%.*s-%u", STR_ARG(fingerprint), (unsigned) times) : fingerprint;
}

/* A line is wanted even where there is none. */
static void add_location(GitlabReport *report, const duly_finding *finding)
{
    JsonWriter *json = &report->json;
    Place place = finding_place(finding, report->pack);
    key_object(json, "location");
    key_text(json, "path", place.path);
    key_object(json, "lines");
    key_count(json, "begin", place.line ? place.line : 1);
    json_close_object(json);
    json_close_object(json);
}

static Str description_of(Arena *arena, const duly_finding *finding)
{
    const Voice voice = { arena, arena->language };
    Str line = finding_line(&voice, finding), waiver = finding_waiver(&voice, finding);
    return waiver.len ? arena_format(arena, "%.*s; %.*s", STR_ARG(line), STR_ARG(waiver)) : line;
}

static void gitlab_finding(void *context, const duly_finding *told)
{
    static const char *const severities[] = { [DULY_ERROR] = "major", [DULY_WARNING] = "minor", [DULY_INFO] = "info" };
    GitlabReport *report = context;
    JsonWriter *json = &report->json;
    json_open_object_inline(json);
    key_text(json, "description", description_of(report->scratch, told));
    key_text(json, "check_name", told->id);
    key_text(json, "severity", str_of(severities[told->outcome == DULY_WAIVED ? DULY_INFO : told->severity]));
    key_text(json, "fingerprint", gitlab_fingerprint_of(report, told));
    add_location(report, told);
    json_close_object(json);
}

static void gitlab_end(void *context, const duly_run *run, const duly_summary *summary)
{
    GitlabReport *report = context;
    (void) run;
    (void) summary;
    json_close_array(&report->json);
}

duly_sink report_gitlab_open(const ReportOptions *options)
{
    GitlabReport *report = arena_new(options->arena, GitlabReport);
    *report = (GitlabReport) { .scratch = options->scratch,
                               .seen = fingerprints_in(options->arena),
                               .json = { .out = options->out, .indent = true } };
    return (
        duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = gitlab_begin, .finding = gitlab_finding, .end = gitlab_end };
}
