/* The closed lists of words that packs, reports and the command line have in common: one list each, by what they stand for. Whoever reads
   a word, prints it or tells an editor of it takes it from here. Lists end with NULL. */
#ifndef DULY_BASE_VOCABULARY_H
#define DULY_BASE_VOCABULARY_H

#include "base/duly_result.h"

/* The engine's own names of what duly_result.h has. */
typedef duly_severity Severity;
#define SEVERITY_ERROR DULY_ERROR
#define SEVERITY_WARNING DULY_WARNING
#define SEVERITY_INFO DULY_INFO

typedef duly_outcome Outcome;
#define OUTCOME_PASS DULY_PASS
#define OUTCOME_VIOLATION DULY_VIOLATION
#define OUTCOME_UNDECIDED DULY_UNDECIDED
#define OUTCOME_NOT_APPLICABLE DULY_NOT_APPLICABLE
#define OUTCOME_WAIVED DULY_WAIVED

typedef duly_verdict Verdict;
#define VERDICT_READY DULY_READY
#define VERDICT_BLOCKED DULY_BLOCKED
#define VERDICT_UNDECIDED DULY_VERDICT_UNDECIDED
#define VERDICT_NONE DULY_NOT_JUDGED

#define SEVERITY_COUNT ((Severity) (DULY_INFO + 1))
#define OUTCOME_COUNT ((Outcome) (DULY_WAIVED + 1))
#define VERDICT_COUNT ((Verdict) (DULY_NOT_JUDGED + 1))

/* What becomes of a rule whose condition has no value. */
typedef enum { MISSING_UNDECIDED, MISSING_VIOLATION, MISSING_PASS, MISSING_COUNT } MissingPolicy;

extern const char *const severity_words[SEVERITY_COUNT + 1];
extern const char *const outcome_words[OUTCOME_COUNT + 1]; /* "not-applicable" */
extern const char *const outcome_keys[OUTCOME_COUNT + 1];  /* as formats for machines spell them: "not_applicable" */
extern const char *const verdict_keys[VERDICT_COUNT + 1];
extern const char *const missing_words[MISSING_COUNT + 1];

#endif
