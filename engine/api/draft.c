/* A pack drafted from a file. */
#include "api/internal.h"
#include "base/said.h"
#include "run/draft.h"

typedef struct {
    const char *path;
    duly_draft_options options;
    duly_draft_sink draft;
    void *context;
    const duly_sink *sink;
    duly_status status;
} DraftCall;

static void draft_tell(const DraftCall *call, const Survey *survey, Str path, Str language)
{
    Arena memory = { 0 };
    Text text = { 0 };
    DraftOptions options = { path, language };
    draft_pack(&text, survey, &options);
    duly_draft told = { .size = sizeof told,
                        .name = draft_name(&memory, path),
                        .text = text_str(&text),
                        .records = survey->records,
                        .columns = survey->count };
    MEMORY_OUTSIDE(call->draft(call->context, &told));
    text_free(&text);
    arena_free(&memory);
}

static duly_status draft_fail(const DraftCall *call, Str path, Str problem, duly_status status)
{
    /* What the file itself tells stands in the language already; a sentence of the code does not. */
    Complaint complaint = { .severity = SEVERITY_ERROR, .path = path, .message = said_str(str_of(call->options.language), problem) };
    api_tell_complaint(&complaint, call->sink->problem, call->sink->context);
    return status;
}

static duly_status survey_and_tell(const DraftCall *call, const duly_draft_options *given, Arena *arena)
{
    Survey survey = { 0 };
    Str problem = { 0 }, sheet, path = reader_split_sheet(arena, arena_str(arena, str_of(call->path)), &sheet);
    Encoding encoding = given->encoding ? encoding_named(str_of(given->encoding)) : ENCODING_AUTO;
    if (encoding == ENCODING_COUNT)
        return draft_fail(call, (Str) { 0 }, arena_format(arena, "there is no encoding '%s'", given->encoding), DULY_MISUSED);
    uint64_t stamp = path_stamp(path.at);
    bool is_read = survey_file(arena, path.at, sheet, encoding, given->stop, &survey, &problem);
    if (given->stop && *given->stop)
        return DULY_INTERRUPTED;
    if (is_read && path_stamp(path.at) != stamp) { /* it is looked at more than once */
        is_read = false;
        problem = STR("the file changed while it was read");
    }
    if (!is_read)
        return draft_fail(call, path, problem, DULY_INCOMPLETE);
    draft_tell(call, &survey, path, str_of(given->language));
    return DULY_CLEAN;
}

static void draft(void *context)
{
    DraftCall *call = context;
    Arena arena = { .language = str_of(call->options.language) };
    call->status = survey_and_tell(call, &call->options, &arena);
    arena_free(&arena);
}

duly_status duly_draft_pack(const char *path, const duly_draft_options *options, duly_draft_sink sink, void *context,
                            const duly_sink *given)
{
    duly_sink own = { 0 };
    DraftCall call = { path, { 0 }, sink, context, &own, DULY_NO_MEMORY };
    if (!SIZED_SINK(&own, given))
        return DULY_MISUSED;
    Str refused = options ? sized_take(&call.options, SIZED(duly_draft_options, language), options) : (Str) { 0 };
    if (!path || !sink)
        refused = path ? STR("nobody wants the draft") : STR("no file was given");
    if (refused.len > 0)
        return api_refuse(refused, own.problem, own.context);
    return api_call(draft, &call, call.sink->problem, call.sink->context) ? call.status : DULY_NO_MEMORY;
}
