"""All of it in one walk: from a benchmark to a certificate that a stranger verifies, and to what the next one says.

Coordinators read Italian here, everybody else English. Time passes by putting the clock of the site forward.
"""

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pytest
from playwright.sync_api import expect

from lms.settings.environment import ROOT
from tests.browser.conftest import sign_in
from tests.browser.moved_clock import Programme

pytestmark = pytest.mark.browser

ROME = ZoneInfo("Europe/Rome")
COORDINATOR, INSTRUCTOR = "coordinator@clus3.example", "instructor.one@clus3.example"
OWNER, COLLEAGUE = "manager.sedia@clus3.example", "manager.cbm@clus3.example"
SLUG, EDITION = "asdi-sedia", "spine-1"


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    running = Programme(tmp_path_factory.mktemp("spine"))
    yield running
    running.stop()


@pytest.fixture
def person(programme, chromium):
    """Open a page as somebody; each has a browser of its own."""
    contexts = []

    def open_page(email, path, language="en"):
        locale = {"it": "it-IT", "en": "en-GB"}[language]
        context = chromium.new_context(base_url=programme.address, locale=locale, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email, language)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def workbook(path, day, level=None):
    """Save the second round as one of another day; with a level, everybody has reached it everywhere."""
    book = openpyxl.load_workbook(ROOT / "demo/benchmarks/benchmark_2016.xlsx")
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.is_date:
                cell.value = datetime.combine(day, time())
            elif level is not None and isinstance(cell.value, int | float) and cell.value < level and cell.column > 2:
                cell.value = level
    book.save(path)
    return path


def import_round(person, path):
    page = person(COORDINATOR, "/admin/benchmark-import/", "it")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.get_by_role("button", name="Conferma l'importazione").click()
    expect(page.locator(".import-done")).to_be_visible()


def close_round(person):
    """Make the imported interview evidence: only what is closed counts for the effect."""
    page = person(COORDINATOR, "/admin/assessment_admin/?status=open", "it")
    row = page.locator("tr", has_text="ASDI").filter(has_text="Intervista")
    page.goto(row.locator("a[href*='/inspect/']").first.get_attribute("href").replace("inspect", "close"))
    page.locator("main form[method=post] button, main form[method=post] input[type=submit]").first.click()
    expect(page.locator(".messages")).to_be_visible()


def plan_training(person):
    page = person(COORDINATOR, f"/it/clusters/{SLUG}/needs/", "it")
    page.get_by_role("button", name="Conferma questi divari").click()
    page.goto(f"/it/clusters/{SLUG}/plan/edit/")
    page.locator("input[name=hours]").fill("40")
    page.get_by_label(re.compile("Rilevare la soddisfazione")).select_option("pin")
    page.get_by_role("button", name="Calcola il piano").click()
    page.locator(f"a[href$='/{SLUG}/plan/publish/']").first.click()
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.locator(f"a[href$='/{SLUG}/plan/publish/']")).to_have_count(0)


def open_edition(person, day):
    page = person(COORDINATOR, "/it/programme/editions/new/?course=COM", "it")
    for box in page.locator("input[name=modules]").all():
        box.uncheck()
    page.get_by_label(re.compile("COM-3")).check()
    page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator("input[name=code]").fill(EDITION)
    page.locator("input[name=first_day]").fill(day.isoformat())
    for box in page.locator("input[name=weekdays]").all():
        box.set_checked(box.get_attribute("value") == str(day.weekday()))
    page.locator("input[name=starts]").fill("09:00")
    page.locator("input[name=ends]").fill("12:30")
    page.locator("input[name=starts_again]").fill("")
    page.locator("input[name=ends_again]").fill("")
    page.locator("input[name=place]").fill("Manzano")
    page.locator("input[name=room]").fill("Sala Verde")
    page.get_by_label(re.compile("Zanier")).check()
    page.locator("input[name=needs_approval]").check()
    page.locator("button[name=step][value=propose]").click()
    page.locator("button[name=step][value=publish]").click()
    page.wait_for_url(f"**/calendar/{EDITION}/sessions/")


def enrol(person):
    page = person(OWNER, f"/en/calendar/{EDITION}/")
    expect(page.get_by_text("Sala Verde")).to_have_count(0)
    page.locator(f"form[action$='/{EDITION}/apply/'] button").click()
    decide = person(COORDINATOR, f"/it/calendar/{EDITION}/people/", "it")
    decide.locator("form[action$='/approve/'] button, button[formaction$='/approve/']").first.click()
    page.goto(f"/en/calendar/{EDITION}/")
    expect(page.get_by_text("Sala Verde").first).to_be_visible()


def take_attendance(person):
    page = person(INSTRUCTOR, f"/en/calendar/{EDITION}/register/")
    page.locator("main a[href*='/sessions/'][href$='/register/']").first.click()
    expect(page.get_by_text("Braida").first).to_be_visible()
    page.get_by_role("button", name="All present").click()
    page.get_by_role("button", name="Save").click()
    page.locator("a[href$='/sign-off/']").first.click()
    page.locator("textarea[name=topics]").fill("Audiences, messages, channels")
    page.locator("main form button").last.click()
    expect(page.get_by_text("Audiences, messages, channels").first).to_be_visible()


def close_and_certify(person):
    page = person(COORDINATOR, f"/it/calendar/{EDITION}/close/", "it")
    page.locator("form[action$='/close/'] button, main form[method=post] button").first.click()
    page.goto(f"/it/calendar/{EDITION}/certificates/")
    page.locator("main form[method=post] button").first.click()
    expect(page.get_by_text(re.compile(r"CLUS3-\d{4}-\d{5}")).first).to_be_visible()


def download(person, folder):
    page = person(OWNER, "/en/me/certificates/")
    answer = page.request.get(page.locator("main a[href$='/file/']").first.get_attribute("href"))
    path = Path(folder) / "certificate.pdf"
    path.write_bytes(answer.body())
    return path


def verify(person, certificate, programme):
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(certificate).pages)
    assert "Michele Braida" in text
    address = re.search(r"/verify/CLUS3-\d{4}-\d{5}/[0-9A-Z]+/", text)[0]
    page = person(None, address)
    expect(page.get_by_text("Michele Braida").first).to_be_visible()
    last = "A" if address[-2] != "A" else "B"
    page.goto(f"{address[:-2]}{last}/")
    expect(page.get_by_text("Michele Braida")).to_have_count(0)


# Who sees which page of the walk: owner, colleague of another cluster, nobody ("in": sent to sign in).
PAGES = {
    f"clusters/{SLUG}/benchmark/": (200, 404, "in"),
    f"clusters/{SLUG}/needs/": (200, 404, "in"),
    f"clusters/{SLUG}/plan/": (200, 404, "in"),
    f"clusters/{SLUG}/plan/edit/": (404, 404, "in"),
    f"calendar/{EDITION}/": (200, 200, 200),
    f"calendar/{EDITION}/sessions/": (403, 403, "in"),
    f"calendar/{EDITION}/people/": (403, 403, "in"),
    f"calendar/{EDITION}/seats/": (403, 403, "in"),
    f"calendar/{EDITION}/close/": (403, 403, "in"),
    f"calendar/{EDITION}/certificates/": (403, 403, "in"),
    f"calendar/{EDITION}/register/": (404, 404, "in"),
    f"calendar/{EDITION}/hours/": (404, 404, "in"),
    "me/certificates/": (200, 200, "in"),
    "me/hours/": (200, 200, "in"),
    "me/calendars/": (200, 200, "in"),
    "desk/": (200, 200, "in"),
    "programme/effect/": (403, 403, "in"),
    "programme/editions/": (403, 403, "in"),
}


def try_every_page(person):
    found = {}
    for place, email in enumerate((OWNER, COLLEAGUE, None)):
        page = person(email, "/en/")
        for language in ("it", "en"):
            for path in PAGES:
                answer = page.goto(f"/{language}/{path}")
                seen = "in" if "/account/login/" in page.url else answer.status
                found.setdefault(path, [set(), set(), set()])[place].add(seen)
                if email != OWNER:
                    assert "Braida" not in page.locator("main").inner_text(), path
    assert {
        path: tuple(next(iter(one)) if len(one) == 1 else one for one in seen) for path, seen in found.items()
    } == PAGES


def test_from_a_benchmark_to_what_the_next_one_says(programme, person, tmp_path):
    today = datetime.now(ROME).date()
    held_on = today + timedelta(days=10)
    programme.at()
    import_round(person, workbook(tmp_path / "now.xlsx", today))
    close_round(person)
    plan_training(person)
    open_edition(person, held_on)
    enrol(person)
    programme.at(datetime.combine(held_on, time(13), tzinfo=ROME))
    take_attendance(person)
    close_and_certify(person)
    verify(person, download(person, tmp_path), programme)
    try_every_page(person)
    programme.at(datetime.combine(held_on + timedelta(days=60), time(10), tzinfo=UTC))
    import_round(person, workbook(tmp_path / "later.xlsx", held_on + timedelta(days=59), level=3))
    close_round(person)
    page = person(COORDINATOR, f"/it/programme/effect/{SLUG}/", "it")
    expect(page.locator("main")).to_contain_text("▲")
    expect(page.locator("main")).to_contain_text(re.compile(r"Dei suoi moduli, 1 di \d+ risultano completati"))
    expect(page.locator("main")).to_contain_text(str((held_on + timedelta(days=59)).year))
