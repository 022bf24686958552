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

static void add_group(Text *out, const duly_statistic_row *row)
{
    for (size_t i = 0; i < row->key_count; i++) {
        text_add(out, i > 0 ? STR(", ") : STR(""));
        text_add(out, row->keys[i].value);
    }
}

/* ---- the table */

static void write_number_head(Html *html, WordsId phrase, const Str *values)
{
    html_markup(html, "<th scope=\"col\" class=\"number\">");
    html_phrase(html, phrase, values);
    html_markup(html, "</th>");
}

static void write_measure_heads(Html *html, const duly_statistic *statistic, const duly_measure *measure)
{
    Text before = { 0 };
    html_markup(html, "<th scope=\"col\" class=\"number\">");
    html_value(html, measure_title(measure));
    html_markup(html, "</th>");
    if (!is_compared(statistic))
        return;
    text_format(&before, "%lld", (long long) statistic->compared_before);
    write_number_head(html, WORDS_HTML_NAME_BEFORE, (Str[]) { measure_title(measure), text_str(&before) });
    write_number_head(html, WORDS_CHANGE, NULL);
    write_number_head(html, WORDS_RELATIVE_CHANGE, NULL);
    text_free(&before);
}

static void write_heads(Html *html, const duly_statistic *statistic)
{
    html_markup(html, "<thead><tr>");
    for (size_t i = 0; i < statistic->key_count; i++) {
        html_markup(html, "<th scope=\"col\">");
        html_value(html, statistic->keys[i]);
        html_markup(html, "</th>");
    }
    if (statistic->key_count == 0)
        html_markup(html, "<td></td>");
    for (size_t i = 0; i < statistic->measure_count; i++)
        write_measure_heads(html, statistic, &statistic->measures[i]);
    if (statistic->has_score)
        write_number_head(html, WORDS_SCORE, NULL);
    html_markup(html, "</tr></thead>\n");
}

static void write_number(Html *html, bool known, Str text)
{
    html_markup(html, "<td class=\"number\">");
    html_text(html, known ? text : STR("–"));
    html_markup(html, "</td>");
}

/* The first column names the row; a row that is of all groups has one name for all columns of keys. */
static void write_keys(Html *html, const duly_statistic *statistic, const duly_statistic_row *row)
{
    for (size_t i = 0; i < row->key_count && !row->is_total; i++) {
        html_markup(html, "<th scope=\"row\">");
        html_value(html, row->keys[i].value);
        html_markup(html, "</th>");
    }
    if (row->key_count > 0 && !row->is_total)
        return;
    html_markup(html, "<th scope=\"row\"");
    if (statistic->key_count > 1)
        html_attribute_number(html, "colspan", (int64_t) statistic->key_count);
    html_markup(html, ">");
    html_phrase(html, row->is_total ? WORDS_TOTAL : WORDS_ALL, NULL);
    html_markup(html, "</th>");
}

static void write_row(Html *html, const duly_statistic *statistic, const duly_statistic_row *row)
{
    Text score = { 0 };
    html_markup(html, "<tr>");
    write_keys(html, statistic, row);
    for (size_t i = 0; i < statistic->measure_count; i++) {
        const duly_figure *figure = &row->figures[i];
        write_number(html, figure->known, figure->text);
        if (!is_compared(statistic))
            continue;
        write_number(html, figure->known_before, figure->text_before);
        write_number(html, true, figure->change);
        write_number(html, true, figure->change_percent);
    }
    text_format(&score, "%.1f", row->score);
    if (statistic->has_score)
        write_number(html, row->has_score, text_str(&score));
    html_markup(html, "</tr>\n");
    text_free(&score);
}

static void write_rows(Html *html, const duly_statistic *statistic, bool totals)
{
    for (size_t i = 0; i < statistic->row_count; i++)
        if (statistic->rows[i].is_total == totals)
            write_row(html, statistic, &statistic->rows[i]);
}

static void write_caption(Html *html, const duly_statistic *statistic, Str name)
{
    html_markup(html, "<caption><h3");
    html_attribute(html, "id", name);
    html_markup(html, ">");
    html_value(html, statistic->title.len ? statistic->title : statistic->id);
    html_markup(html, "</h3>");
    if (statistic->source.len) {
        html_markup(html, "<p>");
        html_phrase(html, WORDS_SOURCE, (Str[]) { statistic->source });
        html_markup(html, "</p>");
    }
    html_markup(html, "</caption>\n");
}

static void write_table(Html *html, const duly_statistic *statistic)
{
    Text name = { 0 };
    bool has_total = statistic->row_count > 0 && statistic->rows[statistic->row_count - 1].is_total;
    text_add(&name, STR("statistic-"));
    text_add(&name, statistic->id);
    html_markup(html, "<div class=\"wide\" tabindex=\"0\" role=\"group\"");
    html_attribute(html, "aria-labelledby", text_str(&name));
    html_markup(html, "><table class=\"statistic\">");
    write_caption(html, statistic, text_str(&name));
    write_heads(html, statistic);
    html_markup(html, "<tbody>\n");
    write_rows(html, statistic, false);
    html_markup(html, "</tbody>");
    if (has_total) {
        html_markup(html, "<tfoot>\n");
        write_rows(html, statistic, true);
        html_markup(html, "</tfoot>");
    }
    html_markup(html, "</table></div>\n");
    text_free(&name);
}

/* ---- what keeps numbers from being known */

static void write_trouble(Html *html, const duly_statistic_row *row)
{
    Text group = { 0 };
    add_group(&group, row);
    html_markup(html, "<p class=\"why\">");
    if (row->key_count > 0)
        html_phrase(html, WORDS_HTML_NO_NUMBER, (Str[]) { text_str(&group), row->trouble });
    else
        html_text(html, row->trouble);
    html_markup(html, "</p>\n");
    text_free(&group);
}

static void write_troubles(Html *html, const duly_statistic *statistic)
{
    for (size_t i = 0; i < statistic->row_count; i++)
        if (statistic_tells_trouble(statistic, i))
            write_trouble(html, &statistic->rows[i]);
    if (statistic->row_count > 0)
        return;
    html_markup(html, "<p>");
    html_phrase(html, WORDS_HTML_NO_GROUPS, NULL);
    html_markup(html, "</p>\n");
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

static void describe(const Bars *bars, Str language, Text *out)
{
    WordsId phrase = is_compared(bars->statistic) ? WORDS_HTML_SO_MANY_BEFORE : WORDS_ABOUT;
    text_add(out, measure_title(&bars->statistic->measures[bars->measure]));
    for (size_t i = 0; i < bars->rows; i++) {
        const duly_figure *figure = &bars->statistic->rows[i].figures[bars->measure];
        Text group = { 0 };
        add_group(&group, &bars->statistic->rows[i]);
        words_add(out, language, WORDS_ALSO, NULL);
        words_add(
            out, language, phrase,
            (Str[]) { text_str(&group), figure->known ? figure->text : STR("–"), figure->known_before ? figure->text_before : STR("–") });
        text_free(&group);
    }
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
    Text group = { 0 };
    add_group(&group, row);
    html_draw_text(html, STR("end"), (Box) { LEFT - 10, top + height / 2 + 3, LEFT - 20, 0 }, text_str(&group));
    draw_bar(bars, html, (Bar) { STR("now"), figure->known, figure->number, figure->text }, (Box) { LEFT, top + 4, 0, BAR });
    if (is_compared(bars->statistic))
        draw_bar(bars, html, (Bar) { STR("before"), figure->known_before, figure->before, figure->text_before },
                 (Box) { LEFT, top + 4 + BAR, 0, BAR });
    text_free(&group);
}

static void write_key(Html *html, const char *name, int64_t value)
{
    Text text = { 0 };
    text_format(&text, "%lld", (long long) value);
    html_markup(html, " <span class=\"swatch ");
    html_text(html, str_of(name));
    html_markup(html, "\">");
    html_text(html, text_str(&text));
    html_markup(html, "</span>");
    text_free(&text);
}

static void write_chart(const Bars *bars, Html *html, Str language)
{
    int height = is_compared(bars->statistic) ? ROW_OF_TWO : ROW;
    Text description = { 0 };
    describe(bars, language, &description);
    html_markup(html, "<figure>");
    html_begin_chart(html, (int) bars->rows * height + 4, text_str(&description));
    for (size_t i = 0; i < bars->rows; i++)
        draw_row(bars, html, i, height);
    html_markup(html, "</svg><figcaption>");
    html_value(html, measure_title(&bars->statistic->measures[bars->measure]));
    if (is_compared(bars->statistic)) {
        write_key(html, "now", bars->statistic->compared_value);
        write_key(html, "before", bars->statistic->compared_before);
    }
    html_markup(html, "</figcaption></figure>\n");
    text_free(&description);
}

void html_statistic(Html *html, Str language, const duly_statistic *statistic)
{
    Bars bars = { .statistic = statistic };
    write_table(html, statistic);
    write_troubles(html, statistic);
    if (find_bars(&bars))
        write_chart(&bars, html, language);
}
