/* What elements of XML are made of. */
#ifndef DULY_REPORT_MACHINE_XML_H
#define DULY_REPORT_MACHINE_XML_H

#include "base/text.h"

/* ` name="value"`, inside a tag that is still open. */
void xml_add_attribute(Text *out, const char *name, Str value);
void xml_add_number(Text *out, const char *name, uint64_t number);

#endif
