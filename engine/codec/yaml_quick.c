/* The quick reader. Nearly every line of a pack is a key and a text, an item of a list, something in braces on one line or a part of a
   block; for these a reader needs no tokens, events and copies, and is fifteen times as fast as one that knows all of YAML. (Opening a
   pack was two thirds libyaml.) It refuses what it does not know: texts over several lines without > or |, tabs, anchors, tags, `? `,
   documents, whatever is wrong. Then libyaml reads the file from its start, so all sentences about mistakes are in one place. It must
   never understand anything otherwise than libyaml does: a test compares the two on packs that are changed at random.

   Columns count bytes: before them there are only blanks and dashes. */
#include "codec/yaml_quick.h"

#include "base/map.h"
#include "codec/yaml_parts.h"

enum { KEY_MAX_BYTES = 1000 /* libyaml looks no further than 1,024 characters for the colon */, NO_COLUMN = -1 };

/* One pass over the text. `at` is where it stands; behind each node it stands at the next line that holds something, whose first column
   is `column`, which is how blocks end. Open collections share two arrays, as a stack: each remembers where its own begin (take_items,
   yaml_quick_take_pairs). */
typedef struct {
    Arena *arena;
    Str text;
    const char *left_out;
    uint32_t at, end;
    int column; /* of the first sign on the line at `at`, where a line begins; NO_COLUMN: the file has ended */
    uint32_t depth, nodes;
    bool refused;
    ARRAY(YamlNode *) items; /* of the sequences that are open */
    ARRAY(YamlPair) pairs;   /* of the mappings that are open */
    Text block;              /* a block scalar being decoded */
} Quick;

/* Nothing is left to read, so everybody comes to an end soon. */
static void yaml_quick_refuse(Quick *q)
{
    q->refused = true;
    q->at = q->end;
    q->column = NO_COLUMN;
}

/* ---- bytes */

static char byte_at(const Quick *q, uint32_t at)
{
    return at < q->end ? q->text.at[at] : '\n';
}

static char here(const Quick *q)
{
    return byte_at(q, q->at);
}

static bool yaml_quick_is_white(char c)
{
    return c == ' ' || c == '\n';
}

static bool is_sign_here(const Quick *q, char sign)
{
    return here(q) == sign && q->at < q->end && yaml_quick_is_white(byte_at(q, q->at + 1));
}

static uint32_t yaml_quick_skip_blanks(const Quick *q, uint32_t at)
{
    while (at < q->end && q->text.at[at] == ' ')
        at++;
    return at;
}

/* byte_at gives a line end behind the text, so no one has to ask whether there is another byte. */
static uint32_t yaml_quick_find_line_end(const Quick *q, uint32_t at)
{
    const char *end = at < q->end ? memchr(q->text.at + at, '\n', q->end - at) : NULL;
    return end ? (uint32_t) (end - q->text.at) : q->end;
}

static bool yaml_quick_begins_line(const Quick *q, uint32_t at)
{
    return at == 0 || q->text.at[at - 1] == '\n';
}

/* Behind the blanks, comments and line ends at `at`. A # that follows something else at once is for libyaml. */
static uint32_t yaml_quick_skip_white(Quick *q, uint32_t at)
{
    for (;;) {
        uint32_t from = at;
        at = yaml_quick_skip_blanks(q, at);
        if (at < q->end && q->text.at[at] == '#' && (at > from || yaml_quick_begins_line(q, at)))
            at = yaml_quick_find_line_end(q, at);
        if (at >= q->end || q->text.at[at] != '\n')
            return at;
        at++;
    }
}

/* To the next line that holds something: nothing but a comment may be left on this one. */
static void yaml_quick_end_line(Quick *q)
{
    uint32_t at = yaml_quick_skip_white(q, q->at), start = at;
    while (start > q->at && !yaml_quick_begins_line(q, start))
        start--;
    if (at < q->end && !yaml_quick_begins_line(q, start)) {
        yaml_quick_refuse(q);
        return;
    }
    q->at = at;
    q->column = at < q->end ? (int) (at - start) : NO_COLUMN;
}

/* ---- nodes */

static YamlNode *yaml_quick_new_node(Quick *q, YamlKind kind, bool flow, uint32_t start, uint32_t end)
{
    if (++q->nodes > YAML_MAX_NODES)
        yaml_quick_refuse(q);
    YamlNode *node = arena_new(q->arena, YamlNode);
    *node = (YamlNode) { .kind = kind, .flow = flow, .span = { start, end } };
    return node;
}

static YamlNode *new_scalar(Quick *q, YamlStyle style, bool flow, uint32_t start, uint32_t end)
{
    YamlNode *node = yaml_quick_new_node(q, YAML_SCALAR, flow, start, end);
    node->style = style;
    node->base = start + (style == YAML_QUOTED);
    return node;
}

/* The text of a scalar that does not stand there byte for byte. */
static void set_decoded(Quick *q, YamlNode *node, Written written, Str text)
{
    node->text = text;
    node->origin = arena_array(q->arena, uint32_t, text.len + 1);
    node->span.end = yaml_align(q->text, node->span, written, text, node->origin);
}

/* ---- plain and quoted scalars on one line */

/* COUNTS: where a value is only read over, its quotes, brackets, comments and line ends. */
enum { ENDS_PLAIN = 1, ENDS_FLOW = 2, BEGINS_OTHERWISE = 4, COUNTS = 8 };

static const uint8_t roles[256] = {
    ['\n'] = ENDS_PLAIN | BEGINS_OTHERWISE | COUNTS,
    [':'] = ENDS_PLAIN | BEGINS_OTHERWISE,
    ['#'] = ENDS_PLAIN | BEGINS_OTHERWISE | COUNTS,
    [','] = ENDS_FLOW | BEGINS_OTHERWISE,
    ['['] = ENDS_FLOW | BEGINS_OTHERWISE | COUNTS,
    [']'] = ENDS_FLOW | BEGINS_OTHERWISE | COUNTS,
    ['{'] = ENDS_FLOW | BEGINS_OTHERWISE | COUNTS,
    ['}'] = ENDS_FLOW | BEGINS_OTHERWISE | COUNTS,
    ['?'] = BEGINS_OTHERWISE,
    ['&'] = BEGINS_OTHERWISE,
    ['*'] = BEGINS_OTHERWISE,
    ['!'] = BEGINS_OTHERWISE,
    ['|'] = BEGINS_OTHERWISE,
    ['>'] = BEGINS_OTHERWISE,
    ['\''] = BEGINS_OTHERWISE | COUNTS,
    ['"'] = BEGINS_OTHERWISE | COUNTS,
    ['%'] = BEGINS_OTHERWISE,
    ['@'] = BEGINS_OTHERWISE,
    ['`'] = BEGINS_OTHERWISE,
};

static uint8_t role_of(char c)
{
    return roles[(unsigned char) c];
}

/* Whether the sign at `at`, which may end a plain scalar, does. */
/* "a:b" is one text and "a: b" a pair; "a#b" is one text and "a #b" a text and a comment. In brackets a colon before a bracket or a
   comma is left to libyaml. */
static bool ends_plain(Quick *q, uint32_t at, bool flow)
{
    char c = q->text.at[at], next = byte_at(q, at + 1);
    if (c == '#')
        return q->text.at[at - 1] == ' ';
    if (c != ':')
        return true;
    if (flow && (role_of(next) & ENDS_FLOW || next == '?'))
        yaml_quick_refuse(q);
    return yaml_quick_is_white(next);
}

static YamlNode *yaml_quick_read_plain(Quick *q, bool flow)
{
    uint32_t start = q->at, at = start;
    uint8_t ends = flow ? ENDS_PLAIN | ENDS_FLOW : ENDS_PLAIN;
    bool is_dash = here(q) == '-' && (yaml_quick_is_white(byte_at(q, at + 1)) || (flow && role_of(byte_at(q, at + 1)) & ENDS_FLOW));
    if (at >= q->end || role_of(here(q)) & BEGINS_OTHERWISE || is_dash)
        yaml_quick_refuse(q);
    while (at < q->end && !(role_of(q->text.at[at]) & ends && ends_plain(q, at, flow)))
        at++;
    while (at > start && q->text.at[at - 1] == ' ')
        at--;
    YamlNode *node = new_scalar(q, YAML_PLAIN, flow, start, at);
    node->text = str_slice(q->text, start, at);
    q->at = q->refused ? q->end : at;
    return node;
}

/* The sign that an escape in double quotes stands for; 0: libyaml knows. */
static char yaml_quick_unescape(char c)
{
    return c == '\\' || c == '"' || c == '/' ? c : c == 'n' ? '\n' : c == 't' ? '\t' : 0;
}

static Str decode_quoted(Quick *q, Str raw, char quote)
{
    char *out = arena_alloc(q->arena, raw.len + 1);
    size_t size = 0;
    for (size_t i = 0; i < raw.len; i++) {
        bool is_escape = raw.at[i] == (quote == '"' ? '\\' : '\'');
        i += is_escape;
        out[size] = is_escape && quote == '"' ? yaml_quick_unescape(raw.at[i]) : raw.at[i];
        if (out[size++] == 0)
            yaml_quick_refuse(q);
    }
    return (Str) { out, size };
}

/* Where the quote closes that opens at `at`, or its line ends. */
static uint32_t yaml_quick_find_quote(const Quick *q, uint32_t at)
{
    char quote = q->text.at[at++], escape = quote == '"' ? '\\' : quote;
    for (; byte_at(q, at) != '\n'; at++) {
        char c = q->text.at[at];
        if (c != quote && c != escape)
            continue;
        bool escapes = c == escape && (quote == '"' || byte_at(q, at + 1) == quote);
        if (!escapes)
            break;
        at += byte_at(q, at + 1) != '\n';
    }
    return at;
}

static YamlNode *read_quoted(Quick *q, bool flow)
{
    uint32_t start = q->at, end = yaml_quick_find_quote(q, start);
    char quote = here(q);
    if (byte_at(q, end) != quote) {
        yaml_quick_refuse(q);
        return new_scalar(q, YAML_QUOTED, flow, start, start + 1);
    }
    YamlNode *node = new_scalar(q, YAML_QUOTED, flow, start, end + 1);
    Str raw = str_slice(q->text, start + 1, end);
    if (!raw.len || !memchr(raw.at, quote == '"' ? '\\' : quote, raw.len))
        node->text = raw;
    else
        set_decoded(q, node, quote == '"' ? WRITTEN_DOUBLE : WRITTEN_SINGLE, decode_quoted(q, raw, quote));
    q->at = q->refused ? q->end : end + 1;
    return node;
}

static YamlNode *yaml_quick_read_scalar(Quick *q, bool flow)
{
    return here(q) == '"' || here(q) == '\'' ? read_quoted(q, flow) : yaml_quick_read_plain(q, flow);
}

/* ---- block scalars */

/* The line ends from the start of a line on, where lines are empty; blanks in them may count, and are for libyaml. Returns where the
   first line begins that is not. */
static uint32_t skip_empty_lines(Quick *q, uint32_t at, size_t *lines)
{
    for (*lines = 0; at < q->end && q->text.at[at] == '\n'; at++)
        ++*lines;
    if (byte_at(q, yaml_quick_skip_blanks(q, at)) == '\n' && at < q->end)
        yaml_quick_refuse(q);
    return at;
}

/* Lines that are folded are joined by a blank, or by the empty lines between them; not those that are indented deeper. */
static uint32_t read_block_lines(Quick *q, uint32_t at, uint32_t indent, bool folds, size_t *empty_lines)
{
    size_t before = 0, line_ends = *empty_lines; /* the line ends still to be written: of the last line, and empty ones */
    bool was_deeper = false;
    while (at < q->end && yaml_quick_skip_blanks(q, at) - at >= indent && !q->refused) {
        uint32_t from = at + indent, end = yaml_quick_find_line_end(q, from);
        bool deeper = q->text.at[from] == ' ';
        if (!folds || !before || deeper || was_deeper)
            text_add_repeat(&q->block, '\n', before + line_ends);
        else if (line_ends == 0)
            text_add_char(&q->block, ' ');
        else
            text_add_repeat(&q->block, '\n', line_ends);
        text_add(&q->block, str_slice(q->text, from, end));
        was_deeper = deeper;
        before = end < q->end;
        at = skip_empty_lines(q, end + (uint32_t) before, &line_ends);
    }
    *empty_lines = line_ends;
    return at;
}

/* Behind | or >, and - or +, nothing else stands on the line. `within`: the column of the collection that the text is in. */
static YamlNode *read_block_scalar(Quick *q, int within)
{
    bool folds = here(q) == '>';
    char chomp = byte_at(q, q->at + 1);
    uint32_t start = q->at, at = start + 1 + (chomp == '-' || chomp == '+');
    YamlNode *node = new_scalar(q, YAML_BLOCK, false, start, at);
    size_t empty_lines;
    if (byte_at(q, at) != '\n' || at >= q->end) {
        yaml_quick_refuse(q);
        return node;
    }
    at = skip_empty_lines(q, at + 1, &empty_lines);
    uint32_t indent = yaml_quick_skip_blanks(q, at) - at;
    if ((int) indent <= within || indent == 0 || at >= q->end)
        yaml_quick_refuse(q); /* there is none, or it stands too far to the left */
    text_clear(&q->block);
    at = read_block_lines(q, at, indent, folds, &empty_lines);
    bool ends_line = at > 0 && q->text.at[at - 1] == '\n';
    if (chomp != '-' && ends_line)
        text_add_char(&q->block, '\n');
    if (chomp == '+')
        text_add_repeat(&q->block, '\n', empty_lines);
    node->span.end = at;
    if (!q->refused)
        set_decoded(q, node, folds ? WRITTEN_FOLDED : WRITTEN_LITERAL, arena_str(q->arena, text_str(&q->block)));
    q->at = q->refused ? q->end : at;
    return node;
}

/* ---- what lists and mappings have in common */

static void begin_collection(Quick *q)
{
    if (++q->depth > YAML_MAX_DEPTH)
        yaml_quick_refuse(q);
}

static void take_items(Quick *q, size_t first, YamlNode *node)
{
    q->depth--;
    node->count = (uint32_t) (q->items.count - first);
    node->items = arena_array(q->arena, YamlNode *, node->count);
    if (node->count)
        memcpy(node->items, q->items.at + first, node->count * sizeof *node->items);
    q->items.count = first;
}

static bool has_twins(const YamlPair *pairs, size_t count)
{
    Map known = { 0 };
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        if (count > 16)
            found = map_add(&known, pairs[i].key->text, (uint32_t) i) != i;
        for (size_t j = 0; count <= 16 && j < i; j++)
            found |= str_equal(pairs[i].key->text, pairs[j].key->text);
    }
    map_free(&known);
    return found;
}

/* Keys whose value is left out only keep others from having their name. */
static void yaml_quick_take_pairs(Quick *q, size_t first, YamlNode *node)
{
    size_t count = q->pairs.count - first;
    const YamlPair *pairs = count ? q->pairs.at + first : NULL;
    q->depth--;
    if (has_twins(pairs, count))
        yaml_quick_refuse(q);
    node->pairs = arena_array(q->arena, YamlPair, count);
    for (size_t i = 0; i < count; i++)
        if (pairs[i].value)
            node->pairs[node->count++] = pairs[i];
    q->pairs.count = first;
}

static void yaml_quick_add_pair(Quick *q, YamlNode *mapping, YamlNode *key, YamlNode *value)
{
    if (key->style == YAML_PLAIN && str_is(key->text, "<<"))
        yaml_quick_refuse(q);
    array_push(&q->pairs, ((YamlPair) { key, value }));
    mapping->span = span_join(mapping->span, key->span);
    if (value)
        mapping->span = span_join(mapping->span, value->span);
}

static bool yaml_quick_is_left_out(const Quick *q, const YamlNode *key, bool in_list)
{
    return q->left_out && in_list && str_is(key->text, q->left_out);
}

/* Over the colon behind a key, which stands on the key's line. */
static void pass_colon(Quick *q, const YamlNode *key)
{
    if (!is_sign_here(q, ':') || q->at - key->span.start > KEY_MAX_BYTES)
        yaml_quick_refuse(q);
    else
        q->at++;
}

/* ---- in brackets and braces */

static YamlNode *read_flow(Quick *q, bool in_list);

/* Over the comma behind an item or a pair, behind which another one follows. */
static void pass_comma(Quick *q, char closing)
{
    q->at = yaml_quick_skip_white(q, q->at);
    if (here(q) == closing)
        return;
    if (here(q) != ',')
        yaml_quick_refuse(q);
    q->at = q->refused ? q->end : yaml_quick_skip_white(q, q->at + 1);
    if (here(q) == closing)
        yaml_quick_refuse(q);
}

static YamlNode *read_flow_sequence(Quick *q)
{
    YamlNode *node = yaml_quick_new_node(q, YAML_SEQUENCE, true, q->at, q->at + 1);
    size_t first = q->items.count;
    begin_collection(q);
    q->at = q->refused ? q->end : yaml_quick_skip_white(q, q->at + 1);
    while (!q->refused && here(q) != ']') {
        YamlNode *item = read_flow(q, true);
        array_push(&q->items, item);
        pass_comma(q, ']');
    }
    take_items(q, first, node);
    return node;
}

static YamlNode *read_flow_mapping(Quick *q, bool in_list)
{
    YamlNode *node = yaml_quick_new_node(q, YAML_MAPPING, true, q->at, q->at + 1);
    size_t first = q->pairs.count;
    begin_collection(q);
    q->at = q->refused ? q->end : yaml_quick_skip_white(q, q->at + 1);
    while (!q->refused && here(q) != '}') {
        YamlNode *key = yaml_quick_read_scalar(q, true);
        pass_colon(q, key);
        q->at = yaml_quick_skip_white(q, q->at);
        YamlNode *value = read_flow(q, false);
        yaml_quick_add_pair(q, node, key, yaml_quick_is_left_out(q, key, in_list) ? NULL : value);
        pass_comma(q, '}');
    }
    yaml_quick_take_pairs(q, first, node);
    return node;
}

static YamlNode *read_flow(Quick *q, bool in_list)
{
    if (here(q) != '[' && here(q) != '{')
        return yaml_quick_read_scalar(q, true);
    YamlNode *node = here(q) == '[' ? read_flow_sequence(q) : read_flow_mapping(q, in_list);
    if (!q->refused)
        node->span.end = ++q->at;
    return node;
}

/* ---- in lines */

static YamlNode *read_node(Quick *q, int column, int within, bool in_list);

/* Whether a text or a comment may begin at `at`, in a line that begins at `start`. */
static bool may_begin(const Quick *q, uint32_t start, uint32_t at)
{
    char before = at > start ? q->text.at[at - 1] : ' ';
    return before == ' ' || before == '[' || before == '{' || before == ',';
}

/* The next byte from `at` on that counts where a value is read over, or the line's end. */
static uint32_t find_counting(const Quick *q, uint32_t at)
{
    while (at < q->end && !(role_of(q->text.at[at]) & COUNTS))
        at++;
    return at;
}

/* Whether what begins on the line that is read over ends there, quotes and brackets: else indentation says nothing. Returns its end, or
   refuses. Signs within a text are taken for such. */
static void pass_line(Quick *q)
{
    int open = 0;
    uint32_t start = q->at, at = find_counting(q, start);
    for (char c; (c = byte_at(q, at)) != '\n' && !(c == '#' && may_begin(q, start, at)); at = find_counting(q, at + 1)) {
        if ((c == '"' || c == '\'') && may_begin(q, start, at))
            at = yaml_quick_find_quote(q, at);
        if (byte_at(q, at) == '\n')
            open = 1, at--;
        open += (c == '[' || c == '{') - (c == ']' || c == '}');
    }
    if (open != 0)
        yaml_quick_refuse(q);
    q->at = q->refused ? q->end : yaml_quick_find_line_end(q, at);
    yaml_quick_end_line(q);
}

/* Over the value of a key in this column, by its indentation alone. */
static void skip_value(Quick *q, int column)
{
    do
        pass_line(q);
    while (q->column > column || (q->column == column && is_sign_here(q, '-')));
}

static YamlNode *read_sequence(Quick *q, int column)
{
    YamlNode *node = yaml_quick_new_node(q, YAML_SEQUENCE, false, q->at, q->at + 1);
    size_t first = q->items.count;
    begin_collection(q);
    while (!q->refused && q->column == column && is_sign_here(q, '-')) {
        uint32_t dash = q->at, at = yaml_quick_skip_blanks(q, dash + 1);
        bool is_below = byte_at(q, at) == '\n' || q->text.at[at] == '#';
        q->at = is_below ? dash + 1 : at;
        if (is_below)
            yaml_quick_end_line(q);
        if (is_sign_here(q, '-') || (is_below && q->column <= column))
            yaml_quick_refuse(q); /* lists in lists, and items that are empty */
        YamlNode *item = read_node(q, is_below ? q->column : column + (int) (at - dash), column, true);
        array_push(&q->items, item);
        node->span = span_join(node->span, item->span);
        if (q->column > column)
            yaml_quick_refuse(q);
    }
    take_items(q, first, node);
    return node;
}

/* What follows a key and its colon, on the same line or below. */
static YamlNode *yaml_quick_read_value(Quick *q, int column)
{
    uint32_t colon = q->at, at = yaml_quick_skip_blanks(q, colon);
    if (byte_at(q, at) != '\n' && (q->text.at[at] != '#' || at == colon)) {
        q->at = at;
        return read_node(q, NO_COLUMN, column, false);
    }
    yaml_quick_end_line(q);
    if (q->column > column)
        return read_node(q, q->column, column, false);
    if (q->column == column && is_sign_here(q, '-'))
        return read_sequence(q, column);
    YamlNode *nothing = new_scalar(q, YAML_PLAIN, false, colon, colon);
    nothing->text = str_slice(q->text, colon, colon);
    return nothing;
}

static YamlNode *read_mapping(Quick *q, YamlNode *key, int column, bool in_list)
{
    YamlNode *node = yaml_quick_new_node(q, YAML_MAPPING, false, key->span.start, key->span.end);
    size_t first = q->pairs.count;
    begin_collection(q);
    for (; !q->refused; key = yaml_quick_read_scalar(q, false)) {
        YamlNode *value = NULL;
        pass_colon(q, key);
        if (yaml_quick_is_left_out(q, key, in_list))
            skip_value(q, column);
        else
            value = yaml_quick_read_value(q, column);
        yaml_quick_add_pair(q, node, key, value);
        if (q->column > column)
            yaml_quick_refuse(q);
        if (q->column < column)
            break;
    }
    yaml_quick_take_pairs(q, first, node);
    return node;
}

/* The node that begins here. NO_COLUMN: it is on the line of its key, where no mapping and no list begins. Behind it a line begins. */
static YamlNode *read_node(Quick *q, int column, int within, bool in_list)
{
    char c = here(q);
    if (column != NO_COLUMN && is_sign_here(q, '-'))
        return read_sequence(q, column);
    YamlNode *node = c == '|' || c == '>'   ? read_block_scalar(q, within)
                     : c == '[' || c == '{' ? read_flow(q, in_list)
                                            : yaml_quick_read_scalar(q, false);
    if (is_sign_here(q, ':') && node->kind == YAML_SCALAR && node->style != YAML_BLOCK && column != NO_COLUMN)
        return read_mapping(q, node, column, in_list);
    yaml_quick_end_line(q);
    return node;
}

/* ---- the file */

/* Marks of documents, and directives, which only count at the start of a line. */
static bool begins_as_mark(const char *at, const char *end)
{
    Str line = { at, (size_t) (end - at) };
    if (at == end || (*at != '%' && *at != '-' && *at != '.'))
        return false;
    return str_starts_with(line, STR("%")) || str_starts_with(line, STR("---")) || str_starts_with(line, STR("..."));
}

/* Signs that mean something else to libyaml, or nothing: controls, line ends and marks of Unicode. */
static bool is_special(const unsigned char *at)
{
    if (*at < 0x80)
        return *at == 0x7F || (*at < 0x20 && *at != '\n');
    return (*at == 0xC2 && at[1] < 0xA0) || (*at == 0xE2 && at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9)) ||
           (*at == 0xEF && (at[1] == 0xBB || at[1] == 0xBF) && at[2] >= 0xBE);
}

/* Whether none of eight bytes is a control, beyond ASCII, or 0x7F: nearly all are so. */
static bool eight_are_plain(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return ((word | (word - ones * ' ') | (word + ones)) & tops) == 0;
}

/* Whether a byte is one of a character beyond ASCII that is not special: Chinese ones have no other. 0xC2, 0xE2 and 0xEF may begin one
   that is. */
static bool is_plain_beyond_ascii(char c)
{
    unsigned char byte = (unsigned char) c;
    return (byte >= 0x80 && byte < 0xC2) || (byte >= 0xE3 && byte < 0xEF);
}

static bool is_plain_file(Str text)
{
    const char *end = text.at + text.len;
    if (begins_as_mark(text.at, end))
        return false;
    for (const char *at = text.at; at < end; at++) {
        while (end - at > 8 && eight_are_plain(at))
            at += 8;
        while (end - at > 1 && is_plain_beyond_ascii(*at))
            at++;
        if (*at >= 0x20 && *at < 0x7F)
            continue;
        if (is_special((const unsigned char *) at) || (*at == '\n' && begins_as_mark(at + 1, end)))
            return false;
    }
    return true;
}

YamlNode *yaml_read_quickly(Arena *arena, const Source *source, const char *left_out)
{
    if (!source->text.len || !is_plain_file(source->text))
        return NULL;
    Quick q = { .arena = arena, .text = source->text, .end = (uint32_t) source->text.len, .left_out = left_out };
    YamlNode *root = NULL;
    yaml_quick_end_line(&q);
    if (q.column == 0)
        root = read_node(&q, 0, NO_COLUMN, false);
    bool whole = root && root->kind != YAML_SCALAR && !q.refused && q.at == q.end;
    array_free(&q.items);
    array_free(&q.pairs);
    text_free(&q.block);
    return whole ? root : NULL;
}
