"""Slices of customers: what is counted customer by customer is counted for some of them at a time, and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from wegweiser.journeys.asking import Asking
from wegweiser.journeys.tables import PARTITIONS, STEP
from wegweiser.warehouse import Result

_ID_BITS = 60
_MOST_STEPS = 4_000_000
"""So many steps are walked at a time within the memory a laptop has to spare."""


@dataclass(frozen=True)
class Slice:
    """The customers whose ids lie between two numbers, both included."""

    number: int
    lowest: int
    highest: int

    @property
    def held(self) -> str:
        """The condition that a customer is in it; sealed steps are sorted by it, so the rest is never read.

        Example:
            >>> Slice(0, 0, 99).held
            'profile_id between 0 and 99'
        """
        return f"profile_id between {self.lowest} and {self.highest}"


def slices(asking: Asking) -> tuple[Slice, ...]:
    """Return slices with few enough steps: one for a small log, and at most one per partition."""
    return cut(sum(part.rows for part in asking.warehouse.parts(STEP.kind)))


def cut(steps: int) -> tuple[Slice, ...]:
    """Return the slices of a log of so many steps.

    Example:
        >>> len(cut(0)), len(cut(5_000_000)), len(cut(10**10))
        (1, 2, 16)
    """
    pieces = 1
    while pieces < PARTITIONS and steps > pieces * _MOST_STEPS:
        pieces *= 2
    width = 2**_ID_BITS // pieces
    return tuple(Slice(number, number * width, (number + 1) * width - 1) for number in range(pieces))


def joined(results: Sequence[Result]) -> Result:
    """Return what one question gave for every slice, as one result."""
    last = results[-1]
    return Result(last.name, pa.concat_tables([one.table for one in results]), last.note, last.statement)


def summed(results: Sequence[Result], count: str) -> Result:
    """Return the same with one row per value of the other columns, whose counts are added up."""
    every = joined(results)
    if len(results) == 1:
        return every
    keys = [name for name in every.columns if name != count]
    table = every.table.group_by(keys).aggregate([(count, "sum")]).rename_columns([*keys, count])
    return Result(every.name, table, every.note, every.statement)
