"""Why the administration does not close an assessment, in the words that the site has for it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .conflict_facts import conflict_months
from .conflict_words import reasons
from .models import Assessment
from .permissions import standing_of
from .scoring_rights import Standing


def obstacles_to_closing(user: Any, assessment: Assessment) -> list[str]:
    """Return the reasons in sentences; nothing when the person may close it."""
    standing = standing_of(user, assessment)
    if assessment.is_closed:
        return [_("%(assessment)s is closed already.") % {"assessment": assessment}]
    if standing.findings:
        rule = render_to_string("benchmarking/_scoring_rule_words.html", {"months": conflict_months()})
        return [*reasons(standing.findings), rule.strip()]
    return _not_here(standing)


def _not_here(standing: Standing) -> list[str]:
    """What two score apart is closed on the site, beside what its closing confirms."""
    if standing.is_apart:
        return [render_to_string("benchmarking/_scoring_both.html").strip()]
    if standing.is_self and standing.is_by_hand and not standing.is_submitted:
        return [_("The cluster has not submitted this self-assessment yet.")]
    return []
