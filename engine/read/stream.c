/* What is looked at to find the encoding is kept and handed on with the rest: a pipe cannot be read twice. A file that can is looked at
   to its end where its beginning decides nothing, since a list may have its first name that is not ASCII in row 900.

   Text goes through in pieces, and each piece is looked at once for bytes that are no text and for what damage cannot do without.
   Readers ask how far such pieces reach (bad_until, damaged_until), and look at the cells of a batch one by one only then. */
#include "read/stream.h"

#include <stdio.h>

#include "base/text.h"
#include "codec/filekind.h"
#include "model/damage.h"

/* ---- bytes of the file */

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

static long stream_read_bytes(Stream *stream, char *buffer, size_t size)
{
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

/* ---- text */

static long stream_give(Stream *stream, Str text, bool has_bad)
{
    stream->given += text.len;
    if (has_bad)
        stream->bad_until = stream->given;
    if (has_bad || damage_is_possible(text))
        stream->damaged_until = stream->given;
    return (long) text.len;
}

static long read_utf8(Stream *stream, char *buffer, size_t size)
{
    long got = stream_read_bytes(stream, buffer, size);
    uint64_t bad = stream->utf8.bad;
    if (got > 0)
        utf8_check(&stream->utf8, (Str) { buffer, (size_t) got });
    else
        utf8_scan_end(&stream->utf8);
    return got < 0 ? got : stream_give(stream, (Str) { buffer, (size_t) got }, stream->utf8.bad > bad);
}

static long read_as_bytes(Input *input, char *buffer, size_t size)
{
    return stream_read_bytes(input->state, buffer, size);
}

enum { TEXT_BYTES = 64 << 10 };

/* Decodes more; what stream_read_bytes gave at the end or on failure, else above 0. */
static long decode_more(Stream *stream)
{
    stream->text_at = 0;
    while ((stream->text_len = decoder_take(stream->decoder, stream->text, TEXT_BYTES)) == 0) {
        size_t room;
        char *raw = decoder_room(stream->decoder, &room);
        long got = stream_read_bytes(stream, raw, room);
        if (got >= 0)
            decoder_put(stream->decoder, (size_t) got);
        if (got > 0)
            continue;
        if (got == 0)
            stream->text_len = decoder_take(stream->decoder, stream->text, TEXT_BYTES);
        return stream->text_len ? 1 : got;
    }
    return 1;
}

static long stream_decode(Stream *stream)
{
    uint64_t bad = decoder_bad(stream->decoder);
    long got = decode_more(stream);
    stream->text_has_bad = decoder_bad(stream->decoder) > bad;
    return got;
}

static long read_decoded(Stream *stream, char *buffer, size_t size)
{
    long got = stream->text_at < stream->text_len ? 1 : stream_decode(stream);
    if (got <= 0)
        return got;
    size_t len = stream->text_len - stream->text_at;
    if (len > size)
        len = size;
    memcpy(buffer, stream->text + stream->text_at, len);
    stream->text_at += len;
    return stream_give(stream, (Str) { buffer, len }, stream->text_has_bad);
}

enum { END_MARK = 0x1A };

static long read_more(Stream *stream, char *buffer, size_t size)
{
    return stream->decoder ? read_decoded(stream, buffer, size) : read_utf8(stream, buffer, size);
}

/* DOS filled the last block of a file up, and line ends may have been put behind. */
static bool may_follow_mark(char c)
{
    return c == END_MARK || c == 0 || c == '\n' || c == '\r';
}

/* Takes the mark and what may follow it off the end of what was read; where more text follows, it is given back. */
/* 0x1A ends a file of DOS, and in the middle of one it is damage to be told: only what follows shows which. So it is held back, with the
   zeros and line ends behind it, until another byte comes or none. */
static size_t hold_marks(Stream *stream, const char *buffer, size_t len)
{
    size_t start = len;
    while (start > 0 && may_follow_mark(buffer[start - 1]))
        start--;
    while (stream->held == 0 && start < len && buffer[start] != END_MARK)
        start++;
    if (start == len || len - start > sizeof stream->held_bytes - stream->held)
        return len;
    memcpy(stream->held_bytes + stream->held, buffer + start, len - start);
    stream->held += len - start;
    return start;
}

/* What was held, and the byte that showed that it is no end, one by one. */
static long stream_give_back(Stream *stream, char *buffer)
{
    bool is_last = stream->given_back == stream->held;
    buffer[0] = is_last ? stream->behind_held : stream->held_bytes[stream->given_back++];
    if (is_last) {
        stream->held = stream->given_back = 0;
        stream->gives_back = false;
    }
    return 1;
}

static long stream_read_text(Input *input, char *buffer, size_t size)
{
    Stream *stream = input->state;
    if (stream->gives_back)
        return stream_give_back(stream, buffer);
    for (;;) {
        bool is_behind = stream->held > 0;
        long got = is_behind ? read_more(stream, &stream->behind_held, 1) : read_more(stream, buffer, size);
        if (got <= 0)
            return got;
        size_t len = hold_marks(stream, is_behind ? &stream->behind_held : buffer, (size_t) got);
        stream->gives_back = is_behind && len > 0;
        if (len > 0)
            return is_behind ? stream_give_back(stream, buffer) : (long) len;
    }
}

static void close_stream(Input *input)
{
    (void) input;
}

uint64_t stream_bad_bytes(const Stream *stream)
{
    return stream->decoder ? decoder_bad(stream->decoder) : stream->utf8.bad;
}

/* ---- what encoding it is */

/* Reads on until the head has this many bytes, or the file ends or fails. */
static void stream_read_head(Stream *stream, size_t wanted)
{
    while (stream->head_len < wanted && !stream->ended && !stream->head_failed) {
        long got = read_file(stream, stream->head + stream->head_len, wanted - stream->head_len);
        stream->head_failed = got < 0;
        stream->head_len += got > 0 ? (size_t) got : 0;
    }
}

/* Looks at the rest of a file that can be read again, and goes back; a failure is met again by the reader. */
static void scan_rest(Stream *stream, EncodingScan *scan)
{
    char buffer[STREAM_HEAD_BYTES];
    size_t filled = 0;
    long got;
    while (!encoding_is_certain(scan) && (got = stream->file->read(stream->file, buffer + filled, sizeof buffer - filled)) > 0) {
        filled += (size_t) got;
        if (filled < sizeof buffer)
            continue;
        encoding_scan(scan, (Str) { buffer, filled });
        filled = 0;
    }
    encoding_scan(scan, (Str) { buffer, filled });
    stream->file->seek(stream->file, stream->head_len);
}

/* ---- what else it may be */

/* A cell, as an encoding has it. */
static void add_shown(Text *out, Arena *arena, Encoding encoding, Str sample)
{
    Str text = decoder_text(arena, encoding, sample);
    text_format(out, "%s%s%s", out->len ? ", " : "", encoding_name(encoding), text.len ? " ('" : "");
    text_add(out, text);
    text_add(out, text.len ? STR("')") : STR(""));
}

/* What was read first tells; where it is all ASCII, nothing is known. */
static void find_doubts(Arena *arena, Stream *stream, const EncodingScan *scan)
{
    Str head = { stream->head, stream->head_len }, sample = encoding_sample(head);
    Encoding candidates[ENCODING_COUNT] = { ENCODING_GB18030 };
    bool fits_utf8 = stream->encoding == ENCODING_UTF8 && scan->utf8.bad == 0;
    uint64_t limit = stream->encoding == ENCODING_UTF8 ? encoding_price_of_utf8(&scan->utf8) : UINT64_MAX;
    bool is_wide = stream->encoding == ENCODING_UTF16LE || stream->encoding == ENCODING_UTF16BE;
    if (sample.len == 0 || is_wide)
        return;
    size_t count = fits_utf8 ? encoding_may_be_chinese(head) : encoding_candidates(head, limit, candidates);
    Text others = { 0 };
    for (size_t i = 0; i < count; i++)
        if (candidates[i] != stream->encoding)
            add_shown(&others, arena, candidates[i], sample);
    stream->shown = decoder_text(arena, stream->encoding, sample);
    stream->others = arena_str(arena, text_str(&others));
    stream->is_hopeless = stream->basis == BASIS_MOSTLY && stream->others.len == 0;
    text_free(&others);
}

static void stream_find_encoding(Arena *arena, Stream *stream)
{
    EncodingScan scan = { 0 };
    encoding_scan(&scan, (Str) { stream->head, stream->head_len });
    bool more = stream->head_len == STREAM_HEAD_BYTES && !encoding_is_certain(&scan);
    if (more && stream->can_seek) {
        scan_rest(stream, &scan);
    } else if (more) {
        stream_read_head(stream, STREAM_PIPE_BYTES);
        encoding_scan(&scan, (Str) { stream->head + STREAM_HEAD_BYTES, stream->head_len - STREAM_HEAD_BYTES });
    }
    stream->encoding = encoding_decide(&scan, &stream->basis);
    find_doubts(arena, stream, &scan);
}

/* Somebody named another encoding than the one that the mark says, or that the bytes fit: UTF-8 is so strict that other text hardly ever
   does. What is named is one for all files of a batch. */
static void doubt_name(Arena *arena, Stream *stream, Encoding marked)
{
    Str head = { stream->head, stream->head_len };
    Utf8Scan scan = { 0 };
    utf8_scan(&scan, head);
    bool is_wide = stream->encoding == ENCODING_UTF16LE || stream->encoding == ENCODING_UTF16BE;
    bool fits = scan.characters > 0 && scan.bad == 0 && !is_wide && !encoding_may_be_chinese(head);
    Encoding other = marked != ENCODING_AUTO ? marked : fits ? ENCODING_UTF8 : ENCODING_AUTO;
    if (other == ENCODING_AUTO || other == stream->encoding)
        return;
    is_wide |= other == ENCODING_UTF16LE || other == ENCODING_UTF16BE;
    Str sample = is_wide ? STR("") : encoding_sample(head);
    Text others = { 0 };
    add_shown(&others, arena, other, sample);
    stream->shown = decoder_text(arena, stream->encoding, sample);
    stream->others = arena_str(arena, text_str(&others));
    text_free(&others);
}

/* A byte order mark decides, unless somebody named another encoding. */
static void set_encoding(Arena *arena, Stream *stream, Encoding named)
{
    size_t mark;
    Encoding marked = encoding_of_mark((Str) { stream->head, stream->head_len }, &mark);
    bool either_order = named == ENCODING_UTF16LE && marked == ENCODING_UTF16BE;
    stream->basis = named == ENCODING_AUTO ? BASIS_MARK : BASIS_NAMED;
    stream->encoding = named == ENCODING_AUTO || either_order ? marked : named;
    stream->has_mark = mark > 0 && stream->encoding == marked;
    stream->head_at = stream->has_mark ? mark : 0;
    if (stream->encoding == ENCODING_AUTO)
        stream_find_encoding(arena, stream);
    else if (stream->basis == BASIS_NAMED)
        doubt_name(arena, stream, marked);
}

static bool open_decoder(Arena *arena, Stream *stream, Str *problem)
{
    if (stream->encoding == ENCODING_UTF8)
        return true;
    stream->decoder = decoder_open(arena, stream->encoding);
    stream->text = arena_alloc(arena, TEXT_BYTES);
    if (!stream->decoder)
        *problem =
            arena_format(arena, "the file is %s, which this system's iconv cannot read: save it as UTF-8", encoding_name(stream->encoding));
    return stream->decoder != NULL;
}

Stream *stream_open_binary(Arena *arena, Input *file, bool hashed)
{
    Stream *stream = arena_new(arena, Stream);
    stream->input = (Input) { .read = read_as_bytes, .close = close_stream, .name = file->name, .state = stream };
    stream->file = file;
    stream->hashed = hashed;
    if (hashed)
        sha256_start(&stream->hash);
    return stream;
}

Stream *stream_open(Arena *arena, Input *file, bool hashed, Encoding encoding, Str *problem)
{
    Stream *stream = stream_open_binary(arena, file, hashed);
    stream->input.read = stream_read_text;
    stream->can_seek = file->seek && file->seek(file, 0);
    stream->head = arena_alloc_column(arena, stream->can_seek ? STREAM_HEAD_BYTES : STREAM_PIPE_BYTES);
    stream_read_head(stream, STREAM_HEAD_BYTES);
    Str head = { stream->head, stream->head_len };
    *problem = str_starts_with(head, STR("PK\x03\x04")) ? STR("the file is a workbook or an archive, not text, whatever its name says: a "
                                                              "workbook is read from a file whose name ends in .xlsx")
                                                        : file_kind_no_text(head);
    if (problem->len)
        return NULL;
    set_encoding(arena, stream, encoding);
    return open_decoder(arena, stream, problem) ? stream : NULL;
}
