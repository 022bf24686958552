/* A pack being loaded: what its sections share while they are read, and the sections themselves. */
#ifndef DULY_PACK_LOADER_H
#define DULY_PACK_LOADER_H

#include "base/map.h"
#include "codec/yaml.h"
#include "pack/pack.h"

enum {
    PACK_MAX_FILES = 1000,
    PACK_MAX_FOLDERS = 16, /* one in another */
    PACK_MAX_LAYERS = 256, /* packs that extend one another */
    PACK_MAX_TABLES = 64,
    PACK_MAX_FIELDS = 1000, /* of a table, derived ones included */
    PACK_MAX_PARAMETERS = 1000,
    PACK_MAX_CALENDARS = 20,
    PACK_MAX_STEPS = 100,
    PACK_MAX_ENDS = 100,     /* of a procedure */
    PACK_MAX_LETS = 100,     /* of a rule */
    PACK_MAX_COMPANY = 1000, /* records beside an example, of a table */
    PACK_MAX_RULES = 10000,
    PACK_MAX_STATISTICS = 1000,
    PACK_MAX_MEASURES = 100 /* of a statistic */
};

typedef struct {
    const Source *source;
    Str name;             /* inside the folder */
    const YamlNode *root; /* NULL: broken */
    uint32_t layer;       /* 0: of the pack itself, 1: of the one it extends, and so on */
} PackFile;

/* What `override` of a pack says, until what it changes is known. */
typedef struct {
    const YamlNode *parameters, *rules; /* NULL: nothing of them */
    const Source *source;
} OverrideNodes;

/* `elsewhere:` of a pack, until its tables are known. */
typedef struct {
    const YamlNode *node;
    const Source *source;
} ElsewhereNodes;

/* What `after` of a rule says, until all rules are known. */
typedef struct {
    uint32_t rule;
    const YamlNode *node;
    const Source *source;
} AfterNode;

/* What `derived` of a table says, until all tables are known. */
typedef struct {
    uint32_t table;
    const YamlNode *node;
    const Source *source;
} DerivedNode;

/* What `table`, `by`, `instead_of` and `span` of a field say, until all tables are known. */
typedef struct {
    uint32_t table, field;
    const YamlNode *type, *of_table, *by; /* NULL: not said */
    const Source *source;
    const YamlNode *instead_of, *span_to; /* what they say; likewise */
} ReferenceNodes;

/* What `intervals` or `ends` of a procedure says, until tables are linked. */
typedef struct {
    uint32_t procedure;
    const YamlNode *node;
    const Source *source;
} ProcedureNodes;

/* What messages call the record of a table, where they name it by its variable. */
typedef struct {
    const Symbol *symbol;
    bool open;  /* by what tells nothing private alone */
    Expr *name; /* NULL: it has none */
} RecordName;

typedef struct {
    Arena *arena;
    Diags *diags;
    Pack *pack;
    const Source *source; /* of the section being read */
    ARRAY(PackFile) files;
    uint32_t layer;  /* of the section being read */
    bool in_memory;  /* there is no folder, beside which another pack could be */
    PackTexts texts; /* in front of the files; their paths are walked */
    bool to_judge;   /* see pack_load_as */
    Str language;    /* then: the one that is wanted */
    bool named;      /* `pack:` was seen, and last in this layer: */
    uint32_t named_layer;
    Span name_span;
    const Source *name_source;
    bool partial;       /* a file is broken: nobody knows what it holds, so nothing is missed; all else is looked at as ever */
    PackTable *nowhere; /* for what is said of a table that is not there */
    Matcher *matcher;
    Map rule_ids;
    bool *switched_off;     /* per rule: enabled: false */
    uint32_t *next_version; /* per rule: another one with its id, in force on other days; INDEX_NONE: none */
    ARRAY(AfterNode) afters;
    ARRAY(DerivedNode) deriveds;
    ARRAY(ReferenceNodes) references;
    ARRAY(ElsewhereNodes) elsewhere;
    ARRAY(OverrideNodes) overrides; /* those of a pack after those of the pack it extends */
    ARRAY(ProcedureNodes) intervals, ends;
    ARRAY(RecordName) record_names; /* a message a rule names the same record: made once */
    size_t interval_count;          /* rules that procedures may come to */
} Loader;

/* ---- one section of one file each; loader->source is its file */

void load_pack_section(Loader *loader, const YamlNode *node);
void load_parameters(Loader *loader, const YamlNode *node);
void load_tables(Loader *loader, const YamlNode *node);
void load_calendars(Loader *loader, const YamlNode *node);
void load_procedures(Loader *loader, const YamlNode *node);
void load_rules(Loader *loader, const YamlNode *node);
void load_statistics(Loader *loader, const YamlNode *node);

/* Memory for as many parameters, tables ... as the files can hold: nothing moves afterwards. */
void parameters_reserve(Loader *loader, size_t count);
void tables_reserve(Loader *loader, size_t count);
void calendars_reserve(Loader *loader, size_t count);
void procedures_reserve(Loader *loader, size_t count);
void rules_reserve(Loader *loader, size_t count);
void statistics_reserve(Loader *loader, size_t count);

/* ---- between and after the sections */

/* Whether a rule may have its id beside those that have it already; else told at `at`. */
bool version_fits(Loader *loader, const Rule *rule, uint32_t first, Span at);
/* Puts a rule behind the others with its id. */
void version_add(Loader *loader, uint32_t first, uint32_t rule);
/* Warns about days between the versions of a rule. */
void advise_versions(Loader *loader);
/* Does what overlays say of parameters, and of rules. Want all parameters; all rules. */
void override_parameters(Loader *loader);
void override_rules(Loader *loader);
/* Whether nothing of a rule but its id is wanted: it will be switched off, by itself or by an overlay. */
bool override_unwanted(const Loader *loader, Str id, bool enabled);
/* The unit of a parameter as periods are made of it: the word in English, where there are several; empty: none. */
Str parameter_unit(const Parameter *parameter);

/* Replaces all versions of a parameter. */
void parameter_replace(Loader *loader, Parameter *parameter, const YamlPair *pair);
/* Finds the calendar that rules count by. Wants all calendars. */
void link_calendars(Loader *loader);
/* Finds the tables that fields refer to. Wants all tables. */
void link_references(Loader *loader);
/* Gives every table its record and its names, and checks derived fields. Wants parameters and tables. */
void link_tables(Loader *loader);
/* Makes rules of what procedures say. Wants linked tables; they stand before the rules that are read. */
void link_procedures(Loader *loader);
/* Reads how cases can end. Wants linked tables. */
void link_ends(Loader *loader);
/* The rule that no step of a procedure is left out. */
void make_skipping_rule(Loader *loader, const Procedure *procedure);
/* Resolves `after` and finds circles in it. Wants all rules. */
void link_rules(Loader *loader);
/* Leaves out the rules that are switched off. */
void drop_rules(Loader *loader);
/* Marks the fields that are kept elsewhere. Wants linked tables. */
void link_elsewhere(Loader *loader);
/* Compiles everything once, for constants that can only fail. Wants a pack without errors. */
void trial_compile(Loader *loader);
/* Warns about what is allowed but unwise. Wants a pack without errors. */
void advise(Loader *loader);

/* The same about calendars by which nothing counts, and about divisions of whole numbers that should have had a fraction. */
void advise_calendars(Loader *loader);
void advise_divisions(Loader *loader);
/* The same about intervals that nobody can keep. */
void advise_intervals(Loader *loader);
/* Visits every expression of a pack with the file it stands in. Those that `let` and derived fields name are visited where they are
   written, not where they are named. */
typedef void PackVisit(void *context, const Source *file, const Expr *expr);
void pack_walk(const Pack *pack, PackVisit *visit, void *context);
/* The same about the conditions of one rule. */
void advise_conditions(Loader *loader, uint32_t rule);
/* What each of them is held to, of those that belong to no rule: derived fields, ends of procedures, statistics. */
void advise_other_conditions(Loader *loader);

/* ---- problems */

/* Adds a problem in the file being read. Returns false. */
bool complain(Loader *loader, DiagCode code, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* What could have stood where something unknown stands. The hint of the newest problem is the nearest of them, or else all
   of them where they are few. */
typedef struct {
    Nearest nearest;
    Text all;
    size_t count;
} Choice;
Choice choice_of(Str unknown);
void choice_add(Choice *choice, Str name);
/* Also frees the choice. */
void choice_hint(Loader *loader, Choice *choice);
/* "... is already defined at FILE:LINE". Returns false. */
bool complain_twice(Loader *loader, Span span, const char *what, Str name, const Source *first, Span first_span);
/* Whether there may be `count` of something; else told once, at the span. */
bool within_limit(Loader *loader, Span span, size_t count, size_t limit, const char *what);

/* Whether what stands in a file is of the layer being read: else an overlay speaks of what it extends. */
bool is_of_this_layer(const Loader *loader, const Source *source);
/* What a file says under a name of a section; NULL: nothing. */
const YamlNode *said_in(const PackFile *file, const char *section, Str name);

/* ---- references: the index of what the scalar names, or INDEX_NONE after complaining */

uint32_t refer_to_table(Loader *loader, const YamlNode *node);
uint32_t refer_to_field(Loader *loader, const Table *table, const YamlNode *node);
/* The name stands at a place of its own; `purpose` ends the sentence: " to change". */
uint32_t refer_to_parameter(Loader *loader, Str name, Span at, const char *purpose);
uint32_t refer_to_step(Loader *loader, const PackTable *table, const YamlNode *node);
/* The table with the index; where there is none (told), one of which anything may be said. */
const PackTable *table_or_nowhere(const Loader *loader, uint32_t index);

#endif
