"""The label track in the document for a board: what each label asks, what is met, and what comes next."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.clusters.models import LabelAward
from lms.pdf import Cell, Column, Document

from .label_track import State
from .models import ImprovementArea
from .track_page import LabelCard, RequirementRow, TrackPage


def label_track(printed: Document, page: TrackPage) -> None:
    """Print the next step, the labels held, each label with its requirements, the areas of improvement."""
    printed.heading(2, _("Label track"))
    if page.aim:
        printed.notice(f"{page.aim.level_name}: {page.aim.next_step_words}")
    printed.paragraph(_stand_in(), quiet=True)
    if page.awards:
        printed.paragraph(_("Labels held so far"))
        printed.bullet_list([_award(award) for award in page.awards])
    for card in page.labels:
        _label(printed, card)
    if page.improvements:
        printed.heading(3, _("Areas of improvement"))
        printed.bullet_list([_improvement(area) for area in page.improvements])


def _stand_in() -> str:
    return _(
        "Interviews and audits closed on this site stand in for those of the labels’ own assessors: this page prepares "
        "a label, it does not award one."
    )


def _award(award: LabelAward) -> str:
    start, end = date_format(award.valid_from), date_format(award.valid_until) if award.valid_until else ""
    dates = _("from %(start)s to %(end)s") if end else _("since %(start)s")
    return f"{award.get_level_display()}: {dates % {'start': start, 'end': end}}"


def _label(printed: Document, card: LabelCard) -> None:
    printed.heading(3, card.level_name)
    printed.paragraph(" ".join(filter(None, [card.stage_words, card.dates_words])))
    if card.requirements:
        printed.paragraph(_counted(card))
    printed.paragraph(_("Next step: %(step)s") % {"step": card.next_step_words})
    columns = [Column(_("What is asked"), 3), Column(_("State"), 1.2), Column(_("Why"), 5)]
    printed.table(columns, [_cells(row) for row in card.requirements])


def _counted(card: LabelCard) -> str:
    asked = len(card.requirements)
    words = ngettext(
        "%(label)s: %(met)s of %(counter)s requirement met.",
        "%(label)s: %(met)s of %(counter)s requirements met.",
        asked,
    )
    return words % {"label": card.level_name, "met": card.met, "counter": asked}


def _cells(row: RequirementRow) -> Sequence[str | Cell]:
    words, tone = _state(row.state)
    return [row.name, Cell(words, tone=tone, strong=True), Cell(row.words, note="; ".join(row.details))]


def _state(state: State) -> tuple[str, str]:
    return {
        State.MET: (_("Met"), "good"),
        State.MISSING: (_("Missing"), "bad"),
        State.UNKNOWN: (_("Not known yet"), "warn"),
    }[state]


def _improvement(area: ImprovementArea) -> str:
    return f"{area.title} ({area.get_review_display()})"
