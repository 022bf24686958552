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

from books import MAIN, Books, colour, write

DULY = os.path.abspath(sys.argv[1])
# ---- the workbook that comes: as much in it as people put there

def rich(books):
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
    path = os.path.join(books.folder, "loans.xlsx")
    book.save(path)
    computed = {name: data for name, data in books.parts(path).items()}
    name = "xl/worksheets/sheet1.xml"
    computed[name] = re.sub(rb"(<f>E\d\*2</f>)<v ?/>|(<f>E\d\*2</f>)<v></v>", rb"<f>E2*2</f><v>5</v>", computed[name])
    write(path, computed, "xl/media/image1.png")
    return path


FRAME = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
         "xl/worksheets/_rels/sheet1.xml.rels"}
EXPECTED = {"F1": "warning", "B3": "warning", "C3": "error", "D3": "error", "E3": "warning", "C4": "error", "D4": "error"}


def look_of(cell):
    return cell.number_format, cell.font.name, cell.font.sz, cell.font.b, cell.border.left.style, cell.protection.locked


def look(books, path, came):
    book, original = openpyxl.load_workbook(path), openpyxl.load_workbook(came)
    sheet, before = book.worksheets[0], original.worksheets[0]
    books.check(book.sheetnames == original.sheetnames + ["Findings (2)"], f"sheets {book.sheetnames}")
    found = {cell.coordinate: colour(cell) for row in sheet.iter_rows() for cell in row if colour(cell)}
    books.check(found == EXPECTED, f"colours {found}")
    for row in before.iter_rows():
        for cell in row:
            other = sheet[cell.coordinate]
            books.check(cell.value == other.value, f"{cell.coordinate}: {other.value!r} for {cell.value!r}")
            books.check(look_of(cell) == look_of(other), f"{cell.coordinate} has lost its look: {look_of(other)} for {look_of(cell)}")
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    books.check(set(comments) == set(EXPECTED) | {"A2"}, f"comments at {sorted(comments)}")
    books.check(comments["A2"] == "the first", f"a comment of somebody else: {comments['A2']!r}")
    books.check(comments["E3"].startswith("dear, but agreed\n\n") and "L2 costs 12" in comments["E3"], f"ours stands below theirs: {comments['E3']!r}")
    books.check("L2 is of South" in comments["B3"] and "B3:B4" in comments["B3"], f"merged cells bear one comment: {comments['B3']!r}")
    books.check("never came back" not in comments["D3"] and "L2 came back before it went" in comments["D3"], f"a comment has what concerns its cell: {comments['D3']!r}")
    links = [cell.hyperlink.location for row in book["Findings (2)"].iter_rows() for cell in row if cell.hyperlink]
    books.check(len(links) > 3 and {link.split("!")[0] for link in links} == {"'Loans ''24'"}, f"links {links}")


def everything(books):
    came = rich(books)
    path = books.marked(came)
    before = books.parts(came)
    boxes = [name for name in before if name.endswith(".vml")]
    comments = [name for name in before if re.search(r"comments?\d*\.xml$", name)]
    books.compare(came, path, FRAME | set(boxes) | set(comments))
    look(books, path, came)
    books.check(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "it is for its owner")
    again = openpyxl.load_workbook(books.libreoffice("xlsx:Calc MS Excel 2007 XML", path)[0]).worksheets[0]
    seen = {cell.coordinate: colour(cell) for row in again.iter_rows() for cell in row if colour(cell)}
    books.check(seen == EXPECTED, f"LibreOffice sees other colours: {seen}")
    comments = {cell.coordinate for row in again.iter_rows() for cell in row if cell.comment}
    books.check(comments == set(EXPECTED) | {"A2"}, f"LibreOffice sees other comments: {comments}")
    twice, other = books.marked(came, "twice.xlsx"), None
    with open(path, "rb") as one, open(twice, "rb") as other:
        books.check(one.read() == other.read(), "the same run writes the same bytes")
    return came, path


def again(books, path):
    """The marked one is read when it is named, and passed over beside the other one."""
    over, done = books.mark(path, "over.xlsx")
    books.check(done.returncode == 1, f"a marked workbook is read: {done.stderr}")
    books.check(openpyxl.load_workbook(over).sheetnames[-1] == "Findings (3)", "and marked again")
    same = os.path.join(books.folder, "same.xlsx")
    with open(path, "rb") as one, open(same, "wb") as copy:
        copy.write(one.read())
    _, done = books.mark(same, "same.xlsx")
    with open(path, "rb") as one, open(same, "rb") as other:
        books.check(done.returncode == 3 and one.read() == other.read(), f"a workbook is never overwritten: {done.returncode}")


# ---- as other programs write

def prefixed(books, came):
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
    path = os.path.join(books.folder, "prefixed.xlsx")
    write(path, of)
    done = books.marked(path, "prefixed-marked.xlsx")
    books.compare(path, done, FRAME)
    sheet = openpyxl.load_workbook(done)["名单"]
    books.check({cell.coordinate for row in sheet.iter_rows() for cell in row if colour(cell)} >= {"D2"}, "an empty cell is added and coloured")
    books.check(sheet["D2"].comment and "L1 never came back" in sheet["D2"].comment.text, "and bears its comment")
    text = books.parts(done)["xl/worksheets/sheet1.xml"].decode()
    books.check(re.search(r'<x:c r="D2" s="\d+"/><x:c r="E2"', text), f"in its place: {text}")
    books.check(re.search(r'</x:autoFilter>|<x:autoFilter ref="A1:E2"/><x:legacyDrawing [^>]*/><x:extLst/>', text), f"boxes are named in their place: {text}")
    openpyxl.load_workbook(books.libreoffice("xlsx:Calc MS Excel 2007 XML", done)[0])


def with_macros(books, came):
    of = books.parts(came)
    of["[Content_Types].xml"] = of["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.sheet.macroEnabled.main+xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.macroEnabled", b"application/vnd.ms-excel.sheet.macroEnabled").replace(
        b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1)
    of["xl/vbaProject.bin"] = bytes(range(256)) * 9
    path = os.path.join(books.folder, "loans.xlsm")
    write(path, of)
    done = books.marked(path, "loans-marked.xlsm")
    books.check(books.parts(done)["xl/vbaProject.bin"] == of["xl/vbaProject.bin"], "macros stay")
    _, refused = books.mark(path, "loans-marked.xlsx")
    books.check(refused.returncode == 3 and "name it loans-marked.xlsm" in refused.stderr, f"under a name that no program opens: {refused.stderr}")
    books.check(not os.path.exists(os.path.join(books.folder, "loans-marked.xlsx")), "nothing is written then")


def made_anew(books, came):
    """Several files have one workbook, which is made anew; so has what --redact keeps back."""
    other = os.path.join(books.folder, "other.csv")
    with open(other, "w", encoding="utf-8") as file:
        file.write("id,house,out,back,fee\nL9,North,2023-01-01,,1\n")
    path, done = books.mark(came, "both.xlsx", "--table", f"loan={other}")
    books.check(done.returncode == 1, f"two files: {done.stderr}")
    books.check(openpyxl.load_workbook(path).sheetnames == ["Findings", "other", "Loans _24"], f"{openpyxl.load_workbook(path).sheetnames}")
    path, done = books.mark(came, "redacted.xlsx", "--redact")
    books.check("xl/media/image1.png" not in books.parts(path), "what is private may stand anywhere")


def form(books):
    """An empty roster asks what the pack asks, and is read again with every heading."""
    pack = "rules/university-2003"
    for language, sex, truth in (("en", "Male,Female", "yes,no"), ("zh", "男,女", "是,否")):
        path = os.path.join(books.folder, f"applicants-{language}.xlsx")
        done = subprocess.run([DULY, "template", "--lang", language, pack, "applicant", "-o", path], capture_output=True, text=True)
        books.check(done.returncode == 0, f"a template is written: {done.stderr}")
        book = openpyxl.load_workbook(path)
        sheet = book.active
        headings = [cell.value for cell in sheet[1]]
        books.check(all(cell.comment and cell.comment.text for cell in sheet[1]), "each heading bears a note")
        asked = {str(one.sqref).split("2:")[0]: one for one in sheet.data_validations.dataValidation}
        books.check((asked["C"].type, asked["C"].formula1) == ("list", f'"{sex}"'), f"choices drop down: {asked['C'].formula1}")
        books.check(asked["D"].type == "date" and asked["I"].type == "whole" and asked["L"].formula1 == f'"{truth}"', "days, numbers and truths are looked at")
        books.check(sheet.column_dimensions["F"].width >= 12 and sheet.freeze_panes == "A2", "columns are wide enough, and the headings stay")
        for column, value in enumerate(["A0000001", "张三", sex.split(",")[0], datetime.date(1985, 1, 1)], 1):
            sheet.cell(2, column, value)
        sheet.cell(2, 12, truth.split(",")[0])
        book.save(path)
        done = subprocess.run([DULY, "check", "-r", pack, path, "--as-of", "2003-12-31", "-f", "json"], capture_output=True, text=True)
        rules = {finding["rule"] for finding in json.loads(done.stdout)["findings"]}
        bad = rules & {"unknown-column", "unreadable-value", "value-not-allowed", "no-column"}
        books.check(not bad, f"of {len(headings)} headings some are not read, or their values: {bad}")
        done = subprocess.run([DULY, "template", pack, "applicant", "-o", path], capture_output=True, text=True)
        books.check(done.returncode != 0 and "--force" in done.stderr, "what somebody has filled in is not replaced")


def long_lists(books):
    """More values than a drop-down takes stand on a sheet that nobody sees; the form is read again without it."""
    kinds = [f"kind of house number {i}, \"{i}\"" for i in range(40)]
    pack = os.path.join(books.folder, "kinds.yaml")
    with open(pack, "w", encoding="utf-8") as file:
        file.write("pack: {name: kinds}\ntables:\n  house:\n    key: id\n    fields:\n      id: {type: string}\n      kind:\n        type: enum\n        values:\n")
        file.writelines(f"          k{i}: {json.dumps(kind)}\n" for i, kind in enumerate(kinds))
        file.write("      opens: {type: time}\n      seen: {type: timestamp}\n      only: {type: enum, values: {x: 'one, alone'}}\n")
        file.write("      use: {type: enum, values: {a: {en: one}, b: {en: two}}}\nrules: [{id: known, for: house, require: has(house.kind)}]\n")
    path = os.path.join(books.folder, "houses.xlsx")
    done = subprocess.run([DULY, "template", pack, "house", "-o", path], capture_output=True, text=True)
    books.check(done.returncode == 0, f"a form with long lists: {done.stderr}")
    for again in (path, books.libreoffice("xlsx:Calc MS Excel 2007 XML", path)[0]):
        book = openpyxl.load_workbook(again)
        sheet, lists = book.worksheets
        asked = {str(one.sqref)[0]: one for one in sheet.data_validations.dataValidation}
        formula = asked["B"].formula1.replace("'", "").replace("$", "")
        books.check((asked["B"].type, formula) == ("list", f"{lists.title}!A1:A40"), f"a long list stands on a sheet of its own: {formula}")
        books.check([row[0].value for row in lists["A1:A40"]] == kinds and lists.sheet_state == "hidden", "whole, and hidden")
        books.check(asked["F"].formula1 == '"one,two"', f"a short one stands in the cell: {asked['F'].formula1}")
        books.check("B$1:" in asked["E"].formula1, f"a comma in a label makes no two of it: {asked['E'].formula1}")
        books.check((asked["C"].type, asked["D"].type) == ("time", "date"), f"times and moments are looked at: {asked['C'].type}, {asked['D'].type}")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["H1", kinds[7], datetime.time(9, 30), datetime.datetime(2003, 6, 1, 9, 30), "one, alone", "one"])
    book.save(path)
    done = subprocess.run([DULY, "check", "-r", pack, path, "--as-of", "2003-12-31", "-f", "json"], capture_output=True, text=True)
    told = json.loads(done.stdout)
    books.check(told["summary"]["records"] == {"house": 1} and not told["findings"], f"the form is read again: {told['findings']}")


def on_paper(books, came):
    """Wide, as many pages beside one another as can be read, headings and numbers on each."""
    path = os.path.join(books.folder, "report.xlsx")
    subprocess.run([DULY, "check", "-r", os.path.join(books.folder, "pack.yaml"), came, "--as-of", "2024-01-01", "-f", f"xlsx={path}"], capture_output=True)
    for sheet in openpyxl.load_workbook(path):
        page = sheet.page_setup
        books.check((page.orientation, str(page.paperSize), page.fitToHeight) == ("landscape", "9", 0), f"{sheet.title}: A4 across, as long as it is")
        books.check(sheet.sheet_properties.pageSetUpPr.fitToPage and 1 <= (page.fitToWidth or 1) <= 3, f"{sheet.title}: its columns fit")
        books.check("&P" in sheet.oddFooter.right.text or "P" in (sheet.oddFooter.right.text or ""), f"{sheet.title}: pages have numbers")
        books.check(not sheet.freeze_panes or sheet.print_title_rows, f"{sheet.title}: headings stand on every page")


def long(books, sanitized):
    rows, path = 100_000, os.path.join(books.folder, "long.xlsx")
    with zipfile.ZipFile(os.path.join(books.folder, "prefixed.xlsx")) as model, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in model.namelist():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, model.read(name))
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for row in range(rows + 1):
                cells = ["id", "house", "out", "back", "fee"] if row == 0 else [f"L{row}", "North", "2023-01-01", "2023-01-02" if row % 10 else "2022-01-02", "1"]
                sheet.write((f'<row r="{row + 1}">' + "".join(f'<c r="{"ABCDE"[i]}{row + 1}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells)) + "</row>").encode())
            sheet.write(b"</sheetData></worksheet>")
    process = subprocess.Popen([DULY, "check", "-r", os.path.join(books.folder, "pack.yaml"), path, "--as-of", "2024-01-01", "-j", "1", "-f", "concise=/dev/null", "--annotate",
                                os.path.join(books.folder, "long-marked.xlsx")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    megabytes = usage.ru_maxrss / 1024
    books.check(os.waitstatus_to_exitcode(status) == 1, f"a long workbook is marked: {told}")
    books.check(sanitized or megabytes < 160, f"{rows} rows take {megabytes:.0f} MB")
    sheet = books.parts(os.path.join(books.folder, "long-marked.xlsx"))["xl/worksheets/sheet1.xml"]
    books.check(sheet.count(b" s=") == rows // 10 * 2, "every cell that is blamed is coloured")
    print(f"{rows} rows marked: {megabytes:.0f} MB, {usage.ru_utime:.1f} s")


with tempfile.TemporaryDirectory() as folder:
    books = Books(DULY, folder)
    came, path = everything(books)
    again(books, path)
    prefixed(books, came)
    with_macros(books, came)
    made_anew(books, came)
    form(books)
    long_lists(books)
    on_paper(books, came)
    long(books, "address" in DULY)
sys.exit(1 if books.failures else 0)
