/* Two readers of YAML that yaml_parse chooses between, and that a test holds together. */
#ifndef DULY_CODEC_YAML_QUICK_H
#define DULY_CODEC_YAML_QUICK_H

#include "codec/yaml.h"

/* The tree of a file that is written in the plain forms which packs consist of; NULL: something else is in it, or something wrong, and
   nothing is told. The text is valid UTF-8. What is read over for want of interest is not looked at closely. */
YamlNode *yaml_read_quickly(Arena *arena, const Source *source, const char *left_out);

/* libyaml's, which knows all of YAML and tells what is wrong. */
YamlNode *yaml_read_fully(Arena *arena, const Source *source, const char *left_out, Diags *diags);

#endif
