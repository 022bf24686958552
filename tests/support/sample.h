/* A sample environment for the tests of the checker: variables of every type, records, a host's functions. */
#ifndef DULY_TESTS_SAMPLE_H
#define DULY_TESTS_SAMPLE_H

#include "lang/env.h"
#include "model/table.h"

static inline Symbol sample_variable(const char *name, const Type *type)
{
    return (Symbol) { .name = str_of(name), .kind = SYMBOL_INPUT, .type = type };
}

static inline const EnumValues *sample_enum_of(Arena *arena, const char *const *ids, size_t count)
{
    EnumValues *values = arena_new(arena, EnumValues);
    values->at = arena_array(arena, EnumValue, count);
    values->count = count;
    for (size_t i = 0; i < count; i++)
        values->at[i].id = str_of(ids[i]);
    return values;
}

static inline const Type *sample_enum_type(Arena *arena, const EnumValues *values)
{
    Type *type = arena_new(arena, Type);
    *type = TYPE_STRING;
    type->values = values;
    return type;
}

static inline Symbol sample_record(Arena *arena, const char *name, const char *member_word, Symbol *members, uint32_t count)
{
    Record *of = arena_new(arena, Record);
    Symbol *copy = arena_array(arena, Symbol, count);
    memcpy(copy, members, count * sizeof *members);
    *of = (Record) { .name = str_of(name), .member_word = str_of(member_word), .members = copy, .count = count, .key = MEMBER_NONE };
    return (Symbol) { .name = str_of(name), .kind = SYMBOL_RECORD, .type = type_record(arena, of, str_of(name)), .record = of };
}

/* Numbers of the members of records that student refers to: unit.id, unit.quota, course.title, course.credits, course.passed. */
enum { SAMPLE_UNIT = 0, SAMPLE_COURSE = 2, SAMPLE_MEMBERS = 5 };

/* A record that references lead to. */
static inline const Type *sample_target(Symbol symbol, uint32_t first, uint32_t key)
{
    Record *record = (Record *) symbol.record;
    record->first = first;
    record->key = key;
    for (uint32_t i = 0; i < record->count; i++)
        record->members[i].slot = i;
    return symbol.type;
}

static inline Symbol sample_student(Arena *arena)
{
    static const char *const modes[] = { "daytime", "evening", "distance" };
    static const char *const colours[] = { "red", "green" };
    Symbol unit_members[] = { sample_variable("id", &TYPE_STRING), sample_variable("quota", &TYPE_INT) };
    Symbol course_members[] = { sample_variable("title", &TYPE_STRING), sample_variable("credits", &TYPE_INT),
                                sample_variable("passed", &TYPE_BOOL) };
    const Type *unit = sample_target(sample_record(arena, "unit", "field", unit_members, 2), SAMPLE_UNIT, 0);
    const Type *course = sample_target(sample_record(arena, "course", "field", course_members, 3), SAMPLE_COURSE, MEMBER_NONE);
    const Type *mode = sample_enum_type(arena, sample_enum_of(arena, modes, 3));
    const Type *colour = sample_enum_type(arena, sample_enum_of(arena, colours, 2));
    Symbol members[] = {
        sample_variable("name", &TYPE_STRING),
        sample_variable("age", &TYPE_INT),
        sample_variable("grade", &TYPE_DOUBLE),
        sample_variable("active", &TYPE_BOOL),
        sample_variable("born_on", &TYPE_DATE),
        sample_variable("joined_at", &TYPE_TIMESTAMP),
        sample_variable("mode", mode),
        sample_variable("colour", colour),
        sample_variable("modes", type_list(arena, mode)),
        sample_variable("tags", &TYPE_LIST_STRING),
        sample_variable("unit", unit),
        sample_variable("courses", type_list(arena, course)),
        sample_variable("units", type_list(arena, unit)),
    };
    return sample_record(arena, "student", "field", members, sizeof members / sizeof members[0]);
}

static inline void sample_add_functions(Arena *arena, Env *env)
{
    static const Overload functions[] = {
        { .name = "score", .count = 1, .params = { &TYPE_STRING }, .result = &TYPE_DOUBLE },
        { .name = "isCode", .method = true, .count = 1, .params = { &TYPE_STRING }, .result = &TYPE_BOOL },
        { .name = "host.clamp", .count = 3, .params = { &TYPE_INT, &TYPE_INT, &TYPE_INT }, .result = &TYPE_INT },
    };
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        arena_push(arena, &env->overloads, &functions[i]);
}

/* b i u d s y t z (a duration) day p x (dyn) o (an optional int) w (an int or null) l ls ld m, the dotted a.b and a.b.c,
   the records student and params, and functions of a host: score(string), text.isCode(), host.clamp(int, int, int). */
static inline const Env *sample_env(Arena *arena)
{
    Env *env = arena_new(arena, Env);
    Symbol settings[] = { sample_variable("minimum_age", &TYPE_INT), sample_variable("share", &TYPE_DOUBLE),
                          sample_variable("opened_on", &TYPE_DATE) };
    Symbol symbols[] = {
        sample_variable("b", &TYPE_BOOL),
        sample_variable("i", &TYPE_INT),
        sample_variable("u", &TYPE_UINT),
        sample_variable("d", &TYPE_DOUBLE),
        sample_variable("s", &TYPE_STRING),
        sample_variable("y", &TYPE_BYTES),
        sample_variable("t", &TYPE_TIMESTAMP),
        sample_variable("z", &TYPE_DURATION),
        sample_variable("day", &TYPE_DATE),
        sample_variable("p", &TYPE_PERIOD),
        sample_variable("x", &TYPE_DYN),
        sample_variable("o", type_optional(arena, &TYPE_INT)),
        sample_variable("w", type_wrapper(arena, &TYPE_INT)),
        sample_variable("l", &TYPE_LIST_INT),
        sample_variable("ls", &TYPE_LIST_STRING),
        sample_variable("ld", &TYPE_LIST_DYN),
        sample_variable("m", type_map(arena, &TYPE_STRING, &TYPE_INT)),
        sample_variable("a.b", type_map(arena, &TYPE_STRING, &TYPE_STRING)),
        sample_variable("a.b.c", &TYPE_INT),
        sample_student(arena),
        sample_record(arena, "params", "parameter", settings, 3),
    };
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        env_add(arena, env, symbols[i]);
    sample_add_functions(arena, env);
    return env;
}

#endif
