"""Holds a calendar of `duly due` against a parser that is not ours (icalendar), and against the JSON of the same run:
ics.py CALENDAR JSON"""
import datetime
import json
import sys

import icalendar


def lines_of(data):
    assert data.endswith(b"\r\n"), "the last line has no end"
    lines = data[:-2].split(b"\r\n")
    for line in lines:
        assert len(line) <= 75, f"a line of {len(line)} bytes: {line!r}"
        assert b"\n" not in line and b"\r" not in line, f"a bare line end: {line!r}"
        line.decode("utf-8")
    return lines


def main(calendar_path, json_path):
    data = open(calendar_path, "rb").read()
    report = json.load(open(json_path, encoding="utf-8"))
    lines_of(data)
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors, calendar.errors
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    events = calendar.walk("VEVENT")
    shown = [item for item in report["due"] if item["due"]]
    assert len(events) == len(shown), f"{len(events)} events, {len(shown)} days"
    as_of = datetime.date.fromisoformat(report["run"]["as_of"])
    for event, item in zip(events, shown):
        assert not event.errors, event.errors
        start = event.decoded("DTSTART")
        assert type(start) is datetime.date and start.isoformat() == item["due"], "no event of a whole day"
        assert event.decoded("DTSTAMP").date() == as_of
        assert str(event["UID"]).startswith(item["fingerprint"])
        who = item["label"] or item["key"]
        summaries = [item["what"] + colon + who for colon in (": ", "：")] if who else [item["what"]]
        assert str(event["SUMMARY"]) in summaries, event["SUMMARY"]
        assert item["rule"] in str(event["DESCRIPTION"])
    assert len({str(event["UID"]) for event in events}) == len(events), "an identifier stands twice"


main(*sys.argv[1:])
