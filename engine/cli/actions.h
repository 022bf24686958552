/* Runs of a workflow on GitHub: annotations that nobody asked for by name, the page of the job, and output that cannot pass for
   commands. */
#ifndef DULY_CLI_ACTIONS_H
#define DULY_CLI_ACTIONS_H

#include "cli/reports.h"

/* Adds to the formats that were asked for: annotations, where no other format for programs is among them and $GITHUB_ACTIONS says
   that this is such a run; and where there are annotations, what is added to the file $GITHUB_STEP_SUMMARY. */
void actions_add_reports(Reports *reports, Arena *arena);

/* A word that no file can hold by design: commands are not obeyed between the lines that hold it. In the arena; empty where this is
   no such run. */
Str actions_guard(Arena *arena);

#endif
