/* One line a finding, in the form that editors and grep know: path:line: error[rule] message. There is no column: what the library
   counts are the fields of a record, not the characters of a line. */
#include "report/facts.h"
#include "report/printable.h"

static void add_place(Text *line, const duly_finding *finding)
{
    if (finding->file.len == 0) {
        Text subject = { 0 };
        finding_add_subject(&subject, finding);
        printable_add(line, finding->table);
        text_add_char(line, '(');
        printable_add(line, text_str(&subject));
        text_add_char(line, ')');
        text_free(&subject);
        return;
    }
    Place place = finding_place(finding, NULL);
    printable_add(line, place.path);
    Text within = { 0 };
    place_add_within(&within, place.sheet, place.a1, place.line);
    printable_add(line, text_str(&within));
    text_free(&within);
}

static void add_waiver(Text *line, const duly_finding *finding)
{
    Text waiver = { 0 };
    finding_add_waiver(&waiver, STR("en"), finding);
    text_add(line, waiver.len ? STR(" (") : STR(""));
    printable_add(line, text_str(&waiver));
    text_add(line, waiver.len ? STR(")") : STR(""));
    text_free(&waiver);
}

static void finding(void *context, const duly_finding *told)
{
    Text line = { 0 }, message = { 0 };
    add_place(&line, told);
    text_format(&line, ": %s[", told->outcome == DULY_WAIVED ? "waived" : severity_words[told->severity]);
    printable_add(&line, told->id);
    text_add(&line, STR("] "));
    finding_add_line(&message, told);
    printable_add(&line, text_str(&message));
    add_waiver(&line, told);
    text_add_char(&line, '\n');
    output_add(context, text_str(&line));
    text_free(&line);
    text_free(&message);
}

static void record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        finding(context, &told->findings[i]);
}

duly_sink report_concise_open(const ReportOptions *options)
{
    return (duly_sink) { .context = options->out, .finding = finding, .record = record };
}
