"""Whether somebody may ask for a seat, and if not, why: a rule on values that returns codes, which templates word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .states import LEFT


@dataclass(frozen=True)
class Asked:
    """What is known of the offering when somebody asks."""

    is_published: bool
    audience: str
    apply_until: datetime | None
    starts_at: datetime | None


@dataclass(frozen=True)
class Asking:
    """What is known of who asks: clusters managed today, official or not, teaches in this offering, state so far."""

    clusters: tuple[int, ...] = ()
    is_official: bool = False
    teaches: bool = False
    status: str | None = None


def obstacles(asked: Asked, asking: Asking, cluster: int | None, now: datetime) -> list[str]:
    """Return why a seat cannot be asked for by oneself, as codes; none: it can."""
    return [code for code, stands in _checks(asked, asking, cluster, now) if stands]


def _checks(asked: Asked, asking: Asking, cluster: int | None, now: datetime) -> Iterable[tuple[str, bool]]:
    has_begun = asked.starts_at is not None and asked.starts_at <= now
    yield "not_published", not asked.is_published
    yield "over", asked.is_published and has_begun
    yield "too_late", asked.is_published and not has_begun and _is_past(asked.apply_until, now)
    yield "wrong_audience", not _is_meant(asked.audience, asking)
    yield "other_cluster", cluster is not None and cluster not in asking.clusters
    yield "choose_cluster", cluster is None and not _comes_as_official(asked, asking) and bool(asking.clusters)
    yield "teaches", asking.teaches
    yield "already", asking.status is not None and asking.status not in LEFT


def _is_past(until: datetime | None, now: datetime) -> bool:
    return until is not None and until < now


def _is_meant(audience: str, asking: Asking) -> bool:
    """Managers, officials, or both; an offering for both takes whoever is one of them."""
    return (audience in ("managers", "both") and bool(asking.clusters)) or (
        audience in ("officials", "both") and asking.is_official
    )


def _comes_as_official(asked: Asked, asking: Asking) -> bool:
    return asked.audience in ("officials", "both") and asking.is_official
