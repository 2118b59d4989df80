"""Shapes whose operators are known beforehand: documents made by the hundred write them without reckoning again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .canvas import TaggedCanvas


@dataclass(frozen=True, slots=True)
class Path:
    """Operators of a PDF (32000-1, 8.5) in units of `unit` points, from the upper left corner, y upwards."""

    operators: str
    unit: float

    def draw(self, canvas: "TaggedCanvas", top: float) -> None:
        """Draw them; what they set, colours included, ends with them."""
        canvas.saveState()
        canvas.translate(0, top)
        canvas.scale(self.unit, self.unit)
        canvas.addLiteral(self.operators)
        canvas.restoreState()
