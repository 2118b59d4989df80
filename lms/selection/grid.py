"""Who scores what in a call: assessors by applications, with conflicts and sheets; as many queries for 30 as for 1."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from lms.benchmarking.conflict_facts import conflict_months
from lms.benchmarking.conflicts import Held
from lms.people.models import Role, RoleGrant

from .conflicts import IN_THE_WAY, Conflict, conflict
from .models import Application, Assessor, Call, ConflictOfInterest, ScoreSheet


@dataclass
class Cell:
    """One assessor and one application: what stands in the way, or the sheet as far as it is."""

    assessor: Assessor
    application: Application
    conflict: Conflict | None
    sheet: ScoreSheet | None

    @property
    def is_in(self) -> bool:
        """Whether a sheet that counts was handed in."""
        return self.conflict is None and self.sheet is not None and self.sheet.handed_in_at is not None

    @property
    def is_wanted(self) -> bool:
        """Whether a sheet is still to come."""
        return self.conflict is None and not self.is_in


@dataclass
class Grid:
    """All cells, by application."""

    call: Call
    assessors: list[Assessor]
    applications: list[Application]
    rows: dict[int, list[Cell]]

    def of(self, assessor: Assessor) -> list[Cell]:
        """Return what one assessor sees, in the order of the applications."""
        return [cell for row in self.rows.values() for cell in row if cell.assessor.pk == assessor.pk]

    @property
    def wanted(self) -> list[Cell]:
        """The sheets that are still to come."""
        return [cell for row in self.rows.values() for cell in row if cell.is_wanted]

    @property
    def too_few(self) -> list[Application]:
        """The applications that not enough assessors can score without a conflict."""
        needed = self.call.assessors_needed
        return [one for one in self.applications if sum(c.conflict is None for c in self.rows[one.pk]) < needed]


def grid_of(call: Call, now: datetime, *, only: Application | None = None) -> Grid:
    """Load the grid, or the row of one application; conflicts count as of the closing of the scoring, or today."""
    assessors = list(Assessor.objects.filter(call=call, removed_at=None).select_related("person"))
    # Whoever asked for erasure meanwhile is not chosen any more.
    rows_of = Application.objects.filter(call=call, status=Application.Status.SUBMITTED)
    if call.decided_at is None:
        rows_of = rows_of.filter(person__is_active=True)
    if only is not None:
        rows_of = rows_of.filter(pk=only.pk)
    applications = list(rows_of.select_related("person", "cluster"))
    people = {one.person_id for one in assessors} | {one.person_id for one in applications}
    held: dict[int, list[Held]] = defaultdict(list)
    for grant in RoleGrant.objects.filter(user__in=people, role__in=IN_THE_WAY):
        held[grant.user_id].append(Held(grant.role, grant.cluster_id, grant.valid_from, grant.valid_until))
    declared = set(ConflictOfInterest.objects.filter(assessor__call=call).values_list("assessor_id", "application_id"))
    sheets = ScoreSheet.objects.filter(assessor__in=assessors, application__in=applications).prefetch_related("points")
    found = {(sheet.assessor_id, sheet.application_id): sheet for sheet in sheets}
    today, months = timezone.localdate(call.scored_at or now), conflict_months()

    def cell(assessor: Assessor, one: Application) -> Cell:
        pair = (assessor.pk, one.pk)
        stands = conflict(
            assessor=assessor.person_id,
            applicant=one.person_id,
            clusters=_clusters(one, held[one.person_id], today),
            held=held[assessor.person_id],
            declared=pair in declared,
            today=today,
            months=months,
        )
        return Cell(assessor, one, stands, found.get(pair))

    rows = {one.pk: [cell(assessor, one) for assessor in assessors] for one in applications}
    return Grid(call, assessors, applications, rows)


def _clusters(application: Application, held: list[Held], today: date) -> set[int]:
    """Return the clusters for which the person applies, or which he or she manages."""
    managed = {h.cluster for h in held if h.role == Role.CLUSTER_MANAGER and h.is_in_force(today)}
    return {key for key in (application.cluster_id, *managed) if key is not None}
