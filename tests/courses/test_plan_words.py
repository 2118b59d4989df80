"""Every code of the optimiser has words, in both languages, for the parameters that it really has."""

import re
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from courses import plan, plan_availability, plan_checks, plan_reasons
from courses.plan import Candidate, Finding, Need, make_plan
from courses.plan_findings import FINDINGS, finding_words
from courses.plan_names import Names, in_words, in_words_or
from courses.plan_words import REASONS, reason_words

NAMES = Names(
    modules={"M1": "Strategy", "M2": "Finance"},
    needs={"N1": "Focus", "N2": "Funds"},
    weights={"N1": 4, "N2": 2},
    weighted_gap=75_000,
)
TEN, TWENTY = "10\u00a0% of the range", "20\u00a0% of the range"


def closing(need, lift, own):
    return {"need": need, "lift": lift, "own": own}


def documented(text):
    return set(re.findall(r"`([a-z_]+)`", text))


def test_reasons_are_the_codes_of_the_optimiser():
    listed = set()
    for line in plan_reasons.__doc__.splitlines():
        if line.startswith("- "):
            listed |= documented(line.split("  ")[0]) - {"with"}
    assert set(REASONS) == listed


def test_findings_are_the_codes_of_the_optimiser():
    texts = plan_availability.__doc__ + plan_checks.__doc__ + plan.make_plan.__doc__
    assert set(FINDINGS) == {code for code in documented(texts) if "_" in code} - {"plan_checks", "plan_availability"}


codes = st.sampled_from([f"M{n}" for n in range(6)])
candidates = st.lists(
    st.builds(
        Candidate,
        code=codes,
        minutes=st.sampled_from([60, 120, 600, 200_000]),
        lifts=st.dictionaries(st.sampled_from(["N1", "N2"]), st.sampled_from([1000, 2500])),
        prerequisites=st.frozensets(st.sampled_from(["M0", "M1", "M2", "X"]), max_size=2),
        completed=st.booleans(),
        audience_fits=st.sampled_from([True, True, False]),
        language_fits=st.sampled_from([True, True, False]),
    ),
    max_size=6,
)
needs = st.lists(
    st.builds(
        Need,
        key=st.sampled_from(["N1", "N2"]),
        weight=st.sampled_from([1, 2]),
        gap=st.sampled_from([2500, 5000]),
        minimum_gap=st.sampled_from([None, 2500, 9000]),
    ),
    max_size=2,
)


@settings(max_examples=150, deadline=None)
@given(needs, candidates, st.sampled_from([0, 120, 700]), st.sets(codes, max_size=2), st.sets(codes, max_size=2))
def test_whatever_the_optimiser_answers_is_a_sentence(needs, candidates, budget, pins, drops):
    result = make_plan(needs, candidates, budget_minutes=budget, pins=pins, drops=drops)

    said = [finding_words(finding, NAMES) for finding in result.findings]
    names = replace(NAMES, weighted_gap=result.weighted_gap)
    said += [reason_words(decision.reason, decision.params, names) for decision in result.decisions]
    for sentence in said:
        assert sentence[-1] in ".!", sentence
        assert "%(" not in sentence


@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        (
            "pinned",
            {"despite": ["other_language"]},
            "The coordinator wants it in the plan, whatever else is chosen. It is not taught in a language of the "
            "team. On its own it closes nothing that the other modules would not close.",
        ),
        ("closes", {"own_minimums": ["N1"]}, "Without it, the minimum requirement of “Focus” would stay missed."),
        (
            "closes",
            {"closes": [closing("N1", 1000, 1000), closing("N2", 1500, 1500)], "own_weighted": 7000},
            f"It closes most on “Focus” ({TEN}), the heaviest of its needs; "
            "without it, another 9.3\u00a0% of the weighted gap would stay open.",
        ),
        (
            "closes",
            {"closes": [closing("N1", 1000, 1000), closing("N2", 2000, 2000)], "own_weighted": 35_000},
            f"It closes “Focus” ({TEN}) and “Funds” ({TWENTY}); "
            "without it, another 46.7\u00a0% of the weighted gap would stay open.",
        ),
        (
            "closes",
            {
                "closes": [closing("N1", 1000, 0), closing("N2", 2000, 2000)],
                "own_weighted": 1,
                "own_minimums": ["N2"],
            },
            f"Without it, the minimum requirement of “Funds” would stay missed. It closes “Funds” ({TWENTY}); "
            "without it, another 0.1\u00a0% of the weighted gap would stay open.",
        ),
        (
            "pinned",
            {"closes": [closing("N1", 1000, 0)], "own_weighted": 0, "own_minimums": []},
            "The coordinator wants it in the plan, whatever else is chosen. "
            "On its own it closes nothing that the other modules would not close.",
        ),
        ("prerequisite", {"required_by": ["M2"]}, "It is needed before “Finance”, which is in the plan."),
        (
            "covered",
            {"modules": ["M1", "M2"]},
            "What it closes is closed in full by “Strategy” and “Finance” together.",
        ),
        (
            "prerequisite_missing",
            {"missing": [{"prerequisite": "M2", "why": "dropped"}]},
            "It asks for “Finance” first, which is not available: the coordinator left it out.",
        ),
        (
            "over_hours",
            {"minutes_needed": 450, "minutes_left": 60, "with": ["M1"]},
            "With its prerequisite “Strategy” it takes 7.5 hours. At most 1 hour of the plan could be free for it.",
        ),
        (
            "over_hours",
            {"minutes_needed": 60, "minutes_left": 0, "adds_weighted": 7500, "adds_minimums": ["N1"]},
            "It takes 1 hour. No hours of the plan could be free for it. "
            "It would meet the minimum requirement of “Focus”. "
            "It would close another 10\u00a0% of the weighted gap.",
        ),
        (
            "others_first",
            {"with": ["M1", "M2"], "minutes_needed": 90, "minutes_left": 0, "adds_weighted": 74_999},
            "With its prerequisites “Strategy” and “Finance” it takes 1.5 hours. "
            "It would close another 99.9\u00a0% of the weighted gap.",
        ),
        (
            "tied",
            {"instead_of": ["M1"], "module": "M2"},
            "“Strategy” closes just as much in the same hours. Between equals the plan takes the module whose code "
            "comes first: M1 before M2.",
        ),
        (
            "below_minimum",
            {"needs": [{"need": "N2", "lift": 1000, "missing": 2500}], "with": []},
            "It lifts “Funds” by 10\u00a0%, but 25\u00a0% are missing to the minimum requirement.",
        ),
    ],
)
def test_reason_words_say_what_the_parameters_hold(code, params, sentence):
    with translation.override("en"):
        assert reason_words(code, params, NAMES) == sentence


def test_pins_over_the_budget_say_both_amounts():
    finding = Finding("pins_over_budget", {"modules": ["M1"], "minutes": 600, "budget": 450})
    with translation.override("en"):
        assert "“Strategy”" in finding_words(finding, NAMES)
        assert "10 h" in finding_words(finding, NAMES)
        assert "7.5 h" in finding_words(finding, NAMES)


def test_lists_in_words():
    with translation.override("en"):
        assert [in_words(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
        assert in_words_or(["a", "b", "c"]) == "a, b or c"
