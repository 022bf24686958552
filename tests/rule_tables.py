"""The tables of rules/*/README.md, held against the packs: rule_tables.py PROGRAM. One table has a row for each rule: where it is written, of what kind
that is, the rule, its severity, and the fields that a record must carry for it to be decided. The kind decides how grave a rule may be, and what
its own words have to own up to. Another one in rules/national names the rules of each check, and one what is in force from which day on; of each border of a rule an
example shows the last day before and the first day after. Sources and units are said in both languages, documents by their number. A pack holds no practice
of a place that is smaller than its own. With ACCEPT set the tables are written anew."""
import datetime
import functools
import json
import os
import pathlib
import re
import subprocess
import sys

import yaml

duly = sys.argv[1]
HEAD = "| where it is written | kind | rule | severity | what a record must carry |\n|---|---|---|---|---|\n"
failures = []


@functools.cache
def documents(pack):
    return [yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {} for path in sorted(pathlib.Path(pack).rglob("*.yaml"))]


def chain(pack):
    """The pack and those that it stands on, the lowest first."""
    said = next(document["pack"] for document in documents(pack) if "pack" in document)
    below = chain(str((pathlib.Path(pack) / said["extends"]).resolve().relative_to(pathlib.Path.cwd()))) if "extends" in said else []
    return below + [pack]


class Pack:
    """The dictionary and the steps that the rules of a pack see."""

    def __init__(self, path):
        self.derived, self.steps = {}, {}
        for document in (document for one in chain(path) for document in documents(one)):
            for name, table in (document.get("tables") or {}).items():
                for field, text in (table.get("derived") or {}).items():
                    self.derived[name, field] = text
            for procedure in (document.get("procedures") or {}).values():
                for step in procedure.get("steps", []):
                    self.steps[step["id"]] = step.get("date")

    def fields(self, table, texts):
        """Fields of the record, in the order in which the expressions name them; derived ones by what they are made of."""
        found = []
        for text in texts:
            for field in re.findall(rf"\b{table}\.\??([a-z_0-9]+)(?!\w*\()", str(text)):
                inner = self.fields(table, [self.derived[table, field]]) if (table, field) in self.derived else [field]
                found += [one for one in inner if one not in found]
        return found

    def needs(self, rule):
        table = rule.get("for", "applicant")
        texts = [rule.get("when", ""), *rule.get("let", {}).values(), rule.get("require", ""), rule.get("unique", ""),
                 *rule.get("group_by", {}).values()]
        if "from" in rule:
            days = [self.steps[rule["from"]], self.steps[rule["to"]], *([rule["dates"]] if "dates" in rule else [])]
            more = self.fields(table, [rule.get("counted_from", ""), *texts, *(rule.get("extended") or {}).values()])
            return list(dict.fromkeys(days + more))
        return self.fields(table, texts)


def written(pack):
    """The rules of a pack in the order of its files, intervals among them."""
    for document in documents(pack):
        yield from document.get("rules", [])
        for procedure in (document.get("procedures") or {}).values():
            yield from procedure.get("intervals", [])


def severities(pack):
    told = json.loads(subprocess.run([duly, "lint", "--resolved", "-f", "json", pack], capture_output=True, check=True).stdout)
    return {(rule["id"], rule["from"]): rule["severity"] for rule in told["rules"] if rule["enabled"]}


def version(rule):
    """A rule may be there twice, each from its day on, and graver from then on."""
    since = (rule.get("effective") or {}).get("from")
    return rule["id"], str(since) if since else None


# What a source is, by the document that it names first.
KINDS = {
    "inferred": r"inferred|general knowledge|numbering of League members|practice under|1990 trial rules \(中组发〔1990〕3号\) as practised",
    "arithmetic": r"arithmetic|a course ends|an identity number is|a range has",
    "article": r"(the order of the steps in the )?(Constitution|1990 trial rules|2014 rules|2026 revision|(2018 )?branch regulations|university regulations"
               r"|notice of 2015 on the party relations)",
}


def kind_of(rule):
    """An article of the country's, or arithmetic; local practice where neither is named; or nothing but an inference."""
    return next((kind for kind, words in KINDS.items() if re.match(words, rule["source"]["en"])), "local")


def table_of(path):
    pack, severity, rows = Pack(path), severities(path), []
    for rule in written(path):
        needs = ", ".join(f"`{field}`" for field in pack.needs(rule))
        if version(rule) in severity:
            rows.append(f"| {rule['source']['en']} | {kind_of(rule)} | `{rule['id']}` | {severity[version(rule)]} | {needs} |\n")
    return HEAD + "".join(rows)


def check_table(path, head, wanted):
    readme = pathlib.Path(path) / "README.md"
    text = readme.read_text(encoding="utf-8")
    start = text.find(head)
    if start < 0:
        failures.append(f"{readme} has no table that begins with {head.splitlines()[0]}")
        return
    end = re.search(r"^(?!\|)|\Z", text[start:], re.MULTILINE).start() + start
    if text[start:end] == wanted:
        return
    if os.environ.get("ACCEPT"):
        readme.write_text(text[:start] + wanted + text[end:], encoding="utf-8")
    else:
        lines, wanted = text[start:end].splitlines(), wanted.splitlines()
        failures.append(f"{readme} is not what the pack says:\n" + "\n".join(
            [f"  - {line}" for line in lines if line not in wanted] + [f"  + {line}" for line in wanted if line not in lines]))


def numbers_of(pack):
    """Which checks stand above which rules, as comments."""
    for path in sorted(pathlib.Path(pack).rglob("*.yaml")):
        for numbers, rule in re.findall(r"^ *# ((?:[A-Z]{2}-\d\d(?:, )?)+).*\n(?: *#.*\n)* *- id: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            for number in numbers.rstrip(", ").split(", "):
                yield number, rule


def check_numbers():
    """In the table of checks the rules stand under their pack; what stands there beside them, such as rules of duly itself, stays."""
    readme = pathlib.Path("rules/national/README.md")
    lines = readme.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("| check | rules of `national`"))
    packs = re.findall(r"`([a-z0-9-]+)`", lines[at])
    known = {(number, rule): packs.index(pack) for pack in packs for one in (["core", pack] if pack == "national" else [pack])
             for number, rule in numbers_of(f"rules/{one}")}
    rules = {rule["id"] for folder in pathlib.Path("rules").iterdir() if folder.is_dir() for rule in written(str(folder))}
    end = next(i for i in range(at, len(lines)) if not lines[i].startswith("|"))
    for i in range(at + 2, end):
        cells = [cell.strip() for cell in lines[i].strip("|").split("|")]
        for (number, rule), column in known.items():
            names = [name for name in cells[column + 1].split(", ") if "(of " in name or name in rules]
            if number == cells[0]:
                cells[column + 1] = ", ".join(names + [rule] * (rule not in names))
        line = "| " + " | ".join(cells) + " |"
        if line != lines[i] and not os.environ.get("ACCEPT"):
            failures.append(f"{readme} does not name a rule of a check:\n  - {lines[i]}\n  + {line}")
        lines[i] = line
    if os.environ.get("ACCEPT"):
        readme.write_text("\n".join(lines) + "\n", encoding="utf-8")


BORDERS = "| from | rules that begin | rules that end | figures that change |\n|---|---|---|---|\n"
ONE_DAY = datetime.timedelta(days=1)


def borders(path):
    """The days on which something begins, or ended the day before: rules and figures of a pack and of those that it stands on."""
    days = {}
    for pack in chain(path):
        for rule in written(pack):
            effective = rule.get("effective") or {}
            for key, column, later in (("from", 0, 0 * ONE_DAY), ("to", 1, ONE_DAY)):
                if key in effective:
                    days.setdefault(effective[key] + later, ([], [], []))[column].append(rule["id"])
        for document in documents(pack):
            for name, versions in (document.get("parameters") or {}).items():
                for version_of in versions if isinstance(versions, list) else []:
                    days.setdefault(version_of["from"], ([], [], []))[2].append(f"{name}: {version_of['value']}".lower())
    return sorted(days.items())


def table_of_borders(path):
    cells = lambda names: ", ".join(f"`{name}`" for name in names) or "–"
    return BORDERS + "".join(f"| {day} | {cells(begin)} | {cells(end)} | {cells(figures)} |\n" for day, (begin, end, figures) in borders(path))


def shows(rule, day, outcomes):
    """Has an example with that day in it one of these outcomes?"""
    return any(repr(day) in repr(example) and set(outcomes) & set(example) for example in rule.get("examples", []))


def check_borders(pack):
    """An interval goes by the last day of its limit: its examples are a limit away from the border."""
    for rule in written(pack):
        effective = rule.get("effective") or {}
        for key, step in (("from", -ONE_DAY), ("to", ONE_DAY)):
            if key in effective and "from" not in rule:
                for day, outcomes in ((effective[key], ("pass", "violation", "undecided")), (effective[key] + step, ("not-applicable",))):
                    if not shows(rule, day, outcomes):
                        failures.append(f"{pack}: no example of {rule['id']} shows that it is {' or '.join(outcomes)} on {day}")


NUMBERS = {"1990 trial rules": "中组发〔1990〕3号", "2014 rules": "中办发〔2014〕33号", "Guizhou 2015": "黔组发〔2015〕6号",
           "notice of 2015 on the party relations of graduates": "组通字〔2015〕33号"}


def check_sources(pack):
    """A source is said in both languages, and a document by its number wherever it is named."""
    for rule in written(pack):
        source = rule.get("source")
        if not isinstance(source, dict) or not {"en", "zh"} <= set(source):
            failures.append(f"{pack}: the source of {rule['id']} is not said in both languages")
            continue
        for name, number in NUMBERS.items():
            if re.search(rf"{name}(?! \({number})", source["en"]) or (name in source["en"] and number not in source["zh"]):
                failures.append(f"{pack}: the source of {rule['id']} names the {name} without {number}")


# The document that a pack of one place is made of: there it is the rule, and may block somebody.
OWN = {"rules/university-2003": "annual report 2003"}
LOCAL_WORDS = (r"practice|procedure of|rules? of|local|note|Guizhou|universit|county|school|inferred|communiqué|annual",
               r"做法|规定|规程|推定|高校|学校|通知|说明|年度总结|统计公报|新昌|惯例")


def check_kinds(pack):
    """What an article says in so many words may be an error. What is practice somewhere, or inferred, blocks nobody and says so in its own words."""
    for rule in written(pack):
        kind, source = kind_of(rule), rule["source"]["en"]
        said = {language: rule["title"][language] + str((rule.get("message") or {}).get(language, "")) for language in ("en", "zh")}
        if rule.get("severity", "error") == "error" and kind in ("local", "inferred") and not source.startswith(OWN.get(pack, "nothing")):
            failures.append(f"{pack}: {rule['id']} is {kind} ({source}), and an error")
        if "inferred" in source and not ("inferred" in said["en"] and "推定" in said["zh"]):
            failures.append(f"{pack}: {rule['id']} does not say in both languages that something of it is inferred")
        if kind == "local" and not all(re.search(words, text) for words, text in zip(LOCAL_WORDS, said.values())):
            failures.append(f"{pack}: {rule['id']} does not say in both languages whose practice it is")


# Whose practice may stand in a pack: of the country's, only what many places do; of a province's or a county's, nothing that is a school's.
WHOSE = {
    "rules/core": r"local rules of about 2000",
    "rules/national": r"numbering of the forms by the provinces",
    "rules/guizhou-2016": r"Guizhou 2015",
    "rules/xinchang": r"note of the county of Xinchang",
}


def check_place(pack):
    for rule in written(pack):
        source = rule["source"]["en"]
        if pack in WHOSE and kind_of(rule) == "local" and not re.match(WHOSE[pack], source):
            failures.append(f"{pack}: {rule['id']} is the practice of another place ({source}): it belongs into the pack of that")


def check_units(pack):
    for document in documents(pack):
        for name, versions in (document.get("parameters") or {}).items():
            for version_of in versions if isinstance(versions, list) else [versions]:
                if not isinstance(version_of.get("unit"), dict):
                    failures.append(f"{pack}: the unit of {name} is not said in both languages")


for folder in sorted(pathlib.Path("rules").iterdir()):
    if folder.is_dir():
        check_sources(str(folder))
        check_kinds(str(folder))
        check_place(str(folder))
        check_units(str(folder))
        check_table(str(folder), HEAD, table_of(str(folder)))
        check_borders(str(folder))
for pack in ("rules/national", "rules/university-year"):
    check_table(pack, BORDERS, table_of_borders(pack))
check_numbers()
for failure in failures:
    print(failure)
sys.exit(bool(failures))
