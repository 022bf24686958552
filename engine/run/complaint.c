/* What is wrong with a run, collected. */
#include "run/complaint.h"

#include "base/said.h"

void complaint_add(Complaints *complaints, Severity severity, Str path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str message = said_str(complaints->arena->language, arena_vformat(complaints->arena, format, args));
    va_end(args);
    Complaint complaint = { .severity = severity, .path = arena_str(complaints->arena, path), .message = message };
    arena_push(complaints->arena, &complaints->list, complaint);
    complaints->errors += severity == SEVERITY_ERROR;
}

void complaint_hint(Complaints *complaints, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    complaints->list.at[complaints->list.count - 1].hint =
        said_str(complaints->arena->language, arena_vformat(complaints->arena, format, args));
    va_end(args);
}

void complaint_nearest(Complaints *complaints, const Nearest *nearest)
{
    Str best = nearest_found(nearest);
    if (best.len > 0)
        complaint_hint(complaints, "did you mean '%.*s'?", STR_ARG(best));
}

void complaint_of_pipe(Complaints *complaints, Str path, const char *named)
{
    complaint_add(complaints, SEVERITY_ERROR, path, "this is a pipe or a device, not a file, and is not read in a folder");
    complaint_hint(complaints, "name it if it is meant: %s%.*s", named, STR_ARG(path));
}

void complaint_pass_on(Complaints *complaints, const Diags *diags, Str path, bool redact)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const Diag *diag = &diags->list.at[i];
        Str message = redact ? STR("the line cannot be used; without --redact it is told why") : diag->message;
        complaint_add(complaints, diag->severity, path, "%.*s", STR_ARG(message));
        complaints->list.at[complaints->list.count - 1].line = diag->source ? source_place(diag->source, diag->span.start).line : 0;
        if (diag->hint.len && !redact)
            complaint_hint(complaints, "%.*s", STR_ARG(diag->hint));
    }
}
