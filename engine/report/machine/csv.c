/* One finding a line, for spreadsheets and databases. */
#include "report/facts.h"
#include "report/machine/csv_row.h"

/* A column: a text of the finding, or what is put together of it. */
typedef struct {
    const char *name;
    size_t at; /* where the text stands, if `of` is NULL */
    Str (*of)(const Voice *voice, const duly_finding *finding);
} Column;

/* clang-format off */
static Str severity(const Voice *voice, const duly_finding *finding) { (void) voice; return str_of(severity_words[finding->severity]); }
static Str outcome(const Voice *voice, const duly_finding *finding) { (void) voice; return str_of(outcome_keys[finding->outcome]); }
static Str line(const Voice *voice, const duly_finding *finding) { return finding->line ? number_in(voice->arena, finding->line) : (Str) { 0 }; }
static Str values(const Voice *voice, const duly_finding *finding) { return finding_values(voice->arena, finding); }
static Str clears_on(const Voice *voice, const duly_finding *finding) { return day_in(voice->arena, finding->clears_on); }
static Str waiver(const Voice *voice, const duly_finding *finding) { (void) voice; return finding->waiver ? (Str) finding->waiver->document : (Str) { 0 }; }
static Str waived_until(const Voice *voice, const duly_finding *finding) { return finding->waiver ? day_in(voice->arena, finding->waiver->expires) : (Str) { 0 }; }
static Str group(const Voice *voice, const duly_finding *finding)
{
    if (finding->group_count == 0)
        return (Str) { 0 };
    duly_finding keyless = *finding;
    keyless.key.len = 0;
    return finding_subject(voice->arena, &keyless);
}

#define AT(field) offsetof(duly_finding, field), NULL
static const Column columns[] = {
    { "severity", 0, severity },
    { "outcome", 0, outcome },
    { "rule", AT(id) },
    { "title", AT(title) },
    { "message", AT(message) },
    { "table", AT(table) },
    { "key", AT(key) },
    { "group", 0, group },
    { "file", AT(file) },
    { "line", 0, line },
    { "values", 0, values },
    { "clears_on", 0, clears_on },
    { "gate", AT(gate) },
    { "source", AT(source) },
    { "fingerprint", AT(fingerprint) },
    { "sheet", AT(sheet) },
    { "a1", AT(a1) },
    { "waiver", 0, waiver },
    { "waived_until", 0, waived_until },
    { "version", 0, finding_version },
};
/* clang-format on */
enum { OUTCOME_COLUMN = 1, MESSAGE_COLUMN = 4, COLUMNS = sizeof columns / sizeof *columns };

static void machine_csv_begin(void *context, const duly_run *run)
{
    const ReportOptions *options = context;
    Str names[COLUMNS];
    (void) run;
    for (size_t i = 0; i < COLUMNS; i++)
        names[i] = str_of(columns[i].name);
    csv_row(options->out, options->scratch, names, COLUMNS, 0);
}

static void csv_finding(void *context, const duly_finding *told)
{
    const ReportOptions *options = context;
    Voice voice = { options->scratch, options->scratch->language };
    Str cells[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        const void *text = (const char *) told + columns[i].at;
        cells[i] = columns[i].of ? columns[i].of(&voice, told) : *(const duly_text *) text;
    }
    csv_row(options->out, options->scratch, cells, COLUMNS, 0);
}

/* What was taken for granted, and which rows are no records: a row each, of no rule. */
static void machine_csv_end(void *context, const duly_run *run, const duly_summary *summary)
{
    const ReportOptions *options = context;
    Voice voice = { options->scratch, run->language };
    Str lines = run_notes(&voice, run, summary);
    for (Str line; take_line(&lines, &line);) {
        const Str cells[COLUMNS] = { [OUTCOME_COLUMN] = STR("note"), [MESSAGE_COLUMN] = line };
        csv_row(options->out, options->scratch, cells, COLUMNS, 0);
    }
}

duly_sink report_csv_open(const ReportOptions *options)
{
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = options_kept(options),
                         .begin = machine_csv_begin,
                         .finding = csv_finding,
                         .end = machine_csv_end };
}
