/* The day on which the last violation clears need not be one on which the record is ready: by then an interval may be over, a new version
   of a rule be in force, a waiver have expired. So the record is judged once more, alone, as it would stand on that day: before a step as
   if that were taken then, looking back with the day of the step that was taken too early in its place. Where something else blocks it
   that clears later, that day is tried; a few days are enough, since each is later than the one before. */
#include "run/forecast.h"

#include "run/evaluate.h"

enum { MOST_DAYS = 8 };

typedef struct {
    Sheet *sheet, *ahead;
    uint32_t row, step; /* INDEX_NONE: only the day of the check changes */
    Batch batch;        /* of that record alone */
    Str day;            /* the cell of the step */
} Trial;

/* The latest day on which a violation clears, and its step; 0 as soon as one that blocks has no such day. */
static Date latest_day(const Pack *pack, const RecordResult *record, uint32_t *step)
{
    Date latest = 0;
    for (uint32_t i = 0; i < record->finding_count; i++) {
        const Finding *finding = &record->findings[i];
        bool blocks = finding->outcome == OUTCOME_VIOLATION && !rule_is_about_cell(finding->rule) && finding->severity == SEVERITY_ERROR;
        if (blocks && finding->clears_on == 0)
            return 0;
        if (!blocks || finding->clears_on <= latest)
            continue;
        latest = finding->clears_on;
        *step = pack->rules[finding->rule].gate;
    }
    return latest;
}

static void take_bad(Sheet *sheet, Trial *trial)
{
    const Batch *batch = sheet->task.batch;
    BadCell *bad = arena_array(&sheet->scratch, BadCell, batch->bad_count);
    trial->batch.bad_count = 0;
    for (uint32_t i = 0; i < batch->bad_count; i++)
        if (batch->bad[i].row == trial->row) {
            bad[trial->batch.bad_count] = batch->bad[i];
            bad[trial->batch.bad_count++].row = 0;
        }
    trial->batch.bad = bad;
}

static void forecast_take_record(Trial *trial)
{
    Sheet *sheet = trial->sheet;
    const Batch *batch = sheet->task.batch;
    uint32_t fields = sheet->table->table->table.field_count;
    trial->batch = (Batch) { .mapping = batch->mapping,
                             .rows = 1,
                             .capacity = 1,
                             .lines = batch->lines + trial->row,
                             .identities = batch->identities ? batch->identities + trial->row : NULL };
    trial->batch.cells = arena_array(&sheet->scratch, Str *, fields);
    for (uint32_t field = 0; field < fields; field++)
        trial->batch.cells[field] = batch->cells[field] ? batch->cells[field] + trial->row : NULL;
    take_bad(sheet, trial);
}

/* The step before which is looked at has no day yet. */
static bool is_ahead(const Trial *trial)
{
    const Sheet *sheet = trial->sheet;
    return sheet->table->gate_field != INDEX_NONE && (trial->step == INDEX_NONE || trial->step == sheet->plan->options.gate_step);
}

/* A step that was taken is moved. */
static void move_step(Trial *trial, Date day)
{
    Sheet *sheet = trial->sheet;
    if (trial->step == INDEX_NONE || is_ahead(trial))
        return;
    uint32_t field = sheet->table->procedure->steps[trial->step].field;
    char date[11];
    sheet_results(sheet, field);
    if (column_status(&sheet->columns[field], trial->row) != STATUS_OK || !sheet_has_column(sheet, field))
        return;
    date_print(day, date);
    trial->day = arena_str(&sheet->scratch, str_of(date));
    trial->batch.cells[field] = &trial->day;
}

static const RecordResult *judge_on(Trial *trial, Date day, BatchResult *result)
{
    Sheet *sheet = trial->sheet;
    Date as_of = sheet->plan->options.as_of ? sheet->plan->options.as_of : sheet->task.as_of;
    Date on = is_ahead(trial) || day > sheet->plan->options.on ? day : sheet->plan->options.on;
    move_step(trial, day);
    Task task = { .batch = &trial->batch, .as_of = day > as_of ? day : as_of, .on = on };
    evaluate(trial->ahead, &task, result);
    return result->record_count > 0 ? &result->records[0] : NULL;
}

static Sheet *sheet_ahead(Sheet *sheet)
{
    const Plan *ahead = sheet->plan->options.ahead;
    if (!sheet->ahead && ahead)
        sheet->ahead = sheet_new(ahead, &ahead->tables[sheet->table->index], sheet->sides, 1);
    return sheet->ahead;
}

static Forecast try_days(Trial *trial, Date day, BatchResult *result)
{
    const Pack *pack = trial->sheet->plan->options.pack;
    Forecast forecast = { .step = trial->step };
    for (int i = 0; i < MOST_DAYS && day > 0; i++) {
        uint32_t step;
        const RecordResult *record = judge_on(trial, day, result);
        if (!record || record->verdict == VERDICT_UNDECIDED)
            return forecast;
        if (record->verdict == VERDICT_READY) {
            forecast.day = day;
            return forecast;
        }
        Date later = latest_day(pack, record, &step);
        if (later <= day)
            forecast.closed_on = day;
        day = later > day ? later : 0;
    }
    return forecast;
}

Forecast forecast_record(Sheet *sheet, uint32_t row, const RecordResult *record)
{
    Trial trial = { .sheet = sheet, .row = row, .step = INDEX_NONE };
    Date day = latest_day(sheet->plan->options.pack, record, &trial.step);
    trial.ahead = day ? sheet_ahead(sheet) : NULL;
    if (is_ahead(&trial))
        trial.step = sheet->plan->options.gate_step;
    if (!trial.ahead)
        return (Forecast) { .day = day, .step = trial.step };
    BatchResult result = { 0 };
    forecast_take_record(&trial);
    Forecast forecast = try_days(&trial, day, &result);
    result_free(&result);
    return forecast;
}
