#!/usr/bin/env python3
"""No English sentence in what a Chinese run prints, and no Han in an English one, whatever it was asked: every command on every fixture and
every broken pack or batch.

    language.py DULY [-v]

Latin may be: what stands in the files that were read (excerpts, names, values, expressions), names of files, what is between quotes or
back quotes or in a row of options (written as people have to type it), and the few words below."""
import html, os, pty, re, subprocess, sys, tempfile

from batches import packs, pairs

DULY = os.path.abspath(sys.argv[1])
EVERY = int(os.environ.get("EVERY", 1))  # of what is looked at; words are the same where sanitizers look on, and take ten times as long
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
os.chdir(ROOT)

# Names of programs, formats and people's standards that have two words in any language.
NAMES = re.compile(
    r"JSON Schema|JUnit XML|Microsoft (Office|Word)|Apple Numbers|NDJSON|SQLite|LibreOffice|yaml-language-server|"
    r"::(error|warning|notice) (file|title)=|[a-z]+(, [a-z]+)+|Python|RFC \d+|ISO \d+|MiB|GiB|duly [a-z]+( --?[a-z-]+)*|--[a-z-]+( [A-Za-z=]+)*|[A-Z]{2,}(/[A-Z]+)*"
)
SENTENCE = re.compile(r"[A-Za-z][a-z]+[,:;]? [a-z]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]+")
# What a person may write in a cell, as English sentences quote it.
QUOTED_HAN = re.compile(r"是 or 否|无, /|2003年6月|2023[级届年]")


def texts_below(path):
    found = []
    for folder, _, names in os.walk(path) if os.path.isdir(path) else [(os.path.dirname(path), [], [os.path.basename(path)])]:
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                found.append(file.read().decode("utf-8", "replace"))
    return "\n".join(found)


def is_excerpt(line):
    return re.match(r"^ *\d* \|", line) is not None


def without_markup(printed):
    """Of a page or an XML file what people read."""
    printed = re.sub(r"(?s)<(style|script)\b.*?</\1>|<!--.*?-->", "", printed)
    shown = re.findall(r'(?:title|alt|aria-label|placeholder|message)="([^"]*)"', printed)
    return html.unescape(re.sub(r"<[^>]*>", "\n", printed) + "\n".join(shown))


def suspects(printed, known, pattern):
    if re.match(r"(?i)\s*<(!doctype|\?xml)", printed):
        printed = without_markup(printed)
    for line in printed.splitlines():
        if is_excerpt(line):
            continue
        rest = re.sub(r"^(  \S.*) = .*", r"\1", line)  # a parameter with its value and unit, as the pack has them
        rest = re.sub(r"[\w./-]*[-/.][\w./:-]*", "…", rest)  # ids, files, places
        rest = re.sub(r"`[^`]*`|“[^”]*”|'[^']*'|\"[^\"]*\"|\{[^}]*\}", "…", rest)
        rest = NAMES.sub("…", rest)
        for match in pattern.finditer(rest):
            # Two words, or with the next one, as they stand in a file that was read.
            more = re.match(r"\S+( \S+){2}", rest[match.start() :])
            if match.group() not in known and not (more and more.group().split(" ", 1)[1] in known):
                yield line, match.group()
                break


def run(*args):
    done = subprocess.run([DULY, *args], capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "400"})
    return (done.stdout + done.stderr).decode("utf-8", "replace")


COMMANDS = "check map due explain diff lint test eval stats doc template schema completion merge init help".split()


def sessions():
    for command in COMMANDS:
        yield (("help", command), "")
        yield (("help", "--man", command), "")
    yield (("help",), "")
    yield (("help", "--man"), "")
    yield (("lint", "--explain", "all"), "engine/base/diag.def")
    for kind in ("pack", "calendar", "waivers"):
        yield (("schema", kind), "")
    for wrong in ("nope", "--nope", "check", "check --nope x", "check x -f nope", "check x --as-of 1", "check x --on 2003-01-01", "due x --within 3",
                  "check x --jobs none", "lint", "lint --explain X1", "eval", "eval 1+", "eval x", "eval 1/0", "eval size(1)", "eval [1][4]",
                  "stats", "template x", "diff x", "explain", "schema nope", "doc", "test", "check -r rules nowhere", "check --gate"):
        yield (tuple(wrong.split()), "")
    for pack in packs():
        read = os.path.dirname(pack)  # packs extend those beside them
        yield (("lint", "--all", pack), read)
        yield (("lint", "-f", "json", pack), read)
        yield (("test", "--coverage", pack), read)
        yield (("doc", pack), read)
        yield (("lint", "--resolved", pack), read)
    for pack, batch in pairs():
        given = ("-r", pack, batch, "--as-of", "2003-12-31")
        for form in ("text", "concise", "markdown", "html", "json", "ndjson", "csv", "junit", "gitlab-junit", "sarif", "github", "gitlab"):
            yield (("check", "-v", "-f", form) + given, pack + "\0" + batch)
        yield (("check", "--show-mapping") + given, pack + "\0" + batch)
        yield (("map", "-r", pack, batch), pack + "\0" + batch)
        yield (("init", batch), pack + "\0" + batch)
        for file in sorted(os.listdir(batch)) if os.path.isdir(batch) else []:
            yield (("init", os.path.join(batch, file), "-o", os.devnull + "/none"), pack + "\0" + batch)
        yield (("due",) + given, pack + "\0" + batch)
        yield (("stats",) + given, pack + "\0" + batch)


def on_terminal(command, **environment):
    """What a command writes to a terminal of 400 columns."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, shell=isinstance(command, str),
                            env={**os.environ, "COLUMNS": "400", "TERM": "dumb", **environment})
    os.close(theirs)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal has gone with the program
            break
        if not piece:
            break
        printed += piece
    done.wait()
    os.close(ours)
    return printed.decode("utf-8", "replace")


def check_terminals():
    """A terminal shows the user's language, files and machines have English unless asked."""
    check = [DULY, "check", "-r", "fixtures/library/rules", "fixtures/library/batch", "--as-of", "2003-12-31"]
    shown = "截至2003年12月31日"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report")
        for want, command, environment in [
            (True, check, {"LC_ALL": "zh_CN.UTF-8"}),
            (True, check, {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}),
            (True, check, {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN"}),
            (False, check, {"LC_ALL": "C", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}),
            (False, check, {"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN.UTF-8"}),
            (False, check + ["--lang", "en"], {"LC_ALL": "zh_CN.UTF-8"}),
            (False, " ".join(check) + " > %s; cat %s" % (path, path), {"LC_ALL": "zh_CN.UTF-8"}),
            # Beside the file a line at the terminal says how the run ended, in the user's language.
            (False, " ".join(check) + " -f text=%s 2>%s.end; cat %s" % (path, path, path), {"LC_ALL": "zh_CN.UTF-8"}),
            (True, " ".join(check) + " --lang zh -f text=%s; cat %s" % (path, path), {"LC_ALL": "C"}),
        ]:
            command = command if isinstance(command, str) else list(command)
            printed = on_terminal(command, **environment)
            if (shown in printed) != want or ("audit as of" in printed) == want and "markdown" not in command:
                yield "%s, %s: not %s:\n%s" % (command, environment, "Chinese" if want else "English", printed[:400])
        for command, sentence in [("lint nowhere", "文件夹"), ("nope", "没有命令"), ("help due", "选项"), ("eval 1+", "缺少"), ("test nowhere", "错误")]:
            printed = on_terminal([DULY, *command.split()], LC_ALL="zh_CN.UTF-8")
            if not HAN.search(printed):
                yield "%s speaks English on a Chinese terminal:\n%s" % (command, printed)


def main():
    bad = 0
    known_of = {}
    for turn, (args, read) in enumerate(sessions()):
        if turn % EVERY:
            continue
        if read not in known_of:
            known_of[read] = "\n".join(texts_below(path) for path in read.split("\0") if path) + "\n".join(args)
        for language, pattern in (("zh", SENTENCE), ("en", HAN)):
            printed = QUOTED_HAN.sub("", run(*args, "--lang", language))
            for line, what in suspects(printed, known_of[read], pattern):
                bad += 1
                print("duly %s --lang %s: %s\n    %s" % (" ".join(args), language, what, line[:300]))
    for problem in check_terminals():
        bad += 1
        print(problem)
    print("language: %s" % (f"{bad} sentences in the wrong language" if bad else "every command speaks the language that is asked for"))
    return bad > 0


sys.exit(main())
