/* Problems that an author can mend: collected, never printed from the depths. Each has a code from
   diag.def, a place, a sentence, and perhaps a hint ("did you mean ..."). */
#ifndef DULY_BASE_DIAG_H
#define DULY_BASE_DIAG_H

#include "base/array.h"
#include "base/vocabulary.h"
#include "base/source.h"
#include "base/text.h"

typedef enum {
#define DIAG(name, id, severity, title, explanation, wrong, right) name,
#include "base/diag.def"
#undef DIAG
    DIAG_COUNT
} DiagCode;

typedef struct {
    DiagCode code;
    Severity severity;
    const Source *source; /* NULL: a problem of no file in particular */
    Span span;
    Str message; /* a sentence without a full stop */
    Str hint;    /* empty: none */
} Diag;

typedef struct {
    Arena *arena; /* holds messages */
    ARRAY(Diag) list;
    size_t errors;
    size_t limit; /* problems beyond this are counted only; 0: DIAG_LIMIT */
    size_t left_out;
    bool newest_kept; /* whether diag_hint has something to add to */
} Diags;

enum { DIAG_LIMIT = 200 };

typedef struct {
    const char *id, *title, *explanation;
    const char *wrong, *right; /* an example of the mistake, and the same as it should be; lines */
    Severity severity;
} DiagInfo;

const DiagInfo *diag_info(DiagCode code);
/* The entry with this id ("E202", small letters will do); NULL: there is none. */
const DiagInfo *diag_find(Str id);

/* Adds a problem; the severity is the catalogue's. Returns false, so that `return diag_add(...)` reads well.
   A second problem of the same code at the same span of the same source is not added. */
bool diag_add(Diags *diags, DiagCode code, const Source *source, Span span, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Gives the newest problem a hint. */
void diag_hint(Diags *diags, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "name:line:column: error[E204]: message", the line, carets below the span, the hint; `colour` with ANSI colours. */
void diag_print(Text *out, const Diag *diag, bool colour);
/* Only the line and the carets, without colours; nothing where the problem has no source. */
void diag_excerpt(Text *out, const Diag *diag);

/* The nearest of the candidates, for "did you mean": feed names, then ask. */
typedef struct {
    Str name, best;
    size_t distance;
} Nearest;
Nearest nearest_to(Str name);
void nearest_try(Nearest *nearest, Str candidate);
/* The name to suggest, or an empty slice. */
Str nearest_found(const Nearest *nearest);

#endif
