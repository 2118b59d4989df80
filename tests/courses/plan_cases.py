"""Small plans, made to hit ties, prerequisites, pins, drops and minimums, and their answer by trying every subset.

Nothing here is taken from the code under test but its values: the rules are written once more from their definition.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from courses.plan import Candidate, Need, PlanResult, make_plan

UNKNOWN = "Z"


@dataclass(frozen=True)
class Case:
    needs: tuple[Need, ...]
    modules: tuple[Candidate, ...]
    budget: int
    pins: frozenset[str] = frozenset()
    drops: frozenset[str] = frozenset()

    def module(self, code: str) -> Candidate:
        return next(module for module in self.modules if module.code == code)

    def plan(self) -> PlanResult:
        return make_plan(self.needs, self.modules, budget_minutes=self.budget, pins=self.pins, drops=self.drops)


def minutes(case: Case, codes: frozenset[str]) -> int:
    return sum(module.minutes for module in case.modules if module.code in codes)


def lift(case: Case, key: str, codes: frozenset[str]) -> int:
    return sum(module.lifts.get(key, 0) for module in case.modules if module.code in codes)


def closing(case: Case, codes: frozenset[str]) -> tuple[int, int]:
    """Return the two things that a plan is for: minimum requirements met, weighted gap closed."""
    lifts = {need.key: lift(case, need.key, codes) for need in case.needs}
    met = sum(1 for n in case.needs if n.minimum_gap is not None and n.minimum_gap <= lifts[n.key])
    return met, sum(n.weight * min(n.gap, lifts[n.key]) for n in case.needs)


def rank(case: Case, codes: frozenset[str]) -> tuple[object, ...]:
    """Return what two plans are compared by: the smallest is the best."""
    met, closed = closing(case, codes)
    timeless = sum(1 for code in codes if not case.module(code).minutes)
    return -met, -closed, minutes(case, codes), timeless, sorted(codes)


def can_be_taken(case: Case, codes: frozenset[str]) -> bool:
    """Whether there is an order in which every module comes after its prerequisites."""
    done = {module.code for module in case.modules if module.completed}
    left = set(codes)
    while ready := {code for code in left if case.module(code).prerequisites <= done}:
        done |= ready
        left -= ready
    return not left


def may_hold(case: Case, module: Candidate) -> bool:
    if module.completed or module.code in case.drops:
        return False
    return module.code in case.pins or (module.audience_fits and module.language_fits)


def allowed(case: Case) -> Iterator[frozenset[str]]:
    """Yield every set of modules that a plan may hold, by trying all subsets."""
    codes = [module.code for module in case.modules]
    for size in range(len(codes) + 1):
        for subset in map(frozenset, combinations(codes, size)):
            if (
                case.pins <= subset
                and minutes(case, subset) <= case.budget
                and all(may_hold(case, case.module(code)) for code in subset)
                and can_be_taken(case, subset)
            ):
                yield subset


def best(case: Case) -> frozenset[str] | None:
    return min(allowed(case), key=lambda codes: rank(case, codes), default=None)


def all_asked_for(case: Case, code: str) -> frozenset[str]:
    """Return a module with all that it asks for, is there and is not completed, step by step."""
    found = {code}
    while more := {
        asked
        for known in found
        for asked in case.module(known).prerequisites - {UNKNOWN}
        if not case.module(asked).completed and asked not in found
    }:
        found |= more
    return frozenset(found)


def need_from(random: Random, key: str) -> Need:
    minimum = random.choice([None, None, 500, 1000, 1500, 2500, 777, 0])
    gap = random.choice([500, 1000, 1500, 2000, 2500, 1234, 0])
    return Need(key=key, weight=random.choice([1, 1, 2, 3, 5, 0]), gap=gap, minimum_gap=minimum)


def module_from(random: Random, code: str, others: list[str], keys: list[str]) -> Candidate:
    asked = random.sample(others, min(len(others), random.choice([0, 0, 0, 1, 1, 2])))
    if random.random() < 0.04:
        asked.append(random.choice([UNKNOWN, code]))
    lifted = random.sample(keys, min(len(keys), random.choice([0, 1, 1, 2, 2, 3])))
    return Candidate(
        code=code,
        minutes=random.choice([60, 60, 60, 120, 120, 90, 75, 200, 0]),
        lifts={key: random.choice([500, 500, 1000, 1000, 1500, 333]) for key in lifted},
        prerequisites=frozenset(asked),
        completed=random.random() < 0.06,
        audience_fits=random.random() < 0.94,
        language_fits=random.random() < 0.94,
    )


def case_from(random: Random, most: int) -> Case:
    """Make up a plan: many modules are twins of others; a third of the cases have pins, over half of them drops."""
    keys = [f"n{i}" for i in range(random.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4]))]
    codes = random.sample("ABCDEFGHIJKL"[:most], random.choice([*range(most + 1), *[most] * most]))
    later = random.random() < 0.9  # mostly prerequisites without cycles
    pool: list[Candidate] = []
    for place, code in enumerate(codes):
        if pool and random.random() < 0.5:
            pool.append(replace(random.choice(pool), code=code, completed=False))
        else:
            others = codes[:place] if later else [other for other in codes if other != code]
            pool.append(module_from(random, code, others, [*keys, "other"]))
    some = [*codes, *codes, *codes, *codes, UNKNOWN, UNKNOWN]
    return Case(
        needs=tuple(need_from(random, key) for key in keys),
        modules=tuple(pool),
        budget=int(sum(m.minutes for m in pool) * random.choice([0, 0.25, 0.34, 0.5, 0.5, 0.7, 1])),
        pins=frozenset(random.sample(some, random.choice([0, 0, 0, 0, 1, 2]))),
        drops=frozenset(random.sample(some, random.choice([0, 0, 1, 1, 2]))),
    )


def contested_from(random: Random, most: int) -> Case:
    """Make up a plan that cannot have both: much to close on one side, minimum requirements on the other."""
    case = case_from(random, most)
    minimums = [Need(key=f"m{i}", weight=1, gap=500, minimum_gap=random.choice([500, 1000])) for i in range(2)]
    keys = ["heavy", "heavy", "m0", "m1"]
    return replace(
        case,
        needs=(Need(key="heavy", weight=9, gap=4000), *minimums),
        modules=tuple(
            replace(module, minutes=60, prerequisites=frozenset(), lifts={random.choice(keys): 500})
            for module in case.modules
        ),
        budget=60 * random.randint(1, 3),
    )


def cases(most: int = 7) -> st.SearchStrategy[Case]:
    """Draw plans to make: by a true random, since drawn values lean to the simple ones and would miss the shares."""
    makers = [case_from, case_from, contested_from]
    return st.randoms(use_true_random=True).map(lambda random: random.choice(makers)(random, most))
