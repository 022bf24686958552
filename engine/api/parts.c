/* Parts of a run, as the public header has them. */
#include "api/check.h"
#include "base/said.h"
#include "base/words.h"
#include "run/part.h"

typedef struct {
    const char *path, *language;
    void (*tell)(void *context, const duly_part_info *info);
    void *context;
    const duly_sink *sink;
    duly_status status;
} DescribeCall;

static void parts_describe(void *context)
{
    DescribeCall *call = context;
    Arena arena = { .language = words_language_known(str_of(call->language)) };
    PartHead head = { 0 };
    PartFile file;
    Str problem = { 0 };
    Input *input = input_open(&arena, call->path, &problem);
    if (input && part_head_read(&arena, input, &file, &head, &problem)) {
        duly_part_info info = { .size = sizeof info,
                                .part = head.number,
                                .part_count = head.count,
                                .pack = head.pack_path,
                                .language = part_option(&head, "--lang"),
                                .statistics = head.is_figures,
                                .clauses = head.clauses };
        MEMORY_OUTSIDE(call->tell(call->context, &info));
        call->status = DULY_CLEAN;
    } else {
        Complaint complaint = { SEVERITY_ERROR, str_of(call->path), 0, said_str(arena.language, problem), { 0 } };
        api_tell_complaint(&complaint, call->sink->problem, call->sink->context);
        call->status = DULY_INCOMPLETE;
    }
    arena_free(&arena);
}

duly_status duly_part_describe(const char *path, const char *language, void (*tell)(void *context, const duly_part_info *info),
                               void *context, const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    DescribeCall call = { path, language, tell, context, sink, DULY_NO_MEMORY };
    if (!SIZED_SINK(sink, given))
        return DULY_MISUSED;
    if (!path || !tell)
        return api_refuse(STR("no part was given, or nobody to tell of it"), sink->problem, sink->context);
    return api_call(parts_describe, &call, sink->problem, sink->context) ? call.status : DULY_NO_MEMORY;
}

duly_status duly_merge(const duly_pack *pack, const char *const *parts, size_t part_count, const duly_check_options *options,
                       const duly_sink *given)
{
    duly_sink own = { 0 };
    Check check = { .pack = pack, .sink = &own };
    if (!SIZED_SINK(&own, given))
        return DULY_MISUSED;
    if (part_count == 0 || !parts)
        return api_refuse(STR("no parts were given"), own.problem, own.context);
    own.size = sizeof own;
    return check_merge(&check, options, parts, part_count);
}
