/* Intervals: what their conditions come to on the boundary days, how findings read, and which days are due. */
#include "rounds.h"

#define HEAD                                                                                                \
    "pack: {name: shop}\n"                                                                                  \
    "parameters:\n"                                                                                         \
    "  days_to_pay: {value: 30, unit: days}\n"                                                              \
    "  waiting: {value: 2}\n"                                                                               \
    "calendars:\n"                                                                                          \
    "  ours: {week: [mon, tue, wed, thu, fri], years: {2003: {off: [2003-05-01, 2003-05-02]}, 2004: {}}}\n" \
    "tables:\n"                                                                                             \
    "  item:\n"                                                                                             \
    "    file: items\n"                                                                                     \
    "    key: id\n"                                                                                         \
    "    fields:\n"                                                                                         \
    "      id: {type: string}\n"                                                                            \
    "      kind: {type: string}\n"                                                                          \
    "      special: {type: bool}\n"                                                                         \
    "      made_on: {type: date, private: true}\n"                                                          \
    "      sent_on: {type: date}\n"                                                                         \
    "      paid_on: {type: date}\n"                                                                         \
    "procedures:\n"                                                                                         \
    "  order:\n"                                                                                            \
    "    for: item\n"                                                                                       \
    "    steps:\n"                                                                                          \
    "      - {id: made, date: made_on, title: {en: Making, zh: 制作}}\n"                                  \
    "      - {id: sent, date: sent_on, title: {en: Sending, zh: 发送}}\n"                                 \
    "      - {id: paid, date: paid_on}\n"                                                                   \
    "    intervals:\n"

static Date day_of(const char *text)
{
    Date date;
    assert_true(date_parse_iso(str_of(text), &date));
    return date;
}

static const Pack *with_interval(Arena *arena, const char *interval)
{
    return load_pack(arena, arena_format(arena, "%s      - {id: it, %s}\n", HEAD, interval).at);
}

/* Letters of the last rule's outcomes: Pass, Violation, Undecided, - not applicable, W, . not judged. */
static void add_outcomes(void *context, const Sheet *sheet)
{
    for (uint32_t row = 0; row < sheet->rows; row++)
        text_add_char(context, "PVU-W."[sheet->outcomes[sheet->table->rule_count - 1][row]]);
}

/* The messages of the last rule, and the days on which it clears. */
static void add_messages(void *context, const Sheet *sheet)
{
    Text *out = context;
    uint32_t last = sheet->table->rules[sheet->table->rule_count - 1].rule;
    for (uint32_t i = 0; i < sheet->result->record_count; i++)
        for (uint32_t f = 0; f < sheet->result->records[i].finding_count; f++) {
            const Finding *finding = &sheet->result->records[i].findings[f];
            char day[11] = "";
            if (finding->rule != last)
                continue;
            if (finding->clears_on)
                date_print(finding->clears_on, day);
            text_format(out, "%.*s|%s\n", STR_ARG(finding->message), day);
        }
}

static void add_intervals(void *context, const Sheet *sheet)
{
    Text *out = context;
    for (uint32_t i = 0; i < sheet->result->record_count; i++) {
        const RecordResult *record = &sheet->result->records[i];
        text_format(out, "%.*s", STR_ARG(record->key));
        for (uint32_t j = 0; j < record->interval_count; j++) {
            const IntervalResult *interval = &record->intervals[j];
            const Date days[] = { interval->from_on, interval->to_on, interval->due, interval->earliest };
            text_format(out, " %u:", interval->rule - BUILTIN_COUNT);
            for (size_t d = 0; d < COUNT(days); d++) {
                char day[11] = "-";
                if (days[d])
                    date_print(days[d], day);
                text_format(out, "%s%s", d ? "," : "", day);
            }
        }
        text_add_char(out, '\n');
    }
}

static void expect_of(const PlanOptions *options, const char *csv, void (*visit)(void *, const Sheet *), const char *expected)
{
    Arena arena = { 0 };
    Text out = { 0 };
    judge_csv(plan_new(&arena, options), csv, BATCH_ROWS, visit, &out);
    assert_text(&out, expected);
    text_free(&out);
    arena_free(&arena);
}

static void expect(const char *interval, const char *as_of, const char *csv, const char *expected)
{
    Arena arena = { 0 };
    PlanOptions options = audit(with_interval(&arena, interval), day_of(as_of));
    expect_of(&options, csv, add_outcomes, expected);
    arena_free(&arena);
}

/* ---- bounds */

static void test_at_most(void **state)
{
    (void) state;
    const char *interval = "from: made, to: sent, at_most: 1 month";
    expect(interval, "2003-12-31",
           "id,made_on,sent_on\na,2003-01-31,2003-02-28\nb,2003-01-31,2003-03-01\n"
           "c,2003-03-15,2003-04-15\nd,2003-03-15,2003-04-16\ne,2004-01-31,2004-02-29\n"
           "f,2003-03-15,2003-03-01\n",
           "PVPVPP");
}

static void test_at_least(void **state)
{
    (void) state;
    const char *interval = "from: made, to: sent, at_least: 12 months";
    expect(interval, "2004-12-31",
           "id,made_on,sent_on\na,2003-03-01,2004-02-29\nb,2003-03-01,2004-03-01\n"
           "c,2003-02-28,2004-02-28\nd,2003-02-28,2004-02-27\ne,2003-01-01,\n",
           "VPPV-");
}

static void test_both_bounds(void **state)
{
    (void) state;
    const char *interval = "from: made, to: paid, at_least: 1 week, at_most: 2 weeks";
    expect(interval, "2003-01-31",
           "id,made_on,paid_on\na,2003-01-01,2003-01-07\nb,2003-01-01,2003-01-08\n"
           "c,2003-01-01,2003-01-15\nd,2003-01-01,2003-01-16\ne,2003-01-01,\nf,2003-01-20,\n",
           "VPPVV-");
}

/* The first day counts: of days and months one less, of working days those from that day on. */
static void test_inclusive(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on\na,2003-04-28,2003-05-05\nb,2003-04-28,2003-05-06\nc,2003-04-27,2003-05-05\n"
                      "d,2003-04-27,2003-05-06\n";
    expect("from: made, to: sent, at_most: 4 workdays, counting: inclusive", "2003-12-31", csv, "PVPV");
    expect("from: made, to: sent, at_most: 4 workdays", "2003-12-31", csv, "PPPV");
    expect("from: made, to: sent, at_least: 5 workdays, counting: inclusive", "2003-12-31", csv, "VPVP");
    expect("from: made, to: sent, at_least: 7 days, counting: inclusive", "2003-12-31",
           "id,made_on,sent_on\na,2003-04-01,2003-04-06\nb,2003-04-01,2003-04-07\n", "VP");
    expect("from: made, to: sent, at_most: 1 month, counting: inclusive", "2003-12-31",
           "id,made_on,sent_on\na,2003-03-01,2003-03-31\nb,2003-03-01,2003-04-01\n", "PV");
    expect("from: made, to: sent, at_most: 1 year, counting: exclusive", "2004-12-31",
           "id,made_on,sent_on\na,2003-03-01,2004-03-01\nb,2003-03-01,2004-03-02\n", "PV");
}

static void test_parameters(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on\na,2003-04-01,2003-05-01\nb,2003-04-01,2003-05-02\nc,2003-04-01,2003-06-01\n";
    expect("from: made, to: sent, at_most: params.days_to_pay", "2003-12-31", csv, "PVV");
    expect("from: made, to: sent, at_most: params.waiting months", "2003-12-31", csv, "PPP");
    expect("from: made, to: sent, at_least: params.waiting  months", "2003-12-31", csv, "VVP");
}

static void test_extension(void **state)
{
    (void) state;
    const char *interval = "from: made, to: sent, at_most: 3 months, extended: {when: item.special, at_most: 6 months}";
    const char *csv = "id,made_on,sent_on,special\na,2003-01-10,2003-04-10,\nb,2003-01-10,2003-04-11,\nc,2003-01-10,2003-04-11,no\n"
                      "d,2003-01-10,2003-07-10,yes\ne,2003-01-10,2003-07-11,yes\nf,2003-01-10,2003-07-11,\n"
                      "g,2003-03-15,,yes\nh,2003-03-15,,no\ni,2003-03-15,,\nj,2003-01-15,,\n";
    expect(interval, "2003-08-01", csv, "PUVPVV-VUV");
}

/* The day that counts need not be that of the first step: where it is not known, nothing is. */
static void test_counted_from(void **state)
{
    (void) state;
    const char *interval = "from: made, to: paid, counted_from: item.sent_on, at_least: 1 week, at_most: 1 month";
    expect(interval, "2003-03-01",
           "id,made_on,sent_on,paid_on\na,2003-01-01,2003-01-31,2003-02-28\nb,2003-01-01,2003-01-31,2003-03-01\n"
           "c,2003-01-01,2003-01-31,2003-02-06\nd,2003-01-01,,2003-02-28\ne,2003-01-01,,\nf,2003-01-01,2003-01-31,\n"
           "g,2003-01-01,2003-02-01,\n",
           "PVVUUV-");
}

/* ---- open intervals */

static void test_open(void **state)
{
    (void) state;
    const char *interval = "from: made, to: sent, at_most: 1 month";
    const char *csv = "id,made_on,sent_on\na,2003-01-31,\nb,,\nc,,2003-02-28\nd,2003-02-30,\ne,2003-01-31,2003-02-30\n";
    expect(interval, "2003-02-28", csv, "--UUU");
    expect(interval, "2003-03-01", csv, "V-UUU");
    expect("from: made, to: sent, at_most: 5 workdays", "2003-12-31", "id,made_on,sent_on\na,2005-01-03,\n", "U");
}

/* Before a step: its own interval ends on the day of the meeting, an earlier one that is open is overdue or undecided. */
static void test_before_a_step(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const char *csv = "id,made_on,sent_on,paid_on\na,2003-01-31,,\nb,2003-02-20,,\nc,,,\nd,2003-01-31,2003-02-10,\n";
    PlanOptions options = audit(with_interval(&arena, "from: made, to: sent, at_most: 1 month"), day_of("2003-03-01"));
    options.gate_procedure = 0;
    options.gate_step = 1;
    options.on = day_of("2003-03-20");
    expect_of(&options, csv, add_outcomes, "VPU.");
    options.gate_step = 2;
    expect_of(&options, csv, add_outcomes, "VUUP");
    options.gate_step = 0;
    expect_of(&options, csv, add_outcomes, "..-.");
    arena_free(&arena);
}

/* An open interval is in force, and reads its parameters, as of the day of the check. */
static void test_like_any_rule(void **state)
{
    (void) state;
    const char *csv = "id,kind,made_on,sent_on\na,x,2003-01-01,2003-03-01\nb,y,2003-01-01,2003-03-01\nc,x,2003-01-01,\n"
                      "d,,2003-01-01,\n";
    expect("from: made, to: sent, at_most: 1 month, when: item.kind == 'x'", "2003-06-01", csv, "V-VU");
    expect("from: made, to: sent, at_most: 1 month, effective: {from: 2003-02-01}", "2003-06-01", csv, "VVVV");
    expect("from: made, to: sent, at_most: 1 month, effective: {from: 2003-02-01}", "2003-01-31", csv, "VV--");
    expect("from: made, to: sent, at_most: 1 month, missing: violation", "2003-01-02", "id,made_on,sent_on\na,,2003-01-01\n", "V");
    expect("from: made, to: sent, at_most: 1 month, missing: violation", "2003-01-02", "id,sent_on\na,2003-01-01\n", "U");
}

/* A limit whose last day lies before the day from which it is in force was never owed, whenever the step is taken. */
static void test_limits_and_versions(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,special\na,2003-04-30,2003-06-05,\nb,2003-05-01,2003-06-05,\nc,2003-05-05,2003-06-05,\n"
                      "d,2003-04-30,,\ne,2003-05-01,,\nf,2003-05-01,2003-05-31,\ng,,2003-06-05,\n";
    expect("from: made, to: sent, at_most: 1 month, effective: {from: 2003-06-01}", "2003-07-31", csv, "-VP-V-U");
    expect("from: made, to: sent, at_most: 1 month, effective: {from: 2003-05-30}", "2003-07-31", csv, "VVPVVPU");
    /* what is asked of the first day remains, and is asked by the day of the step alone */
    expect("from: made, to: sent, at_most: 1 month, at_least: 36 days, effective: {from: 2003-06-01}", "2003-07-31", csv, "PVV-V-U");
    const char *longer =
        "id,made_on,sent_on,special\na,2003-04-30,2003-07-05,true\nb,2003-04-30,2003-07-05,false\nc,2003-03-31,2003-07-05,true\n"
        "d,2003-04-30,2003-06-30,true\n";
    expect("from: made, to: sent, at_most: 1 month, extended: {when: item.special, at_most: 2 months}, effective: {from: 2003-06-01}",
           "2003-07-31", longer, "V--P");
    expect("from: made, to: sent, at_most: 1 month, extended: {when: item.special, at_most: 2 months}, at_least: 1 day, "
           "effective: {from: 2003-06-01}",
           "2003-07-31", longer, "VPPP");
}

/* ---- how findings read */

static void expect_messages(const char *interval, const char *language, const char *csv, const char *expected)
{
    Arena arena = { 0 };
    PlanOptions options = audit(with_interval(&arena, interval), day_of("2003-12-31"));
    options.language = str_of(language);
    expect_of(&options, csv, add_messages, expected);
    arena_free(&arena);
}

static void test_messages(void **state)
{
    (void) state;
    const char *late = "id,made_on,sent_on\na,2003-01-31,2003-03-02\nb,2003-11-27,\nc,,2003-01-01\n";
    expect_messages("title: {en: Late, zh: 超期}, from: made, to: sent, at_most: 1 month", "en", late,
                    "Late: Sending on 2003-03-02 lies 2 days after the last day allowed, 2003-02-28 (1 month after Making on "
                    "2003-01-31)|\n"
                    "Late: Sending has not been taken: the last day allowed was 2003-12-27, 4 days before 2003-12-31 (1 month after "
                    "Making on 2003-11-27)|\n"
                    "cannot be decided: made_on is empty|\n");
    expect_messages("title: {en: Late, zh: 超期}, from: made, to: sent, at_most: 1 month", "zh", late,
                    "超期：发送（2003年3月2日）比最后期限2003年2月28日晚2天（制作（2003年1月31日）后1个月）|\n"
                    "超期：发送尚未办理，最后期限为2003年12月27日，至2003年12月31日已超过4天（制作（2003年11月27日）后1个月）|\n"
                    "无法判定：made_on为空|\n");
    expect_messages("from: made, to: sent, at_least: 12 months", "", "id,made_on,sent_on\na,2003-01-31,2004-01-30\n",
                    "Sending on 2004-01-30 lies 1 day before the first day allowed, 2004-01-31 (12 months after Making on "
                    "2003-01-31)|2004-01-31\n");
    expect_messages("from: made, to: sent, at_least: 1 week, counting: inclusive", "", "id,made_on,sent_on\na,2003-01-31,2003-02-01\n",
                    "Sending on 2003-02-01 lies 5 days before the first day allowed, 2003-02-06 (1 week from Making on 2003-01-31, "
                    "that day counted)|2003-02-06\n");
    expect_messages("from: made, to: sent, at_most: 1 month, extended: {when: item.special, at_most: 40 workdays}", "",
                    "id,made_on,sent_on,special\na,2003-04-28,2003-07-01,yes\n",
                    "Sending on 2003-07-01 lies 6 days after the last day allowed, 2003-06-25 (40 working days after Making on "
                    "2003-04-28)|\n");
}

static void test_counted_messages(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,paid_on\na,2003-01-01,2003-01-31,2003-03-01\nb,2003-01-31,2003-01-31,2003-03-01\n";
    expect_messages("from: made, to: paid, counted_from: item.sent_on, at_most: 1 month", "en", csv,
                    "paid on 2003-03-01 lies 1 day after the last day allowed, 2003-02-28 (1 month after 2003-01-31)|\n"
                    "paid on 2003-03-01 lies 1 day after the last day allowed, 2003-02-28 (1 month after Making on 2003-01-31)|\n");
    expect_messages("from: made, to: paid, counted_from: item.sent_on, at_most: 1 day, counting: inclusive", "zh", csv,
                    "paid（2003年3月1日）比最后期限2003年1月31日晚29天（自2003年1月31日当日起1天）|\n"
                    "paid（2003年3月1日）比最后期限2003年1月31日晚29天（自制作（2003年1月31日）当日起1天）|\n");
}

static void test_own_message(void **state)
{
    (void) state;
    expect_messages("from: made, to: sent, at_most: 1 month, message: 'by {last_day}, not {item.sent_on}'", "",
                    "id,made_on,sent_on\na,2003-01-31,2003-03-02\n", "by 2003-02-28, not 2003-03-02|\n");
}

static void test_redacted(void **state)
{
    (void) state;
    Arena arena = { 0 };
    PlanOptions options = audit(with_interval(&arena, "title: Late, from: made, to: sent, at_most: 1 month"), day_of("2003-12-31"));
    options.redact = true;
    expect_of(&options, "id,made_on,sent_on\na,2003-01-31,2003-03-02\n", add_messages,
              "Late: made_on = [private], sent_on = 2003-03-02|\n");
    arena_free(&arena);
}

/* ---- due days */

static void test_due_days(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(
        &arena, HEAD "      - {id: soon, from: made, to: sent, at_most: 1 month, extended: {when: item.special, at_most: 2 months}}\n"
                     "      - {id: not-too-soon, from: sent, to: paid, at_least: 5 workdays, at_most: 1 month, when: item.kind != 'x'}\n"
                     "      - {id: later, from: made, to: paid, at_most: 1 year, effective: {from: 2010-01-01}}\n");
    PlanOptions options = audit(pack, day_of("2003-12-31"));
    options.intervals = true;
    expect_of(&options,
              "id,kind,special,made_on,sent_on,paid_on\n"
              "a,y,no,2003-01-31,,\n"
              "b,y,yes,2003-01-31,2003-04-28,\n"
              "c,x,,2003-01-31,2003-04-28,\n"
              "d,,,,2003-04-28,2003-05-05\n"
              "e,y,,,2005-01-03,\n",
              add_intervals,
              "a 0:2003-01-31,-,2003-02-28,-\n"
              "b 0:2003-01-31,2003-04-28,2003-03-31,- 1:2003-04-28,-,2003-05-28,2003-05-07\n"
              "c 0:2003-01-31,2003-04-28,2003-02-28,-\n"
              "d 1:2003-04-28,2003-05-05,2003-05-28,2003-05-07\n"
              "e 1:2005-01-03,-,2005-02-03,-\n");
    options.intervals = false;
    expect_of(&options, "id,made_on\na,2003-01-31\n", add_intervals, "a\n");
    arena_free(&arena);
}

/* A record that is explained is told from which day on a rule lets its gate be taken, whatever `when` will say by then. */
static void test_first_days(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, HEAD "      - {id: soon, from: made, to: sent, at_most: 1 month}\n"
                                              "rules:\n"
                                              "  - {id: rested, for: item, gate: sent, when: has(item.sent_on) && item.kind == 'x',"
                                              " require: item.sent_on >= item.made_on + days(7), clears_on: item.made_on + days(7)}\n"
                                              "  - {id: old, for: item, gate: sent, require: item.sent_on >= item.made_on + days(9),"
                                              " clears_on: item.made_on + days(9), effective: {to: 2003-12-30}}\n");
    PlanOptions options = audit(pack, day_of("2003-12-31"));
    options.intervals = options.steps = options.clauses = true;
    options.explain = STR("a");
    expect_of(&options, "id,kind,made_on,sent_on\na,x,2003-03-01,2003-03-02\nb,y,2003-03-01,2003-03-02\nc,y,2003-03-01,\nd,x,,2003-03-02\n",
              add_intervals,
              "a 0:2003-03-01,2003-03-02,2003-04-01,- 1:-,2003-03-02,-,2003-03-08 2:-,2003-03-02,-,2003-03-10\n"
              "b 0:2003-03-01,2003-03-02,2003-04-01,- 2:-,2003-03-02,-,2003-03-10\n"
              "c 0:2003-03-01,-,2003-04-01,- 1:-,-,-,2003-03-08\n"
              "d\n");
    options.redact = true; /* these days follow from one that is private */
    expect_of(&options, "id,kind,made_on,sent_on\na,x,2003-03-01,\n", add_intervals, "a 0:-,-,-,- 1:-,-,-,-\n");
    options.redact = false;
    options.explain = (Str) { 0 };
    expect_of(&options, "id,kind,made_on,sent_on\na,x,2003-03-01,\n", add_intervals, "a 0:2003-03-01,-,2003-04-01,-\n");
    arena_free(&arena);
}

/* ---- again and again */

#define REPEATED(interval)                                                       \
    "pack: {name: shop}\n"                                                       \
    "parameters: {often: {value: 6, unit: months}}\n"                            \
    "tables:\n"                                                                  \
    "  item:\n"                                                                  \
    "    file: items\n"                                                          \
    "    key: id\n"                                                              \
    "    fields:\n"                                                              \
    "      id: {type: string}\n"                                                 \
    "      made_on: {type: date}\n"                                              \
    "      sent_on: {type: date}\n"                                              \
    "      looked: {type: list, of: date, title: {en: Looked at, zh: 查看}}\n" \
    "procedures:\n"                                                              \
    "  order:\n"                                                                 \
    "    for: item\n"                                                            \
    "    steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]\n"        \
    "    intervals: [{id: it, from: made, to: sent, dates: looked, " interval "}]\n"

static void expect_repeated(const char *pack, const char *as_of, const char *csv, void (*visit)(void *, const Sheet *),
                            const char *expected)
{
    Arena arena = { 0 };
    PlanOptions options = audit(load_pack(&arena, pack), day_of(as_of));
    options.intervals = true;
    expect_of(&options, csv, visit, expected);
    arena_free(&arena);
}

static void test_often_enough(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,looked\n"
                      "a,2002-01-10,2003-01-10,2002-05-01;2003-01-10\n"
                      "b,2002-01-10,2003-01-10,2002-05-01;2002-05-01\n"
                      "c,2002-01-10,2003-01-09,2002-05-01\n"
                      "d,2002-01-10,2003-01-10,2002-01-10;2002-05-01;2003-01-11\n"
                      "e,2002-01-10,2002-07-09,\n"
                      "f,2002-01-10,2002-07-10,\n"
                      "g,2002-11-01,,\n"
                      "h,2002-01-10,,2002-05-01\n"
                      "i,2002-08-10,,2002-09-01\n";
    expect_repeated(REPEATED("every: 6 months"), "2003-01-31", csv, add_outcomes, "PVPVPU-V-");
    expect_repeated(REPEATED("every: params.often"), "2003-01-31", csv, add_outcomes, "PVPVPU-V-");
    expect_repeated(REPEATED("every: 26 weeks"), "2003-01-31", csv, add_outcomes, "VVVVPP-V-");
    expect_repeated(REPEATED("every: 6 months, missing: violation"), "2003-01-31", csv, add_outcomes, "PVPVPV-V-");
}

/* Each period asks for one of its own: many in one do not stand for another. */
static void test_each_period(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,looked\n"
                      "a,2002-01-31,2002-04-30,2002-02-28;2002-03-01;2002-04-30\n"
                      "b,2002-01-31,2002-04-30,2002-03-01;2002-03-31;2002-04-30\n"
                      "c,2002-01-31,2002-04-30,2002-02-01;2002-02-02;2002-02-03;2002-02-04\n"
                      "d,2002-01-31,2002-04-29,2002-02-01;2002-03-05\n"
                      "e,2002-01-31,,2002-02-28;2002-03-05\n";
    expect_repeated(REPEATED("every: 1 months"), "2002-05-01", csv, add_outcomes, "PVVPV");
    expect_repeated(REPEATED("every: 1 months"), "2002-04-30", csv, add_outcomes, "PVVP-");
    expect_repeated(
        REPEATED("every: 1 months"), "2002-05-01", csv, add_messages,
        "Looked at: 3 after 2002-01-31 and up to 2002-04-30; one is due in every 1 month, none lies in the period up to 2002-02-28|\n"
        "Looked at: 4 after 2002-01-31 and up to 2002-04-30; one is due in every 1 month, none lies in the periods up to "
        "2002-03-31, 2002-04-30|\n"
        "Looked at: 2 after 2002-01-31 and up to 2002-05-01; one is due in every 1 month, none lies in the period up to 2002-04-30|\n");
}

/* Periods that ended before the interval was in force ask for nothing. */
static void test_periods_and_versions(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,looked\n"
                      "a,2002-01-10,2002-05-10,2002-04-10;2002-05-10\n"
                      "b,2002-01-10,2002-05-10,2002-02-01;2002-03-01;2002-05-01\n"
                      "c,2002-01-10,,2002-02-01\n"
                      "d,2002-01-10,2002-05-10,\n"
                      "e,2001-01-10,2002-03-09,\n";
    expect_repeated(REPEATED("every: 1 months, effective: {from: 2002-03-11}"), "2002-04-11", csv, add_outcomes, "PVVU-");
    expect_repeated(REPEATED("every: 1 months, effective: {from: 2002-03-10}"), "2002-04-11", csv, add_outcomes, "VVVU-");
    expect_repeated(REPEATED("every: 1 months, effective: {from: 2002-03-11}"), "2002-04-10", csv, add_outcomes, "PV-U-");
    expect_repeated(REPEATED("every: 1 months, effective: {from: 2002-03-11}"), "2002-04-11", csv, add_intervals,
                    "a 0:2002-01-10,2002-05-10,2002-06-10,-\nb 0:2002-01-10,2002-05-10,2002-04-10,-\n"
                    "c 0:2002-01-10,-,2002-04-10,-\nd 0:2002-01-10,2002-05-10,2002-04-10,-\ne\n");
}

static void test_no_gaps(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,looked\n"
                      "a,2002-01-10,2003-01-10,2002-09-10\n"
                      "b,2002-01-10,2003-01-10,2002-09-11\n"
                      "c,2002-01-10,2003-06-10,2002-05-10\n"
                      "d,2002-01-10,2003-06-10,2002-12-10;2002-05-10\n"
                      "e,2002-01-10,,2002-05-10\n"
                      "f,2002-01-10,,2002-06-10\n";
    expect_repeated(REPEATED("no_gap_longer_than: 8 months"), "2003-01-31", csv, add_outcomes, "PVVPV-");
    expect_repeated(REPEATED("no_gap_longer_than: 8 months, every: 6 months"), "2003-01-31", csv, add_outcomes, "VVVPVV");
}

static void test_repeated_messages(void **state)
{
    (void) state;
    const char *csv = "id,made_on,sent_on,looked\n"
                      "a,2002-01-10,2003-01-10,2002-09-10\n"
                      "b,2002-01-10,,2002-09-11\n";
    expect_repeated(
        REPEATED("no_gap_longer_than: 8 months, every: 6 months"), "2003-01-31", csv, add_messages,
        "Looked at: 1 after 2002-01-10 and up to 2003-01-10; one is due in every 6 months, none lies in the period up to 2002-07-10|\n"
        "Looked at: 1 after 2002-01-10 and up to 2003-01-31; one is due in every 6 months, none lies in the period up to 2002-07-10; "
        "none within 8 months after 2002-01-10|\n");
    expect_repeated(REPEATED("no_gap_longer_than: 8 months"), "2003-01-31", csv, add_messages,
                    "Looked at: 1 after 2002-01-10 and up to 2003-01-31; none within 8 months after 2002-01-10|\n");
    expect_repeated(REPEATED("every: 6 months, message: '{size(taken)} of {wanted}'"), "2003-01-31", csv, add_messages,
                    "1 of 2|\n1 of 2|\n");
}

static void test_repeated_due(void **state)
{
    (void) state;
    expect_repeated(REPEATED("no_gap_longer_than: 8 months, every: 6 months"), "2003-01-31",
                    "id,made_on,sent_on,looked\na,2002-01-10,,2002-05-10;2002-03-01\nb,2002-01-10,,\n", add_intervals,
                    "a 0:2002-01-10,-,2003-01-10,-\nb 0:2002-01-10,-,-,-\n");
    expect_repeated(REPEATED("every: 6 months"), "2003-01-31",
                    "id,made_on,sent_on,looked\na,2002-01-31,,2002-03-01\nb,2002-01-31,,2002-03-01;2002-03-02;2002-03-03\n", add_intervals,
                    "a 0:2002-01-31,-,2003-01-31,-\nb 0:2002-01-31,-,2003-01-31,-\n");
    expect_repeated(REPEATED("no_gap_longer_than: 8 months"), "2003-01-31", "id,made_on,sent_on,looked\na,2002-01-10,,2002-05-10\n",
                    add_intervals, "a 0:2002-01-10,-,2003-01-10,-\n");
}

/* ---- steps left out */

#define STEPS(skipping, optional)                                                                                                         \
    "pack: {name: shop}\n"                                                                                                                \
    "tables:\n"                                                                                                                           \
    "  item: {file: items, key: id, fields: {id: {type: string}, made_on: {type: date}, sent_on: {type: date}, paid_on: {type: date}}}\n" \
    "procedures:\n"                                                                                                                       \
    "  order:\n"                                                                                                                          \
    "    for: item\n" skipping "    steps:\n"                                                                                             \
    "      - {id: made, date: made_on, title: {en: 'Maker''s {day}', zh: 制作}}\n"                                                      \
    "      - {id: sent, date: sent_on" optional "}\n"                                                                                     \
    "      - {id: paid, date: paid_on}\n"                                                                                                 \
    "rules: [{id: first, for: item, require: has(item.id)}]\n"

static void test_steps_left_out(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const char *csv = "id,made_on,sent_on,paid_on\na,2003-01-01,,\nb,2003-01-01,,2003-01-01\nc,,,2003-01-01\nd,,2003-01-01,\ne,,,\n";
    const Pack *pack = load_pack(&arena, STEPS("    skipping: warning\n", ""));
    PlanOptions options = audit(pack, day_of("2003-12-31"));
    bool selected[BUILTIN_COUNT + 2] = { false };
    assert_int_equal(pack->rule_count, BUILTIN_COUNT + 2);
    assert_str(pack->rules[BUILTIN_COUNT].id, "step-skipped");
    assert_int_equal(pack->rules[BUILTIN_COUNT].severity, SEVERITY_WARNING);
    selected[BUILTIN_COUNT] = true;
    options.selected = selected;
    expect_of(&options, csv, add_outcomes, "PVVVP");
    expect_of(&options, csv, add_messages,
              "no day on record for sent, although a later step has one|\n"
              "no day on record for Maker's {day}, sent, although a later step has one|\n"
              "no day on record for Maker's {day}, although a later step has one|\n");
    options.language = STR("zh");
    expect_of(&options, "id,made_on,sent_on,paid_on\na,,,2003-01-01\n", add_messages, "后面的步骤已有日期，但制作、sent没有日期|\n");
    options.gate_procedure = 0;
    options.gate_step = 1;
    options.on = day_of("2003-12-31");
    expect_of(&options, csv, add_outcomes, "PPV.V");
    arena_free(&arena);
}

static void test_optional_step(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, STEPS("    skipping: error\n", ", optional: true"));
    PlanOptions options = audit(pack, day_of("2003-12-31"));
    bool selected[BUILTIN_COUNT + 2] = { false };
    selected[BUILTIN_COUNT] = true;
    options.selected = selected;
    expect_of(&options, "id,made_on,sent_on,paid_on\na,2003-01-01,,2003-01-01\nb,,2003-01-01,\n", add_outcomes, "PV");
    assert_int_equal(load_pack(&arena, STEPS("", ", optional: true"))->rule_count, BUILTIN_COUNT + 1);
    arena_free(&arena);
}

/* A step in any order is neither compared nor compared with. */
static void test_any_order(void **state)
{
    (void) state;
    Arena arena = { 0 };
    const Pack *pack = load_pack(&arena, STEPS("", ", any_order: true"));
    PlanOptions options = audit(pack, day_of("2003-12-31"));
    bool selected[BUILTIN_COUNT + 1] = { [BUILTIN_STEP_ORDER] = true };
    options.selected = selected;
    const char *csv = "id,made_on,sent_on,paid_on\na,2003-02-01,2003-01-01,2003-03-01\nb,2003-02-01,2003-04-01,2003-03-01\n"
                      "c,2003-02-01,2003-04-01,2003-01-31\n";
    expect_of(&options, csv, add_outcomes, "PPV");
    expect_of(&options, csv, add_messages, "paid on 2003-01-31 lies before Maker's {day} on 2003-02-01|\n");
    options.pack = load_pack(&arena, STEPS("", ""));
    expect_of(&options, csv, add_outcomes, "VVV");
    /* one that may not come before an earlier step is compared with that alone */
    options.pack = load_pack(&arena, STEPS("", ", any_order: true, not_before: made"));
    expect_of(&options, csv, add_outcomes, "VPV");
    expect_of(&options, csv, add_messages,
              "sent on 2003-01-01 lies before Maker's {day} on 2003-02-01|\n"
              "paid on 2003-01-31 lies before Maker's {day} on 2003-02-01|\n");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_at_most),
        cmocka_unit_test(test_at_least),
        cmocka_unit_test(test_both_bounds),
        cmocka_unit_test(test_inclusive),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_extension),
        cmocka_unit_test(test_counted_from),
        cmocka_unit_test(test_counted_messages),
        cmocka_unit_test(test_first_days),
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_before_a_step),
        cmocka_unit_test(test_like_any_rule),
        cmocka_unit_test(test_limits_and_versions),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_own_message),
        cmocka_unit_test(test_redacted),
        cmocka_unit_test(test_often_enough),
        cmocka_unit_test(test_each_period),
        cmocka_unit_test(test_periods_and_versions),
        cmocka_unit_test(test_no_gaps),
        cmocka_unit_test(test_repeated_messages),
        cmocka_unit_test(test_repeated_due),
        cmocka_unit_test(test_due_days),
        cmocka_unit_test(test_steps_left_out),
        cmocka_unit_test(test_optional_step),
        cmocka_unit_test(test_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
