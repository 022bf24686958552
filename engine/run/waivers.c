/* The file of waivers: found, read, and what is told of it at the end. A waiver is an exception that somebody answers for with a
   document, so that one that does nothing is told (a rule or a record that is not there, a day that is over, a violation that is gone):
   who relies on it should know. Records are known by the identity of their keys, as everywhere, and not by how somebody wrote them
   (model/identity.h). Where the values that were accepted are written down beside it, it holds for these alone. */
#include "run/waivers.h"

#include "base/hash.h"
#include "base/io.h"
#include "model/identity.h"
#include "pack/shape.h"
#include "run/beside.h"
#include "run/compose.h"

enum { MAX_WAIVERS = 100000 };

Str waivers_find(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints)
{
    return options->waivers.len ? arena_str(arena, options->waivers) : beside_find(arena, pack, options, "waivers", complaints);
}

/* ---- reading it */

typedef struct {
    Waiver waiver;
    const YamlNode *rule, *key, *group, *table, *values;
} WaiverDraft;

#define IN_WAIVER(member) offsetof(WaiverDraft, waiver) + offsetof(Waiver, member)

static const Key waiver_keys[] = {
    { "rule", KEY_REQUIRED, shape_node, offsetof(WaiverDraft, rule), "id", "the rule whose violation is accepted" },
    { "key", KEY_EITHER, shape_node, offsetof(WaiverDraft, key), "scalar", "the key of the record" },
    { "group", KEY_EITHER, shape_node, offsetof(WaiverDraft, group), "scalar{}", "the keys of the group, where the rule is about groups" },
    { "table", KEY_OPTIONAL, shape_node, offsetof(WaiverDraft, table), "name", "its table, for a rule of duly itself" },
    { "reason", KEY_OPTIONAL, shape_str, IN_WAIVER(reason), "text", "why" },
    { "document", KEY_REQUIRED, shape_str, IN_WAIVER(document), "text", "the document that grants it" },
    { "authority", KEY_OPTIONAL, shape_str, IN_WAIVER(authority), "text", "who grants it" },
    { "granted", KEY_OPTIONAL, shape_date, IN_WAIVER(granted), "day", "since when" },
    { "expires", KEY_REQUIRED, shape_date, IN_WAIVER(expires), "day", "the last day on which it holds" },
    { "values", KEY_OPTIONAL, shape_node, offsetof(WaiverDraft, values), "scalar{}",
      "the cells as they were when it was granted; where one differs, the waiver has lapsed" },
};
const Shape waiver_shape = SHAPE("a waiver", waiver_keys);

static void waivers_read_values(Loader *loader, const YamlNode *node, Waiver *waiver)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from fields to values"))
        return;
    if (waiver->table == INDEX_NONE) {
        complain(loader, E_MISSING_KEY, node->span, "'values' needs 'table' here, since the rule is for every table");
        return;
    }
    waiver->values = arena_array(loader->arena, WaiverValue, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlPair *pair = &node->pairs[i];
        uint32_t field = refer_to_field(loader, &loader->pack->tables[waiver->table].table, pair->key);
        if (field == INDEX_NONE || !shape_expect(loader, pair->value, YAML_SCALAR, "a value as it stands in a cell"))
            continue;
        Str text = shape_is_empty(pair->value) ? (Str) { 0 } : pair->value->text;
        waiver->values[waiver->value_count++] = (WaiverValue) { field, text };
    }
}

/* As the rule knows it: by the identity of the value. One that the rule does not have stays as it is, and fits no group. */
static Str group_identity(Loader *loader, const Waiver *waiver, const YamlPair *pair)
{
    const Grouping *grouping = waiver->rule_index == INDEX_NONE ? NULL : loader->pack->rules[waiver->rule_index].grouping;
    for (uint32_t i = 0; grouping && i < grouping->key_count; i++)
        if (str_equal(grouping->keys[i].name, pair->key->text))
            return identity_of_written(grouping->keys[i].value.expr->type, pair->value->text, loader->arena);
    return pair->value->text;
}

/* A value that is left empty stands for a key that is missing. */
static void waivers_read_group(Loader *loader, const YamlNode *node, Waiver *waiver)
{
    Text shown = { 0 };
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from keys of the group to values"))
        return;
    waiver->group = arena_array(loader->arena, NamedText, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlPair *pair = &node->pairs[i];
        bool missing = shape_is_empty(pair->value);
        if (!missing && !shape_expect(loader, pair->value, YAML_SCALAR, "a value"))
            continue;
        Str value = missing ? (Str) { 0 } : group_identity(loader, waiver, pair);
        waiver->group[waiver->group_count++] = (NamedText) { pair->key->text, value, missing };
        text_format(&shown, "%s%.*s=%.*s", i > 0 ? ", " : "", STR_ARG(pair->key->text), STR_ARG(missing ? STR("") : pair->value->text));
    }
    waiver->key = arena_str(loader->arena, text_str(&shown));
    text_free(&shown);
}

static void waivers_read_table(Loader *loader, const YamlNode *node, Waiver *waiver)
{
    uint32_t named = node ? refer_to_table(loader, node) : INDEX_NONE;
    uint32_t of_rule = waiver->rule_index == INDEX_NONE ? INDEX_NONE : loader->pack->rules[waiver->rule_index].table;
    if (named != INDEX_NONE && of_rule != INDEX_NONE && named != of_rule)
        complain(loader, E_BAD_VALUE, node->span, "the rule '%.*s' is for another table", STR_ARG(waiver->rule));
    waiver->table = of_rule != INDEX_NONE ? of_rule : named;
}

static void read_waiver(Loader *loader, const YamlNode *node, Waivers *waivers)
{
    WaiverDraft draft = { 0 };
    Waiver *waiver = &draft.waiver;
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    if (!shape_read(loader, node, &waiver_shape, &draft, at))
        return;
    if (!draft.rule || (!draft.key && !draft.group))
        return;
    shape_str(loader, draft.rule, &waiver->rule);
    waiver->rule_index = pack_find_rule(loader->pack, waiver->rule);
    if (draft.key)
        shape_str(loader, draft.key, &waiver->key);
    else
        waivers_read_group(loader, draft.group, waiver);
    waiver->key = str_trim(waiver->key);
    waiver->line = source_place(loader->source, at.start).line;
    waivers_read_table(loader, draft.table, waiver);
    if (draft.values && waiver->rule_index != INDEX_NONE)
        waivers_read_values(loader, draft.values, waiver);
    if (waiver->granted && waiver->expires && waiver->granted > waiver->expires)
        complain(loader, E_BAD_VALUE, at, "the waiver expires before it is granted");
    waivers->at[waivers->count++] = *waiver;
}

/* Those of one record hang together in the order of the file. */
static void index_key(Arena *arena, Waivers *waivers, uint32_t waiver, uint32_t table, Str identity)
{
    uint32_t number = (uint32_t) waivers->entries.count;
    WaiverEntry entry = { waiver, INDEX_NONE };
    arena_push(arena, &waivers->entries, entry);
    uint32_t at = map_add(&waivers->by_key[table], identity, number);
    while (at != number && waivers->entries.at[at].next != INDEX_NONE)
        at = waivers->entries.at[at].next;
    if (at != number)
        waivers->entries.at[at].next = number;
}

/* Which way to know records a file has is not known yet: by every one. */
static void index_ways(Arena *arena, Waivers *waivers, uint32_t waiver, const Table *table, uint32_t index)
{
    Str before = { 0 };
    for (uint32_t i = 0; i < table->way_count; i++) {
        Str identity = identity_of_key(table, &table->ways[i], waivers->at[waiver].key, arena);
        if (identity.len > 0 && !str_equal(identity, before))
            index_key(arena, waivers, waiver, index, identity);
        before = identity;
    }
}

/* By the identity that the key has in the table; where none is named, in each. */
static void waivers_index_keys(Arena *arena, const Pack *pack, Waivers *waivers)
{
    waivers->by_key = arena_array(arena, Map, pack->table_count);
    waivers->table_count = pack->table_count;
    for (uint32_t i = 0; i < waivers->count; i++) {
        const Waiver *waiver = &waivers->at[i];
        for (uint32_t t = 0; t < pack->table_count && waiver->group_count == 0; t++) {
            const Table *table = &pack->tables[t].table;
            if (waiver->table == INDEX_NONE || waiver->table == t)
                index_ways(arena, waivers, i, table, t);
        }
    }
}

uint32_t waivers_first(const Waivers *waivers, uint32_t table, Str identity)
{
    return identity.len ? map_get(&waivers->by_key[table], identity) : (uint32_t) INDEX_NONE;
}

static void waivers_read_list(Loader *loader, Waivers *waivers)
{
    const YamlNode *root = yaml_parse(loader->arena, loader->source, loader->diags);
    if (!root || (root->kind == YAML_MAPPING && root->count == 0))
        return; /* told, or empty */
    if (!shape_expect(loader, root, YAML_SEQUENCE, "a list of waivers") ||
        !within_limit(loader, root->span, root->count, MAX_WAIVERS, "waivers"))
        return;
    waivers->at = arena_array(loader->arena, Waiver, root->count);
    for (uint32_t i = 0; i < root->count; i++)
        read_waiver(loader, root->items[i], waivers);
}

/* Why somebody was let off may be what nobody else is to know: who hands the report on has the document, and whose it is. A rule that is
   not there may be anything. */
static void keep_back(Waivers *waivers, Str language)
{
    for (uint32_t i = 0; i < waivers->count; i++) {
        Waiver *waiver = &waivers->at[i];
        if (waiver->reason.len > 0)
            waiver->reason = COMPOSE_PRIVATE;
        if (waiver->rule_index == INDEX_NONE)
            waiver->rule = words_get(language, WORDS_PRIVATE);
    }
}

Waivers waivers_read(Arena *arena, const Pack *pack, const RunOptions *options, Complaints *complaints)
{
    Str path = options->waivers;
    Waivers waivers = { .path = path };
    Diags diags = { .arena = arena };
    Source *source = arena_new(arena, Source);
    Str sentence;
    source->name = path;
    if (!beside_read(arena, options, path, YAML_MAX_BYTES, &source->text, &sentence)) {
        complaint_add(complaints, SEVERITY_ERROR, path, "%.*s", STR_ARG(sentence));
        return waivers;
    }
    waivers.sha256 = sha256_of(arena, source->text);
    /* Only looked into: reading by shapes changes nothing of a pack. */
    Pack *shown = arena_new(arena, Pack);
    *shown = *pack;
    Loader loader = { .arena = arena, .diags = &diags, .pack = shown, .source = source };
    waivers_read_list(&loader, &waivers);
    waivers_index_keys(arena, pack, &waivers);
    if (options->redact)
        keep_back(&waivers, options->language);
    complaint_pass_on(complaints, &diags, path, options->redact);
    return waivers;
}

void waivers_free(Waivers *waivers)
{
    for (uint32_t i = 0; i < waivers->table_count; i++)
        map_free(&waivers->by_key[i]);
}

/* ---- telling */

static bool waivers_hides_key(const WaiverContext *context, const Waiver *waiver)
{
    const Table *table = waiver->table == INDEX_NONE ? NULL : &context->pack->tables[waiver->table].table;
    bool hidden = !table || table->way_count == 0;
    for (uint32_t i = 0; table && i < table->way_count; i++)
        for (uint32_t k = 0; k < table->ways[i].count; k++)
            hidden |= pack_is_private(context->pack, &table->fields[table->ways[i].fields[k]]);
    return context->redact && hidden;
}

static Str shown_key(const WaiverContext *context, const Waiver *waiver)
{
    return waivers_hides_key(context, waiver) ? words_get(context->language, WORDS_PRIVATE) : waiver->key;
}

/* By what the record is known that it is about. */
static Str known_by(const WaiverContext *context, const Waiver *waiver)
{
    const Table *table = waiver->table == INDEX_NONE ? NULL : &context->pack->tables[waiver->table].table;
    Str identity = { NULL, 0 };
    if (table && table->way_count > 0 && waiver->group_count == 0)
        identity = identity_of_key(table, &table->ways[0], waiver->key, context->arena);
    return identity.len ? identity : waiver->key;
}

static void suggest_rule(const WaiverContext *context, Str id, Text *text)
{
    Nearest nearest = nearest_to(id);
    for (uint32_t i = 0; i < context->pack->rule_count; i++)
        nearest_try(&nearest, context->pack->rules[i].id);
    Str found = nearest_found(&nearest);
    if (found.len)
        words_add(text, context->language, WORDS_DID_YOU_MEAN, &found);
}

static void waivers_say(const WaiverContext *context, const Waiver *waiver, const WaiverUse *use, Text *text)
{
    static const WordsId words[] = {
        [WAIVER_UNSEEN] = WORDS_WAIVER_RECORD,       [WAIVER_UNNEEDED] = WORDS_WAIVER_UNNEEDED, [WAIVER_EARLY] = WORDS_WAIVER_EARLY,
        [WAIVER_UNDECIDED] = WORDS_WAIVER_UNDECIDED, [WAIVER_TWICE] = WORDS_WAIVER_TWICE,       [WAIVER_EXPIRED] = WORDS_WAIVER_EXPIRED,
        [WAIVER_LAPSED] = WORDS_WAIVER_LAPSED,
    };
    Str values[3] = { waiver->rule, shown_key(context, waiver), use->detail };
    if (use->state == WAIVER_EXPIRED)
        values[2] = compose_said_day(context->arena, context->language, waiver->expires);
    if (use->state == WAIVER_EARLY)
        values[2] = compose_said_day(context->arena, context->language, waiver->granted);
    WordsId id = use->state == WAIVER_UNSEEN && waiver->group_count > 0 ? WORDS_WAIVER_GROUP : words[use->state];
    words_add(text, context->language, waiver->rule_index == INDEX_NONE ? WORDS_WAIVER_RULE : id, values);
    if (waiver->rule_index == INDEX_NONE)
        suggest_rule(context, waiver->rule, text);
}

/* However the file of waivers writes the key. */
static Str fingerprint_of_waiver(const WaiverContext *context, const Waiver *waiver, const Finding *told)
{
    Finding finding = *told;
    NamedText group[2] = { told->group[0], { STR("key"), known_by(context, waiver), false } };
    finding.group = group;
    if (waivers_hides_key(context, waiver))
        return (Str) { 0 };
    return compose_fingerprint(context->arena, context->pack, &finding, group[1].value);
}

bool waiver_tell(const WaiverContext *context, const Waivers *waivers, uint32_t index, const WaiverUse *use, Finding *out)
{
    const Waiver *waiver = &waivers->at[index];
    if (use->state == WAIVER_USED || use->state == WAIVER_IDLE)
        return false;
    if (use->state == WAIVER_UNSEEN && waiver->rule_index != INDEX_NONE && !context->complete)
        return false;
    NamedText *group = arena_array(context->arena, NamedText, 2);
    group[0] = (NamedText) { .name = STR("rule"), .value = waiver->rule };
    group[1] = (NamedText) { .name = STR("key"), .value = shown_key(context, waiver) };
    *out = (Finding) { .rule = BUILTIN_WAIVER,
                       .outcome = OUTCOME_VIOLATION,
                       .severity = context->pack->rules[BUILTIN_WAIVER].severity,
                       .group = group,
                       .group_count = 2,
                       .table = waiver->table == INDEX_NONE ? 0 : waiver->table,
                       .file = waivers->path,
                       .line = waiver->line };
    Text text = { 0 };
    waivers_say(context, waiver, use, &text);
    out->message = arena_str(context->arena, text_str(&text));
    text_free(&text);
    out->fingerprint = fingerprint_of_waiver(context, waiver, out);
    return true;
}
