/* Shared by the tables of functions: failing, and results that grow.

   In a run a call that fails gives an error value and no words: nobody hears of most of them (a || b may not need a). Only where a row is
   told is its call done once more with call->problem set, and then the sentence is put together. Whatever a function makes is taken from
   what the evaluation may use, and whatever it looks at is counted as steps, so that no argument makes one call endless. */
#include "lang/fn.h"

#include "base/ascii.h"
#include "base/said.h"

#include <math.h>

enum { SHOWN_BYTES = 60, STEP_BYTES = 64 };

Value fn_fail(Call *call, const char *sentence, const Value *args)
{
    if (!call->problem)
        return value_error();
    Text text = { 0 };
    sentence = said(call->problem->language, sentence);
    for (; *sentence; sentence++) {
        if (*sentence == '$')
            value_print(&text, args[*++sentence - '1'], SHOWN_BYTES);
        else
            text_add_char(&text, *sentence);
    }
    call_fail(call, "%.*s", STR_ARG(text_str(&text)));
    text_free(&text);
    return value_error();
}

/* ---- results */

void *fn_array(Call *call, uint64_t count, size_t size)
{
    if (count > SIZE_MAX / 2 / size)
        return call_alloc(call, SIZE_MAX / 2);
    return call_alloc(call, (size_t) count * size);
}

/* Memory of an evaluation is not given back, so growing by doubling leaves as much again behind. `failed` is set before it is known, and
   taken back, so that each way out leaves it right. */
static bool fn_make_room(Growing *text, size_t more)
{
    if (text->failed || text->capacity - text->len >= more)
        return !text->failed;
    text->failed = true;
    if (more > UINT32_MAX - text->len) {
        call_fail(text->call, "the text grows beyond 4 GiB");
        return false;
    }
    size_t capacity = text->capacity < 32 ? 64 : text->capacity * 2;
    if (capacity < text->len + more)
        capacity = text->len + more;
    char *at = call_alloc(text->call, capacity);
    if (!at)
        return false;
    if (text->len > 0)
        memcpy(at, text->at, text->len);
    text->at = at;
    text->capacity = capacity;
    text->failed = false;
    return true;
}

void grow_add(Growing *text, Str s)
{
    if (s.len == 0 || !fn_make_room(text, s.len))
        return;
    memcpy(text->at + text->len, s.at, s.len);
    text->len += s.len;
}

void grow_char(Growing *text, char c)
{
    if (fn_make_room(text, 1))
        text->at[text->len++] = c;
}

Value grow_end(const Growing *text)
{
    if (text->failed)
        return value_error();
    return value_str(text->len > 0 ? (Str) { text->at, text->len } : STR(""));
}

static bool make_list_room(GrowingList *list)
{
    if (list->failed || list->count < list->capacity)
        return !list->failed;
    list->failed = true;
    uint32_t capacity = list->capacity < 4 ? 8 : list->capacity * 2;
    Value *at = capacity < list->capacity ? NULL : fn_array(list->call, capacity, sizeof *at);
    if (!at)
        return false;
    if (list->count > 0)
        memcpy(at, list->at, list->count * sizeof *at);
    list->at = at;
    list->capacity = capacity;
    list->failed = false;
    return true;
}

void grow_item(GrowingList *list, Value value)
{
    if (!call_step(list->call, 1))
        list->failed = true;
    if (make_list_room(list))
        list->at[list->count++] = value;
}

Value grow_list_end(const GrowingList *list)
{
    return list->failed ? value_error() : call_list_of(list->call, list->at, list->count);
}

Value fn_optional_of(Call *call, Value value)
{
    Value *held = call_alloc(call, sizeof *held);
    if (!held)
        return value_error();
    *held = value;
    return value_optional(held);
}

/* ---- walking */

bool fn_walk(Call *call, size_t bytes)
{
    return call_step(call, 1 + bytes / STEP_BYTES);
}

/* memchr finds the first byte and memcmp looks at the rest. Quadratic at worst, which steps bound. */
bool fn_find(Call *call, Str s, Str needle, size_t from, size_t *at)
{
    *at = SIZE_MAX;
    if (from > s.len || s.len - from < needle.len)
        return true;
    if (needle.len == 0) {
        *at = from;
        return true;
    }
    size_t last = s.len - needle.len;
    while (from <= last) {
        const char *hit = memchr(s.at + from, needle.at[0], last - from + 1);
        size_t found = hit ? (size_t) (hit - s.at) : last;
        if (!fn_walk(call, found - from + needle.len))
            return false;
        if (hit && memcmp(hit, needle.at, needle.len) == 0) {
            *at = found;
            return true;
        }
        from = found + 1;
    }
    return true;
}

static Same fn_equal_lists(Call *call, const List *a, const List *b)
{
    if (a->count != b->count)
        return SAME_NO;
    Same same = SAME_YES;
    for (uint32_t i = 0; i < a->count && same == SAME_YES; i++)
        same = fn_equal(call, a->at[i], b->at[i]);
    return same;
}

static Same fn_equal_maps(Call *call, const MapValue *a, const MapValue *b)
{
    if (a->count != b->count)
        return SAME_NO;
    Same same = SAME_YES;
    for (uint32_t i = 0; i < a->count && same == SAME_YES; i++) {
        const MapPair *other = map_value_find(b, a->at[i].key);
        same = other ? fn_equal(call, a->at[i].value, other->value) : SAME_NO;
    }
    return same;
}

static bool is_text(Value v)
{
    return v.kind == KIND_STRING || v.kind == KIND_BYTES;
}

Same fn_equal(Call *call, Value a, Value b)
{
    bool alike = a.kind == b.kind;
    if (!call_step(call, 1 + (alike && is_text(a) && a.len == b.len ? a.len / STEP_BYTES : 0)))
        return SAME_STOPPED;
    if (alike && a.kind == KIND_LIST)
        return fn_equal_lists(call, a.list, b.list);
    if (alike && a.kind == KIND_MAP)
        return fn_equal_maps(call, a.map, b.map);
    if (alike && a.kind == KIND_OPTIONAL && a.optional && b.optional)
        return fn_equal(call, *a.optional, *b.optional);
    return value_equal(a, b) ? SAME_YES : SAME_NO;
}

/* ---- doubles */

/* The digits of a shortest decimal without point, and the power of ten of the first of them. */
typedef struct {
    char digits[40];
    size_t count;
    int power;
} Decimal;

/* text_add_double gives the shortest digits that read back, sometimes with an exponent. They are taken apart here, so that two spellings
   can be made of one. */
static Decimal decimal_of(Str shortest)
{
    Decimal decimal = { .power = -1 };
    bool fraction = false;
    size_t i = 0;
    for (; i < shortest.len && shortest.at[i] != 'e'; i++) {
        char c = shortest.at[i];
        fraction |= c == '.';
        if (!ascii_is_digit(c) || decimal.count == sizeof decimal.digits)
            continue;
        decimal.power += !fraction && decimal.count + (c != '0') > 0;
        decimal.power -= fraction && decimal.count + (c != '0') == 0;
        if (decimal.count > 0 || c != '0')
            decimal.digits[decimal.count++] = c;
    }
    int64_t exponent;
    if (i < shortest.len && str_to_int(str_slice(shortest, i + 1, shortest.len), &exponent))
        decimal.power += (int) exponent;
    while (decimal.count > 0 && decimal.digits[decimal.count - 1] == '0')
        decimal.count--;
    return decimal;
}

static void grow_zeros(Growing *text, int count)
{
    for (int i = 0; i < count; i++)
        grow_char(text, '0');
}

static void fn_grow_decimal(Growing *text, const Decimal *decimal)
{
    Str digits = { decimal->digits, decimal->count };
    size_t whole = decimal->power < 0 ? 0 : (size_t) decimal->power + 1;
    if (whole == 0 || digits.len == 0)
        grow_char(text, '0');
    if (whole >= digits.len) {
        grow_add(text, digits);
        grow_zeros(text, digits.len > 0 ? (int) (whole - digits.len) : 0);
        return;
    }
    grow_add(text, str_slice(digits, 0, whole));
    grow_char(text, '.');
    grow_zeros(text, whole == 0 ? -decimal->power - 1 : 0);
    grow_add(text, str_slice(digits, whole, digits.len));
}

void grow_double(Growing *text, double number, bool exponents)
{
    if (isnan(number)) {
        grow_add(text, STR("NaN"));
        return;
    }
    if (signbit(number))
        grow_char(text, '-');
    if (isinf(number)) {
        grow_add(text, STR("Infinity"));
        return;
    }
    Text shortest = { 0 };
    text_add_double(&shortest, fabs(number));
    Decimal decimal = decimal_of(text_str(&shortest));
    bool extreme = decimal.count > 0 && (decimal.power >= 21 || decimal.power < -6);
    if (exponents && extreme)
        grow_add(text, text_str(&shortest));
    else
        fn_grow_decimal(text, &decimal);
    text_free(&shortest);
}
