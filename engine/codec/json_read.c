/* Reading is jansson's; what is added are bounds, exact places and sentences for people.

   Where a value ends is found without parsing it (find_extent), so that a file is read a record at a time, however long it is, and so
   that what is nested too deeply is refused before jansson recurses into it. What that walk takes for a value need not be one: it looks
   at quotes and brackets alone, and jansson says what is wrong.

   The sentences go by how those of jansson begin, which no interface promises. One that is not in the table is still told, as "this is
   no JSON". */
#include "codec/json.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "codec/signs.h"

/* ---- the extent of a value */

static size_t json_read_skip_blanks(Str text)
{
    size_t at = 0;
    while (at < text.len && ascii_is_blank(text.at[at]))
        at++;
    return at;
}

/* Behind the string that begins at `at`, or SIZE_MAX. */
static size_t skip_string(Str text, size_t at)
{
    for (at++; at < text.len; at++) {
        if (text.at[at] == '"')
            return at + 1;
        at += text.at[at] == '\\';
    }
    return SIZE_MAX;
}

static size_t skip_word(Str text, size_t at)
{
    while (at < text.len && !ascii_is_blank(text.at[at]) && !strchr(",:]}[{\"", text.at[at]))
        at++;
    return at < text.len ? at : SIZE_MAX;
}

typedef struct {
    size_t end;      /* SIZE_MAX: not in the text */
    size_t too_deep; /* of the bracket that goes beyond JSON_MAX_DEPTH; SIZE_MAX: none */
} Extent;

static Extent find_extent(Str text)
{
    Extent extent = { SIZE_MAX, SIZE_MAX };
    size_t depth = 0;
    for (size_t at = json_read_skip_blanks(text); at < text.len;) {
        char c = text.at[at];
        if (c == '"' || (depth == 0 && !strchr("[{]}", c))) {
            at = c == '"' ? skip_string(text, at) : skip_word(text, at);
            if (depth == 0 || at == SIZE_MAX) {
                extent.end = at;
                return extent;
            }
            continue;
        }
        at++;
        if (c == '[' || c == '{')
            depth++;
        if (depth > JSON_MAX_DEPTH && extent.too_deep == SIZE_MAX)
            extent.too_deep = at - 1;
        if ((c == ']' || c == '}') && (depth == 0 || --depth == 0)) {
            extent.end = at;
            return extent;
        }
    }
    return extent;
}

size_t json_extent(Str text)
{
    return find_extent(text).end;
}

/* jansson reads 24.0 into a double, and 1.50 is not to be had from it again: numbers of cells are taken as they are written. */
static bool json_read_is_decimal(Str word)
{
    bool is_number = word.len > 0 && (word.at[0] == '-' || ascii_is_digit(word.at[0]));
    for (size_t i = 0; is_number && i < word.len; i++)
        if (strchr(".eE", word.at[i]))
            return true;
    return false;
}

Str json_next_decimal(Str text, size_t *at)
{
    while (*at < text.len) {
        size_t start = *at, end = start + 1;
        if (text.at[start] == '"')
            end = skip_string(text, start);
        else if (!ascii_is_blank(text.at[start]) && !strchr(",:[]{}", text.at[start]))
            end = skip_word(text, start);
        *at = end == SIZE_MAX ? text.len : end;
        Str word = str_slice(text, start, *at);
        if (json_read_is_decimal(word))
            return word;
    }
    return STR("");
}

/* ---- problems in words */

static const struct {
    const char *said, *sentence;
} sentences[] = {
    { "premature end of input", "the quotes are never closed" },
    { "']' expected", "a comma or ] is missing" },
    { "'}' expected", "a comma or } is missing" },
    { "':' expected", "a colon is missing after the key" },
    { "string or '}' expected", "a key in double quotes or } is missing" },
    { "invalid token", "this is no JSON value; texts and keys stand in double quotes" },
    { "unexpected token", "a value is missing" },
    { "unexpected newline", "the text is not closed on its line" },
    { "control character", "a control character in a text is written \\n, \\t or \\u0001" },
    { "invalid escape", "no such escape; a backslash in a text is written \\\\" },
    { "invalid Unicode", "a \\u escape that is no character" },
    { "too big integer", "the number is too large; write it as a text" },
    { "too big negative integer", "the number is too small; write it as a text" },
    { "real number overflow", "the number is too large; write it as a text" },
    { "duplicate object key", "the key stands twice in its object" },
    { "unable to decode byte", "bytes that are not UTF-8" },
    { "maximum parsing depth", "too many levels" },
    { "NUL byte in object key", "a key holds the character U+0000" },
    { "out of memory", "there is not enough memory to read it" },
};

static const char *sentence_for(const json_error_t *error)
{
    if (str_ends_with(str_of(error->text), STR("near end of file")))
        return "the text ends before the value does";
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (str_starts_with(str_of(error->text), str_of(sentences[i].said)))
            return sentences[i].sentence;
    return "this is no JSON";
}

/* The token that jansson stumbled over, as it stands in its message: ... near 'token'. */
static Str stumbled_over(const json_error_t *error)
{
    Str text = str_of(error->text);
    size_t near = str_find(text, STR(" near '"), 0);
    if (near == SIZE_MAX || text.at[text.len - 1] != '\'')
        return STR("");
    return str_slice(text, near + 7, text.len - 1);
}

static void place_problem(JsonProblem *problem, Str text, size_t offset)
{
    problem->offset = offset < text.len ? offset : text.len;
    problem->line = problem->column = 1;
    for (size_t i = 0; i < problem->offset; i++) {
        bool line_end = text.at[i] == '\n';
        problem->line += line_end;
        problem->column += ((unsigned char) text.at[i] & 0xC0) != 0x80;
        if (line_end)
            problem->column = 1;
    }
}

/* "; a full-width colon (：, U+FF1A) stands there" of the character at `offset`, where it looks like a sign of JSON's own. */
static Str name_sign(Arena *arena, Str text, size_t offset)
{
    size_t size = 1;
    bool is_high = offset < text.len && (unsigned char) text.at[offset] >= 0x80;
    const Sign *sign = is_high ? sign_of(utf8_decode(text.at + offset, &size)) : NULL;
    return sign ? arena_format(arena, "; %s stands there", sign->name) : STR("");
}

/* jansson's position is behind the token; the place people are shown is its beginning. */
static void json_read_explain(JsonProblem *problem, Arena *arena, Str text, const json_error_t *error)
{
    size_t offset = error->position > 0 ? (size_t) error->position : 0;
    Str token = stumbled_over(error);
    if (offset > text.len)
        offset = text.len;
    if (token.len && str_ends_with(str_slice(text, 0, offset), token))
        offset -= token.len;
    bool shown = token.len && utf8_valid_len(token) == token.len;
    Str sign = shown ? name_sign(arena, text, offset) : STR("");
    problem->without_text = arena_format(arena, "%s%.*s", sentence_for(error), STR_ARG(sign));
    problem->sentence =
        !shown ? problem->without_text : arena_format(arena, "%s (at '%.*s')%.*s", sentence_for(error), STR_ARG(token), STR_ARG(sign));
    place_problem(problem, text, offset);
}

static json_t *json_read_refuse(JsonProblem *problem, Str text, size_t offset, Str sentence)
{
    problem->sentence = problem->without_text = sentence;
    place_problem(problem, text, offset);
    return NULL;
}

static bool has_our_memory(void)
{
    json_malloc_t ask;
    json_free_t give_back;
    json_get_alloc_funcs(&ask, &give_back);
    return ask == memory_alloc;
}

/* A long token for which there is no memory loses a character: jansson does not look at whether its text grew (lex_save in load.c of 2.14). In
   our program memory never fails before its eyes; in hosts, whose jansson is theirs, what was read must be read twice alike. */
static json_t *json_read_parse(Str text, size_t flags, json_error_t *error)
{
    const char *at = text.len ? text.at : "";
    json_t *value = json_loadb(at, text.len, flags, error);
    if (!value || has_our_memory())
        return value;
    json_t *second = json_loadb(at, text.len, flags, NULL);
    bool is_same = second && json_equal(value, second);
    json_decref(second);
    if (is_same)
        return value;
    json_decref(value);
    memory_fault();
}

/* jansson takes a text that it has no memory for, for one that is no JSON. What is none is none a second time, when there is memory. */
static json_t *load(Str text, size_t flags, json_error_t *error)
{
    enum { ROOM = 1 << 16 };
    json_t *value = json_read_parse(text, flags, error);
    if (value)
        return value;
    memory_free(memory_alloc(text.len + ROOM));
    json_error_t again;
    value = json_read_parse(text, flags, &again);
    bool is_same = !value && again.position == error->position && strcmp(again.text, error->text) == 0;
    if (!value && !is_same)
        memory_fault();
    if (value)
        *error = again;
    return value;
}

static void drop(void *json)
{
    json_decref(json);
}

void json_hold(MemoryHold *hold, json_t *json)
{
    memory_hold(hold, drop, json);
}

void json_release(MemoryHold *hold)
{
    memory_let_go(hold);
    json_decref(hold->object);
}

json_t *json_read(Str text, size_t *used, Arena *arena, JsonProblem *problem)
{
    static const size_t flags = JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    *problem = (JsonProblem) { 0 };
    *used = 0;
    Extent extent = find_extent(text);
    if (extent.too_deep != SIZE_MAX)
        return json_read_refuse(problem, text, extent.too_deep, arena_format(arena, "more than %d levels", JSON_MAX_DEPTH));
    size_t looked_at = extent.end < text.len ? extent.end : text.len;
    const char *zero = looked_at ? memchr(text.at, 0, looked_at) : NULL; /* jansson overlooks some */
    if (zero)
        return json_read_refuse(problem, text, (size_t) (zero - text.at), STR("a zero byte"));
    json_error_t error;
    json_t *value = load(text, flags, &error);
    if (value)
        *used = (size_t) error.position;
    else
        json_read_explain(problem, arena, text, &error);
    return value;
}
