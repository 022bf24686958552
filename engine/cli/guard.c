/* Files are compared by what they are, not by their names: a link, another way of writing a path, and standard input lead to the same. */
#include "cli/guard.h"

#include <unistd.h>

#include "base/said.h"

static bool guard_is_same(const char *path, const char *other)
{
    if (strcmp(other, "-") == 0)
        return path ? path_is_open_as(path, STDIN_FILENO) : descriptors_are_same(STDIN_FILENO, STDOUT_FILENO);
    return path ? path_is_same(path, other) && path_kind(path) == PATH_FILE : path_is_open_as(other, STDOUT_FILENO);
}

Str guard_pack(const duly_pack *pack, const char *path)
{
    Arena scratch = { 0 };
    duly_text file;
    bool found = false;
    for (size_t i = 0; !found && duly_pack_file(pack, i, &file); i++)
        found = guard_is_same(path, arena_str(&scratch, file).at);
    arena_free(&scratch);
    return found ? STR("it is a file of the pack") : (Str) { 0 };
}

static bool is_read(Arena *arena, const char *path, duly_text file)
{
    return file.len && guard_is_same(path, arena_str(arena, file).at);
}

bool guard_is_input(Arena *arena, const char *path, duly_text input)
{
    size_t sheet = str_find(input, STR("#"), 0);
    return is_read(arena, path, input) || (sheet != SIZE_MAX && is_read(arena, path, str_slice(input, 0, sheet)));
}

Str guard_run(Arena *arena, const duly_run *run, const duly_summary *summary, const char *path)
{
    for (size_t i = 0; i < run->batch_count; i++)
        if (is_read(arena, path, run->batch[i]))
            return STR("it is a file of the batch");
    if (is_read(arena, path, run->waivers))
        return STR("it is the file of waivers");
    if (is_read(arena, path, run->baseline))
        return STR("it is the baseline: what is new would be known the next time");
    if (is_read(arena, path, summary->mapping))
        return STR("it is the file that says what headings mean");
    if (guard_is_input(arena, path, summary->agenda))
        return STR("it is the agenda");
    return guard_pack(run->pack, path);
}

static bool may_replace(Cli *cli, const char *path, GuardIsOwn *is_own, const void *context)
{
    enum { LOOKED_AT = 1 << 24 };
    Str text = { 0 }, ignored;
    return path_kind(path) != PATH_FILE ||
           (file_read(cli->arena, path, LOOKED_AT, &text, &ignored) && (text.len == 0 || is_own(context, text)));
}

Str guard_refusal(Arena *arena, const char *path, Str reason)
{
    return arena_format(arena, "cannot write %s: %.*s", path, STR_ARG(said_str(arena->language, reason)));
}

Output *guard_open(Cli *cli, const duly_pack *pack, const char *path, bool force, GuardIsOwn *is_own, const void *context, Str *problem)
{
    if (!path)
        return cli->out;
    Str reason = guard_pack(pack, path);
    if (reason.len) {
        *problem = guard_refusal(cli->arena, path, reason);
        return NULL;
    }
    if (!force && !may_replace(cli, path, is_own, context)) {
        *problem = arena_format(cli->arena, "%s is there already, and not as this command writes it: --force replaces it", path);
        return NULL;
    }
    return output_to_file(cli->arena, path, problem);
}
