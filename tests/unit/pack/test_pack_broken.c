/* Packs as files, too much of everything, and what is told about broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "pack/pack.h"

#define BROKEN "fixtures/broken/packs"

static void print_all(Text *out, const Diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++)
        diag_print(out, &diags->list.at[i], false);
    if (diags->left_out)
        text_format(out, "%zu more\n", diags->left_out);
}

/* The problems of a text, as printed. */
static Str problems_of(Arena *arena, Str text)
{
    Source *source = arena_new(arena, Source);
    *source = (Source) { STR("pack.yaml"), text };
    Diags diags = { .arena = arena };
    Text out = { 0 };
    pack_load_source(arena, source, &diags);
    print_all(&out, &diags);
    Str printed = arena_str(arena, text_str(&out));
    text_free(&out);
    return printed;
}

static void assert_str(Str actual, const char *expected)
{
    if (!str_is(actual, expected))
        fail_msg("'%.*s' is not '%s'", STR_ARG(actual), expected);
}

static bool holds(Str text, const char *part)
{
    return str_find(text, str_of(part), 0) != SIZE_MAX;
}

static int set_up(void **state)
{
    Arena *arena = calloc(1, sizeof *arena);
    *state = arena;
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    free(*state);
    return 0;
}

/* ---- folders */

static void write_file(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    fclose(file);
}

static void remove_folder(const char *path)
{
    Arena arena = { 0 };
    Names names;
    Str sentence;
    assert_true(folder_names(&arena, path, &names, &sentence));
    for (size_t i = 0; i < names.count; i++) {
        Str inside = path_join(&arena, str_of(path), names.at[i]);
        struct stat facts;
        assert_int_equal(lstat(inside.at, &facts), 0);
        if (S_ISDIR(facts.st_mode))
            remove_folder(inside.at);
        else
            assert_int_equal(unlink(inside.at), 0);
    }
    rmdir(path);
    arena_free(&arena);
}

static void join(char out[200], const char *folder, const char *name)
{
    assert_true(snprintf(out, 200, "%s/%s", folder, name) < 200);
}

static void put(const char *folder, const char *name, const char *text)
{
    char path[200];
    join(path, folder, name);
    write_file(path, str_of(text));
}

static void make_folder(const char *folder, const char *name)
{
    char path[200];
    join(path, folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static const char tiny_pack[] = "pack: {name: tiny}\n";
static const char tiny_table[] = "tables: {loan: {fields: {id: {type: string}}}}\n";
static const char tiny_rule[] = "rules: [{id: first, for: loan, require: has(loan.id)}]\n";

static void test_files_in_name_order(void **state)
{
    Arena *arena = *state;
    char folder[] = "/tmp/duly-test-XXXXXX", name[200];
    assert_non_null(mkdtemp(folder));
    put(folder, "z.yaml", tiny_pack);
    put(folder, "b.yml", tiny_table);
    put(folder, "notes.txt", "not: [yaml");
    put(folder, ".hidden.yaml", "not: [yaml");
    make_folder(folder, "c");
    put(folder, "c/rules.yaml", tiny_rule);
    put(folder, "a.yaml", "rules: [{id: zeroth, for: loan, require: has(loan.id)}]\n");
    Diags diags = { .arena = arena };
    const Pack *pack = pack_load(arena, folder, &diags);
    assert_non_null(pack);
    assert_int_equal(pack->file_count, 4);
    static const char *const order[] = { "a.yaml", "b.yml", "c/rules.yaml", "z.yaml" };
    for (uint32_t i = 0; i < 4; i++) {
        join(name, folder, order[i]);
        assert_str(pack->files[i]->name, name);
    }
    assert_str(pack->rules[BUILTIN_COUNT].id, "zeroth");
    assert_str(pack->rules[BUILTIN_COUNT + 1].id, "first");

    /* the hash tells the names and the bytes, not the place */
    char before[65];
    strncpy(before, pack->sha256, sizeof before);
    assert_string_equal(pack_load(arena, folder, &diags)->sha256, before);
    put(folder, "b.yml", "tables: {loan: {fields: {id: {type: string}}}} #\n");
    assert_string_not_equal(pack_load(arena, folder, &diags)->sha256, before);
    remove_folder(folder);
}

/* Long files are parsed on several threads: what is told is the same, and in the same order. */
static void test_long_files(void **state)
{
    Arena *arena = *state;
    char folder[] = "/tmp/duly-test-XXXXXX", name[20];
    assert_non_null(mkdtemp(folder));
    put(folder, "pack.yaml", tiny_pack);
    put(folder, "tables.yaml", tiny_table);
    for (int i = 0; i < 8; i++) {
        Text text = { 0 };
        text_add_repeat(&text, '#', 20000 + 1000 * (size_t) (i * 5 % 8));
        text_format(&text, "\nrules: [{id: rule-%d, for: loan, require: has(loan.id)%s}]\n", i, i % 3 == 1 ? ", id: twice" : "");
        text_add(&text, i == 5 ? STR("a: [1\n") : STR(""));
        text_add_char(&text, 0);
        snprintf(name, sizeof name, "r%d.yaml", i);
        put(folder, name, text.at);
        text_free(&text);
    }
    Diags diags = { .arena = arena };
    assert_null(pack_load(arena, folder, &diags));
    assert_int_equal(diags.errors, 4);
    static const char *const where[] = { "r1", "r4", "r5", "r7" };
    for (size_t i = 0; i < 4; i++)
        assert_true(str_find(diags.list.at[i].source->name, str_of(where[i]), 0) != SIZE_MAX);
    put(folder, "r5.yaml", "rules: []\n");
    put(folder, "r1.yaml", "rules: []\n");
    put(folder, "r4.yaml", "rules: []\n");
    put(folder, "r7.yaml", "rules: []\n");
    Diags none = { .arena = arena };
    const Pack *pack = pack_load(arena, folder, &none);
    assert_non_null(pack);
    assert_int_equal(pack->rule_count, BUILTIN_COUNT + 4);
    assert_str(pack->rules[BUILTIN_COUNT + 1].id, "rule-2");
    remove_folder(folder);
}

static void test_single_file(void **state)
{
    Arena *arena = *state;
    char folder[] = "/tmp/duly-test-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    Text text = { 0 };
    text_format(&text, "%s%s%s", tiny_pack, tiny_table, tiny_rule);
    join(path, folder, "one.yaml");
    write_file(path, text_str(&text));
    text_free(&text);
    Diags diags = { .arena = arena };
    const Pack *pack = pack_load(arena, path, &diags);
    assert_non_null(pack);
    assert_str(pack->path, path);
    assert_int_equal(pack->rule_count, BUILTIN_COUNT + 1);
    remove_folder(folder);
}

static void test_nothing_there(void **state)
{
    Arena *arena = *state;
    Diags diags = { .arena = arena };
    assert_null(pack_load(arena, "/nowhere/at/all", &diags));
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.list.at[0].code, E_FILE);
    assert_true(holds(diags.list.at[0].message, "/nowhere/at/all"));
}

static void test_huge_scalar(void **state)
{
    Arena *arena = *state;
    enum { SIZE = 100 << 20 };
    char folder[] = "/tmp/duly-test-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    put(folder, "a.yaml", tiny_pack);
    join(path, folder, "huge.yaml");
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    memset(bytes, 'x', SIZE);
    memcpy(bytes, "parameters: {a: ", 16);
    write_file(path, (Str) { bytes, SIZE });
    free(bytes);
    Diags diags = { .arena = arena };
    assert_null(pack_load(arena, folder, &diags));
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.list.at[0].code, E_FILE);
    assert_true(holds(diags.list.at[0].message, "huge.yaml is larger than 16 MiB"));
    assert_true(arena->used_bytes < (32 << 20));
    remove_folder(folder);
}

static void test_links_in_a_circle(void **state)
{
    Arena *arena = *state;
    char folder[] = "/tmp/duly-test-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    put(folder, "a.yaml", tiny_pack);
    join(path, folder, "again");
    assert_int_equal(symlink(".", path), 0);
    Diags diags = { .arena = arena };
    assert_null(pack_load(arena, folder, &diags));
    assert_true(diags.errors > 0);
    bool found = false;
    for (size_t i = 0; i < diags.list.count; i++)
        found = found || diags.list.at[i].code == E_PACK_LIMIT;
    assert_true(found);
    remove_folder(folder);
}

/* ---- what is there and cannot be looked at: rules may stand in it */

static void link_to_nowhere(const char *path)
{
    assert_int_equal(symlink("gone/rules.yaml", path), 0);
}
static void link_to_itself(const char *path)
{
    assert_int_equal(symlink(path, path), 0);
}
static void link_through_a_file(const char *path)
{
    assert_int_equal(symlink("a.yaml/rules", path), 0);
}
static void link_with_a_long_name(const char *path)
{
    char target[400];
    memset(target, 'n', sizeof target);
    target[sizeof target - 1] = 0;
    assert_int_equal(symlink(target, path), 0);
}
static void make_pipe(const char *path)
{
    assert_int_equal(mkfifo(path, 0600), 0);
}
static void link_to_device(const char *path)
{
    assert_int_equal(symlink("/dev/null", path), 0);
}
static void make_file(const char *path)
{
    write_file(path, STR("nothing"));
}

static const struct {
    void (*make)(const char *path);
    const char *name, *told; /* NULL: it is no matter of the pack */
} strangers[] = {
    { link_to_nowhere, "rules.yaml", "/rules.yaml: it is a link to something that is not there" },
    { link_to_nowhere, "more", "/more: it is a link to something that is not there" },
    { link_to_itself, "rules.yml", "/rules.yml: it is a link that goes in a circle" },
    { link_through_a_file, "rules.yaml", "/rules.yaml: Not a directory" },
    { link_with_a_long_name, "rules.yaml", "/rules.yaml: File name too long" },
    { make_pipe, "rules.yaml", "/rules.yaml: it is no file but a pipe, a socket or a device" },
    { link_to_device, "RULES.YAML", "/RULES.YAML: it is no file but a pipe, a socket or a device" },
    { make_file, "rules.YAML", "this is a text" },
    { link_to_nowhere, ".#rules.yaml", NULL }, /* how an editor locks a file */
    { make_pipe, "pipe", NULL },
    { make_file, "notes.txt", NULL },
    { make_file, "rules.yaml~", NULL },
};

static void test_strangers_in_the_folder(void **state)
{
    Arena *arena = *state;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        char folder[] = "/tmp/duly-test-XXXXXX", path[200];
        Diags diags = { .arena = arena };
        Text out = { 0 };
        assert_non_null(mkdtemp(folder));
        put(folder, "a.yaml", "pack: {name: p}\ntables: {t: {fields: {n: {type: int}}}}\nrules: [{id: r, for: t, require: t.n > 1}]\n");
        join(path, folder, strangers[i].name);
        strangers[i].make(path);
        const Pack *pack = pack_load(arena, folder, &diags);
        print_all(&out, &diags);
        if ((pack == NULL) != (strangers[i].told != NULL) || (!pack && diags.errors != 1) ||
            (strangers[i].told && !holds(text_str(&out), strangers[i].told)))
            fail_msg("%s, %zu: %.*s", strangers[i].name, i, STR_ARG(text_str(&out)));
        text_free(&out);
        remove_folder(folder);
    }
}

/* ---- much of everything ends in a sentence */

typedef void (*AddItem)(Text *text, int number);

static void add_rule(Text *text, int number)
{
    text_format(text, "- {id: r%d, for: loan, require: 'true'}\n", number);
}
static void add_parameter(Text *text, int number)
{
    text_format(text, "  p%d: 1\n", number);
}
static void add_table(Text *text, int number)
{
    text_format(text, "  t%d: {fields: {id: {type: string}}}\n", number);
}
static void add_problem(Text *text, int number)
{
    text_format(text, "- {id: R%d, fro: loan, require: loan.idd}\n", number);
}
static void add_doubling(Text *text, int number)
{
    text_format(text, number ? "     d%d: loan.d%d + loan.d%d\n" : "     d0: 1\n", number, number - 1, number - 1);
}

static Str many(Arena *arena, const char *head, AddItem add, int count)
{
    Text text = { 0 };
    text_format(&text, "%s", head);
    for (int i = 0; i < count; i++)
        add(&text, i);
    Str all = arena_str(arena, text_str(&text));
    text_free(&text);
    return all;
}

static void test_limits(void **state)
{
    Arena *arena = *state;
    const char *head = "tables: {loan: {fields: {id: {type: string}}}}\nrules:\n";
    assert_true(holds(problems_of(arena, many(arena, head, add_rule, 10001)), "10001 rules: there may be at most"));
    assert_true(holds(problems_of(arena, many(arena, "parameters:\n", add_parameter, 1001)), "1001 parameters"));
    assert_true(holds(problems_of(arena, many(arena, "tables:\n", add_table, 65)), "65 tables"));
}

static void test_more_problems_than_are_told(void **state)
{
    Str printed = problems_of(*state, many(*state, "pack: {name: x}\nrules:\n", add_problem, 20000));
    assert_true(holds(printed, "more\n"));
}

static void test_doubling_is_not_exponential(void **state)
{
    const char *head = "pack: {name: x}\nrules: [{id: r, for: loan, require: loan.d1 > loan.d39}]\ntables:\n  loan:\n"
                       "    fields: {id: {type: string}}\n    derived:\n";
    Arena *arena = *state;
    Source source = { STR("pack.yaml"), many(arena, head, add_doubling, 40) };
    Diags diags = { .arena = arena };
    assert_non_null(pack_load_source(arena, &source, &diags));
}

static void test_variables_of_macros_hide_names(void **state)
{
    Str printed = problems_of(*state, STR("pack: {name: x}\n"
                                          "tables: {loan: {fields: {tags: {type: list, of: string}}}}\n"
                                          "rules:\n"
                                          "- id: hidden\n"
                                          "  for: loan\n"
                                          "  let: {tag: \"loan.tags.filter(tag, tag != '')\"}\n"
                                          "  require: tag.size() > 0\n"));
    assert_false(holds(printed, "error"));
}

/* ---- broken packs: each folder beside what is told about it; ACCEPT=1 writes the expectations anew */

static bool check_broken(const char *name)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text out = { 0 };
    const Pack *pack = pack_load(&arena, name, &diags);
    print_all(&out, &diags);
    assert_int_equal(pack == NULL, diags.errors > 0);
    assert_true(diags.list.count > 0);
    Str path = arena_format(&arena, "%s/expected.txt", name), expected = { 0 }, sentence;
    if (getenv("ACCEPT"))
        write_file(path.at, text_str(&out));
    bool same = file_read(&arena, path.at, 1 << 20, &expected, &sentence) && str_equal(expected, text_str(&out));
    if (!same)
        print_error("%s: expected\n%.*sbut told\n%.*s", name, STR_ARG(expected), STR_ARG(text_str(&out)));
    text_free(&out);
    arena_free(&arena);
    return same;
}

static void test_broken_packs(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Names names;
    Str sentence;
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(BROKEN), 0);
    assert_true(folder_names(&arena, ".", &names, &sentence));
    size_t wrong = 0;
    for (size_t i = 0; i < names.count; i++)
        wrong += !check_broken(names.at[i].at);
    assert_true(names.count >= 60);
    assert_int_equal(chdir(here), 0);
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(test_files_in_name_order),
        UNIT(test_long_files),
        UNIT(test_single_file),
        UNIT(test_nothing_there),
        UNIT(test_huge_scalar),
        UNIT(test_links_in_a_circle),
        UNIT(test_strangers_in_the_folder),
        UNIT(test_limits),
        UNIT(test_more_problems_than_are_told),
        UNIT(test_doubling_is_not_exponential),
        UNIT(test_variables_of_macros_hide_names),
        UNIT(test_broken_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
