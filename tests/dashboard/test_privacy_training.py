"""Training and erasure: evidence keeps the name while the offering's own funding line asks, and loses it afterwards."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from lms.certificates.models import Certificate
from lms.dashboard.privacy.copying import copy_of
from lms.dashboard.privacy.erasing import carry_out_erasure
from lms.dashboard.privacy.kept import holdings_of
from lms.dashboard.privacy.retention import run_retention
from lms.outbox.models import Message
from lms.people.models import ErasureRequest, RetentionRun, Role, User
from lms.people.personal_data import Fate
from lms.training.chain import faults_of
from lms.training.models import AttendanceEntry, Enrolment, EnrolmentEvent, Offering, Outcome, TrainingSession
from lms.training.register_lines import plain
from lms.training.retaining import line_of, lines_that_paid_for
from tests.dashboard.planted import found_anywhere
from tests.dashboard.test_privacy_copy import data_in, opened
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_personal_data import FILE, certified, furnish_training, planted_person
from tests.factories_privacy import ErasureRequestFactory, FundingLineFactory
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LAST_DAY = date(2031, 12, 31)
LONG_AFTER = datetime(2032, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def line():
    """Return a line of another cluster, so that no role of anybody here is paid for by it."""
    line = FundingLineFactory(retain_until=LAST_DAY, retention_basis="Act 7")
    line.clusters.add(ClusterFactory())
    return line


@pytest.fixture
def person():
    return planted_person()


def erased(person, now=NOW):
    carry_out_erasure(request=ErasureRequestFactory(person=person), by=None, now=now)
    return User.objects.get(pk=person.pk)


def run(now, capture):
    """Let time pass until this moment; files go when the transaction is committed."""
    with time_machine.travel(now, tick=False), capture(execute=True):
        run_retention(now=now)
    return {entry["key"]: entry["count"] for entry in RetentionRun.objects.first().removed}


# Who asks for the name, and until when.


def test_name_is_held_by_the_line_that_paid_for_what_the_person_took_part_in(person, line):
    furnish_training(person, line)
    person = erased(person)
    assert (person.get_full_name(), person.name_kept_until) == ("Zaira Plantedname", LAST_DAY)
    outcome = {entry["key"]: entry for entry in ErasureRequest.objects.get().outcome}
    assert outcome["certificates"] == {
        "key": "certificates", "done": "evidence", "count": 1, "until": "2031-12-31", "why": "Act 7",
    }  # fmt: skip
    assert outcome["enrolments"]["count"] == 4  # the enrolment, its step, the result and that of the part


def test_line_that_paid_for_others_holds_nobody(person, line):
    EnrolmentFactory(offering=OfferingFactory(seats=2, funding_line=line), confirmed=True)
    furnish_training(person)
    assert erased(person).name_kept_until is None


@pytest.mark.parametrize("how", ["takes part", "applied", "teaches"])
def test_line_asks_for_whoever_took_part_applied_or_taught(line, how):
    offering = OfferingFactory(seats=2, funding_line=line)
    official = person_with(Role.REGIONAL_OFFICIAL)
    if how == "teaches":
        SessionFactory(offering=offering, taught_by=[official])
    else:
        state = {"applied": how == "applied", "confirmed": how == "takes part"}
        EnrolmentFactory(offering=offering, person=official, cluster=None, **state)
    holdings = holdings_of(official, NOW.date())
    assert (holdings.name_kept_until, holdings.line.name, holdings.line.retention_basis) == (LAST_DAY, "Linea", "Act 7")
    assert {kind.named_until for kind in holdings.kinds if kind.source.fate == Fate.EVIDENCE} == {LAST_DAY}


@pytest.mark.parametrize(
    ("frozen", "today", "until", "basis"),
    [
        ("2033-06-30", "2031-12-31", "2033-06-30", "Act 6"),
        ("2030-06-30", "2031-12-31", "2031-12-31", "Act 7"),
        (None, "2031-12-31", "2031-12-31", "Act 7"),
    ],
)
def test_later_of_the_frozen_day_and_that_of_the_line_counts(line, frozen, today, until, basis):
    offering = Offering(funding_line=line, terms=frozen and {"retain_until": frozen, "retention_basis": "Act 6"})
    found = line_of(offering)
    assert (found.retain_until.isoformat(), found.basis, found.key) == (until, basis, line.pk)


def test_offering_without_a_line_asks_for_nothing():
    assert line_of(Offering()) is None


def test_lines_of_many_offerings_take_one_query(person, django_assert_num_queries):
    for _number in range(5):
        furnish_training(person)
    with django_assert_num_queries(1):
        assert len(lines_that_paid_for(person)) == 5


# Seats.


@pytest.mark.parametrize("state", ["applied", "offered", "confirmed"])
def test_seat_of_an_erased_person_goes_to_the_next(person, state):
    offering = OfferingFactory(seats=1)
    mine = EnrolmentFactory(offering=offering, person=person, **{state: True})
    waiting = EnrolmentFactory(offering=offering)
    erased(person)
    mine.refresh_from_db()
    waiting.refresh_from_db()
    assert (mine.status, waiting.status, offering.allotments.get().taken) == ("withdrawn", "offered", 1)
    assert not Message.objects.filter(recipient=person).exists()


def test_what_has_begun_stays_as_it_is_when_a_person_is_erased(person):
    enrolment = furnish_training(person)
    erased(person)
    enrolment.refresh_from_db()
    assert enrolment.status == "confirmed"


# Before and after.


def test_before_its_retention_ends_a_certificate_of_an_erased_person_keeps_name_and_document(
    person, line, django_capture_on_commit_callbacks
):
    enrolment = furnish_training(person, line)
    erased(person)
    run(datetime(2031, 12, 31, 9, tzinfo=UTC), django_capture_on_commit_callbacks)
    certificate = Certificate.objects.get()
    assert (certificate.facts["name"], certificate.status) == ("Zaira Plantedname", "valid")
    assert certificate.pdf.read() == FILE
    enrolment.refresh_from_db()
    assert enrolment.note == "plantedwish"


def test_the_day_after_names_words_and_documents_are_gone_and_the_proof_stays(
    person, line, django_capture_on_commit_callbacks
):
    enrolment = furnish_training(person, line)
    before = Certificate.objects.get()
    erased(person)
    report = run(LONG_AFTER, django_capture_on_commit_callbacks)
    assert (report["names"], report["certificates"], report["enrolments"]) == (1, 1, 1)
    after = Certificate.objects.get()
    stays = ("number", "code", "sha256", "size", "issued_at", "status", "enrolment_id")
    assert [getattr(after, name) for name in stays] == [getattr(before, name) for name in stays]
    assert (after.destroyed_at, after.pdf.name, after.facts["issued_on"]) == (LONG_AFTER, "", "2024-05-06")
    assert not default_storage.exists(before.pdf.name)
    assert found_anywhere(["Plantedname", "plantedmail", "plantedwish", "plantedillness"]) == set()
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.note) == ("confirmed", "")
    assert Outcome.objects.get().attended_minutes == 240


def test_anybody_verifies_it_with_the_name_before_and_without_it_after(
    client, person, line, django_capture_on_commit_callbacks
):
    furnish_training(person, line)
    certificate = Certificate.objects.get()
    address = reverse("verify:certificate", args=[certificate.number, certificate.code])
    erased(person)
    text = client.get(f"{address}?lang=en").content.decode()
    assert ("Zaira Plantedname" in text, "This certificate is valid" in text) == (True, True)
    run(LONG_AFTER, django_capture_on_commit_callbacks)
    text = client.get(f"{address}?lang=en").content.decode()
    assert ("Plantedname" in text, "This certificate is valid" in text) == (False, True)
    assert "the name and the document were destroyed on 1 January 2032" in text
    assert certificate.sha256 in text


def test_words_of_others_lose_the_name_and_nothing_else(person, line, django_capture_on_commit_callbacks):
    furnish_training(person, line)
    erased(person)
    assert EnrolmentEvent.objects.filter(reason__contains="As agreed with Zaira Plantedname, Pers").exists()
    run(LONG_AFTER, django_capture_on_commit_callbacks)
    nobody = str(User.objects.get(pk=person.pk))
    assert Enrolment.objects.filter(note=f"I come with {nobody}").exists()
    assert EnrolmentEvent.objects.filter(reason=f"As agreed with {nobody}, {nobody}").exists()


def test_reason_of_a_cancellation_loses_the_name(person, line, django_capture_on_commit_callbacks):
    furnish_training(person, line)
    TrainingSession.objects.create(
        offering=Offering.objects.get(), part=Offering.objects.get().parts.get(), starts_at=NOW, changed_at=NOW,
        ends_at=NOW + timedelta(hours=1), status="cancelled", cancelled_reason=f"{person} is ill",
    )  # fmt: skip
    erased(person)
    run(LONG_AFTER, django_capture_on_commit_callbacks)
    assert "Zaira" not in TrainingSession.objects.get(status="cancelled").cancelled_reason


def test_register_is_as_it_was_to_the_last_hash(person, line, django_capture_on_commit_callbacks):
    furnish_training(person, line)
    before = list(AttendanceEntry.objects.values())
    erased(person)
    run(LONG_AFTER, django_capture_on_commit_callbacks)
    assert list(AttendanceEntry.objects.values()) == before
    offering = Offering.objects.get(register_count__gt=0)
    lines = [plain(one) | {"hash": one.hash, "previous_hash": one.previous_hash} for one in offering.register.all()]
    assert faults_of(lines, count=offering.register_count, head=offering.register_head) == []


def test_triggers_stand_again_afterwards(person, line, django_capture_on_commit_callbacks):
    furnish_training(person, line)
    erased(person)
    run(LONG_AFTER, django_capture_on_commit_callbacks)
    for rows, change in ((EnrolmentEvent, {"reason": "x"}), (Certificate, {"number": "x"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.update(**change)


def test_erasure_after_the_retention_destroys_at_once(person, django_capture_on_commit_callbacks):
    furnish_training(person)  # paid for by a line of long ago
    with django_capture_on_commit_callbacks(execute=True):
        erased(person)
    certificate = Certificate.objects.get()
    assert (certificate.destroyed_at, certificate.pdf.name, certificate.status) == (NOW, "", "valid")
    assert found_anywhere(["Plantedname", "plantedwish", "plantedillness"]) == set()


def test_certificate_of_somebody_with_an_account_stays_with_the_account(person):
    enrolment = furnish_training(person)  # paid for by a line of long ago
    run_retention(now=NOW)
    assert Certificate.objects.get().facts["name"] == "Zaira Plantedname"
    enrolment.refresh_from_db()
    assert enrolment.note == "plantedwish"


def test_certificate_of_somebody_else_stays_whole(person, line, django_capture_on_commit_callbacks):
    furnish_training(person, line)
    offering = Offering.objects.get()
    other = certified(offering, UserFactory(), offering.sessions.get(), note="theirs")
    erased(person)
    run(LONG_AFTER, django_capture_on_commit_callbacks)
    assert Certificate.objects.get(destroyed_at=None).enrolment == other
    assert Enrolment.objects.get(pk=other.pk).note == "theirs"


def test_file_that_is_lost_already_keeps_nobody_from_the_rest(person, line, django_capture_on_commit_callbacks):
    furnish_training(person, line)
    default_storage.delete(Certificate.objects.get().pdf.name)
    erased(person)
    assert run(LONG_AFTER, django_capture_on_commit_callbacks)["certificates"] == 1


def test_dry_run_counts_certificates_and_enrolments_and_touches_nothing(person, line, capsys):
    furnish_training(person, line)
    erased(person)
    with time_machine.travel(LONG_AFTER, tick=False):
        call_command("retention", "--dry-run")
    said = {row.split()[0]: int(row.split()[1]) for row in capsys.readouterr().out.splitlines()}
    assert (said["names"], said["certificates"], said["enrolments"]) == (1, 1, 1)
    assert Certificate.objects.get().facts["name"] == "Zaira Plantedname"


# The copy.


def test_copy_holds_ones_own_training_and_nothing_of_others(person):
    enrolment = furnish_training(person)
    offering = enrolment.offering
    certified(offering, UserFactory(last_name="Othername"), offering.sessions.get(), note="of the other")
    archive = opened(copy_of(person, NOW))
    kinds = {kind["key"]: kind["records"] for kind in data_in(archive)["data"]}
    tables = [record["table"] for record in kinds["enrolments"]]
    assert tables == ["training.enrolment", "training.enrolmentevent", "training.outcome", "training.partoutcome"]
    assert (kinds["enrolments"][0]["note"], kinds["enrolments"][1]["reason"]) == ("plantedwish", "plantedillness")
    assert [record["minutes"] for record in kinds["attendance"]] == [240]
    (certificate,) = kinds["certificates"]
    assert (certificate["facts"]["name"], certificate["you_are"]) == ("Zaira Plantedname", ["enrolment__person"])
    files = [name for name in archive.namelist() if name.startswith("files/certificates")]
    assert [archive.read(name) for name in files] == [FILE]
    said = json.dumps(kinds)
    for foreign in ("Othername", "of the other", "I come with"):
        assert foreign not in said
