/* Text of any bytes in any encoding: what is decoded and decided is the same however the stream is cut, and all of it is UTF-8
   unless bad bytes were counted. The first byte chooses the encoding, the second the cuts. */
#include <stdlib.h>

#include "base/text.h"
#include "base/utf8.h"
#include "read/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool fact)
{
    if (!fact)
        abort();
}

static bool refuse_seek(Input *input, uint64_t at)
{
    (void) input, (void) at;
    return false;
}

/* The text and all that was decided. */
static bool write_text(Text *out, Str bytes, Encoding encoding, size_t step, bool is_pipe)
{
    Arena arena = { 0 };
    Input *input = input_of_bytes(&arena, STR("fuzz"), bytes, step);
    if (is_pipe)
        input->seek = refuse_seek;
    Str problem = { 0 };
    Stream *stream = stream_open(&arena, input, false, encoding, &problem);
    demand(stream || problem.len > 0);
    char buffer[61];
    long got = 0;
    size_t room = step ? step % sizeof buffer + 1 : sizeof buffer;
    while (stream && (got = stream->input.read(&stream->input, buffer, room)) > 0)
        text_add(out, (Str) { buffer, (size_t) got });
    demand(got == 0);
    if (stream) {
        demand((utf8_valid_len(text_str(out)) == out->len) == (stream_bad_bytes(stream) == 0));
        demand(stream->given == out->len && stream->bad_until <= stream->given);
        text_format(out, " %d %d %llu", (int) stream->encoding, (int) stream->basis, (unsigned long long) stream_bad_bytes(stream));
    }
    arena_free(&arena);
    return stream != NULL;
}

/* The quick way and the one that counts agree, in pieces and at once. */
static void check_scans(Str bytes, size_t step)
{
    Utf8Scan slow = { 0 }, quick = { 0 };
    utf8_scan(&slow, bytes);
    utf8_scan_end(&slow);
    for (size_t at = 0; at < bytes.len; at += step)
        utf8_check(&quick, str_slice(bytes, at, bytes.len - at < step ? bytes.len : at + step));
    utf8_scan_end(&quick);
    demand(slow.bad == quick.bad);
    demand((slow.bad == 0) == (utf8_valid_len(bytes) == bytes.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    Encoding encoding = (Encoding) (data[0] % ENCODING_COUNT);
    size_t step = 1 + data[1] % 16;
    Str bytes = { (const char *) data + 2, size - 2 };
    Text whole = { 0 }, cut = { 0 };
    bool is_text = write_text(&whole, bytes, encoding, 0, false);
    demand(write_text(&cut, bytes, encoding, step, true) == is_text);
    demand(str_equal(text_str(&whole), text_str(&cut)));
    check_scans(bytes, step);
    text_free(&whole);
    text_free(&cut);
    return 0;
}
