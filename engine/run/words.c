/* The engine's own sentences. */
#include "run/words.h"

static const char *const english[WORDS_COUNT] = {
    [WORDS_UNDECIDED] = "cannot be decided: {0}",
    [WORDS_EMPTY] = "{0} is empty",
    [WORDS_NO_COLUMN] = "there is no column for {0}",
    [WORDS_UNREADABLE] = "{0} cannot be read",
    [WORDS_EMPTY_OF] = "{0} of {1} '{2}' is empty",
    [WORDS_UNREADABLE_OF] = "{0} of {1} '{2}' cannot be read",
    [WORDS_NO_RECORD] = "there is no {0} '{1}'",
    [WORDS_NO_TABLE] = "the batch has no records of {0}",
    [WORDS_UNKNOWN_REFERENCE] = "{0}: there is no {1} '{2}'",
    [WORDS_NO_FIGURE] = "{0} has no value",
    [WORDS_FAILED_IN] = "{0} in `{1}`",
    [WORDS_NOT_YET] = "the parameter {0} has no value for that day",
    [WORDS_BAD_CELL] = "{0}: {1}",
    [WORDS_REQUIRED_COLUMN] = "the file has no column for {0}, which no record may lack",
    [WORDS_DUPLICATE] = "{0} '{1}' stands on line {2} already",
    [WORDS_UNKNOWN_COLUMN] = "'{0}' is no field of the table and is not read",
    [WORDS_REPEATED_COLUMN] = "'{0}' gives {1} a second time and is not read",
    [WORDS_DID_YOU_MEAN] = "; did you mean '{0}'?",
    [WORDS_TOO_MANY_CELLS] = "the row has {0} cells, the heading only {1}",
    [WORDS_TOO_FEW_CELLS] = "the row has only {0} cells, the heading {1}: those at the end are taken as empty",
    [WORDS_STEP_ORDER] = "{0} on {1} lies before {2} on {3}",
    [WORDS_AFTER_END] = "{2} on {3} lies after the end of the case on {1} ({0})",
    [WORDS_END_UNKNOWN] = "the case has ended ({0}), but no day of that is on record: whether steps were taken afterwards cannot be told",
    [WORDS_TOO_LATE] = "{0} on {1} lies {2} after the last day allowed, {3} ({4})",
    [WORDS_OVERDUE] = "{0} has not been taken: the last day allowed was {1}, {2} before {3} ({4})",
    [WORDS_TOO_EARLY] = "{0} on {1} lies {2} before the first day allowed, {3} ({4})",
    [WORDS_AFTER] = "{0} after {1} on {2}",
    [WORDS_COUNTED] = "{0} from {1} on {2}, that day counted",
    [WORDS_AFTER_DAY] = "{0} after {1}",
    [WORDS_COUNTED_DAY] = "{0} from {1}, that day counted",
    [WORDS_ONE_DAY] = "1 day",
    [WORDS_DAYS] = "{0} days",
    [WORDS_ONE_WORKDAY] = "1 working day",
    [WORDS_WORKDAYS] = "{0} working days",
    [WORDS_ONE_WEEK] = "1 week",
    [WORDS_WEEKS] = "{0} weeks",
    [WORDS_ONE_MONTH] = "1 month",
    [WORDS_MONTHS] = "{0} months",
    [WORDS_ONE_YEAR] = "1 year",
    [WORDS_YEARS] = "{0} years",
    [WORDS_BY_CALENDAR] = "{0} of the calendar '{1}'",
    [WORDS_WAIVER_RULE] = "there is no rule '{0}' that could be waived",
    [WORDS_WAIVER_RECORD] = "no record has the key '{1}', for which {0} is waived",
    [WORDS_WAIVER_GROUP] = "there is no group '{1}', for which {0} is waived",
    [WORDS_WAIVER_TWICE] = "another waiver of {0} for '{1}' holds already: this one is not needed",
    [WORDS_WAIVER_UNNEEDED] = "'{1}' does not violate {0}: the waiver is not needed",
    [WORDS_WAIVER_EARLY] = "the waiver of {0} for '{1}' is only granted on {2}",
    [WORDS_WAIVER_EXPIRED] = "the waiver of {0} for '{1}' expired on {2}",
    [WORDS_WAIVER_LAPSED] = "the waiver of {0} for '{1}' has lapsed: {2}",
    [WORDS_CHANGED] = "{0} was {1} when it was granted and is now {2}",
    [WORDS_COLON] = ": ",
    [WORDS_IS] = " = ",
    [WORDS_AND] = ", ",
    [WORDS_ALSO] = "; ",
    [WORDS_MISSING] = "(missing)",
    [WORDS_FAILED] = "(?)",
};

static const char *const chinese[WORDS_COUNT] = {
    [WORDS_UNDECIDED] = "无法判定：{0}",
    [WORDS_EMPTY] = "{0}为空",
    [WORDS_NO_COLUMN] = "没有“{0}”一列",
    [WORDS_UNREADABLE] = "{0}无法识读",
    [WORDS_EMPTY_OF] = "{1}“{2}”的{0}为空",
    [WORDS_UNREADABLE_OF] = "{1}“{2}”的{0}无法识读",
    [WORDS_NO_RECORD] = "没有{0}“{1}”",
    [WORDS_NO_TABLE] = "批次中没有{0}的记录",
    [WORDS_UNKNOWN_REFERENCE] = "{0}：没有{1}“{2}”",
    [WORDS_NO_FIGURE] = "{0}没有结果",
    [WORDS_FAILED_IN] = "{0}（`{1}`）",
    [WORDS_NOT_YET] = "参数{0}在该日尚无取值",
    [WORDS_BAD_CELL] = "{0}：{1}",
    [WORDS_REQUIRED_COLUMN] = "文件没有必填项“{0}”一列",
    [WORDS_DUPLICATE] = "{0}“{1}”与第{2}行重复",
    [WORDS_UNKNOWN_COLUMN] = "“{0}”不是表中的项目，未读取",
    [WORDS_REPEATED_COLUMN] = "“{0}”与前面的列同为{1}，未读取",
    [WORDS_DID_YOU_MEAN] = "，是否应为“{0}”？",
    [WORDS_TOO_MANY_CELLS] = "该行有{0}格，表头只有{1}格",
    [WORDS_TOO_FEW_CELLS] = "该行只有{0}格，表头有{1}格，缺少的按空白处理",
    [WORDS_STEP_ORDER] = "{0}（{1}）早于{2}（{3}）",
    [WORDS_AFTER_END] = "{2}（{3}）晚于终止日期{1}（{0}）",
    [WORDS_END_UNKNOWN] = "已终止（{0}），但没有终止日期，无法判断此后是否仍有步骤",
    [WORDS_TOO_LATE] = "{0}（{1}）比最后期限{3}晚{2}（{4}）",
    [WORDS_OVERDUE] = "{0}尚未办理，最后期限为{1}，至{3}已超过{2}（{4}）",
    [WORDS_TOO_EARLY] = "{0}（{1}）比最早日期{3}早{2}（{4}）",
    [WORDS_AFTER] = "{1}（{2}）后{0}",
    [WORDS_COUNTED] = "自{1}（{2}）当日起{0}",
    [WORDS_AFTER_DAY] = "{1}后{0}",
    [WORDS_COUNTED_DAY] = "自{1}当日起{0}",
    [WORDS_ONE_DAY] = "1天",
    [WORDS_DAYS] = "{0}天",
    [WORDS_ONE_WORKDAY] = "1个工作日",
    [WORDS_WORKDAYS] = "{0}个工作日",
    [WORDS_ONE_WEEK] = "1周",
    [WORDS_WEEKS] = "{0}周",
    [WORDS_ONE_MONTH] = "1个月",
    [WORDS_MONTHS] = "{0}个月",
    [WORDS_ONE_YEAR] = "1年",
    [WORDS_YEARS] = "{0}年",
    [WORDS_BY_CALENDAR] = "按“{1}”计的{0}",
    [WORDS_WAIVER_RULE] = "没有可豁免的规则“{0}”",
    [WORDS_WAIVER_RECORD] = "没有主键为“{1}”的记录，对{0}的豁免无对象",
    [WORDS_WAIVER_GROUP] = "没有“{1}”这一组，对{0}的豁免无对象",
    [WORDS_WAIVER_TWICE] = "“{1}”对{0}已另有豁免，此项已无必要",
    [WORDS_WAIVER_UNNEEDED] = "“{1}”并未违反{0}，豁免已无必要",
    [WORDS_WAIVER_EARLY] = "“{1}”对{0}的豁免自{2}起才生效",
    [WORDS_WAIVER_EXPIRED] = "“{1}”对{0}的豁免已于{2}到期",
    [WORDS_WAIVER_LAPSED] = "“{1}”对{0}的豁免已失效：{2}",
    [WORDS_CHANGED] = "批准时{0}为{1}，现为{2}",
    [WORDS_COLON] = "：",
    [WORDS_IS] = "＝",
    [WORDS_AND] = "，",
    [WORDS_ALSO] = "；",
    [WORDS_MISSING] = "（缺）",
    [WORDS_FAILED] = "（？）",
};

static bool is_chinese(Str language)
{
    return str_is(language, "zh") || str_starts_with(language, STR("zh-")) || str_starts_with(language, STR("zh_"));
}

void words_add(Text *out, Str language, WordsId id, const Str *values)
{
    Str pattern = str_of((is_chinese(language) ? chinese : english)[id]);
    for (size_t at = 0; at < pattern.len; at++) {
        bool place = pattern.at[at] == '{' && at + 2 < pattern.len && pattern.at[at + 2] == '}';
        if (!place) {
            text_add_char(out, pattern.at[at]);
            continue;
        }
        text_add(out, values[pattern.at[at + 1] - '0']);
        at += 2;
    }
}
