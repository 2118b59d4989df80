"""The plan is the best of all subsets, whatever the order of the input."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from courses.plan import DECLARED_GAP, DECLARED_LIFT, Candidate, Need, declared_need, make_plan
from courses.plan_solver import OPTIONS
from tests.courses.plan_cases import Case, allowed, best, cases, closing, lift, minutes, rank

SMALL = settings(max_examples=300, deadline=None, derandomize=True)
LARGE = settings(max_examples=80, deadline=None, derandomize=True)


def features(case: Case) -> list[str]:
    """Name what makes a case hard: each is a rule without which the answer would be another."""
    answer = best(case)
    if answer is None:
        return ["no plan"]
    found = ["plan"]
    peers = [s for s in allowed(case) if rank(case, s)[:4] == rank(case, answer)[:4]]
    if len(peers) > 1:
        found.append("tie")
    free = replace(case, modules=tuple(replace(m, prerequisites=frozenset()) for m in case.modules))
    for name, other in (
        ("prerequisites", free),
        ("hours", replace(case, budget=10_000)),
        ("pins", replace(case, pins=frozenset())),
        ("drops", replace(case, drops=frozenset())),
    ):
        if best(other) != answer:
            found.append(name)
    met, closed = closing(case, answer)
    if met < sum(need.minimum_gap is not None for need in case.needs):
        found.append("minimum missed")
    if max(closing(case, s)[1] for s in allowed(case)) > closed:
        found.append("minimum before gap")
    return found


def check_against_all_subsets(case: Case) -> None:
    result, answer = case.plan(), best(case)
    assert result.is_made == (answer is not None)
    assert result.chosen == tuple(sorted(answer or ()))


@SMALL
@given(cases())
def test_plan_is_the_best_of_all_subsets(case):
    check_against_all_subsets(case)


@LARGE
@given(cases(most=12))
def test_plan_of_up_to_twelve_modules_is_the_best_of_all_subsets(case):
    check_against_all_subsets(case)


def test_cases_hold_what_makes_a_plan_hard():
    seen = Counter()

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(cases(most=6))
    def look(case):
        found = features(case)
        seen.update(found)
        for feature in found:
            event(feature)

    look()
    shares = {name: seen[name] / seen["plan"] for name in seen}
    least = {
        "tie": 0.20,
        "hours": 0.25,
        "prerequisites": 0.10,
        "pins": 0.05,
        "drops": 0.10,
        "minimum missed": 0.40,
        "minimum before gap": 0.08,
        "no plan": 0.10,
    }
    assert all(shares[name] > share for name, share in least.items()), shares
    assert seen["plan"] > 120


@SMALL
@given(cases(), st.randoms(use_true_random=False))
def test_plan_is_the_same_in_any_order(case, random):
    shuffled = replace(
        case,
        needs=tuple(random.sample(case.needs, len(case.needs))),
        modules=tuple(
            replace(module, lifts=dict(random.sample(list(module.lifts.items()), len(module.lifts))))
            for module in random.sample(case.modules, len(case.modules))
        ),
    )
    assert shuffled.plan() == case.plan()


@SMALL
@given(cases())
def test_result_counts_what_the_chosen_modules_do(case):
    result = case.plan()
    if not result.is_made:
        assert (result.chosen, result.outcomes, result.decisions) == ((), (), ())
        return
    codes = frozenset(result.chosen)
    met, closed = closing(case, codes)
    assert result.minutes == minutes(case, codes) <= case.budget == result.budget_minutes
    assert (len(result.minimums_met), result.weighted_closed) == (met, closed)
    minimums = {need.key for need in case.needs if need.minimum_gap is not None}
    assert {*result.minimums_met, *result.minimums_missed} == minimums
    assert result.closed == {n.key: min(n.gap, lift(case, n.key, codes)) for n in case.needs}
    assert result.weighted_gap == sum(need.weight * need.gap for need in case.needs)


@pytest.mark.parametrize("budget", [0, 600])
def test_plan_without_needs_or_modules_is_empty(budget):
    need, module = Need(key="n", weight=1, gap=1000), Candidate(code="A", minutes=60, lifts={"n": 500})
    for result in (
        make_plan([], [], budget_minutes=budget),
        make_plan([need], [], budget_minutes=budget),
        make_plan([], [module], budget_minutes=budget),
    ):
        assert result.is_made
        assert result.chosen == ()


def test_plan_without_hours_is_empty():
    need, module = Need(key="n", weight=1, gap=1000), Candidate(code="A", minutes=60, lifts={"n": 500})
    result = make_plan([need], [module], budget_minutes=0)
    assert (result.is_made, result.chosen, result.closed) == (True, (), {"n": 0})


def test_minimum_requirement_comes_before_any_gap():
    wanted = [
        Need(key="heavy", weight=100, gap=9000),
        Need(key="minimum", weight=1, gap=500, minimum_gap=500),
    ]
    modules = [
        Candidate(code="A", minutes=60, lifts={"heavy": 9000}),
        Candidate(code="B", minutes=60, lifts={"minimum": 500}),
    ]
    assert make_plan(wanted, modules, budget_minutes=60).chosen == ("B",)


def test_minimum_beyond_the_gap_is_met_all_the_same():
    wanted = [Need(key="n", weight=1, gap=500, minimum_gap=1500)]
    modules = [Candidate(code=code, minutes=60, lifts={"n": 500}) for code in "ABCD"]
    assert make_plan(wanted, modules, budget_minutes=600).chosen == ("A", "B", "C")
    assert make_plan(wanted, modules, budget_minutes=120).chosen == ("A",)


def test_ties_among_two_hundred_modules_go_to_the_first_codes():
    wanted = [Need(key=f"n{i}", weight=1, gap=6000) for i in range(36)]
    lifts = {need.key: 500 for need in wanted}
    modules = [Candidate(code=f"M{i:03}", minutes=240, lifts=lifts) for i in range(200)]
    plan = make_plan(wanted, modules, budget_minutes=5 * 240)
    assert plan.chosen == ("M000", "M001", "M002", "M003", "M004")
    pinned = make_plan(wanted, modules, budget_minutes=5 * 240, pins={"M150"}, drops={"M001"})
    assert pinned.chosen == ("M000", "M002", "M003", "M004", "M150")


def test_tie_of_two_small_with_one_large_goes_to_the_first_code():
    wanted = [Need(key="n", weight=1, gap=1000)]
    halves = [Candidate(code=code, minutes=60, lifts={"n": 500}) for code in "BC"]
    for code, chosen in (("A", ("A",)), ("D", ("B", "C"))):
        whole = Candidate(code=code, minutes=120, lifts={"n": 1000})
        assert make_plan(wanted, [*halves, whole], budget_minutes=120).chosen == chosen


def knapsack(modules, budget):
    """Solve a plan with one endless need by dynamic programming; ties as in the plan."""
    table = [(0, 0, ())] * (budget + 1)
    for module in reversed(modules):
        rows = []
        for hours, (closed, spent, codes) in enumerate(table):
            options = [(closed, spent, codes)]
            if module.minutes <= hours:
                c, s, rest = table[hours - module.minutes]
                options.append((c - module.lifts["n"], s + module.minutes, (module.code, *rest)))
            rows.append(min(options))
        table = rows
    return table[budget][2]


@pytest.mark.parametrize("seed", range(6))
def test_plan_of_eighty_modules_is_that_of_dynamic_programming(seed):
    random = Random(seed)
    few = seed % 2  # few different values: many ties, spread over several blocks of codes
    modules = [
        Candidate(
            code=f"M{i:02}",
            minutes=random.choice([2, 4]) if few else random.randint(5, 60),
            lifts={"n": random.choice([10, 20]) if few else random.randint(10, 110)},
        )
        for i in range(80)
    ]
    plan = make_plan([Need(key="n", weight=3, gap=10_000)], modules, budget_minutes=61 if few else 300)
    assert plan.chosen == knapsack(modules, plan.budget_minutes)


def test_search_that_proves_nothing_says_so(monkeypatch):
    monkeypatch.setitem(OPTIONS, "mip_max_nodes", 0)
    random = Random(1)
    wanted = [Need(key=f"n{i}", weight=3, gap=3000, minimum_gap=1500) for i in range(12)]
    modules = [
        Candidate(
            code=f"M{i}",
            minutes=random.randint(61, 300),
            lifts={f"n{n}": random.randint(300, 1500) for n in random.sample(range(12), 3)},
        )
        for i in range(60)
    ]
    result = make_plan(wanted, modules, budget_minutes=1500)
    assert [finding.code for finding in result.findings] == ["not_proved"]
    assert not result.is_made


@pytest.mark.parametrize(("priority", "weight"), [(1, 1), (2, 2), (3, 3), (0, 1), (9, 3)])
def test_declared_need_weighs_its_priority(priority, weight):
    need = declared_need("competence:x", priority)
    assert need == Need(key="competence:x", weight=weight, gap=DECLARED_GAP)


def test_declared_need_is_closed_by_two_modules():
    modules = [Candidate(code=code, minutes=60, lifts={"c": DECLARED_LIFT}) for code in "ABC"]
    plan = make_plan([declared_need("c", 2)], modules, budget_minutes=600)
    assert (plan.chosen, plan.weighted_closed) == (("A", "B"), plan.weighted_gap)
