"""Who sees what of calls and applications, and what the forms make of what is typed."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lms.people.models import Role
from lms.selection.models import (
    Answer,
    Application,
    Assessor,
    Call,
    ConflictOfInterest,
    Criterion,
    Place,
    ScoreSheet,
)
from lms.selection.place_actions import decide
from lms.selection.scoring_actions import close_scoring
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_courses import CompetenceFactory
from tests.factories_selection import (
    NOW,
    ApplicationFactory,
    AssessorFactory,
    CallFactory,
    QuestionFactory,
    sheet_of,
)

pytestmark = pytest.mark.django_db


QUERIES = {"calls": 8, "desk": 14, "ranking": 14, "ranking_decided": 7, "to_score": 13}


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def at(name, *args):
    return reverse(f"selection:{name}", args=args)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def page(client, *address):
    return client.get(at(*address)).content.decode()


def pdf():
    return SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def scored_call(count, **values):
    """Return a call with two assessors, and so many applications that both have scored."""
    call = CallFactory(scoring=True, **values)
    jury = [AssessorFactory(call=call) for _ in range(2)]
    question = QuestionFactory(call=call)
    applications = []
    for number in range(count):
        one = ApplicationFactory(call=call, managed=True)
        Answer.objects.create(application=one, question=question, text=f"Answer {number}")
        for assessor in jury:
            sheet_of(assessor, one, number % 11, 5)
        applications.append(one)
    return call, jury, applications


def furnish_calls(count, coordinator):
    for _number in range(count):
        call = CallFactory()
        ApplicationFactory(call=call, person=coordinator)
        AssessorFactory(call=call, person=coordinator)


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_calls_takes_as_many_queries_for_many(client, coordinator, django_assert_num_queries, count):
    furnish_calls(min(count, 20), coordinator)
    client.force_login(coordinator)
    client.get(at("calls"))
    with django_assert_num_queries(QUERIES["calls"]):
        client.get(at("calls"))


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", ["desk", "ranking", "ranking_decided", "to_score"])
def test_page_of_many_applications_takes_as_many_queries(client, coordinator, django_assert_num_queries, count, name):
    call, jury, _applications = scored_call(count)
    if name.startswith("ranking"):
        close_scoring(call=call, by=coordinator, now=NOW)
    if name == "ranking_decided":
        decide(call=call, by=coordinator, now=NOW)
    client.force_login(jury[0].person if name == "to_score" else coordinator)
    address = at(name.removesuffix("_decided"), call.slug)
    client.get(address)
    with django_assert_num_queries(QUERIES[name]):
        answer = client.get(address)
    assert answer.content.decode().count('<th scope="row"') == count


def test_draft_is_for_coordinators_and_a_published_call_for_everybody(client, coordinator):
    draft, shown = CallFactory(draft=True), CallFactory()
    assert client.get(at("call", draft.slug)).status_code == 404
    text = page(client, "call", shown.slug)
    assert "seed" in text
    assert all(one.name_it in text for one in shown.criteria.all())
    assert shown.title_it in page(client, "calls")
    assert draft.title_it not in page(client, "calls")
    client.force_login(coordinator)
    assert client.get(at("call", draft.slug)).status_code == 200


def test_only_coordinators_run_a_call(client):
    call = CallFactory()
    one = ApplicationFactory(call=call)
    for person in (one.person, AssessorFactory(call=call).person, person_with(Role.AUDITOR)):
        client.force_login(person)
        assert client.get(at("desk", call.slug)).status_code == 403
        assert client.get(at("application", call.slug, one.key)).status_code == 403
        assert client.post(at("step", call.slug, "decide")).status_code == 403


def test_manager_applies_step_by_step(client):
    call = CallFactory(visit=True, roles=[Role.CLUSTER_MANAGER])
    why, file = QuestionFactory(call=call), QuestionFactory(call=call, kind="file", required=False)
    claims = QuestionFactory(call=call, kind="competences")
    competence = CompetenceFactory()
    cluster = ClusterFactory()
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster))
    typed = {"cluster": cluster.pk, f"q{why.pk}": "Because", "keep": "1"}
    assert client.post(at("apply", call.slug), typed).url == at("apply", call.slug)
    own = Application.objects.get()
    assert (own.status, own.cluster) == ("draft", cluster)
    assert "Because" in page(client, "apply", call.slug)
    answer = client.post(at("apply", call.slug), typed | {"hand_in": "1", f"q{file.pk}": pdf()})
    assert list(answer.context["form"].errors) == ["competence_0"]
    assert "letter.pdf" in answer.content.decode()
    assert Answer.objects.get(question=file).filename == "letter.pdf"
    pair = {"competence_0": competence.pk, "evidence_0": "Ten years"}
    assert client.post(at("apply", call.slug), typed | pair | {"hand_in": "1"}).url == at("mine", call.slug)
    text = page(client, "mine", call.slug)
    assert "Ten years" in text
    assert Application.objects.get().status == "submitted"
    assert claims.label_it in text
    assert file.label_it in text
    assert client.post(at("withdraw", call.slug)).url == at("mine", call.slug)
    assert Application.objects.get().status == "withdrawn"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"cluster": "99999999999999999999"}, "cluster"),
        ({"q": "\x00"}, "q"),
        ({"q": "x" * 5001}, "q"),
        ({"yes": "perhaps"}, "yes"),
        ({"competence_0": "99999999999999999999", "evidence_0": "x"}, "competence_0"),
        ({"competence_0": "1", "evidence_0": ""}, "evidence_0"),
        ({"evidence_1": "x"}, "competence_1"),
    ],
)
def test_odd_answer_is_refused_beside_its_field(client, typed, field):
    call = CallFactory(visit=True)
    named = {"q": QuestionFactory(call=call), "yes": QuestionFactory(call=call, kind="yes_no")}
    QuestionFactory(call=call, kind="competences")
    CompetenceFactory(pk=1)
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    client.force_login(person)
    own = str(person.clusters_as(Role.CLUSTER_MANAGER)[0].pk)
    sent = {f"q{named[k].pk}" if k in named else k: v for k, v in typed.items()}
    answer = client.post(at("apply", call.slug), {"cluster": own, "keep": "1"} | sent)
    expected = f"q{named[field].pk}" if field in named else field
    assert expected in answer.context["form"].errors
    assert not Application.objects.exists()


def test_whoever_cannot_apply_reads_why_on_the_page_of_the_call(client):
    call = CallFactory(roles=[Role.CLUSTER_MANAGER])
    client.force_login(UserFactory())
    answer = client.get(at("apply", call.slug), follow=True)
    assert answer.redirect_chain[0][0] == at("call", call.slug)
    assert len(told(answer)) == 1


def test_nobody_reads_somebody_elses_application(client):
    call, _jury, (one, _two) = scored_call(2)
    colleague = person_with(Role.CLUSTER_MANAGER, one.cluster)
    for person in (colleague, None):
        client.force_login(person) if person else client.logout()
        for name in ("mine", "withdraw"):
            assert client.get(at(name, call.slug)).status_code in ((404,) if person else (302,))
        assert client.get(at("sheet", call.slug, one.key)).status_code == (404 if person else 302)
        assert client.post(at("answer", call.slug), {"answer": "accept"}).status_code == (404 if person else 302)
    client.force_login(one.person)
    text = page(client, "mine", call.slug)
    assert "Answer 0" in text
    assert "Answer 1" not in text


def test_file_goes_to_owner_coordinators_and_assessors_without_a_conflict(client, coordinator):
    call = CallFactory(scoring=True)
    free, bound = AssessorFactory(call=call), AssessorFactory(call=call)
    removed = AssessorFactory(call=call, removed_at=NOW)
    one, other = ApplicationFactory(call=call), ApplicationFactory(call=call)
    ConflictOfInterest.objects.create(assessor=bound, application=one, reason="x", declared_at=NOW)
    answer = Answer.objects.create(
        application=one, question=QuestionFactory(call=call, kind="file"), filename="cv.pdf",
        file=ContentFile(b"%PDF", name="cv.pdf"),
    )  # fmt: skip
    address = at("file", call.slug, answer.key)

    def status(person):
        client.force_login(person)
        return client.get(address).status_code

    people = (one.person, coordinator, free.person, bound.person, removed.person, other.person)
    assert [status(person) for person in people] == [200, 200, 200, 404, 404, 404]
    client.force_login(free.person)
    sent = client.get(address)
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in sent.headers["Content-Disposition"]
    Call.objects.filter(pk=call.pk).update(status="published")
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_assessors_see_each_other_only_after_the_closing(client, coordinator):
    call, (first, second), (one,) = scored_call(1)
    second.sheets.get().points.update(comment="secret opinion")
    for reader in (first.person, coordinator, one.person):
        client.force_login(reader)
        addresses = [at("sheet", call.slug, one.key), at("application", call.slug, one.key), at("mine", call.slug)]
        assert not any("secret opinion" in client.get(address).content.decode() for address in addresses)
    close_scoring(call=call, by=coordinator, now=NOW)
    client.force_login(first.person)
    assert "secret opinion" in page(client, "sheet", call.slug, one.key)
    client.force_login(one.person)
    assert "secret opinion" not in page(client, "mine", call.slug)
    decide(call=call, by=coordinator, now=NOW)
    text = page(client, "mine", call.slug)
    assert "secret opinion" in text
    assert str(second.person) not in text


def test_assessor_scores_beside_the_application(client):
    call, (first, _second), (one,) = scored_call(1)
    ScoreSheet.objects.all().delete()
    a, b = call.criteria.all()
    client.force_login(first.person)
    assert "Answer 0" in page(client, "sheet", call.slug, one.key)
    address = at("sheet", call.slug, one.key)
    client.post(address, {f"p{a.pk}": "7", f"c{a.pk}": "Fine", "keep": "1"})
    assert ScoreSheet.objects.get().handed_in_at is None
    for odd in ({f"p{a.pk}": "11"}, {f"p{a.pk}": "x"}, {f"p{a.pk}": "9" * 400}, {f"p{a.pk}": "7"}):
        answer = client.post(address, odd | {"hand_in": "1"})
        assert answer.context["form"].errors
    assert client.post(address, {f"p{a.pk}": "7", f"p{b.pk}": "0", "hand_in": "1"}).url == at("to_score", call.slug)
    assert ScoreSheet.objects.get().handed_in_at == timezone.now()
    client.post(at("take_back", call.slug, one.key))
    assert ScoreSheet.objects.get().handed_in_at is None
    assert client.post(at("conflict", call.slug, one.key), {"reason": ""}).context["form"].errors
    client.post(at("conflict", call.slug, one.key), {"reason": "My sister"})
    assert ConflictOfInterest.objects.get().assessor == first
    assert "Answer 0" not in page(client, "sheet", call.slug, one.key)
    assert client.get(at("conflict", call.slug, one.key)).status_code == 302


def test_coordinator_makes_changes_and_publishes_a_call(client, coordinator):
    client.force_login(coordinator)
    start = {
        "kind": "visit", "slug": "visit-2027", "title_it": "Visita", "title_en": "Visit",
        "opens_at": "2026-11-01T09:00", "closes_at": "2026-12-01T18:00",
    }  # fmt: skip
    for odd in ({"slug": "new"}, {"slug": "a b"}, {"closes_at": "0001-01-01T00:00"}, {"closes_at": "2026-10-01T09:00"}):
        assert client.post(at("new"), start | odd).context["form"].errors
    assert client.post(at("new"), start).url == at("edit", "visit-2027")
    assert client.post(at("new"), start).context["form"].errors  # the code is taken
    call = Call.objects.get()
    assert (call.criteria.count(), call.of_a_cluster) == (3, True)
    shown = client.get(at("edit", call.slug)).context["form"]
    sent = {name: shown[name].value() for name in shown.fields} | {"of_a_cluster": "on", "places": "12"}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    sent |= {"opens_at": "2026-11-01T09:00", "closes_at": "2026-12-01T18:00"}
    for odd in ({"most_per_cluster": "0"}, {"places": "9" * 40}, {"least_per_cluster": "9"}, {"roles": ["x"]}):
        assert client.post(at("edit", call.slug), sent | odd).context["form"].errors
    assert client.post(at("edit", call.slug), sent).url == at("desk", call.slug)
    assert Call.objects.get().places == 12
    client.post(at("step", call.slug, "publish"))
    assert Call.objects.get().status == "published"
    assert client.get(at("edit", call.slug)).status_code == 404
    assert client.get(at("part", call.slug, "criteria")).status_code == 404


def rows_sent(client, call, name):
    """Return what a browser sends for a page of rows that nobody has touched."""
    formset = client.get(at("part", call.slug, name)).context["formset"]
    sent = {f"rows-{key}": value for key, value in formset.management_form.initial.items()}
    for form in formset:
        sent |= {form.add_prefix(key): form[key].value() for key in form.fields}
    return {key: "" if value in (None, False) else value for key, value in sent.items()}


def test_criteria_questions_and_rules_are_rows(client, coordinator):
    call = CallFactory(draft=True)
    QuestionFactory(call=call)
    client.force_login(coordinator)
    for name in ("criteria", "questions", "ties"):
        assert client.post(at("part", call.slug, name), rows_sent(client, call, name)).url == at("desk", call.slug)
    sent = rows_sent(client, call, "criteria")
    added = {"rows-2-position": 3, "rows-2-name_it": "Terzo", "rows-2-name_en": "Third", "rows-0-DELETE": "on"}
    client.post(at("part", call.slug, "criteria"), sent | added | {"rows-2-weight": 5, "rows-2-max_points": 4})
    assert list(Criterion.objects.values_list("name_it", flat=True)[1:]) == ["Terzo"]
    assert call.criteria.count() == 2
    sent = rows_sent(client, call, "criteria")
    for odd in ({"rows-0-weight": "0"}, {"rows-0-position": "99999"}, {"rows-0-name_it": "\x00"}):
        assert client.post(at("part", call.slug, "criteria"), sent | odd).status_code == 200
    assert client.post(at("part", call.slug, "criteria"), sent | {"rows-INITIAL_FORMS": "9" * 30}).status_code == 400
    assert client.get(at("part", call.slug, "unknown")).status_code == 404
    ties = rows_sent(client, call, "ties")
    foreign = CallFactory().criteria.first()
    odd = {"rows-0-code": "criterion", "rows-0-criterion": foreign.pk}
    assert client.post(at("part", call.slug, "ties"), ties | odd).status_code == 200


def test_desk_names_assessors_and_says_what_stands_in_the_way(client, coordinator):
    call = CallFactory(scoring=True)
    one = ApplicationFactory(call=call)
    client.force_login(coordinator)
    for odd in ("nobody@clus3.example", "x", one.person.email):
        answer = client.post(at("add_assessor", call.slug), {"email": odd}, follow=True)
        assert len(told(answer)) == 1
    assert not Assessor.objects.exists()
    client.post(at("add_assessor", call.slug), {"email": UserFactory().email.upper()})
    assessor = Assessor.objects.get()
    assert "Chiudi" not in page(client, "desk", call.slug)
    assert client.post(at("step", call.slug, "unknown")).url == at("desk", call.slug)
    assert told(client.post(at("step", call.slug, "close"), follow=True))
    assert Call.objects.get().status == "scoring"
    client.post(at("take_off", call.slug, assessor.pk))
    assert Assessor.objects.get().removed_at
    assert client.post(at("take_off", call.slug, 2**70)).status_code == 404
    client.post(at("admit", call.slug, one.key, "ineligible"), {"reason": "No CV"})
    assert Application.objects.get().status == "ineligible"
    client.post(at("admit", call.slug, one.key, "eligible"))
    assert Application.objects.get().status == "submitted"
    assert client.post(at("cancel", call.slug), {"reason": ""}).context["form"].errors
    client.post(at("cancel", call.slug), {"reason": "No money"})
    assert "No money" in page(client, "call", call.slug)


def test_drafts_of_applicants_are_nobody_elses(client, coordinator):
    one = ApplicationFactory(unsent=True)
    client.force_login(coordinator)
    assert str(one.person) not in page(client, "desk", one.call.slug)
    assert client.get(at("application", one.call.slug, one.key)).status_code == 404


def test_selected_person_accepts_on_the_own_page(client, coordinator, time_machine):
    call, _jury, applications = scored_call(3, least_score=0)
    close_scoring(call=call, by=coordinator, now=NOW)
    client.force_login(coordinator)
    assert "selection/" not in page(client, "ranking", call.slug)
    client.post(at("step", call.slug, "decide"))
    best = applications[-1]
    client.force_login(best.person)
    assert client.post(at("answer", call.slug), {"answer": "?"}).status_code == 302
    assert Place.objects.get(application=best).status == "offered"
    assert 'value="accept"' in page(client, "mine", call.slug)
    client.post(at("answer", call.slug), {"answer": "accept"})
    assert Place.objects.get(application=best).status == "accepted"
    second = Place.objects.exclude(application=best).get()
    time_machine.move_to(second.expires_at + timedelta(minutes=1), tick=False)
    client.force_login(second.application.person)
    assert told(client.post(at("answer", call.slug), {"answer": "accept"}, follow=True))
    assert Place.objects.get(pk=second.pk).status == "offered"
