/* A pack: the rules of a domain, loaded from a folder of YAML files, checked as a whole, immutable afterwards and shared
   by threads. Everything it holds lives in the arena it was loaded into. */
#ifndef DULY_PACK_PACK_H
#define DULY_PACK_PACK_H

#include "base/workdays.h"
#include "lang/aggregate.h"
#include "lang/check.h"
#include "lang/parser.h"
#include "lang/program.h"
#include "model/table.h"

enum { INDEX_NONE = UINT32_MAX, PACK_KEYS = 8 /* at most, of a group */ };

/* An expression of the pack, checked. */
typedef struct {
    Expr *expr;
    ExprText text;
    Span span; /* of the scalar it stands in */
} PackExpr;

typedef struct {
    Str name;
    PackExpr value;
} Named; /* a derived field, or a name of `let` */

typedef struct {
    Date from; /* DATE_MIN where none is said */
    Value value;
    LocalText source;
    Span span;
} ParameterVersion;

typedef struct {
    Str name;
    LocalText title, unit, source;
    const Type *type;
    ParameterVersion *versions; /* ascending by `from`, at least one */
    uint32_t version_count;
    Span span;
    const Source *file;
} Parameter;

/* Working days as they were known from a day on: every notice published until then is worked in. */
typedef struct {
    Date from; /* DATE_MIN: before any later notice */
    WorkCalendar days;
} CalendarVersion;

/* All calendars as they were known from a day on. */
typedef struct {
    Date from;
    WorkCalendars calendars;
} CalendarsVersion;

typedef struct {
    Str name;
    LocalText title;
    CalendarVersion *versions; /* ascending by `from`, at least one */
    uint32_t version_count;
    Span span;
    const Source *file;
} Calendar;

typedef struct {
    Str id;
    LocalText title;
    uint32_t field; /* the date field of the table */
    bool is_optional, any_order;
    bool may_follow_end;                    /* taken whatever the outcome, such as the filing of the papers */
    uint32_t not_before;                    /* of one in any order: the earlier step that comes first all the same; INDEX_NONE: none */
    PackExpr candidates;                    /* for whom it is not so is not about to take it; no expression: whoever has not taken it is */
    const struct YamlNode *candidates_node; /* as it is written, and where */
    const Source *file;
    Span span;
} Step;

/* What the rules of a procedure come from, in force from a day on until the next one is. */
typedef struct {
    Date from;
    LocalText title;
} Document;

/* A way for a case to end before its last step: from its day on nothing is owed that is still to come. */
typedef struct {
    Str id;
    LocalText title;
    PackExpr when, on; /* a bool, a date: of a record */
    Span span;         /* of its id */
    const Source *file;
} End;

typedef struct {
    Str id;
    LocalText title;
    uint32_t table;
    Step *steps; /* in order */
    uint32_t step_count;
    Document *documents; /* in the order of their days */
    uint32_t document_count;
    End *ends;
    uint32_t end_count;
    bool checks_skipping; /* a rule of its own tells steps that were left out, with this severity */
    Severity skipping;
    Span span;
    const Source *file;
} Procedure;

/* A table with what expressions about its records may name. */
typedef struct {
    Table table;
    uint32_t label;   /* `label: FIELD`: shown beside the key in reports (a name), INDEX_NONE: none */
    uint32_t section; /* `report_by: FIELD`: reports group records by it (a unit), INDEX_NONE: none */
    bool is_optional; /* a batch without a file of it has no such records: its rules are not asked, and nobody is told */
    Named *derived;   /* in an order in which each needs only earlier ones */
    uint32_t derived_count;
    uint32_t procedure; /* INDEX_NONE: none */
    Record record;      /* members: inputs (slot = index of the field), then derived expressions */
    Env env;            /* the record under the table's name, `params`, `as_of` */
} PackTable;

/* Slots of SYMBOL_HOST: the as-of date, then the parameters. */
enum { HOST_AS_OF = 0, HOST_FIRST_PARAMETER = 1 };

typedef struct {
    uint32_t field;
    Str text; /* as a cell */
    Span span;
} ExampleCell;

typedef struct {
    uint32_t table;
    ExampleCell *cells;
    uint32_t cell_count;
} ExampleRecord;

typedef struct {
    Outcome expected;
    Date as_of; /* 0: DULY's fixed day for examples, EXAMPLE_AS_OF */
    ExampleCell *cells;
    uint32_t cell_count;
    const Value *set;       /* by parameter, an error value: as the pack says; NULL: all are */
    ExampleRecord *records; /* of a rule about groups, in place of the cells */
    uint32_t record_count;
    ExampleRecord *company; /* the records beside it, of its own table and of others */
    uint32_t company_count;
    const bool *absent; /* by member: there is no column for it; NULL: all are there */
    uint32_t gate;      /* judged before this step of the table's procedure; INDEX_NONE: looking back */
    Date on;            /* of that step; 0: the as-of date */
    Span span;
} Example;

/* A change of a rule that makes no difference, though no example can show that. */
typedef struct {
    Str change; /* as `duly test --mutate` names it */
    Str reason;
    Span span;
} Equivalent;

/* The day examples are judged on unless they say another: never today. */
#define EXAMPLE_AS_OF date_pack(2003, 12, 31)

typedef struct {
    Str language; /* empty: no language */
    Template text;
    ExprText origin;
    bool is_made; /* by the engine: no author wrote it */
} Message;

typedef enum { UNIT_DAYS, UNIT_WORKDAYS, UNIT_WEEKS, UNIT_MONTHS, UNIT_YEARS, UNIT_COUNT } PeriodUnit;

/* What can be worked out of an interval beside whether it was kept. A `count` is of units. */
typedef enum {
    INTERVAL_LAST, /* the last day on which the second step may be taken */
    INTERVAL_LAST_COUNT,
    INTERVAL_EXTENDED, /* the same where the interval is extended, */
    INTERVAL_EXTENDED_COUNT,
    INTERVAL_EXTENDED_WHEN, /* and whether it is */
    INTERVAL_FIRST,         /* the first day on which it may */
    INTERVAL_FIRST_COUNT,
    INTERVAL_COUNTED, /* the day that its periods count from, where that is not the day of the first step */
    INTERVAL_NOT_YET, /* whether the second step is not taken all the same, though it has a day */
    INTERVAL_PARTS
} IntervalPart;

/* The time between two steps. It is judged as a rule, whose gate is the second step. */
typedef struct {
    uint32_t from, to;                         /* steps of the procedure */
    bool inclusive;                            /* the day of the first step counts */
    PackExpr judged;                           /* when looking back: whether it is over, or open and overdue */
    PackExpr parts[INTERVAL_PARTS];            /* expr NULL: there is no such bound */
    PeriodUnit units[INTERVAL_PARTS];          /* of counts */
    const Calendar *calendars[INTERVAL_PARTS]; /* by which working days are counted; NULL: none is named */
    Str every, no_gap;                         /* of a repeated one, as they were written: "6 months"; empty: not said */
    uint32_t dates;                            /* of a repeated one: the field with the list; INDEX_NONE */
} Interval;

/* What makes groups of the records that a rule looks at, and what is asked of each group. */
typedef struct {
    Named *keys; /* of a record; none: all records are one group */
    uint32_t key_count;
    bool skips_missing;    /* records without a key belong to no group; else they make one that cannot be decided */
    Aggregates aggregates; /* slots of expressions about a group: its keys, then these */
    Env env;               /* the keys, `params`, `as_of` */
} Grouping;

/* The rules that come from the dictionary and the procedure, not from an author. They stand first in pack->rules, in this order,
   and apply to every table. */
typedef enum {
    BUILTIN_UNREADABLE_VALUE,  /* a cell that cannot be read as its type */
    BUILTIN_REQUIRED_FIELD,    /* an empty cell of a required field */
    BUILTIN_VALUE_NOT_ALLOWED, /* outside values, pattern, min or max */
    BUILTIN_DUPLICATE_KEY,
    BUILTIN_UNKNOWN_REFERENCE, /* a ref to a record that is not there */
    BUILTIN_UNKNOWN_COLUMN,    /* of a file: a heading that means no field */
    BUILTIN_NO_COLUMN,         /* of a file: rules ask for what it has no column for */
    BUILTIN_RAGGED_ROW,        /* more or fewer cells than headings */
    BUILTIN_UNREADABLE_RECORD, /* a line of the file that is no record */
    BUILTIN_STEP_ORDER,        /* a later step dated before an earlier one */
    BUILTIN_STEP_AFTER_END,    /* a step dated after the case has ended */
    BUILTIN_WAIVER,            /* a waiver of the batch that does not do what it is there for */
    BUILTIN_COUNT
} Builtin;

typedef struct {
    Str id;
    LocalText title;
    Severity severity;
    bool builtin;             /* its index in pack->rules is its Builtin */
    uint32_t table;           /* INDEX_NONE for built-in ones */
    uint32_t gate;            /* a step of the table's procedure, INDEX_NONE: none */
    uint32_t day_of;          /* the step whose day says which versions are in force; the gate where nothing else is said */
    const Interval *interval; /* NULL: a rule like others */
    const Grouping *grouping; /* `require`, `let` and messages are about groups of records, `when` about one; NULL: all about one */
    LocalText cite;           /* `source:` of the rule */
    Date from, to;            /* effective, both inclusive; DATE_MIN, DATE_MAX: always */
    PackExpr when, require, clears_on; /* expr NULL: none */
    MissingPolicy missing;
    Named *lets; /* in an order in which each needs only earlier ones */
    uint32_t let_count;
    uint32_t *after; /* rules, by index */
    uint32_t after_count;
    Message *messages;
    uint32_t message_count;
    Example *examples;
    uint32_t example_count;
    const Source *examples_in; /* the file they stand in */
    Equivalent *equivalents;
    uint32_t equivalent_count;
    bool is_made;                /* by the engine, of what a procedure says */
    bool tells_skipped;          /* the one that no step is left out: its sentence names those that were */
    const Source *file;          /* NULL for built-in ones */
    Span span;                   /* of the rule's id */
    const Source *overridden_in; /* the overlay that changed it last; NULL: none did */
    Span overridden_at;
    const Source *replaces_in; /* where the rule stands whose condition an overlay says anew; NULL: none does */
    Span replaces_at;
} Rule;

/* A column of a statistic. */
typedef struct {
    Str name;
    LocalText title;
    PackExpr value; /* about a group */
    bool has_format;
    uint8_t digits; /* behind the point */
    Str suffix;     /* behind the number */
    double weight;  /* for the score; 0: does not count */
} Measure;

/* Records in groups, and what is measured of each group. */
typedef struct {
    Str id;
    LocalText title;
    Rule rule; /* its table, `when`, groups, file and place; no rule that is judged */
    Measure *measures;
    uint32_t measure_count;
    bool total;        /* a line for all groups together */
    bool has_score;    /* some measure has a weight */
    uint32_t compared; /* the parameter that is other in the statistic beside; INDEX_NONE: there is none */
    int64_t offset;    /* what is added to it */
} Statistic;

/* What one evaluation may take; 0: what is usual. */
typedef struct {
    uint64_t steps;
    size_t bytes;
} PackLimits;

typedef struct {
    Str name, path;
    LocalText title;
    char sha256[65]; /* over the names and bytes of its files in order */
    const Source **files;
    uint32_t file_count;
    PackTable *tables;
    uint32_t table_count;
    Parameter *parameters;
    uint32_t parameter_count;
    Calendar *calendars;
    uint32_t calendar_count;
    uint32_t calendar;                   /* by which rules count working days where they name none; INDEX_NONE: none */
    CalendarsVersion *calendar_versions; /* ascending by `from` */
    uint32_t calendar_version_count;     /* at least one where there are calendars */
    Procedure *procedures;
    uint32_t procedure_count;
    Rule *rules; /* BUILTIN_COUNT built-in ones, then the author's: by file, then as written */
    uint32_t rule_count;
    Rule *dropped; /* those that are switched off */
    uint32_t dropped_count;
    Statistic *statistics;
    uint32_t statistic_count;
    bool *elsewhere;       /* by member: it is kept elsewhere where a file has no column for it; NULL: none is */
    uint32_t member_count; /* fields of all tables: see Record.first */
    Record params;         /* members: SYMBOL_HOST, slot HOST_FIRST_PARAMETER + index */
    PackLimits limits;
    bool is_default; /* the one that is meant where several fit as well */
} Pack;

/* Texts that stand in the place of files, whether those are there or not: what an editor has not saved yet, or a pack without a disk. */
typedef struct {
    Str path; /* as it would be found under that of the pack */
    Str text;
} PackText;
typedef struct {
    const PackText *at;
    size_t count;
} PackTexts;

/* How a pack is loaded beside the usual way. */
typedef struct {
    bool to_judge; /* see below */
    Str language;  /* then: the one that is wanted */
    PackTexts texts;
} PackLoading;

/* Loads a folder (every *.yaml and *.yml in it and its subfolders, in name order; names that begin with a dot are left out) or a
   single file. What is there and cannot be looked at is an error: rules may stand in it. Every mistake goes to diags; NULL if there was an error. */
const Pack *pack_load(Arena *arena, const char *path, Diags *diags);
/* The same with texts in front of the files, which are copied, and, `to_judge`, without what no record is judged by: rules that are switched off keep their ids alone, examples and the reasons of
   equivalents are not read, authors' messages only as far as they are shown in the language, and nobody is warned. */
const Pack *pack_load_as(Arena *arena, const char *path, const PackLoading *loading, Diags *diags);
/* The same for a pack that is one text, which must outlive it. */
const Pack *pack_load_source(Arena *arena, const Source *source, Diags *diags);

/* The message in a language, else English, else the first; NULL where the rule has none. */
const Message *rule_message(const Rule *rule, Str language);

/* Whether a field tells something personal: itself, or by the key of the record that it refers to. */
bool pack_is_private(const Pack *pack, const Field *field);
/* Whether it has no rules of its own, and none that are switched off: those of duly itself judge by what the tables say. */
bool pack_is_dictionary(const Pack *pack);

/* An expression that selects the key of the record which a reference leads to means that record: the reference; NULL: it does not. */
const Expr *pack_reference_of(const Expr *expr);

uint32_t pack_find_rule(const Pack *pack, Str id);
uint32_t pack_find_table(const Pack *pack, Str name);
/* Marks the fields that a name means, by member: "review" in any table, "unit.quota" in one. False: there is none. */
bool pack_mark_fields(const Pack *pack, Str name, bool *marked);
uint32_t pack_find_parameter(const Pack *pack, Str name);
uint32_t pack_find_calendar(const Pack *pack, Str name);
/* A step by its id in any procedure; INDEX_NONE: none. */
uint32_t procedure_find_step(const Procedure *procedure, Str id);

/* Which version of its calendars a pack counts by on a day, from 0; and all of them, NULL where it has none. */
uint32_t pack_calendar_version(const Pack *pack, Date as_of);
const WorkCalendars *pack_calendars(const Pack *pack, Date as_of);

/* Reads a parameter's value as its type from text (for --set); false when it does not fit. */
bool parameter_read(Arena *arena, const Parameter *parameter, Str text, Value *out);

/* The program of one rule alone, or of parts of it, is made by whoever runs it: see run/plan.h. */

#endif
