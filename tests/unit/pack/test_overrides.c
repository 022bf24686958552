/* Packs that extend others: what they add, what they change, and how chains of them are refused. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "pack/pack.h"

typedef struct {
    char folder[64];
    Arena arena;
} Folders;

static const char *const names[] = { "national", "local", "school" };

static void path_of(const Folders *place, const char *pack, char out[160])
{
    snprintf(out, 160, "%s/%s%s", place->folder, pack, "/pack.yaml");
}

static int make_folders(void **state)
{
    Folders *place = calloc(1, sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/duly-overlay-XXXXXX");
    *state = place;
    if (!mkdtemp(place->folder))
        return -1;
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", place->folder, names[i]);
        if (mkdir(path, 0700) != 0)
            return -1;
    }
    return 0;
}

static int drop_folders(void **state)
{
    Folders *place = *state;
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[160];
        path_of(place, names[i], path);
        unlink(path);
        snprintf(path, sizeof path, "%s/%s", place->folder, names[i]);
        rmdir(path);
    }
    rmdir(place->folder);
    arena_free(&place->arena);
    free(place);
    return 0;
}

static void put(const Folders *place, const char *pack, const char *text)
{
    char path[160];
    path_of(place, pack, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Loads a pack; its problems come as text, the folder left out. */
static const Pack *load(Folders *place, const char *name, Text *problems)
{
    char path[160];
    Diags diags = { .arena = &place->arena };
    snprintf(path, sizeof path, "%s/%s", place->folder, name);
    const Pack *pack = pack_load(&place->arena, path, &diags);
    for (size_t i = 0; i < diags.list.count; i++)
        if (diags.list.at[i].severity == SEVERITY_ERROR)
            text_format(problems, "%.*s (%.*s)\n", STR_ARG(diags.list.at[i].message), STR_ARG(diags.list.at[i].hint));
    return pack;
}

static const char *const national = "pack: {name: national, title: National}\n"
                                    "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}}}}\n"
                                    "parameters: {least: {title: Fewest, value: 5, unit: pieces, source: law}, most: 9}\n"
                                    "rules:\n"
                                    "  - {id: enough, for: item, require: item.n >= params.least}\n"
                                    "  - {id: not-too-many, for: item, require: item.n <= params.most}\n";

static const Rule *rule_of(const Pack *pack, const char *id)
{
    uint32_t index = pack_find_rule(pack, str_of(id));
    return index == INDEX_NONE ? NULL : &pack->rules[index];
}

static void test_three_layers(void **state)
{
    Folders *place = *state;
    Text problems = { 0 };
    put(place, "national", national);
    put(place, "local",
        "pack:\n"
        "  name: local\n"
        "  extends: ../national/\n"
        "  override:\n"
        "    parameters: {least: 6}\n"
        "    rules: {enough: {severity: warning}, not-too-many: {enabled: false}, step-order: {severity: info}}\n"
        "rules: [{id: named, for: item, require: has(item.id), after: [enough]}]\n");
    put(place, "school",
        "pack:\n"
        "  name: school\n"
        "  title: School\n"
        "  extends: .././local\n"
        "  override:\n"
        "    parameters: {least: [{value: 7, source: ours}, {from: 2003-01-01, value: 8}]}\n"
        "    rules: {not-too-many: {enabled: true}}\n"
        "parameters: {ours: 1}\n");
    const Pack *pack = load(place, "school", &problems);
    assert_text(&problems, "");
    assert_non_null(pack);
    assert_str(pack->name, "school");
    assert_str(pack->title.at[0].text, "School");
    assert_int_equal(pack->file_count, 3);
    assert_true(str_ends_with(pack->files[0]->name, STR("/national/pack.yaml")));
    assert_int_equal(pack->rule_count, BUILTIN_COUNT + 3);
    assert_int_equal(rule_of(pack, "enough")->severity, SEVERITY_WARNING);
    assert_int_equal(rule_of(pack, "step-order")->severity, SEVERITY_INFO);
    assert_ptr_equal(rule_of(pack, "enough")->overridden_in, pack->files[1]);
    assert_ptr_equal(rule_of(pack, "not-too-many")->overridden_in, pack->files[2]);
    assert_null(rule_of(pack, "named")->overridden_in);
    const Parameter *least = &pack->parameters[pack_find_parameter(pack, STR("least"))];
    assert_int_equal(least->version_count, 2);
    assert_int_equal(least->versions[1].value.i, 8);
    assert_str(local_text(&least->unit, STR("en")), "pieces");
    assert_str(local_text(&least->title, STR("en")), "Fewest");
    assert_ptr_equal(least->file, pack->files[2]);

    const Pack *local = load(place, "local", &problems);
    assert_str(local->title.at[0].text, "National");
    assert_int_equal(local->parameters[0].versions[0].value.i, 6);
    assert_null(rule_of(local, "not-too-many"));
    assert_string_not_equal(local->sha256, pack->sha256);
    text_free(&problems);
}

static void expect_problems(Folders *place, const char *local, const char *expected)
{
    Text problems = { 0 };
    put(place, "national", national);
    put(place, "local", local);
    assert_null(load(place, "local", &problems));
    size_t at;
    while ((at = str_find(text_str(&problems), str_of(place->folder), 0)) != SIZE_MAX) {
        size_t end = at + strlen(place->folder);
        memmove(problems.at + at, problems.at + end, problems.len - end);
        problems.len -= strlen(place->folder);
    }
    assert_text(&problems, expected);
    text_free(&problems);
}

static void test_mistakes(void **state)
{
    expect_problems(*state, "pack: {name: x, extends: ../nowhere}\n", "there is no folder /nowhere ()\n");
    expect_problems(*state, "pack: {name: x, extends: [../national]}\n", "the folder of a pack is expected here, but this is a list ()\n");
    expect_problems(*state, "pack: {name: x, extends: ../local/../local}\n", "the pack /local extends itself in the end ()\n");
    expect_problems(*state, "pack: {name: x, extends: ../national, override: {parameters: {lest: 1, most: 9.5, least: }}}\n",
                    "there is no parameter 'lest' to change (did you mean 'least'?)\n"
                    "the versions of 'most' are of different types: int before, double here ()\n"
                    "'least' has no value ()\n");
    expect_problems(*state,
                    "pack: {name: x, extends: ../national, override: {rules: {enuogh: {enabled: false}, enough: {gate: x}, "
                    "not-too-many: {severity: bad}, step-order: {enabled: false}}, tables: {}}}\n",
                    "there is no rule 'enuogh' to change (did you mean 'enough'?)\n"
                    "'gate' means nothing in the change of a rule (what may stand here: severity, enabled, title, source, message, "
                    "examples, require, when, let, clears_on, equivalent)\n"
                    "'bad' is no severity (what may stand here: error, warning, info)\n"
                    "'step-order' is a rule of duly itself: it cannot be switched off ()\n"
                    "'tables' means nothing in 'override' (what may stand here: parameters, rules)\n");
    expect_problems(*state, "pack: {name: x, extends: ../national}\nrules: [{id: enough, for: item, require: 'true'}]\n",
                    "rule 'enough' is already defined in /national/pack.yaml, line 5 ()\n");
}

static void test_circle(void **state)
{
    Folders *place = *state;
    Text problems = { 0 };
    put(place, "national", "pack: {name: a, extends: ../school}\n");
    put(place, "local", "pack: {name: b, extends: ../national}\n");
    put(place, "school", "pack: {name: c, extends: ../local}\n");
    assert_null(load(place, "local", &problems));
    assert_true(str_find(text_str(&problems), STR("extends itself in the end"), 0) != SIZE_MAX);
    text_free(&problems);
}

/* ---- procedures */

static const char *const with_steps =
    "pack: {name: national}\n"
    "tables: {item: {file: items, key: id, fields: {id: {type: string}, a: {type: date}, b: {type: date}}}}\n"
    "procedures:\n"
    "  way:\n"
    "    for: item\n"
    "    steps: [{id: first, date: a}, {id: second, date: b}]\n"
    "    intervals: [{id: soon, from: first, to: second, at_most: 3 months}]\n";

static void test_intervals_of_an_overlay(void **state)
{
    Folders *place = *state;
    Text problems = { 0 };
    put(place, "national", with_steps);
    put(place, "local",
        "pack: {name: x, extends: ../national, override: {rules: {soon: {severity: info}, sooner: {severity: warning}}}}\n"
        "procedures: {way: {intervals: [{id: sooner, from: first, to: second, at_most: 1 months}]}}\n");
    const Pack *pack = load(place, "local", &problems);
    assert_string_equal(problems.at ? problems.at : "", "");
    assert_non_null(pack);
    assert_int_equal(pack->procedure_count, 1);
    assert_int_equal(pack->procedures[0].step_count, 2);
    assert_non_null(rule_of(pack, "soon")->interval);
    assert_non_null(rule_of(pack, "sooner")->interval);
    assert_int_equal(rule_of(pack, "sooner")->severity, SEVERITY_WARNING);
    assert_int_equal(rule_of(pack, "sooner")->interval->to, 1);
}

static void test_other_things_of_procedures(void **state)
{
    Folders *place = *state;
    Text problems = { 0 }, expected = { 0 };
    put(place, "national", with_steps);
    put(place, "local",
        "pack: {name: x, extends: ../national}\n"
        "procedures:\n"
        "  way: {for: item, intervals: [{id: soon, from: first, to: third, at_most: 1 months}]}\n"
        "  wey: {intervals: []}\n"
        "  wey: {for: item}\n");
    assert_null(load(place, "local", &problems));
    text_add_char(&problems, 0);
    text_format(&expected,
                "an overlay adds 'intervals', 'ends', 'skipping' and 'steps' to a procedure, changes 'steps', and nothing else of it ()\n"
                "rule 'soon' is already defined in %s/national/pack.yaml, line 7 ()\n"
                "procedure 'way' has no step 'third' (what may stand here: first, second)\n"
                "a procedure needs 'for' ()\n"
                "the key 'wey' already stands on line 4 ()\n",
                place->folder);
    text_add_char(&expected, 0);
    assert_string_equal(problems.at, expected.at);
    text_free(&problems);
    text_free(&expected);
}

/* ---- what records are judged by */

static const char *const unsound = "pack: {name: national}\n"
                                   "tables: {item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}}}}\n"
                                   "rules:\n"
                                   "  - {id: enough, for: item, require: item.n >= 5, examples: [{pass: {m: 5}}, {passes: {}}]}\n"
                                   "  - {id: off, for: item, enabled: false, require: item.m >= 5}\n"
                                   "  - {id: switched, for: item, require: item.k >= 5, message: '{item.l}'}\n"
                                   "  - {id: wanted, for: item, enabled: false, require: item.n >= 6}\n";

/* How many problems there are when records are to be judged by the pack `local`, and in all. */
static void expect_counts(Folders *place, const char *overrides, size_t to_judge, size_t all)
{
    char folder[160];
    Diags some = { .arena = &place->arena }, every = { .arena = &place->arena };
    Text text = { 0 };
    text_format(&text, "pack: {name: x, extends: ../national, override: {rules: {%s}}}\n", overrides);
    text_add_char(&text, 0);
    put(place, "national", unsound);
    put(place, "local", text.at);
    text_free(&text);
    snprintf(folder, sizeof folder, "%s/local", place->folder);
    const Pack *pack = pack_load_as(&place->arena, folder, &(PackLoading) { .to_judge = true, .language = STR("zh") }, &some);
    pack_load(&place->arena, folder, &every);
    assert_int_equal(some.errors, to_judge);
    assert_int_equal(every.errors, all);
    assert_true(!pack == (to_judge > 0));
}

static void test_to_judge(void **state)
{
    /* of examples: an unknown field, an unknown word, no outcome; then item.m, item.k and item.l */
    expect_counts(*state, "switched: {enabled: false}, wanted: {enabled: true}", 0, 6);
    expect_counts(*state, "wanted: {enabled: true}", 2, 6);
    expect_counts(*state, "off: {enabled: true}, switched: {enabled: false}", 1, 6);
    expect_counts(*state, "switched: {enabled: false}, of: {enabled: true}", 1, 7);
    expect_counts(*state, "switched: {enabled: no}", 3, 7);
}

static void test_rules_to_judge_by(void **state)
{
    Folders *place = *state;
    char folder[160];
    Diags diags = { .arena = &place->arena };
    put(place, "national", national);
    put(place, "local",
        "pack: {name: x, extends: ../national, override: {rules: {not-too-many: {enabled: false}}}}\n"
        "rules: [{id: named, for: item, require: has(item.id), after: [not-too-many, enough], enabled: true, "
        "examples: [{violation: {n: 7}}]}]\n");
    snprintf(folder, sizeof folder, "%s/local", place->folder);
    const Pack *pack = pack_load_as(&place->arena, folder, &(PackLoading) { .to_judge = true, .language = STR("zh") }, &diags);
    assert_non_null(pack);
    assert_int_equal(diags.list.count, 0); /* not even warnings */
    assert_int_equal(pack->rule_count, BUILTIN_COUNT + 2);
    assert_null(rule_of(pack, "not-too-many"));
    assert_int_equal(rule_of(pack, "named")->after_count, 1);
    assert_int_equal(rule_of(pack, "named")->example_count, 0);
    assert_non_null(rule_of(pack, "enough")->require.expr);
}

/* The language of the one message that is kept, and whether mistakes of the others are passed over. */
static void test_messages_to_judge_by(void **state)
{
    static const char *const messages[][2] = {
        { "{en: '{item.x}', zh: 'a {item.n}', de: '{1 +}'}", "zh" },
        { "{de: '{item.x}', en: 'a {item.n}', fr: '{1 +}'}", "en" },
        { "{de: 'a {item.n}', fr: '{item.x}'}", "de" },
    };
    Folders *place = *state;
    for (size_t i = 0; i < COUNT(messages); i++) {
        char folder[160], text[400];
        Diags diags = { .arena = &place->arena };
        snprintf(text, sizeof text,
                 "pack: {name: x, extends: ../national}\nrules: [{id: told, for: item, require: has(item.id), "
                 "message: %s}]\n",
                 messages[i][0]);
        put(place, "national", national);
        put(place, "local", text);
        snprintf(folder, sizeof folder, "%s/local", place->folder);
        const Pack *pack = pack_load_as(&place->arena, folder, &(PackLoading) { .to_judge = true, .language = STR("zh") }, &diags);
        assert_non_null(pack);
        assert_int_equal(rule_of(pack, "told")->message_count, 1);
        assert_true(str_is(rule_of(pack, "told")->messages[0].language, messages[i][1]));
    }
}

/* ---- fields */

static const char *const with_values =
    "pack: {name: national}\n"
    "tables:\n"
    "  item:\n"
    "    fields:\n"
    "      id: {type: string}\n"
    "      mark: {type: enum, values: {good: {zh: 合格, also: [通过, 及格]}, bad: {zh: 不合格, also: [未通过]}}}\n";

static void test_values_of_an_overlay(void **state)
{
    Folders *place = *state;
    Text problems = { 0 };
    put(place, "national", with_values);
    put(place, "local",
        "pack: {name: x, extends: ../national}\n"
        "tables: {item: {fields: {mark: {values: {good: {zh: 优良, also: 好}, bad: {also: [差]}, open: {also: [待定]}}}}}}\n");
    const Pack *pack = load(place, "local", &problems);
    assert_text(&problems, "");
    const EnumValues *values = &pack->tables[0].table.fields[1].values;
    assert_int_equal(values->count, 3);
    assert_str(local_text(&values->at[0].label, STR("zh")), "优良");
    assert_int_equal(values->at[0].also_count, 3);
    assert_str(values->at[0].also[1].text, "及格");
    assert_str(values->at[0].also[2].text, "好");
    assert_str(local_text(&values->at[1].label, STR("zh")), "不合格"); /* nothing else is said */
    assert_int_equal(values->at[1].also_count, 2);
    text_free(&problems);
}

/* A spelling of the pack below, too, belongs to one value. */
static void test_spellings_of_two_values(void **state)
{
    Folders *place = *state;
    static const char *const values[][2] = {
        { "{bad: {also: [及格]}}", "'及格' would be both 'good' and 'bad'\n'及格' would be both 'bad' and 'good'\n" },
        { "{open: {also: [合格]}}", "'合格' would be both 'open' and 'good'\n" },
        { "{bad: {zh: 通过}}", "'通过' would be both 'good' and 'bad'\n" },
        { "{通过: 完}", "'通过' would be both 'good' and '通过'\n" },
    };
    for (size_t i = 0; i < COUNT(values); i++) {
        char folder[160];
        Diags diags = { .arena = &place->arena };
        Text text = { 0 }, problems = { 0 };
        text_format(&text, "pack: {name: x, extends: ../national}\ntables: {item: {fields: {mark: {values: %s}}}}\n", values[i][0]);
        text_add_char(&text, 0);
        put(place, "national", with_values);
        put(place, "local", text.at);
        snprintf(folder, sizeof folder, "%s/local", place->folder);
        assert_null(pack_load(&place->arena, folder, &diags));
        for (size_t k = 0; k < diags.list.count; k++) {
            assert_true(str_ends_with(diags.list.at[k].source->name, STR("/local/pack.yaml")));
            text_format(&problems, "%.*s\n", STR_ARG(diags.list.at[k].message));
        }
        assert_text(&problems, values[i][1]);
        text_free(&problems);
        text_free(&text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folders, drop_folders)

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_three_layers),
                                        TEST(test_mistakes),
                                        TEST(test_circle),
                                        TEST(test_values_of_an_overlay),
                                        TEST(test_spellings_of_two_values),
                                        TEST(test_intervals_of_an_overlay),
                                        TEST(test_other_things_of_procedures),
                                        TEST(test_to_judge),
                                        TEST(test_rules_to_judge_by),
                                        TEST(test_messages_to_judge_by) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
