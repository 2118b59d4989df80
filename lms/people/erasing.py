"""What erasure does to an account: it is closed at once, and the name stays only while evidence asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.clusters.models import FundingLine

from .last_coordinator import days_lost
from .models import Role, RoleGrant, User
from .profile import WORDS
from .retention import Line, Spell, holding_line

ERASED_EMAIL = "erased-%s@erased.invalid"  # a name that can never have mail, RFC 2606
WORKS_FOR_ALL = (Role.COORDINATOR, Role.INSTRUCTOR, Role.AUDITOR)  # unless the grant names one cluster


@dataclass(frozen=True)
class Hold:
    """A funding line that asks for a person's name on evidence: until when, and by which rule or act.

    The two may be older than what the line says today: an offering keeps the terms under which it began.
    """

    line: FundingLine
    retain_until: date
    retention_basis: str

    @property
    def name(self) -> str:
        """What the line is called in the active language."""
        return str(self.line)


def line_that_holds(person: User, today: date, paid: Iterable[Line] = ()) -> Hold | None:
    """Return the funding line that asks longest for this person's evidence; two queries and one for the clusters.

    `paid`: the lines that paid for what the person took part in, told by whoever knows that.
    """
    lines = {line.pk: line for line in FundingLine.objects.prefetch_related("clusters")}
    spells = [_spell(grant) for grant in RoleGrant.objects.filter(user=person)]
    found = holding_line(spells, [_line(line) for line in lines.values()], today, paid)
    return Hold(lines[found.key], found.retain_until, found.basis) if found else None


def _spell(grant: RoleGrant) -> Spell:
    for_all = grant.cluster_id is None and grant.role in WORKS_FOR_ALL
    return Spell(grant.valid_from, grant.valid_until, grant.cluster_id, for_all)


def _line(line: FundingLine) -> Line:
    clusters = frozenset(cluster.pk for cluster in line.clusters.all())
    return Line(line.pk, line.valid_from, line.valid_until, line.retain_until, clusters, line.retention_basis)


def refuse_to_erase_the_last_coordinator(person: User, today: date) -> None:
    """Raise ValidationError when on some day nobody would coordinate the programme without this person."""
    # Locks all of them: two coordinators who are erased at the same moment come one after the other.
    rows = RoleGrant.objects.select_for_update(of=("self",)).filter(role=Role.COORDINATOR).select_related("user")
    others = [row for row in rows if row.user_id != person.pk and row.user.is_active]
    for grant in rows:
        if grant.user_id != person.pk or not person.is_active:
            continue
        lost = days_lost(grant, RoleGrant(valid_from=date.min, valid_until=date.min), others, today)
        if not all(any(other.is_active(day) for other in others) for day in lost):
            raise ValidationError(_("Nobody else coordinates the programme: give the role to somebody else first."))


@transaction.atomic
def end_roles(person: User, today: date) -> None:
    """End the roles that hold, drop those still to come, and leave every group."""
    RoleGrant.objects.filter(user=person, valid_from__gte=today).delete()
    yesterday = today - timedelta(days=1)
    RoleGrant.objects.filter(user=person).exclude(valid_until__lt=today).update(valid_until=yesterday)
    RoleGrant.objects.filter(user=person).update(applied=False, listed_publicly=False)
    person.groups.clear()
    person.user_permissions.clear()


@transaction.atomic
def close_account(person: User, now: datetime) -> int:
    """Close the account for good; the name stays until `person.name_kept_until`, which the caller has set."""
    end_roles(person, timezone.localdate(now))
    person.set_unusable_password()
    person.email = ERASED_EMAIL % person.pk
    person.is_active = person.is_staff = False
    person.language, person.time_zone = _default("language"), _default("time_zone")
    person.last_login = person.invited_at = person.confirmed_at = None
    person.erased_at = now
    person.save()
    if person.name_kept_until is None:
        remove_name(person)
    return 1


@transaction.atomic
def close_sign_in(person: User, now: datetime) -> int:
    """Remove every way to sign in and every session; return how many there were."""
    sessions = UserSession.objects.filter(user=person)
    count = len(sessions)
    for session in sessions:
        session.end()
    for model in (EmailAddress, Authenticator, SocialAccount):
        count += model.objects.filter(user=person).delete()[0]
    return count


def empty_profile(person: User, now: datetime) -> int:
    """Remove what the person wrote of himself or herself; return 1 when there was anything."""
    before = [getattr(person, name) for name in WORDS]
    for name in WORDS:
        setattr(person, name, "")
    person.save(update_fields=WORDS)
    return int(any(before))


@transaction.atomic
def remove_name(person: User) -> None:
    """Take the name away, and the reasons of the roles, which may hold it."""
    person.first_name = person.last_name = ""
    person.save(update_fields=["first_name", "last_name"])
    RoleGrant.objects.filter(user=person).update(reason="")


def _default(column: str) -> Any:
    field: Any = User._meta.get_field(column)
    return field.default
