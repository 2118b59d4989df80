"""Reads calendars back with a parser that did not write them."""

from types import SimpleNamespace

import vobject


def read(data):
    """Return the calendar as vobject reads it, after looking at the lines themselves as RFC 5545 asks."""
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    names = [line.split(b":")[0].split(b";")[0] for line in lines]
    assert not {b"METHOD", b"ATTENDEE", b"ORGANIZER", b"TZID", b"BEGIN:VTIMEZONE"} & set(names)
    assert b"BEGIN:VTIMEZONE" not in data
    calendar = vobject.readOne(data.decode())
    assert calendar.version.value == "2.0"
    return calendar


def events(data):
    """Return the events in their order, with plain values; what an event does not say is empty."""
    return [_plain(event) for event in read(data).contents.get("vevent", [])]


def _plain(event):
    said = {name: values[0].value for name, values in event.contents.items()}
    names = ("summary", "status", "location", "description", "url", "sequence", "transp")
    return SimpleNamespace(
        **{name: said.get(name, "") for name in names},
        uid=said["uid"],
        starts=said["dtstart"],
        ends=said["dtend"],
        stamp=said["dtstamp"],
        modified=said["last-modified"],
    )
