"""The columns of a list of people, and the words by which they and their values are recognised."""

from lms.spreadsheets.tables import Column

EMAIL, FIRST_NAME, LAST_NAME, LANGUAGE = "email", "first_name", "last_name", "language"
ROLE, CLUSTER, START, END = "role", "cluster", "from", "until"

_ENGLISH = {
    EMAIL: ("E-mail", "email", "mail", "e-mail address", "email address"),
    FIRST_NAME: ("First name", "given name", "firstname"),
    LAST_NAME: ("Last name", "surname", "family name", "lastname"),
    LANGUAGE: ("Language",),
    ROLE: ("Role",),
    CLUSTER: ("Cluster",),
    START: ("From", "valid from", "start", "start date"),
    END: ("Until", "to", "valid until", "end", "end date"),
}
_ITALIAN = {
    EMAIL: ("E-mail", "posta elettronica", "indirizzo e-mail", "indirizzo email"),
    FIRST_NAME: ("Nome",),
    LAST_NAME: ("Cognome",),
    LANGUAGE: ("Lingua",),
    ROLE: ("Ruolo",),
    CLUSTER: ("Cluster", "distretto"),
    START: ("Dal", "da", "inizio", "data inizio", "data di inizio", "valido dal"),
    END: ("Fino al", "al", "fine", "data fine", "data di fine", "valido fino al"),
}
HEADINGS = {"en": _ENGLISH, "it": _ITALIAN}
KEYS = tuple(_ENGLISH)
COLUMNS = tuple(
    Column(key, tuple(dict.fromkeys(_ENGLISH[key] + _ITALIAN[key])), is_needed=key == EMAIL) for key in KEYS
)
EXAMPLE_EMAIL = "ada.rossi@example.org"
"""In the template; nobody is invited by it."""

PROBLEM = {"en": "What to correct", "it": "Che cosa correggere"}
"""The heading of the last column of a list of ours that comes back to be corrected."""

LANGUAGES = {"it": "it", "italian": "it", "italiano": "it", "en": "en", "english": "en", "inglese": "en"}


def heading_of(key: str, language: str) -> str:
    """Return how the column is called in a language; one that nobody knows is called by its key."""
    return HEADINGS.get(language, _ENGLISH).get(key, (key,))[0]
