/* Examples: the tests that stand beside a rule, each a record and the outcome expected of it. */
#ifndef DULY_PACK_EXAMPLES_H
#define DULY_PACK_EXAMPLES_H

#include "pack/loader.h"

Example *examples_read(Loader *loader, const YamlNode *node, const Rule *rule, uint32_t *count);
/* What `equivalent` of a rule says. */
Equivalent *equivalents_read(Loader *loader, const YamlNode *node, uint32_t *count);

#endif
