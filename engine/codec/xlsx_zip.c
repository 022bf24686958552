/* The archive that a workbook is. Small ones are kept in memory, larger ones in a temporary file that has no name: an archive is
   read from its end, and not every input can be. */
#include "codec/xlsx_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#include "base/library.h"

enum { IN_MEMORY = 32 << 20, LARGEST = 1 << 30, CHUNK = 64 << 10, MOST_ENTRIES = 1 << 16 };

static const uint64_t largest_part = (uint64_t) 4 << 30;

#define ZIP_FUNCTIONS(USE) \
    USE(zip_discard) USE(zip_error_fini) USE(zip_error_init) USE(zip_error_strerror) USE(zip_fclose) USE(zip_file_get_error) \
    USE(zip_fopen_index) USE(zip_fread) USE(zip_get_num_entries) USE(zip_name_locate) USE(zip_open_from_source) \
    USE(zip_source_buffer_create) USE(zip_source_filep_create) USE(zip_source_free) USE(zip_stat_index) USE(zip_strerror)

typedef struct {
    ZIP_FUNCTIONS(LIBRARY_POINTER)
} ZipLibrary;

struct XlsxZip {
    ZipLibrary library;
    zip_t *archive;
    FILE *file;  /* NULL: in memory */
    Text memory;
};

static void close_zip(void *object)
{
    XlsxZip *zip = object;
    if (zip->archive)
        zip->library.zip_discard(zip->archive);
    if (zip->file)
        fclose(zip->file);
    text_free(&zip->memory);
}

/* ---- reading the file */

static bool put_into_file(XlsxZip *zip)
{
    if (!zip->file) {
        int descriptor = temporary_open();
        zip->file = descriptor >= 0 ? fdopen(descriptor, "w+b") : NULL;
    }
    if (!zip->file || fwrite(zip->memory.at, 1, zip->memory.len, zip->file) != zip->memory.len)
        return false;
    text_clear(&zip->memory);
    return true;
}

static Str read_chunks(XlsxZip *zip, Arena *arena, Input *input)
{
    char chunk[CHUNK];
    uint64_t size = 0;
    for (long got; (got = input->read(input, chunk, sizeof chunk)) != 0;) {
        if (got < 0)
            return arena_str(arena, str_of(input->problem));
        size += (uint64_t) got;
        if (size > LARGEST)
            return STR("the workbook is larger than 1 GiB");
        text_add(&zip->memory, (Str) { chunk, (size_t) got });
        if (zip->memory.len > IN_MEMORY && !put_into_file(zip))
            return arena_format(arena, "cannot write a temporary file: %s", strerror(errno));
    }
    if (zip->file && (!put_into_file(zip) || fflush(zip->file) != 0))
        return arena_format(arena, "cannot write a temporary file: %s", strerror(errno));
    return (Str) { 0 };
}

/* ---- what else it may be */

static bool has_utf16(Str bytes, const char *word)
{
    char wide[64];
    size_t len = 0;
    for (; word[len / 2] && len + 2 < sizeof wide; len += 2) {
        wide[len] = word[len / 2];
        wide[len + 1] = 0;
    }
    return str_find(bytes, (Str) { wide, len }, 0) != SIZE_MAX;
}

/* Old workbooks and encrypted ones are both a container of another kind; the names of its streams tell which. */
static Str refuse_container(Str bytes)
{
    if (has_utf16(bytes, "EncryptedPackage"))
        return STR("the workbook is encrypted; open it with its password and save it without one");
    if (has_utf16(bytes, "Workbook") || has_utf16(bytes, "Book"))
        return STR("this is a workbook of the old kind (.xls); save it as .xlsx");
    return STR("this is neither a workbook (.xlsx) nor one of the old kind, but another document of Microsoft Office");
}

static Str refuse_other(Str bytes)
{
    if (bytes.len == 0)
        return STR("the file is empty");
    if (str_starts_with(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return refuse_container(bytes);
    if (!str_starts_with(bytes, STR("PK")))
        return STR("this is no workbook, whatever its name says");
    return (Str) { 0 };
}

static Str head_of(XlsxZip *zip, Arena *arena)
{
    if (!zip->file)
        return text_str(&zip->memory);
    char *head = arena_alloc(arena, CHUNK);
    rewind(zip->file);
    return (Str) { head, fread(head, 1, CHUNK, zip->file) };
}

/* ---- opening */

static bool load_library(ZipLibrary *library, Arena *arena, Str *problem)
{
#ifdef LIBRARY_ZIP
#define ROW(name) { #name, offsetof(ZipLibrary, name) },
    static const LibraryFunction functions[] = { ZIP_FUNCTIONS(ROW) };
    return library_load(arena, LIBRARY_ZIP, functions, sizeof functions / sizeof *functions, library, problem);
#else
    (void) arena;
    (void) problem;
    ZIP_FUNCTIONS(LIBRARY_LINKED)
    return true;
#endif
}

static Str open_archive(XlsxZip *zip, Arena *arena)
{
    const ZipLibrary *library = &zip->library;
    zip_error_t error;
    library->zip_error_init(&error);
    zip_source_t *source = zip->file ? library->zip_source_filep_create(zip->file, 0, -1, &error)
                                     : library->zip_source_buffer_create(zip->memory.at, zip->memory.len, 0, &error);
    if (source && zip->file)
        zip->file = NULL; /* the source closes it */
    if (source)
        zip->archive = library->zip_open_from_source(source, ZIP_RDONLY, &error);
    if (source && !zip->archive)
        library->zip_source_free(source);
    Str problem = { 0 };
    if (!zip->archive)
        problem = arena_format(arena, "the workbook is damaged: %s", library->zip_error_strerror(&error));
    else if (library->zip_get_num_entries(zip->archive, 0) > MOST_ENTRIES)
        problem = STR("the workbook has more parts than any workbook");
    library->zip_error_fini(&error);
    return problem;
}

XlsxZip *xlsx_zip_open(Arena *arena, Input *input, Str *problem)
{
    XlsxZip *zip = arena_new(arena, XlsxZip);
    arena_defer(arena, close_zip, zip);
    *problem = read_chunks(zip, arena, input);
    if (problem->len == 0)
        *problem = refuse_other(head_of(zip, arena));
    if (problem->len == 0 && load_library(&zip->library, arena, problem))
        *problem = open_archive(zip, arena);
    return problem->len ? NULL : zip;
}

/* ---- parts */

static zip_int64_t find_part(XlsxZip *zip, Str part)
{
    char name[512];
    if (part.len >= sizeof name || part.len == 0)
        return -1;
    memcpy(name, part.at, part.len);
    name[part.len] = 0;
    return zip->library.zip_name_locate(zip->archive, name, ZIP_FL_NOCASE | ZIP_FL_ENC_GUESS);
}

bool xlsx_zip_has(XlsxZip *zip, Str part)
{
    return find_part(zip, part) >= 0;
}

typedef struct {
    const ZipLibrary *library;
    zip_file_t *file;
    uint64_t packed_bytes;
} PartState;

static long fail_part(Input *input, const char *sentence)
{
    snprintf(input->problem, sizeof input->problem, "%.*s %s", input->name.len < 100 ? (int) input->name.len : 100,
             input->name.at, sentence);
    return -1;
}

static long read_part(Input *input, char *buffer, size_t size)
{
    PartState *part = input->state;
    zip_int64_t got = part->library->zip_fread(part->file, buffer, size);
    if (got < 0) {
        char sentence[80];
        snprintf(sentence, sizeof sentence, "is damaged: %s", part->library->zip_error_strerror(part->library->zip_file_get_error(part->file)));
        return fail_part(input, sentence);
    }
    input->done_bytes += (uint64_t) got;
    if (input->done_bytes > XLSX_RATIO_FROM && input->done_bytes / XLSX_MAX_RATIO > part->packed_bytes)
        return fail_part(input, "unpacks to far more than any sheet holds: this is not read");
    if (input->done_bytes > largest_part)
        return fail_part(input, "is larger than 4 GiB");
    return (long) got;
}

static void close_part(Input *input)
{
    PartState *part = input->state;
    if (part->file)
        part->library->zip_fclose(part->file);
    part->file = NULL;
}

Input *xlsx_zip_part(XlsxZip *zip, Arena *arena, Str part, Str *problem)
{
    zip_stat_t status;
    zip_int64_t index = find_part(zip, part);
    if (index < 0 || zip->library.zip_stat_index(zip->archive, (zip_uint64_t) index, 0, &status) != 0) {
        *problem = arena_format(arena, "the workbook is damaged: it has no part %.*s", STR_ARG(part));
        return NULL;
    }
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) && status.encryption_method != ZIP_EM_NONE) {
        *problem = STR("the workbook is encrypted; save it without a password");
        return NULL;
    }
    PartState *state = arena_new(arena, PartState);
    *state = (PartState) { &zip->library, zip->library.zip_fopen_index(zip->archive, (zip_uint64_t) index, 0), status.comp_size };
    if (!state->file) {
        *problem = arena_format(arena, "%.*s cannot be unpacked: %s", STR_ARG(part), zip->library.zip_strerror(zip->archive));
        return NULL;
    }
    Input *input = arena_new(arena, Input);
    *input = (Input) { .read = read_part, .close = close_part, .name = arena_str(arena, part), .state = state };
    return input;
}
