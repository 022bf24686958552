/* Who may go, and what is to be done by those who may not: unit by unit, lists to read out and to tick off on paper. */
#include "report/html/html_parts.h"

static Unit *html_to_do_unit_of(HtmlReport *report, size_t index)
{
    while (report->units.count <= index)
        arena_push(report->arena, &report->units, (Unit) { 0 });
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
        .reasons = reasons_of(html, record), .earliest = record_earliest(&report->voice, record), .closed = record->earliest.year == 0);
}

/* Those of whom nothing was found stand in the agenda, and have no card to be led to. */
static bool is_to_do(const duly_record *record)
{
    return record->verdict == DULY_BLOCKED || (record->verdict == DULY_VERDICT_UNDECIDED && !record->wants_columns);
}

void html_to_do_record(HtmlReport *report, const duly_record *record, bool is_shown)
{
    Unit *unit = html_to_do_unit_of(report, standing_add(report->standing, record));
    if (!is_shown || !is_to_do(record))
        return;
    if (!unit->to_do.spool)
        unit->to_do = draft_open(report->arena, report->voice);
    unit->to_do_count++;
    put_item(report, unit->to_do.html, record);
}

/* ---- the agenda */

static Markup html_to_do_name_of(const Html *html, const Standing *standing, const StandingUnit *unit)
{
    return standing_is_divided(standing) ? MADE(html, unit_name, .name = unit->name) : NO_MARKUP;
}

static void html_to_do_write_table(const Standing *standing, Html *html)
{
    static const WordsId heads[] = { WORDS_HTML_SECTION, WORDS_IS_BLOCKED, WORDS_IS_UNDECIDED, WORDS_IS_READY, WORDS_HTML_SHARE };
    html_table(html, STR("units sortable"), (Str) { 0 }, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < standing->units.count; i++) {
        const StandingUnit *unit = &standing->units.at[i];
        uint64_t verdicts[] = { [DULY_READY] = unit->counts[STANDING_READY],
                                [DULY_BLOCKED] = unit->counts[STANDING_BLOCKED],
                                [DULY_VERDICT_UNDECIDED] = unit->counts[STANDING_UNDECIDED] + unit->counts[STANDING_CLEAR] };
        if (verdicts[DULY_READY] + verdicts[DULY_BLOCKED] + verdicts[DULY_VERDICT_UNDECIDED] > 0)
            PUT(html, unit_row, .name = MADE(html, unit_name, .name = unit->name), .blocked = verdicts[DULY_BLOCKED],
                .undecided = verdicts[DULY_VERDICT_UNDECIDED], .ready = verdicts[DULY_READY], .share = html_share(html, verdicts));
    }
    PUT(html, table_end, 0);
}

static void write_names(const Standing *standing, Html *html, const StandingUnit *unit, StandingGroup group)
{
    Html *names = html_aside(html);
    for (size_t i = 0; i < unit->names[group].count; i++)
        PUT(names, agenda_name,
            .name = MADE(html, record_name, .key = unit->names[group].at[i].key, .label = unit->names[group].at[i].label));
    PUT(html, agenda_unit, .unit = unit->name, .name = html_to_do_name_of(html, standing, unit), .number = unit->counts[group],
        .names = html_made(names),
        .more = unit->counts[group] > unit->names[group].count
                    ? say_number(html_voice(html), WORDS_MORE, unit->counts[group] - unit->names[group].count)
                    : (Str) { 0 });
}

static void write_group(const Standing *standing, Html *html, StandingGroup group)
{
    static const char *const kinds[] = { [STANDING_READY] = "ready", [STANDING_CLEAR] = "clear" };
    if (standing->counts[group] == 0)
        return;
    PUT(html, agenda_group, .kind = str_of(kinds[group]), .title = standing_title(html_voice(html), group, standing->counts[group]));
    for (size_t i = 0; i < standing->units.count; i++)
        if (standing->units.at[i].counts[group])
            write_names(standing, html, &standing->units.at[i], group);
    PUT(html, agenda_group_end, 0);
}

void html_absent(Html *html, const duly_summary *summary)
{
    Html *names = html_aside(html);
    for (size_t i = 0; i < summary->absent_count; i++)
        PUT(names, agenda_absent, .name = summary->absent[i].name, .line = summary->absent[i].line);
    if (summary->absent_count)
        PUT(html, agenda_absent_list, .title = say_number(html_voice(html), WORDS_STANDING_ABSENT, summary->absent_count),
            .names = html_made(names));
}

void html_agenda(const HtmlReport *report, Html *html, const duly_summary *summary)
{
    write_group(report->standing, html, STANDING_READY);
    write_group(report->standing, html, STANDING_CLEAR);
    html_absent(html, summary);
    if (standing_is_divided(report->standing))
        html_to_do_write_table(report->standing, html);
}

/* ---- what to do */

uint64_t html_to_do_count(const HtmlReport *report)
{
    uint64_t count = 0;
    for (size_t i = 0; i < report->units.count; i++)
        count += report->units.at[i].to_do_count;
    return count;
}

void html_to_do(const HtmlReport *report, Html *html)
{
    for (size_t i = 0; i < report->units.count; i++) {
        const Unit *unit = &report->units.at[i];
        if (!unit->to_do.spool)
            continue;
        PUT(html, unit_list, .name = html_to_do_name_of(html, report->standing, &report->standing->units.at[i]));
        draft_send(&unit->to_do, report->out);
        PUT(html, unit_list_end, 0);
    }
}
