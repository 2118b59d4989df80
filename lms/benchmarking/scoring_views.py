"""The page on which indicators are scored: each answer saved by itself, with htmx or without any script."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import signed_in
from lms.pages.uploads import ACCEPT, MAX_BYTES

from .answers import LONGEST_EVIDENCE
from .evidence_files import MOST_FILES, add_evidence
from .models import Assessment, EvidenceFile, Indicator
from .scoring_access import address_of, assessment_crumbs, scored_assessment
from .scoring_cards import Card
from .scoring_forms import AnswerForm
from .scoring_page import ScoringPage, load_scoring_page
from .scoring_saving import AnswerChangedError, indicator_to_score, save_answer

CHANGED, REFUSED = 409, 422


@dataclass
class Outcome:
    """What became of one answer: `problems` keep all of it from being saved, `file_problems` only those files."""

    problems: list[str] = field(default_factory=list)
    file_problems: list[str] = field(default_factory=list)
    changed: AnswerChangedError | None = None
    added: int = 0

    @property
    def status(self) -> int:
        """Say it in HTTP, which is what the script of the page goes by."""
        if self.changed:
            return CHANGED
        return REFUSED if self.problems else 200


@signed_in
@require_safe
def score(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the assessment with all its indicators."""
    assessment = scored_assessment(request, slug, pk)
    page = load_scoring_page(request.user, assessment)
    return render(request, "benchmarking/scoring.html", _context(request, page))


@signed_in
@require_safe
def progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say how far the scoring is; the page asks after each answer."""
    assessment = scored_assessment(request, slug, pk)
    if not request.headers.get("HX-Request"):
        return redirect("benchmarking:score", slug, pk)
    page = load_scoring_page(request.user, assessment)
    return render(request, "benchmarking/scoring_progress.html", {"page": page})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def score_indicator(request: HttpRequest, slug: str, pk: int, indicator: int) -> HttpResponse:
    """Show one indicator by itself, or save what was answered."""
    assessment = scored_assessment(request, slug, pk)
    if request.method != "POST":
        return _indicator_page(request, assessment, indicator)
    form = AnswerForm(request.POST)
    found = indicator_to_score(assessment, indicator, form.answer)
    if found is None:
        raise Http404
    outcome = _saved(request, assessment, found, form)
    if request.headers.get("HX-Request"):
        return _fragment(request, assessment, found, form, outcome)
    if outcome.status != 200:
        return _indicator_page(request, assessment, indicator, form, outcome)
    for problem in outcome.file_problems:
        messages.error(request, problem)
    messages.success(request, _("%(code)s is saved.") % {"code": found.code})
    return redirect(f"{address_of(assessment)}#i-{found.pk}")


def _saved(request: HttpRequest, assessment: Assessment, indicator: Indicator, form: AnswerForm) -> Outcome:
    outcome = Outcome()
    if not form.is_valid():
        outcome.problems = [str(error) for errors in form.errors.values() for error in errors]
        return outcome
    who: Any = {"by": request.user, "now": timezone.now()}
    try:
        save_answer(assessment=assessment, indicator=indicator, wanted=form.answer, seen=form.mark, **who)
    except AnswerChangedError as changed:
        outcome.changed = changed
    except ValidationError as refused:
        outcome.problems = refused.messages
    if outcome.status != 200:
        return outcome
    for file in request.FILES.getlist("files"):
        try:
            add_evidence(assessment=assessment, indicator=indicator, file=file, **who)
        except ValidationError as refused:
            outcome.file_problems += refused.messages
        else:
            outcome.added += 1
    return outcome


def _fragment(
    request: HttpRequest, assessment: Assessment, indicator: Indicator, form: AnswerForm, outcome: Outcome
) -> HttpResponse:
    """Answer what stands in the card's place for news: saved, refused, or changed by somebody else."""
    rows = EvidenceFile.objects.readable_by(request.user).filter(assessment=assessment, indicator=indicator)
    context = {
        "assessment": assessment,
        "indicator": indicator,
        "outcome": outcome,
        "mark": form.answer.mark,
        "files": rows if outcome.added else None,
    }
    if outcome.changed:
        context |= {"card": load_scoring_page(request.user, assessment, indicator.pk).cards[0]}
    response = render(request, "benchmarking/_scoring_saved.html", context, status=outcome.status)
    response.headers["X-Scoring"] = "saved" if outcome.status == 200 else "refused"
    if outcome.status == 200:
        response.headers["HX-Trigger"] = "scored"
    return response


def _indicator_page(
    request: HttpRequest,
    assessment: Assessment,
    indicator: int,
    form: AnswerForm | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    page = load_scoring_page(request.user, assessment, indicator)
    if not page.cards:
        raise Http404
    card: Card = page.cards[0]
    context = _context(request, page) | {"card": card, "outcome": outcome, "standing_card": card}
    if form:
        context["card"] = card.typed(form.answer, form.data.get("seen", ""))
    if request.headers.get("HX-Request"):
        return render(request, "benchmarking/_scoring_card.html", context)
    context["crumbs"] = assessment_crumbs(assessment, card.indicator.code)
    return render(request, "benchmarking/scoring_indicator.html", context, status=outcome.status if outcome else 200)


def _context(request: HttpRequest, page: ScoringPage) -> dict[str, Any]:
    return {
        "page": page,
        "assessment": page.assessment,
        "cluster": page.assessment.cluster,
        "crumbs": assessment_crumbs(page.assessment),
        "accept": ACCEPT,
        "most_bytes": MAX_BYTES,
        "most_files": MOST_FILES,
        "longest_evidence": LONGEST_EVIDENCE,
    }
