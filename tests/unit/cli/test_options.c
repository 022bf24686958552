/* Command lines: what is taken, what is refused, and how that is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "cli/options.h"

typedef struct {
    const char *rules;
    bool quiet, loud;
    Words set, only;
    int severity;
    duly_date on;
    uint64_t jobs;
} Taken;

static const char *const severities[] = { "error", "warning", "never", NULL };

static const Option table[] = {
    { 'r', "rules", "PACK", OPTION_TEXT, offsetof(Taken, rules), NULL, "" },
    { 'q', "quiet", NULL, OPTION_FLAG, offsetof(Taken, quiet), NULL, "" },
    { 'l', "loud", NULL, OPTION_FLAG, offsetof(Taken, loud), NULL, "" },
    { 0, "set", "NAME=VALUE", OPTION_REPEAT, offsetof(Taken, set), NULL, "" },
    { 0, "only", "RULES", OPTION_LIST, offsetof(Taken, only), NULL, "" },
    { 0, "fail-on", "SEVERITY", OPTION_CHOICE, offsetof(Taken, severity), severities, "" },
    { 0, "on", "DAY", OPTION_DATE, offsetof(Taken, on), NULL, "" },
    { 'j', "jobs", "N", OPTION_NUMBER, offsetof(Taken, jobs), NULL, "" },
};

enum { MOST_WORDS = 16 };

/* A command line, cut at blanks, and everything that came of it. */
typedef struct {
    Arena arena;
    Taken taken;
    Words operands;
    Parse parse;
    Parsed parsed;
} Line;

static Line read_line(const char *line)
{
    Line out = { 0 };
    char *words[MOST_WORDS];
    int count = 0;
    for (const char *at = line; *at && count < MOST_WORDS;) {
        size_t len = strcspn(at, " ");
        words[count++] = (char *) arena_str(&out.arena, (Str) { at, len }).at;
        at += len + (at[len] == ' ');
    }
    out.parse = (Parse) { .arena = &out.arena, .options = { table, sizeof table / sizeof *table } };
    out.parse.into = &out.taken;
    out.parse.operands = &out.operands;
    out.parsed = options_parse(&out.parse, count, words);
    return out;
}

static void show_words(Text *out, const char *name, const Words *words)
{
    for (size_t i = 0; i < words->count; i++)
        text_format(out, "%s%s", i ? "|" : name, words->at[i]);
    if (words->count)
        text_add_char(out, ' ');
}

static void show(Text *out, Line *line)
{
    const Taken *taken = &line->taken;
    if (line->parsed == PARSED_HELP)
        text_add(out, STR("help "));
    if (line->parsed == PARSED_WRONG)
        text_format(out, "%.*s~%.*s ", STR_ARG(line->parse.problem), STR_ARG(line->parse.hint));
    if (line->parsed == PARSED) {
        text_format(out, "%s%s%s%s", taken->rules ? "rules=" : "", taken->rules ? taken->rules : "", taken->rules ? " " : "",
                    taken->quiet ? "quiet " : "");
        text_add(out, taken->loud ? STR("loud ") : STR(""));
        show_words(out, "set=", &taken->set);
        show_words(out, "only=", &taken->only);
        if (taken->severity)
            text_format(out, "severity=%d ", taken->severity);
        if (taken->on.year)
            text_format(out, "on=%d.%d.%d ", taken->on.year, taken->on.month, taken->on.day);
        if (taken->jobs)
            text_format(out, "jobs=%llu ", (unsigned long long) taken->jobs);
        show_words(out, "rest=", &line->operands);
    }
    text_add_char(out, '\0');
}

static void expect(const char *words, const char *expected)
{
    Line line = read_line(words);
    Text text = { 0 };
    show(&text, &line);
    assert_string_equal(text.at, expected);
    text_free(&text);
    arena_free(&line.arena);
}

static void test_taken(void **state)
{
    (void) state;
    expect("", "");
    expect("batch", "rest=batch ");
    expect("-r pack batch", "rules=pack rest=batch ");
    expect("batch -r pack more", "rules=pack rest=batch|more ");
    expect("--rules pack", "rules=pack ");
    expect("--rules=pack", "rules=pack ");
    expect("-rpack", "rules=pack ");
    expect("-ql", "quiet loud ");
    expect("-qlrpack", "rules=pack quiet loud ");
    expect("-qr pack", "rules=pack quiet ");
    expect("-q -q", "quiet ");
    expect("-r a -r b", "rules=b ");
    expect("--rules=", "rules= ");
    expect("--rules -", "rules=- ");
    expect("-", "rest=- ");
}

static void test_repeated(void **state)
{
    (void) state;
    expect("--set a=1 --set b=2,3", "set=a=1|b=2,3 ");
    expect("--only a,b --only c", "only=a|b|c ");
    expect("--only ,a,,b,", "only=a|b ");
    expect("--only=", "");
    expect("--set=a=b=c", "set=a=b=c ");
}

static void test_typed(void **state)
{
    (void) state;
    expect("--fail-on never --on 2003-12-20 -j 4", "severity=2 on=2003.12.20 jobs=4 ");
    expect("--fail-on error", "");
    expect("--on 2004-02-29", "on=2004.2.29 ");
    expect("-j4", "jobs=4 ");
    expect("-j 18446744073709551615", "jobs=18446744073709551615 ");
}

static void test_end_of_options(void **state)
{
    (void) state;
    expect("-- -r --rules", "rest=-r|--rules ");
    expect("a -- b -- c", "rest=a|b|--|c ");
    expect("--", "");
    expect("-- -h", "rest=-h ");
}

static void test_help(void **state)
{
    (void) state;
    expect("-h", "help ");
    expect("batch --nonsense --help", "help ");
    expect("-r -h", "help ");
}

static void test_refused(void **state)
{
    (void) state;
    expect("--rulse x", "there is no option --rulse~did you mean --rules? ");
    expect("--rulse=x", "there is no option --rulse~did you mean --rules? ");
    expect("--hlep", "there is no option --hlep~did you mean --help? ");
    expect("--zzzzzz", "there is no option --zzzzzz~ ");
    expect("-x", "there is no option -x~what is no option but begins with - goes behind -- ");
    expect("-qx", "there is no option -x~what is no option but begins with - goes behind -- ");
    expect("-1", "there is no option -1~what is no option but begins with - goes behind -- ");
    expect("--rules", "--rules needs a value: --rules PACK~ ");
    expect("-r", "-r needs a value: -r PACK~ ");
    expect("--rules --quiet", "--rules needs a value: --rules PACK~ ");
    expect("--rules --rules=x", "--rules needs a value: --rules PACK~ ");
    expect("--rules -q", "--rules needs a value: --rules PACK~ ");
    expect("-r -rx", "-r needs a value: -r PACK~ ");
    expect("--rules -- x", "--rules needs a value: --rules PACK~ ");
    expect("--quiet=1", "--quiet takes no value~ ");
    expect("--fail-on fatal", "--fail-on 'fatal': it may be error, warning, never~ ");
    expect("--fail-on=", "--fail-on '': it may be error, warning, never~ ");
    expect("--on 2003-02-29", "--on '2003-02-29' is no day: it is written 2003-06-01~ ");
    expect("--on 20030601", "--on '20030601' is no day: it is written 2003-06-01~ ");
    expect("-j 0", "--jobs '0': a whole number above 0 is needed~ ");
    expect("-j 1x", "--jobs '1x': a whole number above 0 is needed~ ");
    expect("-j 18446744073709551616", "--jobs '18446744073709551616': a whole number above 0 is needed~ ");
    expect("--=x", "there is no option --~ ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),          cmocka_unit_test(test_repeated), cmocka_unit_test(test_typed),
        cmocka_unit_test(test_end_of_options), cmocka_unit_test(test_help),     cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
