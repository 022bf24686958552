"""The timelines of fixtures/timelines once more: timelines.py PROGRAM. What `duly explain` tells of each step, span and limit is worked
out here from the rosters alone, by the national rules as this file knows them."""
import calendar
import datetime
import json
import pathlib
import subprocess
import sys

import yaml

HOME = pathlib.Path("fixtures/timelines")
AS_OF = {"1990": "2004-12-31", "2014": "2025-12-31", "2026": "2029-06-30", "1990-2014": "2015-12-31", "under-way": "2026-11-20"}
RULES_2014, RULES_2026 = datetime.date(2014, 5, 28), datetime.date(2026, 5, 18)
DAY = datetime.timedelta(days=1)
# Around the notices of the rosters: days of the week that were free, days of its end that were worked.
FREE = {f"2023-{day}" for day in ("09-29", "10-02", "10-03", "10-04", "10-05", "10-06")} | {"2026-09-25", "2026-10-01", "2026-10-02"}
WORKED = {"2023-10-07", "2023-10-08", "2026-09-20"}
KNOWN_YEARS = range(2002, 2027)

STEPS = """applied first_talk activist activist_recorded contacts training_closed listing_decided listed introducers political_review
short_course_to branch_reviewed pre_reviewed form_issued meeting organiser_talk approved filed enrolled oath probation_closed
conversion_applied conversion_meeting conversion_approved archived""".split()

duly = sys.argv[1]
failures = []


def months(day, count):
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days(first, last):
    days = [first + i * DAY for i in range((last - first).days + 1)]
    return sum(text(day) in WORKED or (day.weekday() < 5 and text(day) not in FREE) for day in days)


class Person:
    """A row of a roster, and the limits that it has to keep."""

    def __init__(self, row, as_of):
        self.row, self.as_of = row, as_of
        self.limits = {}

    def step(self, name):
        return self.row.get(name if name.endswith("_to") else name + "_on")

    def limit(self, rule, begin, end, since=None, until=None, first=None, last=None):
        """An interval, where its first step was taken and it was in force on the day of the second."""
        start, stop = self.step(begin), self.step(end)
        day = stop or self.as_of
        if not start or (since and day < since) or (until and day >= until):
            return
        bounds = [first(start) if first else None, last(start) if last else None]
        if since and last and not first and bounds[1] < since:
            return # a limit that ended before it was in force
        broken = (stop or self.as_of) > bounds[1] if bounds[1] else False
        broken |= bool(stop and bounds[0] and stop < bounds[0])
        self.limits[rule] = (bounds[0], bounds[1], "violation" if broken else "pass" if stop else "not_applicable")

    def first_day(self, rule, end, day, kept):
        if day:
            self.limits[rule] = (day, None, "not_applicable" if not self.step(end) else "pass" if kept else "violation")

    def again(self, rule, begin, end, field, keeps):
        start, stop = self.step(begin), self.step(end)
        if start and stop:
            days = sorted({day for day in self.row.get(field, []) if start < day <= stop})
            self.limits[rule] = (None, "again", "pass" if keeps(start, days, stop) else "violation")

    def work_out(self):
        def month(day):
            return months(day, 1)

        self.limit("first-talk-in-time", "applied", "first_talk", since=RULES_2014, last=month)
        self.limit("activist-filed-in-time", "activist", "activist_recorded", since=RULES_2014, last=month)
        self.again("inspections-without-gaps", "activist", "listed", "inspected_on",
                   lambda start, days, stop: all(b <= months(a, 8) for a, b in zip([start, *days], [*days, stop])))
        self.limit("meeting-within-a-month", "pre_reviewed", "meeting", since=RULES_2026, last=month)
        self.limit("approval-in-time", "meeting", "approved", last=lambda day: months(day, 6 if self.row.get("approval_reason") else 3))
        self.limit("approval-not-too-late", "meeting", "approved", last=lambda day: months(day, 6))
        late = self.limits.get("approval-not-too-late")
        if late and late[2] == "violation": # one cause, one finding
            self.limits["approval-in-time"] = (*self.limits["approval-in-time"][:2], "not_applicable")
        self.limit("approval-filed", "approved", "filed", since=RULES_2014, last=month)
        self.limit("enrolled-in-time", "approved", "enrolled", since=RULES_2014, first=lambda day: day, last=lambda day: day + 30 * DAY)
        self.limit("oath-in-time", "approved", "oath", since=RULES_2026, last=month)
        if (self.step("conversion_meeting") or self.as_of) < RULES_2014:
            self.again("probation-inspected-quarterly", "meeting", "conversion_meeting", "probation_inspected_on",
                       lambda start, days, stop: all(any(months(start, 3 * period) < day <= months(start, 3 * period + 3) for day in days)
                                                     for period in range(12) if months(start, 3 * period + 3) <= stop))
        over = 12 + self.row.get("extension_months", 0)
        self.limit("probation-lasted", "meeting", "conversion_meeting", first=lambda day: months(day, over),
                   last=lambda day: months(months(day, over), 15))  # the longest extension, and its approval
        if self.row.get("conversion_outcome") == "postponed":  # who was transferred meanwhile
            self.limit("postponed-in-time", "meeting", "conversion_meeting", since=RULES_2014, last=lambda day: months(months(day, over), 6))
        self.limit("conversion-approved-in-time", "conversion_meeting", "conversion_approved", last=lambda day: months(day, 3))
        self.work_out_first_days()

    def work_out_first_days(self):
        row = self.row
        begun = row.get("earlier_activist_on") if row.get("earlier_accepted") else row.get("activist_on")
        listed, notice = row.get("listed_on"), row.get("listing_notice_to")
        ended = notice if (listed or self.as_of) >= RULES_2026 else listed
        year = months(begun, 12) if begun else None
        self.first_day("training-lasted-a-year", "listed", year, year and ended and ended >= year)
        self.first_day("listing-notice-over", "listed", notice and notice + DAY, notice and listed and listed > notice)
        notice = row.get("notice_to")
        self.first_day("notice-over-before-meeting", "meeting", notice and notice + DAY, notice and row["meeting_on"] > notice)


def notice_outcome(row):
    """Five working days, the first one counted."""
    first, last = row.get("listing_notice_from"), row.get("listing_notice_to")
    if not first:
        return "not_applicable"
    if first.year not in KNOWN_YEARS:
        return "undecided"
    return "pass" if working_days(first, last) >= 5 else "violation"


def document(day):
    return "Trial rules of 1990" if day < RULES_2014 else "Rules of 2014" if day < RULES_2026 else "Revision of 2026"


def explain(folder, key):
    words = [duly, "explain", "-r", "rules/national", str(HOME / folder), "--as-of", AS_OF[folder], key, "--format", "json"]
    return json.loads(subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout)


def text(day):
    return day.isoformat() if day else None


def expect(who, what, told, known):
    if told != known:
        failures.append(f"{who}: {what}: {told}, by the roster {known}")


def compare(who, person, told):
    outcomes = {}
    for rule in told["rules"]:  # one that is there twice applies in one of its versions
        if outcomes.get(rule["id"], "not_applicable") == "not_applicable":
            outcomes[rule["id"]] = rule["outcome"]
    taken = [person.step(name) for name in STEPS]
    expect(who, "steps", [step["on"] for step in told["steps"]], [text(day) for day in taken])
    last = max(i for i, day in enumerate(taken) if day)
    expect(who, "documents", [step["document"] for step in told["steps"]],
           [document(day) if day else None if i < last else document(person.as_of) for i, day in enumerate(taken)])
    expect(who, "notice", outcomes["listing-notice-long-enough"], notice_outcome(person.row))
    open_again = {item["rule"] for item in told["intervals"] if item["again"] and not item["to_on"]}
    expect(who, "limits", sorted({item["rule"] for item in told["intervals"]} - open_again), sorted(person.limits))
    for item in told["intervals"]:
        first, last_day, outcome = person.limits.get(item["rule"], (None, "again", None))
        expect(who, item["rule"] + " not before", item["earliest"], text(first))
        if last_day != "again":
            expect(who, item["rule"] + " by", item["due"], text(last_day))
        if outcome:
            expect(who, item["rule"], outcomes[item["rule"]], outcome)


def main():
    people = limits = 0
    for folder in AS_OF:
        for row in yaml.safe_load((HOME / folder / "applicants.yaml").read_text(encoding="utf-8")):
            person = Person(row, datetime.date.fromisoformat(AS_OF[folder]))
            person.work_out()
            compare(row["id"], person, explain(folder, row["id"]))
            people, limits = people + 1, limits + len(person.limits)
    print("\n".join(failures) or f"{people} people, {limits} limits: as the rosters have it")
    return 1 if failures or people != 13 else 0


sys.exit(main())
