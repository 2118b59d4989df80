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
from django.utils import timezone

from lms.needs.models import Competence
from lms.pages.trail import FRONT_DEPTH, Step

from .catalogue_filters import CatalogueForm, address, chips, matching
from .models.facts import Module, ModuleLift, TaggedModule
from .next_editions import has_next_edition, next_editions

PER_PAGE = 24
LONG_TEXTS = ("body", "outcomes", "method")  # read by the filters in the database, not by the list
BY_SIZE = ("-share_bp", "indicator__position", "pk")
ORDER = ("module__course__position", "module__course__code", "module__code", "pk")


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
    competences = _competences(offered.order_by().values("module"))
    form = CatalogueForm(query, _choices(competences))
    found = matching(offered, form.applied).select_related("module__course").defer(*LONG_TEXTS).order_by(*ORDER)
    shown = Paginator(list(found), PER_PAGE).get_page(query.get("page", 1))
    return {
        "form": form,
        "chips": chips(form),
        "page_obj": shown,
        "groups": _by_course(_cards(shown.object_list, competences), courses),
        "crumbs": [Step(page.title)],
        "found_count": shown.paginator.count,
        "query": address(form).removeprefix("?"),
    }


def course_context(page: Any, pages: QuerySet[Any]) -> dict[str, Any]:
    """Return the course's offered modules with their pages, and their hours together."""
    offered = pages.filter(module__is_offered=True).select_related("module__course").order_by(*ORDER)
    cards = cards_of(offered)
    minutes = sum(card.module.duration_minutes for card in cards)
    editions = next_editions(timezone.now(), edition__course=page.course_id)
    return {"cards": cards, "total_minutes": minutes, "crumbs": crumbs(page), "editions": editions}


def module_context(page: Any, pages: QuerySet[Any]) -> dict[str, Any]:
    """Return the facts of the module: competences, lifts, what it asks for and what asks for it."""
    if page.module_id is None:  # the preview of a page that has no module yet
        return {}
    now = timezone.now()
    found = ModuleLift.objects.filter(module=page.module_id).annotate(is_open=has_next_edition("module_id", now))
    lifts = list(found.select_related("module", "indicator").order_by(*BY_SIZE))
    is_open = not lifts or lifts[0].is_open  # without lifts nothing has said that there is no edition
    module = page.module = lifts[0].module if lifts else page.module  # it comes with its lifts
    return {
        "module": module,
        "competences": _competences([page.module_id])[page.module_id],
        "lifts": lifts,
        "neighbours": neighbours(module, pages),
        "editions": next_editions(now, edition__modules__module=page.module_id) if is_open else [],
        "crumbs": crumbs(page),
        "catalogue_url": page.get_parent().get_parent().url,
    }


def crumbs(page: Any) -> list[Step]:
    """Return the way from below the front page down to the page; no query where the address led here."""
    above, step = [], page.get_parent()
    while step is not None and step.depth > FRONT_DEPTH:
        above.append(Step(step.title, step.url))
        step = step.get_parent()
    return [*reversed(above), Step(page.title)]


def cards_of(pages: Iterable[Any]) -> list[Card]:
    """Return cards for module pages that carry their module."""
    found = list(pages)
    return _cards(found, _competences([page.module_id for page in found]))


def _cards(pages: Iterable[Any], competences: dict[int, list[Competence]]) -> list[Card]:
    return [Card(page, page.module, competences[page.module_id]) for page in pages]


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


def _competences(modules: Any) -> dict[int, list[Competence]]:
    """Return the competences of each module, given as keys or as a query for them, with one query."""
    found: dict[int, list[Competence]] = defaultdict(list)
    tagged = TaggedModule.objects.filter(content_object__in=modules).select_related("tag").order_by("tag__slug")
    for item in tagged:
        found[item.content_object_id].append(item.tag)
    return found


def _choices(competences: dict[int, list[Competence]]) -> list[tuple[str, str]]:
    """Return the competences that modules train, by name in the reader's language."""
    found = {competence.slug: str(competence) for trained in competences.values() for competence in trained}
    return sorted(found.items(), key=lambda choice: choice[1].casefold())


def _by_course(cards: list[Card], courses: QuerySet[Any]) -> list[CourseGroup]:
    """Put cards, which come in the order of their courses, below them."""
    pages = {page.course_id: page for page in courses.filter(course__in={card.module.course_id for card in cards})}
    grouped = groupby(cards, key=lambda card: card.module.course)
    return [CourseGroup(course, pages.get(course.pk), list(below)) for course, below in grouped]
