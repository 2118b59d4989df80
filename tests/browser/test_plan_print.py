"""A printed plan holds every reason, though on the screen some are behind a click."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SAN_DANIELE = "manager.sandaniele@clus3.example"


def test_reasons_of_modules_left_out_are_on_paper(visit):
    page = visit("/en/clusters/san-daniele/plan/", SAN_DANIELE, locale="en-GB")
    reason = page.get_by_text("It is for regional officials, not for cluster managers.")
    expect(reason).to_be_hidden()

    page.emulate_media(media="print")

    expect(reason).to_be_visible()
