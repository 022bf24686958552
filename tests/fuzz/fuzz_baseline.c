/* A baseline of any bytes: it is read, or complained about; each of its findings is known once and not twice. */
#include <stdlib.h>

#include "run/baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char pack_text[] = "pack: {name: shop}\n"
                                "tables:\n"
                                "  item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}}}\n"
                                "rules:\n"
                                "  - {id: enough, title: Too few, for: item, require: item.n >= 5}\n";

static void expect(bool held)
{
    if (!held)
        abort();
}

static void compare(Baseline *baseline)
{
    for (size_t i = 0; i < baseline->list.count; i++) {
        const KnownFinding *known = &baseline->list.at[i];
        Finding finding = { .outcome = OUTCOME_VIOLATION, .fingerprint = known->fingerprint, .evidence = known->evidence };
        bool was_matched = known->is_matched;
        bool knows = baseline_knows(baseline, &finding);
        expect(known->is_seen);
        expect(knows || was_matched || !str_is(known->outcome, "violation"));
    }
    Finding other = { .fingerprint = STR("of nobody"), .outcome = OUTCOME_VIOLATION };
    baseline_knows(baseline, &other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Complaints complaints = { .arena = &arena };
    Source source = { STR("pack.yaml"), str_of(pack_text) };
    const Pack *pack = pack_load_source(&arena, &source, &diags);
    RunOptions options = { .baseline = STR("report.json") };
    Baseline baseline = { 0 };
    expect(pack);
    bool *selected = arena_array(&arena, bool, pack->rule_count);
    baseline_parse(&arena, pack, &options, (Str) { (const char *) data, size }, &baseline, &complaints);
    compare(&baseline);
    for (size_t i = 0; i < baseline.list.count; i++)
        expect(!baseline_is_gone(&baseline.list.at[i], selected));
    baseline_free(&baseline);
    arena_free(&arena);
    return 0;
}
