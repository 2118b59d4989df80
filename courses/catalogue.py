"""What the catalogue's pages show: facts of modules joined to their words in the page's language."""

from typing import Any


def catalogue_context(page: Any, request: Any) -> dict[str, Any]:
    """Return the modules that pass the filters of the address."""
    return {}


def course_context(page: Any) -> dict[str, Any]:
    """Return the course's modules with their pages."""
    return {}


def module_context(page: Any) -> dict[str, Any]:
    """Return the facts of the module."""
    return {}
