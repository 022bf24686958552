#include "codec/yaml_write.h"

void yaml_add_quoted(Text *line, Str text)
{
    text_add_char(line, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '\n' || c == '\r' || c == '\t')
            text_format(line, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else if (c == '"' || c == '\\')
            text_format(line, "\\%c", c);
        else
            text_add_char(line, c);
    }
    text_add_char(line, '"');
}
