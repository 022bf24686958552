/* Writes a roster for rules/university-2003 on standard output: `generate RECORDS`. The same number gives the same bytes.
   About 97 of 100 records are in order; each of the others has one fault out of a table of them. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/roster.h"

enum { CELL_BYTES = 96, MOST_RECORDS = 1000000, FAULTY_PER_MILLE = 30 };

/* How far a case has come; each stage has all that the one before it has. */
typedef enum { APPLIED, ACTIVIST, LISTED, PRE_REVIEWED, MET, APPROVED } Stage;

typedef struct {
    uint64_t random;
    Stage stage;
    const char *spelling; /* of the dates of this record: what stands after the year and the month */
    int birth, applied, talk, activist, training_from, listed, pre_review, meeting; /* days since 1970-01-01 */
    char cells[COLUMNS][CELL_BYTES];
} Person;

/* ---- chance: splitmix64 */

static uint64_t next_random(uint64_t *state)
{
    uint64_t word = *state += 0x9E3779B97F4A7C15u;
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
    word = (word ^ word >> 27) * 0x94D049BB133111EBu;
    return word ^ word >> 31;
}

/* A number from `least` to `most`, both possible. */
static int between(Person *p, int least, int most)
{
    return least + (int) ((next_random(&p->random) >> 32) % (uint32_t) (most - least + 1));
}

static bool happens(Person *p, int per_mille)
{
    return between(p, 0, 999) < per_mille;
}

#define PICK(p, words) (words)[between(p, 0, (int) (sizeof(words) / sizeof *(words)) - 1)]

/* ---- cells */

static void clear(Person *p, ColumnId column)
{
    p->cells[column][0] = 0;
}

static void add(Person *p, ColumnId column, const char *text)
{
    char *cell = p->cells[column];
    size_t len = strlen(cell), more = strlen(text);
    if (len + more < CELL_BYTES)
        memcpy(cell + len, text, more + 1);
}

static void put(Person *p, ColumnId column, const char *text)
{
    clear(p, column);
    add(p, column, text);
}

static void add_number(Person *p, ColumnId column, int64_t number, int digits)
{
    char text[24], *at = text + sizeof text;
    *--at = 0;
    for (int written = 0; written < digits || number > 0; written++, number /= 10)
        *--at = (char) ('0' + number % 10);
    add(p, column, at);
}

static void put_number(Person *p, ColumnId column, int number)
{
    clear(p, column);
    add_number(p, column, number, 1);
}

typedef struct {
    int year, month, day;
} Day;

/* Years are taken to begin in March, so that the leap day is the last of its year. */
static Day civil(int day)
{
    int days = day + 719468, cycle = days / 146097, rest = days % 146097;
    int year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int in_year = rest - (365 * year + year / 4 - year / 100), month = (5 * in_year + 2) / 153;
    year += cycle * 400 + (month >= 10);
    return (Day) { year, month < 10 ? month + 3 : month - 9, in_year - (153 * month + 2) / 5 + 1 };
}

/* A day of the same number in another month; the generator asks only for days that every month has. */
static int day_number(int year, int month, int day)
{
    int shifted = (month + 9) % 12, years = year - (shifted >= 10);
    return years * 365 + years / 4 - years / 100 + years / 400 + (153 * shifted + 2) / 5 + day - 1 - 719468;
}

static void add_date(Person *p, ColumnId column, int number, const char *spelling)
{
    Day day = civil(number);
    bool is_short = *spelling == '/' || *spelling == '.';
    add_number(p, column, day.year, 4);
    add(p, column, spelling[0] == 'z' ? "年" : spelling);
    add_number(p, column, day.month, is_short ? 1 : 2);
    add(p, column, spelling[0] == 'z' ? "月" : spelling);
    add_number(p, column, day.day, is_short ? 1 : 2);
    add(p, column, spelling[0] == 'z' ? "日" : "");
}

static void put_date(Person *p, ColumnId column, int number)
{
    clear(p, column);
    add_date(p, column, number, p->spelling);
}

static void put_days(Person *p, ColumnId column, int first, int step, int last)
{
    clear(p, column);
    for (int day = first; day <= last; day += step) {
        add(p, column, p->cells[column][0] ? ";" : "");
        add_date(p, column, day, "-");
    }
}

static void add_name(Person *p, ColumnId column)
{
    static const char *const families[] = { "林", "高", "罗", "蒋", "丁", "曹", "魏", "陈", "何", "赵",   "孙",
                                            "胡", "吴", "周", "许", "王", "刘", "张", "李", "杨", "欧阳", "上官" };
    static const char *const given[] = { "晓彤", "远航", "思敏", "子峰", "奕辰", "玉婷", "守诚", "建勇", "素芬", "志国",
                                         "秋云", "明德", "玉华", "振华", "丽萍", "文斌", "桂英", "磊",   "静",   "强" };
    add(p, column, PICK(p, families));
    add(p, column, PICK(p, given));
}

static void put_name(Person *p, ColumnId column)
{
    clear(p, column);
    add_name(p, column);
}

/* ---- a case in order */

static void fill_who(Person *p, uint64_t index)
{
    static const char *const units[] = { "机电学院", "管理学院", "外国语学院", "信息工程学院", "珠宝学院", "地球科学学院" };
    static const char *const branches[] = { "本科生第一党支部", "研究生党支部", "学生第二党支部", "教工党支部" };
    static const char *const categories[] = { "本科生", "研究生", "成教生", "教职工", "undergraduate" };
    put(p, ID, "A");
    add_number(p, ID, (int64_t) (index * 10 + index * 7 % 10), 7); /* in order, with gaps */
    put_name(p, NAME);
    put(p, SEX, happens(p, 500) ? "男" : "女");
    put_date(p, BIRTH_DATE, p->birth);
    put_number(p, PHONE, between(p, 6000, 6999));
    put(p, CATEGORY, PICK(p, categories));
    put_number(p, GRADE, between(p, 1, 4));
    put(p, UNIT, PICK(p, units));
    put(p, BRANCH, PICK(p, branches));
    put(p, LEAGUE_MEMBER, happens(p, 850) ? "是" : "否");
}

/* 18 digits, or the 15 of older cards, without the century and the check digit. */
static void put_id_number(Person *p, int birth, bool is_old)
{
    Day day = civil(birth);
    put(p, ID_NUMBER, "990101");
    add_number(p, ID_NUMBER, is_old ? day.year % 100 : day.year, is_old ? 2 : 4);
    add_number(p, ID_NUMBER, day.month, 2);
    add_number(p, ID_NUMBER, day.day, 2);
    add_number(p, ID_NUMBER, between(p, 0, 999), 3);
    if (!is_old && happens(p, 90))
        add(p, ID_NUMBER, "X");
    else if (!is_old)
        add_number(p, ID_NUMBER, between(p, 0, 9), 1);
}

static void fill_application(Person *p)
{
    static const char *const remarks[] = { "材料齐全", "由外校转入", "\"甲,乙\"", "\"他说\"\"同意\"\"\"", "\"第一行\n第二行\"" };
    put_id_number(p, p->birth, happens(p, 150));
    put_date(p, APPLIED_ON, p->applied);
    put_date(p, FIRST_TALK_ON, p->talk);
    if (happens(p, 60))
        put(p, REMARK, PICK(p, remarks));
}

static void fill_training(Person *p)
{
    put_date(p, ACTIVIST_ON, p->activist);
    if (!strcmp(p->cells[LEAGUE_MEMBER], "是"))
        put_date(p, RECOMMENDED_ON, p->activist - between(p, 1, 30));
    if (happens(p, 50)) {
        p->training_from = p->activist - between(p, 30, 300);
        put_date(p, EARLIER_ON, p->training_from);
        put(p, EARLIER_ACCEPTED, "是");
    }
    put_name(p, CONTACTS);
    if (happens(p, 900)) {
        add(p, CONTACTS, "、");
        add_name(p, CONTACTS);
    }
}

static void fill_listing(Person *p)
{
    put_days(p, INSPECTED_ON, p->training_from + 180, 180, p->listed); /* 180 days are less than six months */
    put_date(p, COURSE_ENDED_ON, p->activist + between(p, 100, 300));
    if (happens(p, 800))
        put_number(p, COURSE_DAYS, between(p, 5, 10));
    put_number(p, COURSE_HOURS, between(p, 40, 60));
    add(p, COURSE_HOURS, happens(p, 200) ? ".5" : "");
    put_number(p, COURSE_SCORE, between(p, 60, 100));
    put_date(p, LISTED_ON, p->listed);
}

static void fill_asked(Person *p, ColumnId asked, ColumnId agree)
{
    int count = between(p, 10, 20);
    put_number(p, asked, count);
    put_number(p, agree, between(p, count / 2 + 1, count));
}

static void fill_pre_review(Person *p)
{
    put(p, REVIEW, "合格");
    put_date(p, REVIEW_ON, p->pre_review - between(p, 1, 15));
    fill_asked(p, MEMBERS_ASKED, MEMBERS_AGREE);
    fill_asked(p, MASSES_ASKED, MASSES_AGREE);
    put_date(p, PRE_REVIEWED_ON, p->pre_review);
    put(p, PRE_REVIEW_RESULT, "合格");
}

static void fill_notice(Person *p)
{
    int from = p->pre_review + between(p, 1, 3);
    put_date(p, NOTICE_FROM, from);
    put_date(p, NOTICE_TO, from + between(p, 6, 9));
    put(p, OBJECTION, happens(p, 50) ? "是" : "否");
    if (!strcmp(p->cells[OBJECTION], "是"))
        put_date(p, SETTLED_ON, p->meeting - 1);
}

static void fill_papers(Person *p)
{
    if (happens(p, 300)) {
        put(p, FORM_NO, "鄂");
        add_number(p, FORM_NO, 200312000000 + between(p, 1, 999999), 12);
    }
    put(p, MATERIALS, happens(p, 100) ? "有涂改" : "规范");
    if (!strcmp(p->cells[MATERIALS], "有涂改"))
        put_date(p, REWRITTEN_ON, p->meeting - between(p, 0, 9));
    put_name(p, INTRODUCER_1);
    do
        put_name(p, INTRODUCER_2);
    while (!strcmp(p->cells[INTRODUCER_1], p->cells[INTRODUCER_2]));
}

static void fill_meeting(Person *p)
{
    int expected = between(p, 12, 40), present = between(p, expected / 2 + 1, expected);
    if (happens(p, 900))
        fill_notice(p);
    fill_papers(p);
    put_date(p, MEETING_ON, p->meeting);
    put_number(p, EXPECTED, expected);
    put_number(p, PRESENT, present);
    put_number(p, VOTES_FOR, between(p, expected / 2 + 1, present));
}

static void fill_approval(Person *p)
{
    put_date(p, ORGANISER_TALK_ON, p->meeting + between(p, 3, 15));
    put_name(p, ORGANISER);
    put(p, OPINION, "同意");
    put_date(p, APPROVED_ON, p->meeting + between(p, 20, 60));
    put(p, APPROVED_BY, happens(p, 900) ? "党委" : "党总支");
    if (!strcmp(p->cells[APPROVED_BY], "党总支"))
        put(p, AUTHORISATION_NO, "党发〔2003〕5号");
    put_date(p, PROBATION_FROM, p->meeting);
}

/* Days that satisfy every rule of the pack on 31 December 2003. */
static void choose_days(Person *p)
{
    p->applied = day_number(2001, 1, 5) + between(p, 0, 350);
    p->birth = p->applied - between(p, 18 * 366, 26 * 365);
    p->talk = p->applied + between(p, 5, 25);
    p->activist = p->talk + between(p, 60, 150);
    p->training_from = p->activist;
    p->listed = p->activist + 366 + between(p, 0, 40);
    p->pre_review = p->listed + between(p, 20, 60);
    p->meeting = p->pre_review + between(p, 15, 40);
}

static Stage choose_stage(Person *p)
{
    static const int until[] = { [APPLIED] = 80, [ACTIVIST] = 220, [LISTED] = 400, [PRE_REVIEWED] = 550, [MET] = 620 };
    int draw = between(p, 0, 999);
    Stage stage = APPLIED;
    while (stage < APPROVED && draw >= until[stage])
        stage++;
    return stage;
}

static void fill(Person *p, uint64_t index)
{
    static void (*const fillers[])(Person *) = { [APPLIED] = fill_application,     [ACTIVIST] = fill_training, [LISTED] = fill_listing,
                                                 [PRE_REVIEWED] = fill_pre_review, [MET] = fill_meeting,       [APPROVED] = fill_approval };
    static const char *const spellings[] = { "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "/", ".", "", "z" };
    p->spelling = PICK(p, spellings);
    for (int column = 0; column < COLUMNS; column++)
        p->cells[column][0] = 0;
    choose_days(p);
    fill_who(p, index);
    for (Stage stage = APPLIED; stage <= p->stage; stage++)
        fillers[stage](p);
}

/* ---- faults: what a cell becomes */

typedef struct {
    Stage least; /* the stage at which it can be seen */
    ColumnId column;
    const char *text; /* what the cell becomes; NULL: see `spoil` */
    void (*spoil)(Person *p);
} Fault;

static void spoil_age(Person *p)
{
    put_date(p, BIRTH_DATE, p->birth = p->applied - 18 * 365);
    put_id_number(p, p->birth, false);
}
static void spoil_id_number(Person *p)
{
    put_id_number(p, p->birth + 1, false);
}
static void spoil_talk(Person *p)
{
    put_date(p, FIRST_TALK_ON, p->applied + 32);
}
static void spoil_training(Person *p)
{
    put_date(p, LISTED_ON, p->activist + 300);
}
static void spoil_order(Person *p)
{
    put_date(p, PRE_REVIEWED_ON, p->listed - 1);
}
static void spoil_future(Person *p)
{
    put_date(p, COURSE_ENDED_ON, day_number(2004, 6, 15));
}
static void spoil_course(Person *p)
{
    put_date(p, COURSE_ENDED_ON, p->training_from - 1);
}
static void spoil_inspections(Person *p)
{
    put_days(p, INSPECTED_ON, p->training_from + 180, 999, p->listed);
}
static void spoil_contacts(Person *p)
{
    put(p, CONTACTS, "陈志国、何秋云、、赵明德");
}
static void spoil_hours(Person *p)
{
    clear(p, COURSE_DAYS);
    put(p, COURSE_HOURS, "39.5");
}
static void lose_hours(Person *p)
{
    clear(p, COURSE_DAYS);
    clear(p, COURSE_HOURS);
}
static void spoil_members(Person *p)
{
    put(p, MEMBERS_ASKED, "18");
    put(p, MEMBERS_AGREE, "9");
}
static void spoil_masses(Person *p)
{
    put(p, MASSES_ASKED, "15");
    put(p, MASSES_AGREE, "7");
}
static void spoil_recommendation(Person *p)
{
    put(p, LEAGUE_MEMBER, "是");
    put_date(p, RECOMMENDED_ON, p->activist + 1);
}
static void lose_recommendation(Person *p)
{
    put(p, LEAGUE_MEMBER, "yes");
    clear(p, RECOMMENDED_ON);
}
static void spoil_review_day(Person *p)
{
    put_date(p, REVIEW_ON, p->pre_review + 3);
}
static void spoil_notice(Person *p)
{
    put_date(p, NOTICE_FROM, p->pre_review);
    put_date(p, NOTICE_TO, p->pre_review + 5);
}
static void spoil_notice_end(Person *p)
{
    put_date(p, NOTICE_FROM, p->meeting - 9);
    put_date(p, NOTICE_TO, p->meeting);
}
static void spoil_objection(Person *p)
{
    put_date(p, NOTICE_FROM, p->pre_review);
    put(p, OBJECTION, "有");
    clear(p, SETTLED_ON);
}
static void spoil_papers(Person *p)
{
    put(p, MATERIALS, "substandard");
    put_date(p, REWRITTEN_ON, p->meeting + 1);
}
static void lose_papers(Person *p)
{
    clear(p, MATERIALS);
    clear(p, REWRITTEN_ON);
}
static void spoil_introducers(Person *p)
{
    put(p, INTRODUCER_2, p->cells[INTRODUCER_1]);
}
static void spoil_present(Person *p)
{
    put(p, EXPECTED, "20");
    put(p, PRESENT, "21");
    put(p, VOTES_FOR, "17");
}
static void spoil_quorum(Person *p)
{
    put(p, EXPECTED, "16");
    put(p, PRESENT, "8");
    put(p, VOTES_FOR, "8");
}
static void spoil_votes(Person *p)
{
    put(p, EXPECTED, "30");
    put(p, PRESENT, "28");
    put(p, VOTES_FOR, "15");
}
static void spoil_power(Person *p)
{
    put(p, APPROVED_BY, "党总支");
    clear(p, AUTHORISATION_NO);
}
static void spoil_approval(Person *p)
{
    put_date(p, APPROVED_ON, p->meeting + 100);
}
static void miss_approval(Person *p)
{
    put_date(p, APPROVED_ON, p->meeting + 190);
    put(p, APPROVAL_REASON, "材料补充");
}
static void excuse_approval(Person *p)
{
    put_date(p, APPROVED_ON, p->meeting + 120);
    put(p, APPROVAL_REASON, "材料补充");
}
static void spoil_probation(Person *p)
{
    put_date(p, PROBATION_FROM, p->meeting + 30);
}
static void join_days(Person *p)
{
    put_date(p, FIRST_TALK_ON, p->applied);
    put_date(p, ACTIVIST_ON, p->applied);
}
static void repeat_key(Person *p)
{
    put(p, ID, "A");
    add(p, ID, "0000017");
} /* the key of the second record */

/* clang-format off */
static const Fault faults[] = {
    /* each rule violated */
    { APPLIED, 0, NULL, spoil_age }, { APPLIED, 0, NULL, spoil_id_number }, { ACTIVIST, 0, NULL, spoil_talk },
    { LISTED, 0, NULL, spoil_training }, { PRE_REVIEWED, 0, NULL, spoil_order }, { LISTED, 0, NULL, spoil_future },
    { PRE_REVIEWED, 0, NULL, spoil_course }, { LISTED, 0, NULL, spoil_inspections }, { LISTED, 0, NULL, spoil_contacts },
    { PRE_REVIEWED, 0, NULL, spoil_hours }, { PRE_REVIEWED, COURSE_SCORE, "59.5", NULL },
    { PRE_REVIEWED, 0, NULL, spoil_members }, { PRE_REVIEWED, 0, NULL, spoil_masses },
    { PRE_REVIEWED, 0, NULL, spoil_recommendation }, { PRE_REVIEWED, 0, NULL, lose_recommendation },
    { PRE_REVIEWED, 0, NULL, spoil_review_day }, { PRE_REVIEWED, REVIEW, "不合格", NULL },
    { MET, 0, NULL, spoil_notice }, { MET, 0, NULL, spoil_notice_end }, { MET, 0, NULL, spoil_objection },
    { MET, 0, NULL, spoil_papers }, { MET, 0, NULL, spoil_introducers }, { MET, FORM_NO, "鄂20031200001", NULL },
    { MET, PRE_REVIEW_RESULT, "补充材料", NULL }, { APPROVED, 0, NULL, spoil_present }, { APPROVED, 0, NULL, spoil_quorum },
    { APPROVED, 0, NULL, spoil_votes }, { APPROVED, 0, NULL, spoil_power }, { APPROVED, 0, NULL, spoil_approval },
    { APPROVED, 0, NULL, miss_approval }, { APPROVED, 0, NULL, excuse_approval }, { APPROVED, 0, NULL, spoil_probation },
    { APPROVED, OPINION, "不同意", NULL }, { ACTIVIST, 0, NULL, join_days }, { APPLIED, 0, NULL, repeat_key },
    /* cells that are empty */
    { APPLIED, NAME, "", NULL }, { APPLIED, UNIT, "", NULL }, { APPLIED, APPLIED_ON, "", NULL }, { APPLIED, ID, "", NULL },
    { APPLIED, BIRTH_DATE, "", NULL }, { ACTIVIST, FIRST_TALK_ON, "", NULL }, { LISTED, ACTIVIST_ON, "", NULL },
    { LISTED, CONTACTS, "", NULL }, { LISTED, INSPECTED_ON, "", NULL }, { PRE_REVIEWED, LISTED_ON, "", NULL },
    { PRE_REVIEWED, 0, NULL, lose_hours }, { PRE_REVIEWED, COURSE_SCORE, "", NULL }, { PRE_REVIEWED, COURSE_ENDED_ON, "", NULL },
    { PRE_REVIEWED, MEMBERS_AGREE, "", NULL }, { PRE_REVIEWED, MASSES_ASKED, "", NULL }, { PRE_REVIEWED, REVIEW, "", NULL },
    { PRE_REVIEWED, REVIEW_ON, "", NULL }, { PRE_REVIEWED, LEAGUE_MEMBER, "", NULL }, { MET, PRE_REVIEWED_ON, "", NULL },
    { MET, PRE_REVIEW_RESULT, "", NULL }, { MET, 0, NULL, lose_papers }, { MET, INTRODUCER_1, "", NULL },
    { MET, NOTICE_TO, "", NULL }, { MET, OBJECTION, "", NULL }, { APPROVED, MEETING_ON, "", NULL },
    { APPROVED, ORGANISER_TALK_ON, "", NULL }, { APPROVED, OPINION, "", NULL }, { APPROVED, VOTES_FOR, "", NULL },
    { APPROVED, EXPECTED, "", NULL }, { APPROVED, APPROVED_BY, "", NULL }, { APPROVED, PROBATION_FROM, "", NULL },
    /* cells that cannot be read, or are not allowed */
    { APPLIED, BIRTH_DATE, "1983-02-30", NULL }, { APPLIED, APPLIED_ON, "2003-13-01", NULL },
    { PRE_REVIEWED, REVIEW_ON, "2003-2-29", NULL }, { PRE_REVIEWED, COURSE_SCORE, "abc", NULL },
    { PRE_REVIEWED, MEMBERS_AGREE, "12人", NULL }, { APPLIED, LEAGUE_MEMBER, "maybe", NULL },
    { LISTED, INSPECTED_ON, "2002-06-01;2002-12-32", NULL }, { APPLIED, NAME, "林\x01彤", NULL },
    { APPLIED, UNIT, "\xB9\xDC\xC0\xED\xD1\xA7\xD4\xBA", NULL }, { MET, INTRODUCER_2, "\xE7\x8E", NULL },
    { APPLIED, CATEGORY, "博士后", NULL }, { APPLIED, GRADE, "7", NULL }, { APPLIED, ID, "B0000001", NULL },
    { APPLIED, ID_NUMBER, "99010119830901001", NULL }, { APPLIED, ID_NUMBER, "9901", NULL },
    { PRE_REVIEWED, COURSE_SCORE, "100.5", NULL }, { PRE_REVIEWED, COURSE_DAYS, "-1", NULL },
    { APPROVED, OPINION, "不知道", NULL }, { MET, PRESENT, "-3", NULL },
    /* nothing wrong, but written in another way */
    { PRE_REVIEWED, COURSE_SCORE, " 77.0 ", NULL }, { PRE_REVIEWED, COURSE_HOURS, "4.2e1", NULL },
    { APPLIED, NAME, "　林晓彤　", NULL }, { PRE_REVIEWED, REVIEW, "Passed", NULL }, { APPLIED, UNIT, "\"机电,管理学院\"", NULL },
    { APPLIED, LEAGUE_MEMBER, "NO", NULL }, { PRE_REVIEWED, COURSE_SCORE, "\"88\"", NULL },
};
/* clang-format on */

static void apply(Person *p, const Fault *fault)
{
    if (fault->spoil)
        fault->spoil(p);
    else
        put(p, fault->column, fault->text);
}

/* ---- writing */

static void write_person(const Person *p, int cells)
{
    for (int column = 0; column < cells; column++) {
        if (column > 0)
            putchar(',');
        fputs(p->cells[column], stdout);
    }
    putchar('\n');
}

static void write_record(Person *p, uint64_t index)
{
    const Fault *fault = happens(p, FAULTY_PER_MILLE) ? &PICK(p, faults) : NULL;
    p->stage = choose_stage(p);
    if (fault && p->stage < fault->least)
        p->stage = fault->least;
    fill(p, index);
    if (fault)
        apply(p, fault);
    write_person(p, happens(p, 1) ? COLUMNS - 2 : COLUMNS); /* now and then a row is cut off */
}

int main(int argc, char **argv)
{
    static Person person = { .random = 20031231 };
    unsigned long records = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (records == 0 || records > MOST_RECORDS) {
        fprintf(stderr, "usage: generate RECORDS, at most %d\n", MOST_RECORDS);
        return 2;
    }
    printf("%.*s\n", (int) strlen(roster_heading) - 1, roster_heading);
    for (uint64_t index = 0; index < records; index++)
        write_record(&person, index);
    return fflush(stdout) ? 1 : 0;
}
