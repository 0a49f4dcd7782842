"""What came, went, moved or was renamed from one map to another, by stable ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.i18n import Text, both
from wegweiser.maps.orders import rising

_THINGS = ("phase", "lane", "touchpoint", "step", "metric", "claim")
_NUMBER = re.compile(r"[-+\u2212]?\d[\d.,\u00a0]*")


class Differs(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is not in both maps, or not in the same place or words."""

    kind: str
    """added, removed, moved, renamed."""
    thing: str
    """phase, lane, touchpoint, step, metric or claim."""
    id: str
    text: Text
    """In words."""
    before: Text | None = None
    """The name it had; where it moved, the place it had."""
    after: Text | None = None
    phase: str = ""
    """Where it stands now, or stood, if it stands in one phase."""
    lane: str = ""


class _Item(msgspec.Struct, frozen=True):
    name: Text
    phase: str = ""
    lane: str = ""


def differing(before: JourneyMap, after: JourneyMap) -> tuple[Differs, ...]:
    """Return what came, went, moved or was renamed, kind by kind."""
    found: list[Differs] = []
    old, new = _items(before), _items(after)
    names = {phase.id: phase.name for phase in (*before.phases, *after.phases)}
    for thing in _THINGS:
        found += _differing(thing, old[thing], new[thing], names)
    return tuple(found)


def _items(journey_map: JourneyMap) -> dict[str, dict[str, _Item]]:
    cells = [(cell, claim) for cell in journey_map.cells for claim in cell.claims]
    return {
        "phase": {phase.id: _Item(phase.name) for phase in journey_map.phases},
        "lane": {lane.id: _Item(lane.title) for lane in journey_map.lanes},
        "touchpoint": {f"{card.id}@{card.phase}": _Item(card.name, card.phase) for card in journey_map.touchpoints},
        "step": {step.id: _Item(step.name, step.phase) for step in journey_map.steps},
        "metric": {metric.id: _Item(metric.name, metric.phase) for metric in journey_map.metrics},
        "claim": {claim.supersedes or claim.id: _Item(claim.text, cell.phase, cell.lane) for cell, claim in cells},
    }


def _differing(
    thing: str, old: dict[str, _Item], new: dict[str, _Item], names: Mapping[str, Text]
) -> Iterator[Differs]:
    if thing == "touchpoint":
        old, new = _met(old, new)
    moved = _moved(thing, old, new)
    for name, item in new.items():
        was = old.get(name)
        if was is None:
            yield _told("added", thing, name, item)
        elif name in moved:
            places = {"before": names.get(was.phase), "after": names.get(item.phase)}
            yield msgspec.structs.replace(_told("moved", thing, name, item), **places)
        if was is not None and _figureless(was.name) != _figureless(item.name):
            text = both("“{old}” is now “{new}”", old=was.name, new=item.name)
            yield Differs("renamed", thing, name, text, was.name, item.name, item.phase, item.lane)
    for name, item in old.items():
        if name not in new:
            yield _told("removed", thing, name, item)


def _met(old: dict[str, _Item], new: dict[str, _Item]) -> tuple[dict[str, _Item], dict[str, _Item]]:
    """Return the cards so named that one that stood in one phase and stands in another is the same card."""
    gone, come = [k for k in old if k not in new], [k for k in new if k not in old]
    for name in gone:
        touchpoint = name.rpartition("@")[0]
        same = [other for other in come if other.rpartition("@")[0] == touchpoint]
        if len(same) == 1 and sum(k.rpartition("@")[0] == touchpoint for k in gone) == 1:
            old = {(same[0] if k == name else k): item for k, item in old.items()}
    return old, new


def _moved(thing: str, old: dict[str, _Item], new: dict[str, _Item]) -> set[str]:
    """Return what stands elsewhere: in another phase or lane, or, for phases and lanes, in another order."""
    common = [name for name in new if name in old]
    if thing not in {"phase", "lane"}:
        return {name for name in common if (old[name].phase, old[name].lane) != (new[name].phase, new[name].lane)}
    order = {name: i for i, name in enumerate(old)}
    kept = {common[i] for i in rising([order[name] for name in common])}
    return set(common) - kept


def _told(kind: str, thing: str, name: str, item: _Item) -> Differs:
    texts = {
        "added": both("“{name}” was added", name=item.name),
        "removed": both("“{name}” was removed", name=item.name),
        "moved": both("“{name}” was moved", name=item.name),
    }
    return Differs(kind, thing, name, texts[kind], phase=item.phase, lane=item.lane)


def _figureless(text: Text) -> tuple[str, ...]:
    """Return the words without their figures: a text whose numbers moved on is not renamed."""
    parts = (text,) if isinstance(text, str) else tuple(text[key] for key in sorted(text))
    return tuple(_NUMBER.sub("#", part) for part in parts)
