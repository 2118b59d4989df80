"""Words of a fact in both languages: columns `name_it` and `name_en`, read as `name` in the reader's language."""

from typing import Any

from django.utils.translation import get_language

DEFAULT = "it"


class Localised:
    """A read-only attribute that gives the column of the active language, or the Italian one when that is empty."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, instance: Any, owner: type) -> Any:
        """Return the text; on the class, the descriptor itself."""
        if instance is None:
            return self
        return getattr(instance, f"{self.stem}_{current()}") or getattr(instance, f"{self.stem}_{DEFAULT}")


def current() -> str:
    """Return the active language as `it` or `en`; anything else reads English."""
    code = (get_language() or DEFAULT)[:2]
    return code if code in ("it", "en") else "en"
