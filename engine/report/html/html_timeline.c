/* The procedure of a record as a drawing: its steps at even distances, the days between them, and below the limits. Of a long one what
   nobody asks about is folded: steps that are still to come, and of many that were taken those between others. */
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
    MOST_SPOTS = 10,   /* that can be read on paper, side by side */
};

/* A step, or several in a row that are folded. */
typedef struct {
    size_t first, count;
} Spot;

typedef struct {
    const HtmlReport *report;
    const Card *card;
    Html *html;
    Spot *spots;
    size_t spot_count;
    int gap, width;
} Drawing;

static int x_of(const Drawing *drawing, size_t spot)
{
    return EDGE + (int) spot * drawing->gap;
}

static duly_step step_at(const Drawing *drawing, size_t index)
{
    duly_step step = { .size = sizeof step };
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

/* "2003-06-01", "planned 2003-12-20", "not yet": what is said in words has its day as people say it. */
static Str state_told(const Drawing *drawing, size_t index)
{
    const Voice *voice = &drawing->report->voice;
    const duly_step_day *told = &drawing->card->steps[index];
    duly_step step = step_at(drawing, index);
    Str day = day_in(voice->arena, told->on), planned = day_said(voice, drawing->report->on);
    if (day.len)
        return day;
    if (told->taken || told->unknown)
        return say(voice, told->taken ? WORDS_HTML_TAKEN : WORDS_STEP_UNKNOWN, NULL);
    if (planned.len && str_equal(step.id, drawing->report->gate))
        return SAY(voice, WORDS_HTML_PLANNED, planned);
    return say(voice, WORDS_HTML_NOT_TAKEN, NULL);
}

typedef enum { LIMIT_KEPT, LIMIT_OPEN, LIMIT_BROKEN } LimitState;

static LimitState html_timeline_state_of(const duly_interval *interval)
{
    bool late = interval->due.year && interval->to_on.year && packed(interval->to_on) > packed(interval->due);
    bool early = interval->earliest.year && interval->to_on.year && packed(interval->to_on) < packed(interval->earliest);
    if (late || early || (!interval->to_on.year && interval->due.year && interval->days_left < 0))
        return LIMIT_BROKEN;
    return interval->to_on.year ? LIMIT_KEPT : LIMIT_OPEN;
}

/* "Approval in time: due by 2003-12-31" */
static Str limit_told(const Drawing *drawing, const duly_interval *interval)
{
    const Voice *voice = &drawing->report->voice;
    bool taken = interval->to_on.year != 0;
    WordsId phrase = WORDS_HTML_KEPT;
    Str due = day_said(voice, interval->due), day = due;
    if (html_timeline_state_of(interval) != LIMIT_KEPT) {
        bool is_due = due.len && (!taken || packed(interval->to_on) > packed(interval->due));
        phrase = !is_due ? WORDS_HTML_NOT_BEFORE : taken ? WORDS_HTML_LATE : interval->days_left < 0 ? WORDS_HTML_OVERDUE : WORDS_HTML_DUE;
        day = is_due ? due : day_said(voice, interval->earliest);
    }
    return SAY(voice, phrase, interval->title.len ? interval->title : interval->id, day);
}

/* Whether there is something to say: days that a private field makes known are kept back. */
static bool html_timeline_is_told(const duly_interval *interval)
{
    return !interval->is_private && (interval->due.year || interval->earliest.year);
}

/* "the case has ended: not approved, 2003-06-01" */
static Str end_told(const Drawing *drawing)
{
    const Voice *voice = &drawing->report->voice;
    Str on = day_said(voice, drawing->card->ended_on);
    return arena_format(voice->arena, "%.*s (%.*s)", STR_ARG(SAY(voice, WORDS_CASE_ENDED, drawing->card->end)),
                        STR_ARG(on.len ? on : STR("?")));
}

static Str words_of(const Drawing *drawing)
{
    const Voice *voice = &drawing->report->voice;
    Text text = text_in(voice->arena);
    for (size_t i = 0; i < drawing->card->step_count; i++) {
        duly_step step = step_at(drawing, i);
        add_divider(voice, &text);
        text_add(&text, SAY(voice, WORDS_ABOUT, title_of(&step), state_told(drawing, i)));
    }
    for (size_t i = 0; i < drawing->card->intervals.count; i++) {
        if (!html_timeline_is_told(&drawing->card->intervals.at[i]))
            continue;
        add_divider(voice, &text);
        text_add(&text, limit_told(drawing, &drawing->card->intervals.at[i]));
    }
    if (drawing->card->end.len) {
        add_divider(voice, &text);
        text_add(&text, end_told(drawing));
    }
    return text_str(&text);
}

/* ---- what is folded */

static size_t html_timeline_index_of(const Drawing *drawing, duly_text id)
{
    for (size_t i = 0; i < drawing->card->step_count; i++) {
        duly_step step = step_at(drawing, i);
        if (str_equal(step.id, id))
            return i;
    }
    return 0;
}

static size_t spot_of(const Drawing *drawing, duly_text id)
{
    size_t index = html_timeline_index_of(drawing, id), spot = 0;
    while (spot + 1 < drawing->spot_count && drawing->spots[spot + 1].first <= index)
        spot++;
    return spot;
}

static bool is_limited(const Drawing *drawing, size_t index)
{
    duly_step step = step_at(drawing, index);
    for (size_t i = 0; i < drawing->card->intervals.count; i++) {
        const duly_interval *limit = &drawing->card->intervals.at[i];
        if (html_timeline_is_told(limit) && (str_equal(limit->from, step.id) || str_equal(limit->to, step.id)))
            return true;
    }
    return false;
}

/* What a finding says of a step is shown there, unless the step is still to come like all that follow. */
static bool is_to_blame(const Drawing *drawing, size_t index)
{
    const Card *card = drawing->card;
    duly_step step = step_at(drawing, index);
    size_t next = index;
    while (next < card->step_count && !card->steps[next].taken)
        next++;
    return card->blamed[index] && (next < card->step_count || str_equal(step.id, drawing->report->gate));
}

/* Whether nobody asks about a step: it was not taken and none behind it was, or it was taken like those around it. */
static bool is_quiet(const Drawing *drawing, size_t index, bool among)
{
    const Card *card = drawing->card;
    duly_step step = step_at(drawing, index);
    if (str_equal(step.id, drawing->report->gate) || is_limited(drawing, index))
        return false;
    if (card->steps[index].taken)
        return among && index > 0 && index + 1 < card->step_count && !card->blamed[index] && card->steps[index - 1].taken &&
               card->steps[index + 1].taken;
    return !is_to_blame(drawing, index);
}

static void find_spots(Drawing *drawing, bool among)
{
    const Card *card = drawing->card;
    drawing->spots = arena_array(drawing->report->voice.arena, Spot, card->step_count + 1);
    drawing->spot_count = 0;
    for (size_t i = 0; i < card->step_count; i++) {
        bool joins =
            i > 0 && card->steps[i].taken == card->steps[i - 1].taken && is_quiet(drawing, i, among) && is_quiet(drawing, i - 1, among);
        if (joins)
            drawing->spots[drawing->spot_count - 1].count++;
        else
            drawing->spots[drawing->spot_count++] = (Spot) { i, 1 };
    }
}

/* ---- drawn */

static void write_label(const Drawing *drawing, int x, int y, Str name, Str text)
{
    PUT(drawing->html, label, .kind = name, .x = html_units(drawing->html, x), .y = html_units(drawing->html, y), .words = text);
}

/* As much of a text as fits into so many units. */
static void write_fitting(const Drawing *drawing, int x, int y, Str name, Str text, int room)
{
    Text cut = text_in(html_voice(drawing->html)->arena);
    printable_add_cut(&cut, text, (size_t) (room / COLUMN_WIDTH));
    write_label(drawing, x, y, name, text_str(&cut));
}

static void write_way(const Drawing *drawing, Str name, Str way)
{
    PUT(drawing->html, line, .kind = name, .way = way);
}

/* The line to the next step, and how many days it took. */
static void write_stretch(const Drawing *drawing, size_t spot)
{
    const Voice *voice = &drawing->report->voice;
    const Spot *here = &drawing->spots[spot], *next = here + 1;
    const duly_step_day *from = &drawing->card->steps[here->first], *to = &drawing->card->steps[next->first];
    int start = x_of(drawing, spot), end = x_of(drawing, spot + 1);
    write_way(drawing, to->taken ? STR("done") : STR("open"), arena_format(voice->arena, "M%d %dH%d", start, LINE, end));
    if (here->count > 1 || next->count > 1 || !from->on.year || !to->on.year)
        return;
    Str days = html_units(drawing->html, date_to_day(packed(to->on)) - date_to_day(packed(from->on)));
    write_label(drawing, (start + end) / 2, LINE - 5, STR("days"), SAY(voice, WORDS_HTML_DAYS, days));
}

static Str dot_of(const Drawing *drawing, size_t index, const duly_step *step)
{
    if (is_to_blame(drawing, index))
        return STR("bad");
    if (drawing->card->steps[index].taken)
        return STR("done");
    return str_equal(step->id, drawing->report->gate) ? STR("gate") : STR("open");
}

/* Titles stand above and below in turn, so that each has the room of two. */
static void write_titles(const Drawing *drawing, size_t spot, Str title, Str state)
{
    int x = x_of(drawing, spot), y = spot % 2 ? LINE + 24 : LINE - 30;
    int room = 2 * drawing->gap - 8;
    write_fitting(drawing, x, y, STR("title"), title, room < 2 * EDGE ? room : 2 * EDGE);
    write_label(drawing, x, y + 13, STR("day"), state);
}

static void write_step(const Drawing *drawing, size_t spot)
{
    size_t index = drawing->spots[spot].first;
    duly_step step = step_at(drawing, index);
    int x = x_of(drawing, spot);
    PUT(drawing->html, dot, .kind = dot_of(drawing, index, &step), .x = html_units(drawing->html, x), .y = html_units(drawing->html, LINE));
    if (is_to_blame(drawing, index))
        write_label(drawing, x, LINE + 4, STR("mark"), STR("!"));
    write_titles(drawing, spot, title_of(&step), state_told(drawing, index));
}

static void write_folded(const Drawing *drawing, size_t spot)
{
    const Voice *voice = &drawing->report->voice;
    const Spot *folded = &drawing->spots[spot];
    bool taken = drawing->card->steps[folded->first].taken;
    int x = x_of(drawing, spot);
    for (int i = -1; i <= 1; i++)
        PUT(drawing->html, box, .kind = STR("axis"), .x = html_units(drawing->html, x + 6 * i - 1),
            .y = html_units(drawing->html, LINE - 4), .width = STR("2"), .height = STR("8"));
    write_titles(drawing, spot, SAY(voice, WORDS_HTML_FOLDED, number_in(voice->arena, folded->count)),
                 taken ? say(voice, WORDS_HTML_TAKEN, NULL) : state_told(drawing, folded->first));
}

static void write_limit(const Drawing *drawing, const duly_interval *interval, int row)
{
    static const char *const names[] = { [LIMIT_KEPT] = "kept", [LIMIT_OPEN] = "due", [LIMIT_BROKEN] = "broken" };
    int from = x_of(drawing, spot_of(drawing, interval->from)), to = x_of(drawing, spot_of(drawing, interval->to));
    int y = LIMITS + row * LIMIT_HEIGHT;
    write_way(drawing, str_of(names[html_timeline_state_of(interval)]),
              arena_format(drawing->report->voice.arena, "M%d %dv6H%dv-6", from, y, to));
    bool left = (from + to) / 2 < drawing->width / 2;
    int x = left ? from + 6 : to - 6;
    write_fitting(drawing, x, y + 3, left ? STR("limit") : STR("limit end"), limit_told(drawing, interval), left ? drawing->width - x : x);
}

static void write_drawing(Drawing *drawing, Html *html, int limits)
{
    int row = 0, height = limits ? LIMITS + limits * LIMIT_HEIGHT : LINE + 44;
    drawing->html = html_aside(html);
    for (size_t i = 0; i + 1 < drawing->spot_count; i++)
        write_stretch(drawing, i);
    for (size_t i = 0; i < drawing->spot_count; i++)
        (drawing->spots[i].count > 1 ? write_folded : write_step)(drawing, i);
    for (size_t i = 0; i < drawing->card->intervals.count; i++)
        if (html_timeline_is_told(&drawing->card->intervals.at[i]))
            write_limit(drawing, &drawing->card->intervals.at[i], row++);
    if (drawing->card->end.len) /* below all limits: from that day on nothing is owed */
        write_fitting(drawing, EDGE, LIMITS + row * LIMIT_HEIGHT + 3, STR("limit"), end_told(drawing), drawing->width - EDGE);
    PUT(html, drawn_timeline, .description = words_of(drawing), .width = html_units(html, drawing->width),
        .height = html_units(html, height), .drawing = html_made(drawing->html));
}

/* As many as there are at even distances; few steps need no folding. */
static void lay_out(Drawing *drawing)
{
    find_spots(drawing, false);
    if (drawing->spot_count > MOST_SPOTS)
        find_spots(drawing, true);
    int gaps = drawing->spot_count > 1 ? (int) drawing->spot_count - 1 : 1;
    drawing->gap = (WIDTH - 2 * EDGE) / gaps;
    if (drawing->gap < LEAST_GAP)
        drawing->gap = LEAST_GAP;
    drawing->width = 2 * EDGE + gaps * drawing->gap;
}

void html_timeline(const HtmlReport *report, Html *html, bool drawn)
{
    const Card *card = &report->card;
    Drawing drawing = { .report = report, .card = card };
    int limits = card->end.len > 0;
    for (size_t i = 0; i < card->intervals.count; i++)
        limits += html_timeline_is_told(&card->intervals.at[i]);
    lay_out(&drawing);
    if (drawn && card->step_count <= MOST_DRAWN)
        write_drawing(&drawing, html, limits);
    else
        PUT(html, words, .sentence = words_of(&drawing));
}
