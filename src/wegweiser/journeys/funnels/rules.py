"""A funnel as its queries need it: codes instead of names, who comes before whom, and the windows as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wegweiser.domain.funnels import Funnel, Order, Ties, Unit
from wegweiser.warehouse import Dialect


@dataclass(frozen=True)
class Rule:
    """A funnel with the codes of its steps and of what it excludes; places count from 1."""

    funnel: Funnel
    codes: tuple[int, ...]
    excluded: tuple[int, ...]
    dialect: Dialect

    @property
    def places(self) -> range:
        """All places."""
        return range(1, len(self.codes) + 1)

    @property
    def required(self) -> tuple[int, ...]:
        """The places that may not be skipped."""
        return tuple(place + 1 for place in self.funnel.required)

    @property
    def strict(self) -> bool:
        """True where nothing may come between."""
        return self.funnel.order == Order.STRICT

    @property
    def neighbours(self) -> bool:
        """True where contacts directly after one another have numbers that are; a held value leaves others out."""
        return self.funnel.hold is None

    @property
    def by_moment(self) -> bool:
        """True where contacts of one moment are looked at together and not in the order of the log."""
        return self.funnel.ties != Ties.IN_ORDER

    @property
    def attempts(self) -> bool:
        """True where each attempt is counted."""
        return self.funnel.unit == Unit.ATTEMPT

    def code(self, place: int) -> int:
        """Return the touchpoint of a place."""
        return self.codes[place - 1]

    def before(self, place: int) -> tuple[int, ...]:
        """Return the places from which a place can be reached: the last required one, and optional ones after it."""
        last = max(required for required in self.required if required < place)
        return tuple(range(last, place))

    def start(self, places: tuple[int, ...]) -> str:
        """Return the latest start of a contact that stands at one of several places."""
        starts = [f"start_{place}" for place in places]
        return starts[0] if len(starts) == 1 else f"coalesce({', '.join(starts)})"

    @property
    def log(self) -> tuple[str, ...]:
        """The columns that part the log into what is read on its own."""
        held = ("held",) if self.funnel.hold else ()
        return ("profile_id", *(("session",) if self.funnel.unit == Unit.SESSION else ()), *held)

    @property
    def ways(self) -> tuple[str, ...]:
        """The columns within which steps follow each other: no excluded contact lies within."""
        return (*self.log, *(("block",) if self.excluded else ()))

    @property
    def counted(self) -> tuple[str, ...]:
        """The columns that tell one counted unit from another."""
        if self.attempts:
            return (*self.ways, "attempt")
        return tuple(column for column in self.log if column != "held")

    def timely(self, place: int, start: str, before: str) -> str:
        """Return the condition that a contact at a place is within the windows, as something to put after `and`."""
        gap = self.funnel.gaps[place - 1]
        said = "" if self.funnel.within is None else f" and occurred_at <= {start} + {self._length(self.funnel.within)}"
        return said + ("" if gap is None else f" and occurred_at <= {before} + {self._length(gap)}")

    def due(self, place: int, start: str) -> str:
        """Return until when a contact from which a place can be reached leaves that open."""
        gaps = [gap for before in self.before(place) for gap in self.funnel.gaps[before:place] if gap is not None]
        whole = None if self.funnel.within is None else f"{start} + {self._length(self.funnel.within)}"
        next_one = f"occurred_at + {self._length(max(gaps))}" if gaps else None
        if whole and next_one:
            return f"case when {whole} < {next_one} then {whole} else {next_one} end"
        return str(whole or next_one)

    def longest(self, place: int) -> float:
        """Return the most seconds a place can be away from the one before it."""
        gap, whole = self.funnel.gaps[place - 1], self.funnel.within
        return min(length.total_seconds() for length in (gap, whole) if length is not None)

    def _length(self, length: timedelta) -> str:
        return self.dialect.interval(length)
