/* One finding a line, for spreadsheets and databases. */
#include "report/dates.h"
#include "report/escape.h"
#include "report/facts.h"

static void begin(void *context, const duly_run *run)
{
    (void) run;
    output_add(context, STR("severity,outcome,rule,title,message,table,key,group,file,line,values,clears_on,gate,source,"
                            "fingerprint,sheet,a1,waiver,waived_until,version\r\n"));
}

static void add_cell(Text *line, Str s)
{
    text_add(line, line->len ? STR(",") : STR(""));
    escape_csv(line, s);
}

static void add_group(Text *line, const duly_finding *finding)
{
    Text group = { 0 };
    duly_finding keyless = *finding;
    keyless.key = (duly_text) { 0 };
    finding_add_subject(&group, &keyless);
    add_cell(line, text_str(&group));
    text_free(&group);
}

static void add_line(Text *line, uint64_t number)
{
    text_add_char(line, ',');
    if (number)
        text_format(line, "%llu", (unsigned long long) number);
}

static void add_values(Text *line, const duly_finding *finding)
{
    Text values = { 0 };
    finding_add_values(&values, finding);
    add_cell(line, text_str(&values));
    text_free(&values);
}

static void add_waiver(Text *line, const duly_waiver *waiver)
{
    Day expires = day_of(waiver ? waiver->expires : (duly_date) { 0 });
    add_cell(line, waiver ? waiver->document : (Str) { 0 });
    add_cell(line, str_of(expires.text));
}

static void add_version(Text *line, const duly_finding *finding)
{
    Text version = { 0 };
    finding_add_version(&version, STR("en"), finding);
    add_cell(line, text_str(&version));
    text_free(&version);
}

static void finding(void *context, const duly_finding *told)
{
    Text line = { 0 };
    Day clears_on = day_of(told->clears_on);
    add_cell(&line, str_of(severity_names[told->severity]));
    add_cell(&line, str_of(outcome_names[told->outcome]));
    add_cell(&line, told->id);
    add_cell(&line, told->title);
    add_cell(&line, told->message);
    add_cell(&line, told->table);
    add_cell(&line, told->key);
    add_group(&line, told);
    add_cell(&line, told->file);
    add_line(&line, told->line);
    add_values(&line, told);
    add_cell(&line, str_of(clears_on.text));
    add_cell(&line, told->gate);
    add_cell(&line, told->source);
    add_cell(&line, told->fingerprint);
    add_cell(&line, told->sheet);
    add_cell(&line, told->a1);
    add_waiver(&line, told->waiver);
    add_version(&line, told);
    text_add(&line, STR("\r\n"));
    output_add(context, text_str(&line));
    text_free(&line);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

duly_sink report_csv_open(const ReportOptions *options)
{
    return (duly_sink) { .context = options->out, .begin = begin, .finding = finding, .record = record };
}
