/* How much one evaluation may take, where a pack says another bound than the usual one. */
#include "lang/interp.h"
#include "pack/scalar.h"
#include "pack/shape.h"
#include "pack/shapes.h"

enum { STEPS_LEAST = 1000, MIB_MOST = 1 << 16 };

static const int64_t steps_most = (int64_t) 1 << 40;

static int64_t limits_read_number(Loader *loader, const YamlNode *node, int64_t least, int64_t most, const char *what)
{
    Value value = { 0 };
    const Type *type = scalar_value(loader, node, &value);
    if (type->kind == KIND_INT && value.i >= least && value.i <= most)
        return value.i;
    if (type->kind != KIND_ERROR)
        complain(loader, E_BAD_VALUE, node->span, "%s is a whole number from %lld to %lld", what, (long long) least, (long long) most);
    return 0;
}

static void limits_read_steps(Loader *loader, const YamlNode *node, void *into)
{
    *(uint64_t *) into = (uint64_t) limits_read_number(loader, node, STEPS_LEAST, steps_most, "'steps'");
}

static void read_memory(Loader *loader, const YamlNode *node, void *into)
{
    *(size_t *) into = (size_t) limits_read_number(loader, node, 1, MIB_MOST, "'memory', in MiB,") << 20;
}

static const Key limits_keys[] = {
    { "steps", KEY_OPTIONAL, limits_read_steps, offsetof(PackLimits, steps), "number",
      "the work that one evaluation may take: about one an element and instruction" },
    { "memory", KEY_OPTIONAL, read_memory, offsetof(PackLimits, bytes), "number", "the memory that one evaluation may take, in MiB" },
};
const Shape limits_shape = SHAPE("'limits'", limits_keys);

void shape_limits(Loader *loader, const YamlNode *node, void *limits)
{
    shape_read(loader, node, &limits_shape, limits, node->span);
}
