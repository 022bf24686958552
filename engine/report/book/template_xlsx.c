/* An empty roster as a workbook: a sheet with the headings, what may be typed below each, and what the pack says of it as a comment.
   Programs ask where something else is typed, and take it all the same: a pack may read more than a form can say. */
#include "report/template.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "report/book/book_parts.h"
#include "report/escape.h"

enum { LIST_UNITS = 255 };

/* What a drop-down offers that is too long to stand in it: a column of a sheet beside. */
typedef struct {
    Str *values;
    size_t count;
} LongList;

typedef struct {
    const ReportOptions *options;
    Str table;
    Voice voice;
    Book book;
    BookSheet *sheet, *lists; /* lists: NULL until there is a long one */
    ARRAY(LongList) longs;
    uint32_t columns;
} Form;

/* ---- notes */

static void template_xlsx_add_line(Text *note, Str line)
{
    text_format(note, "%s%.*s", note->len && line.len ? "\n" : "", STR_ARG(line));
}

static Str value_label(const duly_pair *value)
{
    return value->value.len ? value->value : value->name;
}

static Str template_xlsx_join(Arena *arena, duly_pairs values, Str comma)
{
    Text text = text_in(arena);
    for (size_t i = 0; i < values.count; i++) {
        text_add(&text, i ? comma : STR(""));
        text_add(&text, value_label(&values.at[i]));
    }
    return text_str(&text);
}

static Str type_line(const Form *form, const duly_field *field)
{
    static const struct {
        const char *type;
        WordsId words;
    } lines[] = { { "date", WORDS_FORM_DATE }, { "timestamp", WORDS_FORM_TIMESTAMP }, { "time", WORDS_FORM_TIME },
                  { "int", WORDS_FORM_INT },   { "double", WORDS_FORM_DOUBLE },       { "bool", WORDS_FORM_BOOL } };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (str_is(field->type, lines[i].type))
            return say(&form->voice, lines[i].words, NULL);
    return (Str) { 0 };
}

static void template_xlsx_add_bounds(const Form *form, const duly_field *field, Text *note)
{
    if (field->min.len)
        template_xlsx_add_line(note, SAY(&form->voice, WORDS_FORM_AT_LEAST, field->min));
    if (field->max.len)
        template_xlsx_add_line(note, SAY(&form->voice, WORDS_FORM_AT_MOST, field->max));
}

static Str make_note(const Form *form, const duly_field *field)
{
    const Voice *voice = &form->voice;
    Text note = text_in(voice->arena);
    template_xlsx_add_line(&note, field->title.len ? field->title : field->name);
    if (field->required)
        template_xlsx_add_line(&note, say(voice, WORDS_FORM_REQUIRED, NULL));
    template_xlsx_add_line(&note, type_line(form, field));
    template_xlsx_add_bounds(form, field, &note);
    if (field->values.count)
        template_xlsx_add_line(
            &note, SAY(voice, WORDS_FORM_VALUES, template_xlsx_join(voice->arena, field->values, say(voice, WORDS_FORM_COMMA, NULL))));
    if (field->separator.len)
        template_xlsx_add_line(&note, SAY(voice, WORDS_FORM_SEVERAL, field->separator));
    if (field->pattern.len)
        template_xlsx_add_line(&note, SAY(voice, WORDS_FORM_PATTERN, field->pattern));
    return text_str(&note);
}

/* ---- what may be typed */

/* Programs take so many values in a drop-down, and no more. */
static bool fits_in_list(Str joined, duly_pairs values)
{
    size_t commas = 0;
    for (size_t i = 0; i < joined.len; i++)
        commas += joined.at[i] == ',';
    return book_fitting(joined, LIST_UNITS) == joined.len && commas + 1 == values.count && str_find(joined, STR("\""), 0) == SIZE_MAX;
}

static void validate_list(Form *form, Str joined)
{
    Text formula = text_in(form->voice.arena);
    text_add(&formula, STR("<formula1>\""));
    escape_xml(&formula, joined);
    text_add(&formula, STR("\"</formula1>"));
    book_validate(form->sheet, form->columns, STR("type=\"list\""), text_str(&formula));
}

static void validate_long_list(Form *form, duly_pairs values)
{
    Arena *arena = form->options->arena;
    LongList list = { arena_array(arena, Str, values.count), values.count };
    for (size_t i = 0; i < values.count; i++)
        list.values[i] = arena_str(arena, value_label(&values.at[i]));
    if (!form->lists) {
        form->lists = book_sheet(&form->book, say(&form->voice, WORDS_FORM_LISTS, NULL));
        book_hide(form->lists);
    }
    Text formula = text_in(form->voice.arena);
    text_add(&formula, STR("<formula1>'"));
    escape_xml(&formula, book_sheet_name(form->lists));
    text_add(&formula, STR("'!"));
    book_add_address(&formula, 0, (uint32_t) form->longs.count, "$");
    text_add_char(&formula, ':');
    book_add_address(&formula, (uint32_t) values.count - 1, (uint32_t) form->longs.count, "$");
    text_add(&formula, STR("</formula1>"));
    book_validate(form->sheet, form->columns, STR("type=\"list\""), text_str(&formula));
    arena_push(arena, &form->longs, list);
}

static void validate_values(Form *form, const duly_field *field)
{
    Str joined = template_xlsx_join(form->voice.arena, field->values, STR(","));
    if (field->values.count && fits_in_list(joined, field->values))
        validate_list(form, joined);
    else if (field->values.count)
        validate_long_list(form, field->values);
}

static void write_lists(Form *form)
{
    size_t rows = 0;
    for (size_t i = 0; i < form->longs.count; i++)
        rows = form->longs.at[i].count > rows ? form->longs.at[i].count : rows;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < form->longs.count; i++)
            if (row < form->longs.at[i].count)
                book_text(&form->book, (BookCell) { form->lists, (uint32_t) row, (uint32_t) i }, form->longs.at[i].values[row], BOOK_TEXT);
}

static Str number_of_day(Arena *arena, Str text, Str otherwise)
{
    Date date;
    uint64_t number = date_parse_iso(text, &date) ? book_number_of_day(date) : 0;
    return number ? number_in(arena, number) : otherwise;
}

static Str template_xlsx_plain_number(Str text, Str otherwise)
{
    double number;
    return text.len && str_to_double(text, &number) ? text : otherwise;
}

static void validate_between(Form *form, const char *type, Str least, Str most)
{
    Arena *arena = form->voice.arena;
    book_validate(form->sheet, form->columns, arena_format(arena, "type=\"%s\" operator=\"between\"", type),
                  arena_format(arena, "<formula1>%.*s</formula1><formula2>%.*s</formula2>", STR_ARG(least), STR_ARG(most)));
}

static void validate(Form *form, const duly_field *field)
{
    Arena *arena = form->voice.arena;
    Str low = STR("-999999999999999"), high = STR("999999999999999"), last_day = STR("2958465");
    if (str_is(field->type, "enum"))
        validate_values(form, field);
    else if (str_is(field->type, "bool"))
        validate_list(form, say(&form->voice, WORDS_FORM_TRUTHS, NULL));
    else if (str_is(field->type, "int"))
        validate_between(form, "whole", template_xlsx_plain_number(field->min, low), template_xlsx_plain_number(field->max, high));
    else if (str_is(field->type, "double"))
        validate_between(form, "decimal", template_xlsx_plain_number(field->min, low), template_xlsx_plain_number(field->max, high));
    else if (str_is(field->type, "date"))
        validate_between(form, "date", number_of_day(arena, field->min, STR("367")), number_of_day(arena, field->max, last_day));
    else if (str_is(field->type, "timestamp"))
        validate_between(form, "date", STR("367"), STR("2958465.99999"));
    else if (str_is(field->type, "time"))
        validate_between(form, "time", STR("0"), STR("0.99999"));
}

/* ---- columns */

static BookFormat template_xlsx_format_of(const duly_field *field)
{
    static const char *const others[] = { "int", "double", "bool", "timestamp", "time" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_is(field->type, others[i]))
            return BOOK_PLAIN;
    return str_is(field->type, "date") ? BOOK_DAY : BOOK_TEXT;
}

static void template_xlsx_take_field(void *context, const duly_field *field)
{
    enum { LEAST = 12, MOST = 40 };
    Form *form = context;
    if (!template_has(field, form->table))
        return;
    Str heading = template_heading(field, form->options->language);
    BookCell cell = { form->sheet, 0, form->columns };
    size_t width = utf8_width(heading) + 2;
    book_column(&form->book, form->sheet, form->columns,
                (double) (width < LEAST  ? LEAST
                          : width > MOST ? MOST
                                         : width),
                template_xlsx_format_of(field));
    book_text(&form->book, cell, heading, BOOK_HEAD);
    book_comment(&form->book, cell, make_note(form, field));
    validate(form, field);
    form->columns++;
}

static void template_xlsx_take_table(void *context, const duly_table *table)
{
    Form *form = context;
    if (!form->sheet && str_equal(table->name, form->table))
        form->sheet = book_sheet(&form->book, table->file.len ? table->file : table->name);
}

void template_xlsx(const duly_pack *pack, Str table, const ReportOptions *options)
{
    Form *form = arena_new(options->arena, Form);
    *form = (Form) { .options = options, .table = table, .voice = { options->scratch, options->language } };
    book_open(&form->book, options->arena);
    form->book.program = "duly template";
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = form, .table = template_xlsx_take_table });
    book_freeze(form->sheet, 1, 0);
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = form, .field = template_xlsx_take_field });
    write_lists(form);
    book_finish(&form->book, options->out, (duly_date) { 0 });
}
