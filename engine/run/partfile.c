/* How a part lies in its file: the mark, "duly part 1" and a line end; then blocks: a byte that says what it is, its length in 4 bytes, a
   hash in 8 of what it is and of its bytes, the bytes; the last block is the tail, and the last 8 bytes of the file say where it begins.
   Numbers have their lowest byte first.

   Lengths are held against what is left of the file before memory is taken for them, so that no byte of it can ask for more than the
   file has. The hash tells what was cut or damaged on the way, not who wrote it: what is read of a block is looked at all the same
   (part.c, recordbytes.c, groupbytes.c). */
#include "run/partfile.h"

#include "run/fingerprint.h"

enum { MARK_BYTES = PART_FIRST_BLOCK, LENGTH_BYTES = 4, PRINT_BYTES = 8, HEAD_BYTES = 1 + LENGTH_BYTES + PRINT_BYTES, END_BYTES = 8 };

static const char mark[MARK_BYTES + 1] = "duly part 1\n";

static void partfile_put(PartOut *out, Str bytes)
{
    out->add(out->context, bytes);
    out->offset += bytes.len;
}

void part_start(PartOut *out)
{
    partfile_put(out, (Str) { mark, MARK_BYTES });
}

static void write_low(char *at, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (char) (number >> 8 * i);
}

static uint64_t read_low(const char *at, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; i++)
        number |= (uint64_t) (unsigned char) at[i] << 8 * i;
    return number;
}

static uint64_t print_of(BlockKind kind, Str payload)
{
    return fingerprint_of((Fingerprint) { (uint64_t) kind + 1, 0 }, payload).low;
}

void part_put(PartOut *out, BlockKind kind, Str payload)
{
    char head[HEAD_BYTES] = { (char) kind };
    write_low(head + 1, payload.len, LENGTH_BYTES);
    write_low(head + 1 + LENGTH_BYTES, print_of(kind, payload), PRINT_BYTES);
    partfile_put(out, (Str) { head, HEAD_BYTES });
    partfile_put(out, payload);
}

void part_close(PartOut *out, Str tail)
{
    char end[END_BYTES];
    write_low(end, out->offset, END_BYTES);
    part_put(out, BLOCK_TAIL, tail);
    partfile_put(out, (Str) { end, END_BYTES });
}

/* ---- reading */

bool part_open(Arena *arena, Input *input, PartFile *part, Str *problem)
{
    char begin[MARK_BYTES], end[END_BYTES];
    *part = (PartFile) { .input = input };
    if (!input->seek) {
        *problem = STR("a part must be a file: it is not read from front to back");
        return false;
    }
    if (input->size_bytes < MARK_BYTES || !input_read_at(arena, input, 0, begin, MARK_BYTES, problem) ||
        memcmp(begin, mark, MARK_BYTES) != 0) {
        if (problem->len == 0)
            *problem = STR("this is no part that duly wrote");
        return false;
    }
    if (input->size_bytes < MARK_BYTES + HEAD_BYTES + END_BYTES) {
        *problem = STR("this is not the whole part: what wrote it did not come to its end");
        return false;
    }
    part->blocks_end = input->size_bytes - END_BYTES;
    if (!input_read_at(arena, input, part->blocks_end, end, END_BYTES, problem))
        return false;
    part->tail = read_low(end, END_BYTES);
    return true;
}

static bool is_damaged(Str *problem)
{
    *problem = STR("the part is damaged, or not whole: check this share again");
    return false;
}

/* What a block is, and how long; false with a sentence. */
static bool partfile_read_head(Arena *arena, const PartFile *part, uint64_t at, char head[HEAD_BYTES], uint64_t *len, Str *problem)
{
    if (at < MARK_BYTES || at > part->blocks_end || part->blocks_end - at < HEAD_BYTES)
        return is_damaged(problem);
    if (!input_read_at(arena, part->input, at, head, HEAD_BYTES, problem))
        return false;
    *len = read_low(head + 1, LENGTH_BYTES);
    if ((unsigned char) head[0] >= BLOCK_KINDS || *len > part->blocks_end - at - HEAD_BYTES)
        return is_damaged(problem);
    return true;
}

bool part_skip_run(Arena *arena, const PartFile *part, uint64_t *at, bool *is_run, Str *problem)
{
    char head[HEAD_BYTES];
    uint64_t len;
    if (!partfile_read_head(arena, part, *at, head, &len, problem))
        return false;
    *is_run = head[0] == BLOCK_RUN;
    *at += *is_run ? HEAD_BYTES + len : 0;
    return true;
}

bool part_read(Arena *arena, const PartFile *part, uint64_t *at, BlockKind *kind, Text *payload, Str *problem)
{
    char head[HEAD_BYTES];
    uint64_t len;
    text_clear(payload);
    if (!partfile_read_head(arena, part, *at, head, &len, problem))
        return false;
    *kind = (BlockKind) head[0];
    text_add_repeat(payload, 0, (size_t) len);
    if (!input_read_at(arena, part->input, *at + HEAD_BYTES, payload->at, (size_t) len, problem))
        return false;
    if (read_low(head + 1 + LENGTH_BYTES, PRINT_BYTES) != print_of(*kind, text_str(payload)))
        return is_damaged(problem);
    *at += HEAD_BYTES + len;
    return true;
}
