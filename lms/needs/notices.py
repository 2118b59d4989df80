"""What people are told when a need is declared or left out."""

from collections.abc import Iterable
from datetime import datetime

from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post
from lms.people.models import User
from lms.people.permissions import is_coordinator

from .addresses import needs_address
from .beneficiaries import Beneficiary
from .models import TrainingNeed
from .permissions import can_see_needs_of
from .recipients import coordinators, people_of


def tell_declared(need: TrainingNeed, owner: Beneficiary, *, by: User, now: datetime) -> None:
    """Tell the other side: the coordinators, or the people for whom a coordinator declared it."""
    told = people_of(owner, now) if is_coordinator(by) else coordinators(now)
    _tell(told, "need_declared", need, owner, by=by, now=now)


def tell_left_out(need: TrainingNeed, owner: Beneficiary, *, declared_by: User | None, by: User, now: datetime) -> None:
    """Tell the other side that a declared need no longer counts, and whoever declared it, as far as it is theirs."""
    told = people_of(owner, now) if is_coordinator(by) else coordinators(now)
    if declared_by and declared_by.is_active and can_see_needs_of(declared_by, owner):
        told = list({person.pk: person for person in [*told, declared_by]}.values())
    _tell(told, "need_left_out", need, owner, by=by, now=now)


def _tell(
    people: Iterable[User], kind: str, need: TrainingNeed, owner: Beneficiary, *, by: User, now: datetime
) -> None:
    """Write one message to each but the one who acts."""
    context = {"need": need, "owner": owner, "by": by}
    notice = Notice(topic=Topic.PLANS, kind=kind, context=context, link=needs_address(owner))
    for person in people:
        if person.pk != by.pk:
            post(to=person, notice=notice, now=now)
