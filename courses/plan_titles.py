"""What modules are called in the reader's language."""

from collections.abc import Iterable

from lms.languages import current

from .models import Module, ModulePage


def pages_of(modules: Iterable[Module]) -> dict[str, ModulePage]:
    """Return each module's live page by code: in the reader's language, else in the other one. One query."""
    language = current()
    pages = ModulePage.objects.live().filter(module__in=[module.pk for module in modules])
    found: dict[str, ModulePage] = {}
    for page in pages.select_related("module", "locale").order_by("locale__language_code", "pk"):
        if page.module.code not in found or page.locale.language_code == language:
            found[page.module.code] = page
    return found


def titles_of(modules: Iterable[Module]) -> dict[str, str]:
    """Return each module's title by code; a module without a page is called by its code."""
    modules = list(modules)
    pages = pages_of(modules)
    return {module.code: pages[module.code].title if module.code in pages else module.code for module in modules}
