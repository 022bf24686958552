/* Packs of any bytes: either they are loaded or there is an error, and every problem can be shown. Files are divided by a line of
   '=': two of a pack, then two of the one below it, in case it is extended. Each file is also put beside one that is broken, and
   broken itself: where the pack was sound, nothing but the broken file is told. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 4, FILES = PARTS + 1 };

static const char *const names[FILES] = { "over/a.yaml", "over/b.yaml", "base/a.yaml", "base/b.yaml", "over/z.yaml" };
static const Str broken = { "parameters: [", 13 };

typedef struct {
    char folder[32];
    Str parts[PARTS];
    size_t count;
} Folder;

static void expect(bool held)
{
    if (!held)
        abort();
}

/* ---- folders */

static void path_of(const Folder *folder, const char *name, char out[64])
{
    snprintf(out, 64, "%s/%s", folder->folder, name);
}

static void write_file(const Folder *folder, size_t at, Str text)
{
    char path[64];
    path_of(folder, names[at], path);
    FILE *file = fopen(path, "wb");
    expect(file && fwrite(text.at, 1, text.len, file) == text.len && fclose(file) == 0);
}

static void make_folder(Folder *folder)
{
    char path[64];
    snprintf(folder->folder, sizeof folder->folder, "/tmp/fuzz-pack-XXXXXX");
    expect(mkdtemp(folder->folder) != NULL);
    path_of(folder, "over", path);
    expect(mkdir(path, 0700) == 0);
    path_of(folder, "base", path);
    expect(mkdir(path, 0700) == 0);
    for (size_t i = 0; i < folder->count; i++)
        write_file(folder, i, folder->parts[i]);
}

static void remove_folder(const Folder *folder)
{
    char path[64];
    for (size_t i = 0; i < FILES; i++) {
        path_of(folder, names[i], path);
        unlink(path);
    }
    path_of(folder, "over", path);
    rmdir(path);
    path_of(folder, "base", path);
    rmdir(path);
    rmdir(folder->folder);
}

static void divide(Str bytes, Folder *folder)
{
    for (bool more = true; more && folder->count < PARTS;) {
        size_t end = folder->count + 1 < PARTS ? str_find(bytes, STR("\n=\n"), 0) : SIZE_MAX;
        more = end != SIZE_MAX;
        folder->parts[folder->count++] = more ? str_slice(bytes, 0, end + 1) : bytes;
        bytes = more ? str_slice(bytes, end + 3, bytes.len) : bytes;
    }
}

/* ---- what is told */

static void expect_places(const Diags *diags)
{
    Text out = { 0 };
    for (size_t i = 0; i < diags->list.count; i++) {
        const Diag *diag = &diags->list.at[i];
        expect(!diag->source || (diag->span.start <= diag->span.end && diag->span.end <= diag->source->text.len));
        diag_print(&out, diag, true);
    }
    expect(diags->list.count == 0 || out.len > 0);
    text_free(&out);
}

static void expect_whole(const Pack *pack, const Diags *diags)
{
    expect((pack == NULL) == (diags->errors > 0));
    expect(!pack || (pack->rule_count >= BUILTIN_COUNT && pack->table_count > 0));
    expect_places(diags);
}

static bool load_memory(Str text)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("pack.yaml"), text };
    const Pack *pack = pack_load_source(&arena, &source, &diags);
    expect_whole(pack, &diags);
    arena_free(&arena);
    return pack != NULL;
}

static bool load_folder(const Folder *folder)
{
    char path[64];
    Arena arena = { 0 };
    Diags diags = { .arena = &arena }, fewer = { .arena = &arena };
    path_of(folder, "over", path);
    const Pack *pack = pack_load(&arena, path, &diags);
    expect_whole(pack, &diags);
    expect_whole(pack_load_as(&arena, path, &(PackLoading) { .to_judge = true, .language = STR("en") }, &fewer), &fewer);
    arena_free(&arena);
    return pack != NULL;
}

/* With one file broken, or one more that is. */
static void load_broken(const Folder *folder, size_t at, bool was_sound)
{
    char path[64];
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    write_file(folder, at, broken);
    path_of(folder, "over", path);
    const Pack *pack = pack_load(&arena, path, &diags);
    expect_places(&diags);
    for (size_t i = 0; was_sound && i < diags.list.count; i++)
        expect(diags.list.at[i].source && str_ends_with(diags.list.at[i].source->name, str_of(names[at])));
    expect(at < PARTS || pack == NULL);
    arena_free(&arena);
    if (at < folder->count)
        write_file(folder, at, folder->parts[at]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Folder folder = { .count = 0 };
    divide((Str) { (const char *) data, size }, &folder);
    load_memory(folder.parts[0]);
    make_folder(&folder);
    bool sound = load_folder(&folder);
    for (size_t i = 0; i < folder.count && folder.count > 1; i++)
        load_broken(&folder, i, sound);
    load_broken(&folder, FILES - 1, sound);
    remove_folder(&folder);
    return 0;
}
