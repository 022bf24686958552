#include "support/old_book.h"

void old_put(Text *out, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        text_add_char(out, (char) (number >> 8 * i));
}

void old_record(Text *out, uint32_t type, Str body)
{
    old_put(out, type, 2);
    old_put(out, body.len, 2);
    text_add(out, body);
}

void old_numbers(Text *out, uint32_t type, const uint16_t *numbers, size_t count)
{
    Text body = { 0 };
    for (size_t i = 0; i < count; i++)
        old_put(&body, numbers[i], 2);
    old_record(out, type, text_str(&body));
    text_free(&body);
}

void old_cell(Text *out, uint32_t type, uint16_t row, uint16_t column, uint16_t style, Str value)
{
    Text body = { 0 };
    old_put(&body, row, 2);
    old_put(&body, column, 2);
    old_put(&body, style, 2);
    text_add(&body, value);
    old_record(out, type, text_str(&body));
    text_free(&body);
}

void old_narrow(Text *out, Str ascii)
{
    old_put(out, ascii.len, 2);
    old_put(out, 0, 1);
    text_add(out, ascii);
}

void old_wide(Text *out, const uint16_t *units, size_t count)
{
    old_put(out, count, 2);
    old_put(out, 1, 1);
    for (size_t i = 0; i < count; i++)
        old_put(out, units[i], 2);
}

/* ---- whole streams */

enum { BEGINNING = 20, BOF = 0x809, END = 0x0A, BOUND_SHEET = 0x85, GLOBALS = 5, SHEET = 0x10, VERSION = 0x600 };

static void put_list(Text *out, const OldSheet *sheets, size_t count, size_t start)
{
    for (size_t i = 0; i < count; i++) {
        Text body = { 0 };
        Str name = str_of(sheets[i].name);
        old_put(&body, start, 4);
        old_put(&body, sheets[i].state, 1);
        old_put(&body, sheets[i].kind, 1);
        old_put(&body, name.len, 1);
        old_put(&body, 0, 1);
        text_add(&body, name);
        old_record(out, BOUND_SHEET, text_str(&body));
        text_free(&body);
        start += BEGINNING + sheets[i].records.len + 4;
    }
}

Str old_stream(Arena *arena, Str globals, const OldSheet *sheets, size_t count)
{
    return old_stream_of(arena, OLD_BUILD, globals, sheets, count);
}

Str old_stream_of(Arena *arena, uint16_t build, Str globals, const OldSheet *sheets, size_t count)
{
    Text out = text_in(arena), list = { 0 };
    put_list(&list, sheets, count, 0);
    size_t start = BEGINNING + globals.len + list.len + 4;
    text_clear(&list);
    put_list(&list, sheets, count, start);
    OLD_NUMBERS(&out, BOF, VERSION, GLOBALS, build, 0x07CC, 0, 0, 0, 0);
    text_add(&out, globals);
    text_add(&out, text_str(&list));
    old_record(&out, END, (Str) { 0 });
    for (size_t i = 0; i < count; i++) {
        OLD_NUMBERS(&out, BOF, VERSION, SHEET, build, 0x07CC, 0, 0, 0, 0);
        text_add(&out, sheets[i].records);
        old_record(&out, END, (Str) { 0 });
    }
    text_free(&list);
    return text_str(&out);
}

/* ---- the container: the header, sector 0 with the table, 1 with the directory, 2 with the small table, then the stream */

enum { SECTOR = 512, SMALL = 64, CUTOFF = 4096, FIRST = 3, TYPE_STREAM = 2, TYPE_ROOT = 5 };

static const uint32_t no_sector = 0xFFFFFFFF, last_sector = 0xFFFFFFFE, table_sector = 0xFFFFFFFD;

static void fill(Text *out, size_t end)
{
    text_add_repeat(out, 0, end - out->len);
}

static void put_chain(Text *out, uint32_t first, size_t count)
{
    for (size_t i = 1; i < count; i++)
        old_put(out, first + i, 4);
    if (count)
        old_put(out, last_sector, 4);
}

static void put_entry(Text *out, const char *name, unsigned type, uint32_t child, uint32_t start, size_t size)
{
    size_t end = out->len + 128;
    for (const char *c = name; *c; c++)
        old_put(out, (unsigned char) *c, 2);
    fill(out, end - 64);
    old_put(out, (strlen(name) + 1) * 2, 2);
    old_put(out, type, 1);
    old_put(out, 1, 1);
    old_put(out, no_sector, 4);
    old_put(out, no_sector, 4);
    old_put(out, child, 4);
    fill(out, end - 12);
    old_put(out, start, 4);
    old_put(out, size, 8);
}

static void put_header(Text *out)
{
    text_add(out, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
    fill(out, 24);
    old_put(out, 0x3E, 2);
    old_put(out, 3, 2);
    old_put(out, 0xFFFE, 2);
    old_put(out, 9, 2);
    old_put(out, 6, 2);
    fill(out, 44);
    old_put(out, 1, 4);
    old_put(out, 1, 4);
    fill(out, 56);
    old_put(out, CUTOFF, 4);
    old_put(out, 2, 4);
    old_put(out, 1, 4);
    old_put(out, last_sector, 4);
    old_put(out, 0, 4);
    old_put(out, 0, 4);
    while (out->len < SECTOR)
        old_put(out, no_sector, 4);
}

static void end_table(Text *out, size_t end)
{
    while (out->len < end)
        old_put(out, no_sector, 4);
}

Str old_container(Arena *arena, const char *name, Str stream)
{
    Text out = text_in(arena);
    bool is_small = stream.len < CUTOFF;
    size_t sectors = (stream.len + SECTOR - 1) / SECTOR;
    put_header(&out);
    old_put(&out, table_sector, 4);
    put_chain(&out, 1, 1);
    put_chain(&out, 2, 1);
    put_chain(&out, FIRST, sectors);
    end_table(&out, 2 * SECTOR);
    put_entry(&out, "Root Entry", TYPE_ROOT, 1, is_small ? FIRST : last_sector, is_small ? sectors * SECTOR : 0);
    put_entry(&out, name, TYPE_STREAM, no_sector, is_small ? 0 : FIRST, stream.len);
    fill(&out, 3 * SECTOR);
    if (is_small)
        put_chain(&out, 0, (stream.len + SMALL - 1) / SMALL);
    end_table(&out, 4 * SECTOR);
    text_add(&out, stream);
    fill(&out, (4 + sectors) * SECTOR);
    return text_str(&out);
}
