"""The main navigation, by role: pages of the CMS, what everybody may see, what is the reader's own."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from lms.people.models import Role
from lms.people.permissions import is_coordinator

Entry = tuple[str, str]  # words, address
LEARNERS = (Role.CLUSTER_MANAGER, Role.REGIONAL_OFFICIAL)
SECTION_DEPTH = 3  # root, the front page of a language, its sections


@dataclass(frozen=True)
class Item:
    """One entry. `current` is what `aria-current` says: "page" here, "true" somewhere below, "" elsewhere."""

    label: str
    url: str
    current: str = ""
    is_own: bool = False  # the reader's own, not for everybody

    @property
    def is_current(self) -> bool:
        """Say whether the reader is on this page or below it."""
        return bool(self.current)


@dataclass(frozen=True)
class Section:
    """A page of the CMS right below the front page."""

    label: str
    url: str
    in_menu: bool


def sections_of_the_site(request: Any = None) -> list[Section]:
    """Return the sections in the active language that everybody may read, in the editors' order, with one query."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricted = PageViewRestriction.objects.annotate(of=path).filter(of__startswith=F("page__path"))
    pages = Page.objects.live().filter(~Exists(restricted), depth=SECTION_DEPTH, locale__language_code=get_language())
    addresses = [(page, page.get_url_parts(request)) for page in pages.order_by("path")]
    return [Section(page.title, parts[2], page.show_in_menus) for page, parts in addresses if parts and parts[2]]


def navigation_for(user: Any, path: str, sections: list[Section] | None = None) -> list[Item]:
    """Return the entries for this person on this path: sections of the site, clusters, calendar, then the own ones."""
    shared = [(section.label, section.url) for section in sections or [] if section.in_menu]
    shared += [(_("Clusters"), reverse("dashboard:clusters")), (_("Calendar"), reverse("training:calendar"))]
    own: list[Entry] = []
    if user is not None and user.is_authenticated:
        own = [(_("My desk"), reverse("dashboard:desk")), *_by_role(user)]
    return _marked(shared, own, path)


def person_menu_for(user: Any, path: str) -> list[Item]:
    """Return the entries of the person's own menu; nothing for a visitor."""
    if user is None or not user.is_authenticated:
        return []
    entries = [
        (_("My desk"), reverse("dashboard:desk")),
        (_("Notices"), reverse("outbox:notices")),
        *_of_training(user),
        (_("My profile"), reverse("people:profile")),
        (_("My data"), reverse("dashboard:my_data")),
        (_("Password"), reverse("account_change_password")),
        (_("Second factor and passkeys"), reverse("mfa_index")),
        (_("Where I am signed in"), reverse("usersessions_list")),
    ]
    if is_coordinator(user):
        entries.append((_("Administration"), reverse("wagtailadmin_home")))
    return _marked([], entries, path)


def _of_training(user: Any) -> list[Entry]:
    """What is looked up now and then, and so is no entry of its own in the navigation.

    Whoever held a role still has hours and certificates; only coordinators who never learned are spared them.
    """
    own = [(_("My hours"), reverse("training:my_hours")), (_("My certificates"), reverse("certificates:mine"))]
    calendars = (_("My calendars"), reverse("calendars:feeds"))
    return [*own, calendars] if not is_coordinator(user) or user.holds(*LEARNERS) else [calendars]


def _by_role(user: Any) -> list[Entry]:
    if is_coordinator(user):
        return [
            (_("Benchmarks"), reverse("benchmarking:overview")),
            (_("Plans"), reverse("courses:plans")),
            (_("Demand"), reverse("courses:demand")),
            (_("Editions"), reverse("courses:editions")),
            (_("Effect"), reverse("courses:effect")),
        ]
    path = [(_("My path"), reverse("courses:my_path"))] if user.holds(Role.REGIONAL_OFFICIAL) else []
    own = user.clusters_as(Role.CLUSTER_MANAGER)
    if len(own) != 1:
        return path
    slug = own[0].slug
    return [
        *path,
        (_("Benchmark"), reverse("benchmarking:benchmark", args=[slug])),
        (_("Training needs"), reverse("needs:needs", args=[slug])),
        (_("Training plan"), reverse("courses:plan", args=[slug])),
    ]


def _marked(shared: list[Entry], own: list[Entry], path: str) -> list[Item]:
    """Mark the entry that the path is on, or the one closest above it: one entry at most."""
    above = [url for _label, url in [*shared, *own] if path.startswith(url)]
    nearest = max(above, key=len, default="")
    return [
        *(Item(label, url, _current(url, nearest, path)) for label, url in shared),
        *(Item(label, url, _current(url, nearest, path), is_own=True) for label, url in own),
    ]


def _current(url: str, nearest: str, path: str) -> str:
    if url != nearest:
        return ""
    return "page" if url == path else "true"
