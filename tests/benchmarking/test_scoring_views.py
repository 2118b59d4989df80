"""The pages on which an assessment is scored: who finds what, what is saved with htmx and without, how many queries."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from lms.benchmarking.answers import Answer
from lms.benchmarking.models import EvidenceFile, IndicatorLevel, Score, SheetScore
from lms.benchmarking.scoring_saving import answer_of
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework, score_all
from tests.factories_scoring import (
    NOW,
    answered,
    assessor_of,
    assessor_who_tutors,
    begun,
    close_now,
    manager_of,
    sheet_of,
    submitted,
    with_file,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia", name="Sedia")


@pytest.fixture
def framework():
    return make_framework(3, minimums={"I-01": 2})


@pytest.fixture
def manager(cluster):
    return manager_of(cluster)


@pytest.fixture
def draft(cluster, framework, manager):
    return begun(cluster, framework, manager)


def at(page, assessment, *more):
    return reverse(f"benchmarking:{page}", args=[assessment.cluster.slug, assessment.pk, *more])


def first(assessment):
    return assessment.framework.indicators.order_by("position").first()


def send(client, assessment, *, seen=None, **data):
    seen = Answer().mark if seen is None else seen
    address = at("score_indicator", assessment, first(assessment).pk)
    return client.post(address, {"seen": seen} | data, headers=HTMX)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def everybody(cluster, manager):
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


def those_who_open(address, client, people):
    found = set()
    for name, person in people.items():
        client.force_login(person)
        status = client.get(address).status_code
        assert status in (200, 302, 404), name
        found |= {name} if status != 404 else set()
    return found


@pytest.mark.parametrize("page", ["score", "score_submit", "score_discard"])
def test_draft_is_opened_by_its_managers_and_coordinators(client, cluster, manager, draft, page):
    found = those_who_open(at(page, draft), client, everybody(cluster, manager))
    assert found == {"manager", "colleague", "coordinator"}


def test_submitted_one_is_opened_by_assessors_too(client, cluster, manager, framework):
    waiting = submitted(cluster, framework, manager)
    for page in ("score", "score_close"):
        found = those_who_open(at(page, waiting), client, everybody(cluster, manager))
        assert found == {"manager", "colleague", "assessor", "assessor in conflict", "coordinator"}
    client.logout()
    assert client.get(at("score", waiting)).status_code == 302


def test_interview_is_opened_by_who_began_it_until_it_is_closed(client, cluster, manager, framework):
    people = everybody(cluster, manager)
    interview = answered(begun(cluster, framework, people["assessor"], kind="interview"))
    assert those_who_open(at("score", interview), client, people) == {"assessor", "coordinator"}
    close_now(interview)
    found = those_who_open(at("score", interview), client, people)
    assert found == {"manager", "colleague", "assessor", "assessor in conflict", "coordinator"}


def test_list_of_a_cluster_is_for_those_who_score_it(client, cluster, manager):
    address = reverse("benchmarking:scoring", args=["sedia"])
    found = those_who_open(address, client, everybody(cluster, manager))
    assert found == {"manager", "colleague", "assessor", "assessor in conflict", "coordinator"}


def test_page_shows_levels_with_their_words_and_marks(client, manager, draft):
    indicator = first(draft)
    IndicatorLevel.objects.create(indicator=indicator, value=3, description_it="Tre", description_en="A signed form")
    score_all(draft.cluster, draft.framework, [2, 1, None])
    client.force_login(manager)
    page = client.get(at("score", draft)).context["page"]
    card = page.cards[0]
    assert [option.key for option in card.options] == ["0", "1", "2", "3", "4"]
    assert [option.key for option in card.options if option.is_threshold] == ["3"]
    assert [option.key for option in card.options if option.is_minimum] == ["2"]
    assert card.options[3].description == "A signed form"
    assert [card.last.answer.key for card in page.cards] == ["2", "1", "none"]
    assert [card.answer for card in page.cards] == [Answer()] * 3, "the last round is beside, never filled in"
    assert (page.answered, page.total, page.next_missing) == (0, 3, card)


def test_assessor_reads_what_the_cluster_says_beside_the_own_answer(client, cluster, manager, framework):
    said = answered(begun(cluster, framework, manager), 3, evidence="Verbale del 12 marzo")
    kept = with_file(said, manager)
    type(said).objects.filter(pk=said.pk).update(submitted_at=NOW, submitted_by=manager)
    assessor = assessor_of(cluster)
    interview = begun(cluster, framework, assessor, kind="interview")
    client.force_login(assessor)
    answer = client.get(at("score", interview))
    card = answer.context["page"].cards[0]
    assert (card.self_said.answer.key, card.answer) == ("3", Answer())
    assert "Verbale del 12 marzo" in text_of(answer)
    assert at("evidence_file", said, kept.key) in text_of(answer)


def test_what_the_cluster_has_not_submitted_is_not_shown_to_its_assessor(client, cluster, manager, framework):
    answered(begun(cluster, framework, manager), 3, evidence="Ancora una bozza")
    assessor = assessor_of(cluster)
    client.force_login(assessor)
    answer = client.get(at("score", begun(cluster, framework, assessor, kind="interview")))
    assert answer.context["page"].self_round is None
    assert "Ancora una bozza" not in text_of(answer)


def test_answer_sent_by_htmx_is_saved_and_gets_its_new_mark(client, manager, draft):
    client.force_login(manager)
    answer = send(client, draft, level="3", evidence="Verbale\r\ndel 12 marzo ")
    kept = Answer(True, Decimal(3), "Verbale\ndel 12 marzo")
    assert (answer.status_code, answer.headers["X-Scoring"], answer.headers["HX-Trigger"]) == (200, "saved", "scored")
    assert answer_of(Score.objects.get()) == kept
    assert f'value="{kept.mark}"' in text_of(answer)
    assert send(client, draft, level="4", seen=kept.mark).status_code == 200


def test_answer_sent_without_script_leads_back_to_its_card(client, manager, draft):
    client.force_login(manager)
    indicator = first(draft)
    answer = client.post(at("score_indicator", draft, indicator.pk), {"level": "none", "seen": Answer().mark})
    assert answer.url == f"{at('score', draft)}#i-{indicator.pk}"
    assert answer_of(Score.objects.get()) == Answer(True, None)


def test_answer_that_would_undo_anothers_is_refused_with_both(client, manager, draft):
    colleague = manager_of(draft.cluster)
    Score.objects.create(
        assessment=draft, indicator=first(draft), value=1, evidence="Dal collega", entered_by=colleague, entered_at=NOW
    )
    client.force_login(manager)
    answer = send(client, draft, level="3", evidence="Mio")
    assert (answer.status_code, answer.headers["X-Scoring"]) == (409, "refused")
    assert "Dal collega" in text_of(answer)
    assert str(colleague) in text_of(answer)
    assert answer_of(Score.objects.get()).level == 1
    theirs = Answer(True, Decimal(1), "Dal collega")
    assert send(client, draft, level="3", evidence="Mio", replace=theirs.mark).status_code == 200
    assert answer_of(Score.objects.get()).evidence == "Mio"


def test_clash_without_script_keeps_what_was_typed_and_shows_the_other(client, manager, draft):
    Score.objects.create(assessment=draft, indicator=first(draft), value=1, evidence="Dal collega")
    client.force_login(manager)
    data = {"level": "3", "evidence": "Mio", "seen": Answer().mark}
    answer = client.post(at("score_indicator", draft, first(draft).pk), data)
    assert answer.status_code == 409
    assert answer.context["card"].answer == Answer(True, Decimal(3), "Mio")
    assert ">Mio</textarea>" in text_of(answer)
    assert "Dal collega" in text_of(answer)


@pytest.mark.parametrize(
    "data",
    [
        {"level": "9"},
        {"level": "NaN"},
        {"level": "3", "evidence": "x" * 3001},
        {"level": "3" * 500},
        {"seen": "x" * 500},
        {"level": "3", "evidence": "a\x00b"},
    ],
)
def test_bad_answer_gets_a_sentence_and_changes_nothing(client, manager, draft, data):
    client.force_login(manager)
    answer = send(client, draft, **data)
    assert (answer.status_code, answer.headers["X-Scoring"]) == (422, "refused")
    assert "Not saved." in text_of(answer)
    assert Score.objects.count() == 0


def test_empty_form_changes_nothing(client, manager, draft):
    client.force_login(manager)
    address = at("score_indicator", draft, first(draft).pk)
    assert client.post(address, headers=HTMX).status_code == 200
    assert Score.objects.count() == 0
    Score.objects.create(assessment=draft, indicator=first(draft), value=1)
    assert client.post(address, headers=HTMX).status_code == 409, "no mark: what was seen is not known"
    assert answer_of(Score.objects.get()) == Answer(True, Decimal(1))


def test_indicator_of_another_framework_is_not_there(client, manager, draft):
    stranger = make_framework(1).indicators.first()
    client.force_login(manager)
    address = at("score_indicator", draft, stranger.pk)
    assert (client.get(address).status_code, client.post(address, {"level": "2"}).status_code) == (404, 404)


def test_files_are_added_one_by_one_and_the_bad_ones_named(client, manager, draft):
    client.force_login(manager)
    files = [
        SimpleUploadedFile("a.txt", b"one"),
        SimpleUploadedFile("b.exe", b"MZ"),
        SimpleUploadedFile("c.csv", b"x;y"),
    ]
    answer = send(client, draft, level="2", files=files)
    assert answer.status_code == 200
    assert "b.exe has a type that is not accepted" in text_of(answer)
    assert [file.filename for file in EvidenceFile.objects.all()] == ["a.txt", "c.csv"]
    assert 'hx-swap-oob="true"' in text_of(answer)


def test_file_is_removed_with_script_and_without(client, manager, draft):
    client.force_login(manager)
    one, two = with_file(draft, manager), with_file(draft, manager, content=b"other")
    answer = client.post(at("remove_evidence_file", draft, one.key), headers=HTMX)
    assert str(two.key) in text_of(answer)
    assert str(one.key) not in text_of(answer)
    assert client.post(at("remove_evidence_file", draft, two.key)).url.endswith(f"#i-{first(draft).pk}")
    assert EvidenceFile.objects.count() == 0
    assert client.post(at("remove_evidence_file", draft, two.key)).status_code == 404


def test_progress_counts_answers_and_gives_a_range(client, manager, draft):
    client.force_login(manager)
    send(client, draft, level="4")
    answer = client.get(at("score_progress", draft), headers=HTMX)
    assert "1 of 3 answered" in text_of(answer)
    assert "33.3 %–100 %" in text_of(answer).replace("\xa0", " ")
    assert client.get(at("score_progress", draft)).url == at("score", draft)


def test_missing_answers_are_links_on_the_way_to_submitting(client, manager, draft):
    client.force_login(manager)
    send(client, draft, level="none")
    page = text_of(client.get(at("score_submit", draft)))
    missing = list(draft.framework.indicators.order_by("position"))[1:]
    assert [f"{at('score', draft)}#i-{indicator.pk}" in page for indicator in missing] == [True, True]
    assert f"#i-{first(draft).pk}" not in page
    answer = client.post(at("score_submit", draft))
    assert "2 indicators have no answer yet" in text_of(answer)
    draft.refresh_from_db()
    assert draft.submitted_at is None


def test_manager_submits_assessor_in_conflict_is_told_why_another_closes(client, cluster, framework, manager):
    draft = answered(begun(cluster, framework, manager), by=manager)
    client.force_login(manager)
    assert client.post(at("score_submit", draft)).url == at("score", draft)
    assert "Take it back" in text_of(client.get(at("score", draft)))
    assert send(client, draft, level="4", seen=Answer(True, Decimal(2)).mark).status_code == 422

    client.force_login(assessor_who_tutors(cluster))
    page = text_of(client.get(at("score_close", draft)))
    assert "You tutor this cluster since 1 January 2014." in page
    assert "within the last 24 months" in page
    assert "Close for good" not in page
    assert "You tutor this cluster since 1 January 2014." in text_of(client.post(at("score_close", draft)))
    draft.refresh_from_db()
    assert not draft.is_closed

    assessor = assessor_of(cluster)
    client.force_login(assessor)
    assert "Close for good" in text_of(client.get(at("score_close", draft)))
    assert client.post(at("score_close", draft)).url == at("score", draft)
    draft.refresh_from_db()
    assert (draft.is_closed, draft.closed_by) == (True, assessor)
    client.force_login(manager)
    assert send(client, draft, level="4", seen=Answer(True, Decimal(2)).mark).status_code == 422
    assert "Closed: the scores no longer change" in text_of(client.get(at("score", draft)))


def test_pressing_twice_leads_back_with_a_sentence(client, cluster, framework, manager):
    waiting = submitted(cluster, framework, manager)
    client.force_login(manager)
    again = client.post(at("score_submit", waiting), follow=True)
    assert "This self-assessment is submitted already." in text_of(again)
    client.post(at("score_take_back", waiting))
    again = client.post(at("score_take_back", waiting), follow=True)
    assert "it is not submitted" in text_of(again)


def test_given_back_with_the_reason_on_the_page(client, cluster, framework, manager):
    waiting = submitted(cluster, framework, manager)
    client.force_login(assessor_of(cluster))
    assert "Write the reason." in text_of(client.post(at("score_return", waiting), {"reason": " "}))
    answer = client.post(at("score_return", waiting), {"reason": "Manca il verbale"})
    assert answer.url == reverse("benchmarking:scoring", args=["sedia"])
    assert client.get(at("score", waiting)).status_code == 404, "it is the cluster's again"
    client.force_login(manager)
    assert "Manca il verbale" in text_of(client.get(at("score", waiting)))


def test_draft_is_discarded_and_gone(client, manager, draft):
    client.force_login(manager)
    assert "Everything in it is removed" in text_of(client.get(at("score_discard", draft)))
    assert client.post(at("score_discard", draft)).url == reverse("benchmarking:scoring", args=["sedia"])
    assert client.post(at("score_discard", draft)).status_code == 404


@pytest.fixture
def audit(cluster, framework):
    """Two assessors who score apart, both sheets begun with a text of their own."""
    one, two = assessor_of(cluster), assessor_of(cluster)
    audit = begun(cluster, framework, one, kind="audit", apart=True)
    sheet_of(audit, one, [2, 3, 4], evidence="parola-di-uno")
    sheet_of(audit, two, [2, 1, 4], evidence="parola-di-due")
    with_file(audit, one, name="file-di-uno.txt")
    with_file(audit, two, name="file-di-due.txt", content=b"x")
    audit.one, audit.two = one, two
    return audit


def addresses(assessment):
    pages = ["score", "score_progress", "differences", "score_close", "score_hand_in", "score_return", "score_submit"]
    listed = [reverse("benchmarking:scoring", args=["sedia"]), reverse("benchmarking:benchmark", args=["sedia"])]
    cards = [at("score_indicator", assessment, indicator.pk) for indicator in assessment.framework.indicators.all()]
    admin = [reverse("assessment_admin:inspect", args=[assessment.pk]), reverse("assessment_admin:index")]
    files = [at("evidence_file", assessment, file.key) for file in assessment.evidence_files.all()]
    return [at(page, assessment) for page in pages] + listed + cards + admin + files


def words_read(client, assessment):
    """Return whose words and files are found at any address of the assessment."""
    found = set()
    for address in addresses(assessment):
        answer = client.get(address, headers=HTMX)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        body = content.decode() + answer.headers.get("Content-Disposition", "")
        found |= {who for who in ("uno", "due") if f"parola-di-{who}" in body or f"file-di-{who}" in body}
    return found


def test_no_address_tells_one_assessor_of_the_other_before_both_are_in(client, audit):
    boss = person_with(Role.COORDINATOR)
    person_with(Role.COORDINATOR, user=audit.two)  # even an assessor who is a coordinator too
    expected = {audit.one: {"uno"}, audit.two: {"due"}, boss: set(), manager_of(audit.cluster): set()}
    for person, words in expected.items():
        client.force_login(person)
        assert words_read(client, audit) == words, person
    client.force_login(audit.one)
    client.post(at("score_hand_in", audit))
    for person in (audit.two, boss):
        client.force_login(person)
        assert words_read(client, audit) == expected[person], person
    client.force_login(audit.two)
    client.post(at("score_hand_in", audit))
    assert words_read(client, audit) == {"uno", "due"}
    client.force_login(manager_of(audit.cluster))
    assert words_read(client, audit) == set()


def test_two_assessors_settle_their_difference_and_close(client, audit):
    for person in (audit.one, audit.two):
        client.force_login(person)
        client.post(at("score_hand_in", audit))
    indicator = audit.framework.indicators.get(code="I-02")
    address = at("agree", audit, indicator.pk)
    page = text_of(client.get(at("differences", audit)))
    assert "1 difference is still to be settled" in page
    refused = client.post(address, {"level": "2", "seen": Answer().mark, "reason": ""})
    assert "Say why you agree on this level" in text_of(refused)
    settled = client.post(address, {"level": "2", "seen": Answer().mark, "reason": "Visti i verbali"}, follow=True)
    assert "Everything is settled" in text_of(settled)
    assert "Close for good" not in text_of(client.post(at("score_close", audit))), "the other one confirms it"
    client.force_login(audit.one)
    closing = client.get(at("score_close", audit))
    assert "Visti i verbali" in text_of(closing), "what closing confirms is read before"
    seen = closing.context["differences"].agreement.mark
    assert client.post(at("score_close", audit), {"seen": seen}).status_code == 302
    client.force_login(manager_of(audit.cluster))
    page = text_of(client.get(at("score", audit)))
    assert "parola-di-uno" in page, "the evidence of a closed assessment tells both"
    assert "Visti i verbali" in page
    assert client.get(at("differences", audit)).status_code == 404


def test_own_sheet_is_what_the_page_writes(client, audit):
    client.force_login(audit.two)
    indicator = audit.framework.indicators.get(code="I-02")
    standing = Answer(True, Decimal(1), "parola-di-due")
    data = {"level": "0", "evidence": "", "seen": standing.mark}
    assert client.post(at("score_indicator", audit, indicator.pk), data, headers=HTMX).status_code == 200
    levels = SheetScore.objects.filter(indicator=indicator).order_by("sheet").values_list("value", flat=True)
    assert list(levels) == [3, 0]


def test_sheet_is_begun_and_removed(client, cluster, framework):
    one, two = assessor_of(cluster), assessor_of(cluster)
    audit = begun(cluster, framework, one, kind="audit", apart=True)
    client.force_login(two)
    assert client.get(at("score", audit)).context["page"].cards == []
    client.post(at("score_begin_sheet", audit))
    assert len(client.get(at("score", audit)).context["page"].cards) == 3
    sheet = audit.sheets.get()
    address = at("score_drop_sheet", audit, sheet.pk)
    assert client.post(address, {"reason": "x"}).status_code == 403
    client.force_login(person_with(Role.COORDINATOR))
    client.get(address)
    client.post(address, {"reason": "Si è ritirato"})
    assert audit.sheets.count() == 0


PAGE_QUERIES = 12
ASSESSOR_QUERIES = 16
SAVING_QUERIES = 10  # session, person and roles; two more open and close the transaction


@pytest.mark.parametrize("indicators", [31, 100])
def test_page_takes_the_same_queries_for_any_number_of_indicators(
    client, cluster, manager, django_assert_num_queries, indicators
):
    framework = make_framework(indicators)
    score_all(cluster, framework, 2)
    draft = answered(begun(cluster, framework, manager))
    with_file(draft, manager)
    client.force_login(manager)
    client.get(at("score", draft))
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(client.get(at("score", draft)).context["page"].cards) == indicators


@pytest.mark.parametrize("indicators", [3, 30])
def test_page_of_an_assessor_takes_the_same_queries_too(
    client, cluster, manager, django_assert_num_queries, indicators
):
    framework = make_framework(indicators)
    submitted(cluster, framework, manager)
    assessor = assessor_of(cluster)
    interview = answered(begun(cluster, framework, assessor, kind="interview"))
    client.force_login(assessor)
    client.get(at("score", interview))
    with django_assert_num_queries(ASSESSOR_QUERIES):
        client.get(at("score", interview))


@pytest.mark.parametrize("indicators", [3, 100])
def test_saving_takes_few_queries(client, cluster, manager, django_assert_num_queries, indicators):
    draft = begun(cluster, make_framework(indicators), manager)
    client.force_login(manager)
    send(client, draft, level="1")
    address = at("score_indicator", draft, first(draft).pk)
    data = {"level": "1", "evidence": "x", "seen": Answer(True, Decimal(1)).mark}
    with django_assert_num_queries(SAVING_QUERIES):
        assert client.post(address, data, headers=HTMX).status_code == 200


@pytest.mark.parametrize("rounds", [1, 3])
def test_list_takes_the_same_queries(client, cluster, framework, django_assert_num_queries, rounds):
    for day in range(rounds):
        kind = ("self", "interview", "audit")[day]
        begun(cluster, framework, person_with(Role.COORDINATOR), kind=kind)
        score_all(cluster, framework, 2, on=f"2016-01-0{day + 1}")
    client.force_login(person_with(Role.COORDINATOR))
    address = reverse("benchmarking:scoring", args=["sedia"])
    client.get(address)
    with django_assert_num_queries(18):
        client.get(address)
