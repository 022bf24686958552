/* Expat, with the limits that a file from anywhere needs: no document types, and so no entities that stand for more and more of one
   another; no tag without an end (LONGEST_TOKEN); and names without prefixes, since programs choose prefixes as they like.

   Whoever reads gives three functions. To pause, expat is stopped in the middle of a buffer and resumed later with the bytes that it has
   kept. A handler that finds something wrong says so (xml_fail), and no handler is called after that. */
#include "codec/xlsx_parts.h"

enum { CHUNK = 64 << 10, LONGEST_TOKEN = 4 << 20 };

static Str local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return str_of(colon ? colon + 1 : name);
}

Str xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (str_is(local_name(attributes[0]), name))
            return str_of(attributes[1]);
    return (Str) { 0 };
}

/* ---- bytes as they are */

static void xlsx_xml_pass(void *data, const char *bytes, int len)
{
    Xml *xml = data;
    if (!xml->problem.len)
        xml->raw(xml, (Str) { bytes, (size_t) len });
}

/* Expat calls one handler for a tag, and its bytes are asked for from within that. */
static void pass_tag(Xml *xml)
{
    if (!xml->raw)
        return;
    xml->is_tag = true;
    XML_DefaultCurrent(xml->parser);
    xml->is_tag = false;
}

/* Expat hands everything on in UTF-8: what said otherwise would not be true of it any more. */
static void pass_declaration(void *data, const char *version, const char *encoding, int standalone)
{
    Xml *xml = data;
    static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    (void) version;
    (void) standalone;
    bool is_utf8 = !encoding || str_equal_but_for_case(str_of(encoding), STR("utf-8"));
    if (is_utf8)
        XML_DefaultCurrent(xml->parser);
    else
        xlsx_xml_pass(xml, declaration, sizeof declaration - 1);
}

/* ---- the parser's events */

static void xlsx_xml_start(void *data, const char *name, const char **attributes)
{
    Xml *xml = data;
    pass_tag(xml);
    if (!xml->problem.len)
        xml->start(xml, local_name(name), attributes);
}

static void xlsx_xml_end(void *data, const char *name)
{
    Xml *xml = data;
    pass_tag(xml);
    if (!xml->problem.len)
        xml->end(xml, local_name(name));
}

static void xlsx_xml_text(void *data, const char *bytes, int len)
{
    Xml *xml = data;
    if (!xml->problem.len && xml->text)
        xml->text(xml, (Str) { bytes, (size_t) len });
}

static void refuse_doctype(void *data, const char *name, const char *system, const char *public, int has_subset)
{
    (void) name;
    (void) system;
    (void) public;
    (void) has_subset;
    xml_fail(data, STR("it has a document type, which a workbook never has"));
}

void xml_open(Xml *xml, Arena *arena, Input *input)
{
    xml->arena = arena;
    xml->input = input;
    /* Its memory is in the ledger, so that a jump from a handler leaves nothing behind. */
    static const XML_Memory_Handling_Suite memory = { memory_ask, memory_ask_resized, memory_free };
    xml->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!xml->parser)
        memory_fault();
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, xlsx_xml_start, xlsx_xml_end);
    if (xml->raw) {
        XML_SetDefaultHandler(xml->parser, xlsx_xml_pass);
        XML_SetXmlDeclHandler(xml->parser, pass_declaration);
    } else {
        XML_SetCharacterDataHandler(xml->parser, xlsx_xml_text);
    }
    XML_SetStartDoctypeDeclHandler(xml->parser, refuse_doctype);
}

void xml_close(Xml *xml)
{
    if (xml->parser)
        XML_ParserFree(xml->parser);
    if (xml->input)
        input_close(xml->input);
    xml->parser = NULL;
    xml->input = NULL;
}

void xml_fail(Xml *xml, Str sentence)
{
    if (xml->problem.len)
        return;
    unsigned long line = xml->parser ? (unsigned long) XML_GetCurrentLineNumber(xml->parser) : 0;
    xml->problem = arena_format(xml->arena, "%.*s, line %lu: %.*s", STR_ARG(xml->input->name), line, STR_ARG(sentence));
    XML_StopParser(xml->parser, XML_FALSE);
}

void xml_pause(Xml *xml)
{
    xml->paused = true;
    XML_StopParser(xml->parser, XML_TRUE);
}

/* As much as there is: what expat makes of the first bytes depends on how many it sees. */
static long xlsx_xml_fill(Input *input, char *buffer)
{
    long filled = 0;
    for (long got; filled < CHUNK; filled += got) {
        got = input->read(input, buffer + filled, (size_t) (CHUNK - filled));
        if (got < 0)
            return got;
        if (got == 0)
            break;
    }
    return filled;
}

static bool read_chunk(Xml *xml, enum XML_Status *status)
{
    char *buffer = XML_GetBuffer(xml->parser, CHUNK);
    if (!buffer)
        memory_fault();
    long got = xlsx_xml_fill(xml->input, buffer);
    if (got < 0) {
        xml->problem = arena_str(xml->arena, str_of(xml->input->problem));
        return false;
    }
    xml->fed_bytes += (uint64_t) got;
    xml->ended = got < CHUNK;
    *status = XML_ParseBuffer(xml->parser, (int) got, xml->ended);
    return true;
}

/* Expat keeps what it has not come to the end of, such as a tag with an endless attribute; it looks at it anew each time that it
   has doubled, and knows only then where it is. */
static bool is_too_long(const Xml *xml)
{
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    return at >= 0 && !xml->paused && xml->fed_bytes > (uint64_t) at + LONGEST_TOKEN;
}

static void xlsx_xml_explain(Xml *xml)
{
    if (XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY)
        memory_fault();
    xml_fail(xml, arena_format(xml->arena, "broken XML (%s)", XML_ErrorString(XML_GetErrorCode(xml->parser))));
}

bool xml_go_on(Xml *xml)
{
    while (!xml->problem.len && (xml->paused || !xml->ended)) {
        enum XML_Status status = XML_STATUS_OK;
        bool was_paused = xml->paused;
        xml->paused = false;
        if (was_paused)
            status = XML_ResumeParser(xml->parser);
        else if (!read_chunk(xml, &status))
            return false;
        if (status == XML_STATUS_SUSPENDED)
            return true;
        if (status == XML_STATUS_ERROR)
            xlsx_xml_explain(xml);
        else if (is_too_long(xml))
            xml_fail(xml, STR("a tag has no end"));
    }
    return false;
}

bool xml_read_all(Xml *xml)
{
    while (xml_go_on(xml))
        ;
    xml_close(xml);
    return xml->problem.len == 0;
}
