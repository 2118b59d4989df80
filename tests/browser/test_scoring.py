"""Scoring by hand in a browser: what is typed is saved by itself, and neither a colleague nor a lost line undoes it."""

import pytest
from playwright.sync_api import expect

from .conftest import sign_in

pytestmark = pytest.mark.browser

DITEDI = "manager.ditedi@clus3.example"
LIST = "/en/clusters/ditedi/benchmark/score/"


def open_draft(page):
    """Open the half-filled self-assessment; return the card of an indicator without an answer."""
    page.get_by_role("link", name="Go on filling in").click()
    expect(page.get_by_text("17 of 31 answered")).to_be_visible()
    return page.locator("[data-card]").nth(20)


def level_of(card):
    return card.locator("input[name=level]:checked").get_attribute("value")


def test_answer_is_saved_by_itself_and_a_colleagues_is_not_undone(visit, check_accessibility):
    page = visit(LIST, DITEDI, locale="en-GB")
    other = visit(LIST, DITEDI, width=390, locale="en-GB")
    card, same = open_draft(page), open_draft(other)
    card.get_by_role("radio").nth(3).check()
    card.get_by_label("Evidence").fill("Verbale del 12 marzo")
    expect(card.get_by_text("Saved at")).to_be_visible()
    expect(page.get_by_text("18 of 31 answered")).to_be_visible()

    same.get_by_role("radio").nth(1).check()
    expect(same.get_by_text("this indicator was changed since you opened the page")).to_be_visible()
    expect(same.get_by_text("Verbale del 12 marzo")).to_be_visible()
    check_accessibility(other)
    same.get_by_role("button", name="Mine").click()
    expect(same.get_by_text("Saved at")).to_be_visible()

    card.get_by_role("radio").nth(4).check()
    card.get_by_role("link", name="The other one").click()
    expect(card.locator("input[name=level][value='1']")).to_be_checked()
    card.get_by_role("radio", name="Not assessed").check()
    expect(card.get_by_text("Saved at")).to_be_visible()
    page.reload()
    assert level_of(page.locator("[data-card]").nth(20)) == "none"


def test_nothing_typed_is_lost_while_the_line_is_down(site, chromium):
    context = chromium.new_context(base_url=site, locale="en-GB")
    page = context.new_page()
    sign_in(page, DITEDI, "en")
    page.goto(LIST)
    page.get_by_role("link", name="Go on filling in").click()
    card = page.locator("[data-card]").nth(22)
    context.set_offline(True)
    card.get_by_label("Evidence").fill("Scritto in azienda")
    expect(card.get_by_text("Not saved: no connection.")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("main h1").click()
    page.evaluate("document.querySelector('a.navbar-brand, header a').click()")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"], "leaving is asked about"
    context.set_offline(False)
    expect(card.get_by_text("Saved at")).to_be_visible(timeout=10_000)
    page.reload()
    expect(page.locator("[data-card]").nth(22).get_by_label("Evidence")).to_have_value("Scritto in azienda")
    context.close()
