/* How the run came out, in two lines. The first says it all in figures; the second is there only where somebody should do something:
   waivers that expire soon, and rules that applied to no record, which often means that a heading was not recognised or a gate is
   misspelt. Three of them are named, for a batch that has only begun has many. */
#include "cli/tail.h"

#include "base/said.h"
#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"
#include "report/report.h"

enum { SOON = 30 /* days */, RULES = 3 };

static int64_t tail_day_number(duly_date date)
{
    return date_is_valid(date.year, date.month, date.day) ? date_to_day(date_pack(date.year, date.month, date.day)) : 0;
}

void tail_finding(Tail *tail, const duly_run *run, const duly_finding *finding)
{
    if (!finding->waiver || tail_day_number(finding->waiver->expires) - tail_day_number(run->as_of) > SOON)
        return;
    if (tail->expiring++ == 0 || tail_day_number(finding->waiver->expires) < tail_day_number(tail->first))
        tail->first = finding->waiver->expires;
}

static void tail_add_count(Text *line, const char *divider, uint64_t number, const char *one, const char *many)
{
    text_add(line, str_of(said(line->language, divider)));
    text_format(line, said(line->language, number == 1 ? one : many), (unsigned long long) number);
}

static void add_outcomes(Text *line, const duly_summary *summary)
{
    uint64_t counts[5] = { 0 }, all = 0;
    for (size_t i = 0; i < summary->rule_count; i++)
        for (int outcome = 0; outcome < 5; outcome++)
            counts[outcome] += summary->rules[i].outcomes[outcome];
    for (int outcome = 0; outcome < 5; outcome++)
        all += counts[outcome];
    tail_add_count(line, " · ", all, "%llu outcome: ", "%llu outcomes: ");
    text_format(line, "%llu passed, %llu violated, %llu undecided, %llu not applicable, %llu waived",
                (unsigned long long) counts[DULY_PASS], (unsigned long long) counts[DULY_VIOLATION],
                (unsigned long long) counts[DULY_UNDECIDED], (unsigned long long) counts[DULY_NOT_APPLICABLE],
                (unsigned long long) counts[DULY_WAIVED]);
}

static void tail_add_findings(Text *line, const duly_summary *summary)
{
    tail_add_count(line, "; ", summary->findings, "%llu finding", "%llu findings");
    tail_add_count(line, " (", summary->by_severity[DULY_ERROR], "%llu error", "%llu errors");
    tail_add_count(line, ", ", summary->by_severity[DULY_WARNING], "%llu warning", "%llu warnings");
    text_format(line, ", %llu info)\n", (unsigned long long) summary->by_severity[DULY_INFO]);
}

static bool is_idle(const duly_run *run, const duly_rule_count *count, duly_rule *rule)
{
    duly_pack_rule(run->pack, count->rule, rule);
    return !rule->builtin && rule_is_unused(count);
}

static void add_idle_rules(Text *line, const duly_run *run, const duly_summary *summary)
{
    size_t idle = 0;
    duly_rule rule = { .size = sizeof rule };
    for (size_t i = 0; i < summary->rule_count; i++) {
        if (!is_idle(run, &summary->rules[i], &rule) || idle++ >= RULES)
            continue;
        text_add(line, str_of(said(line->language, line->len == 0 ? "applied to no record: "
                                                   : idle == 1    ? " · applied to no record: "
                                                                  : "; ")));
        printable_add(line, rule.title.len ? rule.title : rule.id);
    }
    if (idle > RULES)
        text_format(line, "; %zu more", idle - RULES);
}

static void add_warnings(const Tail *tail, Text *line, const duly_run *run, const duly_summary *summary)
{
    Day first = day_spoken(line->language, tail->first);
    if (tail->expiring) {
        tail_add_count(line, "", tail->expiring, "%llu waiver expires", "%llu waivers expire");
        text_format(line, " within %d days, the first on %s", SOON, first.text);
    }
    add_idle_rules(line, run, summary);
    if (line->len)
        text_add_char(line, '\n');
}

void tail_print(const Tail *tail, Output *err, const duly_run *run, const duly_summary *summary)
{
    Text line = { .language = output_language(err) };
    uint64_t records = 0;
    Day as_of = day_spoken(line.language, run->as_of);
    for (size_t i = 0; i < summary->table_count; i++)
        records += summary->tables[i].records;
    text_format(&line, run->complete ? "as of %s" : "INCOMPLETE · as of %s", as_of.text);
    tail_add_count(&line, " · ", records, "%llu record", "%llu records");
    tail_add_count(&line, " · ", summary->rule_count, "%llu rule", "%llu rules");
    add_outcomes(&line, summary);
    tail_add_findings(&line, summary);
    output_add(err, text_str(&line));
    text_clear(&line);
    add_warnings(tail, &line, run, summary);
    output_add(err, text_str(&line));
    output_flush(err);
    text_free(&line);
}

void tail_of_statistics(Output *err, uint64_t found)
{
    if (found > 0)
        output_format(err,
                      found == 1 ? "%llu finding about the data itself, unreadable cells and their like: `duly check` lists them\n"
                                 : "%llu findings about the data itself, unreadable cells and their like: `duly check` lists them\n",
                      (unsigned long long) found);
}
