/* One finding a line, and last the summary: nothing is kept, however many findings there are. Where it is asked for the verdict of every
   record follows its findings: {"record": ...}. */
#include "report/machine/json_parts.h"

static void ndjson_finding(void *context, const duly_finding *found)
{
    const ReportOptions *options = context;
    JsonWriter json = { .out = options->out };
    part_finding(&json, found);
    output_add(options->out, STR("\n"));
}

static void verdict(const ReportOptions *options, const duly_record *told)
{
    JsonWriter json = { .out = options->out };
    json_open_object_inline(&json);
    json_key(&json, "record");
    part_record(&json, told);
    json_close_object(&json);
    output_add(options->out, STR("\n"));
}

static void ndjson_record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        ndjson_finding(context, &told->findings[i]);
    if (told->verdict != DULY_NOT_JUDGED)
        verdict(context, told);
}

static void ndjson_end(void *context, const duly_run *run, const duly_summary *summary)
{
    const ReportOptions *options = context;
    JsonWriter json = { .out = options->out };
    json_open_object(&json);
    json_key(&json, "summary");
    part_summary(&json, run, summary);
    json_key(&json, "run");
    part_run(&json, run);
    key_text(&json, "duly", run->version);
    json_key(&json, "pack");
    part_pack(&json, run->pack);
    json_close_object(&json);
    output_add(options->out, STR("\n"));
}

duly_sink report_ndjson_open(const ReportOptions *options)
{
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = options_kept(options),
                         .finding = ndjson_finding,
                         .record = options->records ? ndjson_record : NULL,
                         .end = ndjson_end };
}
