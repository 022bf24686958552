/* A problem: where, how bad, what, the line itself, what to do. */
#include "report/text/problem.h"

#include "base/said.h"
#include "base/vocabulary.h"
#include "report/text/page.h"
#include "report/printable.h"
#include "report/report.h"

static void problem_add_place(const Page *page, Text *out, const duly_problem *problem)
{
    if (problem->path.len == 0)
        return;
    page_begin(page, out, STRONG);
    printable_add(out, problem->path);
    if (problem->line)
        text_format(out, ":%u", (unsigned) problem->line);
    if (problem->line && problem->column)
        text_format(out, ":%u", (unsigned) problem->column);
    text_add_char(out, ':');
    page_end(page, out, STRONG);
    text_add_char(out, ' ');
}

static void problem_add_heading(const Page *page, Text *out, const duly_problem *problem)
{
    static const Style styles[] = { [DULY_ERROR] = RED, [DULY_WARNING] = YELLOW, [DULY_INFO] = CYAN };
    Style style = styles[problem->severity];
    page_begin(page, out, style);
    text_say(out, severity_words[problem->severity]);
    if (problem->id.len)
        text_format(out, "[%.*s]", STR_ARG(problem->id));
    page_end(page, out, style);
    text_add(out, out->language.len > 0 ? STR("：") : STR(": "));
    page_begin(page, out, STRONG);
    printable_add(out, problem->message);
    page_end(page, out, STRONG);
    text_add_char(out, '\n');
}

static void add_excerpt(Text *out, Str excerpt)
{
    if (excerpt.len == 0)
        return;
    text_add(out, excerpt);
    if (!str_ends_with(excerpt, STR("\n")))
        text_add_char(out, '\n');
}

/* Under the bar of the excerpt, which stands behind the number of the line. */
static size_t hint_indent(const duly_problem *problem)
{
    size_t digits = 1;
    for (uint32_t number = problem->line; number >= 10; number /= 10)
        digits++;
    return problem->excerpt.len ? digits + 2 : 3;
}

void problem_add(Text *out, const duly_problem *problem, bool colour)
{
    Page page = { .colour = colour };
    problem_add_place(&page, out, problem);
    problem_add_heading(&page, out, problem);
    add_excerpt(out, problem->excerpt);
    if (problem->hint.len == 0)
        return;
    text_add_repeat(out, ' ', hint_indent(problem));
    text_add(out, STR("= "));
    printable_add(out, problem->hint);
    text_add_char(out, '\n');
}
