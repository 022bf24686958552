/* Every file of every pack that is shipped, broken in every way that editors, copying and typing break files: whoever loads the
   pack is told where, and nobody is accused beside it. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "pack/pack.h"

static const char *const packs[] = { "rules", "fixtures/scholarship/rules" };

/* ---- a copy to break */

typedef struct {
    Arena arena;
    char folder[64];
    ARRAY(Str) paths; /* of the files of all packs, and their folders' after them */
    ARRAY(Str) folders;
} Copy;

static void write_whole(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    if (text.len > 0)
        assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

static Str read_whole(Arena *arena, const char *path)
{
    Str text, problem;
    assert_true(file_read(arena, path, 1 << 24, &text, &problem));
    return text;
}

static void copy_into(Copy *copy, Str from, Str to)
{
    Names names;
    Str problem;
    assert_int_equal(mkdir(to.at, 0700), 0);
    arena_push(&copy->arena, &copy->folders, to);
    assert_true(folder_names(&copy->arena, from.at, &names, &problem));
    for (size_t i = 0; i < names.count; i++) {
        Str inside = path_join(&copy->arena, from, names.at[i]), twin = path_join(&copy->arena, to, names.at[i]);
        if (path_kind(inside.at) == PATH_FOLDER) {
            copy_into(copy, inside, twin);
        } else if (str_is(path_extension(inside), "yaml")) {
            write_whole(twin.at, read_whole(&copy->arena, inside.at));
            arena_push(&copy->arena, &copy->paths, twin);
        }
    }
}

static int make_copy(void **state)
{
    Copy *copy = calloc(1, sizeof *copy);
    *state = copy;
    snprintf(copy->folder, sizeof copy->folder, "/tmp/duly-breakage-XXXXXX");
    if (!mkdtemp(copy->folder))
        return -1;
    for (size_t i = 0; i < COUNT(packs); i++) {
        char name[8];
        snprintf(name, sizeof name, "%zu", i);
        copy_into(copy, str_of(packs[i]), path_join(&copy->arena, str_of(copy->folder), str_of(name)));
    }
    return 0;
}

static int drop_copy(void **state)
{
    Copy *copy = *state;
    for (size_t i = 0; i < copy->paths.count; i++)
        unlink(copy->paths.at[i].at);
    for (size_t i = copy->folders.count; i-- > 0;)
        rmdir(copy->folders.at[i].at);
    rmdir(copy->folder);
    arena_free(&copy->arena);
    free(copy);
    return 0;
}

/* The folder that is the pack of a file: the first above it with a `pack.yaml`. */
static Str pack_of(Arena *arena, Str path)
{
    for (size_t end = path.len; end > 0; end--) {
        if (path.at[end - 1] != '/')
            continue;
        Str folder = arena_str(arena, str_slice(path, 0, end - 1));
        if (path_kind(path_join(arena, folder, STR("pack.yaml")).at) == PATH_FILE)
            return folder;
    }
    return str_slice(path, 0, 0);
}

/* ---- ways to break it; each is told in the file itself */

static size_t line_after(Str text, size_t at)
{
    size_t newline = str_find(text, STR("\n"), at);
    return newline == SIZE_MAX ? text.len : newline + 1;
}

/* The first indented line behind the middle, else the first of all. */
static size_t indented_line(Str text)
{
    for (size_t at = line_after(text, text.len / 2); at < text.len; at = line_after(text, at))
        if (text.at[at] == ' ' && at + 2 < text.len)
            return at;
    size_t first = str_find(text, STR("\n "), 0);
    return first == SIZE_MAX ? text.len : first + 1;
}

static void put_in(Text *out, Str text, size_t at, Str what)
{
    text_add(out, str_slice(text, 0, at));
    text_add(out, what);
    text_add(out, str_slice(text, at, text.len));
}

static void tab(Text *out, Str text)
{
    put_in(out, text, indented_line(text), STR("\t"));
}
static void bad_byte(Text *out, Str text)
{
    put_in(out, text, indented_line(text), STR("# \xB5\xB3\xD4\xB1\n"));
}
static void zero_byte(Text *out, Str text)
{
    put_in(out, text, indented_line(text), (Str) { " \0 ", 3 });
}
static void bracket(Text *out, Str text)
{
    put_in(out, text, text.len, STR("\nstatistics: [a, b\n"));
}
static void quote(Text *out, Str text)
{
    put_in(out, text, text.len, STR("\nparameters: {a: \"b}\n"));
}
static void conflict(Text *out, Str text)
{
    put_in(out, text, indented_line(text), STR("<<<<<<< HEAD\n"));
}
static void alias(Text *out, Str text)
{
    put_in(out, text, text.len, STR("\nparameters: *same\n"));
}
static void top_key(Text *out, Str text)
{
    put_in(out, text, text.len, STR("\nruels: []\n"));
}
static void emptied(Text *out, Str text)
{
    text_add(out, str_slice(text, 0, 0));
}
static void blanked(Text *out, Str text)
{
    text_add(out, STR("\n  \r\n")), text_add(out, str_slice(text, 0, 0));
}
static void scalar(Text *out, Str text)
{
    text_add(out, STR("oops ")), text_add(out, str_slice(text, 0, 0));
}

/* Half of what there is, and half of a value. */
static void cut(Text *out, Str text)
{
    text_add(out, str_slice(text, 0, indented_line(text)));
    text_add(out, STR("  {id: \"cut o"));
}

static const struct {
    const char *what;
    void (*break_it)(Text *out, Str text);
    bool whole; /* nothing of the file can be read any more: then the others stay as they are */
} ways[] = {
    { "a tab", tab, true },
    { "a byte that is no text", bad_byte, true },
    { "a zero byte", zero_byte, true },
    { "a bracket that is never closed", bracket, true },
    { "a quote that is never closed", quote, true },
    { "the mark of a merge", conflict, true },
    { "an alias", alias, true },
    { "the end in the middle", cut, true },
    { "one word in place of everything", scalar, true },
    { "nothing at all", emptied, true },
    { "blank lines alone", blanked, true },
    { "a key that means nothing", top_key, false },
};

typedef const Pack *Load(Arena *arena, const char *path, Diags *diags);

static const Pack *load_to_judge(Arena *arena, const char *path, Diags *diags)
{
    return pack_load_as(arena, path, &(PackLoading) { .to_judge = true, .language = STR("zh") }, diags);
}

static void expect_told(Str pack, Str path, size_t way, Load *load)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Text out = { 0 };
    bool here = false;
    assert_null(load(&arena, pack.at, &diags));
    for (size_t i = 0; i < diags.list.count; i++) {
        const Diag *diag = &diags.list.at[i];
        bool inside = diag->source && str_equal(diag->source->name, path);
        text_clear(&out);
        diag_print(&out, diag, false);
        here |= inside && source_place(diag->source, diag->span.start).line > 0;
        if (!inside && ways[way].whole)
            fail_msg("%s in %.*s makes something else wrong: %.*s", ways[way].what, STR_ARG(path), STR_ARG(text_str(&out)));
    }
    if (!here)
        fail_msg("%s in %.*s is not told there, but: %.*s", ways[way].what, STR_ARG(path), STR_ARG(text_str(&out)));
    text_free(&out);
    arena_free(&arena);
}

/* Every pack is loaded anew for each; with EVERY=3 each file is broken in a third of the ways, by turns. */
static size_t share_of_ways(void)
{
    const char *share = getenv("EVERY");
    int64_t asked;
    return share && str_to_int(str_of(share), &asked) && asked > 0 ? (size_t) asked : 1;
}

static void every_file_is_broken_in_every_way(void **state)
{
    Copy *copy = *state;
    size_t share = share_of_ways();
    assert_true(copy->paths.count > 40);
    for (size_t i = 0; i < copy->paths.count; i++) {
        Str path = copy->paths.at[i], pack = pack_of(&copy->arena, path), text = read_whole(&copy->arena, path.at);
        for (size_t way = 0; way < COUNT(ways); way++) {
            Text broken = { 0 };
            if ((i + way) % share != 0)
                continue;
            ways[way].break_it(&broken, text);
            write_whole(path.at, text_str(&broken));
            expect_told(pack, path, way, pack_load);
            expect_told(pack, path, way, load_to_judge);
            text_free(&broken);
        }
        write_whole(path.at, text);
    }
}

/* ---- packs that stand on a broken one */

static const char *layer_below(Str pack)
{
    return str_ends_with(pack, STR("/university-2003")) || str_ends_with(pack, STR("/xinchang")) ||
                   str_ends_with(pack, STR("/guizhou-2016"))
               ? "national"
               : NULL;
}

static void a_broken_file_below_is_told_above(void **state)
{
    Copy *copy = *state;
    size_t tried = 0;
    for (size_t i = 0; i < copy->folders.count; i++) {
        const char *base = layer_below(copy->folders.at[i]);
        if (!base)
            continue;
        for (size_t j = 0; j < copy->paths.count; j++) {
            Str path = copy->paths.at[j], text = { 0 };
            Text broken = { 0 };
            if (str_find(path, str_of("/national/"), 0) == SIZE_MAX)
                continue;
            text = read_whole(&copy->arena, path.at);
            tab(&broken, text);
            write_whole(path.at, text_str(&broken));
            expect_told(copy->folders.at[i], path, 0, pack_load);
            write_whole(path.at, text);
            text_free(&broken);
            tried++;
        }
    }
    assert_true(tried >= 3 * 5);
}

/* ---- a file that is written while it is read */

static void any_part_of_a_file_is_read_or_told(void **state)
{
    Copy *copy = *state;
    uint64_t random = 2003;
    for (size_t i = 0; i < copy->paths.count; i++) {
        Str path = copy->paths.at[i], pack = pack_of(&copy->arena, path), text = read_whole(&copy->arena, path.at);
        for (int times = 0; times < 3; times++) {
            Arena arena = { 0 };
            Diags diags = { .arena = &arena };
            write_whole(path.at, str_slice(text, 0, next_random(&random) % (text.len + 1)));
            const Pack *loaded = pack_load(&arena, pack.at, &diags);
            assert_int_equal(loaded == NULL, diags.errors > 0);
            arena_free(&arena);
        }
        write_whole(path.at, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_file_is_broken_in_every_way, make_copy, drop_copy),
        cmocka_unit_test_setup_teardown(a_broken_file_below_is_told_above, make_copy, drop_copy),
        cmocka_unit_test_setup_teardown(any_part_of_a_file_is_read_or_told, make_copy, drop_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
