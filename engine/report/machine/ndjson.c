/* One finding a line, and last the summary: nothing is kept, however many findings there are. */
#include "report/machine/json_parts.h"

static void finding(void *context, const duly_finding *found)
{
    JsonWriter json = { .out = context };
    part_finding(&json, found);
    output_add(context, STR("\n"));
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    JsonWriter json = { .out = context };
    json_open_object(&json);
    json_key(&json, "summary");
    part_summary(&json, run, summary);
    json_key(&json, "run");
    part_run(&json, run);
    part_text(&json, "duly", run->version);
    json_key(&json, "pack");
    part_pack(&json, run->pack);
    json_close_object(&json);
    output_add(context, STR("\n"));
}

duly_sink report_ndjson_open(const ReportOptions *options)
{
    return (duly_sink) { .context = options->out, .finding = finding, .record = record, .end = end };
}
