/* Nearly every line of NDJSON is one object of texts, whole numbers and truth words without an escape: such a line is read in place, its
   members are slices of it, and no tree is built. What is anything else is refused here, also what is no JSON at all, and left to those
   who read all of JSON (json.h) and know what to say of it. */
#ifndef DULY_CODEC_JSON_FLAT_H
#define DULY_CODEC_JSON_FLAT_H

#include "base/array.h"

typedef struct {
    Str key, text; /* slices; text: of null empty, of a text what stands between its quotes */
} FlatMember;

typedef ARRAY(FlatMember) FlatMembers;

/* Reads the one object that is all of a text, but for blanks; the members are those of before no more. False: not this one. A key that
   stands twice is not looked for. */
bool json_flat_read(Str text, FlatMembers *members);
bool json_flat_has_twice(const FlatMembers *members);

#endif
