/* A sheet: everything one thread needs to evaluate batches of one table: typed columns, interpreters, outcomes. It is made
   once and filled anew with each batch. */
#ifndef DULY_RUN_SHEET_H
#define DULY_RUN_SHEET_H

#include "lang/interp.h"
#include "model/batch.h"
#include "model/cell.h"
#include "run/plan.h"
#include "run/result.h"
#include "run/sides.h"

/* A violation that is waived. */
typedef struct {
    uint32_t rule, row; /* rule of the plan */
    const Waiver *waiver;
} WaivedRow;

/* Why a rule is undecided for a record. */
enum {
    REASON_CELL = 1,   /* a cell that cannot be read: the built-in rule about it tells so */
    REASON_COLUMN = 2, /* a column that the file lacks, or a file that the batch lacks: told once a file */
    REASON_OTHER = 4,  /* nobody else tells it */
    REASON_EMPTY = 8   /* a cell is empty: to be told unless a column is lacking as well, without which it would decide nothing */
};

/* A batch to be evaluated. */
typedef struct {
    const Batch *batch;
    const uint64_t *first_lines; /* by row: where its key stood before in this file, 0: nowhere; NULL: nobody looked */
    const uint8_t *chosen;       /* by row: 1 where somebody named the record for the step (agenda.h); NULL: nobody named any */
    uint64_t lines_before;       /* of the files of the table before this one: see places.h */
    Date on;                     /* of the step before which records are judged; 0: as the plan says */
    Date as_of;                  /* for plans that have none of their own */
    uint32_t last_step;          /* not 0: steps from this one on are not looked at */
} Task;

typedef struct Sheet {
    const Plan *plan;
    const TablePlan *table;
    const Sides *sides; /* where references lead */
    Arena memory;       /* as long as the sheet */
    Arena scratch;      /* as long as a batch: lists in cells */
    Matcher *matcher;
    Column *columns, *views; /* by slot; kept, and moved to a first row */
    Column *blanks;          /* by slot, made when first needed: of missing values */
    const Column **inputs, **view_inputs;
    uint8_t **results;        /* by field: a CellResult for each row */
    bool *is_converted;       /* by field: in this batch */
    uint8_t *holds_only;      /* by field: 1 + the CellResult that all its rows have, from batch to batch; 0: they have what was read */
    uint8_t **outcomes;       /* by rule of the plan: an Outcome for each row; OUTCOME_COUNT: not judged */
    uint8_t **reasons;        /* by rule of the plan: REASON_ flags of the rows that it is undecided on; NULL: it is on none */
    bool *not_asked;          /* by rule of the plan: it asks for what is kept elsewhere, and the file has no column for */
    bool *group_not_asked;    /* likewise, by plan of groups */
    bool *idle;               /* by node of the table's program: nothing but rules that are not asked needs it; NULL: none is */
    bool *is_passed_idle;     /* by step: whether it was passed matters to nothing but such rules */
    size_t first_want;        /* of the result: where those of the rule at hand begin; 0: anywhere */
    bool has_months;          /* this batch has days of which only the month is known */
    uint8_t **month_doubts;   /* by rule of the plan: 1 on the rows that it is undecided on for that reason (months.c), as of this batch;
                                 NULL: it is on none */
    uint8_t **month_blurs;    /* by node of the program that groups are made of: likewise 1 where it depends on the day; NULL */
    bool has_inferred;        /* the last batch had steps without a column */
    uint8_t *judged;          /* by row: 1 where the record is one to judge */
    Interp *interp;           /* NULL: no rule but built-in ones */
    Interp **texts;           /* by rule of the plan, made when first needed */
    const TextPlan **late;    /* likewise, the texts that waited: see sheet_text */
    Interp **clauses;         /* likewise */
    uint32_t *fields;         /* room for a list of them */
    Text text;                /* room for a sentence */
    const Str *keys;          /* by row, of this batch, in the result's arena: as reports show them (compose.c); NULL: not asked yet */
    Str *known_by;            /* by row, of this batch, in scratch: what fingerprints are made of (compose.c); NULL: not asked yet */
    uint32_t *bad_first;      /* by field: the first of its bad cells in this batch, counted from 1, 0: none; NULL: there are none */
    uint32_t *bad_next;       /* by bad cell: the next one of its field, likewise */
    ARRAY(WaivedRow) waived;  /* of this batch, in scratch */
    struct SheetTimes *times; /* NULL: nobody asks */
    struct Sheet *ahead;      /* of single records on days to come; NULL: nobody asked yet */
    Task task;
    uint32_t rows, capacity;
    BatchResult *result;
} Sheet;

/* For batches of so many rows at least: a short roster should not pay for 1,024. */
Sheet *sheet_new(const Plan *plan, const TablePlan *table, const Sides *sides, uint32_t rows);
/* An interpreter that finds the records references lead to. */
Interp *sheet_interp(const Sheet *sheet, const Program *program);
void sheet_free(Sheet *sheet);

/* Takes up a batch: converts what programs and the dictionary look at, and finds out which records are to be judged. */
void sheet_begin(Sheet *sheet, const Task *task, BatchResult *result);
/* The results of the cells of a field, converted if they are not yet. */
const uint8_t *sheet_results(Sheet *sheet, uint32_t field);
/* Whether the file may hold the field: it has a column, or its records name their fields themselves. */
bool sheet_has_column(const Sheet *sheet, uint32_t field);
/* Whether what is wrong with the cells of a field is told: a program reads it, or it may have values that are not allowed. It depends
   on nothing in the batch, and such fields are converted from the start. */
bool sheet_judges(const Sheet *sheet, uint32_t field);
/* The same of any sheet of a plan, for a file that has such cells or has not. */
bool sheet_converts(const TablePlan *plan, uint32_t field, bool has_cells);
/* Finds the days of steps that the file has no column for anew: those of the steps behind them have changed. */
void sheet_infer_steps(Sheet *sheet);
/* The program of a rule's texts, and whether there is any; those that waited are compiled now. */
const TextPlan *sheet_text(Sheet *sheet, uint32_t index);
bool sheet_has_text(const Sheet *sheet, uint32_t index);
/* The column of a slot as texts see it: what the file has no column for is empty there. */
const Column *sheet_text_column(Sheet *sheet, uint32_t slot);
/* Whether an outcome makes a finding of its own: what is undecided for reasons that are told elsewhere does not, unless a record is to be
   explained, which is told nothing else. */
static inline bool sheet_tells(const Sheet *sheet, uint32_t index, uint32_t row)
{
    switch ((Outcome) sheet->outcomes[index][row]) {
    case OUTCOME_VIOLATION:
    case OUTCOME_WAIVED: return true;
    case OUTCOME_UNDECIDED: return sheet->reasons[index][row] & REASON_OTHER || sheet->plan->options.explain.len > 0;
    case OUTCOME_PASS:
    case OUTCOME_NOT_APPLICABLE: break;
    }
    return false;
}
/* Marks with 1 the rows on which a rule does, 0 on the others. Few do, so who goes through them asks for the next. */
void sheet_find_told(const Sheet *sheet, uint32_t index, uint8_t *told);
static inline uint32_t sheet_next_told(const Sheet *sheet, const uint8_t *told, uint32_t from)
{
    const uint8_t *next = from < sheet->rows ? memchr(told + from, 1, sheet->rows - from) : NULL;
    return next ? (uint32_t) (next - told) : sheet->rows;
}
/* The cell as it stands in the file. */
Str sheet_cell(const Sheet *sheet, uint32_t field, uint32_t row);
/* By what a record is known; empty: by nothing. */
Str sheet_identity(const Sheet *sheet, uint32_t row);

#endif
