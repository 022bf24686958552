/* Why the rules came out as they did for one record: the conditions with the value of every part, the day that each rule looked at
   and the parameters that were in force on it. */
#ifndef DULY_RUN_EXPLANATION_H
#define DULY_RUN_EXPLANATION_H

#include "run/sheet.h"

typedef enum { PART_VALUE, PART_MISSING, PART_FAILED, PART_LEFT_OUT, PART_PRIVATE } PartState;

/* A part of a condition; those of which it consists follow, one deeper. */
typedef struct {
    uint32_t depth;
    Str text;
    PartState state;
    Str value; /* of PART_VALUE */
} ConditionPart;

typedef struct {
    ARRAY(ConditionPart) list;
} Condition;

/* A parameter that a rule looks at. */
typedef struct {
    uint32_t parameter;              /* in the pack */
    bool is_set;                     /* for this run */
    Str value;                       /* empty: it has none on that day */
    const ParameterVersion *version; /* NULL: none, or set */
} ParameterUse;

typedef struct {
    uint32_t rule; /* in the pack */
    Outcome outcome;
    const Finding *finding; /* NULL: there is none */
    Date day;               /* that the rule looked at; 0: not known, or not to be told */
    uint32_t day_step;      /* the step whose day that is; INDEX_NONE: the as-of date */
    Condition when, require;
    ARRAY(ParameterUse) parameters;
} RuleExplanation;

struct Explanation {
    bool by_label;          /* what was asked for is no key of it but what it is called: there may be others */
    RuleExplanation *rules; /* those that were judged */
    uint32_t rule_count;
};

/* Whether a row is a record that is to be explained. */
bool explanation_is_wanted(const Sheet *sheet, uint32_t row);
/* Lives in the arena of the sheet's result. */
const Explanation *explanation_new(Sheet *sheet, uint32_t row, const RecordResult *record);

#endif
