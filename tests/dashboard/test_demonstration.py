"""The demonstration stands on the real import, and no choice of modules beats its published plans."""

import numpy as np
import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.effect_reading import read_effects
from courses.models import Module, TrainingPlan
from courses.official_path import step_of
from courses.plan_inputs import plan_inputs
from lms.benchmarking.models import Assessment, Score
from lms.certificates.models import Certificate
from lms.clusters.models import Cluster
from lms.dashboard.demonstration.loading import STEPS, load
from lms.dashboard.demonstration.mark import demo_accounts
from lms.needs.models import TrainingNeed
from lms.needs.rated_competences import on_path, rated_competences
from lms.outbox.models import Message
from lms.people.models import Role, User
from lms.training.models import Enrolment, Offering, Outcome, TrainingSession

pytestmark = pytest.mark.django_db
CHUNK = 2**15


@pytest.fixture
def said():
    """Load the demonstration; return what was said of each step."""
    lines = []
    assert load(lines.append)
    return lines


def best_choices(inputs, budget):
    """Return every best choice of modules, found by trying all of them, straight from the definition."""
    modules = sorted((m for m in inputs.candidates if m.audience_fits and m.language_fits), key=lambda m: m.code)
    codes = [module.code for module in modules]
    minutes = np.array([module.minutes for module in modules])
    lifts = np.array([[module.lifts.get(need.key, 0) for need in inputs.weighted] for module in modules])
    gaps = np.array([need.gap for need in inputs.weighted])
    weights = np.array([need.weight for need in inputs.weighted])
    minimums = np.array([need.minimum_gap or 10**9 for need in inputs.weighted])
    asks = [(codes.index(m.code), codes.index(p)) for m in modules for p in m.prerequisites if p in codes]
    best, found = (-1, -1, 0), []
    for start in range(0, 2 ** len(codes), CHUNK):
        taken = (np.arange(start, min(start + CHUNK, 2 ** len(codes)))[:, None] >> np.arange(len(codes))) & 1
        allowed = (taken @ minutes <= budget) & np.all([taken[:, m] <= taken[:, p] for m, p in asks], axis=0)
        taken = taken[allowed]
        lift = taken @ lifts
        keys = zip(
            (lift >= minimums).sum(axis=1).tolist(),
            (np.minimum(lift, gaps) @ weights).tolist(),
            (-(taken @ minutes)).tolist(),
            strict=True,
        )
        for row, key in enumerate(keys):
            if key > best:
                best, found = key, []
            if key == best:
                found.append(tuple(code for code, bit in zip(codes, taken[row], strict=True) if bit))
    return found


def assert_needs_are_declared():
    """An official is halfway on the path, a manager has declared; the visitor goes on from there."""
    official = User.objects.get(email="official@clus3.example")
    rows = on_path(rated_competences(official))
    assert step_of(official) == "wait"
    assert [row.competence.slug for row in rows if row.counting_need] == ["benchmarking", "cluster-policy"]
    assert any(row.can_be_taken_over for row in rows)
    assert any(row.gap.is_disputed for row in rows)
    assert not TrainingPlan.objects.filter(person=official).exists()
    assert TrainingNeed.objects.get(origin="declared", cluster__isnull=False).cluster.code == "DITEDI"
    assert Message.objects.filter(kind="need_declared").count() == 3
    assert not Message.objects.exclude(status="on_site").exists(), "no mail goes to made-up addresses"


def assert_editions_are_in_every_state():
    """One is certified, one runs with a session to sign, one has a queue; the seats have no fault."""
    assert sorted(Offering.objects.values_list("code", "status")) == [
        ("com-1", "draft"),
        ("gov-1", "published"),
        ("lab-1", "published"),
        ("lab-3", "cancelled"),
        ("srv-1", "published"),
        ("str-2015-1", "closed"),
    ]
    outcomes = Outcome.objects.filter(enrolment__offering__code="str-2015-1")
    assert sorted(outcomes.values_list("has_passed", flat=True)) == 2 * [False] + 7 * [True]
    assert Certificate.objects.valid().count() == 7
    waiting = Enrolment.objects.filter(offering__code="srv-1").values_list("status", flat=True)
    assert {"applied", "offered", "waiting", "confirmed", "withdrawn"} == set(waiting)
    unsigned = TrainingSession.objects.filter(offering__code="gov-1", ends_at__lt=timezone.now(), sign_off=None)
    assert unsigned.count() == 1
    call_command("check_seats", verbosity=0)


def test_demonstration_holds_the_programme_and_loads_once(said):
    assert len(said) == len(STEPS)
    assert Cluster.objects.count() == 6
    assert Assessment.objects.filter(status="closed").count() == 12
    assert Score.objects.filter(assessment__status="closed").count() == 12 * 31
    assert Module.objects.count() == 18
    assert {account.email for account in demo_accounts()} <= set(User.objects.values_list("email", flat=True))
    assert {grant.role for user in User.objects.all() for grant in user.active_grants} == set(Role)
    assert sorted(TrainingPlan.objects.values_list("status", "version")) == 4 * [("published", 2)] + 4 * [
        ("superseded", 1)
    ]
    assert not TrainingPlan.objects.published().filter(curve=[]).exists()
    effects = read_effects()
    assert [str(one.followed.after.assessed_on) for one in effects.seen] == 4 * ["2016-03-31"]
    assert_needs_are_declared()
    assert_editions_are_in_every_state()
    assert not load(said.append), "loaded twice"
    assert (len(said), Cluster.objects.count()) == (len(STEPS), 6)


def test_no_choice_of_modules_beats_a_published_plan(said):
    plans = list(TrainingPlan.objects.published().select_related("cluster"))
    assert len(plans) == 4
    for plan in plans:
        chosen = tuple(sorted(line.module.code for line in plan.lines.filter(is_chosen=True).select_related("module")))
        found = best_choices(plan_inputs(plan.cluster, plan.languages), plan.budget_minutes)
        assert chosen == min(found), plan.cluster
