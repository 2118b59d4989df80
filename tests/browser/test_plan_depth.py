"""A coordinator wants one module, leaves another out, reads the curve, notes why, compares and publishes."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COORDINATOR = "coordinator@clus3.example"
PLAN = "/en/clusters/cbm/plan/"
WANTED, LEFT_OUT = "The management team: people, skills, continuity", "Communication and web presence"


def test_coordinator_weighs_a_plan_and_publishes_it(visit, check_accessibility):
    page = visit(f"{PLAN}edit/", COORDINATOR, locale="en-GB")
    page.get_by_label(WANTED).select_option("always in")
    page.get_by_label(LEFT_OUT).select_option("left out")
    page.get_by_role("button", name="Compute the plan").click()

    # The curve comes from the background without a reload.
    expect(page.get_by_role("img", name="Gap closed against hours")).to_be_visible()
    page.get_by_text("All points as a table").click()
    check_accessibility(page)
    point = page.get_by_role("row").filter(has_text="knee")
    hours = point.get_by_role("rowheader").inner_text().split()[0]
    point.get_by_role("link", name="Use these hours").click()
    expect(page.locator("input[name=hours]")).to_have_value(hours)
    expect(page.get_by_label(WANTED)).to_have_value("pin")
    page.get_by_role("button", name="Compute the plan").click()
    expect(page.get_by_role("img", name="Gap closed against hours")).to_be_visible()

    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("Note").fill("As agreed with the board.")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("link", name="Compare the two").click()
    removed = page.locator(".why-not > div", has_text=LEFT_OUT)
    expect(removed).to_contain_text("The coordinator left it out of version 4.")
    check_accessibility(page)

    page.goto(f"{PLAN}publish/")
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_text("As agreed with the board.")).to_be_visible()
    expect(page.get_by_text("Version 4, published on")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_versions_and_effect_fit_and_are_accessible(visit, check_accessibility, width):
    page = visit("/en/programme/effect/", COORDINATOR, width=width, locale="en-GB")
    check_accessibility(page)
    others = [f"{PLAN}versions/", f"{PLAN}compare/?left=1&right=2", f"{PLAN}?show=published", f"{PLAN}note/"]
    for path in ("/en/programme/effect/cbm/", *others):
        page.goto(path)
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
