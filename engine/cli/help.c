/* Examples stand first: most people look for a line to copy. */
#include "cli/help.h"

#include "base/said.h"
#include "cli/terminal.h"
#include "report/text/page.h"

enum { DEFAULT_WIDTH = 80, MOST_WIDTH = 100, LEAST_WIDTH = 40, INDENT = 2, MOST_LEFT = 26 };

static Page page_for(const Output *out)
{
    size_t width = terminal_width(out);
    if (width == 0)
        width = DEFAULT_WIDTH;
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width;
    return (Page) { .width = width < MOST_WIDTH ? width : MOST_WIDTH };
}

/* Something on the left and what it means on the right, in columns. */
static void help_row(const Page *page, Output *out, Str left, size_t columns, Str right)
{
    Text line = { 0 };
    size_t hanging = INDENT + columns + 2;
    text_add(&line, left);
    if (left.len > columns) {
        page_paragraph(page, out, INDENT, hanging, text_str(&line));
        text_clear(&line);
        text_add(&line, right);
        page_paragraph(page, out, hanging, hanging, text_str(&line));
    } else {
        page_pad(&line, 0, columns + 2);
        text_add(&line, right);
        page_paragraph(page, out, INDENT, hanging, text_str(&line));
    }
    text_free(&line);
}

static void help_add_option(Text *out, const Option *option)
{
    if (option->letter)
        text_format(out, "-%c, ", option->letter);
    else
        text_add(out, STR("    "));
    text_format(out, "--%s%s%s", option->name, option->value ? " " : "", option->value ? option->value : "");
}

static size_t widest_option(Options options)
{
    size_t widest = 0;
    Text text = { 0 };
    for (size_t i = 0; i < options.count; i++) {
        text_clear(&text);
        help_add_option(&text, &options.at[i]);
        if (text.len > widest && text.len <= MOST_LEFT)
            widest = text.len;
    }
    text_free(&text);
    return widest;
}

static void show_options(const Page *page, Output *out, Options options, Subject subject)
{
    static const Option help = { .letter = 'h', .name = "help", .help = "show this" };
    size_t columns = widest_option(options);
    Text left = { 0 }, right = { .language = output_language(out) };
    output_format(out, "\noptions:\n");
    for (size_t i = 0; i <= options.count; i++) {
        const Option *option = i < options.count ? &options.at[i] : &help;
        text_clear(&left);
        help_add_option(&left, option);
        text_clear(&right);
        option_add_help(&right, option, subject);
        help_row(page, out, text_str(&left), columns > 10 ? columns : 10, text_str(&right));
    }
    text_free(&left);
    text_free(&right);
}

static void show_examples(Output *out, const char *const *examples)
{
    for (; examples && *examples; examples++)
        output_format(out, "  %s\n", *examples);
}

void help_command(const Command *command, Output *out)
{
    Page page = page_for(out);
    output_format(out, "duly %s: %s\n\n", command->name, said(output_language(out), command->summary));
    show_examples(out, command->examples);
    output_format(out, "\nusage: duly %s [options]%s%s\n", command->name, *command->operands ? " " : "", command->operands);
    show_options(&page, out, command->options, command->subject);
    if (!command->notes)
        return;
    output_add(out, STR("\n"));
    page_paragraph(&page, out, 0, 0, str_of(said(output_language(out), command->notes)));
}

void help_program(const Cli *cli, Output *out)
{
    static const char *const examples[] = { "duly check -r rules/permits batch/", "duly lint rules/permits", NULL };
    Page page = page_for(out);
    output_format(out, "duly: checks that records followed their procedure\n\n");
    show_examples(out, examples);
    output_format(out, "\nusage: duly COMMAND [options] ...\n\ncommands:\n");
    for (size_t i = 0; i < cli->command_count; i++)
        help_row(&page, out, str_of(cli->commands[i]->name), 10, str_of(said(output_language(out), cli->commands[i]->summary)));
    output_format(out, "\n`duly help COMMAND` tells more, `duly --version` the version.\n");
}

/* ---- the version */

#if defined(__clang__)
#define COMPILER "clang"
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "an unknown compiler"
#endif

#if defined(__clang__)
#define COMPILER_VERSION " " __clang_version__
#else
#define COMPILER_VERSION ""
#endif

void help_version(Output *out)
{
    static const union {
        uint16_t number;
        uint8_t first;
    } order = { 1 };
    output_format(out, "duly %s\n", duly_version());
    output_format(out, "built with %s%s, %zu bits, %s-endian\n", COMPILER, COMPILER_VERSION, 8 * sizeof(void *),
                  order.first ? "little" : "big");
}
