/* Characters that are none of the language's: full-width punctuation, typographic quotes, blanks and letters
   of other alphabets. Each is complained about by name and, where it can mean only one thing, taken so. */
#include "base/utf8.h"
#include "lang/lexer.h"

enum { FULL_WIDTH_FIRST = 0xFF01, FULL_WIDTH_LAST = 0xFF5E, FULL_WIDTH_SHIFT = 0xFEE0, EXCERPT_BYTES = 30 };

static const struct {
    uint32_t code;
    const char *ascii;
    TokenKind kind;
} foreign_symbols[] = {
    { 0x00D7, "*", TOK_STAR },  { 0x00F7, "/", TOK_SLASH },      { 0x2013, "-", TOK_MINUS },        { 0x2014, "-", TOK_MINUS },
    { 0x2212, "-", TOK_MINUS }, { 0x2260, "!=", TOK_NOT_EQUAL }, { 0x2264, "<=", TOK_LESS_EQUAL },  { 0x2265, ">=", TOK_GREATER_EQUAL },
    { 0x3001, ",", TOK_COMMA }, { 0x3002, ".", TOK_DOT },        { 0x3010, "[", TOK_LEFT_BRACKET }, { 0x3011, "]", TOK_RIGHT_BRACKET },
};

static const uint32_t foreign_quotes[][2] = {
    { 0x201C, 0x201D }, { 0x2018, 0x2019 }, { 0x300C, 0x300D }, { 0x300E, 0x300F }, { 0xFF02, 0xFF02 },
    { 0xFF07, 0xFF07 }, { 0x00AB, 0x00BB }, { 0x201D, 0x201D }, { 0x2019, 0x2019 },
};

static const struct {
    char c;
    const char *hint;
} hints[] = {
    { '#', "a comment begins with //" },
    { ';', "an expression is a single one: join conditions with && or ||" },
    { '^', "exclusive or of conditions is written a != b" },
    { '$', "names stand as they are" },
    { '@', "names stand as they are" },
};

Str lexer_excerpt(Str text)
{
    if (text.len <= EXCERPT_BYTES)
        return text;
    return str_slice(text, 0, utf8_valid_len(str_slice(text, 0, EXCERPT_BYTES)));
}

static Str rest_of(const Lexer *lexer)
{
    return str_slice(lexer->text->text, lexer->at, lexer->text->text.len);
}

static bool is_foreign_blank(uint32_t code)
{
    return code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x3000 ||
           code == 0xFEFF;
}

bool lexer_skip_foreign_blanks(Lexer *lexer)
{
    size_t start = lexer->at, size;
    uint32_t first = 0;
    while (lexer->at < lexer->text->text.len && (unsigned char) lexer_peek(lexer, 0) >= 0x80) {
        uint32_t code = utf8_decode(rest_of(lexer).at, &size);
        if (!is_foreign_blank(code))
            break;
        first = first ? first : code;
        lexer->at += size;
    }
    if (!first)
        return false;
    lexer_complain(lexer, start, lexer->at, "the blank U+%04X may only stand in a string", (unsigned) first);
    diag_hint(lexer->diags, "use an ordinary blank");
    return true;
}

static const char *ascii_of_symbol(uint32_t code, TokenKind *kind)
{
    /* These are no full-width forms, which ascii_of finds by their distance; they stand one by one. */
    for (size_t i = 0; i < sizeof foreign_symbols / sizeof *foreign_symbols; i++)
        if (foreign_symbols[i].code == code) {
            *kind = foreign_symbols[i].kind;
            return foreign_symbols[i].ascii;
        }
    return NULL;
}

/* The ASCII character that a full-width one looks like, or 0. */
static char ascii_of(uint32_t code)
{
    bool full_width = code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST;
    return full_width ? (char) (code - FULL_WIDTH_SHIFT) : 0;
}

/* Says that a symbol should be an ASCII one; a doubled = & or | is one symbol. */
static Token take_for(Lexer *lexer, const char *ascii, TokenKind kind)
{
    size_t start = lexer->at, size;
    uint32_t code = utf8_decode(rest_of(lexer).at, &size);
    Str symbol = str_slice(rest_of(lexer), 0, size);
    lexer->at += size;
    if (strchr("=&|", ascii[0]) && str_starts_with(rest_of(lexer), symbol))
        lexer->at += size;
    lexer_complain(lexer, start, lexer->at, "'%.*s' (U+%04X) may only stand in a string", STR_ARG(symbol), (unsigned) code);
    diag_hint(lexer->diags, "write the ASCII character '%s'", ascii);
    return lexer_token(lexer, kind, start);
}

/* The offset of the quote that closes such a string on this line, or SIZE_MAX. */
/* On this line only: a quote that was never closed would take in the rest of the expression. */
static size_t foreign_find_quote(const Lexer *lexer, uint32_t close)
{
    char bytes[4];
    size_t size = utf8_encode(close, bytes), first;
    utf8_decode(rest_of(lexer).at, &first);
    size_t found = str_find(lexer->text->text, (Str) { bytes, size }, lexer->at + first);
    size_t line_end = str_find(lexer->text->text, STR("\n"), lexer->at);
    return found < line_end ? found : SIZE_MAX;
}

static Token lex_foreign_string(Lexer *lexer, uint32_t close)
{
    size_t start = lexer->at, end = foreign_find_quote(lexer, close), size;
    utf8_decode(rest_of(lexer).at, &size);
    lexer_complain(lexer, start, start + size, "'%.*s' does not begin a string", STR_ARG(str_slice(rest_of(lexer), 0, size)));
    diag_hint(lexer->diags, "strings use ' or \" quotes");
    lexer->at += size;
    if (end == SIZE_MAX)
        return lexer_token(lexer, TOK_BAD, start);
    Str content = str_slice(lexer->text->text, lexer->at, end);
    utf8_decode(lexer->text->text.at + end, &size);
    lexer->at = end + size;
    Token token = lexer_token(lexer, TOK_STRING, start);
    token.value = value_str(content);
    return token;
}

/* Whether a code point continues a word of letters that no name may have. */
static bool continues_word(uint32_t code)
{
    if (code < 0x80)
        return begins_name((char) code) || ascii_is_digit((char) code);
    bool punctuation = (code >= 0x2000 && code <= 0x206F) || (code >= 0x3000 && code <= 0x303F);
    char ascii = ascii_of(code);
    TokenKind kind;
    return !punctuation && !is_foreign_blank(code) && !ascii_of_symbol(code, &kind) && (!ascii || lexer_symbol(ascii) == TOK_BAD);
}

static Token lex_foreign_word(Lexer *lexer)
{
    size_t start = lexer->at, size;
    while (lexer->at < lexer->text->text.len && continues_word(utf8_decode(rest_of(lexer).at, &size)))
        lexer->at += size;
    Token token = lexer_token(lexer, TOK_BAD, start);
    lexer_complain(lexer, start, lexer->at, "'%.*s' is no name of the language", STR_ARG(lexer_excerpt(token.text)));
    diag_hint(lexer->diags, "names are made of a-z, A-Z, 0-9 and _; text stands in ' or \" quotes");
    return token;
}

static const char *hint_of(char c)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (hints[i].c == c)
            return hints[i].hint;
    return NULL;
}

/* One character that means nothing; letters right behind it belong to the same mistake. */
static Token lex_nonsense(Lexer *lexer, uint32_t code, size_t size)
{
    size_t start = lexer->at;
    if (code < ' ' || code == 0x7F)
        lexer_complain(lexer, start, start + size, "the character U+%04X means nothing here", (unsigned) code);
    else
        lexer_complain(lexer, start, start + size, "'%.*s' means nothing here", STR_ARG(str_slice(lexer->text->text, start, start + size)));
    const char *hint = code < 0x80 ? hint_of((char) code) : NULL;
    if (hint)
        diag_hint(lexer->diags, "%s", hint);
    lexer->at += size;
    while (begins_name(lexer_peek(lexer, 0)) || ascii_is_digit(lexer_peek(lexer, 0)))
        lexer->at++;
    return lexer_token(lexer, TOK_BAD, start);
}

/* The closing quote of one that opens a string in other scripts, or 0. */
static uint32_t closing_quote(uint32_t code)
{
    for (size_t i = 0; i < sizeof foreign_quotes / sizeof *foreign_quotes; i++)
        if (foreign_quotes[i][0] == code)
            return foreign_quotes[i][1];
    return 0;
}

Token lexer_foreign(Lexer *lexer)
{
    size_t size;
    uint32_t code = utf8_decode(rest_of(lexer).at, &size), close = closing_quote(code);
    if (close)
        return lex_foreign_string(lexer, close);
    TokenKind kind;
    const char *ascii = ascii_of_symbol(code, &kind);
    if (ascii)
        return take_for(lexer, ascii, kind);
    char c = ascii_of(code);
    char spelling[3] = { c, c && strchr("=&|", c) ? c : 0, 0 };
    if (c && lexer_symbol(c) != TOK_BAD)
        return take_for(lexer, spelling, lexer_symbol(c));
    return code >= 0x80 && continues_word(code) ? lex_foreign_word(lexer) : lex_nonsense(lexer, code, size);
}
