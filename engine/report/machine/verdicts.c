/* One record a line, with its verdict: the list of who may go, for spreadsheets and databases. */
#include "report/escape.h"
#include "report/facts.h"

enum { REASONS = 3 };

static const char *const headings[] = { "table",   "key",      "label",         "unit",      "verdict", "for_want_of", "missing",
                                        "reasons", "earliest", "earliest_step", "closed_on", "file",    "line",        "sheet" };
enum { COLUMNS = sizeof headings / sizeof *headings };

typedef struct {
    Output *out;
    Voice voice;
} VerdictsReport;

static void verdicts_begin(void *context, const duly_run *run)
{
    VerdictsReport *report = context;
    report->voice.language = words_language_of(run->language);
    for (size_t i = 0; i < COLUMNS; i++)
        output_format(report->out, "%s%s", i ? "," : "", headings[i]);
    output_add(report->out, STR("\r\n"));
}

static void verdicts_record(void *context, const duly_record *told)
{
    const VerdictsReport *report = context;
    const Voice *voice = &report->voice;
    Text out = text_in(voice->arena);
    if (told->verdict == DULY_NOT_JUDGED)
        return;
    const Str cells[COLUMNS] = {
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
    for (size_t i = 0; i < COLUMNS; i++) {
        text_add(&out, i ? STR(",") : STR(""));
        escape_csv(&out, cells[i]);
    }
    text_add(&out, STR("\r\n"));
    output_add(report->out, text_str(&out));
}

duly_sink report_verdicts_open(const ReportOptions *options)
{
    VerdictsReport *report = arena_new(options->arena, VerdictsReport);
    *report = (VerdictsReport) { options->out, { options->scratch, { 0 } } };
    return (duly_sink) { .context = report, .begin = verdicts_begin, .record = verdicts_record };
}
