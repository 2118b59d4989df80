"""What the page of a plan shows of its curve: the line, the knee, and a table of hours to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from .models import TrainingPlan
from .plan_curve import CurvePoint
from .plan_curve_chart import CurveChart, draw_curve
from .plan_curve_knee import POINTS_NEEDED, Knee, find_knee, gains
from .plan_curve_points import from_json
from .plan_names import hours_words, share_of

# After this time a curve that is not there is late: the computation is long, or the background work stands still.
SOON, LATE = timedelta(seconds=20), timedelta(minutes=5)
MOST_ROWS = 60


@dataclass(frozen=True)
class CurveRow:
    """One line of the table; `gain_bp` is what each hour since the line before closes of the weighted gap."""

    point: CurvePoint
    closed_bp: int
    gain_bp: int | None
    meets_more: bool
    is_knee: bool
    is_current: bool

    @property
    def total(self) -> str:
        """The hours with their unit."""
        return hours_words(self.point.minutes)

    @property
    def asked(self) -> str:
        """The hours as the form of the plan reads them in an address."""
        return f"{(Decimal(self.point.minutes) / 60).quantize(Decimal('0.01')).normalize():f}"


@dataclass(frozen=True)
class CurvePage:
    """The curve of one version, as far as it is there at the moment `now`.

    `is_asked`: somebody asked for it again. `is_outdated`: needs or modules have changed, so it will not come.
    """

    plan: TrainingPlan
    now: datetime
    is_asked: bool = False
    is_outdated: bool = False

    @cached_property
    def points(self) -> tuple[CurvePoint, ...]:
        """The points that were found, none until then; the plan itself is one, also where the search left it out."""
        found = from_json(self.plan.curve)
        if not found or any(point.minutes == self.plan.total_minutes for point in found):
            return found
        return tuple(sorted([*found, self._own], key=lambda point: point.minutes))

    @property
    def state(self) -> str:
        """A code that the template words: there, none (of a published version), outdated, computing, waiting, late."""
        if self.points:
            return "there"
        if self.plan.status != TrainingPlan.Status.DRAFT:
            return "none"
        return "outdated" if self.is_outdated else self._wait

    @property
    def _wait(self) -> str:
        since = self.now - self.plan.computed_at
        return "computing" if since < SOON else "waiting" if since < LATE or self.is_asked else "late"

    @property
    def is_coming(self) -> bool:
        """Whether the page asks again by itself."""
        return self.state in ("computing", "waiting")

    @property
    def is_drawn(self) -> bool:
        """Whether there are enough points for a line to say more than the table does."""
        return len(self.points) >= POINTS_NEEDED

    @cached_property
    def knee(self) -> Knee | None:
        """Where more hours begin to bring less."""
        return find_knee(self.points)

    @property
    def knee_hours(self) -> str:
        """The hours of the knee with their unit."""
        return hours_words(self.knee.point.minutes) if self.knee else ""

    @property
    def gain_before_bp(self) -> int:
        """What an hour closes on average up to the knee, in basis points of the weighted gap."""
        return self._share(self.knee.before) if self.knee else 0

    @property
    def gain_after_bp(self) -> int:
        """What an hour closes on average after the knee."""
        return self._share(self.knee.after) if self.knee else 0

    @property
    def all_minimums(self) -> CurvePoint | None:
        """The point from which on as many minimum requirements are met as any hours can meet; none when none is met."""
        most = self.points[-1].minimums
        return next((point for point in self.points if point.minimums == most), None) if most else None

    @property
    def all_minimums_hours(self) -> str:
        """The hours of that point with their unit."""
        return hours_words(self.all_minimums.minutes) if self.all_minimums else ""

    @property
    def falls(self) -> bool:
        """Whether somewhere more hours close less of the gap, since they go into a minimum requirement."""
        return any(after.closed < before.closed for before, after in pairwise(self.points))

    @property
    def has_guesses(self) -> bool:
        """Whether there may be answers between the points."""
        return not all(point.follows for point in self.points)

    @property
    def budget(self) -> str:
        """The hours that the plan may take, with their unit."""
        return hours_words(self.plan.budget_minutes)

    @property
    def current_bp(self) -> int:
        """The share of the weighted gap that the plan closes."""
        return share_of(self.plan.weighted_closed, self.plan.weighted_gap)

    @property
    def knee_bp(self) -> int:
        """The share that is closed at the knee."""
        return share_of(self.knee.point.closed, self.plan.weighted_gap) if self.knee else 0

    @property
    def most_bp(self) -> int:
        """The share that is closed with the most hours that are of use."""
        return share_of(self.points[-1].closed, self.plan.weighted_gap)

    @property
    def starts_later(self) -> bool:
        """Whether the wanted modules take hours before anything can be chosen."""
        return self.points[0].minutes > 0

    @property
    def first_hours(self) -> str:
        """The hours of the wanted modules with their unit."""
        return hours_words(self.points[0].minutes)

    @property
    def last_hours(self) -> str:
        """The hours beyond which nothing more is closed, with their unit."""
        return hours_words(self.points[-1].minutes)

    @cached_property
    def chart(self) -> CurveChart:
        """The drawing."""
        return draw_curve(
            self.points,
            whole=self.plan.weighted_gap,
            budget=self.plan.budget_minutes,
            knee=self.knee.point if self.knee else None,
        )

    @cached_property
    def rows(self) -> list[CurveRow]:
        """The points as lines of the table; of very many, those that matter and others at even distances."""
        shown = thinned(self.points, [self.current, *([self.knee.point] if self.knee else [])])
        before = [None, *shown]
        return [
            self._row(point, earlier, gain) for point, earlier, gain in zip(shown, before, gains(shown), strict=False)
        ]

    @property
    def current(self) -> CurvePoint:
        """The point whose answer is the plan that is shown."""
        within = [point for point in self.points if point.minutes <= self.plan.budget_minutes]
        return within[-1] if within else self.points[0]

    @property
    def _own(self) -> CurvePoint:
        chosen = tuple(line.module.code for line in self.plan.lines.all() if line.is_chosen)
        plan = self.plan
        return CurvePoint(plan.total_minutes, plan.weighted_closed, plan.minimums_met, chosen, follows=False)

    def _row(self, point: CurvePoint, earlier: CurvePoint | None, gain: Fraction | None) -> CurveRow:
        return CurveRow(
            point=point,
            closed_bp=share_of(point.closed, self.plan.weighted_gap),
            gain_bp=None if gain is None else self._share(gain),
            meets_more=point.minimums > (earlier.minimums if earlier else 0),
            is_knee=self.knee is not None and point == self.knee.point,
            is_current=point == self.current,
        )

    def _share(self, weighted: Fraction) -> int:
        return round(weighted * 10_000 / self.plan.weighted_gap) if self.plan.weighted_gap else 0


def thinned(points: Sequence[CurvePoint], kept: Sequence[CurvePoint], most: int = MOST_ROWS) -> list[CurvePoint]:
    """Return at most about `most` points: both ends, those to be kept, where minimums rise, others evenly apart."""
    if len(points) <= most:
        return list(points)
    every = -(-len(points) // most)
    rising = {after for before, after in pairwise(points) if after.minimums > before.minimums}
    matter = {points[0], points[-1], *kept, *rising}
    return [point for place, point in enumerate(points) if place % every == 0 or point in matter]
