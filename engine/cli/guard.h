/* What no output may take the place of: a file that the run reads, a file of the pack, and what somebody else wrote. */
#ifndef DULY_CLI_GUARD_H
#define DULY_CLI_GUARD_H

#include "cli/cli.h"
#include "report/report.h"

/* Why nothing may be written there: "it is a file of the batch". Empty: it may. `path` NULL: standard output. */
Str guard_pack(const duly_pack *pack, const char *path);
Str guard_run(Arena *arena, const duly_run *run, const duly_summary *summary, const char *path);
/* Whether an output is what an input leads to: a file, a sheet of one (FILE#SHEET), "-" for standard input. No input is none. */
bool guard_is_input(Arena *arena, const char *path, duly_text input);

/* "cannot write rules.yaml: it is a file of the pack" */
Str guard_refusal(Arena *arena, const char *path, Str reason);

/* Whether a file that is there is as the same command writes it, and nobody has added to it: its text. */
typedef bool GuardIsOwn(const void *context, Str text);

/* Opens the file that a command about a pack writes (NULL: standard output). One that is there is replaced if it is the command's own,
   or by force. NULL with a sentence. */
Output *guard_open(Cli *cli, const duly_pack *pack, const char *path, bool force, GuardIsOwn *is_own, const void *context, Str *problem);

#endif
