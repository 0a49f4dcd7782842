"""The map as one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wegweiser.maps.render import geometry
from wegweiser.maps.render.resources import GLYPHS, TEMPLATES, font_faces, icon_name, icon_shapes
from wegweiser.maps.render.rows import CARDS_SHOWN
from wegweiser.maps.render.sheet import Feelings, Mark, Sheet, Side

_WIDE = 1000
_FLOW_HIGH = 46
_CURVE_ROOM = 100
"""Pixels for the curve itself; quotes stand above and below it."""
_LINE_HIGH = 18
_LABEL_EXTRA = 34
_LEAST_MARGIN = 14
_CHARACTERS_WIDE, _CHARACTERS_NARROW = 20, 15
NARROW_FROM = 6
"""Above so many phases a column may become narrower, so that the map still fits a screen."""
_ALWAYS_ICONS = ("arrow-right", "triangle-alert", "lightbulb", "sun-moon")


def map_page(sheet: Sheet) -> str:
    """Return the page of a map; it asks for nothing from outside."""
    icons = {
        icon_name(card.icon) for band in sheet.bands for row in band.rows for box in row.boxes for card in box.cards
    }
    body = (
        environment()
        .get_template("map.html")
        .render(
            sheet=sheet,
            cards_shown=CARDS_SHOWN,
            narrow=len(sheet.heads) > NARROW_FROM,
            icons=sorted(icons | set(_ALWAYS_ICONS)),
            ribbon=geometry.ribbon(sheet.flow, _WIDE, _FLOW_HIGH - 2) if sheet.flow else "",
            curve=_curve(sheet),
        )
    )
    return with_fonts(body)


def curve_drawn(sheet: Sheet) -> str:
    """Return the markup of the feelings lane, for a page that brings its own style."""
    return environment().get_template("feelings.html").render(sheet=sheet, w=sheet.words, curve=_curve(sheet))


def curve_scale(sheet: Sheet) -> tuple[float, float]:
    """Return where zero stands in the drawn curve and how far from it each whole feeling is, in pixels."""
    feelings = sheet.feelings
    if feelings is None:
        return 0.0, 0.0
    return _high(sheet, feelings) / 2, _CURVE_ROOM / 2 / feelings.reach


def _high(sheet: Sheet, feelings: Feelings) -> float:
    room = (_room(mark, len(sheet.heads), feelings.reach) for run in feelings.runs for mark in run)
    return _CURVE_ROOM + 2 * max(room)


def with_fonts(page: str) -> str:
    """Return a page with the fonts its own text needs in place of the marker in its head."""
    return page.replace("/*fonts*/", font_faces(page), 1)


@cache
def environment() -> Environment:
    """Return the templates; everything they are given is escaped unless it was drawn here."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["glyph"] = _glyph
    made.globals["icon_name"] = icon_name
    made.globals["symbol"] = _symbol
    made.globals["spark"] = _spark
    return made


def _glyph(status: str) -> Markup:
    return Markup(f'<svg class="gl" viewBox="0 0 12 12" aria-hidden="true">{GLYPHS[status]}</svg>')  # noqa: S704


def _symbol(name: str) -> Markup:
    return Markup(f'<symbol id="i-{name}" viewBox="0 0 24 24">{icon_shapes(name)}</symbol>')  # noqa: S704


def _spark(values: tuple[float, ...]) -> dict[str, object]:
    points = geometry.spark(values, 60, 20)
    return {"line": " ".join(f"{x:.1f},{y:.1f}" for x, y in points), "end": points[-1]}


def _curve(sheet: Sheet) -> dict[str, object] | None:
    """Return the drawing of the curve: a box 1,000 wide, stretched to the table, and marks placed over it.

    What nobody reported is dashed and unfilled, so that an assumption never looks like a measurement.
    """
    feelings, phases = sheet.feelings, len(sheet.heads)
    if feelings is None:
        return None
    high = _high(sheet, feelings)
    margin = (high - _CURVE_ROOM) / 2

    def place(mark: Mark, value: float) -> geometry.Point:
        return mark.x / phases * _WIDE, high / 2 - value / feelings.reach * _CURVE_ROOM / 2

    lines, areas, bands = [], [], []
    for run in feelings.runs:
        points = [place(mark, mark.value) for mark in run]
        assumed = not any(mark.told for mark in run)
        lines.append((geometry.curve_path(points), "5 6" if assumed else ""))
        if not assumed:
            areas.append(geometry.curve_path(points, base=high / 2))
        if any(mark.lo != mark.hi for mark in run):
            bands.append(geometry.band_path([place(m, m.lo) for m in run], [place(m, m.hi) for m in run]))
    marks = [(mark, *place(mark, mark.value), place(mark, _edge(mark))[1]) for run in feelings.runs for mark in run]
    pins = [
        (p.badge, p.x / phases * _WIDE, high / 2 - p.value / feelings.reach * _CURVE_ROOM / 2) for p in feelings.pins
    ]
    return {
        "high": high,
        "ends": list(zip(feelings.ends(sheet.language), (margin, high - margin), strict=True)),
        "lines": lines,
        "areas": areas,
        "bands": bands,
        "marks": marks,
        "pins": pins,
        "sides": [_side(side, place) for side in feelings.sides],
        "pairs": [[pair for pair in feelings.pairs if pair.phase == phase] for phase in range(phases)],
    }


def _side(side: Side, place: Callable[[Mark, float], geometry.Point]) -> dict[str, object]:
    """Return a further curve: its lines, its points, and the band of what is inferred."""
    return {
        "name": side.name,
        "hue": side.hue,
        "how": side.how,
        "paths": [geometry.curve_path([place(m, m.value) for m in run]) for run in side.runs],
        "bands": [
            geometry.band_path([place(m, m.lo) for m in run], [place(m, m.hi) for m in run])
            for run in side.runs
            if side.banded and len(run) > 1
        ],
        "marks": [(mark, *place(mark, mark.value)) for run in side.runs for mark in run],
    }


def _edge(mark: Mark) -> float:
    """Return the end of the interval beside which the quote stands."""
    return mark.hi if mark.up else mark.lo


def _room(mark: Mark, phases: int, reach: float) -> float:
    """Return the pixels a quote needs beyond the strongest feeling, at the narrowest a column gets."""
    if not mark.quote:
        return _LEAST_MARGIN
    a_line = _CHARACTERS_NARROW if phases > NARROW_FROM else _CHARACTERS_WIDE
    needed = _LABEL_EXTRA + _LINE_HIGH * -(-len(mark.quote) // a_line)
    inside = (1 - (_edge(mark) if mark.up else -_edge(mark)) / reach) * _CURVE_ROOM / 2
    return max(needed - inside, _LEAST_MARGIN)
