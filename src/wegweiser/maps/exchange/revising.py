"""What people changed in a workbook, as a plan: ids are kept, rows without one are new, removed ones are removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell
from wegweiser.errors import UnsupportedClaim
from wegweiser.i18n import Text, read
from wegweiser.maps.exchange.columns import Kind
from wegweiser.maps.exchange.reviser import slug
from wegweiser.maps.exchange.revising_things import Things
from wegweiser.maps.exchange.sheets_read import Row, Table, day_in
from wegweiser.maps.exchange.workbook import Base
from wegweiser.maps.plan import Plan


def revised(found: tuple[Table, ...], base: Base) -> tuple[Plan, list[Text]]:
    """Return the plan of a workbook as it stands now, and what was not taken."""
    one = _Revision(found, base)
    return one.plan(), one.remarks


class _Revision(Things):
    """Goes through the sheets, phases and lanes first, for the others name them."""

    def plan(self) -> Plan:
        """Return the plan after every change."""
        was = self.base.plan
        phases = self._own("phases", was.phases, lambda phase: phase.id, self._phase) or was.phases
        lanes = self._own("lanes", was.lanes, lambda lane: lane.id, self._lane) or was.lanes
        self._name(Kind.PHASE, {phase.id: phase.name for phase in phases})
        self._name(Kind.LANE, {lane.id: lane.title for lane in lanes})
        self.phases, self.lanes = [phase.id for phase in phases], [lane.id for lane in lanes]
        steps = self._own("steps", was.steps, lambda step: step.id, self._step)
        cards = self._own("touchpoints", was.touchpoints, lambda card: f"{card.id}@{card.phase}", self._card)
        metrics = self._own("metrics", was.metrics, lambda metric: metric.id, self._metric)
        evidence = self._own("evidence", was.evidence, lambda one: one.id, self._evidence)
        return replace(
            self._fields(was),
            phases=phases,
            lanes=lanes,
            steps=self._placed("steps", steps),
            touchpoints=self._placed("touchpoints", cards),
            metrics=self._placed("metrics", metrics),
            evidence=evidence,
            curve=self._curve(was),
            cells=self._cells(was),
            hide=tuple(dict.fromkeys(self.hide)),
        )

    def _cells(self, was: Plan) -> tuple[Cell, ...]:
        """Return the cells with the claims of the rows; what nobody touched stays as it was written."""
        rows = self.rows["claims"]
        known = {claim.id: (cell, claim) for cell in was.cells for claim in cell.claims}
        groups: dict[tuple[str, str], list[Claim]] = {}
        if rows is None:
            for cell, claim in known.values():
                groups.setdefault((cell.lane, cell.phase), []).append(claim)
        for row in rows or ():
            self._refuse_fixed("claims", row)
            if row.generated and not self._reworded("claims", row):
                continue
            place, made = self._claim(row, known)
            if made is not None:
                groups.setdefault(place, []).append(made)
        if rows is not None:
            self._hide("claims", rows)
        lost = [place for place in groups if place[0] not in self.lanes or place[1] not in self.phases]
        if lost:
            self._gone("claims", sum(len(groups.pop(place)) for place in lost))
        return tuple(_woven(was, groups, self.lanes, self.phases))

    def _claim(self, row: Row, known: dict[str, tuple[Cell, Claim]]) -> tuple[tuple[str, str], Claim | None]:
        line = row.before
        _, old = known.get(line.id, (None, None)) if line else (None, None)
        before = (str(line.values["lane"]), str(line.values["phase"])) if line else ("", "")
        place = before
        if not row.generated:
            lane = self._where("claims", row, Kind.LANE, before[0])
            place = lane, self._where("claims", row, Kind.PHASE, before[1])
        text = self._text(row, "text", old.text if old else self._measured(row, "text"))
        if not text or not all(place):
            self._lost("claims", row, text)
            return place, None
        taken = {one.id for one in self.base.lines["claims"]}
        name = line.id if line else slug(read(text, "en"), taken, f"cl_{place[0]}_{place[1]}"[:40])
        one = old or Claim(id=name, text=text)
        detail = self._maybe(row, "detail", one.detail or self._measured(row, "detail") or None)
        if row.generated:
            return place, replace(one, text=text, detail=detail)
        return place, self._supported(row, replace(one, text=text, detail=detail))

    def _supported(self, row: Row, old: Claim) -> Claim:
        """Return the claim with its facts; with its old status where the new one lacks what it needs."""
        facts: dict[str, Any] = {
            "n": self._whole("claims", row, "n", old.n),
            "kind": self._choice("claims", row, "kind", old.kind),
            "impact": self._choice("claims", row, "impact", old.impact),
        }
        for key in ("as_of", "valid_until"):
            if key in row.changed:
                facts[key] = day_in(row.values[key])
        if "evidence" in row.changed:
            facts["evidence"] = (
                tuple(re.split(r"[\s,;]+", row.text("evidence").strip())) if row.text("evidence") else ()
            )
        if "author" in row.changed:
            facts["author"] = self._open("claims", row, "author") or old.author
        status = Status(self._choice("claims", row, "status", old.status.value))
        try:
            return replace(old, status=status, **facts)
        except UnsupportedClaim:
            told = "its status needs evidence, and a measured one also n and a day; the old one stays"
            self._remark("claims", row, told)
            return old


def _woven(
    was: Plan, groups: dict[tuple[str, str], list[Claim]], lanes: list[str], phases: list[str]
) -> Iterator[Cell]:
    """Yield the cells in their old order, then the new ones; a place nobody changed keeps its cells."""
    done = set()
    for cell in was.cells:
        place = cell.lane, cell.phase
        if cell.lane not in lanes or cell.phase not in phases:
            continue
        if tuple(groups.get(place, ())) == was.cell(*place).claims:
            done.add(place)
            yield cell
        elif place not in done:
            done.add(place)
            claims = tuple(groups.get(place, ()))
            if claims or was.cell(*place).looked:
                yield Cell(lane=cell.lane, phase=cell.phase, claims=claims, looked=was.cell(*place).looked)
    for (lane, phase), found in groups.items():
        if (lane, phase) not in done:
            yield Cell(lane=lane, phase=phase, claims=tuple(found))
