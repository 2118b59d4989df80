"""The order and the choice: the same whatever comes first, and moving up is the choice made again."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.selection.ranking import (
    Candidate,
    Limit,
    Limits,
    Result,
    Tie,
    TieRule,
    Weighed,
    choose,
    in_order,
    lot,
    mean_by_criterion,
    moving_up,
    score_of,
)

AT = datetime(2026, 11, 1, tzinfo=UTC)
ALL_RULES = [TieRule(Tie.CRITERION, 1), TieRule(Tie.FEWER_ABOVE), TieRule(Tie.EARLIER), TieRule(Tie.LOT)]


def one(key, score=50, cluster=None, minute=0, first=0):
    return Candidate(key, Fraction(score), cluster, AT + timedelta(minutes=minute), {1: Fraction(first, 10)})


def results(candidates, limits, rules=ALL_RULES):
    return {c.ranked.candidate.key: c for c in choose(in_order(candidates, rules, "seed"), limits)}


pools = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([None, 1, 2, 3]), st.integers(0, 2), st.integers(0, 2)), max_size=14
).map(lambda rows: [one(f"k{n}", 20 * s, c, m, f) for n, (s, c, m, f) in enumerate(rows)])
rules = st.lists(st.sampled_from(ALL_RULES), max_size=4)
limits = st.builds(
    Limits,
    places=st.integers(1, 8),
    reserve=st.none() | st.integers(0, 5),
    least=st.sampled_from([Fraction(0), Fraction(40)]),
    least_per_cluster=st.integers(0, 2),
    most_per_cluster=st.none() | st.integers(2, 4),
)


def test_score_is_the_exact_weighted_mean():
    criteria = [Weighed(1, 2, 3), Weighed(2, 1, 7)]
    means = mean_by_criterion([{1: 1, 2: 7}, {1: 2, 2: 7}, {1: 1, 2: 0}], criteria)
    assert means == {1: Fraction(4, 9), 2: Fraction(2, 3)}
    assert score_of(means, criteria) == Fraction(100) * (2 * Fraction(4, 9) + Fraction(2, 3)) / 3
    assert score_of(mean_by_criterion([], criteria), criteria) == 0


def test_each_tie_rule_decides_in_its_turn_and_says_so():
    a, b = one("a", 90, 1, 0, 8), one("b", 90, 2, 5, 8)
    c, d, e = one("c", 90, 1, 9, 9), one("d", 90, 3, 5, 8), one("e", 80, 1)
    found = in_order([a, b, c, d, e], ALL_RULES, "seed")
    first, second = sorted("bd", key=lambda key: lot("seed", key))
    assert [(r.candidate.key, r.tie) for r in found] == [
        ("c", ""), (first, "criterion"), (second, "lot"), ("a", "fewer_above"), ("e", ""),
    ]  # fmt: skip
    assert [(r.candidate.key, r.tie) for r in in_order([b, a], [TieRule(Tie.EARLIER)], "s")] == [
        ("a", ""), ("b", "earlier"),
    ]  # fmt: skip


def test_most_per_cluster_passes_over_and_least_keeps_a_place():
    pool = [one("a1", 90, 1), one("a2", 80, 1), one("a3", 70, 1), one("b1", 60, 2), one("c1", 50, 3)]
    found = results(pool, Limits(places=3, most_per_cluster=2))
    assert [key for key, c in found.items() if c.result == Result.SELECTED] == ["a1", "a2", "b1"]
    assert (found["a3"].limit, found["a3"].reserve) == (Limit.CLUSTER_FULL, 1)
    found = results(pool, Limits(places=3, least_per_cluster=1))
    assert [key for key, c in found.items() if c.result == Result.SELECTED] == ["a1", "b1", "c1"]
    assert (found["a2"].limit, found["c1"].limit) == (Limit.KEPT_FOR_OTHERS, Limit.KEPT_FOR_CLUSTER)


def test_score_below_the_least_is_never_chosen_and_the_very_least_is():
    found = results([one("a", 60), one("b", Fraction(59999, 1000))], Limits(places=5, least=Fraction(60)))
    assert [found["a"].result, found["b"].result] == [Result.SELECTED, Result.BELOW]


def test_first_of_the_reserve_that_the_limits_allow_moves_up():
    pool = [one("a1", 90, 1), one("b1", 80, 2), one("a2", 70, 1), one("c1", 60, 3)]
    order = in_order(pool, ALL_RULES, "seed")
    most_one = Limits(places=2, most_per_cluster=1)
    assert moving_up(order, most_one, {"b1"}, {"a1"}) == ["c1"]
    assert moving_up(order, most_one, {"a1"}, {"b1"}) == ["a2"]
    assert moving_up(order, most_one, set(), {"a1", "b1"}) == []


@given(pools, rules, limits, st.randoms())
@settings(max_examples=150, deadline=None)
def test_order_in_which_they_come_does_not_matter(pool, rules, limits, random):
    shuffled = random.sample(pool, len(pool))
    assert results(pool, limits, rules) == results(shuffled, limits, rules)


@given(pools, rules, limits)
@settings(max_examples=200, deadline=None)
def test_only_a_limit_puts_a_better_one_behind(pool, rules, limits):
    found = list(results(pool, limits, rules).values())
    assert sum(c.result == Result.SELECTED for c in found) <= limits.places
    last = max((n for n, c in enumerate(found) if c.result == Result.SELECTED), default=-1)
    assert all(c.result == Result.SELECTED or c.limit for c in found[: last + 1])
    taken = [c.ranked.candidate.cluster for c in found if c.result == Result.SELECTED]
    if limits.most_per_cluster is not None:
        assert all(taken.count(cluster) <= limits.most_per_cluster for cluster in (1, 2, 3))


@given(pools, rules, limits, st.data())
@settings(max_examples=300, deadline=None)
def test_moving_up_equals_the_choice_without_those_who_left(pool, rules, limits, data):
    order = in_order(pool, rules, "seed")
    holding = {c.ranked.candidate.key for c in choose(order, limits) if c.result == Result.SELECTED}
    gone = set()
    while holding and data.draw(st.booleans()):
        leaver = data.draw(st.sampled_from(sorted(holding)))
        gone.add(leaver)
        holding = holding - {leaver}
        holding |= set(moving_up(order, limits, gone, holding))
        rest = [ranked for ranked in order if ranked.candidate.key not in gone]
        again = {c.ranked.candidate.key for c in choose(rest, limits) if c.result == Result.SELECTED}
        assert holding == again
