"""The feelings lane as numbers: runs of points, and which quotes find room beside the curve."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from wegweiser.domain.estimates import HOLLOW_BELOW
from wegweiser.domain.feelings import Series, read_by
from wegweiser.domain.journey_maps import CurvePoint, JourneyMap
from wegweiser.i18n import Amount, Language, Text, message, read
from wegweiser.maps.render.figures import people, too_few
from wegweiser.maps.render.pairs import pairs
from wegweiser.maps.render.sheet import Feelings, Mark, Pin, Side

LABEL_WIDTH = 0.86
"""Room a quote takes beside the curve, in phases."""
_PLAIN = 0.2
_BESIDE = 0.025
"""Points of side curves stand so far from those of the main curve, in phases: about the width of a point."""
_NAMED = 3
_STYLES = 6
_EVERYBODY = ("", Series.SURVEY)
_INFERRED = {Series.TEXT: "inferred from texts", Series.BEHAVIOUR: "inferred from behaviour"}


def feelings(journey_map: JourneyMap, language: Language, pins: tuple[Pin, ...] = ()) -> Feelings | None:
    """Return the curve of a map; None where no feeling was reported or assumed by enough people.

    The main curve is what everybody reported, or what is assumed; where there is none, the first of the others. Curves
    of single personas, and those inferred from texts or behaviour, are drawn beside it and never joined with it.
    """
    groups = _curves(journey_map)
    if not groups:
        return None
    main, *others = groups
    quoted = _with_room(groups[main])
    marks = [_mark(p, language, quoted=i in quoted, up=quoted.get(i)) for i, p in enumerate(groups[main])]
    named = {persona.id: persona.name for persona in journey_map.beside}
    called = {key: _called(key, points, named, language) for key, points in groups.items()}
    return Feelings(
        runs=_runs(marks),
        spoken=_spoken(marks, journey_map, language),
        pins=pins,
        sides=tuple(_side(groups[key], called[key], n, language) for n, key in enumerate(others)),
        name="" if main == _EVERYBODY else called[main],
        pairs=tuple(pairs(journey_map, language)),
    )


def _side(points: list[CurvePoint], name: str, number: int, language: Language) -> Side:
    return Side(
        name=name,
        hue=number % _STYLES,
        runs=_runs([_aside(_mark(point, language, quoted=False), point, number) for point in points]),
        banded=points[0].series in _INFERRED,
        how=read(read_by(sorted({point.model for point in points if point.model})), language),
    )


def _aside(mark: Mark, point: CurvePoint, number: int) -> Mark:
    """Return a persona's point a little beside everybody's, so that both are seen where they agree."""
    if not point.persona:
        return mark
    phase, step = int(mark.x), _BESIDE * (number // 2 + 1)
    x = mark.x + (step if number % 2 == 0 else -step)
    return msgspec.structs.replace(mark, x=round(min(max(x, phase), phase + 0.999), 4))


def main_curve(journey_map: JourneyMap) -> list[CurvePoint]:
    """Return the points of the main curve from left to right; none where nobody's feeling is known."""
    return next(iter(_curves(journey_map).values()), [])


def _curves(journey_map: JourneyMap) -> dict[tuple[str, Series], list[CurvePoint]]:
    """Return the points of every curve by persona and series, the main curve first."""
    shown = [p for p in sorted(journey_map.curve, key=lambda p: p.x) if p.n == 0 or not too_few(p.n)]
    groups: dict[tuple[str, Series], list[CurvePoint]] = {}
    for point in shown:
        groups.setdefault((point.persona or "", point.series), []).append(point)
    # Everybody before personas, reports before what is inferred.
    return {key: groups[key] for key in sorted(groups, key=lambda key: (key[0], list(Series).index(key[1])))}


def _runs(marks: list[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """Return the points in runs: a phase without one is a gap that no line bridges."""
    runs: list[list[Mark]] = [[marks[0]]]
    for before, mark in pairwise(marks):
        if int(mark.x) - int(before.x) > 1:
            runs.append([])
        runs[-1].append(mark)
    return tuple(tuple(run) for run in runs)


def _called(key: tuple[str, Series], points: list[CurvePoint], named: dict[str, Text], language: Language) -> str:
    persona, series = key
    inferred = message(_INFERRED[series], language) if series in _INFERRED else ""
    raw = message("not calibrated", language) if inferred and not all(point.calibrated for point in points) else ""
    name = read(named.get(persona, persona), language)
    return ", ".join(part for part in (name, inferred, raw) if part)


def _mark(point: CurvePoint, language: Language, *, quoted: bool, up: bool | None = None) -> Mark:
    value = min(max(point.value, -2.0), 2.0)
    support = people(point.n, language) if point.n else message("assumption", language)
    words = point.quote or point.label
    quote = read(words, language) if words else ""
    shown = Amount(point.value, digits=1).shown(language)
    return Mark(
        x=point.x,
        value=value,
        lo=value if point.lo is None else max(point.lo, -2.0),
        hi=value if point.hi is None else min(point.hi, 2.0),
        solid=point.n >= HOLLOW_BELOW,
        up=value > 0 if up is None else up,
        named=point.quote is None,
        told=point.n > 0 and point.series not in _INFERRED,
        tone="good" if value > _PLAIN else "bad" if value < -_PLAIN else "plain",
        quote=quote if quoted else "",
        support=support,
        spoken=f"{shown} ({support})" + (f": {quote}" if quote else ""),
    )


def _with_room(points: list[CurvePoint]) -> dict[int, bool]:
    """Return which words are written, and whether above the curve: none across another on its side.

    Quotes go first, the strongest feelings among them; of points that have only a name, the lowest three are named
    below the curve and the highest three above it.
    """
    quoted = [i for i, point in enumerate(points) if point.quote]
    quoted.sort(key=lambda i: (-abs(points[i].value), i))
    ranked = sorted((i for i, p in enumerate(points) if p.label and not p.quote), key=lambda i: (points[i].value, i))
    extremes = [
        pair for low, high in zip(ranked, reversed(ranked), strict=True) for pair in ((low, False), (high, True))
    ]
    wanted = [(i, points[i].value > 0) for i in quoted] + extremes[: min(2 * _NAMED, len(ranked))]
    taken: dict[int, bool] = {}
    for i, up in wanted:
        same_side = (j for j, above in taken.items() if above == up)
        if i not in taken and all(abs(points[j].x - points[i].x) >= LABEL_WIDTH for j in same_side):
            taken[i] = up
    return taken


def _spoken(marks: list[Mark], journey_map: JourneyMap, language: Language) -> str:
    low, high = min(marks, key=lambda m: (m.value, m.x)), max(marks, key=lambda m: (m.value, -m.x))
    names = [read(phase.name, language) for phase in journey_map.phases]
    place = {mark: names[min(int(mark.x), len(names) - 1)] for mark in (low, high)}
    return message(
        "Feelings from \u22122 to +2: lowest in {low} ({least}), highest in {high} ({most})",
        language,
        low=place[low],
        least=Amount(low.value, digits=1),
        high=place[high],
        most=Amount(high.value, digits=1),
    )
