"""Makes calls fail one by one, and disks full, and holds what comes out against runs without faults: torture.py PATH-OF-DULY SHIM [all] [RUN...].
What is held: with status 0 or 1 every file and standard output are, byte for byte, those of a run without faults; with any other status
there is a sentence, and nothing is left lying about (a report that a full disk has no room for leaves that of yesterday). No run crashes
or hangs. Without `all` a sample of the calls is taken, the same in every run; runs that are named are all that are done, "full disks" is one of them. In the end a table says what was tried, run by run."""
import errno
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

DULY, SHIM = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ALL = "all" in sys.argv[3:]
SAMPLE = 3          # calls of each kind that fail, where not all do
LIMIT = 60          # seconds
DISKS = "full disks"
OLD = b"the whole report of yesterday\n"
WRITTEN, TWO = "written.yaml", "two.yaml"  # packs of one table, and of two that look at each other
DAY = ["--as-of", "2024-03-01"]
CALLS = {"read": ["EIO", "EINTR", "short"], "pread": ["EIO", "EINTR", "short"], "write": ["EIO", "ENOSPC", "EINTR", "short"],
         "open": ["EMFILE", "EINTR", "ENOSPC"], "stat": ["EIO"], "fstat": ["EIO"], "lseek": ["EIO"], "close": ["EIO", "EINTR"],
         "rename": ["EIO", "ENOSPC"], "fsync": ["EIO", "EINTR"], "linkat": ["ENOSPC"], "unlink": ["EIO"], "opendir": ["EMFILE"],
         "readdir": ["EIO"], "realpath": ["EIO"], "readlink": ["EIO"], "mmap": ["ENOMEM"], "dlopen": ["ENOENT"], "thread": ["EAGAIN"],
         "gone": ["once"], "cut": ["once"], "alloc": ["once", "on"]}
SPOILS = ("gone", "cut")  # files, which are made anew for the next run
ROWS = "id,name,n,from,to\n" + "".join(f"A{i},name {i},{i % 3},2024-01-{i % 28 + 1:02},\n" for i in range(300))
FILES = {
    "things.csv": ROWS,
    "things.ndjson": "".join(f'{{"id": "A{i}", "n": {i % 3}}}\n' for i in range(300)),
    "things.json": "[" + ",\n".join(f'{{"id": "A{i}", "n": {i % 3}}}' for i in range(300)) + "]\n",
    "things.yaml": "".join(f"- {{id: A{i}, n: {i % 3}}}\n" for i in range(300)),
    "headings.yaml": "编号: id\n姓名: name\n成绩: n\n出生日期: from\n",
    "known.json": "",
    "agenda.txt": "".join(f"L{i}\n" for i in range(0, 300, 7)) + "L9999\n",
    "agenda.csv": "id,who\n" + "".join(f"L{i},reader {i}\n" for i in range(0, 300, 7)),
    "batch/loans.csv": "id,book,Number,lent_on,back_on\n" + "".join(f"L{i},B{i % 31},{i % 5},2024-01-{i % 28 + 1:02},\n" for i in range(300)),
    "batch/books.csv": "id,title,weeks\n" + "".join(f"B{i},book {i},{i % 4}\n" for i in range(16)),
    "batch/more/books.csv": "id,title,weeks\n" + "".join(f"B{i},book {i},{i % 4}\n" for i in range(16, 30)),
    "batch/mapping.yaml": "number: n\n",
    "batch/waivers.yaml": "- {rule: long-enough, key: L4, document: D, granted: 2024-01-01, expires: 2025-01-01}\n",
}
COPIES = {WRITTEN: "tests/written/pack.yaml", TWO: "tests/torture/pack/pack.yaml", "old.xls": "tests/fuzz/corpus/xls/libreoffice.xls",
          "open.ods": "tests/fuzz/corpus/xls/libreoffice.ods"}
failures, tried, unclean = [], Counter(), Counter()


def check(fact, what):
    if not fact:
        failures.append(what)
        print("FAILED:", what, flush=True)


def one_table(*more, format_="csv", pack=WRITTEN):
    return ["check", "-qq", "-r", pack, *DAY, *more, "-f", f"{format_}=report", "-j", "1"]


def two_tables(command, *more, jobs="1"):
    return [command, "-r", TWO, *DAY, "batch", *more, *([] if command == "stats" else ["-j", jobs])]


RUNS = {**{name: one_table("things.csv", format_=name) for name in ("json", "csv", "html", "xlsx", "sarif", "junit")},
        "text": ["check", "-r", WRITTEN, *DAY, "things.csv", "-j", "1"],
        "annotate": ["check", "-qq", "-r", WRITTEN, *DAY, "things.csv", "--annotate", "report", "-j", "1"],
        "of .xlsx": one_table("--table", "thing=book.xlsx#things"),
        "of .xls": one_table("--table", "thing=old.xls#名册", "--mapping", "headings.yaml"),
        "of .ods": one_table("--table", "thing=open.ods#名册", "--mapping", "headings.yaml"),
        **{f"of .{kind}": one_table("--table", f"thing=things.{kind}") for kind in ("ndjson", "json", "yaml")},
        **{f"tables {name}": two_tables("check", "-qq", "-f", f"{name}=report") for name in ("json", "html", "xlsx", "markdown")},
        "tables text": two_tables("check", "-v"),
        "tables annotate": two_tables("check", "-qq", "--annotate", "report"),
        "tables of a book": one_table("--table", "loan=both.xlsx#loans", "--table", "book=both.xlsx#books", "--mapping", "batch/mapping.yaml", pack=TWO),
        "tables redacted": two_tables("check", "--redact", "-qq", "-f", "ndjson=report"),
        "threads": two_tables("check", "-qq", "-f", "csv=report", jobs="3"),
        "agenda": two_tables("check", "-qq", "--gate", "return", "--agenda", "agenda.txt", "-f", "html=report"),
        "agenda table": two_tables("check", "-qq", "--gate", "return", "--agenda", "agenda.csv", "-f", "sheet=report"),
        "tables verdicts": two_tables("check", "-qq", "--gate", "return", "-f", "verdicts=report"),
        "memory": two_tables("check", "-qq", "--memory", "1", "-f", "json=report"),
        "part": two_tables("check", "--part", "2/3", "-f", "part=report"),
        "merge": ["merge", "one.part", "another.part", "-qq", "-r", TWO, "-f", "json=report"],
        "init": ["init", "things.csv", "-o", "drafted", "--force"],
        "baseline": two_tables("check", "-qq", "--baseline", "known.json", "-f", "json=report"),
        "show-mapping": two_tables("check", "--show-mapping"), "map": two_tables("map", "-o", "report", "--force"),
        "stats": two_tables("stats", "-o", "report"), "tables due": two_tables("due", "-f", "csv=report"),
        "tables explain": two_tables("explain", "L7"), "tables diff": ["diff", TWO, TWO, *DAY, "batch", "-j", "1"],
        "lint": ["lint", WRITTEN], "test": ["test", WRITTEN], "due": ["due", "-r", WRITTEN, *DAY, "things.csv", "-f", "ics=report"],
        "explain": ["explain", "-r", WRITTEN, *DAY, "things.csv", "A7", "-j", "1"], "doc": ["doc", WRITTEN, "-o", "report", "--force"],
        "template": ["template", TWO, "loan", "-o", "report", "--force"], "schema": ["schema"], "eval": ["eval", "1 + 1"],
        "diff": ["diff", WRITTEN, WRITTEN, *DAY, "things.csv", "-j", "1"]}


def write_files(folder):
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if text:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    os.makedirs(os.path.join(folder, "drafted"), exist_ok=True)
    if not os.path.islink(os.path.join(folder, "drafted/pack.yaml")):
        os.symlink("../report", os.path.join(folder, "drafted/pack.yaml"))
    for name, origin in COPIES.items():
        shutil.copy(origin, os.path.join(folder, name))


def prepare(folder):
    """Workbooks and an earlier report are duly's own."""
    write_files(folder)
    for words in (["-r", WRITTEN, "things.csv", "--annotate", "book.xlsx"], ["-r", TWO, "batch", "--annotate", "both.xlsx"],
                  ["-r", TWO, "batch", "--skip", "in-time", "-f", "json=known.json"],
                  *(["-r", TWO, "batch", "--part", f"{i}/2", "-f", f"part={name}"] for i, name in enumerate(("one.part", "another.part"), 1))):
        subprocess.run([DULY, "check", "-qq", *DAY, *words], cwd=folder, check=False)
    whole = folder + ".whole"
    shutil.copytree(folder, whole, symlinks=True)


def restore(folder):
    shutil.copytree(folder + ".whole", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("drafted"))


def run(words, folder, order="none:0:0", **more):
    """Status, standard output, standard error, the report (None: there is none), how many calls there were, and what is left."""
    path, count = os.path.join(folder, "report"), folder + ".count"
    with open(path, "wb") as old:
        old.write(OLD)
    before = set(os.listdir(folder))
    environment = {**os.environ, "LD_PRELOAD": SHIM, "TORTURE": order, "TORTURE_COUNT": count, "ASAN_OPTIONS": "detect_leaks=0", **more}
    try:
        done = subprocess.run([DULY, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    with open(path, "rb") as new:
        made = new.read()
    calls = int(open(count, encoding="ascii").read()) if os.path.exists(count) else 0
    return done.returncode, done.stdout, done.stderr, made, calls, set(os.listdir(folder)) - before


def judge(name, what, whole, got):
    tried[name] += 1
    before = len(failures)
    judge_one(f"{name}: {what}", whole, got)
    unclean[name] += len(failures) > before


def judge_one(what, whole, got):
    if got is None:
        check(False, f"{what}: it hangs")
        return
    status, out, err, made, _, left = got
    check(status >= 0, f"{what}: ended by signal {-status}: {err[-200:]!r}")
    check(status != 4, f"{what}: a mistake in duly itself: {err[-200:]!r}")
    check(not left, f"{what}: {left} is left")
    if status in (0, 1):
        check(status == whole[0] and out == whole[1] and made == whole[3], f"{what}: status {status}, and it is not the whole: {err[-200:]!r}")
    else:
        spoken = out + err if what.startswith("lint") else err # what lint has to say is its report
        check(spoken.strip(), f"{what}: status {status} without a word")


def chosen(count, name, kind):
    if ALL or count <= SAMPLE or (name in ("tables diff", "part") and kind in SPOILS): # files are read twice, and must not differ
        return range(1, count + 1)
    return sorted({1 + i * (count - 1) // (SAMPLE - 1) for i in range(SAMPLE)})


def torture(name, folder):
    words = RUNS[name]
    whole = run(words, folder)
    check(whole and whole[0] in (0, 1), f"{name}: {whole}")
    for kind, faults in CALLS.items():
        count = run(words, folder, f"{kind}:0:0")[4]
        for fault in faults:
            number = fault if fault in ("once", "on", "short") else getattr(errno, fault)
            for n in chosen(count, name, kind):
                judge(name, f"{kind} {n} of {count} {fault}", whole, run(words, folder, f"{kind}:{n}:{number}"))
                if kind in SPOILS:
                    restore(folder)


# ---- disks that are full

def full_disks(folder):
    disk = os.path.join(folder, "disk")
    os.mkdir(disk)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", disk], capture_output=True, check=False).returncode != 0:
        print("NOT TRIED: full disks (a small tmpfs cannot be mounted here: that takes root)")
        return
    try:
        for name in ("json", "csv", "html", "xlsx", "annotate"):
            words = [word.replace("report", "disk/report") for word in RUNS[name]]
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
            done = subprocess.run([DULY, *words], cwd=folder, capture_output=True, check=False)
            with open(os.path.join(disk, "report"), "rb") as report_:
                whole = report_.read()
            for pages in range(1, len(whole) // 4096 + 4, 1 if ALL else max(1, len(whole) // 4096 // 12)):
                os.unlink(os.path.join(disk, "report"))
                with open(os.path.join(disk, "report"), "wb") as old:
                    old.write(OLD)
                subprocess.run(["mount", "-o", f"remount,size={pages * 4}k", disk], check=True)
                got = subprocess.run([DULY, *words], cwd=folder, capture_output=True, check=False)
                with open(os.path.join(disk, "report"), "rb") as report_:
                    made = report_.read()
                what = f"{name} on a disk of {pages * 4} KiB"
                judge(DISKS, what, (done.returncode, done.stdout, b"", whole), (got.returncode, got.stdout, got.stderr, made, 0,
                                                                          set(os.listdir(disk)) - {"report"}))
                check(got.returncode in (0, 1) or (made == OLD and b"No space left" in got.stderr), f"{what}: {got.returncode}, {got.stderr!r}")
        full_temporary_disk(folder, disk)
    finally:
        subprocess.run(["umount", disk], check=True)


def full_temporary_disk(folder, disk):
    """More than is spooled in memory, so that a temporary file is wanted."""
    with open(os.path.join(folder, "many.csv"), "w", encoding="utf-8") as rows:
        rows.write("id,name,n\n")
        rows.writelines(f"A{i},{'x' * 200}{i * 7919 % 104729},1\n" for i in range(60000))
    words = ["check", "-qq", "-r", WRITTEN, *DAY, "--table", "thing=many.csv", "-f", "html=report", "--max-findings", "60000"]
    whole = run(words, folder)
    for megabytes in (1, 4, 9, 256):
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", disk], check=True)
        got = run(words, folder, TMPDIR=disk)
        judge(DISKS, f"a temporary disk of {megabytes} MiB", whole, got)
        check(got[0] == (1 if megabytes == 256 else 3), f"a temporary disk of {megabytes} MiB: status {got[0]}: {got[2]!r}")


def clean(folder):
    shutil.rmtree(folder)
    shutil.rmtree(folder + ".whole")
    os.path.exists(folder + ".count") and os.unlink(folder + ".count")


def one(name):
    folder = tempfile.mkdtemp(prefix="duly-torture-")
    prepare(folder)
    try:
        full_disks(folder) if name == DISKS else torture(name, folder)
    finally:
        clean(folder)


only = [word for word in sys.argv[3:] if word != "all"]
with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
    list(pool.map(one, only or [DISKS, *RUNS]))
print(f"{'run':<20}{'tried':>8}{'clean':>8}")
for run_ in tried:
    print(f"{run_:<20}{tried[run_]:>8}{tried[run_] - unclean[run_]:>8}")
print(f"{tried.total()} faults tried, {unclean.total()} not clean")
sys.exit(1 if failures else 0)
