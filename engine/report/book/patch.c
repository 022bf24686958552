/* Copying XML with changes. The reader of codec/xlsx_parts.h tells each event together with the bytes it came from: what is no tag goes to
   `out` at once, and a tag is held back in `tag` until whoever listens has had its say. So attributes are set in the bytes of a tag
   (tag_set), and what is put in between stands before the tag; nothing is ever written anew that was not asked for, and what Excel, WPS or
   LibreOffice wrote and we do not know comes through.

   An empty element that is to hold something is opened when that comes: "<fills/>" ends in one tag, so that at its end there is no tag
   at hand, and its own is the last of what waits in `out`. Therefore patch_send, which empties `out`, stands where an element begins:
   there the last tag of `out` is of no use any more. */
#include "report/book/patch.h"
#include "base/ascii.h"

/* Bytes after which what waits is sent on: a sheet of 100,000 rows must not wait as a whole. */
enum { ENOUGH = 1 << 15 };

/* ---- tags */

static size_t patch_name_end(Str tag, size_t at)
{
    while (at < tag.len && !ascii_is_blank(tag.at[at]) && !strchr("=/>", tag.at[at]))
        at++;
    return at;
}

static size_t patch_pass_blanks(Str tag, size_t at)
{
    while (at < tag.len && ascii_is_blank(tag.at[at]))
        at++;
    return at;
}

/* Where the value of an attribute stands, without its quotes; false: there is no such attribute. */
static bool patch_find_value(Str tag, const char *attribute, size_t *start, size_t *end)
{
    size_t at = patch_pass_blanks(tag, patch_name_end(tag, 1));
    while (at < tag.len && tag.at[at] != '/' && tag.at[at] != '>') {
        Str name = str_slice(tag, at, patch_name_end(tag, at));
        at = patch_pass_blanks(tag, at + name.len);
        at = patch_pass_blanks(tag, at + (at < tag.len && tag.at[at] == '='));
        if (at >= tag.len || (tag.at[at] != '"' && tag.at[at] != '\''))
            return false;
        *start = at + 1;
        *end = str_find(tag, (Str) { tag.at + at, 1 }, at + 1);
        if (*end == SIZE_MAX)
            return false;
        if (str_is(name, attribute))
            return true;
        at = patch_pass_blanks(tag, *end + 1);
    }
    return false;
}

static void patch_replace(Text *text, size_t start, size_t end, Str by)
{
    Text rest = text_in(text->arena);
    text_add(&rest, str_slice(text_str(text), end, text->len));
    text->len = start;
    text_add(text, by);
    text_add(text, text_str(&rest));
    text_free(&rest);
}

void tag_set(Text *xml, const char *attribute, Str value)
{
    size_t start, end;
    if (patch_find_value(text_str(xml), attribute, &start, &end)) {
        patch_replace(xml, start, end, value);
        return;
    }
    Text whole = text_in(xml->arena);
    text_format(&whole, " %s=\"%.*s\"", attribute, STR_ARG(value));
    start = patch_name_end(text_str(xml), 1);
    patch_replace(xml, start, start, text_str(&whole));
    text_free(&whole);
}

void patch_set(Patch *patch, const char *attribute, Str value)
{
    tag_set(&patch->tag, attribute, value);
}

/* ---- putting in between */

static size_t last_tag(const Text *out)
{
    size_t at = out->len;
    while (at > 0 && out->at[at - 1] != '<')
        at--;
    return at;
}

/* "<fills/>" is what waits last: it becomes "<fills>", and its end is the tag at hand. */
static void open_empty(Patch *patch)
{
    Str out = text_str(&patch->out);
    size_t start = last_tag(&patch->out), end = patch_name_end(out, start);
    text_format(&patch->tag, "</%.*s>", STR_ARG(str_slice(out, start, end)));
    while (patch->out.len > end && patch->out.at[patch->out.len - 1] != '/')
        patch->out.len--;
    patch->out.at[patch->out.len - 1] = '>';
}

void patch_put(Patch *patch, Str fragment)
{
    if (patch->is_ending && patch->tag.len == 0)
        open_empty(patch);
    for (size_t start = 0, end; start < fragment.len; start = end) {
        end = patch->prefix.len ? str_find(fragment, STR("<"), start) : SIZE_MAX;
        end = end == SIZE_MAX ? fragment.len : end + 1 + (end + 1 < fragment.len && fragment.at[end + 1] == '/');
        text_add(&patch->out, str_slice(fragment, start, end));
        if (end < fragment.len)
            text_add(&patch->out, patch->prefix);
    }
}

/* ---- events */

static void patch_send(Patch *patch, size_t enough)
{
    if (!patch->part || patch->out.len < enough)
        return;
    part_add(patch->part, text_str(&patch->out));
    text_clear(&patch->out);
}

void patch_flush(Patch *patch)
{
    patch_send(patch, ENOUGH);
}

static void take_raw(Xml *xml, Str bytes)
{
    Patch *patch = xml->context;
    text_add(xml->is_tag ? &patch->tag : &patch->out, bytes);
}

static void end_tag(Patch *patch)
{
    text_add(&patch->out, text_str(&patch->tag));
    text_clear(&patch->tag);
}

static void learn_prefix(Patch *patch)
{
    Str tag = text_str(&patch->tag), name = str_slice(tag, 1, patch_name_end(tag, 1));
    size_t colon = str_find(name, STR(":"), 0);
    if (colon != SIZE_MAX)
        patch->prefix = arena_str(patch->arena, str_slice(name, 0, colon + 1));
}

static void patch_start(Xml *xml, Str name, const char **attributes)
{
    Patch *patch = xml->context;
    if (patch->depth == 0)
        learn_prefix(patch);
    patch_send(patch, ENOUGH);
    if (patch->start)
        patch->start(patch, name, attributes);
    end_tag(patch);
    patch->depth++;
}

static void patch_end(Xml *xml, Str name)
{
    Patch *patch = xml->context;
    patch->depth--;
    patch->is_ending = true;
    if (patch->end)
        patch->end(patch, name);
    patch->is_ending = false;
    end_tag(patch);
}

bool patch_run(Patch *patch, Arena *arena, Input *input, Str *problem)
{
    patch->arena = arena;
    patch->out = text_in(arena);
    patch->tag = text_in(arena);
    patch->xml = (Xml) { .context = patch, .start = patch_start, .end = patch_end, .raw = take_raw };
    xml_open(&patch->xml, arena, input);
    bool read = xml_read_all(&patch->xml);
    *problem = patch->xml.problem;
    patch_send(patch, 0);
    if (patch->part)
        part_end(patch->part);
    return read;
}
