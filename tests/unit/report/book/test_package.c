/* Archives of parts, read with libzip, which looks at directory, sizes and checksums. */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "report/book/package.h"

static char path[64];

static zip_t *written(Arena *arena, Package *package)
{
    Str problem = { 0 };
    Output *out = output_to_file(arena, path, &problem);
    assert_non_null(out);
    package_write(package, out);
    assert_true(output_close(out));
    zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert_non_null(zip);
    return zip;
}

static void expect_part(zip_t *zip, uint64_t index, const char *name, Str bytes)
{
    zip_stat_t status;
    assert_int_equal(zip_stat_index(zip, index, 0, &status), 0);
    assert_string_equal(status.name, name);
    assert_int_equal(status.size, bytes.len);
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    char *read = malloc(bytes.len + 1);
    assert_int_equal(zip_fread(file, read, bytes.len + 1), bytes.len);
    assert_memory_equal(read, bytes.at, bytes.len);
    assert_int_equal(zip_fclose(file), 0);
    free(read);
}

/* What does not compress, in pieces of every size. */
static Str noise(Arena *arena, size_t len)
{
    char *bytes = arena_alloc(arena, len);
    uint32_t seed = 7;
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char) (unsigned char) ((seed = seed * 1664525 + 1013904223) >> 24);
    return (Str) { bytes, len };
}

static void test_parts(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Package *package = package_open(&arena);
    Part *first = package_part(package, STR("a/b.xml")), *empty = package_part(package, STR("empty")),
         *named = package_part(package, STR("名册.bin"));
    Str large = noise(&arena, 300000);
    for (size_t at = 0, step = 1; at < large.len; at += step, step = step * 3 % 9973 + 1)
        part_add(named, str_slice(large, at, at + step < large.len ? at + step : large.len));
    part_add(first, STR("<a>"));
    part_add(first, (Str) { 0 });
    part_add(first, STR("</a>"));
    part_end(empty);
    zip_t *zip = written(&arena, package);
    assert_int_equal(zip_get_num_entries(zip, 0), 3);
    expect_part(zip, 0, "a/b.xml", STR("<a></a>"));
    expect_part(zip, 1, "empty", STR(""));
    expect_part(zip, 2, "名册.bin", large);
    zip_close(zip);
    arena_free(&arena);
}

/* Stored bytes are their own packed form. */
static void test_copies(void **state)
{
    (void) state;
    enum { STORED = 0 };
    Arena arena = { 0 };
    Package *package = package_open(&arena);
    Part *copied = package_copied(package, STR("image.png"), &(PackedPart) { 0x352441C2, STORED, 3, false });
    part_add_packed(copied, STR("a"));
    part_add_packed(copied, STR("bc"));
    zip_t *zip = written(&arena, package);
    expect_part(zip, 0, "image.png", STR("abc"));
    zip_close(zip);
    arena_free(&arena);
}

static void test_nothing(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Package *package = package_open(&arena);
    assert_int_equal(package_finish(package).len, 0);
    zip_t *zip = written(&arena, package);
    assert_int_equal(zip_get_num_entries(zip, 0), 0);
    zip_close(zip);
    arena_free(&arena);
}

/* Sizes that the fields of the archive cannot say are refused, and no file comes to be. */
static void test_too_large(void **state)
{
    (void) state;
    Arena arena = { 0 };
    Str problem = { 0 };
    Package *package = package_open(&arena);
    package_copied(package, STR("large"), &(PackedPart) { 0, 8, UINT64_C(1) << 32, false });
    assert_true(package_finish(package).len > 0);
    unlink(path);
    Output *out = output_to_file(&arena, path, &problem);
    package_write(package, out);
    assert_false(output_close(out));
    assert_int_equal(access(path, F_OK), -1);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_too_large),
    };
    snprintf(path, sizeof path, "/tmp/duly_test_package.%d.zip", (int) getpid());
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
