"""The sessions of a new edition as an editable list: proposed from the pattern, then as somebody has changed them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lms.training.session_facts import SessionFacts

from .edition_actions import EditionFacts, NewSession
from .edition_dates import Finding, Sitting, Taught, findings, sessions_of
from .edition_forms import EditionForm, SessionRows
from .edition_order import in_order_of_teaching
from .models import Course
from .plan_names import hours_words

PREFIX = "session"


class Proposal:
    """A valid form of an edition with its sessions; `rows` is the formset that shows them."""

    def __init__(self, course: Course, form: EditionForm, titles: Mapping[int, str], sent: Any = None) -> None:
        self.course, self.form = course, form
        self.modules = in_order_of_teaching(form.cleaned_data["modules"])
        self.taught = [Taught(module.code, module.duration_minutes) for module in self.modules]
        self.form_kwargs = {
            "modules": [(module.code, titles.get(module.pk, module.code)) for module in self.modules],
            "teachers": self._teachers(),
            "zone": form.cleaned_data["time_zone"],
        }
        self.rows: Any = self._rows(sent) if sent else self._fresh(sessions_of(form.pattern, self.taught))

    def counted_again(self) -> "Proposal":
        """Show the rows that make a session, without those taken away, and an empty one; mistakes stay as they are."""
        if self.rows.is_valid():
            self.sittings = [row.sitting for row in self.kept]
            self.rows = self._rows(None, [_kept(row.cleaned_data) for row in self.kept])
        return self

    def _rows(self, sent: Any, initial: list[dict[str, Any]] | None = None) -> Any:
        return SessionRows(sent, prefix=PREFIX, initial=initial, form_kwargs=self.form_kwargs)

    def _fresh(self, sittings: list[Sitting]) -> Any:
        """Show the sessions that the pattern makes."""
        self.sittings = sittings
        values = [{"module": one.module, "day": one.day, "starts": one.starts, "ends": one.ends} for one in sittings]
        return self._rows(None, values)

    def _teachers(self) -> list[tuple[str, Any]]:
        people = self.form.cleaned_data["instructors"]
        everybody = _("all who are chosen") if len(people) > 1 else _("as chosen")
        return [("", everybody if people else "–"), *((str(person.pk), str(person)) for person in people)]

    @property
    def kept(self) -> list[Any]:
        """The rows that make a session: not those left empty or taken away."""
        return [row for row in self.rows.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]

    @property
    def doubts(self) -> list[str]:
        """What does not come out, in words; nothing while rows have mistakes."""
        if self.rows.is_bound and not self.rows.is_valid():
            return []
        sittings = [row.sitting for row in self.kept] if self.rows.is_bound else self.sittings
        return [_in_words(finding) for finding in findings(self.taught, sittings)]

    @property
    def sessions(self) -> list[NewSession]:
        """The sessions as the action takes them."""
        return [NewSession(row.cleaned_data["module"], self._facts(row.cleaned_data)) for row in self.kept]

    @property
    def facts(self) -> EditionFacts:
        """The edition as the action takes it."""
        data = self.form.cleaned_data
        first = min((row.cleaned_data["starts_at"] for row in self.kept), default=None)
        columns = self.form.columns(first)
        return EditionFacts(course=self.course, modules=tuple(self.modules), columns=columns, seats=data["seats"])

    def _facts(self, row: Mapping[str, Any]) -> SessionFacts:
        data = self.form.cleaned_data
        chosen: Iterable[int] = [person.pk for person in data["instructors"]]
        return SessionFacts(
            part=0,
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            instructors=(int(row["teacher"]),) if row["teacher"] else tuple(chosen),
            **{name: data[name].strip() for name in ("mode", "place", "room", "link", "time_zone")},
        )


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("module", "day", "starts", "ends", "teacher")}


def _in_words(finding: Finding) -> str:
    if finding.code == "no_days":
        return _("The days and times chosen make no session: add them below, or go back and choose others.")
    words = {
        "planned": hours_words(finding.planned),
        "module": finding.module,
        "scheduled": hours_words(finding.scheduled),
    }
    if finding.code == "short":
        return _("%(module)s has %(planned)s, and %(scheduled)s are in the sessions.") % words
    return _("%(module)s has %(planned)s, but its sessions last %(scheduled)s.") % words
