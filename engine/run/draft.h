/* A pack for a file that no pack speaks of yet: fields and a few rules that the file itself keeps, and questions where something is
   guessed. */
#ifndef DULY_RUN_DRAFT_H
#define DULY_RUN_DRAFT_H

#include "base/text.h"
#include "read/survey.h"

typedef struct {
    Str path;     /* of the file, as it is told */
    Str language; /* of questions and messages */
} DraftOptions;

/* The name of the table and of the pack: that of the file, as far as it is a name. */
Str draft_name(Arena *arena, Str path);

void draft_pack(Text *out, const Survey *survey, const DraftOptions *options);

#endif
