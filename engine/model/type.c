/* Types: the plain ones, composing, comparing and spelling. */
#include "model/type.h"

/* clang-format off */
#define PLAIN_KIND(id, word, name, width) const Type TYPE_##id = { .kind = KIND_##id };
#include "model/kind.def"
const Type TYPE_ERROR = { .kind = KIND_ERROR }, TYPE_NAME = { .kind = KIND_STRING, .is_name = true },
    TYPE_DYN = { .kind = KIND_DYN }, TYPE_TYPE = { .kind = KIND_TYPE, .param = { &TYPE_DYN } };

const Type TYPE_A = { .kind = KIND_PARAM, .name = { "A", 1 } }, TYPE_B = { .kind = KIND_PARAM, .name = { "B", 1 } };

const Type TYPE_LIST_A = { .kind = KIND_LIST, .param = { &TYPE_A } },
    TYPE_LIST_B = { .kind = KIND_LIST, .param = { &TYPE_B } },
    TYPE_LIST_LIST_A = { .kind = KIND_LIST, .param = { &TYPE_LIST_A } },
    TYPE_MAP_A_B = { .kind = KIND_MAP, .param = { &TYPE_A, &TYPE_B } },
    TYPE_OPTIONAL_A = { .kind = KIND_OPTIONAL, .param = { &TYPE_A } },
    TYPE_LIST_OPTIONAL_A = { .kind = KIND_LIST, .param = { &TYPE_OPTIONAL_A } },
    TYPE_OPTIONAL_STRING = { .kind = KIND_OPTIONAL, .param = { &TYPE_STRING } },
    TYPE_LIST_DYN = { .kind = KIND_LIST, .param = { &TYPE_DYN } },
    TYPE_MAP_DYN = { .kind = KIND_MAP, .param = { &TYPE_DYN, &TYPE_DYN } },
    TYPE_LIST_INT = { .kind = KIND_LIST, .param = { &TYPE_INT } },
    TYPE_LIST_UINT = { .kind = KIND_LIST, .param = { &TYPE_UINT } },
    TYPE_LIST_DOUBLE = { .kind = KIND_LIST, .param = { &TYPE_DOUBLE } },
    TYPE_LIST_STRING = { .kind = KIND_LIST, .param = { &TYPE_STRING } },
    TYPE_LIST_BOOL = { .kind = KIND_LIST, .param = { &TYPE_BOOL } },
    TYPE_LIST_BYTES = { .kind = KIND_LIST, .param = { &TYPE_BYTES } },
    TYPE_LIST_DATE = { .kind = KIND_LIST, .param = { &TYPE_DATE } },
    TYPE_LIST_DURATION = { .kind = KIND_LIST, .param = { &TYPE_DURATION } },
    TYPE_LIST_TIME = { .kind = KIND_LIST, .param = { &TYPE_TIME } },
    TYPE_LIST_TIMESTAMP = { .kind = KIND_LIST, .param = { &TYPE_TIMESTAMP } },
    TYPE_TYPE_A = { .kind = KIND_TYPE, .param = { &TYPE_A } },
    TYPE_MAP_STRING_DYN = { .kind = KIND_MAP, .param = { &TYPE_STRING, &TYPE_DYN } };
/* clang-format on */

enum { PARAM_MAX = sizeof((Type) { 0 }.param) / sizeof(const Type *) };

static const Type *compose(Arena *arena, Kind kind, const Type *first, const Type *second)
{
    Type *type = arena_new(arena, Type);
    *type = (Type) { .kind = kind, .param = { first, second } };
    return type;
}

const Type *type_list(Arena *arena, const Type *element)
{
    return compose(arena, KIND_LIST, element, NULL);
}

const Type *type_map(Arena *arena, const Type *key, const Type *value)
{
    return compose(arena, KIND_MAP, key, value);
}

const Type *type_optional(Arena *arena, const Type *of)
{
    return compose(arena, KIND_OPTIONAL, of, NULL);
}

const Type *type_wrapper(Arena *arena, const Type *of)
{
    return compose(arena, KIND_WRAPPER, of, NULL);
}

const Type *type_type(Arena *arena, const Type *of)
{
    return compose(arena, KIND_TYPE, of, NULL);
}

const Type *type_opaque(Arena *arena, Str name, const Type *const *params, size_t count)
{
    Type *type = arena_new(arena, Type);
    *type = (Type) { .kind = KIND_OPAQUE, .name = arena_str(arena, name) };
    for (size_t i = 0; i < count && i < PARAM_MAX; i++)
        type->param[i] = params[i];
    return type;
}

const Type *type_record(Arena *arena, const Record *record, Str name)
{
    Type *type = arena_new(arena, Type);
    *type = (Type) { .kind = KIND_RECORD, .record = record, .name = arena_str(arena, name) };
    return type;
}

static bool type_is_named(Kind kind)
{
    return kind == KIND_OPAQUE || kind == KIND_PARAM;
}

bool type_equal(const Type *a, const Type *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind || a->record != b->record || a->variable != b->variable)
        return false;
    if (type_is_named(a->kind) && !str_equal(a->name, b->name))
        return false;
    for (size_t i = 0; i < PARAM_MAX; i++)
        if (!type_equal(a->param[i], b->param[i]))
            return false;
    return true;
}

/* The word a type begins with; NULL for those that have a name of their own. */
static const char *const type_words[KIND_COUNT] = {
#define PLAIN_KIND(id, word, name, width) [KIND_##id] = word,
#include "model/kind.def"
    [KIND_ERROR] = "error",     [KIND_TYPE] = "type", [KIND_LIST] = "list",
    [KIND_MAP] = "map",         [KIND_DYN] = "dyn",   [KIND_OPTIONAL] = "optional_type",
    [KIND_WRAPPER] = "wrapper",
};

void type_print(Text *out, const Type *type)
{
    if (type->kind == KIND_PARAM && type->variable) {
        text_add(out, STR("dyn")); /* nothing was found out about it */
        return;
    }
    const char *word = type_words[type->kind];
    text_add(out, word ? str_of(word) : type->name);
    const char *before = "(";
    for (size_t i = 0; i < PARAM_MAX && type->param[i]; i++) {
        text_add(out, str_of(before));
        type_print(out, type->param[i]);
        before = ", ";
    }
    if (type->param[0])
        text_add_char(out, ')');
}

Str type_text(Arena *arena, const Type *type)
{
    Text text = { 0 };
    type_print(&text, type);
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return copy;
}

Str kind_name(Kind kind)
{
    static const char *const names[KIND_COUNT] = {
#define PLAIN_KIND(id, word, name, width) [KIND_##id] = name,
#include "model/kind.def"
        [KIND_RECORD] = "record",
        [KIND_OPAQUE] = "opaque",
        [KIND_PARAM] = "dyn",
    };
    return str_of(names[kind] ? names[kind] : type_words[kind]);
}
