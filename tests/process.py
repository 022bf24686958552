"""Ends runs by signals while they wait, and looks at what they leave: process.py PATH-OF-DULY.
A run that waits on a pipe ends at once with 130; the report of an earlier run stays, what was found until then stands beside it."""
import os
import signal
import subprocess
import sys
import tempfile
import time

DULY = os.path.abspath(sys.argv[1])
PACK = os.path.abspath("tests/written/pack.yaml")
TWO = os.path.abspath("tests/torture/pack")
CHECK = ["check", "-r", PACK, "--as-of", "2024-03-01"]
OLD = "the whole report of yesterday\n"
ROWS = b"id,n,name,from,to\nA,1,,,\nB,1,,,\n"
for name in (signal.SIGHUP, signal.SIGINT):  # nohup and shells behind the scenes ignore them, and what is begun here would inherit that
    signal.signal(name, signal.SIG_DFL)
failures = []


def check(fact, what):
    if not fact:
        failures.append(what)
        print("FAILED:", what)


def wait_until(fact):
    """A process needs a moment to come to where it waits."""
    for _ in range(500):
        if fact():
            return
        time.sleep(0.02)


def is_asleep(process):
    with open(f"/proc/{process.pid}/stat", encoding="utf-8") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "S"


def catches(process, number):
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
        caught = [line for line in status if line.startswith("SigCgt:")][0]
    return int(caught.split()[1], 16) >> (number - 1) & 1


def end(process, number, what):
    """Seconds until it ended."""
    wait_until(lambda: catches(process, number) and is_asleep(process))
    start = time.monotonic()
    process.send_signal(number)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        check(False, f"{what} is waited for")
    return time.monotonic() - start


def run(words, number, what, feed=None, status=130, limit=3):
    """`feed`: bytes that come through standard input, which then stays open; None: nothing does."""
    process = subprocess.Popen([DULY, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if feed:
        process.stdin.write(feed)
        process.stdin.flush()
    seconds = end(process, number, what)
    told = process.stderr.read().decode()
    process.stdin.close()
    check(process.returncode == status, f"{what}: exit status {process.returncode}: {told}")
    check(seconds < limit, f"{what}: {seconds:.1f} s until the end")
    check("cannot read" not in told, f"{what}: {told}")
    return told


def reports_stay():
    formats = ["text", "json", "ndjson", "csv", "concise", "markdown", "junit", "sarif", "github", "gitlab", "html", "xlsx"]
    words = [word for name in formats for word in ("-f", f"{name}=report.{name}")]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for feed in (None, ROWS):
            for name in formats:
                with open(f"report.{name}", "w", encoding="utf-8") as old:
                    old.write(OLD)
            told = run([*CHECK, "--table", "thing=-", *words], number, f"a pipe, {number.name}", feed)
            for name in formats:
                with open(f"report.{name}", encoding="utf-8") as kept:
                    check(kept.read() == OLD, f"{number.name}: the {name} report of yesterday stays")
                check(f"report.{name}.incomplete" in told, f"{number.name}: it is said where the {name} report is")
                os.unlink(f"report.{name}.incomplete")
    check(sorted(os.listdir(".")) == sorted(f"report.{name}" for name in formats), f"what is left: {sorted(os.listdir('.'))}")
    for name in formats:
        os.unlink(f"report.{name}")


def other_waits():
    os.mkfifo("pipe.csv")
    run([*CHECK, "--table", "thing=pipe.csv", "-q"], signal.SIGINT, "a named pipe that nobody writes")
    run([*CHECK, "--table", "thing=-", "-q", "--baseline", "pipe.csv"], signal.SIGTERM, "a baseline that is a pipe")
    run([*CHECK, "--table", "thing=-", "-q", "--mapping", "pipe.csv"], signal.SIGHUP, "a mapping that is a pipe")
    gate = ["check", "-r", TWO, "--as-of", "2024-03-01", "--table", "loan=-", "-q", "--gate", "return", "--agenda", "pipe.csv"]
    run(gate, signal.SIGTERM, "an agenda that is a pipe")
    run([*CHECK, "--table", "thing=-", "--show-mapping"], signal.SIGINT, "--show-mapping")
    for command in (["due", "-r", PACK], ["stats", "-r", PACK], ["explain", "-r", PACK]):
        key = ["A"] if command[0] == "explain" else []
        run([*command, "--table", "thing=-", *key], signal.SIGINT, command[0])
    with open("many.csv", "wb") as many:
        many.write(b"id,n\n" + b"".join(b"A%d,1\n" % i for i in range(40000)))
    for name in ("csv", "json", "text"):
        run([*CHECK, "--table", "thing=many.csv", "-qf", name], signal.SIGINT, f"a reader that does not read {name}")
    check(sorted(os.listdir(".")) == ["many.csv", "pipe.csv"], f"what is left: {sorted(os.listdir('.'))}")


def without_readers():
    """A pipe that is written to, and nobody reads: the signal is not caught yet, or caught and obeyed."""
    os.mkfifo("out")
    for words in (["check", "-r", PACK, "things.csv", "-f", "csv=out"], ["map", "-r", PACK, "things.csv", "-o", "out", "--force"],
                  ["stats", "-r", TWO, "things.csv", "-o", "out"], ["doc", PACK, "-o", "out"], ["template", PACK, "thing", "-o", "out"]):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = subprocess.Popen([DULY, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wait_until(lambda: is_asleep(process) and len(os.listdir(f"/proc/{process.pid}/task")) == 1)
            process.send_signal(number)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                check(False, f"{words[0]} waits for a reader, whatever {number.name} says")
    os.unlink("out")


def killed():
    """Nobody can catch this one: the file had no name yet."""
    process = subprocess.Popen([DULY, *CHECK, "--table", "thing=-", "-f", "json=killed.json"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    wait_until(lambda: catches(process, signal.SIGINT) and is_asleep(process))
    process.kill()
    process.wait()
    check(not [name for name in os.listdir(".") if name.startswith("killed")], f"a killed run leaves {os.listdir('.')}")


def without_hangups():
    """nohup: the run goes on."""
    process = subprocess.Popen([DULY, *CHECK, "--table", "thing=-", "-qf", "csv"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    wait_until(lambda: catches(process, signal.SIGINT) and is_asleep(process))
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(ROWS)
    check(process.returncode == 1 and out.count(b"\n") == 3, f"under nohup: {process.returncode}, {out}")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    reports_stay()
    other_waits()
    without_readers()
    killed()
    without_hangups()
    os.chdir("/")
sys.exit(1 if failures else 0)
