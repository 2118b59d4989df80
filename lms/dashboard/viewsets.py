"""The coordinators' report of what happened by itself."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic

from lms.staff_admin import InspectView, ReadOnlyViewSet

from .clock import JOBS
from .models import ClockJob, JobRun

DOES: dict[str, Promise] = {job.name: job.does for job in JOBS}


def what_it_does(run: JobRun) -> Promise | str:
    """Return what the job does in words; one that was taken from the list since has its name only."""
    return DOES.get(run.job, run.job)


def page_of(run: JobRun) -> str:
    """Return the address of one run."""
    return reverse("jobrun_admin:inspect", args=[run.pk])


class JobRunFilters(WagtailFilterSet):
    """What runs are looked up by."""

    job = ChoiceFilter(label=gettext_lazy("Job"), choices=lambda: list(DOES.items()))
    ended_at = DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)
    failed = BooleanFilter(label=gettext_lazy("Failed"), field_name="error", method="by_failure")

    class Meta:
        model = JobRun
        fields = ["job", "ended_at", "failed"]

    def by_failure(self, runs: Any, name: str, value: bool) -> Any:
        """Keep those that failed, or those that did not."""
        return runs.exclude(error="") if value else runs.filter(error="")


class JobRunList(generic.IndexView):
    """What was touched and what failed, and above it when each job ran last."""

    template_name = "dashboard/admin/job_runs.html"
    page_title = gettext_lazy("What happened by itself")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the last run of every job, and with that when the clock last ran."""
        states = {state.name: state for state in ClockJob.objects.exclude(ran_at=None)}
        jobs = [{"does": job.does, "state": states.get(job.name)} for job in JOBS]
        ran_at = max((state.ran_at for state in states.values() if state.ran_at), default=None)
        return super().get_context_data(*args, **kwargs) | {"jobs": jobs, "clock_ran_at": ran_at}


class JobRunPage(InspectView):
    """One run, with the whole error."""

    def get_job_display_value(self) -> Promise | str:
        """Say what the job does."""
        return what_it_does(self.object)


class JobRunAdmin(ReadOnlyViewSet):
    """What the clock did: runs that touched something or failed, for ninety days."""

    model = JobRun
    icon = "history"
    menu_hook = "register_reports_menu_item"
    menu_label = gettext_lazy("What happened by itself")
    add_to_reference_index = False
    index_view_class = JobRunList
    inspect_view_class = JobRunPage
    inspect_view_fields = ["job", "started_at", "ended_at", "touched", "error"]
    list_display = [
        TitleColumn("job", label=gettext_lazy("Job"), accessor=what_it_does, get_url=page_of, sort_key="job"),
        "ended_at",
        "touched",
        "error",
    ]
    list_export = ["job", "started_at", "ended_at", "touched", "error"]
    filterset_class = JobRunFilters
