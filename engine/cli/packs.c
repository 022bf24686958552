/* Packs. */
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

/* "rules/a, rules/b"; how many there are, and the last of them. */
static Str list_packs(Arena *arena, size_t *count, const char **last)
{
    Names names = { 0 };
    Text list = { 0 };
    Str ignored;
    if (!folder_names(arena, folder, &names, &ignored))
        return (Str) { 0 };
    for (size_t i = 0; i < names.count; i++) {
        Str path = path_join(arena, str_of(folder), names.at[i]);
        if (!is_pack(arena, path.at))
            continue;
        *last = path.at;
        (*count)++;
        text_format(&list, "%s%.*s", list.len ? ", " : "", STR_ARG(path));
    }
    Str all = arena_str(arena, text_str(&list));
    text_free(&list);
    return all;
}

const char *packs_default(Arena *arena, Str *problem, Str *hint)
{
    if (is_pack(arena, folder))
        return folder;
    bool there = path_kind(folder) == PATH_FOLDER;
    size_t count = 0;
    const char *only = NULL;
    Str packs = there ? list_packs(arena, &count, &only) : (Str) { 0 };
    if (count == 1)
        return only;
    *problem = there ? STR("no pack is named, and rules/ is not one by itself: name one with -r")
                     : STR("no pack is named, and there is no folder rules/: name one with -r");
    if (packs.len)
        *hint = arena_format(arena, "there are %.*s", STR_ARG(packs));
    return NULL;
}

Str packs_shown(const char *path)
{
    Str shown = str_of(path);
    while (shown.len > 1 && shown.at[shown.len - 1] == '/')
        shown.len--;
    return shown;
}
