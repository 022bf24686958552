/* Offices write one word over different things: "status" is that of a student or that of an application. The first rows tell them apart where
   the things are of different kinds. They say nothing where all are empty, or fit both: then columns that belong together stand together, as
   their fields do in the dictionary. */
#include "read/claims.h"

#include "model/cell.h"

typedef struct {
    const Field *field;
    const TopRow *rows;
    size_t count;
    uint32_t column;
} Claim;

typedef struct {
    size_t filled, misfits; /* cells; those that are none of the values of the field */
} Fit;

static Fit fit_cells(const Claim *claim)
{
    Arena arena = { 0 };
    Matcher *matcher = matcher_new(&arena);
    Fit fit = { 0 };
    for (size_t i = 0; i < claim->count; i++) {
        Value value;
        Str cell = claim->column < claim->rows[i].count ? claim->rows[i].cells[claim->column] : (Str) { 0 };
        CellResult result = cell_trim(cell).len ? cell_read(claim->field, cell, &arena, matcher, &value) : CELL_EMPTY;
        fit.filled += result != CELL_EMPTY;
        fit.misfits += cell_is_unreadable(result) || result == CELL_NOT_ALLOWED;
    }
    arena_free(&arena);
    return fit;
}

/* One word may stand over things that are none of these: then it is no field, and told, rather than a fault in every record. */
static bool is_any(const Fit *fit)
{
    return fit->misfits * 2 <= fit->filled;
}

uint32_t claims_settle(const HeadingClaims *claims, const Mapping *mapping, const TopRow *rows, size_t count, uint32_t column,
                       uint32_t before)
{
    uint32_t best = FIELD_NONE;
    Fit fewest = { 0 };
    bool all_taken = true;
    for (size_t i = 0; i < claims->fields.count; i++) {
        uint32_t field = claims->fields.at[i];
        if (mapping->column_of[field])
            continue;
        all_taken = false;
        Claim claim = { &mapping->table->fields[field], rows, count, column };
        Fit fit = fit_cells(&claim);
        bool follows = before != FIELD_NONE && best != FIELD_NONE && best < before && field > before;
        if (!is_any(&fit) || (best != FIELD_NONE && (fit.misfits > fewest.misfits || (fit.misfits == fewest.misfits && !follows))))
            continue;
        best = field;
        fewest = fit;
    }
    return all_taken ? claims->fields.at[0] : best;
}
