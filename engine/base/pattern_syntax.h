/* RE2's syntax of regular expressions, rewritten for PCRE2: what both spell alike passes through, what they read
   differently is spelt out (\s, \v, octal escapes, scripts), and what RE2 does not have is refused by name. */
#ifndef DULY_BASE_PATTERN_SYNTAX_H
#define DULY_BASE_PATTERN_SYNTAX_H

#include "base/array.h"
#include "base/text.h"

typedef struct {
    Text text;             /* for PCRE2; translation_free when done */
    ARRAY(size_t) origins; /* of each byte of `text`: where what it stands for begins in the pattern */
    bool is_unbounded;     /* holds a repetition without an upper end */
} Translation;

/* False with a sentence in *problem and the byte offset it is about in *offset. */
bool pattern_translate(Arena *arena, Str pattern, Translation *out, Str *problem, size_t *offset);
/* Where in the pattern a byte of the translation comes from. */
size_t translation_origin(const Translation *translation, size_t offset);
void translation_free(Translation *translation);

#endif
