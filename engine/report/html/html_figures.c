/* Charts, each with what it shows in words. They are drawn in units that the browser scales. */
#include "report/html/html_parts.h"

#include "report/printable.h"

enum {
    WIDTH = HTML_CHART_WIDTH,
    MOST_BARS = 20,
    BAR_ROW = 26,
    BAR_LEFT = 310,
    BAR_RIGHT = 50, /* violations by rule */
    BINS = 24,
    HISTOGRAM_HEIGHT = 150,
    HISTOGRAM_BASE = 120, /* lengths of an interval */
    BOX_ROW = 36,
    BOX_LEFT = 310,
    BOX_RIGHT = 50,     /* days between steps */
    LETTERS_IN_65 = 10, /* of the font, by its width */
};

/* ---- counting */

void spread_add(Spread *spread, Arena *arena, int64_t days, bool within)
{
    if (days < 0)
        return;
    if (!spread->within) {
        spread->within = arena_array(arena, uint32_t, SPREAD_DAYS);
        spread->outside = arena_array(arena, uint32_t, SPREAD_DAYS);
    }
    size_t day = days < SPREAD_DAYS ? (size_t) days : SPREAD_DAYS - 1;
    (within ? spread->within : spread->outside)[day]++;
    spread->total++;
}

/* The length that so many parts of four are not longer than: 0 is the shortest, 4 the longest. */
static int quarter(const Spread *spread, uint64_t parts)
{
    uint64_t rank = parts == 0 ? 1 : (spread->total * parts + 3) / 4, seen = 0;
    for (int day = 0; day < SPREAD_DAYS; day++) {
        seen += spread->within[day] + spread->outside[day];
        if (seen >= rank)
            return day;
    }
    return SPREAD_DAYS - 1;
}

static Str spread_told(const Voice *voice, const Spread *spread)
{
    return SAY(voice, WORDS_HTML_SPREAD, number_in(voice->arena, (uint64_t) quarter(spread, 2)),
               number_in(voice->arena, (uint64_t) quarter(spread, 0)), number_in(voice->arena, (uint64_t) quarter(spread, 4)),
               number_in(voice->arena, spread->total));
}

/* ---- drawing */

Str html_units(const Html *html, int64_t number)
{
    return arena_format(html_voice(html)->arena, "%lld", (long long) number);
}

void html_draw_box(Html *html, Str name, Box box)
{
    PUT(html, box, .kind = name, .x = html_units(html, box.x), .y = html_units(html, box.y), .width = html_units(html, box.width),
        .height = html_units(html, box.height));
}

void html_draw_text(Html *html, Str name, Box at, Str text)
{
    Text cut = text_in(html_voice(html)->arena);
    printable_add_cut(&cut, text, at.width ? (size_t) (at.width * LETTERS_IN_65 / 65) : SIZE_MAX);
    PUT(html, label, .kind = name, .x = html_units(html, at.x), .y = html_units(html, at.y), .words = text_str(&cut));
}

Markup html_chart(const Html *html, const Html *drawn, int height, Str description)
{
    return MADE(html, chart, .description = description, .width = html_units(html, WIDTH), .height = html_units(html, height),
                .drawing = html_made(drawn));
}

static void draw_number(Html *html, Str name, Box at, uint64_t number)
{
    html_draw_text(html, name, at, str_of(number_of(number).text));
}

static int html_figures_scaled(uint64_t number, uint64_t most, int size)
{
    return most ? (int) (number * (uint64_t) size / most) : 0;
}

Markup html_share(const Html *html, const uint64_t verdicts[3])
{
    static const struct {
        duly_verdict verdict;
        const char *name;
    } parts[] = {
        { DULY_BLOCKED, "violation" },
        { DULY_VERDICT_UNDECIDED, "undecided" },
        { DULY_READY, "pass" },
    };
    uint64_t total = verdicts[DULY_READY] + verdicts[DULY_BLOCKED] + verdicts[DULY_VERDICT_UNDECIDED], before = 0;
    Html *boxes = html_aside(html);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint64_t number = verdicts[parts[i].verdict];
        int start = html_figures_scaled(before, total, 1000), end = html_figures_scaled(before + number, total, 1000);
        if (number)
            html_draw_box(boxes, str_of(parts[i].name), (Box) { start, 0, end - start, 10 });
        before += number;
    }
    return MADE(html, share, .boxes = html_made(boxes));
}

/* ---- what was found, by rule */

static uint64_t found(const duly_rule_count *count)
{
    return count->outcomes[DULY_VIOLATION] + count->outcomes[DULY_UNDECIDED] + count->outcomes[DULY_WAIVED];
}

/* The rules with the most findings, most first, as the pack has them where they are equal. */
static size_t leaders(const duly_summary *summary, const duly_rule_count *at[MOST_BARS])
{
    size_t count = 0;
    for (size_t i = 0; i < summary->rule_count; i++) {
        const duly_rule_count *rule = &summary->rules[i];
        size_t place = count;
        while (place > 0 && found(rule) > found(at[place - 1]))
            place--;
        if (found(rule) == 0 || place == MOST_BARS)
            continue;
        count += count < MOST_BARS;
        for (size_t k = count - 1; k > place; k--)
            at[k] = at[k - 1];
        at[place] = rule;
    }
    return count;
}

static Str rule_title(const HtmlReport *report, const duly_rule_count *count)
{
    duly_rule rule = { .size = sizeof rule };
    duly_pack_rule(report->pack, count->rule, &rule);
    return rule.title.len ? rule.title : rule.id;
}

static void draw_rule(const HtmlReport *report, Html *html, const duly_rule_count *count, Box row)
{
    static const duly_outcome parts[] = { DULY_VIOLATION, DULY_UNDECIDED, DULY_WAIVED };
    int x = BAR_LEFT;
    html_draw_text(html, STR("end"), (Box) { BAR_LEFT - 10, row.y + 16, BAR_LEFT - 20, 0 }, rule_title(report, count));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int width = html_figures_scaled(count->outcomes[parts[i]], (uint64_t) row.width, WIDTH - BAR_LEFT - BAR_RIGHT);
        if (width)
            html_draw_box(html, str_of(outcome_keys[parts[i]]), (Box) { x, row.y + 5, width, 15 });
        x += width;
    }
    draw_number(html, STR("count"), (Box) { x + 8, row.y + 16, 0, 0 }, found(count));
}

static Markup swatches(const Html *html, const char *const *kinds, const WordsId *names, size_t count)
{
    Html *aside = html_aside(html);
    for (size_t i = 0; i < count; i++) {
        PUT(aside, swatch, .kind = str_of(kinds[i]), .name = say(html_voice(html), names[i], NULL));
        html_markup(aside, " ");
    }
    return html_made(aside);
}

static void write_by_rule(const HtmlReport *report, Html *html, const duly_summary *summary)
{
    static const char *const kinds[] = { "violation", "undecided", "waived" };
    static const WordsId names[] = { WORDS_RULE_VIOLATED, WORDS_RULE_UNDECIDED, WORDS_COLUMN_WAIVED };
    const Voice *voice = &report->voice;
    const duly_rule_count *rules[MOST_BARS];
    size_t count = leaders(summary, rules);
    Text description = text_in(voice->arena);
    Html *drawn = html_aside(html);
    for (size_t i = 0; i < count; i++) {
        add_divider(voice, &description);
        text_add(&description, SAY(voice, WORDS_ABOUT, rule_title(report, rules[i]), number_in(voice->arena, found(rules[i]))));
        draw_rule(report, drawn, rules[i], (Box) { 0, (int) i * BAR_ROW, (int) found(rules[0]), BAR_ROW });
    }
    if (count)
        PUT(html, figure, .title = say(voice, WORDS_HTML_BY_RULE, NULL),
            .chart = html_chart(html, drawn, (int) count * BAR_ROW + 4, text_str(&description)), .key = swatches(html, kinds, names, 3));
}

/* ---- how long an interval took */

static int bin_days(const Spread *spread)
{
    static const int widths[] = { 1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365 };
    int longest = quarter(spread, 4);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (longest / widths[i] < BINS)
            return widths[i];
    return widths[sizeof widths / sizeof *widths - 1];
}

static uint64_t html_figures_sum_of(const uint32_t *counts, int from, int days)
{
    uint64_t sum = 0;
    for (int day = from; day < from + days && day < SPREAD_DAYS; day++)
        sum += counts[day];
    return sum;
}

static void draw_bin(Html *html, uint64_t within, uint64_t outside, Box bin)
{
    uint64_t most = (uint64_t) bin.height;
    int low = html_figures_scaled(within, most, HISTOGRAM_BASE - 20),
        high = html_figures_scaled(within + outside, most, HISTOGRAM_BASE - 20);
    if (low)
        html_draw_box(html, STR("pass"), (Box) { bin.x + 1, HISTOGRAM_BASE - low, bin.width - 2, low });
    if (high > low)
        html_draw_box(html, STR("violation"), (Box) { bin.x + 1, HISTOGRAM_BASE - high, bin.width - 2, high - low });
    if (within + outside)
        draw_number(html, STR("middle"), (Box) { bin.x + bin.width / 2, HISTOGRAM_BASE - high - 5, 0, 0 }, within + outside);
}

static void draw_histogram(const HtmlReport *report, Html *html, const Spread *spread)
{
    int days = bin_days(spread), bins = quarter(spread, 4) / days + 1;
    int width = (WIDTH - 60) / (bins > 10 ? bins : 10);
    uint64_t most = 1;
    for (int i = 0; i < bins; i++) {
        uint64_t height = html_figures_sum_of(spread->within, i * days, days) + html_figures_sum_of(spread->outside, i * days, days);
        most = height > most ? height : most;
    }
    for (int i = 0; i < bins; i++) {
        Box bin = { 20 + i * width, 0, width, (int) (most < INT32_MAX ? most : INT32_MAX) };
        draw_bin(html, html_figures_sum_of(spread->within, i * days, days), html_figures_sum_of(spread->outside, i * days, days), bin);
        draw_number(html, STR("tick"), (Box) { bin.x, HISTOGRAM_BASE + 16, 0, 0 }, (uint64_t) (i * days));
    }
    html_draw_box(html, STR("axis"), (Box) { 20, HISTOGRAM_BASE, bins * width, 1 });
    html_draw_text(html, STR("tick"), (Box) { 20 + bins * width + 18, HISTOGRAM_BASE + 16, 0, 0 },
                   say(&report->voice, WORDS_HTML_IN_DAYS, NULL));
}

static void write_interval(const HtmlReport *report, Html *html, size_t index)
{
    static const char *const kinds[] = { "pass", "violation" };
    static const WordsId names[] = { WORDS_HTML_WITHIN, WORDS_HTML_OUTSIDE };
    const Voice *voice = &report->voice;
    const Spread *spread = &report->intervals[index];
    Text caption = text_in(voice->arena);
    if (spread->total == 0)
        return;
    Html *drawn = html_aside(html);
    draw_histogram(report, drawn, spread);
    Str description = spread_told(voice, spread);
    text_add(&caption, description);
    if (spread->open) {
        add_divider(voice, &caption);
        text_add(&caption, SAY(voice, WORDS_HTML_OPEN, number_in(voice->arena, spread->open), number_in(voice->arena, spread->overdue)));
    }
    PUT(html, figure, .title = SAY(voice, WORDS_HTML_SPAN, rule_title(report, &(duly_rule_count) { .rule = index })),
        .chart = html_chart(html, drawn, HISTOGRAM_HEIGHT, description), .key = swatches(html, kinds, names, 2),
        .caption = text_str(&caption));
}

/* ---- how many days lie between the steps */

static Str from_to(const HtmlReport *report, size_t index)
{
    duly_step from = { .size = sizeof from }, to = { .size = sizeof to };
    duly_pack_step(report->pack, index - 1, &from);
    duly_pack_step(report->pack, index, &to);
    return SAY(&report->voice, WORDS_HTML_FROM_TO, from.title.len ? from.title : from.id, to.title.len ? to.title : to.id);
}

static int box_x(int days, int longest)
{
    return BOX_LEFT + html_figures_scaled((uint64_t) days, (uint64_t) longest, WIDTH - BOX_LEFT - BOX_RIGHT);
}

static void draw_spread(const HtmlReport *report, Html *html, size_t index, Box row)
{
    const Spread *spread = &report->steps[index];
    int x[5], middle = row.y + BOX_ROW - 14;
    for (uint64_t i = 0; i < 5; i++)
        x[i] = box_x(quarter(spread, i), row.width);
    html_draw_text(html, STR("end"), (Box) { BOX_LEFT - 14, middle + 4, BOX_LEFT - 20, 0 }, from_to(report, index));
    html_draw_box(html, STR("axis"), (Box) { x[0], middle, x[4] - x[0] + 1, 1 });
    html_draw_box(html, STR("box"), (Box) { x[1], middle - 8, x[3] - x[1] + 2, 17 });
    html_draw_box(html, STR("median"), (Box) { x[2], middle - 8, 2, 17 });
    draw_number(html, STR("count"), (Box) { x[4] + 8, middle + 4, 0, 0 }, (uint64_t) quarter(spread, 4));
    draw_number(html, STR("count middle"), (Box) { x[2], middle - 11, 0, 0 }, (uint64_t) quarter(spread, 2));
}

static void write_steps(const HtmlReport *report, Html *html)
{
    const Voice *voice = &report->voice;
    int rows = 0, longest = 1;
    Text description = text_in(voice->arena);
    Html *drawn = html_aside(html);
    for (size_t i = 0; i < report->step_count; i++) {
        if (report->steps[i].total == 0)
            continue;
        int last = quarter(&report->steps[i], 4);
        longest = last > longest ? last : longest;
        add_divider(voice, &description);
        text_add(&description, SAY(voice, WORDS_ABOUT, from_to(report, i), spread_told(voice, &report->steps[i])));
    }
    for (size_t i = 0; i < report->step_count; i++)
        if (report->steps[i].total)
            draw_spread(report, drawn, i, (Box) { 0, rows++ * BOX_ROW, longest, BOX_ROW });
    if (rows)
        PUT(html, figure, .title = say(voice, WORDS_HTML_STEPS_TOOK, NULL),
            .chart = html_chart(html, drawn, rows * BOX_ROW + 4, text_str(&description)), .caption = say(voice, WORDS_HTML_BOX, NULL));
}

void html_figures(const HtmlReport *report, Html *html, const duly_summary *summary)
{
    write_by_rule(report, html, summary);
    for (size_t i = 0; i < report->interval_count; i++)
        write_interval(report, html, i);
    write_steps(report, html);
}
