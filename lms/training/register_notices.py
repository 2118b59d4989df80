"""Who hears of sign-offs: the register's head and length leave the system by mail, where nobody can rewrite them."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from lms.labels.notices import coordinators
from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post_to_many
from lms.people.models import User

from .models import AttendanceEntry, Offering, SignOff, TrainingSession


def tell_signed(signed: SignOff, *, now: datetime) -> None:
    """Tell the instructors of the session, whoever signed, and the coordinators; once per session and person."""
    session = signed.session

    def notice_for(person: User) -> Notice:
        return Notice(
            topic=Topic.REGISTERS,
            kind="register_signed",
            context={"signed": signed, "session": session, "offering": session.offering},
            link=reverse("training:roll_call", args=[session.pk]),
            once=f"register_signed:{session.pk}:{person.pk}",
        )

    post_to_many(recipients=_told(session, signed.by, now), notice_for=notice_for, now=now)


def tell_corrected(
    session: TrainingSession, written: Sequence[AttendanceEntry], offering: Offering, *, by: User, now: datetime
) -> None:
    """Tell the same people that a signed session was corrected, with the head as it is now."""
    notice = Notice(
        topic=Topic.REGISTERS,
        kind="register_corrected",
        context={"session": session, "offering": offering, "lines": len(written), "by": by},
        link=reverse("training:register_lines", args=[session.pk]),
    )
    post_to_many(recipients=_told(session, by, now), notice_for=lambda person: notice, now=now)


def _told(session: TrainingSession, by: User, now: datetime) -> list[User]:
    """Return everybody once: a coordinator may teach as well."""
    people = [*session.instructors.all(), by, *coordinators(timezone.localdate(now))]
    return list({person.pk: person for person in people if person.is_active}.values())
