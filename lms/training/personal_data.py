"""What is kept about people in training."""

from lms.people.personal_data import Source

SOURCES: list[Source] = []
