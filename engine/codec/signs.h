/* Signs that look like those that YAML and JSON have of their own, and are none: input methods for Chinese write full-width punctuation,
   and word processors no-break spaces and round quotes, so to the eye the file is right. */
#ifndef DULY_CODEC_SIGNS_H
#define DULY_CODEC_SIGNS_H

#include <stdint.h>

/* What it is taken for. */
typedef enum { SIGN_BLANK, SIGN_COLON, SIGN_COMMA, SIGN_DASH, SIGN_OPENING, SIGN_CLOSING, SIGN_LINE_END } SignRole;

typedef struct {
    uint32_t first, last;
    SignRole role;
    const char *name, *instead; /* "a full-width colon (：, U+FF1A)", and what to write */
} Sign;

/* NULL: the character is none of them. */
const Sign *sign_of(uint32_t code);

#endif
