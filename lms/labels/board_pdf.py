"""The document for a cluster's board: benchmark and label track, the page's values in, a PDF out."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.benchmarking.benchmark_page import BenchmarkPage
from lms.benchmarking.gaps import Readiness
from lms.benchmarking.models import Assessment
from lms.benchmarking.templatetags.benchmark import as_percent, level
from lms.pdf import Document
from lms.pdf.words import said

from .board_page import BoardPage
from .board_pdf_changes import changes_since
from .board_pdf_labels import label_track
from .board_pdf_scores import all_indicators, groups, strongest_gaps


def board_pdf(page: BoardPage, *, made_at: datetime, address: str, programme: str, warning: str = "") -> bytes:
    """Print it in the active language; `address` is the benchmark's page, `warning` stands in front of everything."""
    day = date_format(localtime(made_at), "DATE_FORMAT")
    printed = Document(
        title_of(page),
        language=get_language() or "it",
        made_at=made_at,
        programme=programme,
        note=_("Made on %(day)s, for the cluster’s own people") % {"day": day},
        mark=_mark(page.assessment, warning),
    )
    _cover(printed, page, warning)
    _readiness(printed, page.benchmark)
    groups(printed, page.benchmark)
    strongest_gaps(printed, page.benchmark)
    changes_since(printed, page.benchmark)
    all_indicators(printed, page.benchmark)
    label_track(printed, page.track)
    _sources(printed, page)
    words = _("The benchmark on the site of the programme, for those who may see it:")
    printed.online(words, address, code=_("QR code of the address beside it"))
    return printed.to_bytes()


def title_of(page: BoardPage) -> str:
    """Say what it is and whose."""
    return _("Benchmark and label track – %(cluster)s") % {"cluster": page.benchmark.cluster}


def _mark(assessment: Assessment, warning: str) -> str:
    """What every page says: that the scores may still change, that nothing here is real."""
    marks = [] if assessment.is_closed else [_("Open round")]
    return " · ".join([*marks, *([_("Demonstration")] if warning else [])])


def _cover(printed: Document, page: BoardPage, warning: str) -> None:
    cluster, assessment = page.benchmark.cluster, page.assessment
    printed.heading(1, title_of(page))
    if cluster.full_name != cluster.name:
        printed.lead(cluster.full_name)
    if warning:
        printed.notice(warning, warns=True)
    if not assessment.is_closed:
        printed.notice(_("Open: the scores may still change"), warns=True)
    if page.benchmark.assessment.framework.disclaimer:
        printed.notice(page.benchmark.assessment.framework.disclaimer)
    printed.key_values(_facts(page))
    if page.benchmark.is_of_two_kinds:
        words = _(
            "Of the two rounds one is the cluster’s own count and the other was made by assessors: levels may differ "
            "for that reason alone."
        )
        printed.paragraph(words)


def _facts(page: BoardPage) -> list[tuple[str, str]]:
    benchmark, assessment = page.benchmark, page.assessment
    framework = benchmark.assessment.framework
    facts = [
        (_("Round"), f"{assessment.get_kind_display()}, {date_format(assessment.assessed_on)}"),
        (_("Assessed by"), ", ".join(page.assessors)),
        (_("Closed"), _closed(assessment)),
        (_("Earlier round"), _earlier(benchmark)),
        (_("Framework"), f"{framework.name} ({framework.version})"),
        (_("Held against"), said("components/benchmark/reference_name.html", word=benchmark.comparison.chosen)),
    ]
    return [(name, value) for name, value in facts if value]


def _closed(assessment: Assessment) -> str:
    if assessment.closed_at is None:
        return ""
    day, by = date_format(localtime(assessment.closed_at)), assessment.closed_by
    return _("on %(day)s by %(by)s") % {"day": day, "by": by} if by else _("on %(day)s") % {"day": day}


def _earlier(benchmark: BenchmarkPage) -> str:
    earlier = benchmark.earlier
    return f"{earlier.get_kind_display()}, {date_format(earlier.assessed_on)}" if earlier else ""


def _readiness(printed: Document, page: BenchmarkPage) -> None:
    printed.heading(2, _("Readiness for Gold"))
    readiness, framework = page.readiness, page.assessment.framework
    if readiness is None:
        printed.paragraph(_("This framework describes and has no rule for Gold: there is no readiness to show."))
        return
    printed.lead(said("components/benchmark/readiness_words.html", readiness=readiness) + ".")
    if readiness.verdict == "open":
        printed.paragraph(
            _("Gold is neither reached nor out of reach: it depends on the indicators that are not assessed.")
        )
    printed.figures(_figures(page, readiness))
    rule = _(
        "Threshold for Gold: %(share)s of the maximum score (%(points)s points of %(maximum)s) and every minimum "
        "requirement."
    )
    figures = {"points": level(readiness.points_needed), "maximum": level(readiness.points_maximum)}
    printed.paragraph(rule % {"share": as_percent(framework.gold_share or Decimal(0)), **figures}, quiet=True)
    printed.bullet_list(_minimums_to_meet(page, readiness))


def _figures(page: BenchmarkPage, readiness: Readiness) -> list[tuple[str, str]]:
    figures = [
        (said(f"components/benchmark/{part}.html", readiness=readiness), words, _before(part, page.earlier_readiness))
        for part, words in (("share", _("Share of the maximum")), ("points", _("Points")))
    ]
    minimums, earlier = page.minimums, page.earlier_minimums
    met = f"{minimums.met} / {minimums.total}"
    before = f"{earlier.met} / {earlier.total}" if earlier else ""
    figures.append((met, _("Minimum requirements met"), before))
    return [(value, _with_earlier(words, before)) for value, words, before in figures]


def _before(part: str, earlier: Readiness | None) -> str:
    return said(f"components/benchmark/{part}.html", readiness=earlier) if earlier else ""


def _with_earlier(words: str, before: str) -> str:
    return f"{words}. {_('Earlier round:')} {before}" if before else words


def _minimums_to_meet(page: BenchmarkPage, readiness: Readiness) -> Sequence[str]:
    names = {row.indicator.code: str(row.indicator) for row in page.rows}
    missed = [
        _("%(indicator)s: %(score)s, at least %(minimum)s is asked")
        % {"indicator": names[found.indicator], "score": level(found.score), "minimum": level(found.minimum)}
        for found in readiness.missed
    ]
    unknown = [
        _("%(indicator)s: not assessed, at least %(minimum)s is asked")
        % {"indicator": names[found.indicator], "minimum": level(found.minimum)}
        for found in readiness.unknown
    ]
    return [*missed, *unknown]


def _sources(printed: Document, page: BoardPage) -> None:
    printed.heading(2, _("Sources and notes"))
    notes = [
        _("A gap is how far a level is below what it is held against, as a share of the indicator’s range."),
        _("What was not assessed counts neither as a gap nor as reached, and never as zero."),
    ]
    if page.assessment.source:
        notes.append(_("Scores: %(source)s.") % {"source": page.assessment.source})
    for card in page.track.labels:
        if card.rule and card.rule.source:
            about = {
                "label": card.level_name,
                "day": date_format(card.rule.valid_from),
                "source": card.rule.source.rstrip("."),
            }
            notes.append(_("Rule of %(label)s, in force since %(day)s: %(source)s.") % about)
    printed.bullet_list(notes)
