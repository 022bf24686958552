/* What a run is known by, and what is added for it. */
#include "cli/actions.h"

#include <stdlib.h>

#include "cli/clock.h"

static bool is_actions(void)
{
    return str_is(str_of(getenv("GITHUB_ACTIONS")), "true");
}

/* Of a format, by its name; `for_people`: all of them are. */
static const Reporter *find_annotations(const Reports *reports, bool *for_people)
{
    const Reporter *found = NULL;
    *for_people = reports->list.count > 0;
    for (size_t i = 0; i < reports->list.count; i++) {
        const Report *report = &reports->list.at[i];
        *for_people = *for_people && report->reporter->open == report_text_open;
        if (report->reporter->open == report_github_open && !report->path)
            found = report->reporter;
    }
    return found;
}

void actions_add_reports(Reports *reports, Arena *arena)
{
    bool for_people;
    const char *summary = getenv("GITHUB_STEP_SUMMARY");
    const Reporter *annotations = find_annotations(reports, &for_people);
    if (!annotations && for_people && is_actions()) {
        Report report = { .reporter = annotations = reporter_find(STR("github")) };
        arena_push(arena, &reports->list, report);
    }
    if (!annotations || !summary || !*summary)
        return;
    Report page = { .reporter = reporter_find(STR("markdown")), .path = summary, .appends = true };
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
