/* The report for people: the headline, then the records that are not ready, then the rules. */
#include "report/text/text_parts.h"

/* Names of those who are ready, of each unit. */
enum { NAMES = 20 };

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 40, MOST_WIDTH = 120 };

static void text_text_begin(void *context, const duly_run *run)
{
    TextReport *report = context;
    report->voice.language = words_language_of(run->language);
    if (run->gate.len && !report->brief)
        report->standing = standing_in(report->arena, report->verbose ? 0 : NAMES);
}

static void text_text_record(void *context, const duly_record *told)
{
    TextReport *report = context;
    Section section = record_section(told);
    if (report->standing)
        standing_add(report->standing, told);
    if (section == SECTION_NONE)
        return;
    report->counts[section]++;
    if (told->finding_count || section == SECTION_WANTING)
        text_record(report, section, told);
}

static void text_finding(void *context, const duly_finding *told)
{
    TextReport *report = context;
    Section section = told->file.len && !told->is_group ? SECTION_FILES : SECTION_GROUPS;
    report->counts[section]++;
    text_lone_finding(report, section, told);
}

static void add_sections(TextReport *report)
{
    static const WordsId headings[SECTION_COUNT] = {
        [SECTION_BLOCKED] = WORDS_IN_BLOCKED, [SECTION_UNDECIDED] = WORDS_IN_UNDECIDED, [SECTION_WANTING] = WORDS_IN_WANTING,
        [SECTION_READY] = WORDS_IN_READY,     [SECTION_OTHERS] = WORDS_IN_OTHERS,       [SECTION_GROUPS] = WORDS_IN_GROUPS,
        [SECTION_FILES] = WORDS_IN_FILES,
    };
    static const Style styles[SECTION_COUNT] = {
        [SECTION_BLOCKED] = RED,   [SECTION_UNDECIDED] = YELLOW, [SECTION_WANTING] = YELLOW, [SECTION_READY] = GREEN,
        [SECTION_OTHERS] = STRONG, [SECTION_GROUPS] = STRONG,    [SECTION_FILES] = STRONG,
    };
    for (int section = 0; section < SECTION_COUNT; section++) {
        if (report->counts[section] == 0)
            continue;
        Text line = text_in(report->voice.arena);
        page_begin(&report->page, &line, styles[section]);
        phrase_add_number(&line, report->voice.language, headings[section], report->counts[section]);
        page_end(&report->page, &line, styles[section]);
        text_add(&line, report->shown[section] ? STR("\n\n") : STR("\n"));
        output_add(report->out, text_str(&line));
        output_copy(report->spools[section], report->out);
        output_add(report->out, STR("\n"));
    }
}

static void text_end(void *context, const duly_run *run, const duly_summary *summary)
{
    TextReport *report = context;
    if (!report->brief)
        text_headline(report, run, summary);
    text_standing(report, summary);
    text_shouts(report, run, summary);
    add_sections(report);
    if (!report->brief && summary->rule_count)
        text_rules(report, run, summary);
    text_totals(report, run, summary);
}

size_t text_width(size_t asked)
{
    if (asked == 0)
        return DEFAULT_WIDTH;
    if (asked < LEAST_WIDTH)
        return LEAST_WIDTH;
    return asked < MOST_WIDTH ? asked : MOST_WIDTH;
}

duly_sink report_text_open(const ReportOptions *options)
{
    TextReport *report = arena_new(options->arena, TextReport);
    *report = (TextReport) { .arena = options->arena,
                             .page = { text_width(options->width), options->colour },
                             .voice = { options->scratch, { 0 } },
                             .brief = options->brief,
                             .verbose = options->verbose,
                             .out = options->out };
    for (int section = 0; section < SECTION_COUNT; section++)
        report->spools[section] = output_to_spool(options->arena);
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = report,
                         .begin = text_text_begin,
                         .finding = text_finding,
                         .record = text_text_record,
                         .end = text_end };
}
