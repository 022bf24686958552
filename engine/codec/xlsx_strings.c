/* The texts that cells share. A text is a list of runs with formats of their own, put together here; phonetic runs (rPh), which stand
   above East Asian text to say how it is read, are not part of it. */
#include "codec/xlsx_parts.h"
#include "base/ascii.h"

/* ---- one text */

void xlsx_runs_start(XlsxRuns *runs, Str name)
{
    if (str_is(name, "rPh"))
        runs->phonetic++;
    else if (str_is(name, "t"))
        runs->in_text = runs->phonetic == 0;
}

void xlsx_runs_end(XlsxRuns *runs, Str name)
{
    if (str_is(name, "rPh") && runs->phonetic)
        runs->phonetic--;
    else if (str_is(name, "t"))
        runs->in_text = false;
}

bool xlsx_runs_add(XlsxRuns *runs, Str text)
{
    if (!runs->in_text)
        return true;
    if (runs->text.len + text.len > XLSX_MAX_CELL_BYTES)
        return false;
    text_add(&runs->text, text);
    return true;
}

/* The character that _xHHHH_ stands for, by which XML that may not hold it says it (ST_Xstring of ECMA-376); 0: nothing of the kind
   stands here. Halves of a pair are no characters. */
static uint32_t escaped_at(Str text, size_t at)
{
    uint32_t code = 0;
    if (at + 7 > text.len || text.at[at] != '_' || text.at[at + 1] != 'x' || text.at[at + 6] != '_')
        return 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = ascii_hex(text.at[i]);
        if (digit < 0)
            return 0;
        code = code << 4 | (uint32_t) digit;
    }
    return code >= 0xD800 && code <= 0xDFFF ? 0 : code;
}

Str xlsx_unescape(Arena *arena, Str text)
{
    if (str_find(text, STR("_x"), 0) == SIZE_MAX)
        return arena_str(arena, text);
    Text plain = { 0 };
    for (size_t at = 0; at < text.len;) {
        uint32_t code = escaped_at(text, at);
        if (code)
            text_add_code(&plain, code);
        else
            text_add_char(&plain, text.at[at]);
        at += code ? 7 : 1;
    }
    Str result = arena_str(arena, text_str(&plain));
    text_free(&plain);
    return result;
}

void xlsx_runs_clear(XlsxRuns *runs)
{
    text_clear(&runs->text);
    runs->in_text = false;
    runs->phonetic = 0;
}

Str xlsx_runs_take(XlsxRuns *runs, Arena *arena)
{
    Str result = runs->text.len ? xlsx_unescape(arena, text_str(&runs->text)) : (Str) { 0 };
    xlsx_runs_clear(runs);
    return result;
}

/* ---- all of them */

typedef struct {
    Arena *arena;
    XlsxStrings *strings;
    XlsxRuns runs;
    uint64_t bytes;
    bool in_item;
} Reading;

static void xlsx_strings_start(Xml *xml, Str name, const char **attributes)
{
    Reading *reading = xml->context;
    (void) attributes;
    if (str_is(name, "si"))
        reading->in_item = true;
    else if (reading->in_item)
        xlsx_runs_start(&reading->runs, name);
}

static void xlsx_strings_text(Xml *xml, Str text)
{
    Reading *reading = xml->context;
    if (!xlsx_runs_add(&reading->runs, text))
        xml_fail(xml, STR("a text is longer than 1 MiB"));
}

static void xlsx_strings_end(Xml *xml, Str name)
{
    Reading *reading = xml->context;
    if (!str_is(name, "si")) {
        xlsx_runs_end(&reading->runs, name);
        return;
    }
    Str item = xlsx_runs_take(&reading->runs, reading->arena);
    reading->in_item = false;
    reading->bytes += item.len + 2 * sizeof item;
    if (reading->strings->list.count == XLSX_MAX_SHARED || reading->bytes > XLSX_MAX_SHARED_BYTES)
        xml_fail(xml, STR("the cells share more texts than fit into 256 MiB"));
    else
        array_push(&reading->strings->list, item);
}

bool xlsx_strings_read(Arena *arena, Input *input, XlsxStrings *strings, Str *problem)
{
    Reading reading = { .arena = arena, .strings = strings };
    Xml xml = { .context = &reading, .start = xlsx_strings_start, .end = xlsx_strings_end, .text = xlsx_strings_text };
    xml_open(&xml, arena, input);
    bool read = xml_read_all(&xml);
    text_free(&reading.runs.text);
    *problem = xml.problem;
    return read;
}
