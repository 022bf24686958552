/* A file of text, a name a line, or a table of which the column of keys counts, else that of labels, else the first. A line that repeats
   another one is told, and so is a name that two records have: both are meant then, and somebody should know. */
#include "run/agenda.h"

#include "base/hash.h"
#include "base/io.h"
#include "model/cell.h"
#include "model/identity.h"
#include "read/reader.h"
#include "read/stream.h"
#include "run/beside.h"
#include "run/compose.h"

/* The file is read into memory as a whole. */
enum { MOST_BYTES = 16 << 20 };

/* ---- entries */

typedef struct {
    Arena *arena;
    const Table *table;
    uint32_t label;
    Agenda *agenda;
    Complaints *complaints;
} Taking;

static Str agenda_shown(const Agenda *agenda, const Complaints *complaints, Str text)
{
    return agenda->is_private ? words_get(complaints->arena->language, WORDS_PRIVATE) : text;
}

/* All that a line may be known by: as a key, by each way of the table, and as what a record is called. */
static Str identity_by(const Taking *taking, uint32_t way, Str text)
{
    if (way < taking->table->way_count)
        return identity_of_key(taking->table, &taking->table->ways[way], text, taking->arena);
    return identity_of_cell(&taking->table->fields[taking->label], text, taking->arena, NULL);
}

static Map *map_of(Agenda *agenda, uint32_t way)
{
    return way < agenda->way_count ? &agenda->by_way[way] : &agenda->by_label;
}

/* Of a line that repeats an earlier one in any of these, all others are that one's, too. Identities may be the text itself: it is kept
   first. */
static void agenda_add_entry(Taking *taking, Str given, uint64_t line)
{
    Agenda *agenda = taking->agenda;
    Str text = arena_str(taking->arena, given);
    uint32_t ways = agenda->way_count + agenda->knows_labels, number = MAP_NONE;
    Str *identities = arena_array(taking->arena, Str, ways);
    for (uint32_t way = 0; way < ways; way++) {
        identities[way] = identity_by(taking, way, text);
        if (number == MAP_NONE && identities[way].len > 0)
            number = map_get(map_of(agenda, way), identities[way]);
    }
    bool is_new = number == MAP_NONE;
    for (uint32_t way = 0; way < ways; way++)
        if (identities[way].len > 0)
            map_add(map_of(agenda, way), identities[way], is_new ? (uint32_t) agenda->list.count : number);
    if (is_new) {
        arena_push(taking->arena, &agenda->list, ((AgendaEntry) { .text = agenda->is_private ? COMPOSE_PRIVATE : text, .line = line }));
        return;
    }
    complaint_add(taking->complaints, SEVERITY_WARNING, agenda->path, "'%.*s' is on the agenda twice",
                  STR_ARG(agenda_shown(agenda, taking->complaints, text)));
    taking->complaints->list.at[taking->complaints->list.count - 1].line = line;
}

/* ---- a file of lines */

static void take_lines(Taking *taking, Str text)
{
    uint64_t line = 0;
    for (size_t end; text.len > 0; text = end == SIZE_MAX ? (Str) { 0 } : str_slice(text, end + 1, text.len)) {
        end = str_find(text, STR("\n"), 0);
        Str entry = cell_trim(str_slice(text, 0, end == SIZE_MAX ? text.len : end));
        line++;
        if (entry.len > 0 && entry.at[0] != '#')
            agenda_add_entry(taking, entry, line);
    }
}

/* As rosters are: whoever wrote it down in an editor did not ask in which encoding. Empty with a sentence: it is no text. */
static Str agenda_decode(Arena *arena, Str path, Str bytes, Str *problem)
{
    char chunk[1 << 12];
    Text text = text_in(arena);
    Stream *stream = stream_open(arena, input_of_bytes(arena, path, bytes, 0), false, ENCODING_AUTO, problem);
    for (long got; stream && (got = stream->input.read(&stream->input, chunk, sizeof chunk)) > 0;)
        text_add(&text, (Str) { chunk, (size_t) got });
    return text_str(&text);
}

/* ---- a table */

/* The column that says who is meant; FIELD_NONE: none of them. */
static uint32_t column_of_names(const Taking *taking, const Mapping *mapping)
{
    const KeyWay *way = identity_way(mapping);
    if (way && way->count == 1)
        return way->fields[0];
    bool has_label = taking->label != INDEX_NONE && mapping_has(mapping, taking->label);
    return has_label ? taking->label : (uint32_t) FIELD_NONE;
}

/* The bytes are read once: nothing that befalls the file makes lines of what is a table, and a pipe will do. */
static bool agenda_take_table(Taking *taking, Str path, Str sheet, Str bytes)
{
    Arena memory = { .language = taking->arena->language };
    Str problem = { 0 };
    Batch batch;
    ReadOptions options = { .redact = taking->agenda->is_private, .encoding = ENCODING_AUTO, .sheet = sheet };
    Input *input = reader_format(path_extension(path)) ? input_of_bytes(&memory, path, bytes, 0) : NULL;
    Reader *reader = input ? reader_open(&memory, input, NULL, taking->table, &options, &problem) : NULL;
    uint32_t field = reader ? column_of_names(taking, &reader->mapping) : (uint32_t) FIELD_NONE;
    batch_init(&batch, BATCH_ROWS);
    while (field != FIELD_NONE && reader_next(reader, &batch))
        for (uint32_t row = 0; row < batch.rows; row++)
            if (cell_trim(batch.cells[field][row]).len > 0)
                agenda_add_entry(taking, cell_trim(batch.cells[field][row]), batch.lines[row]);
    bool is_table = field != FIELD_NONE || (sheet.len > 0 && !reader);
    problem = reader ? reader->problem : problem;
    if (is_table && problem.len > 0)
        complaint_add(taking->complaints, SEVERITY_ERROR, taking->agenda->path, "%.*s", STR_ARG(problem));
    batch_free(&batch);
    if (reader)
        reader_close(reader);
    arena_free(&memory);
    return is_table;
}

/* ---- all of it */

static void agenda_take(Taking *taking, const RunOptions *options)
{
    Str text = { 0 }, sentence = { 0 }, sheet, path = taking->agenda->path;
    Str file = reader_split_sheet(taking->arena, path, &sheet);
    bool is_read = beside_read(taking->arena, options, file, MOST_BYTES, &text, &sentence);
    taking->agenda->sha256 = sha256_of(taking->arena, text);
    if (!is_read) {
        complaint_add(taking->complaints, SEVERITY_ERROR, path, "%.*s", STR_ARG(sentence));
        return;
    }
    if (agenda_take_table(taking, file, sheet, text))
        return;
    text = agenda_decode(taking->arena, file, text, &sentence);
    if (sentence.len > 0 || str_find(text, (Str) { "", 1 }, 0) != SIZE_MAX)
        complaint_add(taking->complaints, SEVERITY_ERROR, path, "no column of it says who is meant, and it is no text: one name a line");
    else
        take_lines(taking, text);
}

Agenda agenda_read(Arena *arena, const Pack *pack, const RunOptions *options, const Selection *selection, Complaints *complaints)
{
    Agenda agenda = { .path = arena_str(arena, options->agenda), .table = INDEX_NONE };
    if (options->agenda.len == 0)
        return agenda;
    if (selection->gate_procedure == INDEX_NONE) {
        if (!options->has_gate)
            complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 },
                          "--agenda names who is to take a step, and no step is named: --gate STEP");
        return agenda;
    }
    agenda.table = pack->procedures[selection->gate_procedure].table;
    const PackTable *table = &pack->tables[agenda.table];
    agenda.way_count = table->table.way_count;
    agenda.by_way = arena_array(arena, Map, agenda.way_count);
    agenda.knows_labels = table->label != INDEX_NONE;
    agenda.is_private = options->redact;
    Taking taking = { arena, &table->table, table->label, &agenda, complaints };
    agenda_take(&taking, options);
    if (agenda.list.count == 0 && complaints->errors == 0)
        complaint_add(complaints, SEVERITY_ERROR, agenda.path, "the agenda names nobody");
    return agenda;
}

void agenda_free(Agenda *agenda)
{
    for (uint32_t i = 0; i < agenda->way_count; i++)
        map_free(&agenda->by_way[i]);
    map_free(&agenda->by_label);
}

/* ---- the records */

/* Two lines may name one record, by its key and by what it is called: it counts for both of them, and once for a line that is both. */
static uint32_t find(Agenda *agenda, const Map *map, Str identity, uint64_t line, uint32_t before)
{
    uint32_t number = identity.len > 0 ? map_get(map, identity) : (uint32_t) MAP_NONE;
    if (number == MAP_NONE || number == before)
        return before;
    AgendaEntry *entry = &agenda->list.at[number];
    entry->first = entry->found++ ? entry->first : line;
    return number;
}

void agenda_choose(Agenda *agenda, const Pack *pack, const Batch *batch, uint8_t *chosen)
{
    Arena scratch = { 0 };
    const PackTable *table = &pack->tables[agenda->table];
    const Str *labels = agenda->knows_labels ? batch->cells[table->label] : NULL;
    for (uint32_t row = 0; row < batch->rows; row++) {
        const KeyWay *way = identity_way_of(batch, row);
        uint32_t number = MAP_NONE;
        if (way && batch->identities)
            number = find(agenda, &agenda->by_way[way - table->table.ways], batch->identities[row], batch->lines[row], number);
        if (labels)
            number = find(agenda, &agenda->by_label, identity_of_cell(&table->table.fields[table->label], labels[row], &scratch, NULL),
                          batch->lines[row], number);
        chosen[row] = number != MAP_NONE;
    }
    arena_free(&scratch);
}

AgendaEntry *agenda_absent(const Agenda *agenda, Arena *arena, size_t *count)
{
    AgendaEntry *absent = arena_array(arena, AgendaEntry, agenda->list.count);
    *count = 0;
    for (size_t i = 0; i < agenda->list.count; i++)
        if (agenda->list.at[i].found == 0)
            absent[(*count)++] = agenda->list.at[i];
    return absent;
}

void agenda_end(const Agenda *agenda, Complaints *complaints)
{
    for (size_t i = 0; i < agenda->list.count; i++) {
        const AgendaEntry *entry = &agenda->list.at[i];
        Str text = agenda_shown(agenda, complaints, entry->text);
        if (entry->found == 1)
            continue;
        if (entry->found == 0)
            complaint_add(complaints, SEVERITY_WARNING, agenda->path, "'%.*s' is on the agenda and not in the batch", STR_ARG(text));
        else
            complaint_add(complaints, SEVERITY_WARNING, agenda->path,
                          "%llu records are called '%.*s', the first of them on line %llu: all are judged",
                          (unsigned long long) entry->found, STR_ARG(text), (unsigned long long) entry->first);
        complaints->list.at[complaints->list.count - 1].line = entry->line;
    }
}
