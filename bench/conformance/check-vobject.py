"""Reads names of iCalendar files, one per line; writes "name<TAB>what vobject says" for each it refuses, and
"name<TAB>=PROPERTY<TAB>its text in hexadecimal" for each property of an event."""

import sys

import vobject


def fault_of(path):
    with open(path, "rb") as file:
        text = file.read().decode("utf-8")
    calendars = list(vobject.readComponents(text, validate=True))
    if [calendar.name for calendar in calendars] != ["VCALENDAR"]:
        return "is not one VCALENDAR"
    (calendar,) = calendars
    for event in calendar.components():
        event.validate(raiseException=True)
        for child in event.getChildren():
            text = child.value if isinstance(child.value, str) else ""
            print(path, f"={child.name}", text.encode().hex(), sep="\t")
    calendar.serialize()
    return None


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        fault = fault_of(path)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
    if fault:
        print(path, " ".join(fault.split())[:200], sep="\t")
