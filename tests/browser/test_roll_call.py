"""The roll call in a browser: eighteen people on a phone, by keyboard alone, and nothing unsaved is lost."""

import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect

from lms.settings.environment import ROOT

pytestmark = pytest.mark.browser

INSTRUCTOR = "instructor.one@clus3.example"
PEOPLE = 18
SLOWEST = 60  # seconds for eighteen people
HELD = [("phone", PEOPLE, 245), ("keyboard", 5, 30), ("leaving", 2, 10)]  # code, people, minutes since the start
SCRIPT = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from lms.clusters.models import Cluster, FundingLine
from lms.people.models import User
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory
teacher = User.objects.get(email={instructor!r})
cluster, line = Cluster.objects.first(), FundingLine.objects.first()
for code, people, ago in {held!r}:
    starts = timezone.now() - timedelta(minutes=ago)
    dates = {{"starts_at": starts, "ends_at": starts + timedelta(hours=4)}}
    offering = OfferingFactory(code=code, seats=people, funding_line=line, **dates)
    session = SessionFactory(offering=offering, taught_by=[teacher])
    for number in range(1, people + 1):
        one = EnrolmentFactory(offering=offering, cluster=cluster, confirmed=True, confirmed_at=starts)
        User.objects.filter(pk=one.person_id).update(first_name="Ada", last_name=f"Person {{number:02}}")
    print(session.pk)
"""


@pytest.fixture(scope="module")
def held(site, tmp_path_factory):
    """Make offerings whose sessions began some minutes ago, beside the running site; return the sessions by code."""
    folder = next(tmp_path_factory.getbasetemp().glob("var*"))
    environment = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    script = SCRIPT.format(instructor=INSTRUCTOR, held=HELD)
    made = subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, env=environment, text=True)
    return dict(zip((code for code, _people, _ago in HELD), map(int, made.split()), strict=True))


def address(session):
    return f"/en/sessions/{session}/register/"


def group(page, number):
    return page.get_by_role("group", name=f"Ada Person {number:02}")


def choose(page, number, label):
    group(page, number).get_by_role("radio", name=label, exact=True).check()


def test_eighteen_people_on_a_phone_one_corrected_and_signed_off(visit, held, check_accessibility):
    page = visit(address(held["phone"]), INSTRUCTOR, width=390, locale="en-GB")
    expect(page.get_by_text(f"0 of {PEOPLE} marked")).to_be_visible()
    began = time.monotonic()
    page.get_by_role("button", name="All present").click()
    choose(page, 3, "Absent")
    choose(page, 7, "Late or left early")
    group(page, 7).get_by_label("Minutes late").fill("20")
    expect(page.get_by_text(f"{PEOPLE} of {PEOPLE} marked")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Saved: {PEOPLE} lines written.")).to_be_visible()
    assert time.monotonic() - began < SLOWEST

    expect(group(page, 3).get_by_label("Reason of the correction")).to_be_hidden()
    choose(page, 3, "Present")
    page.get_by_role("button", name="Save").click()
    expect(group(page, 3).get_by_text("Say why this line is corrected")).to_be_visible()
    check_accessibility(page)
    group(page, 3).get_by_label("Reason of the correction").fill("Came after the roll call")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: 1 line written.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("link", name="Sign off").click()
    check_accessibility(page)
    page.get_by_label("Topics taught").fill("Facilitation and feedback")
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("The session is signed off.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    page.get_by_role("link", name="All lines").click()
    expect(page.get_by_text("Came after the roll call")).to_be_visible()


def test_roll_call_by_keyboard_alone(visit, held):
    page = visit(address(held["keyboard"]), INSTRUCTOR, locale="en-GB")
    group(page, 1).get_by_role("radio").first.focus()
    for key in ("p", "A", "l"):
        page.keyboard.press(key)
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("p")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("a")
    expect(page.get_by_text("5 of 5 marked")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved: 5 lines written.")).to_be_visible()
    for number, label in ((1, "Present"), (2, "Absent"), (3, "Late or left early"), (4, "Absent"), (5, "Present")):
        expect(group(page, number).get_by_role("radio", name=label, exact=True)).to_be_checked()
    expect(group(page, 3).get_by_label("Minutes late")).to_have_value("15")


def test_leaving_with_unsaved_marks_is_asked_about(visit, held):
    page = visit(address(held["leaving"]), INSTRUCTOR, locale="en-GB")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("button", name="All present").click()
    page.get_by_role("link", name="All sessions").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: 2 lines written.")).to_be_visible()
    page.get_by_role("link", name="All sessions").click()
    expect(page.get_by_role("heading", name="Register", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]
