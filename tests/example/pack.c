/* Rules in memory, as an editor has them that has not saved yet: every mistake with its place, and what the pack holds. */
#include <duly.h>
#include <stdio.h>

static void tell_problem(void *context, const duly_problem *problem)
{
    fprintf(context, "%.*s:%u:%u: %.*s\n", DULY_ARG(problem->path), problem->line, problem->column, DULY_ARG(problem->message));
}

static duly_pack *open_pack(duly_text rules)
{
    const duly_buffer files[] = {
        { DULY_TEXT("guests/tables.yaml"), DULY_TEXT("tables: {guest: {file: guests, fields: {name: {type: string}, age: {type: int}}}}") },
        { DULY_TEXT("guests/rules.yaml"), rules },
    };
    const duly_pack_options options = { .size = sizeof options, .files = files, .file_count = 2 };
    const duly_sink sink = { .size = sizeof sink, .context = stdout, .problem = tell_problem };
    return duly_pack_open_as("guests", &options, &sink);
}

int main(void)
{
    const duly_text wrong = DULY_TEXT("pack: {name: guests}\nrules: [{id: of-age, for: guest, require: guest.aeg >= 18}]");
    const duly_text right = DULY_TEXT("pack: {name: guests}\nrules: [{id: of-age, for: guest, require: guest.age >= 18}]");
    duly_pack *none = open_pack(wrong), *pack = open_pack(right);
    duly_pack_info info = { .size = sizeof info };
    bool fits = !none && duly_pack_describe(pack, &info) == DULY_CLEAN;
    printf("%.*s: %zu rule\n", DULY_ARG(info.name), info.rule_count);
    duly_pack_close(pack);
    return fits ? 0 : 1;
}
