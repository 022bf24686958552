/* Statistics: a table for each, and bars where there is one number for each of a few groups. */
#include "report/html/html_parts.h"
#include "report/statistics.h"

enum {
    FEWEST_BARS = 2,
    MOST_BARS = 60,
    MOST_KEYS = 2,
    ROW = 26,
    ROW_OF_TWO = 38,
    BAR = 15,
    LEFT = 310,
    RIGHT = 90,
};

/* Above it there are no counts, days or ratios, only mistakes. */
static const double most_drawn = 1e15;

static bool is_compared(const duly_statistic *statistic)
{
    return statistic->compared.len > 0;
}

static Str group_of(Arena *arena, const duly_statistic_row *row)
{
    Text out = text_in(arena);
    for (size_t i = 0; i < row->key_count; i++)
        text_format(&out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(row->shown[i]));
    return text_str(&out);
}

/* ---- the table */

static void put_measure_heads(Html *html, const duly_statistic *statistic, const duly_measure *measure)
{
    const Voice *voice = html_voice(html);
    PUT(html, statistic_head, .number = true, .own = true, .name = measure_title(measure));
    if (!is_compared(statistic))
        return;
    Str before = arena_format(voice->arena, "%lld", (long long) statistic->compared_before);
    PUT(html, statistic_head, .number = true, .name = SAY(voice, WORDS_HTML_NAME_BEFORE, measure_title(measure), before));
    PUT(html, statistic_head, .number = true, .name = say(voice, WORDS_CHANGE, NULL));
    PUT(html, statistic_head, .number = true, .name = say(voice, WORDS_RELATIVE_CHANGE, NULL));
}

static Markup heads_of(const Html *html, const duly_statistic *statistic)
{
    Html *aside = html_aside(html);
    for (size_t i = 0; i < statistic->key_count; i++)
        PUT(aside, statistic_head, .own = true, .name = statistic->keys[i]);
    for (size_t i = 0; i < statistic->measure_count; i++)
        put_measure_heads(aside, statistic, &statistic->measures[i]);
    if (statistic->has_score)
        PUT(aside, statistic_head, .number = true, .name = say(html_voice(html), WORDS_SCORE, NULL));
    return html_made(aside);
}

/* The first column names the row; a row that is of all groups has one name for all columns of keys. */
static void put_keys(Html *html, const duly_statistic *statistic, const duly_statistic_row *row)
{
    for (size_t i = 0; i < row->key_count && !row->is_total; i++)
        PUT(html, statistic_key, .name = row->shown[i]);
    if (row->key_count == 0 || row->is_total)
        PUT(html, statistic_all,
            .columns = statistic->key_count > 1 ? number_in(html_voice(html)->arena, statistic->key_count) : (Str) { 0 },
            .name = say(html_voice(html), row->is_total ? WORDS_TOTAL : WORDS_ALL, NULL));
}

static void html_statistics_put_number(Html *html, bool known, Str text)
{
    html_number_cell(html, (Str) { 0 }, known ? text : STR("–"));
}

static void html_statistics_put_row(Html *html, const duly_statistic *statistic, const duly_statistic_row *row)
{
    Html *cells = html_aside(html);
    put_keys(cells, statistic, row);
    for (size_t i = 0; i < statistic->measure_count; i++) {
        const duly_figure *figure = &row->figures[i];
        html_statistics_put_number(cells, figure->known, figure->text);
        if (!is_compared(statistic))
            continue;
        html_statistics_put_number(cells, figure->known_before, figure->text_before);
        html_statistics_put_number(cells, true, figure->change);
        html_statistics_put_number(cells, true, figure->change_percent);
    }
    if (statistic->has_score)
        html_statistics_put_number(cells, row->has_score, arena_format(html_voice(html)->arena, "%.1f", row->score));
    PUT(html, statistic_row, .cells = html_made(cells));
}

static void html_statistics_write_table(Html *html, const duly_statistic *statistic)
{
    Html *rows[2] = { html_aside(html), html_aside(html) }; /* those of totals are the second */
    for (size_t i = 0; i < statistic->row_count; i++)
        html_statistics_put_row(rows[statistic->rows[i].is_total], statistic, &statistic->rows[i]);
    PUT(html, statistic, .id = statistic->id, .title = statistic_title(statistic), .source = statistic->source,
        .keyed = statistic->key_count > 0, .heads = heads_of(html, statistic), .rows = html_made(rows[0]), .totals = html_made(rows[1]));
}

/* What keeps numbers from being known. */
static void write_troubles(Html *html, const duly_statistic *statistic)
{
    for (size_t i = 0; i < statistic->row_count; i++) {
        const duly_statistic_row *row = &statistic->rows[i];
        if (statistic_tells_trouble(statistic, i))
            PUT(html, trouble, .group = row->key_count ? group_of(html_voice(html)->arena, row) : (Str) { 0 }, .trouble = row->trouble);
    }
    if (statistic->row_count == 0)
        PUT(html, no_groups, 0);
}

/* ---- the chart */

typedef struct {
    const duly_statistic *statistic;
    size_t measure, rows; /* the first rows: a total is none of the bars */
    double most;
} Bars;

static bool is_drawn(bool known, double number, double *most)
{
    if (!known)
        return true;
    *most = number > *most ? number : *most;
    return number >= 0 && number <= most_drawn;
}

/* The first measure that is a number in each row where it is known. */
static bool find_measure(Bars *bars)
{
    const duly_statistic *statistic = bars->statistic;
    for (bars->measure = 0; bars->measure < statistic->measure_count; bars->measure++) {
        bool fits = true;
        bars->most = 0;
        for (size_t i = 0; i < bars->rows && fits; i++) {
            const duly_figure *figure = &statistic->rows[i].figures[bars->measure];
            bool known_before = is_compared(statistic) && figure->known_before;
            fits = (figure->is_number || !(figure->known || known_before)) && is_drawn(figure->known, figure->number, &bars->most) &&
                   is_drawn(known_before, figure->before, &bars->most);
        }
        if (fits && bars->most > 0)
            return true;
    }
    return false;
}

static bool find_bars(Bars *bars)
{
    const duly_statistic *statistic = bars->statistic;
    for (bars->rows = 0; bars->rows < statistic->row_count && !statistic->rows[bars->rows].is_total; bars->rows++)
        continue;
    return statistic->key_count > 0 && statistic->key_count <= MOST_KEYS && bars->rows >= FEWEST_BARS && bars->rows <= MOST_BARS &&
           find_measure(bars);
}

static Str describe(const Bars *bars, const Voice *voice)
{
    Text out = text_in(voice->arena);
    text_add(&out, measure_title(&bars->statistic->measures[bars->measure]));
    for (size_t i = 0; i < bars->rows; i++) {
        const duly_figure *figure = &bars->statistic->rows[i].figures[bars->measure];
        words_add(&out, voice->language, WORDS_ALSO, NULL);
        text_add(&out, SAY(voice, is_compared(bars->statistic) ? WORDS_HTML_SO_MANY_BEFORE : WORDS_ABOUT,
                           group_of(voice->arena, &bars->statistic->rows[i]), figure->known ? figure->text : STR("–"),
                           figure->known_before ? figure->text_before : STR("–")));
    }
    return text_str(&out);
}

typedef struct {
    Str name; /* in the style sheet */
    bool known;
    double number;
    Str text;
} Bar;

static void draw_bar(const Bars *bars, Html *html, Bar bar, Box at)
{
    int width = bar.known ? (int) (bar.number / bars->most * (HTML_CHART_WIDTH - LEFT - RIGHT)) : 0;
    if (bar.known && bar.number > 0)
        html_draw_box(html, bar.name, (Box) { at.x, at.y, width > 0 ? width : 1, at.height });
    html_draw_text(html, STR("count"), (Box) { at.x + width + 8, at.y + at.height - 3, RIGHT - 8, 0 }, bar.known ? bar.text : STR("–"));
}

static void draw_row(const Bars *bars, Html *html, size_t index, int height)
{
    const duly_statistic_row *row = &bars->statistic->rows[index];
    const duly_figure *figure = &row->figures[bars->measure];
    int top = (int) index * height;
    html_draw_text(html, STR("end"), (Box) { LEFT - 10, top + height / 2 + 3, LEFT - 20, 0 }, group_of(html_voice(html)->arena, row));
    draw_bar(bars, html, (Bar) { STR("now"), figure->known, figure->number, figure->text }, (Box) { LEFT, top + 4, 0, BAR });
    if (is_compared(bars->statistic))
        draw_bar(bars, html, (Bar) { STR("before"), figure->known_before, figure->before, figure->text_before },
                 (Box) { LEFT, top + 4 + BAR, 0, BAR });
}

static void put_year(Html *html, const char *kind, int64_t value)
{
    html_markup(html, " ");
    PUT(html, swatch, .kind = str_of(kind), .name = html_units(html, value));
}

static void write_chart(const Bars *bars, Html *html)
{
    int height = is_compared(bars->statistic) ? ROW_OF_TWO : ROW;
    Html *drawn = html_aside(html), *more = html_aside(html);
    for (size_t i = 0; i < bars->rows; i++)
        draw_row(bars, drawn, i, height);
    if (is_compared(bars->statistic)) {
        put_year(more, "now", bars->statistic->compared_value);
        put_year(more, "before", bars->statistic->compared_before);
    }
    PUT(html, figure, .chart = html_chart(html, drawn, (int) bars->rows * height + 4, describe(bars, html_voice(html))), .own = true,
        .caption = measure_title(&bars->statistic->measures[bars->measure]), .more = html_made(more));
}

void html_statistic(Html *html, const duly_statistic *statistic)
{
    Bars bars = { .statistic = statistic };
    html_statistics_write_table(html, statistic);
    write_troubles(html, statistic);
    if (find_bars(&bars))
        write_chart(&bars, html);
}
