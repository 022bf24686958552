/* The formats there are: another one is a row here and a file beside this one. */
#include "report/report.h"

const Reporter reporters[] = {
    { "text", "for people", false, false, report_text_open, report_text_close },
    { "json", "one object", true, false, report_json_open, report_json_close },
    { "ndjson", "one finding a line, then the summary", true, true, report_ndjson_open, report_ndjson_close },
    { "concise", "path:line: error[rule] message", false, true, report_concise_open, report_concise_close },
    { "csv", "one finding a line, for spreadsheets", false, true, report_csv_open, report_csv_close },
    { "html", "a page to read, print and hang up", true, false, report_html_open, report_html_close },
    { "markdown", "for a page", false, false, report_markdown_open, report_markdown_close },
    { "junit", "JUnit XML, for Jenkins and others", false, false, report_junit_open, report_junit_close },
    { "gitlab-junit", "the same with the file of each case", false, false, report_gitlab_junit_open, report_junit_close },
    { "sarif", "SARIF 2.1.0", true, true, report_sarif_open, report_sarif_close },
    { "github", "annotations of a workflow run", false, false, report_github_open, report_github_close },
    { "gitlab", "GitLab's code quality report", false, true, report_gitlab_open, report_gitlab_close },
    { "xlsx", "a workbook: overview, findings, verdicts", false, false, report_xlsx_open, report_xlsx_close },
};

const size_t reporter_count = sizeof reporters / sizeof *reporters;

const Reporter *reporter_find(Str name)
{
    for (size_t i = 0; i < reporter_count; i++)
        if (str_is(name, reporters[i].name))
            return &reporters[i];
    return NULL;
}
