/* Cases that have ended before their last step. Where several ends of a procedure have come, the earliest day counts, since from it on
   nothing may follow; a known day goes before one that is not known. A step that says `after_end: true` is looked at by nobody here. */
#include "run/ends.h"

#include "run/compose.h"
#include "run/dictionary.h"

/* How the case of a row has ended: the end of the earliest day. False: it has not. */
typedef struct {
    const End *end;
    Date on; /* 0: the day is not known */
} Ended;

static bool ends_find_end(const Sheet *sheet, uint32_t row, Ended *found)
{
    const TablePlan *table = sheet->table;
    *found = (Ended) { 0 };
    for (uint32_t i = 0; i < plan_end_count(table); i++) {
        const uint8_t *when = interp_column(sheet->interp, table->ends[i].when)->data;
        Value day = interp_value(sheet->interp, table->ends[i].on, row);
        Date on = value_is_error(day) ? 0 : day.date;
        if (when[row] == TRUTH_TRUE && (!found->end || (on && (!found->on || on < found->on))))
            *found = (Ended) { &table->procedure->ends[i], on };
    }
    return found->end;
}

/* Of a step that no end forbids there is none. */
static Date ends_day_of_step(const Sheet *sheet, uint32_t step, uint32_t row)
{
    if (sheet->table->procedure->steps[step].may_follow_end)
        return 0;
    Value value = column_get(&sheet->columns[sheet->table->procedure->steps[step].field], row);
    return value_is_error(value) ? 0 : value.date;
}

static Outcome judge_end(const Sheet *sheet, uint32_t row)
{
    Ended ended;
    if (!ends_find_end(sheet, row, &ended))
        return OUTCOME_NOT_APPLICABLE;
    for (uint32_t step = 0; ended.on && step < dictionary_step_count(sheet); step++)
        if (ends_day_of_step(sheet, step, row) > ended.on)
            return OUTCOME_VIOLATION;
    return ended.on ? OUTCOME_PASS : OUTCOME_UNDECIDED;
}

void ends_check(Sheet *sheet, uint8_t *out)
{
    memset(out, OUTCOME_NOT_APPLICABLE, sheet->rows);
    if (plan_end_count(sheet->table) == 0)
        return;
    for (uint32_t step = 0; step < dictionary_step_count(sheet); step++)
        sheet_results(sheet, sheet->table->procedure->steps[step].field);
    for (uint32_t row = 0; row < sheet->rows; row++)
        out[row] = (uint8_t) judge_end(sheet, row);
}

uint32_t ends_describe(Sheet *sheet, uint32_t row)
{
    uint32_t count = 0;
    Str language = sheet->plan->options.language;
    Ended ended;
    size_t start = sheet->text.len;
    ends_find_end(sheet, row, &ended);
    Str title = local_text(&ended.end->title, sheet->plan->options.language);
    Str values[4] = { title.len ? title : ended.end->id };
    if (!ended.on) {
        compose_words(sheet, WORDS_END_UNKNOWN, values);
        return 0;
    }
    values[1] = sheet->table->hides_end ? words_get(language, WORDS_PRIVATE) : compose_said_day(&sheet->scratch, language, ended.on);
    for (uint32_t step = 0; step < dictionary_step_count(sheet); step++) {
        Date on = ends_day_of_step(sheet, step, row);
        if (on <= ended.on)
            continue;
        uint32_t field = sheet->table->procedure->steps[step].field;
        values[2] = compose_step(sheet, step);
        values[3] = compose_guarded_day(sheet, field, on);
        compose_next(sheet, start);
        compose_words(sheet, WORDS_AFTER_END, values);
        sheet->fields[count++] = field;
    }
    return count;
}

void ends_tell(const Sheet *sheet, uint32_t row, RecordResult *record)
{
    Ended ended;
    if (ends_find_end(sheet, row, &ended)) {
        record->end = ended.end;
        record->ended_on = sheet->table->hides_end ? 0 : ended.on;
    }
}
