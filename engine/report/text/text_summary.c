/* What stands before and after the sections: what was checked, how it came out, and the rules with their outcomes. */
#include "report/text/text_parts.h"

#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"

enum { FILES = 8, INDENT = 2, COLUMNS = 5 };

/* Writes a line in a style and empties it. */
static void tell(const TextReport *report, Style style, size_t indent, Text *line)
{
    Text styled = { 0 };
    page_add(&report->page, &styled, style, text_str(line));
    page_paragraph(&report->page, report->out, indent, indent + INDENT, text_str(&styled));
    text_free(&styled);
    text_clear(line);
}

/* ---- what was checked */

/* "meeting (Branch meeting)" */
static void add_step(const TextReport *report, Text *out, const duly_run *run)
{
    Text id = { 0 }, title = { 0 };
    duly_step step;
    printable_add(&id, run->gate);
    for (size_t i = 0; title.len == 0 && duly_pack_step(run->pack, i, &step); i++)
        if (str_equal(step.id, run->gate))
            printable_add(&title, step.title);
    if (title.len && !str_equal(text_str(&title), text_str(&id)))
        words_add(out, report->language, WORDS_STEP, (Str[]) { text_str(&title), text_str(&id) });
    else
        text_add(out, text_str(&id));
    text_free(&id);
    text_free(&title);
}

static void add_question(const TextReport *report, Text *out, const duly_run *run)
{
    Day as_of = day_of(run->as_of), on = day_of(run->on);
    if (run->gate.len == 0) {
        words_add(out, report->language, WORDS_AUDIT, (Str[]) { str_of(as_of.text) });
        return;
    }
    Text step = { 0 };
    add_step(report, &step, run);
    words_add(out, report->language, WORDS_BEFORE, (Str[]) { text_str(&step), str_of(on.text), str_of(as_of.text) });
    text_free(&step);
}

/* A mark needs no words, and UTF-8 that is well-formed none either. */
static void add_basis(const TextReport *report, Text *out, const duly_file *file)
{
    static const WordsId phrases[] = {
        [DULY_BY_NAME] = WORDS_BY_NAME,
        [DULY_BY_FIT] = WORDS_BY_FIT,
        [DULY_BY_ZEROS] = WORDS_BY_ZEROS,
        [DULY_BY_MOST] = WORDS_BY_MOST,
    };
    bool is_plain = file->encoding_by == DULY_BY_FIT && str_is(file->encoding, "utf-8");
    if (file->encoding.len && file->encoding_by != DULY_BY_MARK && !is_plain)
        words_add(out, report->language, phrases[file->encoding_by], NULL);
}

static void add_file(const TextReport *report, Text *out, const duly_file *file)
{
    Text path = { 0 }, records = { 0 }, detail = { 0 }, basis = { 0 }, passed = { 0 };
    WordsId phrase = file->sheet.len ? WORDS_FILE_SHEET : file->encoding.len ? WORDS_FILE_ENCODED : WORDS_ABOUT;
    printable_add(&path, file->path);
    printable_add(&detail, file->sheet.len ? file->sheet : file->encoding);
    phrase_add_number(&records, report->language, WORDS_RECORDS, file->records);
    add_basis(report, &basis, file);
    words_add(out, report->language, basis.len ? WORDS_FILE_DECIDED : phrase,
              (Str[]) { text_str(&path), text_str(&records), text_str(&detail), text_str(&basis) });
    if (file->hidden)
        phrase_add_number(out, report->language, WORDS_HIDDEN, file->hidden);
    file_add_passed(&passed, report->language, file);
    printable_add(out, text_str(&passed));
    text_free(&passed);
    text_free(&path);
    text_free(&records);
    text_free(&detail);
    text_free(&basis);
}

static void add_verdicts(const TextReport *report, Text *out, const duly_summary *summary)
{
    Number blocked = number_of(summary->verdicts[DULY_BLOCKED]), ready = number_of(summary->verdicts[DULY_READY]);
    Number undecided = number_of(summary->verdicts[DULY_VERDICT_UNDECIDED]);
    words_add(out, report->language, WORDS_VERDICTS, (Str[]) { str_of(blocked.text), str_of(undecided.text), str_of(ready.text) });
    if (summary->not_judged == 0)
        return;
    words_add(out, report->language, WORDS_ALSO, NULL);
    phrase_add_number(out, report->language, WORDS_NO_CANDIDATES, summary->not_judged);
}

void text_headline(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = { 0 };
    duly_pack_info info = { 0 };
    duly_pack_describe(run->pack, &info);
    printable_add(&line, info.title.len ? info.title : info.name);
    tell(report, STRONG, 0, &line);
    add_question(report, &line, run);
    tell(report, PLAIN, 0, &line);
    for (size_t i = 0; i < run->file_count && i < FILES; i++) {
        add_file(report, &line, &run->files[i]);
        tell(report, DIM, 0, &line);
    }
    if (run->file_count > FILES) {
        phrase_add_number(&line, report->language, WORDS_MORE_FILES, run->file_count - FILES);
        tell(report, DIM, 0, &line);
    }
    add_verdicts(report, &line, summary);
    tell(report, STRONG, 0, &line);
    output_add(report->out, STR("\n"));
    text_free(&line);
}

/* ---- what must not be overlooked */

static bool judged_nothing(const duly_summary *summary)
{
    return summary->verdicts[0] + summary->verdicts[1] + summary->verdicts[2] == 0;
}

static void shout_set(const TextReport *report, const duly_run *run, Text *line)
{
    Text pairs = { 0 };
    for (size_t i = 0; i < run->set_count; i++) {
        text_add(&pairs, i > 0 ? STR(", ") : STR(""));
        printable_add(&pairs, run->set[i].name);
        text_add(&pairs, STR(" = "));
        printable_add(&pairs, run->set[i].value);
    }
    words_add(line, report->language, WORDS_CHANGED_PARAMETERS, (Str[]) { text_str(&pairs) });
    tell(report, YELLOW, 0, line);
    text_free(&pairs);
}

static void shout(const TextReport *report, Text *line, WordsId phrase)
{
    words_add(line, report->language, phrase, NULL);
    tell(report, RED, 0, line);
}

/* Several lines, emptied. */
static void tell_lines(const TextReport *report, Text *lines)
{
    Str rest = text_str(lines);
    Text shown = { 0 };
    for (size_t end; rest.len > 0; rest = end == SIZE_MAX ? (Str) { 0 } : str_slice(rest, end + 1, rest.len)) {
        end = str_find(rest, STR("\n"), 0);
        printable_add(&shown, str_slice(rest, 0, end == SIZE_MAX ? rest.len : end));
        tell(report, DIM, 0, &shown);
    }
    text_free(&shown);
    text_clear(lines);
}

void text_shouts(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = { 0 };
    bool nothing = judged_nothing(summary);
    if (run->set_count)
        shout_set(report, run, &line);
    if (!run->complete)
        shout(report, &line, WORDS_INCOMPLETE);
    if (nothing)
        shout(report, &line, WORDS_NOTHING_JUDGED);
    size_t before = line.len;
    run_add_assumptions(&line, report->language, summary);
    bool assumed = line.len > before;
    if (assumed)
        tell_lines(report, &line);
    if (run->set_count || !run->complete || nothing || assumed)
        output_add(report->out, STR("\n"));
    text_free(&line);
}

/* ---- the rules */

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

/* The table while it is written: widths first, then rows. */
typedef struct {
    const TextReport *report;
    const duly_pack *pack;
    size_t id_columns, widths[COLUMNS];
    uint64_t totals[COLUMNS];
} RuleTable;

static bool is_remarkable(const duly_rule_count *count)
{
    return count->outcomes[DULY_VIOLATION] + count->outcomes[DULY_UNDECIDED] + count->outcomes[DULY_WAIVED] > 0;
}

static void widen(size_t *width, Str s)
{
    size_t needed = printable_width(s);
    *width = needed > *width ? needed : *width;
}

static void add_totals(RuleTable *table, const duly_summary *summary)
{
    for (size_t i = 0; i < summary->rule_count; i++)
        for (int c = 0; c < COLUMNS; c++)
            table->totals[c] += summary->rules[i].outcomes[columns[c].outcome];
}

static void measure(RuleTable *table, const duly_summary *summary)
{
    Text word = { 0 };
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { 0 };
        if (is_remarkable(&summary->rules[i]) && duly_pack_rule(table->pack, summary->rules[i].rule, &rule))
            widen(&table->id_columns, rule.id);
    }
    phrase_add_number(&word, table->report->language, WORDS_ALL_RULES, summary->rule_count);
    widen(&table->id_columns, text_str(&word));
    for (int c = 0; c < COLUMNS; c++) {
        text_clear(&word);
        words_add(&word, table->report->language, columns[c].heading, NULL);
        widen(&table->widths[c], text_str(&word));
        widen(&table->widths[c], str_of(number_of(table->totals[c]).text));
    }
    text_free(&word);
}

static void add_cell(Text *line, size_t width, Str s)
{
    text_add_repeat(line, ' ', 2 + width - printable_width(s));
    text_add(line, s);
}

static void end_row(const RuleTable *table, Text *line)
{
    text_add_char(line, '\n');
    output_add(table->report->out, text_str(line));
    text_clear(line);
}

static void add_header(const RuleTable *table, Text *line)
{
    Text word = { 0 };
    words_add(&word, table->report->language, WORDS_RULES, NULL);
    page_add(&table->report->page, line, STRONG, text_str(&word));
    page_pad(line, 0, INDENT + table->id_columns);
    page_begin(&table->report->page, line, DIM);
    for (int c = 0; c < COLUMNS; c++) {
        text_clear(&word);
        words_add(&word, table->report->language, columns[c].heading, NULL);
        add_cell(line, table->widths[c], text_str(&word));
    }
    page_end(&table->report->page, line, DIM);
    end_row(table, line);
    text_free(&word);
}

static void add_row(const RuleTable *table, Text *line, Str id, const uint64_t counts[COLUMNS])
{
    text_add_repeat(line, ' ', INDENT);
    text_add(line, id);
    page_pad(line, 0, INDENT + table->id_columns);
    for (int c = 0; c < COLUMNS; c++)
        add_cell(line, table->widths[c], counts[c] ? str_of(number_of(counts[c]).text) : STR("-"));
    end_row(table, line);
}

static void add_rule(const RuleTable *table, Text *line, const duly_rule_count *count)
{
    duly_rule rule = { 0 };
    uint64_t counts[COLUMNS];
    if (!is_remarkable(count) || !duly_pack_rule(table->pack, count->rule, &rule))
        return;
    for (int c = 0; c < COLUMNS; c++)
        counts[c] = count->outcomes[columns[c].outcome];
    add_row(table, line, rule.id, counts);
}

/* The author's rules that had nothing to say about anything: perhaps a condition that never holds, or a file left out. */
static void add_unused(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text ids = { 0 }, line = { 0 };
    for (size_t i = 0; i < summary->rule_count; i++) {
        const duly_rule_count *count = &summary->rules[i];
        duly_rule rule = { 0 };
        duly_pack_rule(run->pack, count->rule, &rule);
        if (rule.builtin || is_remarkable(count) || count->outcomes[DULY_PASS])
            continue;
        text_add(&ids, ids.len ? STR(", ") : STR(""));
        text_add(&ids, rule.id);
    }
    if (ids.len) {
        words_add(&line, report->language, WORDS_UNUSED_RULES, (Str[]) { text_str(&ids) });
        tell(report, YELLOW, 0, &line);
        output_add(report->out, STR("\n"));
    }
    text_free(&ids);
    text_free(&line);
}

void text_rules(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    RuleTable table = { .report = report, .pack = run->pack };
    Text line = { 0 }, all = { 0 };
    add_totals(&table, summary);
    measure(&table, summary);
    add_header(&table, &line);
    for (size_t i = 0; i < summary->rule_count; i++)
        add_rule(&table, &line, &summary->rules[i]);
    phrase_add_number(&all, report->language, WORDS_ALL_RULES, summary->rule_count);
    add_row(&table, &line, text_str(&all), table.totals);
    output_add(report->out, STR("\n"));
    text_free(&line);
    text_free(&all);
    add_unused(report, run, summary);
}

/* ---- the last lines */

static void add_findings(const TextReport *report, Text *out, const duly_run *run, const duly_summary *summary)
{
    Text parts[4] = { 0 };
    const struct {
        WordsId phrase;
        uint64_t number;
    } counts[4] = {
        { WORDS_FINDINGS, summary->findings },
        { WORDS_ERRORS, summary->by_severity[DULY_ERROR] },
        { WORDS_WARNINGS, summary->by_severity[DULY_WARNING] },
        { WORDS_INFOS, summary->by_severity[DULY_INFO] },
    };
    for (int i = 0; i < 4; i++)
        phrase_add_number(&parts[i], report->language, counts[i].phrase, counts[i].number);
    Day as_of = day_of(run->as_of);
    words_add(out, report->language, WORDS_TOTALS,
              (Str[]) { text_str(&parts[0]), text_str(&parts[1]), text_str(&parts[2]), text_str(&parts[3]), str_of(as_of.text) });
    for (int i = 0; i < 4; i++)
        text_free(&parts[i]);
}

void text_totals(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = { 0 };
    if (summary->left_out) {
        phrase_add_number(&line, report->language, WORDS_LEFT_OUT, summary->left_out);
        tell(report, YELLOW, 0, &line);
    }
    if (!run->complete)
        shout(report, &line, WORDS_INCOMPLETE);
    add_verdicts(report, &line, summary);
    words_add(&line, report->language, WORDS_ALSO, NULL);
    add_findings(report, &line, run, summary);
    tell(report, STRONG, 0, &line);
    run_add_baseline(&line, run, summary);
    if (line.len)
        tell(report, STRONG, 0, &line);
    text_free(&line);
}
