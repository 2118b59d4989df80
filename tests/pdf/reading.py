"""Reads a tagged PDF back as a screen reader would: elements in their order, each with the text of its marks."""

import re
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = SHOWS_TEXT | {"S", "s", "f", "f*", "F", "B", "B*", "b", "b*", "Do", "sh", "EI"}


@dataclass
class Node:
    kind: str
    text: str = ""
    alt: str | None = None
    language: str | None = None
    scope: str | None = None
    box: list | None = None
    pages: set = field(default_factory=set)
    kids: list = field(default_factory=list)

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, kind):
        return [node for node in self.walk() if node.kind == kind]

    @property
    def whole_text(self):
        return " ".join(node.text for node in self.walk() if node.text)


class Reading:
    """The tree below `root`, the text of the artifacts of each page, and how often something was drawn untagged."""

    def __init__(self, data):
        with pikepdf.open(BytesIO(data)) as pdf:
            pages = [_Page(page) for page in pdf.pages]
            self.page_count = len(pages)
            self.artifacts = [page.artifacts for page in pages]
            self.untagged = sum(page.untagged for page in pages)
            self.language = str(pdf.Root.Lang)
            numbers = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
            self.root = _node(pdf.Root.StructTreeRoot.K, pages, numbers)
            self.fonts = {str(font.BaseFont) for page in pdf.pages for font in page.resources.Font.values()}
            self.embedded = all(
                "/FontFile2" in font.FontDescriptor for page in pdf.pages for font in page.resources.Font.values()
            )

    def said(self):
        """Every element that holds text or words for it, in reading order."""
        return [(node.kind, node.alt or node.text) for node in self.root.walk() if node.text or node.alt]

    def all(self, kind):
        return self.root.all(kind)


def bare(text):
    """Without blanks: where a line is broken says nothing."""
    return re.sub(r"\s", "", text)


class _Page:
    def __init__(self, page):
        self.texts, self.artifacts, self.untagged = {}, "", 0
        self._fonts = {name: _letters(font) for name, font in page.resources.Font.items()}
        self._read(page)

    def _read(self, page):
        open_marks, letters = [], {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                open_marks.append(int(operands[1].MCID) if name == "BDC" and "/MCID" in operands[1] else None)
            elif name == "EMC":
                open_marks.pop()
            elif name == "Tf":
                letters = self._fonts[str(operands[0])]
            elif name in PAINTS:
                self._drawn(open_marks, _shown(operands, letters) if name in SHOWS_TEXT else "")
        assert not open_marks

    def _drawn(self, open_marks, text):
        assert len(open_marks) <= 1, "marks within marks"
        if not open_marks:
            self.untagged += 1
        elif open_marks[0] is None:
            self.artifacts += text
        else:
            self.texts[open_marks[0]] = self.texts.get(open_marks[0], "") + text


def _letters(font):
    """Code -> letter, from the map that readers copy text by."""
    section = font.ToUnicode.read_bytes().split(b"beginbfchar")[1].split(b"endbfchar")[0]
    return {int(code, 16): chr(int(letter, 16)) for code, letter in re.findall(rb"<(\w+)>\s*<(\w+)>", section)}


def _shown(operands, letters):
    strings = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
    return "".join(letters[code] for part in strings if isinstance(part, pikepdf.String) for code in bytes(part))


def _node(element, pages, numbers, parent_page=None):
    page = numbers[element.Pg.objgen] if "/Pg" in element else parent_page
    about = element.get("/A", {})
    node = Node(
        kind=str(element.S)[1:],
        alt=str(element.Alt) if "/Alt" in element else None,
        language=str(element.Lang) if "/Lang" in element else None,
        scope=str(about.Scope)[1:] if "/Scope" in about else None,
        box=[float(edge) for edge in about.BBox] if "/BBox" in about else None,
    )
    for kid in element.K:
        if isinstance(kid, int):
            _take(node, pages, page, kid)
        elif kid.get("/Type") == "/MCR":
            _take(node, pages, numbers[kid.Pg.objgen], int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            node.kids.append(Node("OBJR", alt=str(kid.Obj.Contents), text=str(kid.Obj.A.URI)))
        else:
            node.kids.append(_node(kid, pages, numbers, page))
    return node


def _take(node, pages, page, number):
    node.text += (" " if node.text else "") + pages[page].texts.pop(number, "")
    node.pages.add(page)
