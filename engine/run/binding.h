/* Rules meet a run: the nodes for the day that a rule looks at, for parameters on that day, and for whether it applies. */
#ifndef DULY_RUN_BINDING_H
#define DULY_RUN_BINDING_H

#include "run/plan.h"

/* A member of some table that something reads: bits of whoever reads it in the record itself, looks at it in another one, or has it in
   hand with a reference. */
typedef struct {
    uint32_t member;
    uint8_t own, looked_at, held;
} MemberRead;

typedef struct {
    Arena *arena;
    const PlanOptions *options;
    TablePlan *plan;
    const Rule *rule;         /* whose expressions are being compiled */
    const Grouping *grouping; /* they are about groups, which have no day of their own; NULL: about records */
    Compiler *compiler;
    const Statistic *compared; /* whose parameter has its other value; NULL: all have their own */
    NodeId day;                /* the day the rule looks at; NODE_NONE: not worked out yet */
    NodeId ended;              /* of the open program: whether the case has ended; NODE_NONE: none can */
    ARRAY(MemberRead) reads;   /* of what is looked through: see binding_read */
    uint32_t *places;          /* by member: where it stands there, counted from 1; 0: it does not */
} Binding;

/* Opens a compiler for it. `trace` NULL: parts are not kept. */
void binding_open(Binding *binding, Trace *trace);
/* The next expressions are of this rule. */
void binding_rule(Binding *binding, const Rule *rule);

/* The day that the rule looks at. */
NodeId binding_day(Binding *binding);
NodeId binding_constant(const Binding *binding, bool value);
NodeId binding_gate(const Binding *binding);
/* What a record still owes, or has done: `node`, but of an interval that was open when the case ended. */
NodeId binding_owed(const Binding *binding, NodeId node);
/* Whether the step of the rule's gate was not taken yet. */
NodeId binding_is_ahead(const Binding *binding);
NodeId binding_effective(Binding *binding);
/* Whether the rule applies to a record: gate, time in force, and `when` (NODE_NONE: it has none). */
NodeId binding_applies(Binding *binding, NodeId *when);

/* What a placeholder of a message stands for in this run; NULL: it is text. */
const Expr *binding_part(const Binding *binding, const TemplatePart *part);

/* Whether a node reads something personal. Marks the members of other records that it looks at. */
bool binding_reads_private(const Binding *binding, const Program *program, NodeId node);
/* What several readers read, each a bit: taken one after the other (of NODE_NONE nothing), ended, and asked for. The first one taken
   after `reads` is emptied begins anew. */
void binding_read(Binding *binding, const Program *program, NodeId node, uint8_t reader);
void binding_end_reading(Binding *binding);
/* The members that some of these readers read, ascending: of what a reference holds none. */
uint32_t *binding_members(const Binding *binding, uint8_t readers, uint32_t *count);
/* Whether they read something personal. Marks the members of other records that they look at. */
bool binding_sees_private(const Binding *binding, uint8_t readers);
/* Marks the slots that some nodes read; lists those that are marked, ascending, and notes that the records are wanted that some of them lead
   to. */
void binding_mark_slots(const Binding *binding, const Program *program, const NodeId *nodes, uint32_t count, bool *read);
uint32_t *binding_list_slots(const Binding *binding, const bool *read, uint32_t *count);
/* Notes that the day of the rule is wanted, which has steps. */
void binding_mark_steps(const Binding *binding);
/* Marks the fields that a node reads. */
void binding_mark_fields(const Binding *binding, const Program *program, NodeId node, bool *read);

#endif
