/* Problems as the library tells them. */
#include "api/internal.h"

duly_date api_date(Date date)
{
    if (date == 0)
        return (duly_date) { 0 };
    return (duly_date) { date_year(date), date_month(date), date_day(date) };
}

duly_date api_bound(Date date)
{
    return api_date(date <= DATE_MIN || date >= DATE_MAX ? 0 : date);
}

duly_problem api_problem(const Diag *diag, Text *excerpt)
{
    duly_problem told = { .size = sizeof told,
                          .severity = diag->severity,
                          .id = str_of(diag_info(diag->code)->id),
                          .message = diag->message,
                          .hint = diag->hint };
    if (diag->source) {
        Place place = source_place(diag->source, diag->span.start);
        told.path = diag->source->name;
        told.line = place.line;
        told.column = place.column;
        diag_excerpt(excerpt, diag);
        told.excerpt = text_str(excerpt);
    }
    return told;
}

static void tell_diag(const Diag *diag, ApiProblem problem, void *context)
{
    Text excerpt = { 0 };
    duly_problem told = api_problem(diag, &excerpt);
    MEMORY_OUTSIDE(problem(context, &told));
    text_free(&excerpt);
}

void api_tell_diags(const Diags *diags, ApiProblem problem, void *context)
{
    if (!problem)
        return;
    for (size_t i = 0; i < diags->list.count; i++)
        tell_diag(&diags->list.at[i], problem, context);
    if (diags->left_out == 0)
        return;
    Arena arena = { .language = diags->arena->language };
    Str message = arena_format(&arena, "%zu more problems are not shown", diags->left_out);
    duly_problem told = { .size = sizeof told, .severity = DULY_ERROR, .message = message };
    MEMORY_OUTSIDE(problem(context, &told));
    arena_free(&arena);
}

void api_tell_complaint(const Complaint *complaint, ApiProblem problem, void *context)
{
    if (!problem)
        return;
    duly_problem told = { .size = sizeof told,
                          .severity = complaint->severity,
                          .path = complaint->path,
                          .message = complaint->message,
                          .hint = complaint->hint };
    told.line = complaint->line > UINT32_MAX ? UINT32_MAX : (uint32_t) complaint->line;
    MEMORY_OUTSIDE(problem(context, &told));
}
