#!/usr/bin/env python3
"""Names, not numbers: where people read, things are called what people call them.

    names.py DULY

Over all fixtures and packs, in both languages and every format that people read, no field, table, step or value of an enum is told by its id
where the pack has a title for it; in Chinese no day stands as 2003-06-01 in a sentence, and no true or false. Under --redact no mark of
machines stands for what is kept back. Ids may stand where they are written by hand: in names of files, expressions, ids of rules, and cells
that hold them."""
import glob, html, json, os, re, subprocess, sys, tempfile

import openpyxl, yaml

from batches import pairs, shipped

DULY = os.path.abspath(sys.argv[1])
EVERY = int(os.environ.get("EVERY", 1))  # as in language.py
os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

FORMATS = ("text", "concise", "markdown", "html", "sheet", "github", "azure", "xlsx", "marked")


def yaml_files(pack, seen=None):
    """The files of a pack and of those that it extends."""
    seen = {} if seen is None else seen
    names = [pack] if os.path.isfile(pack) else sorted(glob.glob(pack + "/**/*.yaml", recursive=True))
    for name in names:
        if name in seen:
            continue
        with open(name, encoding="utf-8", errors="replace") as file:
            try:
                seen[name] = yaml.load(file, Loader=yaml.BaseLoader)
            except yaml.YAMLError:
                seen[name] = None
        if not isinstance(seen[name], dict):
            continue
        extended = (seen[name].get("pack") or {}).get("extends") or []
        for other in [extended] if isinstance(extended, str) else extended:
            yaml_files(os.path.normpath(os.path.join(pack if os.path.isdir(pack) else os.path.dirname(pack), other)), seen)
    return [tree for tree in seen.values() if isinstance(tree, dict)]


def title_in(text, language):
    return text if isinstance(text, str) else (text or {}).get(language) or ""


def named(trees, language):
    """Ids that have a title in the language, and those of rules and parameters, which have to be typed."""
    titles, typed = {}, set()

    def take(name, title):
        if name and title_in(title, language) and title_in(title, language) != name:
            titles[name] = title_in(title, language)

    for tree in trees:
        for name, table in (tree.get("tables") or {}).items():
            take(name, table.get("title"))
            for field, declared in (table.get("fields") or {}).items():
                declared = declared if isinstance(declared, dict) else {}
                take(field, declared.get("title"))
                values = declared.get("values")
                for value, label in values.items() if isinstance(values, dict) else ():
                    take(value, label)
        for procedure in (tree.get("procedures") or {}).values():
            for step in (procedure.get("steps") or []) + (procedure.get("ends") or []):
                take(step.get("id"), step.get("title"))
            typed |= {interval.get("id") for interval in procedure.get("intervals") or []}
        typed |= {rule.get("id") for rule in tree.get("rules") or [] if isinstance(rule, dict)} | set(tree.get("parameters") or ())
    return {name: title for name, title in titles.items() if looks_like_an_id(name, language)}, typed


def written(tree, language):
    """Words that authors have in sentences of that language, or in their only one; what stands in brackets of these is an expression."""
    texts = []
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        if isinstance(value, dict) and "en" in value and not isinstance(value["en"], dict):
            texts.append(value.get(language) or value["en"])
        elif isinstance(value, (dict, list)):
            yield from written(value, language)
        elif key in ("title", "message", "source", "document"):
            texts.append(value)
    for text in texts:
        yield from words_in(re.sub(r"\{[^}]*\}", "", text or ""))


def choices(trees):
    """Values of figures that say how a rule is read: they are typed. And patterns of headings, which are written as such."""
    for tree in trees:
        yield from words_in(json.dumps(tree.get("parameters") or {}, ensure_ascii=False))
        for table in (tree.get("tables") or {}).values():
            for field in (table.get("fields") or {}).values():
                yield from words_in(json.dumps(field.get("header") or "", ensure_ascii=False) if isinstance(field, dict) else "")


def looks_like_an_id(name, language):
    """In an English sentence "unit" is a word; in a Chinese one it is an id."""
    if language == "en":
        return "_" in name
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]+", name) is not None


def cells_of(path):
    """What stands in cells, not in headings."""
    for name in [path] if os.path.isfile(path) else glob.glob(path + "/**/*", recursive=True):
        if name.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(name, read_only=True):
                for row in list(sheet.iter_rows(values_only=True))[1:]:
                    yield from (str(value) for value in row if value is not None)
        elif name.endswith((".csv", ".tsv", ".txt")):
            with open(name, "rb") as file:
                text = file.read().decode("utf-8", "replace")
            for line in text.splitlines()[1:]:
                yield from re.split(r"[,\t|;]", line)
        elif os.path.isfile(name):
            with open(name, encoding="utf-8", errors="replace") as file:
                yield from re.findall(r"[:\[-]\s*\"?([\w-]+)", file.read())


def words_in(text):
    return set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", text))


def without_code(printed, form):
    """What people read: without expressions, names of files and what is only there for programs."""
    if form in ("html", "sheet"):
        printed = re.sub(r"(?s)<(style|script|code|pre)\b.*?</\1>|<!--.*?-->", "", printed)
        shown = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]*)"', printed)
        printed = html.unescape(re.sub(r"<[^>]*>", "\n", printed) + "\n".join(shown))
    printed = re.sub(r"(?m)^ *\d* \|.*$|^ *= .*$|^ *::: .*$|^::\w+ [^:]*::|^##vso\[[^]]*\]|\b\w+(?=\[[\w-]+\] )", "", printed)  # excerpts, commands
    printed = re.sub(r"`[^`\n]*`", "…", printed).replace("\\", "")
    return re.sub(r"[\w.<>/-]*/[\w./!#:-]*|\b[\w-]+\.(csv|xlsx?|ods|yaml|json|ndjson|txt|tsv|xml)\b[\w:!#]*|sha256-\S*", "…", printed)


def texts_of(path, is_marked):
    """Of a marked workbook what was added to it: comments, and the list of findings."""
    for sheet in openpyxl.load_workbook(path):
        is_roster = is_marked and sheet.title not in ("Findings", "发现")
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value is not None and not is_roster:
                yield str(cell.value)
            if cell.comment:
                yield cell.comment.text


def run(*args):
    done = subprocess.run([DULY, *args], capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "400"})
    return done.stdout.decode("utf-8", "replace")


def told(folder, form, *given):
    path = os.path.join(folder, form + ".xlsx")
    if form == "marked":
        run("check", *given, "--annotate", path, "-qq")
    elif form == "xlsx":
        run("check", *given, "-f", "xlsx=" + path)
    else:
        return run("check", *given, "-f", form)
    texts = "\n".join(texts_of(path, form == "marked")) if os.path.exists(path) else ""
    if texts:
        os.remove(path)
    return texts


def for_people_in_json(printed):
    try:
        report = json.loads(printed)
    except ValueError:
        return ""
    texts = []
    for finding in report["findings"]:
        texts += [finding.get("title") or "", finding.get("message") or ""]
    return "\n".join(texts)


class Look:
    def __init__(self):
        self.problems, self.seen = [], set()

    def add(self, where, what, line):
        kind = (where.split(" ")[0], what)
        if kind not in self.seen:  # one example is enough
            self.seen.add(kind)
            self.problems.append(f"{where}: {what}: {line.strip()[:240]}")

    def at(self, where, text, titles, known, language):
        for line in text.splitlines():
            for word in words_in(line) & set(titles) - known:
                self.add(where, f"'{word}' is called {titles[word]}", line)
            if language == "zh":
                self.chinese(where, line, known)

    def chinese(self, where, line, known):
        if re.search(r"[\u4e00-\u9fff]\d{4}-\d\d-\d\d|\d{4}-\d\d-\d\d[\u4e00-\u9fff]", line):
            self.add(where, "a day as machines write it", line)
        if re.search(r"(?<![\w'“.])(true|false)(?![\w'”])", line) and not {"true", "false"} & known and re.search(r"[\u4e00-\u9fff]", line):
            self.add(where, "true or false", line)
        if "[private]" in line:
            self.add(where, "a mark of machines", line)


def rules_gates(trees):
    for tree in trees:
        for procedure in (tree.get("procedures") or {}).values():
            for step in procedure.get("steps") or []:
                if step.get("candidates"):
                    return step.get("id")
    return None


def check_that_it_sees():
    """Each kind of slip, as it stood in reports once."""
    titles, known = {"meeting": "支部大会", "listed_on": "列为发展对象日期"}, set()
    for line in ("支部大会（meeting）前检查", "listed_on为空", "截至2003-12-20", "2003-12-20列为发展对象", "政审合格：false", "时年[private]周岁"):
        look = Look()
        look.at("text", without_code(line, "text"), titles, known, "zh")
        assert look.problems, line
    look = Look()
    look.at("text", without_code("支部大会前检查（拟于2003年12月20日） rules/a/meeting.yaml:3 `meeting`", "text"), titles, known, "zh")
    assert not look.problems, look.problems


def main():
    look = Look()
    check_that_it_sees()
    everything = list(pairs()) + list(shipped())
    with tempfile.TemporaryDirectory() as folder:
        for turn, (pack, batch) in enumerate(everything):
            if turn % EVERY:
                continue
            trees = yaml_files(pack)
            gate = rules_gates(trees)
            cells = {word for cell in cells_of(batch) for word in words_in(cell)}
            for language in ("zh", "en"):
                titles, typed = named(trees, language)
                known = cells | typed | {word for tree in trees for word in written(tree, language)}
                forms = FORMATS if "broken" not in batch else ("text",)
                given = ["-r", pack, batch, "--as-of", "2003-12-31", "--lang", language] + (["--gate", gate] if gate else [])
                for more in ([], ["--redact"]):
                    for form in forms:
                        text = without_code(told(folder, form, *given, *more), form)
                        look.at(f"{form} in {language}, {pack} {batch} {' '.join(more)}", text, titles, known, language)
                    text = for_people_in_json(run("check", *given, *more, "-f", "json"))
                    look.at(f"json in {language}, {pack} {batch} {' '.join(more)}", text, titles, known, language)
                handbook = re.sub(r"(?s)```.*?```|<!--.*?-->|<a id=[^>]*>|\]\(#[^)]*\)", "", run("doc", pack, "--lang", language))
                looked_at = re.sub(r"(?m)^#+ .*$|\*\*.*?\*\*", "", handbook)  # ids of rules, and conditions of bounds
                look.at(f"handbook in {language}, {pack}", without_code(looked_at, "text"), titles, known | set(choices(trees)), language)
                look.at(f"due in {language}, {pack} {batch}", without_code(run("due", *given[:7]), "text"), titles, known, language)
    print("\n".join(look.problems))
    print("names: %s" % (f"{len(look.problems)} ids, days and marks where people read" if look.problems else "people read names"))
    return bool(look.problems)


if __name__ == "__main__":
    sys.exit(main())
