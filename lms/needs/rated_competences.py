"""The competences of an official with target, ratings and need: read from the tables, held together by the gap rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from lms.people.models import User

from .models import Competence, CompetenceRating, CompetenceTarget, TrainingNeed
from .rating_chart import RatingLine, rating_line
from .ratings_gaps import GapStatus, RatingGap, rating_gap

Kind = CompetenceRating.Kind
ORDER = [GapStatus.BELOW, GapStatus.NOT_RATED, GapStatus.MET, GapStatus.NO_TARGET]


@dataclass(frozen=True)
class RatedCompetence:
    """One competence of one official; `ratings` are all of it, the latest first."""

    competence: Competence
    target: CompetenceTarget | None
    ratings: tuple[CompetenceRating, ...]
    need: TrainingNeed | None

    @cached_property
    def own(self) -> CompetenceRating | None:
        """The official's latest rating."""
        return self._latest(Kind.SELF)

    @cached_property
    def supervisor(self) -> CompetenceRating | None:
        """The supervisor's latest rating."""
        return self._latest(Kind.SUPERVISOR)

    @cached_property
    def gap(self) -> RatingGap:
        """What the ratings say against the target."""
        return rating_gap(target=_level(self.target), own=_level(self.own), supervisor=_level(self.supervisor))

    @property
    def line(self) -> RatingLine:
        """The drawing of target and ratings on the scale."""
        return rating_line(_level(self.target), _level(self.own), _level(self.supervisor), self.gap.level)

    @property
    def counting_need(self) -> TrainingNeed | None:
        """The need, when it counts."""
        return self.need if self.need and self.need.status == TrainingNeed.Status.CONFIRMED else None

    @property
    def left_out(self) -> TrainingNeed | None:
        """The need, when somebody left it out."""
        return self.need if self.need and self.need.status == TrainingNeed.Status.DROPPED else None

    @property
    def can_be_taken_over(self) -> bool:
        """Whether one click makes a need of the gap; what was left out with a reason takes a new reason."""
        return self.gap.is_below and self.need is None

    @property
    def has_moved(self) -> bool:
        """Whether the need counts with another gap than the ratings show by now."""
        need = self.counting_need
        return bool(need and self.gap.is_below and need.gap_bp != self.gap.gap_bp)

    @property
    def is_reached(self) -> bool:
        """Whether the need still counts although the ratings have reached the target."""
        return bool(self.counting_need and self.gap.status == GapStatus.MET)

    def _latest(self, kind: str) -> CompetenceRating | None:
        return next((rating for rating in self.ratings if rating.kind == kind), None)


def rated_competences(person: User) -> list[RatedCompetence]:
    """Return every competence as this official stands in it, the largest gap first: four queries."""
    targets = targets_of(person)
    ratings: dict[int, list[CompetenceRating]] = {}
    for rating in CompetenceRating.objects.filter(person=person).select_related("competence", "rated_by"):
        ratings.setdefault(rating.competence_id, []).append(rating)
    needs = {need.competence_id: need for need in TrainingNeed.objects.filter(person=person).for_page()}
    rows = [
        RatedCompetence(it, targets.get(it.pk), tuple(ratings.get(it.pk, ())), needs.get(it.pk))
        for it in Competence.objects.all()
    ]
    return sorted(rows, key=lambda row: (ORDER.index(row.gap.status), -row.gap.gap_bp, str(row.competence)))


def on_path(rows: Iterable[RatedCompetence]) -> list[RatedCompetence]:
    """Keep the competences that have a target or a rating: the others say nothing about the official."""
    return [row for row in rows if row.target or row.ratings]


def gap_of(person: User, competence: Competence) -> RatingGap:
    """Return what the ratings say of one competence."""
    ratings = tuple(CompetenceRating.objects.filter(person=person, competence=competence))
    return RatedCompetence(competence, targets_of(person, competence=competence).get(competence.pk), ratings, None).gap


def targets_of(person: User, **which: Competence) -> dict[int, CompetenceTarget]:
    """Return the targets by competence: the person's own in place of everybody's."""
    found = CompetenceTarget.objects.filter(Q(person=None) | Q(person=person), **which)
    return {target.competence_id: target for target in sorted(found, key=lambda target: target.person_id is not None)}


def _level(of: CompetenceTarget | CompetenceRating | None) -> int | None:
    return None if of is None else of.level
