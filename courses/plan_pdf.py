"""A plan as a document for whoever chairs the cluster, or for the official whose plan it is: the page's values in, a
PDF out."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lms.benchmarking.templatetags.benchmark import percent, percent_reached
from lms.clusters.models import Cluster
from lms.pdf import Cell, Column, Document
from lms.pdf.words import said

from .models import TrainingPlan
from .plan_names import hours_words
from .plan_page import Closing, LineRow, NeedRow, PlanPage

Status = TrainingPlan.Status


def plan_pdf(page: PlanPage, *, made_at: datetime, address: str, programme: str, warning: str = "") -> bytes:
    """Print one version, in the active language; `address` is its page, `warning` stands in front of everything."""
    printed = Document(
        title_of(page),
        language=get_language() or "it",
        made_at=made_at,
        programme=programme,
        note=_("Made on %(day)s") % {"day": _day(made_at)},
        mark=_mark(page, warning),
    )
    _cover(printed, page, warning)
    _modules(printed, page)
    _needs(printed, page)
    _others(printed, page)
    words = _("This version of the plan on the site of the programme, for those who may see it:")
    printed.online(words, address, code=_("QR code of the address beside it"))
    return printed.to_bytes()


def title_of(page: PlanPage) -> str:
    """Say whose plan it is."""
    return _("Training plan – %(owner)s") % {"owner": page.plan.owner}


def _mark(page: PlanPage, warning: str) -> str:
    """What every page says: that it is a draft, that a later version took its place, that nothing here is real."""
    marks = [] if page.plan.status == Status.PUBLISHED else [page.plan.get_status_display()]
    return " · ".join([*marks, *([_("Demonstration")] if warning else [])])


def _cover(printed: Document, page: PlanPage, warning: str) -> None:
    plan = page.plan
    printed.heading(1, title_of(page))
    if isinstance(plan.owner, Cluster) and plan.owner.full_name != plan.owner.name:
        printed.lead(plan.owner.full_name)
    if warning:
        printed.notice(warning, warns=True)
    if plan.status == Status.DRAFT:
        printed.notice(_("This is a draft: it may still change, and it is not published."), warns=True)
    if plan.status == Status.SET_ASIDE:
        printed.notice(
            _("This version was set aside when the plan was computed again. It was never published."), warns=True
        )
    if page.newer_round_on:
        printed.notice(said("courses/_plan_round.html", page=page))
    printed.figures(_figures(page))
    printed.key_values(_facts(page))
    if plan.note:
        printed.heading(2, _("What the coordinator says about it"))
        printed.paragraph(plan.note)


def _figures(page: PlanPage) -> list[tuple[str, str]]:
    plan = page.plan
    figures = [
        (page.total, _("of training, out of a budget of %(budget)s") % {"budget": page.budget}),
        (percent_reached(page.closed_bp), _("of the weighted gap is closed")),
    ]
    if plan.minimums_open:
        count = _("%(met)s of %(open)s") % {"met": plan.minimums_met, "open": plan.minimums_open}
        figures.append((count, said("courses/_plan_minimums.html", page=page)))
    return figures


def _facts(page: PlanPage) -> list[tuple[str, str]]:
    plan, modules = page.plan, len(page.chosen)
    facts = [
        (_("Version"), str(plan.version)),
        (_("Modules"), ngettext("%(count)s module", "%(count)s modules", modules) % {"count": modules}),
    ]
    if plan.published_at:
        facts.append((_("Published"), _when_by(plan.published_at, plan.published_by)))
    else:
        facts.append((_("Computed"), _when_by(plan.computed_at, plan.computed_by)))
    if plan.languages != TrainingPlan.Languages.ANY:
        facts.append((_("Languages"), plan.get_languages_display()))
    if not plan.minimums_open and isinstance(plan.owner, Cluster):
        facts.append((_("Minimum requirements"), _("no minimum requirement is missed among these needs")))
    return facts


def _when_by(moment: datetime, by: object) -> str:
    day = _day(moment)
    return _("on %(day)s by %(by)s") % {"day": day, "by": by} if by else _("on %(day)s") % {"day": day}


def _modules(printed: Document, page: PlanPage) -> None:
    printed.heading(2, _("The modules and why they are here"))
    printed.paragraph(said("courses/_plan_how.html", owner=page.plan.owner), quiet=True)
    if not page.chosen:
        printed.paragraph(page.why_empty)
    for place, row in enumerate(page.chosen, start=1):
        _module(printed, place, row)


def _module(printed: Document, place: int, row: LineRow) -> None:
    printed.heading(3, f"{place}. {row.title}", language=_language_of(row))
    printed.paragraph(_module_facts(row), quiet=True)
    printed.paragraph(_why(row))
    if row.closes:
        printed.paragraph(_("What only this module closes") if row.is_alone else _("What it closes"), quiet=True)
        printed.bullet_list([_closing_words(part) for part in row.closes])


def _language_of(row: LineRow) -> str:
    """Return the language of a module's title, where it is not the document's."""
    code = row.page.locale.language_code if row.page else ""
    return "" if code == get_language() else code


def _module_facts(row: LineRow) -> str:
    module = row.line.module
    facts = [hours_words(row.line.minutes), said("courses/includes/languages.html", module=module)]
    if module.planned_from or module.planned_until:
        facts.append(said("courses/includes/period.html", module=module))
    if row.line.is_pinned:
        facts.append(_("wanted by the coordinator"))
    return " · ".join(facts)


def _why(row: LineRow) -> str:
    if not row.required_by or row.line.reason == "prerequisite":
        return row.why
    return f"{row.why} " + _("It is also needed before %(modules)s.") % {"modules": row.required_by}


def _closing_words(part: Closing) -> str:
    closes = f"{part.need}: {percent(part.lift)}"
    if not part.own:
        return f"{closes} ({_('the other modules of the plan close it too')})"
    if part.own == part.lift:
        return closes
    return f"{closes} ({_('only %(own)s of it through this module alone') % {'own': percent(part.own)}})"


def _needs(printed: Document, page: PlanPage) -> None:
    printed.heading(2, _("What the plan does for each need"))
    printed.paragraph(said("courses/_plan_weighing.html", owner=page.plan.owner), quiet=True)
    columns = [
        Column(_("Need"), 5.4),
        Column(_("Priority"), 1.4),
        Column(_("Weight × priority"), 1.3, "right"),
        Column(_("Gap"), 1.1, "right"),
        Column(pgettext("part of a gap", "Closed"), 1.1, "right"),
        Column(_("Part of the gap"), 1.3, "right"),
    ]
    caption = _("Needs and how much of each is closed, the heaviest first")
    printed.table(columns, [_need_cells(row) for row in page.needs], caption=caption)


def _need_cells(row: NeedRow) -> Sequence[str | Cell]:
    entry = row.entry
    return [
        Cell(f"{row.need.indicator.code} {row.name}" if row.need.indicator else row.name, *_need_note(row)),
        row.need.get_priority_display(),
        str(entry.weight),
        percent(entry.gap_bp),
        percent(entry.closed_bp),
        Cell(percent_reached(row.share_closed), strong=True),
    ]


def _need_note(row: NeedRow) -> tuple[str, bool, str]:
    """Return the small words below a need, that it is not strong, and their tone."""
    if row.entry.minimum_gap_bp is not None:
        if row.meets_minimum:
            return _("Minimum requirement: missed today, met with this plan."), False, "good"
        return said("courses/_plan_minimum.html", row=row), False, "bad"
    if row.need.indicator:
        return "", False, ""
    declared = row.need.gap_bp is None
    return _("declared without a score") if declared else _("from ratings against the target"), False, ""


def _others(printed: Document, page: PlanPage) -> None:
    if not page.others:
        return
    printed.heading(2, _("The other modules"))
    columns = [Column(_("Module"), 2.6), Column(_("Hours"), 0.9, "right"), Column(_("Why"), 4.4)]
    for group in page.groups:
        printed.heading(3, group.title)
        printed.paragraph(group.intro)
        printed.table(columns, [(row.title, hours_words(row.line.minutes), row.why) for row in group.rows])


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
