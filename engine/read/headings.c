/* Headings are compared in a folded form; what is near is judged by characters, so that one wrong character of a short Chinese heading
   is as forgivable as one wrong letter.

   Three answers differ in how sure they are. headings_find knows a field by its name, other headings, titles or patterns, all of them
   the dictionary's. headings_guess also by less or more than that: without what stands in brackets, or with it put first. Neither is
   ever a matter of likeness: what is only near a heading is suggested to a person (headings_suggest), and never read. */
#include "read/headings.h"

#include "base/text.h"
#include "base/utf8.h"
#include "model/renames.h"

/* ---- folding */

/* Brackets of any kind are one: [ ] { } < > 〈 〉 《 》 「 」 『 』 【 】 〔 〕 〖 〗. */
static uint32_t fold_bracket(uint32_t code)
{
    bool is_wide = (code >= 0x3008 && code <= 0x3011) || (code >= 0x3014 && code <= 0x3017);
    if (is_wide)
        return code % 2 == 0 ? '(' : ')';
    if (code == '[' || code == '{' || code == '<')
        return '(';
    return code == ']' || code == '}' || code == '>' ? ')' : code;
}

/* One character of a heading as it is compared; 0: it does not matter. */
static uint32_t fold_code(uint32_t code)
{
    if (code >= 0x3400 && code < 0xFE00) /* Chinese characters, above all */
        return code;
    if (utf8_is_blank(code) || utf8_is_invisible(code) || code == '_')
        return 0;
    if (code >= 0xFF01 && code <= 0xFF5E)
        code = code - 0xFF01 + '!';
    code = fold_bracket(code);
    bool upper = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7);
    return upper ? code + 0x20 : code;
}

/* Stars mark what must be filled in; a colon ends many a heading. */
static Str take_marks_off(Str folded)
{
    while (folded.len && folded.at[0] == '*')
        folded = str_slice(folded, 1, folded.len);
    while (folded.len && (folded.at[folded.len - 1] == '*' || folded.at[folded.len - 1] == ':'))
        folded.len--;
    return folded;
}

/* Bytes from there on that folding leaves as they are: small letters, and characters of three bytes from U+4000 to U+9FFF. */
static size_t plain_before(Str heading, size_t at)
{
    size_t end = at;
    for (; end < heading.len; end++) {
        unsigned char c = (unsigned char) heading.at[end];
        if (c >= 0xE4 && c <= 0xE9)
            end += 2;
        else if (c < 'a' || c > 'z')
            break;
    }
    return end - at;
}

/* Bytes that are not UTF-8 are left as they are. */
static Str headings_fold(Text *out, Str heading)
{
    text_clear(out);
    if (utf8_valid_len(heading) < heading.len) {
        text_add(out, heading);
        return text_str(out);
    }
    for (size_t at = 0, size; at < heading.len; at += size) {
        size = plain_before(heading, at);
        if (size > 0) {
            text_add(out, str_slice(heading, at, at + size));
            continue;
        }
        uint32_t code = fold_code(utf8_decode(heading.at + at, &size));
        if (code)
            text_add_code(out, code);
    }
    return take_marks_off(text_str(out));
}

/* What may stand in brackets behind a heading without making it another one: units, how to write, whether to. */
static const char *const asides[] = {
    "人",     "人数",     "名",       "票",    "天",       "日",         "月",         "年",         "个月",   "岁",      "周岁",
    "周",     "次",       "小时",     "学时",  "课时",     "时",         "分",         "分数",       "%",      "元",      "万元",
    "年月日", "年/月/日", "年-月-日", "年月",  "yyyymmdd", "yyyy-mm-dd", "yyyy/mm/dd", "yyyy.mm.dd", "yyyymm", "yyyy-mm", "是/否",
    "是否",   "有/无",    "有无",     "男/女", "√",        "y/n",        "yes/no",     "必填",       "选填",   "可选",    "必须",
    "person", "persons",  "people",   "votes", "day",      "days",       "week",       "weeks",      "month",  "months",  "year",
    "years",  "hour",     "hours",    "h",     "points",   "required",   "optional",
};

/* The place behind the bracket that the last one of the heading closes; 0: there is none. */
static size_t find_aside(Str folded)
{
    size_t at = folded.len && folded.at[folded.len - 1] == ')' ? folded.len : 0;
    while (at > 0 && folded.at[at - 1] != '(')
        at--;
    return at;
}

static Str without_aside(Str folded)
{
    size_t at = find_aside(folded);
    return at ? take_marks_off(str_slice(folded, 0, at - 1)) : folded;
}

static bool has_harmless_aside(Str folded)
{
    size_t at = find_aside(folded);
    for (size_t i = 0; at && i < sizeof asides / sizeof *asides; i++)
        if (str_is(str_slice(folded, at, folded.len - 1), asides[i]))
            return true;
    return false;
}

/* ---- exact matches */

static void release_map(void *map)
{
    map_free(map);
}

static void headings_add(Headings *headings, Text *scratch, Str heading, uint32_t field)
{
    Str folded = headings_fold(scratch, heading);
    if (folded.len && map_get(&headings->fields, folded) == MAP_NONE)
        map_add(&headings->fields, arena_str(headings->arena, folded), field);
}

/* A pattern is the same where it is written the same: others may fit the same headings too, and then place alone decides. */
static void add_claim(Headings *headings, Map *patterns, const HeaderPattern *pattern, uint32_t field)
{
    uint32_t first = map_add(patterns, pattern->written, field);
    size_t at = 0;
    if (first == field)
        return;
    while (at < headings->claims.count && !str_equal(headings->claims.at[at].pattern->written, pattern->written))
        at++;
    if (at == headings->claims.count) {
        HeadingClaims claims = { .pattern = pattern };
        arena_push(headings->arena, &claims.fields, first);
        arena_push(headings->arena, &headings->claims, claims);
    }
    arena_push(headings->arena, &headings->claims.at[at].fields, field);
}

static void add_claims(Headings *headings)
{
    Map patterns = { 0 };
    for (uint32_t i = 0; i < headings->table->field_count; i++)
        for (size_t k = 0; k < headings->table->fields[i].header_pattern_count; k++)
            add_claim(headings, &patterns, &headings->table->fields[i].header_patterns[k], i);
    map_free(&patterns);
}

/* A field that is found through other records has no cell. */
static bool has_cell(const Field *field)
{
    return field->kind != FIELD_MANY;
}

/* All names of all fields are entered before any other heading, and so on: of two fields that share a word it is that of whom it is the
   name. The first in the map stays. */
enum { NAMES, OTHER_HEADINGS, TITLES, SPANS, PASSES };

static void headings_add_field(Headings *headings, Text *scratch, uint32_t index, int pass)
{
    const Field *field = &headings->table->fields[index];
    if (pass == NAMES)
        headings_add(headings, scratch, field->name, index);
    for (size_t i = 0; pass == OTHER_HEADINGS && i < field->header_count; i++)
        headings_add(headings, scratch, field->headers[i], index);
    for (size_t i = 0; pass == SPANS && i < field->span_header_count; i++)
        headings_add(headings, scratch, field->span_headers[i], index);
    for (size_t i = 0; pass == TITLES && i < field->title.count; i++)
        headings_add(headings, scratch, field->title.at[i].text, index);
}

static void add_given(Headings *headings, Text *scratch)
{
    const Renames *renames = headings->table->renames;
    for (size_t i = 0; renames && i < renames->heading_count; i++) {
        Str folded = headings_fold(scratch, renames->headings[i].heading);
        if (folded.len && map_get(&headings->given, folded) == MAP_NONE)
            map_add(&headings->given, arena_str(headings->arena, folded), (uint32_t) i);
    }
}

static uint32_t headings_find_given(const Headings *headings, Str folded)
{
    uint32_t given = map_get(&headings->given, folded);
    if (given == MAP_NONE)
        return FIELD_NONE;
    const Renamed *renamed = &headings->table->renames->headings[given];
    *renamed->used = true;
    return renamed->field;
}

uint32_t headings_given(const Headings *headings, Str heading)
{
    Text scratch = { 0 };
    uint32_t field = headings->table->renames ? headings_find_given(headings, headings_fold(&scratch, heading)) : (uint32_t) FIELD_NONE;
    text_free(&scratch);
    return field;
}

Headings *headings_new(Arena *arena, const Table *table)
{
    Headings *headings = arena_new(arena, Headings);
    *headings = (Headings) { .arena = arena, .table = table, .matcher = matcher_new(arena) };
    arena_defer(arena, release_map, &headings->fields);
    arena_defer(arena, release_map, &headings->given);
    Text scratch = { 0 };
    add_given(headings, &scratch);
    add_claims(headings);
    for (int pass = 0; pass < PASSES; pass++)
        for (uint32_t i = 0; i < table->field_count; i++)
            if (has_cell(&table->fields[i]))
                headings_add_field(headings, &scratch, i, pass);
    text_free(&scratch);
    return headings;
}

/* A pattern must match the whole of a folded heading. */
static bool fits_one(const Headings *headings, const HeaderPattern *patterns, size_t count, Str folded)
{
    for (size_t k = 0; k < count; k++)
        if (pattern_search(patterns[k].compiled, headings->matcher, folded, 0, NULL) == MATCH_YES)
            return true;
    return false;
}

static bool headings_fits_pattern(const Headings *headings, const Field *field, Str folded)
{
    return fits_one(headings, field->header_patterns, field->header_pattern_count, folded) ||
           fits_one(headings, field->span_patterns, field->span_pattern_count, folded);
}

/* The first field behind `before` that has such a pattern; where none is, the first of all. */
static uint32_t find_pattern(const Headings *headings, Str folded, uint32_t before)
{
    const Table *table = headings->table;
    uint32_t first = FIELD_NONE;
    for (uint32_t i = 0; i < table->field_count; i++) {
        bool is_behind = before == FIELD_NONE || i > before;
        if ((first != FIELD_NONE && !is_behind) || !headings_fits_pattern(headings, &table->fields[i], folded))
            continue;
        if (is_behind)
            return i;
        first = i;
    }
    return first;
}

static uint32_t find_folded(const Headings *headings, Str folded, uint32_t before)
{
    uint32_t field = map_get(&headings->fields, folded);
    if (field == MAP_NONE && has_harmless_aside(folded))
        field = map_get(&headings->fields, without_aside(folded));
    return field == MAP_NONE ? find_pattern(headings, folded, before) : field;
}

uint32_t headings_find_behind(const Headings *headings, Str heading, uint32_t before)
{
    uint32_t given = headings_given(headings, heading);
    if (given != FIELD_NONE)
        return given == FIELD_LEFT_OUT ? (uint32_t) FIELD_NONE : given;
    uint32_t exact = table_find(headings->table, heading);
    if (exact != FIELD_NONE && has_cell(&headings->table->fields[exact]))
        return exact;
    Text scratch = { 0 };
    uint32_t field = find_folded(headings, headings_fold(&scratch, heading), before);
    text_free(&scratch);
    return field;
}

uint32_t headings_find(const Headings *headings, Str heading)
{
    return headings_find_behind(headings, heading, FIELD_NONE);
}

/* Words in brackets that make another thing of what stands before them: "days (planned)" are no days. */
static bool changes_meaning(Str aside)
{
    static const char *const words[] = { "计划", "预计", "预期",   "拟",   "原",     "旧",       "曾",   "上次", "上年",  "去年", "补",
                                         "重",   "第二", "二次",   "延期", "应",     "未",       "非",   "父",   "母",    "家庭", "配偶",
                                         "紧急", "plan", "expect", "old",  "former", "previous", "last", "not",  "second" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_find(aside, str_of(words[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

/* Without anything that stands in brackets; empty: nothing would be left, nothing is in brackets, or it changes the meaning. What a
   bracket says is left out only here, after all else has failed: 日期（计划） is no date on which something happened. */
static Str without_asides(Text *out, Str folded)
{
    size_t depth = 0, open = 0;
    text_clear(out);
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.at[i] == '(' && depth++ == 0)
            open = i;
        if (depth == 0)
            text_add_char(out, folded.at[i]);
        depth -= depth > 0 && folded.at[i] == ')';
        if (depth == 0 && folded.at[i] == ')' && changes_meaning(str_slice(folded, open, i)))
            return (Str) { 0 };
    }
    return out->len < folded.len && depth == 0 ? take_marks_off(text_str(out)) : (Str) { 0 };
}

/* "支部大会时间（转正）" is "转正支部大会时间": what stands in the bracket behind, put before the rest; empty: there is none. */
static Str headings_turn(Text *out, Str folded)
{
    size_t at = find_aside(folded);
    text_clear(out);
    if (at > 1) {
        text_add(out, str_slice(folded, at, folded.len - 1));
        text_add(out, str_slice(folded, 0, at - 1));
    }
    return text_str(out);
}

uint32_t headings_guess(const Headings *headings, Str heading)
{
    uint32_t field = headings_find(headings, heading);
    if (field != FIELD_NONE || headings_given(headings, heading) != FIELD_NONE)
        return field;
    Text scratch = { 0 }, other = { 0 };
    Str folded = headings_fold(&scratch, heading), turned = headings_turn(&other, folded);
    if (turned.len)
        field = find_folded(headings, turned, FIELD_NONE);
    Str bare = field == FIELD_NONE ? without_asides(&other, folded) : (Str) { 0 };
    if (bare.len)
        field = find_folded(headings, bare, FIELD_NONE);
    text_free(&scratch);
    text_free(&other);
    return field;
}

const HeadingClaims *headings_claims(const Headings *headings, Str heading)
{
    Text scratch = { 0 };
    size_t at = 0;
    Str folded = headings->claims.count > 0 ? headings_fold(&scratch, heading) : (Str) { 0 };
    while (at < headings->claims.count && !fits_one(headings, headings->claims.at[at].pattern, 1, folded))
        at++;
    bool found = folded.len > 0 && at < headings->claims.count && map_get(&headings->fields, folded) == MAP_NONE;
    text_free(&scratch);
    return found ? &headings->claims.at[at] : NULL;
}

static bool fits_above(const Headings *headings, const Field *field, Str folded)
{
    for (size_t i = 0; i < field->above_count; i++)
        if (headings_same(field->above[i], folded))
            return true;
    return fits_one(headings, field->above_patterns, field->above_pattern_count, folded);
}

uint32_t headings_above(const Headings *headings, Str word)
{
    uint32_t given = headings_given(headings, word);
    if (given != FIELD_NONE)
        return given;
    Text scratch = { 0 }, bare = { 0 };
    uint32_t field = 0, count = headings->table->field_count;
    Str folded = headings_fold(&scratch, word), without = without_asides(&bare, folded);
    while (folded.len && field < count && !fits_above(headings, &headings->table->fields[field], without.len ? without : folded))
        field++;
    text_free(&scratch);
    text_free(&bare);
    return folded.len && field < count ? field : (uint32_t) FIELD_NONE;
}

bool headings_same(Str one, Str other)
{
    Text first = { 0 }, second = { 0 };
    bool same = str_equal(headings_fold(&first, one), headings_fold(&second, other));
    text_free(&first);
    text_free(&second);
    return same;
}

bool headings_is_span(const Headings *headings, uint32_t index, Str heading)
{
    const Field *field = &headings->table->fields[index];
    Text scratch = { 0 }, without = { 0 };
    Str folded = headings_fold(&scratch, heading), bare = without_asides(&without, folded);
    bool found = fits_one(headings, field->span_patterns, field->span_pattern_count, folded) ||
                 (bare.len && fits_one(headings, field->span_patterns, field->span_pattern_count, bare));
    for (size_t i = 0; !found && i < field->span_header_count; i++)
        found = headings_same(field->span_headers[i], folded) || headings_same(field->span_headers[i], bare);
    text_free(&scratch);
    text_free(&without);
    return found;
}

/* ---- what was matched */

typedef struct {
    Str heading, folded;
    Str turned, bare; /* folded, with what stands in the bracket behind it put before the rest; without it */
    HeadingMatch match;
    bool found;
} Explaining;

/* What is the same as it stands outranks what is the same when folded. */
static void headings_compare(Explaining *explaining, HeadingBasis basis, Str declared)
{
    Text scratch = { 0 };
    Str folded = headings_fold(&scratch, declared);
    bool same = str_equal(declared, explaining->heading) && explaining->match.basis != HEADING_GIVEN;
    bool near = str_equal(folded, explaining->folded) || str_equal(folded, explaining->turned) || str_equal(folded, explaining->bare);
    if ((same && explaining->match.folded) || (near && !explaining->found)) {
        explaining->match = (HeadingMatch) { basis, declared, !same };
        explaining->found = true;
    }
    text_free(&scratch);
}

static void explain_pattern(Explaining *explaining, const Headings *headings, const HeaderPattern *pattern)
{
    if (!fits_one(headings, pattern, 1, explaining->folded) && !fits_one(headings, pattern, 1, explaining->turned) &&
        !fits_one(headings, pattern, 1, explaining->bare))
        return;
    explaining->match = (HeadingMatch) { HEADING_PATTERN, pattern->written, true };
    explaining->found = true;
}

static void explain_span(Explaining *explaining, const Headings *headings, const Field *field)
{
    for (size_t i = 0; i < field->span_header_count; i++)
        headings_compare(explaining, HEADING_OTHER, field->span_headers[i]);
    for (size_t i = 0; !explaining->found && i < field->span_pattern_count; i++)
        explain_pattern(explaining, headings, &field->span_patterns[i]);
}

HeadingMatch headings_explain(const Headings *headings, uint32_t index, Str heading)
{
    const Field *field = &headings->table->fields[index];
    Text scratch = { 0 }, other = { 0 }, without = { 0 };
    Str folded = headings_fold(&scratch, heading), turned = headings_turn(&other, folded), bare = without_asides(&without, folded);
    Explaining explaining = { str_trim(heading), folded, turned.len ? turned : folded, bare.len ? bare : folded, .found = false };
    if (headings_given(headings, heading) == index) {
        explaining.match = (HeadingMatch) { HEADING_GIVEN, explaining.heading, false };
        explaining.found = true;
    }
    headings_compare(&explaining, HEADING_NAME, field->name);
    for (size_t i = 0; i < field->header_count; i++)
        headings_compare(&explaining, HEADING_OTHER, field->headers[i]);
    for (size_t i = 0; i < field->title.count; i++)
        headings_compare(&explaining, HEADING_TITLE, field->title.at[i].text);
    explain_span(&explaining, headings, field);
    for (uint32_t i = 0; i < headings->table->field_count; i++)
        if (headings->table->fields[i].span_to == field)
            explain_span(&explaining, headings, &headings->table->fields[i]);
    for (size_t i = 0; !explaining.found && i < field->header_pattern_count; i++)
        explain_pattern(&explaining, headings, &field->header_patterns[i]);
    text_free(&scratch);
    text_free(&other);
    text_free(&without);
    return explaining.match;
}

/* ---- near ones */

enum { LONGEST = 64 }; /* characters of a heading that is compared */

typedef struct {
    uint32_t codes[LONGEST];
    size_t count; /* 0: empty, too long, or not UTF-8 */
} Word;

static Word headings_word_of(Str heading)
{
    Word word = { .count = 0 };
    if (utf8_valid_len(heading) < heading.len || utf8_count(heading) > LONGEST)
        return word;
    for (size_t at = 0, size; at < heading.len; at += size) {
        uint32_t code = fold_code(utf8_decode(heading.at + at, &size));
        word.codes[word.count] = code;
        word.count += code != 0;
    }
    return word;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours. */
static size_t headings_distance(const Word *a, const Word *b)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b->count; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b->count; j++) {
            bool same = a->codes[i - 1] == b->codes[j - 1];
            row[j] = least(least(row[j - 1], above[j]) + 1, above[j - 1] + !same);
            bool swapped = i > 1 && j > 1 && a->codes[i - 1] == b->codes[j - 2] && a->codes[i - 2] == b->codes[j - 1];
            if (swapped)
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a->count % 3][b->count];
}

/* A Chinese character says as much as several letters: of two of them, which are a word, one may be wrong. */
static size_t allowed_distance(const Word *word)
{
    size_t wide = 0;
    for (size_t i = 0; i < word->count; i++)
        wide += word->codes[i] >= 0x2E80;
    if (wide)
        return word->count < 2 ? 0 : 1 + word->count / 6;
    return word->count < 3 ? 0 : 1 + word->count / 5;
}

typedef struct {
    const Word *word;
    Str best;
    size_t distance;
} Search;

static void try(Search *search, Str candidate)
{
    Word word = headings_word_of(candidate);
    size_t longer = word.count > search->word->count ? word.count - search->word->count : search->word->count - word.count;
    if (word.count == 0 || candidate.len == 0 || longer >= search->distance)
        return;
    size_t far = headings_distance(search->word, &word);
    if (far < search->distance && far < word.count) {
        search->best = candidate;
        search->distance = far;
    }
}

bool headings_number_rows(Str heading)
{
    static const char *const words[] = { "序号", "serial", "#" };
    Text scratch = { 0 };
    Str folded = headings_fold(&scratch, heading);
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        found |= str_find(folded, str_of(words[i]), 0) != SIZE_MAX;
    text_free(&scratch);
    return found;
}

Str headings_suggest(const Headings *headings, Str heading)
{
    if (headings_number_rows(heading))
        return (Str) { 0 };
    Text scratch = { 0 };
    Word word = headings_word_of(without_aside(headings_fold(&scratch, heading)));
    text_free(&scratch);
    Search search = { .word = &word, .distance = allowed_distance(&word) + 1 };
    for (uint32_t i = 0; word.count && i < headings->table->field_count; i++) {
        const Field *field = &headings->table->fields[i];
        if (!has_cell(field))
            continue;
        try(&search, field->name);
        for (size_t k = 0; k < field->header_count; k++)
            try(&search, field->headers[k]);
        for (size_t k = 0; k < field->span_header_count; k++)
            try(&search, field->span_headers[k]);
        for (size_t k = 0; k < field->title.count; k++)
            try(&search, field->title.at[k].text);
    }
    return search.best;
}
