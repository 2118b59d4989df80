"""What the page of scoring shows for one indicator: its levels as choices, what stands, what was said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .answers import NOT_ASSESSED, Answer, level_key
from .models import EvidenceFile, Indicator, IndicatorGroup, IndicatorLevel, ScaleLevel


@dataclass(frozen=True, slots=True)
class Option:
    """One level to choose from: `key` as the form sends it, and what it is for this indicator."""

    key: str
    label: str
    description: str
    is_threshold: bool
    is_minimum: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What another assessment of the cluster says of the indicator, as a reference."""

    answer: Answer
    label: str
    files: Sequence[EvidenceFile] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator while it is scored: `answer` is what is shown, `seen` the mark of what was stored by then."""

    indicator: Indicator
    options: Sequence[Option]
    answer: Answer
    seen: str
    files: Sequence[EvidenceFile] = ()
    last: Said | None = None
    self_said: Said | None = None

    @property
    def anchor(self) -> str:
        """Where the card stands on the page."""
        return f"i-{self.indicator.pk}"

    @property
    def chosen(self) -> Option | None:
        """The level that was chosen, if any."""
        return next((option for option in self.options if option.key == self.answer.key), None)

    @property
    def is_not_assessed(self) -> bool:
        """Say whether "not assessed" was said."""
        return self.answer.key == NOT_ASSESSED

    def typed(self, answer: Answer, seen: str) -> "Card":
        """Return the card as somebody filled it in, before it could be saved."""
        return replace(self, answer=answer, seen=seen)


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The cards of one group of indicators."""

    group: IndicatorGroup
    cards: Sequence[Card]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(card.answer.is_answered for card in self.cards)


def options_of(
    indicator: Indicator, scale: Sequence[ScaleLevel], described: Mapping[Decimal, IndicatorLevel]
) -> list[Option]:
    """Return the levels of an indicator, the lowest first; where it says nothing of one, the scale speaks."""
    within = [level for level in scale if indicator.min_level <= level.value <= indicator.max_level]
    threshold = _first_at(within, indicator.excellence_threshold)
    minimum = _first_at(within, indicator.minimum_requirement)
    return [
        Option(
            key=level_key(level.value),
            label=level.label,
            description=_description(level, described.get(level.value)),
            is_threshold=level.value == threshold,
            is_minimum=level.value == minimum,
        )
        for level in within
    ]


def label_of(answer: Answer, options: Iterable[Option]) -> str:
    """Return the level as the scale calls it, such as "3 – In place"; nothing for what is not a level."""
    return next((f"{option.key} – {option.label}" for option in options if option.key == answer.key), "")


def grouped(cards: Iterable[Card]) -> list[CardGroup]:
    """Return the cards group by group, in the order of the framework."""
    groups: dict[int, tuple[IndicatorGroup, list[Card]]] = {}
    for card in cards:
        groups.setdefault(card.indicator.group_id, (card.indicator.group, []))[1].append(card)
    return [CardGroup(group, members) for group, members in groups.values()]


def _first_at(scale: Sequence[ScaleLevel], asked: Decimal | None) -> Decimal | None:
    """Return the lowest level that reaches what is asked."""
    return None if asked is None else next((level.value for level in scale if level.value >= asked), None)


def _description(level: ScaleLevel, described: IndicatorLevel | None) -> str:
    return described.description if described else level.description
