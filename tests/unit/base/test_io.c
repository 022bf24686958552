/* Files, streams, folders and outputs, on a folder of their own; and hashes. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/io.h"

/* A folder for a test, and the arena of its texts. */
typedef struct {
    Arena arena;
    Str path;
} Folder;

static int make_folder(void **state)
{
    Folder *folder = calloc(1, sizeof *folder);
    char path[] = "/tmp/duly-test-XXXXXX";
    if (!folder || !mkdtemp(path))
        return -1;
    folder->path = arena_str(&folder->arena, str_of(path));
    *state = folder;
    return 0;
}

static int drop_folder(void **state)
{
    Folder *folder = *state;
    Names names;
    Str problem;
    if (!folder_names(&folder->arena, folder->path.at, &names, &problem))
        return -1;
    for (size_t i = 0; i < names.count; i++)
        remove(path_join(&folder->arena, folder->path, names.at[i]).at);
    rmdir(folder->path.at);
    arena_free(&folder->arena);
    free(folder);
    return 0;
}

static const char *in(Folder *folder, const char *name)
{
    return path_join(&folder->arena, folder->path, str_of(name)).at;
}

static void put(const char *path, Str bytes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    fclose(file);
}

static Str get(Folder *folder, const char *path)
{
    Str bytes = { 0 }, problem = { 0 };
    if (!file_read(&folder->arena, path, SIZE_MAX - 1, &bytes, &problem))
        fail_msg("%.*s", STR_ARG(problem));
    return bytes;
}

static size_t count_names(Folder *folder)
{
    Names names;
    Str problem;
    assert_true(folder_names(&folder->arena, folder->path.at, &names, &problem));
    return names.count;
}

static bool contains(Str s, const char *part)
{
    return str_find(s, str_of(part), 0) != SIZE_MAX;
}

/* ---- reading */

static void test_file_read(void **state)
{
    Folder *folder = *state;
    const char *path = in(folder, "a.txt");
    Str bytes, problem;
    put(path, STR("one\0two"));
    assert_true(file_read(&folder->arena, path, 7, &bytes, &problem));
    assert_int_equal(bytes.len, 7);
    assert_memory_equal(bytes.at, "one\0two\0", 8);
    assert_false(file_read(&folder->arena, path, 6, &bytes, &problem));
    assert_true(contains(problem, "a.txt is larger than 6 bytes"));
    put(path, STR(""));
    assert_true(file_read(&folder->arena, path, 0, &bytes, &problem));
    assert_int_equal(bytes.len, 0);
    assert_false(file_read(&folder->arena, in(folder, "none"), 10, &bytes, &problem));
    assert_true(contains(problem, "cannot open "));
    assert_true(contains(problem, "none: No such file or directory"));
    assert_false(file_read(&folder->arena, folder->path.at, 10, &bytes, &problem));
    assert_true(contains(problem, "it is a folder"));
}

static void test_limit_in_words(void **state)
{
    Folder *folder = *state;
    Text text = { 0 };
    text_add_repeat(&text, 'x', (1 << 20) + 1);
    put(in(folder, "big"), text_str(&text));
    text_free(&text);
    Str bytes, problem;
    assert_false(file_read(&folder->arena, in(folder, "big"), 1 << 20, &bytes, &problem));
    assert_true(contains(problem, "big is larger than 1 MiB"));
}

static Str read_whole(Folder *folder, Input *input, size_t size)
{
    Text text = { 0 };
    char buffer[64];
    long count;
    while ((count = input->read(input, buffer, size)) > 0) {
        assert_true((size_t) count <= size);
        text_add(&text, (Str) { buffer, (size_t) count });
    }
    assert_int_equal(count, 0);
    Str whole = arena_str(&folder->arena, text_str(&text));
    text_free(&text);
    return whole;
}

static void test_input_of_a_file(void **state)
{
    Folder *folder = *state;
    put(in(folder, "a"), STR("0123456789"));
    Str problem;
    Input *input = input_open(&folder->arena, in(folder, "a"), &problem);
    assert_non_null(input);
    assert_int_equal(input->size_bytes, 10);
    assert_str(read_whole(folder, input, 3), "0123456789");
    assert_int_equal(input->done_bytes, 10);
    input_close(input);
    char byte;
    assert_int_equal(input->read(input, &byte, 1), -1); /* closed */
    assert_true(contains(str_of(input->problem), "cannot read "));
    assert_null(input_open(&folder->arena, in(folder, "none"), &problem));
    assert_true(contains(problem, "none: No such file or directory"));
    assert_null(input_open(&folder->arena, folder->path.at, &problem));
}

static void test_input_of_bytes(void **state)
{
    Folder *folder = *state;
    for (size_t step = 0; step < 5; step++) {
        Input *input = input_of_bytes(&folder->arena, STR("memory"), STR("abcdefg"), step);
        assert_int_equal(input->size_bytes, 7);
        assert_str(read_whole(folder, input, 4), "abcdefg");
        assert_int_equal(input->done_bytes, 7);
        input_close(input);
    }
    Input *empty = input_of_bytes(&folder->arena, STR("memory"), (Str) { NULL, 0 }, 0);
    assert_int_equal(read_whole(folder, empty, 4).len, 0);
}

static void test_paths(void **state)
{
    Folder *folder = *state;
    assert_str(path_stem(STR("a/b.csv")), "b");
    assert_str(path_stem(STR("b.tar.gz")), "b.tar");
    assert_str(path_stem(STR(".hidden")), ".hidden");
    assert_str(path_stem(STR("a.b/c")), "c");
    assert_str(path_stem(STR("")), "");
    assert_str(path_extension(STR("a/b.csv")), "csv");
    assert_str(path_extension(STR("a.b/c")), "");
    assert_str(path_extension(STR("a/.hidden")), "");
    assert_str(path_extension(STR("x.")), "");
    assert_str(path_join(&folder->arena, STR("a"), STR("b")), "a/b");
    assert_str(path_join(&folder->arena, STR("a/"), STR("b")), "a/b");
    assert_str(path_join(&folder->arena, STR(""), STR("b")), "b");
    put(in(folder, "f"), STR("x"));
    assert_int_equal(path_kind(in(folder, "f")), PATH_FILE);
    assert_int_equal(path_kind(folder->path.at), PATH_FOLDER);
    assert_int_equal(path_kind(in(folder, "none")), PATH_MISSING);
    assert_int_equal(path_kind("/dev/null"), PATH_OTHER);
    assert_true(path_is_yaml(STR("a/rules.yaml")) && path_is_yaml(STR("RULES.YML")) && path_is_yaml(STR("a.b.Yaml")));
    assert_false(path_is_yaml(STR("yaml")) || path_is_yaml(STR(".yaml")) || path_is_yaml(STR("a.yaml.txt")));
}

static void test_folder_names(void **state)
{
    Folder *folder = *state;
    static const char *const files[] = { "b", "中", "a.x", "B", ".c" };
    static const char *const sorted[] = { ".c", "B", "a.x", "b", "中" };
    for (size_t i = 0; i < COUNT(files); i++)
        put(in(folder, files[i]), STR("x"));
    Names names;
    Str problem;
    assert_true(folder_names(&folder->arena, folder->path.at, &names, &problem));
    assert_int_equal(names.count, COUNT(sorted));
    for (size_t i = 0; i < COUNT(sorted); i++)
        assert_str(names.at[i], sorted[i]);
    assert_false(folder_names(&folder->arena, in(folder, "none"), &names, &problem));
    assert_true(contains(problem, "cannot read the folder "));
}

/* ---- writing */

static void test_output_to_file(void **state)
{
    Folder *folder = *state;
    const char *path = in(folder, "report");
    put(path, STR("old"));
    Str problem;
    Output *output = output_to_file(&folder->arena, path, &problem);
    assert_non_null(output);
    output_add(output, STR("new "));
    output_format(output, "%d", 42);
    assert_true(output_flush(output));
    assert_str(get(folder, path), "old");       /* not in place before it is whole */
    assert_in_range(count_names(folder), 1, 2); /* one more only where the system has no files without names */
    assert_true(output_close(output));
    assert_true(output_close(output));
    assert_str(get(folder, path), "new 42");
    assert_int_equal(count_names(folder), 1);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void test_output_discarded(void **state)
{
    Folder *folder = *state;
    Str problem;
    Output *output = output_to_file(&folder->arena, in(folder, "report"), &problem);
    output_add(output, STR("new"));
    output_discard(output);
    assert_int_equal(count_names(folder), 0);
    output_add(output, STR("ignored"));
    output_discard(output);
}

static void test_output_through_a_link(void **state)
{
    Folder *folder = *state;
    put(in(folder, "real"), STR("old"));
    assert_int_equal(symlink("real", in(folder, "link")), 0);
    Str problem;
    Output *output = output_to_file(&folder->arena, in(folder, "link"), &problem);
    output_add(output, STR("new"));
    assert_true(output_close(output));
    assert_str(get(folder, in(folder, "real")), "new");
    assert_int_equal(count_names(folder), 2);
}

static void test_output_that_cannot_be(void **state)
{
    Folder *folder = *state;
    Str problem;
    assert_null(output_to_file(&folder->arena, folder->path.at, &problem));
    assert_true(contains(problem, "it is a folder"));
    assert_null(output_to_file(&folder->arena, in(folder, "no/such"), &problem));
    assert_true(contains(problem, "No such file or directory"));
}

static void test_output_to_a_full_device(void **state)
{
    Folder *folder = *state;
    if (path_kind("/dev/full") != PATH_OTHER)
        skip();
    Str problem;
    Output *output = output_to_file(&folder->arena, "/dev/full", &problem);
    assert_non_null(output);
    output_add(output, STR("x"));
    assert_int_equal(output_problem(output).len, 0); /* still in the buffer */
    assert_false(output_flush(output));
    output_add(output, STR("y"));
    assert_str(output_problem(output), "cannot write /dev/full: No space left on device");
    assert_false(output_close(output));
    assert_false(output_close(output));
    assert_int_equal(path_kind("/dev/full"), PATH_OTHER); /* not replaced */
}

static void test_output_to_a_closed_pipe(void **state)
{
    Folder *folder = *state;
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    Output *output = output_to_descriptor(&folder->arena, ends[1], STR("the pipe"));
    output_add(output, STR("x"));
    assert_false(output_close(output));
    assert_str(output_problem(output), "cannot write the pipe: Broken pipe");
}

/* Pieces of all sizes come out in order, whatever the buffer makes of them. */
static void test_output_of_pieces(void **state)
{
    Folder *folder = *state;
    Str problem;
    Text expected = { 0 }, piece = { 0 };
    Output *output = output_to_file(&folder->arena, in(folder, "out"), &problem);
    uint64_t random = 5;
    for (int i = 0; i < 300; i++) {
        text_clear(&piece);
        text_add_repeat(&piece, (char) ('a' + i % 26), next_random(&random) % (i % 20 ? 500 : 100000));
        text_add(&expected, text_str(&piece));
        if (i % 3)
            output_add(output, text_str(&piece));
        else
            output_format(output, "%.*s", (int) piece.len, piece.len ? piece.at : "");
    }
    assert_true(output_close(output));
    assert_true(str_equal(get(folder, in(folder, "out")), text_str(&expected)));
    text_free(&expected);
    text_free(&piece);
}

/* Spools `lines` lines, in memory or beyond it, and sends them to a file. */
static void check_spool(Folder *folder, int lines)
{
    Str problem;
    Output *spool = output_to_spool(&folder->arena);
    for (int i = 0; i < lines; i++)
        output_format(spool, "line %07d\n", i);
    assert_false(output_is_terminal(spool));
    assert_true(output_flush(spool));
    Output *output = output_to_file(&folder->arena, in(folder, "out"), &problem);
    output_add(output, STR("first\n"));
    assert_true(output_copy(spool, output));
    assert_true(output_close(output));
    assert_true(output_close(spool));
    Str bytes = get(folder, in(folder, "out"));
    assert_int_equal(bytes.len, 6 + 13 * (size_t) lines);
    for (int i = 0; i < lines; i += 1 + lines / 100) {
        char line[32];
        snprintf(line, sizeof line, "line %07d\n", i);
        assert_memory_equal(bytes.at + 6 + 13 * i, line, 13);
    }
    assert_int_equal(count_names(folder), 1); /* nothing left beside it */
}

static void test_spool_in_memory(void **state)
{
    check_spool(*state, 0);
    check_spool(*state, 1000);
}

static void test_spool_on_disk(void **state)
{
    Folder *folder = *state;
    setenv("TMPDIR", folder->path.at, 1);
    check_spool(folder, 2000000);
    unsetenv("TMPDIR");
}

static void test_spool_that_fails(void **state)
{
    Folder *folder = *state;
    setenv("TMPDIR", in(folder, "none"), 1);
    Output *spool = output_to_spool(&folder->arena);
    Text text = { 0 };
    text_add_repeat(&text, 'x', 20 << 20);
    output_add(spool, text_str(&text));
    text_free(&text);
    unsetenv("TMPDIR");
    Str problem;
    Output *output = output_to_file(&folder->arena, in(folder, "out"), &problem);
    assert_false(output_copy(spool, output));
    assert_true(contains(output_problem(output), "cannot make a temporary file: No such file or directory"));
    assert_false(output_close(output)); /* a part must not pass for the whole */
    assert_int_equal(count_names(folder), 0);
    assert_false(output_close(spool));
}

/* ---- hashing */

static void test_sha256(void **state)
{
    (void) state;
    Sha256 hash;
    char digits[65];
    sha256_start(&hash);
    sha256_end(&hash, digits);
    assert_string_equal(digits, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_start(&hash);
    sha256_add(&hash, STR("a"));
    sha256_add(&hash, (Str) { NULL, 0 });
    sha256_add(&hash, STR("bc"));
    sha256_end(&hash, digits);
    assert_string_equal(digits, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_file_read),
        IN_FOLDER(test_limit_in_words),
        IN_FOLDER(test_input_of_a_file),
        IN_FOLDER(test_input_of_bytes),
        IN_FOLDER(test_paths),
        IN_FOLDER(test_folder_names),
        IN_FOLDER(test_output_to_file),
        IN_FOLDER(test_output_discarded),
        IN_FOLDER(test_output_through_a_link),
        IN_FOLDER(test_output_that_cannot_be),
        IN_FOLDER(test_output_to_a_full_device),
        IN_FOLDER(test_output_to_a_closed_pipe),
        IN_FOLDER(test_output_of_pieces),
        IN_FOLDER(test_spool_in_memory),
        IN_FOLDER(test_spool_on_disk),
        IN_FOLDER(test_spool_that_fails),
        cmocka_unit_test(test_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
