/* A file's bytes on their way to a reader: hashed, counted, and turned into UTF-8 without a byte order mark, and
   without the 0x1A by which DOS and dBase marked the end. */
#ifndef DULY_READ_STREAM_H
#define DULY_READ_STREAM_H

#include "base/hash.h"
#include "base/io.h"
#include "codec/decoder.h"

/* A file that can be read twice is looked at to its end where need be before its encoding is decided; of any other so much. */
enum { STREAM_HEAD_BYTES = 64 << 10, STREAM_PIPE_BYTES = 1 << 20 };

typedef struct {
    Input input; /* what a reader reads from */
    Input *file;
    bool hashed, ended, can_seek;
    Sha256 hash;
    uint64_t bytes; /* of the file, read so far */
    char *head;     /* read before the reader asked */
    size_t head_at, head_len;
    bool head_failed;
    Encoding encoding;
    EncodingBasis basis;
    bool has_mark;
    Str shown;        /* a cell as this encoding has it, where the file may be in another */
    Str others;       /* "big5 ('甲'), euc-kr ('…')": those; empty: there is no doubt */
    bool is_hopeless; /* it was found out that no other encoding explains the bytes that are no text */
    Utf8Scan utf8;    /* of text that is handed on as it is */
    Decoder *decoder; /* NULL: it is */
    char *text;       /* what the decoder made, not yet handed on */
    size_t text_at, text_len;
    bool text_has_bad;
    uint64_t given;         /* bytes of text handed on */
    uint64_t bad_until;     /* no byte of text behind so many is bad */
    uint64_t damaged_until; /* none behind so many is of a cell that is damaged */
    char held_bytes[1024];  /* 0x1A and what may follow it, read and not handed on: behind the last text they only mark its end */
    size_t held, given_back;
    char behind_held; /* the byte that was read behind them */
    bool gives_back;  /* they were no end */
} Stream;

/* NULL with a sentence when these bytes are no text that can be read. Closing its input does not close the file. */
Stream *stream_open(Arena *arena, Input *file, bool hashed, Encoding encoding, Str *problem);
/* The same for a file that is no text: its bytes as they are. */
Stream *stream_open_binary(Arena *arena, Input *file, bool hashed);
/* How many bytes so far were no text in the encoding. They are handed on as what is no UTF-8. */
uint64_t stream_bad_bytes(const Stream *stream);

#endif
