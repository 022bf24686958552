/* The page for people: one file that needs no network and no script, to be read on a screen, printed and hung on a wall. */
#include "report/html/html_parts.h"

#include "report/escape.h"

enum { MOST_FINDINGS = 10000 };

/* ---- drafts */

Draft draft_open(Arena *arena, Str language)
{
    Output *spool = output_to_spool(arena);
    return (Draft) { spool, html_open(arena, spool, language) };
}

void draft_send(const Draft *draft, Output *out)
{
    output_copy(draft->spool, out);
}

/* ---- what the run tells */

static void begin(void *context, const duly_run *run)
{
    HtmlReport *report = context;
    duly_pack_info info = { 0 };
    duly_pack_describe(run->pack, &info);
    report->language = words_language_of(run->language);
    report->pack = run->pack;
    report->gate = run->gate;
    report->on = run->on;
    report->as_of = run->as_of;
    report->interval_count = info.all_rule_count;
    report->intervals = arena_array(report->arena, Spread, info.all_rule_count);
    report->step_count = info.step_count;
    report->steps = arena_array(report->arena, Spread, info.step_count);
    for (int section = 0; section < SECTION_COUNT; section++)
        report->sections[section] = draft_open(report->arena, report->language);
    report->waivers = draft_open(report->arena, report->language);
    report->statistics = draft_open(report->arena, report->language);
}

static int64_t days_between(duly_date from, duly_date to)
{
    return date_to_day(date_pack(to.year, to.month, to.day)) - date_to_day(date_pack(from.year, from.month, from.day));
}

/* Steps that were taken one after the other. */
static void count_steps(HtmlReport *report, const duly_record *record)
{
    for (size_t i = 1; i < record->step_count; i++) {
        const duly_step_day *from = &record->steps[i - 1], *to = &record->steps[i];
        if (from->on.year && to->on.year && to->step == from->step + 1)
            spread_add(&report->steps[to->step], report->arena, days_between(from->on, to->on), true);
    }
}

/* A page of a million cards opens nowhere. A record is shown with all its findings or not at all. */
static bool has_room(HtmlReport *report, size_t findings)
{
    if (report->most && report->shown + findings > report->most) {
        report->left_out += findings;
        return false;
    }
    report->shown += findings;
    return true;
}

/* One without findings, and not ready, is one whose findings are left out. */
static void record(void *context, const duly_record *told)
{
    HtmlReport *report = context;
    Section section = record_section(told);
    bool is_shown = section == SECTION_NONE || (told->finding_count > 0 && has_room(report, told->finding_count));
    html_card_end(report);
    count_steps(report, told);
    html_waivers_of(report, told);
    if (section != SECTION_NONE)
        report->counts[section]++;
    else if (told->verdict == DULY_READY)
        report->silent++;
    if (section != SECTION_NONE && is_shown)
        html_card_begin(report, section, told);
    html_to_do_record(report, told, is_shown);
}

static bool is_kept(const duly_interval *told)
{
    bool late = told->due.year && days_between(told->due, told->to_on) > 0;
    bool early = told->earliest.year && days_between(told->earliest, told->to_on) < 0;
    return !late && !early;
}

static void interval(void *context, const duly_interval *told)
{
    HtmlReport *report = context;
    Spread *spread = &report->intervals[told->rule];
    if (told->is_private)
        return;
    if (told->from_on.year && told->to_on.year)
        spread_add(spread, report->arena, days_between(told->from_on, told->to_on), is_kept(told));
    spread->open += !told->to_on.year;
    spread->overdue += !told->to_on.year && told->due.year && told->days_left < 0;
    if (report->card.is_open)
        arena_push(&report->card.arena, &report->card.intervals, *told);
}

static void statistic(void *context, const duly_statistic *told)
{
    HtmlReport *report = context;
    report->statistic_count++;
    html_statistic(report->statistics.html, report->language, told);
}

static void finding(void *context, const duly_finding *told)
{
    HtmlReport *report = context;
    Section section = told->file.len ? SECTION_FILES : SECTION_GROUPS;
    html_card_end(report);
    report->counts[section]++;
    if (has_room(report, 1))
        html_lone_finding(report, section, told);
}

/* ---- the head */

/* The running heads of paper, which only a style sheet can set. */
static void add_paper(Text *out, const duly_run *run, Str title)
{
    Text question = { 0 };
    Day as_of = day_of(run->as_of), on = day_of(run->on);
    text_add(out, STR("@page{@top-left{content:"));
    escape_css(out, title);
    text_add(out, STR("}@top-right{content:"));
    if (run->gate.len)
        words_add(&question, run->language, WORDS_BEFORE, (Str[]) { run_step_title(run), str_of(on.text), str_of(as_of.text) });
    else
        words_add(&question, run->language, WORDS_AUDIT, (Str[]) { str_of(as_of.text) });
    escape_css(out, text_str(&question));
    text_add(out, STR("}}"));
    text_free(&question);
}

static void add_hash(Text *out, Str asset)
{
    char hash[45];
    html_hash(asset, hash);
    text_format(out, " 'sha256-%s'", hash);
}

/* Nothing may be fetched, and nothing runs or is styled but what this program wrote. */
static void write_policy(Html *html, Str paper)
{
    Text policy = { 0 };
    text_add(&policy, STR("default-src 'none'; base-uri 'none'; form-action 'none'; style-src"));
    add_hash(&policy, html_asset_text(HTML_STYLE));
    add_hash(&policy, paper);
    text_add(&policy, STR("; script-src"));
    add_hash(&policy, html_asset_text(HTML_SCRIPT));
    html_markup(html, "<meta http-equiv=\"Content-Security-Policy\"");
    html_attribute(html, "content", text_str(&policy));
    html_markup(html, ">\n");
    text_free(&policy);
}

static void write_head(HtmlReport *report, Html *html, const duly_run *run, Str title)
{
    Text paper = { 0 };
    add_paper(&paper, run, title);
    html_markup(html, "<!DOCTYPE html>\n<html");
    html_attribute(html, "lang", words_get(report->language, WORDS_LANGUAGE_TAG));
    html_markup(html, ">\n<head>\n<meta charset=\"utf-8\">\n");
    write_policy(html, text_str(&paper));
    html_markup(html, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(html, title);
    html_markup(html, "</title>\n<style>");
    html_asset(html, HTML_STYLE);
    html_markup(html, "</style>\n<style>");
    output_add(report->out, text_str(&paper));
    html_markup(html, "</style>\n</head>\n");
    text_free(&paper);
}

/* ---- the top of the page */

static void write_fact(Html *html, WordsId name, Str value)
{
    if (value.len == 0)
        return;
    html_markup(html, "<div><dt>");
    html_phrase(html, name, NULL);
    html_markup(html, "</dt><dd>");
    html_value(html, value);
    html_markup(html, "</dd></div>");
}

static void write_facts(Html *html, const duly_run *run, const duly_pack_info *info)
{
    Text step = { 0 }, program = { 0 }, rules = { 0 };
    Day as_of = day_of(run->as_of), on = day_of(run->on);
    if (run->gate.len)
        run_add_step(&step, run);
    text_format(&program, "duly %.*s", STR_ARG(run->version));
    text_add(&rules, info->path.len ? info->path : info->name);
    html_markup(html, "<dl class=\"facts\">");
    write_fact(html, WORDS_HTML_BEFORE, text_str(&step));
    write_fact(html, WORDS_HTML_ON, run->gate.len ? str_of(on.text) : (Str) { 0 });
    write_fact(html, WORDS_HTML_AS_OF, str_of(as_of.text));
    write_fact(html, WORDS_RULES, text_str(&rules));
    write_fact(html, WORDS_HTML_PROGRAM, text_str(&program));
    html_markup(html, "</dl>\n");
    text_free(&step);
    text_free(&program);
    text_free(&rules);
}

static void write_shout(Html *html, WordsId phrase, const Str *values)
{
    html_markup(html, "<p class=\"shout\">");
    html_phrase(html, phrase, values);
    html_markup(html, "</p>\n");
}

static void write_shouts(const HtmlReport *report, Html *html, const duly_run *run, const duly_summary *summary)
{
    Text set = { 0 };
    for (size_t i = 0; i < run->set_count; i++) {
        text_add(&set, i > 0 ? STR(", ") : STR(""));
        text_add(&set, run->set[i].name);
        text_add(&set, STR(" = "));
        text_add(&set, run->set[i].value);
    }
    if (!run->complete)
        write_shout(html, WORDS_INCOMPLETE, NULL);
    if (run_judged_nothing(summary))
        write_shout(html, WORDS_NOTHING_JUDGED, NULL);
    if (run->set_count)
        write_shout(html, WORDS_CHANGED_PARAMETERS, (Str[]) { text_str(&set) });
    if (summary->left_out)
        write_shout(html, WORDS_LEFT_OUT, (Str[]) { str_of(number_of(summary->left_out).text) });
    if (report->left_out)
        write_shout(html, WORDS_HTML_LEFT_OUT, (Str[]) { str_of(number_of(report->left_out).text) });
    text_free(&set);
}

static void write_tile(Html *html, const char *name, WordsId phrase, uint64_t number)
{
    html_markup(html, "<li class=\"");
    html_text(html, str_of(name));
    html_markup(html, "\"><strong>");
    html_number(html, number);
    html_markup(html, "</strong> <span>");
    html_phrase(html, phrase, NULL);
    html_markup(html, "</span></li>");
}

static void write_tiles(Html *html, const duly_run *run, const duly_summary *summary)
{
    Text totals = { 0 };
    run_add_totals(&totals, run, summary);
    html_markup(html, "<ul class=\"tiles\">");
    write_tile(html, "blocked", WORDS_IS_BLOCKED, summary->verdicts[DULY_BLOCKED]);
    write_tile(html, "undecided", WORDS_IS_UNDECIDED, summary->verdicts[DULY_VERDICT_UNDECIDED]);
    write_tile(html, "ready", WORDS_IS_READY, summary->verdicts[DULY_READY]);
    if (summary->not_judged)
        write_tile(html, "others", WORDS_COLUMN_NO_CANDIDATES, summary->not_judged);
    html_markup(html, "</ul>\n");
    html_share(html, summary->verdicts);
    html_markup(html, "<p class=\"totals\">");
    html_text(html, text_str(&totals));
    html_markup(html, "</p>\n");
    text_free(&totals);
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
    uint64_t (*count)(const View *view, Section section); /* 0: there is no such section */
    void (*write)(const View *view, Section section);
    Section section;
} Part;

static uint64_t count_cards(const View *view, Section section)
{
    return view->report->counts[section];
}

static uint64_t count_to_do(const View *view, Section section)
{
    (void) section;
    return !run_judged_nothing(view->summary);
}

static uint64_t count_found(const View *view, Section section)
{
    (void) section;
    return view->summary->rule_count;
}

static uint64_t count_waivers(const View *view, Section section)
{
    (void) section;
    return view->report->waiver_count;
}

static uint64_t count_statistics(const View *view, Section section)
{
    (void) section;
    return view->report->statistic_count;
}

static uint64_t count_files(const View *view, Section section)
{
    (void) section;
    return view->run->file_count;
}

static void write_cards(const View *view, Section section)
{
    html_markup(view->html, "<div class=\"cards\">\n");
    draft_send(&view->report->sections[section], view->report->out);
    html_markup(view->html, "</div>\n");
}

static void write_assumptions(const View *view)
{
    Text sentence = { 0 };
    run_add_assumptions(&sentence, view->report->language, view->summary);
    if (sentence.len > 0) {
        html_markup(view->html, "<p class=\"assumed\">");
        html_text(view->html, text_str(&sentence));
        html_markup(view->html, "</p>\n");
    }
    text_free(&sentence);
}

static void write_to_do(const View *view, Section section)
{
    (void) section;
    write_assumptions(view);
    if (view->summary->findings == 0) {
        html_markup(view->html, "<p>");
        html_phrase(view->html, WORDS_NOTHING_FOUND, NULL);
        html_markup(view->html, "</p>\n");
    }
    html_to_do(view->report, view->html);
    if (view->report->silent) {
        html_markup(view->html, "<p class=\"silent\">");
        html_phrase_number(view->html, WORDS_HTML_SILENT, view->report->silent);
        html_markup(view->html, "</p>\n");
    }
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
    html_unused(view->report, view->html, view->summary);
    html_pack(view->report, view->html);
}

static void write_waivers(const View *view, Section section)
{
    static const WordsId heads[] = { WORDS_COLUMN_RECORD,      WORDS_HTML_COLUMN_RULE,      WORDS_HTML_COLUMN_DOCUMENT,
                                     WORDS_HTML_COLUMN_REASON, WORDS_HTML_COLUMN_AUTHORITY, WORDS_HTML_COLUMN_GRANTED,
                                     WORDS_HTML_COLUMN_EXPIRES };
    (void) section;
    html_markup(view->html, "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"waivers-title\">"
                            "<table class=\"waivers\">");
    html_heads(view->html, heads, sizeof heads / sizeof *heads);
    draft_send(&view->report->waivers, view->report->out);
    html_markup(view->html, "</tbody></table></div>\n");
}

static void write_statistics(const View *view, Section section)
{
    (void) section;
    draft_send(&view->report->statistics, view->report->out);
}

static void write_files(const View *view, Section section)
{
    (void) section;
    html_files(view->html, view->run);
}

static const Part parts[] = {
    { "to-do", WORDS_HTML_TO_DO, count_to_do, write_to_do, SECTION_NONE },
    { "figures", WORDS_HTML_FIGURES, count_found, write_figures, SECTION_NONE },
    { "statistics", WORDS_HTML_STATISTICS, count_statistics, write_statistics, SECTION_NONE },
    { "blocked", WORDS_IN_BLOCKED, count_cards, write_cards, SECTION_BLOCKED },
    { "undecided", WORDS_IN_UNDECIDED, count_cards, write_cards, SECTION_UNDECIDED },
    { "wanting", WORDS_IN_WANTING, count_cards, write_cards, SECTION_WANTING },
    { "ready", WORDS_IN_READY, count_cards, write_cards, SECTION_READY },
    { "others", WORDS_IN_OTHERS, count_cards, write_cards, SECTION_OTHERS },
    { "groups", WORDS_IN_GROUPS, count_cards, write_cards, SECTION_GROUPS },
    { "in-files", WORDS_IN_FILES, count_cards, write_cards, SECTION_FILES },
    { "waivers", WORDS_HTML_WAIVERS, count_waivers, write_waivers, SECTION_NONE },
    { "rules", WORDS_RULES, count_found, write_rules, SECTION_NONE },
    { "files", WORDS_HTML_FILES, count_files, write_files, SECTION_NONE },
};

/* "What to do before: Branch meeting", "Blocked (28)" */
static void write_title(const View *view, const Part *part, uint64_t count)
{
    if (part->title == WORDS_HTML_TO_DO && view->run->gate.len)
        html_phrase(view->html, WORDS_HTML_TO_DO_BEFORE, (Str[]) { run_step_title(view->run) });
    else
        html_phrase_number(view->html, part->title, count);
}

static void write_contents(const View *view)
{
    html_markup(view->html, "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">");
    html_phrase(view->html, WORDS_HTML_CONTENTS, NULL);
    html_markup(view->html, "</h2><ul>\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint64_t count = parts[i].count(view, parts[i].section);
        Text target = { 0 };
        if (count == 0)
            continue;
        text_format(&target, "#%s", parts[i].id);
        html_markup(view->html, "<li><a");
        html_attribute(view->html, "href", text_str(&target));
        html_markup(view->html, ">");
        write_title(view, &parts[i], count);
        html_markup(view->html, "</a></li>\n");
        text_free(&target);
    }
    html_markup(view->html, "</ul></nav>\n");
}

/* ---- the filter, which the script shows and fills */

static void write_choice(Html *html, const char *id, WordsId name, const WordsId *choices)
{
    html_markup(html, "<label><span>");
    html_phrase(html, name, NULL);
    html_markup(html, "</span><select");
    html_attribute(html, "id", str_of(id));
    html_markup(html, ">");
    for (int i = 0; choices[i] != WORDS_COUNT; i++) {
        static const char *const values[] = { "", "key", "earliest" };
        html_markup(html, "<option");
        html_attribute(html, "value", str_of(values[i]));
        html_markup(html, ">");
        html_phrase(html, choices[i], NULL);
        html_markup(html, "</option>");
    }
    html_markup(html, "</select></label>\n");
}

static void write_filter(Html *html, Str language)
{
    static const WordsId any[] = { WORDS_ALL, WORDS_COUNT };
    static const WordsId orders[] = { WORDS_HTML_ORDER_FILE, WORDS_HTML_ORDER_KEY, WORDS_HTML_ORDER_EARLIEST, WORDS_COUNT };
    Text shown = { 0 };
    words_add(&shown, language, WORDS_HTML_SHOWN, NULL);
    html_markup(html, "<div id=\"filter\" role=\"search\" hidden><label><span>");
    html_phrase(html, WORDS_HTML_SEARCH, NULL);
    html_markup(html, "</span><input id=\"filter-text\" type=\"search\" autocomplete=\"off\"></label>\n");
    write_choice(html, "filter-unit", WORDS_HTML_SECTION, any);
    write_choice(html, "filter-rule", WORDS_HTML_COLUMN_RULE, any);
    write_choice(html, "filter-order", WORDS_HTML_ORDER, orders);
    html_markup(html, "<button id=\"filter-reset\" type=\"button\">");
    html_phrase(html, WORDS_HTML_RESET, NULL);
    html_markup(html, "</button>\n<output id=\"filter-shown\" for=\"filter-text filter-unit filter-rule\"");
    html_attribute(html, "data-shown", text_str(&shown));
    html_markup(html, "></output></div>\n");
    text_free(&shown);
}

/* ---- the whole */

static void write_part(const View *view, const Part *part)
{
    uint64_t count = part->count(view, part->section);
    Text title = { 0 };
    if (count == 0)
        return;
    text_format(&title, "%s-title", part->id);
    html_markup(view->html, "<section");
    html_attribute(view->html, "id", str_of(part->id));
    html_markup(view->html, "><h2");
    html_attribute(view->html, "id", text_str(&title));
    html_markup(view->html, ">");
    write_title(view, part, count);
    html_markup(view->html, "</h2>\n");
    part->write(view, part->section);
    html_markup(view->html, "</section>\n");
    text_free(&title);
}

static void write_body(const View *view, Str title, const duly_pack_info *info)
{
    Html *html = view->html;
    html_markup(html, "<body>\n<a class=\"skip\" href=\"#main\">");
    html_phrase(html, WORDS_HTML_SKIP, NULL);
    html_markup(html, "</a>\n<header class=\"top\"><h1>");
    html_value(html, title);
    html_markup(html, "</h1>\n");
    write_facts(html, view->run, info);
    html_markup(html, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
    write_shouts(view->report, html, view->run, view->summary);
    write_tiles(html, view->run, view->summary);
    write_contents(view);
    write_filter(html, view->report->language);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        write_part(view, &parts[i]);
    html_markup(html, "</main>\n<script>");
    html_asset(html, HTML_SCRIPT);
    html_markup(html, "</script>\n</body>\n</html>\n");
}

static void end(void *context, const duly_run *run, const duly_summary *summary)
{
    HtmlReport *report = context;
    duly_pack_info info = { 0 };
    duly_pack_describe(run->pack, &info);
    html_card_end(report);
    Str title = info.title.len ? info.title : info.name;
    Html *html = html_open(report->arena, report->out, report->language);
    View view = { report, html, run, summary };
    write_head(report, html, run, title);
    write_body(&view, title, &info);
}

static void release(void *context)
{
    HtmlReport *report = context;
    map_free(&report->unit_indexes);
    arena_free(&report->card.arena);
}

duly_sink report_html_open(const ReportOptions *options)
{
    HtmlReport *report = arena_new(options->arena, HtmlReport);
    arena_defer(options->arena, release, report);
    *report = (HtmlReport) { .arena = options->arena, .out = options->out, .most = options->most_findings ? 0 : MOST_FINDINGS };
    return (duly_sink) {
        .context = report, .begin = begin, .finding = finding, .record = record, .end = end, .interval = interval, .statistic = statistic
    };
}
