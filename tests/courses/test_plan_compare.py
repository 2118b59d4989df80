"""Two versions held against each other: every reason once, from both sides."""

from dataclasses import replace

import pytest
from django.utils import translation

from courses.plan_compare import Difference, Line, NeedEntry, Version, compare
from courses.plan_compare_words import difference_words
from courses.plan_names import Names

NEED = NeedEntry("N", 2, 5000, 2500)
LINE = Line("A", 480, chosen=True, reason="closes", closes=frozenset("N"))
OUT = Line("A", 480, chosen=False, reason="others_first")
NAMES = Names(modules={"A": "Strategy"}, needs={"N": "Focus", "O": "Funds"})


def version(*lines, needs=(NEED,), budget=2400):
    return Version(budget, {line.code: line for line in lines}, {need.key: need for need in needs})


@pytest.mark.parametrize(
    ("held", "other", "reason", "params"),
    [
        (version(replace(LINE, pinned=True)), version(OUT), "wanted", {}),
        (version(LINE), version(), "not_offered", {}),
        (version(LINE), version(replace(OUT, dropped=True, reason="dropped")), "left_out", {}),
        (version(LINE), version(replace(OUT, reason="other_language")), "not_available", {}),
        (version(LINE), version(replace(OUT, reason="prerequisite_missing")), "not_available", {}),
        (version(LINE), version(replace(OUT, minutes=600)), "other_hours", {"minutes": 480, "minutes_other": 600}),
        (version(LINE), version(OUT, needs=()), "needs_gone", {"needs": ["N"]}),
        (version(LINE), version(OUT, needs=[replace(NEED, weight=1)]), "needs_differ", {"needs": ["N"]}),
        (version(LINE), version(OUT, needs=[replace(NEED, gap=2500)]), "needs_differ", {"needs": ["N"]}),
        (version(LINE), version(OUT, budget=2000), "fewer_hours", {"minutes": 400}),
        (version(LINE), version(OUT, needs=[replace(NEED, closed=0)]), "otherwise", {"own": "others_first"}),
        (version(replace(LINE, closes=frozenset())), version(OUT, needs=()), "otherwise", {"own": "others_first"}),
    ],
)
def test_reason_why_one_version_holds_a_module(held, other, reason, params):
    found = compare(held, other)
    assert (found.both, found.only_left, found.only_right) == ((), (Difference("A", reason, params),), ())
    turned = compare(other, held)
    assert (turned.only_left, turned.only_right) == ((), found.only_left)


def test_some_needs_gone_are_needs_that_differ():
    other_need = NeedEntry("O", 1, 1000, 0)
    held = version(replace(LINE, closes=frozenset("NO")), needs=(NEED, other_need))
    (found,) = compare(held, version(OUT, needs=[NEED])).only_left
    assert (found.reason, found.params) == ("needs_differ", {"needs": ["O"]})


def test_modules_in_both_and_needs_of_either_the_heaviest_first():
    light, heavy = NeedEntry("L", 1, 1000, 0), NeedEntry("H", 3, 5000, 0)
    found = compare(version(LINE, needs=(light, NEED)), version(LINE, needs=(NEED, heavy)))
    assert (found.both, found.only_left, found.only_right) == (("A",), (), ())
    assert [(pair.key, pair.left, pair.right) for pair in found.needs] == [
        ("H", None, heavy),
        ("N", NEED, NEED),
        ("L", light, None),
    ]


@pytest.mark.parametrize(
    ("reason", "params", "own", "sentence"),
    [
        ("wanted", {}, "It adds.", "The coordinator wants it in version 4."),
        ("left_out", {}, "Left out.", "The coordinator left it out of version 2."),
        ("not_offered", {}, "", "It was not offered when version 2 was computed."),
        ("not_available", {}, "Other language.", "Version 2 says: Other language."),
        (
            "other_hours",
            {"minutes": 480, "minutes_other": 90},
            "",
            "The module itself changed: 8 hours in version 4, 1.5 hours in version 2.",
        ),
        ("needs_gone", {"needs": ["N"]}, "", "The need that it closes, “Focus”, is not in version 2."),
        (
            "needs_gone",
            {"needs": ["N", "O"]},
            "",
            "None of the needs that it closes is in version 2: “Focus” and “Funds”.",
        ),
        (
            "needs_differ",
            {"needs": ["O"]},
            "",
            "A need that it closes has another gap or weight in version 2, or is not there: “Funds”.",
        ),
        ("fewer_hours", {"minutes": 60}, "It adds.", "Version 2 has 1 hour less. Version 2 says: It adds."),
        ("otherwise", {"own": "others_first"}, "", "There is no room for it in version 2."),
        ("otherwise", {"own": "covered"}, "Covered.", "Version 2 says: Covered."),
    ],
)
def test_words_of_a_difference(reason, params, own, sentence):
    with translation.override("en"):
        said = difference_words(Difference("A", reason, params), held=4, other=2, names=NAMES, own_reason=own)
    assert said == sentence
