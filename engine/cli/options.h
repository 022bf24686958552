/* Command lines: tables of options, and one parser for all of them. */
#ifndef DULY_CLI_OPTIONS_H
#define DULY_CLI_OPTIONS_H

#include "api/duly.h"
#include "base/array.h"
#include "base/text.h"
#include "report/report.h"

typedef struct {
    const char **at;
    size_t count, capacity;
} Words;

/* How the value of an option is read, and the type of the field that takes it. */
typedef enum {
    OPTION_FLAG,   /* bool: no value */
    OPTION_COUNT,  /* int: no value, how often it was given */
    OPTION_TEXT,   /* const char * */
    OPTION_REPEAT, /* Words: a value each time it is given */
    OPTION_LIST,   /* Words: the same, and commas separate values */
    OPTION_CHOICE, /* int: the index among the choices */
    /* Of the formats of what the command writes; `help` follows their names. */
    OPTION_FORMAT,      /* const Format *: NULL where it was not given */
    OPTION_FORMATS,     /* Words: "json", "json=FILE", each time it is given */
    OPTION_FORMAT_FILE, /* const char *: likewise, once */
    OPTION_DATE,        /* duly_date */
    OPTION_NUMBER,      /* uint64_t */
} OptionKind;

typedef struct {
    char letter;       /* 0: none */
    const char *name;  /* without the dashes */
    const char *value; /* what it takes, as the help calls it; NULL: nothing */
    OptionKind kind;
    size_t field;               /* offsetof in the struct of the command */
    const char *const *choices; /* of OPTION_CHOICE, and of a text what is offered; NULL behind the last */
    const char *help;
} Option;

bool option_is_format(const Option *option);
/* What the help says of an option: of a format first which there are, from their table. */
void option_add_help(Text *out, const Option *option, Subject subject);

typedef struct {
    const Option *at;
    size_t count;
} Options;

typedef enum { PARSED, PARSED_HELP, PARSED_WRONG } Parsed;

/* Reads the words of a command line. Values go to the fields of `into`, all else to `operands`; what grows lives in the arena.
   -h or --help anywhere before -- : PARSED_HELP and nothing else is looked at. A mistake: PARSED_WRONG with a sentence. */
typedef struct {
    Arena *arena;
    Options options;
    Subject subject; /* of its formats */
    void *into;
    Words *operands;
    Str problem, hint; /* hint empty: none */
} Parse;
Parsed options_parse(Parse *parse, int count, char **words);

#endif
