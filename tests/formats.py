"""Reads the reports of one run with Python's own parsers and compares them: formats.py STEM. Exits with 1 and a sentence where two
disagree."""

import csv
import json
import sys
import xml.etree.ElementTree as xml

stem = sys.argv[1]


def expect(what, actual, expected):
    if actual != expected:
        sys.exit(f"{stem}: {what}: {actual} instead of {expected}")


def lines_of(ending):
    with open(stem + ending, encoding="utf-8") as file:
        return file.read().splitlines()


def json_of(ending):
    with open(stem + ending, encoding="utf-8") as file:
        return json.load(file)


report = json_of(".json")
findings = report["findings"]
waived = [finding for finding in findings if finding["outcome"] == "waived"]
rules = [rule["id"] for rule in report["summary"]["rules"]]

expect("lines of concise", len(lines_of(".concise")), len(findings))

with open(stem + ".csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file, strict=True))
notes = [row["message"] for row in rows if row["outcome"] == "note"]
rows = [row for row in rows if row["outcome"] != "note"]
expect("rules in CSV", [row["rule"] for row in rows], [finding["rule"] for finding in findings])
expect("keys in CSV", [row["key"] for row in rows], [finding["key"] or "" for finding in findings])
expect("cells without a heading", [row for row in rows if None in row or None in row.values()], [])
expect("formulas", [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")], [])

run = json_of(".sarif")["runs"][0]
expect("results of SARIF", [result["ruleId"] for result in run["results"]], [finding["rule"] for finding in findings])
expect("levels of what is open", {result["level"] for result in run["results"] if result["kind"] == "open"} - {"none"}, set())
for result in run["results"]:
    expect("rule at an index", run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"], result["ruleId"])
names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
expect("versions of a rule under one id", len(names), len(set(names)))
expect("whether the run succeeded", run["invocations"][0]["executionSuccessful"], report["run"]["complete"])
expect("hashes", [artifact["hashes"]["sha-256"] for artifact in run["artifacts"]],
       [file["sha256"] for file in report["run"]["files"]])

issues = json_of(".gitlab.json")
expect("issues", len(issues), len(findings))
expect("fingerprints", len({issue["fingerprint"] for issue in issues}), len(issues))

# What is waived names its document everywhere.
documents = [finding["waiver"]["document"] for finding in waived]
expect("documents in CSV", [row["waiver"] for row in rows if row["waiver"]], documents)
expect("suppressed results", len([result for result in run["results"] if "suppressions" in result]), len(waived))
for ending in (".concise", ".md", ".txt", ".sarif", ".github", ".gitlab.json", ".junit.xml", ".gitlab.xml"):
    text = "\n".join(lines_of(ending))
    expect(f"documents in {ending}", [document for document in documents if document not in text], [])

for ending in (".junit.xml", ".gitlab.xml"):
    root = xml.parse(stem + ending).getroot()
    suites = root.findall("testsuite")
    expect("suites", [suite.get("name") for suite in suites], ["run"] + rules)
    for element, attribute in (("testcase", "tests"), ("testcase/failure", "failures"), ("testcase/error", "errors"),
                               ("testcase/skipped", "skipped")):
        for suite in suites:
            expect(f"{attribute} of {suite.get('name')}", int(suite.get(attribute)), len(suite.findall(element)))
        if attribute != "skipped":
            expect(attribute, int(root.get(attribute)), len(root.findall("testsuite/" + element)))
    told = len(root.findall(".//failure")) + len(root.findall(".//error"))
    expect("failures and errors", told, len(findings) - len(waived))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    expect("names of cases", len(set(names)), len(names))

commands = lines_of(".github")
for command, severity in (("error", "error"), ("warning", "warning")):
    shown = sum(line.startswith(f"::{command} ") for line in commands)
    expect(f"{command} annotations", shown,
           min(10, sum(finding["severity"] == severity and finding not in waived for finding in findings)))
expect("lines that are no commands", [line for line in commands if not line.startswith("::")], [])
