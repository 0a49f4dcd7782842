"""A scale with its lines: which round values it shows, and where a value stands on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import width

_LABEL = Type(12, colour="ink-2", anchor="middle")
_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Values from `lo` to `hi` across a stretch of the picture; `shown` says a value in words.

    `strong` is the line everything is held against: zero, or everybody's figure.
    """

    lo: float
    hi: float
    left: float
    wide: float
    shown: Callable[[float], str]
    strong: float | None = None

    @classmethod
    def over(
        cls,
        values: Sequence[float],
        stretch: tuple[float, float],
        shown: Callable[[float], str],
        *,
        ends: tuple[float, float] | None = None,
        strong: float | None = None,
    ) -> Scale:
        """Return the scale that holds all values, or runs between fixed `ends`."""
        known = [*values, *([strong] if strong is not None else [])]
        lo, hi = ends or (min(known, default=0.0), max(known, default=1.0))
        air = 0.0 if ends else 0.05 * ((hi - lo) or 1.0)
        return cls(lo - air, hi + air, *stretch, shown, strong)

    def at(self, value: float) -> float:
        """Return where a value stands; what lies outside stands at the end."""
        return self.left + (min(max(value, self.lo), self.hi) - self.lo) / (self.hi - self.lo) * self.wide

    def marks(self) -> tuple[float, ...]:
        """Return the round values that have room for their words beside each other.

        Example:
            >>> Scale(-2, 2, 0, 300, str).marks()
            (-2, -1, 0, 1, 2)
        """
        for step in _steps(self.hi - self.lo):
            first, last = math.ceil(self.lo / step - 1e-9), math.floor(self.hi / step + 1e-9)
            found = tuple(round(i * step, 10) for i in range(first, last + 1))
            need = max((width(self.shown(value), _LABEL.size) for value in found), default=0.0) + 14
            if len(found) <= 7 and step / (self.hi - self.lo) * self.wide >= need:
                return tuple(int(value) if value == int(value) else value for value in found)
        return ()

    def drawn(self, top: float, bottom: float) -> str:
        """Return the lines from top to bottom with their words below."""
        return self.lines(top, bottom) + self.labels(bottom)

    def lines(self, top: float, bottom: float) -> str:
        """Return the lines alone; the one everything is held against is strong."""
        run = f" {n(top)}V{n(bottom)}"
        parts = [pen.path(f"M{n(self.at(value))}{run}", stroke=pen.paint("line")) for value in self.marks()]
        if self.strong is not None:
            parts.append(pen.path(f"M{n(self.at(self.strong))}{run}", stroke=pen.paint("line-2"), stroke_width=1.5))
        return "".join(parts)

    def labels(self, bottom: float) -> str:
        """Return the words of the lines below them, the outermost no further out than eight units."""
        parts, (first, last) = [], (self.left, self.left + self.wide)
        for value in self.marks():
            words = self.shown(value)
            half = width(words, _LABEL.size) / 2
            middle = min(max(self.at(value), first - 8 + half), last + 8 - half)
            parts.append(pen.text(middle, bottom + 16, words, _LABEL))
        return "".join(parts)


def _steps(wide: float) -> list[float]:
    """Return round distances, the narrowest first."""
    power = 10.0 ** math.floor(math.log10(wide / 10))
    return [power * factor * times for times in (1, 10) for factor in _ROUND]
