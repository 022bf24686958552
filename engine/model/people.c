/* Nobody parts the names in a cell by one mark alone. Blanks, + and dashes part them here, numbers of a list that begins with one, words
   that join (和, 与, 及, 以及) and the end of a bracket; but all of these stand in names, too. So a text is names where each piece is a
   name by itself, and one text where any of them is not: 王 伟 and 李和平 are one, 张和平和李小明 are two. */
#include "model/people.h"

#include "base/ascii.h"
#include "base/utf8.h"

typedef struct {
    const char *opens, *closes;
} Brackets;

static const Brackets brackets[] = { { "（", "）" }, { "(", ")" }, { "（", ")" }, { "(", "）" }, { "【", "】" }, { "[", "]" } };

static const char *const joins[] = { "以及", "和", "与", "及" };

enum { JOINS = sizeof joins / sizeof *joins };

/* What is said of somebody, and names that words join, are short: what is longer is another text, and nobody looks through it again from
   each of its letters. */
enum { LONGEST_REMARK = 120, LONGEST_JOINED = 90 };

/* The first byte of each bracket that opens; names in Chinese characters have none of them. */
static bool may_open(char c)
{
    return c == '(' || c == '[' || c == '\xEF' || c == '\xE3';
}

size_t people_behind_bracket(Str text)
{
    size_t nearest = 0;
    if (text.len == 0 || !may_open(text.at[0]))
        return 0;
    text = str_slice(text, 0, text.len < LONGEST_REMARK ? text.len : LONGEST_REMARK);
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
        Str closes = str_of(brackets[i].closes);
        size_t at = str_starts_with(text, str_of(brackets[i].opens)) ? str_find(text, closes, 0) : SIZE_MAX;
        if (at != SIZE_MAX && (!nearest || at + closes.len < nearest))
            nearest = at + closes.len;
    }
    return nearest;
}

/* The length of the first of these texts with which a text begins; 0: it does with none. */
static size_t people_begins_with(Str text, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts_with(text, str_of(texts[i])))
            return strlen(texts[i]);
    return 0;
}

static size_t blanks_before(Str text)
{
    size_t at = 0, size = 0;
    for (; at < text.len && utf8_is_blank(utf8_first(str_slice(text, at, text.len), &size)); at += size)
        continue;
    return at;
}

static size_t digits_before(Str text)
{
    size_t at = 0;
    while (at < text.len && ascii_is_digit(text.at[at]))
        at++;
    return at;
}

/* The length of a number of a list at the start of a text: 1. 1） （1） ①, and where a word begins 1 alone. */
static size_t number_before(Str text, bool begins_word)
{
    static const char *const marks[] = { ".", "．", "、", ")", "）" };
    enum { FIRST_CIRCLED = 0x2460, LAST_CIRCLED = 0x2473 };
    size_t size = 0;
    uint32_t code = text.len ? utf8_first(text, &size) : 0;
    if (code >= FIRST_CIRCLED && code <= LAST_CIRCLED)
        return size;
    size_t behind = people_behind_bracket(text), digits = digits_before(behind ? str_slice(text, size, behind) : text);
    if (behind)
        return digits && (digits == behind - size - 1 || digits == behind - size - strlen("）")) ? behind : 0;
    size_t mark = digits ? people_begins_with(str_slice(text, digits, text.len), marks, sizeof marks / sizeof *marks) : 0;
    return mark || begins_word ? digits + mark : 0;
}

bool people_is_number(Str text)
{
    return text.len > 0 && number_before(text, true) == text.len;
}

/* ---- one name */

/* Names in Chinese characters have two to four, and as many again behind a dot: one letter alone is half a name, whose letters were
   set apart to line up with longer ones. What a bracket at the end says of somebody is no part of it. */
static bool is_whole_name(Str word)
{
    enum { LEAST = 2, MOST = 4, DOT = 0xB7 };
    size_t letters = 0, most = MOST, size;
    for (size_t at = 0; at < word.len; at += size) {
        Str rest = str_slice(word, at, word.len);
        uint32_t code = utf8_first(rest, &size);
        if (people_behind_bracket(str_slice(rest, blanks_before(rest), rest.len)) == rest.len - blanks_before(rest))
            break;
        if (code == DOT)
            most += MOST;
        else if (!utf8_is_han(code))
            return false;
        else
            letters++;
    }
    return letters >= LEAST && letters <= most;
}

/* Where a word joins a name with another one, or several, in a text that is none by itself: the length of the first name, and where the
   others begin. */
static bool is_joined(Str word, size_t *end, size_t *next)
{
    size_t size;
    for (size_t at = 0; at < word.len && word.len <= LONGEST_JOINED && !is_whole_name(word); at += size) {
        size_t unused[2];
        utf8_first(str_slice(word, at, word.len), &size);
        size_t len = people_begins_with(str_slice(word, at, word.len), joins, JOINS);
        Str others = str_slice(word, at + len, word.len);
        if (!len || !is_whole_name(str_slice(word, 0, at)) || !(is_whole_name(others) || is_joined(others, &unused[0], &unused[1])))
            continue;
        *end = at;
        *next = at + len;
        return true;
    }
    return false;
}

/* ---- several */

/* What parts two words where a text goes on so, before its end: the length of the mark, 0 where there is none. A bracket behind a
   blank belongs to the name before it. */
static bool ends_word(const People *people, size_t at, bool behind_bracket, size_t *mark)
{
    static const char *const marks[] = { "+", "＋", "&", "＆", "\\", "＼", "-", "－", "—", "–", "。" };
    Str rest = str_slice(people->rest, at, people->rest.len);
    size_t size, blanks = blanks_before(rest);
    *mark = blanks ? blanks : people_begins_with(rest, marks, sizeof marks / sizeof *marks);
    if (blanks && blanks < rest.len && people_behind_bracket(str_slice(rest, blanks, rest.len)) && !people->is_numbered)
        *mark = 0;
    if (behind_bracket && !*mark)
        *mark = people_begins_with(rest, joins, JOINS);
    return *mark || (at > 0 && people->is_numbered && number_before(rest, false)) ||
           (behind_bracket && utf8_is_han(utf8_first(rest, &size)));
}

/* The length of the next word, and what it ends with. */
static size_t word_before(const People *people, size_t *mark)
{
    bool behind_bracket = false;
    size_t at = 0, size;
    while (at < people->rest.len && !ends_word(people, at, behind_bracket, mark)) {
        Str rest = str_slice(people->rest, at, people->rest.len);
        size_t behind = people_behind_bracket(rest);
        utf8_first(rest, &size);
        behind_bracket = behind > 0;
        at += behind ? behind : size;
    }
    return at;
}

bool people_next(People *people, Str *name)
{
    size_t number, mark = 0, end = 0, next = 0;
    for (Str *rest = &people->rest;;) {
        *rest = str_slice(*rest, blanks_before(*rest), rest->len);
        number = number_before(*rest, true);
        if (!number || number == rest->len)
            break;
        people->is_numbered = true;
        *rest = str_slice(*rest, number, rest->len);
    }
    size_t len = word_before(people, &mark);
    Str word = str_slice(people->rest, 0, len);
    if (is_joined(word, &end, &next)) {
        *name = str_slice(word, 0, end);
        people->rest = str_slice(people->rest, next, people->rest.len);
        return true;
    }
    *name = word;
    people->rest = str_slice(people->rest, len + mark, people->rest.len);
    return len > 0;
}

bool people_in(Str text)
{
    People people = { text, false };
    size_t names = 0;
    for (Str name; people_next(&people, &name); names++)
        if (!is_whole_name(name))
            return false;
    return people.rest.len == 0 && (names > 1 || (names == 1 && people.is_numbered));
}
