/* The files of a pack, in the order of their names. */
#include "pack/files.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/io.h"
#include "pack/shape.h"

static const Span nowhere = { 0, 0 };

void files_add(Loader *loader, Str name, const Source *source)
{
    const YamlNode *root = yaml_parse(loader->arena, source, loader->diags);
    loader->source = source;
    if (root && !shape_expect(loader, root, YAML_MAPPING, "a mapping with keys such as `rules`"))
        root = NULL;
    if (!root)
        loader->partial = true;
    PackFile file = { .source = source, .name = name, .root = root };
    arena_push(loader->arena, &loader->files, file);
}

static void read_one(Loader *loader, Str path, Str name)
{
    Source *source = arena_new(loader->arena, Source);
    source->name = path;
    Str sentence;
    if (file_read(loader->arena, path.at, YAML_MAX_BYTES, &source->text, &sentence)) {
        files_add(loader, name, source);
        return;
    }
    loader->partial = true;
    diag_add(loader->diags, E_FILE, NULL, nowhere, "%.*s", STR_ARG(sentence));
}

static bool is_yaml(Str name)
{
    Str extension = path_extension(name);
    return str_is(extension, "yaml") || str_is(extension, "yml");
}

static bool take_file(Loader *loader, Str path, Str name)
{
    if (loader->files.count < PACK_MAX_FILES) {
        read_one(loader, path, name);
        return true;
    }
    return diag_add(loader->diags, E_PACK_LIMIT, NULL, nowhere, "%.*s: a pack may have at most %d files",
                    STR_ARG(loader->pack->path), PACK_MAX_FILES);
}

/* One name of a folder; false when there are too many files. */
static bool take_name(Loader *loader, Str path, Str name, int depth);

static bool read_folder(Loader *loader, Str path, Str inside, int depth)
{
    Names names;
    Str sentence;
    if (depth > PACK_MAX_FOLDERS) {
        diag_add(loader->diags, E_PACK_LIMIT, NULL, nowhere, "%.*s: folders may be at most %d deep",
                 STR_ARG(path), PACK_MAX_FOLDERS);
        return false;
    }
    if (!folder_names(loader->arena, path.at, &names, &sentence)) {
        loader->partial = true;
        diag_add(loader->diags, E_FILE, NULL, nowhere, "%.*s", STR_ARG(sentence));
        return true;
    }
    for (size_t i = 0; i < names.count; i++) {
        Str name = inside.len ? path_join(loader->arena, inside, names.at[i]) : names.at[i];
        if (names.at[i].at[0] != '.' &&
            !take_name(loader, path_join(loader->arena, path, names.at[i]), name, depth))
            return false;
    }
    return true;
}

static bool take_name(Loader *loader, Str path, Str name, int depth)
{
    switch (path_kind(path.at)) {
    case PATH_FOLDER: return read_folder(loader, path, name, depth + 1);
    case PATH_FILE: return !is_yaml(name) || take_file(loader, path, name);
    case PATH_MISSING: /* a link to nowhere */
    case PATH_OTHER: break;
    }
    return true;
}

void files_read(Loader *loader, Str path)
{
    if (path_kind(path.at) == PATH_FOLDER)
        read_folder(loader, path, (Str) { 0 }, 1);
    else
        read_one(loader, path, path_stem(path));
}

void files_hash(const Loader *loader, char out[65])
{
    Sha256 hash;
    sha256_start(&hash);
    for (size_t i = 0; i < loader->files.count; i++) {
        const PackFile *file = &loader->files.at[i];
        char size[32];
        int digits = snprintf(size, sizeof size, "%zu", file->source->text.len);
        sha256_add(&hash, file->name);
        sha256_add(&hash, (Str) { "", 1 });
        sha256_add(&hash, (Str) { size, (size_t) digits + 1 });
        sha256_add(&hash, file->source->text);
    }
    sha256_end(&hash, out);
}
