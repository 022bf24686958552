/* The archive that a workbook is, unpacked by libzip, which is loaded when the first workbook is opened: who reads CSV alone need not
   have it.

   Names of parts are compared folded, see below. What a part unpacks to is bounded by a ratio and by a size, since a few megabytes can
   stand for gigabytes of zeros; the ratio counts only from XLSX_RATIO_FROM on, for small parts of real workbooks pack well. */
#include "codec/workbook_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "base/ascii.h"
#include "base/library.h"
#include "base/map.h"
#include "codec/filekind.h"

enum { MOST_ENTRIES = 1 << 16 };

static const uint64_t largest_part = (uint64_t) 4 << 30;

/* clang-format off */
#define ZIP_FUNCTIONS(USE) \
    USE(zip_discard) USE(zip_error_code_system) USE(zip_error_code_zip) \
    USE(zip_error_fini) USE(zip_error_init) USE(zip_error_strerror) USE(zip_fclose) \
    USE(zip_file_get_error) USE(zip_fopen_index) USE(zip_fread) USE(zip_get_name) USE(zip_get_num_entries) \
    USE(zip_open_from_source) USE(zip_source_buffer_create) USE(zip_source_filep_create) USE(zip_source_free) \
    USE(zip_get_error) USE(zip_stat_index) USE(zip_strerror)
/* clang-format on */

typedef struct {
    ZIP_FUNCTIONS(LIBRARY_POINTER)
} ZipLibrary;

struct XlsxZip {
    ZipLibrary library;
    zip_source_t *source; /* until the archive has it */
    zip_t *archive;
    WorkbookBytes bytes;
    Map parts; /* by folded name: the number of the entry */
};

static void close_zip(void *object)
{
    XlsxZip *zip = object;
    if (zip->archive)
        zip->library.zip_discard(zip->archive);
    if (zip->source)
        zip->library.zip_source_free(zip->source);
    workbook_bytes_free(&zip->bytes);
    map_free(&zip->parts);
}

/* ---- names of parts

   Programs write them with backslashes, with a slash or ./ before them, with %20 for a blank on one side and not on the other, and
   in any case: what is the same part to spreadsheet programs is the same here. */

/* The character that a name has at a place, "%20" being one, and how many bytes of the name it takes. */
static char name_char(Str name, size_t at, size_t *size)
{
    char c = name.at[at];
    int high = c == '%' && at + 2 < name.len ? ascii_hex(name.at[at + 1]) : -1, low = high >= 0 ? ascii_hex(name.at[at + 2]) : -1;
    *size = low >= 0 ? 3 : 1;
    if (low >= 0)
        c = (char) (high * 16 + low);
    if (c == '\\')
        return '/';
    return ascii_lower(c);
}

static Str fold_name(Arena *arena, Str name)
{
    char *folded = arena_alloc(arena, name.len + 1);
    size_t len = 0;
    for (size_t at = 0, size; at < name.len; at += size)
        folded[len++] = name_char(name, at, &size);
    Str result = { folded, len };
    while (str_starts_with(result, STR("/")) || str_starts_with(result, STR("./")))
        result = str_slice(result, result.at[0] == '/' ? 1 : 2, result.len);
    return result;
}

static void list_parts(XlsxZip *zip, Arena *arena)
{
    zip_int64_t count = zip->library.zip_get_num_entries(zip->archive, 0);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip->library.zip_get_name(zip->archive, (zip_uint64_t) i, ZIP_FL_ENC_GUESS);
        if (name)
            map_add(&zip->parts, fold_name(arena, str_of(name)), (uint32_t) i);
    }
}

static uint32_t find_part(XlsxZip *zip, Str part)
{
    Arena scratch = { 0 };
    uint32_t index = map_get(&zip->parts, fold_name(&scratch, part));
    arena_free(&scratch);
    return index;
}

bool xlsx_zip_has(XlsxZip *zip, Str part)
{
    return find_part(zip, part) != MAP_NONE;
}

static bool has_part(void *zip, Str part)
{
    return xlsx_zip_has(zip, part);
}

/* A table in an archive: the part that ends as one. */
static Str xlsx_zip_find_table(const XlsxZip *zip)
{
    static const char *const endings[] = { ".xlsx", ".xlsm", ".xls", ".et", ".csv", ".ods" };
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
        for (uint32_t i = 0; i < zip->parts.count; i++)
            if (str_ends_with(zip->parts.entries[i].key, str_of(endings[k])))
                return zip->parts.entries[i].key;
    return (Str) { 0 };
}

Str xlsx_zip_other(XlsxZip *zip, Arena *arena)
{
    Str known = file_kind_archive(has_part, zip), table = xlsx_zip_find_table(zip);
    if (known.len || zip->parts.count == 0)
        return known.len ? known : STR("this is an archive with nothing in it, no workbook");
    if (table.len && !xlsx_zip_has(zip, STR("[Content_Types].xml")))
        return arena_format(arena, "this is an archive, no workbook, with %.*s in it: unpack it and name that file", STR_ARG(table));
    return (Str) { 0 };
}

/* ---- opening */

static bool xlsx_zip_load_library(ZipLibrary *library, Arena *arena, Str *problem)
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

/* zlib's word for it comes through as it is; a source that was not made for want of memory says nothing at all. */
static bool lacks_memory(const ZipLibrary *library, zip_error_t *error)
{
    enum { Z_MEM_ERROR = -4 };
    int code = library->zip_error_code_zip(error);
    return code == ZIP_ER_OK || code == ZIP_ER_MEMORY || (code == ZIP_ER_ZLIB && library->zip_error_code_system(error) == Z_MEM_ERROR);
}

/* libzip takes what it has no memory for, for no archive. What is none is none a second time, when there is memory. */
static zip_t *open_source(const ZipLibrary *library, zip_source_t *source, zip_error_t *error)
{
    enum { ROOM = 1 << 18 };
    zip_t *archive = library->zip_open_from_source(source, ZIP_RDONLY, error);
    if (archive || lacks_memory(library, error))
        return archive;
    /* There is either memory now, and the archive is what it is, or this gives the call up. */
    memory_free(memory_alloc(ROOM));
    library->zip_error_fini(error);
    library->zip_error_init(error);
    return library->zip_open_from_source(source, ZIP_RDONLY, error);
}

static Str xlsx_zip_open_archive(XlsxZip *zip, Arena *arena)
{
    const ZipLibrary *library = &zip->library;
    zip_error_t error;
    library->zip_error_init(&error);
    zip->source = zip->bytes.file ? library->zip_source_filep_create(zip->bytes.file, 0, -1, &error)
                                  : library->zip_source_buffer_create(zip->bytes.memory.at, zip->bytes.memory.len, 0, &error);
    if (zip->source && zip->bytes.file)
        zip->bytes.file = NULL; /* the source closes it */
    if (zip->source)
        zip->archive = open_source(library, zip->source, &error);
    if (zip->archive)
        zip->source = NULL;
    Str problem = { 0 };
    bool no_memory = !zip->archive && lacks_memory(library, &error);
    if (!zip->archive && !no_memory)
        problem = arena_format(arena, "the workbook is damaged: %s", library->zip_error_strerror(&error));
    else if (zip->archive && library->zip_get_num_entries(zip->archive, 0) > MOST_ENTRIES)
        problem = STR("the workbook has more parts than any workbook");
    library->zip_error_fini(&error);
    if (no_memory)
        memory_fault();
    return problem;
}

XlsxZip *xlsx_zip_open(Arena *arena, WorkbookBytes *bytes, Str *problem)
{
    XlsxZip *zip = arena_new(arena, XlsxZip);
    arena_defer(arena, close_zip, zip);
    zip->bytes = *bytes;
    *bytes = (WorkbookBytes) { 0 };
    if (xlsx_zip_load_library(&zip->library, arena, problem))
        *problem = xlsx_zip_open_archive(zip, arena);
    if (problem->len == 0)
        list_parts(zip, arena);
    return problem->len ? NULL : zip;
}

/* ---- parts */

typedef struct {
    const ZipLibrary *library;
    zip_file_t *file;
    uint64_t packed_bytes;
} PartState;

static long xlsx_zip_fail_part(Input *input, const char *sentence)
{
    snprintf(input->problem, sizeof input->problem, "%.*s %s", input->name.len < 100 ? (int) input->name.len : 100, input->name.at,
             sentence);
    return -1;
}

static long zip_read_part(Input *input, char *buffer, size_t size)
{
    PartState *part = input->state;
    zip_int64_t got = part->library->zip_fread(part->file, buffer, size);
    if (got < 0 && lacks_memory(part->library, part->library->zip_file_get_error(part->file)))
        memory_fault();
    if (got < 0) {
        char sentence[80];
        snprintf(sentence, sizeof sentence, "is damaged: %s",
                 part->library->zip_error_strerror(part->library->zip_file_get_error(part->file)));
        return xlsx_zip_fail_part(input, sentence);
    }
    input->done_bytes += (uint64_t) got;
    if (input->done_bytes > XLSX_RATIO_FROM && input->done_bytes / XLSX_MAX_RATIO > part->packed_bytes)
        return xlsx_zip_fail_part(input, "unpacks to far more than any sheet holds: this is not read");
    if (input->done_bytes > largest_part)
        return xlsx_zip_fail_part(input, "is larger than 4 GiB");
    return (long) got;
}

static void close_part(Input *input)
{
    PartState *part = input->state;
    if (part->file)
        part->library->zip_fclose(part->file);
    part->file = NULL;
}

static void xlsx_zip_release_part(void *part)
{
    input_close(part);
}

static bool xlsx_zip_is_encrypted(const zip_stat_t *status)
{
    return (status->valid & ZIP_STAT_ENCRYPTION_METHOD) && status->encryption_method != ZIP_EM_NONE;
}

static Input *open_entry(XlsxZip *zip, Arena *arena, Str name, const zip_stat_t *status, zip_flags_t flags, Str *problem)
{
    PartState *state = arena_new(arena, PartState);
    Input *input = arena_new(arena, Input);
    *input = (Input) { .read = zip_read_part, .close = close_part, .name = arena_str(arena, name), .state = state };
    arena_defer(arena, xlsx_zip_release_part, input); /* before there is anything to close */
    *state = (PartState) { &zip->library, zip->library.zip_fopen_index(zip->archive, status->index, flags), status->comp_size };
    if (!state->file && lacks_memory(&zip->library, zip->library.zip_get_error(zip->archive)))
        memory_fault();
    if (!state->file) {
        *problem = arena_format(arena, "%.*s cannot be unpacked: %s", STR_ARG(name), zip->library.zip_strerror(zip->archive));
        return NULL;
    }
    return input;
}

Input *xlsx_zip_part(XlsxZip *zip, Arena *arena, Str part, Str *problem)
{
    zip_stat_t status;
    uint32_t index = find_part(zip, part);
    if (index == MAP_NONE || zip->library.zip_stat_index(zip->archive, index, 0, &status) != 0) {
        *problem = arena_format(arena, "the workbook is damaged: it has no part %.*s", STR_ARG(part));
        return NULL;
    }
    if (xlsx_zip_is_encrypted(&status)) {
        *problem = STR("the workbook is encrypted; save it without a password");
        return NULL;
    }
    return open_entry(zip, arena, part, &status, 0, problem);
}

/* ---- entries as they are */

size_t xlsx_zip_count(XlsxZip *zip)
{
    return (size_t) zip->library.zip_get_num_entries(zip->archive, 0);
}

static bool stat_entry(XlsxZip *zip, Arena *arena, size_t index, zip_stat_t *status, Str *problem)
{
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    bool known = zip->library.zip_stat_index(zip->archive, index, ZIP_FL_ENC_RAW, status) == 0 && (status->valid & needed) == needed;
    if (!known)
        *problem = arena_format(arena, "the workbook is damaged: its entry %zu cannot be read", index + 1);
    else if (xlsx_zip_is_encrypted(status))
        *problem = STR("the workbook is encrypted; save it without a password");
    return known && !xlsx_zip_is_encrypted(status);
}

bool xlsx_zip_entry(XlsxZip *zip, Arena *arena, size_t index, XlsxEntry *entry, Str *problem)
{
    zip_stat_t status;
    const char *name = zip->library.zip_get_name(zip->archive, index, ZIP_FL_ENC_RAW);
    const char *converted = zip->library.zip_get_name(zip->archive, index, ZIP_FL_ENC_STRICT); /* unless it says that it is UTF-8 */
    if (!name || !stat_entry(zip, arena, index, &status, problem))
        return false;
    bool is_old_name = !converted || strcmp(name, converted) != 0;
    *entry = (XlsxEntry) { arena_str(arena, str_of(name)), status.crc, status.comp_method, status.size, status.comp_size, is_old_name };
    return true;
}

Input *xlsx_zip_packed(XlsxZip *zip, Arena *arena, size_t index, Str *problem)
{
    zip_stat_t status;
    if (!stat_entry(zip, arena, index, &status, problem))
        return NULL;
    return open_entry(zip, arena, str_of(status.name), &status, ZIP_FL_COMPRESSED, problem);
}

bool xlsx_part_is(Str part, Str entry)
{
    Arena scratch = { 0 };
    bool is = str_equal(fold_name(&scratch, part), fold_name(&scratch, entry));
    arena_free(&scratch);
    return is;
}
