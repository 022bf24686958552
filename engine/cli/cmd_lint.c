/* duly lint PACK...: every mistake in a pack, in one go. */
#include <stddef.h>

#include "cli/packs.h"
#include "report/printable.h"

typedef struct {
    int fail_on; /* 0: error, 1: warning */
    int colour;
} LintOptions;

static void add_facts(Text *out, const duly_pack *pack)
{
    duly_pack_info info;
    duly_pack_describe(pack, &info);
    text_format(out, "%zu %s, %zu %s, %zu %s, ", info.rule_count, info.rule_count == 1 ? "rule" : "rules", info.table_count,
                info.table_count == 1 ? "table" : "tables", info.step_count, info.step_count == 1 ? "step" : "steps");
}

static void tell_summary(Cli *cli, const char *path, const duly_pack *pack, const Problems *problems)
{
    Text line = { 0 };
    printable_add(&line, packs_shown(path));
    text_add(&line, STR(": "));
    if (pack)
        add_facts(&line, pack);
    size_t from = line.len;
    problems_add_counts(&line, problems);
    if (line.len == from)
        text_add(&line, STR("nothing wrong"));
    text_add_char(&line, '\n');
    output_add(cli->out, text_str(&line));
    text_free(&line);
}

static int lint(Cli *cli, const char *path, const LintOptions *options)
{
    Problems problems = { .out = cli->out, .colour = terminal_has_colour(cli->out, (ColourMode) options->colour) };
    duly_sink sink = { .context = &problems, .problem = problems_tell };
    duly_pack *pack = duly_pack_open(path, NULL, &sink);
    tell_summary(cli, path, pack, &problems);
    int status = !pack ? DULY_MISUSED : options->fail_on == 1 && problems.counts[DULY_WARNING] ? DULY_FOUND : DULY_CLEAN;
    duly_pack_close(pack);
    return status;
}

static int run(Cli *cli, const Command *command, CliWords words)
{
    LintOptions options = { 0 };
    Words packs = { 0 };
    int worst = DULY_CLEAN;
    int status = cli_parse(cli, command, words, &options, &packs);
    if (status != GO_ON)
        return status;
    if (packs.count == 0)
        return cli_misused(cli, command, STR("no pack is named"), (Str) { 0 });
    for (size_t i = 0; i < packs.count; i++) {
        status = lint(cli, packs.at[i], &options);
        worst = status > worst ? status : worst;
    }
    return worst;
}

static const char *const severities[] = { "error", "warning", NULL };

/* clang-format off */
static const Option table[] = {
    { 0, "fail-on", "SEVERITY", OPTION_CHOICE, offsetof(LintOptions, fail_on), severities,
      "exit with 1 for a warning too: error (as usual) or warning" },
    { 0, "color", "WHEN", OPTION_CHOICE, offsetof(LintOptions, colour), terminal_colour_modes,
      "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly lint rules/permits", "duly lint --fail-on warning rules/*", NULL };

const Command command_lint = {
    .name = "lint", .summary = "every mistake in a pack, in one go", .operands = "PACK...", .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .notes = "Exit status: 0 nothing wrong, or warnings only; 1 warnings, with --fail-on warning; 2 errors.", .run = run,
};
