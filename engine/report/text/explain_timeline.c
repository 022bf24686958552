/* The way of a record through its procedure. */
#include "base/calendar.h"
#include "report/dates.h"
#include "report/due.h"
#include "report/text/explain_parts.h"
#include "report/printable.h"

enum { TITLE = 14, DETAIL = 16 }; /* columns */

static int64_t explain_timeline_day_number(duly_date date)
{
    return date_to_day(date_pack(date.year, date.month, date.day));
}

size_t explain_next(const duly_record_explanation *explanation)
{
    const duly_record *record = explanation->record;
    duly_step step = { .size = sizeof step };
    size_t next = record->step_count;
    if (record->end.len)
        return next;
    while (next > 0 && !record->steps[next - 1].taken)
        next--;
    for (; next + 1 < record->step_count; next++)
        if (!duly_pack_step(explanation->run->pack, record->steps[next].step, &step) || !step.optional)
            break;
    return next;
}

static void explain_timeline_add_title(ExplainText *text, duly_text title, duly_text id)
{
    printable_add(&text->line, title.len ? title : id);
}

/* ---- an interval, below its second step */

static void explain_timeline_add_bounds(ExplainText *text, const duly_interval *interval)
{
    Day earliest = day_spoken(text->language, interval->earliest), due = day_spoken(text->language, interval->due);
    if (earliest.text[0])
        explain_phrase(text, PLAIN, WORDS_NOT_BEFORE, (Str[]) { str_of(earliest.text) });
    if (due.text[0]) {
        explain_between(text);
        explain_phrase(text, PLAIN, WORDS_BY, (Str[]) { str_of(due.text) });
    } else if (interval->is_unknown) {
        explain_between(text);
        explain_phrase(text, YELLOW, WORDS_BY, (Str[]) { STR("(?)") });
    }
}

static void explain_timeline_add_number(ExplainText *text, Style style, WordsId id, int64_t number)
{
    Number days = number_of((uint64_t) (number < 0 ? -number : number));
    explain_between(text);
    explain_phrase(text, style, id, (Str[]) { str_of(days.text) });
}

static const duly_rule_explanation *explain_timeline_rule_of(const duly_record_explanation *told, const duly_interval *interval)
{
    for (size_t i = 0; i < told->rule_count; i++)
        if (told->rules[i].rule == interval->rule)
            return &told->rules[i];
    return NULL;
}

/* What days alone do not tell: whether something repeated was done in time, and what a rule makes of its first day. */
static void explain_timeline_add_outcome(ExplainText *text, const duly_rule_explanation *rule)
{
    if (!rule || rule->outcome == DULY_NOT_APPLICABLE || rule->outcome == DULY_WAIVED)
        return;
    explain_between(text);
    if (rule->outcome == DULY_PASS)
        explain_phrase(text, GREEN, WORDS_IN_TIME, NULL);
    else
        explain_outcome(text, rule->outcome);
}

static void add_taken(ExplainText *text, const duly_interval *interval, const duly_rule_explanation *rule)
{
    int64_t on = explain_timeline_day_number(interval->to_on);
    int64_t late = interval->due.year ? on - explain_timeline_day_number(interval->due) : 0;
    int64_t early = interval->earliest.year ? explain_timeline_day_number(interval->earliest) - on : 0;
    bool told_by_days = !interval->again.len && interval->from.len;
    if (!interval->again.len && late > 0)
        explain_timeline_add_number(text, RED, WORDS_DAYS_LATE, late);
    else if (!interval->again.len && early > 0)
        explain_timeline_add_number(text, RED, WORDS_DAYS_EARLY, early);
    else if (!told_by_days)
        explain_timeline_add_outcome(text, rule);
    else if (!interval->is_unknown) {
        explain_between(text);
        explain_phrase(text, GREEN, WORDS_IN_TIME, NULL);
    }
}

static void add_state(ExplainText *text, const duly_interval *interval, const duly_rule_explanation *rule)
{
    bool is_open = interval->to_on.year == 0;
    if (is_open && interval->due.year && interval->days_left == 0) {
        explain_between(text);
        explain_phrase(text, YELLOW, WORDS_LAST_DAY, NULL);
    } else if (is_open && interval->due.year) {
        bool late = interval->days_left < 0;
        explain_timeline_add_number(text, late ? RED : PLAIN, late ? WORDS_DAYS_LATE : WORDS_DAYS_LEFT, interval->days_left);
    }
    if (!is_open && !interval->is_private)
        add_taken(text, interval, rule);
    if (interval->is_waived) {
        explain_between(text);
        explain_outcome(text, DULY_WAIVED);
    }
}

static void add_span(ExplainText *text, const duly_interval *interval)
{
    Text from = text_in(text->arena);
    printable_add(&from, interval->from_title.len ? interval->from_title : interval->from);
    Number days = number_of((uint64_t) (explain_timeline_day_number(interval->to_on) - explain_timeline_day_number(interval->from_on)));
    explain_phrase(text, PLAIN, WORDS_SPAN, (Str[]) { str_of(days.text), text_str(&from) });
}

/* Puts what stood on the line before in front of what stands there now. */
static void explain_timeline_join(ExplainText *text, Text *before)
{
    Text joined = text_in(text->arena);
    if (before->len && text->line.len)
        words_add(&joined, text->language, WORDS_ABOUT, (Str[]) { text_str(before), text_str(&text->line) });
    else
        text_add(&joined, text_str(before->len ? before : &text->line));
    text->line = joined;
}

/* Where the step stands below a document, that says what is in force. */
static void explain_timeline_add_rule(ExplainText *text, const duly_interval *interval, const duly_rule_explanation *rule,
                                      bool has_document)
{
    text_add(&text->line, STR(" · "));
    printable_add(&text->line, interval->id);
    if (rule && !has_document)
        explain_force(text, rule);
}

static void explain_timeline_tell_interval(ExplainText *text, const duly_interval *interval, const duly_rule_explanation *rule,
                                           bool has_document)
{
    if (interval->again.len) {
        Text what = text_in(text->arena);
        printable_add(&what, interval->again);
        explain_phrase(text, PLAIN, WORDS_AGAIN, (Str[]) { text_str(&what) });
    } else if (interval->to_on.year && interval->from_on.year &&
               explain_timeline_day_number(interval->to_on) >= explain_timeline_day_number(interval->from_on)) {
        add_span(text, interval);
    }
    Text before = text->line;
    text->line = text_in(text->arena);
    if (interval->is_private)
        words_add(&text->line, text->language, WORDS_PRIVATE, NULL);
    else if (!interval->again.len || interval->to_on.year == 0)
        explain_timeline_add_bounds(text, interval);
    add_state(text, interval, rule);
    explain_timeline_join(text, &before);
    explain_timeline_add_rule(text, interval, rule, has_document);
    explain_line(text, DETAIL, DETAIL + 2);
}

/* ---- steps */

static void explain_timeline_add_day(ExplainText *text, const duly_step_day *day, bool is_next)
{
    Day on = day_of(day->on);
    size_t from = text->line.len;
    if (on.text[0])
        page_add(&text->page, &text->line, STRONG, str_of(on.text));
    else if (day->taken)
        words_add(&text->line, text->language, WORDS_PRIVATE, NULL);
    else if (day->unknown)
        explain_phrase(text, YELLOW, WORDS_STEP_UNKNOWN, NULL);
    else if (is_next)
        explain_phrase(text, YELLOW, WORDS_NEXT, NULL);
    else
        text_add(&text->line, STR("-"));
    page_pad(&text->line, from, TITLE - 2);
}

static void tell_step(ExplainText *text, const duly_record_explanation *told, size_t index, bool is_next)
{
    const duly_step_day *day = &told->record->steps[index];
    duly_step step = { .size = sizeof step };
    duly_pack_step(told->run->pack, day->step, &step);
    explain_timeline_add_day(text, day, is_next);
    page_begin(&text->page, &text->line, day->taken || is_next ? PLAIN : DIM);
    explain_timeline_add_title(text, step.title, step.id);
    page_end(&text->page, &text->line, day->taken || is_next ? PLAIN : DIM);
    explain_line(text, 2, TITLE + 2);
    for (size_t i = 0; i < told->interval_count; i++)
        if (str_equal(told->intervals[i].to, step.id))
            explain_timeline_tell_interval(text, &told->intervals[i], explain_timeline_rule_of(told, &told->intervals[i]),
                                           day->document.len > 0);
}

/* What is in force on the day of a step, where that is not what was told last. */
static void tell_document(ExplainText *text, Str document, Str *told)
{
    if (document.len == 0 || str_equal(document, *told))
        return;
    *told = document;
    page_begin(&text->page, &text->line, DIM);
    printable_add(&text->line, document);
    page_end(&text->page, &text->line, DIM);
    explain_line(text, 2, 4);
}

/* From that day on nothing is owed any more. */
static void explain_timeline_tell_end(ExplainText *text, const duly_record *record)
{
    Day on = day_of(record->ended_on);
    if (record->end.len == 0)
        return;
    page_add(&text->page, &text->line, STRONG, on.text[0] ? str_of(on.text) : STR("(?)"));
    page_pad(&text->line, 0, TITLE - 2);
    Text title = text_in(text->arena);
    printable_add(&title, record->end_title.len ? record->end_title : record->end);
    explain_phrase(text, PLAIN, WORDS_CASE_ENDED, (Str[]) { text_str(&title) });
    explain_line(text, 2, TITLE + 2);
}

void explain_timeline(ExplainText *text, const duly_record_explanation *explanation)
{
    size_t next = explain_next(explanation);
    Str document = { 0 };
    if (explanation->record->step_count == 0)
        return;
    output_add(text->out, STR("\n"));
    explain_phrase(text, STRONG, WORDS_TIMELINE, NULL);
    explain_line(text, 0, 2);
    output_add(text->out, STR("\n"));
    for (size_t i = 0; i < explanation->record->step_count; i++) {
        tell_document(text, explanation->record->steps[i].document, &document);
        tell_step(text, explanation, i, i == next);
    }
    explain_timeline_tell_end(text, explanation->record);
}
