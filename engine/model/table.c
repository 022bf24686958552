/* Looking things up in the dictionary. */
#include "model/table.h"

const FieldType field_types[FIELD_KIND_COUNT] = {
#define FIELD_TYPE(id, word, reader, type, traits, why) [FIELD_##id] = { word, type, traits },
#include "model/field.def"
};

static const struct TextEntry *find_language(const LocalText *text, Str language)
{
    for (size_t i = 0; i < text->count; i++)
        if (str_equal(text->at[i].language, language))
            return &text->at[i];
    return NULL;
}

Str local_text(const LocalText *text, Str language)
{
    if (text->count == 0)
        return STR("");
    const struct TextEntry *entry = find_language(text, language);
    if (!entry)
        entry = find_language(text, STR("en"));
    return entry ? entry->text : text->at[0].text;
}

LocalText local_words(Arena *arena, WordsId id)
{
    size_t count = words_language_count();
    LocalText text = { arena_array(arena, struct TextEntry, count), count };
    for (size_t i = 0; i < count; i++)
        text.at[i] = (struct TextEntry) { .language = words_language(i), .text = words_get(words_language(i), id) };
    return text;
}

uint32_t table_find(const Table *table, Str field)
{
    for (uint32_t i = 0; i < table->field_count; i++)
        if (str_equal(table->fields[i].name, field))
            return i;
    return FIELD_NONE;
}

bool field_refers(const Field *field)
{
    return field->kind == FIELD_REF || (field->kind == FIELD_LIST && field->of == FIELD_REF);
}

FieldKind field_element_kind(const Field *field)
{
    return field->kind == FIELD_LIST ? field->of : field->kind;
}

Str table_path(Arena *arena, const Table *table, uint32_t field)
{
    return arena_format(arena, "%.*s.%.*s", STR_ARG(table->name), STR_ARG(table->fields[field].name));
}
