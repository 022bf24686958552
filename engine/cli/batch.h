/* What commands that read a batch have in common: their options, and what those mean for the library. */
#ifndef DULY_CLI_BATCH_H
#define DULY_CLI_BATCH_H

#include <stddef.h>

#include "cli/reports.h"

typedef struct {
    const char *rules, *language, *encoding, *mapping, *waivers;
    duly_date as_of;
    Words only, skip, elsewhere, set, tables, batch, formats;
    int colour;
    uint64_t jobs;
    bool redact;
} BatchOptions;

/* Rows of a table of options, for a struct whose member `batch` is a BatchOptions. */
#define BATCH_FIELD(type, name) offsetof(type, batch) + offsetof(BatchOptions, name)
/* clang-format off */
#define BATCH_OPTIONS(type) \
    BATCH_PACK_OPTION(type), \
    BATCH_SHARED_OPTIONS(type)
#define BATCH_PACK_OPTION(type) \
    { 'r', "rules", "PACK", OPTION_TEXT, BATCH_FIELD(type, rules), NULL, "the pack; where not given the one in rules/ that fits the headings of the batch" }
#define BATCH_SHARED_OPTIONS(type) \
    BATCH_DAY_OPTION(type), \
    { 0, "only", "RULES", OPTION_LIST, BATCH_FIELD(type, only), NULL, \
      "these rules, separated by commas, * for anything; repeatable" }, \
    { 0, "skip", "RULES", OPTION_LIST, BATCH_FIELD(type, skip), NULL, "all but these rules" }, \
    { 0, "elsewhere", "FIELDS", OPTION_LIST, BATCH_FIELD(type, elsewhere), NULL, \
      "fields that are kept elsewhere, on paper perhaps: where a file has no column for one, rules that ask for it are not asked" }, \
    BATCH_READING_OPTIONS(type), \
    { 0, "waivers", "FILE", OPTION_TEXT, BATCH_FIELD(type, waivers), NULL, \
      "violations that somebody has accepted; waivers.yaml beside the batch where not given" }, \
    BATCH_LAST_OPTIONS(type)
/* Of these, what a command wants that asks no rules. */
#define BATCH_DAY_OPTION(type) \
    { 0, "as-of", "DAY", OPTION_DATE, BATCH_FIELD(type, as_of), NULL, "the day to judge on; today where not given" }
#define BATCH_READING_OPTIONS(type) \
    { 0, "set", "NAME=VALUE", OPTION_REPEAT, BATCH_FIELD(type, set), NULL, \
      "another value for a parameter, for this run; repeatable" }, \
    { 0, "lang", "LANGUAGE", OPTION_TEXT, BATCH_FIELD(type, language), NULL, "of the report: en, zh, what the pack has" }, \
    { 0, "table", "NAME=FILE", OPTION_REPEAT, BATCH_FIELD(type, tables), NULL, \
      "the file of a table, - for standard input; repeatable" }, \
    { 0, "encoding", "NAME", OPTION_TEXT, BATCH_FIELD(type, encoding), batch_encodings, \
      "of the files: auto (as usual: found out for each, and told), utf-8, gb18030, gbk, utf-16, utf-16le, utf-16be, " \
      "big5, shift-jis, euc-kr, windows-1252" }, \
    { 0, "mapping", "FILE", OPTION_TEXT, BATCH_FIELD(type, mapping), NULL, \
      "says what headings and values mean (`duly map`); mapping.yaml beside the batch where not given" }
#define BATCH_LAST_OPTIONS(type) \
    { 0, "redact", NULL, OPTION_FLAG, BATCH_FIELD(type, redact), NULL, "keep private fields out of the report" }, \
    { 'j', "jobs", "N", OPTION_NUMBER, BATCH_FIELD(type, jobs), NULL, "threads; one a processor where not given" }, \
    { 0, "color", "WHEN", OPTION_CHOICE, BATCH_FIELD(type, colour), terminal_colour_modes, "auto, always or never" }
/* clang-format on */

extern const char *const batch_encodings[];
/* What --fail-on takes, in the order of duly_severity. */
extern const char *const batch_severities[];

/* What was wrong with a command line, though its options could be read. */
typedef struct {
    Str problem, hint;
} Mistake;

/* Finds the pack where none is named. True when something is wrong. */
bool batch_is_mistaken(Cli *cli, BatchOptions *options, Mistake *mistake);
/* Adds the formats that were asked for, or text. True when something is wrong. */
bool batch_has_wrong_format(Cli *cli, BatchOptions *options, Reports *reports, Mistake *mistake);

/* The options of a run that is to be interrupted in the usual way. */
duly_check_options batch_run(Cli *cli, const BatchOptions *options);
/* The step that records are about to take, and its day: that is the as-of date too, where none was given, for who asks what holds at a
   meeting asks it of the day of the meeting. */
void batch_set_gate(duly_check_options *run, const BatchOptions *options, const char *gate, duly_date on);

/* Opens the pack; NULL after telling why not. Warnings are for its author, who has `duly lint`. */
duly_pack *batch_open_pack(const BatchOptions *options, Problems *problems);

#endif
