/* Warnings about conditions, and the catalogue that explains all problems. */
#include "unit.h"

#include "api/duly.h"
#include "base/diag.h"
#include "pack/pack.h"

#define HEAD                                                                                                                \
    "pack: {name: shop}\n"                                                                                                  \
    "parameters: {least: 5, mode: strict}\n"                                                                                \
    "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}, m: {type: int},\n"                  \
    "         state: {type: enum, values: [good, fair, bad]}, kind: {type: enum, values: [a, b]}, made_on: {type: date},\n" \
    "         sent_on: {type: date}, seen: {type: timestamp}, next: {type: ref, table: item},\n"                            \
    "         peers: {type: list, of: ref, table: item}}, derived: {late: item.sent_on > item.made_on}}}\n"                 \
    "procedures: {order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}}\n"                     \
    "rules:\n"

/* States what is said of the conditions of the rules: id, line and column, sentence. */
static void expect(const char *rules, const char *expected)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text text = { 0 }, out = { 0 };
    text_format(&text, "%s%s", HEAD, rules);
    Source source = { STR("pack.yaml"), text_str(&text) };
    pack_load_source(&arena, &source, &diags);
    for (size_t i = 0; i < diags.list.count; i++) {
        const Diag *diag = &diags.list.at[i];
        Place place = source_place(&source, diag->span.start);
        bool other = diag->code == W_NO_SOURCE || diag->code == W_NO_EXAMPLE || diag->code == W_UNUSED_PARAMETER;
        if (!other)
            text_format(&out, "%s %u:%u %.*s\n", diag_info(diag->code)->id, place.line, place.column, STR_ARG(diag->message));
    }
    assert_text(&out, expected);
    text_free(&text);
    text_free(&out);
    arena_free(&arena);
}

static void test_days_for_months(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, require: item.sent_on <= item.made_on + days(365)}\n"
           "  - {id: b, for: item, require: 'daysBetween(item.made_on, item.sent_on) >= 366'}\n"
           "  - {id: c, for: item, let: {year: days(730)}, require: item.made_on + year > item.sent_on}\n"
           "  - {id: d, for: item, require: item.seen < timestamp('2003-01-01T00:00:00Z') + duration('720h')}\n",
           "W414 9:64 this is no month or year: those are not always of the same length\n"
           "W414 10:34 this is no month or year: those are not always of the same length\n"
           "W414 11:36 this is no month or year: those are not always of the same length\n"
           "W414 12:81 this is no month or year: those are not always of the same length\n");
    expect("  - {id: a, for: item, require: item.sent_on <= item.made_on + days(30)}\n"
           "  - {id: b, for: item, require: item.sent_on <= item.made_on + years(1)}\n"
           "  - {id: c, for: item, require: item.n > 365}\n"
           "  - {id: d, for: item, require: item.seen < timestamp('2003-01-01T00:00:00Z') + duration('48h')}\n",
           "");
}

static void test_as_of(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, require: item.sent_on <= as_of}\n"
           "  - {id: b, for: item, let: {now: as_of}, require: item.sent_on <= now}\n",
           "W415 9:10 'a' depends on the day of the check, and no gate ends that\n"
           "W415 10:10 'b' depends on the day of the check, and no gate ends that\n");
    expect("  - {id: a, for: item, gate: made, require: item.sent_on <= as_of}\n"
           "  - {id: b, for: item, require: item.sent_on <= as_of, clears_on: item.sent_on}\n"
           "  - {id: c, for: item, when: item.made_on < as_of, require: has(item.sent_on)}\n",
           "");
}

static void test_constant(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, when: 'true', require: item.n > 0}\n"
           "  - {id: b, for: item, require: params.least > 3}\n"
           "  - {id: c, for: item, require: item.n >= item.n}\n"
           "  - {id: d, for: item, when: item.n > 0 && item.n > 0, require: item.m > 0}\n",
           "W416 9:30 `when` of 'a' is the same for every record\n"
           "W416 10:33 `require` of 'b' does not look at the record\n"
           "W416 11:33 both sides of >= are the same\n"
           "W416 12:30 both sides of && are the same\n");
    expect("  - {id: a, for: item, when: params.mode == 'strict', require: item.n > 0}\n"
           "  - {id: b, for: item, require: item.late}\n"
           "  - {id: c, for: item, let: {more: item.n > 3}, require: more}\n",
           "");
}

static void test_never_applies(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, when: item.state == 'good' && item.state == 'bad', require: item.n > 0}\n"
           "  - {id: b, for: item, when: \"!(item.state in ['good', 'fair', 'bad'])\", require: item.n > 0}\n"
           "  - {id: c, for: item, when: item.n > 3 && item.state != 'good' && item.state != 'fair' && 'bad' != item.state, require: "
           "item.n > 0}\n",
           "W417 9:30 `when` of 'a' holds for no value of state\n"
           "W417 10:30 `when` of 'b' holds for no value of state\n"
           "W417 11:30 `when` of 'c' holds for no value of state\n");
    expect("  - {id: a, for: item, when: item.state == 'good' || item.state == 'bad', require: item.n > 0}\n"
           "  - {id: b, for: item, when: item.state == 'good' && item.kind == 'b', require: item.n > 0}\n"
           "  - {id: c, for: item, when: item.state != 'good' && item.state != 'fair' || item.n > 1, require: item.n > 0}\n",
           "");
}

/* A record that this one refers to, of the same table or not, has values of its own; and an example knows better than a guess. */
static void test_never_applies_to_itself(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, when: item.state == 'good' && item.next.state == 'bad', require: item.n > 0}\n"
           "  - {id: b, for: item, when: item.next.state == 'good' && item.next.next.state == 'bad', require: item.n > 0}\n"
           "  - {id: c, for: item, when: \"item.state == 'good' && item.peers.exists(i, i.state == 'bad')\", require: item.n > 0}\n"
           "  - {id: d, for: item, when: item.state == 'good' && item.?next.state.orValue('bad') == 'bad', require: item.n > 0}\n",
           "");
    expect("  - {id: a, for: item, when: item.state == 'good' && item.state == 'bad', require: item.n > 0, examples: [{pass: {n: 1}}]}\n"
           "  - {id: b, for: item, when: item.state == 'good' && item.state == 'bad', require: item.m > 0, examples: [{not-applicable: {n: "
           "1}}]}\n",
           "W417 10:30 `when` of 'b' holds for no value of state\n");
}

static void test_implied(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, require: item.n > 0}\n"
           "  - {id: b, for: item, require: item.m > 0 && item.n > 0}\n"
           "  - {id: c, for: item, require: item.m > 0 && item.n > 0}\n",
           "W418 9:10 whatever violates 'a' violates 'b' too\n"
           "W418 11:10 whatever violates 'c' violates 'b' too\n");
    expect("  - {id: a, for: item, require: item.n > 0}\n"
           "  - {id: b, for: item, require: item.m > 0 || item.n > 0}\n"
           "  - {id: c, for: item, when: item.m > 1, require: item.m > 0 && item.n > 0}\n"
           "  - {id: d, for: item, severity: warning, require: item.m > 0 && item.n > 0}\n"
           "  - {id: e, for: item, gate: made, require: item.m > 0 && item.n > 0}\n"
           "  - {id: f, for: item, missing: pass, require: item.m > 0 && item.n > 0}\n"
           "  - {id: g, for: item, after: [a], require: item.m > 0 && item.n > 0}\n"
           "  - {id: h, for: item, effective: {from: 2003-01-01}, require: item.m > 0 && item.n > 0}\n"
           "  - {id: i, for: item, let: {x: item.n}, require: x > 0 && item.n > 0}\n"
           "  - {id: j, for: item, require: item.next.n > 0 && item.m > 0}\n",
           "");
    expect("  - {id: a, for: item, gate: sent, require: item.n >= params.least}\n"
           "  - {id: b, for: item, gate: sent, day_of: made, require: item.n >= params.least}\n"
           "  - {id: c, for: item, gate: sent, day_of: made, require: item.n >= params.least && item.m > 0}\n",
           "W418 10:10 whatever violates 'b' violates 'c' too\n");
    expect("  - {id: a, for: item, unique: item.n}\n"
           "  - {id: b, for: item, unique: item.m}\n"
           "  - {id: c, for: item, group_by: item.kind, require: count() > 1}\n"
           "  - {id: d, for: item, group_by: item.state, require: count() > 1}\n",
           "");
}

/* ---- the catalogue */

static void test_loose_patterns(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, require: \"item.id.matches('^A[0-9]|B[0-9]')\"}\n"
           "  - {id: b, for: item, require: \"item.id.matches('A|B|C$')\"}\n"
           "  - {id: c, for: item, require: \"item.id.matches('^A$|^B')\"}\n"
           "  - {id: d, for: item, require: \"item.id.matches('A|B')\"}\n"
           "  - {id: e, for: item, require: \"item.id.matches('^(A|B)$')\"}\n"
           "  - {id: f, for: item, require: \"item.id.matches('^A$|^B$')\"}\n"
           "  - {id: g, for: item, require: item.id.matches(item.kind)}\n",
           "W423 9:50 ^ ties one of the alternatives to the beginning of the text, and not the others\n"
           "W423 10:50 $ ties one of the alternatives to the end of the text, and not the others\n"
           "W423 11:50 $ ties one of the alternatives to the end of the text, and not the others\n");
}

/* Conditions that are no rule's: the ends of cases, when an interval is extended, what statistics count. */
static void test_other_conditions(void **state)
{
    (void) state;
    expect("  - {id: a, for: item, require: \"item.id.matches('(^A|B)')\", clears_on: item.made_on + days(365)}\n"
           "statistics:\n"
           "  - {id: s, for: item, when: \"item.id.matches('^A|B')\", "
           "measures: {x: \"count(item.sent_on > item.made_on + days(366))\", y: \"count(item.n == item.n)\"}}\n",
           "W423 9:50 ^ ties one of the alternatives to the beginning of the text, and not the others\n"
           "W414 9:88 this is no month or year: those are not always of the same length\n"
           "W423 11:47 ^ ties one of the alternatives to the beginning of the text, and not the others\n"
           "W414 11:108 this is no month or year: those are not always of the same length\n"
           "W416 11:131 both sides of == are the same\n");
    expect("  - {id: a, for: item, group_by: item.made_on + days(365), require: count() > 1}\n"
           "statistics:\n"
           "  - {id: s, for: item, group_by: {late: item.made_on + days(366)}, measures: {x: count()}}\n",
           "W414 9:49 this is no month or year: those are not always of the same length\n"
           "W414 11:56 this is no month or year: those are not always of the same length\n");
}

/* What stands with the steps of a procedure is an expression like others: who is about to take one, and how cases end. */
static void test_steps(void **state)
{
    static const char pack[] =
        "pack: {name: shop}\n"
        "parameters: {least: 5, most: 9, unused: 1}\n"
        "calendars: {a: {default: true, week: [mon], years: {2003: {}}}, b: {week: [tue], years: {2003: {}}}}\n"
        "tables: {item: {fields: {id: {type: string}, n: {type: int}, made_on: {type: date}, sent_on: {type: date}}}}\n"
        "procedures:\n"
        "  order:\n"
        "    for: item\n"
        "    steps:\n"
        "      - {id: made, date: made_on, candidates: \"item.n > params.least && as_of.isWorkday('b') && item.id == item.id\"}\n"
        "      - {id: sent, date: sent_on}\n"
        "    intervals: [{id: soon, from: made, to: sent, at_most: 3 days, source: x, counted_from: item.made_on + days(730),\n"
        "                 examples: [{pass: {}}, {violation: {}}]}]\n"
        "    ends: [{id: lost, when: item.n > params.most && item.n == item.n, on: item.made_on + days(365)}]\n";
    static const char *const steps = "W416 9:97 both sides of == are the same\n"
                                     "W414 11:107 this is no month or year: those are not always of the same length\n"
                                     "W416 13:53 both sides of == are the same\n"
                                     "W414 13:90 this is no month or year: those are not always of the same length\n";
    (void) state;
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text out = { 0 };
    Source source = { STR("pack.yaml"), str_of(pack) };
    assert_non_null(pack_load_source(&arena, &source, &diags));
    for (size_t i = 0; i < diags.list.count; i++) {
        const Diag *diag = &diags.list.at[i];
        Place place = source_place(&source, diag->span.start);
        if (diag->code == W_UNUSED_PARAMETER)
            assert_true(str_ends_with(diag->message, STR("'unused'")));
        else
            text_format(&out, "%s %u:%u %.*s\n", diag_info(diag->code)->id, place.line, place.column, STR_ARG(diag->message));
    }
    assert_text(&out, steps);
    text_free(&out);
    arena_free(&arena);
}

/* What can only fail is told of them too. */
static void test_constants_of_steps(void **state)
{
    static const char pack[] = "pack: {name: shop}\n"
                               "tables: {item: {fields: {id: {type: string}, made_on: {type: date}}}}\n"
                               "procedures:\n"
                               "  order:\n"
                               "    for: item\n"
                               "    steps: [{id: made, date: made_on, candidates: \"as_of > date('2003-02-30')\"}]\n";
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("pack.yaml"), str_of(pack) };
    (void) state;
    assert_null(pack_load_source(&arena, &source, &diags));
    assert_int_equal(diags.list.at[0].code, E_CONSTANT);
    assert_int_equal(source_place(&source, diags.list.at[0].span.start).line, 6);
    arena_free(&arena);
}

static void test_every_problem_is_explained(void **state)
{
    (void) state;
    duly_explanation entry = { .size = sizeof entry }, found = { .size = sizeof found };
    size_t count = 0;
    for (; duly_explain_at(count, &entry); count++) {
        assert_true(entry.title.len > 0 && entry.explanation.len > entry.title.len / 2 && entry.wrong.len > 0 && entry.right.len > 0);
        assert_true(duly_explain(entry.id, &found));
        assert_ptr_equal(found.title.at, entry.title.at); /* ids are unique */
    }
    assert_int_equal(count, DIAG_COUNT);
    assert_true(duly_explain((duly_text) { "w402", 4 }, &found));
    assert_false(duly_explain((duly_text) { "W4020", 5 }, &found));
    assert_false(duly_explain((duly_text) { "W40", 3 }, &found));
    assert_false(duly_explain((duly_text) { NULL, 0 }, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_for_months),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_constant),
        cmocka_unit_test(test_never_applies),
        cmocka_unit_test(test_never_applies_to_itself),
        cmocka_unit_test(test_loose_patterns),
        cmocka_unit_test(test_other_conditions),
        cmocka_unit_test(test_implied),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_constants_of_steps),
        cmocka_unit_test(test_every_problem_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
