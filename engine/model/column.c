/* Columns: how wide a row of each kind is, and rows as tagged values. */
#include "model/column.h"

/* Bytes of a row; 0: the kind has no column of its own and stands in one of tagged values. */
static const uint8_t widths[KIND_COUNT] = {
#define PLAIN_KIND(id, word, name, width) [KIND_##id] = width,
#include "model/kind.def"
};

Kind column_kind(const Type *type)
{
    return widths[type->kind] ? type->kind : KIND_DYN;
}

size_t column_width(Kind kind)
{
    return widths[kind] ? widths[kind] : sizeof(Value);
}

Column column_new(Arena *arena, Kind kind, size_t rows)
{
    size_t padded = (rows + ROW_PAD - 1) / ROW_PAD * ROW_PAD;
    size_t width = column_width(kind);
    Column column = { .kind = widths[kind] ? kind : KIND_DYN };
    column.data = arena_alloc_column(arena, padded * width);
    memset(column.data, 0, padded * width);
    if (kind != KIND_BOOL) {
        column.status = arena_alloc_column(arena, padded);
        memset(column.status, STATUS_OK, padded);
    }
    return column;
}

Column column_from(const Column *column, size_t first)
{
    return (Column) {
        .kind = column->kind,
        .data = (char *) column->data + first * column_width(column->kind),
        .status = column->status ? column->status + first : NULL,
    };
}

static Value value_of_status(uint8_t status)
{
    return (Value) { .kind = KIND_ERROR, .status = status };
}

static Value get_truth(Truth truth)
{
    switch (truth) {
    case TRUTH_MISSING: return value_missing();
    case TRUTH_ERROR: return value_error();
    case TRUTH_FALSE:
    case TRUTH_TRUE: break;
    }
    return value_bool(truth == TRUTH_TRUE);
}

Value column_get(const Column *column, size_t row)
{
    const void *data = column->data;
    if (column->kind == KIND_BOOL)
        return get_truth((Truth) ((const uint8_t *) data)[row]);
    if (column->status[row])
        return value_of_status(column->status[row]);
    switch (column->kind) {
    case KIND_DOUBLE: return value_double(((const double *) data)[row]);
    case KIND_STRING: return value_str(((const Str *) data)[row]);
    case KIND_BYTES: return value_bytes(((const Str *) data)[row]);
    case KIND_DATE: return value_date(((const Date *) data)[row]);
    case KIND_DYN: return ((const Value *) data)[row];
    default:
        return (Value) { .kind = (uint8_t) column->kind, .u = ((const uint64_t *) data)[row] }; /* whole numbers of one kind or other */
    }
}

/* A row that is not present: no value, but one that may be read. */
static void set_absent(const Column *column, size_t row, uint8_t status)
{
    if (column->kind == KIND_BOOL) {
        ((uint8_t *) column->data)[row] = status & STATUS_ERROR ? TRUTH_ERROR : TRUTH_MISSING;
        return;
    }
    column->status[row] = status;
    size_t width = column_width(column->kind);
    memset((char *) column->data + row * width, 0, width);
    if (column->kind == KIND_DYN)
        ((Value *) column->data)[row] = value_of_status(status);
}

void column_set(const Column *column, size_t row, Value value)
{
    void *data = column->data;
    if (value_is_error(value)) {
        set_absent(column, row, value.status ? value.status : STATUS_ERROR);
        return;
    }
    if (column->kind == KIND_BOOL) {
        ((uint8_t *) data)[row] = value.boolean ? TRUTH_TRUE : TRUTH_FALSE;
        return;
    }
    column->status[row] = STATUS_OK;
    switch (column->kind) {
    case KIND_DOUBLE: ((double *) data)[row] = value.d; break;
    case KIND_STRING:
    case KIND_BYTES: ((Str *) data)[row] = value_as_str(value); break;
    case KIND_DATE: ((Date *) data)[row] = value.date; break;
    case KIND_DYN: ((Value *) data)[row] = value; break;
    default: ((uint64_t *) data)[row] = value.u; break;
    }
}

/* Copies rows that are there already, twice as many each time. */
static void repeat(char *at, size_t width, size_t rows)
{
    for (size_t done = 1; done < rows; done *= 2)
        memcpy(at + done * width, at, (done < rows - done ? done : rows - done) * width);
}

void column_fill(const Column *column, size_t from, size_t to, Value value)
{
    if (from >= to)
        return;
    size_t width = column_width(column->kind);
    column_set(column, from, value);
    repeat((char *) column->data + from * width, width, to - from);
    if (column->status)
        memset(column->status + from, column->status[from], to - from);
}
