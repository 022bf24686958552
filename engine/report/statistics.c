/* Statistics as text, CSV, JSON and Markdown. */
#include "report/statistics.h"

#include "base/array.h"
#include "base/words.h"
#include "codec/json.h"
#include "report/dates.h"
#include "report/escape.h"
#include "report/text/page.h"
#include "report/printable.h"
#include "report/report.h"

/* ---- words */

static Str word(const StatisticsReport *report, WordsId id)
{
    return words_get(report->language, id);
}

static void send(StatisticsReport *report, Text *text)
{
    output_add(report->out, text_str(text));
    text_free(text);
}

static Str title_of(const duly_statistic *statistic)
{
    return statistic->title.len ? statistic->title : statistic->id;
}

/* ---- a table of texts: the headings, then a row for each group */

typedef struct {
    Arena arena;
    Str *cells;
    size_t columns, rows, keys; /* the first columns are keys, the others figures */
} Grid;

static void put(Grid *grid, size_t row, size_t *column, Str s)
{
    grid->cells[row * grid->columns + (*column)++] = arena_str(&grid->arena, s);
}

static void put_headings(const StatisticsReport *report, Grid *grid, const duly_statistic *statistic)
{
    size_t at = 0;
    for (size_t i = 0; i < statistic->key_count; i++)
        put(grid, 0, &at, statistic->keys[i]);
    if (statistic->key_count == 0)
        put(grid, 0, &at, STR(""));
    for (size_t i = 0; i < statistic->measure_count; i++) {
        const duly_measure *measure = &statistic->measures[i];
        Str name = measure->title.len ? measure->title : measure->name;
        put(grid, 0, &at, name);
        if (statistic->compared.len == 0)
            continue;
        put(grid, 0, &at, arena_format(&grid->arena, "%.*s (%lld)", STR_ARG(name), (long long) statistic->compared_before));
        put(grid, 0, &at, word(report, WORDS_CHANGE));
        put(grid, 0, &at, word(report, WORDS_RELATIVE_CHANGE));
    }
    if (statistic->has_score)
        put(grid, 0, &at, word(report, WORDS_SCORE));
}

static void put_keys(const StatisticsReport *report, Grid *grid, const duly_statistic *statistic, size_t row, size_t *at)
{
    const duly_statistic_row *given = &statistic->rows[row - 1];
    for (size_t i = 0; i < grid->keys; i++) {
        bool has_key = !given->is_total && i < given->key_count;
        Str all = i > 0 ? (Str) { 0 } : word(report, given->is_total ? WORDS_TOTAL : WORDS_ALL);
        put(grid, row, at, has_key ? given->keys[i].value : all);
    }
}

static void put_row(const StatisticsReport *report, Grid *grid, const duly_statistic *statistic, size_t row)
{
    const duly_statistic_row *given = &statistic->rows[row - 1];
    size_t at = 0;
    put_keys(report, grid, statistic, row, &at);
    for (size_t i = 0; i < statistic->measure_count; i++) {
        const duly_figure *figure = &given->figures[i];
        put(grid, row, &at, figure->known ? figure->text : STR("–"));
        if (statistic->compared.len == 0)
            continue;
        put(grid, row, &at, figure->known_before ? figure->text_before : STR("–"));
        put(grid, row, &at, figure->change);
        put(grid, row, &at, figure->change_percent);
    }
    if (statistic->has_score)
        put(grid, row, &at, given->has_score ? arena_format(&grid->arena, "%.1f", given->score) : STR("–"));
}

static Grid make_grid(const StatisticsReport *report, const duly_statistic *statistic)
{
    size_t each = statistic->compared.len ? 4 : 1;
    Grid grid = { .keys = statistic->key_count ? statistic->key_count : 1, .rows = statistic->row_count + 1 };
    grid.columns = grid.keys + statistic->measure_count * each + statistic->has_score;
    grid.cells = arena_array(&grid.arena, Str, grid.rows * grid.columns);
    put_headings(report, &grid, statistic);
    for (size_t row = 1; row < grid.rows; row++)
        put_row(report, &grid, statistic, row);
    return grid;
}

/* ---- text */

static size_t width_of(const Grid *grid, size_t column)
{
    size_t widest = 0;
    for (size_t row = 0; row < grid->rows; row++) {
        Text text = { 0 };
        printable_add(&text, grid->cells[row * grid->columns + column]);
        size_t width = printable_width(text_str(&text));
        widest = width > widest ? width : widest;
        text_free(&text);
    }
    return widest;
}

/* Keys stand to the left, figures to the right. */
static void add_cell(const Grid *grid, Text *line, size_t row, size_t column, size_t width)
{
    Text text = { 0 };
    printable_add(&text, grid->cells[row * grid->columns + column]);
    size_t gap = width - printable_width(text_str(&text));
    if (column >= grid->keys)
        text_add_repeat(line, ' ', gap);
    text_add(line, text_str(&text));
    if (column < grid->keys && column + 1 < grid->columns)
        text_add_repeat(line, ' ', gap);
    text_free(&text);
}

static void add_lines(const Grid *grid, Text *out)
{
    size_t *widths = memory_alloc(grid->columns * sizeof *widths);
    for (size_t column = 0; column < grid->columns; column++)
        widths[column] = width_of(grid, column);
    for (size_t row = 0; row < grid->rows; row++) {
        text_add(out, STR("  "));
        for (size_t column = 0; column < grid->columns; column++) {
            if (column > 0)
                text_add(out, STR("  "));
            add_cell(grid, out, row, column, widths[column]);
        }
        text_add_char(out, '\n');
    }
    free_(widths);
}

/* All groups together have the troubles of each: only one of their own is told. */
bool statistic_tells_trouble(const duly_statistic *statistic, size_t row)
{
    bool told = false;
    for (size_t i = 0; statistic->rows[row].is_total && i < statistic->row_count; i++)
        told |= i != row && statistic->rows[i].trouble.len > 0;
    return statistic->rows[row].trouble.len > 0 && !told;
}

/* What keeps figures from being known, group by group. */
static void add_troubles(const StatisticsReport *report, Text *out, const duly_statistic *statistic)
{
    for (size_t row = 0; row < statistic->row_count; row++) {
        const duly_statistic_row *given = &statistic->rows[row];
        if (!statistic_tells_trouble(statistic, row))
            continue;
        text_add(out, STR("  "));
        for (size_t i = 0; i < given->key_count; i++) {
            printable_add(out, given->keys[i].value);
            text_add(out, i + 1 < given->key_count ? STR(", ") : STR(": "));
        }
        text_add(out, word(report, WORDS_NOT_KNOWN));
        printable_add(out, given->trouble);
        text_add_char(out, '\n');
    }
}

static void text_begin(StatisticsReport *report, const duly_run *run)
{
    duly_pack_info info;
    Text text = { 0 };
    duly_pack_describe(run->pack, &info);
    printable_add(&text, info.title.len ? info.title : info.name);
    text_format(&text, "\n%.*s%s\n", STR_ARG(word(report, WORDS_COUNTED_AS_OF)), day_of(run->as_of).text);
    for (size_t i = 0; i < run->set_count; i++)
        text_format(&text, "%.*s=%.*s\n", (int) run->set[i].name.len, run->set[i].name.at, (int) run->set[i].value.len,
                    run->set[i].value.at);
    send(report, &text);
}

static void text_statistic(StatisticsReport *report, const duly_statistic *statistic)
{
    Text text = { 0 };
    text_add_char(&text, '\n');
    printable_add(&text, title_of(statistic));
    text_add_char(&text, '\n');
    if (statistic->row_count == 0) {
        text_format(&text, "  %.*s\n", STR_ARG(word(report, WORDS_NOTHING_TO_COUNT)));
    } else {
        Grid grid = make_grid(report, statistic);
        add_lines(&grid, &text);
        add_troubles(report, &text, statistic);
        arena_free(&grid.arena);
    }
    send(report, &text);
}

static void end_quietly(StatisticsReport *report, const duly_run *run)
{
    (void) report, (void) run;
}

/* ---- Markdown */

static void markdown_begin(StatisticsReport *report, const duly_run *run)
{
    duly_pack_info info;
    Text text = { 0 };
    duly_pack_describe(run->pack, &info);
    text_add(&text, STR("# "));
    escape_markdown(&text, info.title.len ? info.title : info.name);
    text_format(&text, "\n\n%.*s%s\n", STR_ARG(word(report, WORDS_COUNTED_AS_OF)), day_of(run->as_of).text);
    send(report, &text);
}

static void add_markdown_row(const Grid *grid, Text *out, size_t row)
{
    for (size_t column = 0; column < grid->columns; column++) {
        text_add(out, STR("| "));
        escape_markdown(out, grid->cells[row * grid->columns + column]);
        text_add_char(out, ' ');
    }
    text_add(out, STR("|\n"));
}

static void markdown_statistic(StatisticsReport *report, const duly_statistic *statistic)
{
    Text text = { 0 };
    Grid grid = make_grid(report, statistic);
    text_add(&text, STR("\n## "));
    escape_markdown(&text, title_of(statistic));
    text_add(&text, STR("\n\n"));
    add_markdown_row(&grid, &text, 0);
    for (size_t column = 0; column < grid.columns; column++)
        text_add(&text, column < grid.keys ? STR("|---") : STR("|--:"));
    text_add(&text, STR("|\n"));
    for (size_t row = 1; row < grid.rows; row++)
        add_markdown_row(&grid, &text, row);
    arena_free(&grid.arena);
    send(report, &text);
}

/* ---- CSV: one figure a line, so that statistics of all shapes go into one file */

static void csv_begin(StatisticsReport *report, const duly_run *run)
{
    (void) run;
    output_add(report->out, STR("statistic,group,measure,value,text,before,change,change_percent\r\n"));
}

static void add_group(Text *out, const duly_statistic_row *row)
{
    Text group = { 0 };
    for (size_t i = 0; i < row->key_count; i++) {
        if (i > 0)
            text_add(&group, STR("; "));
        text_add(&group, row->keys[i].value);
    }
    if (row->is_total)
        text_add(&group, STR("total"));
    escape_csv(out, text_str(&group));
    text_free(&group);
}

static void add_csv_number(Text *out, bool known, double number)
{
    if (known)
        text_format(out, "%.15g", number);
    text_add_char(out, ',');
}

static void add_csv_line(Text *out, const duly_statistic *statistic, const duly_statistic_row *row, size_t measure)
{
    const duly_figure *figure = &row->figures[measure];
    escape_csv(out, statistic->id);
    text_add_char(out, ',');
    add_group(out, row);
    text_add_char(out, ',');
    escape_csv(out, statistic->measures[measure].name);
    text_add_char(out, ',');
    add_csv_number(out, figure->known && figure->is_number, figure->number);
    escape_csv(out, figure->text);
    text_add_char(out, ',');
    add_csv_number(out, figure->known_before, figure->before);
    text_add(out, figure->change); /* a number of our own making: its sign makes no formula */
    text_add_char(out, ',');
    text_add(out, figure->change_percent);
    text_add(out, STR("\r\n"));
}

static void csv_statistic(StatisticsReport *report, const duly_statistic *statistic)
{
    Text text = { 0 };
    for (size_t row = 0; row < statistic->row_count; row++) {
        for (size_t i = 0; i < statistic->measure_count; i++)
            add_csv_line(&text, statistic, &statistic->rows[row], i);
        if (!statistic->rows[row].has_score)
            continue;
        escape_csv(&text, statistic->id);
        text_add_char(&text, ',');
        add_group(&text, &statistic->rows[row]);
        text_format(&text, ",score,%.15g,%.1f,,,\r\n", statistic->rows[row].score, statistic->rows[row].score);
    }
    send(report, &text);
}

/* ---- JSON */

static void json_begin(StatisticsReport *report, const duly_run *run)
{
    duly_pack_info info;
    JsonWriter *json = memory_alloc(sizeof *json);
    *json = (JsonWriter) { .out = report->out, .indent = true };
    report->state = json;
    duly_pack_describe(run->pack, &info);
    json_open_object(json);
    json_key(json, "duly");
    json_str(json, run->version);
    json_key(json, "pack");
    json_str(json, info.name);
    json_key(json, "as_of");
    json_str(json, str_of(day_of(run->as_of).text));
    json_key(json, "set");
    json_open_object_inline(json);
    for (size_t i = 0; i < run->set_count; i++) {
        json_key_str(json, run->set[i].name);
        json_str(json, run->set[i].value);
    }
    json_close_object(json);
    json_key(json, "statistics");
    json_open_array(json);
}

static void json_text_or_none(JsonWriter *json, const char *key, duly_text text)
{
    json_key(json, key);
    if (text.len > 0)
        json_str(json, text);
    else
        json_none(json);
}

static void json_number(JsonWriter *json, const char *key, bool known, double number)
{
    json_key(json, key);
    bool is_whole = number > -9e15 && number < 9e15 && number == (double) (int64_t) number;
    if (known && is_whole)
        json_int(json, (int64_t) number);
    else if (known)
        json_double(json, number);
    else
        json_none(json);
}

static void json_figure(JsonWriter *json, const duly_statistic *statistic, const duly_figure *figure)
{
    json_open_object_inline(json);
    json_number(json, "value", figure->known && figure->is_number, figure->number);
    json_text_or_none(json, "text", figure->text);
    if (statistic->compared.len > 0) {
        json_number(json, "before", figure->known_before && figure->is_number, figure->before);
        json_text_or_none(json, "change", figure->change);
        json_text_or_none(json, "change_percent", figure->change_percent);
    }
    json_close_object(json);
}

static void json_row(JsonWriter *json, const duly_statistic *statistic, const duly_statistic_row *row)
{
    json_open_object(json);
    json_key(json, "group");
    if (row->is_total) {
        json_none(json);
    } else {
        json_open_object_inline(json);
        for (size_t i = 0; i < row->key_count; i++) {
            json_key_str(json, row->keys[i].name);
            if (row->keys[i].missing)
                json_none(json);
            else
                json_str(json, row->keys[i].value);
        }
        json_close_object(json);
    }
    json_key(json, "records");
    json_uint(json, row->records);
    for (size_t i = 0; i < statistic->measure_count; i++) {
        json_key_str(json, statistic->measures[i].name);
        json_figure(json, statistic, &row->figures[i]);
    }
    if (statistic->has_score)
        json_number(json, "score", row->has_score, row->score);
    json_text_or_none(json, "trouble", row->trouble);
    json_close_object(json);
}

static void json_statistic(StatisticsReport *report, const duly_statistic *statistic)
{
    JsonWriter *json = report->state;
    json_open_object(json);
    json_key(json, "id");
    json_str(json, statistic->id);
    json_text_or_none(json, "title", statistic->title);
    json_key(json, "table");
    json_str(json, statistic->table);
    if (statistic->compared.len > 0) {
        json_key(json, "compared");
        json_open_object_inline(json);
        json_key_str(json, statistic->compared);
        json_int(json, statistic->compared_value);
        json_key(json, "before");
        json_int(json, statistic->compared_before);
        json_close_object(json);
    }
    json_key(json, "rows");
    json_open_array(json);
    for (size_t i = 0; i < statistic->row_count; i++)
        json_row(json, statistic, &statistic->rows[i]);
    json_close_array(json);
    json_close_object(json);
}

static void json_end(StatisticsReport *report, const duly_run *run)
{
    JsonWriter *json = report->state;
    json_close_array(json);
    json_key(json, "complete");
    json_bool(json, run->complete);
    json_close_object(json);
    output_add(report->out, STR("\n"));
    free_(json);
    report->state = NULL;
}

/* ---- the table of formats */

const StatisticsFormat statistics_formats[] = {
    { "text", "for people", text_begin, text_statistic, end_quietly },
    { "csv", "one figure a line", csv_begin, csv_statistic, end_quietly },
    { "json", "one object", json_begin, json_statistic, json_end },
    { "markdown", "for a page", markdown_begin, markdown_statistic, end_quietly },
};

const size_t statistics_format_count = sizeof statistics_formats / sizeof *statistics_formats;
