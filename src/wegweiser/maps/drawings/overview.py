"""A map at a glance: the flow of customers through its phases, and below it how that feels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.journey_maps import JourneyMap, MapPhase
from wegweiser.i18n import Language, Signed, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings.figure import NARROW, Cell, Figure, Picture, Rows, Words, figure, heads
from wegweiser.maps.render import geometry
from wegweiser.maps.render.feelings import feelings as felt
from wegweiser.maps.render.figures import customers, interval, share
from wegweiser.maps.render.sheet import Mark

_BROAD, _LEADING = 740.0, 16.0
_RIBBON, _CURVE = 38.0, 70.0
_NAME, _BOLD = Type(13, SEMIBOLD, serif=True), Type(13, SEMIBOLD)
_ON, _ON_END = Type(12.5, SEMIBOLD, "accent", "end"), Type(12, colour="ink-2", anchor="end")


@dataclass(frozen=True)
class _Phase:
    name: str
    count: int
    customers: str
    on: Proportion | None
    """Share that goes on; None in the last phase, and where too few do."""
    marks: tuple[Mark, ...]


def overview(journey_map: JourneyMap, language: Language, *, name: str = "overview") -> Figure | None:
    """Return how many customers come through the phases and how it feels there; None where nobody was counted."""
    journey_map = _of_everybody(journey_map)
    own = felt(journey_map, language)
    runs = own.runs if own else ()
    phases = [_phase(i, phase, runs, language) for i, phase in enumerate(journey_map.phases)]
    if not any(phase.count for phase in phases):
        return None
    title = message("How customers come through the phases", language)
    least = min((one for one in phases if one.on), key=lambda one: one.on.value if one.on else 1.0, default=None)
    if least and least.on:
        title = message("The fewest go on after “{phase}”: {share}", language,
                        phase=least.name, share=share(least.on, language))  # fmt: skip
    how = message("Ribbon: customers on the way. At its end: the share that goes on.", language)
    if runs:
        how += " " + message("Curve: how it feels, from \u22122 to +2.", language)
    spoken = ". ".join(part for part in (_spoken(phases, language), own.spoken if own else "") if part)
    columns = heads(language, "Phase", "Customers", "Go on", "Interval", "Feeling")
    pictures = (_broad(phases, runs, language), _narrow(phases, language))
    cells = [_cells(phase, language) for phase in phases]
    return figure(name, Words(title, how, spoken), *pictures, Rows(columns, 1, cells))


def _of_everybody(journey_map: JourneyMap) -> JourneyMap:
    everybody = tuple(point for point in journey_map.curve if point.persona is None)
    return msgspec.structs.replace(journey_map, beside=(), curve=everybody)


def _phase(place: int, phase: MapPhase, runs: Sequence[Sequence[Mark]], language: Language) -> _Phase:
    flow = phase.flow
    count = flow.customers if flow else 0
    on = flow.on if flow and flow.on and not flow.on.suppressed and count >= SUPPRESSED_BELOW else None
    if on and 0 < on.hits < SUPPRESSED_BELOW:
        on = None
    marks = tuple(mark for run in runs for mark in run if place <= mark.x < place + 1)
    return _Phase(read(phase.name, language), count, customers(count, language) if count else "\u2013", on, marks)


def _worst(phase: _Phase) -> Mark | None:
    """Return the point that stands for a phase: the one that lies furthest from indifference, told before assumed."""
    return min(phase.marks, key=lambda mark: (not mark.solid, -abs(mark.value)), default=None)


def _spoken(phases: Sequence[_Phase], language: Language) -> str:
    parts = []
    for phase in phases:
        on = message("{share} go on", language, share=share(phase.on, language)) if phase.on else ""
        parts.append(f"{phase.name}: " + ", ".join(part for part in (phase.customers, on) if part))
    return "; ".join(parts)


def _cells(phase: _Phase, language: Language) -> list[Cell]:
    mark, few = _worst(phase), 0 < phase.count < SUPPRESSED_BELOW
    return [
        Cell(phase.name, phase.name),
        Cell(phase.customers, None if few else phase.count),
        Cell(share(phase.on, language), round(phase.on.value, 6)) if phase.on else Cell("", None),
        Cell(interval(phase.on, language), interval(phase.on, language)) if phase.on else Cell("", None),
        Cell(Signed(mark.value, fixed=True).shown(language), round(mark.value, 4)) if mark else Cell("", None),
    ]


def _broad(phases: Sequence[_Phase], runs: Sequence[Sequence[Mark]], language: Language) -> Picture:
    """Return the phases from left to right: name, people with the share going on, ribbon, curve."""
    across = _BROAD / len(phases)
    names = [wrapped(phase.name, across - 16, _NAME.size, SEMIBOLD) for phase in phases]
    top = max(len(name) for name in names) * _LEADING + 8
    middle, zero = top + 22, top + 22 + _RIBBON + 14 + _CURVE / 2
    drawn = []
    for i, (phase, name) in enumerate(zip(phases, names, strict=True)):
        x = i * across
        drawn.append(pen.lines(x, 14, name, _NAME, _LEADING / _NAME.size))
        drawn.append(pen.text(x, top + 12, phase.customers, _BOLD))
        if phase.on:
            drawn.append(pen.text(x + across - 10, top + 12, share(phase.on, language), _ON))
            room = across - 10 - width(phase.customers + share(phase.on, language), 13, SEMIBOLD) - 24
            if width(within := interval(phase.on, language), 12) < room:
                drawn.append(pen.text(x + across - 16 - width(share(phase.on, language), 12.5, SEMIBOLD), top + 12,
                                      within, _ON_END))  # fmt: skip
    counts = [float(phase.count) for phase in phases]
    ribbon = geometry.ribbon(counts, _BROAD, _RIBBON)
    size = f'x="0" y="{n(middle)}" width="{n(_BROAD)}" height="{n(_RIBBON)}" viewBox="0 0 {n(_BROAD)} {n(_RIBBON)}"'
    drawn.append(f"<svg {size}>{pen.path(ribbon, fill=pen.paint('accent'), fill_opacity=0.22)}</svg>")
    if not runs:
        return Picture((_BROAD, middle + _RIBBON + 6), "".join(drawn))
    dots = pen.path(f"M0 {n(zero)}H{n(_BROAD)}", stroke=pen.paint("line-2"), stroke_dasharray="2 4")
    drawn.append(dots)
    drawn += [part for run in runs for part in _run(run, across, zero)]
    return Picture((_BROAD, zero + _CURVE / 2 + 8), "".join(drawn))


def _run(run: Sequence[Mark], across: float, zero: float) -> list[str]:
    points = [(mark.x * across, zero - mark.value * _CURVE / 4) for mark in run]
    line = pen.path(geometry.curve_path(points), fill="none", stroke=pen.paint("ink"), stroke_width=2)
    return ([line] if len(run) > 1 else []) + [_dot(mark, at) for mark, at in zip(run, points, strict=True)]


def _dot(mark: Mark, at: tuple[float, float]) -> str:
    tone = {"good": "good", "bad": "bad"}.get(mark.tone, "ink-3")
    fill = pen.paint(tone if mark.solid else "surface")
    place = f'cx="{n(at[0])}" cy="{n(at[1])}" r="4.5"'
    return f'<circle {place} fill="{fill}" stroke="{pen.paint(tone)}" stroke-width="2"/>'


def _narrow(phases: Sequence[_Phase], language: Language) -> Picture:
    """Return a phase a row: its name, a bar of the people on the way, the share going on, and how it feels."""
    most, y, drawn = max(phase.count for phase in phases), 0.0, []
    for phase in phases:
        mark = _worst(phase)
        drawn.append(pen.text(0, y + 14, phase.name, _BOLD))
        bar = (phase.count / most) ** 0.5 * (NARROW - 62)
        if bar:
            drawn.append(pen.box(0, y + 21, bar, 12, rx="2", fill=pen.paint("accent"), fill_opacity=0.22))
        drawn.append(pen.text(4, y + 31.5, phase.customers, Type(12, SEMIBOLD)))
        if phase.on:
            drawn.append(pen.text(NARROW - 62, y + 14, share(phase.on, language), _ON))
        if mark:
            drawn.append(_dot(mark, (NARROW - 46, y + 27)))
            tone = {"good": "good", "bad": "bad"}.get(mark.tone, "ink-2")
            drawn.append(pen.text(NARROW, y + 31.5, Signed(mark.value, fixed=True).shown(language),
                                  Type(13, SEMIBOLD, tone, "end")))  # fmt: skip
        y += 44
    return Picture((NARROW, y), "".join(drawn))
