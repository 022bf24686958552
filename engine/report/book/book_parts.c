/* What a workbook has around its sheets: styles, the boxes of comments, relations, the list of sheets. */
#include "report/book/book_parts.h"

#include "base/ascii.h"
#include "report/escape.h"

#define OPEN_RELATIONS XML_HEAD "<Relationships xmlns=\"" OOXML_PACKAGE "relationships\">"

/* ---- addresses and texts */

/* Each cell of a sheet has one, so it does not go through printf. */
void book_add_address(Text *out, uint32_t row, uint32_t column, const char *dollar)
{
    char letters[8];
    size_t first = sizeof letters;
    for (uint32_t left = column + 1; left; left = (left - 1) / 26)
        letters[--first] = (char) ('A' + (left - 1) % 26);
    text_add(out, str_of(dollar));
    text_add(out, (Str) { letters + first, sizeof letters - first });
    text_add(out, str_of(dollar));
    text_add_count(out, row + 1);
}

/* "_x0041_" */
static bool is_escape(Str s)
{
    bool is = s.len >= 7 && s.at[0] == '_' && s.at[1] == 'x' && s.at[6] == '_';
    for (size_t i = 2; is && i < 6; i++)
        is = ascii_hex(s.at[i]) >= 0;
    return is;
}

void book_add_escaped(Text *out, Str text)
{
    size_t start = 0;
    for (size_t at = str_find(text, STR("_x"), 0); at != SIZE_MAX; at = str_find(text, STR("_x"), at + 1)) {
        if (!is_escape(str_slice(text, at, text.len)))
            continue;
        escape_xml(out, str_slice(text, start, at));
        text_add(out, STR("_x005F_"));
        start = at + 1;
    }
    escape_xml(out, str_slice(text, start, text.len));
}

/* ---- comments */

/* A box beside the cell, and within the sheet at its edges. */
void book_add_box(Text *out, const BookNote *note, unsigned id)
{
    enum { COLUMNS = 4 };
    uint32_t left = note->column + 1 + COLUMNS < BOOK_COLUMNS ? note->column + 1 : note->column - COLUMNS - 1;
    uint32_t top = note->row ? note->row - 1 : 0;
    top = top + note->lines < BOOK_ROWS ? top : BOOK_ROWS - 1 - note->lines;
    text_format(out,
                "<v:shape id=\"_x0000_s%u\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" "
                "fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" "
                "obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div "
                "style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>"
                "<x:SizeWithCells/><x:Anchor>%u, 15, %u, 10, %u, 15, %u, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
                "<x:Row>%u</x:Row><x:Column>%u</x:Column></x:ClientData></v:shape>\n",
                id, left, top, left + COLUMNS, top + note->lines, note->row, note->column);
}

void book_add_box_type(Text *out)
{
    text_add(out, STR("<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">"
                      "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>\n"));
}

/* Numbers of boxes are given out by the thousand: a sheet says which thousands are its own. */
void book_add_drawing(Book *book, const BookSheet *sheet)
{
    enum { BLOCK = 1024, STEP = 1 << 15 };
    Part *part = package_part(book->package, arena_format(book->arena, "xl/drawings/vmlDrawing%zu.vml", sheet->number));
    Text text = text_in(book->arena);
    unsigned first = 1;
    for (size_t i = 0; i + 1 < sheet->number; i++)
        first += (unsigned) (book->sheets.at[i]->notes.count / BLOCK) + 1;
    text_add(&text, STR(BOOK_OPEN_BOXES));
    for (unsigned i = 0; i <= sheet->notes.count / BLOCK; i++)
        text_format(&text, "%s%u", i ? "," : "", first + i);
    text_add(&text, STR("\"/></o:shapelayout>\n"));
    book_add_box_type(&text);
    for (size_t i = 0; i < sheet->notes.count; i++) {
        book_add_box(&text, &sheet->notes.at[i], first * BLOCK + 1 + (unsigned) i);
        if (text.len > STEP) {
            part_add(part, text_str(&text));
            text_clear(&text);
        }
    }
    text_add(&text, STR("</xml>\n"));
    part_add(part, text_str(&text));
    part_end(part);
}

void book_add_relations(Book *book, const BookSheet *sheet)
{
    Part *part = package_part(book->package, arena_format(book->arena, "xl/worksheets/_rels/sheet%zu.xml.rels", sheet->number));
    part_add(part, arena_format(book->arena,
                                OPEN_RELATIONS OOXML_RELATION("rId1", OOXML_RELATIONS "/vmlDrawing", "../drawings/vmlDrawing%zu.vml")
                                    OOXML_RELATION("rId2", OOXML_RELATIONS "/comments", "../comments%zu.xml") "</Relationships>",
                                sheet->number, sheet->number));
    part_end(part);
}

/* ---- styles */

typedef struct {
    const char *back, *front;
    unsigned size;
    bool is_bold, is_underlined, is_day, is_lined, wraps, is_text;
} Look;

#define COLOUR(back, front)                                       \
    {                                                             \
        back, front, 11, false, false, false, false, false, false \
    }
#define COLOUR_OF_DAY(back, front)                               \
    {                                                            \
        back, front, 11, false, false, true, false, false, false \
    }

static const Look looks[BOOK_FORMAT_COUNT] = {
    [BOOK_PLAIN] = { .size = 11 },
    [BOOK_HEAD] = { .back = "D9D9D9", .size = 11, .is_bold = true, .is_lined = true },
    [BOOK_TITLE] = { .size = 14, .is_bold = true },
    [BOOK_WRAP] = { .size = 11, .wraps = true },
    [BOOK_LINK] = { .front = "0563C1", .size = 11, .is_underlined = true },
    [BOOK_DAY] = { .size = 11, .is_day = true },
    [BOOK_TEXT] = { .size = 11, .is_text = true },
    [BOOK_ERROR] = COLOUR("FFC7CE", "9C0006"),
    [BOOK_ERROR_DAY] = COLOUR_OF_DAY("FFC7CE", "9C0006"),
    [BOOK_WARNING] = COLOUR("FFEB9C", "7F6000"),
    [BOOK_WARNING_DAY] = COLOUR_OF_DAY("FFEB9C", "7F6000"),
    [BOOK_INFO] = COLOUR("DDEBF7", "1F4E78"),
    [BOOK_INFO_DAY] = COLOUR_OF_DAY("DDEBF7", "1F4E78"),
    [BOOK_WAIVED] = COLOUR("E7E6E6", "3F3F3F"),
    [BOOK_WAIVED_DAY] = COLOUR_OF_DAY("E7E6E6", "3F3F3F"),
    [BOOK_GOOD] = COLOUR("E2EFDA", "375623"),
};

enum { TEXT_FORMAT = 49, DAY_FORMAT = 164 };

/* "yyyy-mm-dd", and behind it 0.0, 0.00 and so on. */
static void add_number_formats(Text *out)
{
    text_format(out, "<numFmts count=\"%d\"><numFmt numFmtId=\"%d\" formatCode=\"yyyy-mm-dd\"/>", BOOK_DECIMALS, DAY_FORMAT);
    for (int decimals = 1; decimals < BOOK_DECIMALS; decimals++)
        text_format(out, "<numFmt numFmtId=\"%d\" formatCode=\"0.%.*s\"/>", DAY_FORMAT + decimals, decimals, "000000000000000");
    text_add(out, STR("</numFmts>"));
}

static void add_font(Text *out, const Look *look)
{
    text_format(out, "<font>%s%s<sz val=\"%u\"/>", look->is_bold ? "<b/>" : "", look->is_underlined ? "<u/>" : "", look->size);
    if (look->front)
        text_format(out, "<color rgb=\"FF%s\"/>", look->front);
    text_add(out, STR("<name val=\"Calibri\"/><family val=\"2\"/></font>"));
}

static void add_fill(Text *out, const Look *look)
{
    if (look->back)
        text_format(out, "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF%s\"/><bgColor indexed=\"64\"/></patternFill></fill>",
                    look->back);
    else
        text_add(out, STR("<fill><patternFill patternType=\"none\"/></fill>"));
}

static void add_style(Text *out, int format, int decimals, const BookStyles *first)
{
    const Look *look = &looks[format];
    int number_format = !first->has_formats ? 0
                        : decimals          ? DAY_FORMAT + decimals
                        : look->is_day      ? DAY_FORMAT
                        : look->is_text     ? TEXT_FORMAT
                                            : 0;
    text_format(out,
                "<xf numFmtId=\"%d\" fontId=\"%u\" fillId=\"%u\" borderId=\"%u\" xfId=\"0\" applyNumberFormat=\"1\" "
                "applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\"",
                number_format, first->font + (unsigned) format, look->back ? first->fill + (unsigned) format : 0,
                look->is_lined ? first->border : 0);
    text_format(out, " applyAlignment=\"1\"><alignment vertical=\"top\"%s/></xf>", look->wraps ? " wrapText=\"1\"" : "");
}

void book_add_fonts(Text *out)
{
    for (int i = 0; i < BOOK_FORMAT_COUNT; i++)
        add_font(out, &looks[i]);
}

void book_add_fills(Text *out)
{
    for (int i = 0; i < BOOK_FORMAT_COUNT; i++)
        add_fill(out, &looks[i]);
}

void book_add_borders(Text *out)
{
    text_add(out, STR("<border><left/><right/><top/><bottom style=\"thin\"><color auto=\"1\"/></bottom><diagonal/></border>"));
}

void book_add_looks(Text *out, const BookStyles *first, int decimals)
{
    for (int i = 0; i < BOOK_FORMAT_COUNT; i++)
        add_style(out, i, decimals, first);
}

static void add_styles(Text *out, const Book *book)
{
    static const BookStyles first = { .fill = BOOK_GIVEN_FILLS, .border = 1, .has_formats = true };
    (void) book;
    text_add(out, STR(XML_HEAD "<styleSheet xmlns=\"" OOXML_MAIN "\">"));
    add_number_formats(out);
    text_format(out, "<fonts count=\"%d\">", BOOK_FORMAT_COUNT);
    book_add_fonts(out);
    text_format(out, "</fonts><fills count=\"%d\">" BOOK_GIVEN, BOOK_GIVEN_FILLS + BOOK_FORMAT_COUNT);
    book_add_fills(out);
    text_add(out, STR("</fills><borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"));
    book_add_borders(out);
    text_add(out, STR("</borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
                      "</cellStyleXfs>"));
    text_format(out, "<cellXfs count=\"%d\">", BOOK_DECIMALS * BOOK_FORMAT_COUNT);
    for (int decimals = 0; decimals < BOOK_DECIMALS; decimals++)
        book_add_looks(out, &first, decimals);
    text_add(out, STR("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
                      "</styleSheet>"));
}

/* ---- the workbook */

static void add_filter_name(Text *out, const BookSheet *sheet)
{
    text_format(out, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%zu\" hidden=\"1\">'", sheet->number - 1);
    escape_xml(out, sheet->name);
    text_add(out, STR("'!"));
    book_add_address(out, sheet->filter_from.row, sheet->filter_from.column, "$");
    text_add_char(out, ':');
    book_add_address(out, sheet->filter_row, sheet->filter_column, "$");
    text_add(out, STR("</definedName>"));
}

/* The headings stand on every page. */
static void add_title_name(Text *out, const BookSheet *sheet)
{
    text_format(out, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%zu\">'", sheet->number - 1);
    escape_xml(out, sheet->name);
    text_format(out, "'!$1:$%u</definedName>", sheet->frozen_rows);
}

static void add_workbook(Text *out, const Book *book)
{
    bool has_names = false;
    text_add(out, STR(XML_HEAD "<workbook xmlns=\"" OOXML_MAIN "\" xmlns:r=\"" OOXML_RELATIONS
                               "\"><bookViews><workbookView/></bookViews><sheets>"));
    for (size_t i = 0; i < book->sheets.count; i++) {
        text_add(out, STR("<sheet name=\""));
        escape_xml(out, book->sheets.at[i]->name);
        text_format(out, "\" sheetId=\"%zu\"%s r:id=\"rId%zu\"/>", i + 1, book->sheets.at[i]->is_hidden ? " state=\"hidden\"" : "", i + 1);
        has_names |= book->sheets.at[i]->has_filter || book->sheets.at[i]->frozen_rows;
    }
    text_add(out, has_names ? STR("</sheets><definedNames>") : STR("</sheets>"));
    for (size_t i = 0; i < book->sheets.count; i++)
        if (book->sheets.at[i]->has_filter)
            add_filter_name(out, book->sheets.at[i]);
    for (size_t i = 0; i < book->sheets.count; i++)
        if (book->sheets.at[i]->frozen_rows)
            add_title_name(out, book->sheets.at[i]);
    text_add(out, has_names ? STR("</definedNames></workbook>") : STR("</workbook>"));
}

static void add_workbook_relations(Text *out, const Book *book)
{
    text_add(out, STR(OPEN_RELATIONS));
    for (size_t i = 1; i <= book->sheets.count; i++)
        text_format(out, OOXML_RELATION("rId%zu", OOXML_RELATIONS "/worksheet", "worksheets/sheet%zu.xml"), i, i);
    text_format(out, OOXML_RELATION("rId%zu", OOXML_RELATIONS "/styles", "styles.xml") "</Relationships>", book->sheets.count + 1);
}

static void add_types(Text *out, const Book *book)
{
    text_add(out,
             STR(XML_HEAD
                 "<Types xmlns=\"" OOXML_PACKAGE "content-types\"><Default Extension=\"rels\" "
                 "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
                 "ContentType=\"application/xml\"/><Default Extension=\"vml\" "
                 "ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>"
                 "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" OOXML_TYPE "sheet.main+xml\"/>"
                 "<Override PartName=\"/xl/styles.xml\" ContentType=\"" OOXML_TYPE "styles+xml\"/>"
                 "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
                 "<Override PartName=\"/docProps/app.xml\" "
                 "ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"));
    for (size_t i = 0; i < book->sheets.count; i++) {
        text_format(out, "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" OOXML_TYPE "worksheet+xml\"/>", i + 1);
        if (book->sheets.at[i]->comments)
            text_format(out, "<Override PartName=\"/xl/comments%zu.xml\" ContentType=\"" OOXML_TYPE "comments+xml\"/>", i + 1);
    }
    text_add(out, STR("</Types>"));
}

static void add_main_relations(Text *out, const Book *book)
{
    (void) book;
    text_add(out, STR(OPEN_RELATIONS OOXML_RELATION("rId1", OOXML_RELATIONS "/officeDocument", "xl/workbook.xml")
                          OOXML_RELATION("rId2", OOXML_PACKAGE "relationships/metadata/core-properties", "docProps/core.xml")
                              OOXML_RELATION("rId3", OOXML_RELATIONS "/extended-properties", "docProps/app.xml") "</Relationships>"));
}

static void add_core(Text *out, const Book *book)
{
    static const char *const moments[] = { "created", "modified" };
    duly_date made = book->made;
    text_add(out, STR(XML_HEAD "<cp:coreProperties xmlns:cp=\"" OOXML_PACKAGE "metadata/core-properties\" "
                               "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                               "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:creator>duly</dc:creator>"));
    for (size_t i = 0; made.year && i < 2; i++)
        text_format(out, "<dcterms:%s xsi:type=\"dcterms:W3CDTF\">%04d-%02d-%02dT00:00:00Z</dcterms:%s>", moments[i], made.year, made.month,
                    made.day, moments[i]);
    text_add(out, STR("</cp:coreProperties>"));
}

static void add_program(Text *out, const Book *book)
{
    text_format(out, XML_HEAD "<Properties xmlns=\"" OOXML_OFFICE "extended-properties\"><Application>%s</Application></Properties>",
                book->program ? book->program : "duly");
}

void book_add_frame(Book *book)
{
    static const struct {
        const char *name;
        void (*add)(Text *out, const Book *book);
    } frame[] = {
        { NULL, add_types }, /* was begun first */
        { "_rels/.rels", add_main_relations },
        { "xl/workbook.xml", add_workbook },
        { "xl/_rels/workbook.xml.rels", add_workbook_relations },
        { "xl/styles.xml", add_styles },
        { "docProps/core.xml", add_core },
        { "docProps/app.xml", add_program },
    };
    Text text = text_in(book->arena);
    for (size_t i = 0; i < sizeof frame / sizeof *frame; i++) {
        Part *part = frame[i].name ? package_part(book->package, str_of(frame[i].name)) : book->types;
        text_clear(&text);
        frame[i].add(&text, book);
        part_add(part, text_str(&text));
        part_end(part);
    }
}
