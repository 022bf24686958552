/* The files of a pack, in the order of their names: of bytes, so that no locale and no file system has a say in it.

   Everything is asked for through look, names_in and files_read_bytes, which see the texts in front of the files (what an editor has not
   saved, or a pack without a disk) as if they lay in the folder. So paths are compared as they are walked: a/../b and b are one.

   A pack that cannot be read whole is not the pack. A folder or a file that is there and cannot be looked at is an error, also where it
   is not known to hold rules; what is no YAML by its name, and what begins with a dot, is nobody's.

   The sum of a pack is over the names within it and the bytes. Those of a pack below stand under the number of its layer, so that it
   does not matter where the folders lie. */
#include "pack/files.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/io.h"
#include "pack/shape.h"

static const Span nowhere = { 0, 0 };

/* Where the last step of a path begins. */
static size_t last_step(Str path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/')
        start--;
    return start;
}

/* Without its last step; empty where there is none to leave out. */
static Str parent_of(Str path)
{
    size_t start = last_step(path);
    return str_slice(path, 0, start > 1 ? start - 1 : start);
}

/* Joins step by step, so that `a/../b` and `b` are the same path. */
static Str files_walk(Arena *arena, Str from, Str steps)
{
    Str path = str_starts_with(steps, STR("/")) ? STR("/") : str_is(from, ".") ? (Str) { 0 } : from;
    for (size_t start = 0; start < steps.len;) {
        size_t slash = str_find(steps, STR("/"), start), end = slash == SIZE_MAX ? steps.len : slash;
        Str step = str_slice(steps, start, end), last = str_slice(path, last_step(path), path.len);
        start = end + 1;
        if (step.len == 0 || str_is(step, "."))
            continue;
        if (str_is(step, "..") && path.len > 0 && !str_is(last, ".."))
            path = parent_of(path);
        else
            path = path.len ? path_join(arena, path, step) : step;
    }
    return path.len ? arena_str(arena, path) : STR(".");
}

/* ---- texts in front of the files: to the rest they are files of the folder that their path names, and win over those of the disk */

void files_shelve(Loader *loader, const PackTexts *texts)
{
    PackText *kept = arena_array(loader->arena, PackText, texts->count);
    for (size_t i = 0; i < texts->count; i++)
        kept[i] = (PackText) { files_walk(loader->arena, (Str) { 0 }, texts->at[i].path), arena_str(loader->arena, texts->at[i].text) };
    loader->texts = (PackTexts) { kept, texts->count };
}

/* Of two of one path the last counts. */
static const PackText *files_text_at(const Loader *loader, Str path)
{
    if (loader->texts.count == 0)
        return NULL;
    path = files_walk(loader->arena, (Str) { 0 }, path);
    for (size_t i = loader->texts.count; i > 0; i--)
        if (str_equal(loader->texts.at[i - 1].path, path))
            return &loader->texts.at[i - 1];
    return NULL;
}

/* What of a path is below a folder, without the slash; empty: it is not. */
static Str below(Str folder, Str path)
{
    bool is_here = str_is(folder, "."), is_root = str_is(folder, "/");
    size_t from = is_here ? 0 : folder.len + !is_root;
    if (is_here)
        return str_starts_with(path, STR("/")) || str_starts_with(path, STR("..")) ? (Str) { 0 } : path;
    bool is_below = path.len > from && str_starts_with(path, folder) && path.at[from - 1] == '/';
    return is_below ? str_slice(path, from, path.len) : (Str) { 0 };
}

static bool has_texts_below(const Loader *loader, Str path)
{
    bool found = false;
    Str folder = loader->texts.count ? files_walk(loader->arena, (Str) { 0 }, path) : path;
    for (size_t i = 0; i < loader->texts.count; i++)
        found |= below(folder, loader->texts.at[i].path).len > 0;
    return found;
}

static bool is_folder(const Loader *loader, Str path)
{
    return !files_text_at(loader, path) && (has_texts_below(loader, path) || path_kind(path.at) == PATH_FOLDER);
}

static bool look(const Loader *loader, Str path, PathKind *kind, Str *sentence)
{
    bool is_text = files_text_at(loader, path) != NULL;
    if (!is_text && !has_texts_below(loader, path))
        return path_look(loader->arena, path.at, kind, sentence);
    *kind = is_text ? PATH_FILE : PATH_FOLDER;
    return true;
}

static bool files_read_bytes(const Loader *loader, Str path, Str *bytes, Str *sentence)
{
    const PackText *text = files_text_at(loader, path);
    if (!text)
        return file_read(loader->arena, path.at, YAML_MAX_BYTES, bytes, sentence);
    *bytes = text->text; /* how long it may be, who parses it says */
    return true;
}

static bool files_is_named(const Names *names, Str name)
{
    bool found = false;
    for (size_t i = 0; i < names->count; i++)
        found |= str_equal(names->at[i], name);
    return found;
}

/* In its place by the order of bytes. */
static void files_add_name(Names *names, Str name)
{
    size_t at = names->count++;
    for (; at > 0 && str_compare(names->at[at - 1], name) > 0; at--)
        names->at[at] = names->at[at - 1];
    names->at[at] = name;
}

static bool names_in(const Loader *loader, Str path, Names *names, Str *sentence)
{
    Names there = { 0 };
    if ((!has_texts_below(loader, path) || path_kind(path.at) == PATH_FOLDER) && !folder_names(loader->arena, path.at, &there, sentence))
        return false;
    *names = (Names) { arena_array(loader->arena, Str, there.count + loader->texts.count), there.count };
    for (size_t i = 0; i < there.count; i++)
        names->at[i] = there.at[i];
    Str folder = files_walk(loader->arena, (Str) { 0 }, path);
    for (size_t i = 0; i < loader->texts.count; i++) {
        Str rest = below(folder, loader->texts.at[i].path);
        size_t slash = str_find(rest, STR("/"), 0);
        Str name = slash == SIZE_MAX ? rest : str_slice(rest, 0, slash);
        if (name.len && !files_is_named(names, name))
            files_add_name(names, name);
    }
    return true;
}

/* ---- reading */

void files_add(Loader *loader, Str name, const Source *source)
{
    PackFile file = { .source = source, .name = name, .layer = loader->layer };
    arena_push(loader->arena, &loader->files, file);
}

/* Something of the pack that cannot be read: without it the rest is not the pack. */
static void files_miss(Loader *loader, Str sentence)
{
    loader->partial = true;
    diag_add(loader->diags, E_FILE, NULL, nowhere, "%.*s", STR_ARG(sentence));
}

static void read_one(Loader *loader, Str path, Str name)
{
    Source *source = arena_new(loader->arena, Source);
    source->name = path;
    Str sentence;
    if (files_read_bytes(loader, path, &source->text, &sentence))
        files_add(loader, name, source);
    else
        files_miss(loader, sentence);
}

static bool take_file(Loader *loader, Str path, Str name)
{
    if (loader->files.count < PACK_MAX_FILES) {
        read_one(loader, path, name);
        return true;
    }
    return diag_add(loader->diags, E_PACK_LIMIT, NULL, nowhere, "%.*s: a pack may have at most %d files", STR_ARG(loader->pack->path),
                    PACK_MAX_FILES);
}

/* One name of a folder; false when there are too many files. */
static bool take_name(Loader *loader, Str path, Str name, int depth);

static bool read_folder(Loader *loader, Str path, Str inside, int depth)
{
    Names names;
    Str sentence;
    if (depth > PACK_MAX_FOLDERS) {
        diag_add(loader->diags, E_PACK_LIMIT, NULL, nowhere, "%.*s: folders may be at most %d deep", STR_ARG(path), PACK_MAX_FOLDERS);
        return false;
    }
    if (!names_in(loader, path, &names, &sentence)) {
        files_miss(loader, sentence);
        return true;
    }
    for (size_t i = 0; i < names.count; i++) {
        Str name = inside.len ? path_join(loader->arena, inside, names.at[i]) : names.at[i];
        if (names.at[i].at[0] != '.' && !take_name(loader, path_join(loader->arena, path, names.at[i]), name, depth))
            return false;
    }
    return true;
}

/* What cannot be looked at may be a folder of rules, whatever its name is. */
static bool take_name(Loader *loader, Str path, Str name, int depth)
{
    PathKind kind;
    Str sentence;
    if (!look(loader, path, &kind, &sentence))
        files_miss(loader, sentence);
    else if (kind == PATH_FOLDER)
        return read_folder(loader, path, name, depth + 1);
    else if (path_is_yaml(name) && kind == PATH_FILE)
        return take_file(loader, path, name);
    else if (path_is_yaml(name))
        files_miss(loader, arena_format(loader->arena,
                                        kind == PATH_MISSING ? "%.*s was there a moment ago, and is gone"
                                                             : "cannot read %.*s: it is no file but a pipe, a socket or a device",
                                        STR_ARG(path)));
    return true;
}

/* ---- packs that extend one another */

/* The folders of a chain of packs, from the one that was asked for. */
typedef struct {
    Str paths[PACK_MAX_LAYERS];
    uint32_t count;
} Chain;

static void read_layer(Loader *loader, Str path, Str inside)
{
    size_t first = loader->files.count;
    if (is_folder(loader, path))
        read_folder(loader, path, inside, 1);
    else
        read_one(loader, path, path_stem(path));
    files_parse(loader, first);
}

/* The node that says what the files from `first` on extend; NULL: nothing. */
static const YamlNode *find_extends(Loader *loader, size_t first)
{
    for (size_t i = first; i < loader->files.count; i++) {
        const YamlNode *root = loader->files.at[i].root, *pack = root ? yaml_get(root, "pack") : NULL;
        const YamlNode *extends = pack && pack->kind == YAML_MAPPING ? yaml_get(pack, "extends") : NULL;
        loader->source = loader->files.at[i].source;
        if (extends && !shape_is_empty(extends))
            return extends;
    }
    return NULL;
}

/* Whether the chain may go on with the pack that the node names, seen from `folder`, which becomes its path; else told. */
static bool may_extend(Loader *loader, const YamlNode *node, const Chain *chain, Str *folder)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "the folder of a pack"))
        return false;
    Str path = *folder = files_walk(loader->arena, *folder, node->text);
    for (uint32_t i = 0; i < chain->count; i++)
        if (str_equal(chain->paths[i], path))
            return complain(loader, E_CYCLE, node->span, "the pack %.*s extends itself in the end", STR_ARG(path));
    if (chain->count == PACK_MAX_LAYERS)
        return complain(loader, E_PACK_LIMIT, node->span, "at most %d packs may extend one another", PACK_MAX_LAYERS);
    if (is_folder(loader, path))
        return true;
    return complain(loader, E_FILE, node->span, "there is no folder %.*s", STR_ARG(path));
}

static void read_base(Loader *loader, Chain *chain, Str folder)
{
    const YamlNode *extends = find_extends(loader, 0);
    for (size_t own = 0; extends; extends = find_extends(loader, own)) {
        own = loader->files.count;
        if (!may_extend(loader, extends, chain, &folder)) {
            loader->partial = true; /* told */
            break;
        }
        chain->paths[chain->count++] = folder;
        loader->layer++;
        read_layer(loader, folder, arena_format(loader->arena, "%u", loader->layer));
    }
    loader->layer = 0;
}

/* Those of the innermost pack come first, each layer's in their own order. */
static void order_layers(Loader *loader, uint32_t layers)
{
    size_t count = loader->files.count, placed = 0;
    PackFile *files = arena_array(loader->arena, PackFile, count);
    for (uint32_t layer = layers; layer > 0; layer--)
        for (size_t i = 0; i < count; i++)
            if (loader->files.at[i].layer == layer - 1)
                files[placed++] = loader->files.at[i];
    loader->files.at = files;
    loader->files.capacity = count;
}

void files_read(Loader *loader, Str path)
{
    Chain chain = { 0 };
    Str folder = files_walk(loader->arena, (Str) { 0 }, is_folder(loader, path) ? path : parent_of(path));
    chain.paths[chain.count++] = folder;
    read_layer(loader, path, (Str) { 0 });
    read_base(loader, &chain, folder);
    order_layers(loader, chain.count);
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
        /* A zero byte behind the name, and the length before the text: no two packs give the same bytes. */
        sha256_add(&hash, (Str) { "", 1 });
        sha256_add(&hash, (Str) { size, (size_t) digits + 1 });
        sha256_add(&hash, file->source->text);
    }
    sha256_end(&hash, out);
}
