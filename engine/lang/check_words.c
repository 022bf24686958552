/* How the checker speaks: types in words, and the places where problems are said. */
#include "lang/checking.h"

#include "base/said.h"

enum { NAME_SHOWN = 60, TYPE_SHOWN = 120 };

Str words_clip(Str name)
{
    return name.len > NAME_SHOWN ? str_slice(name, 0, NAME_SHOWN) : name;
}

static void add_noun(Text *out, const Type *type);

/* "list of string"; just "list" where nothing is known about its elements. */
static void add_composed(Text *out, const char *word, const Type *type)
{
    const Type *last = type->param[1] ? type->param[1] : type->param[0];
    text_say(out, word);
    if (!last || last->kind == KIND_DYN || last->kind == KIND_PARAM)
        return;
    text_say(out, " of ");
    if (type->param[1]) {
        add_noun(out, type->param[0]);
        text_say(out, " to ");
    }
    add_noun(out, last);
    if (out->language.len > 0)
        text_say(out, " of it"); /* what closes the bracket that " of " opened, in languages that write one */
}

static void add_noun(Text *out, const Type *type)
{
    if (out->len > TYPE_SHOWN) {
        text_add(out, STR("…"));
        return;
    }
    switch (type->kind) {
    case KIND_LIST: add_composed(out, "list", type); return;
    case KIND_MAP: add_composed(out, "map", type); return;
    case KIND_OPTIONAL: add_composed(out, "optional", type); return;
    case KIND_NULL: text_add(out, STR("null")); return;
    case KIND_TYPE: text_say(out, "type"); return;
    case KIND_DYN:
    case KIND_ERROR:
    case KIND_PARAM: text_say(out, "value of any type"); return;
    case KIND_RECORD: text_format(out, "record '%.*s'", STR_ARG(words_clip(type->record->name))); return;
    case KIND_OPAQUE: text_add(out, words_clip(type->name)); return;
    case KIND_WRAPPER:
        add_noun(out, type->param[0]);
        text_say(out, " or null");
        return;
    default: type_print(out, type); return;
    }
}

/* Only English has one. */
static const char *article(const Type *type, Str noun, bool is_foreign)
{
    if (is_foreign || type->kind == KIND_NULL || type->kind == KIND_BYTES)
        return "";
    if (type->kind == KIND_UINT)
        return "a ";
    return noun.len > 0 && strchr("aeioAEIO", noun.at[0]) ? "an " : "a ";
}

Str words_of(Checking *c, const Type *type)
{
    Str language = c->checker->diags->arena->language;
    Text noun = { .language = language };
    type = infer_resolve(&c->infer, type, true);
    add_noun(&noun, type);
    Str words =
        arena_format(c->checker->diags->arena, "%s%.*s", article(type, text_str(&noun), language.len > 0), STR_ARG(text_str(&noun)));
    text_free(&noun);
    return words;
}

Str words_of_key(Checking *c, const Record *record)
{
    enum { LONGEST = 4 }; /* keys may refer to one another in a circle */
    Str path = words_clip(record->members[record->key].name);
    for (int i = 1; i < LONGEST && record->members[record->key].type->kind == KIND_RECORD; i++) {
        record = record->members[record->key].type->record;
        if (record->key >= record->count)
            break;
        path = arena_format(c->checker->diags->arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(words_clip(record->members[record->key].name)));
    }
    return path;
}

/* ---- saying */

bool check_say(Checking *c, DiagCode code, Span span, const char *format, ...)
{
    const Checker *checker = c->checker;
    if (checker->lenient || c->problems++ >= CHECK_PROBLEMS)
        return false;
    va_list args;
    va_start(args, format);
    Str message = arena_vformat(checker->diags->arena, format, args);
    va_end(args);
    diag_add(checker->diags, code, checker->source, span, "%.*s", STR_ARG(message));
    return true;
}

void check_hint(Checking *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str hint = arena_vformat(c->checker->diags->arena, format, args);
    va_end(args);
    diag_hint(c->checker->diags, "%.*s", STR_ARG(hint));
}
