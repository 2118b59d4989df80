"""How somebody comes onto the list of an offering, by whatever path: the row that is taken up, and who cannot."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster
from lms.people.models import Role, User

from .enrolment_words import refusal
from .models import Audience, Enrolment, Offering, SessionInstructor
from .moves import Action, Moves, Status
from .queue import admit
from .seat_taking import HeldOffering
from .states import LEFT

LONGEST_NOTE, LONGEST_REASON = 1000, 500
NOT_YET_IN = (Status.APPLIED, *LEFT)
MEANT: dict[str, list[str]] = {
    Audience.MANAGERS: [Role.CLUSTER_MANAGER],
    Audience.OFFICIALS: [Role.REGIONAL_OFFICIAL],
    Audience.BOTH: [Role.CLUSTER_MANAGER, Role.REGIONAL_OFFICIAL],
}
"""The roles of those for whom an offering is meant; coordinators may enter others, and are told that they do."""


def fresh_enrolment(held: HeldOffering, person: User, cluster: Cluster | None, note: str) -> Enrolment:
    """Return a new enrolment, or the one of somebody who left and comes back, at the end of the queue."""
    enrolment = held.of_people.get(person.pk) or Enrolment(
        offering=held.offering, person=person, queued_at=held.now, status=Status.APPLIED
    )
    if enrolment.status in LEFT:
        enrolment.queued_at, enrolment.approved_at, enrolment.confirmed_at = held.now, None, None
    enrolment.cluster, enrolment.note = cluster, sayable(note, LONGEST_NOTE)
    return enrolment


def enter(moves: Moves, person: User, cluster: Cluster | None, *, reason: str = "") -> Enrolment:
    """Enter somebody by name, approved at once; who is on the list already stays as it is.

    Raises ValidationError for a cluster that is neither the person's own nor that of the application.
    """
    own = moves.held.of_people.get(person.pk)
    if own is not None and own.status not in NOT_YET_IN:
        return own
    if own is not None and own.status == Status.APPLIED:
        cluster = cluster or own.cluster
    if not (own is not None and own.status == Status.APPLIED and cluster == own.cluster):
        refuse_foreign_cluster(person, cluster)
    enrolment = fresh_enrolment(moves.held, person, cluster, own.note if own else "")
    admit(moves, enrolment, Action.ENROLLED, reason=sayable(reason, LONGEST_REASON))
    moves.held.of_people[person.pk] = enrolment
    return enrolment


def teachers_among(offering: Offering, people: Iterable[int]) -> set[int]:
    """Return those of these people (by key) who teach in the offering; one query."""
    teaching = SessionInstructor.objects.filter(session__offering=offering, person__in=list(people))
    return set(teaching.values_list("person", flat=True))


def refuse_unless_open(held: HeldOffering) -> None:
    """Raise ValidationError for an offering that nobody can come into: a draft, a closed or a cancelled one."""
    if not held.offering.is_open:
        raise ValidationError(refusal("not_published", held.offering), code="not_published")


def refuse_unless_able(offering: Offering, person: User) -> None:
    """Raise ValidationError for somebody whom nobody may enter: without an account in use, or who teaches there."""
    refuse_unless_active(person)
    if teachers_among(offering, [person.pk]):
        text = _("%(person)s teaches in this offering, and so cannot take part in it: choose somebody else.")
        raise ValidationError(text % {"person": person}, code="teaches")


def refuse_foreign_cluster(person: User, cluster: Cluster | None) -> None:
    """Raise ValidationError for a cluster that the person does not manage: seats kept for it are not for others."""
    if cluster is not None and cluster not in person.clusters_as(Role.CLUSTER_MANAGER):
        text = _("%(person)s does not manage the cluster %(cluster)s: choose another, or none.")
        raise ValidationError(text % {"person": person, "cluster": cluster}, code="other_cluster")


def refuse_unless_active(person: User) -> None:
    """Raise ValidationError for somebody whose account is closed."""
    if not person.is_active:
        text = _("The account of %(person)s is closed: open it again first, or choose somebody else.")
        raise ValidationError(text % {"person": person}, code="inactive")


def sayable(text: str, longest: int) -> str:
    """Return what somebody wrote, without outer blanks. Raises ValidationError when it cannot be kept."""
    text = text.replace("\x00", "").strip()
    if len(text) > longest:
        raise ValidationError(
            _("The text has %(count)s characters: shorten it to %(limit)s.") % {"count": len(text), "limit": longest},
            code="too_long",
        )
    return text


def required(text: str, sentence: str) -> str:
    """Return a reason that has to be given. Raises ValidationError with the sentence that asks for it."""
    said = sayable(text, LONGEST_REASON)
    if not said:
        raise ValidationError(sentence, code="required")
    return said
