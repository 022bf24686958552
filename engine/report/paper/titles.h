/* What people call the things of a pack: fields, values, figures, rules, steps; and messages and examples in these words. Whoever reads a
   handbook fills in rosters and holds meetings: `loan.lent_on` is a heading of a column to them. */
#ifndef DULY_REPORT_PAPER_TITLES_H
#define DULY_REPORT_PAPER_TITLES_H

#include "api/duly.h"
#include "base/array.h"
#include "base/map.h"
#include "base/text.h"

typedef struct {
    Str title;         /* empty: it has none */
    duly_pairs values; /* of an enum: ids and labels */
} TitledThing;

typedef struct {
    Arena *arena;
    Str language;
    Map *names; /* "table", "table.field", "params.name", "rule:id", "step:table.id", "key:field": numbers of things */
    ARRAY(TitledThing) things;
} Titles;

/* Titles are in the language that the pack was opened with; words between them in this one. All of it goes with the arena. */
void titles_read(Titles *titles, Arena *arena, const duly_pack *pack, Str language);

/* What it is called, else its id. */
Str titles_of_field(const Titles *titles, Str table, Str field);
Str titles_of_table(const Titles *titles, Str table);
Str titles_of_figure(const Titles *titles, Str parameter);
Str titles_of_rule(const Titles *titles, Str rule);
Str titles_of_step(const Titles *titles, Str table, Str step);
/* A value of a field as people say it: of an enum its label, a day, yes or no. */
Str titles_value(const Titles *titles, Str table, Str field, Str value);

/* Of an expression, the one thing that it tells of: the title of a field, or of a figure that changes with time, or the value of one that
   does not (*is_number, false before). Empty: it tells of nothing that has a title, or of several things. */
Str titles_expression(const Titles *titles, Str expression, bool *is_number);
/* A message (of a rule about groups with `keys`), its placeholders in these words: "{loan.lent_on}: {size(loan.reminders)}" is "‹Lent on›: …". */
Str titles_message(const Titles *titles, Str message, duly_pairs keys);

#endif
