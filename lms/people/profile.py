"""What a profile says in each language, and what it does not say yet."""

from collections.abc import Mapping

LANGUAGES = ("it", "en")
STEMS = ("job_title", "about")
WORDS = tuple(f"{stem}_{language}" for stem in STEMS for language in LANGUAGES)


def missing_words(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return ("about", "en") for each text that is there in the other language only: its readers get that one."""
    return [
        (stem, language)
        for stem in STEMS
        for language in LANGUAGES
        if not values[f"{stem}_{language}"] and any(values[f"{stem}_{other}"] for other in LANGUAGES)
    ]
