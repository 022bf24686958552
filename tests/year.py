"""The year 2003: year.py PROGRAM. The batch is what its generator makes; `duly stats` prints the figures of the annual report, which stand
in figures.csv; `duly check` finds the weaknesses of planted.csv and nothing else."""
import csv
import filecmp
import json
import pathlib
import subprocess
import sys
import tempfile

HOME = pathlib.Path("fixtures/year-2003")
duly = sys.argv[1]
failures = []


def run(*words):
    done = subprocess.run([duly, *words, "-r", "rules/university-year", str(HOME / "batch"), "--as-of", "2003-12-31"],
                          capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_generator():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(HOME / "make.py"), folder], check=True)
        made, kept = sorted(pathlib.Path(folder).iterdir()), sorted((HOME / "batch").iterdir())
        if [path.name for path in made] != [path.name for path in kept]:
            failures.append(f"the generator makes {[path.name for path in made]}")
        for path in made:
            if not filecmp.cmp(path, HOME / "batch" / path.name, shallow=False):
                failures.append(f"{path.name} is not what the generator makes")


def check_figures():
    _, out = run("stats", "--format", "csv")
    told = {(row["statistic"], row["group"], row["measure"]): row for row in csv.DictReader(out.splitlines())}
    for wanted in rows(HOME / "figures.csv") + rows(HOME / "figures-before.csv"):
        title, key = list(wanted.values())[0], (wanted["statistic"], wanted["group"], wanted["measure"])
        if key not in told:
            failures.append(f"{title}: there is no such figure")
            continue
        for column in ("text", "before", "change", "change_percent"):
            if column in wanted and wanted[column] != told[key][column]:
                failures.append(f"{title}: {column} is {told[key][column]}, {wanted[column]} was reported")


def check_planted():
    status, out = run("check", "--format", "ndjson")
    findings = [json.loads(line) for line in out.splitlines()][:-1]
    told = sorted((finding["rule"], finding["key"] or " ".join((finding["group"] or {}).values())) for finding in findings)
    planted = sorted((row["rule"], row["about"]) for row in rows(HOME / "planted.csv"))
    for missing in set(planted) - set(told):
        failures.append(f"planted and not found: {missing}")
    for extra in set(told) - set(planted):
        failures.append(f"found and not planted: {extra}")
    if len(told) != len(planted) or status != 1:
        failures.append(f"{len(told)} findings, exit {status}; {len(planted)} were planted")


check_generator()
check_figures()
check_planted()
for failure in failures:
    print(f"year: {failure}")
print("year: failed" if failures else "year: every figure, and every weakness")
sys.exit(bool(failures))
