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

static Str take_text(Arena *arena, Text *text)
{
    Str result = arena_str(arena, text_str(text));
    text_free(text);
    return result;
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
    Str values[2] = { is_hidden ? words_get(language, WORDS_PRIVATE) : unknown->heading, unknown->repeats };
    words_add(&text, language, unknown->repeats.len ? WORDS_REPEATED_COLUMN : WORDS_UNKNOWN_COLUMN, values);
    if (unknown->suggestion.len > 0)
        words_add(&text, language, WORDS_DID_YOU_MEAN, &unknown->suggestion);
    finding.message = take_text(context->arena, &text);
    finding.line = unknown->line;
    finding.column = unknown->column;
    return finding;
}
