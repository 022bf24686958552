/* Scalars whose type is told by the way they are written: 18, 0.5, true, 2003-06-01, anything else a text. */
#ifndef DULY_PACK_SCALAR_H
#define DULY_PACK_SCALAR_H

#include "pack/loader.h"

/* The value of a scalar, or of a list of scalars of one type, and its type; TYPE_ERROR after complaining. */
const Type *scalar_value(Loader *loader, const YamlNode *node, Value *out);

#endif
