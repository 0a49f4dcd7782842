"""Channels and touchpoints weighed against each other, for everybody and for each persona."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from wegweiser.domain.attribution import By
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.feelings import Feeling
from wegweiser.i18n import both
from wegweiser.journeys import JOURNEY, STEP, Registry
from wegweiser.levers.channels.counting import Scope, ends, everyone, met
from wegweiser.levers.channels.priority import counts, ranked
from wegweiser.levers.channels.reaching import placed, reached
from wegweiser.warehouse import Result, Table, Warehouse

NOTE = (
    "Priority = reach x importance x gap x 1,000, towards goal {goal}; 95 % interval over customers. Importance is "
    "stated, or derived: the correlation of meeting it and converting, which goes together and proves no effect. Gap: "
    "expectation less experience, or the share of contacts a lost journey ends with, above that of all. Steps that "
    "lead to the goal by construction are left out; nothing is said of fewer than {few} customers."
)
REACH = "Customers with at least one contact on the channel, of all customers with any contact."
PHASES = "Contacts on the channel, by the phase they fall into."
_COLUMNS = {
    "persona": pa.string(),
    "item": pa.string(),
    "customers": pa.int64(),
    "of": pa.int64(),
    **dict.fromkeys(("reach", "reach_lo", "reach_hi", "importance"), pa.float64()),
    "importance_from": pa.string(),
    "gap": pa.float64(),
    "gap_from": pa.string(),
    **dict.fromkeys(("priority", "priority_lo", "priority_hi", "top3", "odi"), pa.float64()),
}


class Channels:
    """Answers which touchpoints and channels deserve work first; `member` tells the personas of profiles apart."""

    def __init__(self, warehouse: Warehouse, registry: Registry, member: Table | None = None) -> None:
        self._warehouse, self._registry, self._member = warehouse, registry, member

    def priority(self, goal: str, by: By = By.TOUCHPOINT, feelings: Sequence[Feeling] = ()) -> Result:
        """Return per persona and item: customers, reach, importance, gap, priority with its interval, top3, odi.

        Args:
            goal: what converting means.
            by: touchpoints, or their channels.
            feelings: what people stated; where nobody was asked, importance and gap are derived.

        Raises:
            UnknownName: no goal is called so.
        """
        aim = self._registry.goal(goal)
        asked = self._scope(goal, by)
        rows = [self._warehouse.run(question(asked)).rows() for question in (met, everyone, ends)]
        found: list[dict[str, Any]] = []
        for counted in counts(*rows):
            found += ranked(counted, feelings)
        table = pa.Table.from_pylist(found, pa.schema(_COLUMNS))
        return Result("priority", table, both(NOTE, goal=aim.name, few=SUPPRESSED_BELOW))

    def reach(self) -> Result:
        """Return per channel: customers met, contacts, of (all customers)."""
        return self._warehouse.run(reached(self._warehouse.table(STEP), self._codes()), note=both(REACH))

    def phases(self) -> Result:
        """Return per channel and place of a phase: contacts."""
        return self._warehouse.run(placed(self._warehouse.table(STEP), self._codes()), note=both(PHASES))

    def _codes(self) -> Table:
        items = self._registry.touchpoints
        return self._warehouse.offer(
            "channel_touchpoint",
            pa.table(
                {
                    "touchpoint_id": pa.array(range(len(items)), pa.int16()),
                    "id": pa.array([one.id for one in items], pa.string()),
                    "channel": pa.array([one.channel for one in items], pa.string()),
                    "structural": pa.array([one.structural for one in items], pa.bool_()),
                }
            ),
        )

    def _scope(self, goal: str, by: By) -> Scope:
        return Scope(
            step=self._warehouse.table(STEP),
            journey=self._warehouse.table(JOURNEY),
            touchpoint=self._codes(),
            goal_id=self._registry.goal_id(goal),
            reaching=self._registry.goal_touchpoints(self._registry.goal(goal)),
            by_channel=by is By.CHANNEL,
            member=self._member,
        )
