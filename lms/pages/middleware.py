"""Headers that say what a browser may do with our pages, and a page where Django answers nothing to read."""

from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from .errors import method_not_allowed
from .htmx import is_htmx


class PolicyMiddleware(CSPMiddleware):
    """The site's content security policy allows nothing inline; `/admin/` has Wagtail's. Adds Permissions-Policy."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the admin's policy under `/admin/`, the site's everywhere else."""
        parts = super().get_policy_parts(request, response, report_only)
        # None means the policy of the settings, unless a view chose one of its own.
        if request.path_info.startswith("/admin/") and parts.config is None and not report_only:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers."""
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)


class MethodPageMiddleware:
    """People who open the address of a button read what it is: Django's own answer to that is an empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the page in the place of an empty 405; the Allow header stays."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content or not _is_read(request):
            return response
        page = method_not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


def _is_read(request: HttpRequest) -> bool:
    """Whether a person reads the answer, as a page of the site itself."""
    is_part = is_htmx(request)
    return not is_part and not request.path_info.startswith("/admin/") and request.accepts("text/html")
