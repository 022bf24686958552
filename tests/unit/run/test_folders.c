/* The files of a folder: what is read, in which order, and that nothing of the rest goes untold. */
#define _DEFAULT_SOURCE /* for mkdtemp and symlink */
#include "run/finder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/words.h"
#include "unit.h"

static const char rules[] =
    "pack: {name: shop}\n"
    "tables:\n"
    "  item: {file: items, key: id, fields: {id: {type: string}, price: {type: int}, made_on: {type: date}}}\n"
    "  buyer: {file: buyers, key: no, fields: {no: {type: string}, full_name: {type: string}, town: {type: string}}}\n";

static const char items[] = "id,price,made_on\n1,2,2024-01-01\n", buyers[] = "no,full_name,town\n1,a,b\n", others[] = "x,y\n1,2\n";

typedef struct {
    Arena arena;
    char folder[64];
} Root;

static int set_up(void **state)
{
    Root *root = calloc(1, sizeof *root);
    *state = root;
    snprintf(root->folder, sizeof root->folder, "/tmp/duly-folders-XXXXXX");
    return mkdtemp(root->folder) ? 0 : -1;
}

static void drop(Arena *arena, Str folder)
{
    Names names = { 0 };
    Str problem = { 0 };
    folder_names(arena, folder.at, &names, &problem);
    for (size_t i = 0; i < names.count; i++) {
        Str path = path_join(arena, folder, names.at[i]);
        if (!path_is_link(path.at) && path_kind(path.at) == PATH_FOLDER)
            drop(arena, path);
        else
            unlink(path.at);
    }
    rmdir(folder.at);
}

static int tear_down(void **state)
{
    Root *root = *state;
    drop(&root->arena, str_of(root->folder));
    arena_free(&root->arena);
    free(root);
    return 0;
}

static const char *path_of(Root *root, const char *name)
{
    return path_join(&root->arena, str_of(root->folder), str_of(name)).at;
}

static void add_file(Root *root, const char *name, const char *bytes)
{
    FILE *file = fopen(path_of(root, name), "wb");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void add_folder(Root *root, const char *name)
{
    assert_int_equal(mkdir(path_of(root, name), 0700), 0);
}

static Str from_root(const Root *root, Str path)
{
    size_t len = strlen(root->folder);
    return str_starts_with(path, str_of(root->folder)) ? str_slice(path, len + (path.len > len), path.len) : path;
}

/* A line for each file, "item a/b.csv", and one for each thing that is told, "warning a.csv: …". */
static void expect(Root *root, const char *expected, const char *file, int line)
{
    static const char *const severities[] = { "error", "warning", "info" };
    Text out = text_in(&root->arena);
    Diags diags = { .arena = &root->arena };
    Source source = { STR("pack.yaml"), str_of(rules) };
    const Pack *pack = pack_load_source(&root->arena, &source, &diags);
    assert_non_null(pack);
    Complaints complaints = { .arena = &root->arena };
    Str folder = str_of(root->folder);
    RunOptions options = { .batch = { &folder, 1 } };
    BatchFiles files = batchfiles_find(&root->arena, pack, &options, NULL, &complaints);
    for (size_t i = 0; i < files.count; i++)
        text_format(&out, "%.*s %.*s\n", STR_ARG(pack->tables[files.at[i].table].table.name), STR_ARG(from_root(root, files.at[i].path)));
    for (size_t i = 0; i < complaints.list.count; i++) {
        const Complaint *complaint = &complaints.list.at[i];
        text_format(&out, "%s %.*s: %.*s\n", severities[complaint->severity], STR_ARG(from_root(root, complaint->path)),
                    STR_ARG(complaint->message));
    }
    check_str(text_str(&out), str_of(expected), file, line);
}

#define assert_files(root, expected) expect((root), (expected), __FILE__, __LINE__)

static void test_names_and_headings(void **state)
{
    Root *root = *state;
    add_file(root, "items.csv", items);
    add_file(root, "who.csv", buyers);
    add_file(root, "items-2.csv", items);
    assert_files(root, "item items-2.csv\nitem items.csv\nbuyer who.csv\n");
}

/* Folders are gone into where they stand among the names, and the tables keep their order. */
static void test_folders_in_folders(void **state)
{
    Root *root = *state;
    add_folder(root, "b");
    add_folder(root, "b/deep");
    add_folder(root, "empty");
    add_file(root, "a.csv", items);
    add_file(root, "b/a.csv", items);
    add_file(root, "b/deep/c.csv", buyers);
    add_file(root, "c.csv", items);
    assert_files(root, "item a.csv\nitem b/a.csv\nitem c.csv\nbuyer b/deep/c.csv\n");
}

static void test_what_is_nobodys(void **state)
{
    Root *root = *state;
    add_folder(root, ".git");
    add_file(root, ".git/items.csv", items);
    add_file(root, ".items.csv", items);
    add_file(root, "~$items.xlsx", "x");
    add_file(root, "notes.md", "x");
    add_file(root, "waivers.yaml", "[]");
    add_file(root, "mapping.yaml", "{}");
    add_file(root, "items.csv", items);
    assert_files(root, "item items.csv\n");
}

static void test_what_is_not_read(void **state)
{
    Root *root = *state;
    add_folder(root, "more");
    add_file(root, "items.csv", items);
    add_file(root, "more/others.csv", others);
    add_file(root, "more/scan.pdf", "%PDF-1.7");
    add_file(root, "prose.txt", "Dear all,\nno table here.\n");
    add_file(root, "report.json", "{\"format\": 1, \"duly\": \"0.1.0\", \"findings\": []}");
    add_file(root, "more/broken.xlsx", "%PDF-1.7");
    assert_int_equal(symlink(root->folder, path_of(root, "round")), 0);
    assert_files(root, "item items.csv\n"
                       "warning more/broken.xlsx: this is a PDF, not a table; ask for the workbook that it was made from, or enter the "
                       "table in one (.xlsx)\n"
                       "info : not read, for neither names nor headings tell a table: more/others.csv, prose.txt\n"
                       "info : not read, for duly wrote it from another file: report.json\n"
                       "info : not gone into, being links or too deep: round\n"
                       "info : of a kind that is not read: more/scan.pdf\n");
}

/* A folder of nothing but such files is an error that says what there is. */
static void test_nothing_found(void **state)
{
    Root *root = *state;
    add_file(root, "itms.csv", others);
    assert_files(root, "error : the folder holds no table's file (items, buyers, with the ending csv, tsv, tab, txt, ndjson, jsonl, json, "
                       "yaml, yml, xlsx, xlsm, xls, ods, et); there is: itms.csv\n");
}

/* A pipe is not waited for. */
static void test_pipe(void **state)
{
    Root *root = *state;
    add_file(root, "items.csv", items);
    assert_int_equal(mkfifo(path_of(root, "buyers.csv"), 0600), 0);
    assert_files(root, "item items.csv\n"
                       "error buyers.csv: this is a pipe or a device, not a file, and is not read in a folder\n");
}

static void test_too_deep(void **state)
{
    Root *root = *state;
    Text path = text_in(&root->arena);
    add_file(root, "items.csv", items);
    for (unsigned depth = 0; depth <= FINDER_DEPTH; depth++) {
        text_format(&path, "%sd", depth > 0 ? "/" : "");
        add_folder(root, text_str(&path).at ? arena_str(&root->arena, text_str(&path)).at : "");
        add_file(root, arena_format(&root->arena, "%.*s/items.csv", STR_ARG(text_str(&path))).at, items);
    }
    assert_files(root, "item d/d/d/d/d/d/d/d/items.csv\nitem d/d/d/d/d/d/d/items.csv\nitem d/d/d/d/d/d/items.csv\n"
                       "item d/d/d/d/d/items.csv\nitem d/d/d/d/items.csv\nitem d/d/d/items.csv\nitem d/d/items.csv\nitem d/items.csv\n"
                       "item items.csv\n"
                       "info : not gone into, being links or too deep: d/d/d/d/d/d/d/d/d\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names_and_headings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_folders_in_folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_nobodys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pipe, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_deep, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
