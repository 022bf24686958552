/* Programs call many things .xls and .xlsx: web pages, XML, tables of text, documents of other programs. Excel opens most of them and so
   hides what they are; whoever made the file can often choose another kind, and need only be told.

   All of it comes to a sentence, none to a reading: it is asked when a file could not be read as what its name says. So it may look at
   some first bytes and be content with what is likely. */
#include "codec/filekind.h"
#include "base/ascii.h"

/* ---- containers of Microsoft Office, as they were before 2007 and as encrypted files still are */

/* The names in such a container are UTF-16. */
static bool has_name(Str bytes, const char *word)
{
    char wide[64];
    size_t len = 0;
    for (; word[len / 2] && len + 2 < sizeof wide; len += 2) {
        wide[len] = word[len / 2];
        wide[len + 1] = 0;
    }
    return str_find(bytes, (Str) { wide, len }, 0) != SIZE_MAX;
}

#define CONTAINER "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define OLD_WORKBOOK "this is a workbook of the old kind (.xls), whatever its name says; give its name that ending"

Str file_kind_container(Str bytes)
{
    if (has_name(bytes, "EncryptedPackage"))
        return STR("the workbook is encrypted; open it with its password and save it without one");
    if (has_name(bytes, "Workbook") || has_name(bytes, "Book"))
        return STR(OLD_WORKBOOK);
    if (has_name(bytes, "WordDocument"))
        return STR("this is a document of Microsoft Word (.doc), not a workbook; save its table in a workbook (.xlsx)");
    return STR("this is neither a workbook (.xlsx) nor one of the old kind, but another document of Microsoft Office");
}

/* ---- what the first bytes tell */

#define PICTURE "this is a picture, not a table; a table is needed whose cells hold text, as .xlsx or .csv"
#define PACKED "this is a packed archive; unpack it and name the file in it"

/* Before Excel 5 a workbook was its bare records, the first of them BOF in one of four versions. */
static const struct {
    Str mark;
    Str sentence;
} marks[] = {
    { { "\x09\x00\x04\x00", 4 }, { OLD_WORKBOOK, sizeof OLD_WORKBOOK - 1 } },
    { { "\x09\x02\x06\x00", 4 }, { OLD_WORKBOOK, sizeof OLD_WORKBOOK - 1 } },
    { { "\x09\x04\x06\x00", 4 }, { OLD_WORKBOOK, sizeof OLD_WORKBOOK - 1 } },
    { { "\x09\x08\x08\x00", 4 }, { OLD_WORKBOOK, sizeof OLD_WORKBOOK - 1 } },
    { { "\x09\x08\x10\x00", 4 }, { OLD_WORKBOOK, sizeof OLD_WORKBOOK - 1 } },
#define MARK(mark, sentence)              \
    {                                     \
        { mark, sizeof mark - 1 },        \
        {                                 \
            sentence, sizeof sentence - 1 \
        }                                 \
    }
    MARK("%PDF-", "this is a PDF, not a table; ask for the workbook that it was made from, or enter the table in one (.xlsx)"),
    MARK("\x89PNG\r\n", PICTURE),
    MARK("\xFF\xD8\xFF", PICTURE),
    MARK("GIF87a", PICTURE),
    MARK("GIF89a", PICTURE),
    MARK("II*\0", PICTURE),
    MARK("MM\0*", PICTURE),
    MARK("\x1F\x8B", PACKED),
    MARK("7z\xBC\xAF\x27\x1C", PACKED),
    MARK("Rar!\x1A\x07", PACKED),
    MARK("BZh91AY", PACKED),
    MARK("\xFD"
         "7zXZ\0",
         PACKED),
    MARK("{\\rtf", "this is a document (RTF), not a workbook; save its table in a workbook (.xlsx)"),
    MARK("SQLite format 3\0", "this is a database (SQLite); export the table that is meant as .csv"),
    MARK("PAR1\x15", "this is a table in Parquet; export it as .csv"),
};

bool file_kind_is_container(Str head)
{
    return str_starts_with(head, STR(CONTAINER));
}

Str file_kind_binary(Str head)
{
    if (file_kind_is_container(head))
        return file_kind_container(head);
    if (str_starts_with(head, STR("RIFF")) && head.len >= 12 && str_equal(str_slice(head, 8, 12), STR("WEBP")))
        return STR(PICTURE);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts_with(head, marks[i].mark))
            return marks[i].sentence;
    return (Str) { 0 };
}

bool file_kind_is_old_workbook(Str head)
{
    return str_is(file_kind_binary(head), OLD_WORKBOOK);
}

/* ---- markup and text */

static bool filekind_begins_with(Str text, const char *word)
{
    size_t i = 0;
    while (word[i] && i < text.len && ascii_lower(text.at[i]) == word[i])
        i++;
    return word[i] == 0;
}

static bool filekind_contains(Str text, const char *word)
{
    for (; text.len; text = str_slice(text, 1, text.len))
        if (ascii_lower(text.at[0]) == word[0] && filekind_begins_with(text, word))
            return true;
    return false;
}

/* XML tells what it is near its start, by its root and the namespaces there. */
static Str tell_xml(Str text)
{
    Str start = str_slice(text, 0, text.len < 4096 ? text.len : 4096);
    if (filekind_contains(start, "<html") || filekind_contains(start, "<!doctype html"))
        return STR("this is a web page (HTML), not a workbook; open it in a spreadsheet program and save it as .xlsx");
    if (filekind_contains(start, "urn:schemas-microsoft-com:office:spreadsheet") || filekind_contains(start, "progid=\"excel.sheet\""))
        return STR("this is an XML spreadsheet of 2003, not a workbook; open it in a spreadsheet program and save it as .xlsx");
    if (filekind_contains(start, "urn:oasis:names:tc:opendocument"))
        return STR("this is a flat OpenDocument file, not a workbook; open it in LibreOffice and save it as .xlsx");
    return STR("this is XML, not a workbook; open it in the program that made it and export the table as .xlsx or .csv");
}

static bool is_html(Str text)
{
    static const char *const starts[] = { "<html",  "<!doctype html", "<table", "<head",   "<meta", "<body", "<div",
                                          "<style", "<script",        "<tr",    "<center", "<font", "<p>",   "<!--" };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (filekind_begins_with(text, starts[i]))
            return true;
    return false;
}

static size_t count_bytes(Str text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == c;
    return count;
}

/* Every other byte of Latin letters and delimiters in UTF-16 is zero; other text has none. */
static Str tell_text(Str text, bool is_wide)
{
    size_t tabs = count_bytes(text, '\t'), commas = count_bytes(text, ',') + count_bytes(text, ';');
    if (count_bytes(text, 0) > 0 && !is_wide)
        return STR("this is no workbook, whatever its name says, and no text either; save it as .xlsx");
    if (tabs && tabs >= commas)
        return STR("this is text with tabs between the cells, not a workbook; give its name the ending .tsv");
    if (commas)
        return STR("this is text with commas between the cells, not a workbook; give its name the ending .csv");
    return STR("this is text, not a workbook, whatever its name says; save it as .xlsx, or as .csv");
}

/* Bytes of UTF-16 that are ASCII letters, the zeros between them left out, so that the same words are found. */
static Str filekind_narrow(Str head, char *room, size_t size)
{
    size_t len = 0, low = (unsigned char) head.at[0] == 0xFE ? 1 : 0;
    for (size_t at = 2; at + 1 < head.len && len < size; at += 2)
        room[len++] = head.at[at + 1 - low] == 0 ? head.at[at + low] : '?';
    return (Str) { room, len };
}

#define WEB_ARCHIVE "this is a web archive (MHT), not a workbook; open it in a spreadsheet program and save it as .xlsx"

/* Pages, XML and archives of pages; empty: none of them. */
static Str tell_markup(Str text)
{
    if (filekind_begins_with(text, "<?xml"))
        return tell_xml(text);
    if (is_html(text))
        return STR("this is a web page (HTML), not a workbook; open it in a spreadsheet program and save it as .xlsx");
    if (filekind_begins_with(text, "mime-version:") || filekind_begins_with(text, "from: <saved by"))
        return STR(WEB_ARCHIVE);
    return filekind_begins_with(text, "<workbook") ? tell_xml(text) : (Str) { 0 };
}

static Str tell_readable(Str text, bool is_wide)
{
    Str markup = tell_markup(text);
    if (markup.len)
        return markup;
    if (filekind_contains(str_slice(text, 0, text.len < 512 ? text.len : 512), "multipart/related"))
        return STR(WEB_ARCHIVE);
    if (filekind_begins_with(text, "<"))
        return tell_xml(text);
    if (filekind_begins_with(text, "id;p"))
        return STR("this is a table in SYLK, not a workbook; open it in a spreadsheet program and save it as .xlsx");
    if (filekind_begins_with(text, "{") || filekind_begins_with(text, "["))
        return STR("this is JSON, not a workbook; give its name the ending .json");
    return tell_text(text, is_wide);
}

enum { NARROW_BYTES = 4096 };

/* The readable part, in ASCII where it is UTF-16. */
static Str filekind_text_of(Str head, char *room, bool *is_wide)
{
    *is_wide = str_starts_with(head, STR("\xFF\xFE")) || str_starts_with(head, STR("\xFE\xFF"));
    if (*is_wide)
        return str_trim(filekind_narrow(head, room, NARROW_BYTES));
    bool has_mark = str_starts_with(head, STR("\xEF\xBB\xBF"));
    return str_trim(str_slice(head, has_mark ? 3 : 0, head.len));
}

Str file_kind_no_workbook(Str head)
{
    char room[NARROW_BYTES];
    bool is_wide;
    Str known = file_kind_binary(head);
    if (head.len == 0)
        return STR("the file is empty");
    if (known.len)
        return known;
    Str text = filekind_text_of(head, room, &is_wide);
    return tell_readable(text, is_wide);
}

Str file_kind_no_text(Str head)
{
    char room[NARROW_BYTES];
    bool is_wide;
    Str known = file_kind_binary(head);
    return known.len ? known : tell_markup(filekind_text_of(head, room, &is_wide));
}

/* ---- archives */

Str file_kind_archive(bool (*has)(void *context, Str part), void *context)
{
    static const struct {
        Str part, sentence;
    } kinds[] = {
#define KIND(part, sentence)              \
    {                                     \
        { part, sizeof part - 1 },        \
        {                                 \
            sentence, sizeof sentence - 1 \
        }                                 \
    }
        KIND("xl/workbook.bin", "this is a binary workbook (.xlsb); open it in a spreadsheet program and save it as .xlsx"),
        KIND("word/document.xml", "this is a document of Microsoft Word (.docx), not a workbook; save its table in a workbook (.xlsx)"),
        KIND("ppt/presentation.xml", "these are slides (.pptx), not a workbook; save their table in a workbook (.xlsx)"),
        KIND("Index/Document.iwa", "this is a document of Apple Numbers; export it as .xlsx"),
        KIND("Index.zip", "this is a document of Apple Numbers; export it as .xlsx"),
        KIND("content.xml", "this is a damaged OpenDocument file: its list of parts is missing; open it in LibreOffice and save it anew"),
#undef KIND
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (has(context, kinds[i].part))
            return kinds[i].sentence;
    return (Str) { 0 };
}
