"""The curve, the note and the versions on their pages: who sees what, how many queries, what odd input gets."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from courses.actions import compute_plan, publish_plan
from courses.curve_actions import write_curve
from courses.models import TrainingPlan
from courses.plan_drafts import discard_draft
from courses.plan_note import write_note
from lms.needs.models import TrainingNeed
from lms.people.models import Role
from tests.factories import ClusterFactory, IndicatorFactory, UserFactory, person_with
from tests.factories_courses import NOW, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory

pytestmark = pytest.mark.django_db
PAGES = ["plan_curve", "plan_note", "plan_discard", "plan_versions", "plan_compare"]
QUERIES_PLAN = 16
QUERIES_VERSIONS = 7
QUERIES_COMPARE = 12


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def cluster():
    """A need of half the range with a minimum requirement, and two modules that close it."""
    cluster = ClusterFactory(slug="sedia", name="Sedia")
    indicator = IndicatorFactory(code="A", weight=2, minimum_requirement=2, name_it="Strategia")
    TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(1), gap_bp=5000)
    ModuleFactory(code="M-4", duration_minutes=240, lifts={indicator: 2500})
    ModuleFactory(code="M-8", duration_minutes=480, lifts={indicator: 2500})
    return cluster


def compute(cluster, by, **given):
    wish = {"budget_minutes": 300, "languages": "any", "pins": [], "drops": []} | given
    return compute_plan(owner=cluster, by=by, now=NOW, **wish)


def publish(cluster, by, **given):
    return publish_plan(plan=compute(cluster, by, **given), by=by, now=NOW)


def address(view, *args, query=""):
    return reverse(f"courses:{view}", args=["sedia", *args]) + query


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_coordinators(client, cluster, coordinator, page):
    draft = compute(cluster, coordinator)
    assert client.get(address(page)).status_code in (200, 302)
    people = [
        person_with(Role.CLUSTER_MANAGER, cluster=cluster),
        person_with(Role.CLUSTER_MANAGER, cluster=ClusterFactory()),
        UserFactory(),
    ]
    for person in people:
        client.force_login(person)
        assert client.get(address(page)).status_code == 404
        assert client.post(address(page), {"note": "x"}).status_code in (404, 405)
    client.logout()
    assert client.get(address(page)).status_code == 302
    draft.refresh_from_db()
    assert draft.note == ""


@pytest.mark.parametrize("page", PAGES)
def test_pages_without_any_plan_say_what_to_do(client, cluster, coordinator, page):
    answer = client.get(address(page), follow=True)
    assert answer.status_code == 200
    assert address("plan_edit") in text_of(answer) or address("plan") in text_of(answer)


# The curve


def test_draft_shows_its_curve_with_the_knee_and_links_to_hours(client, cluster, coordinator):
    write_curve(plan=compute(cluster, coordinator, budget_minutes=720))
    page = client.get(address("plan"))

    curve = page.context["curve"]
    assert [(row.asked, row.closed_bp, row.gain_bp, row.point.minimums) for row in curve.rows] == [
        ("0", 0, None, 0),
        ("4", 5000, 1250, 1),
        ("12", 10_000, 625, 1),
    ]
    assert [(row.is_knee, row.is_current, row.meets_more) for row in curve.rows] == [
        (False, False, False),
        (True, False, True),
        (False, True, False),
    ]
    assert (curve.knee_hours, curve.gain_before_bp, curve.gain_after_bp) == ("4 ore", 1250, 625)
    assert f'href="{address("plan_edit")}?hours=4"' in text_of(page)
    assert "htmx" not in text_of(page)


def test_curve_waits_and_arrives_without_a_reload(client, cluster, coordinator):
    draft = compute(cluster, coordinator)
    page = client.get(address("plan"))
    assert page.context["curve"].state == "computing"
    assert f'hx-get="{address("plan_curve")}"' in text_of(page)
    assert "M-4" in text_of(page)

    part = client.get(address("plan_curve"), headers={"HX-Request": "true"})
    assert ("<html" in text_of(part), 'hx-trigger="every 1s"' in text_of(part)) == (False, True)
    write_curve(plan=draft)
    part = client.get(address("plan_curve"), headers={"HX-Request": "true"})
    assert ("hx-get" in text_of(part), "chart-curve" in text_of(part)) == (False, True)


@pytest.mark.parametrize(
    ("seconds", "query", "state", "asks"),
    [
        (0, "", "computing", True),
        (19, "", "computing", True),
        (20, "", "waiting", True),
        (299, "", "waiting", True),
        (300, "", "late", False),
        (9999, "?curve=asked", "waiting", True),
        (9999, "?curve=%00", "late", False),
    ],
)
def test_page_says_how_long_the_curve_has_been_waited_for(client, cluster, coordinator, seconds, query, state, asks):
    compute(cluster, coordinator)
    with time_machine.travel(NOW + timedelta(seconds=seconds)):
        page = client.get(address("plan", query=query))
    assert page.context["curve"].state == state
    assert ("hx-get" in text_of(page)) is asks


def test_curve_of_an_outdated_draft_is_not_waited_for(client, cluster, coordinator):
    compute(cluster, coordinator)
    TrainingNeed.objects.update(priority=3)
    for answer in (client.get(address("plan")), client.get(address("plan_curve"), headers={"HX-Request": "true"})):
        assert (answer.context["curve"].state, "hx-get" in text_of(answer)) == ("outdated", False)


def test_asking_for_the_curve_again(client, cluster, coordinator):
    draft = compute(cluster, coordinator)
    answer = client.post(address("plan_curve"))
    assert answer.url == address("plan", query="?show=draft&curve=asked#hours")
    draft.refresh_from_db()
    assert len(draft.curve) == 3


def test_curve_of_a_draft_that_was_published_meanwhile_leads_to_the_plan(client, cluster, coordinator):
    publish(cluster, coordinator)
    answer = client.get(address("plan_curve"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == address("plan", query="#hours")
    assert client.get(address("plan_curve")).url == address("plan", query="#hours")
    assert client.post(address("plan_curve")).url == address("plan")
    page = client.get(address("plan"))
    assert page.context["curve"].state == "none"


def test_managers_see_the_note_and_never_the_curve(client, cluster, coordinator):
    draft = compute(cluster, coordinator)
    write_curve(plan=draft)
    write_note(plan=draft, note="First.\n\nSecond <b>.", by=coordinator, now=NOW)
    publish_plan(plan=draft, by=coordinator, now=NOW)
    assert "chart-curve" in text_of(client.get(address("plan")))

    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster=cluster))
    page = text_of(client.get(address("plan")))
    assert "<p>First.</p> <p>Second &lt;b&gt;.</p>" in page
    assert "curve" not in page


def test_hours_of_a_point_stand_in_the_form(client, cluster, coordinator):
    compute(cluster, coordinator, budget_minutes=300)
    shown = {}
    for query in ("", "?hours=42.5", "?hours=42,5", "?hours=-1", "?hours=501", "?hours=x", "?hours=%00", "?hours=NaN"):
        shown[query] = client.get(address("plan_edit", query=query)).context["form"]["hours"].value()
    assert set(shown.values()) == {"5", "42.5", "42,5"}
    assert (shown["?hours=42.5"], shown["?hours=-1"]) == ("42.5", "5")


@pytest.mark.parametrize("modules", [1, 30])
def test_plan_page_with_curve_and_both_versions_takes_as_many_queries_for_thirty_modules(
    client, cluster, coordinator, django_assert_num_queries, modules
):
    publish(cluster, coordinator, budget_minutes=200)
    ModuleFactory.create_batch(modules)
    write_curve(plan=compute(cluster, coordinator))
    with django_assert_num_queries(QUERIES_PLAN):
        client.get(address("plan"))


# The note


def test_note_is_written_changed_and_removed(client, cluster, coordinator):
    draft = compute(cluster, coordinator)
    for sent, kept in (
        (" One.\r\n\r\nTwo. ", "One.\n\nTwo."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("Three.", "Three."),
        ("  ", ""),
    ):
        answer = client.post(address("plan_note"), {"note": sent})
        assert answer.url == address("plan", query="?show=draft")
        draft.refresh_from_db()
        assert draft.note == kept
    entries = ModelLogEntry.objects.filter(action="wagtail.edit").order_by("pk")
    assert [entry.data["note"] for entry in entries if "note" in entry.data] == ["One.\n\nTwo.", "Three.", ""]
    assert client.get(address("plan_note")).context["form"]["note"].value() == ""


@pytest.mark.parametrize("note", ["x" * 4001, "a\x00b"])
def test_note_that_cannot_be_is_told_beside_the_field(client, cluster, coordinator, note):
    draft = compute(cluster, coordinator)
    answer = client.post(address("plan_note"), {"note": note})
    assert answer.status_code == 200
    assert answer.context["form"].errors["note"]
    draft.refresh_from_db()
    assert draft.note == ""


def test_note_stays_when_the_draft_is_computed_again(cluster, coordinator):
    write_note(plan=compute(cluster, coordinator), note="As agreed", by=coordinator, now=NOW)
    assert compute(cluster, coordinator, budget_minutes=600, drops=["M-4"]).note == "As agreed"


def test_note_of_a_version_published_meanwhile_is_refused(client, cluster, coordinator):
    draft = compute(cluster, coordinator)
    publish_plan(plan=draft, by=coordinator, now=NOW)
    with pytest.raises(ValidationError, match="1"):
        write_note(plan=draft, note="Late", by=coordinator, now=NOW)
    draft.refresh_from_db()
    assert draft.note == ""


def test_note_and_draft_are_the_coordinators(cluster, coordinator):
    draft = compute(cluster, coordinator)
    manager = person_with(Role.CLUSTER_MANAGER, cluster=cluster)
    with pytest.raises(PermissionDenied):
        write_note(plan=draft, note="Mine", by=manager, now=NOW)
    with pytest.raises(PermissionDenied):
        discard_draft(plan=draft, by=manager, now=NOW)
    assert TrainingPlan.objects.get().note == ""


# The draft that says nothing new


def test_draft_that_says_the_same_is_told_and_cannot_be_published(client, cluster, coordinator):
    publish(cluster, coordinator)
    same = compute(cluster, coordinator)

    page = client.get(address("plan"))
    assert page.context["same_as"].version == 1
    assert address("plan_publish") not in text_of(page)
    asked = client.get(address("plan_publish"))
    assert '<button class="btn btn-primary">' not in text_of(asked)
    refused = client.post(address("plan_publish"), {"computed_at": same.computed_at.isoformat()}, follow=True)
    assert "1" in str(next(iter(refused.context["messages"])))
    same.refresh_from_db()
    assert same.status == "draft"

    compute(cluster, coordinator, budget_minutes=600)
    assert client.get(address("plan")).context["same_as"] is None


def test_draft_is_thrown_away_once_and_published_versions_stay(client, cluster, coordinator):
    published = publish(cluster, coordinator)
    draft = compute(cluster, coordinator, budget_minutes=600)
    assert client.get(address("plan_discard")).status_code == 200
    assert TrainingPlan.objects.count() == 2

    for _ in range(2):
        assert client.post(address("plan_discard")).url == address("plan")
    discard_draft(plan=draft, by=coordinator, now=NOW)
    assert list(TrainingPlan.objects.all()) == [published]
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 1
    with pytest.raises(ValidationError):
        discard_draft(plan=published, by=coordinator, now=NOW)
    assert compute(cluster, coordinator, budget_minutes=600).version == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"drops": ["M-4", "M-8"]}, "Every module was left out by hand"),
        ({"drops": ["M-8"], "budget_minutes": 60}, "Of the modules that were not left out by hand"),
        ({"budget_minutes": 0}, "The plan has no hours"),
        ({"budget_minutes": 60}, "No module closes one of these needs within the hours"),
    ],
)
def test_plan_without_modules_says_why(client, cluster, coordinator, given, words):
    compute(cluster, coordinator, **given)
    page = client.get(address("plan")).context["page"]
    with translation.override("en"):
        assert page.why_empty.startswith(words)


def test_module_wanted_in_a_language_the_team_lacks_is_warned_of(client, cluster, coordinator):
    compute(cluster, coordinator, languages="en", pins=["M-4"])
    page = client.get(address("plan"))
    (doubt,) = page.context["page"].doubts
    assert "M-4" in doubt
    assert text_of(page).count("notice-warning") == 1


# Versions


def test_versions_are_listed_the_latest_first(client, cluster, coordinator):
    publish(cluster, coordinator)
    publish(cluster, coordinator, budget_minutes=600)
    compute(cluster, coordinator, budget_minutes=720)
    TrainingPlanFactory(version=9)

    page = client.get(address("plan_versions"))
    assert [(plan.version, plan.status) for plan in page.context["versions"]] == [
        (3, "draft"),
        (2, "published"),
        (1, "superseded"),
    ]
    assert address("plan_version", 1) in text_of(page)


def test_a_replaced_version_can_be_read_the_others_have_their_own_address(client, cluster, coordinator):
    publish(cluster, coordinator)
    publish(cluster, coordinator, budget_minutes=600)
    compute(cluster, coordinator, budget_minutes=720)
    old = client.get(address("plan_version", 1))
    assert old.context["page"].plan.version == 1
    assert address("plan_publish") not in text_of(old)
    assert client.get(address("plan_version", 2)).url == address("plan", query="?show=published")
    assert client.get(address("plan_version", 3)).url == address("plan", query="?show=draft")
    assert client.get(address("plan_version", 4)).status_code == 404
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster=cluster))
    assert client.get(address("plan_version", 1)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_versions_take_as_many_queries_for_thirty(client, cluster, coordinator, django_assert_num_queries, count):
    for version in range(count):
        TrainingPlanFactory(cluster=cluster, version=version + 1, superseded=True, computed_by=UserFactory())
    with django_assert_num_queries(QUERIES_VERSIONS):
        client.get(address("plan_versions"))


def test_published_and_draft_are_compared_unless_others_are_asked_for(client, cluster, coordinator):
    publish(cluster, coordinator)
    publish(cluster, coordinator, budget_minutes=600, pins=["M-8"])
    before = client.get(address("plan_compare")).context["compared"]
    assert (before.left.plan.version, before.right.plan.version) == (1, 2)
    compute(cluster, coordinator, budget_minutes=720)

    page = client.get(address("plan_compare"))
    compared = page.context["compared"]
    assert (compared.left.plan.version, compared.right.plan.version) == (2, 3)
    assert [row.title for row in compared.both] == ["M-8"]
    assert [row.title for row in compared.only_right] == ["M-4"]
    assert [(row.name, row.left_bp, row.right_bp) for row in compared.needs] == [("Strategia", 5000, 10_000)]

    other = client.get(address("plan_compare", query="?left=3&right=1")).context["compared"]
    assert (other.left.plan.version, other.right.plan.version) == (3, 1)
    assert [row.title for row in other.only_left] == ["M-8"]


@pytest.mark.parametrize(
    "query", ["?left=1&right=1", "?left=9", "?left=x", "?left=%00", "?left=-1", "?left=" + "9" * 40, "?left=1.0"]
)
def test_versions_that_cannot_be_compared_get_a_sentence(client, cluster, coordinator, query):
    publish(cluster, coordinator)
    compute(cluster, coordinator, budget_minutes=720)
    page = client.get(address("plan_compare", query=query))
    assert (page.status_code, "compared" in page.context) == (200, False)
    assert page.context["problem"]


@pytest.mark.parametrize("modules", [1, 30])
def test_comparison_takes_as_many_queries_for_thirty_modules(
    client, cluster, coordinator, django_assert_num_queries, modules
):
    indicators = IndicatorFactory.create_batch(modules)
    for indicator in indicators:
        TrainingNeedFactory(cluster=cluster, indicator=indicator)
        ModuleFactory(lifts={indicator: 2500})
    publish(cluster, coordinator)
    compute(cluster, coordinator, budget_minutes=30_000)
    with django_assert_num_queries(QUERIES_COMPARE):
        client.get(address("plan_compare"))


def test_official_has_the_same_pages(client, coordinator):
    official = person_with(Role.REGIONAL_OFFICIAL)
    need = TrainingNeedFactory(declared=True, cluster=None, person=official)
    ModuleFactory(audience="officials", competences=[need.competence])
    draft = compute(official, coordinator, budget_minutes=600)
    write_curve(plan=draft)
    for page in ("plan", "plan_note", "plan_discard", "plan_versions", "plan_compare"):
        assert client.get(reverse(f"courses:official_{page}", args=[official.pk])).status_code == 200
    publish_plan(plan=draft, by=coordinator, now=NOW)
    client.force_login(official)
    assert client.get(reverse("courses:official_plan", args=[official.pk])).status_code == 200
    for page in PAGES:
        assert client.get(reverse(f"courses:official_{page}", args=[official.pk])).status_code == 404
