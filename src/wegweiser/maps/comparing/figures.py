"""Figures of two maps compared, each with the interval of its difference."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import TypeAlias

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import CurvePoint, JourneyMap
from wegweiser.i18n import Amount, Share, Signed, Text, both
from wegweiser.stats import difference

Measured: TypeAlias = Proportion | Estimate
_Z = 1.959963984540054


class Shift(msgspec.Struct, frozen=True, omit_defaults=True):
    """One figure in both maps: what it was, what it is, and how far it moved with the interval of that."""

    thing: str
    """flow, touchpoint, step, metric, claim or feeling."""
    id: str
    name: Text
    before: Measured
    after: Measured
    text: Text
    """In words."""
    change: Estimate | None = None
    """After minus before with its 95 % interval: Newcombe's for shares, else from both intervals."""
    phase: str = ""

    @property
    def beyond(self) -> bool:
        """Whether it moved by more than chance explains: the interval of the change leaves out zero."""
        return self.change is not None and (self.change.lo > 0 or self.change.hi < 0)

    @property
    def weight(self) -> float:
        """How clear the change is: its size in half-widths of its interval."""
        if self.change is None or self.change.hi <= self.change.lo:
            return 0.0
        return abs(self.change.value) / ((self.change.hi - self.change.lo) / 2)


class _Figure(msgspec.Struct, frozen=True):
    thing: str
    id: str
    name: Text
    phase: str
    value: Measured


def shifts(before: JourneyMap, after: JourneyMap) -> tuple[Shift, ...]:
    """Return the figures both maps have, of 20 people at least, the clearest change first."""
    old = {(figure.thing, figure.id): figure for figure in _figures(before)}
    found = []
    for figure in _figures(after):
        was = old.get((figure.thing, figure.id))
        if was is not None and type(was.value) is type(figure.value):
            found.append(_shift(was, figure))
    return tuple(sorted(_once(found), key=lambda s: (not s.beyond, -s.weight, s.thing, s.id)))


def _once(found: list[Shift]) -> Iterator[Shift]:
    """Yield each figure once: a step tells its touchpoint's share again, a metric at times that of going on."""
    told: set[tuple[object, ...]] = set()
    for one in found:
        name = () if one.thing in {"flow", "metric"} else tuple(_words(one.name))
        twin = {"step": "touchpoint", "metric": "flow"}.get(one.thing, "")
        figures = (one.phase, name, _key(one.before), _key(one.after))
        if (twin, *figures) not in told:
            told.add((one.thing, *figures))
            yield one


def _words(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else [text[key] for key in sorted(text)]


def _key(figure: Measured) -> tuple[float, float, float, int]:
    return round(figure.value, 9), round(figure.lo, 9), round(figure.hi, 9), figure.n


def changed_by(before: Measured, after: Measured) -> Estimate | None:
    """Return after minus before with its 95 % interval.

    Example:
        >>> from wegweiser.stats import wilson
        >>> found = changed_by(wilson(30, 100), wilson(60, 100))
        >>> round(found.value, 2), found.lo > 0
        (0.3, True)
    """
    if isinstance(before, Proportion) and isinstance(after, Proportion):
        return difference(after, before)
    value = after.value - before.value
    half = sqrt(_error(before) ** 2 + _error(after) ** 2) * _Z
    unit = after.unit if isinstance(after, Estimate) else ""
    return Estimate(value, value - half, value + half, min(before.n, after.n), unit)


def _error(figure: Measured) -> float:
    return (figure.hi - figure.lo) / (2 * _Z)


def _shift(was: _Figure, now: _Figure) -> Shift:
    change = changed_by(was.value, now.value)
    shown = {"before": _shown(was.value, now.thing), "after": _shown(now.value, now.thing)}
    if change is None or change.lo <= 0 <= change.hi:
        text = both("{name}: {before}, now {after}; chance explains the difference", name=now.name, **shown)
    elif change.value > 0:
        text = both("{name} rose from {before} to {after}", name=now.name, **shown)
    else:
        text = both("{name} fell from {before} to {after}", name=now.name, **shown)
    return Shift(now.thing, now.id, now.name, was.value, now.value, text, change, now.phase)


def _shown(figure: Measured, thing: str) -> Share | Signed | Amount:
    if isinstance(figure, Proportion):
        return Share(figure.value)
    return Signed(figure.value) if thing == "feeling" else Amount(figure.value)


def _figures(journey_map: JourneyMap) -> Iterator[_Figure]:
    for figure in _every(journey_map):
        if figure.value.n >= SUPPRESSED_BELOW:
            yield figure


def _every(journey_map: JourneyMap) -> Iterator[_Figure]:
    for phase in journey_map.phases:
        if phase.flow and phase.flow.on:
            name = both("Share going on after {phase}", phase=phase.name)
            yield _Figure("flow", phase.id, name, phase.id, phase.flow.on)
    here = journey_map
    rows = (
        *(("touchpoint", f"{c.id}@{c.phase}", c.name, c.phase, c.share) for c in here.touchpoints),
        *(("step", s.id, s.name, s.phase, s.share) for s in here.steps),
        *(("metric", m.id, m.name, m.phase, m.interval) for m in here.metrics),
    )
    yield from (_Figure(thing, name, title, phase, value) for thing, name, title, phase, value in rows if value)
    claims = [(cell.phase, claim) for cell in journey_map.cells for claim in cell.claims]
    for place, claim in claims:
        if value := claim.share or claim.estimate:
            yield _Figure("claim", claim.supersedes or claim.id, claim.text, place, value)
    felt = (_felt(point, journey_map) for point in journey_map.curve)
    yield from (figure for figure in felt if figure)


def _felt(point: CurvePoint, journey_map: JourneyMap) -> _Figure | None:
    """Return a point of the curve as a figure; what was assumed has no interval and is none."""
    column = int(point.x)
    if point.lo is None or point.hi is None or not 0 <= column < len(journey_map.phases):
        return None
    phase = journey_map.phases[column]
    where = point.touchpoint or "*"
    place = point.label or point.quote or phase.name
    whose = _whose(point, journey_map)
    name = both("Feeling at “{where}”", where=place)
    if whose:
        name = both("Feeling at “{where}” ({whose})", where=place, whose=whose)
    value = Estimate(point.value, point.lo, point.hi, point.n)
    return _Figure("feeling", f"{point.persona or ''}/{point.series}/{phase.id}/{where}", name, phase.id, value)


def _whose(point: CurvePoint, journey_map: JourneyMap) -> Text | None:
    """Return whose feeling it is, or what it was inferred from; None for what everybody said when asked."""
    if point.persona:
        personas = (*((journey_map.persona,) if journey_map.persona else ()), *journey_map.beside)
        return next((one.name for one in personas if one.id == point.persona), point.persona)
    inferred = {Series.TEXT: both("inferred from texts"), Series.BEHAVIOUR: both("inferred from behaviour")}
    return inferred.get(point.series)
