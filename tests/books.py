"""What the tests of marked workbooks share: how an archive is read and written part by part, how a roster is marked, and how what comes out
is held against what came."""
import os
import re
import subprocess
import zipfile

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


class Books:
    """With one program, in one folder; `failures` has what did not hold."""

    def __init__(self, duly, folder):
        self.duly, self.folder, self.failures = os.path.abspath(duly), folder, []
        with open(os.path.join(folder, "pack.yaml"), "w", encoding="utf-8") as file:
            file.write(PACK)

    def check(self, fact, what):
        if not fact:
            self.failures.append(what)
            print("FAILED:", what)

    def parts(self, path):
        with zipfile.ZipFile(path) as archive:
            self.check(archive.testzip() is None, f"{path} is whole")
            self.check(len(set(archive.namelist())) == len(archive.namelist()), f"no part of {path} is there twice")
            return {name: archive.read(name) for name in archive.namelist()}

    def run(self, command, batch, *more):
        return subprocess.run([self.duly, command, "-r", os.path.join(self.folder, "pack.yaml"), batch, "--as-of", "2024-01-01", *more],
                              capture_output=True, text=True)

    def mark(self, batch, out="marked.xlsx", *more):
        path = os.path.join(self.folder, out)
        return path, self.run("check", batch, "--annotate", path, *more)

    def marked(self, batch, out="marked.xlsx", *more):
        path, done = self.mark(batch, out, *more)
        self.check(done.returncode == 1, f"{os.path.basename(batch)}: exit status {done.returncode}: {done.stderr}")
        return path

    def libreoffice(self, ending, *paths):
        """Where LibreOffice has put what it made of each."""
        out = os.path.join(self.folder, "again")
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{self.folder}/profile", "--convert-to", ending, "--outdir", out,
                        *paths], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return [os.path.join(out, os.path.splitext(os.path.basename(path))[0] + "." + ending.split(":")[0]) for path in paths]

    def compare(self, came, path, changed):
        """All parts but those named are the same, packed as they were; of sheets only styles of cells are others."""
        before, after = self.parts(came), self.parts(path)
        name = os.path.basename(came)
        self.check(set(before) <= set(after), f"{name}: parts are gone: {set(before) - set(after)}")
        for part in before:
            self.check(before[part] == after.get(part) or part in changed, f"{name}: {part} is another one")
        for part in before:
            if re.match(r"/?xl[/\\]worksheets[/\\][^/\\]*\.xml", part, re.I) and part in after:
                self.check(without_styles(before[part]) == without_styles(after[part]), f"{name}: {part} has more changed than styles")
        with zipfile.ZipFile(came) as one, zipfile.ZipFile(path) as other:
            for entry in one.infolist():
                if entry.filename not in changed and entry.filename in after:
                    copy = other.getinfo(entry.filename)
                    self.check((entry.compress_type, entry.compress_size) == (copy.compress_type, copy.compress_size),
                               f"{name}: {entry.filename} was packed anew")
        return before, after


def write(path, of, only=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in of.items():
            archive.writestr(name, data, compress_type=zipfile.ZIP_STORED if name == only else zipfile.ZIP_DEFLATED)


def colour(cell):
    return COLOURS.get((cell.fill.start_color.rgb or "")[-6:] if cell.fill.fill_type else "")


def without_styles(sheet):
    """The part of a sheet without what remarks change in it."""
    text = sheet.decode("utf-8-sig")  # a part that is changed is UTF-8 without the mark
    text = re.sub(r'<(\w+:)?legacyDrawing [^>]*/>', "", text)
    text = re.sub(r'<(?:\w+:)?row r="\d+">(<(?:\w+:)?c r="[A-Z]+\d+" s="\d+"/>)*</(?:\w+:)?row>', "", text)
    text = re.sub(r'<((?:\w+:)?c)( r="[A-Z]+\d+")?( s="\d+")?/>', "", text)
    text = re.sub(r' (s|spans)="[\d:]+"', "", text)
    return re.sub(r'<((?:\w+:)?c r="[A-Z]+\d+")\s*/>', "", text)
