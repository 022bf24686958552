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
static void write_reasons(Html *html, const duly_record *record)
{
    bool first = true;
    for (size_t i = 0; i < record->finding_count; i++) {
        const duly_finding *finding = &record->findings[i];
        if (finding->outcome == DULY_WAIVED || finding->severity == DULY_INFO)
            continue;
        if (!first)
            html_phrase(html, WORDS_ALSO, NULL);
        html_value(html, finding->title.len ? finding->title : finding->id);
        first = false;
    }
}

/* The card is the one begun last. */
static void write_item(HtmlReport *report, Html *html, const duly_record *record)
{
    Text earliest = { 0 };
    bool has_day = record_add_earliest(&earliest, html_language(html), record);
    Text target = { 0 };
    text_format(&target, "#c%llu", (unsigned long long) report->card_count);
    html_markup(html, "<li");
    html_attribute(html, "class", record->verdict == DULY_BLOCKED ? STR("blocked") : STR("undecided"));
    html_markup(html, "><a");
    html_attribute(html, "href", text_str(&target));
    html_markup(html, ">");
    html_record_name(html, record);
    html_markup(html, "</a> <span class=\"what\">");
    write_reasons(html, record);
    html_markup(html, "</span>");
    if (has_day) {
        html_markup(html, " <strong class=\"earliest\">");
        html_text(html, text_str(&earliest));
        html_markup(html, "</strong>");
    }
    html_markup(html, "</li>\n");
    text_free(&target);
    text_free(&earliest);
}

void html_to_do_record(HtmlReport *report, const duly_record *record, bool is_shown)
{
    Unit *unit = unit_of(report, record->section);
    unit->verdicts[record->verdict]++;
    if (!is_shown || (record->verdict != DULY_BLOCKED && record->verdict != DULY_VERDICT_UNDECIDED))
        return;
    if (!unit->to_do.spool)
        unit->to_do = draft_open(report->arena, report->language);
    write_item(report, unit->to_do.html, record);
}

/* ---- the section */

static void write_unit_name(Html *html, const Unit *unit)
{
    if (unit->name.len)
        html_value(html, unit->name);
    else
        html_phrase(html, WORDS_HTML_ELSEWHERE, NULL);
}

static uint64_t judged(const Unit *unit)
{
    return unit->verdicts[DULY_READY] + unit->verdicts[DULY_BLOCKED] + unit->verdicts[DULY_VERDICT_UNDECIDED];
}

static void write_row(Html *html, const Unit *unit)
{
    static const duly_verdict columns[] = { DULY_BLOCKED, DULY_VERDICT_UNDECIDED, DULY_READY };
    html_markup(html, "<tr><th scope=\"row\">");
    write_unit_name(html, unit);
    html_markup(html, "</th>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        html_markup(html, "<td class=\"number\">");
        html_number(html, unit->verdicts[columns[i]]);
        html_markup(html, "</td>");
    }
    html_markup(html, "<td class=\"share\">");
    html_share(html, unit->verdicts);
    html_markup(html, "</td></tr>\n");
}

static void write_table(const HtmlReport *report, Html *html)
{
    static const WordsId heads[] = { WORDS_HTML_SECTION, WORDS_IS_BLOCKED, WORDS_IS_UNDECIDED, WORDS_IS_READY, WORDS_HTML_SHARE };
    html_markup(html, "<table class=\"units sortable\">");
    html_heads(html, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < report->units.count; i++)
        if (judged(&report->units.at[i]))
            write_row(html, &report->units.at[i]);
    html_markup(html, "</tbody></table>\n");
}

static void write_list(const HtmlReport *report, Html *html, const Unit *unit, bool named)
{
    html_markup(html, "<section class=\"unit\">");
    if (named) {
        html_markup(html, "<h3>");
        write_unit_name(html, unit);
        html_markup(html, "</h3>");
    }
    html_markup(html, "<ul class=\"to-do\">\n");
    draft_send(&unit->to_do, report->out);
    html_markup(html, "</ul></section>\n");
}

void html_to_do(const HtmlReport *report, Html *html)
{
    bool named = report->units.count > 1 || (report->units.count == 1 && report->units.at[0].name.len > 0);
    if (named)
        write_table(report, html);
    for (size_t i = 0; i < report->units.count; i++)
        if (report->units.at[i].to_do.spool)
            write_list(report, html, &report->units.at[i], named);
}
