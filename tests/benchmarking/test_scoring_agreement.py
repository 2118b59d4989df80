"""No assessor decides alone: one settles a difference, the other confirms it, and nobody else does either."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from lms.benchmarking.agreement import Agreement, Difference
from lms.benchmarking.answers import Answer
from lms.benchmarking.closing import close_assessment
from lms.benchmarking.models import Assessment, Score
from lms.benchmarking.scoring_agreeing import agree_on_level, confirm_level
from lms.benchmarking.scoring_agreement import load_agreement
from lms.benchmarking.scoring_saving import answer_of
from lms.people.models import Role, RoleGrant
from tests.factories import AssessmentFactory, ClusterFactory, person_with
from tests.factories_benchmarks import make_framework
from tests.factories_scoring import NOW, assessor_of, begun, close_now, manager_of, refused_for, sheet_of

ONE, TWO, BOSS = 1, 2, 3


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


MARK = Answer().mark


@pytest.mark.parametrize(
    ("settled_by", "closers"),
    [
        ([], {ONE, TWO}),
        ([ONE], {TWO}),
        ([ONE, ONE], {TWO}),
        ([ONE, TWO], set()),
        ([ONE, None], set()),
        ([BOSS], set()),
        ([ONE, BOSS], set()),
    ],
)
def test_whoever_closes_has_settled_nothing_last(settled_by, closers):
    found = Agreement(frozenset({ONE, TWO}), [Difference(f"I-{n}", "m", who) for n, who in enumerate(settled_by)])
    assert {person for person in (ONE, TWO, BOSS) if found.can_be_closed_by(person)} == closers


def test_mark_tells_another_answer_and_another_assessor():
    marks = {
        Agreement(frozenset(), [Difference("I-1", mark, who)]).mark for mark, who in [("a", 1), ("a", 2), ("b", 1)]
    }
    assert len(marks) == 3


@pytest.fixture
def audit(db):
    """Both sheets are in; the assessors differ in the second and in the third indicator."""
    cluster = ClusterFactory(slug="sedia")
    one, two = assessor_of(cluster), assessor_of(cluster)
    audit = begun(cluster, make_framework(3), one, kind="audit", apart=True)
    sheet_of(audit, one, [2, 3, 4], handed_in=True)
    sheet_of(audit, two, [2, 1, 3], handed_in=True)
    Score.objects.create(assessment=audit, indicator=audit.framework.indicators.get(code="I-01"), value=2)
    audit.one, audit.two = one, two
    return audit


def pk_of(audit, code):
    return audit.framework.indicators.get(code=code).pk


def standing_mark(audit, code):
    return answer_of(Score.objects.filter(assessment=audit, indicator__code=code).first()).mark


def settle(audit, by, *codes, level=2):
    for code in codes:
        asked = {"wanted": Answer(True, Decimal(level)), "reason": "Visti i verbali", "by": by, "now": NOW}
        agree_on_level(assessment=audit, indicator_pk=pk_of(audit, code), seen=standing_mark(audit, code), **asked)


def confirm(audit, by, code, seen=None):
    mark = standing_mark(audit, code) if seen is None else seen
    return confirm_level(assessment=audit, indicator_pk=pk_of(audit, code), seen=mark, by=by, now=NOW)


def close(audit, by, seen=None):
    mark = load_agreement(audit).mark if seen is None else seen
    return close_assessment(assessment=audit, by=by, now=NOW, seen=mark)


def test_coordinator_neither_settles_nor_confirms_nor_closes(audit, coordinator):
    with pytest.raises(PermissionDenied):
        settle(audit, coordinator, "I-02")
    settle(audit, audit.one, "I-02", "I-03")
    with pytest.raises(PermissionDenied):
        confirm(audit, coordinator, "I-02")
    with pytest.raises(PermissionDenied):
        close(audit, coordinator)
    assert not Assessment.objects.get().is_closed


def test_assessor_who_settled_does_not_close_but_the_other_does(audit):
    settle(audit, audit.one, "I-02", "I-03")
    with refused_for("alone"):
        close(audit, audit.one)
    assert close(audit, audit.two).closed_by == audit.two


def test_each_settled_one_so_one_confirms_before_the_other_closes(audit):
    settle(audit, audit.one, "I-02")
    settle(audit, audit.two, "I-03")
    for person in (audit.one, audit.two):
        with refused_for("alone"):
            close(audit, person)
    kept = confirm(audit, audit.two, "I-02")
    assert (kept.value, kept.entered_by) == (2, audit.two)
    with refused_for("alone"):
        close(audit, audit.two)
    assert close(audit, audit.one).is_closed


def test_evidence_says_who_settled_confirmed_and_closed(audit):
    settle(audit, audit.one, "I-02", "I-03")
    confirm(audit, audit.two, "I-02")
    confirm(audit, audit.two, "I-02")
    confirm(audit, audit.two, "I-03")
    settle(audit, audit.two, "I-03", level=1)
    close(audit, audit.one)
    texts = [score.evidence.partition("→ ")[2].split("\n") for score in Score.objects.order_by("indicator__code")[1:]]
    day = "on 22 November 2026."
    confirmed = [f"Confirmed by {audit.two} {day}", f"Confirmed by {audit.one} {day}"]
    assert texts == [
        ["Visti i verbali", f"Settled by {audit.one} {day}", *confirmed],
        ["Visti i verbali", f"Settled by {audit.two} {day}", confirmed[1]],
    ]


def test_what_changed_since_it_was_read_is_not_confirmed(audit):
    settle(audit, audit.one, "I-02", "I-03")
    seen, read = standing_mark(audit, "I-02"), load_agreement(audit).mark
    settle(audit, audit.one, "I-02", level=0)
    with refused_for("changed"):
        confirm(audit, audit.two, "I-02", seen=seen)
    for stale in (read, ""):
        with refused_for("changed"):
            close(audit, audit.two, seen=stale)
    assert not Assessment.objects.get().is_closed


def test_nothing_is_confirmed_that_is_not_settled_or_not_different(audit):
    with refused_for("unsettled"):
        confirm(audit, audit.two, "I-02")
    with refused_for("equal"):
        confirm(audit, audit.two, "I-01")


def test_what_somebody_else_once_settled_is_settled_by_an_assessor_first(audit, coordinator):
    settle(audit, audit.one, "I-02", "I-03")
    Score.objects.filter(indicator__code="I-03").update(entered_by=coordinator)
    with refused_for("unsettled"):
        close(audit, audit.two)
    confirm(audit, audit.one, "I-03")
    assert close(audit, audit.two).is_closed


def test_assessor_removed_in_between_neither_confirms_nor_closes(audit):
    settle(audit, audit.one, "I-02", "I-03")
    RoleGrant.objects.filter(user=audit.two).delete()
    audit.two = type(audit.two).objects.get(pk=audit.two.pk)
    with pytest.raises(PermissionDenied):
        confirm(audit, audit.two, "I-02")
    with pytest.raises(PermissionDenied):
        close(audit, audit.two)


def at(page, audit, *more):
    return reverse(f"benchmarking:{page}", args=["sedia", audit.pk, *more])


def test_pages_offer_it_to_the_other_assessor_only(client, audit, coordinator):
    settle(audit, audit.one, "I-02", "I-03")
    told = {}
    for person in (audit.one, audit.two, coordinator):
        client.force_login(person)
        page = client.get(at("differences", audit)).text
        closing = client.get(at("score_close", audit))
        offered = (
            "I agree" in page,
            "Agreed level" in page,
            "Check and close" in page,
            "Close for good" in closing.text,
        )
        told[person] = (*offered, "Each difference needs both assessors" in page)
    assert told == {
        audit.one: (False, True, False, False, True),
        audit.two: (True, True, True, True, True),
        coordinator: (False, False, False, False, True),
    }
    assert client.post(at("agree", audit, pk_of(audit, "I-02")), {"confirm": "1", "seen": MARK}).status_code == 403
    client.force_login(manager_of(audit.cluster))
    assert client.get(at("differences", audit)).status_code == 404


def test_button_confirms_and_a_stale_one_says_so(client, audit):
    settle(audit, audit.one, "I-02")
    client.force_login(audit.two)
    address = at("agree", audit, pk_of(audit, "I-02"))
    assert "was changed since you opened the page" in client.post(address, {"confirm": "1", "seen": "x"}).text
    for _twice in range(2):
        sent = {"confirm": "1", "seen": standing_mark(audit, "I-02")}
        assert "Confirmed." in client.post(address, sent, follow=True).text
    assert Score.objects.get(indicator__code="I-02").entered_by == audit.two


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_closing_takes_the_same_queries(client, audit, count, django_assert_num_queries):
    settle(audit, audit.one, *["I-02", "I-03"][:count])
    client.force_login(audit.two)
    client.get(at("score_close", audit))
    with django_assert_num_queries(34):
        client.get(at("score_close", audit))


STANDS_IN = "stand in for those of the labels’ own assessors"


@pytest.mark.parametrize(("kind", "is_told"), [("self", False), ("interview", True), ("audit", True)])
def test_audits_and_interviews_are_not_called_self_assessments(client, coordinator, kind, is_told):
    framework = make_framework(1)
    type(framework).objects.update(disclaimer_en="Self-assessment for training purposes")
    found = begun(ClusterFactory(slug="sedia"), framework, coordinator, kind=kind)
    client.force_login(coordinator)
    page = client.get(at("score", found)).text
    assert (STANDS_IN in page, "Self-assessment for training purposes" in page) == (is_told, not is_told)


def staff_page(client, step, assessment):
    page = client.get(reverse(f"assessment_admin:{step}", args=[assessment.pk])).text
    main = page.partition("<main")[2]
    return main, "submit" in main


def test_staff_in_conflict_read_the_rule_instead_of_the_form(client, coordinator):
    found = AssessmentFactory()
    client.force_login(coordinator)
    assert staff_page(client, "close", found)[1]
    person_with(Role.TUTOR, found.cluster, user=coordinator)
    page, has_form = staff_page(client, "close", found)
    assert ("You tutor this cluster" in page, "The rule: nobody assesses" in page, has_form) == (True, True, False)
    assert staff_page(client, "remove", found)[1], "a conflict keeps nobody from removing it"


@pytest.mark.parametrize("step", ["close", "remove"])
def test_staff_read_that_it_is_closed_instead_of_the_form(client, coordinator, step):
    found = close_now(AssessmentFactory())
    client.force_login(coordinator)
    page, has_form = staff_page(client, step, found)
    assert ("is closed" in page, has_form) == (True, False)


def test_staff_are_told_that_two_assessors_close_theirs(client, audit, coordinator):
    client.force_login(coordinator)
    page, has_form = staff_page(client, "close", audit)
    assert ("Each difference needs both assessors" in page, has_form) == (True, False)
    assert reverse("assessment_admin:close", args=[audit.pk]) not in client.get(reverse("assessment_admin:index")).text
