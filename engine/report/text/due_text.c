/* What is due, for people. */
#include "report/due.h"

#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"
#include "report/text/text_parts.h"

enum { INDENT = 2, DAYS_COLUMNS = 14, KEY_COLUMNS = 12, LABEL_COLUMNS = 10 };

typedef struct {
    const DueList *list;
    Page page;
    Text line;
} DueText;

static Str due_text_language_of(const DueText *text)
{
    return text->list->language;
}

static void due_text_tell(DueText *text, size_t indent, size_t hanging)
{
    while (text->line.len && text->line.at[text->line.len - 1] == ' ')
        text->line.len--;
    page_paragraph(&text->page, text->list->options.out, indent, hanging, text_str(&text->line));
    text_clear(&text->line);
}

static void due_text_add_column(DueText *text, Style style, Str s, size_t columns)
{
    Text harmless = { 0 };
    size_t from = text->line.len;
    printable_add(&harmless, s);
    page_add(&text->page, &text->line, style, text_str(&harmless));
    page_pad(&text->line, from, columns);
    text_add(&text->line, STR("  "));
    text_free(&harmless);
}

/* ---- one thing that is due */

static void due_text_add_days(DueText *text, const DueItem *item)
{
    static const Style styles[] = { [DUE_OVERDUE] = RED, [DUE_TO_COME] = PLAIN, [DUE_WAIVED] = GREEN, [DUE_UNKNOWN] = YELLOW };
    int64_t days = item->told.days_left;
    Text words = { 0 };
    Day due = day_of(item->told.due);
    if (item->state == DUE_UNKNOWN)
        words_add(&words, due_text_language_of(text), WORDS_FAILED, NULL);
    else if (days == 0)
        words_add(&words, due_text_language_of(text), WORDS_LAST_DAY, NULL);
    else
        phrase_add_number(&words, due_text_language_of(text), days < 0 ? WORDS_DAYS_LATE : WORDS_DAYS_LEFT,
                          (uint64_t) (days < 0 ? -days : days));
    if (due.text[0])
        due_text_add_column(text, STRONG, str_of(due.text), 0);
    due_text_add_column(text, styles[item->state], text_str(&words), due.text[0] ? DAYS_COLUMNS : DAYS_COLUMNS + sizeof due.text + 1);
    text_free(&words);
}

static void due_text_add_record(DueText *text, const DueItem *item)
{
    Str key = item->told.key;
    if (key.len)
        due_text_add_column(text, STRONG, key, KEY_COLUMNS);
    if (name_or_none(item->told.label).len)
        due_text_add_column(text, STRONG, item->told.label, LABEL_COLUMNS);
    if (text->list->options.due_order != DUE_BY_GROUP)
        due_text_add_column(text, PLAIN, item->told.section, 0);
}

static void add_harmless(Text *out, duly_text title, duly_text id)
{
    printable_add(out, title.len ? title : id);
}

/* " · not before 2004-01-15": what has a first day as well is done from then on, long before its last one perhaps. */
static void add_first_day(DueText *text, const DueItem *item)
{
    Day earliest = day_spoken(due_text_language_of(text), item->told.earliest),
        since = day_spoken(due_text_language_of(text), item->told.from_on);
    if (item->state != DUE_TO_COME || !earliest.text[0] || str_is(str_of(earliest.text), since.text))
        return;
    text_add(&text->line, STR(" · "));
    words_add(&text->line, due_text_language_of(text), WORDS_NOT_BEFORE, (Str[]) { str_of(earliest.text) });
}

/* "Branch meeting, since Listing on 2003-01-15 · talk-in-time · roster.csv:4" */
static void due_text_add_step(DueText *text, const DueItem *item)
{
    Text to = { 0 }, from = { 0 };
    Day since = day_spoken(due_text_language_of(text), item->told.from_on);
    printable_add(&to, due_what(&item->told));
    add_harmless(&from, item->told.from_title, item->told.from);
    if (since.text[0])
        words_add(&text->line, due_text_language_of(text), WORDS_SINCE, (Str[]) { text_str(&to), text_str(&from), str_of(since.text) });
    else
        text_add(&text->line, text_str(&to));
    add_first_day(text, item);
    page_begin(&text->page, &text->line, DIM);
    text_add(&text->line, STR(" · "));
    printable_add(&text->line, item->told.id);
    text_add(&text->line, STR(" · "));
    printable_add(&text->line, item->told.file);
    printable_add(&text->line, place_within(text->list->options.arena, item->told.sheet, (Str) { 0 }, item->told.line));
    page_end(&text->page, &text->line, DIM);
    text_free(&to);
    text_free(&from);
}

static void due_text_tell_item(DueText *text, const DueItem *item)
{
    due_text_add_days(text, item);
    if (text->list->options.due_order != DUE_BY_RECORD)
        due_text_add_record(text, item);
    due_text_tell(text, INDENT, 2 * INDENT);
    due_text_add_step(text, item);
    due_text_tell(text, 2 * INDENT, 3 * INDENT);
}

/* ---- what stands together */

static bool stand_together(const DueList *list, const DueItem *a, const DueItem *b)
{
    return list->options.due_order == DUE_BY_DAY ? a->state == b->state : a->rank == b->rank;
}

static void due_text_add_heading(DueText *text, const DueItem *item)
{
    static const WordsId headings[] = { WORDS_IN_OVERDUE, WORDS_IN_TO_COME, WORDS_IN_WAIVED, WORDS_IN_UNKNOWN };
    static const Style styles[] = { RED, STRONG, GREEN, YELLOW };
    switch (text->list->options.due_order) {
    case DUE_BY_DAY:
        page_begin(&text->page, &text->line, styles[item->state]);
        phrase_add_number(&text->line, due_text_language_of(text), headings[item->state], text->list->counts[item->state]);
        page_end(&text->page, &text->line, styles[item->state]);
        break;
    case DUE_BY_RECORD: due_text_add_record(text, item); break;
    case DUE_BY_GROUP:
        page_begin(&text->page, &text->line, STRONG);
        if (item->told.section.len)
            printable_add(&text->line, item->told.section);
        else
            words_add(&text->line, due_text_language_of(text), WORDS_NO_GROUP, NULL);
        page_end(&text->page, &text->line, STRONG);
        break;
    }
}

static void tell_items(DueText *text)
{
    const DueList *list = text->list;
    for (size_t i = 0; i < list->items.count; i++) {
        if (i == 0 || !stand_together(list, &list->items.at[i - 1], &list->items.at[i])) {
            if (i > 0 || !list->options.brief)
                output_add(list->options.out, STR("\n"));
            due_text_add_heading(text, &list->items.at[i]);
            due_text_tell(text, 0, INDENT);
            output_add(list->options.out, STR("\n"));
        }
        due_text_tell_item(text, &list->items.at[i]);
    }
}

/* ---- what stands before and after */

static void tell_headline(DueText *text, const duly_run *run)
{
    duly_pack_info info = { .size = sizeof info };
    Day as_of = day_spoken(due_text_language_of(text), run->as_of);
    const int64_t *days = text->list->options.due_days;
    duly_pack_describe(run->pack, &info);
    page_begin(&text->page, &text->line, STRONG);
    add_harmless(&text->line, info.title, info.name);
    page_end(&text->page, &text->line, STRONG);
    due_text_tell(text, 0, INDENT);
    if (days) {
        Number within = number_of((uint64_t) *days);
        words_add(&text->line, due_text_language_of(text), WORDS_DUE_WITHIN, (Str[]) { str_of(within.text), str_of(as_of.text) });
    } else {
        words_add(&text->line, due_text_language_of(text), WORDS_DUE_AS_OF, (Str[]) { str_of(as_of.text) });
    }
    due_text_tell(text, 0, INDENT);
}

static void due_text_tell_totals(DueText *text, const duly_run *run)
{
    static const WordsId phrases[] = { WORDS_MANY_OVERDUE, WORDS_MANY_TO_COME, WORDS_MANY_WAIVED, WORDS_MANY_UNKNOWN };
    output_add(text->list->options.out, STR("\n"));
    for (int state = 0; state < DUE_STATE_COUNT; state++) {
        if (text->list->counts[state] == 0)
            continue;
        if (text->line.len)
            words_add(&text->line, due_text_language_of(text), WORDS_ALSO, NULL);
        phrase_add_number(&text->line, due_text_language_of(text), phrases[state], text->list->counts[state]);
    }
    if (text->line.len == 0)
        words_add(&text->line, due_text_language_of(text), WORDS_NOTHING_DUE, NULL);
    due_text_tell(text, 0, INDENT);
    if (run->complete)
        return;
    words_add(&text->line, due_text_language_of(text), WORDS_INCOMPLETE, NULL);
    due_text_tell(text, 0, INDENT);
}

static void write_due_text(const DueList *list, const duly_run *run)
{
    DueText text = { .list = list, .page = { text_width(list->options.width), list->options.colour } };
    if (!list->options.brief)
        tell_headline(&text, run);
    tell_items(&text);
    due_text_tell_totals(&text, run);
    text_free(&text.line);
}

duly_sink due_text_open(const ReportOptions *options)
{
    return due_open(options, write_due_text);
}
