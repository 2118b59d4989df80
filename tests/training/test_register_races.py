"""Several browsers at the same moment write into one register: the chain stays whole, nobody overwrites anybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connections

from lms.training.models import AttendanceEntry
from lms.training.register_actions import record_attendance

from .register_cases import absent, held_session, present

AT_ONCE = 4


@pytest.fixture
def case(shared_db):
    return held_session(people=AT_ONCE)


def together(work):
    """Run the work in several threads from the same moment; return what each wrote, or the code of its refusal."""
    start = Barrier(AT_ONCE)

    def run(number):
        start.wait(timeout=30)
        try:
            return work(number)
        except ValidationError as error:
            return error.error_list[0].code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def record(case, mark):
    now = case.session.starts_at + timedelta(minutes=10)
    return len(record_attendance(session=case.session, marks=[mark], by=case.instructor, now=now))


def test_lines_of_different_people_are_chained_one_after_the_other(case):
    assert together(lambda number: record(case, present(case.enrolments[number]))) == [1] * AT_ONCE
    call_command("check_register", case.offering.code)
    assert list(AttendanceEntry.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_of_several_words_about_one_person_the_first_stands_and_the_others_are_asked(case):
    ada = case.enrolments[0]
    found = together(lambda number: record(case, absent(ada) if number % 2 else present(ada, late=number + 1)))
    assert sorted(map(str, found)) in (["0", "1", "conflict", "conflict"], ["1", *["conflict"] * 3])
    assert AttendanceEntry.objects.count() == 1
