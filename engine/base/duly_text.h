/* A text, as every function of duly.h and duly_expr.h takes and gives it, and as the engine itself has it: a slice of UTF-8, a pointer
   and a length in bytes, without a terminator. It owns nothing; whoever made it says how long its bytes live. */
#ifndef DULY_TEXT_H
#define DULY_TEXT_H

#include <stddef.h>

typedef struct {
    const char *at;
    size_t len;
} duly_text;

/* A literal as an initialiser: duly_text text = DULY_TEXT("form"). A text for "%.*s": printf("%.*s", DULY_ARG(text)). */
#define DULY_TEXT(literal)              \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define DULY_ARG(text) (int) (text).len, (text).at ? (text).at : ""

#endif
