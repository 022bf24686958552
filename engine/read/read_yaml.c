/* A YAML list of mappings, or a mapping whose one key holds that list. The file is read as a whole.

   Its problems and its records are walked together, by where they lie in the file: a problem within a record costs that record alone, one
   outside of all of them, such as a second document, ends the reading. YAML takes much for a text that nobody meant as one (the next key,
   behind a colon of another keyboard; a list in full-width brackets): that is told, and not read. */
#include "codec/yaml.h"
#include "read/formats.h"
#include "read/keyed.h"

typedef struct {
    Keyed keyed;
    Source source;
    const YamlNode *list;
    uint32_t next; /* record */
    uint32_t at;   /* byte whose line is known */
    uint64_t line;
    Diags diags; /* what is wrong but did not end the parsing, in the order of the file */
    size_t told; /* of them */
} YamlReader;

/* ---- the file */

static bool read_yaml_all(Reader *reader, Text *text)
{
    char buffer[1 << 14];
    for (;;) {
        long got = reader->input->read(reader->input, buffer, sizeof buffer);
        if (got < 0)
            return reader_stop(reader, 0, str_of(reader->input->problem));
        if (got == 0)
            return true;
        text_add(text, (Str) { buffer, (size_t) got });
        if (text->len > YAML_MAX_BYTES)
            return reader_stop(reader, 0, STR("the file is larger than 16 MiB: split it, or write it as CSV or NDJSON"));
    }
}

static bool stop_at(Reader *reader, uint32_t offset, Str sentence)
{
    YamlReader *state = reader->state;
    return reader_stop(reader, source_place(&state->source, offset).line, sentence);
}

static bool stop_with(Reader *reader, const Diag *diag)
{
    Str sentence = diag->message;
    if (reader_has_bad_bytes(reader, 0) && reader->info.others.len)
        sentence = arena_format(reader->arena, "%.*s; the file may be %.*s: name its encoding (--encoding)", STR_ARG(sentence),
                                STR_ARG(reader->info.others));
    else if (diag->hint.len)
        sentence = arena_format(reader->arena, "%.*s; %.*s", STR_ARG(sentence), STR_ARG(diag->hint));
    return stop_at(reader, diag->span.start, sentence);
}

static Str with_sign(Arena *arena, Str sentence, const YamlSign *sign)
{
    return arena_format(arena, "%.*s; %s stands where YAML has a sign of its own: %s", STR_ARG(sentence), sign->name, sign->instead);
}

static const YamlNode *read_yaml_find_list(const Reader *reader, const YamlNode *root)
{
    if (root->kind == YAML_MAPPING && root->count == 1 && keyed_is_wrapper(reader, root->pairs[0].key->text))
        root = root->pairs[0].value;
    return root->kind == YAML_SEQUENCE ? root : NULL;
}

static bool stop_without_list(Reader *reader, const YamlNode *root)
{
    const YamlReader *state = reader->state;
    Str sentence = STR("records stand in a list of mappings, or in a mapping whose one key is the table's name");
    YamlSign sign;
    if (yaml_find_sign(state->source.text, root->span, &sign))
        sentence = with_sign(reader->arena, sentence, &sign);
    return stop_at(reader, root->span.start, sentence);
}

static bool open_yaml(Reader *reader)
{
    YamlReader *state = arena_new(reader->arena, YamlReader);
    reader->state = state;
    state->line = 1;
    state->diags.arena = reader->arena;
    keyed_open(&state->keyed, reader);
    Text text = { 0 };
    bool read = read_yaml_all(reader, &text);
    state->source = (Source) { reader->mapping.path, arena_str(reader->arena, text_str(&text)) };
    text_free(&text);
    if (!read)
        return false;
    if (str_trim(state->source.text).len == 0)
        return reader_stop(reader, 0, STR("the file is empty"));
    const YamlNode *root = yaml_parse(reader->arena, &state->source, &state->diags);
    if (!root)
        return stop_with(reader, &state->diags.list.at[state->diags.list.count - 1]);
    state->list = read_yaml_find_list(reader, root);
    return state->list || stop_without_list(reader, root);
}

/* ---- records */

/* Lines are counted on from the record before. */
static uint64_t read_yaml_line_of(YamlReader *state, uint32_t offset)
{
    Str text = state->source.text;
    for (; state->at < offset; state->at++) {
        bool pair = text.at[state->at] == '\r' && state->at + 1 < text.len && text.at[state->at + 1] == '\n';
        state->line += text.at[state->at] == '\n' || (text.at[state->at] == '\r' && !pair);
    }
    return state->line;
}

/* An unquoted ~ or null is no value. */
static Str read_yaml_scalar_text(const YamlNode *node)
{
    static const char *const nothing[] = { "~", "null", "Null", "NULL" };
    for (size_t i = 0; node->style == YAML_PLAIN && i < sizeof nothing / sizeof *nothing; i++)
        if (str_is(node->text, nothing[i]))
            return STR("");
    return node->text;
}

/* A number with a point or an exponent, outside quotes. */
static bool is_decimal(const YamlNode *node)
{
    double number;
    bool has_sign = false;
    for (size_t i = 0; i < node->text.len; i++)
        has_sign |= strchr(".eE", node->text.at[i]) != NULL;
    return node->style == YAML_PLAIN && has_sign && str_to_double(node->text, &number);
}

/* A text over several lines took in what was meant to be the next key, a line end that nobody sees was read as a blank, or a list in
   full-width brackets is one text. */
static bool holds_sign(Keyed *keyed, uint32_t field, const YamlNode *node)
{
    const YamlReader *state = keyed->reader->state;
    YamlSign sign;
    bool is_changed = node->origin && node->style != YAML_BLOCK;
    bool is_list = keyed->reader->mapping.table->fields[field].kind == FIELD_LIST && str_starts_with(node->text, STR("［"));
    if ((!is_changed && !is_list) || !yaml_find_sign(state->source.text, node->span, &sign) || sign.at < node->span.start)
        return false;
    keyed_refuse(keyed, field,
                 arena_format(&keyed->batch->arena, "%s stands in it on line %u: %s", sign.name,
                              (unsigned) source_place(&state->source, sign.at).line, sign.instead));
    return true;
}

/* The text of an item or a value; false where it was refused. */
static bool take_scalar(Keyed *keyed, uint32_t field, const YamlNode *node, Str *text)
{
    if (holds_sign(keyed, field, node))
        return false;
    *text = read_yaml_scalar_text(node);
    return !is_decimal(node) || keyed_take_decimal(keyed, field, text);
}

static void put_sequence(Keyed *keyed, uint32_t field, const YamlNode *list)
{
    Str *texts = arena_array(&keyed->batch->arena, Str, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != YAML_SCALAR) {
            keyed_refuse(keyed, field, STR("a list of lists or mappings is no value of a field"));
            return;
        }
        if (!take_scalar(keyed, field, list->items[i], &texts[i]))
            return;
    }
    keyed_put_list(keyed, field, texts, list->count);
}

static void read_yaml_put_value(Keyed *keyed, uint32_t field, const YamlNode *value)
{
    Str text;
    switch (value->kind) {
    case YAML_SCALAR:
        if (take_scalar(keyed, field, value, &text))
            keyed_put(keyed, field, arena_str(&keyed->batch->arena, text));
        break;
    case YAML_SEQUENCE: put_sequence(keyed, field, value); break;
    case YAML_MAPPING: keyed_refuse(keyed, field, STR("a mapping is no value of a field")); break;
    }
}

static void add_no_mapping(Keyed *keyed, const YamlNode *record, uint64_t line)
{
    const YamlReader *state = keyed->reader->state;
    YamlSign sign;
    Str sentence = STR("a record is a mapping: field: value");
    if (yaml_find_sign(state->source.text, record->span, &sign))
        sentence = with_sign(&keyed->batch->arena, sentence, &sign);
    else if (record->kind == YAML_SCALAR && str_find(record->text, STR(":"), 0) != SIZE_MAX)
        sentence = arena_format(&keyed->batch->arena, "%.*s, with a blank behind the colon", STR_ARG(sentence));
    keyed_add_bad_record(keyed, line, sentence);
}

static void read_yaml_add_record(Keyed *keyed, const YamlNode *record, uint64_t line)
{
    if (record->kind != YAML_MAPPING) {
        add_no_mapping(keyed, record, line);
        return;
    }
    keyed_add_record(keyed, line);
    for (uint32_t i = 0; i < record->count; i++) {
        uint32_t field = keyed_find(keyed, record->pairs[i].key->text);
        if (field != FIELD_NONE)
            read_yaml_put_value(keyed, field, record->pairs[i].value);
    }
}

/* The next problem of the file that lies before this byte, or NULL. */
static const Diag *next_problem(YamlReader *state, uint32_t before)
{
    if (state->told == state->diags.list.count || state->diags.list.at[state->told].span.start >= before)
        return NULL;
    return &state->diags.list.at[state->told++];
}

/* A problem within a record costs the record; one outside of all, such as a second document, ends the reading. */
static bool read_yaml_record(Reader *reader, const YamlNode *record)
{
    YamlReader *state = reader->state;
    const Diag *outside = next_problem(state, record->span.start);
    if (outside)
        return stop_with(reader, outside);
    uint64_t line = read_yaml_line_of(state, record->span.start);
    const Diag *within = next_problem(state, record->span.end);
    if (within)
        keyed_add_bad_record(&state->keyed, line, within->message);
    else
        read_yaml_add_record(&state->keyed, record, line);
    while (next_problem(state, record->span.end))
        ;
    return true;
}

static void stop_at_problem_behind(Reader *reader)
{
    YamlReader *state = reader->state;
    const Diag *behind = next_problem(state, UINT32_MAX);
    if (behind)
        stop_with(reader, behind);
    else if (state->diags.left_out)
        reader_stop(reader, state->line, STR("the file has too many problems to go on"));
}

static void fill_yaml(Reader *reader, Batch *batch)
{
    YamlReader *state = reader->state;
    keyed_begin(&state->keyed, batch);
    while (keyed_has_room(&state->keyed) && state->next < state->list->count && !reader->problem.len) {
        bool all_told = state->diags.left_out && state->told == state->diags.list.count;
        if (all_told || !read_yaml_record(reader, state->list->items[state->next++]))
            break;
    }
    keyed_end(&state->keyed);
    if (batch->rows == 0)
        stop_at_problem_behind(reader);
}

static void close_yaml(Reader *reader)
{
    YamlReader *state = reader->state;
    if (state)
        keyed_close(&state->keyed);
}

const ReaderFormat format_yaml = { "yaml", "yaml yml", open_yaml, fill_yaml, close_yaml, NULL };
