"""One answer to one indicator, and whether two people who answer at the same time contradict each other."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NOT_ASSESSED = "none"
LONGEST_EVIDENCE = 3000


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands for an indicator: nothing said yet, "not assessed" (answered without a level), or a level."""

    is_answered: bool = False
    level: Decimal | None = None
    evidence: str = ""

    @property
    def key(self) -> str:
        """The answer as the form says it: a level such as "3", "none" for not assessed, nothing for no answer."""
        if not self.is_answered:
            return ""
        return NOT_ASSESSED if self.level is None else level_key(self.level)

    @property
    def mark(self) -> str:
        """What a page that shows this answer sends back, so that a change in between is noticed."""
        return hashlib.sha256(f"{self.key}\n{self.evidence}".encode()).hexdigest()[:16]


def level_key(level: Decimal) -> str:
    """Return a level as forms write it, without needless zeros."""
    return f"{level.normalize():f}" if level else "0"


def clashes(standing: Answer, wanted: Answer, seen: str) -> bool:
    """Say whether saving would silently undo what somebody else saved since the page was loaded.

    `seen` is the mark of what the page showed. Whoever wants what stands already contradicts nobody.
    """
    return standing.mark != seen and standing != wanted


def tidy_text(text: str) -> str:
    """Return a text as it is kept: line ends of one kind, no blanks around, no NUL, which a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def both_texts(texts: Sequence[tuple[str, Answer]], agreed: str = "") -> str:
    """Return what each assessor wrote, by name and level, and why they agreed on another level.

    Of assessors who give the same level, those who wrote nothing have nothing to tell.
    """
    is_equal = len({answer.key for _name, answer in texts}) == 1
    told = [(name, answer) for name, answer in texts if answer.evidence or not is_equal]
    parts = [f"{name} ({answer.key})" + (f": {answer.evidence}" if answer.evidence else "") for name, answer in told]
    return "\n\n".join([*parts, f"→ {agreed}"] if agreed else parts)
