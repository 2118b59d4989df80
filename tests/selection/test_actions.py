"""One test per way out of each action."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from lms.outbox.models import Message
from lms.people.models import Role, User
from lms.selection.apply_actions import (
    Typed,
    mark_eligible,
    mark_ineligible,
    save_application,
    submit_application,
    withdraw_application,
)
from lms.selection.call_actions import cancel_call, change_draft, publish_call
from lms.selection.grid import grid_of
from lms.selection.models import (
    Answer,
    Application,
    Assessor,
    Call,
    ConflictOfInterest,
    Place,
    RankedApplication,
    ScoreSheet,
    SheetPoints,
)
from lms.selection.permissions import can_withdraw
from lms.selection.place_actions import accept_place, decide, decline_place, remove_place
from lms.selection.scoring_actions import (
    close_scoring,
    declare_conflict,
    hand_in_sheet,
    name_assessor,
    remove_assessor,
    save_sheet,
    start_scoring,
    take_back_sheet,
)
from lms.selection.standing import chosen_now
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_selection import (
    NOW,
    ApplicationFactory,
    AssessorFactory,
    CallFactory,
    QuestionFactory,
    sheet_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def codes(caught):
    return [error.code for error in caught.value.error_list]


def letters(kind):
    return list(Message.objects.filter(kind=f"selection_{kind}").values_list("recipient", flat=True))


def pdf(name="cv.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def ready(**values):
    """Return a call that is scored by two assessors, with two applications."""
    call = CallFactory(scoring=True, **values)
    return call, [AssessorFactory(call=call) for _ in range(2)], [ApplicationFactory(call=call) for _ in range(2)]


def test_draft_is_kept_incomplete_and_handed_in_complete_only():
    call = CallFactory()
    long, yes = QuestionFactory(call=call), QuestionFactory(call=call, kind="yes_no", must_be_yes=True)
    person = UserFactory()
    own = save_application(call=call, typed=Typed(), by=person, now=NOW)
    assert (own.status, own.answers.count()) == ("draft", 0)
    with pytest.raises(ValidationError) as caught:
        submit_application(call=call, typed=Typed(texts={long.pk: "x", yes.pk: "no"}), by=person, now=NOW)
    assert set(caught.value.message_dict) == {f"q{yes.pk}"}
    assert Application.objects.get().status == "draft"
    typed = Typed(texts={long.pk: "x", yes.pk: "yes", 99999: "of another call"})
    submit_application(call=call, typed=typed, by=person, now=NOW)
    assert letters("received") == [person.pk]
    again = NOW + timedelta(hours=1)
    own = submit_application(call=call, typed=typed, by=person, now=again)
    assert (Application.objects.count(), Answer.objects.count(), own.submitted_at) == (1, 2, again)
    with pytest.raises(ValidationError, match=r"consegnata|handed in"):
        save_application(call=call, typed=Typed(), by=person, now=NOW)


def test_file_is_checked_kept_and_replaced(django_capture_on_commit_callbacks):
    call, person = CallFactory(), UserFactory()
    cv = QuestionFactory(call=call, kind="file")
    bad = SimpleUploadedFile("cv.pdf", b"MZ not a pdf")
    with pytest.raises(ValidationError) as caught:
        save_application(call=call, typed=Typed(files={cv.pk: bad}), by=person, now=NOW)
    assert set(caught.value.message_dict) == {f"q{cv.pk}"}
    submit_application(call=call, typed=Typed(files={cv.pk: pdf()}), by=person, now=NOW)
    first = Answer.objects.get().file
    submit_application(call=call, typed=Typed(), by=person, now=NOW)
    assert Answer.objects.get().filename == "cv.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        submit_application(call=call, typed=Typed(files={cv.pk: pdf("new.pdf")}), by=person, now=NOW)
    kept = Answer.objects.get()
    assert (kept.filename, kept.file.storage.exists(kept.file.name)) == ("new.pdf", True)
    assert kept.file.name == first.name or not kept.file.storage.exists(first.name)


def test_whoever_cannot_apply_is_refused_with_each_reason():
    call = CallFactory(visit=True, roles=[Role.CLUSTER_MANAGER])
    assessor = AssessorFactory(call=call)
    for person, now, expected in (
        (UserFactory(), NOW, ["wrong_role", "no_cluster"]),
        (assessor.person, NOW, ["assesses", "wrong_role", "no_cluster"]),
        (UserFactory(), NOW + timedelta(days=30), ["too_late", "wrong_role", "no_cluster"]),
    ):
        with pytest.raises(ValidationError) as caught:
            submit_application(call=call, typed=Typed(), by=person, now=now)
        assert codes(caught) == expected
    manager = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    with pytest.raises(ValidationError) as caught:
        submit_application(call=call, typed=Typed(cluster=ClusterFactory().pk), by=manager, now=NOW)
    assert set(caught.value.message_dict) == {"cluster"}
    assert not Application.objects.exists()


def test_who_withdrew_comes_back_on_the_same_row_and_others_cannot_withdraw_it():
    one = ApplicationFactory()
    with pytest.raises(PermissionDenied):
        withdraw_application(application=one, by=person_with(Role.COORDINATOR), now=NOW)
    for _click in range(2):
        assert withdraw_application(application=one, by=one.person, now=NOW).status == "withdrawn"
    again = submit_application(call=one.call, typed=Typed(), by=one.person, now=NOW)
    assert (again.pk, again.status) == (one.pk, "submitted")


def test_ineligible_with_a_reason_is_not_scored_and_may_be_let_in_again(coordinator):
    call, _assessors, (one, other) = ready()
    with pytest.raises(ValidationError):
        mark_ineligible(application=one, reason=" ", by=coordinator, now=NOW)
    with pytest.raises(PermissionDenied):
        mark_ineligible(application=one, reason="No CV", by=other.person, now=NOW)
    for _click in range(2):
        mark_ineligible(application=one, reason="No CV", by=coordinator, now=NOW)
    assert [a.pk for a in grid_of(call, NOW).applications] == [other.pk]
    assert letters("ineligible") == [one.person_id]
    mark_eligible(application=one, by=coordinator, now=NOW)
    assert len(grid_of(call, NOW).applications) == 2
    assert letters("eligible") == [one.person_id]


def test_published_call_stays_as_people_have_read_it(coordinator):
    call = CallFactory(draft=True)
    change_draft(call=call, write=lambda: Call.objects.filter(pk=call.pk).update(places=5), by=coordinator)
    with pytest.raises(ValidationError) as caught:
        publish_call(
            call=CallFactory(draft=True, criteria=[], closes_at=NOW, most_per_cluster=2), by=coordinator, now=NOW
        )
    assert len(caught.value.messages) == 4
    QuestionFactory(call=call)
    for _click in range(2):
        assert publish_call(call=call, by=coordinator, now=NOW).status == "published"
    with pytest.raises(ValidationError):
        change_draft(call=call, write=lambda: pytest.fail("written"), by=coordinator)
    with pytest.raises(PermissionDenied):
        publish_call(call=call, by=UserFactory(), now=NOW)


def test_cancelled_call_tells_whoever_applied_and_only_once(coordinator):
    one = ApplicationFactory()
    ApplicationFactory(call=one.call, status="withdrawn")
    cancel_call(call=one.call, reason="No money", by=coordinator, now=NOW)
    assert letters("cancelled") == [one.person_id]
    with pytest.raises(ValidationError):
        cancel_call(call=one.call, reason="Again", by=coordinator, now=NOW)
    with pytest.raises(ValidationError):
        submit_application(call=one.call, typed=Typed(), by=one.person, now=NOW)


def test_jury_is_named_before_scoring_and_nobody_in_it_applies(coordinator):
    one = ApplicationFactory()
    call, late = one.call, NOW + timedelta(days=8)
    with pytest.raises(ValidationError):
        name_assessor(call=call, person=one.person, by=coordinator, now=NOW)
    first = name_assessor(call=call, person=UserFactory(), by=coordinator, now=NOW)
    for now in (NOW, late):  # too early; too few
        with pytest.raises(ValidationError):
            start_scoring(call=call, by=coordinator, now=now)
    name_assessor(call=call, person=UserFactory(), by=coordinator, now=NOW)
    for _click in range(2):
        start_scoring(call=call, by=coordinator, now=late)
    assert len(letters("to_score")) == 2
    remove_assessor(assessor=first, by=coordinator, now=late)
    assert name_assessor(call=call, person=first.person, by=coordinator, now=late).pk == first.pk
    assert Assessor.objects.get(pk=first.pk).removed_at is None


def test_sheet_is_kept_in_parts_handed_in_whole_and_taken_back_until_the_closing(coordinator):
    call, (assessor, _other), (one, _two) = ready()
    first, second = call.criteria.all()
    args = {"application": one, "by": assessor.person, "now": NOW}
    save_sheet(points={first.pk: 4}, comments={first.pk: "Good"}, **args)
    for points in ({first.pk: 4}, {first.pk: 11, second.pk: 1}, {first.pk: -1, second.pk: 1}):
        with pytest.raises(ValidationError), transaction.atomic():
            hand_in_sheet(points=points, comments={}, **args)
    whole = {first.pk: 10, second.pk: 0}
    hand_in_sheet(points=whole, comments={}, **args)
    with pytest.raises(ValidationError) as caught:
        save_sheet(points=whole, comments={}, **args)
    assert codes(caught) == ["handed_in"]
    take_back_sheet(**args)
    assert hand_in_sheet(points=whole, comments={}, **args).handed_in_at == NOW
    with pytest.raises(PermissionDenied):
        save_sheet(application=one, points=whole, comments={}, by=coordinator, now=NOW)


def test_conflicts_keep_from_scoring_and_leave_the_sheet_out():
    call, (first, second), (one, two) = ready()
    sheet_of(first, one, 10, 10)
    sheet_of(second, one, 5, 5)
    assert chosen_now(call, NOW)[one.pk].ranked.candidate.score == 75
    for _click in range(2):
        declare_conflict(application=one, reason="My sister", by=first.person, now=NOW)
    assert ConflictOfInterest.objects.count() == 1
    assert chosen_now(call, NOW)[one.pk].ranked.candidate.score == 50
    with pytest.raises(ValidationError) as caught:
        save_sheet(application=one, points={}, comments={}, by=first.person, now=NOW)
    assert codes(caught) == ["conflict"]
    with pytest.raises(PermissionDenied):
        declare_conflict(application=two, reason="x", by=one.person, now=NOW)


def test_manager_of_the_cluster_does_not_score_its_application():
    call = CallFactory(scoring=True, visit=True)
    one = ApplicationFactory(call=call, managed=True)
    assessor = AssessorFactory(call=call, person=person_with(Role.TUTOR, one.cluster))
    assert [cell.conflict for cell in grid_of(call, NOW).of(assessor)] == ["same_cluster"]


def test_scoring_closes_when_every_sheet_is_in_and_stays_closed(coordinator):
    call, (first, second), (one, two) = ready()
    for application in (one, two):
        sheet_of(first, application, 5, 5)
    sheet_of(second, one, 5, 5)
    last = sheet_of(second, two, 5, 5, handed_in=False)
    with pytest.raises(ValidationError, match=str(second.person)):
        close_scoring(call=call, by=coordinator, now=NOW)
    ScoreSheet.objects.filter(pk=last.pk).update(handed_in_at=NOW)
    for _click in range(2):
        close_scoring(call=call, by=coordinator, now=NOW)
    for write in (
        lambda: SheetPoints.objects.filter(sheet=last).update(points=10),
        lambda: SheetPoints.objects.filter(sheet=last).delete(),
        lambda: ScoreSheet.objects.filter(pk=last.pk).update(handed_in_at=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    for act in (take_back_sheet, lambda **k: declare_conflict(reason="late", **k)):
        with pytest.raises(ValidationError):
            act(application=two, by=second.person, now=NOW)


def test_too_few_without_a_conflict_keep_the_scoring_open(coordinator):
    call, (first, second), (one, two) = ready()
    for assessor in (first, second):
        for application in (one, two):
            sheet_of(assessor, application, 5, 5)
    declare_conflict(application=one, reason="My sister", by=first.person, now=NOW)
    with pytest.raises(ValidationError, match=str(one.person)):
        close_scoring(call=call, by=coordinator, now=NOW)


@pytest.fixture
def decided(coordinator):
    """One place, three in order: selected, reserve, below the least."""
    call = CallFactory(scoring=True, places=1)
    three = [ApplicationFactory(call=call) for _ in range(4)]
    for assessor in [AssessorFactory(call=call) for _ in range(2)]:
        for application, points in zip(three, (9, 8, 7, 1), strict=True):
            sheet_of(assessor, application, points, points)
    close_scoring(call=call, by=coordinator, now=NOW)
    for _click in range(2):
        decide(call=call, by=coordinator, now=NOW)
    return three


def test_decision_freezes_the_ranking_and_writes_to_each(decided):
    rows = list(RankedApplication.objects.order_by("position"))
    assert [(r.application, r.result, r.reserve_number) for r in rows] == [
        (decided[0], "selected", None), (decided[1], "reserve", 1),
        (decided[2], "reserve", 2), (decided[3], "below", None),
    ]  # fmt: skip
    assert [len(letters(kind)) for kind in ("selected", "reserve", "not_selected")] == [1, 2, 1]
    text = Message.objects.get(kind="selection_not_selected").text
    assert "10,00" in text
    for write in (lambda: RankedApplication.objects.update(position=9), RankedApplication.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_declined_place_goes_on_and_nobody_answers_for_somebody_else(decided, coordinator):
    first, second, third, below = decided
    with pytest.raises(PermissionDenied):
        accept_place(application=first, by=coordinator, now=NOW)
    for _click in range(2):
        decline_place(application=first, by=first.person, now=NOW)
    accept_place(application=second, by=second.person, now=NOW)
    with pytest.raises(ValidationError):
        accept_place(application=third, by=third.person, now=NOW)
    with pytest.raises(ValidationError):
        remove_place(application=second, reason="", by=coordinator, now=NOW)
    remove_place(application=second, reason="No letter of the employer", by=coordinator, now=NOW)
    assert letters("removed") == [second.person_id]
    decline_place(application=third, by=third.person, now=NOW)
    assert not Place.objects.filter(application=below).exists()
    assert list(Place.objects.values_list("status", flat=True)) == ["declined", "removed", "declined"]


def test_place_is_accepted_up_to_its_last_moment(decided):
    first = decided[0]
    place = Place.objects.get()
    with pytest.raises(ValidationError):
        accept_place(application=first, by=first.person, now=place.expires_at + timedelta(seconds=1))
    assert accept_place(application=first, by=first.person, now=place.expires_at).status == "accepted"


def test_whoever_leaves_the_reserve_is_passed_over(decided):
    first, second, third, _below = decided
    withdraw_application(application=second, by=second.person, now=NOW)
    assert Place.objects.count() == 1
    withdraw_application(application=first, by=first.person, now=NOW)
    assert Place.objects.get(moved_up=True).application == third


def test_whoever_is_erased_is_neither_ranked_nor_moved_up(decided):
    first, second, third, _below = decided
    User.objects.filter(pk=second.person_id).update(is_active=False)
    decline_place(application=first, by=first.person, now=NOW)
    assert Place.objects.get(moved_up=True).application == third
    call, _jury, (one, two) = ready()
    User.objects.filter(pk=one.person_id).update(is_active=False)
    assert grid_of(call, NOW).applications == [two]


def test_whoever_has_no_place_and_is_not_in_reserve_has_nothing_to_withdraw(decided):
    first, second, _third, below = decided
    for one in decided:
        one.call.refresh_from_db()
    decline_place(application=first, by=first.person, now=NOW)
    assert [can_withdraw(one) for one in (first, second, below)] == [False, True, False]
