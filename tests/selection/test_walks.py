"""The two walks of the programme from call to reserve, through the actions."""

from datetime import timedelta

import pytest

from lms.outbox.models import Message
from lms.people.models import Role
from lms.selection.apply_actions import Typed, submit_application, withdraw_application
from lms.selection.call_actions import create_call, publish_call
from lms.selection.models import Application, Call, Place, RankedApplication, ScoreSheet
from lms.selection.place_actions import accept_place, decide, expire_places
from lms.selection.scoring_actions import close_scoring, hand_in_sheet, name_assessor, start_scoring
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_courses import CompetenceFactory
from tests.factories_selection import NOW, sheet_of

pytestmark = pytest.mark.django_db
OPENS, CLOSES = NOW - timedelta(days=1), NOW + timedelta(days=7)
LATER = CLOSES + timedelta(hours=1)


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def announced(kind, coordinator, **values):
    words = dict.fromkeys(("title_it", "title_en", "text_it", "text_en"), "Call")
    values = {"slug": "a-call", "opens_at": OPENS, "closes_at": CLOSES, **words, **values}
    call = create_call(kind=kind, values=values, by=coordinator, now=NOW)
    call.questions.filter(kind="file").delete()
    call = publish_call(call=call, by=coordinator, now=NOW)
    for _number in range(2):
        name_assessor(call=call, person=UserFactory(), by=coordinator, now=NOW)
    return call


def answered(call, cluster=None):
    texts = {q.pk: {"yes_no": "yes", "choice": "1"}.get(q.kind, "Because.") for q in call.questions.all()}
    return Typed(cluster=cluster, texts=texts, expertise={CompetenceFactory().pk: "Ten years."})


def apply(call, person, minutes, cluster=None):
    at = NOW + timedelta(minutes=minutes)
    return submit_application(call=call, typed=answered(call, cluster), by=person, now=at)


def scored(call, points, coordinator):
    """Score every application with the same points on each criterion, by every assessor, and decide."""
    start_scoring(call=call, by=coordinator, now=LATER)
    criteria = [c.pk for c in call.criteria.all()]
    first, second = call.assessors.all()
    for application, value in points.items():
        given = dict.fromkeys(criteria, value)
        sheet_of(first, application, *given.values())
        if len(points) < 10:
            hand_in_sheet(application=application, points=given, comments={}, by=second.person, now=LATER)
        else:
            sheet_of(second, application, *given.values())
    close_scoring(call=call, by=coordinator, now=LATER)
    decide(call=call, by=coordinator, now=LATER)


def results(call):
    return list(RankedApplication.objects.filter(call=call).order_by("position").values_list("result", flat=True))


def letters(kind):
    return set(Message.objects.filter(kind=f"selection_{kind}").values_list("recipient", flat=True))


def test_eight_apply_six_are_chosen_one_resigns_and_the_first_in_reserve_moves_up(coordinator):
    call = announced("instructors", coordinator)
    eight = [apply(call, UserFactory(), n) for n in range(8)]
    # The fourth and the fifth have equal scores: the earlier application comes first.
    scored(call, dict(zip(eight, [10, 9, 9, 8, 8, 7, 7, 6], strict=True)), coordinator)
    assert results(call) == ["selected"] * 6 + ["reserve"] * 2
    ranked = RankedApplication.objects.get(application=eight[4])
    assert (ranked.position, ranked.tie, ranked.score) == (5, "earlier", 80)
    assert letters("reserve") == {one.person_id for one in eight[6:]}
    for one in eight[:6]:
        accept_place(application=one, by=one.person, now=LATER)
    withdraw_application(application=eight[2], by=eight[2].person, now=LATER)
    moved = Place.objects.get(moved_up=True)
    assert (moved.application, moved.status) == (eight[6], "offered")
    assert letters("moved_up") == {eight[6].person_id}
    # Nobody answers: the second in reserve is next.
    assert expire_places(now=moved.expires_at + timedelta(seconds=1)) == 1
    assert expire_places(now=moved.expires_at + timedelta(seconds=1)) == 0
    assert Place.objects.get(application=eight[7]).status == "offered"
    assert letters("expired") == {eight[6].person_id}


def test_thirty_apply_for_eighteen_seats_and_the_right_reserve_gets_the_free_one(coordinator):
    call = announced("visit", coordinator)  # 1 to 4 places per cluster, 18 in all
    clusters = [ClusterFactory() for _ in range(6)]
    # The first cluster is best throughout, the last one worst: 5 managers each.
    points = {}
    for rank, cluster in enumerate(clusters):
        for n in range(5):
            one = apply(call, person_with(Role.CLUSTER_MANAGER, cluster), 10 * rank + n, cluster.pk)
            points[one] = 10 - rank if rank < 5 else 5
    scored(call, points, coordinator)
    people = list(points)
    taken = [Place.objects.filter(application__cluster=cluster).count() for cluster in clusters]
    assert taken == [4, 4, 4, 4, 1, 1]
    assert RankedApplication.objects.get(application=people[4]).limit == "cluster_full"
    # One of the first cluster leaves: its fifth comes before everybody else in reserve.
    withdraw_application(application=people[0], by=people[0].person, now=LATER)
    assert Place.objects.get(moved_up=True).application == people[4]
    # The fifth of the first cluster leaves as well: now the first of the reserve whom the limit allows.
    withdraw_application(application=people[4], by=people[4].person, now=LATER)
    held = Place.objects.filter(status__in=["offered", "accepted"])
    assert held.count() == 18
    moved = Place.objects.exclude(application=people[4]).get(moved_up=True)
    assert moved.application.cluster == clusters[4]
    assert ScoreSheet.objects.count() == 60
    assert Application.objects.filter(status="withdrawn").count() == 2
    assert Call.objects.get().status == "decided"
