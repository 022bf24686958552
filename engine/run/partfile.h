/* The file of a part: blocks, one behind the other, each with what it is, its length and a hash of its bytes. Where the last one begins
   stands at the end of the file, and there stands where all others are to be found. Written front to back, so that a pipe or a callback
   will do; read block by block, so that no more of it is in memory than is looked at. Who wrote such a file is not known: nothing in it is
   believed before it was looked at. */
#ifndef DULY_RUN_PARTFILE_H
#define DULY_RUN_PARTFILE_H

#include "base/array.h"
#include "base/bytes.h"
#include "base/io.h"

typedef enum {
    BLOCK_HEAD,     /* what the part is of (part.h) */
    BLOCK_FILE,     /* a file begins; */
    BLOCK_BATCH,    /* records of it; */
    BLOCK_FILE_END, /* what is known of it once it was read */
    BLOCK_RUN,      /* states, in the order of their hashes (sorted.h) */
    BLOCK_TAIL,     /* sums, and where the runs are */
    BLOCK_KINDS
} BlockKind;

/* Where bytes go. */
typedef struct {
    void *context;
    void (*add)(void *context, Str bytes);
    uint64_t offset; /* of the next block */
} PartOut;

enum { PART_FIRST_BLOCK = 12 /* where the first block begins: behind the mark */ };

/* The mark at the start of the file. */
void part_start(PartOut *out);
void part_put(PartOut *out, BlockKind kind, Str payload);
/* The last block, and where it begins. */
void part_close(PartOut *out, Str tail);

typedef struct {
    Input *input;
    uint64_t blocks_end; /* where the last block ends */
    uint64_t tail;       /* where it begins */
} PartFile;

/* Takes the input; it is the caller's to close. False with a sentence: it is no part, or not a whole one. */
bool part_open(Arena *arena, Input *input, PartFile *part, Str *problem);
/* Reads the block at *at, which then is where the next one begins. False with a sentence. */
bool part_read(Arena *arena, const PartFile *part, uint64_t *at, BlockKind *kind, Text *payload, Str *problem);
/* Passes over a block of a run without reading it; where there is another one, it stays. */
bool part_skip_run(Arena *arena, const PartFile *part, uint64_t *at, bool *is_run, Str *problem);

#endif
