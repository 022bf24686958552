/* Turns text of some encoding into UTF-8 as it streams past (iconv). A byte that is no text is handed on as it is: alone it is no
   UTF-8 either, so whoever looks at the text finds it there. */
#ifndef DULY_CODEC_DECODER_H
#define DULY_CODEC_DECODER_H

#include "base/arena.h"
#include "codec/encoding.h"

typedef struct Decoder Decoder;

/* NULL where the system cannot read that encoding. The arena closes it. */
Decoder *decoder_open(Arena *arena, Encoding encoding);

/* Room for bytes of the file, and how many were put there (0: the file is at its end). To be asked for when decoder_take gives
   nothing. */
char *decoder_room(Decoder *decoder, size_t *size);
void decoder_put(Decoder *decoder, size_t len);

/* UTF-8 of what was put, at most `size` bytes (at least 4); 0: more has to be put, or that was all. */
size_t decoder_take(Decoder *decoder, char *buffer, size_t size);

/* A short text at once, up to the first byte that is none. Empty where the system cannot read the encoding. */
Str decoder_text(Arena *arena, Encoding encoding, Str bytes);

/* How many bytes were no text. */
uint64_t decoder_bad(const Decoder *decoder);

#endif
