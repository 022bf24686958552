/* A pack as it is after all that it extends and overrides, as one object: every value, and where it comes from. */
#include "report/dates.h"
#include "report/facts.h"
#include "report/machine/json_parts.h"

/* As rows need it: in one piece. */
typedef struct {
    duly_rule rule;
    duly_date from, to;
    bool enabled;
} ToldOrigin;

/* clang-format off */
#define OF duly_parameter_version
static bool has_version_place(const void *version) { return ((const duly_parameter_version *) version)->path.len > 0; }
static const Row version_place_rows[] = { ROW("file", TEXT, ALWAYS, path), ROW("line", LINE, ALWAYS, line) };
static const Shape version_place_shape = SHAPE_OF(OF, version_place_rows, false);
static const Row version_rows[] = {
    ROW("from", DAY, OR_NONE, from),
    ROW("value", TEXT, ALWAYS, value),
    ROW("source", TEXT, ALWAYS, source),
    { .key = "at", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &version_place_shape, .has = has_version_place },
};
static const Shape version_shape = SHAPE_OF(OF, version_rows, true);
#undef OF
#define OF duly_parameter
static const Row parameter_rows[] = {
    ROW("name", TEXT, ALWAYS, name),
    ROW("title", TEXT, ALWAYS, title),
    ROW("type", TEXT, ALWAYS, type),
    ROW("unit", TEXT, ALWAYS, unit),
    ROW_EACH("versions", ALWAYS, versions, version_count, version_shape),
};
static const Shape parameter_shape = SHAPE_OF(OF, parameter_rows, true);
#undef OF
#define OF ToldOrigin
static bool has_place(const void *origin) { return ((const ToldOrigin *) origin)->rule.path.len > 0; }
static bool is_changed(const void *origin) { return ((const ToldOrigin *) origin)->rule.changed_path.len > 0; }
static bool replaces(const void *origin) { return ((const ToldOrigin *) origin)->rule.replaces_path.len > 0; }
static const Row place_rows[] = { ROW("file", TEXT, ALWAYS, rule.path), ROW("line", LINE, ALWAYS, rule.line) };
static const Row changed_rows[] = { ROW("file", TEXT, ALWAYS, rule.changed_path), ROW("line", LINE, ALWAYS, rule.changed_line) };
static const Row replaced_rows[] = { ROW("file", TEXT, ALWAYS, rule.replaces_path), ROW("line", LINE, ALWAYS, rule.replaces_line) };
static const Shape place_shape = SHAPE_OF(OF, place_rows, false), changed_shape = SHAPE_OF(OF, changed_rows, false),
                   replaced_shape = SHAPE_OF(OF, replaced_rows, false);
static const Row origin_rows[] = {
    ROW("id", TEXT, ALWAYS, rule.id),
    ROW("enabled", FLAG, ALWAYS, enabled),
    ROW_OF("severity", ALWAYS, rule.severity, severity_words),
    ROW("from", DAY, OR_NONE, from),
    ROW("to", DAY, OR_NONE, to),
    ROW("source", TEXT, ALWAYS, rule.source),
    { .key = "at", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &place_shape, .has = has_place },
    { .key = "changed_at", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &changed_shape, .has = is_changed },
    { .key = "replaces", .kind = ROW_INSIDE, .presence = ROW_OR_NONE, .shape = &replaced_shape, .has = replaces },
};
static const Shape origin_shape = SHAPE_OF(OF, origin_rows, true);
#undef OF
/* clang-format on */

static void parameter_json(void *context, const duly_parameter *parameter)
{
    rows_write(context, &parameter_shape, parameter);
}

static void origin_json(void *context, const duly_rule_origin *origin)
{
    const ToldOrigin told = { *origin->rule, origin->from, origin->to, origin->enabled };
    rows_write(context, &origin_shape, &told);
}

void resolved_json(const duly_pack *pack, const ReportOptions *options)
{
    JsonWriter json = { .out = options->out, .indent = true };
    json_open_object(&json);
    json_key(&json, "pack");
    part_pack(&json, pack);
    key_list(&json, "parameters");
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = &json, .parameter = parameter_json });
    json_close_array(&json);
    key_list(&json, "rules");
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = &json, .origin = origin_json });
    json_close_array(&json);
    json_close_object(&json);
}
