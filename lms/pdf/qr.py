"""A QR code as a drawing, for readers who hold paper in their hands."""

from collections.abc import Sequence
from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import black
from reportlab.lib.units import mm

from .drawing import Box, Drawing

QUIET = 4  # modules of white around it, as the standard asks


def qr_code(address: str, size: float = 26 * mm) -> Drawing:
    """Draw an address (ASCII, as addresses are); it can be read with a seventh of it covered."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(address)
    code.make()
    module = size / (code.moduleCount + 2 * QUIET)
    rows = enumerate(code.modules, start=QUIET)
    return Drawing(size, size, [bar for place, row in rows for bar in _bars(row, place * module, module)])


def _bars(row: Sequence[bool], y: float, module: float) -> list[Box]:
    """Draw what is dark in a row; neighbours make one bar, so that no white hair is seen between them."""
    stretches = [list(found) for dark, found in groupby(range(len(row)), key=row.__getitem__) if dark]
    return [Box((QUIET + found[0]) * module, y, len(found) * module, module, fill=black) for found in stretches]
