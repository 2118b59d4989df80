"""What an official's path shows: competences, needs, the plan, and where enrolment comes from."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Q

from lms.languages import current
from lms.needs.models import CompetenceRating, CompetenceTarget, TrainingNeed
from lms.needs.rated_competences import RatedCompetence, on_path, rated_competences
from lms.people.models import User

from .models import CataloguePage, TrainingPlan
from .official_steps import next_for_official
from .plan_page import PlanPage, plan_page


@dataclass(frozen=True)
class OfficialPath:
    """One official's own path; `all_rows` are all competences of the vocabulary, with or without a rating."""

    person: User
    all_rows: list[RatedCompetence]
    plan: PlanPage | None
    catalogue_url: str

    @cached_property
    def rows(self) -> list[RatedCompetence]:
        """The competences with a target or a rating."""
        return on_path(self.all_rows)

    @cached_property
    def counting(self) -> list[TrainingNeed]:
        """The needs that count for the next plan, the most urgent first."""
        needs = [row.counting_need for row in self.all_rows]
        return sorted((need for need in needs if need), key=lambda need: (-need.priority, -(need.gap_bp or 0)))

    @cached_property
    def left_out(self) -> list[TrainingNeed]:
        """The needs that were withdrawn, or dropped by a coordinator."""
        return [row.left_out for row in self.all_rows if row.left_out]

    @property
    def has_targets(self) -> bool:
        """Whether anybody has said what is expected of officials."""
        return any(row.target for row in self.all_rows)

    @property
    def has_rated(self) -> bool:
        """Whether the official has rated anything."""
        return any(row.own for row in self.all_rows)

    @property
    def step(self) -> str:
        """What comes next."""
        return next_for_official(
            has_targets=self.has_targets,
            has_rated=self.has_rated,
            needs=len(self.counting),
            has_plan=self.plan is not None,
        )

    @property
    def is_plan_older_than_needs(self) -> bool:
        """Whether a need was declared or left out after the published plan was computed."""
        decided = [need.decided_at for need in [*self.counting, *self.left_out]]
        return bool(self.plan and decided and max(decided) > self.plan.plan.computed_at)


def step_of(person: User) -> str:
    """Return what an official does next, without the rest of the path: one query."""
    rated = CompetenceRating.objects.filter(person=person.pk, kind=CompetenceRating.Kind.SELF)
    has_plan, has_needs, has_targets, has_rated = User.objects.values_list(
        Exists(TrainingPlan.objects.published().filter(person=person.pk)),
        Exists(TrainingNeed.objects.confirmed().filter(person=person.pk)),
        Exists(CompetenceTarget.objects.filter(Q(person=None) | Q(person=person.pk))),
        Exists(rated),
    ).get(pk=person.pk)
    return next_for_official(has_targets=has_targets, has_rated=has_rated, needs=int(has_needs), has_plan=has_plan)


def path_of(person: User) -> OfficialPath:
    """Read everything about an official's path: nine queries, however many competences and modules there are."""
    published = TrainingPlan.objects.published().filter(person=person.pk).for_page().first()
    return OfficialPath(
        person=person,
        all_rows=rated_competences(person),
        plan=plan_page(published) if published else None,
        catalogue_url=catalogue_for_officials(),
    )


def catalogue_for_officials() -> str:
    """Return the address of the catalogue in the reader's language, filtered to officials; nothing without one."""
    page = CataloguePage.objects.live().filter(locale__language_code=current()).first()
    parts = page.get_url_parts() if page else None
    return f"{parts[2]}?audience=officials" if parts and parts[2] else ""
