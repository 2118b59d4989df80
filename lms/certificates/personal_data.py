"""What is kept about people in certificates."""

from lms.people.personal_data import Source

SOURCES: list[Source] = []
