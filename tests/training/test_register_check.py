"""The command finds a changed line, a cut tail, and with a mailed head a full rewrite."""

import pytest
from django.core.management import CommandError, call_command

from lms.training.models import AttendanceEntry, Offering, SignOff
from lms.training.register_actions import sign_off
from lms.training.register_lines import append
from lms.triggers import unlocked
from tests.factories_training import attended

from .register_cases import held_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = held_session(people=3, code="checked")
    made.lines = [attended(made.session, one, author=made.instructor) for one in made.enrolments]
    return made


def check(*arguments):
    call_command("check_register", *arguments)


def faults(capsys, *arguments):
    with pytest.raises(CommandError, match="checked"):
        check(*arguments)
    return capsys.readouterr().err.splitlines()


def test_whole_register_passes(case, capsys):
    check()
    check("checked", "--head", f"2:{case.lines[1].hash}")
    assert capsys.readouterr().out == "checked: 3 lines, whole\n" * 2


def test_changed_line_is_found(case, capsys):
    with unlocked("a test"):
        AttendanceEntry.objects.filter(number=2).update(minutes=1)
    assert faults(capsys) == ["checked: line 2 was changed after it was written"]


def test_cut_tail_is_found(case, capsys):
    with unlocked("a test"):
        AttendanceEntry.objects.filter(number=3).delete()
    assert faults(capsys, "checked") == ["checked: there are 2 lines, the offering remembers 3"]


def test_cut_tail_with_the_offering_put_right_shows_against_the_mailed_head(case, capsys):
    with unlocked("a test"):
        AttendanceEntry.objects.filter(number=3).delete()
        Offering.objects.update(register_count=2, register_head=case.lines[1].hash)
    check("checked")
    found = faults(capsys, "checked", "--head", f"3:{case.lines[2].hash}")
    assert found == ["checked: line 3 is not the head that was known when there were 3 lines"]


def rewrite(case):
    """Write the whole register again with other minutes, chained as it should be."""
    kept = list(AttendanceEntry.objects.order_by("number").select_related("enrolment", "session"))
    with unlocked("a test"):
        AttendanceEntry.objects.all().delete()
        Offering.objects.update(register_count=0, register_head="")
    for entry in kept:
        entry.pk, entry.minutes = None, 10
    append(Offering.objects.get(), kept)


def test_full_rewrite_shows_against_the_mailed_head_alone(case, capsys):
    rewrite(case)
    check("checked")
    found = faults(capsys, "checked", "--head", f"3:{case.lines[2].hash}")
    assert found == ["checked: line 3 is not the head that was known when there were 3 lines"]


def test_full_rewrite_shows_against_a_sign_off(case, capsys):
    sign_off(session=case.session, topics="x", by=case.instructor, now=case.session.ends_at)
    rewrite(case)
    assert SignOff.objects.get().register_head == case.lines[2].hash
    assert faults(capsys) == ["checked: line 3 is not the head that was known when there were 3 lines"]


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["checked", "--head", "x"], ["checked", "--head", "²:" + "0" * 64], ["--head", "3:" + "0" * 64]],
    ids=str,
)
def test_what_cannot_be_checked_is_said(case, arguments):
    with pytest.raises(CommandError):
        check(*arguments)
