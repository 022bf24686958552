/* What users of the library are told, as one text, and a folder with a pack and a batch: what test_api.c and test_library.c
   share. */
#ifndef DULY_TESTS_TOLD_H
#define DULY_TESTS_TOLD_H

#include "unit.h"

#include <unistd.h>

#include "api/duly.h"
#include "base/io.h"

#define SHOWN(text) (int) (text).len, (text).at ? (text).at : ""

/* ---- a folder with a pack and a batch */

typedef struct {
    char folder[64], pack[96], batch[96];
} Place;

static inline int make_place(void **state)
{
    Place *place = malloc(sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/duly-api-XXXXXX");
    *state = place;
    if (!mkdtemp(place->folder))
        return -1;
    snprintf(place->pack, sizeof place->pack, "%s/pack.yaml", place->folder);
    snprintf(place->batch, sizeof place->batch, "%s/items.csv", place->folder);
    return 0;
}

static inline int drop_place(void **state)
{
    Place *place = *state;
    unlink(place->pack);
    unlink(place->batch);
    rmdir(place->folder);
    free(place);
    return 0;
}

static inline void put(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

/* ---- everything that is told, as text; the folder is left out of paths */

typedef struct {
    Text out;
    uint64_t records;
    uint64_t stop_at; /* 0: never */
    bool redacts;     /* findings may have no fingerprint */
    volatile int stop;
} Told;

static inline void add_path(Told *told, duly_text path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/')
        start--;
    text_add(&told->out, (Str) { path.at ? path.at + start : NULL, path.len - start });
}

static inline void tell_problem(void *context, const duly_problem *problem)
{
    Told *told = context;
    text_format(&told->out, "problem %d %.*s ", (int) problem->severity, SHOWN(problem->id));
    add_path(told, problem->path);
    text_format(&told->out, ":%u:%u: %.*s (%.*s)\n%.*s", problem->line, problem->column, SHOWN(problem->message), SHOWN(problem->hint),
                SHOWN(problem->excerpt));
}

static inline void add_date(Told *told, const char *before, duly_date date)
{
    if (date.year)
        text_format(&told->out, "%s%04d-%02d-%02d", before, date.year, date.month, date.day);
}

static inline void add_finding(Told *told, const duly_finding *finding)
{
    static const char *const outcomes[] = { "pass", "violation", "undecided", "not-applicable", "waived" };
    text_format(&told->out, "  %.*s %s %d: %.*s", SHOWN(finding->id), outcomes[finding->outcome], (int) finding->severity,
                SHOWN(finding->message));
    for (size_t i = 0; i < finding->cell_count; i++)
        text_format(&told->out, "; %.*s=%.*s%s@%u", SHOWN(finding->cells[i].field), SHOWN(finding->cells[i].value),
                    finding->cells[i].missing ? "-" : "", finding->cells[i].column);
    for (size_t i = 0; i < finding->group_count; i++)
        text_format(&told->out, "; %.*s:%.*s", SHOWN(finding->group[i].name), SHOWN(finding->group[i].value));
    add_date(told, "; clears ", finding->clears_on);
    text_add_char(&told->out, '\n');
    assert_true(finding->fingerprint.len == 32 || (told->redacts && finding->fingerprint.len == 0));
}

static inline void tell_finding(void *context, const duly_finding *finding)
{
    Told *told = context;
    text_format(&told->out, "file line %llu\n", (unsigned long long) finding->line);
    add_finding(told, finding);
}

static inline void tell_record(void *context, const duly_record *record)
{
    static const char *const verdicts[] = { "ready", "blocked", "undecided", "no verdict" };
    Told *told = context;
    told->records++;
    text_format(&told->out, "%.*s %.*s '%.*s' line %llu %s", SHOWN(record->table), SHOWN(record->key), SHOWN(record->label),
                (unsigned long long) record->line, verdicts[record->verdict]);
    add_date(told, " until ", record->earliest);
    text_add_char(&told->out, '\n');
    for (size_t i = 0; i < record->finding_count; i++)
        add_finding(told, &record->findings[i]);
    if (told->stop_at && told->records >= told->stop_at)
        told->stop = 1;
}

static inline void add_rule_counts(Told *told, const duly_run *run, const duly_summary *summary)
{
    for (size_t i = 0; i < summary->rule_count; i++) {
        const uint64_t *counts = summary->rules[i].outcomes;
        duly_rule rule = { .size = sizeof rule };
        assert_true(duly_pack_rule(run->pack, summary->rules[i].rule, &rule));
        text_format(&told->out, "%.*s", SHOWN(rule.id));
        for (int outcome = 0; outcome < 5; outcome++)
            text_format(&told->out, " %llu", (unsigned long long) counts[outcome]);
        text_add_char(&told->out, '\n');
    }
}

static inline void tell_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Told *told = context;
    text_format(&told->out, "end %s %llu %llu %llu not judged %llu findings %llu left out %llu\n",
                run->complete ? "complete" : "incomplete", (unsigned long long) summary->verdicts[0],
                (unsigned long long) summary->verdicts[1], (unsigned long long) summary->verdicts[2],
                (unsigned long long) summary->not_judged, (unsigned long long) summary->findings, (unsigned long long) summary->left_out);
    add_rule_counts(told, run, summary);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, drop_place)

#define SHOP                                                                                                                          \
    "pack: {name: shop}\n"                                                                                                            \
    "tables:\n"                                                                                                                       \
    "  item:\n"                                                                                                                       \
    "    file: items\n"                                                                                                               \
    "    key: id\n"                                                                                                                   \
    "    fields:\n"                                                                                                                   \
    "      id: {type: string, required: true}\n"                                                                                      \
    "      name: {type: string, private: true, title: {en: Name, zh: 名称}}\n"                                                      \
    "      n: {type: int, min: 0, max: 99, title: {en: Number, zh: 数量}}\n"                                                        \
    "      code: {type: int, private: true, max: 999}\n"                                                                              \
    "      state: {type: enum, values: {good: {en: Good, zh: 完好}, bad: {en: Bad, zh: 损坏}}}\n"                                 \
    "      made_on: {type: date}\n"                                                                                                   \
    "      sent_on: {type: date}\n"                                                                                                   \
    "procedures:\n"                                                                                                                   \
    "  order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}\n"                                           \
    "parameters:\n"                                                                                                                   \
    "  least: {value: 5}\n"                                                                                                           \
    "rules:\n"                                                                                                                        \
    "  - {id: enough, title: {en: Too few, zh: 数量不足}, for: item, require: item.n >= params.least,\n"                          \
    "     message: {en: '{item.n} of {item.name}; at least {params.least}', zh: '{item.name}只有{item.n}，状态{item.state}'}}\n" \
    "  - {id: in-time, title: Late, for: item, gate: sent, require: item.sent_on <= item.made_on + months(1),\n"                      \
    "     clears_on: item.sent_on + days(1)}\n"                                                                                       \
    "  - {id: divides, title: Does not divide, for: item, severity: warning, require: 1000 / item.code > 0}\n"

#endif
