"""Seconds of a training plan of 200 modules and 36 needs, of made-up programmes that are the same in every run.

`random` has different lifts and hours; in `many ties` each module has three twins; `equal modules` are all alike;
`contested` has far more minimum requirements than the hours can meet, the hardest kind known.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from statistics import median
from time import process_time

from courses.plan import Candidate, Need, make_plan
from courses.plan_curve import find_curve

MODULES, NEEDS = 200, 36
ROUNDS = 9
HOURS = [24, 40, 80]


def module(random: Random, place: int, minutes: int, lifts: list[int]) -> Candidate:
    """Lift two to four needs; one module in five asks for an earlier one."""
    asked = [f"M{random.randrange(place):03}"] if place and random.random() < 0.2 else []
    lifted = random.sample(range(NEEDS), random.randint(2, 4))
    return Candidate(
        code=f"M{place:03}",
        minutes=minutes,
        lifts={f"n{need}": random.choice(lifts) for need in lifted},
        prerequisites=frozenset(asked),
    )


def needs(random: Random, minimums: int) -> list[Need]:
    """Give `minimums` of the needs a minimum requirement."""
    return [
        Need(
            key=f"n{place}",
            weight=random.choice([1, 2, 3, 4, 6]),
            gap=random.choice([1250, 2500, 3750, 5000]),
            minimum_gap=random.choice([1250, 2500]) if place < minimums else None,
        )
        for place in range(NEEDS)
    ]


def random_programme(random: Random) -> tuple[list[Need], list[Candidate]]:
    lifts = list(range(300, 2501, 50))
    return needs(random, 6), [module(random, i, random.randrange(120, 961, 30), lifts) for i in range(MODULES)]


def many_ties(random: Random) -> tuple[list[Need], list[Candidate]]:
    kinds = [module(random, i, random.choice([240, 480]), [500, 1000]) for i in range(MODULES // 4)]
    return needs(random, 6), [replace(kinds[i % len(kinds)], code=f"M{i:03}") for i in range(MODULES)]


def equal_modules(random: Random) -> tuple[list[Need], list[Candidate]]:
    lifts = {f"n{need}": 500 for need in range(NEEDS)}
    return needs(random, 6), [Candidate(code=f"M{i:03}", minutes=240, lifts=lifts) for i in range(MODULES)]


def contested(random: Random) -> tuple[list[Need], list[Candidate]]:
    lifts = list(range(200, 2501, 50))
    return needs(random, 24), [module(random, i, random.randrange(60, 961, 30), lifts) for i in range(MODULES)]


KINDS: dict[str, Callable[[Random], tuple[list[Need], list[Candidate]]]] = {
    "random": random_programme,
    "many ties": many_ties,
    "equal modules": equal_modules,
    "contested": contested,
}


def seconds(kind: str, seed: int) -> float:
    """Return the seconds of processor of one plan, reasons included; one thread, so an idle machine takes as long."""
    wanted, modules = KINDS[kind](Random(seed))
    started = process_time()
    result = make_plan(wanted, modules, budget_minutes=60 * HOURS[seed % len(HOURS)])
    spent = process_time() - started
    if not result.is_made:
        raise RuntimeError(f"{kind}, seed {seed}: {result.findings}")
    return spent


def run() -> list[tuple[str, float]]:
    """Return, for each kind of programme, the median and the longest of some plans in seconds."""
    rows = []
    for kind in KINDS:
        times = [seconds(kind, seed) for seed in range(ROUNDS)]
        rows += [(f"plan, {kind}: median", median(times)), (f"plan, {kind}: longest", max(times))]
    return rows + [(f"curve, {kind}", curve_seconds(kind)) for kind in KINDS]


def curve_seconds(kind: str) -> float:
    """Return the seconds of processor of one curve up to 500 hours, found in the background."""
    wanted, modules = KINDS[kind](Random(1))
    started = process_time()
    points = find_curve(wanted, modules, longest=500 * 60)
    spent = process_time() - started
    if len(points) < 2:
        raise RuntimeError(f"{kind}: {points}")
    return spent


if __name__ == "__main__":
    for name, value in run():
        print(f"{name:32}{value:8.3f} s")
