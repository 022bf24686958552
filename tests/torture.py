"""Makes calls fail one by one, and disks full, and holds what comes out against runs without faults: torture.py PATH-OF-DULY SHIM [all].
What is held: with status 0 or 1 every file and standard output are, byte for byte, those of a run without faults; with any other status
there is a sentence, and nothing is left lying about (a report that a full disk has no room for leaves that of yesterday). No run crashes
or hangs. Without `all` a sample of the
calls is taken, the same in every run."""
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

DULY, SHIM = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ALL = "all" in sys.argv[3:]
SAMPLE = 3          # calls of each kind that fail, where not all do
OLD = b"the whole report of yesterday\n"
PACK = os.path.abspath("tests/written/pack.yaml")
DAY = ["--as-of", "2024-03-01"]
CALLS = {"read": ["EIO", "EINTR", "short"], "pread": ["EIO", "EINTR", "short"], "write": ["EIO", "ENOSPC", "EINTR", "short"],
         "open": ["EMFILE", "EINTR", "ENOSPC"], "stat": ["EIO"], "fstat": ["EIO"], "lseek": ["EIO"], "close": ["EIO", "EINTR"],
         "rename": ["EIO", "ENOSPC"], "fsync": ["EIO", "EINTR"], "linkat": ["ENOSPC"], "unlink": ["EIO"]}
ROWS = "id,name,n,from,to\n" + "".join(f"A{i},name {i},{i % 3},2024-01-{i % 28 + 1:02},\n" for i in range(300))
failures, tried = [], 0


def check(fact, what):
    if not fact:
        failures.append(what)
        print("FAILED:", what, flush=True)


def report(name):
    return ["check", "-q", "-r", PACK, *DAY, "things.csv", "-f", f"{name}=report"]


RUNS = {**{name: report(name) for name in ("json", "csv", "html", "xlsx", "sarif", "junit")},
        "text": ["check", "-r", PACK, *DAY, "things.csv"],
        "annotate": ["check", "-qq", "-r", PACK, *DAY, "things.csv", "--annotate", "report"],
        "again": ["check", "-qq", "-r", PACK, *DAY, "--table", "thing=book.xlsx#things", "-f", "csv=report"],
        **{f"from {kind}": ["check", "-qq", "-r", PACK, *DAY, "--table", f"thing=things.{kind}", "-f", "csv=report"] for kind in ("xls", "ods")},
        "ndjson": ["check", "-qq", "-r", PACK, *DAY, "--table", "thing=things.ndjson", "-f", "csv=report"],
        "lint": ["lint", PACK], "test": ["test", PACK], "due": ["due", "-r", PACK, *DAY, "things.csv", "-f", "ics=report"],
        "explain": ["explain", "-r", PACK, *DAY, "things.csv", "A7"], "doc": ["doc", PACK, "-o", "report", "--force"],
        "diff": ["diff", PACK, PACK, *DAY, "things.csv"]}


def prepare(folder):
    with open(os.path.join(folder, "things.csv"), "w", encoding="utf-8") as rows:
        rows.write(ROWS)
    with open(os.path.join(folder, "things.ndjson"), "w", encoding="utf-8") as rows:
        rows.writelines(f'{{"id": "A{i}", "n": {i % 3}}}\n' for i in range(300))
    shutil.copy("fixtures/rosters/old.xls", os.path.join(folder, "things.xls"))
    with zipfile.ZipFile(os.path.join(folder, "things.ods"), "w", zipfile.ZIP_DEFLATED) as book:
        cells = ("".join(f"<table-cell><p>{cell}</p></table-cell>" for cell in row.split(",")) for row in ROWS.splitlines())
        rows = "".join(f"<table-row>{row}</table-row>" for row in cells)
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr("content.xml", f'<content><body><spreadsheet><table name="things">{rows}</table></spreadsheet></body></content>')
    subprocess.run([DULY, "check", "-qq", "-r", PACK, *DAY, "things.csv", "--annotate", "book.xlsx"], cwd=folder, check=False)


def run(words, folder, order="none:0:0", **more):
    """Status, standard output, standard error, the report (None: there is none), and how many calls there were."""
    path, count = os.path.join(folder, "report"), folder + ".count"
    with open(path, "wb") as old:
        old.write(OLD)
    before = set(os.listdir(folder))
    environment = {**os.environ, "LD_PRELOAD": SHIM, "TORTURE": order, "TORTURE_COUNT": count, "ASAN_OPTIONS": "detect_leaks=0", **more}
    try:
        done = subprocess.run([DULY, *words, *([] if words[0] in ("lint", "doc", "explain") else ["-j", "1"])], cwd=folder,
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    with open(path, "rb") as new:
        made = new.read()
    calls = int(open(count, encoding="ascii").read()) if os.path.exists(count) else 0
    return done.returncode, done.stdout, done.stderr, made, calls, set(os.listdir(folder)) - before


def judge(what, whole, got):
    global tried
    tried += 1
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


def chosen(count):
    if ALL or count <= SAMPLE:
        return range(1, count + 1)
    return sorted({1 + i * (count - 1) // (SAMPLE - 1) for i in range(SAMPLE)})


def torture(name, folder):
    words = RUNS[name]
    whole = run(words, folder)
    check(whole and whole[0] in (0, 1), f"{name}: {whole}")
    orders = {kind: faults for kind, faults in CALLS.items()}
    orders["alloc"] = ["once", "on"]
    for kind, faults in orders.items():
        count = run(words, folder, f"{kind}:0:0")[4]
        for fault in faults:
            number = fault if fault in ("once", "on", "short") else getattr(errno, fault)
            for n in chosen(count):
                judge(f"{name}: {kind} {n} of {count} {fault}", whole, run(words, folder, f"{kind}:{n}:{number}"))


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
                judge(what, (done.returncode, done.stdout, b"", whole), (got.returncode, got.stdout, got.stderr, made, 0,
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
    words = ["check", "-qq", "-r", PACK, *DAY, "--table", "thing=many.csv", "-f", "html=report", "--max-findings", "60000"]
    whole = run(words, folder)
    for megabytes in (1, 4, 9, 256):
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", disk], check=True)
        got = run(words, folder, TMPDIR=disk)
        judge(f"a temporary disk of {megabytes} MiB", whole, got)
        check(got[0] == (1 if megabytes == 256 else 3), f"a temporary disk of {megabytes} MiB: status {got[0]}: {got[2]!r}")


def one(name):
    folder = tempfile.mkdtemp(prefix="duly-torture-")
    prepare(folder)
    try:
        torture(name, folder)
    finally:
        shutil.rmtree(folder)
        os.path.exists(folder + ".count") and os.unlink(folder + ".count")


with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
    list(pool.map(one, RUNS))
with tempfile.TemporaryDirectory() as place:
    prepare(place)
    full_disks(place)
print(f"{tried} faults tried, {len(failures)} not clean")
sys.exit(1 if failures else 0)
