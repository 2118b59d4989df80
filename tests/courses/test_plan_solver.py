"""Packing objectives into stages changes the time, never the answer."""

from itertools import chain, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from courses import plan_solver
from courses.plan_model import Objective, worth
from courses.plan_solver import STAGE_LIMIT, packed, stages
from tests.courses.plan_cases import cases

FAST = settings(max_examples=100, deadline=None, derandomize=True)


def objectives():
    """Draw objectives over three columns with values 0..2, each with the span that they need."""
    coefficients = st.lists(st.integers(-9, 9), min_size=3, max_size=3)
    return st.lists(coefficients.filter(any), min_size=1, max_size=4).map(
        lambda drawn: [Objective(dict(enumerate(c)), 1 + 2 * sum(map(abs, c))) for c in drawn]
    )


@FAST
@given(objectives())
def test_packed_objective_ranks_as_one_after_the_other(drawn):
    total = packed(drawn)
    points = list(product(range(3), repeat=3))
    in_turn = sorted(points, key=lambda values: [worth(o.terms, values) for o in drawn])
    at_once = sorted(points, key=lambda values: worth(total, values))
    assert in_turn == at_once


@FAST
@given(st.lists(st.tuples(st.integers(1, 2**20), st.integers(2, 2**20)), max_size=12))
def test_stages_keep_order_and_limit(drawn):
    wanted = [Objective({column: size}, span) for column, (size, span) in enumerate(drawn)]
    cut = list(stages(wanted))
    assert list(chain.from_iterable(cut)) == wanted
    for stage in cut:
        assert len(stage) == 1 or sum(map(abs, packed(stage).values())) <= STAGE_LIMIT
    for stage, following in pairwise(cut):
        assert sum(map(abs, packed([*stage, following[0]]).values())) > STAGE_LIMIT


def test_plan_is_the_same_with_every_objective_by_itself(monkeypatch):
    @FAST
    @given(cases())
    def look(case):
        plan = case.plan()
        with monkeypatch.context() as patch:
            patch.setattr(plan_solver, "STAGE_LIMIT", 1)
            assert case.plan() == plan

    look()
