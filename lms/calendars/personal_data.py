"""What is kept about people in calendars."""

from lms.people.personal_data import Source

SOURCES: list[Source] = []
