/* A ZIP archive (APPNOTE 6.3, without its 64-bit forms: no program for spreadsheets opens a part of 4 GiB). zlib compresses.

   Several parts are written at the same time: a sheet, the list of its links, its comments. An archive has them one after the other,
   and the sizes and the checksum of each before its bytes. So each part is compressed into a spool of its own, and package_write puts
   headers and spools together when all sizes are known: no part needs a "data descriptor" behind its bytes, which not every reader
   understands. */
#include "report/book/package.h"

#include <zlib.h>

#include "base/array.h"
#include "base/library.h"

enum {
    CHUNK = 1 << 14,
    MOST_PARTS = 65535,
    DEFLATED = 8,
    NAME_IS_UTF8 = 1 << 11,
    VERSION = 20,
    FIRST_DAY = 0x21 /* 1980-01-01: runs can be compared */,
    /* Of a marked roster of 100,000 rows level 6 makes 5 % less and takes nearly twice as long. */
    LEVEL = 3
};

#define PACKAGE_FUNCTIONS(USE) USE(deflateInit2_) USE(deflate) USE(deflateEnd) USE(crc32)

typedef struct {
    PACKAGE_FUNCTIONS(LIBRARY_POINTER)
} PackageLibrary;

struct Part {
    Package *package;
    Str name;
    Output *packed; /* a spool: in memory while it is small, then in a file */
    z_stream stream;
    bool is_open, is_old_name;
    unsigned method;
    uint32_t checksum;
    uint64_t size, packed_size, offset;
};

struct Package {
    Arena *arena;
    PackageLibrary library;
    ARRAY(Part *) parts; /* in the arena */
    Str problem;         /* the first */
    char packed[CHUNK];
};

static void package_fail(Package *package, Str problem)
{
    if (package->problem.len == 0)
        package->problem = problem;
}

static void package_load_library(Package *package)
{
    PackageLibrary *library = &package->library;
#ifdef LIBRARY_Z
#define ROW(name) { #name, offsetof(PackageLibrary, name) },
    static const LibraryFunction functions[] = { PACKAGE_FUNCTIONS(ROW) };
    library_load(package->arena, LIBRARY_Z, functions, sizeof functions / sizeof *functions, library, &package->problem);
#else
    PACKAGE_FUNCTIONS(LIBRARY_LINKED)
#endif
}

Package *package_open(Arena *arena)
{
    Package *package = arena_new(arena, Package);
    *package = (Package) { .arena = arena };
    package_load_library(package);
    return package;
}

/* ---- parts */

/* Compresses what there is, or all to the end. */
static void package_pack(Part *part, int flush)
{
    Package *package = part->package;
    int status;
    do {
        part->stream.next_out = (unsigned char *) package->packed;
        part->stream.avail_out = CHUNK;
        status = package->library.deflate(&part->stream, flush);
        if (status == Z_STREAM_ERROR) {
            package_fail(package, STR("its parts cannot be compressed"));
            return;
        }
        size_t made = CHUNK - part->stream.avail_out;
        output_add(part->packed, (Str) { package->packed, made });
        part->packed_size += made;
    } while (part->stream.avail_out == 0);
}

static Part *package_add_part(Package *package, Str name, unsigned method)
{
    Part *part = arena_new(package->arena, Part);
    *part =
        (Part) { .package = package, .name = arena_str(package->arena, name), .packed = output_to_spool(package->arena), .method = method };
    arena_push(package->arena, &package->parts, part);
    return part;
}

static void package_release_part(void *object)
{
    Part *part = object;
    if (part->is_open)
        part->package->library.deflateEnd(&part->stream);
    part->is_open = false;
}

Part *package_part(Package *package, Str name)
{
    enum { RAW = -15, MEMORY = 8 };
    Part *part = package_add_part(package, name, DEFLATED);
    if (package->problem.len)
        return part;
    part->is_open = package->library.deflateInit2_(&part->stream, LEVEL, Z_DEFLATED, RAW, MEMORY, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                                                   (int) sizeof part->stream) == Z_OK;
    arena_defer(package->arena, package_release_part, part);
    if (!part->is_open)
        package_fail(package, STR("there is not enough memory for it"));
    return part;
}

void part_add(Part *part, Str bytes)
{
    enum { STEP = 1 << 30 };
    while (part->is_open && bytes.len) {
        Str step = str_slice(bytes, 0, bytes.len < STEP ? bytes.len : STEP);
        part->stream.next_in = (unsigned char *) (uintptr_t) step.at;
        part->stream.avail_in = (unsigned) step.len;
        part->checksum = (uint32_t) part->package->library.crc32(part->checksum, part->stream.next_in, part->stream.avail_in);
        part->size += step.len;
        package_pack(part, Z_NO_FLUSH);
        bytes = str_slice(bytes, step.len, bytes.len);
    }
}

Part *package_copied(Package *package, Str name, const PackedPart *facts)
{
    Part *part = package_add_part(package, name, facts->method);
    part->checksum = facts->checksum;
    part->size = facts->size;
    part->is_old_name = facts->is_old_name;
    return part;
}

void part_add_packed(Part *part, Str bytes)
{
    output_add(part->packed, bytes);
    part->packed_size += bytes.len;
}

void part_end(Part *part)
{
    if (part->is_open)
        package_pack(part, Z_FINISH);
    package_release_part(part);
}

/* ---- the archive */

static void package_add_number(Text *text, uint64_t number, int bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        text_add_char(text, (char) (unsigned char) (number & 0xFF));
}

static bool is_ascii(Str name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char) name.at[i] >= 0x80)
            return false;
    return true;
}

/* What the header before a part and the directory tell in the same words. */
static void package_add_facts(Text *text, const Part *part)
{
    package_add_number(text, VERSION, 2);
    package_add_number(text, is_ascii(part->name) || part->is_old_name ? 0 : NAME_IS_UTF8, 2);
    package_add_number(text, part->method, 2);
    package_add_number(text, 0, 2);
    package_add_number(text, FIRST_DAY, 2);
    package_add_number(text, part->checksum, 4);
    package_add_number(text, part->packed_size, 4);
    package_add_number(text, part->size, 4);
    package_add_number(text, part->name.len, 2);
    package_add_number(text, 0, 2);
}

static uint64_t add_header(Text *text, const Part *part)
{
    text_clear(text);
    package_add_number(text, 0x04034B50, 4);
    package_add_facts(text, part);
    text_add(text, part->name);
    return text->len + part->packed_size;
}

static void package_add_entry(Text *text, const Part *part)
{
    enum { COMMENT_DISK_AND_ATTRIBUTES = 10 };
    package_add_number(text, 0x02014B50, 4);
    package_add_number(text, VERSION, 2);
    package_add_facts(text, part);
    for (int i = 0; i < COMMENT_DISK_AND_ATTRIBUTES; i++)
        text_add_char(text, 0);
    package_add_number(text, part->offset, 4);
    text_add(text, part->name);
}

static void add_end(Text *text, const Package *package, uint64_t offset)
{
    uint64_t size = text->len;
    package_add_number(text, 0x06054B50, 4);
    package_add_number(text, 0, 4);
    package_add_number(text, package->parts.count, 2);
    package_add_number(text, package->parts.count, 2);
    package_add_number(text, size, 4);
    package_add_number(text, offset, 4);
    package_add_number(text, 0, 2);
}

static void write_parts(Package *package, Output *out)
{
    uint64_t offset = 0;
    Text text = { 0 };
    for (size_t i = 0; i < package->parts.count; i++) {
        Part *part = package->parts.at[i];
        part->offset = offset;
        offset += add_header(&text, part);
        output_add(out, text_str(&text));
        output_copy(part->packed, out);
    }
    text_clear(&text);
    for (size_t i = 0; i < package->parts.count; i++)
        package_add_entry(&text, package->parts.at[i]);
    add_end(&text, package, offset);
    output_add(out, text_str(&text));
    text_free(&text);
}

/* Whether sizes and offsets fit in the fields of the archive. */
static bool package_fits(const Package *package)
{
    uint64_t total = 0;
    bool part_fits = true;
    for (size_t i = 0; i < package->parts.count; i++) {
        part_fits = part_fits && package->parts.at[i]->size < UINT32_MAX;
        total += package->parts.at[i]->packed_size + 2 * CHUNK; /* more than its header and its entry take */
    }
    return part_fits && total < UINT32_MAX && package->parts.count < MOST_PARTS;
}

Str package_finish(Package *package)
{
    for (size_t i = 0; i < package->parts.count; i++)
        part_end(package->parts.at[i]);
    if (!package_fits(package))
        package_fail(package, STR("it would be larger than a workbook can be (4 GiB)"));
    return package->problem;
}

void package_write(Package *package, Output *out)
{
    Str problem = package_finish(package);
    if (problem.len)
        output_refuse(out, problem);
    else
        write_parts(package, out);
}
