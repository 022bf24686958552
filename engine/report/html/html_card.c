/* Cards: a record, or a group, with what was found about it. */
#include "report/html/html_parts.h"

/* So many have their timeline drawn and open: the drawings of ten thousand would be a million elements, and slow to load. */
enum { DRAWN_CARDS = 200 };

static const char *const verdict_names[] = {
    [DULY_READY] = "ready",
    [DULY_BLOCKED] = "blocked",
    [DULY_VERDICT_UNDECIDED] = "undecided",
    [DULY_NOT_JUDGED] = "others",
};

void html_place(Html *html, duly_text file, uint64_t line)
{
    Text place = { 0 };
    text_add(&place, file);
    if (line)
        text_format(&place, ":%llu", (unsigned long long) line);
    html_markup(html, "<span class=\"place\">");
    html_value(html, text_str(&place));
    html_markup(html, "</span>");
    text_free(&place);
}

void html_rule_link(Html *html, const duly_finding *finding)
{
    Text target = { 0 };
    text_add(&target, STR("#rule-"));
    text_add(&target, finding->id);
    html_markup(html, "<a");
    html_attribute(html, "href", text_str(&target));
    html_markup(html, ">");
    html_value(html, finding->title.len ? finding->title : finding->id);
    html_markup(html, "</a>");
    text_free(&target);
}

/* ---- findings */

static const char *kind_of(const duly_finding *finding)
{
    if (finding->outcome != DULY_VIOLATION)
        return outcome_keys[finding->outcome];
    return severity_words[finding->severity];
}

static void write_degree(Html *html, const duly_finding *finding)
{
    static const WordsId severities[] = { [DULY_WARNING] = WORDS_WARNING_BEFORE, [DULY_INFO] = WORDS_INFO_BEFORE };
    if (finding->outcome != DULY_WAIVED && finding->severity == DULY_ERROR)
        return;
    html_markup(html, "<span class=\"degree\">");
    html_phrase(html, finding->outcome == DULY_WAIVED ? WORDS_WAIVED_BEFORE : severities[finding->severity], NULL);
    html_markup(html, "</span>");
}

static void write_cell(Html *html, const duly_cell *cell)
{
    html_markup(html, "<div><dt>");
    html_value(html, cell->title.len ? cell->title : cell->field);
    if (cell->a1.len) {
        html_markup(html, " <span class=\"place\">");
        html_value(html, cell->a1);
        html_markup(html, "</span>");
    }
    html_markup(html, "</dt><dd>");
    if (cell->missing)
        html_phrase(html, WORDS_EMPTY_CELL, NULL);
    else
        html_value(html, cell->value);
    html_markup(html, "</dd></div>");
}

static void write_cells(Html *html, const duly_finding *finding)
{
    if (finding->cell_count == 0)
        return;
    html_markup(html, "<dl class=\"values\">");
    for (size_t i = 0; i < finding->cell_count; i++)
        write_cell(html, &finding->cells[i]);
    html_markup(html, "</dl>");
}

static void write_waiver(Html *html, const duly_waiver *waiver)
{
    html_markup(html, "<p class=\"why\">");
    html_value(html, waiver->document);
    if (waiver->reason.len) {
        html_phrase(html, WORDS_ALSO, NULL);
        html_value(html, waiver->reason);
    }
    html_markup(html, "</p>");
}

static void write_bound(Html *html, WordsId phrase, duly_date bound)
{
    Day day = day_of(bound);
    if (!day.text[0])
        return;
    html_phrase(html, WORDS_ALSO, NULL);
    html_phrase(html, phrase, (Str[]) { str_of(day.text) });
}

static void write_version(Html *html, const duly_finding *finding)
{
    Day day = day_of(finding->day);
    Str step = finding->day_step_title.len ? finding->day_step_title : finding->day_step;
    if (!day.text[0])
        return;
    html_markup(html, "<p class=\"why\">");
    html_phrase(html, step.len ? WORDS_DAY_OF_STEP : WORDS_DAY_AS_OF, (Str[]) { str_of(day.text), step });
    write_bound(html, WORDS_FORCE_FROM, finding->from);
    write_bound(html, WORDS_FORCE_TO, finding->to);
    html_markup(html, "</p>");
}

/* Of a group. */
static void write_records(Html *html, const duly_finding *finding)
{
    Text records = { 0 };
    finding_add_group(&records, html_language(html), finding);
    if (records.len) {
        html_markup(html, "<p class=\"why\">");
        html_value(html, text_str(&records));
        html_markup(html, "</p>");
    }
    text_free(&records);
}

static void write_finding(Html *html, const duly_finding *finding)
{
    html_markup(html, "<li");
    html_attribute(html, "class", str_of(kind_of(finding)));
    html_markup(html, "><p>");
    write_degree(html, finding);
    html_value(html, finding_message(finding));
    html_markup(html, "</p><p class=\"why\">");
    html_rule_link(html, finding);
    if (finding->source.len) {
        html_markup(html, " · ");
        html_value(html, finding->source);
    }
    html_markup(html, "</p>");
    write_records(html, finding);
    write_version(html, finding);
    if (finding->waiver)
        write_waiver(html, finding->waiver);
    write_cells(html, finding);
    html_markup(html, "</li>\n");
}

/* ---- the card */

static void begin_card(HtmlReport *report, Html *html, const char *kind)
{
    Text id = { 0 };
    text_format(&id, "c%llu", (unsigned long long) ++report->card_count);
    html_markup(html, "<article");
    html_attribute(html, "id", text_str(&id));
    html_markup(html, " class=\"card ");
    html_text(html, str_of(kind));
    html_markup(html, "\"");
    text_free(&id);
}

void html_record_name(Html *html, const duly_record *record)
{
    html_markup(html, "<span class=\"key\">");
    if (record->key.len)
        html_value(html, record->key);
    else
        html_phrase(html, WORDS_NO_KEY, NULL);
    html_markup(html, "</span>");
    if (record->label.len) {
        html_markup(html, " ");
        html_value(html, record->label);
    }
}

/* Where the record belongs and stands, and from when on it may go on. */
static void write_line(Html *html, const duly_record *record)
{
    Text earliest = { 0 };
    bool has_day = record_add_earliest(&earliest, html_language(html), record);
    html_markup(html, "<p class=\"line\">");
    if (has_day) {
        html_markup(html, "<strong class=\"earliest\">");
        html_text(html, text_str(&earliest));
        html_markup(html, "</strong> ");
    }
    if (record->section.len) {
        html_value(html, record->section);
        html_markup(html, " ");
    }
    html_place(html, record->file, record->line);
    html_markup(html, "</p>");
    text_free(&earliest);
}

/* Which steps a finding reads the day of. */
static void blame_steps(HtmlReport *report, const duly_finding *finding)
{
    Card *card = &report->card;
    duly_step step = { 0 };
    if (finding->outcome == DULY_WAIVED)
        return;
    for (size_t i = 0; i < card->step_count; i++) {
        duly_pack_step(report->pack, card->steps[i].step, &step);
        for (size_t c = 0; c < finding->cell_count; c++)
            card->blamed[i] = card->blamed[i] || str_equal(step.field, finding->cells[c].field);
    }
}

static void keep_steps(HtmlReport *report, const duly_record *record)
{
    Card *card = &report->card;
    card->step_count = record->step_count;
    card->steps = arena_array(&card->arena, duly_step_day, record->step_count);
    card->blamed = arena_array(&card->arena, bool, record->step_count);
    if (record->step_count)
        memcpy(card->steps, record->steps, record->step_count * sizeof *card->steps);
    card->end = arena_str(&card->arena, record->end_title.len ? record->end_title : record->end);
    card->ended_on = record->ended_on;
    for (size_t i = 0; i < record->finding_count; i++)
        blame_steps(report, &record->findings[i]);
}

void html_card_begin(HtmlReport *report, Section section, const duly_record *record)
{
    Html *html = report->sections[section].html;
    Day earliest = day_of(record->earliest);
    report->card.is_open = true;
    report->card.section = section;
    begin_card(report, html, verdict_names[record->verdict]);
    html_attribute(html, "data-unit", record->section);
    html_attribute(html, "data-key", record->key);
    if (earliest.text[0])
        html_attribute(html, "data-earliest", str_of(earliest.text));
    html_markup(html, "><header><h3>");
    html_record_name(html, record);
    html_markup(html, "</h3>");
    write_line(html, record);
    html_markup(html, "</header><ul class=\"reasons\">\n");
    for (size_t i = 0; i < record->finding_count; i++)
        write_finding(html, &record->findings[i]);
    html_markup(html, "</ul>");
    keep_steps(report, record);
}

void html_card_end(HtmlReport *report)
{
    Card *card = &report->card;
    if (!card->is_open)
        return;
    Html *html = report->sections[card->section].html;
    if (card->step_count) {
        bool drawn = report->card_count <= DRAWN_CARDS;
        html_markup(html, "<details");
        if (drawn)
            html_markup(html, " open");
        html_markup(html, "><summary>");
        html_phrase(html, WORDS_TIMELINE, NULL);
        html_markup(html, "</summary>");
        html_timeline(report, html, drawn);
        html_markup(html, "</details>");
    }
    html_markup(html, "</article>\n");
    card->is_open = false;
    card->step_count = 0;
    card->intervals.at = NULL;
    card->intervals.count = card->intervals.capacity = 0;
    arena_reset(&card->arena);
}

void html_lone_finding(HtmlReport *report, Section section, const duly_finding *finding)
{
    Html *html = report->sections[section].html;
    Text subject = { 0 };
    finding_add_subject(&subject, finding);
    begin_card(report, html, "lone");
    html_markup(html, "><header><h3>");
    html_value(html, subject.len ? text_str(&subject) : finding->table);
    html_markup(html, "</h3>");
    if (finding->file.len) {
        html_markup(html, "<p class=\"line\">");
        html_place(html, finding->file, finding->line);
        html_markup(html, "</p>");
    }
    html_markup(html, "</header><ul class=\"reasons\">\n");
    write_finding(html, finding);
    html_markup(html, "</ul></article>\n");
    text_free(&subject);
}

/* ---- waivers */

static void write_text_cell(Html *html, duly_text text)
{
    html_markup(html, "<td>");
    html_value(html, text);
    html_markup(html, "</td>");
}

static void write_waiver_row(Html *html, const duly_record *record, const duly_finding *finding)
{
    const duly_waiver *waiver = finding->waiver;
    html_markup(html, "<tr><th scope=\"row\">");
    html_value(html, record->key);
    html_markup(html, " ");
    html_value(html, record->label);
    html_markup(html, "</th><td>");
    html_rule_link(html, finding);
    html_markup(html, "</td>");
    write_text_cell(html, waiver->document);
    write_text_cell(html, waiver->reason);
    write_text_cell(html, waiver->authority);
    html_markup(html, "<td>");
    html_day(html, waiver->granted);
    html_markup(html, "</td><td>");
    html_day(html, waiver->expires);
    html_markup(html, "</td></tr>\n");
}

void html_waivers_of(HtmlReport *report, const duly_record *record)
{
    for (size_t i = 0; i < record->finding_count; i++) {
        if (!record->findings[i].waiver)
            continue;
        report->waiver_count++;
        write_waiver_row(report->waivers.html, record, &record->findings[i]);
    }
}
