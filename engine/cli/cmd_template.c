/* duly template PACK TABLE: an empty roster to fill in. */
#include <stddef.h>

#include "base/words.h"
#include "cli/guard.h"
#include "cli/packs.h"
#include "report/escape.h"
#include "report/template.h"

typedef struct {
    const char *language, *output;
    const Format *format; /* NULL: as usual */
    bool force;
} TemplateOptions;

/* The heading row of one table, as it grows. */
typedef struct {
    Str table, language;
    char separator;
    bool found;
    Text row, names;
} Roster;

static void template_add_cell(Roster *roster, Str heading)
{
    if (roster->row.len > 0)
        text_add_char(&roster->row, roster->separator);
    escape_csv(&roster->row, heading);
}

static void template_take_field(void *context, const duly_field *field)
{
    Roster *roster = context;
    if (template_has(field, roster->table))
        template_add_cell(roster, template_heading(field, roster->language));
}

static void template_take_table(void *context, const duly_table *table)
{
    Roster *roster = context;
    roster->found |= str_equal(table->name, roster->table);
    if (roster->names.len > 0)
        text_add(&roster->names, STR(", "));
    text_add(&roster->names, table->name);
}

/* Spreadsheets take a file without a byte order mark for one in the encoding of the country. */
static void add_whole_row(Text *out, const Roster *roster)
{
    text_add(out, STR("\xEF\xBB\xBF"));
    text_add(out, text_str(&roster->row));
    text_add(out, STR("\r\n"));
}

typedef struct {
    const char *pack; /* its path: headings are in the language in which it is opened */
    Str table;
} Form;

static bool is_row(const duly_pack *pack, Str table, Str language, char separator, Str text)
{
    Roster roster = { .table = table, .language = language, .separator = separator };
    Text whole = { 0 };
    duly_pack_read(pack, &(duly_reader) {
                             .size = sizeof(duly_reader), .context = &roster, .table = template_take_table, .field = template_take_field });
    add_whole_row(&whole, &roster);
    bool is_same = str_equal(text_str(&whole), text);
    text_free(&whole);
    text_free(&roster.row);
    text_free(&roster.names);
    return is_same;
}

/* Headings alone, as the pack has them in some language: nobody has filled it in, or added a column. */
static bool is_empty_roster(const void *context, Str text)
{
    static const char separators[] = { ',', '\t' };
    const Form *form = context;
    bool is_own = false;
    for (size_t k = 0; k < words_language_count() && !is_own; k++) {
        Str language = words_language(k);
        duly_pack *pack = duly_pack_open_to_judge(form->pack, language.at, &(duly_sink) { .size = sizeof(duly_sink) });
        for (size_t i = 0; pack && i < sizeof separators && !is_own; i++)
            is_own = is_row(pack, form->table, language, separators[i], text);
        duly_pack_close(pack);
    }
    return is_own;
}

static void template_write_row(Output *out, const Roster *roster)
{
    Text row = { 0 };
    add_whole_row(&row, roster);
    output_add(out, text_str(&row));
    text_free(&row);
}

/* What --format says, or the end of the file's name. */
static const Format *template_format_of(const TemplateOptions *options)
{
    const Format *by_name = options->output ? format_of_file(SUBJECT_TEMPLATE, str_of(options->output)) : NULL;
    return options->format ? options->format : by_name ? by_name : format_next(SUBJECT_TEMPLATE, NULL);
}

static void write_book(Cli *cli, const Format *format, const duly_pack *pack, Output *out, const Roster *roster)
{
    Arena scratch = { 0 };
    format->form(pack, roster->table,
                 &(ReportOptions) { .arena = cli->arena, .scratch = &scratch, .out = out, .language = roster->language });
    arena_free(&scratch);
}

static bool write_roster(Cli *cli, const duly_pack *pack, const char *path, const TemplateOptions *options, const Roster *roster,
                         Str *problem)
{
    const Format *format = template_format_of(options);
    bool is_binary = format->traits & FORMAT_IS_BINARY;
    if (is_binary && !options->output && output_is_terminal(cli->out)) {
        *problem = STR("a workbook is nothing to be shown at a terminal: write --output FILE");
        return false;
    }
    const Form form = { path, roster->table };
    Output *out = guard_open(cli, pack, options->output, options->force, is_empty_roster, &form, problem);
    if (!out)
        return false;
    if (is_binary)
        write_book(cli, format, pack, out, roster);
    else
        template_write_row(out, roster);
    *problem = output_problem(out);
    return options->output ? output_close(out) : problem->len == 0;
}

static int template_make(Cli *cli, const Command *command, const duly_pack *pack, const TemplateOptions *options, const char *path,
                         Str table)
{
    Roster roster = { .table = table, .language = str_of(options->language), .separator = template_format_of(options)->separator };
    duly_reader reader = { .size = sizeof reader, .context = &roster, .table = template_take_table, .field = template_take_field };
    Str problem = { 0 };
    int status = DULY_CLEAN;
    duly_pack_read(pack, &reader);
    if (!roster.found) {
        Str known = arena_str(cli->arena, text_str(&roster.names));
        status = cli_misused(cli, command, arena_format(cli->arena, "the pack has no table '%.*s'", STR_ARG(table)),
                             arena_format(cli->arena, "its tables: %.*s", STR_ARG(known)));
    } else if (!write_roster(cli, pack, path, options, &roster, &problem)) {
        Problems problems = { .out = cli->err };
        problems_tell(&problems, &(duly_problem) { .severity = DULY_ERROR, .message = { problem.at, problem.len } });
        status = DULY_INCOMPLETE;
    }
    text_free(&roster.row);
    text_free(&roster.names);
    return status;
}

static int template_run(Cli *cli, const Command *command, CliWords words)
{
    TemplateOptions options = { 0 };
    Words operands = { 0 };
    int status = cli_parse(cli, command, words, &options, &operands);
    if (status != GO_ON)
        return status;
    if (operands.count != 2)
        return cli_misused(cli, command, STR("a pack and one of its tables are needed"), (Str) { 0 });
    Str problem, hint = { 0 };
    if (options.output && !format_opens(cli->arena, template_format_of(&options), str_of(options.output), &problem, &hint))
        return cli_misused(cli, command, problem, hint);
    Problems problems = { .out = cli->err, .quiet = true };
    duly_sink sink = { .size = sizeof sink, .context = &problems, .problem = problems_tell };
    duly_pack *pack = duly_pack_open(operands.at[0], options.language, &sink);
    status = pack ? template_make(cli, command, pack, &options, operands.at[0], str_of(operands.at[1])) : DULY_MISUSED;
    duly_pack_close(pack);
    return status;
}

/* clang-format off */
static const Option table[] = {
    { 'f', "format", "FORMAT", OPTION_FORMAT, offsetof(TemplateOptions, format), NULL,
      "; as the name of FILE ends, else the first" },
    { 'o', "output", "FILE", OPTION_TEXT, offsetof(TemplateOptions, output), NULL, "the file to write; standard output where not given" },
    { 0, "force", NULL, OPTION_FLAG, offsetof(TemplateOptions, force), NULL, "replace FILE even if it is no empty roster, or somebody has added to it" },
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(TemplateOptions, language), NULL,
      "the language of the headings, as the pack has them: en, zh" },
};
/* clang-format on */

static const char *const examples[] = { "duly template rules/permits permit -o permits.csv",
                                        "duly template --lang zh rules/permits permit -o permits.xlsx", NULL };

const Command command_template = {
    .name = "template",
    .summary = "an empty roster to fill in",
    .operands = "PACK TABLE",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .subject = SUBJECT_TEMPLATE,
    .notes = "A text has the headings alone, and the mark by which spreadsheets know it for UTF-8; what a column may hold is told by "
             "`duly doc PACK`. A workbook says it itself: columns are as wide as they need be, choices drop down, days and numbers are "
             "looked at, and each heading bears a note.",
    .run = template_run,
};
