/* What the files that mark a workbook share: marked.c has the archive and its frame, marked_sheet.c the cells, marked_styles.c their
   looks, marked_notes.c the comments, marked_threads.c the conversations. */
#ifndef DULY_REPORT_BOOK_MARKED_PARTS_H
#define DULY_REPORT_BOOK_MARKED_PARTS_H

#include "report/book/book_parts.h"
#include "report/book/marked.h"
#include "report/book/patch.h"

enum { MARKED_SEVERITIES = 4 };

/* A style of the workbook with a colour of ours. */
typedef struct {
    unsigned style;
    BookFormat format;
} ColouredStyle;

typedef struct {
    ARRAY(Str) list; /* of the styles of cells: as the part has them, each a whole element */
    unsigned fonts, fills, borders;
    bool has_fills;
    unsigned *coloured; /* by style and severity: the number of the coloured one; 0: there is none yet */
    ARRAY(ColouredStyle) added;
} MarkedStyles;

typedef struct {
    Str id, type, target; /* the target as a name of a part */
} MarkedRelation;

/* Of one part; those behind the first `old` were added. */
typedef struct {
    ARRAY(MarkedRelation) list;
    size_t old;
    Str part; /* whose they are */
} MarkedRelations;

/* What a sheet should hold when it is marked, and what it holds when it is read again. */
typedef struct {
    Str part;
    uint64_t rows, cells, values;
} MarkedTally;

struct Original {
    Arena *arena;
    Arena scratch;
    Xlsx *xlsx;
    XlsxZip *zip;
    Package *package;
    Book *book;     /* with the sheet that is added */
    bool *replaced; /* by entry of the archive */
    Map *new_parts;
    Str problem; /* the first */
    MarkedStyles styles;
    Part *types; /* of the parts */
    Text new_types;
    MarkedRelations relations; /* of the list of sheets */
    ARRAY(Str) names;          /* of all sheets, those without cells too */
    uint64_t last_sheet_id;
    bool is_strict, has_macros, knows_boxes, has_replies;
    MarkedReply reply;
    Str added_name, added_id;
    ARRAY(MarkedTally) tallies; /* of the sheets that are marked */
};

void marked_fail(Original *original, Str problem);
/* A part that is written anew, in the place of the one of that name. */
Part *marked_replace(Original *original, Str name);
/* Copies a part, or what stands for one that is not there, with the changes of the patch. */
void marked_patch(Original *original, Str name, const char *otherwise, Patch *patch);
/* Looks at a part; false where it is not there, or cannot be read. */
bool marked_look(Original *original, Str name, Patch *patch);
/* A name for a new part, with a number in it if there is one already. */
Str marked_new_part(Original *original, const char *stem, const char *ending);
void marked_add_type(Original *original, Str part, const char *type);
/* To what a part refers. */
MarkedRelations marked_relations(Original *original, Str part);
/* The part of a type that ends like that; empty: there is none. */
Str marked_related(const MarkedRelations *relations, const char *ending);
/* One more, of a type of the standard ("/comments") or another's, which is a whole address: the id that it gets. */
Str marked_relate(Original *original, MarkedRelations *relations, const char *type, Str target);
/* With an id that a part names already. */
void marked_relate_as(Original *original, MarkedRelations *relations, Str id, const char *type, Str target);
void marked_write_relations(Original *original, const MarkedRelations *relations);

/* ---- what was written (marked_again.c) */

/* Counts an element of a sheet. */
void marked_tally(MarkedTally *tally, Str name);
/* Reads the finished workbook; false, with the problem, where it is not what it should be. */
bool marked_read_again(Original *original, Input *finished);

/* ---- looks (marked_styles.c) */

void marked_read_styles(Original *original);
unsigned marked_first_style(const Original *original);
/* The number of a style with the colour of a format. */
unsigned marked_style(Original *original, unsigned style, BookFormat format);
void marked_write_styles(Original *original);

/* ---- comments (marked_notes.c) */

/* The remark on the cell of that address; NULL: there is none. */
CellRemark *marked_remark_at(const CellRemarks *remarks, Str address);
/* As a comment stands in its part, cut where it is too long. */
Str marked_escaped(Original *original, Arena *arena, Str comment);
/* Of one sheet. `boxes` is the part with the boxes of its comments; empty: it has none yet, and one is related. */
void marked_write_notes(Original *original, MarkedRelations *relations, Str boxes, CellRemarks *remarks);

/* ---- conversations (marked_threads.c) */

/* Replies where cells with remarks have one: then the remark is a reply. */
void marked_reply(Original *original, const MarkedRelations *relations, CellRemarks *remarks);
/* Who has replied. */
void marked_write_people(Original *original);

#endif
