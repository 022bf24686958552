/* Damage: that a quick look finds no more and no less than one character by character. */
#include "unit.h"

#include "base/utf8.h"
#include "model/damage.h"

static size_t add_piece(char *out, uint64_t *random)
{
    static const char *const pieces[] = {
        "E",    "e",  "+17", "3.70", "#",    "#N/A", "#REF!",        "Err:502",      "2003-01-02", "A0000013",
        "朱帆", "12", "###", " ",    "\x01", "\x7F", "\xEF\xBF\xBD", "\xE2\x80\x8B", "\xC2\xAD",   "\xC2\x85",
        "\xE4", "é",  "a",   "1E10", "7E9",  "￾",  "䀀",           "\xE3\x85\xA4", "12345678",   "ok",
    };
    const char *piece = pieces[next_random(random) % COUNT(pieces)];
    memcpy(out, piece, strlen(piece));
    return strlen(piece);
}

/* A text that is damaged, or plain, or neither. */
static Str make_text(char *bytes, uint64_t *random)
{
    size_t len = 0;
    for (uint64_t left = next_random(random) % 4; left > 0; left--)
        len += add_piece(bytes + len, random);
    return (Str) { bytes, len };
}

static void test_plain_texts(void **state)
{
    (void) state;
    static const Field fields[] = {
        { .kind = FIELD_STRING, .type = &TYPE_STRING },
        { .kind = FIELD_REF, .type = &TYPE_STRING },
        { .kind = FIELD_NAME, .type = &TYPE_NAME },
    };
    uint64_t random = 41;
    size_t damaged = 0, plain = 0;
    for (int round = 0; round < 100000; round++) {
        char bytes[64];
        Str text = make_text(bytes, &random);
        Damage damage = damage_of(text);
        damaged += damage != DAMAGE_NONE;
        if (!utf8_is_plain(text))
            continue;
        plain++;
        assert_int_equal(damage_of_plain(text), damage);
        for (size_t i = 0; i < COUNT(fields); i++) {
            assert_int_equal(damage_in(&fields[i], text), damage);
            assert_false(damage_hides(&fields[i], text));
        }
    }
    assert_true(damaged > 1000 && plain > 10000);
}

/* Where cells of a longer text are damaged, the look at the whole of it may not say that they are not. */
static void test_quick_look(void **state)
{
    (void) state;
    static const Field field = { .kind = FIELD_STRING, .type = &TYPE_STRING };
    uint64_t random = 43;
    size_t passed = 0;
    for (int round = 0; round < 50000; round++) {
        char bytes[512] = "";
        size_t len = 0, count = 1 + next_random(&random) % 8;
        bool damaged = false;
        for (size_t i = 0; i < count; i++) {
            Str cell = make_text(bytes + len, &random);
            damaged |= damage_in(&field, cell) != DAMAGE_NONE;
            len += cell.len;
            bytes[len++] = i + 1 < count ? ',' : '\n';
        }
        bool possible = damage_is_possible((Str) { bytes, len }) || utf8_valid_len((Str) { bytes, len }) < len;
        passed += !possible;
        if (damaged && !possible)
            fail_msg("passed over: %.*s", (int) len, bytes);
    }
    assert_true(passed > 100);
}

/* Whatever the mark, one in a long text is enough. */
static void test_every_mark(void **state)
{
    (void) state;
    static const Field field = { .kind = FIELD_STRING, .type = &TYPE_STRING, .required = true };
    for (uint32_t code = 0x80; code <= 0x10FFFF; code++) {
        char bytes[64] = "2003-01-02,abcdef,ghijkl,mnopqr,stuvwx,yz";
        size_t size = utf8_encode(code, bytes + 20);
        bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (!is_surrogate && damage_in(&field, (Str) { bytes + 20, size }) != DAMAGE_NONE)
            assert_true(damage_is_possible((Str) { bytes, 41 }));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_texts),
        cmocka_unit_test(test_quick_look),
        cmocka_unit_test(test_every_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
