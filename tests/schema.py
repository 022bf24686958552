"""Holds `duly schema` against a validator that is not ours: schema.py DULY PACK-FOLDER...

The shipped packs and waivers fit their schemas, broken packs do not, and every reference inside a schema leads somewhere."""
import json
import pathlib
import re
import subprocess
import sys

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

for failure in failures:
    print(f"schema: {failure}")
print(f"schema: {len(of_packs)} files of packs and {len(of_waivers)} of waivers fit" if not failures else "schema: failed")
sys.exit(bool(failures))
