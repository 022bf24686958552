"""Holds `duly schema` against a validator that is not ours: schema.py DULY PACK-FOLDER...

The shipped packs and waivers fit their schemas, broken packs do not, and every reference inside a schema leads somewhere."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: days stay texts, and only true and false are truth values."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))

duly, folders = sys.argv[1], sys.argv[2:]
failures = []


def schema_of(kind):
    schema = json.loads(subprocess.run([duly, "schema", kind], check=True, capture_output=True).stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    for reference in set(re.findall(r'"\$ref": "#/definitions/([^"]*)"', json.dumps(schema))):
        if not schema["definitions"].get(reference):
            failures.append(f"{kind}: nothing is defined as '{reference}'")
    return jsonschema.Draft7Validator(schema)


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.loads(json.dumps(yaml.load(file, Loader)))  # keys become texts, as editors see them


def expect_fits(validator, path):
    for error in validator.iter_errors(read(path)):
        place = "/".join(map(str, error.absolute_path))
        failures.append(f"{path}: {place}: {error.message[:200]}")


def expect_refused(validator, folder, word):
    errors = [error for path in sorted(pathlib.Path(folder).rglob("*.yaml")) for error in validator.iter_errors(read(path))]
    if not any(word in str(error.message) for error in errors):
        failures.append(f"{folder}: not refused for '{word}': {[error.message for error in errors]}")


pack, calendar, waivers = schema_of("pack"), schema_of("calendar"), schema_of("waivers")
files = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*.yaml"))]
of_packs = [path for path in files if path.name != "waivers.yaml"]
of_waivers = [path for path in files if path.name == "waivers.yaml"]
if not of_packs:
    failures.append("there are no packs")
for path in of_packs:
    expect_fits(pack, path)
    if path.name == "calendar.yaml":
        expect_fits(calendar, path)
for path in of_waivers:
    expect_fits(waivers, path)
for folder, word in [
    ("unknown-key", "rulez"), ("bad-severity", "wraning"), ("missing-keys", "'require' is a required property"),
    ("bad-flags", "boolean"), ("bad-language", "English"), ("bad-effective", "2003-13-01"),
]:
    expect_refused(pack, f"fixtures/broken/packs/{folder}", word)

granted = {"rule": "quorum", "key": "A1", "document": "No. 17", "expires": "2003-12-31"}
for waiver, fits in [(granted, True), ({**granted, "expires": "soon"}, False), ({"rule": "quorum", "key": "A1"}, False)]:
    if waivers.is_valid([waiver]) != fits:
        failures.append(f"waivers: {waiver} should {'' if fits else 'not '}fit")



def strict(schema):
    """The same, and no key that it does not name: what is written must be promised."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items()}
    if "properties" in schema:
        made["additionalProperties"] = False
    return made


def report_of(*arguments):
    run = subprocess.run([duly, "check", "-f", "json", *arguments], capture_output=True)
    if not run.stdout:
        failures.append(f"no report of {arguments}: {run.stderr[:200]}")
    return run.stdout or b"{}"


promise = json.loads(subprocess.run([duly, "schema", "--report"], check=True, capture_output=True).stdout)
jsonschema.Draft7Validator.check_schema(promise)
report = jsonschema.Draft7Validator(strict(promise))
meeting = ["-r", "rules/university-2003", "fixtures/meeting-2003", "--as-of", "2003-12-20"]
awards = ["-r", "fixtures/scholarship/rules", "fixtures/scholarship/batch", "--as-of", "2024-12-02"]
with tempfile.NamedTemporaryFile() as before:
    before.write(report_of(*meeting, "--only", "quorum"))
    before.flush()
    reports = {path: path.read_bytes() for path in sorted(pathlib.Path("fixtures").rglob("*.json")) if b'"findings"' in path.read_bytes()}
    reports.update({f"check {' '.join(given)}": report_of(*given) for given in [
        meeting, [*meeting, "--gate", "meeting", "-v"], [*meeting, "--set", "pass_mark=70"], [*meeting, "--baseline", before.name],
        awards, [*awards, "--redact"], [*awards, "-v", "--max-findings", "2"],
        ["-r", "rules/university-2003", "fixtures/rosters/office.xlsx", "--as-of", "2003-12-20"],
        ["-r", "fixtures/library/rules", "fixtures/library/batch", "--as-of", "2003-12-31"],
        *(["-r", "fixtures/library/rules", f"fixtures/broken/batches/{name}"] for name in ["heading-only", "ragged", "unclosed-quote"]),
    ]})
told = 0
for name, text in reports.items():
    told += 1
    for error in report.iter_errors(json.loads(text)):
        failures.append(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    if list(json.loads(text))[0] != "format":
        failures.append(f"{name}: the format does not stand first")
whole = json.loads(reports[f"check {' '.join(awards)}"])
for broken in [{**whole, "format": 2}, {key: value for key, value in whole.items() if key != "summary"}, {**whole, "findings": [{}]}]:
    if report.is_valid(broken):
        failures.append("the schema of the report takes anything")

for failure in failures:
    print(f"schema: {failure}")
print(f"schema: {len(of_packs)} files of packs and {len(of_waivers)} of waivers and {told} reports fit" if not failures else "schema: failed")
sys.exit(bool(failures))
