#!/usr/bin/env python3
"""Parts of a run against the run itself, byte for byte: parts.py PATH-OF-DULY [RECORDS [SEED [all|million]]]. Every fixture and a batch that is
made up here are cut at random, checked in parts, and merged in any order; and checked with next to no memory, in every format. What is not the parts
of one run is refused. `all` draws cuts from 1 to 64 for each fixture, which takes minutes; `million` cuts nothing but the batch that is made up."""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

DULY = os.path.abspath(sys.argv[1])
RECORDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
DRAW = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 2003)
HOW_MUCH = sys.argv[4] if len(sys.argv) > 4 else "some"
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../engine/report/formats.def"), encoding="utf-8") as table:
    FORMATS = re.findall(r'^FORMAT\(RUN, "([a-z-]+)"', table.read(), re.M)
DAY = ["--as-of", "2024-06-01"]
DAY_2003 = ["--as-of", "2003-12-31"]
failures = []

PACK = """pack: {name: made-up}
tables:
  loan:
    file: loans
    key: [id, [reader, day]]
    fields:
      id: {type: string, header: [number]}
      reader: {type: ref, table: reader}
      kind: {type: enum, values: {a: {en: first}, b: {en: second}}}
      fee: {type: double, max: 900}
      pages: {type: int}
      day: {type: date}
      back: {type: date}
      note: {type: string, private: true}
  reader:
    file: readers
    key: id
    fields: {id: {type: string}, limit: {type: int}}
procedures:
  lending:
    for: loan
    steps: [{id: lent, date: day}, {id: returned, date: back}]
    intervals: [{id: in-time, from: lent, to: returned, at_most: 30 days, severity: warning}]
rules:
  - {id: cheap, for: loan, require: loan.fee < 500.0, message: "fee {loan.fee}", clears_on: "loan.day + days(900)"}
  - {id: of-reader, for: loan, require: "loan.reader.limit > 0", severity: warning}
  - {id: note-once, for: loan, unique: loan.note}
  - {id: few, for: loan, group_by: {reader: loan.reader.id}, require: "count() <= 9", message: "{count()} of {reader}"}
  - {id: sums, for: loan, when: has(loan.day), group_by: {month: loan.day.monthStart(), kind: loan.kind}, severity: warning,
     require: "sum(loan.fee) < 1000.0 && median(loan.fee) > 0.5 && percentile(loan.fee, 90) < 99.0 && avg(loan.pages) > 1.0 && count(loan.kind == 'a') < 5",
     message: "{sum(loan.fee)} {avg(loan.fee)} {median(loan.fee)} {percentile(loan.fee, 90)} {min(loan.day)} {max(loan.note)} {distinct(loan.reader.id)}"}
  - {id: all, for: loan, group_by: {}, require: "distinct(loan.note) > 1000000", message: "{distinct(loan.note)} {sum(loan.pages)} {sum(loan.fee)}"}
statistics:
  - id: by-kind
    for: loan
    group_by: {kind: loan.kind}
    measures: {loans: count(), fee: sum(loan.fee), middle: median(loan.fee), readers: distinct(loan.reader.id), share: {value: "100 * count() / total(count())", format: "0%"}}
    total: true
"""
WAIVERS = """- {rule: duplicate-key, key: L7, document: D, granted: 2024-01-01, expires: 2025-01-01}
- {rule: duplicate-key, key: L8, document: D, granted: 2024-01-01, expires: 2024-01-02}
- {rule: cheap, key: L9, document: D, granted: 2024-01-01, expires: 2025-01-01}
- {rule: few, group: {reader: R1}, document: D, granted: 2024-01-01, expires: 2025-01-01}
- {rule: few, group: {reader: R9999}, document: D, granted: 2024-01-01, expires: 2025-01-01}
"""


def check(fact, what):
    if not fact:
        failures.append(what)
        print("FAILED:", what, flush=True)


def duly(*words, folder=None):
    done = subprocess.run([DULY, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=540, check=False)
    return done.returncode, done.stdout, done.stderr


def outputs(folder, name, formats):
    return [word for kind in formats for word in ("--format", f"{kind}={os.path.join(folder, name)}.{kind}")]


def read(folder, name, formats):
    made = {}
    for kind in formats:
        path = f"{os.path.join(folder, name)}.{kind}"
        made[kind] = open(path, "rb").read() if os.path.exists(path) else None
    return made


def compare(what, whole, got, status, others):
    check(status == others, f"{what}: status {others}, and {status} of one run")
    for kind, expected in whole.items():
        check(expected is not None and got[kind] == expected, f"{what}: {kind} differs")


def run_parts(folder, words, count, more=()):
    """The parts, whole; in any order."""
    paths = []
    for number in range(1, count + 1):
        path = os.path.join(folder, f"{number}.part")
        status, _, err = duly("check", *words, *more, "-q", "--part", f"{number}/{count}", "--format", f"part={path}")
        check(status == 0, f"{words} {number}/{count}: status {status}: {err.decode()[-300:]}")
        paths.append(path)
    DRAW.shuffle(paths)
    return paths


def try_batch(folder, words, counts, formats=FORMATS, merged=()):
    """`merged`: options that are the report's."""
    status, _, err = duly("check", *words, *merged, *outputs(folder, "whole", formats))
    whole = read(folder, "whole", formats)
    check(status in (0, 1), f"{words} {merged}: status {status}: {err.decode()[-300:]}")
    for count in counts:
        paths = run_parts(folder, words, count)
        others, _, errors = duly("merge", *paths, *merged, *outputs(folder, "merged", formats))
        compare(f"{words} {merged} in {count}", whole, read(folder, "merged", formats), status, others)
        check(errors == err, f"{words} in {count}: {errors!r} is said, not {err!r}")
    for size in ("1", "300k"):
        others, _, errors = duly("check", *words, *merged, "--memory", size, *outputs(folder, "bounded", formats))
        compare(f"{words} {merged} in {size}", whole, read(folder, "bounded", formats), status, others)
        check(errors == err, f"{words} in {size}: {errors!r} is said, not {err!r}")


FAULTS = 1 if RECORDS <= 20000 else 20000 / RECORDS  # so many rows are drawn from all that can be wrong


def row(number, again):
    """Some keys stand there again, some cells are empty or no values."""
    if DRAW.random() >= FAULTS:
        return [f"L{number}", f"R{number % 12 * 4 + 1}", "ab"[number % 2], str(number % 400), str(number % 90), f"2024-01-{number % 28 + 1:02}", "2024-01-29", f"own {number}"]
    key = f"L{DRAW.randrange(max(number, 1))}" if again else f"L{number}"
    fee = DRAW.choice(["", "x", str(DRAW.randrange(600)), f"{DRAW.random():.7f}", f"{DRAW.random() * 1e9:.3f}", "-0.0"])
    day = DRAW.choice(["", f"2024-{DRAW.randrange(1, 6):02}-{DRAW.randrange(1, 29):02}", "2024-02-30"]) if DRAW.random() < 0.2 else f"2024-01-{number % 28 + 1:02}"
    note = DRAW.choice(["", f"n{DRAW.randrange(RECORDS)}", "\"two\nlines\""]) if DRAW.random() < 0.5 else f"own {number}"
    return [key if DRAW.random() > 0.02 else "", f"R{DRAW.randrange(60)}", DRAW.choice("aab"), fee, str(DRAW.randrange(90)), day, "", note]


def write_batch(folder, files):
    os.makedirs(folder, exist_ok=True)
    heading = "number,reader,kind,fee,pages,day,back,note,what is this\n"
    for index in range(files):
        with open(os.path.join(folder, f"loans{index}.csv"), "w", encoding="utf-8") as file:
            file.write(heading)
            for i in range(RECORDS // files):
                file.write(",".join(row(index * RECORDS + i, DRAW.random() < 0.03)) + ",\n")
    with open(os.path.join(folder, "readers.csv"), "w", encoding="utf-8") as file:
        file.write("id,limit\n" + "".join(f"R{i},{i % 4}\n" for i in range(50)) + "R3,9\n")
    with open(os.path.join(folder, "waivers.yaml"), "w", encoding="utf-8") as file:
        file.write(WAIVERS)


def write_ndjson(folder, batch):
    os.makedirs(folder)
    shutil.copy(os.path.join(batch, "readers.csv"), folder)
    with open(os.path.join(folder, "loans.ndjson"), "w", encoding="utf-8") as file:
        for i in range(RECORDS + 2500):
            odd = ', "odd": 1' if i > RECORDS // 5 else ""
            file.write(f'{{"id": "L{i if i % 50 else 0}", "reader": "R{i % 60}", "kind": "a", "fee": {i % 700}.5{odd}}}\n')


# Packs, batches and options of their own; with a gate also before a step. A folder of fixtures that is not named here is told (try_all_are_here).
FIXTURES = [
    ("fixtures/library/rules", "fixtures/library/batch", DAY),
    ("fixtures/library/rules", "fixtures/library/batch", [*DAY, "--redact", "--lang", "zh"]),
    ("fixtures/library/rules", "fixtures/library/batch/loans.csv", DAY),
    ("fixtures/library/rules", "fixtures/rosters/library.xlsx", DAY),
    ("fixtures/opening-hours/pack", "fixtures/opening-hours/batch", DAY),
    ("fixtures/opening-hours/pack", "fixtures/opening-hours/times.xlsx", DAY),
    ("fixtures/scholarship/rules", "fixtures/scholarship/batch", ["--as-of", "2024-12-31"]),
    ("fixtures/scholarship/rules", "fixtures/scholarship/batch", ["--as-of", "2024-09-20", "--gate", "decision", "--lang", "zh"]),
    ("fixtures/language/calendars", "fixtures/language/batch", DAY),
    ("fixtures/posts/rules", "fixtures/posts/batch", DAY),
    ("fixtures/posts/rules", "fixtures/posts/lines", DAY),
    ("fixtures/ends/rules", "fixtures/ends/orders.csv", DAY),
    ("fixtures/overlays/school", "fixtures/overlays/permits.csv", DAY),
    ("fixtures/overlays/city", "fixtures/overlays/permits.csv", DAY),
    ("rules/university-year", "fixtures/year-2003", DAY_2003),
    ("rules/university-2003", "fixtures/year-2003", DAY_2003),
    ("rules/university-2003", "fixtures/meeting-2003", ["--gate", "meeting", "--on", "2003-12-20", *DAY_2003]),
    ("rules/university-2003", "fixtures/meeting-2003", [*DAY_2003, "--redact"]),
    ("rules/core", "fixtures/meeting-2003", DAY_2003),
    ("rules/core", "fixtures/rosters/branches.xls", DAY_2003),
    ("rules/core", "fixtures/rosters/branches.ods", DAY_2003),
    ("rules/core", "fixtures/rosters/branches.xlsx", DAY_2003),
    ("rules/university-2003", "fixtures/rosters/office.xlsx", DAY_2003),
    ("rules/university-2003", "fixtures/rosters/years.xlsx", DAY_2003),
    ("rules/university-2003", "fixtures/rosters/meeting.xls", DAY_2003),
    ("rules/university-2003", "fixtures/text-rosters/horrors", DAY_2003),
    ("rules/university-2003", "fixtures/text-rosters/gb18030", DAY_2003),
    ("rules/university-2003", "fixtures/text-rosters/utf-16le", DAY_2003),
    ("rules/university-2003", "fixtures/meeting-2003-forms/json", DAY_2003),
    ("rules/university-2003", "fixtures/meeting-2003-forms/ndjson", DAY_2003),
    ("rules/university-2003", "fixtures/meeting-2003-forms/tsv", DAY_2003),
    ("rules/university-2003", "fixtures/meeting-2003-forms/yaml", DAY_2003),
    ("rules/national", "fixtures/timelines/1990", DAY),
    ("rules/national", "fixtures/timelines/1990-2014", DAY),
    ("rules/national", "fixtures/timelines/2014", DAY),
    ("rules/national", "fixtures/timelines/2026", ["--as-of", "2026-11-30"]),
    ("rules/national", "fixtures/timelines/under-way", DAY),
    ("rules/national", "fixtures/stages", DAY),
    ("rules/national", "fixtures/stages-ended", DAY),
    ("rules/national", "fixtures/ended", DAY),
    ("rules/national", "fixtures/borders", DAY),
    ("rules/national", "fixtures/orders", DAY),
    ("rules/national", "fixtures/offices/activists.xlsx", DAY),
    ("rules/national", "fixtures/offices/pre-review.xlsx", DAY),
    ("rules/national", "fixtures/ordinary/students.csv", DAY),
    ("rules/guizhou-2016", "fixtures/local", DAY),
    ("rules/university-guizhou", "fixtures/local", DAY),
    ("rules/school-rules", "fixtures/local", DAY),
    ("rules/xinchang", "fixtures/stages-ended", DAY),
]
NOT_CUT = {"broken": "runs that do not reach their end", "expected": "reports", "reports": "reports", "units": "a pack without a batch"}


def try_fixture(folder, fixture, counts, formats):
    pack, batch, options = fixture
    words = ["-r", pack, batch, *options]
    try_batch(folder, words, counts, formats)
    if HOW_MUCH == "all":
        earlier = os.path.join(folder, "earlier.json")
        before = ["2002-12-31" if word in ("2003-12-31", "2003-12-20") else word.replace("2024", "2023") for word in options]
        duly("check", "-r", pack, batch, *before, "--fail-on", "never", "--format", f"json={earlier}")
        try_batch(folder, words, [DRAW.randrange(2, 9)], ["json", "text", "csv", "html"], ["--baseline", earlier])
    try_statistics(folder, words, DRAW.randrange(2, 9))


def try_statistics(folder, words, count):
    status, whole, _ = duly("stats", *words, "--format", "json")
    if status == 2:
        return  # there are none
    paths = [os.path.join(folder, f"stats{number}.part") for number in range(1, count + 1)]
    for number, path in enumerate(paths, 1):
        done = duly("stats", *words, "--part", f"{number}/{count}", "-o", path)
        check(done[0] == 0, f"{words}: statistics in parts: {number}: {done}")
    DRAW.shuffle(paths)
    got = duly("merge", *paths, "--format", "json")
    check(got[:2] == (status, whole), f"{words}: statistics in {count} parts: {got}")


def try_fixtures(folder):
    """Every format of each; some of them, or all, in up to 64 parts."""
    many = range(len(FIXTURES)) if HOW_MUCH == "all" else DRAW.sample(range(len(FIXTURES)), 2)
    for index, fixture in enumerate(FIXTURES):
        counts = [DRAW.randrange(1, 65)] if index in many else [DRAW.randrange(2, 6)]
        formats = FORMATS if index in many else DRAW.sample(FORMATS, 6)
        try_fixture(folder, fixture, counts, formats)


def try_all_are_here():
    named = " ".join(f"{batch} " for _, batch, _ in FIXTURES)
    for name in sorted(os.listdir("fixtures")):
        check(not os.path.isdir(f"fixtures/{name}") or name in NOT_CUT or f"fixtures/{name}/" in named or f"fixtures/{name} " in named,
              f"fixtures/{name} is cut nowhere: it belongs into FIXTURES of tests/parts.py")


def try_made_up(folder, pack, batch):
    words = ["-r", pack, batch, *DAY]
    try_batch(folder, words, [1, 64, *DRAW.sample(range(2, 64), 2)])
    try_batch(folder, [*words, "--redact", "--jobs", "3"], [DRAW.randrange(2, 9)], ["json", "csv"])
    try_batch(folder, [*words, "--gate", "returned"], [DRAW.randrange(2, 9)], ["json", "verdicts"])
    earlier = os.path.join(folder, "earlier.json")
    duly("check", *words, "--skip", "cheap", "--format", f"json={earlier}")
    try_batch(folder, words, [3], ["json", "csv", "text"], ["--baseline", earlier, "--max-findings", "17", "--fail-on", "warning"])
    check(b"by-kind" in duly("stats", *words)[1], "statistics are there")
    try_statistics(folder, words, DRAW.randrange(2, 9))


def try_million(folder, pack, batch):
    """As many records as were asked for: cut twice at random, in formats that stream, one that sorts and one for people."""
    words = ["-r", pack, batch, *DAY, "--jobs", "2"]
    earlier = os.path.join(folder, "earlier.ndjson")
    duly("check", *words, "--skip", "cheap", "--format", f"ndjson={earlier}")
    try_batch(folder, words, [DRAW.randrange(2, 9), DRAW.randrange(9, 65)], ["ndjson", "csv", "html", "verdicts"])
    try_batch(folder, words, [DRAW.randrange(2, 9)], ["text", "csv"], ["--baseline", earlier, "--max-findings", "1000"])
    try_statistics(folder, words, DRAW.randrange(2, 9))


def try_shares(folder, pack, batch):
    """Each part brings its own files of a table, as what cut them beforehand left them."""
    files = sorted(os.path.join(batch, name) for name in os.listdir(batch) if name.startswith("loans"))
    readers = os.path.join(batch, "readers.csv")
    words = ["-r", pack, *DAY]
    status, _, _ = duly("check", *words, *files, readers, *outputs(folder, "whole", FORMATS))
    paths = []
    for number, file in enumerate(files, 1):
        path = os.path.join(folder, f"{number}.part")
        done = duly("check", *words, file, readers, "--part", f"{number}/{len(files)}", "--share", "loan", "--format", f"part={path}")
        check(done[0] == 0, f"share {number}: {done}")
        paths.append(path)
    DRAW.shuffle(paths)
    others = duly("merge", *paths, *outputs(folder, "merged", FORMATS))[0]
    compare("shares of files", read(folder, "whole", FORMATS), read(folder, "merged", FORMATS), status, others)
    refused = duly("check", *words, files[0], readers, "--part", "1/2", "--share", "reader", "--format", f"part={folder}/no.part")
    check(refused[0] == 2 and b"each part needs all of them" in refused[2] and not os.path.exists(f"{folder}/no.part"), f"shares of what is referred to: {refused}")


def try_folders(folder):
    """A folder for each part, with its own share of everything: records would be accused of references to what another folder has. Files of one name
    and size are not taken for one file either."""
    pack = os.path.join(folder, "pack.yaml")
    with open(pack, "w", encoding="utf-8") as file:
        file.write("""pack: {name: folders}
tables:
  loan: {file: loans, key: id, fields: {id: {type: string}, reader: {type: ref, table: reader}}}
  reader: {file: readers, key: id, fields: {id: {type: string}, limit: {type: int}}}
rules: [{id: of-reader, for: loan, require: loan.reader.limit > 0}]
""")
    shares = {1: ("id,reader\nL1,R1\nL2,R3\n", "id,limit\nR1,1\nR2,2\n"), 2: ("id,reader\nL3,R1\nL4,R2\n", "id,limit\nR3,1\nR4,2\n")}
    for number, (loans, readers) in shares.items():
        os.mkdir(f"{folder}/{number}")
        for name, text in (("loans", loans), ("readers", readers)):
            with open(f"{folder}/{number}/{name}.csv", "w", encoding="utf-8") as file:
                file.write(text)
    for shared, other in (([], "2/loans.csv"), (["--share", "loan"], "2/readers.csv")):
        for number in shares:
            done = duly("check", "-r", pack, f"{folder}/{number}", *DAY, "--part", f"{number}/2", *shared, "--format", f"part={folder}/{number}.part")
            check(done[0] == 0, f"a folder for each part: {done}")
        refused(folder, f"a folder for each part {shared}", f"changed meanwhile: {folder}/{other}", "merge", f"{folder}/1.part", f"{folder}/2.part")
    for number in shares:
        shutil.copy(f"{folder}/{number}/loans.csv", f"{folder}/loans{number}.csv")
    with open(f"{folder}/readers.csv", "w", encoding="utf-8") as file:
        file.write("id,limit\nR1,1\nR2,2\nR3,1\nR4,2\n")
    words = ["-r", pack, *DAY]
    status, _, _ = duly("check", *words, f"{folder}/loans1.csv", f"{folder}/loans2.csv", f"{folder}/readers.csv", *outputs(folder, "whole", FORMATS))
    for number in shares:
        duly("check", *words, f"{folder}/loans{number}.csv", f"{folder}/readers.csv", "--part", f"{number}/2", "--share", "loan", "--format", f"part={folder}/{number}.part")
    others = duly("merge", f"{folder}/2.part", f"{folder}/1.part", *outputs(folder, "merged", FORMATS))[0]
    compare("the table that is referred to whole for each part", read(folder, "whole", FORMATS), read(folder, "merged", FORMATS), status, others)


def refused(folder, what, sentence, *words, status=2):
    done = duly(*words)
    check(done[0] == status and sentence in done[2].decode() and not done[1], f"{what}: {done}")


def try_refused(folder, pack, batch):
    words = ["-r", pack, batch, *DAY]
    one, two, three = sorted(run_parts(folder, words, 3))
    copy, other = os.path.join(folder, "copy.part"), os.path.join(folder, "other.part")
    shutil.copy(one, copy)
    check(os.stat(one).st_mode & 0o777 == 0o600, "a part can be read by others")
    refused(folder, "a part twice", "a share counts once", "merge", one, two, three, copy)
    refused(folder, "a part is missing", "parts are missing, of 3: 2", "merge", one, three)
    duly("check", *words, "--set", "x=1", "--part", "2/3", "--format", f"part={other}")
    duly("check", *words, "--skip", "cheap", "--part", "2/3", "--format", f"part={other}")
    refused(folder, "other options", "--skip says 'cheap' here, and 'nothing' there", "merge", one, other, three)
    duly("check", *words, "--part", "2/4", "--format", f"part={other}")
    refused(folder, "other shares", "and others are of", "merge", one, other, three)
    refused(folder, "another pack", "it was checked with another pack", "merge", one, two, three, "-r", "fixtures/library/rules")
    with open(os.path.join(batch, "loans0.csv"), "a", encoding="utf-8") as file:
        file.write("L1,R1,a,1,1,2024-01-01,,x,\n")
    duly("check", *words, "--part", "2/3", "--format", f"part={other}")
    refused(folder, "other files", "it was cut from other files", "merge", one, other, three)
    refused(folder, "marked", "--annotate", "merge", one, two, three, "--annotate", "x.xlsx")
    refused(folder, "marked in parts", "--annotate", "check", *words, "--part", "1/2", "--format", f"part={other}", "--annotate", "x.xlsx")
    refused(folder, "over a part", "take the place of a part", "merge", one, two, three, "--format", f"csv={two}")
    refused(folder, "no part", "this is no part that duly wrote", "merge", os.path.join(batch, "readers.csv"), status=3)
    for share in ("0/3", "4/3", "x", "1", "1/"):
        refused(folder, f"share {share}", "is no share", "check", *words, "--part", share, "--format", f"part={other}")
    refused(folder, "a stream", "a stream cannot be cut", "check", "-r", pack, "--table", "loan=-", "--table", f"reader={batch}/readers.csv", *DAY, "--part", "1/2",
            "--format", f"part={other}")
    try_damaged(folder, one, two, three)


def try_beside(folder, pack, batch):
    """Files beside the batch count by what stands in them: for each part, and when the parts are merged."""
    agenda, mapping, waivers = (os.path.join(folder, name) for name in ("agenda.txt", "mapping.yaml", "waivers.yaml"))
    files = {"--agenda": (agenda, "L1\nL2\n", "L1\nL3\n"), "--mapping": (mapping, '"what is this": -\n', '"what is this": note\n'),
             "--waivers": (waivers, WAIVERS, WAIVERS.replace("L9", "L8"))}
    words = ["-r", pack, batch, *DAY, "--gate", "returned"]
    for option, (path, before, after) in files.items():
        name = "waivers.yaml" if option == "--waivers" else option
        for content in (before, after, before):
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
            number = 2 if content == after else 1
            duly("check", *words, option, path, "--part", f"{number}/2", "--format", f"part={folder}/{number}.part")
        refused(folder, f"another {option}", f"the file of {name} was another one", "merge", f"{folder}/1.part", f"{folder}/2.part")
        paths = run_parts(folder, words, 2, (option, path))
        check(duly("merge", *paths, "-q")[0] == 1, f"the same {option}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(after)
        refused(folder, f"{option} that has changed", f"the file of {name} is another one than when", "merge", *paths)


def try_damaged(folder, one, two, three):
    """Not a byte of a part can be another, and none be missing, without a word; but in figures that the report does not tell."""
    duly("merge", one, two, three, "--format", f"csv={folder}/sound.csv")
    sound = open(f"{folder}/sound.csv", "rb").read()
    whole, path = open(two, "rb").read(), os.path.join(folder, "damaged.part")
    for _ in range(40):
        at = DRAW.randrange(len(whole))
        cut = DRAW.random() < 0.3
        spoilt = whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1 << DRAW.randrange(8)]) + whole[at + 1:]
        with open(path, "wb") as file:
            file.write(spoilt)
        status, _, err = duly("merge", one, path, three, "--format", f"csv={folder}/spoilt.csv")
        same = status in (0, 1) and not cut and open(f"{folder}/spoilt.csv", "rb").read() == sound
        check((status in (2, 3) and err) or same, f"a part damaged at {at}: status {status}: {err!r}")


def main():
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with tempfile.TemporaryDirectory() as folder:
        pack, batch, lines = (os.path.join(folder, name) for name in ("pack", "batch", "lines"))
        os.mkdir(pack)
        with open(os.path.join(pack, "pack.yaml"), "w", encoding="utf-8") as file:
            file.write(PACK)
        write_batch(batch, 3)
        if HOW_MUCH == "million":
            try_million(folder, pack, batch)
        else:
            write_ndjson(lines, batch)
            try_made_up(folder, pack, batch)
            try_batch(folder, ["-r", pack, lines, *DAY], [1, DRAW.randrange(2, 9)], ["json", "csv"])
            try_shares(folder, pack, batch)
            os.mkdir(os.path.join(folder, "folders"))
            try_folders(os.path.join(folder, "folders"))
            try_refused(folder, pack, batch)
            try_beside(folder, pack, batch)
            try_all_are_here()
            try_fixtures(folder)
    print("parts: " + (f"{len(failures)} failed" if failures else "the bytes of one run"))
    return 1 if failures else 0


sys.exit(main())
