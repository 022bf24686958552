/* A workbook to go through: how it came out, the findings one a row, and the verdict on each record. */
#include "report/book/book.h"
#include "report/dates.h"
#include "report/facts.h"
#include "report/standing.h"

/* ---- columns */

enum {
    FINDING_SEVERITY,
    FINDING_OUTCOME,
    FINDING_SUBJECT,
    FINDING_MESSAGE,
    FINDING_VALUES,
    FINDING_PLACE,
    FINDING_RULE,
    FINDING_TITLE,
    FINDING_CLEARS,
    FINDING_GATE,
    FINDING_SOURCE,
    FINDING_WAIVER,
    FINDING_VERSION,
    FINDING_TABLE,
    FINDING_COLUMNS
};
enum {
    VERDICT_KEY,
    VERDICT_LABEL,
    VERDICT_UNIT,
    VERDICT_VERDICT,
    VERDICT_EARLIEST,
    VERDICT_STEP,
    VERDICT_FINDINGS,
    VERDICT_MISSING,
    VERDICT_REASONS,
    VERDICT_PLACE,
    VERDICT_TABLE,
    VERDICT_COLUMNS
};

static const BookHeading finding_headings[FINDING_COLUMNS] = {
    [FINDING_SEVERITY] = { WORDS_BOOK_SEVERITY, 10 }, [FINDING_OUTCOME] = { WORDS_BOOK_OUTCOME, 12 },
    [FINDING_SUBJECT] = { WORDS_BOOK_RECORD, 16 },    [FINDING_MESSAGE] = { WORDS_BOOK_MESSAGE, 70 },
    [FINDING_VALUES] = { WORDS_BOOK_VALUES, 40 },     [FINDING_PLACE] = { WORDS_BOOK_PLACE, 30 },
    [FINDING_RULE] = { WORDS_BOOK_RULE, 28 },         [FINDING_TITLE] = { WORDS_BOOK_TITLE, 36 },
    [FINDING_CLEARS] = { WORDS_BOOK_CLEARS, 12 },     [FINDING_GATE] = { WORDS_BOOK_GATE, 14 },
    [FINDING_SOURCE] = { WORDS_HEADING_SOURCE, 40 },  [FINDING_WAIVER] = { WORDS_BOOK_WAIVER, 30 },
    [FINDING_VERSION] = { WORDS_BOOK_VERSION, 40 },   [FINDING_TABLE] = { WORDS_BOOK_TABLE, 12 },
};
static const BookHeading verdict_headings[VERDICT_COLUMNS] = {
    [VERDICT_KEY] = { WORDS_BOOK_RECORD, 16 },        [VERDICT_LABEL] = { WORDS_BOOK_NAME, 16 },
    [VERDICT_UNIT] = { WORDS_HTML_SECTION, 20 },      [VERDICT_MISSING] = { WORDS_BOOK_MISSING, 24 },
    [VERDICT_STEP] = { WORDS_BOOK_STEP, 18 },         [VERDICT_VERDICT] = { WORDS_BOOK_VERDICT, 12 },
    [VERDICT_EARLIEST] = { WORDS_BOOK_EARLIEST, 14 }, [VERDICT_FINDINGS] = { WORDS_BOOK_FINDINGS, 10 },
    [VERDICT_REASONS] = { WORDS_BOOK_REASONS, 80 },   [VERDICT_PLACE] = { WORDS_BOOK_PLACE, 30 },
    [VERDICT_TABLE] = { WORDS_BOOK_TABLE, 12 },
};

typedef struct {
    Arena *arena;
    Output *out;
    Book book;
    Voice voice;
    const duly_pack *pack;
    BookSheet *overview, *findings, *verdicts;
    uint32_t finding_row, verdict_row; /* the next ones */
    Standing *standing;                /* NULL: an audit */
} XlsxReport;

static BookSheet *xlsx_add_sheet(XlsxReport *report, WordsId name, const BookHeading *headings, size_t count)
{
    BookSheet *sheet = book_sheet(&report->book, say(&report->voice, name, NULL));
    book_headings(&report->book, sheet, 0, &report->voice, headings, count);
    if (count)
        book_freeze(sheet, 1, 1);
    return sheet;
}

static void xlsx_begin(void *context, const duly_run *run)
{
    XlsxReport *report = context;
    report->voice.language = arena_str(report->arena, run->language);
    report->pack = run->pack;
    book_open(&report->book, report->arena);
    report->overview = xlsx_add_sheet(report, WORDS_BOOK_OVERVIEW, NULL, 0);
    report->findings = xlsx_add_sheet(report, WORDS_BOOK_FINDINGS, finding_headings, FINDING_COLUMNS);
    report->verdicts = xlsx_add_sheet(report, WORDS_BOOK_VERDICTS, verdict_headings, VERDICT_COLUMNS);
    report->finding_row = report->verdict_row = 1;
    if (run->gate.len)
        report->standing = standing_in(report->arena, 0);
}

/* ---- findings */

static WordsId outcome_phrase(duly_outcome outcome)
{
    return outcome == DULY_WAIVED ? WORDS_COLUMN_WAIVED : outcome == DULY_UNDECIDED ? WORDS_RULE_UNDECIDED : WORDS_RULE_VIOLATED;
}

static Str xlsx_place_told(const Voice *voice, Str file, Str within)
{
    return file.len ? arena_format(voice->arena, "%.*s%.*s", STR_ARG(file), STR_ARG(within)) : file;
}

static void set_filter(BookSheet *sheet, uint32_t rows, int columns)
{
    book_filter((BookCell) { sheet, 0, 0 }, rows > 1 ? rows - 1 : 1, (uint32_t) (columns - 1));
}

/* What a sheet cannot hold goes on on another one. */
static void xlsx_make_room(XlsxReport *report)
{
    if (report->finding_row == BOOK_ROWS) {
        set_filter(report->findings, report->finding_row, FINDING_COLUMNS);
        report->findings = xlsx_add_sheet(report, WORDS_BOOK_FINDINGS, finding_headings, FINDING_COLUMNS);
        report->finding_row = 1;
    }
    if (report->verdict_row == BOOK_ROWS) {
        set_filter(report->verdicts, report->verdict_row, VERDICT_COLUMNS);
        report->verdicts = xlsx_add_sheet(report, WORDS_BOOK_VERDICTS, verdict_headings, VERDICT_COLUMNS);
        report->verdict_row = 1;
    }
}

/* `subject` is a cell beside these: it may lead to the verdict on its record. */
static void put_finding_texts(XlsxReport *report, const duly_finding *finding)
{
    const Voice *voice = &report->voice;
    BookFormat colour = book_severity(finding);
    const BookText texts[] = {
        { FINDING_SEVERITY, say(voice, severity_phrases[finding->severity], NULL), colour },
        { FINDING_OUTCOME, say(voice, outcome_phrase(finding->outcome), NULL), colour },
        { FINDING_MESSAGE, finding_message(finding), BOOK_WRAP },
        { FINDING_VALUES, finding_evidence(voice, finding), BOOK_WRAP },
        { FINDING_PLACE, xlsx_place_told(voice, finding->file, place_within(voice->arena, finding->sheet, finding->a1, finding->line)),
          BOOK_PLAIN },
        { FINDING_RULE, finding->id, BOOK_PLAIN },
        { FINDING_TITLE, finding->title, BOOK_PLAIN },
        { FINDING_GATE, step_title(report->pack, finding->gate), BOOK_PLAIN },
        { FINDING_SOURCE, finding->source, BOOK_PLAIN },
        { FINDING_WAIVER, finding_waiver(voice, finding), BOOK_PLAIN },
        { FINDING_VERSION, finding_version(voice, finding), BOOK_PLAIN },
        { FINDING_TABLE, table_title(report->pack, finding->table), BOOK_PLAIN },
    };
    book_texts(&report->book, report->findings, report->finding_row, texts, sizeof texts / sizeof *texts);
}

static void xlsx_put_finding(XlsxReport *report, const duly_finding *finding, bool of_record)
{
    xlsx_make_room(report);
    put_finding_texts(report, finding);
    BookCell cell = { report->findings, report->finding_row++, FINDING_SUBJECT };
    Str subject = finding->about.len ? (Str) finding->about : value_said(&report->voice, finding->key);
    if (of_record && subject.len)
        book_link(&report->book, cell, (BookCell) { report->verdicts, report->verdict_row, 0 }, subject, BOOK_LINK);
    else
        book_text(&report->book, cell, subject, BOOK_PLAIN);
    cell.column = FINDING_CLEARS;
    book_day(&report->book, cell, finding->clears_on, BOOK_DAY);
}

static void xlsx_finding(void *context, const duly_finding *told)
{
    xlsx_put_finding(context, told, false);
}

/* ---- verdicts */

static void put_verdict_texts(XlsxReport *report, const duly_record *record)
{
    static const struct {
        WordsId phrase;
        BookFormat format;
    } words[] = {
        [DULY_READY] = { WORDS_IS_READY, BOOK_GOOD },
        [DULY_BLOCKED] = { WORDS_IS_BLOCKED, BOOK_ERROR },
        [DULY_VERDICT_UNDECIDED] = { WORDS_IS_UNDECIDED, BOOK_WARNING },
        [DULY_NOT_JUDGED] = { WORDS_BOOK_NOT_JUDGED, BOOK_PLAIN },
    };
    const Voice *voice = &report->voice;
    Str step = record->earliest_step_title.len ? record->earliest_step_title : record->earliest_step;
    WordsId verdict = standing_group(record) == STANDING_CLEAR ? WORDS_BOOK_CLEAR : words[record->verdict].phrase;
    const BookText texts[] = {
        { VERDICT_KEY, value_said(voice, record->key), BOOK_PLAIN },
        { VERDICT_LABEL, name_or_none(record->label), BOOK_PLAIN },
        { VERDICT_UNIT, value_said(voice, record->section), BOOK_PLAIN },
        { VERDICT_VERDICT, say(voice, verdict, NULL), words[record->verdict].format },
        { VERDICT_STEP, record->earliest.year ? step : (Str) { 0 }, BOOK_PLAIN },
        { VERDICT_MISSING, record_missing(voice, record), BOOK_WRAP },
        { VERDICT_REASONS, record_reasons(voice, record, SIZE_MAX, STR("\n")), BOOK_WRAP },
        { VERDICT_PLACE, xlsx_place_told(voice, record->file, place_within(voice->arena, record->sheet, (Str) { 0 }, record->line)),
          BOOK_PLAIN },
        { VERDICT_TABLE, record->table_title.len ? record->table_title : record->table, BOOK_PLAIN },
    };
    book_texts(&report->book, report->verdicts, report->verdict_row, texts, sizeof texts / sizeof *texts);
}

/* The number of findings leads to the first of them. */
static void put_finding_count(XlsxReport *report, BookCell cell, BookCell first, size_t count)
{
    if (count == 0)
        book_count(&report->book, cell, count, BOOK_PLAIN);
    else
        book_link(&report->book, cell, first, number_in(report->voice.arena, count), BOOK_LINK);
}

static void xlsx_record(void *context, const duly_record *told)
{
    XlsxReport *report = context;
    xlsx_make_room(report);
    if (report->standing)
        standing_add(report->standing, told);
    BookCell first = { report->findings, report->finding_row, 0 };
    for (size_t i = 0; i < told->finding_count; i++)
        xlsx_put_finding(report, &told->findings[i], true);
    put_verdict_texts(report, told);
    BookCell cell = { report->verdicts, report->verdict_row++, VERDICT_EARLIEST };
    book_day(&report->book, cell, told->earliest, BOOK_DAY);
    cell.column = VERDICT_FINDINGS;
    put_finding_count(report, cell, first, told->finding_count);
}

/* ---- the overview */

static void put_line(XlsxReport *report, uint32_t *row, Str line, BookFormat format)
{
    book_text(&report->book, (BookCell) { report->overview, (*row)++, 0 }, line, format);
}

static Str file_told(const Voice *voice, const duly_file *file)
{
    Text text = text_in(voice->arena);
    WordsId phrase = file->sheet.len ? WORDS_FILE_SHEET : file->encoding.len ? WORDS_FILE_ENCODED : WORDS_ABOUT;
    text_add(&text, SAY(voice, phrase, file->path, say_number(voice, WORDS_RECORDS, file->records),
                        file->sheet.len ? file->sheet : file->encoding));
    if (file->hidden)
        text_add(&text, say_number(voice, WORDS_HIDDEN, file->hidden));
    text_add(&text, file_passed(voice, file));
    return text_str(&text);
}

/* What must not be overlooked. */
static void put_shouts(XlsxReport *report, uint32_t *row, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &report->voice;
    Str limits = book_limits(&report->book, voice);
    if (run->set_count)
        put_line(report, row, SAY(voice, WORDS_CHANGED_PARAMETERS, run_set(voice->arena, run, "=")), BOOK_WARNING);
    if (!run->complete)
        put_line(report, row, say(voice, WORDS_INCOMPLETE, NULL), BOOK_ERROR);
    if (run_judged_nothing(summary))
        put_line(report, row, say(voice, WORDS_NOTHING_JUDGED, NULL), BOOK_ERROR);
    if (summary->has_baseline)
        put_line(report, row, run_baseline(voice, summary), BOOK_WARNING);
    if (summary->left_out)
        put_line(report, row, say_number(voice, WORDS_LEFT_OUT, summary->left_out), BOOK_WARNING);
    if (limits.len)
        put_line(report, row, limits, BOOK_ERROR);
}

typedef struct {
    XlsxReport *report;
    uint32_t *row;
} Lines;

static void put_standing_line(void *context, int level, Str line)
{
    const Lines *lines = context;
    put_line(lines->report, lines->row, line, level == 0 ? BOOK_HEAD : BOOK_WRAP);
}

/* Who may go; and a blank row behind it. */
static void put_standing(XlsxReport *report, uint32_t *row, const duly_summary *summary)
{
    if (!report->standing || run_judged_nothing(summary))
        return;
    standing_tell(report->standing, &report->voice, summary, put_standing_line, &(Lines) { report, row });
    ++*row;
}

static void put_facts(XlsxReport *report, uint32_t *row, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &report->voice;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    put_line(report, row, info.title.len ? info.title : info.name, BOOK_TITLE);
    put_line(report, row, run_question(voice, run, run_step_title(run)), BOOK_PLAIN);
    put_line(report, row, run_verdicts(voice, summary), BOOK_PLAIN);
    put_line(report, row, run_totals(voice, run, summary), BOOK_PLAIN);
    put_standing(report, row, summary);
    for (size_t i = 0; i < run->file_count; i++)
        put_line(report, row, file_told(voice, &run->files[i]), BOOK_PLAIN);
    Str lines = run_assumptions(voice, run, summary);
    for (Str line; take_line(&lines, &line);)
        put_line(report, row, line, BOOK_PLAIN);
    put_shouts(report, row, run, summary);
}

enum { RULE_TITLE, RULE_ID, RULE_SEVERITY, RULE_OUTCOMES, RULE_COLUMNS = RULE_OUTCOMES + OUTCOME_COLUMNS };

static void xlsx_put_rule(XlsxReport *report, uint32_t row, const duly_pack *pack, const duly_rule_count *count)
{
    duly_rule rule = { .size = sizeof rule };
    duly_pack_rule(pack, count->rule, &rule);
    BookFormat colour = count->outcomes[DULY_VIOLATION] ? book_severity(&(duly_finding) { .severity = rule.severity }) : BOOK_PLAIN;
    const BookText texts[] = { { RULE_TITLE, rule.title.len ? rule.title : rule.id, BOOK_PLAIN },
                               { RULE_ID, rule.id, BOOK_PLAIN },
                               { RULE_SEVERITY, say(&report->voice, severity_phrases[rule.severity], NULL), colour } };
    book_texts(&report->book, report->overview, row, texts, sizeof texts / sizeof *texts);
    for (uint32_t i = 0; i < OUTCOME_COLUMNS; i++)
        book_count(&report->book, (BookCell) { report->overview, row, RULE_OUTCOMES + i }, count->outcomes[outcome_columns[i].outcome],
                   BOOK_PLAIN);
}

static void put_rules(XlsxReport *report, uint32_t row, const duly_run *run, const duly_summary *summary)
{
    BookHeading headings[RULE_COLUMNS] = { { WORDS_RULES, 0 }, { WORDS_BOOK_RULE, 0 }, { WORDS_BOOK_SEVERITY, 0 } };
    for (size_t i = 0; i < OUTCOME_COLUMNS; i++)
        headings[RULE_OUTCOMES + i] = (BookHeading) { outcome_columns[i].heading, 0 };
    book_headings(&report->book, report->overview, row, &report->voice, headings, RULE_COLUMNS);
    for (size_t i = 0; i < summary->rule_count; i++)
        xlsx_put_rule(report, row + 1 + (uint32_t) i, run->pack, &summary->rules[i]);
    book_filter((BookCell) { report->overview, row, 0 }, row + (uint32_t) summary->rule_count, RULE_COLUMNS - 1);
}

static void xlsx_end(void *context, const duly_run *run, const duly_summary *summary)
{
    XlsxReport *report = context;
    uint32_t row = 0;
    book_width(report->overview, 0, 0, 60);
    book_width(report->overview, 1, 1, 30);
    book_width(report->overview, 2, 7, 12);
    put_facts(report, &row, run, summary);
    put_rules(report, row + 1, run, summary);
    set_filter(report->findings, report->finding_row, FINDING_COLUMNS);
    set_filter(report->verdicts, report->verdict_row, VERDICT_COLUMNS);
    book_finish(&report->book, report->out, run->as_of);
}

duly_sink report_xlsx_open(const ReportOptions *options)
{
    XlsxReport *report = arena_new(options->arena, XlsxReport);
    *report = (XlsxReport) { .arena = options->arena, .voice = { options->scratch, { 0 } }, .out = options->out };
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = report, .begin = xlsx_begin, .finding = xlsx_finding, .record = xlsx_record, .end = xlsx_end
    };
}
