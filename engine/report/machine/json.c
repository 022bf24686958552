/* The report as one JSON object. The summary stands first and is known last, so findings wait in a spool. */
#include "report/machine/json_parts.h"

typedef struct {
    Output *out, *spool;
    JsonWriter findings;
} JsonReport;

static void begin(void *context, const duly_run *run)
{
    JsonReport *report = context;
    (void) run;
    /* As if the object that holds the list were open already. */
    report->findings = (JsonWriter) { .out = report->spool, .indent = true, .depth = 1, .after_key = true };
    json_open_array(&report->findings);
}

static void finding(void *context, const duly_finding *found)
{
    JsonReport *report = context;
    part_finding(&report->findings, found);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    JsonReport *report = context;
    json_close_array(&report->findings);
    JsonWriter json = { .out = report->out, .indent = true };
    json_open_object(&json);
    part_head(&json, run);
    json_key(&json, "summary");
    part_summary(&json, run, summary);
    json_key(&json, "findings");
    output_copy(report->spool, report->out);
    json.after_key = false;
    json_close_object(&json);
}

duly_sink report_json_open(const ReportOptions *options)
{
    JsonReport *report = arena_new(options->arena, JsonReport);
    *report = (JsonReport) { .out = options->out, .spool = output_to_spool(options->arena) };
    return (duly_sink) { .context = report, .begin = begin, .finding = finding, .record = record, .end = end };
}
