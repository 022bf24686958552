/* What is wrong with a run: options that make no sense, files that are not there. Collected, so that all are told at once. */
#ifndef DULY_RUN_COMPLAINT_H
#define DULY_RUN_COMPLAINT_H

#include "base/diag.h"

typedef struct {
    Severity severity;
    Str path;      /* empty: of no file */
    uint64_t line; /* 0: none */
    Str message, hint;
} Complaint;

typedef struct {
    Arena *arena;
    ARRAY(Complaint) list; /* in the arena */
    size_t errors;
} Complaints;

void complaint_add(Complaints *complaints, Severity severity, Str path, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Gives the newest complaint a hint; "did you mean 'x'?" when something was found near. */
void complaint_hint(Complaints *complaints, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A pipe or a device that lies in a folder; `named` begins the option that would have it read: "--waivers ". */
void complaint_of_pipe(Complaints *complaints, Str path, const char *named);
/* What is wrong with a file that is read like those of a pack; `redact`: where, and nothing of what stands there. */
void complaint_pass_on(Complaints *complaints, const Diags *diags, Str path, bool redact);
void complaint_nearest(Complaints *complaints, const Nearest *nearest);

#endif
