"""What an edition is called: the titles of course and modules in both languages, as their pages say today."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from lms.training.models import Offering

from .models import Course, CoursePage, Module, ModulePage

LANGUAGES = ("it", "en")
LONGEST_CODE = 50


def course_words(course: Course) -> dict[str, str]:
    """Return title and summary of a course in both languages; one query."""
    pages = CoursePage.objects.live().filter(course=course.pk).select_related("locale")
    found = {page.locale.language_code: page for page in pages}
    words = {}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        page: Any = found.get(language) or found.get(other)
        words[f"title_{language}"] = page.title[:200] if page else course.code
        words[f"summary_{language}"] = page.summary if page else ""
    return words


def module_titles(modules: Iterable[Module]) -> dict[int, dict[str, str]]:
    """Return, by module, its titles in both languages; one query."""
    modules = list(modules)
    pages = ModulePage.objects.live().filter(module__in=[module.pk for module in modules])
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for module, language, title in pages.values_list("module", "locale__language_code", "title"):
        found[module][language] = title[:200]
    return {
        module.pk: {
            f"title_{language}": found[module.pk].get(language) or found[module.pk].get(other) or module.code
            for language, other in (LANGUAGES, LANGUAGES[::-1])
        }
        for module in modules
    }


def proposed_code(course: Course, first_day: date) -> str:
    """Return a code that no offering has yet: course, year and number, "gov-2027-1"."""
    stem = f"{course.code.lower()}-{first_day.year}-"[: LONGEST_CODE - 4]
    taken = set(Offering.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{stem}{number}") not in taken)
