#include "report/machine/xml.h"

#include "report/escape.h"

void xml_add_attribute(Text *out, const char *name, Str value)
{
    text_format(out, " %s=\"", name);
    escape_xml(out, value);
    text_add_char(out, '"');
}

void xml_add_number(Text *out, const char *name, uint64_t number)
{
    text_format(out, " %s=\"%llu\"", name, (unsigned long long) number);
}
