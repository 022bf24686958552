/* One finding a line, for spreadsheets and databases. Two texts, for a line and for a cell that is put together, are used again and again. */
#include "report/dates.h"
#include "report/escape.h"
#include "report/facts.h"

typedef struct {
    Output *out;
    Text line, cell;
} CsvReport;

static void begin(void *context, const duly_run *run)
{
    CsvReport *report = context;
    (void) run;
    output_add(report->out, STR("severity,outcome,rule,title,message,table,key,group,file,line,values,clears_on,gate,source,"
                                "fingerprint,sheet,a1,waiver,waived_until,version\r\n"));
}

static void add_cell(Text *line, Str s)
{
    text_add(line, line->len ? STR(",") : STR(""));
    escape_csv(line, s);
}

/* The cell that was put together. */
static void take_cell(CsvReport *report)
{
    add_cell(&report->line, text_str(&report->cell));
    text_clear(&report->cell);
}

static void add_group(CsvReport *report, const duly_finding *finding)
{
    duly_finding keyless = *finding;
    keyless.key = (duly_text) { 0 };
    finding_add_subject(&report->cell, &keyless);
    take_cell(report);
}

static void add_line(Text *line, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    for (; number > 0; number /= 10)
        digits[--first] = (char) ('0' + number % 10);
    text_add_char(line, ',');
    text_add(line, (Str) { digits + first, sizeof digits - first });
}

static void add_day(Text *line, duly_date date)
{
    Day day = day_of(date);
    add_cell(line, str_of(day.text));
}

static void finding(void *context, const duly_finding *told)
{
    CsvReport *report = context;
    Text *line = &report->line;
    add_cell(line, str_of(severity_words[told->severity]));
    add_cell(line, str_of(outcome_keys[told->outcome]));
    add_cell(line, told->id);
    add_cell(line, told->title);
    add_cell(line, told->message);
    add_cell(line, told->table);
    add_cell(line, told->key);
    add_group(report, told);
    add_cell(line, told->file);
    add_line(line, told->line);
    finding_add_values(&report->cell, told);
    take_cell(report);
    add_day(line, told->clears_on);
    add_cell(line, told->gate);
    add_cell(line, told->source);
    add_cell(line, told->fingerprint);
    add_cell(line, told->sheet);
    add_cell(line, told->a1);
    add_cell(line, told->waiver ? told->waiver->document : (Str) { 0 });
    add_day(line, told->waiver ? told->waiver->expires : (duly_date) { 0 });
    finding_add_version(&report->cell, STR("en"), told);
    take_cell(report);
    text_add(line, STR("\r\n"));
    output_add(report->out, text_str(line));
    text_clear(line);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

duly_sink report_csv_open(const ReportOptions *options)
{
    CsvReport *report = arena_new(options->arena, CsvReport);
    *report = (CsvReport) { .out = options->out, .line = text_in(options->arena), .cell = text_in(options->arena) };
    return (duly_sink) { .context = report, .begin = begin, .finding = finding, .record = record };
}
