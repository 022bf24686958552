/* The catalogue, the list of problems found, and the nearest name. diag_print.c shows them. */
#include "base/ascii.h"
#include "base/diag.h"

#include "base/said.h"

static const DiagInfo catalogue[DIAG_COUNT] = {
#define DIAG(name, id, severity, title, explanation, wrong, right) [name] = { id, title, explanation, wrong, right, severity },
#include "base/diag.def"
#undef DIAG
};

const DiagInfo *diag_info(DiagCode code)
{
    return &catalogue[code];
}

const DiagInfo *diag_find(Str id)
{
    for (size_t code = 0; code < DIAG_COUNT; code++) {
        Str own = str_of(catalogue[code].id);
        size_t at = 0;
        while (at < own.len && at < id.len && own.at[at] == ascii_upper(id.at[at]))
            at++;
        if (at == own.len && at == id.len)
            return &catalogue[code];
    }
    return NULL;
}

static bool diag_is_same(const Diag *diag, DiagCode code, const Source *source, Span span)
{
    return diag->code == code && diag->source == source && diag->span.start == span.start && diag->span.end == span.end;
}

static bool diag_is_known(const Diags *diags, DiagCode code, const Source *source, Span span)
{
    if (!source)
        return false; /* without a place there is nothing to tell two problems apart */
    for (size_t i = 0; i < diags->list.count; i++)
        if (diag_is_same(&diags->list.at[i], code, source, span))
            return true;
    return false;
}

bool diag_add(Diags *diags, DiagCode code, const Source *source, Span span, const char *format, ...)
{
    diags->newest_kept = false;
    if (diag_is_known(diags, code, source, span))
        return false;
    Severity severity = catalogue[code].severity;
    diags->errors += severity == SEVERITY_ERROR;
    if (diags->list.count >= (diags->limit ? diags->limit : DIAG_LIMIT)) {
        diags->left_out++;
        return false;
    }
    va_list args;
    va_start(args, format);
    Str message = said_str(diags->arena->language, arena_vformat(diags->arena, format, args));
    va_end(args);
    Diag diag = { .code = code, .severity = severity, .source = source, .span = span, .message = message };
    arena_push(diags->arena, &diags->list, diag);
    diags->newest_kept = true;
    return false;
}

void diag_hint(Diags *diags, const char *format, ...)
{
    if (!diags->newest_kept)
        return;
    va_list args;
    va_start(args, format);
    diags->list.at[diags->list.count - 1].hint = said_str(diags->arena->language, arena_vformat(diags->arena, format, args));
    va_end(args);
}

/* ---- "did you mean" */

Nearest nearest_to(Str name)
{
    return (Nearest) { .name = name, .distance = SIZE_MAX };
}

void nearest_try(Nearest *nearest, Str candidate)
{
    if (!str_is_near(nearest->name, candidate))
        return;
    size_t distance = str_distance(nearest->name, candidate, nearest->name.len + candidate.len);
    if (distance < nearest->distance) {
        nearest->best = candidate;
        nearest->distance = distance;
    }
}

Str nearest_found(const Nearest *nearest)
{
    return nearest->best;
}
