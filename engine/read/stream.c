/* The first bytes of a file tell its encoding; they are then handed on with the rest. */
#include "read/stream.h"

#include <stdio.h>

static long read_file(Stream *stream, char *buffer, size_t size)
{
    long got = stream->file->read(stream->file, buffer, size);
    if (got < 0) {
        memcpy(stream->input.problem, stream->file->problem, sizeof stream->input.problem);
        return got;
    }
    stream->bytes += (uint64_t) got;
    stream->ended = got == 0;
    if (stream->hashed && got > 0)
        sha256_add(&stream->hash, (Str) { buffer, (size_t) got });
    return got;
}

static long read_stream(Input *input, char *buffer, size_t size)
{
    Stream *stream = input->state;
    size_t left = stream->head_len - stream->head_at;
    if (left == 0 && stream->head_failed)
        return -1;
    if (left == 0)
        return stream->ended ? 0 : read_file(stream, buffer, size);
    if (left > size)
        left = size;
    memcpy(buffer, stream->head + stream->head_at, left);
    stream->head_at += left;
    return (long) left;
}

static void close_stream(Input *input)
{
    (void) input;
}

static void read_head(Stream *stream)
{
    while (stream->head_len < sizeof stream->head && !stream->ended && !stream->head_failed) {
        long got = read_file(stream, stream->head + stream->head_len, sizeof stream->head - stream->head_len);
        stream->head_failed = got < 0;
        stream->head_len += got > 0 ? (size_t) got : 0;
    }
}

/* Zero bytes in every other place are how UTF-16 writes plain letters. */
static bool is_utf16(Str head)
{
    if (str_starts_with(head, STR("\xFF\xFE")) || str_starts_with(head, STR("\xFE\xFF")))
        return true;
    return head.len >= 4 && ((!head.at[0] && head.at[1] && !head.at[2] && head.at[3]) ||
                             (head.at[0] && !head.at[1] && head.at[2] && !head.at[3]));
}

Stream *stream_open(Arena *arena, Input *file, bool hashed, Str *problem)
{
    Stream *stream = arena_new(arena, Stream);
    stream->input = (Input) { .read = read_stream, .close = close_stream, .name = file->name, .state = stream };
    stream->file = file;
    stream->hashed = hashed;
    if (hashed)
        sha256_start(&stream->hash);
    read_head(stream);
    Str head = { stream->head, stream->head_len };
    stream->has_bom = str_starts_with(head, STR("\xEF\xBB\xBF"));
    stream->head_at = stream->has_bom ? 3 : 0;
    if (is_utf16(head))
        *problem = STR("the file is UTF-16; save it as UTF-8");
    else if (str_starts_with(head, STR("PK\x03\x04")))
        *problem = STR("the file is a workbook or an archive, not text, whatever its name says");
    else
        return stream;
    return NULL;
}
