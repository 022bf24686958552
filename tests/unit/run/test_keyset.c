/* Numbers for keys, beside a plain map; strings that are packed; the roll; keys of groups as bytes, beside identities one by one. */
#include "unit.h"

#include <math.h>

#include "base/map.h"
#include "base/varint.h"
#include "model/identity.h"
#include "run/fingerprint.h"
#include "run/groupkey.h"
#include "run/keyset.h"
#include "run/roll.h"

/* ---- packed strings */

static Str random_bytes(Arena *arena, uint64_t *state, size_t most)
{
    size_t len = next_random(state) % (most + 1);
    char *at = arena_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++)
        at[i] = (char) next_random(state);
    return (Str) { at, len };
}

/* Most are short, some empty, and a few too long to stand in a block. */
static Str random_string(Arena *arena, uint64_t *state)
{
    uint64_t dice = next_random(state) % 1000;
    return random_bytes(arena, state, dice == 0 ? 3 << 20 : dice < 50 ? 5000 : dice < 100 ? 0 : 20);
}

static void test_packed(void **state)
{
    (void) state;
    enum { MANY = 3000 };
    static Str plain[MANY];
    Arena arena = { 0 };
    Packed packed = { 0 };
    uint64_t random = 1;
    for (uint32_t i = 0; i < MANY; i++) {
        plain[i] = random_string(&arena, &random);
        assert_int_equal(packed_add(&packed, plain[i]), i);
    }
    assert_int_equal(packed.count, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_true(str_equal(packed_at(&packed, i), plain[i]));
    packed_free(&packed);
    assert_int_equal(packed.count, 0);
    arena_free(&arena);
}

static void test_varints(void **state)
{
    (void) state;
    static const uint64_t numbers[] = { 0, 1, 127, 128, 16383, 16384, UINT32_MAX, INT64_MAX, UINT64_MAX };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        char bytes[VARINT_MOST];
        uint64_t back;
        size_t len = varint_put(bytes, numbers[i]);
        assert_in_range(len, 1, VARINT_MOST);
        assert_int_equal(varint_take(bytes, &back), len);
        assert_int_equal(back, numbers[i]);
    }
}

/* ---- keys */

/* Tags that are alike part nothing: keys are told apart by their bytes. */
static void check_beside_map(uint32_t tags, uint32_t different)
{
    enum { MANY = 20000 };
    Arena arena = { 0 };
    Map map = { 0 };
    KeySet set = { 0 };
    uint64_t random = tags + different;
    for (uint32_t i = 0; i < MANY; i++) {
        Str key = arena_format(&arena, "key %llu", (unsigned long long) (next_random(&random) % different));
        uint32_t tag = keyset_tag(key);
        tag = tags == 0 ? tag : (tag % tags) * 0x10000001u;
        assert_int_equal(keyset_add(&set, tag, key), map_add(&map, key, map.count));
    }
    assert_int_equal(keyset_count(&set), map.count);
    for (uint32_t i = 0; i < map.count; i++)
        assert_true(str_equal(keyset_key(&set, i, &arena), map.entries[i].key));
    keyset_free(&set);
    map_free(&map);
    arena_free(&arena);
}

static void test_keys(void **state)
{
    (void) state;
    check_beside_map(0, 5);
    check_beside_map(0, 1000000);
    check_beside_map(0, 9000);
    check_beside_map(1, 100);
    check_beside_map(16, 600);
    check_beside_map(300, 5000);
}

/* Keys of which most are alike, in ways that rosters have, and strangers between them. */
static Str roster_key(Arena *arena, uint64_t *state, unsigned kind, uint32_t different)
{
    unsigned long long number = next_random(state) % different;
    bool is_strange = kind >= 8 && next_random(state) % 10 == 0;
    switch (is_strange ? 7 : kind % 8) {
    case 0: return arena_format(arena, "A%07llu", number);
    case 1: return arena_format(arena, "2003-%06llu", number);
    case 2: return arena_format(arena, "%llu", number);                         /* of several lengths */
    case 3: return arena_format(arena, "1101%014llu", number * 7919);           /* more digits than make a number */
    case 4: return arena_format(arena, "%09llu", number * 104729 % 1000000000); /* far apart */
    case 5: return arena_format(arena, "%c-%03llu/%c", (int) ('A' + number % 3), number / 3 % 1000, (int) ('a' + number % 2));
    case 6: return arena_format(arena, "a long key that has its number far behind the end: %llu", number);
    default: return number % 5 == 0 ? (Str) { 0 } : arena_format(arena, "A%06lluX", number);
    }
}

/* `kind` ALL_KINDS: each key is of another one. */
enum { MOST_KEYS = 20000, ALL_KINDS = 16 };

static void check_rosters(unsigned kind, uint32_t different, uint32_t many, uint64_t seed)
{
    Arena arena = { 0 };
    Map map = { 0 };
    KeySet set = { 0 };
    Keys keys = { 0 };
    uint64_t random = seed;
    static uint64_t lines[MOST_KEYS];
    for (uint32_t i = 0; i < many; i++) {
        unsigned own = kind == ALL_KINDS ? (unsigned) (next_random(&random) % ALL_KINDS) : kind;
        Str key = roster_key(&arena, &random, own, different);
        uint32_t before = (uint32_t) map.count, number = map_add(&map, key, before);
        if (number == before)
            lines[number] = i + 2;
        assert_int_equal(keyset_add(&set, keyset_tag(key), key), number);
        assert_int_equal(keys_add(&keys, key, i + 2), number == before ? 0 : lines[number]);
    }
    assert_int_equal(keyset_count(&set), map.count);
    assert_int_equal(keys.count + keys.pages.words, map.count);
    for (uint32_t i = 0; i < map.count; i++)
        assert_true(str_equal(keyset_key(&set, i, &arena), map.entries[i].key));
    keyset_free(&set);
    keys_free(&keys);
    map_free(&map);
    arena_free(&arena);
}

static void test_keys_of_rosters(void **state)
{
    (void) state;
    for (unsigned kind = 0; kind <= ALL_KINDS; kind++) {
        check_rosters(kind, 12, MOST_KEYS, 1 + kind);
        check_rosters(kind, 3000, MOST_KEYS, 2 + kind);
        check_rosters(kind, 900000, MOST_KEYS, 3 + kind);
    }
    for (uint64_t seed = 1; seed <= 3000; seed++) /* how sets begin: the shape may change then */
        check_rosters(seed % 3 ? ALL_KINDS : seed % ALL_KINDS, 1 + (uint32_t) (seed % 13), 30, seed);
}

/* Of a million keys that are alike, one after the other, a set takes no more than is said. */
static void test_bytes_a_key(void **state)
{
    (void) state;
    enum { MANY = 1 << 20 };
    KeySet set = { 0 };
    char key[16];
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "A%07u", i);
        assert_int_equal(keyset_add(&set, keyset_tag(str_of(key)), str_of(key)), i);
    }
    assert_in_range(keyset_size(&set), 8ull * MANY, 9ull * MANY);
    keyset_free(&set);
}

/* Keys that are alike and far apart do not take a page each for ever. */
static void test_keys_far_apart(void **state)
{
    (void) state;
    enum { MANY = 100000 };
    KeySet set = { 0 };
    char key[16];
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(key, sizeof key, "%09u", i * 9973);
        keyset_add(&set, keyset_tag(str_of(key)), str_of(key));
    }
    assert_int_equal(keyset_count(&set), MANY);
    assert_in_range(keyset_size(&set), 1, (8 << 20) + 45ull * MANY);
    keyset_free(&set);
}

/* ---- the roll */

static void test_roll(void **state)
{
    (void) state;
    Str keys[] = { STR("L1"), { NULL, 0 }, STR("a key that is longer than what stands on the stack while it is put on the roll, by far") };
    uint64_t lines[] = { 2, 1, UINT64_MAX };
    uint32_t kept[3];
    Arena arena = { 0 };
    Roll roll = { 0 }, other = { 0 };
    RollBatch batch = { .rows = 3, .keys = keys, .lines = lines, .kept_as = kept };
    assert_int_equal(roll_keep(&roll, &batch, 2), 0);
    assert_int_equal(roll_keep(&roll, &batch, 1), 1);
    assert_int_equal(roll_keep(&roll, &batch, 2), 0);
    assert_int_equal(roll_keep(&other, &batch, 0), 0);
    assert_int_equal(roll.words.count, 2);
    assert_true(str_equal(roll_record(&roll, 0, &arena).key, keys[2]) && roll_record(&roll, 0, &arena).line == UINT64_MAX);
    assert_true(roll_record(&roll, 1, &arena).key.len == 0 && roll_record(&roll, 1, &arena).line == 1);
    assert_true(str_equal(roll_record(&other, 0, &arena).key, keys[0]));
    roll_free(&roll);
    roll_free(&other);
    arena_free(&arena);
}

static void test_roll_of_a_roster(void **state)
{
    (void) state;
    enum { MANY = 3000 };
    static Str keys[MANY];
    for (unsigned kind = 0; kind < 16; kind++) {
        Arena arena = { 0 };
        Roll roll = { 0 };
        uint64_t random = kind;
        for (uint32_t i = 0; i < MANY; i++) {
            keys[i] = roster_key(&arena, &random, kind, 5000);
            assert_int_equal(roll_add(&roll, keys[i], (uint64_t) i << i % 40), i);
        }
        for (uint32_t i = 0; i < MANY; i++) {
            RollRecord record = roll_record(&roll, i, &arena);
            assert_true(str_equal(record.key, keys[i]) && record.line == (uint64_t) i << i % 40);
        }
        roll_free(&roll);
        arena_free(&arena);
    }
}

/* ---- keys of groups */

static Value random_value(uint64_t *state, Kind kind)
{
    static const char *const texts[] = { "", "a", "ａ", "a b", "a  b", "ab", "a\xE2\x80\x8B", "王 五", "王五", "A" };
    static const double numbers[] = { 0, -0.0, 1, 1.5, -1, 1e300 };
    uint64_t dice = next_random(state) % 8;
    if (dice == 0)
        return next_random(state) % 2 ? value_missing() : value_error();
    switch (kind) {
    case KIND_STRING: return value_str(str_of(texts[next_random(state) % COUNT(texts)]));
    case KIND_DOUBLE:
        return value_double(dice == 1 ? (double) NAN : dice == 2 ? -(double) NAN : numbers[next_random(state) % COUNT(numbers)]);
    case KIND_BOOL: return value_bool(dice & 1);
    case KIND_DATE: return value_date((Date) (int32_t) (dice * 1000) - 3000);
    case KIND_TIMESTAMP: return value_timestamp((int64_t) (dice & 1) - 1, (int32_t) (dice & 2));
    case KIND_UINT: return value_uint(UINT64_MAX - dice);
    case KIND_DURATION: return value_duration((int64_t) dice - 4);
    default: return value_int((int64_t) dice - 4);
    }
}

static bool are_same(const Grouping *grouping, const Value *a, const Value *b, Arena *arena)
{
    bool same = true;
    for (uint32_t i = 0; i < grouping->key_count; i++)
        same &= identity_is_same(grouping->keys[i].value.expr->type, a[i], b[i], arena);
    return same;
}

static void check_shown(const Grouping *grouping, const Value *keys, bool differs, Str identity)
{
    Text shown = { 0 }, again = { 0 };
    Value back[PACK_KEYS];
    groupkey_show(&shown, grouping, keys);
    assert_int_equal(differs, !str_equal(text_str(&shown), identity));
    groupkey_read(text_str(&shown), back, grouping->key_count);
    groupkey_show(&again, grouping, back);
    assert_true(str_equal(text_str(&shown), text_str(&again)));
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        assert_int_equal(back[i].kind, keys[i].kind);
        assert_int_equal(back[i].status, keys[i].status);
        assert_true(keys[i].kind == KIND_ERROR || value_equal(back[i], keys[i]) || (keys[i].kind == KIND_DOUBLE && isnan(keys[i].d)));
    }
    text_free(&shown);
    text_free(&again);
}

static void test_group_keys(void **state)
{
    (void) state;
    enum { MANY = 300, KINDS = 8 };
    static const Type name = { .kind = KIND_STRING, .is_name = true };
    const Type *types[KINDS] = { &TYPE_STRING, &TYPE_DOUBLE, &TYPE_BOOL, &TYPE_DATE, &TYPE_TIMESTAMP, &TYPE_UINT, &TYPE_DURATION, &name };
    Arena arena = { 0 };
    uint64_t random = 7;
    for (uint32_t first = 0; first < KINDS; first++) {
        Expr exprs[2] = { { .type = types[first] }, { .type = types[(first + 3) % KINDS] } };
        Named named[2] = { { .value.expr = &exprs[0] }, { .value.expr = &exprs[1] } };
        Grouping grouping = { .keys = named, .key_count = 2 };
        static Value keys[MANY][2];
        static Text bytes[MANY];
        for (uint32_t i = 0; i < MANY; i++) {
            for (uint32_t k = 0; k < 2; k++)
                keys[i][k] = random_value(&random, exprs[k].type->kind);
            text_clear(&bytes[i]);
            bool differs = groupkey_identify(&bytes[i], &grouping, keys[i], &arena);
            check_shown(&grouping, keys[i], differs, text_str(&bytes[i]));
            for (uint32_t other = 0; other < i; other++)
                assert_int_equal(str_equal(text_str(&bytes[i]), text_str(&bytes[other])),
                                 are_same(&grouping, keys[i], keys[other], &arena));
        }
        for (uint32_t i = 0; i < MANY && first + 1 == KINDS; i++)
            text_free(&bytes[i]);
    }
    arena_free(&arena);
}

/* Keys of a shape and others near to them, eight bytes at a time and byte by byte. */
static void test_shapes(void **state)
{
    (void) state;
    static const char *const shapes[] = { "7",
                                          "A12",
                                          "A0000001",
                                          "2003-100042",
                                          "A1B2C3D4E5F6G7H8I9",
                                          "123456789012",
                                          "x-12345678901-9",
                                          "1-2-3-4-5-6-7-8",
                                          "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkk42",
                                          "no digits",
                                          "0123456789abcdefghijklmnopqrstuvwxyz" };
    uint64_t random = 19;
    size_t found = 0;
    for (int round = 0; round < 60000; round++) {
        const char *like = shapes[next_random(&random) % COUNT(shapes)];
        size_t len = strlen(like);
        char *room = memcpy(memory_alloc(len), like, len);
        KeyShape shape = { 0 };
        uint32_t plainly = 0, number = 0;
        keyshape_learn(&shape, (Str) { room, len });
        for (size_t i = 0; i < len; i++)
            if (room[i] >= '0' && room[i] <= '9')
                room[i] = (char) ('0' + next_random(&random) % 10);
        if (next_random(&random) % 3 == 0)
            room[next_random(&random) % len] = (char) next_random(&random);
        len -= next_random(&random) % 8 == 0;
        bool is_of_it = keyshape_has_plainly(&shape, (Str) { room, len }, &plainly);
        assert_int_equal(keyshape_has(&shape, (Str) { room, len }, &number), is_of_it);
        assert_true(!is_of_it || number == plainly);
        found += is_of_it;
        free_(room);
    }
    assert_in_range(found, 10000, 59000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),           cmocka_unit_test(test_packed),
        cmocka_unit_test(test_varints),          cmocka_unit_test(test_keys),
        cmocka_unit_test(test_keys_of_rosters),  cmocka_unit_test(test_bytes_a_key),
        cmocka_unit_test(test_keys_far_apart),   cmocka_unit_test(test_roll),
        cmocka_unit_test(test_roll_of_a_roster), cmocka_unit_test(test_group_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
