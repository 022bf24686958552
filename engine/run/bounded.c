/* Who has a key already is known only when all are there, and by then records are to be told in their order: so what is found is kept until
   it can be told, which is what a part does. */
#include "run/bounded.h"

#include <errno.h>
#include <string.h>

#include "run/beside.h"

bool bounded_is_asked(const RunOptions *options)
{
    bool is_part = options->part.add || options->parts.count > 0 || options->kept_part;
    return options->memory > 0 && !is_part && options->explain.len == 0;
}

/* What the first half says: the second says the same, unless there is none. */
typedef struct {
    Arena arena;
    const RunSink *sink;
    Output *output;
    Complaints complaints;
    BesideTexts texts;
} FirstHalf;

static void keep_complaint(void *context, const Complaint *complaint)
{
    FirstHalf *half = context;
    Complaint kept = { complaint->severity, arena_str(&half->arena, complaint->path), complaint->line,
                       arena_str(&half->arena, complaint->message), arena_str(&half->arena, complaint->hint) };
    arena_push(&half->arena, &half->complaints.list, kept);
}

static void say_nothing(void *context, const RunInfo *run)
{
    (void) context, (void) run;
}

static void end_silently(void *context, const RunInfo *run, const RunSummary *summary)
{
    (void) context, (void) run, (void) summary;
}

static void bounded_tell_progress(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t records)
{
    const FirstHalf *half = context;
    half->sink->progress(half->sink->context, done_bytes, total_bytes, records);
}

static void add_bytes(void *context, Str bytes)
{
    output_add(((FirstHalf *) context)->output, bytes);
}

static RunStatus tell_complaints(FirstHalf *half, RunStatus status)
{
    for (size_t i = 0; i < half->complaints.list.count; i++)
        half->sink->complaint(half->sink->context, &half->complaints.list.at[i]);
    return status;
}

static RunStatus bounded_fail(FirstHalf *half, Str problem)
{
    complaint_add(&half->complaints, SEVERITY_ERROR, (Str) { 0 }, "%.*s", STR_ARG(problem));
    return tell_complaints(half, RUN_INCOMPLETE);
}

static RunStatus make_part(const Pack *pack, const RunOptions *given, FirstHalf *half)
{
    RunOptions options = *given;
    options.texts = &half->texts;
    RunSink sink = {
        .context = half, .complaint = keep_complaint, .begin = say_nothing, .end = end_silently, .progress = bounded_tell_progress
    };
    options.part = (PartOptions) { .number = 1, .count = 1, .is_kept = true, .add = add_bytes, .context = half };
    return run_check(pack, &options, &sink);
}

static RunStatus in_two_halves(const Pack *pack, const RunOptions *given, FirstHalf *half)
{
    Input *input;
    RunOptions options = *given;
    if (!temporary_pair(&half->arena, &half->output, &input))
        return bounded_fail(half, arena_format(&half->arena, "cannot make a temporary file: %s", strerror(errno)));
    RunStatus status = make_part(pack, given, half);
    if (status == RUN_MISUSED || status == RUN_INTERRUPTED)
        return tell_complaints(half, status);
    if (!output_flush(half->output))
        return bounded_fail(half, output_problem(half->output));
    input->size_bytes = output_size(half->output);
    options.kept_part = input;
    options.texts = &half->texts;
    return run_check(pack, &options, half->sink);
}

RunStatus bounded_check(const Pack *pack, const RunOptions *given, const RunSink *sink)
{
    FirstHalf half = { .sink = sink };
    half.complaints.arena = half.texts.arena = &half.arena;
    RunStatus status = in_two_halves(pack, given, &half);
    arena_free(&half.arena);
    return status;
}
