"""What every part of the answers stands on: the tables as they are now, the registry's codes, and running a query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import pyarrow as pa

from wegweiser.collect import tables as collected
from wegweiser.errors import UnknownName
from wegweiser.i18n import LANGUAGES, Shown, Text, both, read
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.grouping import Group
from wegweiser.journeys.registry import Registry, code_table, goal_table, phase_table, rule_table
from wegweiser.journeys.tables import JOURNEY, STEP
from wegweiser.warehouse import Query, Result, Table, Warehouse


@dataclass(frozen=True)
class Asking:
    """Asks one warehouse in the words of one registry; `zone` is the customers' time zone, `group` whom it asks."""

    warehouse: Warehouse
    registry: Registry
    zone: str = "UTC"
    group: Group | None = None

    def run(self, query: Query, note: str, **values: Shown) -> Result:
        """Run a query and put the note, a message with its values, beside the rows."""
        return self.warehouse.run(query, note=self.said(note, **values))

    def said(self, note: str, **values: Shown) -> Text:
        """Return a note with its values, and whom it is about where that is not everybody."""
        said = both(note, **values)
        if self.group is None:
            return said
        only = both("Only of: {group}.", group=self.group.words)
        return {language: f"{read(said, language)} {read(only, language)}" for language in LANGUAGES}

    def goal_code(self, goal: str | None) -> int | None:
        """Return a goal's code; None where none is named.

        Raises:
            UnknownName: no goal is called so.
        """
        return None if goal is None else self.registry.goal_id(goal)

    def reaching(self, goal: str) -> tuple[int, ...]:
        """Return the codes of the touchpoints that reach a goal.

        Raises:
            UnknownName: no goal is called so.
        """
        return self.registry.goal_touchpoints(self.registry.goal(goal))

    @property
    def names(self) -> list[str]:
        """The touchpoints' ids, each at the place of its code."""
        return [touchpoint.id for touchpoint in self.registry.touchpoints]

    def spelled(self, found: Result) -> Result:
        """Return paths of codes as paths of touchpoints' ids."""
        ids = self.names
        named = pa.array([[ids[code] for code in path] for path in found.column("path")], pa.list_(pa.string()))
        place = found.columns.index("path")
        return Result(found.name, found.table.set_column(place, "path", named), found.note, found.statement)

    def events(self) -> Table:
        """Return the table of events."""
        everybody = self.warehouse.table(collected.EVENT)
        return everybody if self.group is None else self.group.event

    def rules(self) -> Table:
        """Offer which signature belongs to which touchpoint and phase."""
        rules = self.registry.rules(collected.known_signatures(self.warehouse))
        return self.warehouse.offer("journeys_rule_code", rule_table(rules))

    def tables(self) -> Tables:
        """Offer the registry's codes and return every table, as they are now."""
        warehouse, group = self.warehouse, self.group
        # A group's views read the tables of everybody, so those have to stand too.
        step, journey = warehouse.table(STEP), warehouse.table(JOURNEY)
        return Tables(
            step=step if group is None else group.step,
            journey=journey if group is None else group.journey,
            touchpoint=warehouse.offer("touchpoint_code", code_table(self.registry)),
            phase=warehouse.offer("phase_code", phase_table(self.registry)),
            goal=warehouse.offer("goal_code", goal_table(self.registry)),
            dialect=warehouse.dialect,
            beyond=None if group is None else group.beyond,
        )


def sentences(*texts: Text) -> Text:
    """Return several texts one after the other, in every language we speak."""
    return {language: " ".join(read(text, language) for text in texts) for language in LANGUAGES}


_Choice = TypeVar("_Choice", bound=StrEnum)


def one_of(choices: type[_Choice], name: str, kind: str = "unit") -> _Choice:
    """Return the choice of that name.

    Raises:
        UnknownName: there is no such choice.
    """
    known = {str(choice): choice for choice in choices}
    if name not in known:
        raise UnknownName(kind, name, known)
    return known[name]
