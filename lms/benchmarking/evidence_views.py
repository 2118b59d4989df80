"""Files of evidence: sent to those who may read the assessment, removed by those who score it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.access import person_of, signed_in
from lms.pages.uploads import private_file_response

from .evidence_files import remove_evidence
from .models import EvidenceFile
from .scoring_access import address_of, readable_evidence, scored_assessment


@signed_in
@require_safe
def evidence_file(request: HttpRequest, slug: str, pk: int, key: Any) -> HttpResponseBase:
    """Send a file to be saved."""
    file = readable_evidence(request, slug, pk, key)
    return private_file_response(file.file, file.filename)


@signed_in
@require_POST
def remove_evidence_file(request: HttpRequest, slug: str, pk: int, key: Any) -> HttpResponse:
    """Take a file away while the assessment is scored."""
    assessment = scored_assessment(request, slug, pk)
    file = readable_evidence(request, slug, pk, key)
    problem = ""
    try:
        remove_evidence(file=file, by=person_of(request), now=timezone.now())
    except ValidationError as refused:
        problem = " ".join(refused.messages)
    if request.headers.get("HX-Request"):
        files = EvidenceFile.objects.readable_by(request.user).filter(assessment=pk, indicator=file.indicator)
        context = {"assessment": assessment, "indicator": file.indicator, "files": files, "problem": problem}
        return render(request, "benchmarking/_scoring_files.html", context | {"can_score": True})
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("%(name)s is removed.") % {"name": file.filename})
    return redirect(f"{address_of(assessment)}#i-{file.indicator_id}")
