"""duly checks that records followed their procedure, by rules that stand in YAML.

    >>> import duly
    >>> pack = duly.Pack("fixtures/library/rules")
    >>> report = pack.check("fixtures/library/batch", as_of="2003-12-31")
    >>> report.summary["verdicts"]
    {'ready': 16, 'blocked': 8, 'undecided': 1}
    >>> first = report.findings[0]
    >>> first.rule, first.key, first.file, first.line
    ('reminded-in-time', 'L2', 'fixtures/library/batch/loans.csv', 3)
    >>> first.message
    'due on 2003-11-18, and 0 reminders'

Records need no file. Rows of a form, of a query, of a data frame or of anything that speaks Arrow are read as the rows of one:

    >>> rows = [{"id": "R1", "card": "4711"}, {"id": "R1", "card": None}]
    >>> report = pack.check({"reader": rows}, as_of="2003-12-31", only=["duplicate-key"])
    >>> [(finding.key, finding.line, finding.message) for finding in report.findings]
    [('R1', 2, "id 'R1' stands on line 1 already")]

What comes out goes to whoever speaks Arrow, without a Python object for each row, and may itself be checked:

    >>> streams = pack.check_arrow("fixtures/library/batch", as_of="2003-12-31")
    >>> rules = {"few/pack.yaml": '''
    ... pack: {name: few}
    ... tables: {told: {file: verdicts, fields: {table: {type: string}, verdict: {type: string}}}}
    ... rules:
    ...   - {id: few, for: told, when: told.verdict == 'blocked', group_by: {table: told.table}, require: count() <= 1, message: "{count()}"}
    ... '''}
    >>> report = duly.Pack("few", files=rules).check(streams.verdicts, as_of="2003-12-31")
    >>> [(finding.group, finding.message) for finding in report.findings if finding.rule == "few"]
    [({'table': 'book'}, '3'), ({'table': 'loan'}, '3')]

A pack may be opened once and used by any number of threads; the interpreter's lock is free while duly works.
"""

from __future__ import annotations

import csv
import datetime
import decimal
import itertools
import json
import math
import os
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _duly

__all__ = ["Pack", "Report", "Streams", "Stream", "Finding", "Verdict", "Problem", "Error", "PackError", "UsageError", "IncompleteError", "version"]

Date = Union[str, datetime.date]
_ROWS_AT_ONCE = 1024
_LOOKED_AHEAD = 1024


def version() -> str:
    """The version of the library, such as "0.1.0"."""
    return _duly.version()


# ---- what goes wrong

@dataclass(frozen=True)
class Problem:
    """Something that is wrong with a pack, with options, or with what was to be read.

    `line` and `column` count from 1, columns in characters; 0 where there is none. `excerpt` is the line with carets under it.
    `no_memory` tells that memory ran out, and nothing else is wrong.
    """
    severity: str
    id: str
    path: str
    line: int
    column: int
    message: str
    hint: str
    excerpt: str
    no_memory: bool = False

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}" + (f":{self.column}" if self.column else "")
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class Error(Exception):
    """What duly refuses. `problems` says why, each with its place."""

    def __init__(self, problems: Sequence[Problem], fallback: str = "") -> None:
        self.problems: List[Problem] = list(problems)
        errors = [str(problem) for problem in self.problems if problem.severity == "error"]
        super().__init__("\n".join(errors) or fallback)


class PackError(Error):
    """The pack has mistakes; all of them are in `problems`."""


class UsageError(Error, ValueError):
    """The options, or the records as such, are wrong: nothing was judged."""


class IncompleteError(Error):
    """Not everything could be read, or no record was judged. `report` is what was found until then: not the whole."""

    def __init__(self, problems: Sequence[Problem], report: Union["Report", "Streams"]) -> None:
        super().__init__(problems, "the run is incomplete")
        self.report = report


# ---- what comes out

@dataclass(frozen=True)
class Finding:
    """A violation, an undecided outcome, or one that is waived.

    `severity` is "error", "warning" or "info"; `outcome` "violation", "undecided" or "waived". `line` counts from 1: the line of a file, the
    row of a workbook, or of records that came from memory their number. `cells` are the fields that the rule read. `clears_on` is the first day on
    which the rule would hold. `raw` is all that duly tells, as in its JSON report.
    """
    rule: str
    severity: str
    outcome: str
    title: str
    message: str
    table: str
    key: Optional[str]
    group: Optional[Dict[str, Any]]
    file: Optional[str]
    line: Optional[int]
    cells: List[Dict[str, Any]]
    clears_on: Optional[datetime.date]
    gate: Optional[str]
    source: Optional[str]
    fingerprint: Optional[str]
    raw: Dict[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Verdict:
    """What became of one record: "ready", "blocked" or "undecided". `earliest` is the first day on which a blocked one would be ready."""
    table: str
    key: Optional[str]
    label: Optional[str]
    unit: Optional[str]
    verdict: str
    earliest: Optional[datetime.date]
    file: Optional[str]
    line: Optional[int]
    raw: Dict[str, Any] = field(repr=False, compare=False)


def _day(text: Optional[str]) -> Optional[datetime.date]:
    return datetime.date.fromisoformat(text) if text else None


def _finding(told: Dict[str, Any]) -> Finding:
    return Finding(told["rule"], told["severity"], told["outcome"], told["title"], told["message"], told["table"], told.get("key"),
                   told.get("group"), told.get("file"), told.get("line"), told.get("cells") or [], _day(told.get("clears_on")),
                   told.get("gate"), told.get("source"), told.get("fingerprint"), told)


def _verdict(told: Dict[str, Any]) -> Verdict:
    return Verdict(told["table"], told.get("key"), told.get("label"), told.get("unit"), told["verdict"], _day(told.get("earliest")),
                   told.get("file"), told.get("line"), told)


class Report:
    """What a check found.

    `findings` and `verdicts` are lists in the order of the records; `summary` counts (`summary["verdicts"]`, `summary["rules"]`);
    `run` and `pack` say what was checked by what. `problems` are warnings about what was read. `found` tells whether something was found at
    or above `fail_on`. It is true as a condition where nothing was: `if pack.check(...): ...`.
    """

    def __init__(self, lines: bytes, reports: Dict[str, bytes], problems: Sequence[Problem], status: int) -> None:
        self.findings: List[Finding] = []
        self.verdicts: List[Verdict] = []
        self.summary: Dict[str, Any] = {}
        self.run: Dict[str, Any] = {}
        self.pack: Dict[str, Any] = {}
        self.problems: List[Problem] = list(problems)
        self.status = status
        self.found = status == 1
        self._reports = reports
        for line in lines.splitlines():
            self._take(json.loads(line))

    def _take(self, told: Dict[str, Any]) -> None:
        if "rule" in told:
            self.findings.append(_finding(told))
        elif "record" in told:
            self.verdicts.append(_verdict(told["record"]))
        else:
            self.summary, self.run, self.pack = told["summary"], told["run"], told["pack"]

    def __bool__(self) -> bool:
        return not self.found

    def __repr__(self) -> str:
        return f"<duly.Report of {len(self.verdicts)} records: {len(self.findings)} findings>"

    def to(self, format: str) -> bytes:
        """The report in a format that `check` was asked for (`formats`), as `duly check --format` writes it. KeyError: it was not."""
        return self._reports[format]

    def to_html(self) -> str:
        """One page that needs no network, as `duly check --format html` writes it. KeyError where `html=False` was said."""
        return self.to("html").decode()


class Stream:
    """Results as a stream of Arrow record batches, for whoever takes anything with `__arrow_c_stream__` (Polars, DuckDB, pyarrow, `Pack.check`).

    It can be taken once: ValueError where it was. What comes out of it lives on without it, and without its pack.
    """

    def __init__(self, capsule: object) -> None:
        self._capsule: Optional[object] = capsule

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        """The stream in a capsule. A schema that is requested is only a wish, and not looked at: columns are utf8, date32 and uint64."""
        capsule, self._capsule = self._capsule, None
        if capsule is None:
            raise ValueError("this stream was taken already: check once more for another")
        return capsule


class Streams:
    """What a check found, as columns; some 200 bytes a row, and no Python object for any.

    `verdicts` has a row for each record: table, key, label, section, verdict, for_want_of, earliest, earliest_step, closed_on, file, line, sheet;
    `findings` one for each finding: rule, severity, outcome, title, message, table, key, group, fields, file, line, sheet, a1, clears_on,
    gate, source, fingerprint. Days are date32, lines uint64 (from 1), all else utf8; null where there is nothing. `problems`, `found` and
    the truth of it are as of a Report.
    """

    def __init__(self, verdicts: object, findings: object, problems: Sequence[Problem], status: int) -> None:
        self.verdicts = Stream(verdicts)
        self.findings = Stream(findings)
        self.problems: List[Problem] = list(problems)
        self.status = status
        self.found = status == 1

    def __bool__(self) -> bool:
        return not self.found


# ---- what goes in

def _is_missing(value: Any) -> bool:
    if value is None:
        return True
    try:
        return bool(value != value)  # NaN, NaT
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _text(value: Any) -> Optional[str]:
    """A value as a file would have it; None where there is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return _array(value)
    if _is_missing(value):
        return None
    if hasattr(value, "item") and not isinstance(value, datetime.date):
        value = value.item()  # a number of numpy
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError(f"a cell holds a {type(value).__name__}, which is no text, number, day, time or list of these")


def _moment(value: datetime.datetime) -> str:
    """At midnight without a zone it stands for the day: that is what data frames make of days."""
    if value.tzinfo is None and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat()


def _array(values: Iterable[Any]) -> Optional[str]:
    texts = [text for text in map(_text, values) if text is not None]
    quoted = ('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return "{" + ",".join(quoted) + "}" if texts else None


def _blocks(rows: Iterator[Sequence[Any]], width: int) -> Callable[[], List[List[Optional[str]]]]:
    numbers = itertools.count(1)

    def row_of(row: Sequence[Any]) -> List[Optional[str]]:
        number = next(numbers)
        if len(row) > width and any(not _is_missing(cell) and cell != "" for cell in row[width:]):
            raise ValueError(f"row {number} has {len(row)} cells, and there are {width} columns")
        try:
            cells = [_text(cell) for cell in row[:width]]
        except TypeError as error:
            raise TypeError(f"row {number}: {error}") from None
        return cells + [None] * (width - len(cells))

    return lambda: [row_of(row) for row in itertools.islice(rows, _ROWS_AT_ONCE)]


def _of_mappings(rows: Iterator[Mapping[str, Any]], first: List[Mapping[str, Any]]) -> Tuple[List[str], Iterator[List[Any]]]:
    """Columns are the keys of the first rows, in their order; a key that turns up behind those is a mistake, and told."""
    columns: Dict[str, None] = {}
    for row in first:
        columns.update(dict.fromkeys(key for key in row if key is not None))
    names = list(columns)

    def cells() -> Iterator[List[Any]]:
        for number, row in enumerate(itertools.chain(first, rows), 1):
            unknown = [key for key in row if key not in columns]
            if unknown:
                raise ValueError(f"row {number} has a key {unknown[0]!r}, which none of the first {len(first)} rows has")
            yield [row.get(name) for name in names]

    return names, cells()


def _of_rows(rows: Iterable[Any]) -> Tuple[List[str], Iterator[Sequence[Any]]]:
    reader = iter(rows)
    if isinstance(rows, csv.DictReader):
        names = list(rows.fieldnames or [])
        return names, ([row.get(name) for name in names] + list(row.get(rows.restkey) or []) for row in reader)
    first = list(itertools.islice(reader, len(rows) if isinstance(rows, (list, tuple)) else _LOOKED_AHEAD))
    if all(isinstance(row, Mapping) for row in first):
        return _of_mappings(reader, first)
    if any(isinstance(row, (str, bytes, Mapping)) or not hasattr(row, "__len__") for row in first):
        raise TypeError("rows are mappings, or sequences of cells of which the first names the columns")
    return [str(name) for name in first[0]], itertools.chain(first[1:], reader)


def _is_path(records: Any) -> bool:
    return isinstance(records, (str, os.PathLike))


def _is_frame(records: Any) -> bool:
    return hasattr(records, "itertuples") and hasattr(records, "columns")


def _source(table: str, records: Any) -> Tuple[Any, ...]:
    name = table or "records"
    if isinstance(records, tuple) and len(records) == 2 and isinstance(records[0], str) and isinstance(records[1], bytes):
        return records[0], table, records[1]
    if hasattr(records, "__arrow_c_stream__"):
        return name, table, records.__arrow_c_stream__()
    if _is_frame(records):
        columns = [str(column) for column in records.columns]
        return name, table, columns, _blocks(records.itertuples(index=False, name=None), len(columns))
    if isinstance(records, (bytes, bytearray)):
        raise TypeError("the bytes of a file come with its name: ('roster.xlsx', bytes)")
    columns, rows = _of_rows(records)
    return name, table, columns, _blocks(iter(rows), len(columns))


def _number_of(day: Optional[Date], otherwise: Optional[datetime.date]) -> int:
    if day is None and otherwise is None:
        return 0
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day)
    day = day or otherwise
    assert day is not None
    return day.year * 10000 + day.month * 100 + day.day


def _words(given: Union[None, str, Iterable[str]]) -> List[str]:
    return [given] if isinstance(given, str) else list(given or ())


_SEVERITIES = ("error", "warning", "info", "never")


class Pack:
    """A folder of rules, opened and checked once.

    `files` are texts that stand in front of those of the disk: {"rules/mine/rules.yaml": text} for what an editor has not saved, or a whole pack
    without a disk. `language` ("en", "zh") is that of titles and of what is told. PackError: the pack has mistakes; MemoryError.
    `problems` are its warnings, where `lint=True` asks for them.
    """

    def __init__(self, path: Union[str, "os.PathLike[str]"], *, files: Optional[Mapping[str, str]] = None, language: Optional[str] = None,
                 lint: bool = False) -> None:
        problems, hear = _listen()
        texts = [(os.fspath(name), text) for name, text in (files or {}).items()]
        self._pack = _duly.open_pack(os.fspath(path), texts, language, not lint, hear)
        self._language = language
        self.problems: List[Problem] = problems
        if self._pack is None:
            if any(problem.no_memory for problem in problems):
                raise MemoryError(str(problems[-1]))
            raise PackError(problems, f"{path}: the pack cannot be used")
        self.name, self.path, self.title, self.sha256, self.rule_count = _duly.describe(self._pack)

    def __repr__(self) -> str:
        return f"<duly.Pack {self.name}: {self.rule_count} rules>"

    def check(self, records: Any, *, table: str = "", as_of: Optional[Date] = None, gate: Optional[str] = None, on: Optional[Date] = None,
              only: Union[None, str, Iterable[str]] = None, skip: Union[None, str, Iterable[str]] = None,
              set: Optional[Mapping[str, Any]] = None, elsewhere: Union[None, str, Iterable[str]] = None, fail_on: str = "error",
              redact: bool = False, jobs: Optional[int] = None, max_findings: int = 0, language: Optional[str] = None,
              encoding: Optional[str] = None, waivers: Optional[str] = None, baseline: Optional[str] = None, agenda: Optional[str] = None,
              mapping: Optional[str] = None, html: bool = True, formats: Iterable[str] = ()) -> Report:
        """Checks records and gives a Report.

        `records` are a path (a folder or a file), rows (mappings; or sequences of cells of which the first names the columns, as csv.reader gives
        them), a data frame, anything with `__arrow_c_stream__`, or the bytes of a file with its name, ("roster.xlsx", b"…"). A mapping says which table is which
        ({"unit": "units.csv", "member": rows}); else `table` does, or the headings.

        `as_of`: the day on which they are judged ("2003-12-31" or a date); today where nothing is said. `gate` and `on`: before which step, and its day.
        `set`: parameters for this run. `fail_on`: from which severity on something counts as found: "error", "warning", "info" or "never".
        `redact`: private fields never leave. `jobs`: threads, as many as there are processors where nothing is said. `html=False` saves making the page;
        `formats` are others to be made ("json", "sarif", "xlsx"), for `Report.to`.

        UsageError: options or records are wrong. IncompleteError: not everything was read. What an iterator of rows raises comes through.
        """
        lines: List[bytes] = []
        made: Dict[str, List[bytes]] = {name: [] for name in [*(["html"] if html else []), *formats]}
        writers = [("ndjson", lines.append), *((name, pieces.append) for name, pieces in made.items())]
        problems, hear = _listen()
        options, sources = self._options(records, table, as_of=as_of, gate=gate, on=on, only=only, skip=skip, set=set, elsewhere=elsewhere,
                                         fail_on=fail_on, redact=redact, jobs=jobs, max_findings=max_findings, language=language,
                                         encoding=encoding, waivers=waivers, baseline=baseline, agenda=agenda, mapping=mapping)
        status = _duly.check(self._pack, options, sources, writers, True, hear)
        _refuse(status, problems)
        report = Report(b"".join(lines), {name: b"".join(pieces) for name, pieces in made.items()}, problems, status)
        if status not in (0, 1):
            raise IncompleteError(problems, report)
        return report

    def check_arrow(self, records: Any, *, table: str = "", **options: Any) -> Streams:
        """Checks records as `check` does, with the same `records` and options (but `html` and `formats`), and gives Streams: for millions of them,
        and for whoever works with columns. UsageError and IncompleteError as there, the latter with Streams as its `report`.
        """
        problems, hear = _listen()
        unknown = [name for name in options if name not in _OPTIONS]
        if unknown:
            raise TypeError(f"check_arrow() has no option {unknown[0]!r}")
        taken, sources = self._options(records, table, **{**_OPTIONS, **options})
        status, verdicts, findings = _duly.check_arrow(self._pack, taken, sources, hear)
        _refuse(status, problems)
        streams = Streams(verdicts, findings, problems, status)
        if status not in (0, 1):
            raise IncompleteError(problems, streams)
        return streams

    def _options(self, records: Any, table: str, *, as_of: Optional[Date], on: Optional[Date], gate: Optional[str], fail_on: str,
                 only: Union[None, str, Iterable[str]], skip: Union[None, str, Iterable[str]], elsewhere: Union[None, str, Iterable[str]],
                 set: Optional[Mapping[str, Any]], jobs: Optional[int], language: Optional[str],
                 **others: Any) -> Tuple[Dict[str, Any], List[Any]]:
        """The options and sources as the part that is C takes them."""
        if fail_on not in _SEVERITIES:
            raise ValueError(f"fail_on is one of {', '.join(_SEVERITIES)}, and not {fail_on!r}")
        options, sources = _batch(records, table)
        options.update(others, as_of=_number_of(as_of, None if as_of else _number_day(on)), on=_number_of(on, None), gate=gate,
                       only=_words(only), skip=_words(skip), set=[f"{name}={_text(value)}" for name, value in (set or {}).items()],
                       elsewhere=_words(elsewhere), fail_on=_SEVERITIES.index(fail_on), jobs=jobs or os.cpu_count() or 1,
                       language=language or self._language)
        return options, sources


_OPTIONS: Dict[str, Any] = {"as_of": None, "gate": None, "on": None, "only": None, "skip": None, "set": None, "elsewhere": None, "fail_on": "error",
                            "redact": False, "jobs": None, "max_findings": 0, "language": None, "encoding": None, "waivers": None,
                            "baseline": None, "agenda": None, "mapping": None}


def _refuse(status: int, problems: Sequence[Problem]) -> None:
    if status == 5:
        raise MemoryError(str(problems[-1]) if problems else "out of memory")
    if status == 2:
        raise UsageError(problems, "nothing was checked")


def _batch(records: Any, table: str) -> Tuple[Dict[str, Any], List[Any]]:
    """What of the records are paths, and what comes from memory."""
    tables = records if isinstance(records, Mapping) else {table: records}
    options: Dict[str, Any] = {"batch": [], "table_files": []}
    sources: List[Any] = []
    for name, given in tables.items():
        if not _is_path(given):
            sources.append(_source(name, given))
        elif name:
            options["table_files"].append(f"{name}={os.fspath(given)}")
        else:
            options["batch"].append(os.fspath(given))
    return options, sources


def _number_day(on: Optional[Date]) -> datetime.date:
    """The day on which a batch is judged where nothing is said: that of the step, else today."""
    return datetime.date.fromisoformat(on) if isinstance(on, str) else on or datetime.date.today()


def _listen() -> Tuple[List[Problem], Callable[..., None]]:
    problems: List[Problem] = []
    return problems, lambda severity, *rest: problems.append(Problem(_SEVERITIES[severity], *rest))
