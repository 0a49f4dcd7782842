"""A plan taken apart into single things with their places, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeAlias

import msgspec

from wegweiser.domain.editing import Thing
from wegweiser.domain.journey_maps import CurvePoint
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.maps.plan import Plan

Shelf: TypeAlias = dict[str, Any]
"""Things by id in their order, each as JSON holds it."""
Shelves: TypeAlias = dict[tuple[Thing, str], Shelf]
"""By kind of thing and where it stands: a claim in `<lane>/<phase>`, cards, steps and metrics in their phase."""
_LISTS = {
    Thing.PHASE: "phases", Thing.LANE: "lanes", Thing.STEP: "steps", Thing.TOUCHPOINT: "touchpoints",
    Thing.METRIC: "metrics", Thing.POINT: "curve", Thing.HIDDEN: "hide", Thing.SEEN: "seen",
    Thing.OLDER: "older",
}  # fmt: skip
_PHASED = (Thing.STEP, Thing.TOUCHPOINT, Thing.METRIC)
UNORDERED = frozenset({Thing.FIELD, Thing.PLACED, Thing.HIDDEN, Thing.SEEN, Thing.OLDER})
_APART = {*_LISTS.values(), "cells", "placed"}


def apart(plan: Plan) -> Shelves:
    """Return every single thing of a plan by its kind and place."""
    shelves: Shelves = {(thing, ""): dict(_listed(thing, plan)) for thing in _LISTS if thing not in _PHASED}
    for thing in _PHASED:
        for name, item in _listed(thing, plan):
            shelves.setdefault((thing, item["phase"]), {})[name] = item
    fields = {name: getattr(plan, name) for name in plan.__struct_fields__ if name not in _APART}
    shelves[Thing.FIELD, ""] = {n: _json(v) for n, v in sorted(fields.items()) if v != _defaults()[n]}
    shelves[Thing.PLACED, ""] = dict(sorted(plan.placed.items()))
    looked = sorted({f"{cell.lane}/{cell.phase}" for cell in plan.cells if cell.looked})
    if looked:
        shelves[Thing.FIELD, ""]["looked"] = looked
    for cell in plan.cells:
        shelf = shelves.setdefault((Thing.CLAIM, f"{cell.lane}/{cell.phase}"), {})
        shelf |= {claim.id: _json(claim) for claim in cell.claims}
    return shelves


@cache
def _defaults() -> dict[str, Any]:
    """Return what each field of a plan is where nobody said anything."""
    return {field.name: field.default for field in msgspec.structs.fields(Plan)}


def together(shelves: Shelves) -> Plan:
    """Return the plan made of the things; what stands in phases is in the order of these."""
    fields = dict(shelves[Thing.FIELD, ""])
    looked = set(fields.pop("looked", ()))
    for thing, name in _LISTS.items():
        rows = shelves[Thing.PHASE, ""] if thing in _PHASED else [""]
        fields[name] = [item for row in rows for item in shelves.get((thing, row), {}).values()]
    fields["placed"] = shelves[Thing.PLACED, ""]
    fields["curve"] = list(_on_curve(shelves))
    cells = []
    for lane in shelves[Thing.LANE, ""]:
        for phase in shelves[Thing.PHASE, ""]:
            place = f"{lane}/{phase}"
            claims = list(shelves.get((Thing.CLAIM, place), {}).values())
            if claims or place in looked:
                cells.append({"lane": lane, "phase": phase, "claims": claims, "looked": place in looked})
    plan = msgspec.convert(fields | {"cells": cells}, Plan)
    return msgspec.structs.replace(plan, lanes=DEFAULT_LANES) if plan.lanes == DEFAULT_LANES else plan


def tidy(plan: Plan) -> Plan:
    """Return the plan as it is put together: phase by phase, one cell per place; nothing a person wrote changes."""
    return together(apart(plan))


def point_ids(plan: Plan) -> tuple[str, ...]:
    """Return the id of each point of the assumed curve, in order."""
    return tuple(name for name, _ in _listed(Thing.POINT, plan))


def dangling(shelves: Shelves) -> tuple[str, ...]:
    """Return the things that stand in a phase or lane the plan has not."""
    phases, lanes = shelves[Thing.PHASE, ""], shelves[Thing.LANE, ""]
    places = {f"{lane}/{phase}" for lane in lanes for phase in phases}
    found = [
        f"{thing}:{name}"
        for (thing, _), shelf in shelves.items()
        if thing in {*_PHASED, Thing.POINT}
        for name, item in shelf.items()
        if item["phase"] and item["phase"] not in phases
    ]
    found += [f"placed:{name}" for name, to in shelves[Thing.PLACED, ""].items() if to not in phases]
    claims = ((place, shelf) for (thing, place), shelf in shelves.items() if thing is Thing.CLAIM)
    return (*found, *(f"claim:{name}" for place, shelf in claims if place not in places for name in shelf))


def _listed(thing: Thing, plan: Plan) -> Iterator[tuple[str, Any]]:
    items = getattr(plan, _LISTS[thing]) if thing is not Thing.POINT else ()
    for item in sorted(set(items)) if thing in UNORDERED else items:
        name = item if isinstance(item, str) else item.id
        yield (f"{name}@{item.phase}" if thing is Thing.TOUCHPOINT else name), _json(item)
    if thing is Thing.POINT:
        yield from _points(plan)


def _points(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Yield the points of the curve by their phase, so that they go with it where it goes."""
    used: set[str] = set()
    phases = [phase.id for phase in plan.phases]
    for point in plan.curve:
        column = int(point.x) if 0 <= point.x < len(phases) else -1
        phase = phases[column] if column >= 0 else ""
        at = round(point.x - column, 4) if phase else point.x
        name = f"{point.persona or ''}/{point.series}/{phase}/{at:g}"
        name = next(n for n in _numbered(name) if n not in used)
        used.add(name)
        yield name, {k: v for k, v in _json(point).items() if k != "x"} | {"phase": phase, "at": at}


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}#{i}" for i in range(2, 1_000_000))


def _on_curve(shelves: Shelves) -> Iterable[CurvePoint]:
    columns = {phase: float(i) for i, phase in enumerate(shelves[Thing.PHASE, ""])}
    for point in shelves[Thing.POINT, ""].values():
        x = round(columns[point["phase"]] + point["at"], 4) if point["phase"] else point["at"]
        rest = {k: v for k, v in point.items() if k not in {"phase", "at"}}
        yield msgspec.convert(rest | {"x": x}, CurvePoint)


def _json(value: Any) -> Any:  # noqa: ANN401  (whatever a plan holds)
    """Return a value as JSON holds it, so that things read from a revision compare equal."""
    return msgspec.json.decode(msgspec.json.encode(value))
