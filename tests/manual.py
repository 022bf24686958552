"""The examples of the manuals, run as they stand: manual.py PROGRAM. Each block of YAML in rules/README.md is put where its text says that it
belongs, and the pack that comes of it has no mistake and examples that come out; each expression of its tables is checked where it would
stand; each command that a manual shows is run; each output that README.md shows is what comes out. A block that has no home here, and a home
whose block is gone, are failures."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

duly = str(pathlib.Path(sys.argv[1]).resolve())
RULES = pathlib.Path("rules/README.md").read_text(encoding="utf-8")
README = pathlib.Path("README.md").read_text(encoding="utf-8")
failures = []


def fail(what, told):
    failures.append(what + "\n" + textwrap.indent("\n".join(told.strip().splitlines()[:12]), "    "))


def run(*words, cwd=None):
    done = subprocess.run([duly, *words], cwd=cwd, capture_output=True, encoding="utf-8", timeout=60)
    return done.returncode, done.stdout + done.stderr


def blocks(text, language):
    return [textwrap.dedent(found) for found in re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)]


# ---- packs around the examples; @ is the example, indented like it

LIBRARY = """
pack: {name: library}
parameters: {loans_per_month: 2}
tables:
  loan:
    key: id
    fields:
      id: {type: string}
      book: {type: ref, table: book}
      reader: {type: ref, table: reader}
      vouchers: {type: list, of: ref, table: reader}
      lent_on: {type: date}
      is_out: {type: bool}
      fee: {type: double}
      kind: {type: string}
      form_no: {type: string}
      reminders: {type: many, table: reminder, by: loan}
  book: {key: id, fields: {id: {type: string}, shelf: {type: ref, table: shelf}, weeks: {type: int}, counted: {type: many, table: stock, by: book}}}
  reader: {key: id, fields: {id: {type: string}, kind: {type: string}}}
  reminder: {key: id, fields: {id: {type: string}, loan: {type: ref, table: loan}, number: {type: int}}}
  shelf: {key: id, fields: {id: {type: string}, is_open: {type: bool}}}
  stock: {key: id, fields: {id: {type: string}, book: {type: ref, table: book}}}
  entry: {key: id, fields: {id: {type: string}, loan: {type: ref, table: loan}, received: {type: double}}}
"""

ADMISSION = """
pack: {name: admission}
parameters: {report_year: 2003, fifth_condition: vote}
tables:
  applicant:
    key: id
    fields:
      id: {type: string}
      name: {type: string}
      category: {type: enum, values: [graduate, adult, staff]}
      id_number: {type: string, pattern: '^\\d{15}(\\d{2}[0-9X])?$'}
      form_no: {type: string}
      applied_on: {type: date}
      activist_on: {type: date}
      listed_on: {type: date}
      notice_from: {type: date}
      notice_to: {type: date}
      meeting_on: {type: date}
      approved_on: {type: date}
      approval_reason: {type: string}
      inspected_on: {type: list, of: date}
      contacts: {type: list, of: string}
      reached: {type: int}
      votes_for: {type: int}
      meeting_expected: {type: int}
      notice_objection: {type: bool}
      objection_settled_on: {type: date}
DERIVED
  admission: {fields: {category: {type: string}, meeting_on: {type: date}}}
procedures:
  admission:
    for: applicant
    steps:
      - {id: application, date: applied_on}
      - {id: activist, date: activist_on}
      - {id: listing, date: listed_on}
      - {id: meeting, date: meeting_on}
      - {id: approval, date: approved_on}
"""


def plain(text):
    return text.replace("DERIVED\n", "")


STEPS = plain(ADMISSION)
CALENDAR = "calendars: {school: {week: [mon], years: {2003: {}}}}\n"
APPLIED = "rules:\n  - id: applied\n    for: applicant\n    source: s\n    require: %s\n    message: '{applicant.id}'\n"

# By the first line of the example: the pack, as files.
HOMES = {
    "pack:": {"national/pack.yaml": STEPS, "national/more.yaml":
              "parameters: {notice_days: {value: 5, unit: days, source: s}}\n"
              "rules:\n"
              "  - {id: talk-in-time, for: applicant, source: s, require: has(applicant.name), message: '{params.notice_days}'}\n"
              "  - {id: league-recommendation, for: applicant, source: s, require: has(applicant.name), message: '{applicant.id}'}\n",
              "pack/pack.yaml": "@"},
    "pack:|  name: our-university|  limits:": {"pack/pack.yaml": "@", "pack/tables.yaml": "tables: {item: {key: id, fields: {id: {type: string}}}}\n"},
    "override:": {"pack/pack.yaml": "pack:\n  name: p\n  extends: ../national\n  @", "national/pack.yaml":
                  STEPS.replace("      reached: {type: int}\n", "      reached: {type: int}\n"
                                "      application_signed: {type: bool}\n      application_signed_on: {type: date}\n"),
                  "national/more.yaml":
                  "parameters: {training_months: {value: 12, unit: months, source: s}}\n"
                  "rules:\n"
                  "  - {id: talk-in-time, for: applicant, source: s, require: has(applicant.name), message: m}\n"
                  "  - id: training-lasted-a-year\n    for: applicant\n    source: s\n    message: m\n"
                  "    require: applicant.activist_on + months(params.training_months) <= applicant.listed_on\n"
                  "  - {id: application-signed, for: applicant, source: s, require: applicant.application_signed, message: m}\n"},
    "tables:|  applicant:": {"pack/pack.yaml": "pack: {name: p}\n", "pack/tables.yaml": "@"},
    "tables:|  meeting:": {"pack/pack.yaml": "pack: {name: p}\n", "pack/tables.yaml": "@"},
    "tables:|  loan:": {"pack/pack.yaml": "pack: {name: p}\n", "pack/tables.yaml": "@", "pack/more.yaml":
                        "tables:\n"
                        "  reader: {key: id, fields: {id: {type: string}, kind: {type: string}}}\n"
                        "  shelf: {key: id, fields: {id: {type: string}, is_open: {type: bool}}}\n"
                        "  reminder: {fields: {loan: {type: ref, table: loan}, number: {type: int}}}\n"},
    "parameters:|  notice_days: {value": {"pack/pack.yaml": STEPS, "pack/p.yaml": "@"},
    "parameters:|  notice_days:": {"pack/pack.yaml": STEPS, "pack/p.yaml": "@"},
    "calendars:": {"pack/pack.yaml": STEPS, "pack/c.yaml": "@", "pack/r.yaml": APPLIED % "applicant.meeting_on.isWorkday()"},
    "procedures:": {"pack/pack.yaml": "pack: {name: p}\n"
                    "tables: {applicant: {fields: {applied_on: {type: date}, meeting_on: {type: date}}}}\n", "pack/p.yaml": "@"},
    "tables:|  applicant:|    fields:|      applied_on: {header": {"pack/pack.yaml": "pack: {name: p, extends: ../national}\n",
        "pack/tables.yaml": "@", "national/pack.yaml":
        STEPS.replace("      reached: {type: int}\n", "      reached: {type: int}\n      political_review: {type: enum, values: [passed]}\n") +
        "calendars: {national: {week: [mon, tue, wed, thu, fri], years: {2026: {off: [2026-10-01]}}}}\n"},
    "procedures:|  admission:|    steps:|      - {id: second-notice": {"pack/pack.yaml":
        "pack: {name: p, extends: ../national}\ntables: {applicant: {fields: {second_notice_to: {type: date}, listing_filed_on: {type: date}, "
        "withdrawn: {type: bool}, withdrawn_on: {type: date}}}}\n", "pack/p.yaml": "@", "national/pack.yaml": STEPS},
    "ends:": {"pack/pack.yaml": STEPS.replace("      reached: {type: int}\n", "      reached: {type: int}\n"
                                              "      approval: {type: enum, values: [approved, refused]}\n") + "    @"},
    "intervals:": {"pack/pack.yaml": STEPS + "    @"},
    "- {id: half-yearly": {"pack/pack.yaml": STEPS + "    intervals:\n      @"},
    "examples:|  - as_of:": {"pack/pack.yaml": STEPS, "pack/r.yaml":
                             APPLIED % "applicant.applied_on <= as_of" + "    @"},
    "examples:|  - pass: {id: L1": {"pack/pack.yaml": LIBRARY, "pack/r.yaml":
                                    "rules:\n  - id: full\n    for: loan\n    source: s\n"
                                    "    require: loan.book.shelf.id == 'S1' && loan.vouchers.all(r, r.kind == 'full')\n"
                                    "    message: '{loan.id}'\n    @"},
    "- gate: meeting": {"pack/pack.yaml": STEPS, "pack/r.yaml":
                        APPLIED % "has(applicant.name)" + "    gate: meeting\n"
                        "    when: applicant.activist_on + months(12) <= applicant.meeting_on\n    examples:\n      @"},
    "- set:": {"pack/pack.yaml": STEPS, "pack/r.yaml": APPLIED % "params.fifth_condition == 'vote'" + "    examples:\n      @"},
    "- id: too-many-in-a-month": {"pack/pack.yaml": LIBRARY, "pack/r.yaml": "rules:\n  @"},
    "- id: counted-book-known": {"pack/pack.yaml": LIBRARY, "pack/r.yaml": "rules:\n  @"},
    "equivalent:": {"pack/pack.yaml": STEPS, "pack/r.yaml": APPLIED % "applicant.reached > 3" + "    @"},
    "statistics:": {"pack/pack.yaml": STEPS, "pack/s.yaml": "@"},
    "derived:": {"pack/pack.yaml": ADMISSION.replace("DERIVED", "    @"), "pack/r.yaml":
                 APPLIED % "applicant.id_is_right && !applicant.id_is_male" + "    examples:\n"
                 "      - pass: {id_number: 11010519491231002X}\n"
                 "      - violation: {id_number: '110105194912310021'}\n"
                 "      - violation: {id_number: 11010519491301002X}\n"
                 "      - pass: {id_number: '110105491231002'}\n"
                 "      - violation: {id_number: '110105491231003'}\n"},
    "require: >-": {"pack/pack.yaml": STEPS, "pack/r.yaml":
                    "rules:\n  - id: settled\n    for: applicant\n    source: s\n    message: '{applicant.id}'\n    @\n    examples:\n"
                    "      - pass: {notice_objection: no}\n"
                    "      - violation: {notice_objection: yes}\n"},
}
ELSEWHERE = ("reports:", "- reports", "rules:", "# yaml-language-server", "- rule:")


def home_of(block):
    """The longest first lines that fit."""
    lines = block.splitlines()
    fits = [key for key in HOMES if all(i < len(lines) and lines[i].startswith(part) for i, part in enumerate(key.split("|")))]
    return max(fits, key=len, default=None)


def put(folder, files, block):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        indent = re.search(r"^( *)@$", text, re.MULTILINE)
        if indent:
            text = text.replace(indent[1] + "@", textwrap.indent(block, indent[1]).rstrip("\n"))
        path.write_text(text, encoding="utf-8")


def expect_sound(what, pack, block):
    status, told = run("lint", pack)
    if status != 0 or "error" in told:
        fail(f"{what} does not lint:", told)
    if re.search(r"^ *(- )?(examples|pass|violation|not-applicable|undecided):", block, re.MULTILINE):
        status, told = run("test", pack)
        if status != 0:
            fail(f"the examples of {what} do not come out:", told)


def check_blocks():
    used = set()
    for block in blocks(RULES, "yaml"):
        first = block.splitlines()[0]
        key = home_of(block)
        if key is None:
            if not first.startswith(ELSEWHERE):
                fail(f"an example of rules/README.md has no home in tests/manual.py: {first}", block)
            continue
        used.add(key)
        with tempfile.TemporaryDirectory() as folder:
            put(pathlib.Path(folder), HOMES[key], block)
            expect_sound(f"the example {first!r} of rules/README.md", str(pathlib.Path(folder) / "pack"), block)
    for key in HOMES.keys() - used:
        fail("an example of rules/README.md is gone, and its home in tests/manual.py is not:", key)


# ---- from an empty file to a tested rule, and a waiver, in copies of what is shipped

def find_block(start):
    return next(block for block in blocks(RULES, "yaml") if block.startswith(start))


def check_tutorial():
    with tempfile.TemporaryDirectory() as folder:
        packs = pathlib.Path(folder) / "rules"
        shutil.copytree("rules", packs)
        shutil.copytree("fixtures/meeting-2003", pathlib.Path(folder) / "fixtures/meeting-2003")
        tables = packs / "core/tables.yaml"
        text = tables.read_text(encoding="utf-8")
        at = re.search(r"^  applicant:$.*?^    fields:\n", text, re.DOTALL | re.MULTILINE).end()
        tables.write_text(text[:at] + textwrap.indent(find_block("reports:"), "      ") + text[at:], encoding="utf-8")
        pack = packs / "university-2003/pack.yaml"
        kept = pack.read_text(encoding="utf-8").replace("all_but:\n", "all_but:\n" + textwrap.indent(find_block("- reports"), "        "))
        pack.write_text(kept, encoding="utf-8")
        ours = find_block("# yaml-language-server") + find_block("rules:")
        (packs / "university-2003/rules-ours.yaml").write_text(ours, encoding="utf-8")
        status, told = run("lint", "rules/university-2003", cwd=folder)
        if status != 0 or "nothing wrong" not in told:
            fail("the rule of the tutorial does not lint:", told)
        status, told = run("test", "--only", "quarterly-reports", "rules/university-2003", cwd=folder)
        if status != 0 or "4 passed" not in told:
            fail("the examples of the tutorial do not come out:", told)
        words = re.search(r"`duly (check -r [^`]* --only quarterly-reports [^`]*)`", RULES)[1].split()
        status, told = run(*words, "-f", "csv", cwd=folder)
        if ",undecided," not in told or ",violation," in told:
            fail("the rule of the tutorial does not come out as it says:", told)


def check_waiver():
    with tempfile.TemporaryDirectory() as folder:
        batch = pathlib.Path(folder) / "batch"
        batch.mkdir()
        (batch / "waivers.yaml").write_text(find_block("- rule:"), encoding="utf-8")
        values = re.search(r"meeting_on: (\S+), approved_on: (\S+)}", find_block("- rule:"))
        (batch / "applicants.csv").write_text("id,meeting_on,approved_on\nA0000012,%s,%s\n" % values.groups(), encoding="utf-8")
        status, told = run("check", "-r", "rules/national", str(batch), "--as-of", "2003-12-01", "-f", "csv")
        if "waived,approval-in-time," not in told or ",violation,waiver," in told:
            fail("the waiver of rules/README.md does nothing:", told)


# ---- expressions in the tables of a section

SECTIONS = {  # section: the pack, the record, names that stand for something else there
    "Tables that refer to one another": (LIBRARY, "loan"),
    "Rules about groups of records": (LIBRARY, None),
    "Expressions": (STEPS, "applicant"),
    "Missing values": (STEPS, "applicant"),
    "Lists": (STEPS, "applicant"),
    "Days": (STEPS + CALENDAR, "applicant"),
    "Times of day": ("pack: {name: p}\ntables: {meeting: {fields: {begins: {type: time}, ends: {type: time}}}}\n", "meeting"),
}
NO_EXPRESSIONS = {"params.…", "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "!", "missing: violation",
                  "require", "let", "message", "n", "d", "x", "a", "b", "pass", "violation", "true", "false", "error",
                  "loan.book"}
ANY = {"condition ? this : that": "true ? 1 : 2", "r'…'": "r'\\d'", "'in quotes'": "'in quotes'"}


def section_of(title):
    return re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##+ |\Z)", RULES, re.DOTALL | re.MULTILINE)[1]


def expressions_of(title):
    """The code of the cells of the tables, `….f()` standing for a method of what the first row is about."""
    found, about = [], None
    for line in section_of(title).splitlines():
        if not line.startswith("|"):
            continue
        for code in re.findall(r"`([^`]+)`", line.replace("\\|", "|")):
            code = ANY.get(code, code)
            about = about or re.match(r"(\w+\.\w+)\.\w+\(", code)
            code = code.replace("…", about[1], 1) if code.startswith("….") and about else code
            code = re.sub(r"^(when|require): ", "", code)
            if code not in NO_EXPRESSIONS and re.search(r"[.(+'\[]|\d", code):
                found.append(code)
    return found


def check_expressions():
    count = 0
    for title, (pack, record) in SECTIONS.items():
        for code in expressions_of(title):
            table = record or "loan"
            lines = ["rules:", "  - id: r", f"    for: {table}"]
            if record is None:
                lines += ["    group_by: {reader: loan.reader.id, month: loan.lent_on.month()}", "    require: 'count() >= 0'"]
            else:
                lines += ["    require: 'true'"]
            lines += ["    let: {n: '2', d: as_of, a: as_of - days(1), b: as_of, x: \"'7'\"}"]
            lines += ["    message: >-", "      {" + code + "}"]
            with tempfile.TemporaryDirectory() as folder:
                (pathlib.Path(folder) / "pack.yaml").write_text(pack, encoding="utf-8")
                (pathlib.Path(folder) / "rule.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
                status, told = run("lint", folder)
            count += 1
            if status != 0:
                fail(f"the expression {code!r} of {title!r} is wrong:", told)
    if count < 60:
        failures.append(f"only {count} expressions were found in the tables of rules/README.md")


# ---- commands and outputs of README.md

def make_desk(folder):
    shutil.copytree("rules", folder / "rules")
    shutil.copytree("fixtures/meeting-2003", folder / "fixtures/meeting-2003")
    shutil.copytree("fixtures/year-2003", folder / "fixtures/year-2003")
    shutil.copytree("rules/university-2003", folder / "rules/edited")
    shutil.copy("fixtures/meeting-2003/applicants.csv", folder / "applicants.csv")
    run("check", "-r", "rules/university-2003", "applicants.csv", "--as-of", "2003-12-20", "--format", "json=last.json", cwd=folder)
    try:
        import csv
        import openpyxl
    except ImportError:
        return
    book = openpyxl.Workbook()
    with open(folder / "applicants.csv", encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append(row)
    book.active.title = "applicants"
    book.save(folder / "applicants.xlsx")


def shown_commands():
    lines = [line for block in blocks(README, "sh") for line in block.splitlines()]
    lines += re.findall(r"^    (duly .*?)(?:   .*)?$", RULES, re.MULTILINE)
    lines += re.findall(r"`(duly (?:check|lint|test) [^`]*(?:rules/university-2003|--explain)[^`…]*)`", RULES)
    for line in lines:
        command = re.sub(r"\s+#.*$", "", line).strip()
        if command.startswith("duly ") and "--watch" not in command:
            yield command


def check_commands():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_desk(folder)
        commands = list(shown_commands())
        for command in commands:
            words = re.sub("/tmp/edited", "rules/edited", command)
            without_workbook = "applicants.xlsx" in words and not (folder / "applicants.xlsx").exists()
            if without_workbook or "quarterly-reports" in words:
                continue
            done = subprocess.run(["sh", "-c", words.replace("duly ", f'"{duly}" ', 1)], cwd=folder, capture_output=True,
                                  encoding="utf-8", errors="replace", timeout=60)
            if done.returncode not in (0, 1):
                fail(f"{command} ends with {done.returncode}:", done.stderr)
        if len(commands) < 18:
            failures.append(f"only {len(commands)} commands were found in the manuals")


OUTPUTS = {
    "  A0000006": ("check", "-r", "rules/university-2003", "fixtures/meeting-2003", "--gate", "meeting", "--on", "2003-12-20", "--verbose"),
    "fixtures/": ("check", "-r", "rules/university-2003", "fixtures/meeting-2003", "--gate", "meeting", "--on", "2003-12-20",
                  "--format", "concise"),
    "New members by": ("stats", "-r", "rules/university-year", "fixtures/year-2003/batch", "--as-of", "2003-12-31"),
}


def check_outputs():
    for block in blocks(README, "text"):
        words = next((words for start, words in OUTPUTS.items() if block.startswith(start.strip())), None)
        if not words:
            fail("an output of README.md has no command in tests/manual.py:", block)
            continue
        _, told = run(*words)
        there = [line.strip() for line in told.splitlines()]
        wanted = [line.strip() for line in block.splitlines() if line.strip()]
        gone = [line for line in wanted if line not in there]
        if gone:
            fail(f"README.md shows what duly {words[0]} does not write:", "\n".join(gone))


check_blocks()
check_tutorial()
check_waiver()
check_expressions()
check_commands()
check_outputs()
for failure in failures:
    print("manual: " + failure)
print(f"manual: {len(failures)} failures" if failures else "manual: everything comes out as it says")
sys.exit(1 if failures else 0)
