/* A workbook marked as it is: what the findings say of its cells becomes remarks, sheet by sheet. Of cells that are merged only the first
   is seen: what is said of the others is said there. */
#include <stdlib.h>

#include "base/vocabulary.h"
#include "report/book/annotate_parts.h"
#include "report/book/marked.h"

/* ---- merged cells */

/* Sorted by their first rows, and how far down any of them reaches, up to each. */
typedef struct {
    XlsxMerges merges;
    uint32_t *reach;
} Merged;

static int compare_merges(const void *a, const void *b)
{
    const XlsxMerge *one = a, *other = b;
    return one->first_row < other->first_row ? -1 : one->first_row > other->first_row;
}

static Merged annotate_there_read_merged(Annotation *annotation, Original *original, const XlsxSheet *sheet)
{
    Merged merged = { .merges = marked_merges(original, sheet, annotation->arena) };
    size_t count = merged.merges.count;
    merged.reach = arena_array(annotation->arena, uint32_t, count + 1);
    if (count)
        qsort(merged.merges.at, count, sizeof *merged.merges.at, compare_merges);
    for (size_t i = 0; i < count; i++) {
        uint32_t before = i ? merged.reach[i - 1] : 0, last = merged.merges.at[i].last_row;
        merged.reach[i] = last > before ? last : before;
    }
    return merged;
}

/* Moves a mark to the cell that is seen. */
static void move_mark(const Merged *merged, Mark *mark)
{
    size_t low = 0, high = merged->merges.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (merged->merges.at[middle].first_row <= mark->line)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low > 0 && merged->reach[low - 1] >= mark->line; low--) {
        const XlsxMerge *merge = &merged->merges.at[low - 1];
        if (merge->last_row < mark->line || mark->column - 1 < merge->first_column || mark->column - 1 > merge->last_column)
            continue;
        mark->line = merge->first_row;
        mark->column = merge->first_column + 1;
        return;
    }
}

/* ---- remarks */

static bool annotate_has_place(const Mark *mark)
{
    return mark->line > 0 && mark->line <= BOOK_ROWS && mark->column > 0 && mark->column <= BOOK_COLUMNS;
}

static bool is_one_cell(const Mark *one, const Mark *other)
{
    return one->file == other->file && one->line == other->line && one->column == other->column;
}

/* What is said of the cell of the first of these marks; how many are of it. */
static size_t take_remark(Annotation *annotation, const Mark *marks, size_t count, CellRemarks *remarks)
{
    Remark remark = { .format = BOOK_PLAIN, .comment = text_in(annotation->voice.arena) };
    CellRemark cell = { .row = (uint32_t) marks->line - 1, .column = marks->column - 1 };
    size_t taken = 0;
    for (; taken < count && is_one_cell(&marks[taken], marks); taken++) {
        Entry *entry = &annotation->entries.at[marks[taken].entry];
        if (!entry->marked.sheet)
            entry->marked = (BookCell) { annotation->files.at[marks->file].out, cell.row, cell.column };
        if (taken == 0 || marks[taken].entry != marks[taken - 1].entry)
            remark_add(&remark, entry);
    }
    cell.format = remark.format;
    cell.comment = arena_str(annotation->arena, text_str(&remark.comment));
    arena_push(annotation->arena, remarks, cell);
    return taken;
}

static void mark_sheet(Annotation *annotation, Original *original, const XlsxSheet *sheet, uint32_t file)
{
    CellRemarks remarks = { 0 };
    ArenaMark mark = arena_mark(annotation->voice.arena);
    const Mark *at = annotation->marks.at;
    annotation->files.at[file].out = book_sheet_there(&annotation->book, sheet->name);
    for (size_t i = 0, taken = 1; i < annotation->marks.count; i += taken) {
        bool is_here = at[i].file == file && annotate_has_place(&at[i]);
        taken = is_here ? take_remark(annotation, &at[i], annotation->marks.count - i, &remarks) : 1;
        arena_back(annotation->voice.arena, &mark);
    }
    marked_sheet(original, sheet, &remarks);
}

/* ---- the workbook */

static const XlsxSheet *sheet_named(const Original *original, Str name)
{
    XlsxSheets sheets = marked_sheets(original);
    for (size_t i = 0; i < sheets.count; i++)
        if (str_equal(sheets.at[i].name, name))
            return &sheets.at[i];
    return NULL;
}

static void move_marks(Annotation *annotation, Original *original)
{
    for (uint32_t file = 0; file < annotation->files.count; file++) {
        const XlsxSheet *sheet = sheet_named(original, annotation->files.at[file].sheet);
        Merged merged = sheet ? annotate_there_read_merged(annotation, original, sheet) : (Merged) { 0 };
        for (size_t i = 0; merged.merges.count && i < annotation->marks.count; i++)
            if (annotation->marks.at[i].file == file && annotate_has_place(&annotation->marks.at[i]))
                move_mark(&merged, &annotation->marks.at[i]);
    }
    annotation_sort(annotation);
}

/* Programs open a workbook only where the end of its name is that of what it is. */
static Str wrong_ending(Annotation *annotation, const Original *original)
{
    bool is_for_macros = annotation_is_for_macros(annotation);
    if (is_for_macros == marked_has_macros(original))
        return (Str) { 0 };
    const char *ending = is_for_macros ? "xlsx" : "xlsm";
    return arena_format(annotation->arena, "the roster %s macros, and keeps that: name it %.*s.%s", is_for_macros ? "has no" : "holds",
                        STR_ARG(path_stem(annotation->path)), ending);
}

/* The one workbook whose sheets were read; empty: there are several files, or it is none. */
static Str path_of_all(const duly_run *run)
{
    for (size_t i = 0; i < run->file_count; i++)
        if (run->files[i].sheet.len == 0 || !str_equal(run->files[i].path, run->files[0].path))
            return (Str) { 0 };
    return run->file_count ? run->files[0].path : (Str) { 0 };
}

static void annotate_there_mark(Annotation *annotation, Original *original, const duly_run *run, const duly_summary *summary)
{
    MarkedReply reply = {
        arena_str(annotation->arena, say(&annotation->voice, WORDS_BOOK_REPLY, NULL)),
        arena_format(annotation->arena, "%04d-%02d-%02dT00:00:00.00", run->as_of.year, run->as_of.month, run->as_of.day),
    };
    marked_begin(original, &annotation->book, reply);
    for (size_t i = 0; i < run->file_count; i++)
        annotation_file(annotation, run->files[i].path, run->files[i].sheet);
    move_marks(annotation, original);
    for (uint32_t file = 0; file < annotation->files.count; file++) {
        const XlsxSheet *sheet = sheet_named(original, annotation->files.at[file].sheet);
        if (sheet)
            mark_sheet(annotation, original, sheet, file);
    }
    BookSheet *list = marked_add_sheet(original, say(&annotation->voice, WORDS_BOOK_FINDINGS, NULL));
    annotation_list(annotation, list, run, summary);
    Str problem = marked_finish(original, annotation->out);
    if (problem.len)
        annotation_refuse(annotation, run->files[0].path, problem);
}

bool annotate_there(Annotation *annotation, const duly_run *run, const duly_summary *summary)
{
    Str path = path_of_all(run), problem = { 0 };
    Original *original = path.len && !annotation->redact ? marked_open(annotation->arena, path, &problem) : NULL;
    Str ending = original ? wrong_ending(annotation, original) : (Str) { 0 };
    if (ending.len)
        output_refuse(annotation->out, ending);
    else if (problem.len)
        annotation_refuse(annotation, path, problem);
    else if (original)
        annotate_there_mark(annotation, original, run, summary);
    return original || problem.len > 0;
}
