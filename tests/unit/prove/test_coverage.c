/* Coverage of clauses: which there are, and what the examples make of each. */
#include "told.h"

#define HEAD                                                                                                                      \
    "pack: {name: shop}\n"                                                                                                        \
    "parameters: {strict: true, least: 5}\n"                                                                                      \
    "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}, m: {type: int}, made_on: {type: date},\n" \
    "         sent_on: {type: date}, days: {type: list, of: date}}, derived: {sum: 'item.n + (item.m > 0 ? item.m : 0)'}}}\n"     \
    "procedures: {order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}],\n"                            \
    "             intervals: [{id: in-time, from: made, to: sent, at_most: 1 month,\n"                                            \
    "               extended: {when: item.n > 9, at_most: 2 months},\n"                                                           \
    "               examples: [{pass: {made_on: 2003-01-31, sent_on: 2003-02-28}},\n"                                             \
    "                          {violation: {n: 1, made_on: 2003-01-31, sent_on: 2003-03-01}}]}]}}\n"                              \
    "rules:\n"

static void add_clause(void *context, const duly_clause_seen *clause)
{
    Told *told = context;
    text_format(&told->out, "%.*s %.*s %llu %llu %llu %u:%u %.*s%s\n", SHOWN(clause->id), SHOWN(clause->place),
                (unsigned long long) clause->seen_true, (unsigned long long) clause->seen_false,
                (unsigned long long) clause->seen_undecided, clause->problem->line, clause->problem->column, SHOWN(clause->text),
                clause->problem->message.len ? " !" : "");
}

/* States the clauses of the rules with these ids (one, or all where it is NULL). */
static void expect(const Place *place, const char *rules, const char *only, const char *expected)
{
    Told told = { 0 };
    Text text = { 0 };
    text_format(&text, "%s%s", HEAD, rules);
    put(place->pack, text_str(&text));
    duly_sink problems = { .size = sizeof problems, .context = &told, .problem = tell_problem };
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    if (!pack)
        duly_pack_open(place->pack, NULL, &problems);
    duly_test_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem, .clause = add_clause };
    if (pack)
        duly_test(pack, &(duly_test_options) { .size = sizeof(duly_test_options), .only = &only, .only_count = only ? 1 : 0 }, &sink);
    assert_text(&told.out, expected);
    duly_pack_close(pack);
    text_free(&text);
    text_free(&told.out);
}

static void test_operands(void **state)
{
    expect(*state,
           "  - id: both\n"
           "    for: item\n"
           "    when: '!(item.n == 0) && has(item.m)'\n"
           "    require: item.n > 1 && item.m > 1 || item.n == 7\n"
           "    examples:\n"
           "      - pass: {n: 2, m: 2}\n"
           "      - violation: {n: 1, m: 2}\n"
           "      - not-applicable: {n: 0, m: 1}\n"
           "      - undecided: {m: 2}\n",
           "both",
           "both when 2 1 1 13:12 !(item.n == 0) && has(item.m)\n"
           "both when 1 2 1 13:14 item.n == 0\n"
           "both when 3 0 0 13:30 has(item.m) !\n"
           "both require 1 1 1 14:14 item.n > 1 && item.m > 1 || item.n == 7\n"
           "both require 1 1 1 14:14 item.n > 1 && item.m > 1\n"
           "both require 1 1 1 14:14 item.n > 1\n"
           "both require 2 0 0 14:28 item.m > 1 !\n"
           "both require 0 1 1 14:42 item.n == 7 !\n");
}

static void test_choices_and_elements(void **state)
{
    expect(*state,
           "  - id: chosen\n"
           "    for: item\n"
           "    let:\n"
           "      wanted: 'params.strict ? 2 : 1'\n"
           "      recent: item.days.filter(d, d.year() == 2003)\n"
           "      unused: item.n > 4\n"
           "    require: 'item.n > 3 ? recent.exists(d, d.month() == 5) : size(recent) >= wanted'\n"
           "    message: '{unused}'\n"
           "    examples:\n"
           "      - pass: {n: 4, days: 2003-05-01;2002-05-01}\n"
           "      - violation: {n: 3, days: 2003-04-01}\n"
           "      - pass: {n: 3, days: 2003-04-01}\n"
           "        set: {strict: false}\n",
           "chosen",
           "chosen require 2 1 0 17:15 item.n > 3 ? recent.exists(d, d.month() == 5) : size(recent) >= wanted\n"
           "chosen require 1 2 0 17:15 item.n > 3\n"
           "chosen require 1 0 0 17:28 recent.exists(d, d.month() == 5) !\n"
           "chosen let recent 3 1 0 15:35 d.year() == 2003\n"
           "chosen require 1 0 0 17:45 d.month() == 5 !\n"
           "chosen require 1 1 0 17:63 size(recent) >= wanted\n"
           "chosen let wanted 1 1 0 14:16 params.strict\n");
}

/* What stands between the brackets of a function is asked of each record, the rest of each group. */
static void test_groups(void **state)
{
    expect(*state,
           "  - id: few\n"
           "    for: item\n"
           "    when: item.n > 0\n"
           "    group_by: {m: item.m}\n"
           "    let: {many: count() > 2}\n"
           "    require: '!many && (m == 1 || count(item.n > 4) == 0) && sum(item.n > 8 ? 1 : 0) < 2'\n"
           "    message: '{count(item.n > 7)} of {m}'\n"
           "    examples:\n"
           "      - pass: [{n: 5, m: 1}, {n: 1, m: 2}, {n: 0, m: 2}]\n"
           "      - violation: [{n: 5, m: 2}]\n"
           "      - undecided: [{m: 2}]\n",
           "few",
           "few when 3 1 1 13:11 item.n > 0\n"
           "few require 2 1 0 16:15 !many && (m == 1 || count(item.n > 4) == 0) && sum(item.n > 8 ? 1 : 0) < 2\n"
           "few require 2 1 0 16:15 !many && (m == 1 || count(item.n > 4) == 0)\n"
           "few require 0 3 0 16:16 many !\n"
           "few let many 0 3 0 15:17 count() > 2 !\n"
           "few require 2 1 0 16:25 m == 1 || count(item.n > 4) == 0\n"
           "few require 1 2 0 16:25 m == 1\n"
           "few require 1 1 0 16:35 count(item.n > 4) == 0\n"
           "few require 2 1 0 16:41 item.n > 4\n"
           "few require 2 0 0 16:62 sum(item.n > 8 ? 1 : 0) < 2 !\n"
           "few require 0 3 0 16:66 item.n > 8 !\n");
    expect(*state,
           "  - id: once\n"
           "    for: item\n"
           "    when: item.n > 0\n"
           "    unique: item.m\n"
           "    examples:\n"
           "      - pass: [{n: 1, m: 1}, {n: 0, m: 1}]\n",
           "once", "once when 1 1 0 13:11 item.n > 0\n");
}

static void test_intervals(void **state)
{
    expect(*state, "  - {id: other, for: item, require: item.sum > 1, examples: [{pass: {n: 1, m: 1}}]}\n", NULL,
           "in-time interval 1 1 0 6:31 in-time\n"
           "in-time extended 0 1 0 7:33 item.n > 9 !\n"
           "other require 1 0 0 11:37 item.sum > 1 !\n");
}

/* What is said where a clause is lacking. */
static void tell_only_problems(void *context, const duly_clause_seen *clause)
{
    if (clause->problem->message.len)
        tell_problem(context, clause->problem);
}

static void test_problems(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    put(place->pack, STR(HEAD "  - id: a\n    for: item\n    when: item.n > 0\n    require: item.n > 1 && item.m > 1\n"
                              "    examples: [{pass: {n: 2, m: 2}}, {not-applicable: {n: 0}}]\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    const char *only = "a";
    duly_test_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem, .clause = tell_only_problems };
    assert_int_equal(duly_test(pack, &(duly_test_options) { .size = sizeof(duly_test_options), .only = &only, .only_count = 1 }, &sink),
                     DULY_CLEAN);
    assert_text(&told.out, "problem 1 W410 pack.yaml:14:14: in the examples of 'a' this is never false ()\n"
                           " 14 |     require: item.n > 1 && item.m > 1\n"
                           "    |              ^^^^^^^^^^^^^^^^^^^^^^^^\n"
                           "problem 1 W410 pack.yaml:14:14: in the examples of 'a' this is never false ()\n"
                           " 14 |     require: item.n > 1 && item.m > 1\n"
                           "    |              ^^^^^^^^^^\n"
                           "problem 1 W410 pack.yaml:14:28: in the examples of 'a' this is never false ()\n"
                           " 14 |     require: item.n > 1 && item.m > 1\n"
                           "    |                            ^^^^^^^^^^\n");
    duly_pack_close(pack);
    text_free(&told.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_operands), IN_PLACE(test_choices_and_elements), IN_PLACE(test_groups), IN_PLACE(test_intervals),
        IN_PLACE(test_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
