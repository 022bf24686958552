/* Texts as they are written into YAML files. */
#ifndef DULY_CODEC_YAML_WRITE_H
#define DULY_CODEC_YAML_WRITE_H

#include "base/text.h"

/* Adds a text between double quotes, with what must be told of it by a backslash: read again it is the same. */
void yaml_add_quoted(Text *line, Str text);

#endif
