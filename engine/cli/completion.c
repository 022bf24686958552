/* Completing command lines, from the tables of commands and options: nothing is told to the shells that the program does not know, and
   no shell has a list of its own that grows old. Each shell gets a few lines that ask `duly completion --words` with the words so far,
   and are answered a candidate a line, with what it is behind a tab; ":files" says that the shell should offer files, which it does
   better. Packs are opened to offer their rules, steps and parameters; one in error offers nothing, and says nothing either. */
#include "cli/completion.h"
#include "base/map.h"

#include "cli/packs.h"
#include "report/printable.h"
#include "report/report.h"

typedef struct {
    Cli *cli;
    const Command *command;
    const char *pack;     /* what was named so far; NULL: the usual one */
    const char *language; /* of titles */
    Str prefix;           /* stands before the candidate in the word: "a," of "a,b", "--format=" */
    Str typed;            /* the rest of the word */
    duly_pack *opened;
} Completing;

static void offer(Completing *c, Str word, Str about)
{
    Text line = { 0 };
    if (!str_starts_with(word, c->typed))
        return;
    printable_add(&line, c->prefix);
    printable_add(&line, word);
    text_add_char(&line, '\t');
    printable_add(&line, about);
    text_add_char(&line, '\n');
    output_add(c->cli->out, text_str(&line));
    text_free(&line);
}

static void offer_files(Completing *c)
{
    output_add(c->cli->out, STR(":files\n"));
}

/* ---- what a pack holds */

static const duly_pack *completion_pack_of(Completing *c)
{
    const char *path = c->pack ? c->pack : packs_only(c->cli->arena);
    if (!c->opened && path)
        c->opened = duly_pack_open_to_judge(path, c->language, NULL);
    return c->opened;
}

static void offer_rules(Completing *c)
{
    const duly_pack *pack = completion_pack_of(c);
    duly_rule rule = { .size = sizeof rule };
    Map ids = { 0 }; /* versions of a rule have one id */
    for (size_t i = 0; pack && duly_pack_rule(pack, i, &rule); i++)
        if (map_add(&ids, rule.id, (uint32_t) i) == i)
            offer(c, rule.id, rule.title);
    map_free(&ids);
}

static void offer_steps(Completing *c)
{
    const duly_pack *pack = completion_pack_of(c);
    duly_step step = { .size = sizeof step };
    for (size_t i = 0; pack && duly_pack_step(pack, i, &step); i++)
        offer(c, step.id, step.title);
}

static void offer_assignment(Completing *c, duly_text name, duly_text about)
{
    offer(c, arena_format(c->cli->arena, "%.*s=", (int) name.len, name.at), about);
}

static void offer_parameter(void *context, const duly_parameter *parameter)
{
    offer_assignment(context, parameter->name, parameter->title.len ? parameter->title : parameter->unit);
}

static void offer_table(void *context, const duly_table *table)
{
    offer_assignment(context, table->name, table->title);
}

static void offer_parameters(Completing *c)
{
    duly_reader reader = { .size = sizeof reader, .context = c, .parameter = offer_parameter };
    if (completion_pack_of(c))
        duly_pack_read(c->opened, &reader);
}

static void offer_tables(Completing *c)
{
    duly_reader reader = { .size = sizeof reader, .context = c, .table = offer_table };
    if (completion_pack_of(c))
        duly_pack_read(c->opened, &reader);
}

static void offer_formats(Completing *c, Subject subject)
{
    for (const Format *format = format_next(subject, NULL); format; format = format_next(subject, format))
        offer(c, str_of(format->name), str_of(format->description));
}

static void offer_languages(Completing *c)
{
    offer(c, STR("en"), STR("English"));
    offer(c, STR("zh"), STR("Chinese"));
}

/* What a value can be, by what the help calls it; a file where it is not here. */
static const struct {
    const char *value;
    void (*offer)(Completing *c);
} values[] = {
    { "RULES", offer_rules },      { "STEP", offer_steps },         { "NAME=VALUE", offer_parameters },
    { "NAME=FILE", offer_tables }, { "LANGUAGE", offer_languages },
};

static void offer_value(Completing *c, const Option *option)
{
    for (size_t i = 0; option->choices && option->choices[i]; i++)
        offer(c, str_of(option->choices[i]), (Str) { 0 });
    if (option_is_format(option)) {
        offer_formats(c, c->command->subject);
        return;
    }
    if (option->kind == OPTION_CHOICE || option->kind == OPTION_DATE || option->kind == OPTION_NUMBER)
        return;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (strcmp(option->value, values[i].value) == 0) {
            values[i].offer(c);
            return;
        }
    }
    offer_files(c);
}

/* ---- options and operands */

static const Option *find_option(const Command *command, Str word)
{
    for (size_t i = 0; i < command->options.count; i++) {
        const Option *option = &command->options.at[i];
        bool is_long = str_starts_with(word, STR("--")) && str_is(str_slice(word, 2, word.len), option->name);
        if (is_long || (word.len == 2 && word.at[0] == '-' && option->letter && word.at[1] == option->letter))
            return option;
    }
    return NULL;
}

static void offer_options(Completing *c)
{
    for (size_t i = 0; i < c->command->options.count; i++) {
        const Option *option = &c->command->options.at[i];
        Text about = text_in(c->cli->arena);
        option_add_help(&about, option, c->command->subject);
        offer(c, arena_format(c->cli->arena, "--%s", option->name), text_str(&about));
    }
    offer(c, STR("--help"), STR("show this"));
}

static void offer_commands(Completing *c)
{
    for (size_t i = 0; i < c->cli->command_count; i++)
        offer(c, str_of(c->cli->commands[i]->name), str_of(c->cli->commands[i]->summary));
}

/* "[pack|calendar|waivers]" are words to choose from; all else is a file. */
static void offer_operand(Completing *c)
{
    Str operands = str_of(c->command->operands);
    if (str_is(operands, "[COMMAND]")) {
        offer_commands(c);
        return;
    }
    if (str_find(operands, STR("|"), 0) == SIZE_MAX) {
        offer_files(c);
        return;
    }
    for (size_t at = 0, end; at < operands.len; at = end + 1) {
        for (end = at; end < operands.len && !strchr("[|]", operands.at[end]); end++)
            continue;
        if (end > at)
            offer(c, str_slice(operands, at, end), (Str) { 0 });
    }
}

/* ---- the whole */

static Str completion_word_at(const Words *words, size_t index)
{
    return str_of(words->at[index]);
}

/* What was given to an option before: the word behind it, or what stands behind its '='. NULL: nothing. */
static const char *given(const Words *words, size_t at, Str option)
{
    Str word = completion_word_at(words, at);
    if (str_equal(word, option))
        return at + 2 < words->count ? words->at[at + 1] : NULL;
    return str_starts_with(word, option) && word.at[option.len] == '=' ? words->at[at] + option.len + 1 : NULL;
}

/* The pack is what -r says; for commands about packs, the first word that is no option. */
static void find_pack(Completing *c, const Words *words)
{
    bool about_packs = str_starts_with(str_of(c->command->operands), STR("PACK"));
    for (size_t i = 1; i + 1 < words->count; i++) {
        Str word = completion_word_at(words, i);
        const char *rules = given(words, i, STR("--rules")), *language = given(words, i, STR("--lang"));
        if (!rules)
            rules = given(words, i, STR("-r"));
        if (rules)
            c->pack = rules;
        else if (language)
            c->language = language;
        else if (about_packs && !c->pack && !str_starts_with(word, STR("-")))
            c->pack = words->at[i];
    }
}

/* Splits "--format=js", and "a,b" of a list: only the end is completed. */
static const Option *option_being_given(Completing *c, const Words *words)
{
    Str last = c->typed;
    size_t equal = str_find(last, STR("="), 0);
    const Option *option = NULL;
    if (str_starts_with(last, STR("--")) && equal != SIZE_MAX) {
        option = find_option(c->command, str_slice(last, 0, equal));
        c->prefix = str_slice(last, 0, equal + 1);
        c->typed = str_slice(last, equal + 1, last.len);
    } else if (words->count > 2) {
        option = find_option(c->command, completion_word_at(words, words->count - 2));
    }
    if (!option || !option->value)
        return NULL;
    size_t comma = c->typed.len;
    while (option->kind == OPTION_LIST && comma > 0 && c->typed.at[comma - 1] != ',')
        comma--;
    if (option->kind == OPTION_LIST) {
        c->prefix = arena_format(c->cli->arena, "%.*s%.*s", STR_ARG(c->prefix), (int) comma, c->typed.at);
        c->typed = str_slice(c->typed, comma, c->typed.len);
    }
    return option;
}

static void answer(Completing *c, const Words *words)
{
    c->typed = completion_word_at(words, words->count - 1);
    if (words->count == 1) {
        offer_commands(c);
        return;
    }
    c->command = cli_find(c->cli, completion_word_at(words, 0));
    if (!c->command)
        return;
    find_pack(c, words);
    const Option *option = option_being_given(c, words);
    if (option)
        offer_value(c, option);
    else if (str_starts_with(c->typed, STR("-")))
        offer_options(c);
    else
        offer_operand(c);
}

/* Bash breaks words at = : "--format" "=" "js". */
static Words without_equals(Cli *cli, const Words *words)
{
    Words kept = { 0 };
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->at[i], "=") != 0)
            arena_push(cli->arena, &kept, words->at[i]);
        else if (i + 1 == words->count)
            arena_push(cli->arena, &kept, "");
    return kept;
}

void completion_answer(Cli *cli, const Words *words)
{
    Completing c = { .cli = cli };
    Words kept = without_equals(cli, words);
    if (kept.count > 0)
        answer(&c, &kept);
    duly_pack_close(c.opened);
}

/* ---- scripts */

static const char bash[] = "# Completion of duly for bash: source <(duly completion bash), or put it into /etc/bash_completion.d/duly.\n"
                           "_duly() {\n"
                           "    local word about cur=${COMP_WORDS[COMP_CWORD]}\n"
                           "    COMPREPLY=()\n"
                           "    while IFS=$'\\t' read -r word about; do\n"
                           "        case $word in\n"
                           "        :files)\n"
                           "            compopt -o filenames 2>/dev/null\n"
                           "            while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen -f -- \"${cur#=}\")\n"
                           "            ;;\n"
                           "        *=) compopt -o nospace 2>/dev/null; COMPREPLY+=(\"$word\") ;;\n"
                           "        *) COMPREPLY+=(\"$word\") ;;\n"
                           "        esac\n"
                           "    done < <(\"${COMP_WORDS[0]}\" completion --words -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
                           "}\n"
                           "complete -F _duly duly\n";

static const char zsh[] = "#compdef duly\n"
                          "# Completion of duly for zsh: put it as _duly into a folder of $fpath.\n"
                          "_duly() {\n"
                          "    local word about files=\n"
                          "    local -a found\n"
                          "    while IFS=$'\\t' read -r word about; do\n"
                          "        if [[ $word == :files ]]; then files=yes; else found+=(\"${word//:/\\\\:}:$about\"); fi\n"
                          "    done < <($words[1] completion --words -- \"${(@)words[2,CURRENT]}\" 2>/dev/null)\n"
                          "    (( $#found )) && _describe -V duly found\n"
                          "    [[ -n $files ]] && _files\n"
                          "}\n"
                          "if [[ $funcstack[1] == _duly ]]; then _duly \"$@\"; else compdef _duly duly; fi\n";

static const char fish[] = "# Completion of duly for fish: put it as duly.fish into ~/.config/fish/completions.\n"
                           "function __duly_words\n"
                           "    set -l typed (commandline -ct)\n"
                           "    set -l before (commandline -opc)\n"
                           "    for line in ($before[1] completion --words -- $before[2..-1] \"$typed\" 2>/dev/null)\n"
                           "        if test \"$line\" = :files\n"
                           "            __fish_complete_path \"$typed\"\n"
                           "        else\n"
                           "            echo $line\n"
                           "        end\n"
                           "    end\n"
                           "end\n"
                           "complete -c duly -f -a '(__duly_words)'\n";

const char *completion_script(Str shell)
{
    return str_is(shell, "bash") ? bash : str_is(shell, "zsh") ? zsh : str_is(shell, "fish") ? fish : NULL;
}
