/* A plan: what is evaluated for the records of each table in one run. All selected rules of a table are one program, so that
   what they share is worked out once; messages are programs of their own, for the rows that need them. */
#ifndef DULY_RUN_PLAN_H
#define DULY_RUN_PLAN_H

#include "run/options.h"

typedef struct {
    const Pack *pack;
    const bool *selected;    /* by rule; NULL: all */
    const Value *set;        /* by parameter, an error value: not set; NULL: none is */
    Date as_of;              /* 0: a column, given with each batch */
    Date known_on;           /* without an as_of: the day whose knowledge of working days counts; 0: all that is known */
    uint32_t gate_procedure; /* INDEX_NONE: audit */
    uint32_t gate_step;
    Date on; /* with a gate */
    Str language;
    bool redact;
    const struct Waivers *waivers; /* NULL: none */
    bool intervals, steps;         /* records come with their intervals, with their steps */
    Str explain;                   /* the key of a record that is to be explained; empty: none. Needs intervals, steps and clauses */
    bool clauses;                  /* findings come with the clauses of their condition that were not met */
    uint64_t (*clock)(void);       /* nanoseconds: sheets note down what takes how long; NULL: they do not */
    bool statistics;               /* statistics are counted too */
    Trace *trace;                  /* every part of every condition is kept and noted here; NULL: nobody asks */
    const Substitute *substitute;  /* a part of a condition that is changed; NULL: none is */
    const struct Plan *ahead;      /* the same with the as-of date as a column, for trying days to come; NULL: first days are not tried */
    bool outcomes_only;            /* no texts */
    bool unheard;                  /* findings are counted and neither told nor compared: what they say nobody hears */
    bool all_records;              /* records are told of which there is nothing to tell, too: something may come of others */
    bool findings_only;            /* records of which nothing was found are counted, and not told: nobody listens */
    const bool *elsewhere;         /* by member: where its column is absent, rules that ask for it are not asked; NULL: none is */
    bool repeats_columns;          /* columns that a file lacks are told with every record that wants them; else once a file */
} PlanOptions;

/* Slots of a program's inputs beside the fields of the table, which come first. */
enum {
    SLOT_NEEDED, /* of messages: true on the rows that need the text */
    SLOT_AS_OF,
    SLOT_PARAMETER /* + index: a value that is not there on that day; behind them, + step: see plan_passed_slot */
};

/* The texts of one rule, for its violations. */
typedef struct {
    const Program *program; /* NULL: nothing to evaluate */
    const Message *message; /* NULL: the rule has none */
    bool waits;             /* not compiled: sheet_text does it where a violation is told */
    NodeId *parts;          /* by part of the message; NODE_NONE: literal */
    bool *is_private;       /* by part: it tells something of a private field */
    NodeId clears_on;
    bool hides_day;                  /* that day, or those of the interval, tell something of a private field */
    NodeId interval[INTERVAL_PARTS]; /* of an interval; NODE_NONE: it has no such part */
    uint32_t *slots;                 /* inputs, ascending */
    uint32_t slot_count;
} TextPlan;

/* The condition of one rule once more, every part of it kept: for the clauses of its findings. */
typedef struct {
    const Program *program; /* NULL: nobody asks */
    Trace parts;
    NodeId day;       /* the day that the rule looks at */
    bool *is_private; /* by part, where that matters: it tells something of a private field */
    uint32_t *slots;  /* inputs, ascending */
    uint32_t slot_count;
} ClausePlan;

typedef struct {
    uint32_t rule;                 /* in the pack */
    bool reported;                 /* false: evaluated only because another rule stands after it */
    NodeId when, applies, require; /* of the table's program; when NODE_NONE: none */
    NodeId unended;                /* of an interval: `applies` where the case has not ended; NODE_NONE: no end matters to it */
    NodeId concerns;               /* of what stands in a timeline, where that is asked for: whether the record has to keep it at all */
    NodeId day;                    /* of that program: the day that picks versions; NODE_NONE: nothing depends on it */
    uint32_t *fields;              /* that `when` and `require` read, ascending */
    uint32_t field_count;
    uint32_t *reads; /* members of any table that decide it, whether it applies included */
    uint32_t read_count;
    uint32_t *asks; /* those of `when` and `require` alone */
    uint32_t ask_count;
    bool reads_private;
    uint32_t *after; /* rules of this table's plan */
    uint32_t after_count;
    TextPlan text;
    ClausePlan clauses;
} RulePlan;

enum { GROUP_CONDITIONS = 3 /* by which records of a group are told apart */ };

/* A rule about groups of records, or a statistic. */
typedef struct {
    uint32_t rule;              /* in the pack; INDEX_NONE: it is a statistic */
    const Rule *about;          /* the rule, or what a statistic has of one */
    const Statistic *statistic; /* NULL: it is a rule */
    bool compared;              /* the parameter of the statistic has its other value */
    const Grouping *grouping;
    NodeId applies;                        /* of the table's program: whether a record belongs to a group; and of each record: */
    NodeId *keys, *args;                   /* by key; by aggregate, NODE_NONE: count() */
    uint32_t conditions[GROUP_CONDITIONS]; /* of a rule: the aggregates that count by a condition, the first of them */
    uint32_t condition_count;
    uint32_t *called;   /* by key: the table of the records it leads to, which people call by their label; INDEX_NONE: it does not */
    bool *is_private;   /* by key, then by aggregate: it shows something personal */
    bool reads_private; /* some of them do */
    uint32_t *reads;    /* members of any table that the records' part reads */
    uint32_t read_count;
    const Program *program; /* over the groups; its inputs are keys and aggregates */
    NodeId require;
    Trace trace;            /* the parts of `require`, where somebody asks for them */
    const Message *message; /* NULL: the rule has none */
    NodeId *parts;          /* by part of the message; NODE_NONE: literal */
    bool *hides;            /* by part of the message, or by measure: it shows something personal */
    NodeId *measures;       /* of a statistic */
} GroupPlan;

/* How cases can end, of the table's program. */
typedef struct {
    NodeId when, on;
} EndPlan;

typedef struct {
    const PackTable *table;
    uint32_t index;             /* of the table */
    const Procedure *procedure; /* NULL: none */
    bool is_judged;             /* the pack has a rule for it, or no rule at all */
    Str *explained;             /* identities that the record may have that is to be explained, by way to know it; empty: none so */
    Str explained_label;        /* likewise of its label */
    uint32_t gate_field;        /* with a gate that concerns this table: the date of its step; INDEX_NONE */
    NodeId candidates;          /* of the program: who is about to take that step; NODE_NONE: nobody says */
    uint32_t last_step;         /* of the procedure, that is looked at; exclusive */
    const Program *program;     /* NULL: no rule but built-in ones, and no end */
    EndPlan *ends;              /* by end of the procedure */
    bool *ends_read;            /* by field: whether an end is told by it */
    NodeId ended;               /* whether the case has ended: a value that is missing does not say so; NODE_NONE: none can */
    bool hides_end;             /* the day of an end tells something personal, and that is kept back */
    RulePlan *rules;            /* in the order of the pack, built-in ones first */
    uint32_t rule_count;
    uint32_t *order;   /* in which they are evaluated: each after those it stands after */
    GroupPlan *groups; /* rules about groups, in the order of the pack */
    uint32_t group_count;
    bool *is_read;           /* by field: some program reads it */
    bool *is_looked_at;      /* by field: rules of other tables look at it, through references; */
    Severity *looked_at_for; /* the gravest of them */
    bool *members;           /* by member of records that references lead to: some program looks at it */
    uint32_t slot_count, first_passed;
    bool *is_gate; /* by step of the procedure: some rule has it as its gate, or as the step whose day counts */
} TablePlan;

typedef struct Plan {
    PlanOptions options;
    TablePlan *tables; /* by table of the pack */
} Plan;

const Plan *plan_new(Arena *arena, const PlanOptions *options);

/* The table that a member belongs to, and the field. */
uint32_t plan_table_of(const Pack *pack, uint32_t member);
const Field *plan_field_of(const Pack *pack, uint32_t member);
/* The field by which people call the records of a table; INDEX_NONE: none, or what it tells must not be told, as if it were not there. */
uint32_t plan_label_of(const PlanOptions *options, uint32_t table);

/* Whether a record that is explained is told from which day on the gate of a rule may be taken. */
static inline bool plan_tells_first_day(const PlanOptions *options, const Rule *rule)
{
    return options->explain.len > 0 && rule->clears_on.expr && rule->gate != INDEX_NONE;
}

static inline uint32_t plan_end_count(const TablePlan *plan)
{
    return plan->procedure ? plan->procedure->end_count : 0;
}

static inline uint32_t plan_slot(const TablePlan *plan, uint32_t slot)
{
    return plan->table->table.field_count + slot;
}

/* A column of days: where the file has no column for a step, that of the first mandatory one behind it with a day. */
static inline uint32_t plan_passed_slot(const TablePlan *plan, uint32_t step)
{
    return plan->first_passed + step;
}

#endif
