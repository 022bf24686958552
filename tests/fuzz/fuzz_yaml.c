/* YAML of any bytes: every place lies in the file, and every byte of a scalar comes from where its origin says. */
#include <stdlib.h>

#include "codec/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool held)
{
    if (!held)
        abort();
}

static void check_span(Str file, Span span)
{
    expect(span.start <= span.end && span.end <= file.len);
}

/* Origins never go back and lie in the span; a visible character is the one in the file unless an escape made it. */
static void check_scalar(Str file, const YamlNode *node)
{
    uint32_t before = node->span.start;
    for (size_t i = 0; i <= node->text.len; i++) {
        uint32_t origin = yaml_origin(node, i);
        expect(before <= origin && origin <= node->span.end);
        before = origin;
        if (i == node->text.len || (unsigned char) node->text.at[i] <= ' ' || (unsigned char) node->text.at[i] >= 0x7F)
            continue;
        expect(origin < node->span.end);
        expect(file.at[origin] == node->text.at[i] || (node->style == YAML_QUOTED && file.at[origin] == '\\'));
    }
}

static void check(Str file, const YamlNode *node)
{
    check_span(file, node->span);
    if (node->kind == YAML_SCALAR)
        check_scalar(file, node);
    for (uint32_t i = 0; i < node->count; i++) {
        check(file, node->kind == YAML_MAPPING ? node->pairs[i].value : node->items[i]);
        if (node->kind == YAML_MAPPING)
            check(file, node->pairs[i].key);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Source source = { STR("fuzz"), { (const char *) data, size } };
    Diags diags = { .arena = &arena };
    YamlNode *root = yaml_parse(&arena, &source, &diags);
    if (root)
        check(source.text, root);
    else
        expect(diags.errors > 0);
    Text text = { 0 };
    for (size_t i = 0; i < diags.list.count; i++) {
        check_span(source.text, diags.list.at[i].span);
        diag_print(&text, &diags.list.at[i], i % 2);
    }
    text_free(&text);
    Diags fewer = { .arena = &arena };
    const YamlNode *part = yaml_parse_without(&arena, &source, "a", &fewer);
    if (part)
        check(source.text, part);
    expect(fewer.errors <= diags.errors && (!root || part));
    arena_free(&arena);
    return 0;
}
