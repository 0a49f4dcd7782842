"""Where customers go another way than somebody planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.journey_maps import JourneyMap, MapStep, TouchpointCard
from wegweiser.i18n import Share, Text, both
from wegweiser.maps.orders import rising
from wegweiser.maps.plan import Plan

_UNSEEN = {"dark", "wait", "decision"}
"""Kinds of steps no event tells of."""


class Deviation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place in which planned and actual journey differ, with the share of customers met there."""

    kind: str
    """missing, added, moved (to another phase) or reordered."""
    thing: str
    """step or touchpoint."""
    id: str
    name: Text
    phase: str
    """Planned; where nothing was planned, the one it is seen in."""
    text: Text
    seen_in: str = ""
    share: Proportion | None = None


def planned_vs_actual(plan: Plan, journey_map: JourneyMap) -> tuple[Deviation, ...]:
    """Return where a map's measured steps and touchpoints are not those of a plan, the most customers first.

    Things are the same by their id, else by their name. A step known without an event is never missing, and a
    plan that names no steps (or no touchpoints) at all has none to deviate from.
    """
    planned_steps = [step for step in plan.steps if step.kind not in _UNSEEN]
    steps = [step for step in journey_map.steps if step.share is not None]
    cards = [card for card in journey_map.touchpoints if card.share is not None or card.contacts]
    found = [*_between("step", planned_steps, steps, plan), *_between("touchpoint", plan.touchpoints, cards, plan)]
    order = ("missing", "moved", "reordered", "added")
    return tuple(sorted(found, key=lambda d: (-(d.share.value if d.share else 0), order.index(d.kind), d.id)))


def _between(
    thing: str, planned: Sequence[MapStep | TouchpointCard], seen: Sequence[MapStep | TouchpointCard], plan: Plan
) -> Iterator[Deviation]:
    if not planned:
        return
    phases = {phase.id: i for i, phase in enumerate(plan.phases)}
    pairs: list[tuple[MapStep | TouchpointCard, MapStep | TouchpointCard]] = []
    for item in planned:
        same = [other for other in seen if _same(item, other)]
        if not same:
            yield _deviation("missing", thing, item)
        elif all(other.phase != item.phase for other in same):
            yield _deviation("moved", thing, item, same[0])
        else:
            pairs.append((item, next(other for other in same if other.phase == item.phase)))
    if thing == "step":
        pairs.sort(key=lambda pair: phases.get(pair[0].phase, len(phases)))
        kept = rising([next(i for i, other in enumerate(seen) if other is pair[1]) for pair in pairs])
        yield from (_deviation("reordered", thing, *pair) for i, pair in enumerate(pairs) if i not in kept)
    for other in seen:
        if not any(_same(item, other) for item in planned):
            yield _deviation("added", thing, other, other)


def _same(item: MapStep | TouchpointCard, other: MapStep | TouchpointCard) -> bool:
    return item.id == other.id or bool(_names(item.name) & _names(other.name))


def _names(text: Text) -> set[str]:
    return {name.strip().casefold() for name in ((text,) if isinstance(text, str) else text.values())}


def _deviation(
    kind: str, thing: str, item: MapStep | TouchpointCard, other: MapStep | TouchpointCard | None = None
) -> Deviation:
    share = other.share if other and other.share and not other.share.suppressed else None
    texts = {
        "missing": both("“{name}” is planned, but not seen", name=item.name),
        "moved": both("“{name}” is seen in another phase than planned", name=item.name),
        "reordered": both("“{name}” is seen in another order than planned", name=item.name),
        "added": both("“{name}” is seen, but not planned", name=item.name),
    }
    text = texts[kind]
    if share:
        text = both("{finding}: {share} of the customers", finding=text, share=Share(share.value))
    return Deviation(kind, thing, item.id, item.name, item.phase, text, other.phase if other else "", share)
