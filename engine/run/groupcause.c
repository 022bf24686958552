#include "run/groupcause.h"

#include "run/compose.h"

static void add_figure(const GroupCause *about, uint32_t index)
{
    const Aggregate *aggregate = about->plan->grouping->aggregates.list.at[index];
    bool overflows = aggregate_overflows(aggregate, &about->group->states[index]);
    words_add(about->out, about->language, overflows ? WORDS_OVERFLOW : WORDS_NO_FIGURE, &aggregate->text);
}

/* Inputs are the keys, then the figures, then what the host gives. */
static void add_input(const GroupCause *about, uint32_t slot)
{
    uint32_t keys = about->plan->grouping->key_count;
    uint32_t first = keys + (uint32_t) about->plan->grouping->aggregates.list.count;
    if (slot >= first + SLOT_PARAMETER)
        words_add(about->out, about->language, WORDS_NOT_YET, &about->pack->parameters[slot - first - SLOT_PARAMETER].name);
    else if (slot >= keys && slot < first)
        add_figure(about, slot - keys);
}

void groupcause_add(const GroupCause *about, const Cause *cause)
{
    if (cause->missing)
        add_input(about, cause->slot);
    else if (about->hides)
        words_add(about->out, about->language, WORDS_PRIVATE, NULL);
    else
        compose_failure(about->out, about->language, about->scratch, cause);
}
