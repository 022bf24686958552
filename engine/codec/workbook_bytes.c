/* The bytes of a workbook. Small ones are kept in memory, larger ones in a temporary file that has no name: an archive is read from its
   end, and not every input can be. */
#include <errno.h>
#include <unistd.h>

#include "codec/filekind.h"
#include "codec/workbook_parts.h"

enum { IN_MEMORY = 32 << 20, LARGEST = 1 << 30, CHUNK = 64 << 10 };

static bool put_into_file(WorkbookBytes *bytes)
{
    if (!bytes->file) {
        int descriptor = temporary_open();
        bytes->file = descriptor >= 0 ? fdopen(descriptor, "w+b") : NULL;
        if (!bytes->file && descriptor >= 0)
            close(descriptor);
    }
    if (!bytes->file || fwrite(bytes->memory.at, 1, bytes->memory.len, bytes->file) != bytes->memory.len)
        return false;
    text_clear(&bytes->memory);
    return true;
}

static Str read_chunks(WorkbookBytes *bytes, Arena *arena, Input *input)
{
    char chunk[CHUNK];
    uint64_t size = 0;
    for (long got; (got = input->read(input, chunk, sizeof chunk)) != 0;) {
        if (got < 0)
            return arena_str(arena, str_of(input->problem));
        size += (uint64_t) got;
        if (size > LARGEST)
            return STR("the workbook is larger than 1 GiB");
        text_add(&bytes->memory, (Str) { chunk, (size_t) got });
        if (bytes->memory.len > IN_MEMORY && !put_into_file(bytes))
            return arena_format(arena, "cannot write a temporary file: %s", strerror(errno));
    }
    if (bytes->file && (!put_into_file(bytes) || fflush(bytes->file) != 0))
        return arena_format(arena, "cannot write a temporary file: %s", strerror(errno));
    return (Str) { 0 };
}

bool workbook_read_bytes(Arena *arena, Input *input, WorkbookBytes *bytes, Str *problem)
{
    *bytes = (WorkbookBytes) { 0 };
    *problem = read_chunks(bytes, arena, input);
    return problem->len == 0;
}

Str workbook_head(Arena *arena, const WorkbookBytes *bytes)
{
    if (!bytes->file)
        return text_str(&bytes->memory);
    char *head = arena_alloc(arena, FILE_KIND_BYTES);
    rewind(bytes->file);
    return (Str) { head, fread(head, 1, FILE_KIND_BYTES, bytes->file) };
}

void workbook_bytes_free(WorkbookBytes *bytes)
{
    if (bytes->file)
        fclose(bytes->file);
    text_free(&bytes->memory);
    *bytes = (WorkbookBytes) { 0 };
}
