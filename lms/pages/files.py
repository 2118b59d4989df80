"""Pictures of the pages, served with headers that keep a browser from running them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from lms.access import anyone

PUBLIC_FOLDERS = ("images/", "original_images/")


@anyone
@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture of the CMS; everything else in the storage has a view that asks who is reading."""
    if not path.startswith(PUBLIC_FOLDERS):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
