/* The sentences that are the engine's own, by language. Places for values are written {0}, {1}, ... */
#ifndef DULY_RUN_WORDS_H
#define DULY_RUN_WORDS_H

#include "base/text.h"

typedef enum {
    WORDS_UNDECIDED,      /* what stands in the way */
    WORDS_EMPTY,          /* field */
    WORDS_NO_COLUMN,      /* field */
    WORDS_UNREADABLE,     /* field */
    WORDS_EMPTY_OF,       /* field, table, key */
    WORDS_UNREADABLE_OF,  /* likewise */
    WORDS_NO_RECORD,      /* table, key */
    WORDS_NO_TABLE,       /* table */
    WORDS_UNKNOWN_REFERENCE, /* field, table, key */
    WORDS_NO_FIGURE,      /* function over a group */
    WORDS_OVERFLOW,       /* likewise */
    WORDS_FAILED_IN,      /* failure, expression */
    WORDS_NOT_YET,        /* parameter */
    WORDS_BAD_CELL,       /* field, what is wrong with it */
    WORDS_LACKS,          /* before what a file lacks: */
    WORDS_WANTS_COLUMN,   /* field, rules that cannot be asked without it */
    WORDS_WANTS_FILE,     /* likewise: the batch has no file for it */
    WORDS_DUPLICATE,      /* field, key, line of the first */
    WORDS_UNKNOWN_COLUMN, /* heading */
    WORDS_REPEATED_COLUMN,/* heading, field */
    WORDS_DID_YOU_MEAN,   /* name */
    WORDS_TOO_MANY_CELLS, /* cells, headings */
    WORDS_TOO_FEW_CELLS,
    WORDS_AFTER_END,      /* how the case ended, on which day, a step, its date */
    WORDS_END_UNKNOWN,    /* how the case ended */
    WORDS_STEP_ORDER,     /* later step, its date, earlier step, its date */
    WORDS_SKIPPED,        /* steps */
    WORDS_AND_STEP,       /* between them */
    WORDS_TOO_LATE,       /* step, its date, days, last day, how it is counted */
    WORDS_OVERDUE,        /* step, last day, days, as-of date, how it is counted */
    WORDS_TOO_EARLY,      /* step, its date, days, first day, how it is counted */
    WORDS_AFTER,          /* period, step, its date */
    WORDS_COUNTED,        /* the same where the first day counts */
    WORDS_AFTER_DAY,      /* period, the day it counts from */
    WORDS_COUNTED_DAY,
    WORDS_ONE_DAY, WORDS_DAYS, /* count; and so on by PeriodUnit */
    WORDS_ONE_WORKDAY, WORDS_WORKDAYS,
    WORDS_ONE_WEEK, WORDS_WEEKS,
    WORDS_ONE_MONTH, WORDS_MONTHS,
    WORDS_ONE_YEAR, WORDS_YEARS,
    WORDS_BY_CALENDAR,    /* period, calendar */
    WORDS_WAIVER_RULE,    /* rule; and likewise: */
    WORDS_WAIVER_RECORD,  /* rule, key */
    WORDS_WAIVER_GROUP,
    WORDS_WAIVER_UNNEEDED,
    WORDS_WAIVER_UNDECIDED,
    WORDS_WAIVER_TWICE,
    WORDS_WAIVER_EARLY,   /* rule, key, day */
    WORDS_WAIVER_EXPIRED,
    WORDS_WAIVER_LAPSED,  /* rule, key, what has changed */
    WORDS_CHANGED,        /* field, its value then, and now */
    WORDS_COLON,          /* between a title and values */
    WORDS_IS,             /* between a field and its value */
    WORDS_AND,            /* between values */
    WORDS_ALSO,           /* between facts */
    WORDS_MISSING,        /* in the place of a value that is not there */
    WORDS_FAILED,         /* in the place of one that cannot be worked out */
    WORDS_COUNT
} WordsId;

/* Adds a sentence, its places filled; English where the language is not known. */
void words_add(Text *out, Str language, WordsId id, const Str *values);

#endif
