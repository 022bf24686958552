"""The module `duly` as people use it: its own documentation as a session, then every kind of records, every kind of fault."""
import csv
import ctypes
import ctypes.util
import datetime
import decimal
import doctest
import io
import json
import pathlib
import subprocess
import sys
import threading
import unittest

import duly

WORK = pathlib.Path(sys.argv.pop(1))
PACK = """\
pack: {name: things}
tables:
  thing:
    file: things
    key: id
    label: name
    fields:
      id: {type: string, required: true}
      name: {type: string}
      n: {type: int}
      share: {type: double}
      good: {type: bool}
      made_on: {type: date}
      seen: {type: timestamp}
      parts: {type: list, of: string}
parameters: {least: {value: 5}}
rules:
  - {id: enough, for: thing, require: thing.n >= params.least, message: "{thing.n} of {thing.name}"}
  - {id: parts, for: thing, severity: warning, require: thing.parts.size() == 2, message: "{thing.parts}"}
  - {id: seen, for: thing, severity: warning, require: "thing.seen > timestamp('2003-01-01T00:00:00Z')", message: "{thing.seen}"}
"""
FULL = {"id": "a", "name": "Ann", "n": 7, "share": 0.5, "good": True, "made_on": datetime.date(2003, 1, 1),
        "seen": datetime.datetime(2003, 6, 1, 9, 30, tzinfo=datetime.timezone.utc), "parts": ["x, y", 'z "q"']}
DAY = "2003-12-31"


def open_pack(**options):
    return duly.Pack("things", files={"things/pack.yaml": PACK}, **options)


def told(report):
    return [(finding.rule, finding.key, finding.outcome, finding.line, finding.message) for finding in report.findings]


class Rows(unittest.TestCase):
    def setUp(self):
        self.pack = open_pack()

    def check(self, records, **options):
        return self.pack.check(records, as_of=DAY, **options)

    def test_mappings(self):
        report = self.check([FULL, {**FULL, "id": "b", "n": 3}, {"id": "c", "n": None}])
        self.assertEqual(report.findings[0].message, "3 of Ann")
        self.assertEqual([verdict.verdict for verdict in report.verdicts], ["ready", "blocked", "undecided"])
        self.assertEqual((report.findings[0].line, report.findings[0].file), (2, "records"))
        self.assertEqual(report.summary["verdicts"], {"ready": 1, "blocked": 1, "undecided": 1})
        self.assertTrue(report.found)
        self.assertFalse(report)

    def test_nothing_found(self):
        report = self.check([FULL])
        self.assertEqual(report.findings, [])
        self.assertTrue(report)

    def test_generator_and_blocks(self):
        report = self.check({**FULL, "id": str(number)} for number in range(5000))
        self.assertEqual(report.summary["verdicts"]["ready"], 5000)

    def test_sequences_and_csv(self):
        text = "id,name,n\r\na,Ann,7\r\nb,Bob,3\r\n"
        path = WORK / "things.csv"
        path.write_text(text)
        from_file = told(self.check(path))
        shifted = [(rule, key, outcome, line - 1 if line and key else line, message) for rule, key, outcome, line, message in from_file]
        for records in (csv.reader(io.StringIO(text)), csv.DictReader(io.StringIO(text)), [["id", "name", "n"], ["a", "Ann", "7"], ["b", "Bob", 3]]):
            with_key = [finding for finding in told(self.check(records)) if finding[1]]
            self.assertEqual(with_key, [finding for finding in shifted if finding[1]])

    def test_bytes(self):
        report = self.check(("upload.csv", "id,n\na,3\n".encode()))
        self.assertIn("upload.csv", {finding.file for finding in report.findings})

    def test_values(self):
        rows = [{**FULL, "n": decimal.Decimal("7"), "share": float("nan"), "good": None, "seen": datetime.datetime(2003, 6, 1, 9, 30)},
                {**FULL, "id": "b", "n": 7.0, "made_on": datetime.datetime(2003, 1, 1), "parts": ("x",)}]
        report = self.check(rows)
        self.assertEqual([finding[:2] for finding in told(report)], [("unreadable-value", "a"), ("parts", "b")])
        self.assertIn("has no time zone", report.findings[0].message)

    def test_tables(self):
        report = self.check({"thing": [FULL]})
        self.assertEqual([table for table, count in report.summary["records"].items() if count], ["thing"])

    def test_memory(self):
        """Whatever the language, memory that runs out is no mistake of the pack."""
        within = """
import resource, sys, duly
now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + int(sys.argv[1]) * 4096, resource.RLIM_INFINITY))
try:
    duly.Pack("rules/national", language="zh")
except MemoryError:
    print("no memory")
"""
        said = [subprocess.run([sys.executable, "-c", within, str(pages)], capture_output=True, text=True) for pages in range(0, 8000, 400)]
        self.assertEqual({one.stdout for one in said}, {"no memory\n", ""})
        self.assertEqual({one.stderr for one in said}, {""})

    def test_options(self):
        report = self.check([{**FULL, "n": 3}], set={"least": 2}, formats=["sarif", "json"], html=False, jobs=2, language="zh")
        self.assertEqual(report.findings, [])
        self.assertEqual(json.loads(report.to("sarif"))["version"], "2.1.0")
        with self.assertRaises(KeyError):
            report.to_html()
        self.assertIn("<html", self.check([FULL]).to_html())
        self.assertEqual(self.check([FULL], only="enough").summary["rules"][0]["id"], "enough")

    def test_threads(self):
        found, rows = [], [{**FULL, "id": str(number), "n": number % 10} for number in range(2000)]
        threads = [threading.Thread(target=lambda: found.append(told(self.check(rows)))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), 4)
        self.assertTrue(all(one == found[0] for one in found))


class Faults(unittest.TestCase):
    def setUp(self):
        self.pack = open_pack()

    def test_packs(self):
        with self.assertRaises(duly.PackError) as raised:
            duly.Pack("things", files={"things/pack.yaml": PACK.replace("thing.n >=", "thing.m >=")})
        problem = raised.exception.problems[0]
        self.assertEqual((problem.path, problem.line > 0, problem.column > 0), ("things/pack.yaml", True, True))
        self.assertIn("things/pack.yaml:", str(raised.exception))
        self.assertIn("^", problem.excerpt)
        with self.assertRaises(duly.PackError):
            duly.Pack(WORK / "nowhere")

    def test_options(self):
        for options in ({"gate": "nowhere"}, {"only": "nothing"}, {"set": {"most": 1}}, {"table": "thin"}, {"formats": ["htlm"]}):
            with self.assertRaises(duly.UsageError):
                self.pack.check([FULL], **{"as_of": DAY, **options})
        with self.assertRaises(ValueError):
            self.pack.check([FULL], as_of=DAY, fail_on="fatal")
        with self.assertRaises(ValueError):
            self.pack.check([FULL], as_of="2003-02-30")

    def test_rows(self):
        def broken():
            yield FULL
            raise RuntimeError("the line went dead")
        with self.assertRaisesRegex(RuntimeError, "the line went dead"):
            self.pack.check(broken(), as_of=DAY)
        with self.assertRaisesRegex(TypeError, "row 2: a cell holds a object"):
            self.pack.check([FULL, {**FULL, "n": object()}], as_of=DAY)
        with self.assertRaisesRegex(ValueError, "row 2 has 3 cells"):
            self.pack.check([["id", "n"], ["a", 1], ["b", 2, "beyond"]], as_of=DAY)
        with self.assertRaisesRegex(ValueError, "has a key 'late'"):
            self.pack.check(({**FULL, **({"late": 1} if number == 3000 else {})} for number in range(4000)), as_of=DAY)
        for records in (b"bytes", [1, 2], ["text"], 5):
            with self.assertRaises(TypeError):
                self.pack.check(records, as_of=DAY)

    def test_incomplete(self):
        path = WORK / "broken.csv"
        path.write_text('id,n\na,7\nb,"8\n')
        with self.assertRaises(duly.IncompleteError) as raised:
            self.pack.check({"thing": path}, as_of=DAY)
        self.assertEqual(raised.exception.report.verdicts[0].key, "a")
        with self.assertRaises(duly.IncompleteError):
            self.pack.check([["id", "n"]], as_of=DAY)


class Frames(unittest.TestCase):
    def test_pandas(self):
        import pandas
        frame = pandas.DataFrame({"id": ["a", "b", "c"], "name": ["Ann", None, "Cid"], "n": [7, None, 3],
                                  "made_on": pandas.to_datetime(["2003-01-01", None, "2003-02-01"]), "good": [True, False, True]})
        report = open_pack().check(frame, as_of=DAY, only=["enough", "unreadable-value"])
        self.assertEqual(told(report)[0], ("enough", "b", "undecided", 2, "cannot be decided: n is empty"))
        self.assertEqual(told(report)[1], ("enough", "c", "violation", 3, "3 of Cid"))


class Stream(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]


class Layer:
    """GDAL's reading of a CSV, as an object that speaks Arrow's protocol for Python."""

    def __init__(self, path):
        self.gdal = gdal = ctypes.CDLL(ctypes.util.find_library("gdal"))
        gdal.GDALAllRegister()
        gdal.GDALOpenEx.restype = gdal.GDALDatasetGetLayer.restype = ctypes.c_void_p
        self.data = gdal.GDALOpenEx(str(path).encode(), 4, None, None, None)
        self.layer = gdal.GDALDatasetGetLayer(ctypes.c_void_p(self.data), 0)
        self.stream = Stream()

    def __arrow_c_stream__(self, requested_schema=None):
        self.gdal.OGR_L_GetArrowStream(ctypes.c_void_p(self.layer), ctypes.byref(self.stream), None)
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new(ctypes.addressof(self.stream), b"arrow_array_stream", None)


class Arrow(unittest.TestCase):
    @staticmethod
    def told(finding):
        """Without lines, which are counted from elsewhere."""
        return finding.rule, finding.key, finding.fingerprint, None if finding.rule == "duplicate-key" else finding.message

    def test_gdal(self):
        path, pack = "fixtures/meeting-2003/applicants.csv", duly.Pack("rules/university-2003")
        layer = Layer(path)
        of_file = pack.check(path, gate="meeting", on="2003-12-20")
        of_stream = pack.check(layer, gate="meeting", on="2003-12-20")
        self.assertIsNone(layer.stream.release)
        self.assertEqual([self.told(finding) for finding in of_file.findings if finding.key],
                         [self.told(finding) for finding in of_stream.findings if finding.key])
        self.assertEqual([(v.key, v.verdict, v.earliest) for v in of_file.verdicts], [(v.key, v.verdict, v.earliest) for v in of_stream.verdicts])
        self.assertGreater(len(of_stream.findings), 10)
        with self.assertRaisesRegex(duly.UsageError, "released before it was read"):
            layer.__arrow_c_stream__ = lambda: None
            pack.check(Released(layer), as_of=DAY)


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


Schema._fields_ = [("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_void_p), ("flags", ctypes.c_int64),
                   ("n_children", ctypes.c_int64), ("children", ctypes.POINTER(ctypes.POINTER(Schema))), ("dictionary", ctypes.c_void_p),
                   ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))), ("private_data", ctypes.c_void_p)]
Array._fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64), ("n_buffers", ctypes.c_int64),
                  ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)), ("children", ctypes.POINTER(ctypes.POINTER(Array))),
                  ("dictionary", ctypes.c_void_p), ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))), ("private_data", ctypes.c_void_p)]


def at(address, kind, index):
    return kind.from_address(address + index * ctypes.sizeof(kind)).value


def cell(array, form, row):
    row += array.offset
    if array.buffers[0] and not at(array.buffers[0], ctypes.c_uint8, row // 8) >> row % 8 & 1:
        return None
    if form == b"u":
        begin, end = at(array.buffers[1], ctypes.c_int32, row), at(array.buffers[1], ctypes.c_int32, row + 1)
        return ctypes.string_at(array.buffers[2] + begin, end - begin).decode()
    if form == b"tdD":
        return datetime.date(1970, 1, 1) + datetime.timedelta(at(array.buffers[1], ctypes.c_int32, row))
    assert form == b"L", form
    return at(array.buffers[1], ctypes.c_uint64, row)


def rows_of(object):
    """All rows of a stream, as any consumer of Arrow's protocol for Python takes it: by nothing but its capsule."""
    capsule = object.__arrow_c_stream__()
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    stream = Stream.from_address(get(capsule, b"arrow_array_stream"))
    taken, schema, rows = Stream.from_buffer_copy(stream), Schema(), []
    stream.release = None  # moved
    function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    assert function(taken.get_schema)(ctypes.byref(taken), ctypes.byref(schema)) == 0
    columns = [(schema.children[i].contents.name.decode(), schema.children[i].contents.format) for i in range(schema.n_children)]
    while True:
        batch = Array()
        assert function(taken.get_next)(ctypes.byref(taken), ctypes.byref(batch)) == 0
        if not batch.release:
            break
        rows += [{name: cell(batch.children[i].contents, form, row) for i, (name, form) in enumerate(columns)} for row in range(batch.length)]
        batch.release(ctypes.byref(batch))
    schema.release(ctypes.byref(schema))
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(taken.release)(ctypes.byref(taken))
    return rows


class Streams(unittest.TestCase):
    def test_same_as_report(self):
        path, options = "fixtures/meeting-2003/applicants.csv", {"gate": "meeting", "on": "2003-12-20"}
        pack = duly.Pack("rules/university-2003")
        report, streams = pack.check(path, **options), pack.check_arrow(path, **options)
        self.assertEqual((streams.found, bool(streams)), (report.found, bool(report)))
        del pack
        verdicts, findings = rows_of(streams.verdicts), rows_of(streams.findings)
        self.assertGreater(len(verdicts), 20)
        self.assertEqual([(row["table"], row["key"], row["section"], row["verdict"], row["earliest"], row["file"], row["line"]) for row in verdicts],
                         [(v.table, v.key, v.unit, v.verdict, v.earliest, v.file, v.line) for v in report.verdicts])
        self.assertEqual([(row["rule"], row["severity"], row["outcome"], row["message"], row["key"], row["line"], row["clears_on"], row["fingerprint"]) for row in findings],
                         [(f.rule, f.severity, f.outcome, f.message, f.key, f.line, f.clears_on, f.fingerprint) for f in report.findings])
        with self.assertRaisesRegex(ValueError, "taken already"):
            streams.verdicts.__arrow_c_stream__()

    def test_in_and_out(self):
        streams = open_pack().check_arrow([{**FULL, "id": str(number), "n": number % 10} for number in range(3000)], as_of=DAY, table="thing")
        second = duly.Pack("told", files={"told/pack.yaml": """\
pack: {name: told}
tables: {told: {file: told, key: key, fields: {key: {type: string}, verdict: {type: string}, line: {type: int}}}}
rules: [{id: all, for: told, group_by: {verdict: told.verdict}, require: count() < 0, message: "{count()} to line {max(told.line)}"}]
"""})
        report = second.check(streams.verdicts, as_of=DAY, only="all", table="told")
        self.assertEqual([(f.group["verdict"], f.message) for f in report.findings], [("blocked", "1500 to line 2995"), ("ready", "1500 to line 3000")])
        with self.assertRaises(ValueError):
            second.check(streams.verdicts, as_of=DAY)

    def test_not_taken(self):
        """Streams that nobody takes are given back with their objects."""
        for _ in range(3):
            open_pack().check_arrow([FULL], as_of=DAY)

    def test_faults(self):
        pack = open_pack()
        with self.assertRaises(duly.UsageError):
            pack.check_arrow([FULL], as_of=DAY, gate="nowhere")
        with self.assertRaisesRegex(TypeError, "no option 'html'"):
            pack.check_arrow([FULL], html=True)
        with self.assertRaisesRegex(TypeError, "row 1"):
            pack.check_arrow([{"n": object()}], as_of=DAY)
        path = WORK / "half.csv"
        path.write_text('id,n\na,7\nb,"8\n')
        with self.assertRaises(duly.IncompleteError) as raised:
            pack.check_arrow({"thing": path}, as_of=DAY)
        self.assertEqual([row["key"] for row in rows_of(raised.exception.report.verdicts)], ["a"])


class Released:
    """A stream that somebody has read already."""

    def __init__(self, layer):
        self.layer = layer

    def __arrow_c_stream__(self, requested_schema=None):
        self.stream = Stream()
        new = ctypes.pythonapi.PyCapsule_New
        return new(ctypes.addressof(self.stream), b"arrow_array_stream", None)


if __name__ == "__main__":
    failed, tried = doctest.testmod(duly)
    assert tried > 5 and failed == 0
    unittest.main(verbosity=0)
