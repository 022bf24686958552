/* Packs are compared by the columns that they know. Those that stand on one another share their fields, and a heading does not tell in which
   province, county or school somebody sits. Then the pack is meant that says so (`default: true`); where none does, the one that all
   others stand on, whose rules hold wherever theirs do. Where there is no such pack either, a person must say it. */
#include "cli/choice.h"

#include "base/said.h"
#include "cli/packs.h"
#include "report/printable.h"

typedef struct {
    size_t known, columns;
} Fit;

typedef ARRAY(Str) Files;

/* A pack that was tried. */
typedef struct {
    const char *path;
    Fit fit;
    bool is_default;
    Files files; /* of it, and of those that it extends */
} Candidate;

static void count_columns(void *context, const duly_mapping *mapping)
{
    Fit *fit = context;
    for (size_t i = 0; i < mapping->column_count; i++)
        fit->known += mapping->columns[i].field.len > 0;
    fit->columns += mapping->column_count;
}

static Files files_of(Arena *arena, const duly_pack *pack)
{
    Files files = { 0 };
    duly_text path;
    for (size_t i = 0; duly_pack_file(pack, i, &path); i++)
        arena_push(arena, &files, path_real(arena, arena_str(arena, path).at));
    return files;
}

/* What is wrong with a pack, or with a batch under it, is told when it is the one that is used. */
static Candidate try_pack(Cli *cli, const BatchOptions *options, const char *path)
{
    Candidate candidate = { .path = path };
    duly_sink silent = { .size = sizeof silent };
    duly_pack_info info = { .size = sizeof info };
    duly_check_options run = batch_run(cli, options);
    duly_pack *pack = duly_pack_open_to_judge(path, options->language, &silent);
    if (pack) {
        duly_map(pack, &run, count_columns, &candidate.fit, &silent);
        duly_pack_describe(pack, &info);
        candidate.is_default = info.is_default;
        candidate.files = files_of(cli->arena, pack);
    }
    duly_pack_close(pack);
    return candidate;
}

/* Half of the headings, or so many that they are no chance. */
static bool choice_fits(const Fit *fit)
{
    enum { MANY = 6 };
    return fit->known > 0 && (fit->known * 2 >= fit->columns || fit->known >= MANY);
}

typedef ARRAY(Candidate) Candidates; /* that know as many headings, and none knows more */

static Candidates find_best(Cli *cli, const BatchOptions *options, const PackPaths *packs)
{
    Candidates best = { 0 };
    for (size_t i = 0; i < packs->count; i++) {
        Candidate candidate = try_pack(cli, options, packs->at[i]);
        if (!choice_fits(&candidate.fit) || (best.count && candidate.fit.known < best.at[0].fit.known))
            continue;
        if (best.count && candidate.fit.known > best.at[0].fit.known)
            best.count = 0;
        arena_push(cli->arena, &best, candidate);
    }
    return best;
}

static bool choice_has_file(const Candidate *pack, Str file)
{
    for (size_t i = 0; i < pack->files.count; i++)
        if (str_equal(pack->files.at[i], file))
            return true;
    return false;
}

/* Whether a pack is another one, or extends it: then it is made of its files, too. */
static bool stands_on(const Candidate *pack, const Candidate *other)
{
    for (size_t i = 0; i < other->files.count; i++)
        if (!choice_has_file(pack, other->files.at[i]))
            return false;
    return true;
}

/* Of the packs that say so the one that stands on all others that do. */
static const Candidate *find_default(const Candidates *packs)
{
    for (size_t i = 0; i < packs->count; i++) {
        bool found = packs->at[i].is_default;
        for (size_t other = 0; found && other < packs->count; other++)
            found = !packs->at[other].is_default || stands_on(&packs->at[i], &packs->at[other]);
        if (found)
            return &packs->at[i];
    }
    return NULL;
}

static bool has_default(const Candidates *packs)
{
    for (size_t i = 0; i < packs->count; i++)
        if (packs->at[i].is_default)
            return true;
    return false;
}

/* The pack that all others stand on: what it asks holds wherever theirs does. */
static const Candidate *find_ground(const Candidates *packs)
{
    for (size_t i = 0; i < packs->count; i++) {
        bool found = true;
        for (size_t other = 0; found && other < packs->count; other++)
            found = stands_on(&packs->at[other], &packs->at[i]);
        if (found)
            return &packs->at[i];
    }
    return NULL;
}

/* Standard input is read but once. */
static bool is_read_once(const BatchOptions *options)
{
    bool found = false;
    for (size_t i = 0; i < options->tables.count; i++)
        found |= str_ends_with(str_of(options->tables.at[i]), STR("=-"));
    for (size_t i = 0; i < options->batch.count; i++)
        found |= path_kind(options->batch.at[i]) == PATH_OTHER;
    return found;
}

static const char *choice_refuse(Cli *cli, Mistake *mistake, Str problem, const PackPaths *packs)
{
    mistake->problem = problem;
    if (packs->count)
        mistake->hint = arena_format(cli->arena, "there are %.*s", STR_ARG(packs_listed(cli->arena, packs)));
    return NULL;
}

static PackPaths paths_of(Arena *arena, const Candidates *packs, const Candidate *but)
{
    PackPaths paths = { 0 };
    for (size_t i = 0; i < packs->count; i++)
        if (&packs->at[i] != but)
            arena_push(arena, &paths, packs->at[i].path);
    return paths;
}

static const char *tell_choice(Cli *cli, const Candidates *packs, const Candidate *chosen)
{
    Text line = { .language = output_language(cli->err) };
    PackPaths others = paths_of(cli->arena, packs, chosen);
    text_say(&line, "the pack is ");
    printable_add(&line, str_of(chosen->path));
    text_format(&line, ", by its headings: it knows %zu of %zu", chosen->fit.known, chosen->fit.columns);
    if (others.count == 1)
        text_format(&line, ", and so does %.*s (-r names another)", STR_ARG(packs_listed(cli->arena, &others)));
    else if (others.count)
        text_format(&line, ", and so do %.*s (-r names another)", STR_ARG(packs_listed(cli->arena, &others)));
    text_add(&line, STR("\n"));
    output_add(cli->err, text_str(&line));
    text_free(&line);
    return chosen->path;
}

static const char *refuse_tie(Cli *cli, const BatchOptions *options, const Candidates *packs, Mistake *mistake)
{
    const Fit *fit = &packs->at[0].fit;
    PackPaths paths = paths_of(cli->arena, packs, NULL);
    mistake->problem =
        arena_format(cli->arena, "no pack is named, and %zu know as many headings of the batch (%zu of %zu): name one with -r",
                     packs->count, fit->known, fit->columns);
    mistake->hint = arena_format(cli->arena, "there are %.*s; write for instance: duly check -r %s %s",
                                 STR_ARG(packs_listed(cli->arena, &paths)), paths.at[0], options->batch.count ? options->batch.at[0] : "…");
    return NULL;
}

const char *choice_of_pack(Cli *cli, const BatchOptions *options, Mistake *mistake)
{
    PackPaths packs = packs_find(cli->arena, options->batch.count ? options->batch.at[0] : NULL);
    if (packs.count == 1)
        return packs.at[0];
    if (packs.count == 0 || is_read_once(options))
        return choice_refuse(cli, mistake, packs_none_named(), &packs);
    Candidates best = find_best(cli, options, &packs);
    if (best.count == 0)
        return choice_refuse(
            cli, mistake, STR("no pack is named, and the headings of the batch fit none: name one with -r, or draft one with `duly init`"),
            &packs);
    const Candidate *chosen = has_default(&best) ? find_default(&best) : find_ground(&best);
    return chosen ? tell_choice(cli, &best, chosen) : refuse_tie(cli, options, &best, mistake);
}
