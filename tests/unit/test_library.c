/* The library beside runs: packs opened and described, the examples of rules, single expressions. */
#include "told.h"

/* ---- packs */

static void test_pack(void **state)
{
    const Place *place = *state;
    put(place->pack, STR(SHOP));
    duly_pack *pack = duly_pack_open(place->pack, "zh", NULL);
    duly_pack_info info;
    duly_pack_describe(pack, &info);
    assert_int_equal(info.rule_count, 3);
    assert_int_equal(info.all_rule_count, 13);
    assert_int_equal(info.step_count, 2);
    assert_int_equal(info.sha256.len, 64);
    duly_rule rule;
    assert_true(duly_pack_rule(pack, 0, &rule) && rule.builtin && rule.path.len == 0);
    assert_true(duly_pack_rule(pack, 10, &rule) && !rule.builtin);
    assert_str(((Str) { rule.title.at, rule.title.len }), "数量不足");
    assert_str(((Str) { rule.require.at, rule.require.len }), "item.n >= params.least");
    assert_int_equal(rule.line, 19);
    assert_true(duly_pack_rule(pack, 11, &rule));
    assert_str(((Str) { rule.gate.at, rule.gate.len }), "sent");
    assert_false(duly_pack_rule(pack, 13, &rule));
    duly_step step;
    assert_true(duly_pack_step(pack, 1, &step));
    assert_str(((Str) { step.field.at, step.field.len }), "sent_on");
    assert_false(duly_pack_step(pack, 2, &step));
    duly_pack_close(pack);
}

static void test_broken_pack(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    duly_sink sink = { .context = &told, .problem = tell_problem };
    put(place->pack, STR("pack: {name: x}\n"
                         "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}}}}\n"
                         "rules:\n"
                         "  - {id: a, title: t, source: s, for: item, require: item.m > 1}\n"));
    assert_null(duly_pack_open(place->pack, NULL, &sink));
    assert_true(str_starts_with(text_str(&told.out), STR("problem 0 E202 pack.yaml:4:")));
    assert_int_not_equal(str_find(text_str(&told.out), STR("^"), 0), SIZE_MAX);
    text_clear(&told.out);
    put(place->pack, STR("pack: {name: x}\n"
                         "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}}}}\n"
                         "rules:\n"
                         "  - {id: a, title: t, source: s, for: item, require: item.n > 1 / 0}\n"));
    assert_null(duly_pack_open(place->pack, NULL, &sink));
    assert_int_not_equal(str_find(text_str(&told.out), STR("E206 pack.yaml:4:"), 0), SIZE_MAX);
    text_clear(&told.out);
    assert_null(duly_pack_open("/nowhere", NULL, &sink));
    assert_int_not_equal(told.out.len, 0);
    text_free(&told.out);
}

/* ---- packs read out */

static void read_table(void *context, const duly_table *table)
{
    text_format(context, "table %.*s %.*s %.*s\n", (int) table->name.len, table->name.at, (int) table->file.len, table->file.at,
                (int) table->key.len, table->key.at);
}

static void read_field(void *context, const duly_field *field)
{
    text_format(context, "%.*s.%.*s %.*s%s %zu values %.*s..%.*s\n", (int) field->table.len, field->table.at, (int) field->name.len,
                field->name.at, (int) field->type.len, field->type.at, field->is_private ? " private" : "", field->values.count,
                (int) field->min.len, field->min.at, (int) field->max.len, field->max.at);
}

static void read_parameter(void *context, const duly_parameter *parameter)
{
    text_format(context, "parameter %.*s %.*s %zu\n", (int) parameter->name.len, parameter->name.at, (int) parameter->type.len,
                parameter->type.at, parameter->version_count);
}

static void read_rule(void *context, const duly_rule_text *rule)
{
    text_format(context, "rule %zu %.*s: %zu messages, %.*s\n", rule->index, (int) rule->rule.id.len, rule->rule.id.at,
                rule->messages.count, (int) rule->clears_on.len, rule->clears_on.at);
}

static void test_reading(void **state)
{
    const Place *place = *state;
    Text told = { 0 };
    put(place->pack, STR(SHOP));
    duly_pack *pack = duly_pack_open(place->pack, "zh", NULL);
    duly_reader reader = { .context = &told, .table = read_table, .field = read_field, .parameter = read_parameter, .rule = read_rule };
    duly_pack_read(pack, &reader);
    assert_true(str_starts_with(text_str(&told), STR("table item items id\nitem.id string 0 values ..\n"
                                                     "item.name string private 0 values ..\nitem.n int 0 values 0..99\n")));
    assert_int_not_equal(str_find(text_str(&told), STR("item.state enum 2 values"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text_str(&told), STR("parameter least int 1\n"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text_str(&told), STR("enough: 2 messages, \n"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text_str(&told), STR("in-time: 0 messages, item.sent_on + days(1)\n"), 0), SIZE_MAX);
    reader = (duly_reader) { .context = &told };
    duly_pack_read(pack, &reader);
    duly_pack_close(pack);
    text_free(&told);
}

/* ---- examples */

static void tell_example(void *context, const duly_example *example)
{
    Told *told = context;
    text_format(&told->out, "%.*s:%u %d %d %s %.*s\n", SHOWN(example->id), example->line, (int) example->expected,
                (int) example->actual, example->passed ? "passed" : "failed", SHOWN(example->detail));
}

/* An example may set parameters, and dated ones too: for itself alone. */
static void test_examples_with_parameters(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    put(place->pack, STR(
        "pack: {name: shop}\n"
        "parameters:\n"
        "  least: 3\n"
        "  kinds: [a, b]\n"
        "  share: [{from: 2003-06-01, value: 0.5}]\n"
        "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}, kind: {type: string}}}}\n"
        "rules:\n"
        "  - id: enough\n"
        "    title: t\n"
        "    for: item\n"
        "    require: item.n >= params.least && item.kind in params.kinds && params.share < 1.0\n"
        "    message: 'at least {params.least}'\n"
        "    examples:\n"
        "      - pass: {n: 3, kind: a}\n"
        "      - violation: {n: 3, kind: a}\n"
        "        set: {least: 4}\n"
        "      - {set: {kinds: [c], least: 2}, pass: {n: 2, kind: c}}\n"
        "      - {set: {share: 1.5}, violation: {n: 3, kind: a}}\n"
        "      - {as_of: 2003-05-31, undecided: {n: 3, kind: a}}\n"
        "      - {as_of: 2003-05-31, set: {share: 0.1}, pass: {n: 3, kind: a}}\n"
        "      - pass: {n: 3, kind: b}\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    assert_non_null(pack);
    duly_test_sink sink = { .context = &told, .problem = tell_problem, .example = tell_example };
    assert_int_equal(duly_test(pack, &(duly_test_options) { 0 }, &sink), DULY_CLEAN);
    assert_text(&told.out,
        "enough:14 0 0 passed \n"
        "enough:15 1 1 passed at least 4\n"
        "enough:17 0 0 passed \n"
        "enough:18 1 1 passed at least 3\n"
        "enough:19 2 2 passed cannot be decided: the parameter share has no value for that day\n"
        "enough:20 0 0 passed \n"
        "enough:21 0 0 passed \n");
    duly_pack_close(pack);
    text_free(&told.out);
}

static void test_examples(void **state)
{
    const Place *place = *state;
    Told told = { 0 };
    put(place->pack, STR(
        "pack: {name: shop}\n"
        "tables: {item: {file: items, fields: {id: {type: string}, n: {type: int}, made_on: {type: date}, sent_on: {type: date}}}}\n"
        "procedures: {order: {for: item, steps: [{id: made, date: made_on}, {id: sent, date: sent_on}]}}\n"
        "rules:\n"
        "  - id: early\n"
        "    title: t\n"
        "    for: item\n"
        "    gate: made\n"
        "    after: [step-order]\n"
        "    require: item.made_on < date('2003-06-01') && item.n > 1\n"
        "    examples:\n"
        "      - violation: {n: 5}\n"
        "      - as_of: 2003-05-01\n"
        "        pass: {n: 5, sent_on: 2003-04-01}\n"
        "      - not-applicable: {n: 5, made_on: 2003-05-01, sent_on: 2003-04-01}\n"
        "      - pass: {made_on: 2003-05-01}\n"
        "  - {id: other, title: t, for: item, require: item.n > 1, examples: [{pass: {n: 2}}]}\n"));
    duly_pack *pack = duly_pack_open(place->pack, NULL, NULL);
    assert_non_null(pack);
    duly_test_sink sink = { .context = &told, .problem = tell_problem, .example = tell_example };
    assert_int_equal(duly_test(pack, &(duly_test_options) { 0 }, &sink), DULY_FOUND);
    assert_text(&told.out,
        "early:12 1 1 passed t: n = 5, made_on = 2003-12-31\n"
        "early:13 0 0 passed \n"
        "early:15 3 3 passed \n"
        "early:16 0 2 failed cannot be decided: n is empty\n"
        "other:17 0 0 passed \n");
    const char *one[] = { "other" }, *none[] = { "othr" };
    assert_int_equal(duly_test(pack, &(duly_test_options) { .only = one, .only_count = 1 }, &sink), DULY_CLEAN);
    text_clear(&told.out);
    assert_int_equal(duly_test(pack, &(duly_test_options) { .only = none, .only_count = 1 }, &sink), DULY_MISUSED);
    assert_text(&told.out, "problem 0  :0:0: no rule of the pack is called 'othr' (did you mean 'other'?)\n");
    duly_pack_close(pack);
    text_free(&told.out);
}

/* ---- single expressions */

static void expect_eval(const char *expression, const char *variables, duly_status status, const char *expected)
{
    Told told = { 0 };
    duly_value value = { 0 };
    duly_sink sink = { .context = &told, .problem = tell_problem };
    Str given = str_of(variables), text = str_of(expression);
    assert_int_equal(duly_eval((duly_text) { text.at, text.len }, (duly_text) { given.at, given.len }, &value, &sink), status);
    if (value.value.len)
        text_format(&told.out, "%.*s : %.*s", SHOWN(value.value), SHOWN(value.type));
    assert_text(&told.out, expected);
    text_free(&told.out);
    duly_value_free(&value);
    duly_value_free(&value);
}

static void test_eval(void **state)
{
    (void) state;
    expect_eval("1 + 2", NULL, DULY_CLEAN, "3 : int");
    expect_eval("a.b[1] + 'x'", "{\"a\": {\"b\": [1, \"y\"]}}", DULY_CLEAN, "'yx' : string");
    expect_eval("[d, t, n, i]", "{\"d\": 1.5, \"t\": true, \"n\": null, \"i\": 7}", DULY_CLEAN,
                "[1.5, true, null, 7] : list(dyn)");
    expect_eval("as_of + months(1)", "{\"as_of\": \"2003-01-31\"}", DULY_CLEAN, "date('2003-02-28') : date");
    expect_eval("7 / x", "{\"x\": 0}", DULY_FOUND,
                "problem 0  <expression>:1:1: 7 cannot be divided by 0 ()\n 1 | 7 / x\n   | ^^^^^\n");
    expect_eval("as_of", "{\"as_of\": 3}", DULY_MISUSED, "problem 0  <variables>:0:0: as_of is a date: \"2003-06-01\" ()\n");
    expect_eval("1", "[1]", DULY_MISUSED,
                "problem 0  <variables>:0:0: the variables must be one JSON object: {\"name\": value} ()\n");
}

static void test_eval_mistakes(void **state)
{
    (void) state;
    static const char *const wrong[] = { "1 +", "nobody", "1 + 'a'", "", "(((", "'" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        Told told = { 0 };
        duly_value value = { 0 };
        duly_sink sink = { .context = &told, .problem = tell_problem };
        assert_int_equal(duly_eval((duly_text) { wrong[i], strlen(wrong[i]) }, (duly_text) { 0 }, &value, &sink), DULY_MISUSED);
        assert_true(told.out.len > 0);
        assert_int_equal(value.value.len, 0);
        duly_value_free(&value);
        text_free(&told.out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_pack), IN_PLACE(test_broken_pack), IN_PLACE(test_examples),
        IN_PLACE(test_reading), IN_PLACE(test_examples_with_parameters), cmocka_unit_test(test_eval),
        cmocka_unit_test(test_eval_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
