/* A finding in full, in the layout that compilers use: what and where, the cells, the clause of the rule that was not met with the
   values it looked at, where the rule comes from, and what can be done. */
#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"
#include "report/text/text_parts.h"

enum { INDENT = 4, CELLS = 12 };

static const Style styles[] = { [DULY_ERROR] = RED, [DULY_WARNING] = YELLOW, [DULY_INFO] = CYAN };

static Style text_finding_style_of(const duly_finding *finding)
{
    return finding->outcome == DULY_WAIVED ? GREEN : styles[finding->severity];
}

/* Columns of the widest number that stands before a line: of the record, or of the rule's file. */
static size_t gutter_of(const duly_finding *finding)
{
    size_t columns = strlen(number_of(finding->line).text);
    for (size_t i = 0; i < finding->clause_count; i++) {
        size_t bar = str_find(finding->clauses[i].excerpt, STR(" |"), 1);
        if (bar != SIZE_MAX && bar - 1 > columns)
            columns = bar - 1;
    }
    return columns;
}

static void text_finding_send(Output *out, Text *line)
{
    output_add(out, text_str(line));
    text_clear(line);
}

static void text_finding_add_gutter(const TextReport *report, Text *line, size_t columns, Str number)
{
    text_add_repeat(line, ' ', INDENT);
    page_begin(&report->page, line, DIM);
    text_add_repeat(line, ' ', 1 + columns - number.len);
    text_add(line, number);
    text_add(line, STR(" |"));
    page_end(&report->page, line, DIM);
}

/* ---- what and where */

static void text_finding_tell_heading(const TextReport *report, Output *out, const duly_finding *finding)
{
    Text line = text_in(report->voice.arena);
    page_begin(&report->page, &line, text_finding_style_of(finding));
    text_format(&line, "%s[", finding->outcome == DULY_WAIVED ? "waived" : severity_words[finding->severity]);
    printable_add(&line, finding->id);
    text_add_char(&line, ']');
    page_end(&report->page, &line, text_finding_style_of(finding));
    text_add(&line, STR(": "));
    printable_add(&line, finding_message(finding));
    page_paragraph(&report->page, out, INDENT, INDENT + 4, text_str(&line));
}

static void add_arrow(const TextReport *report, Text *line, size_t columns, const char *arrow)
{
    text_add_repeat(line, ' ', INDENT + columns);
    page_add(&report->page, line, DIM, str_of(arrow));
    text_add_char(line, ' ');
}

static void text_finding_tell_place(const TextReport *report, Output *out, const duly_finding *finding, Str subject)
{
    Text line = text_in(report->voice.arena);
    add_arrow(report, &line, gutter_of(finding), "-->");
    printable_add(&line, finding->file);
    if (finding->cell_count && finding->cells[0].a1.len) {
        text_add_char(&line, '!');
        printable_add(&line, finding->cells[0].a1);
    } else if (finding->line) {
        text_format(&line, ":%llu", (unsigned long long) finding->line);
    }
    text_add(&line, finding->file.len && subject.len ? STR(", ") : STR(""));
    text_add(&line, subject);
    text_add_char(&line, '\n');
    text_finding_send(out, &line);
}

/* ---- the cells */

/* Lines of cells, with carets under their values, as many to a line as there is room for. */
typedef struct {
    const TextReport *report;
    Output *out;
    size_t columns, width; /* of the number before them; of what stands on the line */
    Str number;
    Text cells, carets;
    Style style;
} Evidence;

static void text_finding_end_line(Evidence *evidence)
{
    Text line = text_in(evidence->report->voice.arena);
    if (evidence->cells.len == 0)
        return;
    text_finding_add_gutter(evidence->report, &line, evidence->columns, evidence->number);
    text_format(&line, " %.*s\n", STR_ARG(text_str(&evidence->cells)));
    text_finding_add_gutter(evidence->report, &line, evidence->columns, (Str) { 0 });
    text_add_char(&line, ' ');
    page_add(&evidence->report->page, &line, evidence->style, text_str(&evidence->carets));
    text_add_char(&line, '\n');
    text_finding_send(evidence->out, &line);
    evidence->number.len = 0;
    evidence->width = 0;
    text_clear(&evidence->cells);
    text_clear(&evidence->carets);
}

static void text_finding_add_cell(Evidence *evidence, const duly_cell *cell)
{
    Text name = text_in(evidence->report->voice.arena), value = text_in(evidence->report->voice.arena);
    printable_add(&name, cell->title.len ? cell->title : cell->field);
    text_add(&name, STR(" = "));
    text_add_cell(evidence->report, &value, cell);
    size_t before = printable_width(text_str(&name)), under = printable_width(text_str(&value));
    size_t room = evidence->report->page.width - INDENT - evidence->columns - 4;
    if (evidence->width + 2 + before + under > room)
        text_finding_end_line(evidence);
    size_t gap = evidence->width ? 2 : 0;
    text_add(&evidence->cells, gap ? STR(", ") : STR(""));
    text_add(&evidence->cells, text_str(&name));
    text_add(&evidence->cells, text_str(&value));
    text_add_repeat(&evidence->carets, ' ', gap + before);
    text_add_repeat(&evidence->carets, '^', under);
    evidence->width += gap + before + under;
}

static void tell_cells(const TextReport *report, Output *out, const duly_finding *finding)
{
    Number number = number_of(finding->line);
    Evidence evidence = { .report = report,
                          .out = out,
                          .columns = gutter_of(finding),
                          .cells = text_in(report->voice.arena),
                          .carets = text_in(report->voice.arena),
                          .style = text_finding_style_of(finding),
                          .number = finding->line ? str_of(number.text) : (Str) { 0 } };
    for (size_t i = 0; i < finding->cell_count && i < CELLS; i++)
        text_finding_add_cell(&evidence, &finding->cells[i]);
    text_finding_end_line(&evidence);
}

/* ---- the rule */

/* An excerpt of the rule's file, every line of it further in: the bars stand below each other. */
static void tell_excerpt(Arena *arena, Output *out, size_t columns, Str excerpt)
{
    Text line = text_in(arena);
    while (excerpt.len) {
        size_t end = str_find(excerpt, STR("\n"), 0), bar = str_find(excerpt, STR(" |"), 1);
        end = end == SIZE_MAX ? excerpt.len : end + 1;
        text_add_repeat(&line, ' ', bar < columns + 1 ? INDENT + columns + 1 - bar : INDENT);
        text_add(&line, str_slice(excerpt, 0, end));
        text_finding_send(out, &line);
        excerpt = str_slice(excerpt, end, excerpt.len);
    }
}

static void text_finding_tell_rule(const TextReport *report, Output *out, const duly_finding *finding)
{
    Text line = text_in(report->voice.arena);
    if (finding->rule_file.len == 0)
        return;
    const duly_clause *first = finding->clause_count && finding->clauses[0].line ? &finding->clauses[0] : NULL;
    add_arrow(report, &line, gutter_of(finding), ":::");
    printable_add(&line, first ? first->file : finding->rule_file);
    text_format(&line, ":%u", first ? first->line : finding->rule_line);
    if (first)
        text_format(&line, ":%u", first->column);
    text_add_char(&line, '\n');
    text_finding_send(out, &line);
    for (size_t i = 0; i < finding->clause_count; i++)
        tell_excerpt(report->voice.arena, out, gutter_of(finding), finding->clauses[i].excerpt);
}

/* ---- why, and what to do */

static void tell_note(const TextReport *report, Output *out, size_t columns, Text *note)
{
    Text line = text_in(report->voice.arena);
    if (note->len == 0)
        return;
    page_add(&report->page, &line, DIM, STR("="));
    text_format(&line, " %.*s", STR_ARG(text_str(note)));
    page_paragraph(&report->page, out, INDENT + columns + 2, INDENT + columns + 4, text_str(&line));
    text_clear(note);
}

static void tell_notes(const TextReport *report, Output *out, const duly_finding *finding)
{
    Text note = text_in(report->voice.arena), source = text_in(report->voice.arena);
    size_t columns = gutter_of(finding);
    Day clears_on = day_spoken(report->voice.language, finding->clears_on);
    printable_add(&source, finding->source);
    if (source.len)
        words_add(&note, report->voice.language, WORDS_SOURCE, (Str[]) { text_str(&source) });
    tell_note(report, out, columns, &note);
    printable_add(&note, finding_version(&report->voice, finding));
    tell_note(report, out, columns, &note);
    if (clears_on.text[0])
        words_add(&note, report->voice.language, WORDS_CLEARS, (Str[]) { str_of(clears_on.text) });
    tell_note(report, out, columns, &note);
    printable_add(&note, finding_waiver(&report->voice, finding));
    tell_note(report, out, columns, &note);
}

void text_full_finding(const TextReport *report, Output *out, const duly_finding *finding, Str subject)
{
    text_finding_tell_heading(report, out, finding);
    text_finding_tell_place(report, out, finding, subject);
    tell_cells(report, out, finding);
    text_finding_tell_rule(report, out, finding);
    tell_notes(report, out, finding);
}
