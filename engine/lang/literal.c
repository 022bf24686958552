/* Numbers and strings as they are written into values.

   An int literal keeps its magnitude as a uint until the parser has seen whether a minus stands before it: -9223372036854775808 is an
   int, and 9223372036854775808 is none. The content of a string is a slice of the text where nothing is escaped in it. */
#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/lexer.h"

/* ---- numbers */

static void skip_digits(Lexer *lexer)
{
    while (ascii_is_digit(lexer_peek(lexer, 0)))
        lexer->at++;
}

static bool skip_fraction(Lexer *lexer)
{
    if (lexer_peek(lexer, 0) != '.' || !ascii_is_digit(lexer_peek(lexer, 1)))
        return false;
    lexer->at++;
    skip_digits(lexer);
    return true;
}

static bool literal_skip_exponent(Lexer *lexer)
{
    char e = lexer_peek(lexer, 0), sign = lexer_peek(lexer, 1);
    size_t mark = sign == '+' || sign == '-' ? 2 : 1;
    if ((e != 'e' && e != 'E') || !ascii_is_digit(lexer_peek(lexer, mark)))
        return false;
    lexer->at += mark;
    skip_digits(lexer);
    return true;
}

/* Whether letters stand right behind a number, and says so. The operator `in` may: 1in [1]. */
static bool has_tail(Lexer *lexer, size_t start)
{
    size_t end = lexer->at, word = end;
    while (begins_name(lexer_peek(lexer, 0)) || ascii_is_digit(lexer_peek(lexer, 0)))
        lexer->at++;
    Str tail = str_slice(lexer->text->text, word, lexer->at);
    if (tail.len == 0 || str_is(tail, "in")) {
        lexer->at = end;
        return false;
    }
    Str number = str_slice(lexer->text->text, start, end);
    lexer_complain(lexer, start, lexer->at, "'%.*s' cannot follow the number %.*s directly", STR_ARG(lexer_excerpt(tail)),
                   STR_ARG(lexer_excerpt(number)));
    if (tail.at[0] == '_')
        diag_hint(lexer->diags, "digits are written without separators");
    return true;
}

/* Leading zeros do not count, so the number itself is looked at and not how many digits it has. */
static bool hex_to_uint(Str digits, uint64_t *out)
{
    uint64_t number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (number >> 60)
            return false;
        number = number << 4 | (uint64_t) ascii_hex(digits.at[i]);
    }
    *out = number;
    return true;
}

static Token finish_integer(Lexer *lexer, size_t start, size_t digits_at)
{
    Str digits = str_slice(lexer->text->text, digits_at, lexer->at);
    bool is_uint = lexer_peek(lexer, 0) == 'u' || lexer_peek(lexer, 0) == 'U';
    lexer->at += is_uint;
    Token token = lexer_token(lexer, is_uint ? TOK_UINT : TOK_INT, start);
    uint64_t number = 0;
    if (has_tail(lexer, start))
        token = lexer_token(lexer, token.kind, start);
    else if (!(digits_at > start ? hex_to_uint(digits, &number) : str_to_uint(digits, &number))) {
        lexer_complain(lexer, start, lexer->at, "the number %.*s is out of range", STR_ARG(lexer_excerpt(token.text)));
        diag_hint(lexer->diags, is_uint ? "the largest uint is 18446744073709551615u"
                                        : "the largest int is 9223372036854775807; with a point (1.0) it is a double");
    }
    token.value = value_uint(number);
    return token;
}

static Token finish_double(Lexer *lexer, size_t start)
{
    Token token = lexer_token(lexer, TOK_DOUBLE, start);
    double number = 0;
    if (has_tail(lexer, start))
        token = lexer_token(lexer, TOK_DOUBLE, start);
    else if (!str_to_double(token.text, &number)) {
        lexer_complain(lexer, start, lexer->at, "the number %.*s is out of range", STR_ARG(lexer_excerpt(token.text)));
        diag_hint(lexer->diags, "the largest double is about 1.8e308");
    }
    token.value = value_double(number);
    return token;
}

static Token lex_hex(Lexer *lexer)
{
    size_t start = lexer->at;
    bool capital = lexer_peek(lexer, 1) == 'X';
    lexer->at += 2;
    size_t digits = lexer->at;
    while (ascii_hex(lexer_peek(lexer, 0)) >= 0)
        lexer->at++;
    if (digits == lexer->at)
        lexer_complain(lexer, start, lexer->at, "hexadecimal digits are needed after '0x'");
    else if (capital)
        lexer_complain(lexer, start, digits, "'0X' is written with a small x: 0x");
    return finish_integer(lexer, start, digits);
}

Token lexer_number(Lexer *lexer)
{
    size_t start = lexer->at;
    char second = lexer_peek(lexer, 1);
    if (lexer_peek(lexer, 0) == '0' && (second == 'x' || second == 'X'))
        return lex_hex(lexer);
    skip_digits(lexer);
    bool fraction = skip_fraction(lexer), exponent = literal_skip_exponent(lexer);
    return fraction || exponent ? finish_double(lexer, start) : finish_integer(lexer, start, start);
}

/* ---- strings */

/* How a string is written. */
typedef struct {
    size_t start, content; /* offsets of its prefix and of what stands between the quotes */
    char quote;
    bool raw, bytes, triple;
} Quoting;

static bool is_quote(char c)
{
    return c == '\'' || c == '"';
}

/* b, r and br, in either case, before ', ", ''' or """. CEL's grammar has no rb. */
static Quoting quoting_at(const Lexer *lexer)
{
    Quoting quoting = { .start = lexer->at };
    size_t ahead = 0;
    char c = lexer_peek(lexer, ahead);
    quoting.bytes = c == 'b' || c == 'B';
    c = lexer_peek(lexer, ahead += quoting.bytes);
    quoting.raw = c == 'r' || c == 'R';
    c = lexer_peek(lexer, ahead += quoting.raw);
    if (!is_quote(c))
        return quoting;
    quoting.quote = c;
    quoting.triple = lexer_peek(lexer, ahead + 1) == c && lexer_peek(lexer, ahead + 2) == c;
    quoting.content = lexer->at + ahead + (quoting.triple ? 3 : 1);
    return quoting;
}

bool lexer_at_string(const Lexer *lexer)
{
    return quoting_at(lexer).quote != 0;
}

static bool ends_here(const Lexer *lexer, const Quoting *quoting)
{
    char quote = quoting->quote;
    bool one = lexer_peek(lexer, 0) == quote;
    return quoting->triple ? one && lexer_peek(lexer, 1) == quote && lexer_peek(lexer, 2) == quote : one;
}

/* Moves to the closing quotes; false where there are none. */
static bool literal_find_end(Lexer *lexer, const Quoting *quoting)
{
    size_t len = lexer->text->text.len;
    while (lexer->at < len && !ends_here(lexer, quoting)) {
        bool escape = !quoting->raw && lexer_peek(lexer, 0) == '\\';
        char c = lexer_peek(lexer, escape);
        if (!quoting->triple && (c == '\n' || c == '\r')) {
            lexer->at += escape;
            return false;
        }
        lexer->at += escape && lexer->at + 1 < len ? 2 : 1;
    }
    return lexer->at < len;
}

/* Writes the content of a string; never longer than it was. */
typedef struct {
    Lexer *lexer;
    const Quoting *quoting;
    size_t at, end; /* of what is still to be read */
    char *out;
    size_t len;
    uint32_t faults; /* backslashes that mean nothing; the first is told, and how many there are: who writes one writes several */
} Decoder;

static char decoder_peek(const Decoder *decoder, size_t ahead)
{
    return decoder->at + ahead < decoder->end ? decoder->lexer->text->text.at[decoder->at + ahead] : 0;
}

static void put_code(Decoder *decoder, uint32_t code)
{
    if (decoder->quoting->bytes)
        decoder->out[decoder->len++] = (char) (unsigned char) code;
    else
        decoder->len += utf8_encode(code, decoder->out + decoder->len);
}

/* What is wrong with the backslash at `start`; the text has been read up to decoder->at. */
static void escape_fault(Decoder *decoder, size_t start, const char *format, ...)
{
    va_list args;
    if (decoder->faults++ > 0)
        return;
    va_start(args, format);
    Str sentence = arena_vformat(decoder->lexer->arena, format, args);
    va_end(args);
    lexer_complain(decoder->lexer, start, decoder->at, "%.*s", STR_ARG(sentence));
}

static void hint_at_faults(const Decoder *decoder)
{
    const Quoting *quoting = decoder->quoting;
    Str written = str_slice(decoder->lexer->text->text, quoting->content, decoder->end);
    bool is_plain = !quoting->bytes && !quoting->triple && str_find(written, (Str) { &quoting->quote, 1 }, 0) == SIZE_MAX;
    if (decoder->faults > 1 && is_plain)
        diag_hint(decoder->lexer->diags, "%u more like it here; an r before the quote makes a backslash a backslash: r%c%.*s%c",
                  (unsigned) decoder->faults - 1, quoting->quote, STR_ARG(lexer_excerpt(written)), quoting->quote);
    else if (decoder->faults > 1)
        diag_hint(decoder->lexer->diags, "%u more like it here; an r before the quote makes a backslash a backslash",
                  (unsigned) decoder->faults - 1);
}

/* Reads so many digits of a numeric escape behind its mark; false where there are fewer. */
static bool read_digits(Decoder *decoder, size_t mark, size_t count, uint32_t base, uint32_t *out)
{
    uint32_t code = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = ascii_hex(decoder_peek(decoder, mark + i));
        if (digit < 0 || (uint32_t) digit >= base)
            return false;
        code = code * base + (uint32_t) digit;
    }
    *out = code;
    decoder->at += mark + count;
    return true;
}

static void numeric_escape(Decoder *decoder, size_t mark, size_t digits, uint32_t base)
{
    size_t start = decoder->at;
    char letter = decoder_peek(decoder, 1);
    uint32_t code;
    if (!read_digits(decoder, mark, digits, base, &code)) {
        decoder->at += 2;
        escape_fault(decoder, start,
                     base == 16 ? "'\\%c' wants %d hexadecimal digits" : "'\\%c' begins an octal escape, which has %d digits", letter,
                     (int) digits);
    } else if (decoder->quoting->bytes && (letter == 'u' || letter == 'U'))
        escape_fault(decoder, start, "'\\%c' has no meaning in bytes, which are no characters", letter);
    else if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        escape_fault(decoder, start, "U+%04X is no character", (unsigned) code);
    else
        put_code(decoder, code);
}

static void bad_escape(Decoder *decoder)
{
    size_t size = 0;
    if (decoder->at + 1 < decoder->end)
        utf8_decode(decoder->lexer->text->text.at + decoder->at + 1, &size);
    size_t start = decoder->at;
    decoder->at += 1 + size;
    Str escape = str_slice(decoder->lexer->text->text, start, decoder->at);
    escape_fault(decoder, start, "'%.*s' is no escape", STR_ARG(escape));
    if (decoder->faults == 1)
        diag_hint(decoder->lexer->diags, "there are \\\\ \\' \\\" \\` \\? \\a \\b \\f \\n \\r \\t \\v "
                                         "\\xHH \\uHHHH \\UHHHHHHHH \\OOO; in r'...' a backslash is a backslash");
}

static void decode_escape(Decoder *decoder)
{
    static const char letters[] = "\\?\"'`abfnrtv", meanings[] = "\\?\"'`\a\b\f\n\r\t\v";
    char c = decoder_peek(decoder, 1);
    const char *letter = c ? strchr(letters, c) : NULL;
    if (letter) {
        put_code(decoder, (uint32_t) meanings[letter - letters]);
        decoder->at += 2;
    } else if (c == 'x' || c == 'X')
        numeric_escape(decoder, 2, 2, 16);
    else if (c == 'u')
        numeric_escape(decoder, 2, 4, 16);
    else if (c == 'U')
        numeric_escape(decoder, 2, 8, 16);
    else if (c >= '0' && c <= '3')
        numeric_escape(decoder, 1, 3, 8);
    else
        bad_escape(decoder);
}

/* A line end in a triple-quoted string is LF, however the file was saved. */
static void decode_line_end(Decoder *decoder)
{
    decoder->at += decoder_peek(decoder, 1) == '\n' ? 2 : 1;
    decoder->out[decoder->len++] = '\n';
}

static Str literal_decode(Decoder *decoder)
{
    Str written = str_slice(decoder->lexer->text->text, decoder->at, decoder->end);
    bool escapes = !decoder->quoting->raw && str_find(written, STR("\\"), 0) != SIZE_MAX;
    if (!escapes && str_find(written, STR("\r"), 0) == SIZE_MAX)
        return written;
    decoder->out = arena_alloc(decoder->lexer->arena, written.len);
    while (decoder->at < decoder->end) {
        char c = decoder_peek(decoder, 0);
        if (escapes && c == '\\')
            decode_escape(decoder);
        else if (c == '\r')
            decode_line_end(decoder);
        else {
            decoder->out[decoder->len++] = c;
            decoder->at++;
        }
    }
    hint_at_faults(decoder);
    return (Str) { decoder->out, decoder->len };
}

static Token unclosed_string(Lexer *lexer, const Quoting *quoting)
{
    size_t end = quoting->triple ? quoting->content : lexer->at;
    lexer_complain(lexer, quoting->start, end, "this string is never closed");
    if (lexer->at < lexer->text->text.len)
        diag_hint(lexer->diags, "only a string in ''' or \"\"\" may go over several lines");
    return lexer_token(lexer, TOK_BAD, quoting->start);
}

Token lexer_string(Lexer *lexer)
{
    Quoting quoting = quoting_at(lexer);
    lexer->at = quoting.content;
    if (!literal_find_end(lexer, &quoting))
        return unclosed_string(lexer, &quoting);
    Decoder decoder = { .lexer = lexer, .quoting = &quoting, .at = quoting.content, .end = lexer->at };
    Str content = literal_decode(&decoder);
    lexer->at += quoting.triple ? 3 : 1;
    Token token = lexer_token(lexer, quoting.bytes ? TOK_BYTES : TOK_STRING, quoting.start);
    token.value = quoting.bytes ? value_bytes(content) : value_str(content);
    return token;
}
