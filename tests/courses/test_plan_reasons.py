"""Every reason is true of its plan, held against the definition and not against the code that gave it."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import event, given, settings

from courses.plan import Candidate, Need, make_plan
from tests.courses.plan_cases import UNKNOWN, all_asked_for, allowed, cases, closing, lift, minutes, rank

CASES = settings(max_examples=400, deadline=None, derandomize=True)


def reach(need):
    """Return the most lift that can matter for a need."""
    return max(need.gap if need.weight else 0, need.minimum_gap or 0)


def lifted(case, code):
    module = case.module(code)
    return {need.key for need in case.needs if reach(need) and module.lifts.get(need.key)}


def gained(case, less, more):
    """Return the minimum requirements that `more` meets and `less` does not, and the weighted gap between them."""
    minimums = [
        need.key
        for need in case.needs
        if need.minimum_gap is not None and lift(case, need.key, less) < need.minimum_gap <= lift(case, need.key, more)
    ]
    return sorted(minimums), closing(case, more)[1] - closing(case, less)[1]


def check_chosen(case, chosen, decision):
    code, params = decision.code, decision.params
    without = chosen - {code}
    own = gained(case, without, chosen)
    assert (params["own_minimums"], params["own_weighted"]) == own
    assert params["required_by"] == sorted(c for c in without if code in case.module(c).prerequisites)
    assert {closed["need"] for closed in params["closes"]} == lifted(case, code)
    for closed in params["closes"]:
        need = next(need for need in case.needs if need.key == closed["need"])
        assert closed["lift"] == min(case.module(code).lifts[need.key], reach(need))
        before, after = lift(case, need.key, without), lift(case, need.key, chosen)
        assert closed["own"] == min(need.gap, after) - min(need.gap, before)
    module = case.module(code)
    speaks_against = [("other_audience", module.audience_fits), ("other_language", module.language_fits)]
    assert params.get("despite", []) == [reason for reason, fits in speaks_against if not fits]
    if code in case.pins:
        assert decision.reason == "pinned"
    elif own != ([], 0):
        assert decision.reason == "closes"
    else:
        assert decision.reason == "prerequisite"
        assert params["required_by"]


def check_completed(case, chosen, decision):
    assert case.module(decision.code).completed


def check_dropped(case, chosen, decision):
    assert decision.code in case.drops


def check_audience(case, chosen, decision):
    assert not case.module(decision.code).audience_fits
    assert decision.code not in case.pins


def check_language(case, chosen, decision):
    assert not case.module(decision.code).language_fits
    assert decision.code not in case.pins


def check_cycle(case, chosen, decision):
    codes = decision.params["modules"]
    assert decision.code in codes
    for code in codes:
        asked = [all_asked_for(case, c) for c in case.module(code).prerequisites - {UNKNOWN}]
        assert any(code in found and set(codes) <= found | {code} for found in asked)


def check_missing(case, chosen, decision):
    missing = decision.params["missing"]
    assert missing
    known = {module.code for module in case.modules}
    reasons = {d.code: d.reason for d in case.plan().decisions}
    for item in missing:
        code, why = item["prerequisite"], item["why"]
        assert code in case.module(decision.code).prerequisites
        assert why == (reasons[code] if code in known else "unknown")
        if code in known:
            assert why in CANNOT.keys() - {"completed"}
            assert not any(code in codes for codes in allowed(case))


def check_closes_nothing(case, chosen, decision):
    code = frozenset([decision.code])
    assert gained(case, frozenset(), code) == ([], 0)
    assert gained(case, chosen, chosen | code) == ([], 0)
    assert not lifted(case, decision.code)


def check_covered(case, chosen, decision):
    code, params = decision.code, decision.params
    assert gained(case, chosen, chosen | {code}) == ([], 0)
    assert set(params["needs"]) == lifted(case, code) != set()
    for key in params["needs"]:
        need = next(need for need in case.needs if need.key == key)
        assert lift(case, key, chosen) >= reach(need)
    sharing = {c for c in chosen for key in params["needs"] if case.module(c).lifts.get(key)}
    assert params["modules"] == sorted(sharing) != []


def check_below_minimum(case, chosen, decision):
    code, params = decision.code, decision.params
    extra = all_asked_for(case, code) - chosen
    assert params["with"] == sorted(extra - {code})
    assert gained(case, chosen, chosen | extra) == ([], 0)
    assert params["needs"]
    for item in params["needs"]:
        need = next(need for need in case.needs if need.key == item["need"])
        assert item["missing"] == need.minimum_gap - lift(case, need.key, chosen) > item["lift"]
        assert item["lift"] == case.module(code).lifts[need.key]
        assert not need.weight or lift(case, need.key, chosen) >= need.gap


def check_beyond(case, chosen, decision):
    """Check what the three reasons about hours share: it would add something and does not fit beside the plan."""
    extra = all_asked_for(case, decision.code) - chosen
    added = gained(case, chosen, chosen | extra)
    assert added != ([], 0)
    assert (decision.params["adds_minimums"], decision.params["adds_weighted"]) == added
    assert minutes(case, chosen | extra) > case.budget
    assert decision.params["minutes_needed"] > decision.params["minutes_left"]


def forced(case):
    return frozenset().union(*(all_asked_for(case, pin) for pin in case.pins))


def check_over_hours(case, chosen, decision):
    check_beyond(case, chosen, decision)
    params, pinned = decision.params, forced(case)
    extra = all_asked_for(case, decision.code) - pinned
    assert params["minutes_needed"] == minutes(case, extra)
    assert params["minutes_left"] == case.budget - minutes(case, pinned)
    assert params["with"] == sorted(extra - {decision.code})
    assert not any(decision.code in codes for codes in allowed(case))


def check_within_hours(case, chosen, decision):
    check_beyond(case, chosen, decision)
    params, extra = decision.params, all_asked_for(case, decision.code) - chosen
    assert params["minutes_needed"] == minutes(case, extra)
    assert params["minutes_left"] == case.budget - minutes(case, chosen)
    assert params["with"] == sorted(extra - {decision.code})
    others = [codes for codes in allowed(case) if decision.code in codes]
    assert others
    assert min(rank(case, codes)[:3] for codes in others) >= rank(case, chosen)[:3]


def even_exchanges(case, chosen, code):
    sets = {given: chosen - {given} | {code} for given in chosen}
    plans = set(allowed(case))
    return [g for g in sorted(sets) if sets[g] in plans and rank(case, sets[g])[:3] == rank(case, chosen)[:3]]


def check_tied(case, chosen, decision):
    check_within_hours(case, chosen, decision)
    assert decision.params["instead_of"] == even_exchanges(case, chosen, decision.code) != []


def check_others_first(case, chosen, decision):
    check_within_hours(case, chosen, decision)
    assert even_exchanges(case, chosen, decision.code) == []


CANNOT = {
    "completed": check_completed,
    "dropped": check_dropped,
    "other_audience": check_audience,
    "other_language": check_language,
    "prerequisite_cycle": check_cycle,
    "prerequisite_missing": check_missing,
}
CHECKS = {
    **CANNOT,
    "closes_nothing": check_closes_nothing,
    "covered": check_covered,
    "below_minimum": check_below_minimum,
    "over_hours": check_over_hours,
    "tied": check_tied,
    "others_first": check_others_first,
}
CHOSEN = {"pinned", "closes", "prerequisite"}


def test_every_reason_of_every_module_is_true():
    seen = Counter()

    @CASES
    @given(cases(most=8))
    def look(case):
        result = case.plan()
        if not result.is_made:
            return
        assert [d.code for d in result.decisions] == sorted(m.code for m in case.modules)
        chosen = frozenset(result.chosen)
        for decision in result.decisions:
            seen[decision.reason] += 1
            event(decision.reason)
            assert decision.chosen == (decision.code in chosen) == (decision.reason in CHOSEN)
            check = check_chosen if decision.chosen else CHECKS[decision.reason]
            check(case, chosen, decision)

    look()
    assert {reason for reason in [*CHECKS, *CHOSEN] if seen[reason] < 2} == set(), seen


def reason_of(code, needs, modules, budget, **choices):
    result = make_plan(needs, modules, budget_minutes=budget, **choices)
    return next((d.reason, d.params) for d in result.decisions if d.code == code)


NEED = Need(key="n", weight=2, gap=1000)
FULL = Candidate(code="A", minutes=60, lifts={"n": 1000})


def test_covered_names_the_modules_that_cover():
    half = replace(FULL, code="B", lifts={"n": 500}, minutes=90)
    assert reason_of("B", [NEED], [FULL, half], 600) == ("covered", {"modules": ["A"], "needs": ["n"]})


def test_over_hours_counts_the_prerequisites():
    long = Candidate(code="C", minutes=60, lifts={"n": 1000}, prerequisites=frozenset("D"))
    first = Candidate(code="D", minutes=100)
    assert reason_of("C", [NEED], [long, first], 120) == (
        "over_hours",
        {
            "adds_weighted": 2000,
            "adds_minimums": [],
            "with": ["D"],
            "minutes_needed": 160,
            "minutes_left": 120,
        },
    )
    assert reason_of("D", [NEED], [long, first], 120) == ("closes_nothing", {})


def test_others_first_tells_what_it_would_add():
    modules = [replace(FULL, lifts={"n": 600}), replace(FULL, code="B", lifts={"n": 300})]
    assert reason_of("B", [NEED], modules, 90) == (
        "others_first",
        {"adds_weighted": 600, "adds_minimums": [], "with": [], "minutes_needed": 60, "minutes_left": 30},
    )


def test_tied_names_what_it_could_stand_in_for():
    modules = [replace(FULL, code=code, lifts={"n": 300}) for code in "ABC"]
    reason, params = reason_of("C", [NEED], modules, 120)
    assert (reason, params["instead_of"]) == ("tied", ["A", "B"])


def test_below_minimum_tells_what_is_missing():
    need = Need(key="n", weight=0, gap=0, minimum_gap=1500)
    assert reason_of("A", [need], [FULL], 600) == (
        "below_minimum",
        {"needs": [{"need": "n", "lift": 1000, "missing": 1500}], "with": []},
    )


def test_chosen_module_tells_its_own_part():
    modules = [replace(FULL, lifts={"n": 800}), replace(FULL, code="B", lifts={"n": 600})]
    reason, params = reason_of("A", [NEED], modules, 120)
    assert reason == "closes"
    assert params["closes"] == [{"need": "n", "lift": 800, "own": 400}]
    assert (params["own_weighted"], params["own_minimums"], params["required_by"]) == (800, [], [])


def test_module_that_only_opens_another_is_a_prerequisite():
    modules = [replace(FULL, prerequisites=frozenset("D")), Candidate(code="D", minutes=30)]
    reason, params = reason_of("D", [NEED], modules, 120)
    assert (reason, params["required_by"], params["closes"]) == ("prerequisite", ["A"], [])


def test_pinned_module_is_chosen_though_it_closes_nothing():
    reason, params = reason_of("D", [NEED], [Candidate(code="D", minutes=30)], 120, pins=["D"])
    assert (reason, params["own_weighted"]) == ("pinned", 0)


@pytest.mark.parametrize("fits", [{"audience_fits": False}, {"language_fits": False}])
def test_pin_overrides_audience_and_language(fits):
    module = replace(FULL, **fits)
    assert make_plan([NEED], [module], budget_minutes=60).chosen == ()
    assert make_plan([NEED], [module], budget_minutes=60, pins=["A"]).chosen == ("A",)
