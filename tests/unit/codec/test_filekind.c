/* What a file is whose name says that it is a workbook or text. */
#include "codec/filekind.h"
#include "unit.h"

#define BYTES(literal)              \
    {                               \
        literal, sizeof literal - 1 \
    }

static void test_no_workbook(void **state)
{
    (void) state;
    static const struct {
        Str head;
        const char *begins;
    } facts[] = {
        { BYTES(""), "the file is empty" },
        { BYTES("id,name\n1,a\n"), "this is text with commas between the cells, not a workbook; give its name the ending .csv" },
        { BYTES("id;name\n1;a\n"), "this is text with commas between the cells" },
        { BYTES("id\tname\n1\ta\n"), "this is text with tabs between the cells, not a workbook; give its name the ending .tsv" },
        { BYTES("\xEF\xBB\xBFid\tname\n"), "this is text with tabs" },
        { BYTES("\xFF\xFEi\0d\0\t\0n\0"), "this is text with tabs" },
        { BYTES("\xFE\xFF\0i\0d\0\t\0n"), "this is text with tabs" },
        { BYTES("hello"), "this is text, not a workbook" },
        { BYTES("  \r\n<HTML><table>"), "this is a web page (HTML)" },
        { BYTES("\xEF\xBB\xBF<table><tr>"), "this is a web page (HTML)" },
        { BYTES("\xFF\xFE<\0h\0t\0m\0l\0>\0"), "this is a web page (HTML)" },
        { BYTES("<!DOCTYPE html><html>"), "this is a web page (HTML)" },
        { BYTES("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>"), "this is a web page (HTML)" },
        { BYTES("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook>"), "this is an XML spreadsheet of 2003" },
        { BYTES("<ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"), "this is an XML spreadsheet of 2003" },
        { BYTES("<?xml version='1.0'?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">"),
          "this is a flat OpenDocument file" },
        { BYTES("<?xml version=\"1.0\"?><data/>"), "this is XML, not a workbook" },
        { BYTES("MIME-Version: 1.0\r\nContent-Type: multipart/related"), "this is a web archive (MHT)" },
        { BYTES("From: <Saved by Blink>\r\nContent-Type: multipart/related;"), "this is a web archive (MHT)" },
        { BYTES("ID;PWXL;N;E\n"), "this is a table in SYLK" },
        { BYTES("{\"a\": 1}"), "this is JSON" },
        { BYTES("%PDF-1.7"), "this is a PDF" },
        { BYTES("\x89PNG\r\n\x1A\n"), "this is a picture" },
        { BYTES("\xFF\xD8\xFF\xE0"), "this is a picture" },
        { BYTES("RIFF....WEBPVP8"), "this is a picture" },
        { BYTES("Rar!\x1A\x07\x01"), "this is a packed archive" },
        { BYTES("{\\rtf1"), "this is a document (RTF)" },
        { BYTES("\x09\x08\x10\x00\x00\x06"), "this is a workbook of the old kind (.xls)" },
        { BYTES("\x09\x00\x04\x00\x02\x00"), "this is a workbook of the old kind (.xls)" },
        { BYTES("\x01\x00\x02\x00"), "this is no workbook, whatever its name says, and no text either" },
        { BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..B\0o\0o\0k\0"), "this is a workbook of the old kind (.xls)" },
        { BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), "this is a document of Microsoft Word" },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        Str told = file_kind_no_workbook(facts[i].head);
        if (!str_starts_with(told, str_of(facts[i].begins)))
            fail_msg("%zu: '%.*s' is not '%s'", i, STR_ARG(told), facts[i].begins);
    }
}

/* Those of the old kind are read; one that is encrypted as a whole looks like one, and is not. */
static void test_old_workbook(void **state)
{
    (void) state;
    assert_true(file_kind_is_old_workbook((Str) BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0k\0b\0o\0o\0k\0")));
    assert_true(file_kind_is_old_workbook((Str) BYTES("\x09\x08\x10\x00\x00\x06")));
    assert_false(file_kind_is_old_workbook((Str) BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0")));
    assert_false(
        file_kind_is_old_workbook((Str) BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0")));
    assert_false(file_kind_is_old_workbook(STR("id,name\n")));
}

/* Text that begins as other files do is left alone. */
static void test_text(void **state)
{
    (void) state;
    static const char *const texts[] = { "ID;Phone\n", "id,name\n", "PAR1,PAR2\n", "GIF8,x\n", "BZh,x\n", "<html>", "RIFF,x", "" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(file_kind_binary(str_of(texts[i])).len, 0);
    assert_true(file_kind_binary(STR("%PDF-1.4")).len > 0);
}

static bool has(void *context, Str part)
{
    return str_is(part, context);
}

static void test_archives(void **state)
{
    (void) state;
    assert_true(str_starts_with(file_kind_archive(has, "xl/workbook.bin"), STR("this is a binary workbook (.xlsb)")));
    assert_true(str_starts_with(file_kind_archive(has, "word/document.xml"), STR("this is a document of Microsoft Word (.docx)")));
    assert_true(str_starts_with(file_kind_archive(has, "content.xml"), STR("this is a damaged OpenDocument file")));
    assert_int_equal(file_kind_archive(has, "META-INF/manifest.xml").len, 0);
    assert_int_equal(file_kind_archive(has, "xl/workbook.xml").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_workbook),
        cmocka_unit_test(test_old_workbook),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_archives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
