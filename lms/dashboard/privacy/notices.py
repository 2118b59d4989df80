"""What people hear of their data."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from lms.outbox.models import Message, Topic
from lms.outbox.posting import Notice, post, post_to_many
from lms.people.erasing import Hold
from lms.people.models import ErasureRequest, Role, RoleGrant, User

FAREWELL = "privacy_erased"
INACTIVE = "privacy_inactive"


def tell_asked(request: ErasureRequest, now: datetime) -> None:
    """Confirm a request to whoever asked, with the day until which it may be taken back; tell the coordinators."""
    context: dict[str, object] = {"request": request}
    page = reverse("dashboard:my_data")
    post(to=request.person, notice=_about_me("privacy_erasure_asked", page, context), now=now)
    # No name: it would stay in their messages after it is erased.
    for_staff = _about_me("privacy_erasure_waits", reverse("erasurerequest_admin:index"), context)
    others = [person for person in coordinators(timezone.localdate(now)) if person.pk != request.person_id]
    post_to_many(recipients=others, notice_for=lambda person: for_staff, now=now)


def tell_taken_back(request: ErasureRequest, now: datetime) -> None:
    """Confirm that everything stays as it was."""
    notice = _about_me("privacy_erasure_taken_back", reverse("dashboard:my_data"), {"request": request})
    post(to=request.person, notice=notice, now=now)


def tell_erased(person: User, line: Hold | None, now: datetime) -> None:
    """Write the last message: it belongs to nobody, so that it is sent although the account is closed by then.

    It is removed, with the address, as soon as it is sent.
    """
    message = post(to=person, notice=_about_me(FAREWELL, "", {"line": line}), now=now)
    if message is not None:
        Message.objects.filter(pk=message.pk).update(recipient=None)


def tell_copied(person: User, by: User, detail: str, now: datetime) -> None:
    """Say that a coordinator made a copy of a person's data."""
    context = {"by": by, "detail": detail, "now": now}
    post(to=person, notice=_about_me("privacy_copied", reverse("dashboard:my_data"), context), now=now)


def tell_inactive(person: User, last_day: date, erased_on: date, now: datetime) -> bool:
    """Say that the account is about to be erased, once for this time without a role; return whether it was written."""
    context = {"last_day": last_day, "erased_on": erased_on}
    notice = Notice(
        topic=Topic.PRIVACY,
        kind=INACTIVE,
        context=context,
        link=reverse("dashboard:my_data"),
        once=once_inactive(person, last_day),
    )
    return post(to=person, notice=notice, now=now) is not None


def once_inactive(person: User, last_day: date) -> str:
    """Name the only warning about this time without a role."""
    return f"inactive:{person.pk}:{last_day.isoformat()}"


def coordinators(today: date) -> list[User]:
    """Return who runs the programme today."""
    grants = RoleGrant.objects.active(today).filter(role=Role.COORDINATOR)
    return list(User.objects.filter(role_grants__in=grants, is_active=True).distinct())


def _about_me(kind: str, link: str, context: dict[str, object]) -> Notice:
    return Notice(topic=Topic.PRIVACY, kind=kind, link=link, context=context)
