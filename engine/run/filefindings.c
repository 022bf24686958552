/* Findings about files. */
#include "run/filefindings.h"

#include "run/compose.h"

static Finding about_file(const FileContext *context, Builtin rule, const char *name, Str value)
{
    NamedText *group = arena_new(context->arena, NamedText);
    *group = (NamedText) { .name = str_of(name), .value = value };
    Finding finding = { .rule = (uint32_t) rule,
                        .outcome = OUTCOME_VIOLATION,
                        .severity = context->plan->options.pack->rules[rule].severity,
                        .table = context->table->index,
                        .group = group,
                        .group_count = 1,
                        .file = context->reader->mapping.path,
                        .sheet = context->reader->mapping.sheet };
    finding.fingerprint = compose_fingerprint(context->arena, context->plan->options.pack, &finding, (Str) { 0 });
    return finding;
}

static Str filefindings_take_text(Arena *arena, Text *text)
{
    Str result = arena_str(arena, text_str(text));
    text_free(text);
    return result;
}

/* ---- records that stand in two files */

static Str file_and_sheet(Arena *arena, Str path, Str sheet)
{
    return sheet.len ? arena_format(arena, "%.*s#%.*s", STR_ARG(path_name(path)), STR_ARG(sheet)) : path_name(path);
}

static void add_same(const FileContext *context, Text *text, const SameRecord *same)
{
    const PackTable *table = context->table->table;
    Str line = arena_format(context->arena, "%llu", (unsigned long long) same->line);
    Str first = arena_format(context->arena, "%llu", (unsigned long long) same->first_line);
    bool is_hidden = context->plan->options.redact && pack_is_private(context->plan->options.pack, &table->table.fields[table->table.key]);
    Str values[3] = { is_hidden || same->key.len == 0 ? words_get(context->plan->options.language, WORDS_PRIVATE) : same->key, line,
                      first };
    words_add(text, context->plan->options.language, WORDS_SAME_RECORD, values);
}

Finding file_same_records(const FileContext *context, Str path, Str sheet, uint64_t count, const SameRecord *shown)
{
    const Mapping *mapping = &context->reader->mapping;
    Str language = context->plan->options.language, here = file_and_sheet(context->arena, mapping->path, mapping->sheet);
    Str there = file_and_sheet(context->arena, path, sheet);
    Finding finding =
        about_file(context, BUILTIN_DUPLICATE_KEY, "files", arena_format(context->arena, "%.*s, %.*s", STR_ARG(there), STR_ARG(here)));
    Text list = { 0 }, text = { 0 };
    for (uint64_t i = 0; i < count && i < SAME_RECORDS_SHOWN; i++) {
        if (i > 0)
            words_add(&list, language, WORDS_ALSO, NULL);
        add_same(context, &list, &shown[i]);
    }
    text_add(&list, count > SAME_RECORDS_SHOWN ? STR(" …") : STR(""));
    Str values[3] = { arena_format(context->arena, "%llu", (unsigned long long) count), there, text_str(&list) };
    words_add(&text, language, WORDS_SAME_RECORDS, values);
    text_free(&list);
    finding.message = filefindings_take_text(context->arena, &text);
    finding.line = shown[0].line;
    return finding;
}

/* ---- headings */

/* A field as people call it. */
static Str called(const Table *table, Str name, Str language)
{
    uint32_t field = table_find(table, name);
    Str title = field == INDEX_NONE ? (Str) { 0 } : local_text(&table->fields[field].title, language);
    return title.len ? title : name;
}

Finding file_unknown_column(const FileContext *context, size_t index)
{
    const UnknownColumn *unknown = &context->reader->unknown[index];
    Str language = context->plan->options.language;
    /* A heading that nobody claims may be anything. */
    bool is_hidden = context->plan->options.redact;
    Str number = arena_format(context->arena, "%zu", unknown->column ? (size_t) unknown->column : index + 1);
    Finding finding = about_file(context, BUILTIN_UNKNOWN_COLUMN, "column", is_hidden ? number : unknown->heading);
    Text text = { 0 };
    Str hidden = words_get(language, WORDS_PRIVATE);
    Str values[2] = { is_hidden ? hidden : unknown->heading, called(&context->table->table->table, unknown->repeats, language) };
    if (unknown->contradicts.len)
        values[1] = is_hidden ? hidden : unknown->contradicts;
    words_add(&text, language,
              unknown->contradicts.len ? WORDS_ABOVE_DISAGREES
              : unknown->repeats.len   ? WORDS_REPEATED_COLUMN
                                       : WORDS_UNKNOWN_COLUMN,
              values);
    if (unknown->suggestion.len > 0)
        words_add(&text, language, WORDS_DID_YOU_MEAN, &unknown->suggestion);
    finding.message = filefindings_take_text(context->arena, &text);
    finding.line = unknown->line;
    finding.column = unknown->column;
    return finding;
}
