/* The roster, marked: cells that findings blame are coloured and bear a comment, and a sheet lists the findings and leads to them. One
   workbook is marked as it is (annotate_there.c). Of all else a workbook is made anew: the files are read a second time, row by row;
   what is kept are the findings, so many and no more. */
#include "report/book/annotate_parts.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "report/facts.h"

enum { MOST_FINDINGS = 100000, NO_FILE = UINT32_MAX };

/* ---- collecting */

uint32_t annotation_file(Annotation *annotation, duly_text path, duly_text sheet)
{
    for (size_t i = 0; i < annotation->files.count; i++)
        if (str_equal(annotation->files.at[i].path, path) && str_equal(annotation->files.at[i].sheet, sheet))
            return (uint32_t) i;
    Marked file = { .path = arena_str(annotation->arena, path), .sheet = arena_str(annotation->arena, sheet) };
    arena_push(annotation->arena, &annotation->files, file);
    return (uint32_t) annotation->files.count - 1;
}

static uint32_t field_index(Annotation *annotation, Str name)
{
    uint32_t index = map_get(annotation->fields, name);
    return index != MAP_NONE ? index : map_add(annotation->fields, arena_str(annotation->arena, name), annotation->fields->count);
}

static Entry make_entry(Annotation *annotation, const duly_finding *finding)
{
    Arena *arena = annotation->arena;
    return (Entry) {
        .subject = arena_str(arena, finding->about.len ? (Str) finding->about : value_said(&annotation->voice, finding->key)),
        .message = arena_str(arena, finding_line(&annotation->voice, finding)),
        .rule = arena_str(arena, finding->id),
        .place = finding_whole_place(arena, finding),
        .format = book_severity(finding),
        .severity = finding->severity,
        .file = finding->file.len ? annotation_file(annotation, finding->file, finding->sheet) : NO_FILE,
    };
}

static void annotate_finding(void *context, const duly_finding *told)
{
    Annotation *annotation = context;
    if (annotation->entries.count == MOST_FINDINGS) {
        annotation->left_out++;
        return;
    }
    Entry entry = make_entry(annotation, told);
    Mark mark = { .file = entry.file, .entry = (uint32_t) annotation->entries.count, .line = told->line };
    arena_push(annotation->arena, &annotation->entries, entry);
    for (size_t i = 0; i < told->cell_count && entry.file != NO_FILE; i++) {
        mark.column = told->cells[i].column;
        mark.field = field_index(annotation, told->cells[i].field);
        arena_push(annotation->arena, &annotation->marks, mark);
    }
    mark.column = told->column;
    if (told->column && entry.file != NO_FILE)
        arena_push(annotation->arena, &annotation->marks, mark);
}

static void annotate_begin(void *context, const duly_run *run)
{
    Annotation *annotation = context;
    annotation->voice.language = arena_str(annotation->arena, run->language);
}

/* ---- marking */

static int compare_marks(const void *a, const void *b)
{
    const Mark *one = a, *other = b;
    if (one->file != other->file)
        return one->file < other->file ? -1 : 1;
    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    if (one->column != other->column)
        return one->column < other->column ? -1 : 1;
    return one->entry < other->entry ? -1 : one->entry > other->entry;
}

void annotation_sort(Annotation *annotation)
{
    if (annotation->marks.count)
        qsort(annotation->marks.at, annotation->marks.count, sizeof *annotation->marks.at, compare_marks);
}

static uint32_t column_of(const Annotation *annotation, const Mark *mark)
{
    if (mark->column || !annotation->file->is_keyed)
        return mark->column;
    return mark->field < annotation->columns.count ? annotation->columns.at[mark->field] : 0;
}

void remark_add(Remark *remark, const Entry *entry)
{
    remark->format = remark->format == BOOK_PLAIN || entry->format < remark->format ? entry->format : remark->format;
    text_format(&remark->comment, "%s%.*s\n%.*s", remark->comment.len ? "\n\n" : "", STR_ARG(entry->message), STR_ARG(entry->rule));
}

static Remark remark_on(Annotation *annotation, const Mark *marks, size_t count, uint32_t column, uint32_t row)
{
    Remark remark = { .format = BOOK_PLAIN, .comment = text_in(annotation->voice.arena) };
    for (size_t i = 0; i < count; i++) {
        Entry *entry = &annotation->entries.at[marks[i].entry];
        if (column_of(annotation, &marks[i]) != column)
            continue;
        if (!entry->marked.sheet && column <= BOOK_COLUMNS)
            entry->marked = (BookCell) { annotation->file->out, row, column - 1 };
        remark_add(&remark, entry);
    }
    return remark;
}

static bool takes_day(BookFormat format)
{
    return format >= BOOK_ERROR && format <= BOOK_WAIVED;
}

static bool put_day(Annotation *annotation, BookCell cell, Str text, BookFormat format)
{
    Date date;
    if (!date_parse_iso(text, &date) || date_year(date) <= 1900)
        return false;
    BookFormat as_day = takes_day(format) ? format + 1 : BOOK_DAY;
    book_day(&annotation->book, cell, (duly_date) { date_year(date), date_month(date), date_day(date) }, as_day);
    return true;
}

static void annotate_put_cell(Annotation *annotation, BookCell cell, const duly_row_cell *from, BookFormat format)
{
    Str text = from ? from->text : (Str) { 0 };
    if (from && from->is_private && annotation->redact)
        text = (Str) { 0 };
    if (text.len == 0) {
        if (format != BOOK_PLAIN)
            book_blank(&annotation->book, cell, format);
        return;
    }
    if (!(from->kind == DULY_CELL_NUMBER && book_number(&annotation->book, cell, text, format)) &&
        !(from->kind == DULY_CELL_DAY && put_day(annotation, cell, text, format)))
        book_text(&annotation->book, cell, text, format);
}

/* Cells of the row, and those that are empty and blamed. */
static void annotate_put_row(Annotation *annotation, const duly_row *row, const Mark *marks, size_t count, uint32_t at)
{
    uint32_t last = row->cell_count ? row->cells[row->cell_count - 1].column : 0;
    for (size_t i = 0; i < count; i++)
        if (column_of(annotation, &marks[i]) > last)
            last = column_of(annotation, &marks[i]);
    size_t next = 0;
    for (uint32_t column = 1; column <= last; column++) {
        bool is_there = next < row->cell_count && row->cells[next].column == column;
        Remark remark = remark_on(annotation, marks, count, column, at);
        BookCell cell = { annotation->file->out, at, column - 1 };
        if (row->is_heading && remark.format == BOOK_PLAIN)
            remark.format = BOOK_HEAD;
        annotate_put_cell(annotation, cell, is_there ? &row->cells[next] : NULL, remark.format);
        book_comment(&annotation->book, cell, text_str(&remark.comment));
        next += is_there;
    }
}

/* The heading of a keyed file is made of the names of its fields. */
static void learn_columns(Annotation *annotation, const duly_row *row)
{
    annotation->file->is_keyed = true;
    annotation->columns.count = 0;
    for (uint32_t i = 0; i < annotation->fields->count; i++)
        arena_push(annotation->arena, &annotation->columns, 0);
    for (size_t i = 0; i < row->cell_count; i++) {
        uint32_t field = map_get(annotation->fields, row->cells[i].text);
        if (field != MAP_NONE)
            annotation->columns.at[field] = row->cells[i].column;
    }
}

static Str sheet_name(const Marked *file)
{
    return file->sheet.len ? file->sheet : path_stem(file->path);
}

static void put_heading(Annotation *annotation, const duly_row *row, const Mark *marks, size_t count, uint32_t at)
{
    annotate_put_row(annotation, row, marks, count, at);
    book_freeze(annotation->file->out, at + 1, 0);
}

static void keep_heading(Annotation *annotation, const duly_row *row)
{
    duly_row_cell *cells = arena_array(annotation->arena, duly_row_cell, row->cell_count + 1);
    for (size_t i = 0; i < row->cell_count; i++) {
        Str text = arena_str(annotation->arena, row->cells[i].text);
        cells[i] = row->cells[i];
        cells[i].text = text;
    }
    annotation->file->heading = *row;
    annotation->file->heading.cells = cells;
}

/* Rows of a sheet keep their numbers; those of other files follow one another, over several sheets where one cannot hold them. */
static uint32_t place_row(Annotation *annotation, const duly_row *row)
{
    Marked *file = annotation->file;
    uint32_t at = file->sheet.len ? (uint32_t) (row->line - 1) : file->next_row;
    if (at == BOOK_ROWS) {
        file->out = book_sheet(&annotation->book, sheet_name(file));
        at = 0;
        if (file->heading.cell_count)
            put_heading(annotation, &file->heading, NULL, 0, at++);
    }
    file->next_row = at + 1;
    return at;
}

static void read_row(void *context, const duly_row *row)
{
    Annotation *annotation = context;
    size_t first = annotation->next_mark, end = first;
    if (row->line == 0)
        learn_columns(annotation, row);
    uint32_t at = place_row(annotation, row);
    while (first < annotation->marks.count && annotation->marks.at[first].file == annotation->file_index &&
           annotation->marks.at[first].line < row->line)
        first++;
    for (end = first; end < annotation->marks.count && annotation->marks.at[end].file == annotation->file_index &&
                      annotation->marks.at[end].line == row->line && row->line > 0;)
        end++;
    annotation->next_mark = first;
    if (row->is_heading)
        keep_heading(annotation, row);
    (row->is_heading ? put_heading : annotate_put_row)(annotation, row, end > first ? &annotation->marks.at[first] : NULL, end - first, at);
}

void annotation_refuse(Annotation *annotation, Str path, Str problem)
{
    output_refuse(annotation->out, arena_format(annotation->arena, "cannot mark %.*s: %.*s", STR_ARG(path), STR_ARG(problem)));
}

static void annotate_tell_problem(void *context, const duly_problem *problem)
{
    annotation_refuse(context, problem->path, problem->message);
}

static void mark_file(Annotation *annotation, const duly_run *run, const duly_file *told)
{
    uint32_t index = annotation_file(annotation, told->path, told->sheet);
    size_t low = 0;
    while (low < annotation->marks.count && annotation->marks.at[low].file < index)
        low++;
    annotation->file = &annotation->files.at[index];
    annotation->file->out = book_sheet(&annotation->book, sheet_name(annotation->file));
    annotation->file_index = index;
    annotation->next_mark = low;
    duly_sink sink = { .size = sizeof sink, .context = annotation, .problem = annotate_tell_problem };
    duly_read(run->pack, told, read_row, annotation, &sink);
}

/* ---- the list of findings */

static void put_entry(Annotation *annotation, uint32_t row, const Entry *entry)
{
    const BookText texts[] = { { 0, say(&annotation->voice, severity_phrases[entry->severity], NULL), entry->format },
                               { 1, entry->subject, BOOK_PLAIN },
                               { 2, entry->message, BOOK_WRAP },
                               { 4, entry->rule, BOOK_PLAIN } };
    book_texts(&annotation->book, annotation->first, row, texts, sizeof texts / sizeof *texts);
    BookCell place = { annotation->first, row, 3 };
    if (entry->marked.sheet)
        book_link(&annotation->book, place, entry->marked, entry->place, BOOK_LINK);
    else
        book_text(&annotation->book, place, entry->place, BOOK_PLAIN);
}

/* The next row. */
static uint32_t put_limits(Annotation *annotation, uint32_t row)
{
    Str limits = book_limits(&annotation->book, &annotation->voice);
    if (limits.len)
        book_text(&annotation->book, (BookCell) { annotation->first, row++, 0 }, limits, BOOK_ERROR);
    return row;
}

static uint32_t put_first_lines(Annotation *annotation, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &annotation->voice;
    uint64_t unmarked = annotation->left_out + summary->left_out;
    uint32_t row = 0;
    book_text(&annotation->book, (BookCell) { annotation->first, row++, 0 }, run_totals(voice, run, summary), BOOK_TITLE);
    if (!run->complete)
        book_phrase(&annotation->book, (BookCell) { annotation->first, row++, 0 }, voice, WORDS_INCOMPLETE, BOOK_ERROR);
    if (summary->has_baseline)
        book_text(&annotation->book, (BookCell) { annotation->first, row++, 0 }, run_baseline(voice, summary), BOOK_WARNING);
    if (unmarked)
        book_text(&annotation->book, (BookCell) { annotation->first, row++, 0 }, say_number(voice, WORDS_BOOK_UNMARKED, unmarked),
                  BOOK_ERROR);
    return put_limits(annotation, row);
}

void annotation_list(Annotation *annotation, BookSheet *sheet, const duly_run *run, const duly_summary *summary)
{
    static const BookHeading columns[] = { { WORDS_BOOK_SEVERITY, 10 },
                                           { WORDS_BOOK_RECORD, 18 },
                                           { WORDS_BOOK_MESSAGE, 80 },
                                           { WORDS_BOOK_PLACE, 36 },
                                           { WORDS_BOOK_RULE, 30 } };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    annotation->first = sheet;
    uint32_t row = put_first_lines(annotation, run, summary);
    book_headings(&annotation->book, annotation->first, row, &annotation->voice, columns, COLUMNS);
    book_freeze(annotation->first, row + 1, 0);
    book_filter((BookCell) { annotation->first, row, 0 }, row + (uint32_t) annotation->entries.count, COLUMNS - 1);
    uint64_t cut = annotation->book.cut;
    for (size_t i = 0; i < annotation->entries.count; i++)
        put_entry(annotation, row + 1 + (uint32_t) i, &annotation->entries.at[i]);
    if (annotation->book.cut > cut)
        put_limits(annotation, row + 1 + (uint32_t) annotation->entries.count);
}

static void make_anew(Annotation *annotation, const duly_run *run, const duly_summary *summary)
{
    book_open(&annotation->book, annotation->arena);
    BookSheet *first = book_sheet(&annotation->book, say(&annotation->voice, WORDS_BOOK_FINDINGS, NULL));
    annotation_sort(annotation);
    for (size_t i = 0; i < run->file_count; i++)
        mark_file(annotation, run, &run->files[i]);
    annotation_list(annotation, first, run, summary);
    book_finish(&annotation->book, annotation->out, run->as_of);
}

bool annotation_is_for_macros(const Annotation *annotation)
{
    return str_equal_but_for_case(path_extension(annotation->path), STR("xlsm"));
}

static void annotate_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Annotation *annotation = context;
    if (annotate_there(annotation, run, summary))
        return;
    if (annotation_is_for_macros(annotation))
        output_refuse(annotation->out, arena_format(annotation->arena, "the marked roster is made anew, without macros: name it %.*s.xlsx",
                                                    STR_ARG(path_stem(annotation->path))));
    else
        make_anew(annotation, run, summary);
}

/* ---- opening */

duly_sink annotate_open(const ReportOptions *options)
{
    Annotation *annotation = arena_new(options->arena, Annotation);
    *annotation = (Annotation) {
        .arena = options->arena,
        .fields = map_in(options->arena),
        .voice = { options->scratch, { 0 } },
        .out = options->out,
        .path = options->path,
        .redact = options->redact,
    };
    return (duly_sink) {
        .size = sizeof(duly_sink), .context = annotation, .begin = annotate_begin, .finding = annotate_finding, .end = annotate_end
    };
}
