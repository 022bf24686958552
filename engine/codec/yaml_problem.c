/* What libyaml says about broken YAML, in words for people who write rules.

   What libyaml stumbles over is rarely what is wrong: a quote that is not closed is found at the end of the file, a colon in a text a
   line later. So the sentence goes by what it says and by what it was reading (context), and by what stands around the place; where a
   sign of another keyboard stands there or on the line before, that is the likeliest cause. */
#include "base/ascii.h"
#include "codec/yaml_parts.h"

typedef struct {
    const char *said; /* how libyaml's problem begins */
    const char *sentence;
    const char *hint; /* NULL: none */
    bool at_context;  /* where the thing began is the better place */
} Wording;

#define QUOTE_IT "put quotes around the text, or write it after >- on the next line"

static const Wording wordings[] = {
    { "mapping values are not allowed", "a colon followed by a blank stands within a text", QUOTE_IT, false },
    { "could not find expected ':'", "this line is no key: no colon follows it",
      "a text over several lines is indented deeper than its key", true },
    { "found unexpected end of stream", "the quote is never closed", NULL, true },
    { "found unexpected document indicator", "the quote is never closed before the line of dashes or dots", NULL, true },
    { "found unknown escape character", "no such escape after the backslash",
      "in double quotes a backslash begins an escape; in single quotes it stands for itself", false },
    { "did not find expected hexdecimal number", "an escape \\x, \\u or \\U wants 2, 4 or 8 hexadecimal digits", NULL, false },
    { "found invalid Unicode character", "the escape is no character", NULL, false },
    { "did not find expected key", "a key should stand here", "keys of one mapping stand in one column", false },
    { "did not find expected '-'", "an item beginning with - should stand here", "items of one list stand in one column", false },
    { "did not find expected ',' or ']'", "a comma or ] is missing", NULL, false },
    { "did not find expected ',' or '}'", "a comma or } is missing", NULL, false },
    { "did not find expected node content", "a value is missing here", NULL, false },
    { "did not find expected <document start>", "something stands behind the end of the value",
      "keys at the top of a file begin in the first column", false },
    { "block sequence entries are not allowed", "no list can begin here", "a list begins on the line below its key", false },
    { "mapping keys are not allowed", "no key can stand here", NULL, false },
    { "did not find expected alphabetic", "a text cannot begin with & or *", QUOTE_IT, true },
    { "found undefined tag handle", "a text cannot begin with !", QUOTE_IT, false },
    { "found a tab character", "a tab cannot indent", "use blanks", false },
    { "found an indentation indicator equal to 0", "the indentation after | or > is 1 to 9", NULL, false },
    { "did not find expected comment or line break", "nothing else may stand on this line", NULL, false },
};

/* Things that libyaml was reading when it stumbled. */
static const struct {
    const char *said, *name;
} contexts[] = {
    { "block mapping", "the mapping" }, { "flow mapping", "the mapping in braces" }, { "flow sequence", "the list in brackets" },
    { "block collection", "the list" }, { "quoted scalar", "the quoted text" },      { "block scalar", "the text" },
    { "plain scalar", "the text" },
};

static const char *context_name(Str context)
{
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
        if (str_ends_with(context, str_of(contexts[i].said)))
            return contexts[i].name;
    return NULL;
}

static Wording wording_for(Str problem, Str context)
{
    if (str_ends_with(context, STR("directive")))
        return (Wording) { "", "a line cannot begin with %", QUOTE_IT, true };
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (str_starts_with(problem, str_of(wordings[i].said)))
            return wordings[i];
    if (str_ends_with(context, STR("tag")))
        return (Wording) { "", "a text cannot begin with !", QUOTE_IT, true };
    return (Wording) { NULL, "this is no YAML", NULL, false };
}

/* The last character before `at` on its line that is no blank; 0: none. */
static char character_before(Str text, uint32_t at)
{
    while (at > 0 && ascii_is_gap(text.at[at - 1]))
        at--;
    return at > 0 ? text.at[at - 1] : 0;
}

static bool yaml_problem_is_one_of(char c, const char *set)
{
    return c != 0 && strchr(set, c) != NULL;
}

/* A better wording where the text around the place shows what was meant. */
static Wording look_closer(Wording wording, Str context, Str text, uint32_t at)
{
    char here = at < text.len ? text.at[at] : 0, before = character_before(text, at);
    bool in_flow = str_ends_with(context, STR("flow mapping")) || str_ends_with(context, STR("flow sequence")) ||
                   str_ends_with(context, STR("flow node"));
    if (here == '\t' && !wording.said)
        return (Wording) { NULL, "a tab cannot indent", "use blanks", false };
    if (yaml_problem_is_one_of(here, "%@`") && !wording.said)
        return (Wording) { NULL, "a text cannot begin with %, @ or `", QUOTE_IT, false };
    if (wording.said && strcmp(wording.sentence, "a key should stand here") == 0 && yaml_problem_is_one_of(before, "'\"]}")) {
        wording.sentence = "something stands behind the end of the value";
        wording.hint = yaml_problem_is_one_of(before, "'\"")
                           ? "put other quotes around the whole text, or write it after >- on the next line"
                           : QUOTE_IT;
    }
    if (in_flow && !wording.hint)
        wording.hint = "a text that begins with { or [ is read as a mapping or a list: "
                       "put quotes around the text, or write it after >- on the next line";
    return wording;
}

/* A byte of the line before, where there is one: many a mistake shows only on the line below. */
static uint32_t line_before(Str text, uint32_t at)
{
    uint32_t start = at < text.len ? at : (uint32_t) text.len;
    while (start > 0 && text.at[start - 1] != '\n')
        start--;
    return start > 0 ? start - 1 : 0;
}

static Span span_at(Str text, uint32_t at)
{
    uint32_t end = at;
    if (end < text.len && text.at[end] != '\n' && text.at[end] != '\r')
        end++;
    while (end > at && end < text.len && ((unsigned char) text.at[end] & 0xC0) == 0x80)
        end++;
    return (Span) { at, end };
}

static void explain_character(const yaml_parser_t *parser, const Source *source, uint32_t base, Diags *diags)
{
    size_t offset = parser->problem_offset + base;
    Span span = span_at(source->text, (uint32_t) (offset < source->text.len ? offset : source->text.len));
    unsigned code = (unsigned) parser->problem_value;
    diag_add(diags, E_YAML, source, span, "the character U+%04X is not allowed in YAML", code);
    if (code <= 0xFFFF)
        diag_hint(diags, "in double quotes it can be written \\u%04X", code);
}

/* A sign of another keyboard is the cause more often than what libyaml stumbles over behind it. */
static bool hint_at_sign(const Source *source, uint32_t at, Diags *diags)
{
    YamlSign sign;
    if (!yaml_find_sign(source->text, (Span) { at, at + 1 }, &sign) &&
        !yaml_find_sign(source->text, (Span) { line_before(source->text, at), at }, &sign))
        return false;
    diag_hint(diags, "%s stands on line %u where YAML has a sign of its own: %s", sign.name, (unsigned) source_place(source, sign.at).line,
              sign.instead);
    return true;
}

void yaml_explain(const yaml_parser_t *parser, Characters *characters, const Source *source, Diags *diags)
{
    if (parser->error == YAML_READER_ERROR) {
        explain_character(parser, source, characters->base, diags);
        return;
    }
    if (parser->error == YAML_MEMORY_ERROR) {
        diag_add(diags, E_YAML_LIMIT, source, (Span) { 0, 0 }, "there is not enough memory to read it");
        return;
    }
    Str context = str_of(parser->context), text = source->text;
    uint32_t at = character_offset(characters, parser->problem_mark.index);
    uint32_t began = character_offset(characters, parser->context_mark.index);
    Wording wording = look_closer(wording_for(str_of(parser->problem), context), context, text, at);
    const char *thing = context_name(context);
    uint32_t line = source_place(source, began).line;
    if (wording.at_context && parser->context)
        diag_add(diags, E_YAML, source, span_at(text, began), "%s", wording.sentence);
    else if (thing && line != source_place(source, at).line)
        diag_add(diags, E_YAML, source, span_at(text, at), "%s, in %s that began on line %u", wording.sentence, thing, line);
    else
        diag_add(diags, E_YAML, source, span_at(text, at), "%s", wording.sentence);
    if (!hint_at_sign(source, at, diags) && wording.hint)
        diag_hint(diags, "%s", wording.hint);
}
