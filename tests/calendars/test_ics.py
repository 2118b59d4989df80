"""The bytes of a calendar, read back by a parser that did not write them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lms.calendars.ics import CANCELLED, Event, Feed, etag_of, ics_of
from tests.calendars.reading import events, read

CHANGED_AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
EVENT = Event(
    uid="7d0c2a3e-0000-4000-8000-000000000001@clus3.example",
    sequence=2,
    changed_at=CHANGED_AT,
    starts_at=datetime(2027, 1, 12, 8, 0, tzinfo=UTC),
    ends_at=datetime(2027, 1, 12, 12, 0, tzinfo=UTC),
    summary="Governance",
    location="Udine, Sala Rossa",
    description="Una riga\nUn’altra",
    url="https://clus3.example/it/offerings/ed-001/",
)
# What these values were in bytes when FORM was "2". Whoever changes the bytes raises FORM, and writes both here.
KNOWN = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//CLUS3 Academy//Calendar//EN\r
CALSCALE:GREGORIAN\r
NAME:Name\\, with a comma\r
X-WR-CALNAME:Name\\, with a comma\r
REFRESH-INTERVAL;VALUE=DURATION:PT6H\r
X-PUBLISHED-TTL:PT6H\r
BEGIN:VEVENT\r
SUMMARY:Governance\r
DTSTART:20270112T080000Z\r
DTEND:20270112T120000Z\r
DTSTAMP:20261120T100000Z\r
UID:7d0c2a3e-0000-4000-8000-000000000001@clus3.example\r
SEQUENCE:2\r
DESCRIPTION:Una riga\\nUn’altra\r
LAST-MODIFIED:20261120T100000Z\r
LOCATION:Udine\\, Sala Rossa\r
STATUS:CONFIRMED\r
TRANSP:OPAQUE\r
URL:https://clus3.example/it/offerings/ed-001/\r
END:VEVENT\r
END:VCALENDAR\r
"""


def feed(*found, name="Name, with a comma"):
    return Feed(name, found)


def test_bytes_are_those_of_this_form():
    assert ics_of(feed(EVENT)).decode() == KNOWN
    assert ics_of(feed(EVENT)) == ics_of(feed(EVENT))


def test_event_says_what_it_was_given():
    (found,) = events(ics_of(feed(EVENT)))
    assert (found.uid, found.sequence, found.status) == (EVENT.uid, "2", "CONFIRMED")
    assert (found.starts, found.ends) == (EVENT.starts_at, EVENT.ends_at)
    assert (found.stamp, found.modified) == (CHANGED_AT, CHANGED_AT)
    assert (found.summary, found.location, found.url) == (EVENT.summary, EVENT.location, EVENT.url)
    assert found.description == EVENT.description


def test_calendar_says_its_name_and_when_to_ask_again():
    calendar = read(ics_of(feed()))
    said = {name: values[0].value for name, values in calendar.contents.items()}
    assert (said["name"], said["x-wr-calname"]) == ("Name, with a comma", "Name, with a comma")
    assert (said["refresh-interval"], said["x-published-ttl"]) == ("PT6H", "PT6H")


def test_any_words_come_back_as_they_were():
    words = "Perché; no, \\n “così” " * 20
    (found,) = events(ics_of(feed(replace(EVENT, summary=words, description=f"{words}\n{words}"))))
    assert found.summary == words.strip()
    assert found.description == f"{words}\n{words}".strip()


def test_control_characters_and_foreign_line_ends_are_left_out():
    (found,) = events(ics_of(feed(replace(EVENT, summary="Go\x0bver\x1bnance", description="one\r\ntwo\rthree"))))
    assert (found.summary, found.description) == ("Governance", "one\ntwo\nthree")


def test_cancelled_event_keeps_nobody_busy():
    (found,) = events(ics_of(feed(replace(EVENT, status=CANCELLED))))
    assert (found.status, found.transp) == ("CANCELLED", "TRANSPARENT")


def test_etag_changes_with_each_value_and_with_nothing_else():
    first = etag_of(feed(EVENT))
    assert first == etag_of(feed(replace(EVENT)))
    assert first.startswith('"')
    later = EVENT.starts_at + timedelta(minutes=1)
    others = [{"starts_at": later}, {"summary": "x"}, {"sequence": 3}, {"location": ""}, {"status": CANCELLED}]
    assert len({first, etag_of(feed()), *(etag_of(feed(replace(EVENT, **other))) for other in others)}) == 7
