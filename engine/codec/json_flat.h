/* Nearly every line of NDJSON is one object of texts, whole numbers and truth words: such a line is read in place, its members are slices
   of it, and no tree is built. What is anything else is refused here, also what is no JSON at all, and left to those who read all of JSON
   (json.h) and know what to say of it. */
#ifndef DULY_CODEC_JSON_FLAT_H
#define DULY_CODEC_JSON_FLAT_H

#include "base/array.h"

typedef struct {
    Str key, text;    /* slices; text: of null empty, of a text what stands between its quotes */
    bool has_escapes; /* the text has (json_flat_decode); a key has none */
    bool is_expected; /* the key is */
} FlatMember;

typedef ARRAY(FlatMember) FlatMembers;

/* The keys of the line before, which are looked at first: in most files they come again in their order. */
typedef struct {
    const Str *at;
    size_t count;
} FlatKeys;

/* Reads the one object that is all of a text, but for blanks; the members are those of before no more. False: not this one. A key that
   stands twice is not looked for. */
bool json_flat_read(Str text, FlatKeys expected, FlatMembers *members);
/* What a text with escapes stands for, in place. */
Str json_flat_decode(char *text, size_t len);
bool json_flat_has_twice(const FlatMembers *members);

#endif
