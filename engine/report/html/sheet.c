/* The sheet for the meeting: a page a unit, each record with its verdict, what is missing, a box to tick and a line to sign. Whoever takes
   part reads it on paper, so it has nothing to click on and says nothing twice. */
#include "report/html/html_parts.h"

enum { REASONS = 2 };

typedef struct {
    Draft rows[STANDING_COUNT]; /* spool NULL: none */
} SheetUnit;

typedef struct {
    Arena *arena;
    Output *out;
    Voice voice;
    Standing *standing;
    ARRAY(SheetUnit) units; /* those of `standing` */
} SheetReport;

static void html_sheet_begin(void *context, const duly_run *run)
{
    SheetReport *report = context;
    report->voice.language = words_language_of(run->language);
}

static Draft *draft_of(SheetReport *report, size_t unit, StandingGroup group)
{
    while (report->units.count <= unit)
        arena_push(report->arena, &report->units, (SheetUnit) { 0 });
    Draft *draft = &report->units.at[unit].rows[group];
    if (!draft->spool)
        *draft = draft_open(report->arena, report->voice);
    return draft;
}

static Str verdict_of(const Voice *voice, StandingGroup group)
{
    static const WordsId words[] = {
        [STANDING_READY] = WORDS_IS_READY,
        [STANDING_CLEAR] = WORDS_BOOK_CLEAR,
        [STANDING_UNDECIDED] = WORDS_IS_UNDECIDED,
        [STANDING_BLOCKED] = WORDS_IS_BLOCKED,
    };
    return say(voice, words[group], NULL);
}

/* What the reasons do not name already: "Reviewed on is empty" needs no "Reviewed on" in front of it. */
static Str missing_beside(const Voice *voice, const duly_record *told, Str reasons)
{
    Str missing = record_missing(voice, told);
    return missing.len > 0 && str_find(reasons, missing, 0) != SIZE_MAX ? (Str) { 0 } : missing;
}

static void sheet_record(void *context, const duly_record *told)
{
    SheetReport *report = context;
    const Voice *voice = &report->voice;
    size_t unit = standing_add(report->standing, told);
    StandingGroup group = standing_group(told);
    StandingName name = standing_name(voice->arena, told);
    if (group == STANDING_NONE)
        return;
    Html *html = draft_of(report, unit, group)->html;
    Str reasons = record_reasons(voice, told, REASONS, say(voice, WORDS_ALSO, NULL));
    PUT(html, sheet_row, .kind = str_of(verdict_keys[told->verdict]), .name = MADE(html, record_name, .key = name.key, .label = name.label),
        .verdict = verdict_of(voice, group), .missing = missing_beside(voice, told, reasons), .reasons = reasons,
        .earliest = record_earliest(voice, told), .closed = told->earliest.year == 0);
}

/* ---- the pages */

static uint64_t judged(const StandingUnit *unit)
{
    uint64_t count = 0;
    for (int group = 0; group < STANDING_COUNT; group++)
        count += unit->counts[group];
    return count;
}

static void put_unit(const SheetReport *report, Html *html, Str question, size_t index)
{
    static const WordsId heads[] = { WORDS_SHEET_HEARD, WORDS_BOOK_NAME, WORDS_BOOK_VERDICT, WORDS_BOOK_MISSING, WORDS_SHEET_SIGNED };
    const StandingUnit *unit = &report->standing->units.at[index];
    uint64_t verdicts[] = { [DULY_READY] = unit->counts[STANDING_READY],
                            [DULY_BLOCKED] = unit->counts[STANDING_BLOCKED],
                            [DULY_VERDICT_UNDECIDED] = unit->counts[STANDING_UNDECIDED] + unit->counts[STANDING_CLEAR] };
    if (judged(unit) == 0)
        return;
    PUT(html, sheet_unit, .name = standing_is_divided(report->standing) ? MADE(html, unit_name, .name = unit->name) : NO_MARKUP,
        .question = question, .totals = verdicts_told(&report->voice, verdicts));
    html_table(html, STR("sheet"), (Str) { 0 }, heads, sizeof heads / sizeof *heads);
    for (int group = 0; group < STANDING_COUNT; group++)
        if (report->units.at[index].rows[group].spool)
            draft_send(&report->units.at[index].rows[group], report->out);
    PUT(html, table_end, 0);
    PUT(html, sheet_unit_end, 0);
}

static void sheet_end(void *context, const duly_run *run, const duly_summary *summary)
{
    SheetReport *report = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    Str title = info.title.len ? info.title : info.name;
    Html *html = html_open(report->arena, report->out, report->voice);
    Str question = run_question(&report->voice, run, run->gate.len ? run_step_title(run) : (Str) { 0 });
    html_head(html, run, title);
    PUT(html, sheet_top, .title = title);
    html_shouts(html, run, summary);
    for (size_t i = 0; i < report->units.count; i++)
        put_unit(report, html, question, i);
    html_absent(html, summary);
    PUT(html, bottom, .script = html_asset(HTML_SCRIPT));
}

duly_sink report_sheet_open(const ReportOptions *options)
{
    SheetReport *report = arena_new(options->arena, SheetReport);
    *report = (SheetReport) {
        .arena = options->arena, .voice = { options->scratch, { 0 } }, .out = options->out, .standing = standing_in(options->arena, 1)
    };
    return (
        duly_sink) { .size = sizeof(duly_sink), .context = report, .begin = html_sheet_begin, .record = sheet_record, .end = sheet_end };
}
