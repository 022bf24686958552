/* Manual pages. */
#include "cli/manual.h"

#include "base/ascii.h"
#include "base/said.h"

/* A line of text: a dash is a plain one, and neither a backslash nor a dot at the start commands anything. */
static void manual_add_text(Text *out, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool starts = i == 0 || s.at[i - 1] == '\n';
        if (starts && (s.at[i] == '.' || s.at[i] == '\''))
            text_add(out, STR("\\&"));
        if (s.at[i] == '-')
            text_add(out, STR("\\-"));
        else if (s.at[i] == '\\')
            text_add(out, STR("\\e"));
        else
            text_add_char(out, s.at[i]);
    }
}

static void manual_add_line(Text *out, const char *before, const char *s)
{
    text_add(out, str_of(said(out->language, before)));
    manual_add_text(out, str_of(said(out->language, s)));
    text_add_char(out, '\n');
}

static void manual_add_title(Text *out, const char *command)
{
    text_add(out, STR(".TH DULY"));
    for (const char *at = command; at && *at; at++) {
        if (at == command)
            text_add(out, STR("\\-"));
        text_add_char(out, ascii_upper(*at));
    }
    text_format(out, " 1 \"\" \"duly %s\" \"duly manual\"\n", duly_version());
}

static void add_examples(Text *out, const char *const *examples)
{
    if (!examples)
        return;
    text_format(out, ".SH EXAMPLES\n");
    for (; *examples; examples++) {
        text_add(out, STR(".PP\n.nf\n"));
        manual_add_line(out, "", *examples);
        text_add(out, STR(".fi\n"));
    }
}

static void manual_add_option(Text *out, const Option *option, Subject subject)
{
    text_add(out, STR(".TP\n"));
    if (option->letter)
        text_format(out, "\\fB\\-%c\\fR, ", option->letter);
    text_add(out, STR("\\fB\\-\\-"));
    manual_add_text(out, str_of(option->name));
    text_add(out, STR("\\fR"));
    if (option->value) {
        text_add(out, STR(" \\fI"));
        manual_add_text(out, str_of(option->value));
        text_add(out, STR("\\fR"));
    }
    text_add_char(out, '\n');
    Text about = { .language = out->language };
    option_add_help(&about, option, subject);
    text_add_char(&about, '\0');
    manual_add_line(out, "", about.at);
    text_free(&about);
}

static void manual_add_options(Text *out, Options options, Subject subject)
{
    static const Option help = { .letter = 'h', .name = "help", .help = "show a short help" };
    text_format(out, ".SH OPTIONS\n");
    for (size_t i = 0; i < options.count; i++)
        manual_add_option(out, &options.at[i], subject);
    manual_add_option(out, &help, subject);
}

static void manual_send(Output *out, Text *text)
{
    output_add(out, text_str(text));
    text_free(text);
}

void manual_command(const Command *command, Output *out)
{
    Text text = { .language = output_language(out) };
    manual_add_title(&text, command->name);
    text_format(&text, ".SH NAME\nduly\\-");
    manual_add_text(&text, str_of(command->name));
    manual_add_line(&text, " \\- ", command->summary);
    text_format(&text, ".SH SYNOPSIS\n\\fBduly %s\\fR [\\fIoptions\\fR]", command->name);
    manual_add_line(&text, *command->operands ? " " : "", command->operands);
    manual_add_options(&text, command->options, command->subject);
    if (command->notes)
        manual_add_line(&text, ".SH NOTES\n", command->notes);
    add_examples(&text, command->examples);
    manual_add_line(&text, ".SH SEE ALSO\n", "duly(1)");
    manual_send(out, &text);
}

void manual_program(const Cli *cli, Output *out)
{
    Text text = { .language = output_language(out) };
    manual_add_title(&text, NULL);
    text_format(&text, ".SH NAME\nduly \\- checks that records followed their procedure\n.SH SYNOPSIS\n\\fBduly\\fR "
                       "\\fICOMMAND\\fR [\\fIoptions\\fR] ...\n.SH DESCRIPTION\n");
    manual_add_line(&text, "",
                    "The rules are YAML files that anyone may edit; the records come from a spreadsheet. What comes out is a list of "
                    "what may not go on, why, and from which day on it may.");
    text_format(&text, ".SH COMMANDS\n");
    for (size_t i = 0; i < cli->command_count; i++) {
        const Command *command = cli->commands[i];
        text_format(&text, ".TP\n\\fB%s\\fR %s\n", command->name, command->operands);
        manual_add_line(&text, "", command->summary);
    }
    text_format(&text, ".SH EXIT STATUS\n");
    manual_add_line(&text, "",
                    "0 nothing was found, 1 something was found, 2 wrong options or a pack in error, 3 incomplete, 130 interrupted.");
    manual_add_line(&text, ".SH SEE ALSO\n", "duly-check(1), duly-lint(1), duly-test(1), duly-doc(1)");
    manual_send(out, &text);
}
