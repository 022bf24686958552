/* The page for people: one file that needs no network and no script, to be read on a screen, printed and hung on a wall. */
#include "report/html/html_parts.h"

/* On a page that is to stay usable: findings, and names of a unit in the list of those who may go. */
enum { MOST_FINDINGS = 10000, MOST_NAMES = 5000 };

/* ---- drafts */

Draft draft_open(Arena *arena, Voice voice)
{
    Output *spool = output_to_spool(arena);
    return (Draft) { spool, html_open(arena, spool, voice) };
}

void draft_send(const Draft *draft, Output *out)
{
    output_copy(draft->spool, out);
}

/* ---- what the run tells */

static void html_begin(void *context, const duly_run *run)
{
    HtmlReport *report = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    report->voice.language = words_language_of(run->language);
    report->pack = run->pack;
    report->gate = run->gate;
    report->on = run->on;
    report->as_of = run->as_of;
    report->interval_count = info.all_rule_count;
    report->intervals = arena_array(report->arena, Spread, info.all_rule_count);
    report->step_count = info.step_count;
    report->steps = arena_array(report->arena, Spread, info.step_count);
    for (int section = 0; section < SECTION_COUNT; section++)
        report->sections[section] = draft_open(report->arena, report->voice);
    report->waivers = draft_open(report->arena, report->voice);
    report->statistics = draft_open(report->arena, report->voice);
}

static int64_t html_days_between(duly_date from, duly_date to)
{
    return date_to_day(date_pack(to.year, to.month, to.day)) - date_to_day(date_pack(from.year, from.month, from.day));
}

/* Steps that were taken one after the other. */
static void count_steps(HtmlReport *report, const duly_record *record)
{
    for (size_t i = 1; i < record->step_count; i++) {
        const duly_step_day *from = &record->steps[i - 1], *to = &record->steps[i];
        if (from->on.year && to->on.year && to->step == from->step + 1)
            spread_add(&report->steps[to->step], report->arena, html_days_between(from->on, to->on), true);
    }
}

/* A page of a million cards opens nowhere. A record is shown with all its findings or not at all. */
static bool html_has_room(HtmlReport *report, size_t findings)
{
    if (report->most && report->shown + findings > report->most) {
        report->left_out += findings;
        return false;
    }
    report->shown += findings;
    return true;
}

/* One without findings, and not ready, is one whose findings are left out. */
static void html_record(void *context, const duly_record *told)
{
    HtmlReport *report = context;
    Section section = record_section(told);
    bool is_shown = section == SECTION_NONE || (told->finding_count > 0 && html_has_room(report, told->finding_count));
    html_card_end(report);
    count_steps(report, told);
    html_waivers_of(report, told);
    if (section != SECTION_NONE)
        report->counts[section]++;
    if (section != SECTION_NONE && is_shown)
        html_card_begin(report, section, told);
    html_to_do_record(report, told, is_shown);
}

static bool html_is_kept(const duly_interval *told)
{
    bool late = told->due.year && html_days_between(told->due, told->to_on) > 0;
    bool early = told->earliest.year && html_days_between(told->earliest, told->to_on) < 0;
    return !late && !early;
}

static void html_interval(void *context, const duly_interval *told)
{
    HtmlReport *report = context;
    Spread *spread = &report->intervals[told->rule];
    if (told->is_private)
        return;
    if (told->from_on.year && told->to_on.year)
        spread_add(spread, report->arena, html_days_between(told->from_on, told->to_on), html_is_kept(told));
    spread->open += !told->to_on.year;
    spread->overdue += !told->to_on.year && told->due.year && told->days_left < 0;
    if (report->card.is_open)
        arena_push(&report->card.arena, &report->card.intervals, *told);
}

static void statistic(void *context, const duly_statistic *told)
{
    HtmlReport *report = context;
    report->statistic_count++;
    html_statistic(report->statistics.html, told);
}

static void html_finding(void *context, const duly_finding *told)
{
    HtmlReport *report = context;
    Section section = told->file.len ? SECTION_FILES : SECTION_GROUPS;
    html_card_end(report);
    report->counts[section]++;
    if (html_has_room(report, 1))
        html_lone_finding(report, section, told);
}

/* ---- the head */

/* The running heads of paper, which only a style sheet can set. */
static Markup paper_of(const Voice *voice, const duly_run *run, Str title)
{
    return html_page_style(voice->arena, title, run_question(voice, run, run_step_title(run)));
}

static void html_add_hash(Text *out, Markup asset)
{
    char hash[45];
    html_hash(asset, hash);
    text_format(out, " 'sha256-%s'", hash);
}

/* Nothing may be fetched, and nothing runs or is styled but what this program wrote. */
static Str policy_of(Arena *arena, Markup paper)
{
    Text policy = text_in(arena);
    text_add(&policy, STR("default-src 'none'; base-uri 'none'; form-action 'none'; style-src"));
    html_add_hash(&policy, html_asset(HTML_STYLE));
    html_add_hash(&policy, paper);
    text_add(&policy, STR("; script-src"));
    html_add_hash(&policy, html_asset(HTML_SCRIPT));
    return text_str(&policy);
}

void html_head(Html *html, const duly_run *run, Str title)
{
    const Voice *voice = html_voice(html);
    Markup paper = paper_of(voice, run, title);
    PUT(html, head, .language = say(voice, WORDS_LANGUAGE_TAG, NULL), .policy = policy_of(voice->arena, paper), .title = title,
        .style = html_asset(HTML_STYLE), .paper = paper);
}

/* ---- the top of the page */

static Markup facts_of(const HtmlReport *report, const Html *html, const duly_run *run, const duly_pack_info *info)
{
    Arena *arena = report->voice.arena;
    Html *aside = html_aside(html);
    const struct {
        WordsId name;
        Str value;
    } facts[] = {
        { WORDS_HTML_BEFORE, run_step_title(run) },
        { WORDS_HTML_ON, run->gate.len ? day_said(&report->voice, run->on) : (Str) { 0 } },
        { WORDS_HTML_AS_OF, day_said(&report->voice, run->as_of) },
        { WORDS_RULES, info->path.len ? info->path : info->name },
        { WORDS_HTML_PROGRAM, arena_format(arena, "duly %.*s", STR_ARG(run->version)) },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        PUT(aside, fact, .name = say(&report->voice, facts[i].name, NULL), .value = facts[i].value);
    return html_made(aside);
}

static void html_shout(Html *html, WordsId sentence, Str value)
{
    PUT(html, shout, .sentence = SAY(html_voice(html), sentence, value));
}

void html_shouts(Html *html, const duly_run *run, const duly_summary *summary)
{
    Arena *arena = html_voice(html)->arena;
    if (!run->complete)
        html_shout(html, WORDS_INCOMPLETE, (Str) { 0 });
    if (run_judged_nothing(summary))
        html_shout(html, WORDS_NOTHING_JUDGED, (Str) { 0 });
    if (run->set_count)
        html_shout(html, WORDS_CHANGED_PARAMETERS, run_set(arena, run, " = "));
    if (summary->has_baseline)
        PUT(html, shout, .sentence = run_baseline(html_voice(html), summary));
    if (summary->left_out)
        html_shout(html, WORDS_LEFT_OUT, number_in(arena, summary->left_out));
}

static void write_tiles(const HtmlReport *report, Html *html, const duly_run *run, const duly_summary *summary)
{
    const struct {
        const char *kind;
        WordsId name;
        uint64_t number;
    } tiles[] = {
        { "blocked", WORDS_IS_BLOCKED, summary->verdicts[DULY_BLOCKED] },
        { "undecided", WORDS_IS_UNDECIDED, summary->verdicts[DULY_VERDICT_UNDECIDED] },
        { "ready", WORDS_IS_READY, summary->verdicts[DULY_READY] },
        { "others", WORDS_COLUMN_NO_CANDIDATES, summary->not_judged },
    };
    Html *aside = html_aside(html);
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++)
        if (i < 3 || tiles[i].number)
            PUT(aside, tile, .kind = str_of(tiles[i].kind), .number = tiles[i].number, .name = say(&report->voice, tiles[i].name, NULL));
    Voice voice = { report->voice.arena, run->language };
    PUT(html, tiles, .tiles = html_made(aside), .share = html_share(html, summary->verdicts), .totals = run_totals(&voice, run, summary));
}

/* ---- sections */

typedef struct {
    HtmlReport *report;
    Html *html;
    const duly_run *run;
    const duly_summary *summary;
} View;

/* A row for each, for the contents at the top and for the page itself. */
typedef struct {
    const char *id;
    WordsId title;
    void (*write)(const View *view, Section section);
    Section section;
} Part;

static void write_cards(const View *view, Section section)
{
    PUT(view->html, cards, 0);
    draft_send(&view->report->sections[section], view->report->out);
    PUT(view->html, cards_end, 0);
}

static void write_to_do(const View *view, Section section)
{
    (void) section;
    html_to_do(view->report, view->html);
}

static void write_figures(const View *view, Section section)
{
    (void) section;
    html_figures(view->report, view->html, view->summary);
}

static void write_rules(const View *view, Section section)
{
    (void) section;
    html_rules(view->report, view->html, view->summary);
}

static void write_waivers(const View *view, Section section)
{
    static const WordsId heads[] = { WORDS_COLUMN_RECORD,      WORDS_HTML_COLUMN_RULE,      WORDS_HTML_COLUMN_DOCUMENT,
                                     WORDS_HTML_COLUMN_REASON, WORDS_HTML_COLUMN_AUTHORITY, WORDS_HTML_COLUMN_GRANTED,
                                     WORDS_HTML_COLUMN_EXPIRES };
    (void) section;
    html_table(view->html, STR("waivers"), STR("waivers-title"), heads, sizeof heads / sizeof *heads);
    draft_send(&view->report->waivers, view->report->out);
    PUT(view->html, table_end, .wide = true);
}

static void html_write_statistics(const View *view, Section section)
{
    (void) section;
    draft_send(&view->report->statistics, view->report->out);
}

static void write_files(const View *view, Section section)
{
    (void) section;
    html_files(view->html, view->run);
}

/* A paragraph a line. */
static void write_assumed(Html *html, Str lines)
{
    for (Str line; take_line(&lines, &line);)
        PUT(html, assumed, .sentence = line);
}

static void write_agenda(const View *view, Section section)
{
    (void) section;
    if (view->summary->findings == 0)
        PUT(view->html, nothing_found, 0);
    html_agenda(view->report, view->html, view->summary);
    write_assumed(view->html, run_notes_briefly(&view->report->voice, view->run, view->summary));
}

static const Part parts[] = {
    { "agenda", WORDS_STANDING, write_agenda, SECTION_NONE },
    { "to-do", WORDS_HTML_TO_DO, write_to_do, SECTION_NONE },
    { "figures", WORDS_HTML_FIGURES, write_figures, SECTION_NONE },
    { "statistics", WORDS_HTML_STATISTICS, html_write_statistics, SECTION_NONE },
    { "blocked", WORDS_IN_BLOCKED, write_cards, SECTION_BLOCKED },
    { "undecided", WORDS_IN_UNDECIDED, write_cards, SECTION_UNDECIDED },
    { "wanting", WORDS_IN_WANTING, write_cards, SECTION_WANTING },
    { "ready", WORDS_IN_READY, write_cards, SECTION_READY },
    { "others", WORDS_IN_OTHERS, write_cards, SECTION_OTHERS },
    { "groups", WORDS_IN_GROUPS, write_cards, SECTION_GROUPS },
    { "in-files", WORDS_IN_FILES, write_cards, SECTION_FILES },
    { "waivers", WORDS_HTML_WAIVERS, write_waivers, SECTION_NONE },
    { "rules", WORDS_RULES, write_rules, SECTION_NONE },
    { "files", WORDS_HTML_FILES, write_files, SECTION_NONE },
};

/* How much stands in a section; 0: there is none. */
static uint64_t html_count_of(const View *view, const Part *part)
{
    if (part->write == write_agenda)
        return !run_judged_nothing(view->summary);
    if (part->write == write_to_do)
        return html_to_do_count(view->report);
    if (part->write == html_write_statistics)
        return view->report->statistic_count;
    if (part->write == write_waivers)
        return view->report->waiver_count;
    if (part->write == write_files)
        return view->run->file_count;
    return part->write == write_cards ? view->report->counts[part->section] : view->summary->rule_count;
}

/* "What to do before: Branch meeting", "Blocked (28)" */
static Str title_of(const View *view, const Part *part)
{
    const Voice *voice = &view->report->voice;
    if (part->write == write_agenda)
        return say(voice, view->run->gate.len ? WORDS_STANDING : WORDS_HTML_STANDING, NULL);
    if (part->title == WORDS_HTML_TO_DO && view->run->gate.len)
        return SAY(voice, WORDS_HTML_TO_DO_BEFORE, run_step_title(view->run));
    return say_number(voice, part->title, html_count_of(view, part));
}

static void write_contents(const View *view)
{
    Html *aside = html_aside(view->html);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (html_count_of(view, &parts[i]))
            PUT(aside, entry, .id = str_of(parts[i].id), .title = title_of(view, &parts[i]));
    PUT(view->html, contents, .entries = html_made(aside));
}

/* ---- the filter, which the script shows and fills */

static void put_choices(const Voice *voice, Html *html, const char *id, WordsId name, const WordsId *choices)
{
    static const char *const values[] = { "", "key", "earliest" };
    Html *aside = html_aside(html);
    for (int i = 0; choices[i] != WORDS_COUNT; i++)
        PUT(aside, option, .value = str_of(values[i]), .name = say(voice, choices[i], NULL));
    PUT(html, choice, .name = say(voice, name, NULL), .id = str_of(id), .options = html_made(aside));
}

static void write_filter(const Voice *voice, Html *html)
{
    static const WordsId any[] = { WORDS_ALL, WORDS_COUNT };
    static const WordsId orders[] = { WORDS_HTML_ORDER_FILE, WORDS_HTML_ORDER_KEY, WORDS_HTML_ORDER_EARLIEST, WORDS_COUNT };
    Html *aside = html_aside(html);
    put_choices(voice, aside, "filter-unit", WORDS_HTML_SECTION, any);
    put_choices(voice, aside, "filter-rule", WORDS_HTML_COLUMN_RULE, any);
    put_choices(voice, aside, "filter-order", WORDS_HTML_ORDER, orders);
    PUT(html, filter, .choices = html_made(aside), .shown = say(voice, WORDS_HTML_SHOWN, NULL));
}

/* ---- the whole */

static void html_end(void *context, const duly_run *run, const duly_summary *summary)
{
    HtmlReport *report = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    html_card_end(report);
    Str title = info.title.len ? info.title : info.name;
    Html *html = html_open(report->arena, report->out, report->voice);
    View view = { report, html, run, summary };
    html_head(html, run, title);
    PUT(html, top, .title = title, .facts = facts_of(report, html, run, &info));
    html_shouts(html, run, summary);
    if (report->left_out)
        html_shout(html, WORDS_HTML_LEFT_OUT, number_in(report->voice.arena, report->left_out));
    write_tiles(report, html, run, summary);
    write_contents(&view);
    write_filter(&report->voice, html);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (html_count_of(&view, &parts[i]) == 0)
            continue;
        PUT(html, section, .id = str_of(parts[i].id), .title = title_of(&view, &parts[i]));
        parts[i].write(&view, parts[i].section);
        PUT(html, section_end, 0);
    }
    PUT(html, bottom, .script = html_asset(HTML_SCRIPT));
}

static void html_release(void *context)
{
    HtmlReport *report = context;
    arena_free(&report->card.arena);
}

duly_sink report_html_open(const ReportOptions *options)
{
    HtmlReport *report = arena_new(options->arena, HtmlReport);
    arena_defer(options->arena, html_release, report);
    *report = (HtmlReport) { .arena = options->arena,
                             .voice = { options->scratch, { 0 } },
                             .out = options->out,
                             .standing = standing_in(options->arena, MOST_NAMES),
                             .most = options->most_findings ? 0 : MOST_FINDINGS };
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = report,
                         .begin = html_begin,
                         .finding = html_finding,
                         .record = html_record,
                         .end = html_end,
                         .interval = html_interval,
                         .statistic = statistic };
}
