/* A form: records out of memory, the report into memory, rules that an editor has not saved; no file is touched. */
#include <duly_report.h>
#include <stdio.h>

static bool give_rows(void *context, duly_rows *rows)
{
    static const duly_text cells[] = { { "4711", 4 }, { "17", 2 }, { "4712", 4 }, { NULL, 0 } };
    int *calls = context;
    rows->count = (*calls)++ == 0 ? 2 : 0; /* both at once, then none */
    rows->cells = cells;
    return true;
}

static bool send(void *context, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, context) == len;
}

int main(void)
{
    static const char rules[] =
        "pack: {name: form}\ntables:\n  guest: {file: guests, key: no, fields: {no: {type: string}, age: {type: int}}}\n"
        "rules:\n  - {id: of-age, for: guest, require: guest.age >= 18, message: 'is {guest.age}'}\n";
    const duly_buffer file = { { "form/pack.yaml", 14 }, { rules, sizeof rules - 1 } };
    const duly_pack_options opening = { .size = sizeof opening, .to_judge = true, .files = &file, .file_count = 1 };
    const duly_text headings[] = { { "no", 2 }, { "age", 3 } };
    int calls = 0;
    const duly_source form = {
        .size = sizeof form, .name = { "form", 4 }, .headings = headings, .heading_count = 2, .next = give_rows, .context = &calls
    };
    const duly_check_options options = { .size = sizeof options, .as_of = { 2003, 12, 20 }, .sources = &form, .source_count = 1 };
    const duly_report report = { .size = sizeof report, .format = "concise", .write = send, .context = stdout };
    duly_pack *pack = duly_pack_open_as("form", &opening, NULL);
    duly_status status = duly_check_report(pack, &options, &report, 1, NULL);
    duly_pack_close(pack);
    return status == DULY_FOUND ? 0 : 1;
}
