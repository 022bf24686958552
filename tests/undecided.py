#!/usr/bin/env python3
"""What cannot be decided is never told as a fault: undecided.py DULY. In no format and no language does the title of a rule, which says
what is wrong, stand beside a record of which that is not known; there stands why it cannot be decided."""
import os, re, subprocess, sys, tempfile

import openpyxl

DULY = os.path.abspath(sys.argv[1])
PACK = """pack: {name: asked}
tables:
  loan:
    file: loans
    key: id
    label: who
    fields:
      id: {type: string}
      who: {type: string}
      unit: {type: string}
      made_on: {type: date, title: {en: Made on, zh: 借出日期}}
      back_on: {type: date, title: {en: Back on, zh: 归还日期}}
      paid: {type: int, title: {en: Paid, zh: 已付}}
    report_by: unit
procedures:
  lending:
    for: loan
    steps: [{id: made, date: made_on}, {id: back, date: back_on}]
    intervals:
      - {id: back-in-time, title: {en: FAULTY return, zh: 误期归还}, from: made, to: back, at_most: 1 month, when: loan.paid > 0}
rules:
  - {id: paid, title: {en: FAULTY payment, zh: 误付款项}, for: loan, gate: back, require: loan.paid > 3, source: s}
  - {id: few, title: {en: FAULTY number, zh: 误差过多}, for: loan, group_by: {unit: loan.unit}, require: sum(loan.paid) < 9, source: s}
"""
FAULT = re.compile(r"FAULTY|误期|误付|误差")
REASON = {"en": "cannot be decided", "zh": "无法判定"}
failures = []


def run(*args):
    done = subprocess.run([DULY, *args], capture_output=True, text=True, env={**os.environ, "COLUMNS": "400"})
    return done.stdout


def formats():
    done = subprocess.run([DULY, "check", "x", "-f", "?"], capture_output=True, text=True)
    return re.search(r"there are (.*)", done.stderr).group(1).split(", ")


def pieces(printed):
    """What is read at one glance: a line of a text, an element of a page, an entry of a list."""
    return re.split(r"\n|</(?:li|tr|td|p|article|section|h\d|text|dd)>|\}, *\{|%0A", printed)


def look(what, printed, language):
    if not printed.strip():
        failures.append(f"{what}: nothing was written")
    for piece in pieces(printed):
        if FAULT.search(piece) and (REASON[language] in piece or re.search(r"\bL1\b|\bU1\b", piece)):
            failures.append(f"{what}: {piece.strip()[:200]}")


def rows_of(path):
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join(str(value) for value in row if value is not None)


with tempfile.TemporaryDirectory() as folder:
    pack, batch = os.path.join(folder, "pack.yaml"), os.path.join(folder, "loans.csv")
    with open(pack, "w", encoding="utf-8") as file:
        file.write(PACK)
    with open(batch, "w", encoding="utf-8") as file:
        file.write("id,who,unit,made_on,back_on,paid\nL1,Ann,U1,2003-01-06,2003-05-06,\n")
    for language in ("en", "zh"):
        given = ["-r", pack, batch, "--as-of", "2003-12-31", "--lang", language]
        for form in formats():
            for more in ([], ["-v"]):
                if form == "xlsx":
                    path = os.path.join(folder, "r.xlsx")
                    run("check", *given, *more, "-f", "xlsx=" + path)
                    printed = "\n".join(rows_of(path))
                else:
                    printed = run("check", *given, *more, "-f", form)
                look(f"{form} {more} in {language}", printed, language)
        marked = os.path.join(folder, "marked.xlsx")
        run("check", *given, "--annotate", marked)
        comments = [cell.comment.text for sheet in openpyxl.load_workbook(marked) for row in sheet.iter_rows() for cell in row if cell.comment]
        look(f"the marked roster in {language}", "\n".join(comments), language)
        for form in ("text", "json"):
            look(f"explain as {form} in {language}", run("explain", *given[:3], "L1", *given[3:], "-f", form), language)
        plain = run("check", *given)
        if REASON[language] not in plain:
            failures.append(f"nobody is told why it cannot be decided: {plain}")
print("\n".join(failures) or "undecided: no fault is stated where none is known")
sys.exit(bool(failures))
