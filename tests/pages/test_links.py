"""Links that staff write: no script, no other site behind a button, no button that leads nowhere."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from lms.pages.blocks import TEXT_FEATURES, CallToActionBlock, VideoLinkBlock
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_pages import plant_site

pytestmark = pytest.mark.django_db
WORDS = {"text": "Testo", "label": "Vai"}
ELSEWHERE = [
    "javascript:alert(1)",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "it/",
    "\\\\evil",
    "/a b",
]
ELSEWHERE += ["/it/\x00", "/\tevil", "/it/\n", " /it/", "/\n/evil.example"]


def button(**where):
    block = CallToActionBlock()
    return block, block.to_python(WORDS | {"page": None, "path": ""} | where)


def shown(**where):
    block, value = button(**where)
    return block.render(value)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_address_that_is_not_on_this_site_is_refused_and_never_shown(path):
    block, value = button(path=path)
    if path.strip() == path:  # blanks around it are taken off by the form itself
        with pytest.raises(ValidationError) as refusal:
            block.clean(value)
        assert list(refusal.value.block_errors) == ["path"]
    assert "<a" not in block.render(value)


@pytest.mark.parametrize("path", ["/", "/it/clusters/", "/it/search/?q=a%20b#x"])
def test_address_on_this_site_is_shown(path):
    block, value = button(path=path)
    assert f'href="{path}"' in block.render(block.clean(value))


@pytest.mark.parametrize("where", ["neither", "both"])
def test_exactly_one_of_page_and_address(where):
    page = plant_site()["it"]
    block, value = button(**({"page": page.pk, "path": "/it/"} if where == "both" else {}))
    with pytest.raises(ValidationError) as refusal:
        block.clean(value)
    assert list(refusal.value.block_errors) == ["page"]


def test_page_that_is_gone_leaves_no_empty_button():
    page = plant_site()["it"]
    assert f'href="{page.url}"' in shown(page=page.pk)
    Page.objects.filter(pk=page.pk).update(live=False)
    assert "<a" not in shown(page=page.pk)
    page.delete()
    assert "<a" not in shown(page=page.pk)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://video.example/1", "ftp://video.example", "data:text/html,x"]
)
def test_video_is_linked_over_https_only(url):
    block = VideoLinkBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"url": url, "title": "Video", "duration": ""}))


def test_editor_of_text_keeps_no_script():
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    block = {"key": "a", "text": "qui", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"key": 0, "offset": 0, "length": 3}]
    content = json.dumps({"entityMap": {"0": link}, "blocks": [block]})
    assert "javascript" not in ContentstateConverter(TEXT_FEATURES).to_database_format(content)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://cluster.example", "ftps://cluster.example"])
def test_website_of_a_cluster_is_one_that_a_browser_opens(client, url):
    cluster = ClusterFactory()
    client.force_login(person_with(Role.COORDINATOR))
    answer = client.post(reverse("cluster_admin:edit", args=[cluster.pk]), {"website": url})
    assert answer.context["form"].errors["website"]
