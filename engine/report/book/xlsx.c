/* A workbook to go through: how it came out, the findings one a row, and the verdict on each record. */
#include "report/book/book.h"
#include "report/dates.h"
#include "report/facts.h"
#include "report/standing.h"

/* ---- columns */

typedef struct {
    WordsId heading;
    double width;
} Heading;

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

static const Heading finding_headings[FINDING_COLUMNS] = {
    [FINDING_SEVERITY] = { WORDS_BOOK_SEVERITY, 10 }, [FINDING_OUTCOME] = { WORDS_BOOK_OUTCOME, 12 },
    [FINDING_SUBJECT] = { WORDS_BOOK_RECORD, 16 },    [FINDING_MESSAGE] = { WORDS_BOOK_MESSAGE, 70 },
    [FINDING_VALUES] = { WORDS_BOOK_VALUES, 40 },     [FINDING_PLACE] = { WORDS_BOOK_PLACE, 30 },
    [FINDING_RULE] = { WORDS_BOOK_RULE, 28 },         [FINDING_TITLE] = { WORDS_BOOK_TITLE, 36 },
    [FINDING_CLEARS] = { WORDS_BOOK_CLEARS, 12 },     [FINDING_GATE] = { WORDS_BOOK_GATE, 14 },
    [FINDING_SOURCE] = { WORDS_HEADING_SOURCE, 40 },  [FINDING_WAIVER] = { WORDS_BOOK_WAIVER, 30 },
    [FINDING_VERSION] = { WORDS_BOOK_VERSION, 40 },   [FINDING_TABLE] = { WORDS_BOOK_TABLE, 12 },
};
static const Heading verdict_headings[VERDICT_COLUMNS] = {
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

static void put_phrase(XlsxReport *report, BookCell cell, WordsId phrase, BookFormat format)
{
    book_text(&report->book, cell, say(&report->voice, phrase, NULL), format);
}

static BookSheet *add_sheet(XlsxReport *report, WordsId name, const Heading *headings, size_t count)
{
    BookSheet *sheet = book_sheet(&report->book, say(&report->voice, name, NULL));
    for (size_t i = 0; i < count; i++) {
        book_width(sheet, (uint32_t) i, (uint32_t) i, headings[i].width);
        put_phrase(report, (BookCell) { sheet, 0, (uint32_t) i }, headings[i].heading, BOOK_HEAD);
    }
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
    report->overview = add_sheet(report, WORDS_BOOK_OVERVIEW, NULL, 0);
    report->findings = add_sheet(report, WORDS_BOOK_FINDINGS, finding_headings, FINDING_COLUMNS);
    report->verdicts = add_sheet(report, WORDS_BOOK_VERDICTS, verdict_headings, VERDICT_COLUMNS);
    report->finding_row = report->verdict_row = 1;
    if (run->gate.len)
        report->standing = standing_in(report->arena, 0);
}

/* ---- findings */

static WordsId severity_phrase(duly_severity severity)
{
    return severity == DULY_ERROR ? WORDS_ERROR : severity == DULY_WARNING ? WORDS_WARNING : WORDS_INFO;
}

static WordsId outcome_phrase(duly_outcome outcome)
{
    return outcome == DULY_WAIVED ? WORDS_COLUMN_WAIVED : outcome == DULY_UNDECIDED ? WORDS_RULE_UNDECIDED : WORDS_RULE_VIOLATED;
}

static void put_place(XlsxReport *report, BookCell cell, Str file, Str within)
{
    if (file.len)
        book_text(&report->book, cell, arena_format(report->voice.arena, "%.*s%.*s", STR_ARG(file), STR_ARG(within)), BOOK_PLAIN);
}

static void put_texts(XlsxReport *report, const duly_finding *finding)
{
    const struct {
        int column;
        Str text;
        BookFormat format;
    } texts[] = {
        { FINDING_MESSAGE, finding_message(finding), BOOK_WRAP },
        { FINDING_VALUES, finding_evidence(&report->voice, finding), BOOK_WRAP },
        { FINDING_RULE, finding->id, BOOK_PLAIN },
        { FINDING_TITLE, finding->title, BOOK_PLAIN },
        { FINDING_GATE, step_title(report->pack, finding->gate), BOOK_PLAIN },
        { FINDING_SOURCE, finding->source, BOOK_PLAIN },
        { FINDING_WAIVER, finding_waiver(&report->voice, finding), BOOK_PLAIN },
        { FINDING_VERSION, finding_version(&report->voice, finding), BOOK_PLAIN },
        { FINDING_TABLE, table_title(report->pack, finding->table), BOOK_PLAIN },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        book_text(&report->book, (BookCell) { report->findings, report->finding_row, (uint32_t) texts[i].column }, texts[i].text,
                  texts[i].format);
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
        report->findings = add_sheet(report, WORDS_BOOK_FINDINGS, finding_headings, FINDING_COLUMNS);
        report->finding_row = 1;
    }
    if (report->verdict_row == BOOK_ROWS) {
        set_filter(report->verdicts, report->verdict_row, VERDICT_COLUMNS);
        report->verdicts = add_sheet(report, WORDS_BOOK_VERDICTS, verdict_headings, VERDICT_COLUMNS);
        report->verdict_row = 1;
    }
}

static void put_finding(XlsxReport *report, const duly_finding *finding, bool of_record)
{
    xlsx_make_room(report);
    Arena *arena = report->voice.arena;
    BookCell cell = { report->findings, report->finding_row, FINDING_SEVERITY };
    Str subject = finding->about.len ? (Str) finding->about : value_said(&report->voice, finding->key);
    put_phrase(report, cell, severity_phrase(finding->severity), book_severity(finding));
    cell.column = FINDING_OUTCOME;
    put_phrase(report, cell, outcome_phrase(finding->outcome), book_severity(finding));
    cell.column = FINDING_SUBJECT;
    if (of_record && subject.len)
        book_link(&report->book, cell, (BookCell) { report->verdicts, report->verdict_row, 0 }, subject, BOOK_LINK);
    else
        book_text(&report->book, cell, subject, BOOK_PLAIN);
    cell.column = FINDING_PLACE;
    put_place(report, cell, finding->file, place_within(arena, finding->sheet, finding->a1, finding->line));
    cell.column = FINDING_CLEARS;
    book_day(&report->book, cell, finding->clears_on, BOOK_DAY);
    put_texts(report, finding);
    report->finding_row++;
}

static void xlsx_finding(void *context, const duly_finding *told)
{
    put_finding(context, told, false);
}

/* ---- verdicts */

static void put_verdict_word(XlsxReport *report, BookCell cell, const duly_record *record)
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
    put_phrase(report, cell, record->wants_columns ? WORDS_BOOK_CLEAR : words[record->verdict].phrase, words[record->verdict].format);
}

static void put_reasons(XlsxReport *report, BookCell cell, const duly_record *record)
{
    book_text(&report->book, cell, record_reasons(&report->voice, record, SIZE_MAX, STR("\n")), BOOK_WRAP);
}

static void put_count(XlsxReport *report, BookCell cell, BookCell first, size_t count)
{
    if (count == 0) {
        book_count(&report->book, cell, count, BOOK_PLAIN);
        return;
    }
    Number number = number_of(count);
    book_link(&report->book, cell, first, str_of(number.text), BOOK_LINK);
}

static void xlsx_record(void *context, const duly_record *told)
{
    XlsxReport *report = context;
    xlsx_make_room(report);
    if (report->standing)
        standing_add(report->standing, told);
    BookCell first = { report->findings, report->finding_row, 0 };
    for (size_t i = 0; i < told->finding_count; i++)
        put_finding(report, &told->findings[i], true);
    uint32_t row = report->verdict_row++;
    BookSheet *sheet = report->verdicts;
    book_text(&report->book, (BookCell) { sheet, row, VERDICT_KEY }, value_said(&report->voice, told->key), BOOK_PLAIN);
    book_text(&report->book, (BookCell) { sheet, row, VERDICT_LABEL }, name_or_none(told->label), BOOK_PLAIN);
    book_text(&report->book, (BookCell) { sheet, row, VERDICT_UNIT }, value_said(&report->voice, told->section), BOOK_PLAIN);
    put_verdict_word(report, (BookCell) { sheet, row, VERDICT_VERDICT }, told);
    book_day(&report->book, (BookCell) { sheet, row, VERDICT_EARLIEST }, told->earliest, BOOK_DAY);
    if (told->earliest.year)
        book_text(&report->book, (BookCell) { sheet, row, VERDICT_STEP },
                  told->earliest_step_title.len ? told->earliest_step_title : told->earliest_step, BOOK_PLAIN);
    book_text(&report->book, (BookCell) { sheet, row, VERDICT_MISSING }, record_missing(&report->voice, told), BOOK_WRAP);
    put_count(report, (BookCell) { sheet, row, VERDICT_FINDINGS }, first, told->finding_count);
    put_reasons(report, (BookCell) { sheet, row, VERDICT_REASONS }, told);
    put_place(report, (BookCell) { sheet, row, VERDICT_PLACE }, told->file,
              place_within(report->voice.arena, told->sheet, (Str) { 0 }, told->line));
    book_text(&report->book, (BookCell) { sheet, row, VERDICT_TABLE }, told->table_title.len ? told->table_title : told->table, BOOK_PLAIN);
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

static void put_rule(XlsxReport *report, uint32_t row, const duly_pack *pack, const duly_rule_count *count)
{
    duly_rule rule = { .size = sizeof rule };
    duly_pack_rule(pack, count->rule, &rule);
    book_text(&report->book, (BookCell) { report->overview, row, 0 }, rule.title.len ? rule.title : rule.id, BOOK_PLAIN);
    book_text(&report->book, (BookCell) { report->overview, row, 1 }, rule.id, BOOK_PLAIN);
    put_phrase(report, (BookCell) { report->overview, row, 2 }, severity_phrase(rule.severity),
               count->outcomes[DULY_VIOLATION] ? book_severity(&(duly_finding) { .severity = rule.severity }) : BOOK_PLAIN);
    for (size_t i = 0; i < OUTCOME_COLUMNS; i++)
        book_count(&report->book, (BookCell) { report->overview, row, (uint32_t) (3 + i) }, count->outcomes[outcome_columns[i].outcome],
                   BOOK_PLAIN);
}

static void put_rules(XlsxReport *report, uint32_t row, const duly_run *run, const duly_summary *summary)
{
    static const WordsId headings[] = { WORDS_RULES,          WORDS_BOOK_RULE,     WORDS_BOOK_SEVERITY, WORDS_RULE_VIOLATED,
                                        WORDS_RULE_UNDECIDED, WORDS_COLUMN_WAIVED, WORDS_RULE_PASSED,   WORDS_COLUMN_NOT_APPLICABLE };
    enum { COLUMNS = sizeof headings / sizeof *headings };
    for (size_t i = 0; i < COLUMNS; i++)
        put_phrase(report, (BookCell) { report->overview, row, (uint32_t) i }, headings[i], BOOK_HEAD);
    for (size_t i = 0; i < summary->rule_count; i++)
        put_rule(report, row + 1 + (uint32_t) i, run->pack, &summary->rules[i]);
    book_filter((BookCell) { report->overview, row, 0 }, row + (uint32_t) summary->rule_count, COLUMNS - 1);
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

static void xlsx_release(void *context)
{
    XlsxReport *report = context;
    book_close(&report->book);
}

duly_sink report_xlsx_open(const ReportOptions *options)
{
    XlsxReport *report = arena_new(options->arena, XlsxReport);
    *report = (XlsxReport) { .arena = options->arena, .voice = { options->scratch, { 0 } }, .out = options->out };
    arena_defer(options->arena, xlsx_release, report);
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = report, .begin = xlsx_begin, .finding = xlsx_finding, .record = xlsx_record, .end = xlsx_end
    };
}
