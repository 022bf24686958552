/* Packs are compared by the columns that they know. Those that stand on one another share their fields: then nobody can tell which
   rules are meant, and a person must say so. */
#include "cli/choice.h"

#include "cli/packs.h"
#include "report/printable.h"

typedef struct {
    size_t known, columns;
} Fit;

static void count_columns(void *context, const duly_mapping *mapping)
{
    Fit *fit = context;
    for (size_t i = 0; i < mapping->column_count; i++)
        fit->known += mapping->columns[i].field.len > 0;
    fit->columns += mapping->column_count;
}

/* What is wrong with a pack, or with a batch under it, is told when it is the one that is used. */
static Fit try_pack(Cli *cli, const BatchOptions *options, const char *path)
{
    Fit fit = { 0 };
    duly_sink silent = { 0 };
    duly_check_options run = batch_run(cli, options);
    duly_pack *pack = duly_pack_open_to_judge(path, options->language, &silent);
    if (pack)
        duly_map(pack, &run, count_columns, &fit, &silent);
    duly_pack_close(pack);
    return fit;
}

typedef struct {
    Fit fit;
    PackPaths packs; /* that are as good */
} Best;

static Best find_best(Cli *cli, const BatchOptions *options, const PackPaths *packs)
{
    Best best = { 0 };
    for (size_t i = 0; i < packs->count; i++) {
        Fit fit = try_pack(cli, options, packs->at[i]);
        if (fit.known == 0 || fit.known * 2 < fit.columns || fit.known < best.fit.known)
            continue;
        if (fit.known > best.fit.known)
            best = (Best) { .fit = fit };
        arena_push(cli->arena, &best.packs, packs->at[i]);
    }
    return best;
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

static const char *refuse(Cli *cli, Mistake *mistake, Str problem, const PackPaths *packs)
{
    mistake->problem = problem;
    if (packs->count)
        mistake->hint = arena_format(cli->arena, "there are %.*s", STR_ARG(packs_listed(cli->arena, packs)));
    return NULL;
}

static void tell_choice(Cli *cli, const Best *best)
{
    Text line = { 0 };
    text_add(&line, STR("the pack is "));
    printable_add(&line, str_of(best->packs.at[0]));
    text_format(&line, ", by its headings: it knows %zu of %zu\n", best->fit.known, best->fit.columns);
    output_add(cli->err, text_str(&line));
    text_free(&line);
}

const char *choice_of_pack(Cli *cli, const BatchOptions *options, Mistake *mistake)
{
    PackPaths packs = packs_find(cli->arena, options->batch.count ? options->batch.at[0] : NULL);
    if (packs.count == 1)
        return packs.at[0];
    if (packs.count == 0 || is_read_once(options))
        return refuse(cli, mistake, packs_none_named(), &packs);
    Best best = find_best(cli, options, &packs);
    if (best.packs.count == 0)
        return refuse(cli, mistake,
                      STR("no pack is named, and the headings of the batch fit none: name one with -r, or draft one with `duly init`"),
                      &packs);
    if (best.packs.count > 1)
        return refuse(cli, mistake,
                      arena_format(cli->arena,
                                   "no pack is named, and %zu know as many headings of the batch (%zu of %zu): name one with -r",
                                   best.packs.count, best.fit.known, best.fit.columns),
                      &best.packs);
    tell_choice(cli, &best);
    return best.packs.at[0];
}
