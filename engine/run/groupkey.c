#include "run/groupkey.h"

#include <math.h>

#include "base/bytes.h"
#include "base/varint.h"
#include "model/identity.h"

enum { WORD = sizeof(uint64_t), NANOS = sizeof(int32_t) };

static uint64_t groupkey_word_of(Value value)
{
    switch (value.kind) {
    case KIND_BOOL: return value.boolean;
    case KIND_DATE: return (uint64_t) value.date;
    case KIND_ERROR: return value.status;
    default: return value.u;
    }
}

/* Zero has no sign, and there is one number that is none. */
static Value groupkey_plain_number(Value value)
{
    return value.d == 0 ? value_double(0) : value.d != value.d ? value_double((double) NAN) : value;
}

static Value identity_of(const Type *type, Value value, Arena *arena)
{
    if (value.kind == KIND_STRING)
        return value_str(identity_of_value(type, value, arena));
    if (value.kind == KIND_DOUBLE)
        return groupkey_plain_number(value);
    return value.kind == KIND_ERROR ? value_missing() : value;
}

static bool is_shown_so(Value value, Value identity)
{
    return value.kind == KIND_STRING ? str_equal(value_as_str(value), value_as_str(identity))
                                     : groupkey_word_of(value) == groupkey_word_of(identity);
}

static void groupkey_add_text(Text *out, Str text)
{
    char head[1 + VARINT_MOST] = { (char) KIND_STRING };
    text_add(out, (Str) { head, 1 + varint_put(head + 1, text.len) });
    text_add(out, text);
}

static void groupkey_add_value(Text *out, Value value)
{
    char bytes[1 + WORD + NANOS] = { (char) value.kind };
    uint64_t word = groupkey_word_of(value);
    if (value.kind == KIND_STRING) {
        groupkey_add_text(out, value_as_str(value));
        return;
    }
    memcpy(bytes + 1, &word, WORD);
    if (value.kind == KIND_TIMESTAMP)
        memcpy(bytes + 1 + WORD, &value.nanos, NANOS);
    text_add(out, (Str) { bytes, 1 + WORD + (value.kind == KIND_TIMESTAMP ? NANOS : 0) });
}

bool groupkey_identify(Text *out, const Grouping *grouping, const Value *keys, Arena *arena)
{
    bool differs = false;
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        Value identity = identity_of(grouping->keys[i].value.expr->type, keys[i], arena);
        differs |= !is_shown_so(keys[i], identity);
        groupkey_add_value(out, identity);
    }
    return differs;
}

/* ---- in columns */

static size_t room_of_texts(const Str *texts, size_t rows)
{
    size_t room = rows * (1 + VARINT_MOST);
    for (size_t row = 0; row < rows; row++)
        room += texts[row].len;
    return room;
}

size_t groupkey_room(const Column *column, size_t rows)
{
    switch (column->kind) {
    case KIND_STRING: return room_of_texts(column->data, rows);
    case KIND_DATE:
    case KIND_INT:
    case KIND_UINT: return rows * (1 + WORD);
    default: return 0;
    }
}

/* Most keys have eight to sixteen bytes: the first and the last eight of them. */
static inline char *copy_text(char *out, Str text)
{
    if (text.len - 8 <= 8) {
        memcpy(out, text.at, 8);
        memcpy(out + text.len - 8, text.at + text.len - 8, 8);
    } else if (text.len > 0) {
        memcpy(out, text.at, text.len);
    }
    return out + text.len;
}

static inline char *groupkey_put_text(char *out, const Type *type, Str text, Arena *arena)
{
    Str identity = identity_is_graphic(text) ? text : identity_of_value(type, value_str(text), arena);
    if (identity.at != text.at || identity.len != text.len)
        return NULL;
    *out++ = (char) KIND_STRING;
    out += varint_put(out, text.len);
    return copy_text(out, text);
}

char *groupkey_put(char *out, const Column *const *columns, const Type *const *types, size_t count, size_t row, Arena *arena)
{
    for (size_t i = 0; i < count && out; i++) {
        const Column *column = columns[i];
        if (column->status[row])
            return NULL;
        if (column->kind == KIND_STRING) {
            out = groupkey_put_text(out, types[i], ((const Str *) column->data)[row], arena);
            continue;
        }
        uint64_t word = column->kind == KIND_DATE ? (uint64_t) ((const Date *) column->data)[row] : ((const uint64_t *) column->data)[row];
        *out++ = (char) column->kind;
        memcpy(out, &word, WORD);
        out += WORD;
    }
    return out;
}

void groupkey_show(Text *out, const Grouping *grouping, const Value *keys)
{
    for (uint32_t i = 0; i < grouping->key_count; i++)
        groupkey_add_value(out, keys[i]);
}

static size_t groupkey_read_text(const char *at, Value *value)
{
    uint64_t len;
    size_t head = varint_take(at, &len);
    *value = value_str((Str) { at + head, (size_t) len });
    return head + (size_t) len;
}

static size_t read_word(const char *at, Kind kind, Value *value)
{
    uint64_t word;
    memcpy(&word, at, WORD);
    *value = (Value) { .kind = (uint8_t) kind, .u = word };
    if (kind == KIND_ERROR)
        *value = word & STATUS_ERROR ? value_error() : value_missing();
    if (kind == KIND_BOOL)
        *value = value_bool(word != 0);
    if (kind == KIND_DATE)
        *value = value_date((Date) word);
    if (kind == KIND_TIMESTAMP)
        memcpy(&value->nanos, at + WORD, NANOS);
    return WORD + (kind == KIND_TIMESTAMP ? NANOS : 0);
}

void groupkey_read(Str bytes, Value *keys, uint32_t count)
{
    const char *at = bytes.at;
    for (uint32_t i = 0; i < count; i++) {
        Kind kind = (Kind) (unsigned char) *at++;
        at += kind == KIND_STRING ? groupkey_read_text(at, &keys[i]) : read_word(at, kind, &keys[i]);
    }
}

static bool groupkey_is_of(const Type *type, Kind kind)
{
    return kind == KIND_ERROR || kind == type->kind ||
           (type->kind == KIND_DYN && kind >= KIND_NULL && kind <= KIND_PERIOD && kind != KIND_BYTES);
}

static bool is_word_of(Kind kind, uint64_t word)
{
    return kind != KIND_DATE || (word <= DATE_MAX && date_is_packed((int64_t) word));
}

bool groupkey_is(Str bytes, const Grouping *grouping)
{
    Bytes left = { bytes, false };
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        Kind kind = (Kind) bytes_take_below(&left, 1 << 7);
        int nanos = kind == KIND_TIMESTAMP ? NANOS : 0;
        if (!groupkey_is_of(grouping->keys[i].value.expr->type, kind))
            bytes_fail(&left);
        else if (kind == KIND_STRING)
            bytes_take_text(&left);
        else if (!is_word_of(kind, bytes_take_word(&left)))
            bytes_fail(&left);
        left.failed |= left.rest.len < (size_t) nanos;
        left.rest = left.failed ? (Str) { 0 } : str_slice(left.rest, (size_t) nanos, left.rest.len);
    }
    return bytes_are_done(&left);
}
