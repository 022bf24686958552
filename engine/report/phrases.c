/* Phrases of the text report. */
#include "report/phrases.h"

typedef struct {
    const char *one; /* English, for the number 1; NULL: as for all */
    const char *english, *chinese;
} Phrase;

/* clang-format off */
static const Phrase phrases[PHRASE_COUNT] = {
    [PHRASE_AUDIT]           = { NULL, "audit as of {0}", "核查，截至{0}" },
    [PHRASE_BEFORE]          = { NULL, "before {0} on {1}, as of {2}", "{0}前检查（拟于{1}），截至{2}" },
    [PHRASE_STEP]            = { NULL, "{1} ({0})", "{0}（{1}）" },
    [PHRASE_FILE]            = { NULL, "{0}: {1}", "{0}：{1}" },
    [PHRASE_FILE_ENCODED]    = { NULL, "{0}: {1}, {2}", "{0}：{1}，{2}" },
    [PHRASE_FILE_DECIDED]    = { NULL, "{0}: {1}, {2} ({3})", "{0}：{1}，{2}（{3}）" },
    [PHRASE_BY_NAME]         = { NULL, "as asked for", "按指定" },
    [PHRASE_BY_FIT]          = { NULL, "no utf-8, and all of it fits", "并非utf-8，且全文相符" },
    [PHRASE_BY_ZEROS]        = { NULL, "by its zero bytes", "由零字节判断" },
    [PHRASE_BY_MOST]         = { NULL, "most of it fits", "大部分相符" },
    [PHRASE_FILE_SHEET]      = { NULL, "{0}: {1} on the sheet {2}", "{0}：工作表{2}，{1}" },
    [PHRASE_HIDDEN]          = { ", 1 of them in a hidden row", ", {0} of them in hidden rows", "，其中{0}条在隐藏行中" },
    [PHRASE_MORE_FILES]      = { "and 1 more file", "and {0} more files", "另有{0}个文件" },
    [PHRASE_CHANGED]         = { NULL, "CHANGED FOR THIS RUN: {0}", "本次改动的参数：{0}" },
    [PHRASE_INCOMPLETE]      = { NULL, "INCOMPLETE: the run did not reach the end of the batch, and there may be more than is "
                                       "told here.", "不完整：本次检查未到数据末尾，结果可能不全。" },
    [PHRASE_NOTHING_JUDGED]  = { NULL, "NO RECORD WAS JUDGED.", "没有判定任何记录。" },
    [PHRASE_VERDICTS]        = { NULL, "{0} blocked, {1} undecided, {2} ready", "{0}条不通过，{1}条无法判定，{2}条通过" },
    [PHRASE_NO_CANDIDATES]   = { "1 was no candidate", "{0} were no candidates", "{0}条非本步骤对象" },
    [PHRASE_IN_BLOCKED]      = { NULL, "Blocked ({0})", "不通过（{0}）" },
    [PHRASE_IN_UNDECIDED]    = { NULL, "Undecided ({0})", "无法判定（{0}）" },
    [PHRASE_IN_READY]        = { NULL, "Ready, with remarks ({0})", "通过，但有提示（{0}）" },
    [PHRASE_IN_OTHERS]       = { NULL, "Not judged, with remarks ({0})", "未判定，但有提示（{0}）" },
    [PHRASE_IN_GROUPS]       = { NULL, "Groups ({0})", "分组（{0}）" },
    [PHRASE_IN_FILES]        = { NULL, "Files ({0})", "文件（{0}）" },
    [PHRASE_EARLIEST]        = { NULL, "earliest day: {0}", "最早日期：{0}" },
    [PHRASE_WARNING]         = { NULL, "warning: ", "警告：" },
    [PHRASE_INFO]            = { NULL, "info: ", "提示：" },
    [PHRASE_WAIVED]          = { NULL, "waived: ", "已豁免：" },
    [PHRASE_VALUE]           = { NULL, "{0}: {1}", "{0}：{1}" },
    [PHRASE_EMPTY]           = { NULL, "(empty)", "（空）" },
    [PHRASE_BETWEEN]         = { NULL, "; ", "；" },
    [PHRASE_MORE]            = { NULL, "{0} more", "另有{0}项" },
    [PHRASE_NO_KEY]          = { NULL, "(no key)", "（无编号）" },
    [PHRASE_RULES]           = { NULL, "Rules", "规则" },
    [PHRASE_COLUMN_VIOLATION]      = { NULL, "violated", "违反" },
    [PHRASE_COLUMN_UNDECIDED]      = { NULL, "undecided", "待定" },
    [PHRASE_COLUMN_WAIVED]         = { NULL, "waived", "豁免" },
    [PHRASE_COLUMN_PASS]           = { NULL, "passed", "符合" },
    [PHRASE_COLUMN_NOT_APPLICABLE] = { NULL, "n/a", "不适用" },
    [PHRASE_ALL_RULES]       = { "1 rule", "all {0} rules", "全部{0}条规则" },
    [PHRASE_UNUSED_RULES]    = { NULL, "Applied to no record: {0}", "未适用于任何记录：{0}" },
    [PHRASE_LEFT_OUT]        = { "1 finding more is not shown, as asked.", "{0} findings more are not shown, as asked.",
                                 "按要求未列出其余{0}项发现。" },
    [PHRASE_TOTALS]          = { NULL, "{0} ({1}, {2}, {3}); as of {4}", "{0}（{1}，{2}，{3}）；截至{4}" },
    [PHRASE_RECORDS]         = { "1 record", "{0} records", "{0}条记录" },
    [PHRASE_FINDINGS]        = { "1 finding", "{0} findings", "{0}项发现" },
    [PHRASE_ERRORS]          = { "1 error", "{0} errors", "{0}个错误" },
    [PHRASE_WARNINGS]        = { "1 warning", "{0} warnings", "{0}个警告" },
    [PHRASE_INFOS]           = { NULL, "{0} info", "{0}个提示" },
    [PHRASE_COLUMN_BLOCKED]        = { NULL, "blocked", "不通过" },
    [PHRASE_COLUMN_OPEN]           = { NULL, "undecided", "无法判定" },
    [PHRASE_COLUMN_READY]          = { NULL, "ready", "通过" },
    [PHRASE_DIFF_FAILING]    = { NULL, "Newly failing ({0})", "新增问题（{0}）" },
    [PHRASE_DIFF_PASSING]    = { NULL, "Newly passing ({0})", "不再有问题（{0}）" },
    [PHRASE_DIFF_CHANGED]    = { NULL, "Changed ({0})", "结果有变（{0}）" },
    [PHRASE_DIFF_WAS]        = { NULL, "was {0}", "原为 {0}" },
    [PHRASE_DIFF_NOW]        = { NULL, "now {0}", "现为 {0}" },
    [PHRASE_DIFF_ADDED]      = { NULL, "rules added: {0}", "新增规则：{0}" },
    [PHRASE_DIFF_REMOVED]    = { NULL, "rules removed: {0}", "删除规则：{0}" },
    [PHRASE_DIFF_EDITED]     = { NULL, "rules with another condition, gate or severity: {0}", "条件、环节或级别有改动的规则：{0}" },
    [PHRASE_DIFF_BY_RULE]    = { NULL, "By rule", "按规则" },
    [PHRASE_DIFF_BY_GROUP]   = { NULL, "By group", "按分组" },
    [PHRASE_DIFF_COLUMN_FAILING] = { NULL, "failing", "新增" },
    [PHRASE_DIFF_COLUMN_PASSING] = { NULL, "passing", "消失" },
    [PHRASE_DIFF_COLUMN_CHANGED] = { NULL, "changed", "有变" },
    [PHRASE_DIFF_TOTALS]     = { NULL, "{0} newly failing, {1} newly passing, {2} changed; as of {3}",
                                 "新增{0}项，消失{1}项，有变{2}项；截至{3}" },
    [PHRASE_BASELINE]        = { NULL, "since the baseline: {0} new, {1} known and not shown again, {2} fixed",
                                 "与基线相比：新增{0}项，已知{1}项（未再列出），已解决{2}项" },
    [PHRASE_SOURCE]          = { NULL, "source: {0}", "依据：{0}" },
    [PHRASE_CLEARS]          = { NULL, "hint: would hold from {0} on", "提示：{0}起可符合" },
    [PHRASE_ACCEPTED]        = { NULL, "waiver: {0}, until {1}", "豁免：{0}，至{1}" },
    [PHRASE_COLUMN_NO_CANDIDATES]  = { NULL, "no candidates", "非本步骤对象" },
    [PHRASE_DUE_AS_OF]       = { NULL, "what is due, as of {0}", "办理期限，截至{0}" },
    [PHRASE_DUE_WITHIN]      = { "what is due within a day, as of {1}", "what is due within {0} days, as of {1}",
                                 "{0}天内的办理期限，截至{1}" },
    [PHRASE_NOTHING_DUE]     = { NULL, "Nothing is due.", "没有到期事项。" },
    [PHRASE_IN_OVERDUE]      = { NULL, "Overdue ({0})", "已逾期（{0}）" },
    [PHRASE_IN_TO_COME]      = { NULL, "To come ({0})", "未到期（{0}）" },
    [PHRASE_IN_WAIVED]       = { NULL, "Overdue, but waived ({0})", "已逾期，但已豁免（{0}）" },
    [PHRASE_IN_UNKNOWN]      = { NULL, "With a last day that is not known ({0})", "期限不明（{0}）" },
    [PHRASE_OVERDUE]         = { NULL, "{0} overdue", "{0}项已逾期" },
    [PHRASE_TO_COME]         = { NULL, "{0} to come", "{0}项未到期" },
    [PHRASE_WAIVED_DUE]      = { NULL, "{0} waived", "{0}项已豁免" },
    [PHRASE_UNKNOWN]         = { NULL, "{0} not known", "{0}项期限不明" },
    [PHRASE_DAYS_LATE]       = { "1 day late", "{0} days late", "逾期{0}天" },
    [PHRASE_DAYS_LEFT]       = { "1 day left", "{0} days left", "还有{0}天" },
    [PHRASE_LAST_DAY]        = { NULL, "last day", "今日到期" },
    [PHRASE_NO_DAY]          = { NULL, "(?)", "（？）" },
    [PHRASE_SINCE]           = { NULL, "{0}; {1} was on {2}", "{0}（{1}：{2}）" },
    [PHRASE_NO_GROUP]        = { NULL, "(none)", "（无）" },
    [PHRASE_BOOK_OVERVIEW]   = { NULL, "Overview", "概览" },
    [PHRASE_BOOK_FINDINGS]   = { NULL, "Findings", "发现" },
    [PHRASE_BOOK_VERDICTS]   = { NULL, "Verdicts", "结论" },
    [PHRASE_BOOK_SEVERITY]   = { NULL, "Severity", "级别" },
    [PHRASE_BOOK_OUTCOME]    = { NULL, "Outcome", "结果" },
    [PHRASE_BOOK_RECORD]     = { NULL, "Record", "记录" },
    [PHRASE_BOOK_NAME]       = { NULL, "Name", "名称" },
    [PHRASE_BOOK_MESSAGE]    = { NULL, "Finding", "内容" },
    [PHRASE_BOOK_VALUES]     = { NULL, "Values", "数据" },
    [PHRASE_BOOK_PLACE]      = { NULL, "Place", "位置" },
    [PHRASE_BOOK_RULE]       = { NULL, "Rule", "规则编号" },
    [PHRASE_BOOK_TITLE]      = { NULL, "Title", "规则" },
    [PHRASE_BOOK_CLEARS]     = { NULL, "Clears on", "可符合日期" },
    [PHRASE_BOOK_GATE]       = { NULL, "Step", "步骤" },
    [PHRASE_BOOK_SOURCE]     = { NULL, "Source", "依据" },
    [PHRASE_BOOK_TABLE]      = { NULL, "Table", "表" },
    [PHRASE_BOOK_VERDICT]    = { NULL, "Verdict", "结论" },
    [PHRASE_BOOK_EARLIEST]   = { NULL, "Earliest day", "最早日期" },
    [PHRASE_BOOK_REASONS]    = { NULL, "Reasons", "原因" },
    [PHRASE_BOOK_ERROR]      = { NULL, "error", "错误" },
    [PHRASE_BOOK_WARNING]    = { NULL, "warning", "警告" },
    [PHRASE_BOOK_INFO]       = { NULL, "info", "提示" },
    [PHRASE_BOOK_NOT_JUDGED] = { NULL, "not judged", "未判定" },
    [PHRASE_BOOK_FULL]       = { "1 row more does not fit on a sheet: it is left out here.",
                                 "{0} rows more do not fit on a sheet: they are left out here.", "工作表已满，另有{0}行未列出。" },
    [PHRASE_BOOK_UNMARKED]   = { "1 finding more is neither listed nor marked.", "{0} findings more are neither listed nor marked.",
                                 "另有{0}项发现未列出，也未标注。" },
};
/* clang-format on */

static bool is_chinese(Str language)
{
    return str_is(language, "zh") || str_starts_with(language, STR("zh-")) || str_starts_with(language, STR("zh_"));
}

static Str pattern_of(Str language, PhraseId id, const Str *values)
{
    const Phrase *phrase = &phrases[id];
    if (is_chinese(language))
        return str_of(phrase->chinese);
    return str_of(phrase->one && values && str_is(values[0], "1") ? phrase->one : phrase->english);
}

void phrase_add(Text *out, Str language, PhraseId id, const Str *values)
{
    Str pattern = pattern_of(language, id, values);
    for (size_t at = 0; at < pattern.len; at++) {
        if (pattern.at[at] == '{' && values) {
            text_add(out, values[pattern.at[at + 1] - '0']);
            at += 2;
        } else {
            text_add_char(out, pattern.at[at]);
        }
    }
}
