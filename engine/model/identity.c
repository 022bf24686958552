/* Almost every key is plain already, and one look at its bytes tells: only the others are folded or read.

   Three layers stand on one another. A text is folded (identity_of_text), a name further than other texts (identity_of_name). A cell is
   read as its field has it, and its value folded or shown in one way, so that 7, 07 and 7.0 are one int and 2003-6-1 and 20030601 one
   day (identity_of_cell). A record is known by the cells of its key, joined by a sign that no folded text holds (batch_identify).

   Folding does what Unicode's NFKC does to the signs that people type by mistake (width, blanks, half-width katakana), and nothing more:
   NFKC would also make ² a 2 and ﬁ two letters, which are different keys. */
#include "model/identity.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "model/cell.h"
#include "model/nothing.h"
#include "model/damage.h"

enum { MOST_REFERENCES = 8 /* a key may refer to a key that refers to a key */ };

/* ---- texts */

/* Whether eight bytes are graphic ASCII signs, from ! to ~: no byte borrows from the next, or carries, unless it is none. */
static bool eight_are_graphic(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return ((word | (word - 0x2121212121212121u) | (word + 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

/* How many bytes at the start need no second look. */
static size_t graphic_len(Str text)
{
    size_t len = 0;
    while (text.len - len >= 8 && eight_are_graphic(text.at + len))
        len += 8;
    return len;
}

/* Whether folding may change it: it has a blank beside a blank or at an end, one that is no space, or the first byte of a sign that is
   folded. Han letters have none of these. */
/* The suspicious bytes begin what narrow, identity_widen, utf8_is_blank and utf8_is_invisible change; a test holds this look to the
   folding itself. */
static bool may_fold(Str text)
{
    static const bool suspicious[256] = {
        ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true, [0xC2] = true, [0xCD] = true,
        [0xD8] = true, [0xE1] = true, [0xE2] = true, [0xE3] = true, [0xEF] = true, [0xF3] = true,
    };
    size_t start = graphic_len(text);
    bool blank = start == 0, may = false;
    for (size_t i = start; i < text.len; i++) {
        unsigned char c = (unsigned char) text.at[i];
        may |= suspicious[c] | (blank & (c == ' '));
        blank = c == ' ';
    }
    return may || (blank && text.len > 0);
}

static uint32_t identity_narrow(uint32_t code)
{
    static const uint16_t signs[] = { 0xA2, 0xA3, 0xAC, 0xAF, 0xA6, 0xA5, 0x20A9 }; /* from U+FFE0 on */
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFF01 + '!';
    if (code >= 0xFFE0 && code <= 0xFFE6)
        return signs[code - 0xFFE0];
    return code;
}

/* Half-width katakana, from U+FF65 on, in the width that they have in running text. */
static uint32_t identity_widen(uint32_t code)
{
    static const uint8_t letters[] = {
        /* behind U+3000 */
        0xFB, 0xF2, 0xA1, 0xA3, 0xA5, 0xA7, 0xA9, 0xE3, 0xE5, 0xE7, 0xC3, 0xFC, 0xA2, 0xA4, 0xA6, 0xA8, 0xAA, 0xAB, 0xAD, 0xAF,
        0xB1, 0xB3, 0xB5, 0xB7, 0xB9, 0xBB, 0xBD, 0xBF, 0xC1, 0xC4, 0xC6, 0xC8, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD2, 0xD5,
        0xD8, 0xDB, 0xDE, 0xDF, 0xE0, 0xE1, 0xE2, 0xE4, 0xE6, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xF3, 0x99, 0x9A,
    };
    return code >= 0xFF65 && code < 0xFF65 + sizeof letters ? 0x3000u + letters[code - 0xFF65] : code;
}

/* Behind a half-width letter its voice is a sign of its own; 0: the two are not one letter. */
static uint32_t voiced(uint32_t letter, uint32_t mark)
{
    bool first = letter >= 0x30AB && letter <= 0x30C1 && letter % 2 == 1;
    bool second = letter == 0x30C4 || letter == 0x30C6 || letter == 0x30C8;
    bool third = letter >= 0x30CF && letter <= 0x30DB && letter % 3 == 0;
    if (mark == 0x3099 && letter == 0x30A6)
        return 0x30F4;
    if (mark == 0x3099 && (first || second || third))
        return letter + 1;
    return mark == 0x309A && third ? letter + 2 : 0;
}

/* Names of several parts have a dot between them, and keyboards have many. The plain one stands for all. */
static uint32_t identity_dot_of(uint32_t code)
{
    static const uint16_t dots[] = { 0xB7, 0x387, 0x2022, 0x2027, 0x2219, 0x22C5, 0x2E31, 0x30FB, 0xFF65 };
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
        if (code == dots[i])
            return '.';
    return code;
}

/* Whether a blank between two letters of a name parts nothing. */
static bool parts_nothing(uint32_t before, uint32_t after)
{
    return utf8_is_han(before) || utf8_is_han(after) || before == '.' || after == '.';
}

/* Never longer than the text: signs become narrower or are left out, half-width katakana keep their three bytes, and a run of blanks is
   one. */
static Str identity_fold(Str text, Arena *arena, bool is_name)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    uint32_t before = 0; /* the last sign that was put out; 0: none */
    bool parted = false;
    for (size_t at = 0, size; at < text.len; at += size) {
        uint32_t code = utf8_decode(text.at + at, &size);
        if (utf8_is_invisible(code))
            continue;
        if (utf8_is_blank(code)) {
            parted = true;
            continue;
        }
        code = is_name ? identity_dot_of(code) : code;
        code = identity_widen(identity_narrow(code));
        uint32_t joined = parted ? 0 : voiced(before, code);
        if (joined) {
            len += utf8_encode(joined, out + len - 3) - 3;
            before = joined;
            continue;
        }
        if (parted && before && !(is_name && parts_nothing(before, code)))
            out[len++] = ' ';
        len += utf8_encode(code, out + len);
        before = code;
        parted = false;
    }
    return (Str) { out, len };
}

/* Dots and blanks of names are in plain texts, too. */
static bool may_fold_name(Str text)
{
    bool may = may_fold(text);
    for (size_t i = 0; i < text.len && !may; i++)
        may = text.at[i] == ' ' || text.at[i] == '\xCE';
    return may;
}

Str identity_of_text(Str text, Arena *arena)
{
    return !identity_is_graphic(text) && may_fold(text) && utf8_valid_len(text) == text.len ? identity_fold(text, arena, false) : text;
}

Str identity_of_name(Str text, Arena *arena)
{
    return may_fold_name(text) && utf8_valid_len(text) == text.len ? identity_fold(text, arena, true) : text;
}

/* ---- values */

static Str identity_text_of(Value value, Arena *arena)
{
    Text text = { 0 };
    if (value.kind == KIND_DOUBLE)
        text_add_double(&text, value.d == 0 ? 0 : value.d); /* exact, and without a sign before zero */
    else
        value_show(&text, value);
    Str copy = arena_str(arena, text_str(&text));
    text_free(&text);
    return copy;
}

static Str identity_of_string(const Type *type, Str text, Arena *arena)
{
    return type && type->is_name ? identity_of_name(text, arena) : identity_of_text(text, arena);
}

Str identity_of_value(const Type *type, Value value, Arena *arena)
{
    if (value_is_error(value))
        return (Str) { 0 };
    if (value.kind == KIND_RECORD)
        return value.key->identity;
    return value.kind == KIND_STRING ? identity_of_string(type, value_as_str(value), arena) : identity_text_of(value, arena);
}

static bool is_no_number(Value value)
{
    return value.kind == KIND_DOUBLE && value.d != value.d;
}

bool identity_is_same(const Type *type, Value a, Value b, Arena *arena)
{
    if (a.kind != b.kind || a.kind == KIND_ERROR)
        return a.kind == b.kind;
    if (value_equal(a, b) || (is_no_number(a) && is_no_number(b)))
        return true;
    return a.kind == KIND_STRING &&
           str_equal(identity_of_string(type, value_as_str(a), arena), identity_of_string(type, value_as_str(b), arena));
}

/* ---- cells */

/* Graphic ASCII signs alone: whatever the pattern is, the value is this text. */
static bool identity_is_plain(Str text)
{
    return identity_is_graphic(text) && damage_of_plain(text) == DAMAGE_NONE;
}

/* A whole number in its usual form. */
static bool is_usual_number(Str text)
{
    size_t start = text.len > 1 && text.at[0] == '-', i = start;
    while (i < text.len && ascii_is_digit(text.at[i]))
        i++;
    return i == text.len && i > start && i - start < 18 && (text.at[start] != '0' || text.len == 1);
}

static bool identity_is_text(FieldKind kind)
{
    return kind == FIELD_STRING || kind == FIELD_REF;
}

/* Known without reading it. */
static bool needs_no_reading(const Field *field, Str text)
{
    return (identity_is_text(field->kind) && identity_is_plain(text) && !nothing_is_said(field, text)) ||
           (field->kind == FIELD_INT && is_usual_number(text));
}

/* What is written into a reference is a key of the records that it leads to. */
static const Field *meant_field(const Field *field)
{
    for (int i = 0; i < MOST_REFERENCES && field->kind == FIELD_REF && field->refers_to; i++)
        field = field->refers_to;
    return field;
}

/* A month is none of its days. */
static Str identity_of_month(Date date, Arena *arena)
{
    return arena_format(arena, "%04d-%02d", date_year(date), date_month(date));
}

static Str read_identity(const Field *field, Str text, Arena *arena, Matcher *matcher)
{
    Value value;
    if (field->pattern && !matcher)
        matcher = matcher_new(arena);
    CellResult result = cell_read(field, text, arena, matcher, &value);
    if (result == CELL_UNKNOWN) /* what is no value of an enum is still the same text */
        return identity_of_value(&TYPE_STRING, value_str(text), arena);
    if (result == CELL_MONTH && value.kind == KIND_DATE)
        return identity_of_month(value.date, arena);
    return cell_has_value(result) ? identity_of_value(field->type, value, arena) : (Str) { 0 };
}

Str identity_of_cell(const Field *field, Str cell, Arena *arena, Matcher *matcher)
{
    Str text = cell_trim(cell);
    field = meant_field(field);
    return text.len == 0 || needs_no_reading(field, text) ? text : read_identity(field, text, arena, matcher);
}

/* The type of fields whose values are of this one. */
static FieldKind kind_written(const Type *type)
{
    if (type->values || type->is_name)
        return type->is_name ? FIELD_NAME : FIELD_ENUM;
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++)
        if (field_types[kind].type && field_types[kind].type->kind == type->kind)
            return (FieldKind) kind;
    return type->kind == KIND_UINT ? FIELD_INT : FIELD_STRING;
}

Str identity_of_written(const Type *type, Str text, Arena *arena)
{
    Field field = { .kind = kind_written(type), .type = type };
    if (type->values)
        field.values = *type->values;
    Str identity = identity_of_cell(&field, text, arena, NULL);
    return identity.len ? identity : identity_of_text(text, arena);
}

/* ---- records */

static bool has_all(const Mapping *mapping, const KeyWay *way)
{
    for (uint32_t i = 0; i < way->count; i++)
        if (!mapping_has(mapping, way->fields[i]))
            return false;
    return way->count > 0;
}

const KeyWay *identity_way(const Mapping *mapping)
{
    for (uint32_t i = 0; i < mapping->table->way_count; i++)
        if (has_all(mapping, &mapping->table->ways[i]))
            return &mapping->table->ways[i];
    return NULL;
}

static bool has_cells(const Batch *batch, const KeyWay *way, uint32_t row)
{
    for (uint32_t i = 0; i < way->count; i++)
        if (!batch->cells[way->fields[i]] || cell_trim(batch->cells[way->fields[i]][row]).len == 0)
            return false;
    return true;
}

const KeyWay *identity_way_of(const Batch *batch, uint32_t row)
{
    const Table *table = batch->mapping->table;
    for (uint32_t i = 0; batch->mapping->keyed && table->way_count > 1 && i < table->way_count; i++)
        if (has_cells(batch, &table->ways[i], row))
            return &table->ways[i];
    return identity_way(batch->mapping);
}

bool identity_is_referred_to(const Table *table, const KeyWay *way)
{
    return way && way->count == 1 && way->fields[0] == table->key;
}

/* No part holds the sign between them, a control, for cells that hold one are damaged. A record lacking one part is known by nothing. */
static Str join_parts(const Str *parts, uint32_t count, Arena *arena)
{
    Text joined = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        text_add(&joined, i > 0 ? STR("\x1F") : (Str) { 0 });
        text_add(&joined, parts[i]);
        if (parts[i].len == 0) {
            text_free(&joined);
            return (Str) { 0 };
        }
    }
    Str identity = arena_str(arena, text_str(&joined));
    text_free(&joined);
    return identity;
}

/* What a person writes for a key of several fields has blanks between the parts. The last parts hold no blanks; the first may, as names
   do: so it is parted from the end. */
Str identity_of_key(const Table *table, const KeyWay *way, Str written, Arena *arena)
{
    Str *parts = arena_array(arena, Str, way->count);
    Str rest = cell_trim(written);
    for (uint32_t i = way->count; i-- > 0;) {
        size_t at = i > 0 ? rest.len : 0;
        while (at > 0 && rest.at[at - 1] != ' ')
            at--;
        parts[i] = identity_of_cell(&table->fields[way->fields[i]], str_slice(rest, at, rest.len), arena, NULL);
        rest = cell_trim(str_slice(rest, 0, at));
    }
    return way->count == 1 ? parts[0] : join_parts(parts, way->count, arena);
}

static void identify_by_one(Batch *batch, uint32_t key, Arena *arena)
{
    const Field *field = meant_field(&batch->mapping->table->fields[key]);
    const Str *cells = batch->cells[key];
    Matcher *matcher = NULL;
    for (uint32_t row = 0; cells && row < batch->rows; row++) {
        Str text = cell_trim(cells[row]);
        bool is_known = text.len == 0 || needs_no_reading(field, text);
        if (!is_known && field->pattern && !matcher)
            matcher = matcher_new(arena);
        batch->identities[row] = is_known ? text : read_identity(field, text, arena, matcher);
    }
}

static Str identify_by_several(const Batch *batch, const KeyWay *way, uint32_t row, Arena *arena)
{
    Str *parts = arena_array(arena, Str, way->count);
    for (uint32_t i = 0; i < way->count; i++) {
        const Str *cells = batch->cells[way->fields[i]];
        parts[i] = cells ? identity_of_cell(&batch->mapping->table->fields[way->fields[i]], cells[row], arena, NULL) : (Str) { 0 };
    }
    return way->count == 1 ? parts[0] : join_parts(parts, way->count, arena);
}

void batch_identify(Batch *batch, Arena *arena)
{
    const Table *table = batch->mapping->table;
    const KeyWay *way = identity_way(batch->mapping);
    bool is_one = way && way->count == 1 && !(batch->mapping->keyed && table->way_count > 1);
    batch->identities = NULL;
    if (!way || (is_one && !batch->cells[way->fields[0]]))
        return;
    batch->identities = arena_alloc_column(arena, batch->rows * sizeof *batch->identities);
    if (is_one)
        identify_by_one(batch, way->fields[0], arena);
    for (uint32_t row = 0; !is_one && row < batch->rows; row++)
        batch->identities[row] = identify_by_several(batch, identity_way_of(batch, row), row, arena);
}
