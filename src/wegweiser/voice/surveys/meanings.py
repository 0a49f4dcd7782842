"""What one cell says under the question it answers: an answer, none, a trait, or something nobody can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wegweiser.domain.surveys import Item, Metric, Role
from wegweiser.i18n import read
from wegweiser.voice.surveys import codes
from wegweiser.voice.surveys.profiles import as_number

ANSWERED, MISSING, UNUSED = "answered", "missing", "unused"
OFF_SCALE, UNKNOWN_CODE, UNREADABLE = "off_scale", "unknown_code", "unreadable_answer"
_CHOSEN = frozenset({Metric.CHOICE, Metric.YES_NO})
_EMPTY = frozenset({"n a", "na", "none", "nothing", "no", "nein", "keine", "nichts", "k a", "blank"})
_TOLD = 20
"""A choice among so many answers is also something known of the person who chose."""


@dataclass(frozen=True)
class Meaning:
    """What a value means: its state with the number, the words known of the person, or what is wrong with it."""

    value: float | None = None
    state: str | None = None
    trait: str | None = None
    problem: str | None = None


class Reader:
    """Reads the cells of one item.

    Example:
        >>> from wegweiser.domain.surveys import Scale
        >>> food = Reader(Item("food", "Food", Role.ANSWER, (), Metric.SATISFACTION, Scale(1, 5, (0,), (6,))))
        >>> [food.read(said).state or food.read(said).problem for said in ("4", "0", "6", "BLANK", "9")]
        ['answered', 'missing', 'unused', 'missing', 'off_scale']
    """

    def __init__(self, item: Item) -> None:
        self._item = item
        self._labels = {codes.same(name): code for code, text in item.levels.items() for name in _names(text) if name}
        self._numbers = {number: code for code in item.levels if (number := as_number(code)) is not None}

    @property
    def silent(self) -> bool:
        """Whether an empty cell is an answer not given: no code of the question says so."""
        item = self._item
        return item.role is Role.ANSWER and item.metric not in _CHOSEN and not (item.scale and item.scale.missing)

    def read(self, said: str) -> Meaning:
        """Return what a cell means."""
        if not said:
            return Meaning(state=MISSING) if self.silent else Meaning()
        return self._trait(said) if self._item.role is Role.TRAIT else self._answer(said)

    def _answer(self, said: str) -> Meaning:
        number = as_number(said)
        if number is None and (code := self._code(said)) is not None:
            number = as_number(code)
        if number is None:
            return _worded(said)
        scale = self._item.scale
        if scale and number in scale.unused:
            return Meaning(state=UNUSED)
        if (scale and number in scale.missing) or self._says_nothing(number):
            return Meaning(state=MISSING)
        if self._item.role is Role.CODED or self._item.metric in _CHOSEN:
            return self._chosen(number)
        return Meaning(number, ANSWERED) if scale is None or scale.answers(number) else Meaning(problem=OFF_SCALE)

    def _chosen(self, number: float) -> Meaning:
        if self._numbers and number not in self._numbers:
            return Meaning(state=MISSING) if number == 0 else Meaning(problem=UNKNOWN_CODE)
        label = read(self._item.levels[self._numbers[number]], "en") if self._numbers else None
        known = self._item.role is Role.ANSWER and 0 < len(self._item.levels) <= _TOLD
        return Meaning(number, ANSWERED, label if known else None)

    def _trait(self, said: str) -> Meaning:
        """Traits are told in words: the label of a code, or what stands in the cell."""
        code = said if said in self._item.levels else self._code(said)
        number = as_number(said)
        if code is None and number is not None and self._numbers:
            code = self._numbers.get(number)
            if code is None:
                return Meaning() if number == 0 else Meaning(problem=UNKNOWN_CODE)
        label = read(self._item.levels[code], "en") if code is not None else said
        nothing = codes.is_missing(label) or (number == 0 and not self._numbers and not label.strip("0"))
        return Meaning() if nothing else Meaning(trait=label or said)

    def _code(self, said: str) -> str | None:
        return self._labels.get(codes.same(said))

    def _says_nothing(self, number: float) -> bool:
        """Tell whether the code's label says that no answer was given, where no scale lists such codes."""
        code = self._numbers.get(number)
        label = read(self._item.levels[code], "en") if code is not None else ""
        return self._item.scale is None and bool(label) and codes.is_missing(label)


def _worded(said: str) -> Meaning:
    """Read words that are no label of a code."""
    if codes.is_unused(said):
        return Meaning(state=UNUSED)
    return Meaning(state=MISSING) if codes.is_missing(said) else Meaning(problem=UNREADABLE)


def _names(text: str | dict[str, str]) -> Iterable[str]:
    return (text,) if isinstance(text, str) else tuple(text.values())


def says_nothing(text: str) -> bool:
    """Return whether a comment says no more than that there is none.

    Example:
        >>> says_nothing("n/a"), says_nothing("-"), says_nothing("No signs to the gate")
        (True, True, False)
    """
    words = codes.same(text)
    return not any(c.isalpha() for c in words) or words in _EMPTY


def meanings(item: Item, values: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    """Yield every value with what it means under an item."""
    reader = Reader(item)
    for value in values:
        yield value, reader.read(value)
