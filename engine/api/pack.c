/* Packs as the library gives them: opened, described, closed. All that a host may ask of a pack is written down once, when it is
   opened, with titles in the one language it was opened in: duly_pack_rule and the others hand out what lies there, need no memory, and
   may be called from any thread while the pack is open. */
#include "api/internal.h"
#include "base/words.h"

#ifndef DULY_VERSION
#define DULY_VERSION "0.1.0"
#endif

const char *duly_version(void)
{
    return DULY_VERSION;
}

/* ---- describing */

/* A place in a file of a pack; nothing where there is none. */
static void pack_tell_place(LineWalk *lines, const Source *file, Span span, duly_text *path, uint32_t *line)
{
    if (!file)
        return;
    *path = file->name;
    *line = line_walk_to(lines, file, span.start);
}

duly_rule api_rule(const duly_pack *pack, const Rule *rule, RuleLines *lines)
{
    duly_rule out = { .size = sizeof out,
                      .id = rule->id,
                      .title = local_text(&rule->title, pack->language),
                      .source = local_text(&rule->cite, pack->language),
                      .require = rule->require.text.text,
                      .severity = rule->severity,
                      .builtin = rule->builtin };
    pack_tell_place(&lines->own, rule->file, rule->span, &out.path, &out.line);
    pack_tell_place(&lines->changed, rule->overridden_in, rule->overridden_at, &out.changed_path, &out.changed_line);
    pack_tell_place(&lines->replaced, rule->replaces_in, rule->replaces_at, &out.replaces_path, &out.replaces_line);
    if (rule->table == INDEX_NONE)
        return out;
    const PackTable *table = &pack->pack->tables[rule->table];
    out.table = table->table.name;
    if (rule->gate != INDEX_NONE && table->procedure != INDEX_NONE)
        out.gate = pack->pack->procedures[table->procedure].steps[rule->gate].id;
    return out;
}

static duly_step describe_step(const duly_pack *pack, const Procedure *procedure, const Step *step)
{
    const Table *table = &pack->pack->tables[procedure->table].table;
    return (duly_step) { .size = sizeof(duly_step),
                         .procedure = procedure->id,
                         .id = step->id,
                         .table = table->name,
                         .title = local_text(&step->title, pack->language),
                         .field = table->fields[step->field].name,
                         .optional = step->is_optional };
}

static void describe_steps(duly_pack *pack)
{
    for (uint32_t p = 0; p < pack->pack->procedure_count; p++)
        pack->info.step_count += pack->pack->procedures[p].step_count;
    pack->steps = arena_array(&pack->arena, duly_step, pack->info.step_count);
    size_t count = 0;
    for (uint32_t p = 0; p < pack->pack->procedure_count; p++)
        for (uint32_t s = 0; s < pack->pack->procedures[p].step_count; s++)
            pack->steps[count++] = describe_step(pack, &pack->pack->procedures[p], &pack->pack->procedures[p].steps[s]);
}

static void pack_describe(duly_pack *pack)
{
    const Pack *loaded = pack->pack;
    pack->info = (duly_pack_info) {
        .size = sizeof(duly_pack_info),
        .name = loaded->name,
        .path = loaded->path,
        .title = local_text(&loaded->title, pack->language),
        .sha256 = str_of(loaded->sha256),
        .rule_count = loaded->rule_count - BUILTIN_COUNT,
        .all_rule_count = loaded->rule_count,
        .table_count = loaded->table_count,
        .is_default = loaded->is_default,
    };
    pack->rules = arena_array(&pack->arena, duly_rule, loaded->rule_count);
    RuleLines lines = { 0 };
    for (uint32_t i = 0; i < loaded->rule_count; i++)
        pack->rules[i] = api_rule(pack, &loaded->rules[i], &lines);
    describe_steps(pack);
}

/* ---- languages */

static bool has_text_in(const LocalText *text, Str language)
{
    for (size_t i = 0; i < text->count; i++)
        if (str_equal(text->at[i].language, language))
            return true;
    return false;
}

static bool rule_speaks(const Rule *rule, Str language)
{
    for (uint32_t i = 0; i < rule->message_count; i++)
        if (!rule->messages[i].is_made && str_equal(rule->messages[i].language, language))
            return true;
    return has_text_in(&rule->title, language);
}

static bool pack_speaks(const Pack *pack, Str language)
{
    bool found = false;
    for (uint32_t i = 0; i < pack->table_count && !found; i++)
        found = has_text_in(&pack->tables[i].table.title, language);
    for (uint32_t i = 0; i < pack->rule_count && !found; i++)
        found = rule_speaks(&pack->rules[i], language);
    return found;
}

/* What duly says itself is there in the languages of its catalogue. */
static bool has_language(const duly_pack *pack, const duly_sink *sink)
{
    Str language = pack->language;
    if (language.len == 0 || words_knows(language) || pack_speaks(pack->pack, language))
        return true;
    Text message = { 0 };
    text_format(&message, "the pack says nothing in the language '%.*s'", STR_ARG(language));
    duly_problem told = { .size = sizeof told, .severity = DULY_ERROR, .message = text_str(&message) };
    if (sink->problem)
        MEMORY_OUTSIDE(sink->problem(sink->context, &told));
    text_free(&message);
    return false;
}

/* ---- opening */

typedef struct {
    duly_pack_options options;
    const char *path;
    const duly_sink *sink;
    duly_pack *pack;
    bool usable;
} Opening;

static PackTexts take_texts(Arena *arena, const duly_pack_options *options)
{
    PackText *texts = arena_array(arena, PackText, options->file_count);
    for (size_t i = 0; i < options->file_count; i++)
        texts[i] = (PackText) { options->files[i].path, options->files[i].text };
    return (PackTexts) { texts, options->file_count };
}

static void load_pack(void *call)
{
    Opening *opening = call;
    duly_pack *pack = opening->pack;
    const duly_sink *sink = opening->sink;
    Arena memory = { .language = words_language_known(pack->language) };
    Diags diags = { .arena = &memory };
    pack->arena.language = memory.language;
    pack->language = arena_str(&pack->arena, pack->language);
    PackLoading loading = { opening->options.to_judge, pack->language, take_texts(&memory, &opening->options) };
    pack->pack = pack_load_as(&pack->arena, opening->path, &loading, &diags);
    api_tell_diags(&diags, sink->problem, sink->context);
    opening->usable = pack->pack && diags.errors == 0 && has_language(pack, sink);
    if (opening->usable)
        pack_describe(pack);
    arena_free(&memory);
}

duly_pack *duly_pack_open_as(const char *path, const duly_pack_options *options, const duly_sink *given)
{
    duly_sink own = { 0 }, *sink = &own;
    Opening opening = { .path = path, .sink = sink };
    if (!SIZED_SINK(sink, given))
        return NULL;
    Str refused = options ? sized_take(&opening.options, SIZED(duly_pack_options, language), options) : (Str) { 0 };
    if (!path)
        refused = STR("no path of a pack was given");
    duly_pack *pack = opening.pack = refused.len == 0 ? memory_ask(sizeof *pack) : NULL;
    if (refused.len > 0)
        api_refuse(refused, sink->problem, sink->context);
    else if (!pack)
        api_no_memory(sink->problem, sink->context);
    if (!pack)
        return NULL;
    *pack = (duly_pack) { .language = str_of(opening.options.language) };
    ledger_init(&pack->ledger);
    if (api_call_in(&pack->ledger, load_pack, &opening, sink->problem, sink->context) && opening.usable)
        return pack;
    duly_pack_close(pack);
    return NULL;
}

duly_pack *duly_pack_open(const char *path, const char *language, const duly_sink *sink)
{
    return duly_pack_open_as(path, &(duly_pack_options) { .size = sizeof(duly_pack_options), .language = language }, sink);
}

duly_pack *duly_pack_open_to_judge(const char *path, const char *language, const duly_sink *sink)
{
    return duly_pack_open_as(path, &(duly_pack_options) { .size = sizeof(duly_pack_options), .language = language, .to_judge = true },
                             sink);
}

void duly_pack_close(duly_pack *pack)
{
    if (!pack)
        return;
    ledger_end(&pack->ledger);
    memory_free(pack);
}

duly_status duly_pack_describe(const duly_pack *pack, duly_pack_info *info)
{
    static const duly_pack_info none;
    const Sized *sized = SIZED(duly_pack_info, is_default);
    if (!info || sized_room(sized, info).len > 0)
        return DULY_MISUSED;
    sized_give(info, sized, pack ? &pack->info : &none);
    return pack ? DULY_CLEAN : DULY_MISUSED;
}

bool duly_pack_rule(const duly_pack *pack, size_t index, duly_rule *rule)
{
    const Sized *sized = SIZED(duly_rule, line);
    if (!pack || !rule || index >= pack->info.all_rule_count || sized_room(sized, rule).len > 0)
        return false;
    sized_give(rule, sized, &pack->rules[index]);
    return true;
}

bool duly_pack_file(const duly_pack *pack, size_t index, duly_text *path)
{
    if (!pack || !path || index >= pack->pack->file_count)
        return false;
    *path = pack->pack->files[index]->name;
    return true;
}

bool duly_pack_step(const duly_pack *pack, size_t index, duly_step *step)
{
    const Sized *sized = SIZED(duly_step, optional);
    if (!pack || !step || index >= pack->info.step_count || sized_room(sized, step).len > 0)
        return false;
    sized_give(step, sized, &pack->steps[index]);
    return true;
}
