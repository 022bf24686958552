/* The table of formats, and what is asked of it. */
#include "report/report.h"

#include "base/diag.h"
#include "base/said.h"

static const Format formats[] = {
#define FORMAT(subject, name, description, endings, traits, kind, function) \
    { SUBJECT_##subject, name, description, endings, traits, { .kind = function } },
#include "report/formats.def"
};

enum { FORMATS = sizeof formats / sizeof *formats };

const Format *format_next(Subject subject, const Format *format)
{
    for (size_t i = format ? (size_t) (format - formats) + 1 : 0; i < FORMATS; i++)
        if (formats[i].subject == subject)
            return &formats[i];
    return NULL;
}

const Format *format_find(Subject subject, Str name)
{
    const Format *format = format_next(subject, NULL);
    while (format && !str_is(name, format->name))
        format = format_next(subject, format);
    return format;
}

void formats_add_names(Text *out, Subject subject, const char *last)
{
    const Format *first = format_next(subject, NULL);
    for (const Format *format = first; format; format = format_next(subject, format)) {
        if (format != first)
            text_say(out, format_next(subject, format) ? ", " : last);
        text_add(out, str_of(format->name));
    }
}

static bool ends_like(Str file, Str ending)
{
    return file.len >= ending.len && str_equal_but_for_case(str_slice(file, file.len - ending.len, file.len), ending);
}

/* Of a file that somebody named in place of a format: "report.html". */
const Format *format_of_file(Subject subject, Str file)
{
    for (const Format *format = format_next(subject, NULL); format; format = format_next(subject, format)) {
        Str endings = str_of(format->endings);
        while (endings.len) {
            size_t blank = str_find(endings, STR(" "), 0), end = blank == SIZE_MAX ? endings.len : blank;
            if (ends_like(file, str_slice(endings, 0, end)))
                return format;
            endings = str_slice(endings, end < endings.len ? end + 1 : end, endings.len);
        }
    }
    return NULL;
}

static bool report_is_one_of(Str extension, const char *const *list)
{
    for (; *list; list++)
        if (str_equal_but_for_case(extension, str_of(*list)))
            return true;
    return false;
}

bool format_opens(Arena *arena, const Format *format, Str path, Str *problem, Str *hint)
{
    static const char *const books[] = { "xls", "xlsx", "xlsm", "xlsb", "xlt", "xltx", "xltm", "ods", "et", NULL }, *const texts[] = {
        "csv", "tsv", "txt", NULL
    };
    Str extension = path_extension(path), endings = str_of(format->endings);
    size_t blank = str_find(endings, STR(" "), 0);
    Str ending = str_slice(endings, 0, blank == SIZE_MAX ? endings.len : blank);
    bool is_book = str_starts_with(endings, STR(".xlsx")), names_book = report_is_one_of(extension, books);
    if (format_of_file(format->subject, path) == format || (is_book ? !names_book && !report_is_one_of(extension, texts) : !names_book))
        return true;
    if (format->subject == SUBJECT_TEMPLATE && !format_of_file(format->subject, path))
        ending = STR(".xlsx"); /* no format was asked for but by that name */
    *problem = is_book
                   ? arena_format(arena, "what is written is a workbook, and programs do not open it under the name %.*s", STR_ARG(path))
                   : arena_format(arena, "what is written is no workbook, and programs do not open it under the name %.*s", STR_ARG(path));
    if (ending.len)
        *hint = arena_format(arena, "name it %.*s%.*s", STR_ARG(str_slice(path, 0, path.len - extension.len - 1)), STR_ARG(ending));
    return false;
}

void format_unknown(Arena *arena, Subject subject, Str name, Str *problem, Str *hint)
{
    Nearest nearest = nearest_to(name);
    Text all = text_in(arena);
    const Format *named = format_of_file(subject, name);
    for (const Format *format = format_next(subject, NULL); format; format = format_next(subject, format))
        nearest_try(&nearest, str_of(format->name));
    Str found = nearest_found(&nearest);
    formats_add_names(&all, subject, ", ");
    *problem = arena_format(arena, "there is no format '%.*s'", STR_ARG(name));
    *hint = named       ? arena_format(arena, "write --format %s=%.*s", named->name, STR_ARG(name))
            : found.len ? arena_format(arena, "did you mean %.*s?", STR_ARG(found))
                        : arena_format(arena, "there are %.*s", STR_ARG(text_str(&all)));
}

ReportOptions *options_kept(const ReportOptions *options)
{
    ReportOptions *kept = arena_new(options->arena, ReportOptions);
    *kept = *options;
    return kept;
}
