"""Which modules the programme needs, and which editions help most: the rules alone."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.demand import Party, best_editions, demand_for, group_loads
from courses.plan_values import Need


def party(key, needs, lifts, is_cluster=True, missing=None):
    """`needs`: key -> (weight, gap)."""
    found = [Need(key=name, weight=weight, gap=gap) for name, (weight, gap) in needs.items()]
    return Party(key=key, is_cluster=is_cluster, needs=found, lifts=lifts, missing=missing or {})


def test_closes_no_need_beyond_its_gap():
    one = party("c1", {"A": (2, 3_000)}, {"M": {"A": 2_500}, "N": {"A": 2_500}})
    assert [one.closed_by(codes) for codes in ([], ["M"], ["M", "N"], ["other"])] == [0, 5_000, 6_000, 0]


def test_demand_tells_clusters_from_officials_and_adds_up():
    cluster = party("c1", {"A": (2, 3_000)}, {"M": {"A": 2_500}})
    official = party("p1", {"K": (3, 5_000)}, {"M": {"K": 2_500}}, is_cluster=False)
    other = party("c2", {"B": (1, 2_500)}, {"N": {"B": 2_500}})
    found = demand_for("M", [cluster, official, other])
    assert (found.clusters, found.officials, found.closes) == (("c1",), ("p1",), 12_500)


def test_best_editions_bring_a_missing_prerequisite_along():
    asks = party("c1", {"A": (1, 5_000), "B": (1, 2_500)}, {"M": {"A": 5_000}, "N": {"B": 2_500}, "P": {"B": 100}},
                 missing={"M": frozenset({"P"})})  # fmt: skip
    assert best_editions(["M", "N", "P"], [asks], 1).modules == ("N",)
    assert best_editions(["M", "N", "P"], [asks], 2).modules == ("M", "P")
    assert best_editions(["M", "N", "P"], [asks], 2).closes == 5_100


def test_best_editions_help_nobody_when_nothing_is_needed():
    found = best_editions(["M"], [party("c1", {}, {})], 2)
    assert (found.modules, found.closes, found.clusters) == ((), 0, ())


def test_group_loads_leave_out_needs_of_no_group():
    one = party("c1", {"A": (2, 3_000), "B": (1, 1_000), "competence:x": (3, 5_000)}, {})
    assert group_loads([one], {"A": "G", "B": "G"}) == {"c1": {"G": 7_000}}


CODES = ["M1", "M2", "M3", "M4", "M5"]
NEEDS = ["A", "B", "C"]
parties = st.lists(
    st.builds(
        lambda key, needs, lifts: party(f"c{key}", needs, lifts),
        st.integers(0, 10**6),
        st.dictionaries(
            st.sampled_from(NEEDS), st.tuples(st.integers(1, 3), st.sampled_from([2_500, 5_000, 7_500])), min_size=1
        ),
        st.dictionaries(
            st.sampled_from(CODES),
            st.dictionaries(st.sampled_from(NEEDS), st.sampled_from([1_000, 2_500, 5_000]), min_size=1),
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda found: found.key,
)


@given(parties, st.integers(1, 4))
def test_no_other_choice_of_as_many_editions_closes_more(found, count):
    best = best_editions(CODES, found, count)
    rivals = [
        sum(one.closed_by(codes) for one in found) for size in range(count + 1) for codes in combinations(CODES, size)
    ]
    assert best.closes == max(rivals) == sum(one.closed_by(best.modules) for one in found)
    assert len(best.modules) <= count


@pytest.mark.parametrize("count", [1, 2])
def test_order_of_the_input_does_not_matter(count):
    found = [party("c1", {"A": (1, 2_500)}, {"M": {"A": 2_500}, "N": {"A": 2_500}})]
    assert best_editions(["N", "M"], found, count) == best_editions(["M", "N"], found, count)
    assert best_editions(["N", "M"], found, 1).modules == ("M",)
