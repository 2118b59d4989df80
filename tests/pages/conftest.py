"""A site with a page of each kind in both languages."""

import pytest
from wagtail.models import Locale

from lms.pages.models import HomePage, StandardPage
from tests.factories_pages import plant_site

BODY = [
    ("heading", "Perché"),
    ("paragraph", "<p>Un testo con <b>forza</b>.</p>"),
    ("quote", {"text": "Si impara facendo.", "source": "Un proverbio"}),
    ("video", {"url": "https://video.example/1", "title": "Un filmato", "duration": "3 min"}),
    ("call_to_action", {"text": "Vai ai cluster.", "label": "I cluster", "page": None, "path": "/it/clusters/"}),
    ("people", {"title": "Chi", "people": [{"name": "Ada", "role": "Guida", "text": "Guida.", "image": None}]}),
    ("figures", {"title": "Cifre", "figures": [{"value": "6", "label": "cluster"}]}),
]


@pytest.fixture
def site(db):
    """The standard pages by language, one the translation of the other, and the two homes."""
    plant_site()
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    italian = homes["it"].add_child(
        instance=StandardPage(
            title="Il programma", slug="il-programma", intro="In breve.", show_in_menus=True, body=BODY,
            locale=Locale.objects.get(language_code="it"),
        )
    )  # fmt: skip
    english = homes["en"].add_child(
        instance=StandardPage(
            title="The programme", slug="the-programme", intro="In short.", show_in_menus=True, body=BODY,
            locale=Locale.objects.get(language_code="en"), translation_key=italian.translation_key,
        )
    )  # fmt: skip
    return {"it": italian, "en": english, "home_it": homes["it"], "home_en": homes["en"]}
