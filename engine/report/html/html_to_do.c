/* What is to be done, unit by unit: how each stands, and a list to tick off on paper. */
#include "report/html/html_parts.h"

static Unit *unit_of(HtmlReport *report, duly_text section)
{
    uint32_t index = map_get(&report->unit_indexes, section);
    if (index == MAP_NONE) {
        Unit unit = { .name = arena_str(report->arena, section) };
        index = map_add(&report->unit_indexes, unit.name, (uint32_t) report->units.count);
        arena_push(report->arena, &report->units, unit);
    }
    return &report->units.at[index];
}

/* The titles of what stands in the way. */
static Markup reasons_of(const Html *html, const duly_record *record)
{
    Html *aside = html_aside(html);
    bool again = false;
    for (size_t i = 0; i < record->finding_count; i++) {
        const duly_finding *finding = &record->findings[i];
        if (finding->outcome == DULY_WAIVED || finding->severity == DULY_INFO)
            continue;
        PUT(aside, reason, .again = again, .title = finding->title.len ? finding->title : finding->id);
        again = true;
    }
    return html_made(aside);
}

/* The card is the one begun last. */
static void put_item(const HtmlReport *report, Html *html, const duly_record *record)
{
    PUT(html, to_do_item, .kind = record->verdict == DULY_BLOCKED ? STR("blocked") : STR("undecided"),
        .number = number_in(report->voice.arena, report->card_count), .name = html_record_name(html, record),
        .reasons = reasons_of(html, record), .earliest = record_earliest(&report->voice, record));
}

void html_to_do_record(HtmlReport *report, const duly_record *record, bool is_shown)
{
    Unit *unit = unit_of(report, record->section);
    unit->verdicts[record->verdict]++;
    if (!is_shown || (record->verdict != DULY_BLOCKED && record->verdict != DULY_VERDICT_UNDECIDED))
        return;
    if (!unit->to_do.spool)
        unit->to_do = draft_open(report->arena, report->voice);
    put_item(report, unit->to_do.html, record);
}

/* ---- the section */

static uint64_t judged(const Unit *unit)
{
    return unit->verdicts[DULY_READY] + unit->verdicts[DULY_BLOCKED] + unit->verdicts[DULY_VERDICT_UNDECIDED];
}

static void write_table(const HtmlReport *report, Html *html)
{
    static const WordsId heads[] = { WORDS_HTML_SECTION, WORDS_IS_BLOCKED, WORDS_IS_UNDECIDED, WORDS_IS_READY, WORDS_HTML_SHARE };
    html_table(html, STR("units sortable"), (Str) { 0 }, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < report->units.count; i++) {
        const Unit *unit = &report->units.at[i];
        if (judged(unit))
            PUT(html, unit_row, .name = MADE(html, unit_name, .name = unit->name), .blocked = unit->verdicts[DULY_BLOCKED],
                .undecided = unit->verdicts[DULY_VERDICT_UNDECIDED], .ready = unit->verdicts[DULY_READY],
                .share = html_share(html, unit->verdicts));
    }
    PUT(html, table_end, 0);
}

void html_to_do(const HtmlReport *report, Html *html)
{
    bool named = report->units.count > 1 || (report->units.count == 1 && report->units.at[0].name.len > 0);
    if (named)
        write_table(report, html);
    for (size_t i = 0; i < report->units.count; i++) {
        const Unit *unit = &report->units.at[i];
        if (!unit->to_do.spool)
            continue;
        PUT(html, unit_list, .name = named ? MADE(html, unit_name, .name = unit->name) : NO_MARKUP);
        draft_send(&unit->to_do, report->out);
        PUT(html, unit_list_end, 0);
    }
}
