"""Holds the workbooks that duly writes against readers that are not ours, and reads one that is long: workbooks.py PATH-OF-DULY.
openpyxl looks at cells, colours, comments and links; LibreOffice opens them and makes them anew."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

DULY = os.path.abspath(sys.argv[1])
PACK = "rules/university-2003"
GATE = ["--gate", "meeting", "--on", "2003-12-20", "--as-of", "2003-12-20"]
COLOURS = {"FFC7CE": "error", "FFEB9C": "warning", "DDEBF7": "info"}
failures = []


def check(fact, what):
    if not fact:
        failures.append(what)
        print("FAILED:", what)


def run(*words, **more):
    return subprocess.run([DULY, "check", "-r", PACK, *words], capture_output=True, text=True, **more)


def concise(*words):
    """The findings: place, severity, rule and message of each."""
    lines = run(*words, "-f", "concise").stdout.splitlines()
    return [re.fullmatch(r"(.*?): (\w+)\[([\w-]+)\] (.*)", line).groups() for line in lines]


def colour(cell):
    return COLOURS.get((cell.fill.start_color.rgb or "")[-6:] if cell.fill.fill_type else "")


def libreoffice(folder, path, ending):
    """The file as LibreOffice writes it after it has opened it."""
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", ending, "--outdir",
                    os.path.join(folder, "again"), path], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return os.path.join(folder, "again", os.path.splitext(os.path.basename(path))[0] + "." + ending.split(":")[0])


# ---- --format xlsx

def review(folder):
    path, again = os.path.join(folder, "review.xlsx"), os.path.join(folder, "review2.xlsx")
    batch = "fixtures/rosters/meeting-openpyxl.xlsx"
    done = run(batch, *GATE, "-f", f"xlsx={path}", "-f", f"json={folder}/review.json")
    check(done.returncode == 1, f"exit status {done.returncode} of --format xlsx: {done.stderr}")
    run(batch, *GATE, "-j", "1", "-f", f"xlsx={again}")
    with open(path, "rb") as one, open(again, "rb") as other:
        check(one.read() == other.read(), "the same run writes the same bytes")
    check(os.stat(path).st_mode & 0o777 == 0o600, "a report is for its owner")
    book = openpyxl.load_workbook(path)
    check(book.sheetnames == ["Overview", "Findings", "Verdicts"], f"sheets {book.sheetnames}")
    found, expected = book["Findings"], concise(batch, *GATE)
    rows = list(found.iter_rows(min_row=2, values_only=True))
    check(len(rows) == len(expected), f"{len(rows)} rows for {len(expected)} findings")
    told = sorted((row[5], row[0], row[6], row[3]) for row in rows)
    check(told == sorted(expected), "findings are those of --format concise, with their places")
    check(all(colour(row[0]) == row[0].value for row in found.iter_rows(min_row=2)), "severities are coloured")
    check(found.freeze_panes == "B2" and found.auto_filter.ref == f"A1:N{len(rows) + 1}", "findings are frozen and filtered")
    verdicts = book["Verdicts"]
    column = {cell.value: cell.column - 1 for cell in verdicts[1]}
    words = [row[column["Verdict"]] for row in verdicts.iter_rows(min_row=2, values_only=True)]
    with open(f"{folder}/review.json", encoding="utf-8") as file:
        summary = json.load(file)["summary"]["verdicts"]
    check({word: words.count(word) for word in summary} == summary and summary["blocked"] > 20, "verdicts are those of the summary")
    for row in verdicts.iter_rows(min_row=2):
        if row[column["Findings"]].hyperlink:
            target = row[column["Findings"]].hyperlink.location.split("!")[1]
            check(found[target].row > 1 and found.cell(found[target].row, 3).value == row[0].value,
                  f"the link of {row[0].value} leads to its findings")
    chinese = os.path.join(folder, "chinese.xlsx")
    run(batch, *GATE, "--lang", "zh", "-f", f"xlsx={chinese}")
    check(openpyxl.load_workbook(chinese).sheetnames == ["概览", "发现", "结论"], "a Chinese run has Chinese sheets")


# ---- --annotate

def blamed(batch):
    """By cell: the findings that blame it."""
    cells = {}
    findings = json.loads(run(batch, *GATE, "-f", "json").stdout)["findings"]
    for finding in findings:
        for cell in finding["cells"]:
            if cell.get("a1"):
                cells.setdefault(cell["a1"], []).append(finding)
    return cells


def same_cells(marked, batch, private=(), unclaimed=()):
    original = openpyxl.load_workbook(batch).active
    for row in original.iter_rows():
        for cell in row:
            other = marked[cell.coordinate].value
            value = cell.value
            if cell.column in private and (cell.row > 1 or other is None):
                check(other is None, f"{cell.coordinate} is private")
            elif cell.column in unclaimed:
                check(other is None, f"{cell.coordinate} is of no field, and nobody knows whether it is private")
            elif hasattr(value, "date") and hasattr(other, "date"):
                check(value.date() == other.date(), f"{cell.coordinate}: {other} for {value}")
            else:
                check(value == other, f"{cell.coordinate}: {other!r} for {value!r}")


def look_at(path, batch):
    book = openpyxl.load_workbook(path)
    sheet, cells = book["名单"], blamed(batch)
    order = ["error", "warning", "info"]
    for address, findings in cells.items():
        worst = min((finding["severity"] for finding in findings), key=order.index)
        check(colour(sheet[address]) == worst, f"{address} of {os.path.basename(path)} is coloured {colour(sheet[address])}")
        comment = sheet[address].comment.text if sheet[address].comment else ""
        check(all(finding["message"] in comment for finding in findings), f"{address}: comment {comment!r}")
    coloured = {cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if colour(cell)}
    check(coloured == {address for address in cells}, f"cells without a finding are coloured: {coloured - set(cells)}")
    return book


def annotate(folder):
    path, batch = os.path.join(folder, "marked.xlsx"), "fixtures/rosters/meeting-openpyxl.xlsx"
    done = run(batch, *GATE, "--annotate", path)
    check(done.returncode == 1, f"exit status {done.returncode} of --annotate: {done.stderr}")
    book = look_at(path, batch)
    same_cells(book["名单"], batch)
    last, expected = book[book.sheetnames[-1]], concise(batch, *GATE)
    listed = [row for row in last.iter_rows(values_only=True) if row[0] in COLOURS.values()]
    check(sorted(row[3] for row in listed) == sorted(place for place, *_ in expected), "the last sheet lists every finding")
    links = [cell.hyperlink.location for row in last.iter_rows() for cell in row if cell.hyperlink]
    with_cell = [place for place, *_ in expected if re.search(r"![A-Z]+\d+$", place)]
    check(sorted(link.split("!")[-1] for link in links) == sorted(place.split("!")[-1] for place in with_cell),
          "the last sheet leads to the cells")
    look_at(libreoffice(folder, path, "xlsx:Calc MS Excel 2007 XML"), batch)
    with open(libreoffice(folder, path, "pdf"), "rb") as pdf:
        check(pdf.read(5) == b"%PDF-", "LibreOffice prints the marked workbook")
    check(run(batch, *GATE, "--annotate", batch).returncode == 3, "the roster itself is not overwritten")


def annotate_redacted(folder):
    path, batch = os.path.join(folder, "redacted.xlsx"), "fixtures/rosters/meeting-openpyxl.xlsx"
    run(batch, *GATE, "--redact", "--annotate", path)
    heading = [cell.value for cell in openpyxl.load_workbook(batch).active[1]]
    private = [heading.index(name) + 1 for name in ("姓名", "出生日期", "身份证号")]
    same_cells(openpyxl.load_workbook(path)["名单"], batch, private, [heading.index("联系电活") + 1])


def annotate_other_formats(folder):
    """From CSV and from records that name their fields: the same cells are blamed."""
    with open("fixtures/meeting-2003/applicants.csv", encoding="utf-8") as file:
        heading, *records = list(csv.reader(file))
    keyed = os.path.join(folder, "applicants.ndjson")
    with open(keyed, "w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps({name: cell for name, cell in zip(heading, record) if cell}, ensure_ascii=False) + "\n")
    counts = []
    for batch in ("fixtures/meeting-2003", keyed):
        path = os.path.join(folder, "other.xlsx")
        run(batch, *GATE, "--annotate", path)
        book = openpyxl.load_workbook(path)
        sheet = book["applicants"]
        check(sheet.max_row == len(records) + 1, f"{sheet.max_row} rows of {batch}")
        counts.append(sorted((cell.row, cell.comment.text) for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment))
    check(len(counts[0]) > 40, f"only {len(counts[0])} cells of a CSV are marked")
    # What stands before whom is told by lines, which differ. A record that names its fields has a place for each field of the table: what
    # is said of fields that the CSV has no column for is marked there, too, and so more often, but it is the same that is said of whom.
    remarks = [{mark for mark in marks if "stands on line" not in mark[1]} for marks in counts]
    check(remarks[0] == remarks[1] and len(counts[0]) <= len(counts[1]), f"CSV and NDJSON are marked alike: {remarks[0] ^ remarks[1]}")


# ---- a long workbook

def text(s):
    return f'<c t="inlineStr"><is><t>{s}</t></is></c>'


def long(folder, sanitized):
    """100 000 rows in memory that does not grow with them."""
    rows, path = 100_000, os.path.join(folder, "applicants.xlsx")
    with zipfile.ZipFile("fixtures/rosters/meeting-libxlsxwriter.xlsx") as model, \
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in model.namelist():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, model.read(name))
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            headings = ["编号", "姓名", "性别", "出生日期", "类别", "单位", "递交申请书日期", "党校成绩"]
            sheet.write(("<worksheet><sheetData><row>" + "".join(map(text, headings)) + "</row>").encode())
            for row in range(rows):
                cells = [text(f"A{row:07}"), text(f"人{row % 9973}"), text("女"), text("1982-01-31"), text("本科生"),
                         text("机电学院"), text("2002-03-05"), f"<c><v>{row % 101}</v></c>"]
                sheet.write(f"<row>{''.join(cells)}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
    process = subprocess.Popen([DULY, "check", "-r", PACK, path, "--as-of", "2003-12-20", "-j", "1", "--only", "course-exam-passed,duplicate-key",
                                "-f", "ndjson"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    last = ""
    for last in process.stdout:
        pass
    _, status, usage = os.wait4(process.pid, 0)
    check(f'"applicant":{rows}' in last, f"all rows are read: {last[:300]}")
    megabytes = usage.ru_maxrss / 1024
    check(sanitized or megabytes < 80, f"{rows} rows take {megabytes:.0f} MB")
    print(f"{rows} rows: {megabytes:.0f} MB, {usage.ru_utime:.1f} s")


with tempfile.TemporaryDirectory() as folder:
    review(folder)
    annotate(folder)
    annotate_redacted(folder)
    annotate_other_formats(folder)
    long(folder, "address" in DULY)
sys.exit(1 if failures else 0)
