/* Text, by CEL's strings extension. Positions count code points, from 0; a text is UTF-8 and knows nothing of them, so each is found by
   walking, which is counted as steps. lowerAscii and upperAscii leave all other letters alone, whose cases depend on the language;
   trim() takes away what Unicode calls White_Space, the wide blank of Chinese among it. */
#include "lang/fn.h"

#include "base/utf8.h"

static Str fn_text_text_of(const Value *args, size_t i)
{
    return fn_str(args[i]);
}

/* ---- looking */

static Value fn_text_run_contains(Call *call, const Value *args)
{
    size_t at;
    if (!fn_find(call, fn_text_text_of(args, 0), fn_text_text_of(args, 1), 0, &at))
        return value_error();
    return value_bool(at != SIZE_MAX);
}

static Value run_starts_with(Call *call, const Value *args)
{
    if (!fn_walk(call, args[1].len))
        return value_error();
    return value_bool(str_starts_with(fn_text_text_of(args, 0), fn_text_text_of(args, 1)));
}

static Value run_ends_with(Call *call, const Value *args)
{
    if (!fn_walk(call, args[1].len))
        return value_error();
    return value_bool(str_ends_with(fn_text_text_of(args, 0), fn_text_text_of(args, 1)));
}

static Value size_of_string(Call *call, const Value *args)
{
    return fn_walk(call, args[0].len) ? value_int((int64_t) utf8_count(fn_text_text_of(args, 0))) : value_error();
}

static Value size_of_bytes(Call *call, const Value *args)
{
    (void) call;
    return value_int(args[0].len);
}

/* Byte offset of the position args[i] in the text args[0]; false after a failure. Its end is a position
   too. */
static bool byte_of(Call *call, const Value *args, size_t i, size_t *byte)
{
    if (!fn_walk(call, args[0].len))
        return false;
    *byte = args[i].i < 0 ? SIZE_MAX : utf8_offset(fn_text_text_of(args, 0), (size_t) args[i].i);
    if (*byte != SIZE_MAX)
        return true;
    const Value shown[] = { args[i], args[0] };
    fn_fail(call, args[i].i < 0 ? "position $1 is negative" : "position $1 lies beyond the end of $2", shown);
    return false;
}

/* The position of a byte offset. */
static Value fn_text_position_of(Call *call, Str s, size_t byte)
{
    if (byte == SIZE_MAX)
        return value_int(-1);
    return fn_walk(call, byte) ? value_int((int64_t) utf8_count(str_slice(s, 0, byte))) : value_error();
}

static Value index_from(Call *call, const Value *args, size_t from)
{
    size_t found;
    Str s = fn_text_text_of(args, 0);
    return fn_find(call, s, fn_text_text_of(args, 1), from, &found) ? fn_text_position_of(call, s, found) : value_error();
}

static Value run_index_of(Call *call, const Value *args)
{
    return index_from(call, args, 0);
}

static Value run_index_of_from(Call *call, const Value *args)
{
    size_t from;
    return byte_of(call, args, 2, &from) ? index_from(call, args, from) : value_error();
}

/* The last place where the second text begins, at or before byte `from`. */
static Value last_index_from(Call *call, const Value *args, size_t from)
{
    Str s = fn_text_text_of(args, 0), needle = fn_text_text_of(args, 1);
    if (needle.len > s.len)
        return value_int(-1);
    if (needle.len == 0)
        return fn_text_position_of(call, s, from);
    size_t at = from < s.len - needle.len ? from : s.len - needle.len;
    for (;; at--) {
        bool candidate = s.at[at] == needle.at[0];
        if (!call_step(call, candidate ? 1 + needle.len / 64 : (at & 63) == 0))
            return value_error();
        if (candidate && memcmp(s.at + at, needle.at, needle.len) == 0)
            return fn_text_position_of(call, s, at);
        if (at == 0)
            return value_int(-1);
    }
}

static Value run_last_index_of(Call *call, const Value *args)
{
    return last_index_from(call, args, args[0].len);
}

static Value run_last_index_of_from(Call *call, const Value *args)
{
    size_t from;
    return byte_of(call, args, 2, &from) ? last_index_from(call, args, from) : value_error();
}

/* ---- parts */

static Value run_char_at(Call *call, const Value *args)
{
    size_t at, size = 0;
    Str s = fn_text_text_of(args, 0);
    if (!byte_of(call, args, 1, &at))
        return value_error();
    if (at < s.len)
        utf8_decode(s.at + at, &size);
    return value_str(str_slice(s, at, at + size));
}

static Value run_substring_from(Call *call, const Value *args)
{
    size_t start;
    Str s = fn_text_text_of(args, 0);
    return byte_of(call, args, 1, &start) ? value_str(str_slice(s, start, s.len)) : value_error();
}

static Value run_substring(Call *call, const Value *args)
{
    size_t start, end;
    if (!byte_of(call, args, 1, &start) || !byte_of(call, args, 2, &end))
        return value_error();
    if (end < start)
        return fn_fail(call, "the end $3 of a part of $1 lies before its start $2", args);
    return value_str(str_slice(fn_text_text_of(args, 0), start, end));
}

/* Unicode's White_Space. */
static bool fn_text_is_white(uint32_t code)
{
    if ((code >= 0x09 && code <= 0x0D) || (code >= 0x2000 && code <= 0x200A))
        return true;
    static const uint32_t others[] = { 0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (code == others[i])
            return true;
    return false;
}

static size_t last_char(Str s)
{
    size_t at = s.len - 1;
    while (at > 0 && ((unsigned char) s.at[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static Value run_trim(Call *call, const Value *args)
{
    Str s = fn_text_text_of(args, 0);
    size_t size = 0;
    if (!fn_walk(call, s.len))
        return value_error();
    while (s.len > 0 && fn_text_is_white(utf8_decode(s.at, &size)))
        s = str_slice(s, size, s.len);
    while (s.len > 0 && fn_text_is_white(utf8_decode(s.at + last_char(s), &size)))
        s.len -= size;
    return value_str(s);
}

/* ---- new text */

static Value fn_text_run_add(Call *call, const Value *args)
{
    Growing text = { .call = call };
    grow_add(&text, fn_text_text_of(args, 0));
    grow_add(&text, fn_text_text_of(args, 1));
    Value sum = grow_end(&text);
    return value_is_error(sum) || args[0].kind == KIND_STRING ? sum : value_bytes(value_as_str(sum));
}

/* A copy in which every byte from `first` to `last` is moved by `by`. */
static Value shift_letters(Call *call, Str s, char first, char last, int by)
{
    Growing text = { .call = call };
    if (!fn_walk(call, s.len))
        return value_error();
    grow_add(&text, s);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] >= first && text.at[i] <= last)
            text.at[i] = (char) (text.at[i] + by);
    return grow_end(&text);
}

static Value run_lower_ascii(Call *call, const Value *args)
{
    return shift_letters(call, fn_text_text_of(args, 0), 'A', 'Z', 'a' - 'A');
}

static Value run_upper_ascii(Call *call, const Value *args)
{
    return shift_letters(call, fn_text_text_of(args, 0), 'a', 'z', 'A' - 'a');
}

static Value fn_text_run_reverse(Call *call, const Value *args)
{
    Growing text = { .call = call };
    Str s = fn_text_text_of(args, 0);
    if (!fn_walk(call, s.len))
        return value_error();
    while (s.len > 0 && !text.failed) {
        size_t at = last_char(s);
        grow_add(&text, str_slice(s, at, s.len));
        s.len = at;
    }
    return grow_end(&text);
}

/* Adds s with `fresh` around each of its first code points, at most `limit` times (negative: everywhere). */
static void intersperse(Growing *text, Str s, Str fresh, int64_t limit)
{
    size_t at = 0;
    for (; limit != 0 && at <= s.len && !text->failed; limit -= limit > 0) {
        size_t size = 1;
        if (at < s.len)
            utf8_decode(s.at + at, &size);
        text->failed |= !call_step(text->call, 1);
        grow_add(text, fresh);
        grow_add(text, at < s.len ? str_slice(s, at, at + size) : (Str) { 0 });
        at += size;
    }
    if (at < s.len)
        grow_add(text, str_slice(s, at, s.len));
}

static Value fn_text_replace(Call *call, const Value *args, int64_t limit)
{
    Growing text = { .call = call };
    Str s = fn_text_text_of(args, 0), old = fn_text_text_of(args, 1), fresh = fn_text_text_of(args, 2);
    if (old.len == 0) {
        intersperse(&text, s, fresh, limit);
        return grow_end(&text);
    }
    size_t from = 0, found = 0;
    for (; limit != 0 && !text.failed; limit -= limit > 0) {
        text.failed |= !fn_find(call, s, old, from, &found) || !fn_walk(call, fresh.len);
        if (text.failed || found == SIZE_MAX)
            break;
        grow_add(&text, str_slice(s, from, found));
        grow_add(&text, fresh);
        from = found + old.len;
    }
    grow_add(&text, str_slice(s, from, s.len));
    return grow_end(&text);
}

static Value fn_text_run_replace(Call *call, const Value *args)
{
    return fn_text_replace(call, args, -1);
}

static Value fn_text_run_replace_some(Call *call, const Value *args)
{
    return fn_text_replace(call, args, args[3].i);
}

/* ---- lists of texts */

static size_t next_char(Str s, size_t at)
{
    size_t size;
    utf8_decode(s.at + at, &size);
    return at + size;
}

/* At most `limit` parts (negative: all); the last one is the rest. An empty separator stands between code
   points. */
static Value split(Call *call, const Value *args, int64_t limit)
{
    GrowingList parts = { .call = call };
    Str s = fn_text_text_of(args, 0), separator = fn_text_text_of(args, 1);
    if (limit == 0 || (s.len == 0 && separator.len == 0))
        return grow_list_end(&parts);
    size_t from = 0;
    while (limit != 1 && !parts.failed) {
        size_t end = SIZE_MAX;
        if (separator.len > 0)
            parts.failed |= !fn_find(call, s, separator, from, &end);
        else if (next_char(s, from) < s.len)
            end = next_char(s, from);
        if (end == SIZE_MAX)
            break;
        grow_item(&parts, value_str(str_slice(s, from, end)));
        from = end + separator.len;
        limit -= limit > 0;
    }
    grow_item(&parts, value_str(str_slice(s, from, s.len)));
    return grow_list_end(&parts);
}

static Value run_split(Call *call, const Value *args)
{
    return split(call, args, -1);
}

static Value run_split_some(Call *call, const Value *args)
{
    return split(call, args, args[2].i);
}

static Value fn_text_join(Call *call, const List *list, Str separator)
{
    Growing text = { .call = call };
    for (uint32_t i = 0; i < list->count && !text.failed; i++) {
        if (list->at[i].kind != KIND_STRING)
            return fn_fail(call, "only texts can be joined, $1 is none", &list->at[i]);
        if (!fn_walk(call, list->at[i].len + separator.len))
            return value_error();
        grow_add(&text, i > 0 ? separator : (Str) { 0 });
        grow_add(&text, value_as_str(list->at[i]));
    }
    return grow_end(&text);
}

static Value run_join(Call *call, const Value *args)
{
    return fn_text_join(call, args[0].list, (Str) { 0 });
}

static Value run_join_with(Call *call, const Value *args)
{
    return fn_text_join(call, args[0].list, fn_text_text_of(args, 1));
}

/* ---- quoting */

static char fn_text_escape_of(char c)
{
    static const char from[] = "\a\b\f\n\r\t\v\\\"", to[] = "abfnrtv\\\"";
    const char *found = c ? strchr(from, c) : NULL;
    return found ? to[found - from] : '\0';
}

static Value run_quote(Call *call, const Value *args)
{
    Growing text = { .call = call };
    Str s = fn_text_text_of(args, 0);
    if (!fn_walk(call, s.len))
        return value_error();
    grow_char(&text, '"');
    for (size_t i = 0; i < s.len && !text.failed; i++) {
        char escape = fn_text_escape_of(s.at[i]);
        if (escape)
            grow_char(&text, '\\');
        grow_char(&text, escape ? escape : s.at[i]);
    }
    grow_char(&text, '"');
    return grow_end(&text);
}

/* clang-format off */
static const Overload rows[] = {
    { "+", FUNCTION, PARAMS2(STRING, STRING), &TYPE_STRING, fn_text_run_add, DEAR,
      "'ab' + 'c' == 'abc'", "both texts, one after the other" },
    { "+", FUNCTION, PARAMS2(BYTES, BYTES), &TYPE_BYTES, fn_text_run_add, DEAR,
      "b'ab' + b'c' == b'abc'", "both, one after the other" },
    { "charAt", METHOD, PARAMS2(STRING, INT), &TYPE_STRING, run_char_at, PLAIN,
      "'abc'.charAt(1) == 'b'", "the character at a position, '' at the end" },
    { "contains", METHOD, PARAMS2(STRING, STRING), &TYPE_BOOL, fn_text_run_contains, PLAIN,
      "'abcd'.contains('bc')", "whether the other text stands in it" },
    { "contains", FUNCTION, PARAMS2(STRING, STRING), &TYPE_BOOL, fn_text_run_contains, PLAIN,
      "contains('abcd', 'bc')", "whether the second text stands in the first" },
    { "endsWith", METHOD, PARAMS2(STRING, STRING), &TYPE_BOOL, run_ends_with, PLAIN,
      "'abc'.endsWith('bc')", "whether it ends with the other text" },
    { "endsWith", FUNCTION, PARAMS2(STRING, STRING), &TYPE_BOOL, run_ends_with, PLAIN,
      "endsWith('abc', 'bc')", "whether the first text ends with the second" },
    { "indexOf", METHOD, PARAMS2(STRING, STRING), &TYPE_INT, run_index_of, PLAIN,
      "'tacocat'.indexOf('ac') == 1", "the first position of the other text, -1 where it is not there" },
    { "indexOf", METHOD, PARAMS3(STRING, STRING, INT), &TYPE_INT, run_index_of_from, PLAIN,
      "'tacocat'.indexOf('a', 3) == 5", "the first position at or after one" },
    { "join", METHOD, PARAMS1(LIST_STRING), &TYPE_STRING, run_join, DEAR,
      "['a', 'b'].join() == 'ab'", "the texts, one after the other" },
    { "join", METHOD, PARAMS2(LIST_STRING, STRING), &TYPE_STRING, run_join_with, DEAR,
      "['a', 'b'].join('-') == 'a-b'", "the texts with another between them" },
    { "lastIndexOf", METHOD, PARAMS2(STRING, STRING), &TYPE_INT, run_last_index_of, PLAIN,
      "'tacocat'.lastIndexOf('a') == 5", "the last position of the other text, -1 where it is not there" },
    { "lastIndexOf", METHOD, PARAMS3(STRING, STRING, INT), &TYPE_INT, run_last_index_of_from, PLAIN,
      "'tacocat'.lastIndexOf('a', 3) == 1", "the last position at or before one" },
    { "lowerAscii", METHOD, PARAMS1(STRING), &TYPE_STRING, run_lower_ascii, DEAR,
      "'TacoCat'.lowerAscii() == 'tacocat'", "the text with A to Z made small" },
    { "replace", METHOD, PARAMS3(STRING, STRING, STRING), &TYPE_STRING, fn_text_run_replace, DEAR,
      "'hello hello'.replace('he', 'we') == 'wello wello'",
      "the text with every occurrence of one put in place by another" },
    { "replace", METHOD, PARAMS4(STRING, STRING, STRING, INT), &TYPE_STRING, fn_text_run_replace_some, DEAR,
      "'hello hello'.replace('he', 'we', 1) == 'wello hello'",
      "the same for the first few; all when negative" },
    { "reverse", METHOD, PARAMS1(STRING), &TYPE_STRING, fn_text_run_reverse, DEAR,
      "'gums'.reverse() == 'smug'", "its characters, last first" },
    { "size", METHOD, PARAMS1(STRING), &TYPE_INT, size_of_string, PLAIN,
      "'abc'.size() == 3", "the number of characters" },
    { "size", FUNCTION, PARAMS1(STRING), &TYPE_INT, size_of_string, PLAIN,
      "size('abc') == 3", "the number of characters" },
    { "size", METHOD, PARAMS1(BYTES), &TYPE_INT, size_of_bytes, PLAIN,
      "b'abc'.size() == 3", "the number of bytes" },
    { "size", FUNCTION, PARAMS1(BYTES), &TYPE_INT, size_of_bytes, PLAIN,
      "size(b'abc') == 3", "the number of bytes" },
    { "split", METHOD, PARAMS2(STRING, STRING), &TYPE_LIST_STRING, run_split, DEAR,
      "'a,b,c'.split(',') == ['a', 'b', 'c']", "the parts between separators" },
    { "split", METHOD, PARAMS3(STRING, STRING, INT), &TYPE_LIST_STRING, run_split_some, DEAR,
      "'a,b,c'.split(',', 2) == ['a', 'b,c']", "at most so many parts; all when negative" },
    { "startsWith", METHOD, PARAMS2(STRING, STRING), &TYPE_BOOL, run_starts_with, PLAIN,
      "'abc'.startsWith('ab')", "whether it begins with the other text" },
    { "startsWith", FUNCTION, PARAMS2(STRING, STRING), &TYPE_BOOL, run_starts_with, PLAIN,
      "startsWith('abc', 'ab')", "whether the first text begins with the second" },
    { "strings.quote", FUNCTION, PARAMS1(STRING), &TYPE_STRING, run_quote, DEAR,
      "strings.quote('a\"b') == '\"a\\\\\"b\"'", "the text as a literal in double quotes" },
    { "substring", METHOD, PARAMS2(STRING, INT), &TYPE_STRING, run_substring_from, PLAIN,
      "'tacocat'.substring(4) == 'cat'", "the text from a position on" },
    { "substring", METHOD, PARAMS3(STRING, INT, INT), &TYPE_STRING, run_substring, PLAIN,
      "'tacocat'.substring(0, 4) == 'taco'", "the text from one position up to another" },
    { "trim", METHOD, PARAMS1(STRING), &TYPE_STRING, run_trim, PLAIN,
      "' abc\\n'.trim() == 'abc'", "the text without white space at its ends" },
    { "upperAscii", METHOD, PARAMS1(STRING), &TYPE_STRING, run_upper_ascii, DEAR,
      "'TacoCat'.upperAscii() == 'TACOCAT'", "the text with a to z made large" },
};
/* clang-format on */

const OverloadTable fn_text = OVERLOAD_TABLE(rows);
