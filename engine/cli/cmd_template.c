/* duly template PACK TABLE: an empty roster to fill in. */
#include <stddef.h>

#include "cli/guard.h"
#include "cli/packs.h"
#include "report/escape.h"
#include "report/report.h"

typedef struct {
    const char *language, *output;
    const Format *format; /* NULL: as usual */
    bool force;
} TemplateOptions;

/* The heading row of one table, as it grows. */
typedef struct {
    Str table;
    char separator;
    bool chinese, found;
    Text row, names;
} Roster;

/* The first of its other headings is what people call it: the field's own name where it has none, or for readers of English. */
static Str heading_of(const Roster *roster, const duly_field *field)
{
    return roster->chinese && field->headings.count > 0 ? field->headings.at[0] : field->name;
}

static void add_cell(Roster *roster, Str heading)
{
    if (roster->row.len > 0)
        text_add_char(&roster->row, roster->separator);
    escape_csv(&roster->row, heading);
}

static void take_field(void *context, const duly_field *field)
{
    Roster *roster = context;
    bool has_cell = !str_is(field->type, "many") && field->shares.len == 0; /* else one column would stand there twice */
    if (has_cell && str_equal(field->table, roster->table))
        add_cell(roster, heading_of(roster, field));
}

static void take_table(void *context, const duly_table *table)
{
    Roster *roster = context;
    roster->found |= str_equal(table->name, roster->table);
    if (roster->names.len > 0)
        text_add(&roster->names, STR(", "));
    text_add(&roster->names, table->name);
}

/* Nobody has filled it in. */
static bool is_empty_roster(Str text)
{
    return str_find(text, STR("\n"), 0) == text.len - 1;
}

/* Spreadsheets take a file without a byte order mark for one in the encoding of the country. */
static bool write_row(Cli *cli, const duly_pack *pack, const TemplateOptions *options, Str row, Str *problem)
{
    Output *out = guard_open(cli, pack, options->output, options->force, is_empty_roster, problem);
    if (!out)
        return false;
    output_add(out, STR("\xEF\xBB\xBF"));
    output_add(out, row);
    output_add(out, STR("\r\n"));
    if (!options->output)
        return true;
    *problem = output_problem(out);
    return output_close(out);
}

static int make(Cli *cli, const Command *command, const duly_pack *pack, const TemplateOptions *options, Str table)
{
    Roster roster = { .table = table,
                      .separator = (options->format ? options->format : format_next(SUBJECT_TEMPLATE, NULL))->separator,
                      .chinese = options->language && str_starts_with(str_of(options->language), STR("zh")) };
    duly_reader reader = { .context = &roster, .table = take_table, .field = take_field };
    Str problem = { 0 };
    int status = DULY_CLEAN;
    duly_pack_read(pack, &reader);
    if (!roster.found) {
        Str known = arena_str(cli->arena, text_str(&roster.names));
        status = cli_misused(cli, command, arena_format(cli->arena, "the pack has no table '%.*s'", STR_ARG(table)),
                             arena_format(cli->arena, "its tables: %.*s", STR_ARG(known)));
    } else if (!write_row(cli, pack, options, text_str(&roster.row), &problem)) {
        Problems problems = { .out = cli->err };
        problems_tell(&problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        status = DULY_INCOMPLETE;
    }
    text_free(&roster.row);
    text_free(&roster.names);
    return status;
}

static int run(Cli *cli, const Command *command, CliWords words)
{
    TemplateOptions options = { 0 };
    Words operands = { 0 };
    int status = cli_parse(cli, command, words, &options, &operands);
    if (status != GO_ON)
        return status;
    if (operands.count != 2)
        return cli_misused(cli, command, STR("a pack and one of its tables are needed"), (Str) { 0 });
    Problems problems = { .out = cli->err, .quiet = true };
    duly_sink sink = { .context = &problems, .problem = problems_tell };
    duly_pack *pack = duly_pack_open(operands.at[0], options.language, &sink);
    status = pack ? make(cli, command, pack, &options, str_of(operands.at[1])) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* clang-format off */
static const Option table[] = {
    { 'f', "format", "FORMAT", OPTION_FORMAT, offsetof(TemplateOptions, format), NULL, "; the first as usual" },
    { 'o', "output", "FILE", OPTION_TEXT, offsetof(TemplateOptions, output), NULL, "the file to write; standard output where not given" },
    { 0, "force", NULL, OPTION_FLAG, offsetof(TemplateOptions, force), NULL, "replace FILE even if it is no empty roster" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(TemplateOptions, language), NULL,
      "zh: with the headings that the pack gives, else with the names of the fields" },
};
/* clang-format on */

static const char *const examples[] = { "duly template rules/permits permit -o permits.csv", "duly template --lang zh rules/permits permit",
                                        NULL };

const Command command_template = {
    .name = "template",
    .summary = "an empty roster to fill in",
    .operands = "PACK TABLE",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_TEMPLATE,
    .notes = "The file has the headings alone, and the mark by which spreadsheets know it for UTF-8. What a column may hold is told by "
             "`duly doc PACK`.",
    .run = run,
};
