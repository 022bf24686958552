/* Statistics for people: as aligned columns, and as tables of Markdown. */
#include "report/dates.h"
#include "report/escape.h"
#include "report/printable.h"
#include "report/statistics.h"
#include "report/text/grid.h"

typedef struct {
    Output *out;
    Voice voice;
} StatisticsText;

/* ---- the table: the headings, then a row for each group */

static void put_headings(Grid *grid, const Voice *voice, const duly_statistic *statistic)
{
    for (size_t i = 0; i < statistic->key_count; i++)
        grid_put(grid, statistic->keys[i]);
    if (statistic->key_count == 0)
        grid_put(grid, STR(""));
    for (size_t i = 0; i < statistic->measure_count; i++) {
        Str name = measure_title(&statistic->measures[i]);
        grid_put(grid, name);
        if (statistic->compared.len == 0)
            continue;
        grid_put(grid, arena_format(grid->arena, "%.*s (%lld)", STR_ARG(name), (long long) statistic->compared_before));
        grid_put(grid, say(voice, WORDS_CHANGE, NULL));
        grid_put(grid, say(voice, WORDS_RELATIVE_CHANGE, NULL));
    }
    if (statistic->has_score)
        grid_put(grid, say(voice, WORDS_SCORE, NULL));
}

static void statistics_text_put_row(Grid *grid, const Voice *voice, const duly_statistic *statistic, const duly_statistic_row *row)
{
    for (size_t i = 0; i < grid->keys; i++) {
        bool has_key = !row->is_total && i < row->key_count;
        Str all = i > 0 ? (Str) { 0 } : say(voice, row->is_total ? WORDS_TOTAL : WORDS_ALL, NULL);
        grid_put(grid, has_key ? (Str) row->shown[i] : all);
    }
    for (size_t i = 0; i < statistic->measure_count; i++) {
        const duly_figure *figure = &row->figures[i];
        grid_put(grid, figure->known ? figure->text : STR("–"));
        if (statistic->compared.len == 0)
            continue;
        grid_put(grid, figure->known_before ? figure->text_before : STR("–"));
        grid_put(grid, figure->change);
        grid_put(grid, figure->change_percent);
    }
    if (statistic->has_score)
        grid_put(grid, row->has_score ? arena_format(grid->arena, "%.1f", row->score) : STR("–"));
}

static Grid make_grid(const Voice *voice, const duly_statistic *statistic)
{
    size_t each = statistic->compared.len ? 4 : 1, keys = statistic->key_count ? statistic->key_count : 1;
    Grid grid = { .arena = voice->arena, .keys = keys, .columns = keys + statistic->measure_count * each + statistic->has_score };
    put_headings(&grid, voice, statistic);
    for (size_t i = 0; i < statistic->row_count; i++)
        statistics_text_put_row(&grid, voice, statistic, &statistic->rows[i]);
    return grid;
}

/* ---- for a terminal */

static Str pack_title(const duly_run *run)
{
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    return info.title.len ? info.title : info.name;
}

static void text_begin(void *context, const duly_run *run)
{
    const StatisticsText *report = context;
    Text text = text_in(report->voice.arena);
    printable_add(&text, pack_title(run));
    text_format(&text, "\n%.*s%s\n", STR_ARG(say(&report->voice, WORDS_COUNTED_AS_OF, NULL)),
                day_spoken(report->voice.language, run->as_of).text);
    for (size_t i = 0; i < run->set_count; i++)
        text_format(&text, "%.*s=%.*s\n", STR_ARG(run->set[i].name), STR_ARG(run->set[i].value));
    output_add(report->out, text_str(&text));
}

/* What keeps figures from being known, group by group. */
static void add_troubles(const Voice *voice, Text *out, const duly_statistic *statistic)
{
    for (size_t row = 0; row < statistic->row_count; row++) {
        const duly_statistic_row *given = &statistic->rows[row];
        if (!statistic_tells_trouble(statistic, row))
            continue;
        text_add(out, STR("  "));
        for (size_t i = 0; i < given->key_count; i++) {
            printable_add(out, given->shown[i]);
            text_add(out, i + 1 < given->key_count ? STR(", ") : STR(": "));
        }
        text_add(out, say(voice, WORDS_NOT_KNOWN, NULL));
        printable_add(out, given->trouble);
        text_add_char(out, '\n');
    }
}

static void text_statistic(void *context, const duly_statistic *statistic)
{
    const StatisticsText *report = context;
    Text text = text_in(report->voice.arena);
    text_format(&text, "\n%.*s\n", STR_ARG(shown(report->voice.arena, statistic_title(statistic))));
    if (statistic->row_count == 0) {
        text_format(&text, "  %.*s\n", STR_ARG(say(&report->voice, WORDS_NOTHING_TO_COUNT, NULL)));
    } else {
        Grid grid = make_grid(&report->voice, statistic);
        grid_add_text(&text, &grid, &(GridLook) { .indent = 2 });
        add_troubles(&report->voice, &text, statistic);
    }
    output_add(report->out, text_str(&text));
}

/* ---- as Markdown */

static void markdown_begin(void *context, const duly_run *run)
{
    const StatisticsText *report = context;
    Text text = text_in(report->voice.arena);
    text_add(&text, STR("# "));
    escape_markdown(&text, pack_title(run));
    text_format(&text, "\n\n%.*s%s\n", STR_ARG(say(&report->voice, WORDS_COUNTED_AS_OF, NULL)),
                day_spoken(report->voice.language, run->as_of).text);
    output_add(report->out, text_str(&text));
}

static void markdown_statistic(void *context, const duly_statistic *statistic)
{
    const StatisticsText *report = context;
    Text text = text_in(report->voice.arena);
    Grid grid = make_grid(&report->voice, statistic);
    text_add(&text, STR("\n## "));
    escape_markdown(&text, statistic_title(statistic));
    text_add(&text, STR("\n\n"));
    grid_add_markdown(&text, &grid, "---");
    output_add(report->out, text_str(&text));
}

static StatisticsText *statistics_text_open_report(const ReportOptions *options)
{
    StatisticsText *report = arena_new(options->arena, StatisticsText);
    *report = (StatisticsText) { options->out, { options->scratch, options->language } };
    return report;
}

duly_sink statistics_text_open(const ReportOptions *options)
{
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = statistics_text_open_report(options), .begin = text_begin, .statistic = text_statistic
    };
}

duly_sink statistics_markdown_open(const ReportOptions *options)
{
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = statistics_text_open_report(options), .begin = markdown_begin, .statistic = markdown_statistic
    };
}
