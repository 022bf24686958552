/* UTF-8: what is well formed, every code point there and back, and widths. */
#include "unit.h"

#include "base/utf8.h"

static bool is_surrogate(uint32_t code)
{
    return code >= 0xD800 && code <= 0xDFFF;
}

static void test_every_code_point(void **state)
{
    (void) state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        size_t size = utf8_encode(code, bytes), again;
        assert_true(size == (code < 0x80 ? 1u : code < 0x800 ? 2u : code < 0x10000 ? 3u : 4u));
        size_t valid = utf8_valid_len((Str) { bytes, size });
        assert_true(valid == (is_surrogate(code) ? 0 : size));
        assert_true(utf8_decode(bytes, &again) == code && again == size);
        for (size_t cut = 1; cut < size; cut++)
            assert_true(utf8_valid_len((Str) { bytes, cut }) == 0);
    }
}

static void test_malformed(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        size_t valid;
    } cases[] = {
        { "abc", 3 },
        { "ab\x80", 2 },
        { "\xC0\x80", 0 }, /* overlong */
        { "\xC1\xBF", 0 },
        { "\xE0\x9F\xBF", 0 },
        { "\xF0\x8F\xBF\xBF", 0 },
        { "\xED\xA0\x80", 0 },     /* surrogate */
        { "\xF4\x90\x80\x80", 0 }, /* above the last */
        { "\xF5\x80\x80\x80", 0 },
        { "\xFF", 0 },
        { "a\xE4\xB8", 1 }, /* cut short */
        { "a\xE4\xB8z", 1 },
        { "12345678\xFF", 8 }, /* after a step of eight */
        { "1234567\xFF", 7 },
        { "1234567中12345678\x80", 18 },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(utf8_valid_len(str_of(cases[i].text)), cases[i].valid);
    assert_int_equal(utf8_valid_len((Str) { NULL, 0 }), 0);
}

static void test_counting(void **state)
{
    (void) state;
    Str s = STR("aé中😀z");
    assert_int_equal(utf8_count(s), 5);
    assert_int_equal(utf8_count((Str) { NULL, 0 }), 0);
    static const size_t offsets[] = { 0, 1, 3, 6, 10, 11 };
    for (size_t i = 0; i < COUNT(offsets); i++)
        assert_int_equal(utf8_offset(s, i), offsets[i]);
    assert_int_equal(utf8_offset(s, 6), SIZE_MAX);
    assert_int_equal(utf8_offset((Str) { NULL, 0 }, 0), 0);
    assert_int_equal(utf8_offset((Str) { NULL, 0 }, 1), SIZE_MAX);
}

static void test_width(void **state)
{
    (void) state;
    assert_int_equal(utf8_width(STR("")), 0);
    assert_int_equal(utf8_width(STR("abc")), 3);
    assert_int_equal(utf8_width(STR("中文")), 4);
    assert_int_equal(utf8_width(STR("é")), 1);
    assert_int_equal(utf8_width(STR("e\xCC\x81")), 1); /* e and a combining accent */
    assert_int_equal(utf8_width(STR("😀")), 2);
    assert_int_equal(utf8_width(STR("Ａ　")), 4); /* full-width letter and space */
    assert_int_equal(utf8_width(STR("ｱ")), 1);    /* half-width kana */
    assert_int_equal(utf8_width(STR("한")), 2);
    assert_int_equal(utf8_width(STR("\xE2\x80\x8B")), 0); /* zero-width space */
    assert_int_equal(utf8_width(STR("𠀀")), 2);           /* the second plane of Han characters */
}

/* The same, one code point after the other. */
static size_t plain_len(Str s)
{
    size_t at = 0, size;
    for (; at < s.len; at += size) {
        Str left = str_slice(s, at, s.len - at < 4 ? s.len : at + 4);
        if (utf8_valid_len(left) == 0)
            break;
        uint32_t code = utf8_decode(s.at + at, &size);
        if (!(code >= ' ' && code <= '~') && !(code >= 0x4000 && code <= 0x9FFF))
            break;
    }
    return at;
}

static void test_plain_beginning(void **state)
{
    (void) state;
    static const char *const pieces[] = {
        "a",    "Z9",   "~",  " ",  "朱", "䀀",   "鿿",  "12345678", "abcdefghijk", "龙凤呈祥",
        "\x1F", "\x7F", "\t", "　", "é",  "\xE4", "\x80", "ꀀ",       "㐀",          "😀",
    };
    uint64_t random = 3;
    for (int round = 0; round < 200000; round++) {
        char bytes[64];
        size_t len = 0, some = round % 3 ? 10 : COUNT(pieces);
        for (uint64_t left = next_random(&random) % 5; left > 0; left--) {
            const char *piece = pieces[next_random(&random) % some];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        if (len > 0 && round % 7 == 0)
            bytes[next_random(&random) % len] = (char) next_random(&random);
        Str text = { bytes, len };
        assert_int_equal(utf8_plain_len(text), plain_len(text));
        assert_true(utf8_is_plain(text) == (plain_len(text) == len));
    }
}

static void test_starts(void **state)
{
    (void) state;
    const Str text = STR("a朱é");
    const size_t lengths[] = { 0, 1, 1, 1, 4, 4, 6, 6 };
    for (size_t most = 0; most < COUNT(lengths); most++) {
        assert_int_equal(utf8_start(text, most).len, lengths[most]);
        assert_ptr_equal(utf8_start(text, most).at, text.at);
    }
}

/* Texts of every length, that end where their memory does, eight bytes at a time and byte by byte. */
static void test_counting_beside_a_plain_count(void **state)
{
    (void) state;
    static const char *const characters[] = { "a", "9", "é", "中", "文", "😀" };
    uint64_t random = 31;
    for (int round = 0; round < 20000; round++) {
        Text text = { 0 };
        for (size_t left = next_random(&random) % 20; left > 0; left--)
            text_add(&text, str_of(characters[next_random(&random) % COUNT(characters)]));
        char *own = memcpy(memory_alloc(text.len + 1), text.len ? text.at : "", text.len);
        Str s = { own + (text.len == 0), text.len };
        assert_int_equal(utf8_count(s), utf8_count_plainly(s));
        memory_free(own);
        text_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counting_beside_a_plain_count),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_counting),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_plain_beginning),
        cmocka_unit_test(test_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
