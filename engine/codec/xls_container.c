/* Compound files ([MS-CFB]), in which old workbooks stand: a file system in a file. Sectors are chained by a table (FAT), which is itself
   in sectors; short streams are cut into smaller sectors that are chained within a stream of their own. Nothing that the file says is
   trusted: no chain is longer than the file has sectors, so none runs in a circle. */
#include "codec/xls_parts.h"

#include "codec/filekind.h"

enum { HEADER = 512, DIFAT_IN_HEADER = 109, ENTRY = 128, LARGEST_STREAM = 256 << 20 };
enum { TYPE_STREAM = 2, TYPE_ROOT = 5 };

static const uint32_t last_sector = 0xFFFFFFFA; /* what is above ends a chain, or is no sector */

#define TOO_LARGE STR("the workbook is larger than any of its kind (.xls) should be; save it as .xlsx")
#define TOO_OLD STR("this is a workbook of a kind before Excel 5; open it in a spreadsheet program and save it as .xlsx")

/* A compound file that is being opened; everything lives in the arena of the workbook. Numbers of sectors count from the one behind the
   header, which takes a whole sector whatever its size. */
typedef struct {
    Arena *arena;
    const WorkbookBytes *bytes;
    uint64_t size;
    Str header;
    unsigned shift; /* a sector has 1 << shift bytes */
    Str table;      /* the FAT, as it stands in the file */
    Str directory;
    Str small, small_table; /* the stream of small sectors, and their chains */
} Container;

/* ---- bytes */

static uint64_t size_of(const WorkbookBytes *bytes)
{
    if (!bytes->file)
        return bytes->memory.len;
    off_t end = fseeko(bytes->file, 0, SEEK_END) == 0 ? ftello(bytes->file) : 0;
    return end > 0 ? (uint64_t) end : 0;
}

/* As many of the bytes as there are. */
static size_t copy_bytes(const WorkbookBytes *bytes, uint64_t at, char *to, size_t len)
{
    if (bytes->file)
        return fseeko(bytes->file, (off_t) at, SEEK_SET) == 0 ? fread(to, 1, len, bytes->file) : 0;
    if (at >= bytes->memory.len)
        return 0;
    size_t there = bytes->memory.len - (size_t) at;
    len = len < there ? len : there;
    memcpy(to, bytes->memory.at + at, len);
    return len;
}

/* ---- chains */

static size_t sector_size(const Container *file)
{
    return (size_t) 1 << file->shift;
}

/* What the file has room for, and the last one that is cut short. */
static uint64_t sector_count(const Container *file)
{
    return file->size >> file->shift;
}

/* A sector that is cut short by the end of the file goes on in zeros, which arenas hold. */
static bool read_sector(const Container *file, uint32_t sector, char *to)
{
    return copy_bytes(file->bytes, ((uint64_t) sector + 1) << file->shift, to, sector_size(file)) > 0;
}

static uint32_t next_sector(Str table, uint32_t sector)
{
    return sector < table.len / 4 ? xls_u32(table, (size_t) sector * 4) : UINT32_MAX;
}

/* How many sectors a chain has; above `most`: it has more, or runs in a circle. */
/* Asked before anything is allocated, so that no file asks for more memory than a small multiple of its own size. */
static uint64_t chain_length(Str table, uint32_t sector, uint64_t most)
{
    uint64_t count = 0;
    for (; sector < last_sector && count <= most; count++)
        sector = next_sector(table, sector);
    return count;
}

/* The bytes of a chain, at most `size` of them; false where it is broken. */
static bool read_chain(const Container *file, uint32_t sector, uint64_t size, Str *out)
{
    uint64_t wanted = (size >> file->shift) + ((size & (sector_size(file) - 1)) != 0),
             count = chain_length(file->table, sector, sector_count(file));
    if (count > sector_count(file))
        return false;
    count = count < wanted ? count : wanted;
    char *at = arena_alloc(file->arena, (size_t) (count << file->shift) + 1);
    for (uint64_t i = 0; i < count; i++, sector = next_sector(file->table, sector))
        if (!read_sector(file, sector, at + (i << file->shift)))
            return false;
    uint64_t len = count << file->shift;
    *out = (Str) { at, (size_t) (len < size ? len : size) };
    return true;
}

/* The same of a short stream, within the stream of small sectors. */
static bool read_small_chain(const Container *file, uint32_t sector, uint64_t size, Str *out)
{
    enum { SMALL = 64 };
    uint64_t wanted = (size + SMALL - 1) / SMALL, count = chain_length(file->small_table, sector, file->small.len / SMALL);
    if (count > file->small.len / SMALL || count < wanted)
        return false;
    char *at = arena_alloc(file->arena, (size_t) wanted * SMALL + 1);
    for (uint64_t i = 0; i < wanted; i++, sector = next_sector(file->small_table, sector)) {
        if (((uint64_t) sector + 1) * SMALL > file->small.len)
            return false;
        memcpy(at + i * SMALL, file->small.at + (size_t) sector * SMALL, SMALL);
    }
    *out = (Str) { at, (size_t) size };
    return true;
}

/* ---- the table of chains: the header lists the first of its sectors, sectors of their own the others */

typedef struct {
    char *at;
    uint64_t count, most;
} Table;

/* Sectors of the table from a list of them, until the table is as long as the file can need. */
static bool xls_container_add_listed(const Container *file, Str list, size_t entries, Table *table)
{
    for (size_t i = 0; i < entries && table->count < table->most; i++) {
        uint32_t sector = xls_u32(list, i * 4);
        if (sector >= last_sector)
            continue;
        if (!read_sector(file, sector, table->at + (table->count << file->shift)))
            return false;
        table->count++;
    }
    return true;
}

static bool xls_container_read_table(Container *file)
{
    size_t entries = sector_size(file) / 4 - 1;
    Table table = { .most = sector_count(file) / (entries + 1) + 1 };
    table.at = arena_alloc(file->arena, (size_t) (table.most << file->shift));
    char *list = arena_alloc(file->arena, sector_size(file));
    bool read = xls_container_add_listed(file, str_slice(file->header, 76, HEADER), DIFAT_IN_HEADER, &table);
    uint32_t sector = xls_u32(file->header, 68);
    for (uint64_t i = 0; read && i < sector_count(file) && sector < last_sector && table.count < table.most; i++) {
        read = read_sector(file, sector, list) && xls_container_add_listed(file, (Str) { list, sector_size(file) }, entries, &table);
        sector = xls_u32((Str) { list, sector_size(file) }, entries * 4);
    }
    file->table = (Str) { table.at, (size_t) (table.count << file->shift) };
    return read;
}

/* ---- the directory: the entries of a folder are a tree, of which the order is of no use here */

static Str entry_at(const Container *file, uint32_t index)
{
    return index < file->directory.len / ENTRY ? str_slice(file->directory, (size_t) index * ENTRY, ((size_t) index + 1) * ENTRY)
                                               : (Str) { 0 };
}

static bool xls_container_is_named(Str entry, const char *name)
{
    size_t len = strlen(name);
    if (xls_u16(entry, 64) != (len + 1) * 2)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((xls_u16(entry, i * 2) | 0x20) != ((unsigned char) name[i] | 0x20u))
            return false;
    return true;
}

/* A stream at the top, and not one of a workbook that is put into this one. Empty: there is none. */
static Str find_stream(const Container *file, const char *name)
{
    size_t count = file->directory.len / ENTRY, pending = 0;
    bool *seen = arena_array(file->arena, bool, count + 1);
    uint32_t *stack = arena_array(file->arena, uint32_t, count + 1);
    uint32_t next[3] = { xls_u32(entry_at(file, 0), 76) }; /* the child of the root */
    for (size_t links = 1;; links = 2) {
        for (size_t i = 0; i < links; i++)
            if (next[i] < count && !seen[next[i]]) {
                seen[next[i]] = true;
                stack[pending++] = next[i];
            }
        if (pending == 0)
            return (Str) { 0 };
        Str entry = entry_at(file, stack[--pending]);
        if (xls_u8(entry, 66) == TYPE_STREAM && xls_container_is_named(entry, name))
            return entry;
        next[0] = xls_u32(entry, 68);
        next[1] = xls_u32(entry, 72);
    }
}

/* ---- opening */

static bool read_small(Container *file)
{
    Str root = entry_at(file, 0);
    return root.len && xls_u8(root, 66) == TYPE_ROOT && read_chain(file, xls_u32(root, 116), xls_u32(root, 120), &file->small) &&
           read_chain(file, xls_u32(file->header, 60), file->size, &file->small_table);
}

static bool open_container(Container *file)
{
    char *header = arena_alloc(file->arena, HEADER);
    file->header = (Str) { header, HEADER };
    if (copy_bytes(file->bytes, 0, header, HEADER) < HEADER)
        return false;
    file->shift = xls_u16(file->header, 30);
    return (file->shift == 9 || file->shift == 12) && xls_container_read_table(file) &&
           read_chain(file, xls_u32(file->header, 48), file->size, &file->directory) && read_small(file);
}

static Str xls_container_read_stream(const Container *file, Str entry, Str *problem)
{
    uint32_t start = xls_u32(entry, 116), size = xls_u32(entry, 120);
    bool is_small = size < xls_u32(file->header, 56);
    Str stream = { 0 };
    if (size > LARGEST_STREAM)
        *problem = TOO_LARGE;
    else if (!(is_small ? read_small_chain : read_chain)(file, start, size, &stream) || stream.len < size)
        *problem = XLS_DAMAGED;
    return stream;
}

/* Excel 97 and later call it Workbook, Excel 5 and 95 Book; a file for both has two. */
static Str stream_of_container(Container *file, Str head, Str *problem)
{
    if (!open_container(file)) {
        *problem = file_kind_is_old_workbook(head) ? XLS_DAMAGED : file_kind_container(head);
        return (Str) { 0 };
    }
    Str entry = find_stream(file, "Workbook");
    if (!entry.len)
        entry = find_stream(file, "Book");
    if (entry.len)
        return xls_container_read_stream(file, entry, problem);
    *problem = file_kind_container(file->directory);
    return (Str) { 0 };
}

/* Some programs write the records alone. */
static Str bare_stream(const Container *file, Str *problem)
{
    if (file->size > LARGEST_STREAM) {
        *problem = TOO_LARGE;
        return (Str) { 0 };
    }
    char *at = arena_alloc(file->arena, (size_t) file->size + 1);
    return (Str) { at, copy_bytes(file->bytes, 0, at, (size_t) file->size) };
}

Str xls_stream(Arena *arena, WorkbookBytes *bytes, Str *problem)
{
    Container file = { .arena = arena, .bytes = bytes, .size = size_of(bytes) };
    Str head = workbook_head(arena, bytes), stream;
    stream = file_kind_is_container(head) ? stream_of_container(&file, head, problem) : bare_stream(&file, problem);
    workbook_bytes_free(bytes);
    if (problem->len == 0 && (stream.len < 8 || xls_u16(stream, 0) != XLS_BOF))
        *problem = stream.len >= 8 && xls_u8(stream, 0) == 0x09 ? TOO_OLD : XLS_DAMAGED;
    return stream;
}
