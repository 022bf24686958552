/* The rules of rules/university-2003 written by hand in C: what there is to gain by not having a rules engine.
   `yardstick ROSTER` writes a line `rule,outcome,key` for each violation and each undecided outcome, in the engine's order.
   It knows the columns of roster.h in that order, an audit on 31 December 2003, and the parameters as they are shipped. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "bench/case.h"

enum { AS_OF = (2003 * 12 + 11) << 5 | 31, BLOCK_BYTES = 1 << 20, KEYS = 10000000, OUT_BYTES = 1 << 16 };

typedef struct {
    uint8_t *taken; /* a bit for each key A0000000 … A9999999 */
    Cell *others;   /* keys of another form: there are hardly any */
    size_t other_count;
} Keys;

static void stop(const char *why)
{
    fprintf(stderr, "yardstick: %s\n", why);
    exit(2);
}

/* ---- keys */

static bool take_other(Keys *keys, Cell key)
{
    for (size_t i = 0; i < keys->other_count; i++)
        if (keys->others[i].len == key.len && memcmp(keys->others[i].at, key.at, key.len) == 0)
            return false;
    char *copy = malloc(key.len);
    Cell *more = realloc(keys->others, (keys->other_count + 1) * sizeof *more);
    if (!copy || !more)
        stop("no memory");
    memcpy(copy, key.at, key.len);
    keys->others = more;
    keys->others[keys->other_count++] = (Cell) { copy, key.len };
    return true;
}

/* false: the key was taken before. */
static bool take_key(Keys *keys, Cell key)
{
    if (!fits_id(key))
        return key.len == 0 || take_other(keys, key);
    size_t number = 0;
    for (size_t i = 1; i < 8; i++)
        number = number * 10 + (size_t) (key.at[i] - '0');
    bool is_taken = keys->taken[number / 8] >> number % 8 & 1;
    keys->taken[number / 8] = (uint8_t) (keys->taken[number / 8] | 1u << number % 8);
    return !is_taken;
}

/* ---- rules of the record as a whole */

enum { STEPS = 8 };
static const uint8_t steps[STEPS] = { APPLIED_ON,      FIRST_TALK_ON, ACTIVIST_ON,       LISTED_ON,
                                      PRE_REVIEWED_ON, MEETING_ON,    ORGANISER_TALK_ON, APPROVED_ON };

static int reached(const Case *c)
{
    int step = STEPS;
    while (step > 1 && !has(c, steps[step - 1]))
        step--;
    return step;
}

static void check_steps(Case *c)
{
    Date latest = 0;
    for (int step = 0; step < STEPS; step++) {
        Date date = c->dates[steps[step]];
        violate(c, RULE_STEP_ORDER, date && date < latest);
        latest = date ? date : latest;
    }
}

/* The application and the first talk may be lacking. */
static void check_gaps(Case *c, int last)
{
    for (int step = 2; step < last - 1; step++)
        violate(c, RULE_STEP_SKIPPED, !has(c, steps[step]));
}

static void check_future(Case *c, int last)
{
    static const uint8_t always[] = { APPLIED_ON, RECOMMENDED_ON, COURSE_ENDED_ON, REVIEW_ON, REWRITTEN_ON, APPROVED_ON };
    for (size_t i = 0; i < sizeof always; i++)
        violate(c, RULE_FUTURE_DATES, c->dates[always[i]] > AS_OF);
    for (int step = 1; step < 7 && step < last - 1; step++)
        violate(c, RULE_FUTURE_DATES, c->dates[steps[step]] > AS_OF);
}

static void check_same_day(Case *c)
{
    for (int first = 0; first < STEPS - 2; first++) {
        int same = 0;
        for (int step = first; step < STEPS; step++)
            same += c->dates[steps[step]] == c->dates[steps[first]];
        violate(c, RULE_SEVERAL_DAYS, has(c, steps[first]) && same >= 3);
    }
}

static void put_digits(char *at, int count, int number)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        at[i] = (char) ('0' + number % 10);
}

static Truth birth_agrees(Date birth, Cell number)
{
    char text[8];
    if (number.len < 12 || birth == 0)
        return MISSING;
    put_digits(text, 4, (birth >> 5) / 12);
    put_digits(text + 4, 2, (birth >> 5) % 12 + 1);
    put_digits(text + 6, 2, birth & 31);
    if (number.len == 18)
        return truth(memcmp(number.at + 6, text, 8) == 0);
    return truth(memcmp(text, "19", 2) == 0 && memcmp(number.at + 6, text + 2, 6) == 0);
}

static void check_identity(Case *c)
{
    Cell number = read_text(c, ID_NUMBER);
    violate(c, RULE_VALUE_NOT_ALLOWED, number.len && !fits_id_number(number));
    if (number.len && has(c, APPLIED_ON))
        require(c, RULE_BIRTH_DATE_AGREES, birth_agrees(c->dates[BIRTH_DATE], number));
}

static int64_t value_or(Int number, int64_t otherwise)
{
    return number.is_known ? number.value : otherwise;
}

static void check_numbers(Case *c)
{
    violate(c, RULE_NUMBERS_POSSIBLE,
            value_or(c->members_agree, 0) > value_or(c->members_asked, 1000000) ||
                value_or(c->masses_agree, 0) > value_or(c->masses_asked, 1000000));
}

/* ---- rules of the steps, by their gates */

static void check_application(Case *c)
{
    int last = reached(c);
    require(c, RULE_ADULT, date_fits(later(c->dates[BIRTH_DATE], 18 * 12), c->dates[APPLIED_ON]));
    check_gaps(c, last);
    check_future(c, last);
    check_same_day(c);
    check_numbers(c);
}

static void check_activist(Case *c)
{
    Truth in_time = date_fits(c->dates[FIRST_TALK_ON], later(c->dates[APPLIED_ON], 1));
    require(c, RULE_FIRST_TALK, both(truth(has(c, FIRST_TALK_ON)), in_time));
}

static void check_listing(Case *c)
{
    Date from = c->training_from, listed = c->dates[LISTED_ON];
    require(c, RULE_CONTACTS_APPOINTED, c->contacts < 0 ? MISSING : truth(c->contacts <= 2));
    if (is_violated(c, RULE_STEP_ORDER))
        return;
    require(c, RULE_TRAINED, date_fits(later(from, 12), listed));
    require(c, RULE_INSPECTIONS, c->inspected);
}

static Truth is_long_enough(const Case *c)
{
    if (!c->course_days.is_known)
        return at_least(c->course_hours, 40);
    return truth(c->course_days.value >= 5 || (c->course_hours.is_known && c->course_hours.value >= 40));
}

/* Asked of League members up to the day before they turn 29. */
static void check_recommendation(Case *c)
{
    Date birth = c->dates[BIRTH_DATE], activist = c->dates[ACTIVIST_ON], recommended = c->dates[RECOMMENDED_ON];
    Truth is_young = birth && activist ? truth(months_between(birth, activist) / 12 <= 28) : MISSING;
    Truth applies = both(c->league_member, is_young);
    Truth condition = both(truth(recommended), date_fits(recommended, activist));
    if (applies != NO)
        require(c, RULE_RECOMMENDATION, applies == MISSING ? MISSING : condition);
}

/* The roster has no figures of those against: nobody is known to be. Where fewer than half agree they might be a majority. */
static void check_opinions(Case *c)
{
    bool members = c->members_agree.is_known && c->members_asked.is_known, masses = c->masses_agree.is_known && c->masses_asked.is_known;
    if (!is_violated(c, RULE_NUMBERS_POSSIBLE)) {
        require(c, RULE_MEMBERS_AGREED, members ? YES : MISSING);
        require(c, RULE_MASSES_AGREED, masses ? YES : MISSING);
    }
    if (c->members_agree.is_known)
        require(c, RULE_MEMBERS_COUNTED, members ? truth(2 * c->members_agree.value >= c->members_asked.value) : MISSING);
    if (c->masses_agree.is_known)
        require(c, RULE_MASSES_COUNTED, masses ? truth(2 * c->masses_agree.value >= c->masses_asked.value) : MISSING);
}

static void check_pre_review(Case *c)
{
    Date ended = c->dates[COURSE_ENDED_ON], reviewed = c->dates[PRE_REVIEWED_ON];
    violate(c, RULE_REVIEW_PASSED, c->review != 0);
    if (c->review == 0)
        require(c, RULE_REVIEW_BEFORE, date_fits(c->dates[REVIEW_ON], reviewed));
    require(c, RULE_COURSE_LONG_ENOUGH, is_long_enough(c));
    require(c, RULE_EXAM_PASSED, at_least(c->course_score, 60));
    if (!is_violated(c, RULE_STEP_ORDER) && !is_violated(c, RULE_FUTURE_DATES))
        require(c, RULE_COURSE_IN_PERIOD, both(date_fits(c->training_from, ended), date_fits(ended, reviewed)));
    check_opinions(c);
    check_recommendation(c);
}

static void check_notice(Case *c)
{
    Date from = c->dates[NOTICE_FROM], to = c->dates[NOTICE_TO], meeting = c->dates[MEETING_ON];
    if (!from && !to)
        return;
    require(c, RULE_NOTICE_LONG_ENOUGH, from && to ? truth(day_number(to) - day_number(from) + 1 >= 7) : MISSING);
    require(c, RULE_NOTICE_OVER, date_less(to, meeting));
    Truth is_settled = both(truth(has(c, SETTLED_ON)), date_fits(c->dates[SETTLED_ON], meeting));
    require(c, RULE_OBJECTION_SETTLED, either(c->objection == YES ? NO : c->objection == NO ? YES : MISSING, is_settled));
}

static void check_meeting(Case *c, Cell first, Cell second)
{
    Truth is_rewritten = both(truth(has(c, REWRITTEN_ON)), date_fits(c->dates[REWRITTEN_ON], c->dates[MEETING_ON]));
    if (has(c, PRE_REVIEWED_ON))
        require(c, RULE_PRE_REVIEW_PASSED, is_word(c->pre_review_result, 0));
    require(c, RULE_REWRITTEN, either(is_word(c->materials, 0), is_rewritten));
    violate(c, RULE_INTRODUCERS, !first.len || !second.len || (first.len == second.len && !memcmp(first.at, second.at, first.len)));
    check_notice(c);
}

/* The figures of a meeting that was held are judged as soon as they are there; at the approval they have to be. */
static void check_figures(Case *c)
{
    if (c->dates[MEETING_ON] >= AS_OF || (!c->present.is_known && !has(c, APPROVED_ON)))
        return;
    require(c, RULE_MEETING_FIGURES, both(int_fits(c->present, c->expected), int_fits(c->votes_for, c->present)));
    if (!is_violated(c, RULE_MEETING_FIGURES))
        require(c, RULE_QUORUM, is_majority(c->present, c->expected));
}

static void check_approval(Case *c, Cell authorisation, Cell reason)
{
    Date approved = c->dates[APPROVED_ON], meeting = c->dates[MEETING_ON], from = c->dates[PROBATION_FROM];
    if (!is_violated(c, RULE_MEETING_FIGURES) && !is_violated(c, RULE_QUORUM))
        require(c, RULE_MAJORITY, is_majority(c->votes_for, c->expected));
    if (has(c, ORGANISER_TALK_ON))
        require(c, RULE_ORGANISER_AGREES, is_word(c->opinion, 0));
    require(c, RULE_NOT_TOO_LATE, date_fits(approved, later(meeting, 6)));
    if (!is_violated(c, RULE_NOT_TOO_LATE))
        require(c, RULE_IN_TIME, either(date_fits(approved, later(meeting, 3)), truth(reason.len)));
    require(c, RULE_HAS_POWER, either(is_word(c->approved_by, 0), both(is_word(c->approved_by, 1), authorisation.len ? YES : MISSING)));
    require(c, RULE_PROBATION, from && meeting ? truth(from == meeting) : MISSING);
}

/* Nothing was approved: what is overdue is told, what may still come is not. Nor is it where the meeting admitted nobody: too few were
   there, or too few were for it. */
static void check_open_approval(Case *c, Cell reason)
{
    Date meeting = c->dates[MEETING_ON];
    if (is_majority(c->present, c->expected) == NO || is_majority(c->votes_for, c->expected) == NO)
        return;
    violate(c, RULE_NOT_TOO_LATE, AS_OF > later(meeting, 6));
    violate(c, RULE_IN_TIME, AS_OF > later(meeting, 3) && AS_OF <= later(meeting, 6) && !reason.len);
}

/* What a rule reads, as a bit for each column. */
#define BIT(column) ((uint64_t) 1 << (column))
#define TRAINING (BIT(ACTIVIST_ON) | BIT(EARLIER_ON) | BIT(EARLIER_ACCEPTED) | BIT(LISTED_ON))
static const uint64_t reads[RULE_COUNT] = {
    [RULE_MEETING_FIGURES] = BIT(EXPECTED) | BIT(PRESENT) | BIT(VOTES_FOR),
    [RULE_QUORUM] = BIT(EXPECTED) | BIT(PRESENT),
    [RULE_MAJORITY] = BIT(EXPECTED) | BIT(VOTES_FOR),
    [RULE_ORGANISER_AGREES] = BIT(OPINION),
    [RULE_HAS_POWER] = BIT(APPROVED_BY) | BIT(AUTHORISATION_NO),
    [RULE_PROBATION] = BIT(MEETING_ON) | BIT(PROBATION_FROM),
    [RULE_ADULT] = BIT(BIRTH_DATE) | BIT(APPLIED_ON),
    [RULE_FIRST_TALK] = BIT(FIRST_TALK_ON) | BIT(APPLIED_ON),
    [RULE_CONTACTS_APPOINTED] = BIT(CONTACTS),
    [RULE_TRAINED] = TRAINING,
    [RULE_INSPECTIONS] = TRAINING | BIT(INSPECTED_ON),
    [RULE_PRE_REVIEW_PASSED] = BIT(PRE_REVIEW_RESULT),
    [RULE_REWRITTEN] = BIT(MATERIALS) | BIT(REWRITTEN_ON),
    [RULE_INTRODUCERS] = BIT(INTRODUCER_1) | BIT(INTRODUCER_2),
    [RULE_NOTICE_LONG_ENOUGH] = BIT(NOTICE_FROM) | BIT(NOTICE_TO),
    [RULE_NOTICE_OVER] = BIT(NOTICE_TO) | BIT(MEETING_ON),
    [RULE_OBJECTION_SETTLED] = BIT(OBJECTION) | BIT(SETTLED_ON),
    [RULE_REVIEW_PASSED] = BIT(REVIEW),
    [RULE_REVIEW_BEFORE] = BIT(REVIEW) | BIT(REVIEW_ON) | BIT(PRE_REVIEWED_ON),
    [RULE_COURSE_LONG_ENOUGH] = BIT(COURSE_DAYS) | BIT(COURSE_HOURS),
    [RULE_EXAM_PASSED] = BIT(COURSE_SCORE),
    [RULE_COURSE_IN_PERIOD] = TRAINING | BIT(COURSE_ENDED_ON),
    [RULE_MEMBERS_AGREED] = BIT(MEMBERS_ASKED) | BIT(MEMBERS_AGREE),
    [RULE_MASSES_AGREED] = BIT(MASSES_ASKED) | BIT(MASSES_AGREE),
    [RULE_MEMBERS_COUNTED] = BIT(MEMBERS_ASKED) | BIT(MEMBERS_AGREE),
    [RULE_MASSES_COUNTED] = BIT(MASSES_ASKED) | BIT(MASSES_AGREE),
    [RULE_RECOMMENDATION] = BIT(LEAGUE_MEMBER) | BIT(BIRTH_DATE) | BIT(ACTIVIST_ON) | BIT(RECOMMENDED_ON),
    [RULE_BIRTH_DATE_AGREES] = BIT(BIRTH_DATE) | BIT(ID_NUMBER),
};

/* A cell that cannot be read is told once, where it stands, and accuses nobody beside that. */
static void leave_to_cells(Case *c)
{
    for (int rule = 0; c->unreadable && rule < RULE_COUNT; rule++)
        if (reads[rule] & c->unreadable) {
            c->undecided &= ~BIT(rule);
            c->violated &= ~BIT(rule);
        }
}

/* The texts are read in any case: they may be unreadable. */
static void check_case(Case *c)
{
    Cell first = read_text(c, INTRODUCER_1), second = read_text(c, INTRODUCER_2);
    read_text(c, FORM_NO);
    Cell authorisation = read_text(c, AUTHORISATION_NO), reason = read_text(c, APPROVAL_REASON);
    check_identity(c);
    check_steps(c);
    if (has(c, APPLIED_ON))
        check_application(c);
    if (has(c, ACTIVIST_ON))
        check_activist(c);
    if (has(c, LISTED_ON))
        check_listing(c);
    if (has(c, PRE_REVIEWED_ON))
        check_pre_review(c);
    if (has(c, MEETING_ON)) {
        check_meeting(c, first, second);
        check_figures(c);
    }
    if (has(c, APPROVED_ON))
        check_approval(c, authorisation, reason);
    else if (has(c, MEETING_ON))
        check_open_approval(c, reason);
    leave_to_cells(c);
}

/* ---- the file */

static void write_case(const Case *c)
{
    for (uint64_t rest = c->violated | c->undecided; rest; rest &= rest - 1) {
        int rule = __builtin_ctzll(rest);
        fputs(rule_ids[rule], stdout);
        fputs(c->violated >> rule & 1 ? ",violation," : ",undecided,", stdout);
        fwrite(c->key.at, 1, c->key.len, stdout);
        putchar('\n');
    }
}

static void check_line(Case *c, Keys *keys)
{
    if (c->line.count == 1 && cell_of(c, 0).len == 0)
        return;
    for (size_t column = c->line.count; column < COLUMNS; column++)
        c->line.cells[column] = (Cell) { "", 0 };
    read_case(c);
    violate(c, RULE_RAGGED_ROW, c->line.count < COLUMNS || c->line.has_more);
    violate(c, RULE_DUPLICATE_KEY, !take_key(keys, c->key));
    check_case(c);
    if (c->violated | c->undecided)
        write_case(c);
}

typedef struct {
    int file;
    size_t len; /* of what is in the block */
    char block[BLOCK_BYTES + SPLIT_PAD];
} Reader;

/* Keeps what is left of the block and reads on; false at the end. */
static bool refill(Reader *reader, size_t from)
{
    reader->len -= from;
    memmove(reader->block, reader->block + from, reader->len);
    if (reader->len == BLOCK_BYTES)
        stop("a line is too long");
    ssize_t got = read(reader->file, reader->block + reader->len, BLOCK_BYTES - reader->len);
    if (got < 0)
        stop("cannot read");
    reader->len += (size_t) got;
    return got > 0;
}

/* A last line without its end would be left out: the generator writes none. */
static void check_file(Reader *reader, Keys *keys)
{
    static Case current;
    size_t heading = strlen(roster_heading);
    refill(reader, 0);
    if (reader->len < heading || memcmp(reader->block, roster_heading, heading - 1) != 0 || reader->block[heading - 1] != '\n')
        stop("these are not the columns that were asked for");
    char *at = reader->block + heading;
    do {
        for (char *end; (end = line_split(&current.line, at, reader->block + reader->len)) != NULL; at = end)
            check_line(&current, keys);
        size_t done = (size_t) (at - reader->block);
        at = reader->block;
        if (!refill(reader, done))
            return;
    } while (true);
}

int main(int argc, char **argv)
{
    static Reader reader;
    static char out[OUT_BYTES];
    Keys keys = { .taken = calloc(KEYS / 8 + 1, 1) };
    reader.file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (reader.file < 0 || !keys.taken)
        stop("usage: yardstick ROSTER");
    setvbuf(stdout, out, _IOFBF, sizeof out);
    check_file(&reader, &keys);
    close(reader.file);
    return fflush(stdout) ? 1 : 0;
}
