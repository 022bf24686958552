/* libyaml's events become a tree in an arena. libyaml knows the syntax; places, bounds and what is not allowed are ours. Files in plain
   forms do not come here (yaml_quick.c).

   Places are the difficulty. libyaml counts characters, and of a scalar it gives what it means and not what stands there; so characters
   are turned into bytes (character_offset), and each byte of a decoded text is given the byte that it came from (yaml_align). A mistake
   in the middle of an expression that is folded over three lines is then shown where it is.

   Broken syntax ends the reading, since nothing that follows can be trusted; what is only not allowed (tags, anchors, twins of a key) is
   told and left out, so that all mistakes of a file are told at once. */
#include "codec/yaml.h"

#include "base/ascii.h"
#include "base/map.h"
#include "base/utf8.h"
#include "codec/yaml_parts.h"
#include "codec/yaml_quick.h"

typedef struct {
    YamlNode *key, *value; /* NULL: left out */
    uint32_t line;
} PairDraft;

typedef struct {
    Arena *arena;
    const Source *source;
    Diags *diags;
    Characters characters;
    yaml_parser_t parser;
    yaml_event_t event; /* the one that is looked at */
    uint32_t depth, nodes;
    bool failed;             /* there is no going on */
    const char *left_out;    /* see yaml_parse_without; NULL: nothing is */
    bool in_list;            /* the node that is looked at is an item of a list */
    ARRAY(YamlNode *) items; /* of the sequences that are open */
    ARRAY(PairDraft) pairs;  /* of the mappings that are open */
} Builder;

/* ---- events and problems */

static bool yaml_fail(Builder *b, DiagCode code, Span span, const char *sentence)
{
    b->failed = true;
    return diag_add(b->diags, code, b->source, span, "%s", sentence);
}

static bool next_event(Builder *b)
{
    yaml_event_delete(&b->event);
    if (yaml_parser_parse(&b->parser, &b->event))
        return true;
    if (b->parser.error == YAML_MEMORY_ERROR)
        memory_fault();
    yaml_explain(&b->parser, &b->characters, b->source, b->diags);
    b->failed = true;
    return false;
}

static Span event_span(Builder *b)
{
    return (Span) { character_offset(&b->characters, b->event.start_mark.index),
                    character_offset(&b->characters, b->event.end_mark.index) };
}

static void tell_feature(Builder *b, Span span, const char *sentence, const char *hint)
{
    diag_add(b->diags, E_YAML_FEATURE, b->source, span, "%s", sentence);
    if (hint)
        diag_hint(b->diags, "%s", hint);
}

static const char quote_it[] = "an expression that begins with this sign needs quotes around it, or is written after >- "
                               "on the next line";

/* ---- tags and anchors, which libyaml counts to the node that follows */

static bool yaml_begins_line(Str text, uint32_t at)
{
    for (uint32_t size = 1; size <= 3 && size <= at; size++)
        if (yaml_line_end(text, at - size, at) == size)
            return true;
    return at == 0;
}

/* Bytes of the blank or line end at `at`, or of a byte order mark where libyaml passes over it; 0: there is none. */
static size_t white_size(Str text, uint32_t at, uint32_t end)
{
    if (ascii_is_gap(text.at[at]))
        return 1;
    bool is_mark = str_starts_with(str_slice(text, at, end), STR("\xEF\xBB\xBF"));
    return is_mark && yaml_begins_line(text, at) ? 3 : yaml_line_end(text, at, end);
}

static uint32_t skip_white_and_comments(Str text, uint32_t at, uint32_t end)
{
    for (bool comment = false; at < end;) {
        size_t white = white_size(text, at, end);
        if (!white && !comment && text.at[at] != '#')
            break;
        comment = yaml_line_end(text, at, end) == 0 && (comment || text.at[at] == '#');
        at += white ? (uint32_t) white : 1;
    }
    return at;
}

static bool yaml_is_word(char c)
{
    return ascii_is_letter_or_digit(c) || c == '_' || c == '-';
}

/* Behind the tag or anchor at `at`, as libyaml reads them: !tag, !<tag>, &name. */
static uint32_t skip_property(Str text, uint32_t at, uint32_t end)
{
    bool anchor = text.at[at++] == '&', verbatim = !anchor && at < end && text.at[at] == '<';
    while (at < end && (anchor ? yaml_is_word(text.at[at]) : !white_size(text, at, end))) {
        if (verbatim ? text.at[at] == '>' : !anchor && strchr(",[]{}", text.at[at]) != NULL)
            return at + verbatim;
        at++;
    }
    return at;
}

/* Tells about each of them and returns where the node itself begins. */
static uint32_t pass_properties(Builder *b, Span span)
{
    Str text = b->source->text;
    uint32_t at = span.start;
    while (at < span.end && (text.at[at] == '!' || text.at[at] == '&')) {
        Span word = { at, skip_property(text, at, span.end) };
        bool tag = text.at[at] == '!';
        tell_feature(b, word, tag ? "tags are not allowed" : "anchors are not allowed", quote_it);
        at = skip_white_and_comments(text, word.end, span.end);
    }
    return at;
}

/* ---- nodes: NULL where one is left out, or the building failed */

static YamlNode *build_node(Builder *b, bool flow);

static YamlNode *yaml_new_node(Builder *b, YamlKind kind, bool flow)
{
    Span span = event_span(b);
    if (++b->nodes > YAML_MAX_NODES)
        yaml_fail(b, E_YAML_LIMIT, span, "more than about a million keys and values");
    span.start = pass_properties(b, span);
    YamlNode *node = arena_new(b->arena, YamlNode);
    *node = (YamlNode) { .kind = kind, .flow = flow, .span = span };
    return node;
}

static const struct {
    Written written;
    YamlStyle style;
} styles[] = {
    [YAML_ANY_SCALAR_STYLE] = { WRITTEN_PLAIN, YAML_PLAIN },
    [YAML_PLAIN_SCALAR_STYLE] = { WRITTEN_PLAIN, YAML_PLAIN },
    [YAML_SINGLE_QUOTED_SCALAR_STYLE] = { WRITTEN_SINGLE, YAML_QUOTED },
    [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = { WRITTEN_DOUBLE, YAML_QUOTED },
    [YAML_LITERAL_SCALAR_STYLE] = { WRITTEN_LITERAL, YAML_BLOCK },
    [YAML_FOLDED_SCALAR_STYLE] = { WRITTEN_FOLDED, YAML_BLOCK },
};

/* Most scalars are on one line and hold no escape. */
static bool stands_verbatim(const Builder *b, const YamlNode *node, Str text)
{
    size_t quotes = node->style == YAML_QUOTED ? 2 : 0;
    return node->style != YAML_BLOCK && node->span.end - node->span.start == text.len + quotes &&
           memcmp(b->source->text.at + node->base, text.at, text.len) == 0;
}

static YamlNode *build_scalar(Builder *b, bool flow)
{
    YamlNode *node = yaml_new_node(b, YAML_SCALAR, flow);
    yaml_scalar_style_t style = b->event.data.scalar.style;
    node->style = styles[style].style;
    node->base = node->span.start + (node->style == YAML_QUOTED);
    Str text = { (const char *) b->event.data.scalar.value, b->event.data.scalar.length };
    if (stands_verbatim(b, node, text)) {
        node->text = str_slice(b->source->text, node->base, node->base + text.len);
    } else {
        node->text = arena_str(b->arena, text);
        node->origin = arena_array(b->arena, uint32_t, node->text.len + 1);
        node->span.end = yaml_align(b->source->text, node->span, styles[style].written, node->text, node->origin);
    }
    return node;
}

static void yaml_widen(YamlNode *node, const YamlNode *part)
{
    if (part)
        node->span = span_join(node->span, part->span);
}

/* Passes over a node, whose first event is there. */
static void skip_node(Builder *b)
{
    int open = 0;
    do {
        int type = (int) b->event.type;
        open += type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT;
        open -= type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT;
    } while (open > 0 && next_event(b));
}

static YamlNode *build_sequence(Builder *b, bool flow)
{
    YamlNode *node = yaml_new_node(b, YAML_SEQUENCE, flow);
    size_t first = b->items.count;
    while (!b->failed && next_event(b) && b->event.type != YAML_SEQUENCE_END_EVENT) {
        b->in_list = true;
        YamlNode *item = build_node(b, flow);
        b->in_list = false;
        if (item)
            array_push(&b->items, item);
        yaml_widen(node, item);
    }
    node->count = (uint32_t) (b->items.count - first);
    node->items = arena_array(b->arena, YamlNode *, node->count);
    if (node->count)
        memcpy(node->items, b->items.at + first, node->count * sizeof *node->items);
    b->items.count = first;
    return node;
}

/* The mapping being built. A few keys are looked through; many are in `known` too. */
typedef struct {
    size_t first; /* of its pairs */
    Map known;    /* their positions */
    bool in_list;
} Keys;

enum { FEW_KEYS = 16 };

/* The pair that has the key already; NULL: none. */
static const PairDraft *yaml_find_key(const Builder *b, Keys *keys, Str name)
{
    uint32_t count = (uint32_t) (b->pairs.count - keys->first);
    const PairDraft *pairs = count > 0 ? b->pairs.at + keys->first : NULL;
    if (count > FEW_KEYS) {
        for (uint32_t i = keys->known.count; i < count; i++)
            map_add(&keys->known, pairs[i].key->text, i);
        uint32_t at = map_get(&keys->known, name);
        return at == MAP_NONE ? NULL : &pairs[at];
    }
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(pairs[i].key->text, name))
            return &pairs[i];
    return NULL;
}

/* Whether a key may stand where it stands. */
static bool accept_key(Builder *b, Keys *keys, const YamlNode *key)
{
    if (key->kind != YAML_SCALAR) {
        tell_feature(b, key->span, "a key is a plain text, no list and no mapping", NULL);
        return false;
    }
    if (key->style == YAML_PLAIN && str_is(key->text, "<<")) {
        tell_feature(b, key->span, "merge keys are not allowed", NULL);
        return false;
    }
    const PairDraft *twin = yaml_find_key(b, keys, key->text);
    if (twin)
        return diag_add(b->diags, E_DUPLICATE_KEY, b->source, key->span, "the key '%.*s' already stands on line %u", STR_ARG(key->text),
                        twin->line);
    return true;
}

static bool yaml_is_left_out(const Builder *b, const Keys *keys, const YamlNode *key)
{
    return b->left_out && keys->in_list && key && key->kind == YAML_SCALAR && str_is(key->text, b->left_out);
}

/* The pair that begins with the current event. */
static void build_pair(Builder *b, Keys *keys, bool flow, YamlNode *mapping)
{
    uint32_t line = (uint32_t) b->event.start_mark.line + 1;
    YamlNode *key = build_node(b, flow), *value = NULL;
    bool accept = !b->failed && key && accept_key(b, keys, key);
    size_t place = b->pairs.count;
    if (accept)
        array_push(&b->pairs, ((PairDraft) { key, NULL, line }));
    if (!b->failed && next_event(b)) {
        if (yaml_is_left_out(b, keys, key))
            skip_node(b);
        else
            value = build_node(b, flow);
    }
    if (accept)
        b->pairs.at[place].value = value;
    yaml_widen(mapping, key);
    yaml_widen(mapping, value);
}

/* Gives the mapping its pairs; one whose value is left out only kept its key from standing twice. */
static void yaml_take_pairs(Builder *b, size_t first, YamlNode *node)
{
    node->pairs = arena_array(b->arena, YamlPair, b->pairs.count - first);
    for (size_t i = first; i < b->pairs.count; i++)
        if (b->pairs.at[i].value)
            node->pairs[node->count++] = (YamlPair) { b->pairs.at[i].key, b->pairs.at[i].value };
    b->pairs.count = first;
}

static YamlNode *build_mapping(Builder *b, bool flow, bool in_list)
{
    YamlNode *node = yaml_new_node(b, YAML_MAPPING, flow);
    Keys keys = { .first = b->pairs.count, .in_list = in_list };
    while (!b->failed && next_event(b) && b->event.type != YAML_MAPPING_END_EVENT)
        build_pair(b, &keys, flow, node);
    map_free(&keys.known);
    yaml_take_pairs(b, keys.first, node);
    return node;
}

static YamlNode *build_collection(Builder *b, bool flow)
{
    if (b->depth == YAML_MAX_DEPTH) {
        yaml_fail(b, E_YAML_LIMIT, event_span(b), "more than 64 levels");
        return NULL;
    }
    b->depth++;
    bool sequence = b->event.type == YAML_SEQUENCE_START_EVENT, in_list = b->in_list;
    b->in_list = false;
    YamlNode *node = sequence ? build_sequence(b, flow) : build_mapping(b, flow, in_list);
    b->depth--;
    if (flow && !b->failed)
        node->span.end = event_span(b).end;
    return node;
}

static YamlNode *build_node(Builder *b, bool flow)
{
    switch ((int) b->event.type) {
    case YAML_SCALAR_EVENT: return build_scalar(b, flow);
    case YAML_SEQUENCE_START_EVENT: return build_collection(b, b->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
    case YAML_MAPPING_START_EVENT: return build_collection(b, b->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
    default: /* an alias */ tell_feature(b, event_span(b), "aliases are not allowed", quote_it); return NULL;
    }
}

/* ---- documents */

static void refuse_directives(Builder *b)
{
    const yaml_event_t *event = &b->event;
    bool found = event->data.document_start.version_directive ||
                 event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end;
    if (found)
        tell_feature(b, event_span(b), "directives (%YAML, %TAG) are not allowed", NULL);
}

static bool yaml_is_nothing(const YamlNode *node)
{
    return !node || (node->kind == YAML_SCALAR && node->style == YAML_PLAIN && node->text.len == 0);
}

/* The one document of the stream. */
static YamlNode *build_document(Builder *b)
{
    YamlNode *root = NULL;
    if (!next_event(b) || !next_event(b)) /* the stream begins; a document, or the stream's end */
        return NULL;
    if (b->event.type == YAML_DOCUMENT_START_EVENT) {
        refuse_directives(b);
        if (next_event(b))
            root = build_node(b, false);
        if (b->failed || !next_event(b) || !next_event(b)) /* the document's end, and what follows */
            return NULL;
    }
    if (b->event.type == YAML_DOCUMENT_START_EVENT)
        tell_feature(b, event_span(b), "a file holds one document, and a second one begins here", NULL);
    if (yaml_is_nothing(root)) {
        root = arena_new(b->arena, YamlNode);
        root->kind = YAML_MAPPING;
    }
    return root;
}

static bool accept_bytes(const Source *source, Diags *diags)
{
    Str text = source->text;
    if (text.len > YAML_MAX_BYTES)
        return diag_add(diags, E_YAML_LIMIT, source, (Span) { 0, 0 }, "the file is larger than 16 MiB");
    if (str_starts_with(text, STR("\xFF\xFE")) || str_starts_with(text, STR("\xFE\xFF")))
        return diag_add(diags, E_UTF8, source, (Span) { 0, 0 }, "the file is UTF-16; save it as UTF-8");
    uint32_t valid = (uint32_t) utf8_valid_len(text);
    if (valid < text.len)
        return diag_add(diags, E_UTF8, source, (Span) { valid, valid + 1 }, "the byte 0x%02X is not UTF-8 here",
                        (unsigned) (unsigned char) text.at[valid]);
    return true;
}

YamlNode *yaml_parse(Arena *arena, const Source *source, Diags *diags)
{
    return yaml_parse_without(arena, source, NULL, diags);
}

static void release_parser(void *builder)
{
    Builder *b = builder;
    yaml_event_delete(&b->event);
    yaml_parser_delete(&b->parser);
}

YamlNode *yaml_read_fully(Arena *arena, const Source *source, const char *key, Diags *diags)
{
    Builder b = { .arena = arena, .source = source, .diags = diags, .left_out = key };
    MemoryHold hold;
    if (!yaml_parser_initialize(&b.parser))
        memory_fault();
    memory_hold(&hold, release_parser, &b);
    b.characters = characters_of(source->text);
    Str text = source->text.len ? str_slice(source->text, b.characters.base, source->text.len) : STR("");
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *) text.at, text.len);
    YamlNode *root = build_document(&b);
    memory_let_go(&hold);
    release_parser(&b);
    array_free(&b.items);
    array_free(&b.pairs);
    return b.failed ? NULL : root;
}

YamlNode *yaml_parse_without(Arena *arena, const Source *source, const char *key, Diags *diags)
{
    if (!accept_bytes(source, diags))
        return NULL;
    YamlNode *root = yaml_read_quickly(arena, source, key);
    return root ? root : yaml_read_fully(arena, source, key, diags);
}

YamlNode *yaml_get(const YamlNode *mapping, const char *key)
{
    for (uint32_t i = 0; mapping->kind == YAML_MAPPING && i < mapping->count; i++)
        if (str_is(mapping->pairs[i].key->text, key))
            return mapping->pairs[i].value;
    return NULL;
}
