/* getopt_long knows neither what was meant nor what is allowed, so this is a parser of our own: it tells of the nearest name, reads
   choices, dates and formats by the row of the option, and takes an option for no value of the one before it. Help and completion read the
   same rows. */
#include "cli/options.h"

#include "base/calendar.h"
#include "base/diag.h"
#include "base/said.h"

static Parsed wrong(Parse *parse, Str problem)
{
    parse->problem = problem;
    return PARSED_WRONG;
}

/* How an option was written: "-r", "--rules". */
static Str written(Parse *parse, const Option *option, bool is_short)
{
    return is_short ? arena_format(parse->arena, "-%c", option->letter) : arena_format(parse->arena, "--%s", option->name);
}

/* ---- looking options up */

static const Option *find_long(Options options, Str name)
{
    for (size_t i = 0; i < options.count; i++)
        if (str_is(name, options.at[i].name))
            return &options.at[i];
    return NULL;
}

static const Option *find_short(Options options, char letter)
{
    for (size_t i = 0; i < options.count; i++)
        if (options.at[i].letter == letter)
            return &options.at[i];
    return NULL;
}

static Parsed unknown_long(Parse *parse, Str name)
{
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < parse->options.count; i++)
        nearest_try(&nearest, str_of(parse->options.at[i].name));
    nearest_try(&nearest, STR("help"));
    Str found = nearest_found(&nearest);
    if (found.len)
        parse->hint = arena_format(parse->arena, "did you mean --%.*s?", STR_ARG(found));
    return wrong(parse, arena_format(parse->arena, "there is no option --%.*s", STR_ARG(name)));
}

static Parsed unknown_short(Parse *parse, Str letter)
{
    parse->hint = STR("what is no option but begins with - goes behind --");
    return wrong(parse, arena_format(parse->arena, "there is no option -%.*s", STR_ARG(letter)));
}

/* ---- values */

static void add_word(Parse *parse, Words *words, Str word)
{
    const char *copy = arena_str(parse->arena, word).at;
    arena_push(parse->arena, words, copy);
}

static void options_add_list(Parse *parse, Words *words, Str value)
{
    while (value.len) {
        size_t comma = str_find(value, STR(","), 0);
        size_t end = comma == SIZE_MAX ? value.len : comma;
        Str word = str_trim(str_slice(value, 0, end));
        if (word.len)
            add_word(parse, words, word);
        value = str_slice(value, comma == SIZE_MAX ? end : end + 1, value.len);
    }
}

static Str all_choices(Parse *parse, const Option *option)
{
    Text text = { 0 };
    for (const char *const *choice = option->choices; *choice; choice++)
        text_format(&text, "%s%s", choice == option->choices ? "" : ", ", *choice);
    Str all = arena_str(parse->arena, text_str(&text));
    text_free(&text);
    return all;
}

static Parsed take_format(Parse *parse, const Option *option, Str value, const Format **field)
{
    Text all = text_in(parse->arena);
    formats_add_names(&all, parse->subject, ", ");
    *field = format_find(parse->subject, value);
    return *field ? PARSED
                  : wrong(parse,
                          arena_format(parse->arena, "--%s '%.*s': it may be %.*s", option->name, STR_ARG(value), STR_ARG(text_str(&all))));
}

static Parsed take_choice(Parse *parse, const Option *option, Str value, int *field)
{
    for (int i = 0; option->choices[i]; i++) {
        if (str_is(value, option->choices[i])) {
            *field = i;
            return PARSED;
        }
    }
    return wrong(parse, arena_format(parse->arena, "--%s '%.*s': it may be %.*s", option->name, STR_ARG(value),
                                     STR_ARG(all_choices(parse, option))));
}

static Parsed options_take_date(Parse *parse, const Option *option, Str value, duly_date *field)
{
    Date date;
    if (!date_parse_iso(value, &date))
        return wrong(parse, arena_format(parse->arena, "--%s '%.*s' is no day: it is written 2003-06-01", option->name, STR_ARG(value)));
    *field = (duly_date) { date_year(date), date_month(date), date_day(date) };
    return PARSED;
}

static Parsed options_take_number(Parse *parse, const Option *option, Str value, uint64_t *field)
{
    if (str_to_uint(value, field) && *field > 0)
        return PARSED;
    return wrong(parse, arena_format(parse->arena, "--%s '%.*s': a whole number above 0 is needed", option->name, STR_ARG(value)));
}

static Parsed options_take(Parse *parse, const Option *option, Str value)
{
    char *field = (char *) parse->into + option->field;
    switch (option->kind) {
    case OPTION_FLAG: *(bool *) field = true; break;
    case OPTION_COUNT: ++*(int *) field; break;
    case OPTION_TEXT:
    case OPTION_FORMAT_FILE: *(const char **) field = arena_str(parse->arena, value).at; break;
    case OPTION_REPEAT:
    case OPTION_FORMATS: add_word(parse, (Words *) field, value); break;
    case OPTION_LIST: options_add_list(parse, (Words *) field, value); break;
    case OPTION_CHOICE: return take_choice(parse, option, value, (int *) field);
    case OPTION_FORMAT: return take_format(parse, option, value, (const Format **) field);
    case OPTION_DATE: return options_take_date(parse, option, value, (duly_date *) field);
    case OPTION_NUMBER: return options_take_number(parse, option, value, (uint64_t *) field);
    }
    return PARSED;
}

/* ---- words */

/* The words that are still to be read. */
typedef struct {
    char **at, **end;
} Rest;

static bool is_option_word(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

/* Whether a word is an option of the command, with a value attached or without; or the end of them. */
static bool is_known_option(const Parse *parse, const char *word)
{
    if (!is_option_word(word))
        return false;
    Str name = str_of(word + 2);
    size_t equals = str_find(name, STR("="), 0);
    if (word[1] == '-')
        return name.len == 0 || find_long(parse->options, str_slice(name, 0, equals == SIZE_MAX ? name.len : equals));
    return find_short(parse->options, word[1]) != NULL;
}

/* The value of an option that has none attached: the next word. */
static Parsed options_take_next(Parse *parse, const Option *option, bool is_short, Rest *rest)
{
    Str name = written(parse, option, is_short);
    /* `--gate --on 2003-12-20` is a value left out, not a gate of that name. */
    bool found = rest->at < rest->end && !is_known_option(parse, *rest->at);
    if (!found)
        return wrong(parse, arena_format(parse->arena, "%.*s needs a value: %.*s %s", STR_ARG(name), STR_ARG(name), option->value));
    return options_take(parse, option, str_of(*rest->at++));
}

static bool takes_nothing(const Option *option)
{
    return option->kind == OPTION_FLAG || option->kind == OPTION_COUNT;
}

static Parsed parse_long(Parse *parse, Str word, Rest *rest)
{
    size_t equals = str_find(word, STR("="), 0);
    Str name = str_slice(word, 0, equals == SIZE_MAX ? word.len : equals);
    const Option *option = find_long(parse->options, name);
    if (!option)
        return unknown_long(parse, name);
    if (equals == SIZE_MAX)
        return takes_nothing(option) ? options_take(parse, option, (Str) { 0 }) : options_take_next(parse, option, false, rest);
    if (takes_nothing(option))
        return wrong(parse, arena_format(parse->arena, "--%s takes no value", option->name));
    return options_take(parse, option, str_slice(word, equals + 1, word.len));
}

/* "-q", several in a row, or one with its value attached: "-rrules/x". */
static Parsed parse_short(Parse *parse, Str letters, Rest *rest)
{
    for (size_t i = 0; i < letters.len; i++) {
        const Option *option = find_short(parse->options, letters.at[i]);
        if (!option)
            return unknown_short(parse, i == 0 ? letters : str_slice(letters, i, i + 1));
        Parsed parsed;
        if (takes_nothing(option))
            parsed = options_take(parse, option, (Str) { 0 });
        else if (i + 1 < letters.len)
            return options_take(parse, option, str_slice(letters, i + 1, letters.len));
        else
            parsed = options_take_next(parse, option, true, rest);
        if (parsed != PARSED)
            return parsed;
    }
    return PARSED;
}

static bool wants_help(int count, char **words)
{
    for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++)
        if (strcmp(words[i], "-h") == 0 || strcmp(words[i], "--help") == 0)
            return true;
    return false;
}

Parsed options_parse(Parse *parse, int count, char **words)
{
    if (wants_help(count, words))
        return PARSED_HELP;
    Rest rest = { words, words + count };
    bool literal = false; /* behind -- */
    while (rest.at < rest.end) {
        const char *word = *rest.at++;
        Parsed parsed = PARSED;
        if (literal || !is_option_word(word))
            arena_push(parse->arena, parse->operands, word);
        else if (strcmp(word, "--") == 0)
            literal = true;
        else if (word[1] == '-')
            parsed = parse_long(parse, str_of(word + 2), &rest);
        else
            parsed = parse_short(parse, str_of(word + 1), &rest);
        if (parsed != PARSED)
            return parsed;
    }
    return PARSED;
}

/* ---- help */

bool option_is_format(const Option *option)
{
    return option->kind == OPTION_FORMAT || option->kind == OPTION_FORMATS || option->kind == OPTION_FORMAT_FILE;
}

void option_add_help(Text *out, const Option *option, Subject subject)
{
    if (option_is_format(option))
        formats_add_names(out, subject, " or ");
    text_say(out, option->help);
}
