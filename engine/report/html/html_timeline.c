/* The procedure of a record as a drawing: its steps at even distances, the days between them, and below the limits. */
#include "report/html/html_parts.h"

#include "report/printable.h"

enum {
    WIDTH = 760,
    EDGE = 64,
    LEAST_GAP = 64, /* across, between the outermost steps and the edges, between steps */
    LINE = 48,
    LIMITS = 104,
    LIMIT_HEIGHT = 22, /* where the line of the steps and the first limit stand */
    COLUMN_WIDTH = 6,  /* of a letter */
    MOST_DRAWN = 40,   /* steps; longer procedures are told in words alone */
};

typedef struct {
    const HtmlReport *report;
    const Card *card;
    Html *html;
    int gap, width;
} Drawing;

static int x_of(const Drawing *drawing, size_t step)
{
    return EDGE + (int) step * drawing->gap;
}

static duly_step step_at(const Drawing *drawing, size_t index)
{
    duly_step step = { 0 };
    duly_pack_step(drawing->report->pack, drawing->card->steps[index].step, &step);
    return step;
}

static Str title_of(const duly_step *step)
{
    return step->title.len ? step->title : step->id;
}

static Date packed(duly_date date)
{
    return date_pack(date.year, date.month, date.day);
}

/* ---- in words */

/* "2003-06-01", "planned 2003-12-20", "not yet". */
static void add_state(const Drawing *drawing, Text *out, size_t index)
{
    const duly_step_day *told = &drawing->card->steps[index];
    duly_step step = step_at(drawing, index);
    Day day = day_of(told->on), planned = day_of(drawing->report->on);
    Str language = drawing->report->language;
    if (day.text[0])
        text_add(out, str_of(day.text));
    else if (told->taken)
        words_add(out, language, WORDS_HTML_TAKEN, NULL);
    else if (told->unknown)
        words_add(out, language, WORDS_STEP_UNKNOWN, NULL);
    else if (planned.text[0] && str_equal(step.id, drawing->report->gate))
        words_add(out, language, WORDS_HTML_PLANNED, (Str[]) { str_of(planned.text) });
    else
        words_add(out, language, WORDS_HTML_NOT_TAKEN, NULL);
}

typedef enum { LIMIT_KEPT, LIMIT_OPEN, LIMIT_BROKEN } LimitState;

static LimitState state_of(const duly_interval *interval)
{
    bool late = interval->due.year && interval->to_on.year && packed(interval->to_on) > packed(interval->due);
    bool early = interval->earliest.year && interval->to_on.year && packed(interval->to_on) < packed(interval->earliest);
    if (late || early || (!interval->to_on.year && interval->due.year && interval->days_left < 0))
        return LIMIT_BROKEN;
    return interval->to_on.year ? LIMIT_KEPT : LIMIT_OPEN;
}

/* "Approval in time: due by 2003-12-31" */
static void add_limit(const Drawing *drawing, Text *out, const duly_interval *interval)
{
    Str title = interval->title.len ? interval->title : interval->id;
    Day due = day_of(interval->due), earliest = day_of(interval->earliest);
    bool taken = interval->to_on.year != 0;
    WordsId phrase = WORDS_HTML_KEPT;
    Str day = str_of(due.text);
    if (state_of(interval) != LIMIT_KEPT) {
        bool is_due = due.text[0] && (!taken || packed(interval->to_on) > packed(interval->due));
        phrase = !is_due ? WORDS_HTML_NOT_BEFORE : taken ? WORDS_HTML_LATE : interval->days_left < 0 ? WORDS_HTML_OVERDUE : WORDS_HTML_DUE;
        day = is_due ? day : str_of(earliest.text);
    }
    words_add(out, drawing->report->language, phrase, (Str[]) { title, day });
}

/* Whether there is something to say: days that a private field makes known are kept back. */
static bool is_told(const duly_interval *interval)
{
    return !interval->is_private && (interval->due.year || interval->earliest.year);
}

/* "the case has ended: not approved, 2003-06-01" */
static void add_end(const Drawing *drawing, Text *out)
{
    Day on = day_of(drawing->card->ended_on);
    words_add(out, drawing->report->language, WORDS_CASE_ENDED, (Str[]) { drawing->card->end });
    text_add(out, STR(" ("));
    text_add(out, on.text[0] ? str_of(on.text) : STR("?"));
    text_add(out, STR(")"));
}

static void add_words(const Drawing *drawing, Text *text)
{
    Str language = drawing->report->language;
    for (size_t i = 0; i < drawing->card->step_count; i++) {
        duly_step step = step_at(drawing, i);
        Text state = { 0 };
        add_state(drawing, &state, i);
        if (i > 0)
            words_add(text, language, WORDS_ALSO, NULL);
        words_add(text, language, WORDS_ABOUT, (Str[]) { title_of(&step), text_str(&state) });
        text_free(&state);
    }
    for (size_t i = 0; i < drawing->card->intervals.count; i++) {
        if (!is_told(&drawing->card->intervals.at[i]))
            continue;
        words_add(text, language, WORDS_ALSO, NULL);
        add_limit(drawing, text, &drawing->card->intervals.at[i]);
    }
    if (drawing->card->end.len) {
        words_add(text, language, WORDS_ALSO, NULL);
        add_end(drawing, text);
    }
}

/* ---- drawn */

static void write_label(const Drawing *drawing, int x, int y, Str name, Str text)
{
    html_markup(drawing->html, "<text");
    html_attribute(drawing->html, "class", name);
    html_attribute_number(drawing->html, "x", x);
    html_attribute_number(drawing->html, "y", y);
    html_markup(drawing->html, ">");
    html_text(drawing->html, text);
    html_markup(drawing->html, "</text>");
}

/* As much of a text as fits into so many units. */
static void write_fitting(const Drawing *drawing, int x, int y, Str name, Str text, int room)
{
    Text cut = { 0 };
    printable_add_cut(&cut, text, (size_t) (room / COLUMN_WIDTH));
    write_label(drawing, x, y, name, text_str(&cut));
    text_free(&cut);
}

static void write_line(const Drawing *drawing, Str name, int from, int to, int y)
{
    html_markup(drawing->html, "<path");
    html_attribute(drawing->html, "class", name);
    Text path = { 0 };
    text_format(&path, "M%d %dH%d", from, y, to);
    html_attribute(drawing->html, "d", text_str(&path));
    html_markup(drawing->html, "/>");
    text_free(&path);
}

/* The line to the next step, and how many days it took. */
static void write_stretch(const Drawing *drawing, size_t index)
{
    const duly_step_day *from = &drawing->card->steps[index], *to = from + 1;
    int start = x_of(drawing, index), end = x_of(drawing, index + 1);
    write_line(drawing, to->taken ? STR("done") : STR("open"), start, end, LINE);
    if (!from->on.year || !to->on.year)
        return;
    Text days = { 0 };
    Text number = { 0 };
    text_format(&number, "%lld", (long long) (date_to_day(packed(to->on)) - date_to_day(packed(from->on))));
    words_add(&days, drawing->report->language, WORDS_HTML_DAYS, (Str[]) { text_str(&number) });
    write_label(drawing, (start + end) / 2, LINE - 5, STR("days"), text_str(&days));
    text_free(&days);
    text_free(&number);
}

static Str dot_of(const Drawing *drawing, size_t index, const duly_step *step)
{
    if (drawing->card->blamed[index])
        return STR("bad");
    if (drawing->card->steps[index].taken)
        return STR("done");
    return str_equal(step->id, drawing->report->gate) ? STR("gate") : STR("open");
}

/* Titles stand above and below in turn, so that each has the room of two. */
static void write_step(const Drawing *drawing, size_t index)
{
    duly_step step = step_at(drawing, index);
    Text state = { 0 };
    int x = x_of(drawing, index), y = index % 2 ? LINE + 24 : LINE - 30;
    int room = 2 * drawing->gap - 8;
    add_state(drawing, &state, index);
    html_markup(drawing->html, "<circle");
    html_attribute(drawing->html, "class", dot_of(drawing, index, &step));
    html_attribute_number(drawing->html, "cx", x);
    html_attribute_number(drawing->html, "cy", LINE);
    html_markup(drawing->html, " r=\"6\"/>");
    if (drawing->card->blamed[index])
        write_label(drawing, x, LINE + 4, STR("mark"), STR("!"));
    write_fitting(drawing, x, y, STR("title"), title_of(&step), room < 2 * EDGE ? room : 2 * EDGE);
    write_label(drawing, x, y + 13, STR("day"), text_str(&state));
    text_free(&state);
}

static size_t place_of(const Drawing *drawing, duly_text id)
{
    for (size_t i = 0; i < drawing->card->step_count; i++) {
        duly_step step = step_at(drawing, i);
        if (str_equal(step.id, id))
            return i;
    }
    return 0;
}

static void write_limit(const Drawing *drawing, const duly_interval *interval, int row)
{
    static const char *const names[] = { [LIMIT_KEPT] = "kept", [LIMIT_OPEN] = "due", [LIMIT_BROKEN] = "broken" };
    int from = x_of(drawing, place_of(drawing, interval->from)), to = x_of(drawing, place_of(drawing, interval->to));
    int y = LIMITS + row * LIMIT_HEIGHT;
    Text text = { 0 }, path = { 0 };
    add_limit(drawing, &text, interval);
    text_format(&path, "M%d %dv6H%dv-6", from, y, to);
    html_markup(drawing->html, "<path");
    html_attribute(drawing->html, "class", str_of(names[state_of(interval)]));
    html_attribute(drawing->html, "d", text_str(&path));
    html_markup(drawing->html, "/>");
    bool left = (from + to) / 2 < drawing->width / 2;
    int x = left ? from + 6 : to - 6;
    write_fitting(drawing, x, y + 3, left ? STR("limit") : STR("limit end"), text_str(&text), left ? drawing->width - x : x);
    text_free(&text);
    text_free(&path);
}

/* Below all limits: from that day on nothing is owed. */
static void write_end(const Drawing *drawing, int row)
{
    Text text = { 0 };
    add_end(drawing, &text);
    write_fitting(drawing, EDGE, LIMITS + row * LIMIT_HEIGHT + 3, STR("limit"), text_str(&text), drawing->width - EDGE);
    text_free(&text);
}

static void write_drawing(const Drawing *drawing, int limits, Str words)
{
    Html *html = drawing->html;
    Text box = { 0 };
    int row = 0, height = limits ? LIMITS + limits * LIMIT_HEIGHT : LINE + 44;
    text_format(&box, "0 0 %d %d", drawing->width, height);
    html_markup(html, "<svg class=\"timeline\" role=\"img\"");
    html_attribute(html, "aria-label", words);
    html_attribute(html, "viewBox", text_str(&box));
    html_markup(html, ">");
    for (size_t i = 0; i + 1 < drawing->card->step_count; i++)
        write_stretch(drawing, i);
    for (size_t i = 0; i < drawing->card->step_count; i++)
        write_step(drawing, i);
    for (size_t i = 0; i < drawing->card->intervals.count; i++)
        if (is_told(&drawing->card->intervals.at[i]))
            write_limit(drawing, &drawing->card->intervals.at[i], row++);
    if (drawing->card->end.len)
        write_end(drawing, row);
    html_markup(html, "</svg>\n");
    text_free(&box);
}

void html_timeline(const HtmlReport *report, Html *html, bool drawn)
{
    const Card *card = &report->card;
    Drawing drawing = { .report = report, .card = card, .html = html };
    int gaps = card->step_count > 1 ? (int) card->step_count - 1 : 1, limits = 0;
    Text words = { 0 };
    add_words(&drawing, &words);
    drawing.gap = (WIDTH - 2 * EDGE) / gaps;
    if (drawing.gap < LEAST_GAP)
        drawing.gap = LEAST_GAP;
    drawing.width = 2 * EDGE + gaps * drawing.gap;
    for (size_t i = 0; i < card->intervals.count; i++)
        limits += is_told(&card->intervals.at[i]);
    limits += card->end.len > 0;
    if (drawn && card->step_count <= MOST_DRAWN) {
        write_drawing(&drawing, limits, text_str(&words));
    } else {
        html_markup(html, "<p class=\"why\">");
        html_text(html, text_str(&words));
        html_markup(html, "</p>");
    }
    text_free(&words);
}
