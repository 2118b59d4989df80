"""Background entry point of certificates: load, issue."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from .issuing import issue_round
from .models import IssueRun


@task(priority=50)  # somebody waits for it
def issue_in_background(run: int, language: str, is_demonstration: bool) -> int:
    """Issue a round; return how many. What breaks off is told on the round, in the language of who asked for it."""
    found = IssueRun.objects.select_related("offering", "asked_by").get(pk=run)
    try:
        return issue_round(run=found, now=timezone.now(), is_demonstration=is_demonstration)
    except Exception:
        with override(language):
            error = _(
                "The round broke off: no certificate of it was issued. Try again; if it breaks off again, tell us."
            )
        IssueRun.objects.filter(pk=run).update(ended_at=timezone.now(), error=error, made=0)
        raise
