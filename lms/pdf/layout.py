"""Flows the blocks over pages of one frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from django.utils import translation
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame

from . import styles
from .canvas import TaggedCanvas
from .figures import Stack
from .frame import PageFrame
from .keeping import with_room
from .tags import Element


@dataclass(frozen=True, slots=True)
class Pages:
    """The file as reportlab writes it, and which element each mark of each page belongs to."""

    data: bytes
    marked: Sequence[Sequence[Element]]


def draw_pages(story: Sequence[Flowable], frame: PageFrame, language: str, foot: Stack | None) -> Pages:
    """Draw all pages; `foot` stands below the text of the first one."""
    buffer, canvases = BytesIO(), []

    def make_canvas(*args: Any, **kwargs: Any) -> TaggedCanvas:
        canvases.append(TaggedCanvas(*args, foot=frame.draw_foot, **kwargs))
        return canvases[0]

    template = BaseDocTemplate(buffer, pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT))
    template.addPageTemplates([_first_page(frame, foot), _page("later", frame)])
    with translation.override(language):
        template.build(with_room(story), canvasmaker=make_canvas)
    return Pages(buffer.getvalue(), canvases[0].marked)


def _first_page(frame: PageFrame, foot: Stack | None) -> PageTemplate:
    reserved = foot.wrap(styles.WIDTH, styles.HEIGHT)[1] if foot else 0.0
    page = _page("first", frame, reserved)
    page.autoNextPageTemplate = "later"
    if foot:
        page.onPageEnd = partial(_draw_first_foot, foot)
    return page


def _page(name: str, frame: PageFrame, reserved: float = 0.0) -> PageTemplate:
    room = Frame(
        *(styles.SIDE, styles.BOTTOM + reserved, styles.WIDTH, styles.HEIGHT - reserved),
        *(0, 0, 0, 0),  # no padding: the margins are the page's
    )
    return PageTemplate(id=name, frames=[room], onPage=partial(_draw_head, frame))


def _draw_head(frame: PageFrame, canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
    frame.draw_head(canvas)


def _draw_first_foot(foot: Stack, canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
    foot.drawOn(canvas, styles.SIDE, styles.BOTTOM)
