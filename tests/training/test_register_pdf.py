"""The register as documents, read back: every line, corrections in sight, who pays, and what was signed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from lms.training.register_actions import record_attendance, sign_off
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import STARTS_AT
from tests.pdf.reading import Reading

from .register_cases import absent, held_session, present

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    line = FundingLineFactory(
        project_code="D21B26000000009",
        sentence_en="Funded by the region.",
        stamped_on=date(2026, 12, 1),
        stamped_by="Public Registry",
        stamped_pages=40,
    )
    made = held_session(funding_line=line)
    now = STARTS_AT + timedelta(minutes=20)
    ada, bruno = made.enrolments
    record_attendance(session=made.session, marks=[present(ada), absent(bruno)], by=made.instructor, now=now)
    record_attendance(
        session=made.session,
        marks=[present(bruno, late=30, seen=2, reason="Came after the roll call")],
        by=made.instructor,
        now=now + timedelta(minutes=5),
    )
    made.signed = sign_off(session=made.session, topics="Facilitation", by=made.instructor, now=made.session.ends_at)
    return made


def opened(client, case, name):
    """Return all that is drawn: elements, then the frame of the pages."""
    client.force_login(case.coordinator)
    read = Reading(client.get(reverse(f"training:{name}", args=[case.offering.code])).content)
    assert read.untagged == 0
    return " ".join([read.root.whole_text, *map(str, read.artifacts)])


def test_register_says_every_line_and_who_pays(client, case):
    text = " ".join(opened(client, case, "register_pdf").split())
    for words in (
        "D21B26000000009",
        "Funded by the region.",
        "on 1 December 2026 by Public Registry, 40 pages",
        "Came after the roll call",
        "Corrected by a later line.",
        "Corrects line 2:",
        f"Signed off by {case.instructor}",
        "Facilitation",
        case.signed.register_head,
        "Page 1 of",
        *(str(one.person) for one in case.enrolments),
    ):
        assert words in text, words


def test_blank_register_has_a_row_for_everybody_and_no_attendance(client, case):
    text = " ".join(opened(client, case, "register_to_sign").split())
    assert all(str(one.person) in text for one in case.enrolments)
    assert "Signature of the instructor" in text
    assert "Came after the roll call" not in text
