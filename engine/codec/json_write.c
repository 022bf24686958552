/* Writing: commas, line ends and indentation come from a small stack of what was begun.

   A text is written as it stands wherever JSON allows that. Besides what JSON wants escaped, escapes stand for what would steer a
   terminal or turn the direction of writing (utf8_is_harmful): a program reads the same text, and whoever looks at the file is shown
   nothing false. Bytes that are no UTF-8 become U+FFFD each, so that what is written can always be read. */
#include "codec/json.h"

#include <assert.h>
#include <math.h>

#include "base/eight.h"
#include "base/text.h"
#include "base/utf8.h"

enum { WRITER_DEPTH = sizeof((JsonWriter *) 0)->first / sizeof(bool) };

static void json_write_add(JsonWriter *json, Str bytes)
{
    output_add(json->out, bytes);
}

static void new_line(JsonWriter *json)
{
    static const char blanks[2 * WRITER_DEPTH + 1] = "                                                                ";
    json_write_add(json, STR("\n"));
    json_write_add(json, (Str) { blanks, 2 * (size_t) json->depth });
}

/* What stands between the last thing written and the next one, to be written with it. */
static Str take_separator(JsonWriter *json)
{
    bool is_value = json->after_key;
    json->after_key = false;
    if (is_value || json->depth == 0)
        return STR("");
    bool first = json->first[json->depth], inline_ = json->inline_[json->depth];
    json->first[json->depth] = false;
    Str comma = first ? STR("") : json->indent && inline_ ? STR(", ") : STR(",");
    if (!json->indent || inline_)
        return comma;
    json_write_add(json, comma);
    new_line(json);
    return STR("");
}

static void separate(JsonWriter *json)
{
    Str separator = take_separator(json);
    if (separator.len > 0)
        json_write_add(json, separator);
}

static void open(JsonWriter *json, Str bracket, bool inline_)
{
    separate(json);
    assert(json->depth + 1 < WRITER_DEPTH);
    bool outer = json->depth > 0 && json->inline_[json->depth];
    json->depth++;
    json->first[json->depth] = true;
    json->inline_[json->depth] = inline_ || outer;
    json_write_add(json, bracket);
}

static void close(JsonWriter *json, Str bracket)
{
    assert(json->depth > 0 && !json->after_key);
    bool empty = json->first[json->depth], inline_ = json->inline_[json->depth];
    json->depth--;
    if (json->indent && !inline_ && !empty)
        new_line(json);
    json_write_add(json, bracket);
    if (json->indent && json->depth == 0)
        json_write_add(json, STR("\n"));
}

void json_open_object(JsonWriter *json)
{
    open(json, STR("{"), false);
}

void json_open_object_inline(JsonWriter *json)
{
    open(json, STR("{"), true);
}

void json_close_object(JsonWriter *json)
{
    close(json, STR("}"));
}

void json_open_array(JsonWriter *json)
{
    open(json, STR("["), false);
}

void json_close_array(JsonWriter *json)
{
    close(json, STR("]"));
}

/* The escape of a byte below U+0020, a quote or a backslash. */
static void add_escape(JsonWriter *json, unsigned char c)
{
    static const char *const names[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['\b'] = "\\b", ['\f'] = "\\f",
    };
    static const char digits[] = "0123456789abcdef";
    char code[6] = { '\\', 'u', '0', '0', digits[c >> 4 & 15], digits[c & 15] };
    json_write_add(json, names[c] ? str_of(names[c]) : (Str) { code, sizeof code });
}

/* What would steer a terminal or turn the direction of writing, as UTF-16 in hexadecimal digits: the same text to a program. */
static void add_code_escape(JsonWriter *json, uint32_t code)
{
    if (code < 0x10000)
        output_format(json->out, "\\u%04x", (unsigned) code);
    else
        output_format(json->out, "\\u%04x\\u%04x", 0xD800u + (unsigned) ((code - 0x10000) >> 10),
                      0xDC00u + (unsigned) ((code - 0x10000) & 0x3FF));
}

/* The bytes at `at` that have to be escaped; 0: none. */
static size_t json_write_escape_size(Str s, size_t at, uint32_t *code)
{
    size_t size = 1;
    *code = (unsigned char) s.at[at];
    if (*code < 0x7F)
        return *code < ' ' || *code == '"' || *code == '\\' ? 1 : 0;
    if (*code >= 0x80)
        *code = utf8_decode(s.at + at, &size);
    return utf8_is_harmful(*code) ? size : 0;
}

/* The bytes that harmful code points begin with, and ASCII that JSON escapes: all else is passed without decoding it. */
static bool may_need_escape(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\' || c == 0x7F || c == 0xC2 || c == 0xD8 || c == 0xE2 || c == 0xEF || c == 0xF3;
}

/* Well-formed UTF-8: runs that stand for themselves, and escapes between them. */
static void json_write_add_escaped(JsonWriter *json, Str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        uint32_t code;
        size_t size = may_need_escape((unsigned char) s.at[i]) ? json_write_escape_size(s, i, &code) : 0;
        if (size == 0)
            continue;
        json_write_add(json, str_slice(s, from, i));
        if (code < 0x7F)
            add_escape(json, (unsigned char) code);
        else
            add_code_escape(json, code);
        from = i + size;
        i = from - 1;
    }
    if (s.len)
        json_write_add(json, str_slice(s, from, s.len));
}

static inline uint64_t json_write_beyond_plain(uint64_t word)
{
    return eight_beyond_printable(word) | eight_has(word, '"') | eight_has(word, '\\');
}

/* Whether a text stands for itself: it is printable ASCII, and nothing in it has to be escaped. Of eight bytes at a time, the last of them
   with those before them. */
static bool is_plain_ascii(Str s)
{
    uint64_t beyond = 0;
    if (s.len < 4) {
        char padded[8] = "    ";
        for (size_t i = 0; i < s.len; i++)
            padded[i] = s.at[i];
        return (json_write_beyond_plain(short_word((Str) { padded, 4 })) & EIGHT_HIGH) == 0;
    }
    for (size_t at = 0; s.len >= 8 && at < s.len - 8; at += 8)
        beyond |= json_write_beyond_plain(eight_at(s.at + at));
    return ((beyond | json_write_beyond_plain(s.len >= 8 ? eight_at(s.at + s.len - 8) : short_word(s))) & EIGHT_HIGH) == 0;
}

/* Most texts and all keys are short and plain: written in one go, with what stands before and behind them. False: this is not one. */
static bool add_plain(JsonWriter *json, Str before, Str s, Str behind)
{
    enum { SHORT = 256, MORE = 8 };
    char *at = s.len <= SHORT && is_plain_ascii(s) ? output_room(json->out, SHORT + MORE) : NULL;
    if (!at)
        return false;
    for (size_t i = 0; i < before.len; i++)
        *at++ = before.at[i];
    *at++ = '"';
    if (s.len > 0)
        memcpy(at, s.at, s.len);
    at += s.len;
    *at++ = '"';
    for (size_t i = 0; i < behind.len; i++)
        *at++ = behind.at[i];
    output_took(json->out, before.len + s.len + 2 + behind.len);
    return true;
}

/* A text, with what stands before and behind it. */
static void json_write_add_quoted(JsonWriter *json, Str before, Str s, Str behind)
{
    if (add_plain(json, before, s, behind))
        return;
    json_write_add(json, before);
    json_write_add(json, STR("\""));
    while (s.len) {
        size_t valid = utf8_valid_len(s);
        json_write_add_escaped(json, str_slice(s, 0, valid));
        if (valid == s.len)
            break;
        json_write_add(json, STR("\xEF\xBF\xBD"));
        s = str_slice(s, valid + 1, s.len);
    }
    json_write_add(json, STR("\""));
    json_write_add(json, behind);
}

void json_key_str(JsonWriter *json, Str key)
{
    assert(json->depth > 0 && !json->after_key);
    json_write_add_quoted(json, take_separator(json), key, json->indent ? STR(": ") : STR(":"));
    json->after_key = true;
}

void json_key(JsonWriter *json, const char *key)
{
    json_key_str(json, str_of(key));
}

void json_str(JsonWriter *json, Str s)
{
    json_write_add_quoted(json, take_separator(json), s, STR(""));
}

void json_int(JsonWriter *json, int64_t number)
{
    separate(json);
    output_format(json->out, "%lld", (long long) number);
}

void json_uint(JsonWriter *json, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    separate(json);
    do
        digits[--at] = (char) ('0' + number % 10);
    while (number /= 10);
    json_write_add(json, (Str) { digits + at, sizeof digits - at });
}

void json_double(JsonWriter *json, double number)
{
    if (!isfinite(number)) {
        json_none(json);
        return;
    }
    Text text = { 0 };
    text_add_double(&text, number);
    separate(json);
    json_write_add(json, text_str(&text));
    text_free(&text);
}

void json_bool(JsonWriter *json, bool value)
{
    separate(json);
    json_write_add(json, value ? STR("true") : STR("false"));
}

void json_raw(JsonWriter *json, Str value)
{
    separate(json);
    json_write_add(json, value);
}

void json_none(JsonWriter *json)
{
    separate(json);
    json_write_add(json, STR("null"));
}
