/* The columns of the roster that the generator writes and the yardstick reads, in the order of the file, with the headings
   under which rules/university-2003 knows them. */
#ifndef DULY_BENCH_ROSTER_H
#define DULY_BENCH_ROSTER_H

/* clang-format off */
#define ROSTER(COLUMN) \
    COLUMN(ID, "编号") COLUMN(NAME, "姓名") COLUMN(SEX, "性别") COLUMN(BIRTH_DATE, "出生日期") \
    COLUMN(ID_NUMBER, "身份证号") COLUMN(PHONE, "联系电话") COLUMN(CATEGORY, "类别") COLUMN(GRADE, "年级") \
    COLUMN(UNIT, "单位") COLUMN(BRANCH, "党支部") COLUMN(LEAGUE_MEMBER, "是否团员") COLUMN(APPLIED_ON, "递交申请书日期") \
    COLUMN(FIRST_TALK_ON, "首次谈话日期") COLUMN(RECOMMENDED_ON, "推优日期") \
    COLUMN(ACTIVIST_ON, "确定积极分子日期") COLUMN(EARLIER_ON, "原单位积极分子日期") \
    COLUMN(EARLIER_ACCEPTED, "培养时间连续计算") COLUMN(CONTACTS, "培养联系人") COLUMN(INSPECTED_ON, "考察日期") \
    COLUMN(COURSE_ENDED_ON, "党校结业日期") COLUMN(COURSE_DAYS, "培训天数") COLUMN(COURSE_HOURS, "培训学时") \
    COLUMN(COURSE_SCORE, "党校成绩") COLUMN(LISTED_ON, "列为发展对象日期") COLUMN(REVIEW, "政审结论") \
    COLUMN(REVIEW_ON, "政审日期") COLUMN(MEMBERS_ASKED, "征求党员人数") COLUMN(MEMBERS_AGREE, "党员同意人数") \
    COLUMN(MASSES_ASKED, "征求群众人数") COLUMN(MASSES_AGREE, "群众同意人数") COLUMN(PRE_REVIEWED_ON, "预审日期") \
    COLUMN(PRE_REVIEW_RESULT, "预审结论") COLUMN(NOTICE_FROM, "公示开始日期") COLUMN(NOTICE_TO, "公示结束日期") \
    COLUMN(OBJECTION, "公示有异议") COLUMN(SETTLED_ON, "异议处理日期") COLUMN(FORM_NO, "志愿书编号") \
    COLUMN(MATERIALS, "材料情况") COLUMN(REWRITTEN_ON, "重写日期") COLUMN(INTRODUCER_1, "入党介绍人1") \
    COLUMN(INTRODUCER_2, "入党介绍人2") COLUMN(MEETING_ON, "支部大会日期") COLUMN(EXPECTED, "应到人数") \
    COLUMN(PRESENT, "实到人数") COLUMN(VOTES_FOR, "赞成票数") COLUMN(ORGANISER_TALK_ON, "组织员谈话日期") \
    COLUMN(ORGANISER, "谈话人") COLUMN(OPINION, "组织员意见") COLUMN(APPROVED_ON, "审批日期") \
    COLUMN(APPROVED_BY, "审批机构") COLUMN(AUTHORISATION_NO, "授权文号") COLUMN(APPROVAL_REASON, "延期审批理由") \
    COLUMN(PROBATION_FROM, "预备期起始日期") COLUMN(REMARK, "备注")
/* clang-format on */

#define ROSTER_NAME(name, heading) name,
typedef enum { ROSTER(ROSTER_NAME) COLUMNS } ColumnId;
#undef ROSTER_NAME

#define ROSTER_HEADING(name, heading) heading ","
/* One comma too many at the end. */
static const char roster_heading[] = ROSTER(ROSTER_HEADING);
#undef ROSTER_HEADING

#endif
