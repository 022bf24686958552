/* What the parts of the YAML codec share; for them alone. */
#ifndef DULY_CODEC_YAML_PARTS_H
#define DULY_CODEC_YAML_PARTS_H

#include <yaml.h>

#include "codec/yaml.h"

/* libyaml counts characters and leaves out a byte order mark; spans count bytes of the file. */
typedef struct {
    Str text;
    uint32_t base; /* bytes of the byte order mark */
    size_t index;  /* the character asked for last, and its offset: the next one is near by */
    uint32_t at;
} Characters;

Characters characters_of(Str file);
uint32_t character_offset(Characters *characters, size_t index);

/* How a scalar stands in the file. */
typedef enum { WRITTEN_PLAIN, WRITTEN_SINGLE, WRITTEN_DOUBLE, WRITTEN_LITERAL /* | */, WRITTEN_FOLDED /* > */ } Written;

/* Fills origin[0 .. text.len] for a decoded scalar that stands in these bytes of the file and returns where the scalar
   ends: for block scalars that is behind the last line that counts. */
uint32_t yaml_align(Str file, Span span, Written written, Str text, uint32_t *origin);

/* Tells in plain words why libyaml gave up. */
void yaml_explain(const yaml_parser_t *parser, Characters *characters, const Source *source, Diags *diags);

/* Bytes of the line end at `at`: CR LF, CR, LF, or one of Unicode's (NEL, LS, PS); 0: none. */
size_t yaml_line_end(Str text, size_t at, size_t end);

#endif
