/* Members of records that references lead to: gathered from the columns of their tables.

   A reference is a tagged value with the number of a row. Three things may be wrong with it, and are kept apart: the cell is empty
   (missing), it names nobody (ROW_NONE: missing, and has() says false), or the file of the table is not there (ROW_ABSENT: an error,
   since nobody knows). */
#include "lang/ops.h"

/* Whether a row refers to a record of the table. What a dyn smuggled in may be anything. */
static inline bool is_known(const Member *member, const Column *records, size_t row)
{
    const Value *record = &((const Value *) records->data)[row];
    return records->status[row] == STATUS_OK && record->kind == KIND_RECORD && record->row < member->rows;
}

#define GATHER(name, T)                                                                                  \
    static void gather_##name(const Member *from, const Column *records, const Column *out, size_t rows) \
    {                                                                                                    \
        const Value *record = records->data;                                                             \
        const T *data = from->column->data;                                                              \
        T *to = out->data;                                                                               \
        for (size_t row = 0; row < rows; row++)                                                          \
            if (is_known(from, records, row))                                                            \
                to[row] = data[record[row].row];                                                         \
    }
GATHER(byte, uint8_t)
GATHER(date, Date)
GATHER(wide, int64_t)
GATHER(str, Str)
GATHER(value, Value)

static void gather(const Member *from, const Column *records, const Column *out, size_t rows)
{
    switch (out->kind) {
    case KIND_BOOL: gather_byte(from, records, out, rows); break;
    case KIND_DATE: gather_date(from, records, out, rows); break;
    case KIND_STRING:
    case KIND_BYTES: gather_str(from, records, out, rows); break;
    case KIND_DYN: gather_value(from, records, out, rows); break;
    default: gather_wide(from, records, out, rows); break;
    }
}

static uint8_t status_of_member(const Member *from, const Column *records, size_t row)
{
    const Value *record = &((const Value *) records->data)[row];
    if (records->status[row])
        return records->status[row];
    if (record->kind != KIND_RECORD || record->row == ROW_ABSENT)
        return STATUS_ERROR;
    return from && record->row < from->rows ? column_status(from->column, record->row) : STATUS_MISSING;
}

void run_member(Interp *interp, const Node *node, size_t rows)
{
    const Column *records = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const Member *from = interp->members && interp->members[node->slot].column ? &interp->members[node->slot] : NULL;
    if (from)
        gather(from, records, out, rows);
    for (size_t row = 0; row < rows; row++) {
        uint8_t status = status_of_member(from, records, row);
        if (status)
            interp_set_status(out, row, status);
        else if (out->status)
            out->status[row] = STATUS_OK;
    }
}

/* A reference that leads nowhere holds something all the same. */
void run_key(Interp *interp, const Node *node, size_t rows)
{
    const Column *records = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++) {
        Value record = column_get(records, row);
        if (record.kind == KIND_RECORD)
            interp_put(out, row, value_str(record.key->text));
        else
            interp_set_status(out, row, value_is_error(record) ? record.status : STATUS_ERROR);
    }
}

void run_known(Interp *interp, const Node *node, size_t rows)
{
    const Column *records = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    uint8_t *truth = out->data;
    for (size_t row = 0; row < rows; row++) {
        Value record = column_get(records, row);
        bool known = record.kind == KIND_RECORD && record.row != ROW_NONE;
        bool failed = (value_is_error(record) && record.status & STATUS_ERROR) || (record.kind == KIND_RECORD && record.row == ROW_ABSENT);
        truth[row] = failed ? TRUTH_ERROR : known ? TRUTH_TRUE : TRUTH_FALSE;
    }
}

void run_held(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++) {
        Value value = column_get(in, row);
        if (value.kind == KIND_OPTIONAL)
            value = value.optional ? *value.optional : value_missing();
        else if (!value_is_error(value))
            value = value_error();
        interp_put(out, row, value);
    }
}
