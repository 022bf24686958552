/* The report for a page: how it came out, the records that are not ready with the reasons, and the rules. All that comes from
   files is escaped. */
#include "report/dates.h"
#include "report/escape.h"
#include "report/facts.h"
#include "report/text/text_parts.h"

enum { COLUMNS = 5 };

/* Sections wait in spools: the summary stands before them. */
typedef struct {
    Output *out;
    Str language;
    Output *spools[SECTION_COUNT];
    uint64_t counts[SECTION_COUNT];
    size_t limit, used; /* bytes in spools; limit 0: none */
    uint64_t left_out;  /* entries beyond that */
} MarkdownReport;

static void begin(void *context, const duly_run *run)
{
    MarkdownReport *report = context;
    report->language = words_language_of(run->language);
}

static void send(Output *out, Text *text)
{
    output_add(out, text_str(text));
    text_clear(text);
}

static void send_entry(MarkdownReport *report, Section section, Text *text)
{
    bool fits = report->limit == 0 || (report->left_out == 0 && report->used + text->len <= report->limit);
    report->used += text->len;
    report->left_out += !fits;
    if (fits)
        send(report->spools[section], text);
    text_clear(text);
}

/* ---- findings */

static void add_bold(Text *out, Str s)
{
    text_add(out, STR("**"));
    escape_markdown(out, s);
    text_add(out, STR("**"));
}

static void add_place(Text *out, duly_text file, const Place *place)
{
    if (file.len == 0)
        return;
    Text within = { 0 };
    place_add_within(&within, place->sheet, place->a1, place->line);
    text_add(out, STR(", "));
    escape_markdown(out, file);
    escape_markdown(out, text_str(&within));
    text_free(&within);
}

/* How the finding differs from an error. */
static void add_degree(const MarkdownReport *report, Text *out, const duly_finding *finding)
{
    if (finding->outcome == DULY_WAIVED)
        words_add(out, report->language, WORDS_WAIVED_BEFORE, NULL);
    else if (finding->severity != DULY_ERROR)
        words_add(out, report->language, finding->severity == DULY_WARNING ? WORDS_WARNING_BEFORE : WORDS_INFO_BEFORE, NULL);
}

/* "**rule** warning: message (source)" */
static void add_finding(const MarkdownReport *report, Text *out, const duly_finding *finding)
{
    add_bold(out, finding->id);
    text_add_char(out, ' ');
    add_degree(report, out, finding);
    escape_markdown(out, finding_message(finding));
    if (finding->source.len) {
        text_add(out, STR(" ("));
        escape_markdown(out, finding->source);
        text_add_char(out, ')');
    }
    Text waiver = { 0 };
    finding_add_waiver(&waiver, report->language, finding);
    text_add(out, waiver.len ? STR(" — ") : STR(""));
    escape_markdown(out, text_str(&waiver));
    text_add_char(out, '\n');
    text_free(&waiver);
}

static void add_heading(const MarkdownReport *report, Text *out, const duly_record *record)
{
    Text key = { 0 }, earliest = { 0 };
    text_add(&key, record->key);
    if (key.len == 0)
        words_add(&key, report->language, WORDS_NO_KEY, NULL);
    text_add(out, STR("- "));
    add_bold(out, text_str(&key));
    if (record->label.len) {
        text_add_char(out, ' ');
        escape_markdown(out, record->label);
    }
    add_place(out, record->file, &(Place) { .line = record->line, .sheet = record->sheet });
    if (record_add_earliest(&earliest, report->language, record)) {
        text_add(out, STR(", "));
        escape_markdown(out, text_str(&earliest));
    }
    text_add_char(out, '\n');
    text_free(&earliest);
    text_free(&key);
}

static void record(void *context, const duly_record *told)
{
    MarkdownReport *report = context;
    Section section = record_section(told);
    Text text = { 0 };
    if (section == SECTION_NONE)
        return;
    report->counts[section]++;
    add_heading(report, &text, told);
    for (size_t i = 0; i < told->finding_count; i++) {
        text_add(&text, STR("  - "));
        add_finding(report, &text, &told->findings[i]);
    }
    send_entry(report, section, &text);
    text_free(&text);
}

static void add_records(const MarkdownReport *report, Text *out, const duly_finding *finding)
{
    Text records = { 0 };
    finding_add_group(&records, report->language, finding);
    text_add(out, STR("    - "));
    escape_markdown(out, text_str(&records));
    text_add_char(out, '\n');
    text_free(&records);
}

/* One about no record: the group or the file stands before it. */
static void finding(void *context, const duly_finding *told)
{
    MarkdownReport *report = context;
    Section section = told->file.len && !told->is_group ? SECTION_FILES : SECTION_GROUPS;
    Text text = { 0 }, subject = { 0 };
    report->counts[section]++;
    finding_add_subject(&subject, told);
    text_add(&text, STR("- "));
    add_bold(&text, subject.len ? text_str(&subject) : told->table);
    add_place(&text, told->file, &(Place) { .line = told->line, .sheet = told->sheet, .a1 = told->a1 });
    text_add(&text, STR("\n  - "));
    add_finding(report, &text, told);
    if (told->is_group)
        add_records(report, &text, told);
    send_entry(report, section, &text);
    text_free(&text);
    text_free(&subject);
}

/* ---- tables */

static void add_row_start(Text *out, Str first)
{
    text_add(out, STR("| "));
    escape_markdown(out, first);
    text_add(out, STR(" |"));
}

static void add_phrase_cell(const MarkdownReport *report, Text *out, WordsId phrase)
{
    text_add_char(out, ' ');
    words_add(out, report->language, phrase, NULL);
    text_add(out, STR(" |"));
}

static void add_number_cell(Text *out, uint64_t number)
{
    text_format(out, " %llu |", (unsigned long long) number);
}

static void add_verdicts(const MarkdownReport *report, Text *out, const duly_summary *summary)
{
    static const WordsId headings[] = { WORDS_IS_BLOCKED, WORDS_IS_UNDECIDED, WORDS_IS_READY, WORDS_COLUMN_NO_CANDIDATES };
    text_add_char(out, '|');
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        add_phrase_cell(report, out, headings[i]);
    text_add(out, STR("\n|--:|--:|--:|--:|\n|"));
    add_number_cell(out, summary->verdicts[DULY_BLOCKED]);
    add_number_cell(out, summary->verdicts[DULY_VERDICT_UNDECIDED]);
    add_number_cell(out, summary->verdicts[DULY_READY]);
    add_number_cell(out, summary->not_judged);
    text_add(out, STR("\n\n"));
}

static void add_rules(const MarkdownReport *report, Text *out, const duly_run *run, const duly_summary *summary)
{
    static const struct {
        duly_outcome outcome;
        WordsId heading;
    } columns[COLUMNS] = {
        { DULY_VIOLATION, WORDS_RULE_VIOLATED },
        { DULY_UNDECIDED, WORDS_RULE_UNDECIDED },
        { DULY_WAIVED, WORDS_COLUMN_WAIVED },
        { DULY_PASS, WORDS_RULE_PASSED },
        { DULY_NOT_APPLICABLE, WORDS_COLUMN_NOT_APPLICABLE },
    };
    Text word = { 0 };
    words_add(&word, report->language, WORDS_RULES, NULL);
    text_format(out, "\n## %.*s\n\n", STR_ARG(text_str(&word)));
    add_row_start(out, text_str(&word));
    for (int c = 0; c < COLUMNS; c++)
        add_phrase_cell(report, out, columns[c].heading);
    text_add(out, STR("\n|:--|--:|--:|--:|--:|--:|\n"));
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { 0 };
        duly_pack_rule(run->pack, summary->rules[i].rule, &rule);
        add_row_start(out, rule.id);
        for (int c = 0; c < COLUMNS; c++)
            add_number_cell(out, summary->rules[i].outcomes[columns[c].outcome]);
        text_add_char(out, '\n');
    }
    text_free(&word);
}

/* ---- the whole */

static void add_question(const MarkdownReport *report, Text *out, const duly_run *run)
{
    Day as_of = day_of(run->as_of), on = day_of(run->on);
    Text gate = { 0 }, step = { 0 };
    run_add_step(&step, run);
    escape_markdown(&gate, text_str(&step));
    if (run->gate.len)
        words_add(out, report->language, WORDS_BEFORE, (Str[]) { text_str(&gate), str_of(on.text), str_of(as_of.text) });
    else
        words_add(out, report->language, WORDS_AUDIT, (Str[]) { str_of(as_of.text) });
    text_add(out, STR("\n\n"));
    text_free(&gate);
    text_free(&step);
}

static void add_shout(const MarkdownReport *report, Text *out, WordsId phrase, const Str *values)
{
    text_add(out, STR("**"));
    words_add(out, report->language, phrase, values);
    text_add(out, STR("**\n\n"));
}

static void add_shouts(const MarkdownReport *report, Text *out, const duly_run *run, const duly_summary *summary)
{
    Text set = { 0 };
    for (size_t i = 0; i < run->set_count; i++) {
        text_add(&set, i > 0 ? STR(", ") : STR(""));
        escape_markdown(&set, run->set[i].name);
        text_add(&set, STR(" = "));
        escape_markdown(&set, run->set[i].value);
    }
    if (run->set_count)
        add_shout(report, out, WORDS_CHANGED_PARAMETERS, (Str[]) { text_str(&set) });
    if (!run->complete)
        add_shout(report, out, WORDS_INCOMPLETE, NULL);
    if (run_judged_nothing(summary))
        add_shout(report, out, WORDS_NOTHING_JUDGED, NULL);
    if (summary->left_out)
        add_shout(report, out, WORDS_LEFT_OUT, (Str[]) { str_of(number_of(summary->left_out).text) });
    text_free(&set);
}

static void send_sections(const MarkdownReport *report, Text *text)
{
    static const WordsId headings[SECTION_COUNT] = {
        [SECTION_BLOCKED] = WORDS_IN_BLOCKED, [SECTION_UNDECIDED] = WORDS_IN_UNDECIDED, [SECTION_WANTING] = WORDS_IN_WANTING,
        [SECTION_READY] = WORDS_IN_READY,     [SECTION_OTHERS] = WORDS_IN_OTHERS,       [SECTION_GROUPS] = WORDS_IN_GROUPS,
        [SECTION_FILES] = WORDS_IN_FILES,
    };
    for (int section = 0; section < SECTION_COUNT; section++) {
        if (report->counts[section] == 0)
            continue;
        text_add(text, STR("\n## "));
        phrase_add_number(text, report->language, headings[section], report->counts[section]);
        text_add(text, STR("\n\n"));
        send(report->out, text);
        output_copy(report->spools[section], report->out);
    }
}

static void add_assumptions(const MarkdownReport *report, Text *out, const duly_summary *summary)
{
    Text sentence = { 0 };
    run_add_assumptions(&sentence, report->language, summary);
    if (sentence.len > 0) {
        text_add_char(out, '\n');
        escape_markdown(out, text_str(&sentence));
        text_add_char(out, '\n');
    }
    text_free(&sentence);
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    MarkdownReport *report = context;
    Text text = { 0 };
    duly_pack_info info = { 0 };
    duly_pack_describe(run->pack, &info);
    text_add(&text, STR("# "));
    escape_markdown(&text, info.title.len ? info.title : info.name);
    text_add(&text, STR("\n\n"));
    add_question(report, &text, run);
    add_shouts(report, &text, run, summary);
    add_verdicts(report, &text, summary);
    run_add_totals(&text, run, summary);
    if (summary->has_baseline)
        text_add_char(&text, '\n');
    run_add_baseline(&text, run, summary);
    text_add_char(&text, '\n');
    add_assumptions(report, &text, summary);
    send(report->out, &text);
    send_sections(report, &text);
    if (report->left_out) {
        text_add_char(&text, '\n');
        phrase_add_number(&text, report->language, WORDS_MORE, report->left_out);
        text_add_char(&text, '\n');
    }
    if (summary->rule_count)
        add_rules(report, &text, run, summary);
    send(report->out, &text);
    text_free(&text);
}

duly_sink report_markdown_open(const ReportOptions *options)
{
    MarkdownReport *report = arena_new(options->arena, MarkdownReport);
    *report = (MarkdownReport) { .out = options->out, .limit = options->limit };
    for (int section = 0; section < SECTION_COUNT; section++)
        report->spools[section] = output_to_spool(options->arena);
    return (duly_sink) { .context = report, .begin = begin, .finding = finding, .record = record, .end = end };
}
