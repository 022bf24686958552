/* The report for a page: how it came out, the records that are not ready with the reasons, and the rules. All that comes from
   files is escaped. */
#include "report/dates.h"
#include "report/escape.h"
#include "report/facts.h"
#include "report/standing.h"
#include "report/text/grid.h"

/* Sections wait in spools: the summary stands before them. */
enum { NAMES = 20 /* of each unit, where the page may have so many bytes only */ };

typedef struct {
    Arena *arena; /* as long as the report */
    Output *out;
    Voice voice;
    Output *spools[SECTION_COUNT];
    uint64_t counts[SECTION_COUNT];
    size_t limit, used; /* bytes in spools; limit 0: none */
    uint64_t left_out;  /* entries beyond that */
    Standing *standing; /* NULL: an audit */
} MarkdownReport;

static void text_markdown_begin(void *context, const duly_run *run)
{
    MarkdownReport *report = context;
    report->voice.language = words_language_of(run->language);
    if (run->gate.len)
        report->standing = standing_in(report->arena, report->limit ? NAMES : 0);
}

static void markdown_send(Output *out, Text *text)
{
    output_add(out, text_str(text));
    text_clear(text);
}

static void send_entry(MarkdownReport *report, Section section, Text *text)
{
    bool fits = report->limit == 0 || (report->left_out == 0 && report->used + text->len <= report->limit);
    report->used += text->len;
    report->left_out += !fits;
    if (fits)
        markdown_send(report->spools[section], text);
    text_clear(text);
}

/* ---- findings */

static void add_bold(Text *out, Str s)
{
    text_add(out, STR("**"));
    escape_markdown(out, s);
    text_add(out, STR("**"));
}

static void markdown_add_place(Text *out, Str file, Str within)
{
    if (file.len == 0)
        return;
    text_add(out, STR(", "));
    escape_markdown(out, file);
    escape_markdown(out, within);
}

/* How the finding differs from an error. */
static void add_degree(const MarkdownReport *report, Text *out, const duly_finding *finding)
{
    WordsId phrase = finding_degree(finding);
    if (phrase != WORDS_COUNT)
        text_add(out, say(&report->voice, phrase, NULL));
}

/* "**rule** warning: message (source)" */
static void markdown_add_finding(const MarkdownReport *report, Text *out, const duly_finding *finding)
{
    add_bold(out, finding->id);
    text_add_char(out, ' ');
    add_degree(report, out, finding);
    escape_markdown(out, finding_message(finding));
    if (finding->source.len) {
        text_add(out, STR(" ("));
        escape_markdown(out, finding->source);
        text_add_char(out, ')');
    }
    Str waiver = finding_waiver(&report->voice, finding);
    text_add(out, waiver.len ? STR(" — ") : STR(""));
    escape_markdown(out, waiver);
    text_add_char(out, '\n');
}

static void markdown_add_heading(const MarkdownReport *report, Text *out, const duly_record *record)
{
    Str earliest = record_earliest(&report->voice, record);
    text_add(out, STR("- "));
    add_bold(out, record->key.len ? value_said(&report->voice, record->key) : say(&report->voice, WORDS_NO_KEY, NULL));
    if (name_or_none(record->label).len) {
        text_add_char(out, ' ');
        escape_markdown(out, record->label);
    }
    markdown_add_place(out, record->file, place_within(report->voice.arena, record->sheet, (Str) { 0 }, record->line));
    if (earliest.len) {
        text_add(out, STR(", "));
        escape_markdown(out, earliest);
    }
    text_add_char(out, '\n');
}

static void markdown_record(void *context, const duly_record *told)
{
    MarkdownReport *report = context;
    Section section = record_section(told);
    Text text = text_in(report->voice.arena);
    if (report->standing)
        standing_add(report->standing, told);
    if (section == SECTION_NONE)
        return;
    report->counts[section]++;
    markdown_add_heading(report, &text, told);
    for (size_t i = 0; i < told->finding_count; i++) {
        text_add(&text, STR("  - "));
        markdown_add_finding(report, &text, &told->findings[i]);
    }
    send_entry(report, section, &text);
}

static void markdown_add_records(const MarkdownReport *report, Text *out, const duly_finding *finding)
{
    text_add(out, STR("    - "));
    escape_markdown(out, finding_group(&report->voice, finding));
    text_add_char(out, '\n');
}

/* One about no record: the group or the file stands before it. */
static void markdown_finding(void *context, const duly_finding *told)
{
    MarkdownReport *report = context;
    Section section = told->file.len && !told->is_group ? SECTION_FILES : SECTION_GROUPS;
    Text text = text_in(report->voice.arena);
    report->counts[section]++;
    text_add(&text, STR("- "));
    add_bold(&text, told->about);
    markdown_add_place(&text, told->file, place_within(report->voice.arena, told->sheet, told->a1, told->line));
    text_add(&text, STR("\n  - "));
    markdown_add_finding(report, &text, told);
    if (told->is_group)
        markdown_add_records(report, &text, told);
    send_entry(report, section, &text);
}

/* ---- tables */

static void add_verdicts(const MarkdownReport *report, Text *out, const duly_summary *summary)
{
    static const WordsId headings[] = { WORDS_IS_BLOCKED, WORDS_IS_UNDECIDED, WORDS_IS_READY, WORDS_COLUMN_NO_CANDIDATES };
    const uint64_t counts[] = { summary->verdicts[DULY_BLOCKED], summary->verdicts[DULY_VERDICT_UNDECIDED], summary->verdicts[DULY_READY],
                                summary->not_judged };
    Grid grid = { .arena = report->voice.arena, .columns = 4 };
    for (size_t i = 0; i < 4; i++)
        grid_put(&grid, say(&report->voice, headings[i], NULL));
    for (size_t i = 0; i < 4; i++)
        grid_put(&grid, number_in(grid.arena, counts[i]));
    grid_add_markdown(out, &grid, "");
    text_add_char(out, '\n');
}

static void markdown_add_rules(const MarkdownReport *report, Text *out, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &report->voice;
    Grid grid = { .arena = voice->arena, .columns = 1 + OUTCOME_COLUMNS, .keys = 1 };
    Str word = say(voice, WORDS_RULES, NULL);
    text_format(out, "\n## %.*s\n\n", STR_ARG(word));
    grid_put(&grid, word);
    for (size_t c = 0; c < OUTCOME_COLUMNS; c++)
        grid_put(&grid, say(voice, outcome_columns[c].heading, NULL));
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        duly_pack_rule(run->pack, summary->rules[i].rule, &rule);
        grid_put(&grid, rule.id);
        for (size_t c = 0; c < OUTCOME_COLUMNS; c++)
            grid_put(&grid, number_in(grid.arena, summary->rules[i].outcomes[outcome_columns[c].outcome]));
    }
    grid_add_markdown(out, &grid, ":--");
}

/* ---- who may go */

static void markdown_tell_standing(void *context, int level, Str line)
{
    Text *out = context;
    text_add(out, level == 0 ? STR("\n### ") : STR("- "));
    escape_markdown(out, line);
    text_add(out, level == 0 ? STR("\n\n") : STR("\n"));
}

static void add_standing(const MarkdownReport *report, Text *out, const duly_summary *summary)
{
    if (!report->standing || run_judged_nothing(summary))
        return;
    text_format(out, "\n## %.*s\n", STR_ARG(say(&report->voice, WORDS_STANDING, NULL)));
    standing_tell(report->standing, &report->voice, summary, markdown_tell_standing, out);
}

/* ---- the whole */

static Str markdown(Arena *arena, Str s)
{
    Text text = text_in(arena);
    escape_markdown(&text, s);
    return text_str(&text);
}

static void add_question(const MarkdownReport *report, Text *out, const duly_run *run)
{
    text_add(out, run_question(&report->voice, run, markdown(report->voice.arena, run_step_title(run))));
    text_add(out, STR("\n\n"));
}

static void add_shout(const MarkdownReport *report, Text *out, WordsId phrase, const Str *values)
{
    text_add(out, STR("**"));
    words_add(out, report->voice.language, phrase, values);
    text_add(out, STR("**\n\n"));
}

static void add_shouts(const MarkdownReport *report, Text *out, const duly_run *run, const duly_summary *summary)
{
    Str set = markdown(report->voice.arena, run_set(report->voice.arena, run, " = "));
    if (run->set_count)
        add_shout(report, out, WORDS_CHANGED_PARAMETERS, &set);
    if (!run->complete)
        add_shout(report, out, WORDS_INCOMPLETE, NULL);
    if (run_judged_nothing(summary))
        add_shout(report, out, WORDS_NOTHING_JUDGED, NULL);
    if (summary->left_out)
        add_shout(report, out, WORDS_LEFT_OUT, (Str[]) { str_of(number_of(summary->left_out).text) });
}

static void send_sections(const MarkdownReport *report, Text *text)
{
    static const WordsId headings[SECTION_COUNT] = {
        [SECTION_BLOCKED] = WORDS_IN_BLOCKED, [SECTION_UNDECIDED] = WORDS_IN_UNDECIDED, [SECTION_WANTING] = WORDS_IN_WANTING,
        [SECTION_READY] = WORDS_IN_READY,     [SECTION_OTHERS] = WORDS_IN_OTHERS,       [SECTION_GROUPS] = WORDS_IN_GROUPS,
        [SECTION_FILES] = WORDS_IN_FILES,
    };
    for (int section = 0; section < SECTION_COUNT; section++) {
        if (report->counts[section] == 0)
            continue;
        text_add(text, STR("\n## "));
        phrase_add_number(text, report->voice.language, headings[section], report->counts[section]);
        text_add(text, STR("\n\n"));
        markdown_send(report->out, text);
        output_copy(report->spools[section], report->out);
    }
}

static void add_notes(const MarkdownReport *report, Text *out, const duly_run *run, const duly_summary *summary)
{
    Str lines = run_notes(&report->voice, run, summary);
    for (Str line; take_line(&lines, &line);) {
        text_add_char(out, '\n');
        escape_markdown(out, line);
        text_add_char(out, '\n');
    }
}

static void add_fixed(const Voice *voice, Text *text, const duly_summary *summary)
{
    for (size_t i = 0; i < summary->fixed_count; i++) {
        text_add(text, i ? STR("- ") : STR("\n- "));
        escape_markdown(text, run_fixed(voice, &summary->fixed[i]));
        text_add_char(text, '\n');
    }
}

static void markdown_end(void *context, const duly_run *run, const duly_summary *summary)
{
    MarkdownReport *report = context;
    Text text = text_in(report->voice.arena);
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    text_add(&text, STR("# "));
    escape_markdown(&text, info.title.len ? info.title : info.name);
    text_add(&text, STR("\n\n"));
    add_question(report, &text, run);
    add_shouts(report, &text, run, summary);
    add_verdicts(report, &text, summary);
    Voice voice = { report->voice.arena, run->language };
    text_add(&text, run_totals(&voice, run, summary));
    if (summary->has_baseline)
        text_format(&text, "\n\n%.*s", STR_ARG(run_baseline(&voice, summary)));
    text_add_char(&text, '\n');
    add_fixed(&voice, &text, summary);
    add_standing(report, &text, summary);
    add_notes(report, &text, run, summary);
    markdown_send(report->out, &text);
    send_sections(report, &text);
    if (report->left_out) {
        text_add_char(&text, '\n');
        phrase_add_number(&text, report->voice.language, WORDS_MORE, report->left_out);
        text_add_char(&text, '\n');
    }
    if (summary->rule_count)
        markdown_add_rules(report, &text, run, summary);
    markdown_send(report->out, &text);
}

duly_sink report_markdown_open(const ReportOptions *options)
{
    MarkdownReport *report = arena_new(options->arena, MarkdownReport);
    *report =
        (MarkdownReport) { .arena = options->arena, .voice = { options->scratch, { 0 } }, .out = options->out, .limit = options->limit };
    for (int section = 0; section < SECTION_COUNT; section++)
        report->spools[section] = output_to_spool(options->arena);
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = report,
                         .begin = text_markdown_begin,
                         .finding = markdown_finding,
                         .record = markdown_record,
                         .end = markdown_end };
}
