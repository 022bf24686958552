/* Packs, where none is named: those of a folder rules/ here, beside the batch, or of the installation, in that order; the first of
   these that has any is looked at alone. A folder is a pack where YAML files stand in itself. */
#include "cli/packs.h"

#include "base/said.h"

static const char folder[] = "rules";

void problems_tell(void *context, const duly_problem *problem)
{
    Problems *problems = context;
    problems->counts[problem->severity]++;
    if (!problems->quiet || problem->severity == DULY_ERROR)
        cli_tell_problem(problems->out, problem, problems->colour);
}

void problems_add_counts(Text *out, const Problems *problems)
{
    static const char *const words[][2] = {
        [DULY_ERROR] = { "%llu error", "%llu errors" },
        [DULY_WARNING] = { "%llu warning", "%llu warnings" },
        [DULY_INFO] = { "%llu remark", "%llu remarks" },
    };
    size_t from = out->len;
    for (int severity = DULY_ERROR; severity <= DULY_INFO; severity++) {
        uint64_t count = problems->counts[severity];
        if (count) {
            text_format(out, "%s", out->len > from ? said(out->language, ", ") : "");
            text_format(out, said(out->language, words[severity][count != 1]), (unsigned long long) count);
        }
    }
}

/* Whether YAML files stand in a folder itself. */
static bool is_pack(Arena *arena, const char *path)
{
    Names names = { 0 };
    Str ignored;
    if (path_kind(path) != PATH_FOLDER || !folder_names(arena, path, &names, &ignored))
        return false;
    for (size_t i = 0; i < names.count; i++)
        if (path_is_yaml(names.at[i]))
            return true;
    return false;
}

/* The folder itself where it is a pack, else the packs in it, by name. */
static void add_packs(Arena *arena, Str in, PackPaths *packs)
{
    Names names = { 0 };
    Str ignored;
    const char *path = arena_str(arena, in).at;
    if (is_pack(arena, path)) {
        arena_push(arena, packs, path);
        return;
    }
    if (path_kind(path) != PATH_FOLDER || !folder_names(arena, path, &names, &ignored))
        return;
    for (size_t i = 0; i < names.count; i++) {
        const char *pack = path_join(arena, in, names.at[i]).at;
        if (is_pack(arena, pack))
            arena_push(arena, packs, pack);
    }
}

/* "bin/duly" has them in "share/duly/rules" beside "bin". */
static Str installed_packs(Arena *arena)
{
    static const char self[] = "/proc/self/exe";
    Str program = path_real(arena, self);
    Str prefix = path_folder(arena, path_folder(arena, program));
    return str_is(program, self) ? (Str) { 0 } : path_join(arena, prefix, STR("share/duly/rules"));
}

PackPaths packs_find(Arena *arena, const char *batch)
{
    PackPaths packs = { 0 };
    Str path = str_of(batch);
    add_packs(arena, str_of(folder), &packs);
    if (packs.count == 0 && batch)
        add_packs(arena, path_join(arena, path_kind(batch) == PATH_FOLDER ? path : path_folder(arena, path), str_of(folder)), &packs);
    if (packs.count == 0)
        add_packs(arena, installed_packs(arena), &packs);
    return packs;
}

Str packs_listed(Arena *arena, const PackPaths *packs)
{
    Text list = { 0 };
    for (size_t i = 0; i < packs->count; i++)
        text_format(&list, "%s%s", i ? ", " : "", packs->at[i]);
    Str all = arena_str(arena, text_str(&list));
    text_free(&list);
    return all;
}

Str packs_none_named(void)
{
    return path_kind(folder) == PATH_FOLDER ? STR("no pack is named, and rules/ is not one by itself: name one with -r")
                                            : STR("no pack is named, and there is no folder rules/: name one with -r");
}

const char *packs_only(Arena *arena)
{
    PackPaths packs = packs_find(arena, NULL);
    return packs.count == 1 ? packs.at[0] : NULL;
}

Str packs_shown(const char *path)
{
    Str shown = str_of(path);
    while (shown.len > 1 && shown.at[shown.len - 1] == '/')
        shown.len--;
    return shown;
}
