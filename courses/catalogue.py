"""What the catalogue's pages show: facts of modules joined to their words in the page's language.

Pages are handed in by `models/pages.py`, so imports point one way: pages -> catalogue -> facts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from lms.needs.models import Competence

from .catalogue_filters import CatalogueForm, address, chips, matching
from .models.facts import Module, ModuleLift, TaggedModule

PER_PAGE = 24
ORDER = ("module__course__position", "module__course__code", "module__code", "pk")
BELOW_HOME = 3  # depth of the catalogue: root, home, catalogue


@dataclass(frozen=True)
class Card:
    """A module as the lists show it."""

    page: Any
    module: Module
    competences: list[Competence]


@dataclass(frozen=True)
class CourseGroup:
    """A course with the cards below it; without a live page it has its code for a title."""

    course: Any
    page: Any
    cards: list[Card]


@dataclass(frozen=True)
class Neighbour:
    """A module before or after this one, with its page in this language when there is one."""

    code: str
    page: Any


@dataclass
class Neighbours:
    """What a module asks for, and what asks for it."""

    before: list[Neighbour] = field(default_factory=list)
    after: list[Neighbour] = field(default_factory=list)


def catalogue_context(page: Any, query: Any, pages: QuerySet[Any], courses: QuerySet[Any]) -> dict[str, Any]:
    """Return the modules that pass the filters of the address, by course, with the filters to show again."""
    offered = pages.filter(module__is_offered=True)
    form = CatalogueForm(query, _competence_choices(offered))
    found = matching(offered, form.applied).select_related("module__course").order_by(*ORDER)
    shown = Paginator(found, PER_PAGE).get_page(query.get("page", 1))
    cards = cards_of(shown.object_list)
    return {
        "form": form,
        "chips": chips(form),
        "page_obj": shown,
        "groups": _by_course(cards, courses),
        "crumbs": [Crumb(page.title, "")],
        "found_count": shown.paginator.count,
        "query": address(form).removeprefix("?"),
    }


def course_context(page: Any, pages: QuerySet[Any]) -> dict[str, Any]:
    """Return the course's offered modules with their pages, and their hours together."""
    offered = pages.filter(module__is_offered=True).select_related("module__course").order_by(*ORDER)
    cards = cards_of(offered)
    minutes = sum(card.module.duration_minutes for card in cards)
    return {"cards": cards, "total_minutes": minutes, "crumbs": crumbs(page)}


def module_context(page: Any, pages: QuerySet[Any]) -> dict[str, Any]:
    """Return the facts of the module: competences, lifts, what it asks for and what asks for it."""
    if page.module_id is None:  # the preview of a page that has no module yet
        return {}
    trail = crumbs(page)
    lifts = ModuleLift.objects.filter(module=page.module_id).select_related("indicator__framework")
    return {
        "module": page.module,
        "competences": _competences([page.module_id])[page.module_id],
        "lifts": lifts.order_by("-share_bp", "indicator__position"),
        "neighbours": neighbours(page.module, pages),
        "crumbs": trail,
        "catalogue_url": trail[0].url if len(trail) > 1 else "",
    }


@dataclass(frozen=True)
class Crumb:
    """A step of the way to the page; the last one has no address."""

    label: str
    url: str


def crumbs(page: Any) -> list[Crumb]:
    """Return the way from the catalogue down to the page."""
    above = page.get_ancestors().filter(depth__gte=BELOW_HOME)
    return [*(Crumb(step.title, step.url) for step in above), Crumb(page.title, "")]


def cards_of(pages: Iterable[Any]) -> list[Card]:
    """Return cards for module pages that carry their module."""
    found = list(pages)
    competences = _competences([page.module_id for page in found])
    return [Card(page, page.module, competences[page.module_id]) for page in found]


def neighbours(module: Module, pages: QuerySet[Any]) -> Neighbours:
    """Return what the module asks for and what asks for it, by code."""
    links = Module.prerequisites.through.objects.filter(Q(from_module=module) | Q(to_module=module))
    rows = links.values_list("from_module", "from_module__code", "to_module", "to_module__code")
    found = {(after, code): False for after, code, _pk, _code in rows if after != module.pk}
    found |= {(before, code): True for _pk, _code, before, code in rows if before != module.pk}
    by_module = {page.module_id: page for page in pages.filter(module__in=[pk for pk, _code in found])}
    result = Neighbours()
    for (pk, code), is_before in sorted(found.items(), key=lambda item: item[0][1]):
        (result.before if is_before else result.after).append(Neighbour(code, by_module.get(pk)))
    return result


def _competences(modules: list[int]) -> dict[int, list[Competence]]:
    """Return the competences of each module with one query."""
    found: dict[int, list[Competence]] = defaultdict(list)
    tagged = TaggedModule.objects.filter(content_object__in=modules).select_related("tag").order_by("tag__slug")
    for item in tagged:
        found[item.content_object_id].append(item.tag)
    return found


def _competence_choices(pages: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the competences that offered modules train, by name in the reader's language."""
    tagged = TaggedModule.objects.filter(content_object__in=pages.order_by().values("module"))
    found = [(c.slug, str(c)) for c in Competence.objects.filter(pk__in=tagged.values("tag"))]
    return sorted(found, key=lambda choice: choice[1].casefold())


def _by_course(cards: list[Card], courses: QuerySet[Any]) -> list[CourseGroup]:
    """Put cards, which come in the order of their courses, below them."""
    pages = {page.course_id: page for page in courses.filter(course__in={card.module.course_id for card in cards})}
    grouped = groupby(cards, key=lambda card: card.module.course)
    return [CourseGroup(course, pages.get(course.pk), list(below)) for course, below in grouped]
