/* duly test PACK...: the examples that rules bring with them. */
#include <stddef.h>

#include "cli/packs.h"
#include "report/printable.h"
#include "report/report.h"

typedef struct {
    Words only;
    int colour;
} TestOptions;

typedef struct {
    Cli *cli;
    Problems *problems;
    uint64_t passed, failed;
} Tally;

static const char *outcome_word(duly_outcome outcome)
{
    static const char *const words[] = {
        [DULY_PASS] = "pass", [DULY_VIOLATION] = "violation", [DULY_UNDECIDED] = "undecided",
        [DULY_NOT_APPLICABLE] = "not-applicable", [DULY_WAIVED] = "waived",
    };
    return words[outcome];
}

static void tell_example(void *context, const duly_example *example)
{
    Tally *tally = context;
    if (example->passed) {
        tally->passed++;
        return;
    }
    Text line = { 0 };
    tally->failed++;
    printable_add(&line, slice(example->path));
    text_format(&line, ":%u: ", (unsigned) example->line);
    printable_add(&line, slice(example->id));
    text_format(&line, ": expected %s, came out as %s\n", outcome_word(example->expected), outcome_word(example->actual));
    if (example->detail.len) {
        text_add(&line, STR("    "));
        printable_add(&line, slice(example->detail));
        text_add_char(&line, '\n');
    }
    output_add(tally->cli->out, text_str(&line));
    text_free(&line);
}

static void tell_problem(void *context, const duly_problem *problem)
{
    Tally *tally = context;
    problems_tell(tally->problems, problem);
}

static int test(Tally *tally, const char *path, const TestOptions *options)
{
    duly_sink sink = { .context = tally->problems, .problem = problems_tell };
    duly_pack *pack = duly_pack_open(path, NULL, &sink);
    if (!pack)
        return DULY_MISUSED;
    duly_test_sink examples = { tally, tell_problem, tell_example };
    int status = (int) duly_test(pack, options->only.at, options->only.count, &examples);
    duly_pack_close(pack);
    return status;
}

static void tell_totals(const Tally *tally)
{
    output_format(tally->cli->out, "%llu passed, %llu failed\n", (unsigned long long) tally->passed,
                  (unsigned long long) tally->failed);
}

/* Of several packs: one that could not be tested is worse than one whose examples fail. */
static int worse(int a, int b)
{
    static const int ranks[] = { [DULY_CLEAN] = 0, [DULY_FOUND] = 2, [DULY_MISUSED] = 3, [DULY_INCOMPLETE] = 1 };
    return ranks[a] > ranks[b] ? a : b;
}

static int run(Cli *cli, const Command *command, CliWords words)
{
    TestOptions options = { 0 };
    Words packs = { 0 };
    int worst = DULY_CLEAN;
    int status = cli_parse(cli, command, words, &options, &packs);
    if (status != GO_ON)
        return status;
    if (packs.count == 0)
        return cli_misused(cli, command, STR("no pack is named"), (Str) { 0 });
    Problems problems = { .out = cli->err, .quiet = true, .colour = terminal_has_colour(cli->err, (ColourMode) options.colour) };
    Tally tally = { .cli = cli, .problems = &problems };
    for (size_t i = 0; i < packs.count; i++)
        worst = worse(worst, test(&tally, packs.at[i], &options));
    if (worst != DULY_MISUSED || tally.passed + tally.failed)
        tell_totals(&tally);
    return worst == DULY_INCOMPLETE ? DULY_FOUND : worst;
}

/* clang-format off */
static const Option table[] = {
    { 0, "only", "RULES", OPTION_LIST, offsetof(TestOptions, only), NULL, "these rules, separated by commas; repeatable" },
    { 0, "color", "WHEN", OPTION_CHOICE, offsetof(TestOptions, colour), terminal_colour_modes,
      "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly test rules/permits", "duly test --only fee-paid rules/permits", NULL };

const Command command_test = {
    .name = "test", .summary = "whether the rules' own examples come out as they say", .operands = "PACK...",
    .examples = examples, .options = { table, sizeof table / sizeof *table },
    .notes = "Exit status: 0 all examples passed, 1 some failed or there are none, 2 a pack is in error.", .run = run,
};
