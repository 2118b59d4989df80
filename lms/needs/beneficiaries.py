"""Who trains: a cluster with its team, or a regional official alone."""

from typing import Any, Protocol, TypeAlias, cast

from lms.clusters.models import Cluster
from lms.people.models import User

Beneficiary: TypeAlias = Cluster | User


class Owned(Protocol):
    """A need or a plan, loaded or about to be."""

    @property
    def owner(self) -> Beneficiary | None:
        """Whose it is."""


def owner_of(thing: Owned) -> Beneficiary:
    """Return whose need or plan it is; a constraint of each table keeps it from being nobody's."""
    return cast(Beneficiary, thing.owner)


def owned_by(owner: Beneficiary) -> dict[str, Any]:
    """Return the filter, or the columns, that say whose a need, a plan or a completed module is."""
    return {"cluster": owner} if isinstance(owner, Cluster) else {"person": owner}


def hold(owner: Beneficiary) -> None:
    """Hold the owner's row until the transaction ends: one person at a time changes its needs and plans."""
    type(owner)._default_manager.select_for_update().get(pk=owner.pk)
