/* A file's bytes on their way to a reader: hashed, counted, and without a byte order mark. */
#ifndef DULY_READ_STREAM_H
#define DULY_READ_STREAM_H

#include "base/hash.h"
#include "base/io.h"

typedef struct {
    Input input;       /* what a reader reads from */
    Input *file;
    bool hashed, ended, has_bom;
    Sha256 hash;
    uint64_t bytes;    /* of the file, read so far */
    char head[512];    /* looked at before the reader */
    size_t head_at, head_len;
    bool head_failed;
} Stream;

/* NULL with a sentence when these bytes are no text that can be read. Closing its input does not close the file. */
Stream *stream_open(Arena *arena, Input *file, bool hashed, Str *problem);

#endif
