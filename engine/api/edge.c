/* The edge of the library (base/memory.h): where a call ends that runs out of memory, and where one is refused that was given nothing; and
   what a host hands over, taken as far as both sides know it.

   Structures that a host fills or reads begin with their size, since host and library may be of different versions: of one that is
   smaller than ours the members behind its end count as zero, of one that is larger we look at ours alone. A size of 0 is refused
   rather than taken for an old one: whoever forgets to set it would have asked for nothing, in silence. Structures of callbacks are the
   exception: they had no size once, and one that says 0 ends with the member that was the last then. */
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

void api_take_callbacks(void *own, size_t size, size_t usual, const void *given)
{
    size_t said;
    if (!given)
        return;
    memcpy(&said, given, sizeof said);
    said = said > 0 ? said : usual;
    memcpy(own, given, said < size ? said : size);
}

duly_sink api_sink(const duly_sink *given)
{
    duly_sink own = { 0 };
    API_TAKE(own, language, given);
    return own;
}

/* The elements are as far apart as the host says, not as we do: each is found behind the one before it. The host's array need not suit
   our alignment, hence memcpy for the size as well. */
bool api_sources(Arena *arena, const duly_check_options *options, const duly_source **sources, const duly_sink *sink)
{
    duly_source *own = arena_array(arena, duly_source, options->source_count);
    const char *at = (const char *) options->sources;
    bool is_told = at || options->source_count == 0;
    for (size_t i = 0; is_told && i < options->source_count; i++) {
        size_t size;
        memcpy(&size, at, sizeof size);
        memcpy(&own[i], at, size < sizeof *own ? size : sizeof *own);
        is_told = size > 0;
        at += size;
    }
    *sources = own;
    if (!is_told)
        MEMORY_OUTSIDE(api_refuse(STR("a source of records does not say its size"), sink->problem, sink->context));
    return is_told;
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
    if (given->size == 0) /* they would count for nothing, in silence */
        return STR("the options do not say their size");
    *out = (duly_check_options) { 0 };
    memcpy(out, given, given->size < sizeof *out ? given->size : sizeof *out);
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
