"""Workbooks as other programs write them, marked: marked_kinds.py PATH-OF-DULY. Each kind is a roster of the same loans, changed by hand as
a program is known to write it. All of them are marked, held against what came part by part, opened with openpyxl, read again by duly,
and opened with LibreOffice."""
import io
import json
import os
import re
import struct
import sys
import tempfile
import warnings
import zipfile
import zlib

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, GradientFill, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from books import Books, colour, write

warnings.filterwarnings("ignore")
ROWS = [("id", "house", "out", "back", "fee"), ("L1", "North", "2023-01-01", "2023-01-05", 2.5), ("L2", "South", "2023-02-01", "2023-01-15", 12),
        ("L3", "North", "2023-03-01", None, 1)]
EXPECTED = {"B3": "info", "C3": "error", "D3": "error", "E3": "warning", "C4": "error", "D4": "error"}
SHEET, LIST, RELATIONS, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FRAME = {TYPES, LIST, RELATIONS, "xl/styles.xml", SHEET, "xl/worksheets/_rels/sheet1.xml.rels"}
KINDS = {}


def kind(maker):
    """Makes the parts of a workbook, from those of the plain one: and, where they are others, which may be changed, what is expected,
    what is looked at besides, the bytes of the archive."""
    KINDS[maker.__name__] = maker
    return maker


def book_of(rows=ROWS):
    book = openpyxl.Workbook()
    book.active.title = "Loans"
    for row in rows:
        book.active.append(row)
    return book


def parts_of(book):
    data = io.BytesIO()
    book.save(data)
    with zipfile.ZipFile(data) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def plain():
    return parts_of(book_of())


def put(of, name, before, *more):
    """Puts texts into a part before another that stands there once."""
    text = of[name].decode()
    assert text.count(before) == 1, (name, before, text)
    of[name] = text.replace(before, "".join(more) + before).encode()


def swap(of, name, *pairs):
    text = of[name].decode()
    for old, new in pairs:
        assert old in text, (name, old, text)
        text = text.replace(old, new)
    of[name] = text.encode()


def add(of, name, data, kind_of, *relation):
    """A part, its type, and who is related to it: (part of relations, id, type, target)."""
    of[name] = data if isinstance(data, bytes) else data.encode()
    put(of, TYPES, "</Types>", f'<Override PartName="/{name}" ContentType="{kind_of}"/>')
    if relation:
        where, id_, type_, target = relation
        of.setdefault(where, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')
        put(of, where, "</Relationships>", f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"/>')


def share(of):
    """Texts of cells stand once for all of them, as most programs write them."""
    texts = []

    def number(found):
        texts.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(texts) - 1}</v></c>'
    of[SHEET] = re.sub(r'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', number, of[SHEET].decode()).encode()
    name = "xl/sharedStrings.xml"
    of.pop(name, None)
    if name.encode() not in of[TYPES]:
        put(of, TYPES, "</Types>", f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>')
    if b"sharedStrings" not in of[RELATIONS]:
        put(of, RELATIONS, "</Relationships>", f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')
    of[name] = ('<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + "".join(f"<si>{text}</si>" for text in texts) + "</sst>").encode()
    return of


# ---- the strict form of the standard

def make_strict(of):
    spaces = [("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
              (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
              ("http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"),
              ("http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes", "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"),
              ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")]
    for name in of:
        for old, new in spaces:
            of[name] = of[name].replace(old.encode(), new.encode())
    swap(of, LIST, ("<workbook ", '<workbook conformance="strict" '))
    return of


def is_strict(books, after, came):
    for name, data in after.items():
        if name.endswith((".xml", ".rels")) and name != "docProps/core.xml":
            books.check(b"schemas.openxmlformats.org/officeDocument" not in data.replace(b"docPropsVTypes", b"") and b"spreadsheetml/2006/main" not in data,
                        f"{came}: {name} has names of the other form")


@kind
def strict():
    """Dates are dates, comments and their boxes are there."""
    book = book_of()
    book.active["E3"].comment = Comment("dear, but agreed", "Ann")
    of = make_strict(parts_of(book))
    text = of[SHEET].decode()
    text = re.sub(r'<c r="(C3|D3)"([^>]*) t="inlineStr"><is><t>[\d-]+</t></is></c>', lambda found: f'<c r="{found[1]}"{found[2]} t="d"><v>{dict(C3="2023-02-01", D3="2023-01-15")[found[1]]}</v></c>', text)
    assert text.count('t="d"') == 2, text
    of[SHEET] = text.encode()
    return of, {"changed": FRAME | {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}, "look": is_strict, "openpyxl": False,
                "comments": {"E3": "dear, but agreed"}}


@kind
def strict_bare():
    """No comments, no styles, several sheets."""
    book = book_of()
    book.create_sheet("Others")["A1"] = "mine"
    of = make_strict(parts_of(book))
    del of["xl/styles.xml"]
    swap(of, RELATIONS, (re.search(r'<Relationship [^>]*styles[^>]*/>', of[RELATIONS].decode())[0], ""))
    swap(of, TYPES, (re.search(r'<Override [^>]*styles.xml[^>]*/>', of[TYPES].decode())[0], ""))
    return of, {"look": is_strict, "openpyxl": False, "only": ["Loans"]}


# ---- conversations

THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
SAID = "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it will get removed if the file is " \
       "opened in a newer version of Excel. Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\n"


def with_threads(threads, prefix=""):
    """{cell: [(who, when, text, done)]}: the first begins a conversation, as Excel writes it."""
    book = book_of()
    for at, said in threads.items():
        book.active[at].comment = Comment("x", "tc={%s}" % at)
    of = parts_of(book)
    notes, made, count = of["xl/comments/comment1.xml"].decode(), [], 0
    for at, said in threads.items():
        root = None
        for who, when, text, done in said:
            count += 1
            id_ = "{%08X-1111-4222-8333-444455556666}" % count
            extra = f' parentId="{root}"' if root else f' done="{int(done)}"' if done is not None else ""
            made.append(f'<{prefix}threadedComment ref="{at}" dT="{when}" personId="{{AAAAAAAA-0000-4000-8000-00000000000{who}}}" id="{id_}"{extra}>'
                        f"<{prefix}text>{text}</{prefix}text></{prefix}threadedComment>")
            root = root or id_
        old = SAID + "\n".join(("Reply" if i else "Comment") + f":\n    {one[2]}" for i, one in enumerate(said))
        notes = re.sub(rf'(<comment ref="{at}"[^>]*><text>).*?(</text>)', lambda found: f'{found[1]}<t xml:space="preserve">{old}</t>{found[2]}', notes, flags=re.S)
    of["xl/comments/comment1.xml"] = notes.encode()
    space = f'xmlns{":" + prefix[:-1] if prefix else ""}="{THREADS}"'
    add(of, "xl/threadedComments/threadedComment1.xml", f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<{prefix}ThreadedComments {space}>' + "".join(made) +
        f"</{prefix}ThreadedComments>", "application/vnd.ms-excel.threadedcomments+xml", "xl/worksheets/_rels/sheet1.xml.rels", "rIdT",
        "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml")
    add(of, "xl/persons/person.xml", f'<personList xmlns="{THREADS}"><person displayName="Ann" id="{{AAAAAAAA-0000-4000-8000-000000000001}}" userId="ann" '
        'providerId="None"/><person displayName="Ben" id="{AAAAAAAA-0000-4000-8000-000000000002}" userId="ben" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml", RELATIONS, "rIdP", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml")
    return of


def threads_in(after):
    text = after["xl/threadedComments/threadedComment1.xml"].decode()
    return [dict(re.findall(r'(\w+)="([^"]*)"', found[1]), text=found[2])
            for found in re.finditer(r"<(?:\w+:)?threadedComment ([^>]*)>.*?<(?:\w+:)?text>(.*?)</", text, re.S)]


@kind
def threads():
    of = with_threads({"E3": [(1, "2023-05-01T10:00:00.00", "dear?", 0), (2, "2023-05-02T10:00:00.00", "agreed", None)], "A2": [(1, "2023-05-01T10:00:00.00", "look", None)],
                       "D4": [(2, "2029-05-01T10:00:00.00", "settled", 1)]})

    def look(books, after, came):
        said = threads_in(after)
        replies = {one["ref"]: one for one in said[4:]}
        books.check([one["text"] for one in said[:4]] == ["dear?", "agreed", "look", "settled"], f"what was said stays: {said}")
        books.check(set(replies) == {"E3", "D4"}, f"a conversation gets a reply: {said}")
        books.check(replies["E3"]["parentId"] == said[0]["id"] and "L2 costs 12" in replies["E3"]["text"], f"at its end: {replies}")
        books.check(len({one["id"] for one in said}) == len(said), f"each has an id of its own: {said}")
        books.check(all(re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", one["id"]) for one in said), f"as ids are: {said}")
        books.check(said[3].get("done") == "0", f"what was settled is open again: {said[3]}")
        books.check(replies["E3"]["dT"].startswith("2024-01-01") and replies["D4"]["dT"] >= said[3]["dT"], f"nobody replies before: {replies}")
        people = re.findall(r'displayName="(\w+)" id="([^"]*)"', after["xl/persons/person.xml"].decode())
        books.check([name for name, _ in people] == ["Ann", "Ben", "duly"] and people[2][1] == replies["E3"]["personId"], f"{people}")
        notes = after["xl/comments/comment1.xml"].decode()
        books.check(re.search(r"Reply:\n    agreed.{0,60}\nReply:\n    L2 costs 12&#10;fee-small", notes, re.S), f"programs that know no conversations show it: {notes}")
    return of, {"changed": FRAME | {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml", "xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"},
                "look": look, "comments": {"E3": "[Threaded", "D4": "[Threaded", "A2": "[Threaded"}, "twice": twice_threads}


def twice_threads(books, path):
    """Marked a second time, it has the same person, and ids that are new."""
    again = books.parts(books.marked(path, "threads-twice.xlsx"))
    said = threads_in(again)
    books.check(len({one["id"] for one in said}) == len(said) == 8, f"marked twice: {said}")
    books.check(again["xl/persons/person.xml"].count(b'"duly"') == 2, f"one person: {again['xl/persons/person.xml']}")


@kind
def threads_of_others():
    """Nobody is blamed where they talk: nothing of theirs is changed."""
    of = with_threads({"A2": [(1, "2023-05-01T10:00:00.00", "look", None)]})
    return of, {"changed": FRAME | {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}, "comments": {"A2": "[Threaded"}}


@kind
def threads_prefixed():
    """Names with a prefix, and no list of people."""
    of = with_threads({"E3": [(1, "2023-05-01T10:00:00.00", "dear?", 0)]}, "t:")
    del of["xl/persons/person.xml"]
    swap(of, TYPES, (re.search(r'<Override [^>]*person.xml[^>]*/>', of[TYPES].decode())[0], ""))
    swap(of, RELATIONS, (re.search(r'<Relationship [^>]*person.xml[^>]*/>', of[RELATIONS].decode())[0], ""))

    def look(books, after, came):
        said, people = threads_in(after), [name for name in after if "person" in name]
        books.check(len(said) == 2 and b"<t:threadedComment ref" in after["xl/threadedComments/threadedComment1.xml"], f"{said}")
        books.check(len(people) == 1 and said[1]["personId"].encode() in after[people[0]], f"{people}")
        books.check(people and people[0].split("/")[-1].encode() in after[RELATIONS] and people[0].encode() in after[TYPES], f"{after[RELATIONS]}")
    return of, {"changed": FRAME | {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml", "xl/threadedComments/threadedComment1.xml"}, "look": look,
                "comments": {"E3": "[Threaded"}}


# ---- WPS

@kind
def wps():
    of = share(plain())
    swap(of, SHEET, ("<worksheet ", '<worksheet xmlns:r="' + OFFICE + '" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
                     'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                     'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" mc:Ignorable="x14 etc" '))
    text = of[SHEET].decode()
    text = re.sub(r"<sheetPr>.*?</sheetPr>", "<sheetPr/>", text)
    text = text.replace('<row r="3"', '<row r="3" spans="1:5" ht="28.5" customHeight="1" etc:mark="1"')
    text = text.replace("</worksheet>", '<extLst><ext uri="{etc}" etc:kind="x"><etc:cols v="1"/></ext></extLst></worksheet>')
    text = re.sub(r'(<row r="3".*?)(</row>)', r'\1<c r="F3" t="str"><f>_xlfn.DISPIMG("ID_1A",1)</f><v>=DISPIMG("ID_1A",1)</v></c>\2', text, flags=re.S)
    of[SHEET] = text.encode()
    of["xl/sharedStrings.xml"] = of["xl/sharedStrings.xml"].replace(
        b"<t>L2</t>", '<t>L2</t><rPh sb="0" eb="1"><t>エル</t></rPh><phoneticPr fontId="1"/>'.encode())
    assert "rPh" in of["xl/sharedStrings.xml"].decode()
    add(of, "xl/cellimages.xml", '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>', "application/vnd.wps-officedocument.cellimage+xml",
        RELATIONS, "rIdCI", "http://www.wps.cn/officeDocument/2020/cellImage", "cellimages.xml")
    add(of, "docProps/custom.xml", '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" '
        'name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.15990</vt:lpwstr></property></Properties>', "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "_rels/.rels", "rIdC", OFFICE + "/custom-properties", "docProps/custom.xml")
    of["customXml/item1.xml"] = b"<sheets/>"
    of["xl/media/picture.png"] = b"\x89PNG" + bytes(range(256))
    of["xl/drawings/"] = b""
    return of, {"loose": True}


@kind
def macros():
    of = plain()
    swap(of, TYPES, ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))
    put(of, TYPES, "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>')
    add(of, "xl/vbaProjectSignature.bin", bytes(range(255, -1, -1)), "application/vnd.ms-office.vbaProjectSignature", "xl/_rels/vbaProject.bin.rels", "rId1",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature", "vbaProjectSignature.bin")
    of["xl/vbaProject.bin"] = bytes(range(256)) * 40
    put(of, RELATIONS, "</Relationships>", '<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>')
    of["customUI/customUI14.xml"] = b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"/>'

    def look(books, after, came):
        books.check(b"sheet.macroEnabled.main+xml" in after[TYPES] and b"vbaProjectSignature" in after[TYPES], f"it stays a workbook with macros: {after[TYPES]}")
    return of, {"ending": ".xlsm", "look": look}


# ---- archives

@kind
def absolute():
    of = plain()
    swap(of, RELATIONS, ('Target="/xl/', 'Target="/xl/'))
    put(of, RELATIONS, "</Relationships>", '<Relationship Id="rIdA" Type="http://example.org/x" Target="/xl/../xl/theme/theme1.xml"/>')
    of[TYPES] = of.pop(TYPES)
    return of, {}


def rename(change):
    return {name if name == TYPES else change(name): data for name, data in plain().items()}


@kind
def upper_case():
    """Excel opens it; LibreOffice and openpyxl do not open what came."""
    of = rename(lambda name: name.replace("xl/", "XL/").replace("sheet1.xml", "Sheet1.XML"))
    return of, {"changed": {name.replace("xl/", "XL/").replace("sheet1.xml", "Sheet1.XML") for name in FRAME} | {TYPES}, "openpyxl": False, "libreoffice": False}


@kind
def backslashes():
    of = rename(lambda name: name.replace("/", "\\"))
    return of, {"changed": {name.replace("/", "\\") for name in FRAME} | {TYPES}, "openpyxl": False, "libreoffice": False}


def archive(of, descriptors=False, zip64=False, comment=b"", extra=b"", names={}):
    """As programs that stream write it."""
    out, listed = io.BytesIO(), []
    for name, data in of.items():
        raw, packer = names.get(name, name.encode()), zlib.compressobj(9, zlib.DEFLATED, -15)
        packed, offset, flags = packer.compress(data) + packer.flush(), out.tell(), 8 if descriptors else 0
        crc, sizes = zlib.crc32(data), (len(packed), len(data))
        local = struct.pack("<HHQQ", 1, 16, len(data), len(packed)) if zip64 else extra
        head = (0, 0xFFFFFFFF, 0xFFFFFFFF) if descriptors and zip64 else (crc, 0xFFFFFFFF, 0xFFFFFFFF) if zip64 else (0, 0, 0) if descriptors else (crc, *sizes)
        out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, flags, 8, 0x6000, 0x5821, *head, len(raw), len(local)) + raw + local + packed)
        if descriptors:
            out.write(struct.pack("<IIQQ" if zip64 else "<IIII", 0x08074B50, crc, *sizes))
        more = struct.pack("<HHQQQ", 1, 24, len(data), len(packed), offset) if zip64 else extra
        sizes = (0xFFFFFFFF, 0xFFFFFFFF) if zip64 else sizes
        listed.append(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, flags, 8, 0x6000, 0x5821, crc, *sizes, len(raw), len(more), 0, 0, 0, 0,
                                  0xFFFFFFFF if zip64 else offset) + raw + more)
    start, directory = out.tell(), b"".join(listed)
    out.write(directory)
    if zip64:
        end = out.tell()
        out.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, len(of), len(of), len(directory), start))
        out.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
        out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, len(comment)) + comment)
    else:
        out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(of), len(of), len(directory), start, len(comment)) + comment)
    return out.getvalue()


@kind
def descriptors():
    return plain(), {"bytes": archive(plain(), descriptors=True)}


@kind
def of_64_bits():
    return plain(), {"bytes": archive(plain(), zip64=True)}


@kind
def of_64_bits_with_descriptors():
    return plain(), {"bytes": archive(plain(), zip64=True, descriptors=True)}


@kind
def with_extra():
    """Times and owners behind the names, a comment behind it all, and a name that is no UTF-8."""
    of = plain()
    of["xl/media/picture.png"] = b"\x89PNG"
    put(of, TYPES, "</Types>", '<Default Extension="png" ContentType="image/png"/>')
    return of, {"bytes": archive(of, comment=b"made by hand", extra=struct.pack("<HHBI", 0x5455, 5, 1, 1700000000)), }


@kind
def named_in_gb18030():
    of = plain()
    of["xl/media/图.png"] = b"\x89PNG"
    put(of, TYPES, "</Types>", '<Default Extension="png" ContentType="image/png"/>')

    def look(books, after, came):
        books.check("xl/media/图.png".encode("gb18030").decode("cp437") in after, f"a name stays what it was: {list(after)}")
    return of, {"bytes": archive(of, names={"xl/media/图.png": "xl/media/图.png".encode("gb18030")}), "look": look}


# ---- sheets

@kind
def inline():
    """Texts in the cells, no addresses of cells, no numbers of rows."""
    rows = "".join("<row>" + "".join("<c/>" if value is None else f"<c><v>{value}</v></c>" if not isinstance(value, str) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
                                     for value in row) + "</row>" for row in ROWS)
    of = plain()
    of[SHEET] = re.sub(rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), of[SHEET], flags=re.S)
    return of, {}


@kind
def formulas():
    """Shared ones, those of an array, with values that were computed; a table of data, text that a formula gives."""
    of = plain()
    text = of[SHEET].decode()
    more = {2: '<c r="F2"><f t="shared" ref="F2:F4" si="0">E2*2</f><v>5</v></c><c r="G2"><f t="array" ref="G2:G4">E2:E4+1</f><v>3.5</v></c>',
            3: '<c r="F3"><f t="shared" si="0"/><v>24</v></c><c r="G3"><v>13</v></c><c r="H3" t="str" cm="1"><f>A3&amp;"x"</f><v>L2x</v></c>',
            4: '<c r="F4"><f t="shared" si="0"/><v>2</v></c><c r="G4"><v>2</v></c><c r="H4" t="e"><f>1/0</f><v>#DIV/0!</v></c>'}
    for row, cells in more.items():
        text = re.sub(rf'(<row r="{row}".*?)(</row>)', lambda found: found[1] + cells + found[2], text, flags=re.S)
    text = re.sub(r'(<c r="E3"[^>]*>)<v>12</v>', r'\1<f>6*2</f><v>12</v>', text)
    of[SHEET] = text.encode()
    add(of, "xl/calcChain.xml", '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="F2" i="1"/></calcChain>',
        "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml", RELATIONS, "rIdCC", OFFICE + "/calcChain", "calcChain.xml")
    return of, {"loose": True}


@kind
def row_of_another_form():
    """A roster whose last row is empty but for its key; cells and rows are missing, spans are too narrow."""
    of = plain()
    text = of[SHEET].decode()
    text = re.sub(r'<c r="D4"[^>]*/>', "", text)
    text = text.replace('<row r="4"', '<row r="4" spans="1:3" s="3" customFormat="1"')
    text = text.replace("<sheetData>", '<cols><col min="1" max="4" width="20" customWidth="1"/><col min="5" max="16384" width="9" hidden="1"/></cols><sheetData>') \
        if "<cols>" not in text else text
    of[SHEET] = text.encode()
    return of, {}


@kind
def furnished():
    """All that people do to a sheet."""
    book = book_of()
    sheet = book.active
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = "A1:E4"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["B"].width = 31
    sheet.protection.sheet = True
    sheet.protection.password = "x"
    sheet.conditional_formatting.add("E2:E50", CellIsRule(operator="greaterThan", formula=["10"], fill=PatternFill("solid", bgColor="00FF00"), font=Font(bold=True)))
    choices = DataValidation(type="list", formula1='"North,South"', allow_blank=True)
    choices.add("B2:B50")
    sheet.add_data_validation(choices)
    sheet["A2"].hyperlink = "https://example.org/"
    sheet.oddHeader.center.text = "Loans"
    sheet.print_title_rows = "1:1"
    sheet.print_area = "A1:E4"
    other = book.create_sheet("Numbers")
    for row in ([1, 2], [3, 4]):
        other.append(row)
    other["A1"].comment = Comment("theirs", "Ann")
    chart = BarChart()
    chart.add_data(Reference(other, min_col=1, min_row=1, max_row=2))
    other.add_chart(chart, "D2")
    charts = book.create_chartsheet("Chart")
    charts.add_chart(BarChart())
    chart = BarChart()
    chart.add_data(Reference(other, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "H2")
    return parts_of(book), {"only": ["Loans"], "check": ["-r"]}


@kind
def a_table():
    """The roster is a table of the sheet, which names its parts behind the boxes."""
    book = book_of()
    table = Table(displayName="Loans", ref="A1:E4")
    book.active.add_table(table)
    of = parts_of(book)

    def look(books, after, came):
        books.check(re.search(rb"<legacyDrawing [^>]*/><tableParts", after[SHEET]), f"boxes are named before tables: {after[SHEET][-300:]}")
    return of, {"look": look}


@kind
def a_pivot():
    of = plain()
    add(of, "xl/pivotCache/pivotCacheDefinition1.xml", '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" refreshOnLoad="1">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:E4" sheet="Loans"/></cacheSource><cacheFields count="0"/></pivotCacheDefinition>',
        "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml", RELATIONS, "rIdPC", OFFICE + "/pivotCacheDefinition",
        "pivotCache/pivotCacheDefinition1.xml")
    put(of, LIST, "</workbook>", f'<pivotCaches><pivotCache xmlns:r="{OFFICE}" cacheId="4" r:id="rIdPC"/></pivotCaches>')
    return of, {"openpyxl": False, "libreoffice": False}


@kind
def buttons():
    """A form with buttons has boxes that are no comments, and a picture in its header: they stay, ours stand beside."""
    of = plain()
    vml = ('<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
           '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" '
           'path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t201" style="position:absolute;width:80pt;height:20pt"><v:textbox>'
           '<div style="text-align:center">Press<br></div></v:textbox><x:ClientData ObjectType="Button"><x:Anchor>6, 0, 1, 0, 8, 0, 3, 0</x:Anchor></x:ClientData></v:shape></xml>')
    for number, target in ((1, vml), (2, vml)):
        of[f"xl/drawings/vmlDrawing{number}.vml"] = target.encode()
        of.setdefault("xl/worksheets/_rels/sheet1.xml.rels", b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')
        put(of, "xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", f'<Relationship Id="rIdB{number}" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing{number}.vml"/>')
    put(of, TYPES, "</Types>", '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>')
    put(of, SHEET, "</worksheet>", f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rIdB1"/><legacyDrawingHF xmlns:r="{OFFICE}" r:id="rIdB2"/>')

    def look(books, after, came):
        boxes = after["xl/drawings/vmlDrawing1.vml"].decode()
        books.check("_x0000_s1025" in boxes and boxes.count("<x:ClientData") == 7 and '<o:idmap v:ext="edit" data="1,2"' in boxes, f"boxes: {boxes}")
    return of, {"changed": FRAME | {"xl/drawings/vmlDrawing1.vml"}, "look": look, "openpyxl": False}


@kind
def header_picture():
    """Only the header has a picture: comments of the sheet get boxes of their own, named before it."""
    of, _ = buttons()
    swap(of, SHEET, (re.search(r'<legacyDrawing [^>]*/>', of[SHEET].decode())[0], ""))

    def look(books, after, came):
        books.check(re.search(rb'<legacyDrawing [^>]*/><legacyDrawingHF ', after[SHEET]), f"{after[SHEET][-400:]}")
    return of, {"look": look, "openpyxl": False}


@kind
def notes_of_excel():
    """Comments with several runs, authors, looks, and boxes that are shown."""
    book = book_of()
    book.active["E3"].comment = Comment("x", "Ann")
    book.active["B2"].comment = Comment("theirs", "Ben")
    of = parts_of(book)
    text = of["xl/comments/comment1.xml"].decode()
    text = re.sub(r'(<comment ref="E3"[^>]*><text>).*?(</text>)', r'\1<r><rPr><b/><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/></rPr><t>Ann:</t></r>'
                  r'<r><rPr><sz val="9"/></rPr><t xml:space="preserve">\ndear &amp; agreed</t></r>\2', text, flags=re.S)
    of["xl/comments/comment1.xml"] = text.encode()

    def look(books, after, came):
        notes = after["xl/comments/comment1.xml"].decode()
        books.check("<rPr><b/><sz val=\"9\"/><color indexed=\"81\"/><rFont val=\"Tahoma\"/></rPr><t>Ann:</t>" in notes, f"the looks of theirs stay: {notes}")
    return of, {"changed": FRAME | {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}, "look": look, "comments": {"E3": "Ann:\ndear & agreed\n\n", "B2": "theirs"}}


@kind
def byte_order_marks():
    """Programs that write one before each part."""
    of = plain()
    return {name: b"\xef\xbb\xbf" + data if name.endswith((".xml", ".rels")) else data for name, data in of.items()}, {}


@kind
def no_boxes():
    """A sheet names boxes that the workbook does not have."""
    of = plain()
    put(of, SHEET, "</worksheet>", f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rIdGone"/>')
    return of, {}


# ---- looks

@kind
def looks():
    """What a marked cell keeps: everything but its fill."""
    book = book_of()
    sheet = book.active
    sheet["C3"].fill = GradientFill(stop=("000000", "FFFFFF"))
    sheet["D3"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["D3"].alignment = Alignment(wrap_text=True, horizontal="center")
    sheet["D3"].protection = Protection(locked=False)
    sheet["E3"].number_format = '0.00" EUR"'
    sheet["E3"].font = Font(bold=True, color="FF0000")
    sheet["E3"].style = "Currency" if "Currency" in book.named_styles else "Normal"
    sheet["B2"].fill = PatternFill("solid", fgColor="0000FF")
    of = parts_of(book)

    def look(books, after, came):
        sheet = openpyxl.load_workbook(came).active
        books.check(sheet["D3"].alignment.wrap_text and not sheet["D3"].protection.locked and sheet["D3"].alignment.horizontal == "center", "D3 keeps its look")
        books.check(sheet["B2"].fill.start_color.rgb == "000000FF", "a cell that nobody blames keeps its fill")
    return of, {"look": look}


@kind
def looks_of_others():
    """No counts, a prefix, quotes before texts, looks of conditions, styles that nobody knows."""
    of = plain()
    text = of["xl/styles.xml"].decode()
    text = re.sub(r' count="\d+"', "", text)
    text = text.replace("<styleSheet xmlns=", "<styleSheet xmlns:x=")
    text = re.sub(r"<(/?)(?!\?)", r"<\1x:", text)
    text = text.replace("<x:tableStyles", '<x:dxfs><x:dxf><x:fill><x:patternFill><x:bgColor rgb="FF00FF00"/></x:patternFill></x:fill></x:dxf></x:dxfs><x:tableStyles')
    text = text.replace("</x:styleSheet>", '<x:extLst><x:ext uri="{0}"><x:fills><x:fill/></x:fills></x:ext></x:extLst></x:styleSheet>')
    text = re.sub(r"(<x:cellXfs>.*?)(</x:cellXfs>)", r'\1<x:xf numFmtId="49" fontId="0" fillId="0" borderId="0" quotePrefix="1" xfId="0"><x:alignment horizontal="right"/></x:xf>\2', text, flags=re.S)
    of["xl/styles.xml"] = text.encode()
    of[SHEET] = re.sub(rb'<c r="D3"( s="\d+")?', b'<c r="D3" s="1"', of[SHEET])

    def look(books, after, came):
        text = after["xl/styles.xml"].decode()
        books.check(len(re.findall(r'quotePrefix="1"', text)) == 2 and "x:dxf>" in text, f"{text}")
    return of, {"look": look, "openpyxl": False}


@kind
def many_looks():
    """As many styles as a workbook may have: there is room for none besides, and the marks take what there is."""
    of = plain()
    text = of["xl/styles.xml"].decode()
    text = re.sub(r'<cellXfs[^>]*>(.*?)</cellXfs>', lambda found: '<cellXfs count="64000">' + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 64000 + "</cellXfs>", text, flags=re.S)
    of["xl/styles.xml"] = text.encode()

    def look(books, after, came):
        found = re.search(r'<cellXfs count="(\d+)">(.*?)</cellXfs>', after["xl/styles.xml"].decode(), re.S)
        books.check(found and int(found[1]) == found[2].count("<xf "), f"styles are counted: {found and found[1]}")
        books.check(int(found[1]) <= 65490, f"no more than programs take: {found[1]}")
    return of, {"look": look}


@kind
def sheets_beside():
    """Two sheets are rosters, one of them has faults; one is a sheet that nobody sees."""
    book = book_of()
    good = book.create_sheet("Good")
    for row in ROWS[:2]:
        good.append(["K" + str(value)[1:] if i == 0 and value != "id" else value for i, value in enumerate(row)])
    hidden = book.create_sheet("Hidden")
    hidden["A1"] = 1
    hidden.sheet_state = "veryHidden"
    return parts_of(book), {"sheets": ["Loans", "Good"]}


# ---- all of them

def findings(books, path, *more):
    done = books.run("check", path, "-f", "json", *more)
    return sorted((one["rule"], str(one.get("key", "")), one.get("line") or 0) for one in json.loads(done.stdout)["findings"])


def seen(book, comments):
    sheet = book["Loans"]
    return {cell.coordinate: colour(cell) for row in sheet.iter_rows() for cell in row if colour(cell)}, \
        {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def look(books, name, path, facts, by):
    try:
        colours, comments = seen(openpyxl.load_workbook(path), facts)
    except Exception as problem:  # whatever it does not read
        books.check(False, f"{name}: {by}: {problem!r}")
        return
    expected, theirs = facts.get("expected", EXPECTED), facts.get("comments", {})
    if facts.get("loose"):
        colours = {at: colours.get(at) for at in EXPECTED}
        comments, expected = {at: text for at, text in comments.items() if at in EXPECTED}, EXPECTED
    books.check(colours == expected, f"{name}: {by} sees colours {colours}")
    books.check(set(comments) == set(expected) | set(theirs), f"{name}: {by} sees comments at {sorted(comments)}")
    for at, text in theirs.items():
        books.check(comments.get(at, "").startswith(text), f"{name}: {by}: a comment of theirs: {comments.get(at)!r}")
    books.check("L2 costs 12" in comments.get("E3", "") and "L3 never came back" in comments.get("D4", ""), f"{name}: {by}: {comments}")


def run(books, name):
    of, facts = KINDS[name]()
    ending = facts.get("ending", ".xlsx")
    came = os.path.join(books.folder, name + ending)
    if "bytes" in facts:
        with open(came, "wb") as file:
            file.write(facts["bytes"])
    else:
        write(came, of)
    only = [f"--table=loan={came}#{sheet}" for sheet in facts.get("only", [])]
    path = os.path.join(books.folder, name + "-marked" + ending)
    if only:
        done = books.run("check", *only, "--annotate", path)
    else:
        _, done = books.mark(came, name + "-marked" + ending)
    books.check(done.returncode == 1, f"{name}: exit status {done.returncode}: {done.stderr}")
    if not os.path.exists(path):
        return None
    _, after = books.compare(came, path, facts.get("changed", FRAME))
    if "look" in facts:
        facts["look"](books, after, path)
    if not only:
        books.check(findings(books, came) == findings(books, path), f"{name}: it is read as before: {findings(books, path)}")
    if facts.get("openpyxl", True):
        look(books, name, path, facts, "openpyxl")
    if "twice" in facts:
        facts["twice"](books, path)
    return (name, path, facts) if facts.get("libreoffice", True) else None


with tempfile.TemporaryDirectory() as folder:
    books = Books(sys.argv[1], folder)
    made = [one for one in (run(books, name) for name in sys.argv[2:] or KINDS) if one]
    for (name, _, facts), path in zip(made, books.libreoffice("xlsx:Calc MS Excel 2007 XML", *(path for _, path, _ in made)) if made else []):
        look(books, name, path, facts, "LibreOffice")
sys.exit(1 if books.failures else 0)
