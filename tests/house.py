"""What the house is like, in figures: python3 tests/house.py [FOLDER...], by default engine.

A row a layer, and one for all: lines, files, functions and the lines of their bodies (median, ninety-fifth percentile, the longest), their
cognitive complexity (a point for each branch, and one more for each level it is nested), functions in a thousand lines, static functions
that are called once, lines that are comments alone, and how many functions share a name with one of another file.
The code is laid out by clang-format, so that a function is a line that ends in ")", a line "{" and all up to the next line "}"."""

import collections
import pathlib
import re
import sys

BRANCH = re.compile(r"^\s*(?:\}\s*)?(?:else if|if|for|while|switch|do)\b")
JOINT = re.compile(r"&&|\|\||\?(?=[^'\"]*:)")


def functions(lines):
    """Name, whether static, and body of each function of a file."""
    for number, line in enumerate(lines):
        if line != "{" or number == 0:
            continue
        start = number - 1
        while start > 0 and not re.match(r"^[a-z_A-Z].*\(", lines[start]):
            start -= 1
        name = re.search(r"([a-z_A-Z0-9]+)\(", lines[start])
        end = next((i for i in range(number, len(lines)) if lines[i] == "}"), None)
        if name and end and not lines[start].startswith(("struct", "enum", "typedef")):
            yield name.group(1), lines[start].startswith("static"), lines[number + 1:end]


def complexity(body):
    points = 0
    for line in body:
        depth = max(0, (len(line) - len(line.lstrip())) // 4 - 1)
        if BRANCH.match(line):
            points += 1 + depth
        points += len(JOINT.findall(re.sub(r'"(?:[^"\\]|\\.)*"', "", line)))
    return points


def comment_lines(lines):
    count, inside = 0, False
    for line in lines:
        text = line.strip()
        inside = inside or text.startswith("/*")
        count += inside
        inside = inside and "*/" not in text
    return count


def at(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0


def measure(paths, owners):
    total = collections.Counter(files=len(paths))
    lengths, points = [], []
    for path in paths:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        text = "\n".join(re.sub(r"/\*.*?\*/", "", line) for line in lines)
        total["lines"] += len(lines)
        total["comments"] += comment_lines(lines)
        for name, static, body in functions(lines):
            total["functions"] += 1
            lengths.append(len(body))
            points.append(complexity(body))
            total["shared"] += len(owners[name]) > 1
            total["static"] += static
            total["once"] += static and len(re.findall(rf"\b{name}\b", text)) - 1 == 1
    return total, lengths, points


def main():
    folders = [pathlib.Path(name) for name in sys.argv[1:]] or [pathlib.Path("engine")]
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".c", ".h"))
    owners, layers = collections.defaultdict(set), collections.defaultdict(list)
    for path in paths:
        for name, _, _ in functions(path.read_text(encoding="utf-8").split("\n")):
            owners[name].add(path)
        folder = next(folder for folder in folders if folder in path.parents)
        layers[path.relative_to(folder).parts[0]].append(path)
    print(f"{'':10}  lines files  functions  median p95 max   points p95 max  per 1000  once  comments  shared")
    for name, members in [*sorted(layers.items()), ("all", paths)]:
        total, lengths, points = measure(members, owners)
        print(f"{name:10} {total['lines']:6} {total['files']:5} {total['functions']:10} {at(lengths, .5):7} {at(lengths, .95):3}"
              f" {max(lengths, default=0):3} {at(points, .95):12} {max(points, default=0):3} {1000 * total['functions'] / total['lines']:9.0f}"
              f" {100 * total['once'] / max(1, total['static']):4.0f}% {100 * total['comments'] / total['lines']:8.0f}% {total['shared']:7}")


main()
