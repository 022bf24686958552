/* The handbook as Markdown (CommonMark with tables). */
#include "report/escape.h"
#include "report/paper/handbook.h"

static void markup_markdown_begin(Text *out, Str title, Str language)
{
    (void) language;
    text_add(out, STR("# "));
    escape_markdown(out, title);
    text_add(out, STR("\n\n"));
}

static void markup_markdown_end(Text *out)
{
    (void) out;
}

/* Links lead to an element of their own: what renderers make of a heading differs. */
static void markup_markdown_heading(Text *out, int level, Str id, Str text)
{
    if (id.len > 0)
        text_format(out, "<a id=\"%.*s\"></a>\n\n", STR_ARG(id));
    text_add_repeat(out, '#', (size_t) level + 1);
    text_add_char(out, ' ');
    escape_markdown(out, text);
    text_add(out, STR("\n\n"));
}

static void markup_markdown_paragraph(Text *out, bool begins)
{
    if (!begins)
        text_add(out, STR("\n\n"));
}

static void markup_markdown_item(Text *out, bool begins)
{
    text_add(out, begins ? STR("- ") : STR("\n"));
}

static void markup_markdown_list(Text *out, bool begins)
{
    if (!begins)
        text_add_char(out, '\n');
}

static void markup_markdown_table(Text *out, const char *const *headings)
{
    size_t count = 0;
    for (; headings && headings[count]; count++) {
        text_add(out, STR("| "));
        escape_markdown(out, str_of(headings[count]));
        text_add_char(out, ' ');
    }
    if (count > 0)
        text_add(out, STR("|\n"));
    for (size_t i = 0; i < count; i++)
        text_add(out, STR("|---"));
    text_add(out, count > 0 ? STR("|\n") : STR("\n"));
}

static void markup_markdown_row(Text *out, bool begins)
{
    text_add(out, begins ? STR("|") : STR("\n"));
}

static void markup_markdown_cell(Text *out, bool begins)
{
    text_add(out, begins ? STR(" ") : STR(" |"));
}

static size_t longest_run(Str s, char mark)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < s.len; i++) {
        run = s.at[i] == mark ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void markup_markdown_block(Text *out, Str code)
{
    size_t fence = longest_run(code, '`') + 1;
    fence = fence < 3 ? 3 : fence;
    text_add_repeat(out, '`', fence);
    text_add_char(out, '\n');
    text_add(out, code);
    text_add_char(out, '\n');
    text_add_repeat(out, '`', fence);
    text_add(out, STR("\n\n"));
}

/* Within quotes of Mermaid. */
static void markup_markdown_add_quoted(Text *out, Str s)
{
    text_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("\"#&<>`;\\", s.at[i]))
            text_format(out, "#%d;", s.at[i]);
        else
            text_add_char(out, s.at[i] == '\n' || s.at[i] == '\r' ? ' ' : s.at[i]);
    }
    text_add_char(out, '"');
}

static void drawing(Text *out, const Drawing *drawn)
{
    text_add(out, STR("```mermaid\nflowchart TD\n"));
    for (size_t i = 0; i < drawn->step_count; i++) {
        text_format(out, "    s%zu[", i);
        markup_markdown_add_quoted(out, drawn->steps[i]);
        text_add(out, STR("]\n"));
    }
    for (size_t i = 1; i < drawn->step_count; i++)
        text_format(out, "    s%zu --> s%zu\n", i - 1, i);
    for (size_t i = 0; i < drawn->span_count; i++) {
        text_format(out, "    s%zu -.->|", drawn->spans[i].from);
        markup_markdown_add_quoted(out, drawn->spans[i].label);
        text_format(out, "| s%zu\n", drawn->spans[i].to);
    }
    text_add(out, STR("```\n\n"));
}

static void markup_markdown_strong(Text *out, Str s)
{
    text_add(out, STR("**"));
    escape_markdown(out, s);
    text_add(out, STR("**"));
}

static bool is_in_table(const Text *out)
{
    size_t start = out->len;
    while (start > 0 && out->at[start - 1] != '\n')
        start--;
    return start < out->len && out->at[start] == '|';
}

/* Within code nothing is escaped but what would end it, a line or a cell of a table; elsewhere a stroke is one. */
static void markup_markdown_code(Text *out, Str s)
{
    const bool is_cell = is_in_table(out);
    size_t fence = longest_run(s, '`') + 1;
    text_add_repeat(out, '`', fence);
    if (fence > 1)
        text_add_char(out, ' ');
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '|' && is_cell)
            text_add_char(out, '\\');
        text_add_char(out, s.at[i] == '\n' || s.at[i] == '\r' ? ' ' : s.at[i]);
    }
    if (fence > 1)
        text_add_char(out, ' ');
    text_add_repeat(out, '`', fence);
}

static void markup_markdown_link(Text *out, Str id, Str s)
{
    text_add_char(out, '[');
    escape_markdown(out, s);
    text_format(out, "](#%.*s)", STR_ARG(id));
}

static const Markup markup = { markup_markdown_begin,
                               markup_markdown_end,
                               markup_markdown_heading,
                               markup_markdown_paragraph,
                               markup_markdown_item,
                               markup_markdown_list,
                               markup_markdown_table,
                               markup_markdown_row,
                               markup_markdown_cell,
                               markup_markdown_block,
                               drawing,
                               escape_markdown,
                               markup_markdown_strong,
                               markup_markdown_code,
                               markup_markdown_link };

void handbook_markdown(const duly_pack *pack, const ReportOptions *options)
{
    handbook_write(options, &markup, pack);
}
