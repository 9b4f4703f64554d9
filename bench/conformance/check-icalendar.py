"""Reads names of iCalendar files, one per line; writes "name<TAB>what icalendar says" for each remark on them, and
"name<TAB>=PROPERTY<TAB>its text in hexadecimal" for each property of an event."""

import sys

import icalendar


def faults_of(path):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    if calendar.name != "VCALENDAR":
        yield "is not one VCALENDAR"
    for component in calendar.walk():
        # What it cannot read of a component it passes over, and keeps here.
        for name, message in component.errors:
            yield f"{component.name} {name}: {message}"
    calendar.to_ical()
    for event in calendar.walk("VEVENT"):
        for name, values in event.items():
            for value in values if isinstance(values, list) else [values]:
                text = value if isinstance(value, str) else ""
                print(path, f"={name}", text.encode().hex(), sep="\t")


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        faults = list(faults_of(path))
    except Exception as error:
        faults = [f"{type(error).__name__}: {error}"]
    for fault in faults:
        print(path, " ".join(fault.split())[:200], sep="\t")
