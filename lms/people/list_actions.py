"""Every write about lists of people: uploaded, judged anew when shown and when done, done once or not at all."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.spreadsheets.fault_words import describe

from .list_facts import facts_for
from .list_reading import (
    LIMITS,
    cell_problems,
    read_list,
    restored_row,
    stored_findings,
    stored_row,
    whole_table_faults,
)
from .list_rules import judge_list
from .list_values import Entry, Judged, What
from .list_writing import write_people
from .models import PeopleImport, User
from .permissions import can_grant_roles

KEPT_FOR = timedelta(days=30)
LONGEST_NAME = 250
Status = PeopleImport.Status


def start_list(*, file: "File[Any]", by: Any, now: datetime) -> PeopleImport:
    """Read an uploaded list and keep its rows. Raises ValidationError for a file that holds no list at all."""
    if not can_grant_roles(by):
        raise PermissionDenied
    name = PurePath(file.name or "").name.replace("\x00", "")[-LONGEST_NAME:]
    table = read_list(file.read(LIMITS.most_bytes + 1), name)
    if faults := whole_table_faults(table):
        raise ValidationError([describe(fault) for fault in faults])
    upload: PeopleImport = PeopleImport.objects.create(
        filename=name,
        rows=[stored_row(row) for row in table.rows],
        problems=stored_findings(table),
        uploaded_by=by,
        uploaded_at=now,
    )
    return upload


def judged(upload: PeopleImport, now: datetime) -> Judged:
    """Return what the list would bring about now, problems of the file included: three queries, whatever its length."""
    rows = [restored_row(kept) for kept in upload.rows]
    emails = {row.texts.get("email", "").lower() for row in rows}
    found = judge_list(rows, facts_for(emails, timezone.localdate(now)))
    problems = sorted([*cell_problems(upload.problems), *found.problems], key=lambda problem: problem.row)
    return Judged(found.entries, tuple(problems))


def digest_of(found: Judged) -> str:
    """Return what stands for everything that a page said: doing it holds it against what it finds."""
    said = [repr(found.entries), repr(found.problems)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def invite_list(*, upload: PeopleImport, seen: str, leave_out: bool, by: Any, now: datetime) -> int:
    """Invite everybody on the list, or nobody; return how many people are new or got a role.

    `seen` is the digest of what the person looked at; with `leave_out` the rows with problems are left out. Raises
    ValidationError when the list was done already, has problems, or when something has changed since.
    """
    if not can_grant_roles(by):
        raise PermissionDenied
    try:
        with transaction.atomic():
            return _invite(upload, seen, leave_out, by, now)
    except IntegrityError as error:  # somebody was written down elsewhere at this very moment
        raise ValidationError(_changed()) from error


def empty_old_lists(*, now: datetime) -> int:
    """Empty the lists of more than thirty days ago: what they said of people is not needed twice. Return how many."""
    old = PeopleImport.objects.filter(uploaded_at__lt=now - KEPT_FOR).exclude(rows=[], problems=[])
    return old.update(rows=[], problems=[])


def _invite(upload: PeopleImport, seen: str, leave_out: bool, by: Any, now: datetime) -> int:
    locked = PeopleImport.objects.select_for_update().get(pk=upload.pk)
    if locked.status == Status.DONE:
        raise ValidationError(_("The people of this list were invited already: see below."), code="done")
    _hold_people(locked)
    found = judged(locked, now)
    if digest_of(found) != seen:
        raise ValidationError(_changed())
    to_do = [entry for entry in found.entries if entry.what != What.NOTHING]
    if not to_do:
        raise ValidationError(_("Nobody on this list is new or gets a role: there is nothing to do."))
    if found.problems and not leave_out:
        raise ValidationError(_("The list has problems: correct it, or say that the rows with problems are left out."))
    write_people(entries=to_do, source=locked.filename, by=by, now=now)
    _close(locked, found.entries, now)
    log(instance=locked, action="people.list_done", user=by, data={"people": len(to_do)})
    upload.refresh_from_db()
    return len(to_do)


def _hold_people(upload: PeopleImport) -> None:
    """Hold those who are here already: nobody gives them a role meanwhile. In the order of keys, as everywhere."""
    emails = {str(row["texts"].get("email", "")).lower() for row in upload.rows}
    known = User.objects.annotate(lowered=Lower("email")).filter(lowered__in=emails).order_by("pk")
    list(known.select_for_update(no_key=True).values_list("pk"))


def _close(upload: PeopleImport, entries: Sequence[Entry], now: datetime) -> None:
    what = {entry.row: str(entry.what) for entry in entries}
    upload.rows = [row | {"what": what.get(row["row"], "")} for row in upload.rows]
    upload.status, upload.done_at = Status.DONE, now
    upload.save(update_fields=["rows", "status", "done_at"])


def _changed() -> str:
    return _("Something has changed since this page was made: look at what would happen now, then invite.")
