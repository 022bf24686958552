/* What the two halves of a workbook share: book.c writes sheets, book_parts.c what stands around them. */
#ifndef DULY_REPORT_BOOK_BOOK_PARTS_H
#define DULY_REPORT_BOOK_BOOK_PARTS_H

#include "base/calendar.h"
#include "report/book/book.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OOXML_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OOXML_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define OOXML_RELATIONS OOXML_OFFICE "relationships"
/* The strict form of the standard has names of its own for the same; those of packages are the same in both. */
#define OOXML_STRICT_MAIN "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define OOXML_STRICT_RELATIONS "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define OOXML_PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OOXML_RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"" type "\" Target=\"" target "\"/>"
#define OOXML_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

static inline const char *ooxml_main(bool is_strict)
{
    return is_strict ? OOXML_STRICT_MAIN : OOXML_MAIN;
}

static inline const char *ooxml_relations(bool is_strict)
{
    return is_strict ? OOXML_STRICT_RELATIONS : OOXML_RELATIONS;
}

enum { BOOK_KNOWN_WIDTHS = 16 };

/* Where a comment stands, and how many lines it has. */
typedef struct {
    uint32_t row, column, lines;
} BookNote;

typedef struct {
    uint32_t row, column;
    BookCell to;
} BookLink;

/* A cell of the row that is being written: where its text is in `cells`. */
typedef struct {
    uint32_t column;
    size_t start, end;
} BookRowCell;

struct BookSheet {
    Str name;
    size_t number;         /* from 1 */
    Part *part, *comments; /* comments: NULL until there is one */
    Text columns;          /* their widths */
    double width;          /* of them all */
    bool is_hidden;        /* nobody looks for it: other sheets refer to it */
    Text validations;
    size_t validation_count;
    uint32_t frozen_rows, frozen_columns;
    bool is_shown;                    /* it is the one that is seen when the workbook is opened */
    bool is_begun;                    /* what stands above the rows is written */
    Text rows;                        /* that are not in the part yet */
    uint32_t row;                     /* that is being written */
    uint32_t lines;                   /* that the texts of this row need, of cells that break them */
    double widths[BOOK_KNOWN_WIDTHS]; /* of the first columns; 0: not said */
    Text cells;
    ARRAY(BookRowCell) row_cells;
    bool has_filter;
    BookCell filter_from;
    uint32_t filter_row, filter_column;
    ARRAY(BookLink) links;
    ARRAY(BookNote) notes;
};

enum { BOOK_COMMENT_UNITS = 4000 };

/* Numbers are shown with so many decimals; the style of a cell is made of its format and of those. */
enum { BOOK_DECIMALS = 15 };
static inline unsigned book_style(BookFormat format, unsigned decimals)
{
    return decimals * BOOK_FORMAT_COUNT + (unsigned) format;
}

/* A day as spreadsheets count them; 0: they do not know it, since they begin with 1900, and are wrong until its March. */
uint64_t book_number_of_day(Date day);

void book_add_address(Text *out, uint32_t row, uint32_t column, const char *dollar);
/* The text of a cell or a comment in XML. What looks like an escape of this format (_x0041_) is escaped. */
void book_add_escaped(Text *out, Str text);

/* How many bytes at its start take so many units of UTF-16, as programs count them, and no more. */
size_t book_fitting(Str text, size_t most);
/* The same for people's texts before: lines stay lines. Whether it was cut. */
bool book_add_clean(Text *out, Str s, size_t most);
/* A comment as it stands in its part; and how many lines its box is to have. */
uint32_t book_lines_of(Str text);

/* ---- styles, for a part of our own and for one that is there already */

typedef struct {
    unsigned font, fill, border; /* the number of our first one */
    bool has_formats;            /* of numbers: else days and decimals are shown plainly */
} BookStyles;
enum { BOOK_BORDERS = 1 };
/* Every part of styles begins with these fills: programs take the first two for their own. */
#define BOOK_GIVEN "<fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
enum { BOOK_GIVEN_FILLS = 2 };
void book_add_fonts(Text *out);
void book_add_fills(Text *out);
void book_add_borders(Text *out);
void book_add_looks(Text *out, const BookStyles *first, int decimals);

/* ---- the boxes of comments */

#define BOOK_OPEN_BOXES                                                                                   \
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" " \
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\""
void book_add_box_type(Text *out);
void book_add_box(Text *out, const BookNote *note, unsigned id);

/* Parts of the package. */
void book_add_drawing(Book *book, const BookSheet *sheet);
void book_add_relations(Book *book, const BookSheet *sheet);
void book_add_frame(Book *book);

#endif
