/* The edge of the library (base/memory.h): where a call ends that runs out of memory, and where one is refused that was given nothing. */
#include "api/internal.h"

static void edge_tell(Str message, bool no_memory, ApiProblem problem, void *context)
{
    const duly_problem told = { .size = sizeof told, .severity = DULY_ERROR, .message = message, .no_memory = no_memory };
    if (problem)
        problem(context, &told);
}

/* Who calls at an edge of its own, as the program does, has run out of memory itself. */
static void give_up(Str message, ApiProblem problem, void *context)
{
    if (memory_ledger())
        memory_fault();
    edge_tell(message, true, problem, context);
}

bool api_call_in(Ledger *ledger, void (*work)(void *call), void *call, ApiProblem problem, void *context)
{
    if (memory_run(ledger, work, call))
        return true;
    give_up(STR("out of memory: the call was given up, and what it had said so far is not the whole"), problem, context);
    return false;
}

bool api_call(void (*work)(void *call), void *call, ApiProblem problem, void *context)
{
    Ledger ledger;
    ledger_init(&ledger);
    bool done = api_call_in(&ledger, work, call, problem, context);
    ledger_end(&ledger);
    return done;
}

duly_status api_refuse(Str message, ApiProblem problem, void *context)
{
    edge_tell(message, false, problem, context);
    return DULY_MISUSED;
}

bool api_sources(Arena *arena, const duly_check_options *options, const duly_source **sources, const duly_sink *sink)
{
    duly_source *own = arena_array(arena, duly_source, options->source_count);
    const char *at = (const char *) options->sources;
    Str fault = at || options->source_count == 0 ? (Str) { 0 } : STR("the sources that were to be read were not given");
    for (size_t i = 0; fault.len == 0 && i < options->source_count; i++)
        fault = sized_take_next(&own[i], SIZED(duly_source, byte_count), &at);
    *sources = own;
    if (fault.len > 0)
        MEMORY_OUTSIDE(api_refuse(fault, sink->problem, sink->context));
    return fault.len == 0;
}

Strs api_strs(Arena *arena, const char *const *texts, size_t count)
{
    Str *at = arena_array(arena, Str, count);
    for (size_t i = 0; i < count; i++)
        at[i] = str_of(texts[i]);
    return (Strs) { at, count };
}

bool api_is_whole(const char *const *texts, size_t count)
{
    size_t i = 0;
    while (texts && i < count && texts[i])
        i++;
    return i == count;
}

Str api_take_options(const duly_check_options *given, duly_check_options *out)
{
    if (!given)
        return STR("no options were given");
    Str fault = sized_take(out, SIZED(duly_check_options, as_of), given);
    if (fault.len > 0)
        return fault;
    bool whole = api_is_whole(out->batch, out->batch_count) && api_is_whole(out->table_files, out->table_file_count) &&
                 api_is_whole(out->only, out->only_count) && api_is_whole(out->skip, out->skip_count) &&
                 api_is_whole(out->elsewhere, out->elsewhere_count) && api_is_whole(out->set, out->set_count);
    return whole ? (Str) { 0 } : STR("a list of the options has not as many members as it is said to have");
}

ApiMemory *api_memory_new(void)
{
    ApiMemory *memory = memory_ask(sizeof *memory);
    if (!memory)
        return NULL;
    *memory = (ApiMemory) { .arena = { 0 } };
    ledger_init(&memory->ledger);
    return memory;
}

void api_memory_free(ApiMemory *memory)
{
    if (!memory)
        return;
    ledger_end(&memory->ledger);
    memory_free(memory);
}

duly_status api_no_memory(ApiProblem problem, void *context)
{
    give_up(STR("out of memory: nothing was done"), problem, context);
    return DULY_NO_MEMORY;
}
