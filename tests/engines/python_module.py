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
