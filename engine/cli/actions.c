/* What a run is known by, and what is added for it. */
#include "cli/actions.h"

#include <stdlib.h>

#include "cli/clock.h"

static bool is_actions(void)
{
    return str_is(str_of(getenv("GITHUB_ACTIONS")), "true");
}

/* Whether annotations go to the log already; `for_people`: all that is written speaks to people. */
static bool has_annotations(const Reports *reports, bool *for_people)
{
    bool found = false;
    *for_people = reports->list.count > 0;
    for (size_t i = 0; i < reports->list.count; i++) {
        const Report *report = &reports->list.at[i];
        *for_people = *for_people && report->listener.format->traits & FORMAT_SPEAKS;
        found = found || (report->listener.format->traits & FORMAT_IS_COMMANDS && !report->path);
    }
    return found;
}

void actions_add_reports(Reports *reports, Arena *arena)
{
    bool for_people;
    const char *summary = getenv("GITHUB_STEP_SUMMARY");
    bool annotated = has_annotations(reports, &for_people);
    if (!annotated && for_people && is_actions()) {
        Report report = { .listener.format = format_find(SUBJECT_RUN, STR("github")) };
        arena_push(arena, &reports->list, report);
        annotated = true;
    }
    if (!annotated || !summary || !*summary)
        return;
    Report page = { .listener.format = format_find(SUBJECT_RUN, STR("markdown")), .path = summary, .appends = true };
    arena_push(arena, &reports->list, page);
}

/* ---- a word that data cannot know */

enum { RANDOM_BYTES = 16 };

Str actions_guard(Arena *arena)
{
    unsigned char bytes[RANDOM_BYTES] = { 0 };
    Str ignored;
    Text word = { 0 };
    if (!is_actions())
        return (Str) { 0 };
    Input *input = input_open(arena, "/dev/urandom", &ignored);
    if (input) {
        input->read(input, (char *) bytes, sizeof bytes);
        input_close(input);
    }
    text_format(&word, "duly-%llx-", (unsigned long long) clock_nanoseconds());
    for (int i = 0; i < RANDOM_BYTES; i++)
        text_format(&word, "%02x", bytes[i]);
    Str guard = arena_str(arena, text_str(&word));
    text_free(&word);
    return guard;
}
