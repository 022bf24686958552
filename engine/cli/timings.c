/* The dearest rules first. What rules share and what is no rule's (reading, groups, telling) has lines of its own, so that the figures
   add up to the run (run/timings.c). */
#include "cli/timings.h"

#include <stdlib.h>

#include "base/array.h"
#include "report/printable.h"
#include "report/report.h"

enum { NAME_COLUMNS = 40 };

typedef struct {
    Str name;
    uint64_t condition, findings, rows;
} Row;

static int by_time(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    uint64_t left = x->condition + x->findings, right = y->condition + y->findings;
    return left != right ? (left < right) - (left > right) : str_compare(x->name, y->name);
}

static uint64_t timings_rows_of(const duly_rule_count *count)
{
    return count->outcomes[DULY_PASS] + count->outcomes[DULY_VIOLATION] + count->outcomes[DULY_UNDECIDED] + count->outcomes[DULY_WAIVED];
}

static void add_time(Text *line, uint64_t nanoseconds)
{
    text_format(line, "  %9.3f", (double) nanoseconds / 1e6);
}

static void timings_tell_row(Output *err, const Row *row)
{
    Text line = { 0 };
    text_add(&line, STR("  "));
    printable_add(&line, row->name);
    text_add_repeat(&line, ' ', row->name.len < NAME_COLUMNS ? NAME_COLUMNS - row->name.len : 0);
    add_time(&line, row->condition);
    add_time(&line, row->findings);
    text_format(&line, "  %9llu\n", (unsigned long long) row->rows);
    output_add(err, text_str(&line));
    text_free(&line);
}

static void timings_tell_other(Output *err, const char *what, uint64_t nanoseconds)
{
    output_format(err, "  %-*s  %9.3f\n", NAME_COLUMNS, what, (double) nanoseconds / 1e6);
}

static uint64_t timings_sum_of(const duly_timings *timings, const Row *rows, size_t count)
{
    uint64_t sum =
        timings->shared_ns + timings->cells_ns + timings->reading_ns + timings->groups_ns + timings->telling_ns + timings->rest_ns;
    for (size_t i = 0; i < count; i++)
        sum += rows[i].condition + rows[i].findings;
    return sum;
}

void timings_print(Output *err, const duly_run *run, const duly_summary *summary)
{
    const duly_timings *timings = summary->timings;
    Row *rows = memory_alloc((summary->rule_count + 1) * sizeof *rows);
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        duly_pack_rule(run->pack, timings->rules[i].rule, &rule);
        rows[i] = (Row) { rule.id, timings->rules[i].condition_ns, timings->rules[i].findings_ns, timings_rows_of(&summary->rules[i]) };
    }
    qsort(rows, summary->rule_count, sizeof *rows, by_time);
    output_format(err, "%-*s  %9s  %9s  %9s\n", NAME_COLUMNS + 2, "milliseconds, all threads together", "condition", "findings", "records");
    for (size_t i = 0; i < summary->rule_count; i++)
        timings_tell_row(err, &rows[i]);
    timings_tell_other(err, "(conditions that several rules share)", timings->shared_ns);
    timings_tell_other(err, "(cells turned into values)", timings->cells_ns);
    timings_tell_other(err, "(reading)", timings->reading_ns);
    timings_tell_other(err, "(groups)", timings->groups_ns);
    timings_tell_other(err, "(reports)", timings->telling_ns);
    timings_tell_other(err, "(the rest)", timings->rest_ns);
    timings_tell_other(err, "all of it", timings_sum_of(timings, rows, summary->rule_count));
    output_flush(err);
    free_(rows);
}
