"""Files of evidence: added and removed while it is scored, read by whoever may read the assessment."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.benchmarking.evidence_files import add_evidence, remove_evidence
from lms.benchmarking.models import EvidenceFile
from lms.benchmarking.removing import delete_assessment
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework
from tests.factories_scoring import (
    NOW,
    assessor_of,
    assessor_who_tutors,
    begun,
    close_now,
    file_named,
    manager_of,
    refused_for,
    sheet_of,
    submitted,
    with_file,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia")


@pytest.fixture
def manager(cluster):
    return manager_of(cluster)


@pytest.fixture
def draft(cluster, manager):
    return begun(cluster, make_framework(2), manager)


def remove(file, by):
    return remove_evidence(file=file, by=by, now=NOW)


def address(file):
    return reverse("benchmarking:evidence_file", args=[file.assessment.cluster.slug, file.assessment_id, file.key])


def test_file_is_kept_with_its_hash_under_a_name_of_our_own(draft, manager):
    kept = with_file(draft, manager, name="../Verbale 12 marzo.txt", content=b"Deciso.")
    assert (kept.filename, kept.size, kept.uploaded_by) == ("Verbale 12 marzo.txt", 7, manager)
    assert kept.sha256 == hashlib.sha256(b"Deciso.").hexdigest()
    assert kept.file.read() == b"Deciso."
    assert "Verbale" not in kept.file.name
    entry = ModelLogEntry.objects.get(action="benchmarking.add_file")
    assert entry.data == {"indicator": "I-01", "file": "Verbale 12 marzo.txt", "sha256": kept.sha256}


def test_refused_file_leaves_nothing_behind(draft, manager):
    with refused_for("wrong_type"):
        with_file(draft, manager, name="a.exe")
    assert (EvidenceFile.objects.count(), ModelLogEntry.objects.count()) == (0, 0)


def test_same_file_twice_at_one_indicator_is_refused(draft, manager):
    with_file(draft, manager)
    with refused_for("twice"):
        with_file(draft, manager, name="other-name.txt")
    second = draft.framework.indicators.get(code="I-02")
    add_evidence(assessment=draft, indicator=second, file=file_named(), by=manager, now=NOW)
    assert EvidenceFile.objects.count() == 2


def test_indicator_takes_ten_files(draft, manager):
    for number in range(10):
        with_file(draft, manager, content=str(number).encode())
    with refused_for("too_many"):
        with_file(draft, manager, content=b"one more")
    assert EvidenceFile.objects.count() == 10


def test_removed_file_is_gone_from_the_storage(draft, manager, django_capture_on_commit_callbacks):
    kept = with_file(draft, manager)
    with django_capture_on_commit_callbacks(execute=True):
        remove(kept, manager_of(draft.cluster))
    assert (EvidenceFile.objects.count(), default_storage.exists(kept.file.name)) == (0, False)
    with refused_for("removed"):
        remove(kept, manager)


def test_discarded_assessment_takes_its_files_along(draft, manager, django_capture_on_commit_callbacks):
    kept = with_file(draft, manager)
    with django_capture_on_commit_callbacks(execute=True):
        delete_assessment(assessment=draft, by=manager)
    assert not default_storage.exists(kept.file.name)


@pytest.mark.parametrize(
    "who", [assessor_of, lambda cluster: person_with(Role.COORDINATOR), lambda c: manager_of(ClusterFactory())]
)
def test_nobody_else_adds_or_removes(draft, manager, who):
    kept = with_file(draft, manager)
    with pytest.raises(PermissionDenied):
        with_file(draft, who(draft.cluster), content=b"x")
    with pytest.raises(PermissionDenied):
        remove(kept, who(draft.cluster))


def test_submitted_and_closed_assessments_keep_their_files(cluster, draft, manager):
    kept = with_file(draft, manager)
    type(draft).objects.filter(pk=draft.pk).update(submitted_at=NOW, submitted_by=manager)
    for act in (lambda: with_file(draft, manager, content=b"x"), lambda: remove(kept, manager)):
        with refused_for("submitted"):
            act()
    close_now(draft)
    for act in (lambda: with_file(draft, manager, content=b"x"), lambda: remove(kept, manager)):
        with refused_for("closed"):
            act()


def test_assessor_removes_only_the_own_files(cluster):
    one, two = assessor_of(cluster), assessor_of(cluster)
    audit = begun(cluster, make_framework(2), one, kind="audit", apart=True)
    sheet_of(audit, one)
    sheet_of(audit, two)
    theirs = with_file(audit, two)
    with refused_for("not_own"):
        remove(theirs, one)
    assert with_file(audit, one).pk, "the same file is no news to the other assessor"
    entry = ModelLogEntry.objects.filter(action="benchmarking.add_file").first()
    assert entry.data == {"indicator": "I-01"}, "the trail does not tell one assessor of the other's files"


@pytest.fixture
def waiting_file(cluster, manager):
    """A file of a self-assessment that was submitted."""
    draft = begun(cluster, make_framework(2), manager)
    kept = with_file(draft, manager)
    type(draft).objects.filter(pk=draft.pk).update(submitted_at=NOW, submitted_by=manager)
    return kept


def readers(cluster, manager):
    return {
        "manager": manager,
        "colleague": manager_of(cluster),
        "manager of another": manager_of(ClusterFactory()),
        "assessor": assessor_of(cluster),
        "assessor in conflict": assessor_who_tutors(cluster),
        "assessor of another": assessor_of(ClusterFactory()),
        "tutor": person_with(Role.TUTOR, cluster),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "instructor": person_with(Role.INSTRUCTOR, cluster),
        "auditor": person_with(Role.AUDITOR),
        "coordinator": person_with(Role.COORDINATOR),
        "stranger": UserFactory(),
    }


def those_who_get(file, client, people):
    found = set()
    for name, person in people.items():
        client.force_login(person)
        answer = client.get(address(file))
        assert answer.status_code in (200, 404), name
        if answer.status_code == 200:
            found.add(name)
            assert b"".join(answer.streaming_content)
    return found


def test_file_is_sent_to_whoever_may_read_the_assessment(client, cluster, manager, waiting_file):
    people = readers(cluster, manager)
    allowed = {"manager", "colleague", "assessor", "assessor in conflict", "coordinator"}
    assert those_who_get(waiting_file, client, people) == allowed
    close_now(waiting_file.assessment)
    assert those_who_get(waiting_file, client, people) == allowed
    client.logout()
    assert client.get(address(waiting_file)).status_code == 302


def test_draft_is_read_by_the_clusters_managers_and_coordinators_only(client, cluster, manager, draft):
    kept = with_file(draft, manager)
    assert those_who_get(kept, client, readers(cluster, manager)) == {"manager", "colleague", "coordinator"}


def test_file_is_sent_to_be_saved(client, manager, draft):
    kept = with_file(draft, manager, name="prova.txt", content=b"<script>alert(1)</script>")
    client.force_login(manager)
    answer = client.get(address(kept))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="prova.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_file_under_another_assessments_address_is_not_there(client, cluster, manager, draft):
    kept = with_file(draft, manager)
    other = submitted(ClusterFactory(slug="other"), draft.framework, manager)
    client.force_login(person_with(Role.COORDINATOR))
    for slug, pk in (("other", draft.pk), ("sedia", other.pk), ("other", other.pk)):
        wrong = reverse("benchmarking:evidence_file", args=[slug, pk, kept.key])
        assert client.get(wrong).status_code == 404


def test_file_that_the_storage_lost_is_not_found(client, manager, draft):
    kept = with_file(draft, manager)
    default_storage.delete(kept.file.name)
    client.force_login(manager)
    assert client.get(address(kept)).status_code == 404
