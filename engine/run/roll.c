#include "run/roll.h"

#include "base/varint.h"

static uint32_t add_long(Roll *roll, Str key, uint64_t line)
{
    char *bytes = memory_alloc(VARINT_MOST + key.len);
    size_t len = varint_put(bytes, line);
    memcpy(bytes + len, key.at, key.len);
    uint32_t number = packed_add(&roll->records, (Str) { bytes, len + key.len });
    free_(bytes);
    return number;
}

/* A line as a varint, then the key: no length, for what is packed knows its own. */
uint32_t roll_add(Roll *roll, Str key, uint64_t line)
{
    if (key.len > PACKED_INLINE - VARINT_MOST)
        return add_long(roll, key, line);
    char *bytes = packed_begin(&roll->records, VARINT_MOST + key.len);
    size_t len = varint_put(bytes, line);
    if (key.len > 0)
        memcpy(bytes + len, key.at, key.len);
    return packed_end(&roll->records, len + key.len);
}

uint32_t roll_keep(Roll *roll, RollBatch *batch, uint32_t row)
{
    if (batch->roll != roll) {
        memset(batch->kept_as, 0, batch->rows * sizeof *batch->kept_as);
        batch->roll = roll;
    }
    if (batch->kept_as[row] == 0) {
        roll_add(roll, batch->keys[row], batch->lines_before + batch->lines[row]);
        batch->kept_as[row] = roll->records.count;
    }
    return batch->kept_as[row] - 1;
}

RollRecord roll_record(const Roll *roll, uint32_t number)
{
    Str bytes = packed_at(&roll->records, number);
    RollRecord record;
    size_t len = varint_take(bytes.at, &record.line);
    record.key = (Str) { bytes.at + len, bytes.len - len };
    return record;
}
