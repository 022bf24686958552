/* One record as the yardstick sees it: the values that the rules need, and what was found. */
#ifndef DULY_BENCH_CASE_H
#define DULY_BENCH_CASE_H

#include "bench/values.h"

/* In the order of the pack: the built-in ones, then those of its files. */
/* clang-format off */
#define RULES(RULE) \
    RULE(UNREADABLE_VALUE, "unreadable-value") RULE(REQUIRED_FIELD, "required-field") \
    RULE(VALUE_NOT_ALLOWED, "value-not-allowed") RULE(DUPLICATE_KEY, "duplicate-key") RULE(RAGGED_ROW, "ragged-row") \
    RULE(STEP_ORDER, "step-order") RULE(MEETING_FIGURES, "meeting-figures-agree") RULE(QUORUM, "quorum") \
    RULE(MAJORITY, "majority-of-those-who-should-attend") RULE(ORGANISER_AGREES, "organiser-agrees") \
    RULE(NOT_TOO_LATE, "approval-not-too-late") RULE(IN_TIME, "approval-in-time") \
    RULE(HAS_POWER, "approver-has-power") RULE(PROBATION, "probation-starts-at-meeting") \
    RULE(ADULT, "adult-at-application") RULE(FIRST_TALK, "first-talk-within-a-month") \
    RULE(CONTACTS_APPOINTED, "contacts-appointed") RULE(TRAINED, "training-lasted-a-year") \
    RULE(INSPECTIONS, "half-yearly-inspections") RULE(PRE_REVIEW_PASSED, "pre-review-passed") \
    RULE(REWRITTEN, "materials-rewritten") \
    RULE(INTRODUCERS, "two-different-introducers") RULE(NOTICE_LONG_ENOUGH, "notice-long-enough") \
    RULE(NOTICE_OVER, "notice-over-before-meeting") RULE(OBJECTION_SETTLED, "notice-objection-settled") \
    RULE(REVIEW_PASSED, "political-review-passed") RULE(REVIEW_BEFORE, "political-review-before-pre-review") \
    RULE(COURSE_LONG_ENOUGH, "course-long-enough") RULE(EXAM_PASSED, "course-exam-passed") \
    RULE(COURSE_IN_PERIOD, "course-in-the-training-period") RULE(MEMBERS_AGREED, "majority-of-members") \
    RULE(MASSES_AGREED, "majority-of-masses") \
    RULE(MEMBERS_COUNTED, "members-against-counted") RULE(MASSES_COUNTED, "masses-against-counted") \
    RULE(RECOMMENDATION, "league-recommendation") \
    RULE(STEP_SKIPPED, "no-step-skipped") RULE(FUTURE_DATES, "no-future-dates") RULE(BIRTH_DATE_AGREES, "birth-date-agrees") \
    RULE(SEVERAL_DAYS, "steps-on-several-days") RULE(NUMBERS_POSSIBLE, "numbers-possible")
/* clang-format on */

#define RULE_NAME(name, id) RULE_##name,
typedef enum { RULES(RULE_NAME) RULE_COUNT } Rule;
#undef RULE_NAME

#define RULE_ID(name, id) id,
static const char *const rule_ids[] = { RULES(RULE_ID) };
#undef RULE_ID

/* Conjunction is the least of two, disjunction the greatest. */
typedef enum { NO, MISSING, YES } Truth;

typedef struct {
    int64_t value;
    bool is_known;
} Int;

typedef struct {
    double value;
    bool is_known;
} Double;

enum { NO_WORD = -1 };

/* One record. Of words: the index, or the count of them where it is another one; NO_WORD: the cell is empty. */
typedef struct {
    Line line;
    uint64_t violated, undecided; /* a bit for each rule */
    uint64_t unreadable;          /* a bit for each column whose cell cannot be read, or is none of the words of its field */
    Date dates[COLUMNS];
    Date training_from;
    Truth league_member, objection, earlier_accepted;
    int review, pre_review_result, materials, opinion, approved_by;
    Int members_asked, members_agree, masses_asked, masses_agree, expected, present, votes_for;
    Double course_days, course_hours, course_score;
    int64_t contacts; /* -1: not known */
    Truth inspected;  /* in every half-year of the training */
    Cell key;
} Case;

/* ---- outcomes */

static inline Truth both(Truth a, Truth b)
{
    return a < b ? a : b;
}
static inline Truth either(Truth a, Truth b)
{
    return a > b ? a : b;
}
static inline Truth truth(bool is_true)
{
    return is_true ? YES : NO;
}

static inline void violate(Case *c, Rule rule, bool is_violated)
{
    c->violated |= (uint64_t) is_violated << rule;
}

static inline void require(Case *c, Rule rule, Truth condition)
{
    c->violated |= (uint64_t) (condition == NO) << rule;
    c->undecided |= (uint64_t) (condition == MISSING) << rule;
}

static inline bool is_violated(const Case *c, Rule rule)
{
    return c->violated >> rule & 1;
}

static inline bool has(const Case *c, ColumnId column)
{
    return c->dates[column] != 0;
}

static inline Truth date_less(Date a, Date b)
{
    return a && b ? truth(a < b) : MISSING;
}
static inline Truth date_fits(Date a, Date b)
{
    return a && b ? truth(a <= b) : MISSING;
}

/* As far as the rules need it: `months` after a day that is known. */
static inline Date later(Date date, int months)
{
    return date ? add_months(date, months) : 0;
}

static inline Truth int_fits(Int a, Int b)
{
    return a.is_known && b.is_known ? truth(a.value <= b.value) : MISSING;
}

static inline Truth is_majority(Int part, Int whole)
{
    return part.is_known && whole.is_known ? truth(2 * part.value > whole.value) : MISSING;
}

static inline Truth is_word(int word, int wanted)
{
    return word == NO_WORD ? MISSING : truth(word == wanted);
}

static inline Truth at_least(Double number, double least)
{
    return number.is_known ? truth(number.value >= least) : MISSING;
}

/* ---- cells */

/* Told once, of the cell. */
static inline void note_unreadable(Case *c, ColumnId column, bool is_unreadable)
{
    violate(c, RULE_UNREADABLE_VALUE, is_unreadable);
    c->unreadable |= (uint64_t) is_unreadable << column;
}

static Cell cell_of(const Case *c, ColumnId column)
{
    return trim(c->line.cells[column]);
}

static Date read_date(Case *c, ColumnId column)
{
    Cell cell = cell_of(c, column);
    Date date = cell.len ? date_parse(cell) : 0;
    note_unreadable(c, column, cell.len && !date);
    return date;
}

static Int read_int(Case *c, ColumnId column, int64_t least, int64_t most)
{
    Cell cell = cell_of(c, column);
    Int number = { 0 };
    if (cell.len == 0)
        return number;
    number.is_known = int_parse(cell, &number.value);
    note_unreadable(c, column, !number.is_known);
    violate(c, RULE_VALUE_NOT_ALLOWED, number.is_known && (number.value < least || number.value > most));
    return number;
}

static Double read_double(Case *c, ColumnId column, double most)
{
    Cell cell = cell_of(c, column);
    Double number = { 0 };
    if (cell.len == 0)
        return number;
    number.is_known = double_parse(cell, &number.value);
    note_unreadable(c, column, !number.is_known);
    violate(c, RULE_VALUE_NOT_ALLOWED, number.is_known && (number.value < 0 || number.value > most));
    return number;
}

/* Each value has three words: its label, its name, and its other label. */
static int read_word(Case *c, ColumnId column, const Word *words, size_t count)
{
    Cell cell = cell_of(c, column);
    if (cell.len == 0)
        return NO_WORD;
    size_t word = word_find(cell, words, count);
    bool is_unreadable = word == count && !is_readable(cell);
    note_unreadable(c, column, is_unreadable);
    violate(c, RULE_VALUE_NOT_ALLOWED, word == count && !is_unreadable);
    c->unreadable |= (uint64_t) (word == count) << column;
    return is_unreadable ? NO_WORD : (int) (word / 3);
}

#define VALUE(label, name, other) WORD(label), WORD(name), WORD(other)
#define COUNT(words) (sizeof(words) / sizeof *(words))

static Truth read_truth(Case *c, ColumnId column)
{
    static const Word words[] = { WORD("否"), WORD("是"), WORD("no"), WORD("yes"), WORD("false"), WORD("true"),
                                  WORD("0"),  WORD("1"),  WORD("无"), WORD("有"),  WORD("×"),     WORD("√") };
    Cell cell = cell_of(c, column);
    if (cell.len == 0)
        return MISSING;
    size_t word = word_find(lower(cell, (char[8]) { 0 }), words, COUNT(words));
    note_unreadable(c, column, word == COUNT(words));
    return word == COUNT(words) ? MISSING : truth(word % 2);
}

/* An empty one where there is none. */
static Cell read_text(Case *c, ColumnId column)
{
    Cell cell = cell_of(c, column);
    bool is_fine = is_readable(cell);
    note_unreadable(c, column, !is_fine);
    return is_fine ? cell : (Cell) { cell.at, 0 };
}

static Cell read_required(Case *c, ColumnId column)
{
    violate(c, RULE_REQUIRED_FIELD, cell_of(c, column).len == 0);
    return read_text(c, column);
}

/* The next part of a list; false after the last. */
static bool next_part(Cell *rest, const char *separator, Cell *part)
{
    size_t len = strlen(separator), end = 0;
    if (!rest->at)
        return false;
    while (end < rest->len && (rest->len - end < len || rest->at[end] != *separator || memcmp(rest->at + end, separator, len) != 0))
        end++;
    *part = trim((Cell) { rest->at, end });
    *rest = end < rest->len ? (Cell) { rest->at + end + len, rest->len - end - len } : (Cell) { NULL, 0 };
    return true;
}

static int64_t count_contacts(Case *c)
{
    Cell rest = cell_of(c, CONTACTS), part;
    int64_t count = 0;
    for (bool is_fine = true; is_fine && next_part(&rest, "、", &part); count += part.len > 0) {
        is_fine = is_readable(part);
        note_unreadable(c, CONTACTS, !is_fine);
        if (!is_fine)
            return -1;
    }
    return count ? count : -1;
}

enum { MOST_DATES = 64, INSPECTION_MONTHS = 6, INSPECTION_GAP = 8 };

/* The different days of the time of training in the list; -1: one cannot be read, or there is none. */
static int read_inspections(Case *c, Date *days)
{
    Cell rest = cell_of(c, INSPECTED_ON), part;
    int count = 0, parts = 0;
    while (next_part(&rest, ";", &part)) {
        if (part.len == 0)
            continue;
        Date date = date_parse(part);
        note_unreadable(c, INSPECTED_ON, !date);
        if (!date)
            return -1;
        bool is_new = date >= c->training_from && date <= c->dates[LISTED_ON];
        for (int i = 0; i < count; i++)
            is_new &= days[i] != date;
        if (is_new && count < MOST_DATES)
            days[count++] = date;
        parts++;
    }
    return parts ? count : -1;
}

/* As many as half-years were completed, and one in each: it may come late by two months. */
static Truth read_inspected(Case *c)
{
    Date days[MOST_DATES], from = c->training_from, to = c->dates[LISTED_ON];
    int count = read_inspections(c, days), due = from && to ? months_between(from, to) / INSPECTION_MONTHS : 0;
    if (count < 0 || !from || !to)
        return MISSING;
    bool is_complete = count >= due;
    for (int period = 0; period < due; period++) {
        bool is_there = false;
        for (int i = 0; i < count; i++)
            is_there |=
                days[i] >= later(from, period * INSPECTION_MONTHS) && days[i] <= later(from, period * INSPECTION_MONTHS + INSPECTION_GAP);
        is_complete &= is_there;
    }
    return truth(is_complete);
}

static bool fits_id(Cell id)
{
    return id.len == 8 && id.at[0] == 'A' && are_digits(id.at + 1, 7);
}

static bool fits_id_number(Cell number)
{
    if (number.len == 15)
        return are_digits(number.at, 15);
    return number.len == 18 && are_digits(number.at, 17) && (number.at[17] == 'X' || are_digits(number.at + 17, 1));
}

static void read_words(Case *c)
{
    static const Word sexes[] = { VALUE("男", "male", "Male"), VALUE("女", "female", "Female") };
    static const Word categories[] = { VALUE("本科生", "undergraduate", "Undergraduate"), VALUE("研究生", "graduate", "Graduate"),
                                       VALUE("成教生", "adult", "Adult student"), VALUE("教职工", "staff", "Staff") };
    static const Word reviews[] = { VALUE("合格", "passed", "Passed"), VALUE("不合格", "failed", "Failed"),
                                    VALUE("未结论", "pending", "Pending") };
    static const Word results[] = { VALUE("合格", "passed", "Passed"), VALUE("不合格", "failed", "Failed"),
                                    VALUE("补充材料", "supplement", "To be supplemented") };
    static const Word states[] = { VALUE("规范", "good", "In order"), VALUE("有涂改", "altered", "Altered"),
                                   VALUE("不规范", "substandard", "Substandard") };
    static const Word opinions[] = { VALUE("同意", "agree", "Agrees"), VALUE("不同意", "disagree", "Does not agree") };
    static const Word bodies[] = { VALUE("党委", "committee", "Party committee"), VALUE("党总支", "general_branch", "General branch") };
    read_word(c, SEX, sexes, COUNT(sexes));
    read_word(c, CATEGORY, categories, COUNT(categories));
    c->review = read_word(c, REVIEW, reviews, COUNT(reviews));
    c->pre_review_result = read_word(c, PRE_REVIEW_RESULT, results, COUNT(results));
    c->materials = read_word(c, MATERIALS, states, COUNT(states));
    c->opinion = read_word(c, OPINION, opinions, COUNT(opinions));
    c->approved_by = read_word(c, APPROVED_BY, bodies, COUNT(bodies));
    c->league_member = read_truth(c, LEAGUE_MEMBER);
    c->earlier_accepted = read_truth(c, EARLIER_ACCEPTED);
    c->objection = read_truth(c, OBJECTION);
}

static void read_numbers(Case *c)
{
    read_int(c, GRADE, 1, 2100);
    c->members_asked = read_int(c, MEMBERS_ASKED, 0, INT64_MAX);
    c->members_agree = read_int(c, MEMBERS_AGREE, 0, INT64_MAX);
    c->masses_asked = read_int(c, MASSES_ASKED, 0, INT64_MAX);
    c->masses_agree = read_int(c, MASSES_AGREE, 0, INT64_MAX);
    c->expected = read_int(c, EXPECTED, 0, INT64_MAX);
    c->present = read_int(c, PRESENT, 0, INT64_MAX);
    c->votes_for = read_int(c, VOTES_FOR, 0, INT64_MAX);
    c->course_days = read_double(c, COURSE_DAYS, 60);
    c->course_hours = read_double(c, COURSE_HOURS, 400);
    c->course_score = read_double(c, COURSE_SCORE, 100);
}

static void read_dates(Case *c)
{
    static const uint8_t columns[] = { BIRTH_DATE,      APPLIED_ON,   FIRST_TALK_ON, RECOMMENDED_ON,    ACTIVIST_ON, EARLIER_ON,
                                       COURSE_ENDED_ON, LISTED_ON,    REVIEW_ON,     PRE_REVIEWED_ON,   NOTICE_FROM, NOTICE_TO,
                                       SETTLED_ON,      REWRITTEN_ON, MEETING_ON,    ORGANISER_TALK_ON, APPROVED_ON, PROBATION_FROM };
    for (size_t i = 0; i < sizeof columns; i++)
        c->dates[columns[i]] = read_date(c, columns[i]);
}

static void read_case(Case *c)
{
    c->violated = c->undecided = c->unreadable = 0;
    c->key = cell_of(c, ID);
    read_required(c, ID);
    read_required(c, NAME);
    read_required(c, UNIT);
    read_dates(c);
    violate(c, RULE_REQUIRED_FIELD, cell_of(c, APPLIED_ON).len == 0);
    read_words(c);
    read_numbers(c);
    c->training_from = c->dates[c->earlier_accepted == YES ? EARLIER_ON : ACTIVIST_ON];
    c->contacts = count_contacts(c);
    c->inspected = read_inspected(c);
}

#endif
