"""From a workbook to the reasons of a plan, in a real browser; then every page at two widths in both languages."""

import openpyxl
import pytest
from playwright.sync_api import expect

from lms.settings.environment import ROOT

pytestmark = pytest.mark.browser

COORDINATOR = "coordinator@clus3.example"
SAN_DANIELE = "manager.sandaniele@clus3.example"
SEDIA = "manager.sedia@clus3.example"
CHAIRS = "/en/clusters/asdi-sedia/"


def workbook(path, **cells):
    """Save the second round as one of another day, with these cells changed."""
    book = openpyxl.load_workbook(ROOT / "demo/benchmarks/benchmark_2016.xlsx")
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.is_date:
                cell.value = cell.value.replace(year=2018)
    for address, value in cells.items():
        sheet[address] = value
    book.save(path)
    return path


def upload(visit, path):
    page = visit("/admin/benchmark-import/", COORDINATOR)
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    return page


def test_coordinator_reads_what_is_wrong_then_imports(visit, tmp_path):
    page = upload(visit, workbook(tmp_path / "broken.xlsx", C12="many"))
    expect(page.get_by_text("Non è stato importato nulla.")).to_be_visible()
    expect(page.get_by_role("cell", name="C12", exact=True)).to_be_visible()
    page = upload(visit, workbook(tmp_path / "good.xlsx"))
    expect(page.get_by_text("Non è ancora stato scritto nulla")).to_be_visible()
    page.get_by_role("button", name="Conferma l'importazione").click()
    expect(page.locator(".import-done")).to_be_visible()


def test_needs_of_the_chair_district_become_a_published_plan(visit):
    page = visit(f"{CHAIRS}needs/", COORDINATOR, locale="en-GB")
    page.get_by_role("button", name="Confirm these gaps").click()
    expect(page.get_by_role("link", name="Make the plan")).to_be_visible()
    page.get_by_role("link", name="Drop", exact=False).first.click()
    page.locator("main form textarea, main form input[type=text]").first.fill("Not a matter of training")
    page.get_by_role("button", name="Drop this need").click()
    expect(page.get_by_role("heading", name="Dropped needs")).to_be_visible()
    compute(page, "40")
    publish(page)
    compute(page, "24,5")
    expect(page.get_by_text("of a budget of 24.5")).to_be_visible()
    publish(page)


def compute(page, hours):
    page.goto(f"{CHAIRS}plan/edit/")
    page.locator("input[name=hours]").fill(hours)
    page.get_by_role("button", name="Compute the plan").click()
    expect(page.get_by_role("link", name="Publish…")).to_be_visible()


def publish(page):
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_role("link", name="Publish…")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "heading", "other"),
    [("it-IT", "Piano formativo", "Gli altri moduli"), ("en-GB", "Training plan", "The other modules")],
)
def test_manager_reads_the_reasons_in_both_languages(visit, locale, heading, other):
    page = visit(f"/{locale[:2]}/clusters/asdi-sedia/plan/", SEDIA, locale=locale)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    expect(page.get_by_role("heading", name=other)).to_be_visible()
    page.locator("main details summary").last.click()
    expect(page.locator("main details[open]").last).to_be_visible()


@pytest.mark.parametrize("path", ["benchmark/", "plan/", "plan/?show=draft", "needs/", "plan/edit/"])
def test_manager_of_san_daniele_knows_nothing_of_the_others(visit, path):
    page = visit("/en/desk/", SAN_DANIELE, locale="en-GB")
    answer = page.goto(f"{CHAIRS}{path}")
    assert answer.status == 404
    assert "ASDI" not in page.locator("main").inner_text()


def test_language_switch_stays_on_the_page(visit):
    page = visit("/it/clusters/cbm/?from=here")
    page.get_by_role("button", name="EN").click()
    page.wait_for_url("**/en/clusters/cbm/?from=here")
    page.goto("/it/catalogo/")
    page.get_by_role("button", name="EN").click()
    page.wait_for_url("**/en/catalogue/")


def test_keyboard_alone_reaches_the_content_and_the_menu(visit):
    page = visit("/en/", width=390, locale="en-GB")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto("/en/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Catalogue").first).to_be_visible()


PAGES = [
    (None, "/it/"),
    (None, "/en/"),
    (None, "/it/catalogo/"),
    (None, "/en/catalogue/?hours_from=abc"),
    (None, "/en/catalogue/cluster-strategy-and-implementation-plan/"),
    (None, "/it/clusters/"),
    (None, "/it/clusters/ditenave/"),
    (None, "/it/search/?q=strategia"),
    (None, "/it/account/login/"),
    (None, "/it/account/password/reset/"),
    (None, "/it/nothing-here/"),
    (SAN_DANIELE, "/it/desk/"),
    (SAN_DANIELE, "/it/clusters/san-daniele/benchmark/"),
    (SAN_DANIELE, "/en/clusters/san-daniele/plan/"),
    (COORDINATOR, "/it/desk/"),
    (COORDINATOR, "/it/benchmarks/"),
    (COORDINATOR, "/it/plans/"),
    (COORDINATOR, "/it/clusters/cbm/needs/"),
    (COORDINATOR, "/it/clusters/cbm/plan/edit/"),
]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("email", "path"), PAGES, ids=[path for _, path in PAGES])
def test_page_is_accessible_and_fits(email, path, width, visit, check_accessibility):
    page = visit(path, email, width=width)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 1
    assert page.locator("h1").count() == 1
    for summary in page.locator("details > summary").all():
        if summary.is_visible():
            summary.click()
    check_accessibility(page)
