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
