#include "codec/signs.h"

#include <stddef.h>

static const Sign signs[] = {
    { 0xA0, 0xA0, SIGN_BLANK, "a no-break space (U+00A0)", "use a plain blank" },
    { 0x2000, 0x200A, SIGN_BLANK, "a space of typesetters (U+2000 to U+200A)", "use a plain blank" },
    { 0x200B, 0x200B, SIGN_BLANK, "a zero-width space (U+200B)", "delete it" },
    { 0x202F, 0x202F, SIGN_BLANK, "a narrow no-break space (U+202F)", "use a plain blank" },
    { 0x3000, 0x3000, SIGN_BLANK, "an ideographic space (U+3000)", "use a plain blank" },
    { 0xFEFF, 0xFEFF, SIGN_BLANK, "a byte order mark (U+FEFF)", "delete it" },
    { 0xFF1A, 0xFF1A, SIGN_COLON, "a full-width colon (：, U+FF1A)", "write ':' and a blank" },
    { 0xFE55, 0xFE55, SIGN_COLON, "a small colon (U+FE55)", "write ':' and a blank" },
    { 0xFF0C, 0xFF0C, SIGN_COMMA, "a full-width comma (，, U+FF0C)", "write ',' and a blank" },
    { 0x3001, 0x3001, SIGN_COMMA, "an enumeration comma (、, U+3001)", "write ',' and a blank" },
    { 0xFF0D, 0xFF0D, SIGN_DASH, "a full-width hyphen (－, U+FF0D)", "write '-' and a blank" },
    { 0x2010, 0x2015, SIGN_DASH, "a dash (U+2010 to U+2015)", "write '-' and a blank" },
    { 0x2212, 0x2212, SIGN_DASH, "a minus sign (U+2212)", "write '-' and a blank" },
    { 0x201C, 0x201D, SIGN_OPENING, "a round quote (U+201C or U+201D)", "write straight quotes" },
    { 0x2018, 0x2019, SIGN_OPENING, "a round quote (U+2018 or U+2019)", "write straight quotes" },
    { 0xFF02, 0xFF02, SIGN_OPENING, "a full-width quote (U+FF02)", "write straight quotes" },
    { 0xFF07, 0xFF07, SIGN_OPENING, "a full-width quote (U+FF07)", "write straight quotes" },
    { 0xFF3B, 0xFF3B, SIGN_OPENING, "a full-width bracket (［, U+FF3B)", "write '['" },
    { 0xFF5B, 0xFF5B, SIGN_OPENING, "a full-width brace (｛, U+FF5B)", "write '{'" },
    { 0xFF3D, 0xFF3D, SIGN_CLOSING, "a full-width bracket (］, U+FF3D)", "write ']'" },
    { 0xFF5D, 0xFF5D, SIGN_CLOSING, "a full-width brace (｝, U+FF5D)", "write '}'" },
    { 0x85, 0x85, SIGN_LINE_END, "a line end that nobody sees (U+0085)", "delete it" },
    { 0x2028, 0x2029, SIGN_LINE_END, "a line end that nobody sees (U+2028 or U+2029)", "delete it" },
};

const Sign *sign_of(uint32_t code)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (code >= signs[i].first && code <= signs[i].last)
            return &signs[i];
    return NULL;
}
