"""The site's pages, one tree per language, each page the translation of its twin."""

from html import escape
from typing import Any

from wagtail.models import Locale, Page, Site

from courses.models import CataloguePage, Course, CoursePage, Module, ModulePage
from lms.pages.models import HomePage, StandardPage

from .blocks import stream
from .files import read

Words = dict[str, dict[str, Any]]  # language -> fields
CATALOGUE: Words = {
    "it": {
        "title": "Catalogo",
        "slug": "catalogo",
        "intro": "I moduli del programma: che cosa si impara, quante ore chiedono e quali indicatori fanno crescere.",
    },
    "en": {
        "title": "Catalogue",
        "slug": "catalogue",
        "intro": "The programme's modules: what is learnt, the hours they ask for and the indicators they raise.",
    },
}


def load_pages() -> None:
    """Create home, standard pages and the catalogue; Wagtail's welcome page goes."""
    for language in ("it", "en"):
        Locale.objects.get_or_create(language_code=language)
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    rows = read("pages")["page"]
    homes = _create_homes(rows[0])
    Site.objects.create(
        hostname="localhost", port=80, root_page=homes["it"], is_default_site=True, site_name="CLUS3 Academy"
    )
    catalogue = add_pair(homes, CataloguePage, CATALOGUE, show_in_menus=True)
    _load_catalogue(catalogue)
    standard = {row["code"]: _create_standard(homes, row) for row in rows[1:]}
    targets = {f"page:{code}": pair for code, pair in standard.items()} | {"catalogue": catalogue}
    for row, pair in [(rows[0], homes), *((row, standard[row["code"]]) for row in rows[1:])]:
        _fill(row, pair, targets)


def add_pair(parents: dict[str, Any], model: type[Any], words: Words, **shared: Any) -> dict[str, Any]:
    """Create the Italian page and its English translation under the parents of each language."""
    italian = model(locale=Locale.objects.get(language_code="it"), **shared, **words["it"])
    parents["it"].add_child(instance=italian)
    english = model(
        locale=Locale.objects.get(language_code="en"),
        translation_key=italian.translation_key,
        **shared,
        **words["en"],
    )
    parents["en"].add_child(instance=english)
    for page in (italian, english):
        page.save_revision().publish()
    return {"it": italian, "en": english}


def _create_homes(row: dict[str, Any]) -> dict[str, Any]:
    root = Page.get_first_root_node()
    fields = ("title", "slug", "hero_title", "hero_text")
    words = {lang: {field: row[f"{field}_{lang}"] for field in fields} for lang in ("it", "en")}
    words["en"]["slug"] = "home-en"
    return add_pair({"it": root, "en": root}, HomePage, words)


def _create_standard(homes: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    fields = ("title", "slug", "intro")
    words = {lang: {field: row[f"{field}_{lang}"] for field in fields} for lang in ("it", "en")}
    return add_pair(homes, StandardPage, words, show_in_menus=row["menu"] == "main")


def _fill(row: dict[str, Any], pair: dict[str, Any], targets: dict[str, dict[str, Any]]) -> None:
    """Write the blocks once every page stands, since calls to action point to pages."""
    for language, page in pair.items():
        page.refresh_from_db()
        page.body = stream(page, row["blocks"], language, targets)
        page.save_revision().publish()


def _load_catalogue(catalogue: dict[str, Any]) -> None:
    courses = {course.code: course for course in Course.objects.all()}
    parents = {}
    for row in read("courses")["course"]:
        words = {lang: _course_words(row, lang) for lang in ("it", "en")}
        parents[row["code"]] = add_pair(catalogue, CoursePage, words, course=courses[row["code"]])
    modules = {module.code: module for module in Module.objects.all()}
    for row in read("modules")["module"]:
        words = {lang: _module_words(row, lang) for lang in ("it", "en")}
        add_pair(parents[row["course"]], ModulePage, words, module=modules[row["code"]])


def _course_words(row: dict[str, Any], language: str) -> dict[str, Any]:
    body = "".join(f"<p>{escape(text)}</p>" for text in row[f"body_{language}"])
    return {"title": row[f"title_{language}"], "summary": row[f"summary_{language}"], "body": body}


def _module_words(row: dict[str, Any], language: str) -> dict[str, Any]:
    outcomes = "".join(f"<li>{escape(text)}</li>" for text in row[f"outcomes_{language}"])
    return {
        "title": row[f"title_{language}"],
        "summary": row[f"summary_{language}"],
        "outcomes": f"<ul>{outcomes}</ul>",
        "method": row[f"method_{language}"],
        "body": [("paragraph", f"<p>{escape(text)}</p>") for text in row[f"body_{language}"]],
    }
