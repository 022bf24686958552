"""Holds a workbook that --annotate has marked against the one that came: marked.py PATH-OF-DULY. Every part that no remark concerns is
the same, byte by byte; those that remarks concern are the same but for styles of cells, comments and the sheet that is added."""
import datetime
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

DULY = os.path.abspath(sys.argv[1])
COLOURS = {"FFC7CE": "error", "FFEB9C": "warning", "DDEBF7": "info"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACK = """
pack: {name: loans, format: 1, title: Loans}
tables:
  loan:
    key: id
    fields:
      id: {type: string, required: true}
      house: {type: enum, values: [North, South]} # a plain text would be read for each record beside it
      out: {type: date}
      back: {type: date}
      fee: {type: double}
rules:
  - {id: back-known, for: loan, require: has(loan.back), message: "{loan.id} never came back"}
  - {id: in-order, for: loan, require: loan.back >= loan.out, message: "{loan.id} came back before it went"}
  - {id: fee-small, for: loan, severity: warning, require: loan.fee < 10.0, message: "{loan.id} costs {loan.fee}"}
  - {id: house-named, for: loan, severity: info, require: loan.house == 'North', message: "{loan.id} is of {loan.house}"}
"""
failures = []


def check(fact, what):
    if not fact:
        failures.append(what)
        print("FAILED:", what)


def parts(path):
    with zipfile.ZipFile(path) as archive:
        check(archive.testzip() is None, f"{path} is whole")
        check(len(set(archive.namelist())) == len(archive.namelist()), f"no part of {path} is there twice")
        return {name: archive.read(name) for name in archive.namelist()}


def write(path, of, only=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in of.items():
            archive.writestr(name, data, compress_type=zipfile.ZIP_STORED if name == only else zipfile.ZIP_DEFLATED)


def mark(folder, batch, out="marked.xlsx", *more):
    path = os.path.join(folder, out)
    done = subprocess.run([DULY, "check", "-r", os.path.join(folder, "pack.yaml"), batch, "--as-of", "2024-01-01", "--annotate", path, *more],
                          capture_output=True, text=True)
    return path, done


def marked(folder, batch, out="marked.xlsx"):
    path, done = mark(folder, batch, out)
    check(done.returncode == 1, f"{os.path.basename(batch)}: exit status {done.returncode}: {done.stderr}")
    return path


def colour(cell):
    return COLOURS.get((cell.fill.start_color.rgb or "")[-6:] if cell.fill.fill_type else "")


def libreoffice(folder, path, ending):
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", ending, "--outdir",
                    os.path.join(folder, "again"), path], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return os.path.join(folder, "again", os.path.splitext(os.path.basename(path))[0] + "." + ending.split(":")[0])


# ---- the workbook that comes: as much in it as people put there

def rich(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Loans '24"
    sheet.append(["id", "house", "out", "back", "fee", "total"])
    thin = Border(*[Side(style="thin")] * 4)
    for row, values in enumerate([("L1", "North", "2023-01-01", "2023-01-05", 2.5), ("L2", None, "2023-02-01", "2023-01-15", 12),
                                  ("L3", "South", "2023-03-01", None, 1), ("L4", "North", "2023-04-01", "2023-04-02", 3)], 2):
        for column, value in enumerate(values, 1):
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if column in (3, 4):
                cell.value = datetime.datetime.fromisoformat(value)
                cell.number_format = 'd"."m"."yyyy'
            if column == 5:
                cell.number_format, cell.font, cell.border = '0.00" EUR"', Font(bold=True, name="Arial", size=14), thin
        sheet.cell(row, 6, f"=E{row}*2")
    sheet.merge_cells("B3:B4")
    sheet["B3"] = "South"
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].height = 40
    sheet.freeze_panes = "B2"
    drop_down = DataValidation(type="list", formula1='"North,South"')
    drop_down.add("B2:B50")
    sheet.add_data_validation(drop_down)
    sheet.conditional_formatting.add("E2:E50", CellIsRule(operator="greaterThan", formula=["100"], fill=PatternFill("solid", bgColor="00FF00")))
    sheet["E3"].comment = Comment("dear, but agreed", "Ann")
    sheet["A2"].comment = Comment("the first", "Ben")
    sheet.protection.sheet = True
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), (200, 10, 10)).save(picture, "png")
    sheet.add_image(Image(picture), "H2")
    other = book.create_sheet("Findings")
    other["A1"] = "mine"
    secret = book.create_sheet("Secret")
    secret.sheet_state = "hidden"
    secret["A1"] = 42
    named = book.create_sheet("Named")
    named.append(["a", "b"])
    named.append([1, 2])
    named.add_table(Table(displayName="T1", ref="A1:B2"))
    name = DefinedName("Fees", attr_text="'Loans ''24'!$E$2:$E$5")
    if hasattr(book.defined_names, "append"):
        book.defined_names.append(name)
    else:
        book.defined_names["Fees"] = name
    path = os.path.join(folder, "loans.xlsx")
    book.save(path)
    computed = {name: data for name, data in parts(path).items()}
    name = "xl/worksheets/sheet1.xml"
    computed[name] = re.sub(rb"(<f>E\d\*2</f>)<v ?/>|(<f>E\d\*2</f>)<v></v>", rb"<f>E2*2</f><v>5</v>", computed[name])
    write(path, computed, "xl/media/image1.png")
    return path


def without_styles(sheet):
    """The part of a sheet without what remarks change in it."""
    text = sheet.decode()
    text = re.sub(r'<(\w+:)?legacyDrawing [^>]*/>', "", text)
    text = re.sub(r'<((?:\w+:)?c)( r="[A-Z]+\d+")? s="\d+"/>', "", text)
    text = re.sub(r' s="\d+"', "", text)
    return re.sub(r'<((?:\w+:)?c r="[A-Z]+\d+")\s*/>', "", text)


def compare(came, path, changed):
    before, after = parts(came), parts(path)
    check(set(before) <= set(after), f"parts are gone: {set(before) - set(after)}")
    for name in before:
        same = before[name] == after.get(name)
        check(same or name in changed, f"{name} is another one")
    sheets = [name for name in before if re.match(r"xl/worksheets/[^/]*\.xml", name)]
    for name in sheets:
        check(without_styles(before[name]) == without_styles(after[name]), f"{name} has more changed than styles")
    with zipfile.ZipFile(came) as one, zipfile.ZipFile(path) as other:
        for entry in one.infolist():
            if entry.filename not in changed:
                copy = other.getinfo(entry.filename)
                check((entry.compress_type, entry.compress_size) == (copy.compress_type, copy.compress_size), f"{entry.filename} was packed anew")
    return before, after


FRAME = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
         "xl/worksheets/_rels/sheet1.xml.rels"}
EXPECTED = {"F1": "warning", "B3": "warning", "C3": "error", "D3": "error", "E3": "warning", "C4": "error", "D4": "error"}


def look_of(cell):
    return cell.number_format, cell.font.name, cell.font.sz, cell.font.b, cell.border.left.style, cell.protection.locked


def look(path, came):
    book, original = openpyxl.load_workbook(path), openpyxl.load_workbook(came)
    sheet, before = book.worksheets[0], original.worksheets[0]
    check(book.sheetnames == original.sheetnames + ["Findings (2)"], f"sheets {book.sheetnames}")
    found = {cell.coordinate: colour(cell) for row in sheet.iter_rows() for cell in row if colour(cell)}
    check(found == EXPECTED, f"colours {found}")
    for row in before.iter_rows():
        for cell in row:
            other = sheet[cell.coordinate]
            check(cell.value == other.value, f"{cell.coordinate}: {other.value!r} for {cell.value!r}")
            check(look_of(cell) == look_of(other), f"{cell.coordinate} has lost its look: {look_of(other)} for {look_of(cell)}")
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    check(set(comments) == set(EXPECTED) | {"A2"}, f"comments at {sorted(comments)}")
    check(comments["A2"] == "the first", f"a comment of somebody else: {comments['A2']!r}")
    check(comments["E3"].startswith("dear, but agreed\n\n") and "L2 costs 12" in comments["E3"], f"ours stands below theirs: {comments['E3']!r}")
    check("L2 is of South" in comments["B3"] and "B3:B4" in comments["B3"], f"merged cells bear one comment: {comments['B3']!r}")
    check("never came back" not in comments["D3"] and "L2 came back before it went" in comments["D3"], f"a comment has what concerns its cell: {comments['D3']!r}")
    links = [cell.hyperlink.location for row in book["Findings (2)"].iter_rows() for cell in row if cell.hyperlink]
    check(len(links) > 3 and {link.split("!")[0] for link in links} == {"'Loans ''24'"}, f"links {links}")


def everything(folder):
    came = rich(folder)
    path = marked(folder, came)
    before = parts(came)
    boxes = [name for name in before if name.endswith(".vml")]
    comments = [name for name in before if re.search(r"comments?\d*\.xml$", name)]
    compare(came, path, FRAME | set(boxes) | set(comments))
    look(path, came)
    check(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "it is for its owner")
    again = openpyxl.load_workbook(libreoffice(folder, path, "xlsx:Calc MS Excel 2007 XML")).worksheets[0]
    seen = {cell.coordinate: colour(cell) for row in again.iter_rows() for cell in row if colour(cell)}
    check(seen == EXPECTED, f"LibreOffice sees other colours: {seen}")
    comments = {cell.coordinate for row in again.iter_rows() for cell in row if cell.comment}
    check(comments == set(EXPECTED) | {"A2"}, f"LibreOffice sees other comments: {comments}")
    twice, other = marked(folder, came, "twice.xlsx"), None
    with open(path, "rb") as one, open(twice, "rb") as other:
        check(one.read() == other.read(), "the same run writes the same bytes")
    return came, path


def again(folder, path):
    """The marked one is read when it is named, and passed over beside the other one."""
    over, done = mark(folder, path, "over.xlsx")
    check(done.returncode == 1, f"a marked workbook is read: {done.stderr}")
    check(openpyxl.load_workbook(over).sheetnames[-1] == "Findings (3)", "and marked again")
    same = os.path.join(folder, "same.xlsx")
    with open(path, "rb") as one, open(same, "wb") as copy:
        copy.write(one.read())
    _, done = mark(folder, same, "same.xlsx")
    with open(path, "rb") as one, open(same, "rb") as other:
        check(done.returncode == 3 and one.read() == other.read(), f"a workbook is never overwritten: {done.returncode}")


# ---- as other programs write

def prefixed(folder, came):
    """Names of elements with a prefix, no comments yet, no styles, and relations with absolute targets."""
    rows = "".join(f'<x:row r="{row}"{style}>' + "".join(f'<x:c r="{at}{row}" t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>'
                                                      for at, text in cells) + "</x:row>"
                   for row, style, cells in [(1, "", [("A", "id"), ("B", "house"), ("C", "out"), ("D", "back"), ("E", "fee")]),
                                             (2, "", [("A", "L1"), ("C", "2023-02-01"), ("E", "3")])])
    of = {"[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
          '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
          '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
          '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
          "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
          'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
          "xl/workbook.xml": f'<x:workbook xmlns:x="{MAIN}"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="名单" sheetId="7" d:id="a" '
          'xmlns:d="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></x:sheets></x:workbook>',
          "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
          'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
          "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{MAIN}"><!-- kept --><x:sheetData>{rows}</x:sheetData><x:autoFilter ref="A1:E2"/>'
          '<x:extLst/></x:worksheet>'}
    path = os.path.join(folder, "prefixed.xlsx")
    write(path, of)
    done = marked(folder, path, "prefixed-marked.xlsx")
    compare(path, done, FRAME)
    sheet = openpyxl.load_workbook(done)["名单"]
    check({cell.coordinate for row in sheet.iter_rows() for cell in row if colour(cell)} >= {"D2"}, "an empty cell is added and coloured")
    check(sheet["D2"].comment and "L1 never came back" in sheet["D2"].comment.text, "and bears its comment")
    text = parts(done)["xl/worksheets/sheet1.xml"].decode()
    check(re.search(r'<x:c r="D2" s="\d+"/><x:c r="E2"', text), f"in its place: {text}")
    check(re.search(r'</x:autoFilter>|<x:autoFilter ref="A1:E2"/><x:legacyDrawing [^>]*/><x:extLst/>', text), f"boxes are named in their place: {text}")
    openpyxl.load_workbook(libreoffice(folder, done, "xlsx:Calc MS Excel 2007 XML"))


def with_macros(folder, came):
    of = parts(came)
    of["[Content_Types].xml"] = of["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.sheet.macroEnabled.main+xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.macroEnabled", b"application/vnd.ms-excel.sheet.macroEnabled").replace(
        b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1)
    of["xl/vbaProject.bin"] = bytes(range(256)) * 9
    path = os.path.join(folder, "loans.xlsm")
    write(path, of)
    done = marked(folder, path, "loans-marked.xlsm")
    check(parts(done)["xl/vbaProject.bin"] == of["xl/vbaProject.bin"], "macros stay")
    _, refused = mark(folder, path, "loans-marked.xlsx")
    check(refused.returncode == 3 and "name it loans-marked.xlsm" in refused.stderr, f"under a name that no program opens: {refused.stderr}")
    check(not os.path.exists(os.path.join(folder, "loans-marked.xlsx")), "nothing is written then")


def made_anew(folder, came):
    """Several files have one workbook, which is made anew; so has what --redact keeps back."""
    other = os.path.join(folder, "other.csv")
    with open(other, "w", encoding="utf-8") as file:
        file.write("id,house,out,back,fee\nL9,North,2023-01-01,,1\n")
    path, done = mark(folder, came, "both.xlsx", "--table", f"loan={other}")
    check(done.returncode == 1, f"two files: {done.stderr}")
    check(openpyxl.load_workbook(path).sheetnames == ["Findings", "other", "Loans _24"], f"{openpyxl.load_workbook(path).sheetnames}")
    path, done = mark(folder, came, "redacted.xlsx", "--redact")
    check("xl/media/image1.png" not in parts(path), "what is private may stand anywhere")


def form(folder):
    """An empty roster asks what the pack asks, and is read again with every heading."""
    pack = "rules/university-2003"
    for language, sex, truth in (("en", "Male,Female", "yes,no"), ("zh", "男,女", "是,否")):
        path = os.path.join(folder, f"applicants-{language}.xlsx")
        done = subprocess.run([DULY, "template", "--lang", language, pack, "applicant", "-o", path], capture_output=True, text=True)
        check(done.returncode == 0, f"a template is written: {done.stderr}")
        book = openpyxl.load_workbook(path)
        sheet = book.active
        headings = [cell.value for cell in sheet[1]]
        check(all(cell.comment and cell.comment.text for cell in sheet[1]), "each heading bears a note")
        asked = {str(one.sqref).split("2:")[0]: one for one in sheet.data_validations.dataValidation}
        check((asked["C"].type, asked["C"].formula1) == ("list", f'"{sex}"'), f"choices drop down: {asked['C'].formula1}")
        check(asked["D"].type == "date" and asked["I"].type == "whole" and asked["L"].formula1 == f'"{truth}"', "days, numbers and truths are looked at")
        check(sheet.column_dimensions["F"].width >= 12 and sheet.freeze_panes == "A2", "columns are wide enough, and the headings stay")
        for column, value in enumerate(["A0000001", "张三", sex.split(",")[0], datetime.date(1985, 1, 1)], 1):
            sheet.cell(2, column, value)
        sheet.cell(2, 12, truth.split(",")[0])
        book.save(path)
        done = subprocess.run([DULY, "check", "-r", pack, path, "--as-of", "2003-12-31", "-f", "json"], capture_output=True, text=True)
        rules = {finding["rule"] for finding in json.loads(done.stdout)["findings"]}
        bad = rules & {"unknown-column", "unreadable-value", "value-not-allowed", "no-column"}
        check(not bad, f"of {len(headings)} headings some are not read, or their values: {bad}")
        done = subprocess.run([DULY, "template", pack, "applicant", "-o", path], capture_output=True, text=True)
        check(done.returncode != 0 and "--force" in done.stderr, "what somebody has filled in is not replaced")


def long_lists(folder):
    """More values than a drop-down takes stand on a sheet that nobody sees; the form is read again without it."""
    kinds = [f"kind of house number {i}, \"{i}\"" for i in range(40)]
    pack = os.path.join(folder, "kinds.yaml")
    with open(pack, "w", encoding="utf-8") as file:
        file.write("pack: {name: kinds}\ntables:\n  house:\n    key: id\n    fields:\n      id: {type: string}\n      kind:\n        type: enum\n        values:\n")
        file.writelines(f"          k{i}: {json.dumps(kind)}\n" for i, kind in enumerate(kinds))
        file.write("      use: {type: enum, values: {a: {en: one}, b: {en: two}}}\nrules: [{id: known, for: house, require: has(house.kind)}]\n")
    path = os.path.join(folder, "houses.xlsx")
    done = subprocess.run([DULY, "template", pack, "house", "-o", path], capture_output=True, text=True)
    check(done.returncode == 0, f"a form with long lists: {done.stderr}")
    for again in (path, libreoffice(folder, path, "xlsx:Calc MS Excel 2007 XML")):
        book = openpyxl.load_workbook(again)
        sheet, lists = book.worksheets
        asked = {str(one.sqref)[0]: one for one in sheet.data_validations.dataValidation}
        formula = asked["B"].formula1.replace("'", "").replace("$", "")
        check((asked["B"].type, formula) == ("list", f"{lists.title}!A1:A40"), f"a long list stands on a sheet of its own: {formula}")
        check([row[0].value for row in lists["A1:A40"]] == kinds and lists.sheet_state == "hidden", "whole, and hidden")
        check(asked["C"].formula1 == '"one,two"', f"a short one stands in the cell: {asked['C'].formula1}")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["H1", kinds[7], "one"])
    book.save(path)
    done = subprocess.run([DULY, "check", "-r", pack, path, "--as-of", "2003-12-31", "-f", "json"], capture_output=True, text=True)
    told = json.loads(done.stdout)
    check(told["summary"]["records"] == {"house": 1} and not told["findings"], f"the form is read again: {told['findings']}")


def on_paper(folder, came):
    """Wide, as many pages beside one another as can be read, headings and numbers on each."""
    path = os.path.join(folder, "report.xlsx")
    subprocess.run([DULY, "check", "-r", os.path.join(folder, "pack.yaml"), came, "--as-of", "2024-01-01", "-f", f"xlsx={path}"], capture_output=True)
    for sheet in openpyxl.load_workbook(path):
        page = sheet.page_setup
        check((page.orientation, str(page.paperSize), page.fitToHeight) == ("landscape", "9", 0), f"{sheet.title}: A4 across, as long as it is")
        check(sheet.sheet_properties.pageSetUpPr.fitToPage and 1 <= (page.fitToWidth or 1) <= 3, f"{sheet.title}: its columns fit")
        check("&P" in sheet.oddFooter.right.text or "P" in (sheet.oddFooter.right.text or ""), f"{sheet.title}: pages have numbers")
        check(not sheet.freeze_panes or sheet.print_title_rows, f"{sheet.title}: headings stand on every page")


def long(folder, sanitized):
    rows, path = 100_000, os.path.join(folder, "long.xlsx")
    with zipfile.ZipFile(os.path.join(folder, "prefixed.xlsx")) as model, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in model.namelist():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, model.read(name))
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for row in range(rows + 1):
                cells = ["id", "house", "out", "back", "fee"] if row == 0 else [f"L{row}", "North", "2023-01-01", "2023-01-02" if row % 10 else "2022-01-02", "1"]
                sheet.write((f'<row r="{row + 1}">' + "".join(f'<c r="{"ABCDE"[i]}{row + 1}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells)) + "</row>").encode())
            sheet.write(b"</sheetData></worksheet>")
    process = subprocess.Popen([DULY, "check", "-r", os.path.join(folder, "pack.yaml"), path, "--as-of", "2024-01-01", "-j", "1", "-f", "concise=/dev/null", "--annotate",
                                os.path.join(folder, "long-marked.xlsx")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    megabytes = usage.ru_maxrss / 1024
    check(os.waitstatus_to_exitcode(status) == 1, f"a long workbook is marked: {told}")
    check(sanitized or megabytes < 160, f"{rows} rows take {megabytes:.0f} MB")
    sheet = parts(os.path.join(folder, "long-marked.xlsx"))["xl/worksheets/sheet1.xml"]
    check(sheet.count(b" s=") == rows // 10 * 2, "every cell that is blamed is coloured")
    print(f"{rows} rows marked: {megabytes:.0f} MB, {usage.ru_utime:.1f} s")


with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "pack.yaml"), "w", encoding="utf-8") as file:
        file.write(PACK)
    came, path = everything(folder)
    again(folder, path)
    prefixed(folder, came)
    with_macros(folder, came)
    made_anew(folder, came)
    form(folder)
    long_lists(folder)
    on_paper(folder, came)
    long(folder, "address" in DULY)
sys.exit(1 if failures else 0)
