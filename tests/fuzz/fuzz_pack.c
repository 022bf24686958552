/* A pack of any bytes: either it is loaded or there is an error, and every problem can be shown. */
#include <stdlib.h>

#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool held)
{
    if (!held)
        abort();
}

static void expect_places(const Diags *diags, const Source *source)
{
    Text out = { 0 };
    for (size_t i = 0; i < diags->list.count; i++) {
        const Diag *diag = &diags->list.at[i];
        expect(!diag->source || (diag->source == source && diag->span.start <= diag->span.end));
        expect(diag->span.end <= source->text.len);
        diag_print(&out, diag, true);
    }
    expect(diags->list.count == 0 || out.len > 0);
    text_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("pack.yaml"), { (const char *) data, size } };
    const Pack *pack = pack_load_source(&arena, &source, &diags);
    expect((pack == NULL) == (diags.errors > 0));
    expect(!pack || (pack->rule_count >= BUILTIN_COUNT && pack->table_count > 0));
    expect_places(&diags, &source);
    arena_free(&arena);
    return 0;
}
