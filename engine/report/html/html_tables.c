/* The tables at the end: rules with their text, rules that applied to nothing, files. */
#include "report/html/html_parts.h"

void html_heads(Html *html, const WordsId *heads, size_t count)
{
    html_markup(html, "<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        html_markup(html, "<th scope=\"col\">");
        html_phrase(html, heads[i], NULL);
        html_markup(html, "</th>");
    }
    html_markup(html, "</tr></thead><tbody>\n");
}

static void write_hash(Html *html, duly_text hash)
{
    if (hash.len == 0)
        return;
    html_markup(html, " <span class=\"hash\">SHA-256 ");
    html_text(html, hash);
    html_markup(html, "</span>");
}

/* ---- rules */

static void write_fact(Html *html, WordsId name, duly_text value)
{
    if (value.len == 0)
        return;
    html_markup(html, "<div><dt>");
    html_phrase(html, name, NULL);
    html_markup(html, "</dt><dd>");
    html_value(html, value);
    html_markup(html, "</dd></div>");
}

static void write_place(Html *html, WordsId name, duly_text path, uint32_t line)
{
    if (path.len == 0)
        return;
    html_markup(html, "<div><dt>");
    html_phrase(html, name, NULL);
    html_markup(html, "</dt><dd>");
    html_place(html, path, line);
    html_markup(html, "</dd></div>");
}

static void write_written(Html *html, const duly_rule *rule)
{
    write_place(html, WORDS_HTML_PLACE, rule->path, rule->line);
    write_place(html, WORDS_HTML_CHANGED, rule->changed_path, rule->changed_line);
    write_place(html, WORDS_HTML_REPLACES, rule->replaces_path, rule->replaces_line);
}

/* What the rule asks, as it was written. */
static void write_text(Html *html, const duly_rule *rule)
{
    if (rule->require.len) {
        html_markup(html, "<pre><code>");
        html_lines(html, rule->require);
        html_markup(html, "</code></pre>");
    }
    html_markup(html, "<dl class=\"facts\">");
    write_fact(html, WORDS_HEADING_SOURCE, rule->source);
    write_fact(html, WORDS_HTML_GATE, rule->gate);
    write_written(html, rule);
    html_markup(html, "</dl>");
    if (rule->builtin) {
        html_markup(html, "<p>");
        html_phrase(html, WORDS_HTML_BUILT_IN, NULL);
        html_markup(html, "</p>");
    }
}

static void write_rule_head(Html *html, const duly_rule *rule)
{
    html_markup(html, "<td><details><summary>");
    html_value(html, rule->title.len ? rule->title : rule->id);
    html_markup(html, "</summary>");
    write_text(html, rule);
    html_markup(html, "</details></td><th scope=\"row\" class=\"id\">");
    html_text(html, rule->id);
    html_markup(html, "</th>");
}

static void write_outcome(Html *html, duly_outcome outcome, uint64_t number)
{
    html_markup(html, "<td class=\"number ");
    html_text(html, number ? str_of(outcome_keys[outcome]) : STR("none"));
    html_markup(html, "\">");
    html_number(html, number);
    html_markup(html, "</td>");
}

static bool is_found(const duly_rule_count *count)
{
    return count->outcomes[DULY_VIOLATION] + count->outcomes[DULY_UNDECIDED] + count->outcomes[DULY_WAIVED] > 0;
}

static void write_rule(const HtmlReport *report, Html *html, const duly_rule_count *count)
{
    static const duly_outcome columns[] = { DULY_VIOLATION, DULY_UNDECIDED, DULY_WAIVED, DULY_PASS, DULY_NOT_APPLICABLE };
    static const WordsId severities[] = { WORDS_ERROR, WORDS_WARNING, WORDS_INFO };
    duly_rule rule = { 0 };
    Text id = { 0 };
    duly_pack_rule(report->pack, count->rule, &rule);
    text_add(&id, STR("rule-"));
    text_add(&id, rule.id);
    html_markup(html, "<tr");
    html_attribute(html, "id", text_str(&id));
    if (!is_found(count))
        html_markup(html, " class=\"silent\"");
    html_markup(html, ">");
    write_rule_head(html, &rule);
    html_markup(html, "<td class=\"severity\">");
    html_phrase(html, severities[rule.severity], NULL);
    html_markup(html, "</td>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        write_outcome(html, columns[i], count->outcomes[columns[i]]);
    html_markup(html, "</tr>\n");
    text_free(&id);
}

void html_rules(const HtmlReport *report, Html *html, const duly_summary *summary)
{
    static const WordsId heads[] = { WORDS_HTML_COLUMN_RULE, WORDS_COLUMN_NAME,   WORDS_HTML_COLUMN_SEVERITY, WORDS_RULE_VIOLATED,
                                     WORDS_RULE_UNDECIDED,   WORDS_COLUMN_WAIVED, WORDS_RULE_PASSED,          WORDS_COLUMN_NOT_APPLICABLE };
    html_markup(html, "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"rules-title\">"
                      "<table class=\"rules sortable\">");
    html_heads(html, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < summary->rule_count; i++)
        write_rule(report, html, &summary->rules[i]);
    html_markup(html, "</tbody></table></div>\n");
}

static bool is_unused(const duly_rule_count *count)
{
    return !is_found(count) && count->outcomes[DULY_PASS] == 0;
}

void html_unused(const HtmlReport *report, Html *html, const duly_summary *summary)
{
    uint64_t unused = 0;
    for (size_t i = 0; i < summary->rule_count; i++)
        unused += is_unused(&summary->rules[i]);
    if (unused == 0)
        return;
    html_markup(html, "<h3>");
    html_phrase_number(html, WORDS_HTML_UNUSED, unused);
    html_markup(html, "</h3><ul class=\"unused\">\n");
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { 0 };
        if (!is_unused(&summary->rules[i]))
            continue;
        duly_pack_rule(report->pack, summary->rules[i].rule, &rule);
        html_markup(html, "<li>");
        html_rule_link(html, &(duly_finding) { .id = rule.id, .title = rule.title });
        html_markup(html, "</li>\n");
    }
    html_markup(html, "</ul>\n");
}

void html_pack(const HtmlReport *report, Html *html)
{
    duly_pack_info info = { 0 };
    duly_pack_describe(report->pack, &info);
    html_markup(html, "<p>");
    html_value(html, info.path.len ? info.path : info.name);
    write_hash(html, info.sha256);
    html_markup(html, "</p>\n");
}

/* ---- files */

static void write_file(Html *html, const duly_file *file)
{
    html_markup(html, "<tr><th scope=\"row\">");
    html_value(html, file->path);
    write_hash(html, file->sha256);
    html_markup(html, "</th><td>");
    html_value(html, file->table);
    html_markup(html, "</td><td>");
    html_value(html, file->encoding);
    html_markup(html, "</td><td class=\"number\">");
    html_number(html, file->records);
    html_markup(html, "</td><td class=\"number\">");
    html_number(html, file->bytes);
    html_markup(html, "</td></tr>\n");
}

void html_files(Html *html, const duly_run *run)
{
    static const WordsId heads[] = { WORDS_HTML_COLUMN_FILE, WORDS_HTML_COLUMN_TABLE, WORDS_HTML_COLUMN_ENCODING, WORDS_HTML_COLUMN_RECORDS,
                                     WORDS_HTML_COLUMN_BYTES };
    html_markup(html, "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"files-title\"><table class=\"files\">");
    html_heads(html, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < run->file_count; i++)
        write_file(html, &run->files[i]);
    html_markup(html, "</tbody></table></div>\n");
}
