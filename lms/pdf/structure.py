"""Writes the tree of elements into a PDF, and from each mark on a page the way back to its element."""

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from .fonts import cleaned
from .tags import Area, Element, Mark


def add_structure(pdf: Pdf, root: Element, marked: Sequence[Sequence[Element]]) -> None:
    """Add the tree; `marked[page][number]` is the element of each mark."""
    writer = _Writer(pdf)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree.K = writer.write(root, tree)
    numbers = Array()
    for page, (sheet, elements) in enumerate(zip(pdf.pages, marked, strict=True)):
        sheet.obj.StructParents = page
        sheet.obj.Tabs = Name.S
        numbers.append(page)
        numbers.append(pdf.make_indirect(Array([writer.made[id(element)] for element in elements])))
    numbers.extend(writer.links)
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(numbers) // 2
    pdf.Root.StructTreeRoot = tree


class _Writer:
    """Writes elements from the root down; `made` finds them again, `links` are the ways back from annotations."""

    def __init__(self, pdf: Pdf) -> None:
        self.made: dict[int, Any] = {}
        self.links: list[Any] = []
        self._pdf = pdf
        self._sheets = [page.obj for page in pdf.pages]

    def write(self, element: Element, parent: Any) -> Any:
        made = self._pdf.make_indirect(_described(element, parent))
        self.made[id(element)] = made
        page = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        if page is not None:
            made.Pg = self._sheets[page]
        made.K = Array([self._kid(kid, made, element, page) for kid in element.kids])
        return made

    def _kid(self, kid: Element | Mark | Area, made: Any, element: Element, page: int | None) -> Any:
        if isinstance(kid, Element):
            return self.write(kid, made)
        if isinstance(kid, Area):
            return self._link(kid, made, element)
        if kid.page == page:
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=self._sheets[kid.page], MCID=kid.number)

    def _link(self, area: Area, made: Any, element: Element) -> Any:
        sheet, key = self._sheets[area.page], len(self._sheets) + len(self.links) // 2
        annotation = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array(list(area.box)),
                Border=Array([0, 0, 0]),
                F=4,
                Contents=String(cleaned(element.alt)),
                A=Dictionary(Type=Name.Action, S=Name.URI, URI=String(element.address)),
                StructParent=key,
            )
        )
        if "/Annots" not in sheet:
            sheet.Annots = Array()
        sheet.Annots.append(annotation)
        self.links += [key, made]
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=sheet)


def _described(element: Element, parent: Any) -> Dictionary:
    said: dict[str, Any] = {"/Type": Name.StructElem, "/S": Name(f"/{element.kind}"), "/P": parent}
    if element.alt and not element.address:
        said["/Alt"] = String(cleaned(element.alt))
    if element.language:
        said["/Lang"] = String(element.language)
    if element.scope:
        said["/A"] = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
    if element.box:
        said["/A"] = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(list(element.box)))
    return Dictionary(said)
