/* A procedure as inline SVG. Each span has a line of its own for its label, beside the step it ends with, and a lane for its
   bracket that no other span uses meanwhile. */
#include "report/escape.h"
#include "report/paper/handbook.h"

enum { LINE = 22, MARGIN = 16, STEP_TEXT = 34, LANES_AT = 260, LANE = 12, MOST_LANES = 24, WIDTH = 760, MOST_ROWS = 1024 };

/* The lines of the drawing: a step has one, or as many as spans end with it. */
static size_t lines_of(const Drawing *drawing, size_t step)
{
    size_t lines = 0;
    for (size_t i = 0; i < drawing->span_count; i++)
        lines += drawing->spans[i].to == step;
    return lines > 0 ? lines : 1;
}

static size_t line_of_step(const Drawing *drawing, size_t step)
{
    size_t line = 0;
    for (size_t i = 0; i < step; i++)
        line += lines_of(drawing, i);
    return line;
}

/* The line of a span's label: spans come by the steps they end with. */
static size_t line_of_span(const Drawing *drawing, size_t span)
{
    size_t before = 0;
    while (before < span && drawing->spans[span - before - 1].to == drawing->spans[span].to)
        before++;
    return line_of_step(drawing, drawing->spans[span].to) + before;
}

static int middle(size_t line)
{
    return MARGIN + (int) line * LINE;
}

static void drawing_add_text(Text *out, int x, int y, const char *class, Str s)
{
    text_format(out, "<text x=\"%d\" y=\"%d\"%s%s%s>", x, y + 4, *class ? " class=\"" : "", class, *class ? "\"" : "");
    escape_xml(out, s);
    text_add(out, STR("</text>\n"));
}

static void add_steps(Text *out, const Drawing *drawing)
{
    int last = middle(line_of_step(drawing, drawing->step_count - 1));
    text_format(out, "<path class=\"line\" d=\"M%d %dV%d\"/>\n", MARGIN, middle(0), last);
    for (size_t i = 0; i < drawing->step_count; i++) {
        int y = middle(line_of_step(drawing, i));
        text_format(out, "<circle cx=\"%d\" cy=\"%d\" r=\"5\"/>", MARGIN, y);
        drawing_add_text(out, STEP_TEXT, y, "", drawing->steps[i]);
    }
}

/* The first lane that is free where this span begins; the last one where all are taken. */
static size_t take_lane(size_t free_from[MOST_LANES], size_t begins, size_t ends)
{
    size_t lane = 0;
    while (lane + 1 < MOST_LANES && free_from[lane] > begins)
        lane++;
    free_from[lane] = ends + 1;
    return lane;
}

static void add_spans(Text *out, const Drawing *drawing)
{
    size_t free_from[MOST_LANES] = { 0 }, most = 0;
    for (size_t pass = 0; pass < 2; pass++) { /* how many lanes there are is known after the first */
        memset(free_from, 0, sizeof free_from);
        for (size_t i = 0; i < drawing->span_count; i++) {
            size_t begins = line_of_step(drawing, drawing->spans[i].from), ends = line_of_span(drawing, i);
            size_t lane = take_lane(free_from, begins, ends);
            most = lane > most ? lane : most;
            if (pass == 0)
                continue;
            int x = LANES_AT + (int) lane * LANE, label = LANES_AT + ((int) most + 1) * LANE;
            text_format(out, "<path d=\"M%d %dh%dV%dH%d\"/>", x - 4, middle(begins), 4, middle(ends), label);
            drawing_add_text(out, label + 6, middle(ends), "span", drawing->spans[i].label);
        }
    }
}

void drawing_svg(Text *out, const Drawing *drawing)
{
    size_t lines = line_of_step(drawing, drawing->step_count);
    if (drawing->step_count == 0)
        return;
    text_format(out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-hidden=\"true\">\n", WIDTH, middle(lines) - LINE + MARGIN,
                WIDTH);
    add_spans(out, drawing);
    add_steps(out, drawing);
    text_add(out, STR("</svg>\n"));
}
