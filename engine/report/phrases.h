/* The words of the text report, by language. Places for values are written {0}, {1}, ... */
#ifndef DULY_REPORT_PHRASES_H
#define DULY_REPORT_PHRASES_H

#include "base/text.h"

typedef enum {
    PHRASE_AUDIT,           /* as-of date */
    PHRASE_BEFORE,          /* step, day, as-of date */
    PHRASE_STEP,            /* title, id */
    PHRASE_FILE,            /* path, records */
    PHRASE_FILE_ENCODED,    /* path, records, encoding */
    PHRASE_FILE_DECIDED,    /* the same, and one of these: */
    PHRASE_BY_NAME, PHRASE_BY_FIT, PHRASE_BY_ZEROS, PHRASE_BY_MOST,
    PHRASE_FILE_SHEET,      /* path, records, sheet */
    PHRASE_HIDDEN,          /* number */
    PHRASE_PASSED,          /* number */
    PHRASE_MORE_FILES,      /* number */
    PHRASE_CHANGED,         /* pairs */
    PHRASE_INCOMPLETE,
    PHRASE_NOTHING_JUDGED,
    PHRASE_VERDICTS,        /* blocked, undecided, ready */
    PHRASE_NO_CANDIDATES,   /* number */
    PHRASE_IN_BLOCKED,      /* headings of sections: number */
    PHRASE_IN_UNDECIDED,
    PHRASE_IN_WANTING,
    PHRASE_IN_READY,
    PHRASE_IN_OTHERS,
    PHRASE_IN_GROUPS,
    PHRASE_IN_FILES,
    PHRASE_STEP_UNKNOWN,
    PHRASE_TAKEN_EMPTY,     /* fields */
    PHRASE_KEPT_ELSEWHERE,  /* fields, rules */
    PHRASE_EARLIEST,        /* day */
    PHRASE_EARLIEST_OF,     /* day, step */
    PHRASE_CLOSED,          /* day */
    PHRASE_WARNING,
    PHRASE_INFO,
    PHRASE_WAIVED,
    PHRASE_VALUE,           /* field, value */
    PHRASE_EMPTY,
    PHRASE_BETWEEN,         /* between values */
    PHRASE_MORE,            /* values */
    PHRASE_NO_KEY,
    PHRASE_RULES,
    PHRASE_COLUMN_VIOLATION, /* headings of columns */
    PHRASE_COLUMN_UNDECIDED,
    PHRASE_COLUMN_WAIVED,
    PHRASE_COLUMN_PASS,
    PHRASE_COLUMN_NOT_APPLICABLE,
    PHRASE_ALL_RULES,       /* number */
    PHRASE_UNUSED_RULES,    /* ids */
    PHRASE_LEFT_OUT,        /* number */
    PHRASE_TOTALS,          /* findings, errors, warnings, infos, as-of date */
    PHRASE_RECORDS,         /* number, here and below */
    PHRASE_FINDINGS,
    PHRASE_ERRORS,
    PHRASE_WARNINGS,
    PHRASE_INFOS,
    PHRASE_COLUMN_BLOCKED,  /* headings of columns */
    PHRASE_COLUMN_OPEN,
    PHRASE_COLUMN_READY,
    PHRASE_COLUMN_NO_CANDIDATES,
    PHRASE_DIFF_FAILING,    /* number */
    PHRASE_DIFF_PASSING,
    PHRASE_DIFF_CHANGED,
    PHRASE_DIFF_WAS,        /* outcome and message */
    PHRASE_DIFF_NOW,
    PHRASE_DIFF_ADDED,      /* ids */
    PHRASE_DIFF_REMOVED,
    PHRASE_DIFF_EDITED,
    PHRASE_DIFF_BY_RULE,
    PHRASE_DIFF_BY_GROUP,
    PHRASE_DIFF_COLUMN_FAILING,
    PHRASE_DIFF_COLUMN_PASSING,
    PHRASE_DIFF_COLUMN_CHANGED,
    PHRASE_DIFF_TOTALS,     /* failing, passing, changed, as-of date */
    PHRASE_BASELINE,        /* new, known, gone */
    PHRASE_SOURCE,          /* of a finding shown in full: source */
    PHRASE_CLEARS,          /* day */
    PHRASE_ACCEPTED,        /* document, last day */
    PHRASE_DUE_AS_OF,       /* as-of date; and so on for lists of what is due */
    PHRASE_DUE_WITHIN,      /* days, as-of date */
    PHRASE_NOTHING_DUE,
    PHRASE_IN_OVERDUE,      /* headings: number */
    PHRASE_IN_TO_COME,
    PHRASE_IN_WAIVED,
    PHRASE_IN_UNKNOWN,
    PHRASE_OVERDUE,         /* number */
    PHRASE_TO_COME,
    PHRASE_WAIVED_DUE,
    PHRASE_UNKNOWN,
    PHRASE_DAYS_LATE,       /* days */
    PHRASE_DAYS_LEFT,
    PHRASE_LAST_DAY,
    PHRASE_NO_DAY,
    PHRASE_SINCE,           /* step, step before it, its day */
    PHRASE_NO_GROUP,
    PHRASE_BOOK_OVERVIEW,   /* sheets of a workbook */
    PHRASE_BOOK_FINDINGS,
    PHRASE_BOOK_VERDICTS,
    PHRASE_BOOK_SEVERITY,   /* their columns */
    PHRASE_BOOK_OUTCOME,
    PHRASE_BOOK_RECORD,
    PHRASE_BOOK_NAME,
    PHRASE_BOOK_MESSAGE,
    PHRASE_BOOK_VALUES,
    PHRASE_BOOK_PLACE,
    PHRASE_BOOK_RULE,
    PHRASE_BOOK_TITLE,
    PHRASE_BOOK_CLEARS,
    PHRASE_BOOK_GATE,
    PHRASE_BOOK_SOURCE,
    PHRASE_BOOK_WAIVER,
    PHRASE_BOOK_VERSION,
    PHRASE_BOOK_TABLE,
    PHRASE_BOOK_VERDICT,
    PHRASE_BOOK_EARLIEST,
    PHRASE_BOOK_REASONS,
    PHRASE_BOOK_ERROR,      /* severities */
    PHRASE_BOOK_WARNING,
    PHRASE_BOOK_INFO,
    PHRASE_BOOK_NOT_JUDGED,
    PHRASE_BOOK_UNMARKED,   /* number */
    PHRASE_BOOK_CUT,        /* number */
    PHRASE_BOOK_LOST,       /* number */
    /* Of the page alone, from here on. */
    PHRASE_HTML_LEFT_OUT, /* number */
    PHRASE_HTML_SKIP,
    PHRASE_HTML_CONTENTS,
    PHRASE_HTML_TO_DO,
    PHRASE_HTML_TO_DO_BEFORE, /* step */
    PHRASE_HTML_FIGURES,
    PHRASE_HTML_WAIVERS, /* number */
    PHRASE_HTML_UNUSED, /* number */
    PHRASE_HTML_FILES,
    PHRASE_HTML_NOTHING,
    PHRASE_HTML_SILENT, /* number */
    PHRASE_HTML_ELSEWHERE, /* section without a name */
    PHRASE_HTML_SECTION, /* heading of a column */
    PHRASE_HTML_SHARE, /* heading of a column */
    PHRASE_HTML_AS_OF, /* names of facts */
    PHRASE_HTML_BEFORE,
    PHRASE_HTML_ON,
    PHRASE_HTML_PACK,
    PHRASE_HTML_PROGRAM,
    PHRASE_HTML_SEARCH, /* of the filter */
    PHRASE_HTML_ANY,
    PHRASE_HTML_ORDER,
    PHRASE_HTML_ORDER_FILE,
    PHRASE_HTML_ORDER_KEY,
    PHRASE_HTML_ORDER_EARLIEST,
    PHRASE_HTML_RESET,
    PHRASE_HTML_SHOWN, /* places {0} and {1} are filled by the script */
    PHRASE_HTML_TIMELINE,
    PHRASE_HTML_NOT_TAKEN,
    PHRASE_HTML_TAKEN,
    PHRASE_HTML_PLANNED, /* day */
    PHRASE_HTML_DUE, /* interval, day, days left */
    PHRASE_HTML_OVERDUE, /* interval, day */
    PHRASE_HTML_NOT_BEFORE, /* interval, day */
    PHRASE_HTML_KEPT, /* interval */
    PHRASE_HTML_LATE, /* interval, day */
    PHRASE_HTML_DAYS, /* number */
    PHRASE_HTML_COLUMN_RULE, /* headings of columns */
    PHRASE_HTML_COLUMN_ID,
    PHRASE_HTML_COLUMN_SEVERITY,
    PHRASE_HTML_COLUMN_RECORD,
    PHRASE_HTML_COLUMN_DOCUMENT,
    PHRASE_HTML_COLUMN_REASON,
    PHRASE_HTML_COLUMN_AUTHORITY,
    PHRASE_HTML_COLUMN_GRANTED,
    PHRASE_HTML_COLUMN_EXPIRES,
    PHRASE_HTML_COLUMN_FILE,
    PHRASE_HTML_COLUMN_TABLE,
    PHRASE_HTML_COLUMN_RECORDS,
    PHRASE_HTML_COLUMN_ENCODING,
    PHRASE_HTML_COLUMN_BYTES,
    PHRASE_HTML_SOURCE,
    PHRASE_HTML_GATE,
    PHRASE_HTML_PLACE,
    PHRASE_HTML_BUILT_IN,
    PHRASE_HTML_ERROR,
    PHRASE_HTML_WARNING,
    PHRASE_HTML_INFO,
    PHRASE_HTML_BY_RULE, /* of charts */
    PHRASE_HTML_SO_MANY, /* rule or step, number */
    PHRASE_HTML_STEPS_TOOK,
    PHRASE_HTML_FROM_TO, /* two steps */
    PHRASE_HTML_SPREAD, /* median, shortest, longest, number */
    PHRASE_HTML_SPAN, /* interval */
    PHRASE_HTML_WITHIN,
    PHRASE_HTML_OUTSIDE,
    PHRASE_HTML_OPEN, /* number, number overdue */
    PHRASE_HTML_IN_DAYS,
    PHRASE_HTML_BOX,
    PHRASE_HTML_STATISTICS, /* and so on for them */
    PHRASE_HTML_TOTAL,
    PHRASE_HTML_ALL,
    PHRASE_HTML_SCORE,
    PHRASE_HTML_CHANGE,
    PHRASE_HTML_RELATIVE,
    PHRASE_HTML_NAME_BEFORE, /* measure, year or other value compared with */
    PHRASE_HTML_SO_MANY_BEFORE, /* group, number, number before */
    PHRASE_HTML_NO_NUMBER, /* group, why */
    PHRASE_HTML_NO_GROUPS,
    PHRASE_TIMELINE,        /* of a record that is explained, and so on */
    PHRASE_NEXT,
    PHRASE_CASE_ENDED,      /* how */
    PHRASE_SPAN,            /* days, step */
    PHRASE_NOT_BEFORE,      /* day */
    PHRASE_BY,              /* day */
    PHRASE_DAYS_EARLY,      /* days */
    PHRASE_IN_TIME,
    PHRASE_AGAIN,           /* what */
    PHRASE_IS_READY,
    PHRASE_IS_BLOCKED,
    PHRASE_IS_UNDECIDED,
    PHRASE_IS_NO_CANDIDATE,
    PHRASE_STATE,           /* verdict, as-of date */
    PHRASE_STATE_BEFORE,    /* verdict, step, day, as-of date */
    PHRASE_RULE_PASSED,
    PHRASE_RULE_VIOLATED,
    PHRASE_RULE_UNDECIDED,
    PHRASE_RULE_WAIVED,
    PHRASE_RULE_NOT_APPLICABLE,
    PHRASE_DAY_OF_STEP,     /* day, step */
    PHRASE_DAY_AS_OF,       /* day */
    PHRASE_FORCE_FROM,      /* day */
    PHRASE_FORCE_TO,        /* day */
    PHRASE_SET_HERE,
    PHRASE_NOT_IN_FORCE,
    PHRASE_COLUMN,          /* number */
    PHRASE_PART_MISSING,
    PHRASE_PART_FAILED,
    PHRASE_PART_LEFT_OUT,
    PHRASE_OTHERS_PASSED,   /* ids */
    PHRASE_OTHERS_NOT_APPLICABLE, /* ids */
    PHRASE_OF_CHOSEN,       /* a verdict */
    PHRASE_REST,            /* how many passed, how many do not apply */
    PHRASE_NOTHING_FOUND,
    PHRASE_COUNT
} PhraseId;

enum { PHRASE_VALUES = 5 };

/* Adds a phrase with its places filled; `values` may be NULL where there are none. English, unless the language is Chinese.
   Where the first value is the number 1, English may have a singular. */
void phrase_add(Text *out, Str language, PhraseId id, const Str *values);

#endif
