/* Cards: a record, or a group, with what was found about it. */
#include "report/html/html_parts.h"

/* So many stand in the page as they are, with their timeline drawn and open: ten thousand would be a million elements, and slow to load. */
enum { DRAWN_CARDS = 200 };

static const char *const verdict_names[] = {
    [DULY_READY] = "ready",
    [DULY_BLOCKED] = "blocked",
    [DULY_VERDICT_UNDECIDED] = "undecided",
    [DULY_NOT_JUDGED] = "others",
};

Markup html_place(const Html *html, Str file, Str sheet, uint64_t line)
{
    Arena *arena = html_voice(html)->arena;
    return MADE(html, place,
                .place = arena_format(arena, "%.*s%.*s", STR_ARG(file), STR_ARG(place_within(arena, sheet, (Str) { 0 }, line))));
}

Markup html_rule_link(const Html *html, Str id, Str title)
{
    return MADE(html, rule_link, .id = id, .title = title.len ? title : id);
}

Markup html_record_name(const Html *html, const duly_record *record)
{
    return MADE(html, record_name, .key = value_said(html_voice(html), record->key), .label = name_or_none(record->label));
}

/* ---- findings */

static Markup degree_of(const Html *html, const duly_finding *finding)
{
    WordsId phrase = finding_degree(finding);
    return phrase == WORDS_COUNT ? NO_MARKUP : MADE(html, degree, .word = say(html_voice(html), phrase, NULL));
}

static Markup cells_of(const Html *html, const duly_finding *finding)
{
    Html *aside = html_aside(html);
    for (size_t i = 0; i < finding->cell_count; i++) {
        const duly_cell *cell = &finding->cells[i];
        PUT(aside, cell, .name = cell->title.len ? cell->title : cell->field, .address = cell->a1, .missing = cell->missing,
            .value = value_said(html_voice(html), cell->value));
    }
    return html_made(aside);
}

static void put_found(Html *html, const duly_finding *finding)
{
    const Voice *voice = html_voice(html);
    const char *kind = finding->outcome != DULY_VIOLATION ? outcome_keys[finding->outcome] : severity_words[finding->severity];
    /* The title names the fault: beside what is not known it says too much. */
    Str title = finding->outcome == DULY_UNDECIDED ? say(voice, WORDS_HTML_COLUMN_RULE, NULL) : finding->title;
    PUT(html, finding, .kind = str_of(kind), .degree = degree_of(html, finding), .message = finding_message(finding),
        .rule = html_rule_link(html, finding->id, title), .source = finding->source, .records = finding_group(voice, finding),
        .version = finding_version(voice, finding), .document = finding->waiver ? finding->waiver->document : (Str) { 0 },
        .reason = finding->waiver ? value_said(voice, finding->waiver->reason) : (Str) { 0 }, .cells = cells_of(html, finding));
}

/* ---- the card */

/* Which steps a finding reads the day of. */
static void blame_steps(HtmlReport *report, const duly_finding *finding)
{
    Card *card = &report->card;
    duly_step step = { .size = sizeof step };
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

/* The cards of a long page are there for whoever has no scripts; the script builds those that are looked at (html.js). */
static bool is_kept(const HtmlReport *report)
{
    return report->card_count > DRAWN_CARDS;
}

static void begin_card(HtmlReport *report, Html *html)
{
    report->card_count++;
    if (is_kept(report))
        PUT(html, card_kept, 0);
}

static void end_card(const HtmlReport *report, Html *html)
{
    if (is_kept(report))
        PUT(html, card_kept_end, 0);
}

void html_card_begin(HtmlReport *report, Section section, const duly_record *record)
{
    Html *html = report->sections[section].html, *findings = html_aside(html);
    begin_card(report, html);
    report->card.is_open = true;
    report->card.section = section;
    for (size_t i = 0; i < record->finding_count; i++)
        put_found(findings, &record->findings[i]);
    PUT(html, card, .number = number_in(report->voice.arena, report->card_count), .kind = str_of(verdict_names[record->verdict]),
        .unit = value_said(&report->voice, record->section), .key = record->key, .earliest = day_in(report->voice.arena, record->earliest),
        .name = html_record_name(html, record), .may_go_on = record_earliest(&report->voice, record), .closed = record->earliest.year == 0,
        .place = html_place(html, record->file, record->sheet, record->line), .findings = html_made(findings));
    keep_steps(report, record);
}

void html_card_end(HtmlReport *report)
{
    Card *card = &report->card;
    if (!card->is_open)
        return;
    Html *html = report->sections[card->section].html;
    if (card->step_count) {
        PUT(html, timeline, .open = !is_kept(report));
        html_timeline(report, html, !is_kept(report));
        PUT(html, timeline_end, 0);
    }
    PUT(html, card_end, 0);
    end_card(report, html);
    card->is_open = false;
    card->step_count = 0;
    card->intervals.at = NULL;
    card->intervals.count = card->intervals.capacity = 0;
    arena_reset(&card->arena);
}

void html_lone_finding(HtmlReport *report, Section section, const duly_finding *finding)
{
    Html *html = report->sections[section].html, *aside = html_aside(html);
    put_found(aside, finding);
    begin_card(report, html);
    PUT(html, lone_card, .number = number_in(report->voice.arena, report->card_count), .subject = finding->about,
        .place = finding->file.len ? html_place(html, finding->file, finding->sheet, finding->line) : NO_MARKUP,
        .finding = html_made(aside));
    end_card(report, html);
}

/* ---- waivers */

void html_waivers_of(HtmlReport *report, const duly_record *record)
{
    Html *html = report->waivers.html;
    for (size_t i = 0; i < record->finding_count; i++) {
        const duly_finding *finding = &record->findings[i];
        const duly_waiver *waiver = finding->waiver;
        if (!waiver)
            continue;
        report->waiver_count++;
        PUT(html, waiver_row, .key = value_said(&report->voice, record->key), .label = name_or_none(record->label),
            .rule = html_rule_link(html, finding->id, finding->title), .document = waiver->document,
            .reason = value_said(&report->voice, waiver->reason), .authority = waiver->authority,
            .granted = day_in(report->voice.arena, waiver->granted), .expires = day_in(report->voice.arena, waiver->expires));
    }
}
