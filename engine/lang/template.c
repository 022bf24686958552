/* Messages with placeholders: text, and expressions in braces.

   An expression may hold braces of its own, in strings and as maps: {'}'} is a placeholder with one brace in it. So the end of a
   placeholder is found by the lexer of the language and not by looking for a brace. Places in the file are kept through it: a slice of
   the text takes its slice of the origins along. */
#include "lang/parser.h"

#include "base/array.h"
#include "base/utf8.h"
#include "lang/lexer.h"

typedef struct {
    Arena *arena;
    Diags *diags;
    const ExprText *text;
    size_t at;
    ARRAY(TemplatePart) parts;
    bool ok;
    bool doubtful; /* a placeholder without an end has other mistakes */
} Reader;

static ExprText slice_of(const ExprText *text, size_t start, size_t end)
{
    ExprText slice = *text;
    slice.text = str_slice(text->text, start, end);
    if (text->origin)
        slice.origin = text->origin + start;
    else
        slice.base = text->base + (uint32_t) start;
    return slice;
}

static void template_complain(Reader *reader, size_t start, size_t end, const char *sentence, const char *hint)
{
    reader->ok = false;
    Span span = expr_text_span(reader->text, start, end);
    diag_add(reader->diags, E_MESSAGE, reader->text->source, span, "%s", sentence);
    diag_hint(reader->diags, "%s", hint);
}

static char template_peek(const Reader *reader, size_t ahead)
{
    size_t at = reader->at + ahead;
    return at < reader->text->text.len ? reader->text->text.at[at] : 0;
}

/* ---- text */

/* Reads up to the next placeholder, with doubled braces undone. */
static void template_read_text(Reader *reader)
{
    Text out = { 0 };
    while (reader->at < reader->text->text.len) {
        char c = template_peek(reader, 0);
        bool brace = c == '{' || c == '}', doubled = brace && template_peek(reader, 1) == c;
        if (c == '{' && !doubled)
            break;
        if (brace && !doubled)
            template_complain(reader, reader->at, reader->at + 1, "this '}' closes nothing",
                              "a brace that stands for itself is written }}");
        text_add_char(&out, c);
        reader->at += doubled ? 2 : 1;
    }
    if (out.len > 0) {
        TemplatePart part = { .text = arena_str(reader->arena, text_str(&out)) };
        arena_push(reader->arena, &reader->parts, part);
    }
    text_free(&out);
}

/* ---- placeholders */

/* Where the brace that closes a placeholder stands: braces in strings and those of maps do not count.
   SIZE_MAX: nowhere. */
static size_t find_close(Reader *reader, size_t start)
{
    /* What the lexer complains about here is told when the placeholder is parsed. */
    Diags unheard = { .arena = reader->arena };
    ExprText rest = slice_of(reader->text, start, reader->text->text.len);
    Lexer lexer = { .text = &rest, .arena = reader->arena, .diags = &unheard };
    size_t depth = 0;
    for (Token token = lexer_next(&lexer); token.kind != TOK_END; token = lexer_next(&lexer)) {
        if (token.kind == TOK_LEFT_BRACE)
            depth++;
        else if (token.kind == TOK_RIGHT_BRACE && depth-- == 0)
            return start + token.start;
    }
    reader->doubtful = unheard.errors > 0;
    return SIZE_MAX;
}

static bool read_expr(Reader *reader, size_t start, size_t end)
{
    bool ok;
    ExprText *slice = arena_new(reader->arena, ExprText);
    *slice = slice_of(reader->text, start, end);
    TemplatePart part = { .text = slice->text, .expr = expr_parse(reader->arena, slice, reader->diags, &ok) };
    reader->ok = reader->ok && ok;
    arena_push(reader->arena, &reader->parts, part);
    return ok;
}

/* A string in it that is never closed may have hidden the brace: then the expression says so. The rest of the
   message is left, lest it be searched again and again. */
static void read_unclosed(Reader *reader, size_t open)
{
    size_t end = reader->doubtful ? str_find(reader->text->text, STR("}"), open) : SIZE_MAX;
    if (end == SIZE_MAX || read_expr(reader, open + 1, end))
        template_complain(reader, open, open + 1, "this '{' is never closed", "a brace that stands for itself is written {{");
    reader->at = reader->text->text.len;
}

static void read_placeholder(Reader *reader)
{
    size_t open = reader->at, start = open + 1, end = find_close(reader, start);
    if (end == SIZE_MAX) {
        read_unclosed(reader, open);
        return;
    }
    reader->at = end + 1;
    if (str_trim(str_slice(reader->text->text, start, end)).len == 0)
        template_complain(reader, open, end + 1, "nothing stands between these braces",
                          "braces that stand for themselves are written {{}}");
    else
        read_expr(reader, start, end);
}

/* ---- the whole */

static bool template_may_be_read(Reader *reader)
{
    Str text = reader->text->text;
    size_t valid = utf8_valid_len(text);
    if (text.len > EXPR_MAX_BYTES) {
        Span span = expr_text_span(reader->text, 0, 1);
        reader->ok =
            diag_add(reader->diags, E_LIMIT, reader->text->source, span, "the message has too many bytes; the limit is %d", EXPR_MAX_BYTES);
    } else if (valid < text.len)
        template_complain(reader, valid, valid + 1, "this byte is not UTF-8", "pack files are UTF-8 text");
    return reader->ok;
}

Template template_parse(Arena *arena, const ExprText *text, Diags *diags, bool *ok)
{
    Reader reader = { .arena = arena, .diags = diags, .text = text, .ok = true };
    if (template_may_be_read(&reader))
        while (reader.at < text->text.len) {
            template_read_text(&reader);
            if (reader.at < text->text.len)
                read_placeholder(&reader);
        }
    *ok = reader.ok;
    return (Template) { reader.parts.at, (uint32_t) reader.parts.count };
}
