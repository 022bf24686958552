#!/usr/bin/env python3
"""Counts the sentences for people that stand in C and that a language of engine/words lacks, and translations of what nobody says.

    sentences.py

What is taken for a sentence: a literal with two words of small letters in a row. What is none, though it looks like one, is listed
below with the reason; a list that grows is a sign that something is said in the wrong place."""
import glob, os, re, sys

os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# (file, literal, why it is no sentence of ours for people)
EXEMPT = [
    (r"engine/lang/fn_\w+\.c", None, "tables of functions: their descriptions and examples are for the tests"),
    (r"engine/(api/read|report/paper/handbook)\.c", r"^list of ", "types of fields, as packs write them"),
    (r"engine/codec/yaml_problem\.c", r"^flow (mapping|sequence|node)$", "the same"),
    (r"engine/codec/json_read\.c", r"^near end of file$", "the same"),
    (r"engine/(python/|api/sized\.h)", None, "what a program does wrong, told to who writes it"),
    (r"engine/lang/op\.def", None, "names of instructions, for who works on the engine"),
    (r"engine/codec/(json_read|yaml_problem)\.c", "first", "what a library says, to be told in words of our own"),
    (r"engine/report/(book|html|paper)/", r"[<>{}=;]|^M%d", "markup"),
    (r"engine/report/html/|engine/report/paper/drawing\.c", r"^[a-z]+( [a-z-]+)+$", "names of classes in the page"),
    (r"engine/api/schema\.c", r"^\{|\|", "pieces of the JSON Schema"),
    (r"engine/cli/completion\.c", r"\n|\\n", "scripts for shells"),
    (r"engine/cli/", r"^(duly|source <\()[^:]*$", "command lines"),
    (r"engine/cli/cli\.h|engine/cli/help\.c", r"^built with", "what the program was built with is quoted in reports of bugs"),
    (r"engine/read/row_kind\.c", None, "words that are looked for in files"),
    (r"engine/read/read_\w+\.c", r"^[a-z]+( [a-z]+)+$", "extensions of files"),
    (r"engine/codec/(filekind|yaml_signs|signs)\.c", r"^(SQLite|<!|from: )", "how files of other programs begin"),
    (r"engine/pack/(repeated|grouping|skipping|intervals|fields)\w*\.c", r"\(%|%\.\*s\.|string\(|\{count\(\)\}|\{%|day, day|period, period", "expressions that are made"),
    (r"engine/report/machine/(azure|github|junit|proof|sarif|gitlab)\w*\.c", r"^(::|##vso|\s*<|><)| name=", "commands and markup"),
    (r"engine/base/diag\.def", "code", "examples of what authors write"),
    (r"engine/cli/cmd_check\.c|engine/cli/batch\.h", r"^big5|utf-16be, $", "parts of one sentence"),
    (r"engine/run/draft\.c", r"^(\\n)?(, | {4})", "lines of a pack in YAML"),
    (r"engine/read/survey\.c", None, "words that are looked for in headings"),
    (r"engine/codec/xlsx_xml\.c", r"^<\?xml", "how a part begins"),
    (r"engine/report/book/template_xlsx\.c", r"^duly template$", "the name of the program that wrote a workbook"),
    (r"engine/report/text/diff_text\.c", r"^# ", "a heading that is a name"),
    (r"engine/run/partfile\.c", r"^duly part", "how a file begins"),
]
LITERAL = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+')
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}")
# One word beside a value, where it is said: "%s needs '%s'".
SAID = re.compile(r"(say|format|complain|complaint_\w+|hint|diag_add)\([^;\"]*$")
WORD = re.compile(r"(^|[ (])(?!duly)[a-z]{4,},? ['(]*x|x'? [a-z]{4,}(?![a-z=])")


def literals(path):
    source = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), open(path, encoding="utf-8").read(), flags=re.S)
    for match in LITERAL.finditer(source):
        line_start = source.rfind("\n", 0, match.start()) + 1
        if source[line_start : match.start()].lstrip().startswith(("#include", "#pragma")):
            continue
        text = "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', match.group()))
        yield source.count("\n", 0, match.start()) + 1, text, source[max(0, match.start() - 90) : match.start()]


def is_exempt(path, text, before):
    for file, literal, _ in EXEMPT:
        if not re.match(file, path):
            continue
        if literal == "first":
            found = before.rstrip().endswith("{")
        elif literal == "code":
            found = not before.rstrip().endswith(",") or re.search(r"^[a-z_]+:|^- |^\{|^duly |\\n|item\.", text)
        elif literal is None:
            found = not re.search(r"\$\d", text) and not re.search(r"(call|fn)_fail\([^;]*$|_say\([^;]*$|text_format\([^;]*$", before)
        else:
            found = re.search(literal, text)
        if found:
            return True
    return False


def main():
    bad = 0
    said, all_literals = {}, set()
    for path in sorted(glob.glob("engine/**/*.[ch]", recursive=True) + glob.glob("engine/**/*.def", recursive=True)):
        for line, text, before in literals(path):
            all_literals.add(text)
            all_literals.update(re.findall(r"'description': '([^']*)'", text))
            bare = re.sub(r"%[-.*]*(ll|l|z)?[a-zA-Z]", "x", text)
            if (SENTENCE.search(bare) or (SAID.search(before) and WORD.search(bare))) and not is_exempt(path, text, before):
                said.setdefault(text, f"{path}:{line}")
    for po in sorted(glob.glob("engine/words/*.po")):
        known = set(re.findall(r'^msgid "(.*)"$', open(po, encoding="utf-8").read(), flags=re.M))
        for text, place in said.items():
            if text not in known:
                bad += 1
                print(f'{place}: {po} lacks "{text}"')
        # What the system and its libraries say stands last, and in no file of ours.
        known -= set(re.findall(r'^msgid "(.*)"$', open(po, encoding="utf-8").read().partition("\n## What the system")[2], flags=re.M))
        for text in sorted(known - all_literals - {""}):
            bad += 1
            print(f'{po}: nobody says "{text}"')
    print(f"sentences: {bad} missing")
    return bad > 0


sys.exit(main())
