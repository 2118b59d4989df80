"""Computing again with another result: the draft before is set aside, can be looked at, compared, and goes in time."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from courses.actions import compute_plan, publish_plan
from courses.curve_actions import write_curve
from courses.models import ModuleLift, PlanLine, PlanNeed, TrainingPlan
from courses.plan_drafts import discard_draft
from courses.plan_note import write_note
from courses.plan_page import plan_page
from courses.plan_pdf import plan_pdf
from lms.people.models import Role
from tests.factories import ClusterFactory, IndicatorFactory, person_with
from tests.factories_courses import NOW, ModuleFactory, TrainingNeedFactory, TrainingPlanFactory
from tests.pdf.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def cluster():
    """A need of half the range and two modules that close it."""
    cluster = ClusterFactory(slug="sedia", name="Sedia")
    indicator = IndicatorFactory(code="A", weight=2)
    TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(1), gap_bp=5000)
    ModuleFactory(code="M-4", duration_minutes=240, lifts={indicator: 2500})
    ModuleFactory(code="M-8", duration_minutes=480, lifts={indicator: 2500})
    return cluster


def compute(cluster, by, *, now=NOW, **given):
    wish = {"budget_minutes": 300, "languages": "any", "pins": [], "drops": []} | given
    return compute_plan(owner=cluster, by=by, now=now, **wish)


def address(view, *args, query=""):
    return reverse(f"courses:{view}", args=["sedia", *args]) + query


def states():
    return list(TrainingPlan.objects.order_by("version").values_list("version", "status"))


@pytest.mark.parametrize(
    "other", [{"budget_minutes": 301}, {"languages": "it"}, {"pins": ["M-4"]}, {"drops": ["M-8"]}, "module"]
)
def test_another_result_sets_the_draft_aside_with_its_lines(cluster, coordinator, other):
    first = write_note(plan=compute(cluster, coordinator), note="As agreed", by=coordinator, now=NOW)
    before = list(first.lines.values_list()), list(first.needs.values_list())
    if other == "module":
        ModuleLift.objects.update(share_bp=1000)
    second = compute(cluster, coordinator, **({} if other == "module" else other))

    assert states() == [(1, "set_aside"), (2, "draft")]
    assert (second.version, second.note) == (2, "As agreed")
    assert (list(first.lines.values_list()), list(first.needs.values_list())) == before


def test_modules_chosen_otherwise_are_another_result(cluster, coordinator):
    first = compute(cluster, coordinator)
    first.lines.filter(module__code="M-4").update(is_chosen=False)
    compute(cluster, coordinator)
    assert states() == [(1, "set_aside"), (2, "draft")]


def test_the_same_result_keeps_draft_version_note_and_curve(cluster, coordinator):
    first = compute(cluster, coordinator, pins=["M-4"])
    write_curve(plan=first)
    write_note(plan=first, note="As agreed", by=coordinator, now=NOW)
    again = compute(cluster, coordinator, pins=["M-4"], now=NOW + timedelta(hours=1))
    assert (again.pk, again.version, again.note, bool(again.curve)) == (first.pk, 1, "As agreed", True)
    assert (again.computed_at, again.lines.count(), again.needs.count()) == (NOW + timedelta(hours=1), 2, 1)


def test_curve_goes_along_where_only_the_hours_have_changed(cluster, coordinator):
    write_curve(plan=compute(cluster, coordinator))
    assert compute(cluster, coordinator, budget_minutes=720).curve
    assert not compute(cluster, coordinator, budget_minutes=720, drops=["M-4"]).curve


def test_the_last_five_of_an_owner_are_kept(cluster, coordinator):
    other = TrainingPlanFactory(set_aside=True, version=1)
    for hours in range(7):
        compute(cluster, coordinator, budget_minutes=300 + hours)
    mine = TrainingPlan.objects.filter(cluster=cluster).order_by("version")
    assert list(mine.values_list("version", "status")) == [*((n, "set_aside") for n in range(2, 7)), (7, "draft")]
    assert (PlanLine.objects.count(), PlanNeed.objects.count()) == (12, 6)
    assert TrainingPlan.objects.filter(pk=other.pk).exists()


def test_what_was_set_aside_since_it_was_read_is_not_published_noted_or_thrown_away(cluster, coordinator):
    read = compute(cluster, coordinator)
    compute(cluster, coordinator, budget_minutes=720)
    for act, given in ((publish_plan, {}), (write_note, {"note": "Late"}), (discard_draft, {})):
        with translation.override("en"), pytest.raises(ValidationError, match="Version 1 was replaced by a later one"):
            act(plan=read, by=coordinator, now=NOW, **given)
    assert states() == [(1, "set_aside"), (2, "draft")]


def test_throwing_the_draft_away_leaves_what_was_set_aside(client, cluster, coordinator):
    compute(cluster, coordinator)
    discard_draft(plan=compute(cluster, coordinator, budget_minutes=720), by=coordinator, now=NOW)
    assert states() == [(1, "set_aside")]
    page = client.get(address("plan"))
    assert page.context["page"] is None
    assert f'href="{address("plan_versions")}"' in page.content.decode()


def test_coordinators_look_at_what_was_set_aside(client, cluster, coordinator):
    compute(cluster, coordinator)
    compute(cluster, coordinator, budget_minutes=720)

    listed = client.get(address("plan_versions")).content.decode()
    assert f'href="{address("plan_version", 1)}"' in listed
    page = client.get(address("plan_version", 1))
    assert (page.context["page"].plan.version, page.context["curve"]) == (1, None)
    text = page.content.decode()
    assert f'href="{address("plan_pdf")}?show=1"' in text
    assert address("plan_publish") not in text
    for query in ("", "?show=set_aside", "?show=draft"):
        assert client.get(address("plan", query=query)).context["page"].plan.version == 2
    row = next(row for row in client.get(reverse("courses:plans")).context["rows"] if row.owner == cluster)
    assert row.draft.version == 2


def test_others_never_see_what_was_set_aside(client, cluster, coordinator):
    publish_plan(plan=compute(cluster, coordinator), by=coordinator, now=NOW)
    for hours in (600, 720):
        compute(cluster, coordinator, budget_minutes=hours)
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster=cluster))
    assert client.get(address("plan_version", 2)).status_code == 404
    assert client.get(address("plan_pdf", query="?show=2")).status_code == 404
    assert client.get(address("plan", query="?show=set_aside")).context["page"].plan.version == 1


def test_paper_says_that_it_was_set_aside(cluster, coordinator):
    first = compute(cluster, coordinator)
    compute(cluster, coordinator, budget_minutes=720)
    with translation.override("en"):
        page = plan_page(TrainingPlan.objects.for_page().get(pk=first.pk))
        found = Reading(plan_pdf(page, made_at=NOW, address="https://example.org/", programme="CLUS3 Academy"))
    assert all("Set aside" in said for said in found.artifacts)
    assert "This version was set aside" in found.root.whole_text


def test_two_drafts_are_compared_before_anything_is_published(client, cluster, coordinator):
    compute(cluster, coordinator)
    assert "compared" not in client.get(address("plan_compare")).context
    for hours in (720, 721):
        compute(cluster, coordinator, budget_minutes=hours)
    found = client.get(address("plan_compare")).context["compared"]
    assert (found.left.plan.version, found.right.plan.version) == (2, 3)


def test_published_comes_before_set_aside_in_the_comparison(client, cluster, coordinator):
    publish_plan(plan=compute(cluster, coordinator), by=coordinator, now=NOW)
    for hours in (600, 720):
        draft = compute(cluster, coordinator, budget_minutes=hours)
    found = client.get(address("plan_compare")).context["compared"]
    assert (found.left.plan.version, found.right.plan.version) == (1, 3)

    publish_plan(plan=draft, by=coordinator, now=NOW)
    found = client.get(address("plan_compare")).context["compared"]
    assert (found.left.plan.version, found.right.plan.version) == (1, 3)


@pytest.mark.parametrize(("status", "published_at"), [("set_aside", NOW), ("superseded", None)])
def test_only_what_was_published_says_when(status, published_at):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingPlanFactory(status=status, published_at=published_at)


def test_desk_shows_draft_and_published_alone(client, cluster, coordinator):
    TrainingPlanFactory(cluster=cluster, version=1, set_aside=True)
    TrainingPlanFactory(cluster=cluster, version=2, computed_at=timezone.now())
    (row,) = client.get("/it/desk/").context["rows"]
    assert (row.draft.version, row.published) == (2, None)


def test_too_few_points_draw_no_chart_and_explain_no_knee(client, cluster, coordinator):
    plan = compute(cluster, coordinator, drops=["M-4", "M-8"], budget_minutes=0)
    write_curve(plan=plan)
    page = client.get(address("plan"))
    assert (page.context["curve"].state, len(page.context["curve"].points)) == ("there", 1)
    assert ("chart-curve" in page.content.decode(), "Kneedle" in page.content.decode()) == (False, False)

    write_curve(plan=compute(cluster, coordinator))
    text = client.get(address("plan")).content.decode()
    assert ("chart-curve" in text, "Kneedle" in text) == (True, True)
