/* Types as a host writes them. */
#include "api/expr.h"
#include "base/ascii.h"

/* A type may stand in a type so often: more than anybody writes, and little enough for the stack. */
enum { TYPE_DEPTH = 16 };

typedef struct {
    Arena *arena;
    Str rest;
    unsigned depth;
    TypeProblem *problem;
} Reading;

static const struct {
    const char *word;
    const Type *type; /* NULL: composed */
    Kind kind;        /* of composed ones */
    unsigned params;
} words[] = {
    { "bool", &TYPE_BOOL, KIND_BOOL, 0 },
    { "bytes", &TYPE_BYTES, KIND_BYTES, 0 },
    { "date", &TYPE_DATE, KIND_DATE, 0 },
    { "double", &TYPE_DOUBLE, KIND_DOUBLE, 0 },
    { "duration", &TYPE_DURATION, KIND_DURATION, 0 },
    { "dyn", &TYPE_DYN, KIND_DYN, 0 },
    { "int", &TYPE_INT, KIND_INT, 0 },
    { "list", NULL, KIND_LIST, 1 },
    { "map", NULL, KIND_MAP, 2 },
    { "null_type", &TYPE_NULL, KIND_NULL, 0 },
    { "optional_type", NULL, KIND_OPTIONAL, 1 },
    { "period", &TYPE_PERIOD, KIND_PERIOD, 0 },
    { "string", &TYPE_STRING, KIND_STRING, 0 },
    { "time", &TYPE_TIME, KIND_TIME, 0 },
    { "timestamp", &TYPE_TIMESTAMP, KIND_TIMESTAMP, 0 },
    { "type", &TYPE_TYPE, KIND_TYPE, 0 },
    { "uint", &TYPE_UINT, KIND_UINT, 0 },
    { "wrapper", NULL, KIND_WRAPPER, 1 },
};
enum { WORDS = sizeof words / sizeof *words };

static const Type *expr_type_fail(Reading *reading, Str message)
{
    if (!reading->problem->message.len)
        reading->problem->message = message;
    return NULL;
}

static void expr_type_skip_blanks(Reading *reading)
{
    while (reading->rest.len && ascii_is_gap(*reading->rest.at))
        reading->rest = str_slice(reading->rest, 1, reading->rest.len);
}

static bool expr_type_take(Reading *reading, char symbol)
{
    expr_type_skip_blanks(reading);
    if (!reading->rest.len || *reading->rest.at != symbol)
        return false;
    reading->rest = str_slice(reading->rest, 1, reading->rest.len);
    return true;
}

static Str expr_type_take_word(Reading *reading)
{
    size_t len = 0;
    expr_type_skip_blanks(reading);
    Str rest = reading->rest;
    while (len < rest.len && !strchr(" \t(),", rest.at[len]))
        len++;
    reading->rest = str_slice(rest, len, rest.len);
    return str_slice(rest, 0, len);
}

static const Type *unknown(Reading *reading, Str word)
{
    if (!word.len)
        return expr_type_fail(reading, STR("a type is missing"));
    Nearest nearest = nearest_to(word);
    for (size_t i = 0; i < WORDS; i++)
        nearest_try(&nearest, str_of(words[i].word));
    Str found = nearest_found(&nearest);
    if (found.len)
        reading->problem->hint = arena_format(reading->arena, "did you mean '%.*s'?", STR_ARG(found));
    return expr_type_fail(reading, arena_format(reading->arena, "there is no type '%.*s'", STR_ARG(word)));
}

static bool expr_type_can_be_key(Kind kind)
{
    return kind == KIND_BOOL || kind == KIND_INT || kind == KIND_UINT || kind == KIND_STRING || kind == KIND_DYN;
}

static bool can_be_wrapped(Kind kind)
{
    return kind >= KIND_BOOL && kind <= KIND_BYTES;
}

static const Type *expr_type_compose(Reading *reading, Kind kind, const Type *const *params)
{
    switch (kind) {
    case KIND_LIST: return type_list(reading->arena, params[0]);
    case KIND_OPTIONAL: return type_optional(reading->arena, params[0]);
    case KIND_WRAPPER:
        if (!can_be_wrapped(params[0]->kind))
            return expr_type_fail(reading, STR("wrapper(T) is for bool, int, uint, double, string and bytes"));
        return type_wrapper(reading->arena, params[0]);
    default:
        if (!expr_type_can_be_key(params[0]->kind))
            return expr_type_fail(reading, STR("keys of maps are bool, int, uint, string or dyn"));
        return type_map(reading->arena, params[0], params[1]);
    }
}

static const Type *read_type(Reading *reading);

static const Type *read_composed(Reading *reading, size_t index)
{
    const Type *params[2];
    if (!expr_type_take(reading, '('))
        return expr_type_fail(reading, arena_format(reading->arena, "'%s' needs the type of its %s in parentheses", words[index].word,
                                                    words[index].kind == KIND_MAP ? "keys and values" : "values"));
    for (unsigned i = 0; i < words[index].params; i++) {
        if (i && !expr_type_take(reading, ','))
            return expr_type_fail(reading, STR("a map has two types: map(string, int)"));
        params[i] = read_type(reading);
        if (!params[i])
            return NULL;
    }
    if (!expr_type_take(reading, ')'))
        return expr_type_fail(reading, STR("a ')' is missing"));
    return expr_type_compose(reading, words[index].kind, params);
}

static const Type *read_type(Reading *reading)
{
    Str word = expr_type_take_word(reading);
    if (++reading->depth > TYPE_DEPTH)
        return expr_type_fail(reading, STR("the type is nested too deeply"));
    const Type *type = NULL;
    size_t index = 0;
    while (index < WORDS && !str_is(word, words[index].word))
        index++;
    if (index == WORDS)
        return unknown(reading, word);
    type = words[index].type ? words[index].type : read_composed(reading, index);
    reading->depth--;
    return type;
}

static bool expr_type_at_end(Reading *reading)
{
    expr_type_skip_blanks(reading);
    if (reading->rest.len)
        expr_type_fail(reading, arena_format(reading->arena, "'%.*s' stands after the type", STR_ARG(reading->rest)));
    return reading->rest.len == 0;
}

const Type *expr_type_read(Arena *arena, Str text, TypeProblem *problem)
{
    Reading reading = { .arena = arena, .rest = text, .problem = problem };
    const Type *type = read_type(&reading);
    return type && expr_type_at_end(&reading) ? type : NULL;
}

bool expr_types_read(Arena *arena, Str text, const Type **types, uint8_t *count, TypeProblem *problem)
{
    Reading reading = { .arena = arena, .rest = text, .problem = problem };
    *count = 0;
    expr_type_skip_blanks(&reading);
    if (!reading.rest.len)
        return true;
    do {
        if (*count == OVERLOAD_MAX_ARGS)
            return expr_type_fail(&reading, STR("a function has at most five parameters"));
        types[*count] = read_type(&reading);
        if (!types[(*count)++])
            return false;
    } while (expr_type_take(&reading, ','));
    return expr_type_at_end(&reading);
}
