#include "report/text/mapping.h"

#include "base/said.h"
#include "codec/yaml_write.h"
#include "report/facts.h"
#include "report/text/page.h"
#include "report/printable.h"

static void mapping_send(Output *out, Text *line)
{
    text_add_char(line, '\n');
    output_add(out, text_str(line));
    text_clear(line);
}

static void mapping_add_quoted(Text *line, const char *before, duly_text text)
{
    bool is_foreign = line->language.len > 0;
    text_say(line, before);
    text_add(line, is_foreign ? STR("“") : STR("'"));
    printable_add(line, text);
    text_add(line, is_foreign ? STR("”") : STR("'"));
}

static void mapping_tell_file(Output *out, Text *line, const duly_file *file)
{
    static const char *const bases[] = {
        [DULY_BY_NAME] = "as asked for",       [DULY_BY_MARK] = "by its byte order mark", [DULY_BY_FIT] = "all of it fits",
        [DULY_BY_ZEROS] = "by its zero bytes", [DULY_BY_MOST] = "most of it fits",
    };
    printable_add(line, file->path);
    mapping_add_quoted(line, ": table ", file->table);
    if (file->sheet.len)
        mapping_add_quoted(line, ", sheet ", file->sheet);
    bool is_other = file->encoding_by == DULY_BY_FIT && !str_starts_with(file->encoding, STR("utf-8"));
    if (file->encoding.len)
        text_format(line, is_other ? ", %.*s (no utf-8, and %s)" : ", %.*s (%s)", STR_ARG(file->encoding), bases[file->encoding_by]);
    mapping_send(out, line);
}

static void mapping_tell_heading(Output *out, Text *line, const duly_mapping *mapping)
{
    for (size_t i = 0; i < mapping->passed_count; i++) {
        text_format(line, "  row %llu is passed over", (unsigned long long) mapping->passed[i].line);
        if (mapping->passed[i].text.len)
            mapping_add_quoted(line, ": ", mapping->passed[i].text);
        mapping_send(out, line);
    }
    if (mapping->first_line < mapping->line)
        text_format(line, "  rows %llu to %llu are the heading", (unsigned long long) mapping->first_line,
                    (unsigned long long) mapping->line);
    else if (mapping->line)
        text_format(line, "  row %llu is the heading", (unsigned long long) mapping->line);
    else
        text_say(line, "  records name their fields");
    mapping_send(out, line);
}

static void mapping_add_basis(Text *line, const duly_mapped_column *column)
{
    static const char *const bases[] = {
        [DULY_IS_NAME] = "its name",
        [DULY_IS_HEADING] = "a heading of it",
        [DULY_IS_TITLE] = "its title",
        [DULY_FITS_PATTERN] = "a pattern of it",
        [DULY_IS_GIVEN] = "as the mapping says",
    };
    text_format(line, " (%s", bases[column->basis]);
    if (column->folded)
        mapping_add_quoted(line, ", ", column->declared);
    text_say(line, column->folded && column->basis != DULY_FITS_PATTERN ? ", but for how it is written)" : ")");
}

/* Which other fields have the heading. */
static void add_rivals(Text *line, const duly_mapped_column *column)
{
    for (size_t i = 0; i < column->rivals.count; i++) {
        text_say(line, i == 0 ? "also a heading of " : " or ");
        printable_add(line, column->rivals.at[i]);
    }
    if (column->rivals.count > 0)
        text_say(line, ", which its cells or its place do not speak for");
}

static void add_likeness(Text *line, const duly_mapped_column *column)
{
    if (!column->looks)
        return;
    text_format(line, "its cells look like %s", column->looks);
    for (size_t i = 0; i < column->likely.count; i++) {
        text_say(line, i == 0 ? ", such as " : " or ");
        printable_add(line, column->likely.at[i]);
    }
}

static void tell_column(Output *out, Text *line, const duly_mapped_column *column)
{
    text_add(line, STR("  "));
    if (column->column)
        text_format(line, "column %u", (unsigned) column->column);
    if (column->heading.len)
        mapping_add_quoted(line, column->column ? " " : "key ", column->heading);
    else
        text_say(line, column->column ? " (its heading is kept back)" : "a key that is kept back");
    if (column->field.len) {
        text_add(line, STR(" -> "));
        printable_add(line, column->field);
        mapping_add_basis(line, column);
        text_say(line, column->rivals.count > 0 ? "; " : "");
        add_rivals(line, column);
    } else if (column->left_out) {
        text_say(line, " is not read, as the mapping says");
    } else if (column->repeats.len) {
        mapping_add_quoted(line, " is not read: an earlier column is ", column->repeats);
    } else {
        text_say(line, " is no field and is not read");
        if (column->suggestion.len)
            mapping_add_quoted(line, "; did you mean ", column->suggestion);
        text_say(line, column->suggestion.len ? "?" : "");
        text_say(line, column->looks ? "; " : "");
        add_likeness(line, column);
    }
    mapping_send(out, line);
}

static void tell_above(Output *out, Text *line, const duly_above *above)
{
    text_format(line, "  row %llu", (unsigned long long) above->line);
    mapping_add_quoted(line, " says for all records: ", above->words);
    text_add(line, STR(" -> "));
    printable_add(line, above->field);
    if (above->value.len)
        mapping_add_quoted(line, " = ", above->value);
    if (above->has_column)
        text_say(line, " is not read: there is a column for it");
    else if (above->disagrees)
        text_say(line, " is not read: another one says otherwise");
    mapping_send(out, line);
}

/* Those that must be there each on a line of its own, the others together. */
static void tell_lacking(Output *out, Text *line, const duly_mapping *mapping)
{
    const Page page = { .width = 100 };
    size_t others = 0;
    for (size_t i = 0; i < mapping->lacking_count; i++) {
        if (!mapping->lacking[i].required)
            continue;
        text_say(line, "  no column for ");
        printable_add(line, mapping->lacking[i].name);
        text_say(line, ", which is required");
        if (mapping->lacking[i].title.len)
            mapping_add_quoted(line, ": ", mapping->lacking[i].title);
        mapping_send(out, line);
    }
    for (size_t i = 0; i < mapping->lacking_count; i++) {
        if (mapping->lacking[i].required)
            continue;
        text_say(line, others++ ? ", " : "no column, and none is required, for ");
        printable_add(line, mapping->lacking[i].name);
    }
    if (others)
        page_paragraph(&page, out, 2, 4, text_str(line));
    text_clear(line);
}

/* ---- as a file that says so */

static bool was_written(const MappingFile *file, duly_text heading)
{
    for (size_t i = 0; i < file->written.count; i++)
        if (str_equal(file->written.at[i], heading))
            return true;
    return false;
}

static void write_column(const MappingFile *file, const duly_mapped_column *column)
{
    Text line = { 0 }, about = { .language = output_language(file->out) };
    yaml_add_quoted(&line, column->heading);
    text_add(&line, STR(": "));
    text_add(&line, column->field.len ? column->field : STR("-"));
    add_likeness(&about, column);
    add_rivals(&about, column);
    if (column->repeats.len && about.len)
        text_say(&about, "; ");
    if (column->repeats.len)
        text_format(&about, "an earlier column is %.*s", STR_ARG(column->repeats));
    if (about.len)
        text_format(&line, " # %.*s", STR_ARG(text_str(&about)));
    mapping_send(file->out, &line);
    text_free(&line);
    text_free(&about);
}

/* Who corrects it says what the words mean, or that they mean nothing. */
static void write_above(MappingFile *file, const duly_above *above)
{
    if (was_written(file, above->words))
        return;
    Text line = { 0 }, about = { .language = output_language(file->out) };
    yaml_add_quoted(&line, above->words);
    text_format(&about, "stands above the heading, for all records: %.*s", STR_ARG(above->value));
    text_format(&line, ": %.*s # %.*s", STR_ARG(above->field), STR_ARG(text_str(&about)));
    mapping_send(file->out, &line);
    text_free(&line);
    text_free(&about);
    arena_push(file->arena, &file->written, arena_str(file->arena, above->words));
}

void mapping_file(void *context, const duly_mapping *mapping)
{
    MappingFile *file = context;
    Text line = { 0 };
    mapping_text(file->shown, mapping);
    text_add(&line, STR("# "));
    printable_add(&line, mapping->file->path);
    mapping_send(file->out, &line);
    for (size_t i = 0; i < mapping->column_count; i++) {
        const duly_mapped_column *column = &mapping->columns[i];
        bool is_shared = column->field.len > 0 && i > 0 && str_equal(mapping->columns[i - 1].heading, column->heading);
        if (column->heading.len == 0 || is_shared || was_written(file, column->heading))
            continue;
        write_column(file, column);
        arena_push(file->arena, &file->written, arena_str(file->arena, column->heading));
    }
    for (size_t i = 0; i < mapping->above_count; i++)
        write_above(file, &mapping->above[i]);
    text_free(&line);
}

void mapping_text(void *context, const duly_mapping *mapping)
{
    Output *out = context;
    Text line = { .language = output_language(out) };
    mapping_tell_file(out, &line, mapping->file);
    mapping_tell_heading(out, &line, mapping);
    for (size_t i = 0; i < mapping->above_count; i++)
        tell_above(out, &line, &mapping->above[i]);
    for (size_t i = 0; i < mapping->column_count; i++)
        tell_column(out, &line, &mapping->columns[i]);
    tell_lacking(out, &line, mapping);
    text_free(&line);
}
