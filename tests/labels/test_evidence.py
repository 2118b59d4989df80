"""Evidence and areas of improvement: brought by managers, looked at by somebody free of conflicts, read by few."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from lms.benchmarking.models import DeclaredConflict
from lms.labels.models import ImprovementArea, LabelEvidence
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import score_all
from tests.factories_labels import NOW, ImprovementAreaFactory, LabelEvidenceFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
AREA = {"title": "Team", "what_changed": "A plan", "effect": "Two services"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def at(name, *args):
    with translation.override("en"):
        return reverse(f"labels:{name}", args=["sedia", *args])


ADD = ("add_evidence", "bronze", "success-stories")


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def review(piece, **said):
    return {"accepted": "yes", "reason": "", "seen": piece.version} | said


def address_of(piece, step):
    if isinstance(piece, ImprovementArea):
        return at(f"{step}_improvement", piece.pk)
    return at(f"{step}_evidence", piece.key)


def pdf(name="storia.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_manager_attaches_a_text_and_a_file(client, rules, cluster, manager):
    client.force_login(manager)
    answer = client.post(at(*ADD), {"text": " A story ", "file": pdf("../La nostra storia.PDF")})
    assert answer.url == at("track") + "#success-stories"
    piece = LabelEvidence.objects.get()
    assert (piece.cluster, piece.level, piece.requirement) == (cluster, "bronze", "success-stories")
    assert (piece.text, piece.filename, piece.review) == ("A story", "La nostra storia.PDF", "waiting")
    assert piece.written_by == manager
    assert piece.file.name == f"label_evidence/{piece.key}.pdf"
    sent = client.get(at("download", piece.key))
    assert b"".join(sent.streaming_content) == PDF
    assert sent.headers["Content-Disposition"] == 'attachment; filename="La nostra storia.PDF"'
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert ModelLogEntry.objects.get(action="wagtail.create").user == manager


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "   "},
        {"text": "x" * 3001},
        {"text": "a\x00b"},
        {"text": "x", "file": pdf("virus.exe", b"MZ")},
        {"file": pdf("storia.pdf", b"<script>")},
        {"file": pdf("vuoto.pdf", b"")},
    ],
)
def test_odd_evidence_is_refused_with_a_sentence(client, rules, cluster, manager, sent):
    client.force_login(manager)
    answer = client.post(at(*ADD), {"text": ""} | sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not LabelEvidence.objects.exists()


def test_second_click_attaches_nothing_more_and_what_was_refused_may_come_again(client, rules, cluster, manager):
    client.force_login(manager)
    for _ in range(2):
        answer = client.post(at(*ADD), {"text": "A story"})
    assert answer.context["form"].non_field_errors() == ["The same text and file are attached already."]
    LabelEvidence.objects.update(review="refused", reviewed_by=manager, reviewed_at=NOW)
    client.post(at(*ADD), {"text": "A story"})
    assert LabelEvidence.objects.count() == 2


def test_nobody_attaches_without_end(client, rules, cluster, manager):
    for _ in range(30):
        LabelEvidenceFactory(cluster=cluster, requirement="success-stories")
    client.force_login(manager)
    assert client.post(at(*ADD), {"text": "One more"}).context["form"].non_field_errors()
    assert client.post(at("add_evidence", "bronze", "eligibility"), {"text": "Another"}).status_code == 302


@pytest.mark.parametrize(("level", "code"), [("gold", "success-stories"), ("bronze", "benchmarked"), ("tin", "x")])
def test_what_no_label_asks_has_no_page(client, rules, cluster, manager, level, code):
    client.force_login(manager)
    assert client.get(at("add_evidence", level, code)).status_code == 404
    assert client.post(at("add_evidence", level, code), {"text": "x"}).status_code == 404


def test_who_may_bring_and_who_may_read(client, rules, cluster, manager, assessor, coordinator):
    piece = LabelEvidenceFactory(cluster=cluster, requirement="success-stories", filename="a.pdf")
    piece.file.save("a.pdf", SimpleUploadedFile("a.pdf", PDF))
    area = ImprovementAreaFactory(cluster=cluster)
    writing = [
        at(*ADD), at("add_improvement"), at("change_improvement", area.pk), at("remove_improvement", area.pk),
        at("remove_evidence", piece.key),
    ]  # fmt: skip
    tutor, stranger = person_with(Role.TUTOR, cluster), person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    for person, brings, reads in [
        (manager, 200, 200), (coordinator, 200, 200), (assessor, 404, 200), (tutor, 404, 200), (stranger, 404, 404),
        (UserFactory(), 404, 404),
    ]:  # fmt: skip
        client.force_login(person)
        assert [client.get(address).status_code for address in writing] == [brings] * 5
        assert client.get(at("download", piece.key)).status_code == reads
        if brings == 404:
            assert [client.post(address, AREA | {"text": "x"}).status_code for address in writing] == [404] * 5
    client.logout()
    assert client.get(at("download", piece.key)).status_code == 302
    assert (LabelEvidence.objects.count(), ImprovementArea.objects.count()) == (1, 1)


def test_piece_of_another_cluster_is_not_reached_through_the_own_one(client, rules, cluster, manager):
    foreign = LabelEvidenceFactory(requirement="success-stories")
    area = ImprovementAreaFactory()
    client.force_login(manager)
    for address in (
        at("download", foreign.key), at("remove_evidence", foreign.key), at("review_evidence", foreign.key),
        at("change_improvement", area.pk), at("change_improvement", 10**30),
    ):  # fmt: skip
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("factory", [LabelEvidenceFactory, ImprovementAreaFactory])
def test_assessor_accepts_and_the_writer_is_told_once(client, rules, cluster, manager, assessor, factory):
    piece = factory(cluster=cluster, written_by=manager)
    client.force_login(assessor)
    for _ in range(2):
        assert client.post(address_of(piece, "review"), review(piece)).status_code == 302
    piece.refresh_from_db()
    assert (piece.review, piece.reviewed_by) == ("accepted", assessor)
    message = Message.objects.get()
    assert (message.recipient, message.topic, message.kind) == (manager, "labels", "label_reviewed")
    assert message.link == "/en/clusters/sedia/label/"
    assert ModelLogEntry.objects.filter(action="labels.accept").count() == 1


def test_refusal_needs_a_reason_which_the_writer_reads(client, rules, cluster, manager, assessor):
    piece = LabelEvidenceFactory(cluster=cluster, written_by=manager, text="Story")
    client.force_login(assessor)
    answer = client.post(address_of(piece, "review"), review(piece, accepted="no", reason="  "))
    assert answer.context["form"].non_field_errors() == ["Say what is missing: the cluster reads it."]
    assert (
        client.post(address_of(piece, "review"), review(piece, accepted="no", reason="No figures")).status_code == 302
    )
    piece.refresh_from_db()
    assert (piece.review, piece.review_reason) == ("refused", "No figures")
    assert "“Story” was looked at and not accepted" in Message.objects.get().text
    assert "Reason: No figures" in Message.objects.get().text


@pytest.mark.parametrize("said", [{"accepted": ""}, {"accepted": "maybe"}, {"seen": ""}, {"reason": "x" * 501}])
def test_odd_word_on_a_piece_is_refused(client, rules, cluster, assessor, said):
    piece = LabelEvidenceFactory(cluster=cluster)
    client.force_login(assessor)
    assert client.post(address_of(piece, "review"), review(piece, **said)).context["form"].errors
    piece.refresh_from_db()
    assert piece.review == "waiting"


def test_what_was_changed_while_it_was_read_is_read_again(client, rules, cluster, manager, assessor):
    area = ImprovementAreaFactory(cluster=cluster, written_by=manager)
    seen = area.version
    client.force_login(manager)
    assert client.post(address_of(area, "change"), AREA).status_code == 302
    client.force_login(assessor)
    answer = client.post(address_of(area, "review"), review(area, seen=seen))
    assert "changed while you were reading" in answer.context["form"].non_field_errors()[0]
    area.refresh_from_db()
    assert area.review == "waiting"


def test_assessor_with_a_conflict_reads_why_not(client, rules, cluster, assessor):
    piece = LabelEvidenceFactory(cluster=cluster)
    DeclaredConflict.objects.create(assessor=assessor, cluster=cluster, reason="My brother", declared_at=NOW)
    client.force_login(assessor)
    for answer in (client.get(address_of(piece, "review")), client.post(address_of(piece, "review"), review(piece))):
        assert answer.status_code == 403
        assert "My brother" in answer.content.decode()
    piece.refresh_from_db()
    assert piece.review == "waiting"
    assert address_of(piece, "review") not in client.get(at("track")).content.decode()


def test_coordinator_does_not_look_at_the_own_piece_and_a_tutor_at_none(client, rules, cluster, coordinator):
    own = LabelEvidenceFactory(cluster=cluster, written_by=coordinator)
    client.force_login(coordinator)
    assert client.post(address_of(own, "review"), review(own)).status_code == 403
    client.force_login(person_with(Role.TUTOR, cluster))
    assert client.post(address_of(own, "review"), review(own)).status_code == 404
    own.refresh_from_db()
    assert own.review == "waiting"


@pytest.mark.parametrize("factory", [LabelEvidenceFactory, ImprovementAreaFactory])
def test_what_is_accepted_stays_and_what_waits_may_go(client, rules, cluster, manager, factory):
    kept, waiting = factory(cluster=cluster, accepted=True), factory(cluster=cluster)
    client.force_login(manager)
    for piece in (kept, waiting):
        assert client.post(address_of(piece, "remove")).url.startswith(at("track"))
    assert list(factory._meta.model.objects.all()) == [kept]
    assert client.post(address_of(waiting, "remove")).status_code == 404  # a second click
    assert "accepted and stays" in told(client.get(address_of(kept, "remove")))[0]


def test_file_goes_with_its_piece(client, rules, cluster, manager, settings, django_capture_on_commit_callbacks):
    client.force_login(manager)
    client.post(at(*ADD), {"text": "", "file": pdf()})
    piece = LabelEvidence.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address_of(piece, "remove"))
    assert not piece.file.storage.exists(piece.file.name)


def test_manager_describes_and_changes_an_area(client, rules, cluster, manager, framework, assessor):
    score_all(cluster, framework, 2, kind="interview", on=date(2026, 3, 31))
    first, second = framework.indicators.order_by("position")[:2]
    client.force_login(manager)
    assert client.post(at("add_improvement"), AREA | {"indicators": [first.pk]}).url == at("track") + "#improvements"
    area = ImprovementArea.objects.get()
    assert (area.title, list(area.indicators.all()), area.written_by) == ("Team", [first], manager)
    ImprovementArea.objects.update(review="refused", review_reason="Why?", reviewed_by=assessor, reviewed_at=NOW)
    shown = client.get(at("change_improvement", area.pk))
    assert "Why?" in shown.content.decode()
    assert shown.context["form"]["indicators"].value() == [first.pk]
    client.post(at("change_improvement", area.pk), AREA | {"title": "Team II", "indicators": [second.pk]})
    area.refresh_from_db()
    assert (area.title, area.review, area.reviewed_by, list(area.indicators.all())) == (
        "Team II", "waiting", None, [second],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"effect": "\x00"}, "effect"),
        ({"what_changed": "x" * 3001}, "what_changed"),
        ({"indicators": ["99999999999999999999"]}, "indicators"),
        ({"indicators": ["x"]}, "indicators"),
    ],
)
def test_odd_area_is_refused_beside_the_field(client, rules, cluster, manager, framework, typed, field):
    score_all(cluster, framework, 2, kind="interview", on=date(2026, 3, 31))
    client.force_login(manager)
    answer = client.post(at("add_improvement"), AREA | typed)
    assert list(answer.context["form"].errors) == [field]
    assert not ImprovementArea.objects.exists()


def test_accepted_area_is_not_changed(client, rules, cluster, manager):
    area = ImprovementAreaFactory(cluster=cluster, accepted=True)
    client.force_login(manager)
    assert client.get(at("change_improvement", area.pk)).status_code == 302
    assert client.post(at("change_improvement", area.pk), AREA).status_code == 302
    assert ImprovementArea.objects.get().title == area.title
