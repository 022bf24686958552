/* Waivers meet outcomes: each record is looked up by its key, once for all rules, and the outcomes rule by rule. */
#include "run/waive.h"

#include "model/identity.h"
#include "run/compose.h"

static const Rule *waive_rule_at(const Sheet *sheet, uint32_t index)
{
    return &sheet->plan->options.pack->rules[sheet->table->rules[index].rule];
}

static bool waive_is_about(const Sheet *sheet, const Waiver *waiver, uint32_t index)
{
    bool of_table = waiver->table == INDEX_NONE || waiver->table == sheet->table->index;
    return of_table && sheet->table->rules[index].reported && str_equal(waive_rule_at(sheet, index)->id, waiver->rule);
}

/* ---- values that have changed since */

/* Two cells may say the same in other words: 2003-06-01 and 2003/6/1. */
static bool says_the_same(Sheet *sheet, const Field *field, Str a, Str b)
{
    Str first = identity_of_cell(field, a, &sheet->scratch, sheet->matcher);
    Str second = identity_of_cell(field, b, &sheet->scratch, sheet->matcher);
    return str_equal(cell_trim(a), cell_trim(b)) || (first.len > 0 && str_equal(first, second));
}

static Str waive_shown(const Sheet *sheet, uint32_t field, Str text)
{
    return text.len ? compose_guarded(sheet, field, text) : STR("—");
}

/* What has changed, in words; empty: nothing. */
static Str waive_find_change(Sheet *sheet, const Waiver *waiver, uint32_t row)
{
    Text text = { 0 };
    for (uint32_t i = 0; i < waiver->value_count; i++) {
        const WaiverValue *value = &waiver->values[i];
        Str is = cell_trim(sheet_cell(sheet, value->field, row));
        if (says_the_same(sheet, &sheet->table->table->table.fields[value->field], value->text, is))
            continue;
        Str values[3] = { compose_field(sheet, value->field), waive_shown(sheet, value->field, value->text),
                          waive_shown(sheet, value->field, is) };
        if (text.len)
            words_add(&text, sheet->plan->options.language, WORDS_ALSO, NULL);
        words_add(&text, sheet->plan->options.language, WORDS_CHANGED, values);
    }
    Str change = arena_str(&sheet->result->arena, text_str(&text));
    text_free(&text);
    return change;
}

/* ---- one waiver, one outcome */

static WaiverUse use_on_violation(Sheet *sheet, const Waiver *waiver, uint32_t row)
{
    const PlanOptions *options = &sheet->plan->options;
    Date as_of = options->as_of ? options->as_of : sheet->task.as_of;
    WaiverUse use = { .state = as_of > waiver->expires ? WAIVER_EXPIRED : as_of < waiver->granted ? WAIVER_EARLY : WAIVER_USED };
    if (use.state != WAIVER_USED)
        return use;
    use.detail = waive_find_change(sheet, waiver, row);
    if (use.detail.len)
        use.state = WAIVER_LAPSED;
    return use;
}

static WaiverUse use_of(Sheet *sheet, const Waiver *waiver, uint32_t index, uint32_t row)
{
    switch ((Outcome) sheet->outcomes[index][row]) {
    case OUTCOME_VIOLATION: return use_on_violation(sheet, waiver, row);
    case OUTCOME_PASS:
    case OUTCOME_NOT_APPLICABLE: return (WaiverUse) { .state = WAIVER_UNNEEDED };
    case OUTCOME_WAIVED: return (WaiverUse) { .state = WAIVER_TWICE };
    case OUTCOME_UNDECIDED: return (WaiverUse) { .state = WAIVER_UNDECIDED };
    }
    return (WaiverUse) { .state = WAIVER_IDLE }; /* OUTCOME_COUNT: a record that was not judged */
}

static void add_use(Sheet *sheet, uint32_t waiver, WaiverUse use)
{
    BatchResult *result = sheet->result;
    use.waiver = waiver;
    arena_push(&result->arena, &result->uses, use);
}

static void waive_apply(Sheet *sheet, const WaiverHit *hit, uint32_t index)
{
    const Waiver *waiver = &sheet->plan->options.waivers->at[hit->waiver];
    if (!waive_is_about(sheet, waiver, index))
        return;
    WaiverUse use = use_of(sheet, waiver, index, hit->row);
    add_use(sheet, hit->waiver, use);
    if (use.state != WAIVER_USED)
        return;
    WaivedRow waived = { index, hit->row, waiver };
    arena_push(&sheet->scratch, &sheet->waived, waived);
    sheet->outcomes[index][hit->row] = OUTCOME_WAIVED;
}

WaiverHits waive_find(Sheet *sheet)
{
    const Waivers *waivers = sheet->plan->options.waivers;
    WaiverHits hits = { 0 };
    sheet->waived.at = NULL;
    sheet->waived.count = sheet->waived.capacity = 0;
    for (uint32_t row = 0; waivers && waivers->count > 0 && row < sheet->rows; row++)
        for (uint32_t i = waivers_first(waivers, sheet->table->index, sheet_identity(sheet, row)); i != INDEX_NONE;
             i = waivers->entries.at[i].next) {
            WaiverHit hit = { row, waivers->entries.at[i].waiver };
            arena_push(&sheet->scratch, &hits, hit);
        }
    return hits;
}

void waive(Sheet *sheet, const WaiverHits *hits, uint32_t index)
{
    for (size_t i = 0; i < hits->count; i++)
        waive_apply(sheet, &hits->at[i], index);
}

/* Few are waived, so a list is gone through. */
const Waiver *waiver_of(const Sheet *sheet, uint32_t index, uint32_t row)
{
    for (size_t i = 0; i < sheet->waived.count; i++)
        if (sheet->waived.at[i].rule == index && sheet->waived.at[i].row == row)
            return sheet->waived.at[i].waiver;
    return NULL;
}
