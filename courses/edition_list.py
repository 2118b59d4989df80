"""The editions as coordinators look at them: by where they stand, with seats, sessions and who waits."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from lms.languages import current
from lms.training.models import Enrolment, Offering, SeatAllotment, TrainingSession
from lms.training.offering_dates import dates_of

from .demand_page import DemandPage, DemandRow
from .models import Course, CoursePage

PER_PAGE = 50
STATES: dict[str, Promise] = {
    "draft": pgettext_lazy("editions", "Drafts"),
    "open": pgettext_lazy("editions", "To come"),
    "running": pgettext_lazy("editions", "Running"),
    "to_close": pgettext_lazy("editions", "Over, to be closed"),
    "closed": pgettext_lazy("editions", "Closed"),
    "cancelled": pgettext_lazy("editions", "Cancelled"),
}


@dataclass(frozen=True)
class EditionRow:
    """An edition with its figures."""

    offering: Any

    @property
    def dates(self) -> str:
        """From when to when."""
        return dates_of(self.offering)


@dataclass(frozen=True)
class EditionsPage:
    """A page of the list; `counts`: how many stand where, `groups`: the editions shown, by where they stand."""

    state: str
    counts: list[tuple[str, Promise, int]]
    page: Page[Any]

    @property
    def total(self) -> int:
        """How many editions there are at all."""
        return sum(count for _state, _label, count in self.counts)

    @property
    def groups(self) -> list[tuple[str, Promise, list[EditionRow]]]:
        """The editions of this page, by where they stand."""
        grouped = groupby(self.page.object_list, key=lambda offering: list(STATES)[offering.stands])
        return [(state, STATES[state], [EditionRow(one) for one in found]) for state, found in grouped]


def editions_page(state: str, number: str, now: datetime) -> EditionsPage:
    """Read the list in three queries: how many stand where, how many are shown, and those."""
    editions: QuerySet[Any] = Offering.objects.filter(edition__isnull=False).annotate(stands=_stands(now))
    found = dict(editions.order_by().values_list("stands").annotate(number=Count("pk")))
    counts = [(name, label, found.get(place, 0)) for place, (name, label) in enumerate(STATES.items())]
    if state:
        editions = editions.filter(stands=list(STATES).index(state))
    shown = _with_figures(editions).select_related("edition__course").order_by("stands", "starts_at", "code")
    return EditionsPage(state, counts, Paginator(shown, PER_PAGE).get_page(number))


def course_choices(page: DemandPage) -> list[tuple[Course, str, list[DemandRow]]]:
    """Return the courses with offered modules: title, and the modules with who needs them; one query."""
    titles: dict[int, str] = {}
    pages = CoursePage.objects.live().order_by("locale__language_code")
    for course, language, title in pages.values_list("course", "locale__language_code", "title"):
        if course not in titles or language == current():
            titles[course] = title
    grouped = groupby(page.rows, key=lambda row: row.module.course)
    return [(course, titles.get(course.pk, course.code), list(rows)) for course, rows in grouped]


def _stands(now: datetime) -> Case:
    """Return the place in `STATES` of each edition."""
    published = Q(status=Offering.Status.PUBLISHED)
    places = list(STATES)
    return Case(
        When(status=Offering.Status.DRAFT, then=Value(places.index("draft"))),
        When(status=Offering.Status.CLOSED, then=Value(places.index("closed"))),
        When(status=Offering.Status.CANCELLED, then=Value(places.index("cancelled"))),
        When(published & Q(ends_at__lte=now), then=Value(places.index("to_close"))),
        When(published & Q(starts_at__lte=now), then=Value(places.index("running"))),
        default=Value(places.index("open")),
        output_field=IntegerField(),
    )


def _with_figures(offerings: "QuerySet[Any]") -> "QuerySet[Any]":
    seats = SeatAllotment.objects.filter(offering=OuterRef("pk")).order_by().values("offering")
    sessions = TrainingSession.objects.planned().filter(offering=OuterRef("pk")).order_by().values("offering")
    enrolments = Enrolment.objects.filter(offering=OuterRef("pk")).order_by().values("offering")
    waiting = enrolments.filter(status__in=[Enrolment.Status.WAITING, Enrolment.Status.OFFERED])
    applied = enrolments.filter(status=Enrolment.Status.APPLIED)
    return offerings.annotate(
        seats_in_all=_figure(seats.annotate(n=Sum("seats"))),
        seats_taken=_figure(seats.annotate(n=Sum("taken"))),
        sessions_planned=_figure(sessions.annotate(n=Count("pk"))),
        people_waiting=_figure(waiting.annotate(n=Count("pk"))),
        people_applied=_figure(applied.annotate(n=Count("pk"))),
    )


def _figure(counted: "QuerySet[Any]") -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
