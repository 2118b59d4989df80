"""Ranks by need for the queue of an edition: who would close the greatest weighted gap with its modules comes first."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lms.training.models import NeedRank, Offering

from .demand import Party
from .demand_inputs import demand_inputs, party_of
from .models import EditionModule


def ranked(weights: Mapping[str, int]) -> dict[str, int]:
    """Return the rank of each party: 1 is the greatest weight, equal weights share a rank; who closes nothing has none.

    Two that share rank 1 are followed by rank 3.
    """
    closing = {key: weight for key, weight in weights.items() if weight > 0}
    return {key: 1 + sum(other > weight for other in closing.values()) for key, weight in sorted(closing.items())}


def weights_of(codes: Iterable[str], parties: Iterable[Party]) -> dict[str, int]:
    """Return how much weighted gap each party closes with these modules, as its plan counts it."""
    codes = list(codes)
    return {party.key: party.closed_by(codes) for party in parties}


def hand_in_ranks(offering: Offering, now: datetime, *, parties: Iterable[Party] | None = None) -> bool:
    """Write the ranks of an edition whose queue goes by need, from the needs of today; say whether any changed.

    Nothing is written when nothing has changed, nor for a queue that goes by arrival or an offering without modules.
    """
    if offering.queue_order != Offering.QueueOrder.NEED:
        return False
    codes = list(EditionModule.objects.filter(edition__offering=offering.pk).values_list("module__code", flat=True))
    weights = weights_of(codes, demand_inputs().parties if parties is None else parties)
    wanted = {key: (rank, weights[key]) for key, rank in ranked(weights).items()}
    with transaction.atomic():
        Offering.objects.select_for_update().get(pk=offering.pk)
        rows = NeedRank.objects.filter(offering=offering.pk)
        present = {party_of(row.cluster_id, row.person_id): (row.rank, row.weight) for row in rows}
        if present == wanted:
            return False
        rows.delete()
        NeedRank.objects.bulk_create(_row(offering, key, *said) for key, said in wanted.items())
    return True


def hand_in_due_ranks(*, now: datetime, everything: bool) -> int:
    """Write the ranks of published editions still to begin: those that have none, or of every one; return how many.

    Needs change by the day, so every one is asked for once a day; a new edition, or one whose queue goes by need since
    a moment ago, does not wait for it.
    """
    due = Offering.objects.filter(
        Q(starts_at=None) | Q(starts_at__gt=now),
        status=Offering.Status.PUBLISHED,
        queue_order=Offering.QueueOrder.NEED,
        edition__isnull=False,
    )
    if not everything:
        due = due.filter(~Exists(NeedRank.objects.filter(offering=OuterRef("pk"))))
    offerings = list(due.order_by("pk"))
    parties = demand_inputs().parties if offerings else []
    return sum(hand_in_ranks(offering, now, parties=parties) for offering in offerings)


def _row(offering: Offering, key: str, rank: int, weight: int) -> NeedRank:
    owner = {"cluster_id": int(key[1:])} if key.startswith("c") else {"person_id": int(key[1:])}
    return NeedRank(offering=offering, rank=rank, weight=weight, **owner)
