/* A difference for people: as lines for a terminal, and as a page of Markdown. Both are written by one walk; they differ in how a
   heading, a line and a table look. */
#include "report/dates.h"
#include "report/diff.h"
#include "report/escape.h"
#include "report/facts.h"
#include "report/printable.h"
#include "report/text/text_parts.h"

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 40, MOST_WIDTH = 120 };

typedef struct {
    const Diff *diff;
    Page page;
    bool is_markdown;
} Writer;

static void diff_text_add(const Writer *writer, Text *out, Str s)
{
    if (writer->is_markdown)
        escape_markdown(out, s);
    else
        printable_add(out, s);
}

static void diff_text_tell(const Writer *writer, size_t indent, Style style, Text *line)
{
    Text styled = { 0 };
    if (writer->is_markdown) {
        text_add_repeat(&styled, ' ', indent > 2 ? indent - 2 : 0);
        text_add(&styled, indent > 2 ? STR("- ") : STR(""));
        text_add(&styled, text_str(line));
        text_add_char(&styled, '\n');
        output_add(writer->diff->options.out, text_str(&styled));
    } else {
        page_add(&writer->page, &styled, style, text_str(line));
        page_paragraph(&writer->page, writer->diff->options.out, indent, indent + 2, text_str(&styled));
    }
    text_clear(line);
    text_free(&styled);
}

static void diff_text_tell_heading(const Writer *writer, const char *mark, Style style, Text *line)
{
    Text marked = { 0 };
    text_format(&marked, "\n%s%.*s\n\n", writer->is_markdown ? mark : "", STR_ARG(text_str(line)));
    if (!writer->is_markdown) {
        text_clear(&marked);
        text_add_char(&marked, '\n');
        page_add(&writer->page, &marked, style, text_str(line));
        text_add(&marked, STR("\n\n"));
    }
    output_add(writer->diff->options.out, text_str(&marked));
    text_clear(line);
    text_free(&marked);
}

/* ---- the differences */

static void diff_text_add_place(const Writer *writer, Text *line, const DiffItem *item)
{
    if (item->key.len || item->label.len)
        text_add(line, STR("  "));
    diff_text_add(writer, line, item->file);
    diff_text_add(writer, line, place_within(writer->diff->options.arena, item->sheet, (Str) { 0 }, item->line));
}

static void tell_subject(const Writer *writer, const DiffItem *item)
{
    Text line = { 0 };
    diff_text_add(writer, &line, item->key);
    if (item->label.len) {
        text_add(&line, STR("  "));
        diff_text_add(writer, &line, item->label);
    }
    if (item->file.len)
        diff_text_add_place(writer, &line, item);
    diff_text_tell(writer, writer->is_markdown ? 3 : 2, STRONG, &line);
    text_free(&line);
}

/* What is undecided says so itself. */
static void tell_side(const Writer *writer, WordsId phrase, const DiffSide *side)
{
    Text said = { 0 }, line = { 0 };
    bool is_waived = str_equal(side->outcome, str_of(outcome_keys[DULY_WAIVED]));
    if (!str_equal(side->outcome, str_of(outcome_keys[DULY_UNDECIDED]))) {
        diff_text_add(writer, &said, words_get(writer->diff->language, is_waived ? WORDS_COLUMN_WAIVED : WORDS_DOC_VIOLATION));
        text_add(&said, words_get(writer->diff->language, WORDS_COLON));
    }
    diff_text_add(writer, &said, side->message);
    words_add(&line, writer->diff->language, phrase, (Str[]) { text_str(&said) });
    diff_text_tell(writer, 6, PLAIN, &line);
    text_free(&said);
    text_free(&line);
}

static bool is_same_subject(const DiffItem *a, const DiffItem *b)
{
    return a && str_equal(a->key, b->key) && a->line == b->line && str_equal(a->file, b->file) && str_equal(a->sheet, b->sheet) &&
           str_equal(a->table, b->table);
}

static void diff_text_tell_item(const Writer *writer, const DiffItem *item)
{
    Text line = { 0 };
    diff_text_add(writer, &line, item->rule);
    diff_text_tell(writer, 4, PLAIN, &line);
    if (item->old.outcome.len)
        tell_side(writer, WORDS_DIFF_WAS, &item->old);
    if (item->new.outcome.len)
        tell_side(writer, WORDS_DIFF_NOW, &item->new);
    text_free(&line);
}

static void tell_kind(const Writer *writer, DiffKind kind)
{
    static const WordsId headings[] = { WORDS_DIFF_FAILING, WORDS_DIFF_PASSING, WORDS_DIFF_CHANGED };
    static const Style styles[] = { RED, GREEN, YELLOW };
    const Diff *diff = writer->diff;
    const DiffItem *before = NULL;
    Text line = { 0 };
    if (diff->counts[kind] == 0)
        return;
    phrase_add_number(&line, diff->language, headings[kind], diff->counts[kind]);
    diff_text_tell_heading(writer, "## ", styles[kind], &line);
    for (size_t i = 0; i < diff->counts[kind]; i++) {
        const DiffItem *item = &diff->items[kind][i];
        if (!is_same_subject(before, item))
            tell_subject(writer, item);
        diff_text_tell_item(writer, item);
        before = item;
    }
    text_free(&line);
}

/* ---- tables */

static const WordsId columns[DIFF_KINDS] = { WORDS_DIFF_COLUMN_FAILING, WORDS_DIFF_COLUMN_PASSING, WORDS_DIFF_COLUMN_CHANGED };

static void diff_text_add_cell(const Writer *writer, Text *line, size_t width, Str s)
{
    size_t columns_wide = printable_width(s);
    text_add(line, writer->is_markdown ? STR(" | ") : STR("  "));
    if (!writer->is_markdown && columns_wide < width)
        text_add_repeat(line, ' ', width - columns_wide);
    text_add(line, s);
}

static void tell_row(const Writer *writer, size_t width, Str name, const Str *cells)
{
    Text line = { 0 };
    text_add(&line, writer->is_markdown ? STR("| ") : STR("  "));
    diff_text_add(writer, &line, name);
    if (!writer->is_markdown)
        page_pad(&line, 0, width + 2);
    for (int kind = 0; kind < DIFF_KINDS; kind++)
        diff_text_add_cell(writer, &line, 8, cells[kind]);
    text_add(&line, writer->is_markdown ? STR(" |\n") : STR("\n"));
    output_add(writer->diff->options.out, text_str(&line));
    text_free(&line);
}

static void tell_header(const Writer *writer, size_t width)
{
    Text words[DIFF_KINDS] = { 0 };
    Str cells[DIFF_KINDS];
    for (int kind = 0; kind < DIFF_KINDS; kind++) {
        words_add(&words[kind], writer->diff->language, columns[kind], NULL);
        cells[kind] = text_str(&words[kind]);
    }
    tell_row(writer, width, (Str) { 0 }, cells);
    if (writer->is_markdown)
        output_add(writer->diff->options.out, STR("|:--|--:|--:|--:|\n"));
    for (int kind = 0; kind < DIFF_KINDS; kind++)
        text_free(&words[kind]);
}

static void tell_counts(const Writer *writer, WordsId heading, const DiffCounts *by)
{
    Text line = { 0 };
    size_t width = 0;
    if (by->count == 0)
        return;
    words_add(&line, writer->diff->language, heading, NULL);
    diff_text_tell_heading(writer, "## ", STRONG, &line);
    for (size_t i = 0; i < by->count; i++)
        if (printable_width(by->at[i].name) > width)
            width = printable_width(by->at[i].name);
    tell_header(writer, width);
    for (size_t i = 0; i < by->count; i++) {
        Number numbers[DIFF_KINDS];
        Str cells[DIFF_KINDS];
        for (int kind = 0; kind < DIFF_KINDS; kind++) {
            numbers[kind] = number_of(by->at[i].counts[kind]);
            cells[kind] = by->at[i].counts[kind] ? str_of(numbers[kind].text) : STR("-");
        }
        tell_row(writer, width, by->at[i].name, cells);
    }
    text_free(&line);
}

/* ---- the whole */

static void diff_text_tell_rules(const Writer *writer, WordsId phrase, Str ids)
{
    Text list = { 0 }, line = { 0 };
    diff_text_add(writer, &list, ids);
    if (list.len) {
        words_add(&line, writer->diff->language, phrase, (Str[]) { text_str(&list) });
        text_add(&line, writer->is_markdown ? STR("\n") : STR(""));
        diff_text_tell(writer, 0, YELLOW, &line);
    }
    text_free(&list);
    text_free(&line);
}

static void tell_figures(const Writer *writer)
{
    const Diff *diff = writer->diff;
    const Str none = words_get(diff->language, WORDS_DIFF_NO_FIGURE);
    for (size_t i = 0; i < diff->figures.count; i++) {
        const DiffFigure *figure = &diff->figures.at[i];
        Text line = { 0 }, said[3] = { 0 };
        diff_text_add(writer, &said[0], figure->title.len ? figure->title : figure->name);
        diff_text_add(writer, &said[1], figure->old.len ? figure->old : none);
        diff_text_add(writer, &said[2], figure->new.len ? figure->new : none);
        words_add(&line, diff->language, WORDS_DIFF_FIGURE, (Str[]) { text_str(&said[0]), text_str(&said[1]), text_str(&said[2]) });
        text_add(&line, writer->is_markdown ? STR("\n") : STR(""));
        diff_text_tell(writer, 0, YELLOW, &line);
        for (int k = 0; k < 3; k++)
            text_free(&said[k]);
        text_free(&line);
    }
}

static void tell_verdicts(const Writer *writer)
{
    const Diff *diff = writer->diff;
    Text line = { 0 };
    for (int run = 0; run < 2; run++) {
        Number blocked = number_of(diff->verdicts[run][DULY_BLOCKED]), ready = number_of(diff->verdicts[run][DULY_READY]);
        Number undecided = number_of(diff->verdicts[run][DULY_VERDICT_UNDECIDED]);
        diff_text_add(writer, &line, diff->packs[run]);
        text_add(&line, STR(": "));
        words_add(&line, diff->language, WORDS_VERDICTS, (Str[]) { str_of(blocked.text), str_of(undecided.text), str_of(ready.text) });
        text_add(&line, writer->is_markdown ? STR("\n") : STR(""));
        diff_text_tell(writer, 0, PLAIN, &line);
    }
    text_free(&line);
}

static void diff_text_tell_totals(const Writer *writer)
{
    const Diff *diff = writer->diff;
    Text line = { 0 };
    Number failing = number_of(diff->counts[DIFF_FAILING]), passing = number_of(diff->counts[DIFF_PASSING]);
    Number changed = number_of(diff->counts[DIFF_CHANGED]);
    Day as_of = day_spoken(diff->language, diff->as_of);
    output_add(diff->options.out, STR("\n"));
    if (!diff->complete) {
        words_add(&line, diff->language, WORDS_INCOMPLETE, NULL);
        diff_text_tell(writer, 0, RED, &line);
    }
    words_add(&line, diff->language, WORDS_DIFF_TOTALS,
              (Str[]) { str_of(failing.text), str_of(passing.text), str_of(changed.text), str_of(as_of.text) });
    diff_text_tell(writer, 0, STRONG, &line);
    text_free(&line);
}

static void write(const Writer *writer)
{
    if (writer->is_markdown)
        output_add(writer->diff->options.out, STR("# duly diff\n\n"));
    tell_verdicts(writer);
    diff_text_tell_rules(writer, WORDS_DIFF_ADDED, writer->diff->rules.added);
    diff_text_tell_rules(writer, WORDS_DIFF_REMOVED, writer->diff->rules.removed);
    diff_text_tell_rules(writer, WORDS_DIFF_EDITED, writer->diff->rules.edited);
    tell_figures(writer);
    for (int kind = 0; kind < DIFF_KINDS; kind++)
        tell_kind(writer, (DiffKind) kind);
    tell_counts(writer, WORDS_DIFF_BY_RULE, &writer->diff->by_rule);
    tell_counts(writer, WORDS_DIFF_BY_GROUP, &writer->diff->by_section);
    diff_text_tell_totals(writer);
}

static void write_diff_text(const Diff *diff)
{
    size_t width = diff->options.width ? diff->options.width : DEFAULT_WIDTH;
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
    write(&(Writer) { .diff = diff, .page = { .width = width, .colour = diff->options.colour } });
}

static void write_diff_markdown(const Diff *diff)
{
    write(&(Writer) { .diff = diff, .is_markdown = true });
}

duly_sink diff_text_open(const ReportOptions *options)
{
    return diff_open(options, write_diff_text);
}

duly_sink diff_markdown_open(const ReportOptions *options)
{
    return diff_open(options, write_diff_markdown);
}
