"""The feelings of one persona as a small curve over the phases, one line a series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from wegweiser.domain.estimates import HOLLOW_BELOW
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.i18n import Between, Language, Signed, message, read
from wegweiser.maps.render import geometry
from wegweiser.maps.render.figures import people, too_few
from wegweiser.maps.render.sedcards.portrait import Backdrop

_SERIES = {
    Series.SURVEY: "reported",
    Series.TEXT: "inferred from texts",
    Series.BEHAVIOUR: "inferred from behaviour",
}
WIDE, HIGH = 1000.0, 100.0
"""Box of the drawn paths; a page stretches it."""
_SPAN = 2.0


class Spot(msgspec.Struct, frozen=True):
    """How one phase or touchpoint feels: its place (0..1 from left and from top), and the words behind it."""

    x: float
    y: float
    lo: float
    hi: float
    solid: bool
    tone: str
    shown: str
    spoken: str


class Curve(msgspec.Struct, frozen=True):
    """One series: its name, its spots, and the lines between spots of neighbouring phases."""

    series: str
    name: str
    spots: tuple[Spot, ...]
    paths: tuple[str, ...]
    runs: tuple[tuple[tuple[float, float], ...], ...]
    """The same lines as places 0..1, close enough to be joined by straight ones."""


class Mood(msgspec.Struct, frozen=True):
    """The curve of a card: names of its phases from left to right, and its series."""

    phases: tuple[str, ...]
    curves: tuple[Curve, ...]
    spoken: str = ""
    """What the picture says, for those who hear it."""


def mood(feelings: Sequence[Feeling], backdrop: Backdrop, language: Language) -> Mood | None:
    """Return the curve; None where no feeling of at least twenty people is known.

    Series are never joined. Phases stand in the order of the backdrop; a phase without a feeling is a gap.
    """
    shown = [feeling for feeling in feelings if not too_few(feeling.experienced.n) and feeling.phase]
    if not shown:
        return None
    names = backdrop.phases
    phases = list(names)
    phases += dict.fromkeys(feeling.phase for feeling in shown if feeling.phase not in phases)
    found = {series: _places([f for f in shown if f.series is series], phases) for series in Series}
    titles = {phase: read(names.get(phase, phase), language) for phase in phases}
    called = {one: read(name, language) for one, name in backdrop.touchpoints.items()}
    found = {series: [(x, _named(f, called)) for x, f in places] for series, places in found.items()}
    curves = tuple(_curve(series, places, titles, language) for series, places in found.items() if places)
    told = (f"{curve.name}, {'; '.join(spot.spoken for spot in curve.spots)}" for curve in curves)
    return Mood(tuple(titles.values()), curves, ". ".join(told))


def _named(feeling: Feeling, called: Mapping[str, str]) -> Feeling:
    """Return a feeling with the name of its touchpoint in place of its id, where it has one."""
    return replace(feeling, touchpoint=called.get(feeling.touchpoint or "", feeling.touchpoint))


def _places(feelings: list[Feeling], phases: list[str]) -> list[tuple[float, Feeling]]:
    """Return feelings with their place: those of one phase share its width, the phase itself in its middle."""
    placed = []
    for number, phase in enumerate(phases):
        own = [feeling for feeling in feelings if feeling.phase == phase]
        whole = [feeling for feeling in own if feeling.touchpoint is None]
        own = whole or own
        placed += [((number + (i + 0.5) / len(own)) / len(phases), feeling) for i, feeling in enumerate(own)]
    return placed


def _curve(series: Series, places: list[tuple[float, Feeling]], titles: Mapping[str, str], language: Language) -> Curve:
    order = list(titles)
    runs: list[list[tuple[float, float]]] = [[]]
    for number, (x, feeling) in enumerate(places):
        if number and order.index(feeling.phase) - order.index(places[number - 1][1].phase) > 1:
            runs.append([])
        runs[-1].append((x, _height(feeling.experienced.value)))
    lines = [run for run in runs if len(run) > 1]
    return Curve(
        series=series.value,
        name=message(_SERIES[series], language),
        spots=tuple(_spot(x, feeling, titles, language) for x, feeling in places),
        paths=tuple(geometry.curve_path([(x * WIDE, y * HIGH) for x, y in line]) for line in lines),
        runs=tuple(tuple(_sampled(line)) for line in lines),
    )


def _spot(x: float, feeling: Feeling, titles: Mapping[str, str], language: Language) -> Spot:
    felt = feeling.experienced
    value = Signed(felt.value).shown(language)
    within = Between(Signed(felt.lo), Signed(felt.hi)).shown(language)
    where = titles[feeling.phase] + (f" ({feeling.touchpoint})" if feeling.touchpoint else "")
    return Spot(
        x=x,
        y=_height(felt.value),
        lo=_height(felt.lo),
        hi=_height(felt.hi),
        solid=felt.n >= HOLLOW_BELOW,
        tone="good" if felt.value > 0.2 else "bad" if felt.value < -0.2 else "plain",
        shown=value,
        spoken=f"{where}: {value} ({within}), {people(felt.n, language)}",
    )


def _height(value: float) -> float:
    """Return how far from the top a feeling lies."""
    return 0.5 - min(max(value, -_SPAN), _SPAN) / _SPAN / 2


def _sampled(points: Sequence[tuple[float, float]], steps: int = 12) -> Iterable[tuple[float, float]]:
    """Yield the places of the curve itself and of eleven more between each two."""
    yield points[0]
    for (x0, _), (x1, _) in pairwise(points):
        for step in range(1, steps + 1):
            x = x0 + (x1 - x0) * step / steps
            yield x, geometry.height_at(points, min(x, x1))
