"""What the label track says of dates, of who wrote and who accepted, and of what waits; what notices are called."""

import re
from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format

from lms.labels.notices import tell_reviewed
from lms.labels.track_page import track_page
from lms.outbox.models import Message
from tests.factories import LabelAwardFactory, UserFactory
from tests.factories_benchmarks import score_all
from tests.factories_labels import NOW, ImprovementAreaFactory, LabelEvidenceFactory

TODAY = date(2026, 11, 22)
INTERVIEW = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def bronze(cluster):
    return next(card for card in track_page(cluster, TODAY).labels if card.level == "bronze")


def read(client, cluster, person):
    client.force_login(person)
    text = client.get(f"/en/clusters/{cluster.slug}/label/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_dates_are_those_of_a_benchmark_held_today_while_there_is_none(rules, cluster, framework):
    score_all(cluster, framework, 3, on=INTERVIEW)
    card = bronze(cluster)
    assert card.dates_from is None
    assert card.dates_words.startswith(f"Benchmarked today, it would hold from {date_format(TODAY)} to ")


def test_dates_are_those_of_the_benchmark_that_is_there(rules, cluster, framework):
    score_all(cluster, framework, 3, on=INTERVIEW, kind="interview")
    card = bronze(cluster)
    assert card.if_benchmarked_today is None
    day = date_format(INTERVIEW)
    assert card.dates_words.startswith(f"From the benchmark of {day} it would hold from {day} to ")


def test_benchmark_long_past_leads_to_no_dates(rules, cluster, framework):
    score_all(cluster, framework, 3, on=date(2016, 3, 31), kind="interview")
    assert bronze(cluster).dates_words.startswith("Benchmarked today")


def test_whoever_wrote_a_piece_is_not_who_accepted_it(client, rules, cluster, manager):
    writer, reviewer = (UserFactory(first_name=name, last_name="Rossi") for name in ("Wanda", "Rita"))
    code = next(row.finding.requirement for row in bronze(cluster).requirements if row.takes_evidence)
    about = {"cluster": cluster, "written_by": writer}
    LabelEvidenceFactory(**about, requirement=code, accepted=True, reviewed_by=reviewer)
    ImprovementAreaFactory(**about, accepted=True, reviewed_by=reviewer)
    LabelEvidenceFactory(**about, requirement=code, refused=True, reviewed_by=reviewer)
    LabelEvidenceFactory(**about, requirement=code)
    text = read(client, cluster, manager)
    day = date_format(NOW, "SHORT_DATE_FORMAT")
    assert text.count(f"written by {writer} on {day}; accepted by {reviewer} on {day}") == 2
    assert text.count(f"written by {writer} on {day}; not accepted by {reviewer} on {day}") == 1
    assert text.count(f"written by {writer} on {day}") == 4


def test_next_step_while_a_piece_waits_is_to_wait(rules, cluster, framework):
    score_all(cluster, framework, 3, on=INTERVIEW, kind="interview")
    for row in bronze(cluster).requirements:
        if row.takes_evidence:
            for _ in range(row.finding.params["needed"]):
                LabelEvidenceFactory(cluster=cluster, requirement=row.finding.requirement)
    card = bronze(cluster)
    assert card.next_row.finding.reason == "waiting"
    assert card.next_step_words.startswith("Wait until an assessor or a coordinator has looked at")
    assert re.fullmatch(r"0 of \d accepted, \d waits? to be looked at\.", card.next_row.words)


def test_subjects_of_notices_name_the_piece(cluster, manager):
    about = {"cluster": cluster, "written_by": manager}
    tell_reviewed(ImprovementAreaFactory(**about, title="Better <plans>", accepted=True), now=NOW)
    tell_reviewed(LabelEvidenceFactory(**about, text="A story " * 30, refused=True), now=NOW)
    first, second = Message.objects.order_by("pk").values_list("subject", flat=True)
    assert first == "Sedia: “Better <plans>” accepted for the label"
    assert second.startswith("Sedia: “A story A story")
    assert second.endswith("…” not accepted for the label")


def test_today_stands_in_words_below_the_axis(client, rules, cluster, manager):
    LabelAwardFactory(cluster=cluster, level="bronze", valid_from=date(2014, 1, 1), valid_until=date(2016, 1, 31))
    client.force_login(manager)
    text = client.get(f"/en/clusters/{cluster.slug}/label/").content.decode()
    assert re.search(r'<text class="timeline-now" x="[\d.]+%" y="32" text-anchor="middle">today</text>', text)
