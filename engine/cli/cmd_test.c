/* duly test PACK...: the examples that rules bring with them, which of their clauses those have seen (--coverage), and whether they
   notice when a rule is changed (--mutate). Everything is counted while it is told (Tally); what the totals and the exit status say is
   made of that at the end, of all packs together. */
#include <stddef.h>

#include "base/said.h"
#include "base/words.h"
#include "cli/guard.h"
#include "cli/language.h"
#include "cli/packs.h"
#include "report/printable.h"
#include "report/machine/proof.h"
#include "report/report.h"

typedef struct {
    Words only;
    bool coverage, mutate, verbose;
    const char *format; /* NULL: text alone */
    uint64_t jobs;      /* 0: one a processor */
    uint64_t threshold; /* per cent; 0: all */
    int colour;
    const char *language;
} TestOptions;

typedef struct {
    Cli *cli;
    const TestOptions *options;
    Problems *problems; /* of packs */
    bool colour;        /* of what is found */
    uint64_t passed, failed;
    uint64_t clauses, covered;
    uint64_t mutants, noticed; /* those that are explained count as neither */
    uint64_t explained, idle, untried;
    Proof proof;
    const Format *format;
    Output *report;          /* NULL: nobody asks for one */
    const char *report_path; /* NULL: standard output */
    bool silent;             /* the report goes to standard output */
} Tally;

static void tell_example(void *context, const duly_example *example)
{
    Tally *tally = context;
    tally->passed += example->passed;
    tally->failed += !example->passed;
    if (tally->report)
        proof_example(&tally->proof, example);
    if (example->passed || tally->silent)
        return;
    Text line = { .language = output_language(tally->cli->out) };
    printable_add(&line, example->path);
    text_format(&line, ":%u: ", (unsigned) example->line);
    printable_add(&line, example->id);
    text_format(&line, ": expected %s, came out as %s\n", outcome_words[example->expected], outcome_words[example->actual]);
    if (example->detail.len) {
        text_add(&line, STR("    "));
        printable_add(&line, example->detail);
        text_add_char(&line, '\n');
    }
    output_add(tally->cli->out, text_str(&line));
    text_free(&line);
}

static void test_tell_problem(void *context, const duly_problem *problem)
{
    Tally *tally = context;
    problems_tell(tally->problems, problem);
}

/* Every clause, with what the examples made of it. */
static void list_clause(const Tally *tally, const duly_clause_seen *clause)
{
    Text line = { .language = output_language(tally->cli->out) };
    printable_add(&line, clause->problem->path);
    text_format(&line, ":%u:%u: ", (unsigned) clause->problem->line, (unsigned) clause->problem->column);
    printable_add(&line, clause->id);
    text_format(&line, " %.*s: %llu true, %llu false, %llu undecided: ", STR_ARG(clause->place), (unsigned long long) clause->seen_true,
                (unsigned long long) clause->seen_false, (unsigned long long) clause->seen_undecided);
    printable_add(&line, clause->text);
    text_add_char(&line, '\n');
    output_add(tally->cli->out, text_str(&line));
    text_free(&line);
}

static void tell_clause(void *context, const duly_clause_seen *clause)
{
    Tally *tally = context;
    tally->clauses++;
    tally->covered += clause->problem->message.len == 0;
    if (tally->report)
        proof_clause(&tally->proof, clause);
    if (tally->silent)
        return;
    if (tally->options->verbose)
        list_clause(tally, clause);
    else if (clause->problem->message.len)
        cli_tell_problem(tally->cli->out, clause->problem, tally->colour);
}

static void list_mutant(const Tally *tally, const duly_mutant *mutant)
{
    static const char *const words[] = {
        [DULY_NOTICED] = "noticed",
        [DULY_SURVIVED] = "not noticed",
        [DULY_EXPLAINED] = "explained",
        [DULY_NOT_TRIED] = "not tried",
        [DULY_EXPLAINS_NOTHING] = "explained for nothing",
    };
    Text line = { .language = output_language(tally->cli->out) };
    printable_add(&line, mutant->problem->path);
    text_format(&line, ":%u:%u: ", (unsigned) mutant->problem->line, (unsigned) mutant->problem->column);
    printable_add(&line, mutant->id);
    text_format(&line, ": %s: ", said(line.language, words[mutant->fate]));
    printable_add(&line, mutant->change);
    text_add_char(&line, '\n');
    output_add(tally->cli->out, text_str(&line));
    text_free(&line);
}

static void tell_mutant(void *context, const duly_mutant *mutant)
{
    Tally *tally = context;
    tally->mutants += mutant->fate == DULY_NOTICED || mutant->fate == DULY_SURVIVED || mutant->fate == DULY_NOT_TRIED;
    tally->noticed += mutant->fate == DULY_NOTICED;
    tally->explained += mutant->fate == DULY_EXPLAINED;
    tally->idle += mutant->fate == DULY_EXPLAINS_NOTHING;
    tally->untried += mutant->fate == DULY_NOT_TRIED;
    if (tally->report)
        proof_mutant(&tally->proof, mutant);
    if (tally->silent)
        return;
    if (tally->options->verbose)
        list_mutant(tally, mutant);
    else if (mutant->fate == DULY_SURVIVED || mutant->fate == DULY_EXPLAINS_NOTHING)
        cli_tell_problem(tally->cli->out, mutant->problem, tally->colour);
}

static int test(Tally *tally, const char *path)
{
    const TestOptions *options = tally->options;
    duly_sink sink = { .size = sizeof sink, .context = tally->problems, .problem = problems_tell };
    const char *language = options->format ? options->language : language_shown(tally->cli->out, options->language);
    duly_pack *pack = duly_pack_open(path, language, &sink);
    if (!pack)
        return DULY_MISUSED;
    Str reason = tally->report_path ? guard_pack(pack, tally->report_path) : (Str) { 0 };
    if (reason.len)
        output_refuse(tally->report, reason);
    duly_test_sink examples = { .size = sizeof examples,
                                .context = tally,
                                .problem = test_tell_problem,
                                .example = tell_example,
                                .clause = options->coverage ? tell_clause : NULL,
                                .mutant = options->mutate ? tell_mutant : NULL };
    duly_test_options wanted = {
        .size = sizeof wanted, .only = options->only.at, .only_count = options->only.count, .jobs = cli_jobs(options->jobs)
    };
    int status = (int) duly_test(pack, &wanted, &examples);
    duly_pack_close(pack);
    return status;
}

/* Rounded down: what is called 100 % is all. */
static void tell_share(const Tally *tally, uint64_t part, uint64_t whole, const char *what)
{
    uint64_t tenths = whole ? part * 1000 / whole : 1000;
    output_format(tally->cli->out, "%llu of %llu %s (%llu.%llu %%)\n", (unsigned long long) part, (unsigned long long) whole,
                  said(output_language(tally->cli->out), what), (unsigned long long) (tenths / 10), (unsigned long long) (tenths % 10));
}

static void test_tell_totals(const Tally *tally)
{
    output_format(tally->cli->out, "%llu passed, %llu failed\n", (unsigned long long) tally->passed, (unsigned long long) tally->failed);
    if (tally->options->coverage)
        tell_share(tally, tally->covered, tally->clauses, "clauses were seen both true and false");
    if (tally->options->mutate)
        tell_share(tally, tally->noticed, tally->mutants, "changes were noticed");
    if (tally->untried)
        output_format(tally->cli->out, "%llu were not tried: examples fail without them, or they are too many\n",
                      (unsigned long long) tally->untried);
    if (tally->explained)
        output_format(tally->cli->out, "%llu more make no difference, as the rules explain\n", (unsigned long long) tally->explained);
}

static bool is_enough(const TestOptions *options, uint64_t part, uint64_t whole)
{
    uint64_t wanted = options->threshold ? options->threshold : 100;
    return part * 100 >= whole * wanted;
}

/* Of several packs: one that could not be tested is worse than one whose examples fail. */
static int worse(int a, int b)
{
    static const int ranks[] = { [DULY_CLEAN] = 0, [DULY_FOUND] = 2, [DULY_MISUSED] = 3, [DULY_INCOMPLETE] = 1 };
    return ranks[a] > ranks[b] ? a : b;
}

/* "junit" goes to standard output in place of the text, "junit=FILE" to a file beside it. False with a sentence. */
static bool cmd_test_read_format(Tally *tally, Str asked, Str *problem)
{
    size_t equals = str_find(asked, STR("="), 0);
    Str name = str_slice(asked, 0, equals == SIZE_MAX ? asked.len : equals);
    bool has_file = equals != SIZE_MAX && equals + 1 < asked.len;
    Text names = text_in(tally->cli->arena);
    tally->format = format_find(SUBJECT_PROOF, name);
    tally->report_path = has_file ? asked.at + equals + 1 : NULL;
    if (tally->format && has_file == (equals != SIZE_MAX))
        return true;
    for (const Format *format = format_next(SUBJECT_PROOF, NULL); format; format = format_next(SUBJECT_PROOF, format))
        text_format(&names, "%s%s, or %s=FILE", names.len ? ", " : "", format->name, format->name);
    *problem = arena_format(tally->cli->arena, "--format '%.*s': it may be %.*s", STR_ARG(asked), STR_ARG(text_str(&names)));
    return false;
}

static bool test_open_report(Tally *tally, Str *problem)
{
    Cli *cli = tally->cli;
    if (!tally->options->format)
        return true;
    if (!cmd_test_read_format(tally, str_of(tally->options->format), problem))
        return false;
    tally->report = tally->report_path ? output_to_file(cli->arena, tally->report_path, problem) : cli->out;
    tally->silent = !tally->report_path;
    return tally->report != NULL;
}

/* Puts the report in place; false if it could not be written, which is told. */
static bool cmd_test_close_report(Tally *tally)
{
    if (!tally->report)
        return true;
    tally->format->prove(&tally->proof, tally->report);
    proof_free(&tally->proof);
    if (tally->silent)
        return true;
    Str problem = output_problem(tally->report);
    if (output_close(tally->report))
        return true;
    duly_problem told = { .severity = DULY_ERROR, .message = { problem.at, problem.len } };
    problems_tell(tally->problems, &told);
    return false;
}

static int test_all(Tally *tally, const Words *packs)
{
    const TestOptions *options = tally->options;
    int worst = DULY_CLEAN;
    for (size_t i = 0; i < packs->count; i++)
        worst = worse(worst, test(tally, packs->at[i]));
    if (!is_enough(options, tally->covered, tally->clauses) || !is_enough(options, tally->noticed, tally->mutants) || tally->idle)
        worst = worse(worst, DULY_FOUND);
    if ((worst != DULY_MISUSED || tally->passed + tally->failed) && !tally->silent)
        test_tell_totals(tally);
    return worst == DULY_INCOMPLETE ? DULY_FOUND : worst;
}

static int test_run(Cli *cli, const Command *command, CliWords words)
{
    TestOptions options = { 0 };
    Words packs = { 0 };
    Str problem = { 0 };
    int status = cli_parse(cli, command, words, &options, &packs);
    if (status != GO_ON)
        return status;
    if (packs.count == 0)
        return cli_misused(cli, command, STR("no pack is named"), (Str) { 0 });
    Problems problems = { .out = cli->err, .quiet = true, .colour = terminal_has_colour(cli->err, (ColourMode) options.colour) };
    Tally tally = {
        .cli = cli, .options = &options, .problems = &problems, .colour = terminal_has_colour(cli->out, (ColourMode) options.colour)
    };
    tally.proof.language = words_language_known(str_of(options.language));
    if (!test_open_report(&tally, &problem))
        return cli_misused(cli, command, problem, (Str) { 0 });
    status = test_all(&tally, &packs);
    return cmd_test_close_report(&tally) ? status : DULY_INCOMPLETE;
}

/* clang-format off */
static const Option table[] = {
    { 0, "only", "RULES", OPTION_LIST, offsetof(TestOptions, only), NULL, "these rules, separated by commas; repeatable" },
    { 'c', "coverage", NULL, OPTION_FLAG, offsetof(TestOptions, coverage), NULL,
      "list the clauses of conditions that no example sees both true and false" },
    { 'm', "mutate", NULL, OPTION_FLAG, offsetof(TestOptions, mutate), NULL,
      "change the rules in every small way, and list the changes that no example notices" },
    { 0, "threshold", "PERCENT", OPTION_NUMBER, offsetof(TestOptions, threshold), NULL,
      "how much of that is enough: 100 as usual" },
    { 'v', "verbose", NULL, OPTION_FLAG, offsetof(TestOptions, verbose), NULL, "every clause, and how often it was seen; every change" },
    { 'f', "format", "F[=FILE]", OPTION_FORMAT_FILE, offsetof(TestOptions, format), NULL, ", to a file beside the text or in its place" },
    { 'j', "jobs", "N", OPTION_NUMBER, offsetof(TestOptions, jobs), NULL, "threads; one a processor where not given" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(TestOptions, language), NULL, "of what is said: en or zh" },
    { 0, "color", "WHEN", OPTION_CHOICE, offsetof(TestOptions, colour), terminal_colour_modes,
      "auto, always or never" },
};
/* clang-format on */

static const char *const examples[] = { "duly test rules/permits", "duly test --only fee-paid rules/permits", NULL };

const Command command_test = {
    .name = "test",
    .summary = "whether the rules' own examples come out as they say",
    .operands = "PACK...",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_PROOF,
    .notes = "Exit status: 0 all examples passed, and saw as much as was asked for, 1 some failed, there are none, or they saw too little, "
             "2 a pack is in error.",
    .run = test_run,
};
