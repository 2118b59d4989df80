"""The columns of a list of people to enrol, and the words by which they are recognised."""

from django.utils.translation import get_language

from lms.people import list_columns as people
from lms.people.list_columns import CLUSTER, EMAIL
from lms.spreadsheets.tables import Column

from .list_values import REASON

KEYS = (EMAIL, CLUSTER, REASON)
_REASONS = {"en": ("Reason", "why", "note"), "it": ("Motivo", "motivazione", "perché", "nota")}
HEADINGS = {
    language: {EMAIL: words[EMAIL], CLUSTER: words[CLUSTER], REASON: _REASONS[language]}
    for language, words in people.HEADINGS.items()
}
COLUMNS = tuple(
    Column(key, tuple(dict.fromkeys(HEADINGS["en"][key] + HEADINGS["it"][key])), is_needed=key == EMAIL) for key in KEYS
)


def heading_of(key: str, language: str = "") -> str:
    """Return how a column is called in a language, the current one unless told otherwise."""
    code = (language or get_language() or "it")[:2]
    return HEADINGS.get(code, HEADINGS["en"]).get(key, (key,))[0]
