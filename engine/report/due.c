/* Collects the open intervals of a run, sorts them at its end and has them written. By day they are sorted once. By record or group
   they are sorted twice: by day first, so that whose first day comes first is found, and then by those ranks, within which the days
   stay in order. There are as many as there are records with something open, and all of them are kept: a list that is sorted cannot be
   written before its end. */
#include "report/due.h"

#include <stdlib.h>

#include "base/map.h"
#include "report/dates.h"

const char *const due_state_names[DUE_STATE_COUNT] = {
    [DUE_OVERDUE] = "overdue",
    [DUE_TO_COME] = "to come",
    [DUE_WAIVED] = "waived",
    [DUE_UNKNOWN] = "unknown",
};

DueState due_state(const duly_interval *interval)
{
    if (interval->is_private || (interval->is_unknown && !interval->to_on.year))
        return DUE_UNKNOWN;
    if (interval->to_on.year || !interval->due.year)
        return DUE_NOT;
    if (interval->days_left >= 0)
        return DUE_TO_COME;
    return interval->is_waived ? DUE_WAIVED : DUE_OVERDUE;
}

bool due_is_overdue(const duly_interval *interval)
{
    return due_state(interval) == DUE_OVERDUE;
}

/* ---- collecting */

static duly_interval due_keep_texts(Arena *arena, const duly_interval *interval)
{
    duly_interval kept = *interval;
    duly_text *texts[] = { &kept.id,   &kept.title,      &kept.table, &kept.key,      &kept.label, &kept.section,     &kept.file,
                           &kept.from, &kept.from_title, &kept.to,    &kept.to_title, &kept.again, &kept.fingerprint, &kept.sheet };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Str text = arena_str(arena, *texts[i]);
        *texts[i] = text;
    }
    return kept;
}

static void due_interval(void *context, const duly_interval *told)
{
    DueList *list = context;
    DueState state = due_state(told);
    const int64_t *days = list->options.due_days;
    if (state == DUE_NOT || (state == DUE_TO_COME && days && told->days_left > *days))
        return;
    DueItem item = { .told = due_keep_texts(list->options.arena, told), .state = state, .number = list->items.count };
    arena_push(list->options.arena, &list->items, item);
    list->counts[state]++;
}

/* ---- sorting */

static int due_compare_days(duly_date a, duly_date b)
{
    int left = (a.year * 100 + a.month) * 100 + a.day, right = (b.year * 100 + b.month) * 100 + b.day;
    return (left > right) - (left < right);
}

static int due_compare(const void *left, const void *right)
{
    const DueItem *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->state != b->state)
        return a->state < b->state ? -1 : 1;
    int days = due_compare_days(a->told.due, b->told.due);
    return days ? days : (a->number > b->number) - (a->number < b->number);
}

static void sort(DueList *list)
{
    if (list->items.count)
        qsort(list->items.at, list->items.count, sizeof *list->items.at, due_compare);
}

/* Whose first day comes first stands first, whatever its name. */
static void rank(DueList *list)
{
    Map seen = { 0 };
    for (size_t i = 0; i < list->items.count; i++) {
        DueItem *item = &list->items.at[i];
        Str name = item->told.section;
        if (list->options.due_order == DUE_BY_RECORD)
            name = arena_format(list->options.arena, "%.*s\n%.*s\n%llu\n%.*s", STR_ARG(item->told.file), STR_ARG(item->told.sheet),
                                (unsigned long long) item->told.line, STR_ARG(item->told.key));
        item->rank = map_add(&seen, name, (uint32_t) i);
    }
    map_free(&seen);
}

static void report_due_begin(void *context, const duly_run *run)
{
    DueList *list = context;
    list->language = arena_str(list->options.arena, run->language);
}

static void report_due_end(void *context, const duly_run *run, const duly_summary *summary)
{
    DueList *list = context;
    (void) summary;
    sort(list);
    if (list->options.due_order != DUE_BY_DAY) {
        rank(list);
        sort(list);
    }
    list->write(list, run);
}

duly_sink due_open(const ReportOptions *options, DueWriter *write)
{
    DueList *list = arena_new(options->arena, DueList);
    *list = (DueList) { .options = *options, .write = write };
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = list, .begin = report_due_begin, .end = report_due_end, .interval = due_interval
    };
}
