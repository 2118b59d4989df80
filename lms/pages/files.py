"""Pictures of the pages, served with headers that keep a browser from running them."""

import mimetypes
import posixpath

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from lms.access import anyone

PUBLIC_FOLDERS = ("images/", "original_images/")
KINDS = {"image/gif", "image/jpeg", "image/png", "image/webp"}


@anyone
@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture of the CMS whole; everything else in the storage has a view that asks who is reading."""
    # Normalised before it is judged: "images/../imports/..." is not in a public folder.
    name = posixpath.normpath(path)
    kind = mimetypes.guess_type(name)[0]
    if not name.startswith(PUBLIC_FOLDERS) or kind not in KINDS:
        raise Http404
    response = FileResponse(_opened(name), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _opened(name: str) -> "File[bytes]":
    """Return the open file; raise Http404 for one that is not there or whose name no file can have."""
    try:
        return default_storage.open(name)
    except (OSError, ValueError, SuspiciousOperation) as missing:
        raise Http404 from missing
