"""Two assessors who score apart: their sheets, what each may see, and how they agree."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from lms.benchmarking.answers import Answer
from lms.benchmarking.closing import close_assessment
from lms.benchmarking.models import Assessment, AssessorSheet, EvidenceFile, Score
from lms.benchmarking.scoring_agreeing import agree_on_level
from lms.benchmarking.scoring_agreement import load_agreement
from lms.benchmarking.scoring_differences import load_differences
from lms.benchmarking.scoring_sheets import begin_sheet, hand_in_sheet, remove_sheet
from lms.outbox.models import Message
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_benchmarks import make_framework
from tests.factories_scoring import (
    NOW,
    assessor_of,
    assessor_who_tutors,
    begun,
    close_now,
    manager_of,
    refused_for,
    sheet_of,
    with_file,
)

pytestmark = pytest.mark.django_db
NOTHING = Answer()


@pytest.fixture
def cluster():
    return ClusterFactory()


@pytest.fixture
def one(cluster):
    return assessor_of(cluster)


@pytest.fixture
def two(cluster):
    return assessor_of(cluster)


@pytest.fixture
def audit(cluster, one):
    """Three indicators, two assessors, no sheet yet."""
    return begun(cluster, make_framework(3), one, kind="audit", apart=True)


@pytest.fixture
def all_in(audit, one, two):
    """The assessors differ in the second indicator."""
    sheet_of(audit, one, [2, 3, None], handed_in=True, evidence="vista")
    sheet_of(audit, two, [2, 1, None])
    hand_in(audit, two)
    return audit


def begin(audit, by):
    return begin_sheet(assessment=audit, by=by, now=NOW)


def hand_in(audit, by):
    return hand_in_sheet(assessment=audit, by=by, now=NOW)


def agree(audit, by, level=2, *, code="I-02", reason="Visti i verbali", seen=NOTHING):
    pk = audit.framework.indicators.get(code=code).pk
    wanted = Answer(True, None if level is None else Decimal(level)) if level != "" else Answer()
    asked = {"wanted": wanted, "reason": reason, "seen": seen.mark, "by": by, "now": NOW}
    return agree_on_level(assessment=audit, indicator_pk=pk, **asked)


def scores(audit):
    return dict(Score.objects.filter(assessment=audit).values_list("indicator__code", "value"))


def test_each_begins_the_own_sheet_and_a_third_is_refused(audit, one, two, cluster):
    assert begin(audit, one).assessor == one
    assert begin(audit, two).assessor == two
    with refused_for("taken"):
        begin(audit, assessor_of(cluster))
    assert audit.sheets.count() == 2


def test_same_person_cannot_be_both(audit, one):
    assert begin(audit, one) == begin(audit, one)
    assert audit.sheets.count() == 1


def test_person_in_conflict_begins_no_sheet(audit, cluster):
    with refused_for("conflict"):
        begin(audit, assessor_who_tutors(cluster))


@pytest.mark.parametrize("who", [manager_of, lambda cluster: person_with(Role.COORDINATOR)])
def test_only_assessors_begin_sheets(audit, cluster, who):
    with pytest.raises(PermissionDenied):
        begin(audit, who(cluster))
    with pytest.raises(PermissionDenied):
        begin(begun(cluster, make_framework(1), assessor_of(cluster), kind="interview"), assessor_of(cluster))


def test_sheet_is_handed_in_complete_and_once(audit, one):
    sheet = sheet_of(audit, one, [2, 3, None])
    sheet.scores.filter(indicator__code="I-03").update(is_answered=False)
    with refused_for("incomplete"):
        hand_in(audit, one)
    sheet.scores.update(is_answered=True)
    assert hand_in(audit, one).handed_in_at == NOW
    with refused_for("handed_in"):
        hand_in(audit, one)
    assert (Score.objects.count(), Message.objects.count()) == (0, 0), "the other one is still outstanding"


def test_nobody_hands_in_for_another(audit, one, two):
    sheet_of(audit, one, [2, 3, None])
    with pytest.raises(PermissionDenied):
        hand_in(audit, two)


def test_with_the_last_sheet_the_equal_levels_are_taken_over(all_in, one, two):
    assert scores(all_in) == {"I-01": 2, "I-03": None}
    text = Score.objects.get(indicator__code="I-01").evidence
    assert text == f"{one} (2): vista"
    assert {message.recipient for message in Message.objects.filter(kind="assessment_all_in")} == {one}


def test_differences_come_with_both_levels_and_texts(all_in, one, two):
    found = load_differences(all_in)
    assert [each.indicator.code for each in found.different] == ["I-02"]
    opinions = [
        (opinion.assessor, opinion.answer.key, opinion.answer.evidence) for opinion in found.different[0].opinions
    ]
    assert opinions == [(str(one), "3", "vista"), (str(two), "1", "")]
    assert [each.indicator.code for each in found.equal] == ["I-01", "I-03"]
    assert [each.indicator.code for each in found.open] == ["I-02"]


@pytest.mark.parametrize("level", [2, 3, 0, None])
def test_agreed_level_keeps_what_both_wrote_and_the_reason(all_in, one, two, level):
    with override("en"):
        agree(all_in, two, level)
    score = Score.objects.get(indicator__code="I-02")
    assert (score.value, score.entered_by) == (level, two)
    assert (
        score.evidence == f"{one} (3): vista\n\n{two} (1)\n\n→ Visti i verbali\nSettled by {two} on 22 November 2026."
    )
    assert load_differences(all_in).open == []


def test_agreed_level_changes_until_it_is_closed_but_not_unseen(all_in, one, two):
    first = agree(all_in, one, 2)
    with refused_for("changed"):
        agree(all_in, two, 1)
    agree(all_in, two, 1, seen=Answer(True, Decimal(2), first.evidence))
    assert scores(all_in)["I-02"] == 1
    close_assessment(assessment=all_in, by=one, now=NOW, seen=load_agreement(all_in).mark)
    with refused_for("closed"):
        agree(all_in, one, 2)


def test_agreeing_asks_for_level_reason_and_a_difference(all_in, one):
    with refused_for("level"):
        agree(all_in, one, "")
    with refused_for("level"):
        agree(all_in, one, 5)
    with refused_for("reason"):
        agree(all_in, one, 2, reason=" ")
    with refused_for("equal"):
        agree(all_in, one, 2, code="I-01")
    assert "I-02" not in scores(all_in)


def test_agreeing_waits_for_both_sheets(audit, one, two):
    sheet_of(audit, one, [2, 3, None], handed_in=True)
    sheet_of(audit, two, [2, 1, None])
    with refused_for("not_handed_in"):
        agree(audit, one)


def test_only_the_two_agree(all_in, cluster):
    for stranger in (assessor_of(cluster), manager_of(cluster), person_with(Role.COORDINATOR)):
        with pytest.raises(PermissionDenied):
            agree(all_in, stranger)
    assert "I-02" not in scores(all_in)


def test_it_is_closed_by_the_other_when_everything_is_settled(all_in, one, two, cluster):
    with refused_for("incomplete"):
        close_assessment(assessment=all_in, by=one, now=NOW)
    agree(all_in, one)
    with pytest.raises(PermissionDenied):
        close_assessment(assessment=all_in, by=assessor_of(cluster), now=NOW)
    seen = load_agreement(all_in).mark
    assert close_assessment(assessment=all_in, by=two, now=NOW, seen=seen).is_closed
    assert AssessorSheet.objects.filter(assessment=all_in).count() == 2, "the sheets stay as evidence"


def test_it_is_not_closed_while_a_sheet_is_outstanding(audit, one):
    sheet_of(audit, one, [2, 3, None], handed_in=True)
    with refused_for("not_handed_in"):
        close_assessment(assessment=audit, by=one, now=NOW)


def test_conflict_that_came_up_later_keeps_from_agreeing_and_closing(all_in, cluster, one):
    person_with(Role.TUTOR, cluster, user=one)
    with refused_for("conflict"):
        agree(all_in, one)
    with refused_for("conflict"):
        close_assessment(assessment=all_in, by=one, now=NOW)


def test_coordinator_removes_the_sheet_of_one_who_dropped_out(audit, one, two, cluster):
    sheet = begin(audit, one)
    kept = begin(audit, two)
    with_file(audit, one)
    theirs = with_file(audit, two, content=b"another")
    coordinator = person_with(Role.COORDINATOR)
    remove_sheet(sheet=sheet, reason="Si è ritirata", by=coordinator, now=NOW)
    assert list(audit.sheets.all()) == [kept]
    assert list(EvidenceFile.objects.all()) == [theirs]
    assert [message.recipient for message in Message.objects.filter(kind="assessment_sheet_removed")] == [one]
    entry = ModelLogEntry.objects.get(action="benchmarking.remove_sheet")
    assert entry.data == {"assessor": str(one), "reason": "Si è ritirata"}
    assert begin(audit, assessor_of(cluster)).pk
    with refused_for("removed"):
        remove_sheet(sheet=sheet, reason="x", by=coordinator, now=NOW)


def test_sheet_that_is_handed_in_stays(audit, one):
    sheet = sheet_of(audit, one, [2, 3, None], handed_in=True)
    with refused_for("handed_in"):
        remove_sheet(sheet=sheet, reason="x", by=person_with(Role.COORDINATOR), now=NOW)


def test_sheet_is_removed_with_a_reason_and_by_coordinators_only(audit, one, two, cluster):
    sheet = begin(audit, one)
    with refused_for("reason"):
        remove_sheet(sheet=sheet, reason=" ", by=person_with(Role.COORDINATOR), now=NOW)
    for person in (one, two, manager_of(cluster)):
        with pytest.raises(PermissionDenied):
            remove_sheet(sheet=sheet, reason="x", by=person, now=NOW)


def sheets_seen_by(*people):
    return [set(AssessorSheet.objects.readable_by(person).values_list("assessor", flat=True)) for person in people]


def files_seen_by(*people):
    return [set(EvidenceFile.objects.readable_by(person).values_list("uploaded_by", flat=True)) for person in people]


def test_nobody_reads_anothers_sheet_or_files_before_both_are_in(audit, one, two):
    coordinator = person_with(Role.COORDINATOR)
    sheet_of(audit, one, [2, 3, None])
    sheet_of(audit, two, [2, 1, None])
    with_file(audit, one)
    with_file(audit, two, content=b"another")
    apart = [{one.pk}, {two.pk}, set()]
    assert (sheets_seen_by(one, two, coordinator), files_seen_by(one, two, coordinator)) == (apart, apart)
    hand_in(audit, one)
    assert (sheets_seen_by(one, two, coordinator), files_seen_by(one, two, coordinator)) == (apart, apart)
    hand_in(audit, two)
    both = [{one.pk, two.pk}] * 3
    assert (sheets_seen_by(one, two, coordinator), files_seen_by(one, two, coordinator)) == (both, both)


def test_first_sheet_stays_unread_while_the_second_was_never_begun(audit, one, two):
    sheet_of(audit, one, [2, 3, None], handed_in=True)
    with_it = with_file_of_handed_in(audit, one)
    assert sheets_seen_by(two) == [set()]
    assert files_seen_by(two) == [set()]
    close_now(audit)
    assert with_it in EvidenceFile.objects.readable_by(two)


def with_file_of_handed_in(audit, one):
    """A file of a sheet that was handed in, as it was added before."""
    AssessorSheet.objects.update(handed_in_at=None)
    kept = with_file(audit, one)
    AssessorSheet.objects.update(handed_in_at=NOW)
    return kept


def test_open_audit_of_two_is_found_by_the_clusters_assessors(audit, one, two, cluster):
    found = [person for person in (one, two) if audit in Assessment.objects.scored_by_hand(person)]
    assert found == [one, two]
    for stranger in (assessor_of(ClusterFactory()), manager_of(cluster), person_with(Role.TUTOR, cluster)):
        assert audit not in Assessment.objects.scored_by_hand(stranger)
        assert audit not in Assessment.objects.visible_to(stranger)
