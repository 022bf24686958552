/* Mutants: which changes are made of a rule, and what becomes of them. */
#include "told.h"

#define HEAD                                                                                                                             \
    "pack: {name: shop}\n"                                                                                                               \
    "parameters: {strict: true, least: 5, share: 0.5, start: 2003-06-01}\n"                                                              \
    "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}, m: {type: int}, kind: {type: enum, values: [a, " \
    "b]},\n"                                                                                                                             \
    "         sort: {type: enum, values: [a, c]}, share: {type: double}, made_on: {type: date}, sent_on: {type: date},\n"                \
    "         days: {type: list, of: date}}}}\n"                                                                                         \
    "procedures: {order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]%s}}\n"                                \
    "rules:\n%s"

static void add_mutant(void *context, const duly_mutant *mutant)
{
    Told *told = context;
    text_format(&told->out, "%u:%u %c %.*s\n", mutant->problem->line, mutant->problem->column, "NSE-X"[mutant->fate],
                SHOWN(mutant->change));
}

/* States the changes made of the pack's rules: where, and Noticed, Survived, Explained, - not tried, X explained for nothing. */
static void expect_jobs(const Place *place, const char *intervals, const char *rules, unsigned jobs, const char *expected)
{
    Told told = { 0 };
    Text text = { 0 };
    text_format(&text, HEAD, intervals, rules);
    put(place->pack, text_str(&text));
    duly_sink problems = { .size = sizeof problems, .context = &told, .problem = tell_problem };
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    if (!pack)
        duly_pack_open(place->pack, NULL, &problems);
    duly_test_sink sink = { .size = sizeof sink, .context = &told, .problem = tell_problem, .mutant = add_mutant };
    duly_test_options options = { .size = sizeof options, .jobs = jobs };
    if (pack)
        duly_test(pack, &options, &sink);
    assert_text(&told.out, expected);
    duly_pack_close(pack);
    text_free(&text);
    text_free(&told.out);
}

static void expect(const Place *place, const char *rules, const char *expected)
{
    expect_jobs(place, "", rules, 1, expected);
    expect_jobs(place, "", rules, 4, expected);
}

static void test_operators(void **state)
{
    expect(*state, "  - {id: r, for: item, require: 'item.n >= 3 && item.kind != \"b\"', examples: [{pass: {n: 3, kind: a}}]}\n",
           "8:46 S item.n >= 3 && item.kind != 'b' -> item.n >= 3 || item.kind != 'b'\n"
           "8:49 S item.n >= 3 && item.kind != 'b' -> item.n >= 3\n"
           "8:34 S item.n >= 3 && item.kind != 'b' -> item.kind != 'b'\n"
           "8:41 N item.n >= 3 -> item.n > 3\n"
           "8:44 N 3 -> 4 in item.n >= 3\n"
           "8:44 S 3 -> 2 in item.n >= 3\n"
           "8:59 N item.kind != 'b' -> item.kind == 'b'\n");
}

static void test_when_and_has(void **state)
{
    expect(*state,
           "  - id: r\n"
           "    for: item\n"
           "    when: has(item.m)\n"
           "    require: '!(item.n == item.m)'\n"
           "    examples: [{pass: {n: 3, m: 4}}, {violation: {n: 3, m: 3}}, {not-applicable: {n: 1}}]\n",
           "10:11 N has(item.m) -> true\n"
           "10:11 N has(item.m) -> !has(item.m)\n"
           "10:11 N has(item.m) -> has(item.n)\n"
           "11:15 N !(item.n == item.m) -> item.n == item.m\n"
           "11:24 N item.n == item.m -> item.n != item.m\n"
           "11:17 N item.n -> item.m in item.n == item.m\n"
           "11:27 N item.m -> item.n in item.n == item.m\n");
}

static void test_figures(void **state)
{
    expect(*state,
           "  - id: r\n"
           "    for: item\n"
           "    let: {limit: 'params.strict ? params.least : 7', unused: item.m > 3}\n"
           "    require: item.n <= limit && item.share < params.share + 0.25 && item.made_on >= params.start + months(1)\n"
           "    message: '{unused}'\n"
           "    examples: [{pass: {n: 5, share: 0.7, made_on: 2003-07-01}}, {violation: {n: 6, share: 0.5, made_on: 2003-07-01}}]\n",
           "11:66 N item.n <= limit && item.share < params.share + 0.25 && item.made_on >= params.start + months(1) -> item.n <= limit && "
           "item.share < params.share + 0.25 || item.made_on >= params.start + months(1)\n"
           "11:69 S item.n <= limit && item.share < params.share + 0.25 && item.made_on >= params.start + months(1) -> item.n <= limit && "
           "item.share < params.share + 0.25\n"
           "11:14 N item.n <= limit && item.share < params.share + 0.25 && item.made_on >= params.start + months(1) -> item.made_on >= "
           "params.start + months(1)\n"
           "11:30 N item.n <= limit && item.share < params.share + 0.25 -> item.n <= limit || item.share < params.share + 0.25\n"
           "11:33 S item.n <= limit && item.share < params.share + 0.25 -> item.n <= limit\n"
           "11:14 N item.n <= limit && item.share < params.share + 0.25 -> item.share < params.share + 0.25\n"
           "11:21 N item.n <= limit -> item.n < limit\n"
           "10:19 N params.strict -> !params.strict in params.strict ? params.least : 7\n"
           "10:35 N params.least -> params.least + 1 in params.strict ? params.least : 7\n"
           "10:35 N params.least -> params.least - 1 in params.strict ? params.least : 7\n"
           "10:50 S 7 -> 8 in params.strict ? params.least : 7\n"
           "10:50 S 7 -> 6 in params.strict ? params.least : 7\n"
           "11:44 S item.share < params.share + 0.25 -> item.share <= params.share + 0.25\n"
           "11:46 S params.share -> params.share + 1.0 in params.share + 0.25\n"
           "11:46 N params.share -> params.share - 1.0 in params.share + 0.25\n"
           "11:61 S 0.25 -> 1.25 in params.share + 0.25\n"
           "11:61 N 0.25 -> -0.75 in params.share + 0.25\n"
           "11:82 N item.made_on >= params.start + months(1) -> item.made_on > params.start + months(1)\n"
           "11:85 N params.start + months(1) -> params.start + months(1) + days(1)\n"
           "11:85 S params.start + months(1) -> params.start + months(1) - days(1)\n"
           "11:85 N params.start -> params.start + days(1) in params.start + months(1)\n"
           "11:85 S params.start -> params.start - days(1) in params.start + months(1)\n"
           "11:107 N 1 -> 2 in months(1)\n"
           "11:107 S 1 -> 0 in months(1)\n");
}

static void test_fields_and_elements(void **state)
{
    expect(*state,
           "  - id: r\n"
           "    for: item\n"
           "    require: item.days.exists(d, d > item.made_on) || item.?kind.orValue('a') == 'b'\n"
           "    examples:\n"
           "      - {pass: {days: 2003-01-02, made_on: 2003-01-01, sent_on: 2003-01-03, kind: a}}\n"
           "      - {violation: {days: 2003-01-01, made_on: 2003-01-01, sort: a}}\n"
           "      - {pass: {days: 2003-01-01, made_on: 2003-01-01, kind: b}}\n",
           "10:52 N item.days.exists(d, d > item.made_on) || item.?kind.orValue('a') == 'b' -> item.days.exists(d, d > item.made_on) && "
           "item.?kind.orValue('a') == 'b'\n"
           "10:55 N item.days.exists(d, d > item.made_on) || item.?kind.orValue('a') == 'b' -> item.days.exists(d, d > item.made_on)\n"
           "10:14 N item.days.exists(d, d > item.made_on) || item.?kind.orValue('a') == 'b' -> item.?kind.orValue('a') == 'b'\n"
           "10:36 N d > item.made_on -> d >= item.made_on\n"
           "10:38 N item.made_on -> item.sent_on in d > item.made_on\n"
           "10:79 N item.?kind.orValue('a') == 'b' -> item.?kind.orValue('a') != 'b'\n");
}

static void test_intervals(void **state)
{
    expect_jobs(*state,
                ",\n  intervals: [{id: in-time, from: made, to: sent, at_most: 1 month, at_least: 5 days, counting: inclusive,\n"
                "    when: item.n > 0, extended: {when: item.m > 0, at_most: params.least weeks},\n"
                "    examples: [{pass: {n: 1, m: 0, made_on: 2003-01-31, sent_on: 2003-02-27}},\n"
                "               {violation: {n: 1, m: 0, made_on: 2003-01-31, sent_on: 2003-02-28}}]}]",
                "  - {id: r, for: item, require: item.n > 0}\n", 1,
                "8:11 S item.n > 0 -> true\n"
                "8:18 S item.n > 0 -> item.n >= 0\n"
                "8:11 N item.n -> item.m in item.n > 0\n"
                "8:20 N 0 -> 1 in item.n > 0\n"
                "8:20 S 0 -> -1 in item.n > 0\n"
                "7:60 N item.made_on + months(1) - days(1) -> item.made_on + months(1) - days(1) + days(1)\n"
                "7:60 N item.made_on + months(1) - days(1) -> item.made_on + months(1) - days(1) - days(1)\n"
                "7:60 N 1 -> 2 in months(1)\n"
                "7:60 N 1 -> 0 in months(1)\n"
                "8:61 S item.made_on + weeks(params.least) - days(1) -> item.made_on + weeks(params.least) - days(1) + days(1)\n"
                "8:61 S item.made_on + weeks(params.least) - days(1) -> item.made_on + weeks(params.least) - days(1) - days(1)\n"
                "8:61 S params.least -> params.least + 1 in weeks(params.least)\n"
                "8:61 S params.least -> params.least - 1 in weeks(params.least)\n"
                "7:79 S item.made_on + days(5) - days(1) -> item.made_on + days(5) - days(1) + days(1)\n"
                "7:79 S item.made_on + days(5) - days(1) -> item.made_on + days(5) - days(1) - days(1)\n"
                "7:79 S 5 -> 6 in days(5)\n"
                "7:79 S 5 -> 4 in days(5)\n"
                "8:47 N item.m > 0 -> item.m >= 0\n"
                "8:40 N item.m -> item.n in item.m > 0\n"
                "8:49 S 0 -> 1 in item.m > 0\n"
                "8:49 N 0 -> -1 in item.m > 0\n"
                "7:20 N item.sent_on <= last_day -> item.sent_on >= last_day\n"
                "7:20 N item.sent_on >= first_day -> item.sent_on <= first_day\n"
                "12:40 S item.n > 0 -> item.n >= 0\n"
                "12:42 S 0 -> 1 in item.n > 0\n"
                "12:42 S 0 -> -1 in item.n > 0\n");
}

static void test_repeated(void **state)
{
    expect_jobs(*state,
                ",\n  intervals: [{id: often, from: made, to: sent, dates: days, every: 2 weeks, no_gap_longer_than: 3 weeks,\n"
                "    examples: [{pass: {made_on: 2003-01-01, sent_on: 2003-01-15, days: 2003-01-10}},\n"
                "               {violation: {made_on: 2003-01-01, sent_on: 2003-02-01, days: 2003-01-10}}]}]",
                "  - {id: r, for: item, require: item.n > 0}\n", 1,
                "7:20 S 2 -> 3 in daysBetween(item.made_on, has(item.sent_on) ? item.sent_on : as_of - days(1)) / (7 * 2)\n"
                "7:20 N 2 -> 1 in daysBetween(item.made_on, has(item.sent_on) ? item.sent_on : as_of - days(1)) / (7 * 2)\n"
                "7:20 S 3 -> 4 in weeks(3)\n"
                "7:20 S 3 -> 2 in weeks(3)\n"
                "11:40 S item.n > 0 -> item.n >= 0\n"
                "11:42 S 0 -> 1 in item.n > 0\n"
                "11:42 S 0 -> -1 in item.n > 0\n");
}

static void test_equivalent(void **state)
{
    expect(*state,
           "  - id: r\n"
           "    for: item\n"
           "    require: item.n >= 3\n"
           "    examples: [{pass: {n: 3}}]\n"
           "    equivalent:\n"
           "      - {change: 3 -> 2 in item.n >= 3, reason: nobody has two}\n"
           "      - {change: item.n >= 3 -> item.n > 3, reason: noticed}\n"
           "      - {change: item.n >= 4 -> item.n > 4, reason: not made}\n"
           "  - {id: failing, for: item, require: item.n >= 3, examples: [{pass: {n: 2}}]}\n",
           "10:21 N item.n >= 3 -> item.n > 3\n"
           "10:24 N 3 -> 4 in item.n >= 3\n"
           "10:24 E 3 -> 2 in item.n >= 3\n"
           "14:9 X item.n >= 3 -> item.n > 3\n"
           "15:9 X item.n >= 4 -> item.n > 4\n"
           "16:46 - item.n >= 3 -> item.n > 3\n"
           "16:49 - 3 -> 4 in item.n >= 3\n"
           "16:49 - 3 -> 2 in item.n >= 3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_operators), IN_PLACE(test_when_and_has), IN_PLACE(test_figures),    IN_PLACE(test_fields_and_elements),
        IN_PLACE(test_intervals), IN_PLACE(test_repeated),     IN_PLACE(test_equivalent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
