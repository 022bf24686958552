/* duly schema [KIND]: the JSON Schema of the files that people write, for their editors, and of the report that programs read. */
#include <stddef.h>

#include "cli/cli.h"
#include "report/machine/json_parts.h"

typedef struct {
    bool report;
    const char *language;
} SchemaOptions;

static const struct {
    const char *name;
    duly_schema_kind kind;
} kinds[] = { { "pack", DULY_SCHEMA_PACK }, { "calendar", DULY_SCHEMA_CALENDAR }, { "waivers", DULY_SCHEMA_WAIVERS } };

enum { KINDS = sizeof kinds / sizeof *kinds };

static void tell_schema(Cli *cli, duly_schema_kind kind, const char *language)
{
    duly_value schema = { .size = sizeof schema };
    duly_schema_in(kind, language, &schema);
    output_add(cli->out, (Str) { schema.value.at, schema.value.len });
    output_add(cli->out, STR("\n"));
    duly_value_free(&schema);
}

static int schema_run(Cli *cli, const Command *command, CliWords words)
{
    SchemaOptions options = { 0 };
    Words asked = { 0 };
    int status = cli_parse(cli, command, words, &options, &asked);
    if (status != GO_ON)
        return status;
    if (options.report && asked.count)
        return cli_misused(cli, command, STR("--report is a schema by itself"), (Str) { 0 });
    if (options.report) {
        report_schema(cli->out);
        return DULY_CLEAN;
    }
    if (asked.count > 1)
        return cli_misused(cli, command, STR("one kind of file at a time"), (Str) { 0 });
    Str name = asked.count ? str_of(asked.at[0]) : STR("pack");
    for (size_t i = 0; i < KINDS; i++) {
        if (str_is(name, kinds[i].name)) {
            tell_schema(cli, kinds[i].kind, options.language);
            return DULY_CLEAN;
        }
    }
    return cli_misused(cli, command, arena_format(cli->arena, "there is no kind of file '%.*s'", STR_ARG(name)),
                       STR("pack, calendar or waivers"));
}

/* clang-format off */
static const Option table[] = {
    { 0, "lang", "LANGUAGE", OPTION_TEXT, offsetof(SchemaOptions, language), NULL, "of what is said: en or zh" },
    { 0, "report", NULL, OPTION_FLAG, offsetof(SchemaOptions, report), NULL, "of the JSON report of `duly check`, for programs that read it" },
};
/* clang-format on */

static const char *const examples[] = { "duly schema > duly-pack.schema.json", "duly schema --report", NULL };

const Command command_schema = {
    .name = "schema",
    .summary = "the JSON Schema of pack files, for editors",
    .operands = "[pack|calendar|waivers]",
    .examples = examples,
    .options = { table, sizeof table / sizeof *table },
    .run = schema_run,
    .notes = "Editors that use yaml-language-server complete and check a file against it when its first line is\n"
             "# yaml-language-server: $schema=duly-pack.schema.json",
};
