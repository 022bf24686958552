/* Periods as authors write them: `1 month`, `5 workdays`, `40 workdays of school`, `params.notice_days`. */
#ifndef DULY_PACK_PERIODS_H
#define DULY_PACK_PERIODS_H

#include "base/words.h"
#include "pack/prelude.h"

typedef struct {
    Str count; /* as an expression: `12` or `params.training` */
    PeriodUnit unit;
    const Calendar *calendar; /* by which working days are counted; NULL: none is named */
    Span span;
} Period;

/* Reads a period; the unit of a parameter may be its own. False after complaining. */
bool period_read(Loader *loader, const YamlNode *node, Period *out);

/* A name of the prelude stands for the period: "months(12)", "workdays(40, 'school')". Until the next one is filled in: what is to say
   this one is read before. */
void period_fill(Making *making, const char *name, const Period *period);

/* The sentence for a number of them: "12 months". */
WordsId period_words(PeriodUnit unit);

/* The function of expressions that makes a period of this unit: "months". */
const char *period_function(PeriodUnit unit);

#endif
