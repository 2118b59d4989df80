"""Documents that no certificate owns: their removal failed, or what drew them ended before the row was written."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from .models import FOLDER, Certificate

logger = logging.getLogger(__name__)
YOUNG = timedelta(days=1)  # a round still at work owns what it drew, although its rows are not written


def ownerless_documents(now: datetime) -> list[str]:
    """Return where they are, those of the last day left out."""
    # The files are read before the rows: a row that comes in between keeps its file.
    old = [name for name in _stored() if default_storage.get_modified_time(name) < now - YOUNG]
    owned = set(Certificate.objects.exclude(pdf="").values_list("pdf", flat=True))
    return sorted(set(old) - owned)


def sweep_documents(names: Iterable[str]) -> int:
    """Remove them and return how many went; one that cannot be removed keeps none of the others."""
    removed = 0
    for name in names:
        try:
            default_storage.delete(name)
            removed += 1
        except OSError:
            logger.exception("The document %s, which no certificate owns, could not be removed", name)
    return removed


def _stored() -> list[str]:
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # nothing was ever issued
        return []
    return [f"{FOLDER}/{name}" for name in files]
