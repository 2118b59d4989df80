"""Input that cannot make a plan is told, never raised."""

from dataclasses import replace

import pytest

from courses.plan import Candidate, Finding, Need, make_plan

NEED = Need(key="n", weight=1, gap=1000)
A = Candidate(code="A", minutes=60, lifts={"n": 500})
B = replace(A, code="B", prerequisites=frozenset("A"))


def findings(needs=(NEED,), modules=(A, B), budget=600, **choices):
    result = make_plan(needs, modules, budget_minutes=budget, **choices)
    if not result.is_made:
        assert (result.chosen, result.outcomes, result.decisions) == ((), (), ())
    return result.findings


def out_of_range(field, of, value, high):
    return Finding("out_of_range", {"field": field, "of": of, "value": value, "low": 0, "high": high}, blocks=True)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"budget": -1}, out_of_range("budget", "", -1, None)),
        ({"needs": [replace(NEED, weight=-1)]}, out_of_range("weight", "n", -1, 10_000)),
        ({"needs": [replace(NEED, weight=10_001)]}, out_of_range("weight", "n", 10_001, 10_000)),
        ({"needs": [replace(NEED, gap=10_001)]}, out_of_range("gap", "n", 10_001, 10_000)),
        ({"needs": [replace(NEED, minimum_gap=-5)]}, out_of_range("minimum_gap", "n", -5, 10_000)),
        ({"modules": [replace(A, minutes=-60)]}, out_of_range("minutes", "A", -60, 100_000)),
        ({"modules": [replace(A, minutes=100_001)]}, out_of_range("minutes", "A", 100_001, 100_000)),
        ({"modules": [replace(A, lifts={"n": -1})]}, out_of_range("lift", "A", -1, None)),
        ({"needs": [NEED, NEED]}, Finding("duplicate_need", {"need": "n"})),
        ({"modules": [A, B, A]}, Finding("duplicate_module", {"module": "A"})),
        ({"pins": ["X"]}, Finding("pin_unknown", {"module": "X"})),
        ({"modules": [replace(A, completed=True)], "pins": "A"}, Finding("pin_completed", {"module": "A"})),
        ({"pins": ["A"], "drops": ["A"]}, Finding("pin_dropped", {"module": "A"})),
        (
            {"pins": ["B"], "drops": ["A"]},
            Finding("pin_prerequisite", {"module": "B", "missing": [{"prerequisite": "A", "why": "dropped"}]}),
        ),
        (
            {"pins": ["B"], "modules": [replace(A, language_fits=False), B]},
            Finding(
                "pin_prerequisite",
                {"module": "B", "missing": [{"prerequisite": "A", "why": "other_language"}]},
            ),
        ),
        (
            {"pins": ["B"], "budget": 119},
            Finding("pins_over_budget", {"modules": ["A", "B"], "minutes": 120, "budget": 119}),
        ),
    ],
)
def test_input_without_a_plan_is_found(change, finding):
    assert findings(**change) == (finding,)
    assert finding.blocks


def test_values_at_their_limits_make_a_plan():
    need = Need(key="n", weight=10_000, gap=10_000, minimum_gap=10_000)
    modules = [Candidate(code=f"M{i}", minutes=100_000, lifts={"n": 10_000}) for i in range(3)]
    result = make_plan([need], modules, budget_minutes=10**12)
    assert (result.findings, result.chosen) == ((), ("M0",))


def test_pinned_prerequisite_of_another_language_comes_along():
    result = make_plan([], [replace(A, language_fits=False), B], budget_minutes=600, pins=["A", "B"])
    assert result.chosen == ("A", "B")


@pytest.mark.parametrize(
    ("fits", "despite"),
    [
        ({"language_fits": False}, ["other_language"]),
        ({"audience_fits": False}, ["other_audience"]),
        ({"audience_fits": False, "language_fits": False}, ["other_audience", "other_language"]),
    ],
)
def test_pin_against_audience_or_language_is_told_and_stays(fits, despite):
    result = make_plan([NEED], [replace(A, **fits), B], budget_minutes=600, pins=["A"])
    assert result.findings == (Finding("pin_despite", {"module": "A", "despite": despite}, blocks=False),)
    assert result.decisions[0].params["despite"] == despite


def test_pin_that_suits_is_not_told_of():
    result = make_plan([NEED], [A, replace(B, language_fits=False)], budget_minutes=600, pins=["A"])
    assert result.findings == ()
    assert "despite" not in result.decisions[0].params


def test_unknown_prerequisite_is_told_and_keeps_the_module_out():
    result = make_plan([NEED], [A, replace(B, prerequisites=frozenset("X"))], budget_minutes=600, pins=["A"])
    assert result.findings == (Finding("unknown_prerequisite", {"module": "B", "prerequisite": "X"}, blocks=False),)
    assert result.chosen == ("A",)


def test_cycle_is_told_and_keeps_its_modules_out():
    ring = [replace(A, code=code, prerequisites=frozenset(asked)) for code, asked in ("BC", "CD", "DB", "EC")]
    result = make_plan([NEED], [A, *ring], budget_minutes=600)
    assert result.findings == (Finding("prerequisite_cycle", {"modules": ["B", "C", "D"]}, blocks=False),)
    assert result.chosen == ("A",)
    reasons = {decision.code: decision.reason for decision in result.decisions}
    assert reasons == {
        "A": "closes",
        "B": "prerequisite_cycle",
        "C": "prerequisite_cycle",
        "D": "prerequisite_cycle",
        "E": "prerequisite_missing",
    }
    pinned = findings(modules=[A, *ring], pins=["C"])
    assert pinned[0] == Finding("pin_cycle", {"module": "C", "modules": ["B", "C", "D"]})


def test_cycle_through_a_completed_module_is_none():
    ring = [replace(A, prerequisites=frozenset("B")), replace(B, completed=True)]
    result = make_plan([NEED], ring, budget_minutes=600)
    assert (result.findings, result.chosen) == ((), ("A",))


@pytest.mark.parametrize("step", [1, -1])
def test_chain_of_prerequisites_longer_than_the_stack_is_walked(step):
    codes = [f"M{i:04}" for i in range(1200)][::step]
    chain = [
        Candidate(code=code, minutes=1, prerequisites=frozenset({before} if before else ()))
        for code, before in zip(codes, [None, *codes], strict=False)
    ]
    last = replace(A, minutes=1, prerequisites=frozenset({codes[-1]}))
    result = make_plan([NEED], [*chain, last], budget_minutes=1201, pins=["A"])
    assert (len(result.chosen), result.minutes) == (1201, 1201)
    assert make_plan([NEED], [*chain, last], budget_minutes=1200).chosen == ()
