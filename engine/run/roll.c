#include "run/roll.h"

#include "base/varint.h"

/* A line as a varint, then the key: no length, for what is packed knows its own. */
static uint32_t roll_pack(Roll *roll, Str key, uint64_t line)
{
    char head[VARINT_MOST];
    size_t len = varint_put(head, line);
    if (key.len <= PACKED_INLINE - VARINT_MOST) {
        char *bytes = packed_begin(&roll->others, len + key.len);
        memcpy(bytes, head, len);
        if (key.len > 0)
            memcpy(bytes + len, key.at, key.len);
        return packed_end(&roll->others, len + key.len);
    }
    char *bytes = memory_alloc(len + key.len);
    memcpy(bytes, head, len);
    memcpy(bytes + len, key.at, key.len);
    uint32_t number = packed_add(&roll->others, (Str) { bytes, len + key.len });
    free_(bytes);
    return number;
}

uint32_t roll_add(Roll *roll, Str key, uint64_t line)
{
    RollWord word = { .line = (uint32_t) line };
    if (line > UINT32_MAX || !keyshape_fit(&roll->shape, key, &word.key))
        word = (RollWord) { roll_pack(roll, key, line) | KEY_IS_PACKED, 0 };
    array_push(&roll->words, word);
    return (uint32_t) roll->words.count - 1;
}

uint32_t roll_keep(Roll *roll, RollBatch *batch, uint32_t row)
{
    if (batch->roll != roll) {
        memset(batch->kept_as, 0, batch->rows * sizeof *batch->kept_as);
        batch->roll = roll;
    }
    if (batch->kept_as[row] == 0) {
        batch->kept_as[row] = 1 + roll_add(roll, batch->keys[row], batch->lines_before + batch->lines[row]);
    }
    return batch->kept_as[row] - 1;
}

RollRecord roll_record(const Roll *roll, uint32_t number, Arena *arena)
{
    RollWord word = roll->words.at[number];
    RollRecord record = { .line = word.line };
    if (!(word.key & KEY_IS_PACKED)) {
        record.key = keyshape_print(&roll->shape, word.key, arena);
        return record;
    }
    Str bytes = packed_at(&roll->others, word.key & ~KEY_IS_PACKED);
    size_t len = varint_take(bytes.at, &record.line);
    record.key = (Str) { bytes.at + len, bytes.len - len };
    return record;
}

size_t roll_size(const Roll *roll)
{
    return roll->words.capacity * sizeof *roll->words.at + roll->others.bytes;
}

void roll_free(Roll *roll)
{
    array_free(&roll->words);
    packed_free(&roll->others);
}
