/* What a part says of itself: of which pack it is, with which options it was checked, which share of how many, of which files; and at its end
   what came together, and where its sorted states are. Parts that do not agree in this were never one run. */
#ifndef DULY_RUN_PART_H
#define DULY_RUN_PART_H

#include "run/running.h"
#include "run/sorted.h"

/* An option as it was given, by the name that people know; a list divided by PART_DIVIDER. */
typedef struct {
    Str name, value;
} PartOption;
typedef ARRAY(PartOption) PartOptionList;
enum { PART_MOST = 100000 /* parts of a run */ };
#define PART_DIVIDER '\x1f'

typedef struct {
    uint32_t table;
    Str path, sheet;
    uint64_t bytes;
    Str look; /* of what stands in it, as files that are cut have; else empty */
} PartBatchFile;

typedef struct {
    uint32_t number, count;
    Str version; /* of duly */
    Str pack_path, pack_sha256;
    bool is_figures; /* nothing but figures is to come of it */
    bool counts;     /* statistics are counted */
    bool clauses;
    PartOptionList options; /* the same in the same order always */
    PartOptionList beside;  /* what stands in the files that options name, as its SHA-256; empty: there is none */
    bool *is_share;         /* by table */
    uint32_t table_count;
    ARRAY(Complaint) notes;     /* what was remarkable about the batch before it was read */
    ARRAY(PartBatchFile) files; /* all that the batch has, in the order of a run */
} PartHead;

/* What a file looks like is read for it: one that cannot be is told, and fails the run. */
PartHead part_head_of(Run *run);
/* The files that options of a run name, and the one of them that has something else in it there and here; an empty name: none has. */
PartOptionList part_beside_of(Arena *arena, const Run *run);
Str part_other_beside(const PartOptionList *a, const PartOptionList *b);
void part_head_write(Text *out, const PartHead *head);
/* Opens the file of a part and reads its head; texts live in the arena. False with a sentence; the input is the caller's to close. */
bool part_head_read(Arena *arena, Input *input, PartFile *file, PartHead *head, Str *problem);
Str part_option(const PartHead *head, const char *name);

/* What a file could not be read for. */
typedef struct {
    uint32_t file;
    uint64_t line;
    Str problem;
} PartFailure;

typedef struct {
    ARRAY(PartFailure) failures;
    ARRAY(uint64_t) files; /* where the blocks of its files begin, by number in the head; 0: this part has nothing of it; */
    ARRAY(uint64_t) ends;  /* and where the last of them is */
    SortedRuns runs;
} PartTail;

/* The sums of a run go with it; taken, they are added to those of the run. */
void part_tail_write(Text *out, const Run *run, const PartTail *tail);
bool part_tail_take(Run *run, Bytes *bytes, PartTail *tail, size_t file_count);

/* What is sorted: keys of a table, then groups of a plan of it. */
uint32_t part_kind_of_keys(const Run *run, uint32_t table);
uint32_t part_kind_of_groups(const Run *run, uint32_t table, uint32_t plan);

/* The fields that make keys of a table, each once. */
typedef ARRAY(uint32_t) PartFields;
PartFields part_key_fields(Arena *arena, const Table *table);

/* Lines of a table are counted on from file to file by so many (places.h): no file has more. */
#define PART_LINES ((uint64_t) 1 << 40)

#endif
