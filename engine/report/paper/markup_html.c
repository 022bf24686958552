/* The handbook as one HTML page: no script, nothing from elsewhere. */
#include "report/escape.h"
#include "report/paper/handbook.h"

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#59636e;--line:#d5dae0;--shade:#f5f7f9;--link:#0a58b0}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6eaef;--paper:#14181d;--soft:#9aa7b4;--line:#333b45;--shade:#1d232a;--link:#7db4f5}}\n"
    "body{font:16px/1.6 system-ui,\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;color:var(--ink);"
    "background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1.25rem}\n"
    "h1{font-size:2rem;line-height:1.2}h2{margin-top:3rem;border-bottom:1px solid var(--line)}h3{margin-top:2.25rem}"
    "h4{margin-top:2.25rem;font-size:1.1rem}h5{margin:1.25rem 0 .5rem;color:var(--soft);font-size:.95rem}\n"
    "a{color:var(--link)}:target{scroll-margin-top:1rem;outline:2px solid var(--link);outline-offset:4px}\n"
    "code{font:.9em ui-monospace,\"SF Mono\",Consolas,monospace;overflow-wrap:anywhere}pre{background:var(--shade);border:1px solid "
    "var(--line);border-radius:6px;padding:.75rem 1rem;overflow-x:auto;white-space:pre-wrap}\n"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;vertical-align:top;"
    "padding:.35rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{color:var(--soft);font-weight:600}\n"
    "li{margin:.15rem 0}svg{max-width:100%;height:auto}svg text{fill:var(--ink);font-size:13px}svg .span{fill:var(--soft);font-size:12px}"
    "svg path{stroke:var(--soft);fill:none}svg .line{stroke:var(--line);stroke-width:2}svg circle{fill:var(--link)}\n"
    "@media print{body{max-width:none;margin:0;font-size:10pt}h2,h3,h4{break-after:avoid}tr,pre{break-inside:avoid}a{color:inherit;"
    "text-decoration:none}}\n";

static void markup_html_begin(Text *out, Str title, Str language)
{
    text_format(out,
                "<!DOCTYPE html>\n<html lang=\"%.*s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
                STR_ARG(language));
    escape_xml(out, title);
    text_format(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>", style);
    escape_xml(out, title);
    text_add(out, STR("</h1>\n"));
}

static void markup_html_end(Text *out)
{
    text_add(out, STR("</main>\n</body>\n</html>\n"));
}

static void markup_html_heading(Text *out, int level, Str id, Str text)
{
    text_format(out, "<h%d", level + 1);
    if (id.len > 0) {
        text_add(out, STR(" id=\""));
        escape_xml(out, id);
        text_add_char(out, '"');
    }
    text_add_char(out, '>');
    escape_xml(out, text);
    text_format(out, "</h%d>\n", level + 1);
}

static void markup_html_paragraph(Text *out, bool begins)
{
    text_add(out, begins ? STR("<p>") : STR("</p>\n"));
}

static void markup_html_item(Text *out, bool begins)
{
    text_add(out, begins ? STR("<li>") : STR("</li>\n"));
}

static void markup_html_list(Text *out, bool begins)
{
    text_add(out, begins ? STR("<ul>\n") : STR("</ul>\n"));
}

static void markup_html_table(Text *out, const char *const *headings)
{
    if (!headings) {
        text_add(out, STR("</tbody></table></div>\n"));
        return;
    }
    text_add(out, STR("<div class=\"scroll\"><table><thead><tr>"));
    for (; *headings; headings++) {
        text_add(out, STR("<th scope=\"col\">"));
        escape_xml(out, str_of(*headings));
        text_add(out, STR("</th>"));
    }
    text_add(out, STR("</tr></thead><tbody>\n"));
}

static void markup_html_row(Text *out, bool begins)
{
    text_add(out, begins ? STR("<tr>") : STR("</tr>\n"));
}

static void markup_html_cell(Text *out, bool begins)
{
    text_add(out, begins ? STR("<td>") : STR("</td>"));
}

static void markup_html_block(Text *out, Str s)
{
    text_add(out, STR("<pre><code>"));
    escape_xml(out, s);
    text_add(out, STR("</code></pre>\n"));
}

static void markup_html_strong(Text *out, Str s)
{
    text_add(out, STR("<strong>"));
    escape_xml(out, s);
    text_add(out, STR("</strong>"));
}

static void markup_html_code(Text *out, Str s)
{
    text_add(out, STR("<code>"));
    escape_xml(out, s);
    text_add(out, STR("</code>"));
}

static void markup_html_link(Text *out, Str id, Str s)
{
    text_add(out, STR("<a href=\"#"));
    escape_xml(out, id);
    text_add(out, STR("\">"));
    escape_xml(out, s);
    text_add(out, STR("</a>"));
}

static const Markup markup = { markup_html_begin, markup_html_end,   markup_html_heading, markup_html_paragraph, markup_html_item,
                               markup_html_list,  markup_html_table, markup_html_row,     markup_html_cell,      markup_html_block,
                               drawing_svg,       escape_xml,        markup_html_strong,  markup_html_code,      markup_html_link };

void handbook_html(const duly_pack *pack, const ReportOptions *options)
{
    handbook_write(options, &markup, pack);
}
