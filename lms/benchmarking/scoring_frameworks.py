"""Which frameworks may be scored by hand today: of each, the version in force."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from .models import Framework, Indicator, ScaleLevel


def frameworks_in_force(today: date) -> list[Framework]:
    """Return one evaluation for each code, the latest version that is valid today and has indicators and levels."""
    usable = Framework.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today),
        Exists(Indicator.objects.filter(framework=OuterRef("pk"))),
        Exists(ScaleLevel.objects.filter(framework=OuterRef("pk"))),
        kind=Framework.Kind.EVALUATION,
    )
    newest: dict[str, Framework] = {}
    for framework in usable.order_by("code", F("valid_from").desc(nulls_last=True), "-pk"):
        newest.setdefault(framework.code, framework)
    return list(newest.values())
