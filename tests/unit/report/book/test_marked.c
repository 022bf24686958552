/* A workbook that is marked: read again before anybody has it, and refused where it is not what it should be. Damage is done to what was
   written, by libzip, and each kind of it has to be seen. */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "support/workbook.h"
/* The workbook's parts and those of the module have a name in common. */
#define Part PackagePart
#include "report/book/marked_parts.h"
#undef Part

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define MAIN "xmlns=\"" OOXML_MAIN "\""
#define SHEET1                                                                                                  \
    HEAD "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row>" \
         "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><f>A2+1</f><v>2</v></c></row></sheetData></worksheet>"

static const char *const originals[][2] = {
    { "[Content_Types].xml",
      HEAD "<Types xmlns=\"" OOXML_PACKAGE "content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>" },
    { "_rels/.rels", HEAD "<Relationships xmlns=\"" OOXML_PACKAGE "relationships\"><Relationship Id=\"r\" Type=\"" OOXML_RELATIONS
                          "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>" },
    { "xl/workbook.xml", HEAD "<workbook " MAIN " xmlns:r=\"" OOXML_RELATIONS "\"><sheets><sheet name=\"people\" sheetId=\"1\" r:id=\"a\"/>"
                              "<sheet name=\"other\" sheetId=\"2\" r:id=\"b\"/></sheets></workbook>" },
    { "xl/_rels/workbook.xml.rels",
      HEAD "<Relationships xmlns=\"" OOXML_PACKAGE "relationships\"><Relationship Id=\"a\" Type=\"" OOXML_RELATIONS
           "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"" OOXML_RELATIONS
           "/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>" },
    { "xl/worksheets/sheet1.xml", SHEET1 },
    { "xl/worksheets/sheet2.xml", HEAD "<worksheet " MAIN "><sheetData/></worksheet>" },
    { "xl/media/picture.png", "not really" },
};

typedef struct {
    Arena arena;
    char came[64], marked[64];
    Original *original;
    Book book;
} Bench;

static void write_file(const char *path, Str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    fclose(file);
}

static Str pack(Arena *arena)
{
    Part parts[COUNT(originals)];
    for (size_t i = 0; i < COUNT(originals); i++)
        parts[i] = (Part) { originals[i][0], str_of(originals[i][1]) };
    return workbook_pack(arena, parts, COUNT(originals));
}

/* Marks a cell that is there, one that is not, and one in a row that is not. */
static Str mark(Bench *bench)
{
    static const uint32_t places[][2] = { { 1, 0 }, { 1, 1 }, { 4, 2 } };
    Str problem = { 0 };
    bench->original = marked_open(&bench->arena, str_of(bench->came), &problem);
    assert_str(problem, "");
    assert_non_null(bench->original);
    marked_begin(bench->original, &bench->book, (MarkedReply) { STR("Reply:"), STR("2003-12-31T00:00:00.00") });
    CellRemarks remarks = { 0 };
    for (size_t i = 0; i < COUNT(places); i++)
        arena_push(&bench->arena, &remarks, ((CellRemark) { places[i][0], places[i][1], BOOK_ERROR, STR("a remark"), false, false }));
    XlsxSheets sheets = marked_sheets(bench->original);
    book_sheet_there(&bench->book, sheets.at[0].name);
    marked_sheet(bench->original, &sheets.at[0], &remarks);
    BookSheet *list = marked_add_sheet(bench->original, STR("Findings"));
    book_text(&bench->book, (BookCell) { list, 0, 0 }, STR("a finding"), BOOK_PLAIN);
    Output *out = output_to_file(&bench->arena, bench->marked, &problem);
    Str refused = marked_finish(bench->original, out);
    assert_int_equal(output_close(out), refused.len == 0);
    return refused;
}

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    snprintf(bench->came, sizeof bench->came, "/tmp/duly_test_marked.%d.xlsx", (int) getpid());
    snprintf(bench->marked, sizeof bench->marked, "/tmp/duly_test_marked.%d.out.xlsx", (int) getpid());
    write_file(bench->came, pack(&bench->arena));
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    unlink(bench->came);
    unlink(bench->marked);
    arena_free(&bench->arena);
    free(bench);
    return 0;
}

/* ---- damage */

typedef struct {
    const char *what, *part, *from, *to; /* to: NULL, the part is taken out; from: NULL, it is written anew */
} Damage;

static void damage(Bench *bench, const Damage *done)
{
    zip_t *zip = zip_open(bench->marked, 0, NULL);
    zip_int64_t index = zip_name_locate(zip, done->part, 0);
    assert_true(index >= 0);
    if (!done->to) {
        assert_int_equal(zip_delete(zip, (zip_uint64_t) index), 0);
    } else {
        zip_stat_t status;
        zip_stat_index(zip, (zip_uint64_t) index, 0, &status);
        char *bytes = arena_alloc(&bench->arena, status.size + 1);
        zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t) index, 0);
        assert_int_equal(zip_fread(file, bytes, status.size), status.size);
        zip_fclose(file);
        Str whole = { bytes, status.size };
        size_t at = str_find(whole, str_of(done->from), 0);
        assert_true(at != SIZE_MAX);
        Str now = arena_format(&bench->arena, "%.*s%s%.*s", (int) at, bytes, done->to, (int) (whole.len - at - strlen(done->from)),
                               bytes + at + strlen(done->from));
        zip_source_t *source = zip_source_buffer(zip, now.at, now.len, 0);
        assert_int_equal(zip_file_replace(zip, (zip_uint64_t) index, source, 0), 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

static bool reads_again(Bench *bench)
{
    Str problem = { 0 };
    Input *input = input_open(&bench->arena, bench->marked, &problem);
    assert_non_null(input);
    bench->original->problem = (Str) { 0 };
    bool fine = marked_read_again(bench->original, input);
    input_close(input);
    assert_int_equal(fine, bench->original->problem.len == 0);
    return fine;
}

static void test_what_was_written_is_read(void **state)
{
    Bench *bench = *state;
    assert_str(mark(bench), "");
    assert_true(reads_again(bench));
}

static void test_damage_is_seen(void **state)
{
    Bench *bench = *state;
    static const Damage cases[] = {
        { "a row is gone", "xl/worksheets/sheet1.xml", "<row r=\"5\">", "<row r=\"5\"></row><row r=\"6\">" },
        { "a value is gone", "xl/worksheets/sheet1.xml", "<v>1</v>", "" },
        { "a formula is gone", "xl/worksheets/sheet1.xml", "<f>A2+1</f>", "" },
        { "a sheet is no XML", "xl/worksheets/sheet1.xml", "</sheetData>", "" },
        { "a part that was copied is another", "xl/media/picture.png", "really", "REALLY" },
        { "another sheet has changed", "xl/worksheets/sheet2.xml", "<sheetData/>", "<sheetData></sheetData>" },
        { "a part is gone", "xl/media/picture.png", NULL, NULL },
        { "a sheet is called otherwise", "xl/workbook.xml", "other", "OTHER" },
        { "the list of sheets is no XML", "xl/workbook.xml", "</sheets>", "<sheets>" },
        { "what is added is gone", "xl/workbook.xml", "Findings", "x" },
        { "the types are no XML", "[Content_Types].xml", "<Types", "<Type" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_str(mark(bench), "");
        damage(bench, &cases[i]);
        if (reads_again(bench))
            fail_msg("nobody sees that %s", cases[i].what);
    }
}

/* Cut off anywhere, it is never taken for whole. */
static void test_cuts_are_seen(void **state)
{
    Bench *bench = *state;
    Str problem = { 0 }, whole = { 0 };
    assert_str(mark(bench), "");
    assert_true(file_read(&bench->arena, bench->marked, 1 << 20, &whole, &problem));
    for (size_t len = 0; len < whole.len; len += 97) {
        write_file(bench->marked, str_slice(whole, 0, len));
        assert_false(reads_again(bench));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_was_written_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damage_is_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cuts_are_seen, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
