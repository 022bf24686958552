/* Statistics as CSV: one figure a line, so that statistics of all shapes go into one file. */
#include "report/escape.h"
#include "report/statistics.h"

static void statistics_csv_begin(void *context, const duly_run *run)
{
    const ReportOptions *options = context;
    (void) run;
    output_add(options->out, STR("statistic,group,measure,value,text,before,change,change_percent\r\n"));
}

static Str group_of(Arena *arena, const duly_statistic_row *row)
{
    Text group = text_in(arena);
    for (size_t i = 0; i < row->key_count; i++) {
        text_add(&group, i > 0 ? STR("; ") : STR(""));
        text_add(&group, row->keys[i].value);
    }
    text_add(&group, row->is_total ? STR("total") : STR(""));
    return text_str(&group);
}

static void add_texts(Text *out, const Str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        escape_csv(out, texts[i]);
        text_add_char(out, ',');
    }
}

static void statistics_csv_add_number(Text *out, bool known, double number)
{
    if (known)
        text_format(out, "%.15g", number);
    text_add_char(out, ',');
}

static void statistics_csv_add_line(Text *out, const duly_statistic *statistic, const duly_statistic_row *row, size_t measure)
{
    const duly_figure *figure = &row->figures[measure];
    add_texts(out, (Str[]) { statistic->id, group_of(out->arena, row), statistic->measures[measure].name }, 3);
    statistics_csv_add_number(out, figure->known && figure->is_number, figure->number);
    add_texts(out, &figure->text, 1);
    statistics_csv_add_number(out, figure->known_before && figure->is_number, figure->before);
    /* numbers of our own making: their signs make no formula */
    text_format(out, "%.*s,%.*s\r\n", STR_ARG(figure->change), STR_ARG(figure->change_percent));
}

static void statistic(void *context, const duly_statistic *told)
{
    const ReportOptions *options = context;
    Text text = text_in(options->scratch);
    for (size_t i = 0; i < told->row_count; i++) {
        const duly_statistic_row *row = &told->rows[i];
        for (size_t measure = 0; measure < told->measure_count; measure++)
            statistics_csv_add_line(&text, told, row, measure);
        if (!row->has_score)
            continue;
        add_texts(&text, (Str[]) { told->id, group_of(options->scratch, row) }, 2);
        text_format(&text, "score,%.15g,%.1f,,,\r\n", row->score, row->score);
    }
    output_add(options->out, text_str(&text));
}

duly_sink statistics_csv_open(const ReportOptions *options)
{
    return (duly_sink) { .context = options_kept(options), .begin = statistics_csv_begin, .statistic = statistic };
}
