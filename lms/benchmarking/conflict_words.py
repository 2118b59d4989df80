"""The reasons of the rule on conflicts as sentences to the person whom they concern."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .conflicts import Finding, Reason


def reasons(findings: Iterable[Finding]) -> list[str]:
    """Return a sentence for each finding."""
    return [sentence(finding) for finding in findings]


def sentence(finding: Finding) -> str:
    """Say one reason, with its days as the reader writes them."""
    days = {
        "since": date_format(finding.since) if finding.since else "",
        "until": date_format(finding.until) if finding.until else "",
        "free": date_format(finding.free_from) if finding.free_from else "",
        "text": finding.text,
    }
    return _words()[finding.reason] % days


def _words() -> dict[Reason, str]:
    return {
        Reason.MANAGES: _("You manage this cluster since %(since)s."),
        Reason.MANAGED: _("You managed this cluster until %(until)s: you may assess it from %(free)s."),
        Reason.TUTORS: _("You tutor this cluster since %(since)s."),
        Reason.TUTORED: _("You tutored this cluster until %(until)s: you may assess it from %(free)s."),
        Reason.TEACHES: _("You teach this cluster since %(since)s."),
        Reason.TAUGHT: _("You taught this cluster until %(until)s: you may assess it from %(free)s."),
        Reason.DECLARED: _("You declared a conflict on %(since)s: %(text)s"),
        Reason.SUBMITTED: _("You submitted this self-assessment yourself on %(since)s."),
        Reason.ENTERED: _("You filled in this self-assessment yourself."),
        Reason.NOT_YET_ASSESSOR: _("You are an assessor of this cluster only from %(since)s."),
        Reason.NO_LONGER_ASSESSOR: _("You were an assessor of this cluster until %(until)s."),
        Reason.NOT_ASSESSOR: _("You are not an assessor of this cluster."),
    }
