/* The report as one JSON object. The summary stands first and is known last, so findings wait in a spool, and records in
   another one: before a step their verdicts are what is asked for; of an audit they are told only where somebody wants them. */
#include "report/machine/json_parts.h"

typedef struct {
    Output *out, *spool, *record_spool;
    JsonWriter findings, records;
    bool tells_records;
} JsonReport;

static void json_begin(void *context, const duly_run *run)
{
    JsonReport *report = context;
    report->tells_records |= run->gate.len > 0;
    /* As if the object that holds the list were open already. */
    report->findings = (JsonWriter) { .out = report->spool, .indent = true, .depth = 1, .after_key = true };
    report->records = report->findings;
    report->records.out = report->record_spool;
    json_open_array(&report->findings);
    json_open_array(&report->records);
}

static void json_finding(void *context, const duly_finding *found)
{
    JsonReport *report = context;
    part_finding(&report->findings, found);
}

static void machine_json_record(void *context, const duly_record *told)
{
    JsonReport *report = context;
    for (size_t i = 0; i < told->finding_count; i++)
        json_finding(context, &told->findings[i]);
    if (report->tells_records && told->verdict != DULY_NOT_JUDGED)
        part_record(&report->records, told);
}

static void json_end(void *context, const duly_run *run, const duly_summary *summary)
{
    JsonReport *report = context;
    json_close_array(&report->findings);
    json_close_array(&report->records);
    JsonWriter json = { .out = report->out, .indent = true };
    json_open_object(&json);
    part_head(&json, run);
    json_key(&json, "summary");
    part_summary(&json, run, summary);
    json_key(&json, "findings");
    output_copy(report->spool, report->out);
    json.after_key = false;
    if (report->tells_records) {
        json_key(&json, "records");
        output_copy(report->record_spool, report->out);
        json.after_key = false;
    }
    json_close_object(&json);
}

duly_sink report_json_open(const ReportOptions *options)
{
    JsonReport *report = arena_new(options->arena, JsonReport);
    *report = (JsonReport) { .out = options->out,
                             .spool = output_to_spool(options->arena),
                             .record_spool = output_to_spool(options->arena),
                             .tells_records = options->records };
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = report,
                         .begin = json_begin,
                         .finding = json_finding,
                         .record = machine_json_record,
                         .end = json_end };
}
