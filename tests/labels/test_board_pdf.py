"""The document for a board says what the pages of benchmark and label track say, to whoever may see them."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format
from lxml import html

from lms.benchmarking.benchmark_page import Asked
from lms.benchmarking.models import Assessment, AssessorSheet, BenchmarkRules
from lms.labels.board_page import board_page
from lms.labels.board_pdf import board_pdf
from lms.labels.models import LabelRule
from lms.people.models import Role
from tests.factories import ClusterFactory, LabelAwardFactory, UserFactory, person_with
from tests.factories_benchmarks import FIRST_ROUND, SECOND_ROUND, aim, make_framework, score_all
from tests.factories_labels import NOW, ImprovementAreaFactory, LabelRuleFactory
from tests.pdf.reading import Reading

pytestmark = pytest.mark.django_db
QUERIES = 23
ADDRESS = "https://academy.clus3.example/en/clusters/chairs/benchmark/?on=2016-03-31&reference=excellence"
FILE, PAGE = "/en/clusters/chairs/board.pdf", "/en/clusters/chairs/benchmark/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def cluster():
    return ClusterFactory(name="Chairs", slug="chairs", code="CHAIRS", full_name="Cluster of the «chair» & table")


@pytest.fixture
def framework():
    return make_framework(
        7, 3, minimums={"I-01": 2, "I-04": 2}, weights={"I-04": 3}, disclaimer_en="Not an ESCA assessment."
    )


@pytest.fixture
def rounds(cluster, framework):
    """Seven indicators in three groups: one falls, one is not assessed, one misses its minimum."""
    before = score_all(cluster, framework, [1, 2, 3, 2, 0, 4, 2], on=FIRST_ROUND)
    return before, score_all(cluster, framework, [2, 1, 3, 1, None, 4, 3], on=SECOND_ROUND, source="scores.xlsx")


def printed(cluster, *, person=None, asked=("", ""), **said):
    page = board_page(person or person_with(Role.COORDINATOR), cluster, Asked(*asked), date(2026, 11, 22))
    about = {"made_at": NOW, "address": ADDRESS, "programme": "CLUS3 Academy"}
    return Reading(board_pdf(page, **about | said))


def read(client, person, query=""):
    client.force_login(person)
    answer = client.get(FILE + query)
    return Reading(answer.content) if answer.status_code == 200 else answer.status_code


def rows_of(table):
    """The cells of a table's body, each without its small words."""
    return [[_first_words(cell) for cell in row.kids] for row in table.all("TBody")[0].kids]


def _first_words(cell):
    return (cell.kids[0].text if cell.kids else cell.text).strip()


def under(found, heading):
    """The tables between a heading of the second level and the next."""
    kinds, tables, inside = found.root.kids, [], False
    for node in kinds:
        inside = node.text == heading if node.kind == "H2" else inside
        tables += [node] if inside and node.kind == "Table" else []
    return tables


def shown(tree, section):
    """The rows of the tables in a section of the page, as text."""
    rows = tree.xpath(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return [[" ".join(_bare(cell).split()).replace("\u00a0", " ") for cell in row.xpath("./th|./td")] for row in rows]


def _bare(cell):
    for pill in cell.xpath(".//*[contains(@class, 'pill') or contains(@class, 'change-from')][ancestor::th or ../td]"):
        if cell.tag == "th":
            pill.drop_tree()
    return cell.text_content()


def test_paper_and_page_hold_the_same_figures(client, cluster, rounds):
    person = person_with(Role.CLUSTER_MANAGER, cluster=cluster)
    client.force_login(person)
    tree = html.fromstring(client.get(PAGE).content)
    found = read(client, person)

    (groups,) = under(found, "Groups of indicators")
    assert rows_of(groups) == shown(tree, "groups")
    (gaps,) = under(found, "The strongest gaps")
    assert rows_of(gaps) == [row[:5] for row in shown(tree, "gaps")]
    indicators = [row for table in under(found, "All indicators") for row in rows_of(table)]
    on_the_page = [[name, score, reference, minimum.split()[0]] for name, score, _, reference, minimum in _tables(tree)]
    assert [row[:4] for row in indicators] == on_the_page
    sentence = tree.xpath("//*[contains(@class, 'readiness-words')]")[0].text_content()
    assert " ".join(sentence.split()) in found.root.whole_text
    values = [" ".join(node.text_content().split()) for node in tree.xpath("//*[@class='figure-value']")]
    assert [node.kids[0].text.strip() for node in found.all("LBody")[:3]] == [
        value.replace("\u00a0", " ") for value in values
    ]
    assert found.untagged == 0


def _tables(tree):
    return shown(tree, "indicators")


def test_gap_is_a_share_of_the_range_and_none_where_it_is_reached(cluster, rounds):
    indicators = {row[0]: row[4] for table in under(printed(cluster), "All indicators") for row in rows_of(table)}

    assert indicators == {
        "I-01 Indicator 1": "25 %",
        "I-02 Indicator 2": "50 %",
        "I-03 Indicator 3": "none",
        "I-04 Indicator 4": "50 %",
        "I-05 Indicator 5": "–",
        "I-06 Indicator 6": "none",
        "I-07 Indicator 7": "none",
    }


def test_what_has_changed_is_counted_and_named(cluster, rounds):
    found = printed(cluster)

    (moved,) = under(found, f"What has changed since {date_format(FIRST_ROUND)} (Self-assessment)")
    assert rows_of(moved) == [
        ["I-02 Indicator 2", "2", "1", "−1"],
        ["I-04 Indicator 4", "2", "1", "−1"],
        ["I-01 Indicator 1", "1", "2", "+1"],
        ["I-07 Indicator 7", "2", "3", "+1"],
    ]
    assert "2 indicators rose, 2 fell, 2 stayed as they were, 1 cannot be compared." in found.root.whole_text


def test_first_round_has_nothing_to_be_compared_with(cluster, framework):
    score_all(cluster, framework, 2)
    found = printed(cluster)

    assert "What has changed" not in found.root.whole_text
    assert [len(row) for row in rows_of(under(found, "Groups of indicators")[0])] == [2, 2, 2]


def test_cover_says_what_was_assessed_by_whom(cluster, rounds):
    said = printed(cluster).root.whole_text

    for words in (
        f"Self-assessment, {date_format(SECOND_ROUND)}",
        f"Self-assessment, {date_format(FIRST_ROUND)}",
        "Framework (1)",
        "Not an ESCA assessment.",
        "Cluster of the «chair» & table",
        "Excellence threshold",
        "Scores: scores.xlsx.",
    ):
        assert words in said


def test_assessors_who_scored_apart_are_named(cluster, framework):
    coordinator = person_with(Role.COORDINATOR)
    interview = score_all(cluster, framework, 2, closed=False, kind="interview", assessors_needed=2)
    for name in ("Bianchi", "D'Agostino"):
        assessor = UserFactory(first_name="Ada", last_name=name)
        AssessorSheet.objects.create(assessment=interview, assessor=assessor, started_at=NOW, handed_in_at=NOW)
    Assessment.objects.filter(pk=interview.pk).update(status="closed", closed_at=NOW, closed_by=coordinator)

    said = printed(cluster).root.whole_text
    assert "Ada Bianchi, Ada D'Agostino" in said
    assert f"on {date_format(NOW)} by {coordinator}" in said


def test_missing_scores_make_a_range(cluster, rounds):
    found = printed(cluster)

    assert found.all("LBody")[0].kids[0].text == "50 %–64.3 %"
    assert "I-04 Indicator 4: 1, at least 2 is asked" in found.root.whole_text


def test_open_round_says_so_on_each_page(cluster, framework):
    score_all(cluster, framework, 2, closed=False, source="open.xlsx")
    found = printed(cluster, warning="Invented.")

    assert all("Open round · Demonstration" in said for said in found.artifacts)
    assert "the scores may still change" in found.root.whole_text
    assert "Invented." in found.root.whole_text


def test_radar_is_told_in_words(cluster, rounds):
    alts = [node.alt for node in printed(cluster).all("Figure")]

    assert alts[0] == (
        "Radar of the groups of indicators. Group 0: 50 % (50 % before); Group 1: 25 % (25 % before); "
        "Group 2: 87.5 % (75 % before)"
    ).replace(" %", "\u00a0%")
    assert len(alts) == 2


def test_two_groups_make_no_radar(cluster):
    score_all(cluster, make_framework(4, 2), 2)
    found = printed(cluster)

    assert [node.alt for node in found.all("Figure")] == ["QR code of the address beside it"]
    assert len(rows_of(under(found, "Groups of indicators")[0])) == 2


def test_framework_without_thresholds_and_gold(cluster):
    score_all(cluster, make_framework(3, 3, threshold=None, gold_share=None, kind="profile"), [1, None, 2])
    found = printed(cluster)

    assert "has no rule for Gold" in found.root.whole_text
    assert "nothing to hold the scores against" in found.root.whole_text
    assert found.untagged == 0


def test_own_targets_are_a_reference_too(cluster, framework, rounds):
    aim(cluster, framework, I_07=4)

    (gaps,) = under(printed(cluster, asked=("", "target")), "The strongest gaps")
    assert rows_of(gaps) == [["I-07 Indicator 7", "3", "4", "25 %", "1"]]


def test_only_the_first_ten_gaps_are_the_strongest(cluster):
    score_all(cluster, make_framework(14, 3), 1)
    found = printed(cluster)

    assert len(rows_of(under(found, "The strongest gaps")[0])) == 10
    assert "The first 10 of 14 indicators" in found.root.whole_text


def test_label_track_says_what_is_asked_and_what_is_met(cluster, rounds):
    asks = [{"kind": "improvements", "amount": 1}, {"kind": "minimums"}]
    LabelRuleFactory(valid_from=date(2025, 1, 1), asks=asks, source="Rules of 2025")
    LabelAwardFactory(cluster=cluster)
    ImprovementAreaFactory(cluster=cluster, title="Better <plans>", accepted=True)
    found = printed(cluster)

    bronze, *_rest = under(found, "Label track")
    assert [row[:2] for row in rows_of(bronze)] == [["En improvements", "Met"], ["En minimums", "Missing"]]
    assert "I-04 Indicator 4: 1, at least 2 is asked" in bronze.whole_text
    said = found.root.whole_text
    for words in (
        f"Bronze: from {date_format(date(2014, 7, 1))} to {date_format(date(2016, 7, 31))}",
        "Better <plans> (Accepted)",
        "1 of 2 requirements met",
        "Rules of 2025",
    ):
        assert words in said


def test_cluster_without_label_rules_has_a_track_all_the_same(cluster, rounds):
    LabelRule.objects.all().delete()
    found = printed(cluster)

    assert under(found, "Label track") == []
    assert [node.text for node in found.all("H3")][-3:] == ["Bronze", "Silver", "Gold"]


def test_same_round_gives_the_same_bytes(cluster, rounds):
    page = board_page(person_with(Role.COORDINATOR), cluster, Asked("", ""), date(2026, 11, 22))
    about = {"address": ADDRESS, "programme": "CLUS3 Academy"}

    first = board_pdf(page, made_at=NOW, **about)
    assert board_pdf(page, made_at=NOW, **about) == first
    assert board_pdf(page, made_at=NOW + timedelta(days=1), **about) != first


def test_file_is_for_those_who_see_the_scores(client, cluster, rounds):
    seen = {}
    for name, person in {
        "owner": person_with(Role.CLUSTER_MANAGER, cluster=cluster),
        "tutor": person_with(Role.TUTOR, cluster=cluster),
        "assessor": person_with(Role.ASSESSOR, cluster=cluster),
        "coordinator": person_with(Role.COORDINATOR),
        "colleague": person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "auditor": person_with(Role.AUDITOR),
        "stranger": UserFactory(),
    }.items():
        client.force_login(person)
        seen[name] = (client.get(FILE).status_code, client.get(PAGE).status_code)
    client.logout()
    seen["nobody"] = (client.get(FILE).status_code, client.get(PAGE).status_code)

    assert seen == {
        "owner": (200, 200),
        "tutor": (200, 200),
        "assessor": (200, 200),
        "coordinator": (200, 200),
        "colleague": (404, 404),
        "official": (404, 404),
        "auditor": (404, 404),
        "stranger": (404, 404),
        "nobody": (302, 302),
    }


def test_open_interview_is_not_for_the_cluster(client, cluster, framework, rounds):
    score_all(cluster, framework, 4, on=date(2018, 5, 1), closed=False, kind="interview")
    manager = person_with(Role.CLUSTER_MANAGER, cluster=cluster)

    day = date_format(date(2018, 5, 1))
    assert day not in read(client, manager, "?on=2018-05-01").root.whole_text
    assert day in read(client, person_with(Role.COORDINATOR), "?on=2018-05-01").root.whole_text


def test_peers_are_for_those_to_whom_they_are_open(client, cluster, framework, rounds):
    for _ in range(5):
        score_all(ClusterFactory(), framework, 4)
    manager = person_with(Role.CLUSTER_MANAGER, cluster=cluster)

    assert "Median of the other clusters" not in read(client, manager, "?reference=peer_median").root.whole_text
    BenchmarkRules.objects.create(managers_see_peers=True)
    assert "Median of the other clusters" in read(client, manager, "?reference=peer_median").root.whole_text


@pytest.mark.parametrize("query", ["?on=", "?on=%00", "?on=2099-01-01&reference=%27%22", "?reference=x" * 50])
def test_any_question_is_answered(client, cluster, rounds, query):
    found = read(client, person_with(Role.COORDINATOR), query)

    assert [node.text for node in found.all("Link")] == [
        "http://testserver/en/clusters/chairs/benchmark/?on=2016-03-31&reference=excellence"
    ]


def test_cluster_without_a_round_has_no_file(client, cluster):
    assert read(client, person_with(Role.COORDINATOR)) == 404
    assert client.get("/en/clusters/nobody/board.pdf").status_code == 404
    assert client.post(FILE).status_code == 405


def test_file_opens_under_its_name_and_is_kept_nowhere(client, cluster, rounds):
    client.force_login(person_with(Role.COORDINATOR))
    answer = client.get(FILE + "?on=2014-09-30")

    assert answer["Content-Disposition"] == (
        'inline; filename="benchmark-and-label-track-chairs-2014-09-30.pdf"; '
        "filename*=UTF-8''Benchmark%20and%20label%20track%20%E2%80%93%20Chairs%20%E2%80%93%202014-09-30.pdf"
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert Reading(answer.content).language == "en"


def test_pages_lead_to_the_file(client, cluster, rounds):
    client.force_login(person_with(Role.COORDINATOR))

    benchmark = client.get(PAGE + "?on=2014-09-30").content.decode()
    assert f'href="{FILE}?on=2014-09-30&amp;reference=excellence"' in benchmark
    assert f'href="{FILE}"' in client.get("/en/clusters/chairs/label/").content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_the_benchmark(client, django_assert_num_queries, cluster, many):
    framework = make_framework(many + 2, 3)
    for day in (FIRST_ROUND, SECOND_ROUND):
        score_all(cluster, framework, 2, on=day)
    LabelRuleFactory(asks=[{"kind": "evidence", "code": f"e{number}", "amount": 1} for number in range(many)])
    for _ in range(many):
        ImprovementAreaFactory(cluster=cluster)
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster=cluster))
    client.get(FILE)

    with django_assert_num_queries(QUERIES):
        client.get(FILE)


AUDIT_DAY = date(2026, 11, 20)


@pytest.fixture
def two_of_one_month(cluster, framework):
    """An interview of 2016, the cluster's own count of November 2026, and an audit two weeks after it."""
    interview = score_all(cluster, framework, [4] * 7, on=SECOND_ROUND, kind="interview")
    own = score_all(cluster, framework, [1] * 7, on=date(2026, 11, 6))
    return interview, own, score_all(cluster, framework, [1] * 7, on=AUDIT_DAY, kind="audit")


def test_audit_is_held_against_the_interview_and_both_are_named(cluster, two_of_one_month):
    found = printed(cluster)
    facts = dict(rows_of(found.all("Table")[0]))
    assert facts["Round"] == f"Audit, {date_format(AUDIT_DAY)}"
    assert facts["Earlier round"] == f"Interview, {date_format(SECOND_ROUND)}"
    assert under(found, f"What has changed since {date_format(SECOND_ROUND)} (Interview)")
    assert f"Solid line: Audit, {date_format(AUDIT_DAY)}" in found.root.whole_text
    heads = [node.text.strip() for node in under(found, "Groups of indicators")[0].all("TH")]
    assert heads[1:3] == ["11/2026", "03/2016"]
    assert "one is the cluster’s own count" not in found.root.whole_text


def test_rounds_of_one_month_have_their_days_and_of_two_kinds_are_told(cluster, framework):
    score_all(cluster, framework, [1] * 7, on=date(2026, 11, 6))
    score_all(cluster, framework, [1] * 7, on=AUDIT_DAY, kind="audit")
    found = printed(cluster)
    heads = [node.text.strip() for node in under(found, "Groups of indicators")[0].all("TH")]
    assert heads[1:3] == ["20/11/2026", "06/11/2026"]
    assert "one is the cluster’s own count" in found.root.whole_text
