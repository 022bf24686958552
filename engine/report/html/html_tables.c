/* The tables at the end: rules with their text, rules that applied to nothing, files. */
#include "report/html/html_parts.h"

void html_table(Html *html, Str kind, Str label, const WordsId *heads, size_t count)
{
    Html *aside = html_aside(html);
    for (size_t i = 0; i < count; i++)
        PUT(aside, head_cell, .name = say(html_voice(html), heads[i], NULL));
    PUT(html, table, .label = label, .kind = kind, .heads = html_made(aside));
}

void html_number_cell(Html *html, Str kind, Str number)
{
    PUT(html, number_cell, .kind = kind, .number = number);
}

/* ---- rules */

static void put_place_of(Html *html, WordsId name, Str path, uint32_t line)
{
    PUT(html, fact_of_place, .name = say(html_voice(html), name, NULL),
        .place = path.len ? html_place(html, path, (Str) { 0 }, line) : NO_MARKUP);
}

/* What the rule asks, as it was written. */
static void html_tables_put_text(const HtmlReport *report, Html *html, const duly_rule *rule)
{
    const Voice *voice = html_voice(html);
    Html *condition = html_aside(html), *facts = html_aside(html);
    html_lines(condition, rule->require);
    PUT(facts, fact, .name = say(voice, WORDS_HEADING_SOURCE, NULL), .value = rule->source);
    PUT(facts, fact, .name = say(voice, WORDS_HTML_GATE, NULL), .value = step_title(report->pack, rule->gate));
    put_place_of(facts, WORDS_HTML_PLACE, rule->path, rule->line);
    put_place_of(facts, WORDS_HTML_CHANGED, rule->changed_path, rule->changed_line);
    put_place_of(facts, WORDS_HTML_REPLACES, rule->replaces_path, rule->replaces_line);
    PUT(html, rule_text, .condition = html_made(condition), .facts = html_made(facts), .built_in = rule->builtin);
}

/* Of a rule with several versions that of each, in the order of the pack. */
static Markup texts_of(const HtmlReport *report, const Html *html, const duly_rule *rule)
{
    Html *aside = html_aside(html);
    duly_rule version = { .size = sizeof version };
    for (size_t i = 0; duly_pack_rule(report->pack, i, &version); i++)
        if (str_equal(version.id, rule->id))
            html_tables_put_text(report, aside, &version);
    return html_made(aside);
}

static void html_tables_put_rule(const HtmlReport *report, Html *html, const duly_rule *rule, const duly_rule_count *count)
{
    Html *cells = html_aside(html);
    for (size_t i = 0; i < OUTCOME_COLUMNS; i++) {
        uint64_t number = count->outcomes[outcome_columns[i].outcome];
        html_number_cell(cells, number ? str_of(outcome_keys[outcome_columns[i].outcome]) : STR("none"),
                         number_in(html_voice(html)->arena, number));
    }
    PUT(html, rule_row, .id = rule->id, .silent = !rule_found(count), .unused = rule_is_unused(count),
        .title = rule->title.len ? rule->title : rule->id, .text = texts_of(report, html, rule),
        .severity = say(html_voice(html), severity_phrases[rule->severity], NULL), .outcomes = html_made(cells));
}

/* Rules that applied to no record, or those of them that were not asked, by their titles. */
static void write_unused(const HtmlReport *report, Html *html, const duly_summary *summary, bool unasked)
{
    uint64_t unused = 0;
    Html *aside = html_aside(html);
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        duly_pack_rule(report->pack, summary->rules[i].rule, &rule);
        if (!rule_is_unused(&summary->rules[i]) || run_tells_unasked(summary, rule.id) != unasked)
            continue;
        PUT(aside, unused_rule, .rule = html_rule_link(html, rule.id, rule.title));
        unused++;
    }
    if (unused)
        PUT(html, unused, .title = say_number(html_voice(html), unasked ? WORDS_HTML_UNASKED : WORDS_HTML_UNUSED, unused),
            .rules = html_made(aside));
}

void html_rules(const HtmlReport *report, Html *html, const duly_summary *summary)
{
    WordsId heads[2 + OUTCOME_COLUMNS] = { WORDS_HTML_COLUMN_RULE, WORDS_HTML_COLUMN_SEVERITY };
    for (size_t i = 0; i < OUTCOME_COLUMNS; i++)
        heads[2 + i] = outcome_columns[i].heading;
    duly_pack_info info = { .size = sizeof info };
    html_table(html, STR("rules sortable"), STR("rules-title"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        duly_pack_rule(report->pack, summary->rules[i].rule, &rule);
        html_tables_put_rule(report, html, &rule, &summary->rules[i]);
    }
    PUT(html, table_end, .wide = true);
    write_unused(report, html, summary, false);
    write_unused(report, html, summary, true);
    duly_pack_describe(report->pack, &info);
    PUT(html, pack, .path = info.path.len ? info.path : info.name, .hash = MADE(html, hash, .hash = info.sha256));
}

/* ---- files */

void html_files(Html *html, const duly_run *run)
{
    static const WordsId heads[] = { WORDS_HTML_COLUMN_FILE, WORDS_HTML_COLUMN_TABLE, WORDS_HTML_COLUMN_ENCODING, WORDS_HTML_COLUMN_RECORDS,
                                     WORDS_HTML_COLUMN_BYTES };
    html_table(html, STR("files"), STR("files-title"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < run->file_count; i++) {
        const duly_file *file = &run->files[i];
        PUT(html, file_row, .path = file->path, .hash = MADE(html, hash, .hash = file->sha256),
            .table = table_title(run->pack, file->table), .encoding = file->encoding, .records = file->records, .bytes = file->bytes);
    }
    PUT(html, table_end, .wide = true);
}
