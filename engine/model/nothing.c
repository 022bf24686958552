/* Which words mean "nothing" depends on what else could stand there: no day and no number is ever 不详, but a text may be. What the
   dictionary allows outright (a value of an enum, a truth word, a text that fits its pattern) is taken for that first, by who reads
   the cell: a field whose values are 有 and 无 keeps both. Words for "the same as above" (同上, 〃) are no words for nothing. */
#include "model/nothing.h"

/* In any field. */
static const char *const signs[] = { "/", "\\", "-", "--", "---", "–", "—", "——", "―", "－", "／", "N/A", "n/a", "无", "暂无" };
/* Where what stands there is no text. */
static const char *const words[] = {
    "NA", "na", "NULL", "null", "none", "None", "nil", "*", "没有", "不详", "未知", "未填", "空", "待定", "不适用",
};

static bool nothing_is_among(const char *const *list, size_t count, Str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(text, list[i]))
            return true;
    return false;
}

static bool nothing_is_text(const Field *field)
{
    return field_kind_has(field_element_kind(field), TRAIT_TEXT);
}

enum { LONGEST = 12 }; /* bytes of the words above */

/* Every text of a roster comes here, so most are sent away by their first byte. */
/* The bytes that begin one of the words that a text field knows; a word that is added needs its first byte here. */
static bool may_begin_so(const Field *field, char first)
{
    if (!nothing_is_text(field))
        return true;
    switch (first) {
    case '/':
    case '\\':
    case '-':
    case 'N':
    case 'n':
    case '\xE2':
    case '\xE6':
    case '\xEF': return true;
    default: return false;
    }
}

bool nothing_is_said(const Field *field, Str text)
{
    if (field->has_empty) {
        for (size_t i = 0; i < field->empty_count; i++)
            if (str_equal(field->empty[i], text))
                return true;
        return false;
    }
    if (text.len == 0 || text.len > LONGEST || !may_begin_so(field, text.at[0]))
        return false;
    return nothing_is_among(signs, sizeof signs / sizeof *signs, text) ||
           (nothing_is_text(field) ? str_is(text, "NULL") : nothing_is_among(words, sizeof words / sizeof *words, text));
}
