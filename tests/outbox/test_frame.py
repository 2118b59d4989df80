"""The frame of a mail gives its address beside the button, once."""

import pytest

from lms.outbox.mail import html_of
from lms.outbox.models import Message


@pytest.mark.parametrize("text", ["Come in.", "Come in:\n\nhttps://academy.example/en/in/?a=1&b=2\n\nIt works once."])
def test_plain_address_stands_once_in_the_page(text, settings):
    settings.BASE_URL = "https://academy.example"
    page = html_of(Message(topic="account", language="en", subject="Come", text=text, link="/en/in/?a=1&b=2"))
    address = "https://academy.example/en/in/?a=1&amp;b=2"
    assert page.count(f'href="{address}"') == (1 if "https" in text else 2)
    assert page.replace(f'href="{address}"', "").count(address) == 1
    assert ("If the button does not work" in page) == ("https" not in text)
