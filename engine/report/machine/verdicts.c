/* One record a line, with its verdict: the list of who may go, for spreadsheets and databases. */
#include "report/facts.h"
#include "report/machine/csv_row.h"

enum { REASONS = 3 };

typedef struct {
    Output *out;
    Voice voice;
} VerdictsReport;

static void verdicts_begin(void *context, const duly_run *run)
{
    VerdictsReport *report = context;
    report->voice.language = words_language_of(run->language);
    output_add(report->out,
               STR("table,key,label,unit,verdict,for_want_of,missing,reasons,earliest,earliest_step,closed_on,file,line,sheet\r\n"));
}

static void verdicts_record(void *context, const duly_record *told)
{
    const VerdictsReport *report = context;
    const Voice *voice = &report->voice;
    if (told->verdict == DULY_NOT_JUDGED)
        return;
    const Str cells[] = {
        told->table,
        told->key,
        told->label,
        told->section,
        str_of(verdict_keys[told->verdict]),
        told->wants_columns ? STR("columns") : (Str) { 0 },
        record_missing(voice, told),
        record_reasons(voice, told, REASONS, say(voice, WORDS_ALSO, NULL)),
        day_in(voice->arena, told->earliest),
        told->earliest.year ? told->earliest_step : (Str) { 0 },
        day_in(voice->arena, told->closed_on),
        told->file,
        told->line ? number_in(voice->arena, told->line) : (Str) { 0 },
        told->sheet,
    };
    csv_row(report->out, voice->arena, cells, sizeof cells / sizeof *cells, 0);
}

duly_sink report_verdicts_open(const ReportOptions *options)
{
    VerdictsReport *report = arena_new(options->arena, VerdictsReport);
    *report = (VerdictsReport) { options->out, { options->scratch, { 0 } } };
    return (duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = verdicts_begin, .record = verdicts_record };
}
