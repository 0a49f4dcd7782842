"""The map for a screen that draws it cell by cell: the same sheet the print and the HTML file are made of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.i18n import Language
from wegweiser.maps.render import geometry
from wegweiser.maps.render.feelings import main_curve
from wegweiser.maps.render.layout import sheet
from wegweiser.maps.render.page import NARROW_FROM, curve_drawn, curve_scale
from wegweiser.maps.render.press import cut
from wegweiser.maps.render.resources import TEMPLATES, icon_name
from wegweiser.maps.render.sheet import Sheet

__all__ = ["Screen", "drawn", "icon_name", "main_curve", "spark", "stylesheet"]
_WIDE, _HIGH = 1000, 46


class Screen(msgspec.Struct, frozen=True):
    """A sheet with what cells do not hold: the ribbon's path and the drawn curve."""

    sheet: Sheet
    ribbon: str
    """SVG path in a box of 1,000 by 46; empty where no customers were counted."""
    curve: str
    """Markup of the feelings lane."""
    scale: tuple[float, float]
    """Where in that lane a feeling of zero stands, and how far from it each whole one, in pixels."""
    narrow: bool
    """Whether there are so many phases that columns become narrower."""
    every_card: bool
    """Whether a phase shows more than its first six cards."""


def drawn(journey_map: JourneyMap, language: Language, view: View, *, every_card: bool = False) -> Screen:
    """Return the map as a screen draws it: what the view shows, and every card where one edits."""
    shown = _ranked_only(cut(sheet(journey_map, language, view), every_card=every_card))
    return Screen(
        sheet=shown,
        ribbon=geometry.ribbon(shown.flow, _WIDE, _HIGH - 2) if shown.flow else "",
        curve=Markup(curve_drawn(shown)),  # noqa: S704  (drawn by our own template)
        scale=curve_scale(shown),
        narrow=len(shown.heads) > NARROW_FROM,
        every_card=every_card or view is View.FULL,
    )


def _ranked_only(shown: Sheet) -> Sheet:
    """Return the sheet whose curve and flow carry ranked levers only; those to test stand in the row of gaps.

    A letter on the curve reads as a feeling, and four of them hide the flow; a print has its key beside them.
    """
    felt = shown.feelings
    if felt is not None:
        felt = msgspec.structs.replace(felt, pins=tuple(pin for pin in felt.pins if pin.badge.firm))
    pins = tuple(pin for pin in shown.pins if pin.badge.firm)
    return msgspec.structs.replace(shown, feelings=felt, pins=pins)


def spark(values: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Return the places of a small trend line in a box of 60 by 20."""
    return geometry.spark(values, 60, 20)


def stylesheet() -> str:
    """Return the style of the map, nested so that it holds below `.jm` and nowhere else."""
    return f".jm{{\n{(TEMPLATES / 'map.css').read_text('utf-8')}\n}}\n"
