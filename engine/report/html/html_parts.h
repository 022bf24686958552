/* The parts of the page. This room holds what is opened in a browser, printed and hung up: one file that needs no network and no
   script, so that it can be mailed and kept. Every byte goes through html.h, which escapes whatever is not of this program. */
#ifndef DULY_REPORT_HTML_HTML_PARTS_H
#define DULY_REPORT_HTML_HTML_PARTS_H

#include "base/array.h"
#include "base/map.h"
#include "report/facts.h"
#include "report/html/html.h"
#include "report/standing.h"

/* A part that is written before what stands ahead of it is known. */
typedef struct {
    Output *spool;
    Html *html;
} Draft;

Draft draft_open(Arena *arena, Voice voice);
void draft_send(const Draft *draft, Output *out);

/* What is to be done in a unit. */
typedef struct {
    Draft to_do; /* items of a list; spool NULL: none */
    uint64_t to_do_count;
} Unit;

/* How many days something took: by days, within its limits and outside. The last day stands for all longer ones. */
enum { SPREAD_DAYS = 7305 };
typedef struct {
    uint32_t *within, *outside; /* NULL: nothing counted */
    uint64_t total, open, overdue;
} Spread;
void spread_add(Spread *spread, Arena *arena, int64_t days, bool within);

/* A record whose card is being written: its intervals are told after it. The texts live in the arena until the next one. */
typedef struct {
    Arena arena;
    bool is_open;
    Section section;
    duly_step_day *steps;
    size_t step_count;
    bool *blamed; /* by step: a finding read its day */
    Str end;      /* how its case has ended; empty: it has not */
    duly_date ended_on;
    ARRAY(duly_interval) intervals;
} Card;

typedef struct {
    Arena *arena;
    Output *out;
    Voice voice;
    const duly_pack *pack;
    duly_text gate;
    duly_date on, as_of;
    Draft sections[SECTION_COUNT], waivers, statistics;
    uint64_t most, shown, left_out; /* findings; most 0: any number */
    uint64_t counts[SECTION_COUNT], waiver_count, statistic_count, card_count;
    Standing *standing;
    ARRAY(Unit) units; /* those of `standing` */
    Card card;
    Spread *intervals; /* by rule */
    Spread *steps;     /* by step: since the one before */
    size_t interval_count, step_count;
} HtmlReport;

/* What begins every page, and what must not be overlooked. */
void html_head(Html *html, const duly_run *run, Str title);
void html_shouts(Html *html, const duly_run *run, const duly_summary *summary);

/* Cards: of a record, until html_card_end adds its timeline, and of a finding that is about none. */
void html_card_begin(HtmlReport *report, Section section, const duly_record *record);
void html_card_end(HtmlReport *report);
void html_lone_finding(HtmlReport *report, Section section, const duly_finding *finding);
void html_waivers_of(HtmlReport *report, const duly_record *record);

/* The key and label of a record; the place of a record or a finding: file:line; a link to a rule of the table of rules. */
Markup html_record_name(const Html *html, const duly_record *record);
Markup html_place(const Html *html, Str file, Str sheet, uint64_t line);
Markup html_rule_link(const Html *html, Str id, Str title);

/* The procedure of the open card as a drawing, or in words alone. */
void html_timeline(const HtmlReport *report, Html *html, bool drawn);

/* Who may go, and what is to be done, by unit. */
void html_to_do_record(HtmlReport *report, const duly_record *record, bool is_shown);
void html_agenda(const HtmlReport *report, Html *html, const duly_summary *summary);
uint64_t html_to_do_count(const HtmlReport *report);
void html_to_do(const HtmlReport *report, Html *html);
/* Who is on the agenda and not in the batch; nothing where nobody is. */
void html_absent(Html *html, const duly_summary *summary);

/* Tables and charts at the end. */
void html_rules(const HtmlReport *report, Html *html, const duly_summary *summary);
void html_files(Html *html, const duly_run *run);
void html_figures(const HtmlReport *report, Html *html, const duly_summary *summary);
/* One bar of three parts, drawn to the sum of them. */
Markup html_share(const Html *html, const uint64_t verdicts[3]);

/* A statistic: its table, and where it is a simple one a chart of its first number. */
void html_statistic(Html *html, const duly_statistic *statistic);

/* Charts are drawn in these units. The text in a box of width 0 may be of any length; else it is cut. */
enum { HTML_CHART_WIDTH = 760 };
typedef struct {
    int x, y, width, height;
} Box;
void html_draw_box(Html *html, Str name, Box box);
void html_draw_text(Html *html, Str name, Box at, Str text);
/* What was drawn aside, as a chart of that height. */
Markup html_chart(const Html *html, const Html *drawn, int height, Str description);
/* A number of a drawing. */
Str html_units(const Html *html, int64_t number);

/* Begins a table with its heads. `label`: the id of the title beside it; empty: it has none, and is not wide. */
void html_table(Html *html, Str kind, Str label, const WordsId *heads, size_t count);
/* A cell of a number; its kind may be empty. */
void html_number_cell(Html *html, Str kind, Str number);

#endif
