"""Every view says who may see it: `@anyone`, `@signed_in` or `@allowed(predicate)`.

A test walks the URL configuration and fails on a view that carries none of the three. What depends on an *object*
(this cluster, this plan) is asked where the object is fetched, by a queryset scoped to the person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
Predicate = Callable[[Any], bool]


@dataclass(frozen=True)
class Access:
    """Who may see a view: `everybody`, or the signed-in for whom the predicate holds (always, when there is none).

    `otherwise_hidden`: the address of one thing, which answers the others as if there were no such thing.
    """

    everybody: bool = False
    predicate: Predicate | None = None
    otherwise_hidden: bool = False

    def admits(self, user: Any) -> bool:
        """Say whether this person, or an anonymous one, may see the view."""
        if self.everybody:
            return True
        return bool(user.is_authenticated and (self.predicate is None or self.predicate(user)))


def guarded(view: View, access: Access) -> View:
    """Return the view behind its access rule: nobody is sent to sign in, the wrong person is refused."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # An error page may be shown before the request has a user.
        if access.everybody or access.admits(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise Http404 if access.otherwise_hidden else PermissionDenied
        return redirect_to_login(request.get_full_path())

    guard.access = access  # type: ignore[attr-defined]  # read by the test that walks the URL configuration
    return guard


def person_of(request: HttpRequest) -> Any:
    """Return who is signed in, to act: nobody anonymous comes past `@signed_in` or `@allowed`."""
    return request.user


def anyone(view: View) -> View:
    """Open the view to everybody."""
    return guarded(view, Access(everybody=True))


def signed_in(view: View) -> View:
    """Open the view to whoever is signed in."""
    return guarded(view, Access())


def allowed(predicate: Predicate, *, otherwise_hidden: bool = False) -> Callable[[View], View]:
    """Open the view to the signed-in for whom `predicate(user)` holds; the others are refused, or find nothing there.

    A page about one cluster is hidden: a refusal would say that the address leads somewhere.
    """
    return lambda view: guarded(view, Access(predicate=predicate, otherwise_hidden=otherwise_hidden))
