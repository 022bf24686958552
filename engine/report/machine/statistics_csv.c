/* Statistics as CSV: one figure a line, so that statistics of all shapes go into one file and one table of a database. Numbers stand as
   they were computed beside the text that people see, which is rounded. */
#include "report/machine/csv_row.h"
#include "report/statistics.h"

static void statistics_csv_begin(void *context, const duly_run *run)
{
    const ReportOptions *options = context;
    (void) run;
    output_add(options->out, STR("statistic,group,measure,value,text,before,change,change_percent\r\n"));
}

static Str statistics_csv_group_of(Arena *arena, const duly_statistic_row *row)
{
    Text group = text_in(arena);
    for (size_t i = 0; i < row->key_count; i++) {
        text_add(&group, i > 0 ? STR("; ") : STR(""));
        text_add(&group, row->keys[i].value);
    }
    text_add(&group, row->is_total ? STR("total") : STR(""));
    return text_str(&group);
}

static Str number_of_double(Arena *arena, bool known, double number)
{
    return known ? arena_format(arena, "%.15g", number) : (Str) { 0 };
}

/* The values, and how they changed, are numbers of our own making. */
enum { VALUE = 3, BEFORE = 5, CHANGE = 6, PERCENT = 7, NUMBERS = 1 << VALUE | 1 << BEFORE | 1 << CHANGE | 1 << PERCENT };

static void statistics_csv_add_line(const ReportOptions *options, const duly_statistic *statistic, const duly_statistic_row *row,
                                    size_t measure)
{
    Arena *arena = options->scratch;
    const duly_figure *figure = &row->figures[measure];
    const Str cells[] = { statistic->id,
                          statistics_csv_group_of(arena, row),
                          statistic->measures[measure].name,
                          number_of_double(arena, figure->known && figure->is_number, figure->number),
                          figure->text,
                          number_of_double(arena, figure->known_before && figure->is_number, figure->before),
                          figure->change,
                          figure->change_percent };
    csv_row(options->out, arena, cells, sizeof cells / sizeof *cells, NUMBERS);
}

static void csv_statistic(void *context, const duly_statistic *told)
{
    const ReportOptions *options = context;
    Arena *arena = options->scratch;
    for (size_t i = 0; i < told->row_count; i++) {
        const duly_statistic_row *row = &told->rows[i];
        for (size_t measure = 0; measure < told->measure_count; measure++)
            statistics_csv_add_line(options, told, row, measure);
        const Str cells[] = { told->id,
                              statistics_csv_group_of(arena, row),
                              STR("score"),
                              number_of_double(arena, true, row->score),
                              arena_format(arena, "%.1f", row->score),
                              { 0 },
                              { 0 },
                              { 0 } };
        if (row->has_score)
            csv_row(options->out, arena, cells, sizeof cells / sizeof *cells, NUMBERS);
    }
}

duly_sink statistics_csv_open(const ReportOptions *options)
{
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = options_kept(options), .begin = statistics_csv_begin, .statistic = csv_statistic
    };
}
