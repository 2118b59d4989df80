"""What else might be declared: competences that others ask for, and those that no indicator shows."""

from dataclasses import dataclass

from django.db.models import Count, Q

from .beneficiaries import Beneficiary, owned_by
from .models import Competence, TrainingNeed

MOST = 5


@dataclass(frozen=True)
class Suggestions:
    """Competences that the owner has not declared; each of the first has `asked`, by how many others it is declared."""

    most_asked: list[Competence]
    not_measured: list[Competence]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to suggest."""
        return not self.most_asked and not self.not_measured


def suggestions_for(owner: Beneficiary) -> Suggestions:
    """Return at most five of each kind, in two queries; how many ask is told, never who."""
    declared = TrainingNeed.objects.filter(origin=TrainingNeed.Origin.DECLARED)
    others = Competence.objects.exclude(pk__in=declared.filter(**owned_by(owner)).values("competence"))
    asked = Count("needs", filter=Q(needs__origin="declared", needs__status="confirmed"))
    return Suggestions(
        most_asked=list(others.annotate(asked=asked).filter(asked__gt=0).order_by("-asked", "slug")[:MOST]),
        not_measured=list(others.filter(indicator_links=None).order_by("slug")[:MOST]),
    )
