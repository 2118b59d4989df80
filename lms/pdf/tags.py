"""What a document is made of, for those who do not see it: elements, and which marks on the pages belong to them.

Whatever is drawn stands either in `content()`, which belongs to an element, or in `artifact()`, which screen readers
skip. Elements are made in reading order while the document is put together; marks are added when pages are drawn.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .canvas import TaggedCanvas

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered piece of a page; pages count from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Area:
    """Where a link may be clicked."""

    page: int
    box: Box


@dataclass(eq=False, slots=True)
class Element:
    """One element of the structure (PDF 1.7, 14.8.4) with its children in reading order.

    `alt` stands for a figure, `language` where it is not the document's, `scope` says what a table header heads,
    `box` where a figure was drawn, `address` where a link leads.
    """

    kind: str
    alt: str = ""
    language: str = ""
    scope: str = ""
    address: str = ""
    box: Box | None = None
    kids: list["Element | Mark | Area"] = field(default_factory=list)

    def add(self, kind: str, **said: Any) -> "Element":
        """Append and return a child."""
        child = Element(kind, **said)
        self.kids.append(child)
        return child

    @property
    def first_mark(self) -> Mark | None:
        """Where the element begins; none when nothing of it was drawn."""
        for kid in self.kids:
            found = kid.first_mark if isinstance(kid, Element) else kid if isinstance(kid, Mark) else None
            if found is not None:
                return found
        return None

    def walk(self) -> Iterator["Element"]:
        """Return this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


@contextmanager
def content(canvas: "TaggedCanvas", element: Element | None) -> Iterator[None]:
    """What is drawn inside belongs to the element; without one it is an artifact."""
    if element is None:
        with artifact(canvas):
            yield
        return
    mark = canvas.next_mark(element)
    element.kids.append(mark)
    canvas.addLiteral(f"/{element.kind} <</MCID {mark.number}>> BDC")
    yield
    canvas.addLiteral("EMC")


@contextmanager
def artifact(canvas: "TaggedCanvas", kind: str = "") -> Iterator[None]:
    """What is drawn inside is decoration; `kind` is Header or Footer for what repeats on each page."""
    canvas.addLiteral(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC" if kind else "/Artifact BMC")
    yield
    canvas.addLiteral("EMC")
