"""The press: sheets set in type by Typst, as PDF, SVG or PNG, always the same bytes for the same sheet."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec

from wegweiser.errors import InvalidSetting
from wegweiser.maps.render import geometry
from wegweiser.maps.render.house import PLAIN
from wegweiser.maps.render.resources import FOLDER, FONTS, GLYPHS, TEMPLATES, glyph, icon, icon_name, printable
from wegweiser.maps.render.rows import CARDS_SHOWN, LEVERS_SHOWN
from wegweiser.maps.render.sheet import Badge, Band, Box, Mark, Row, Sheet, Side

Format = Literal["pdf", "svg", "png"]
_PATIENCE = 180
"""Seconds a sheet may take; a full map takes three."""
_TOO_LONG = "It takes longer than {seconds} seconds to set: print a shorter view, or take the page."
_DRAWN_ICONS = ("arrow-right", "triangle-alert", "lightbulb")


@dataclass(frozen=True)
class Form:
    """What comes off the press: the format, its resolution, and the day the file says it was made."""

    format: Format = "pdf"
    ppi: float = 144.0
    made: date | None = None

    @property
    def timestamp(self) -> int:
        """The day as seconds since 1970, so that no clock gets into the bytes."""
        return int(datetime(self.made.year, self.made.month, self.made.day, tzinfo=UTC).timestamp()) if self.made else 0


def printed_map(sheet: Sheet, form: Form) -> bytes:
    """Return the map on one A3 sheet; on more only where the type would fall below 7 pt."""
    shown = cut(sheet)
    cards = (c for band in shown.bands for row in band.rows for box in row.boxes for c in box.cards)
    icons = sorted({icon_name(card.icon) for card in cards} | set(_DRAWN_ICONS))
    data = {
        "pins": _pins(shown),
        # the logo goes as numbers: JSON has no bytes
        "sheet": msgspec.to_builtins(msgspec.structs.replace(shown, house=PLAIN)),
        "house": sheet.house.for_print(),
        "icons": {name: icon(name) for name in icons},
        "glyphs": {status: glyph(status) for status in GLYPHS},
        "ribbon": _ribbon(sheet),
        "runs": [_run(run) for run in sheet.feelings.runs] if sheet.feelings else [],
        "sides": [_side(side) for side in sheet.feelings.sides] if sheet.feelings else [],
        "reach": sheet.feelings.reach if sheet.feelings else 2,
        "ends": sheet.feelings.ends(sheet.language) if sheet.feelings else (),
    }
    return press("map.typ", data, form)


def press(template: str, data: dict[str, Any], form: Form) -> bytes:
    """Return the template filled with the data, compiled in a process of its own.

    Raises:
        RuntimeError: the template does not compile, or compiles with a warning.
        InvalidSetting: there is so much on the sheet that setting it takes minutes.
    """
    job = {
        "template": str(TEMPLATES / template),
        "root": str(TEMPLATES),
        "fonts": str(FONTS),
        "format": form.format,
        "ppi": form.ppi,
        "timestamp": form.timestamp,
        "data": json.dumps(_drawable(data), ensure_ascii=False, sort_keys=True),
    }
    # -P: this folder must not come before the standard library on the path of the worker
    command = [sys.executable, "-P", str(FOLDER / "worker.py")]
    sent = json.dumps(job).encode()
    try:
        done = subprocess.run(command, input=sent, capture_output=True, check=False, timeout=_PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise InvalidSetting("The print", [_TOO_LONG.format(seconds=_PATIENCE)]) from late
    if done.returncode:
        raise RuntimeError(f"The template {template} did not compile:\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def cut(sheet: Sheet, *, every_card: bool = False) -> Sheet:
    """Return the sheet with what its view shows: the lanes of the view, and six cards a phase unless it is full."""
    bands = (_cut_band(band, sheet.view, every_card or sheet.view == "full") for band in sheet.bands)
    shown = msgspec.structs.replace(sheet, bands=tuple(band for band in bands if band.rows))
    return _briefly(shown) if sheet.view == "executive" else shown


def _briefly(sheet: Sheet) -> Sheet:
    """Return the sheet with the first three levers and no mark of another one."""
    levers, feelings = sheet.levers, sheet.feelings
    ranked = levers.ranked[:LEVERS_SHOWN] if levers else ()
    apart = levers.apart[:LEVERS_SHOWN] if levers and not ranked else ()
    named = {card.badge.lever for card in (*ranked, *apart)}
    if feelings is not None:
        felt = tuple(pin for pin in feelings.pins if pin.badge.lever in named)
        feelings = msgspec.structs.replace(feelings, pins=felt)
    return msgspec.structs.replace(
        sheet,
        levers=levers and msgspec.structs.replace(levers, ranked=ranked, apart=apart, unshown=()),
        pins=tuple(pin for pin in sheet.pins if pin.badge.lever in named),
        feelings=feelings,
        bands=tuple(
            msgspec.structs.replace(band, rows=tuple(_marked(row, named) for row in band.rows)) for band in sheet.bands
        ),
    )


def _marked(row: Row, named: set[str]) -> Row:
    """Return a row with the marks of these levers only."""

    def of(badges: tuple[Badge, ...]) -> tuple[Badge, ...]:
        return tuple(badge for badge in badges if badge.lever in named)

    boxes = tuple(
        msgspec.structs.replace(
            box,
            badges=tuple((badge, text) for badge, text in box.badges if badge.lever in named),
            statements=tuple(msgspec.structs.replace(told, badges=of(told.badges)) for told in box.statements),
        )
        for box in row.boxes
    )
    return msgspec.structs.replace(row, boxes=boxes)


def _cut_band(band: Band, view: str, every_card: bool) -> Band:  # noqa: FBT001
    rows = (row if view == "blueprint" else _unlined(row) for row in band.rows if view in row.views)
    return msgspec.structs.replace(band, rows=tuple(row if every_card else _cut_row(row) for row in rows))


def _unlined(row: Row) -> Row:
    return msgspec.structs.replace(row, line="")


def _cut_row(row: Row) -> Row:
    return msgspec.structs.replace(row, boxes=tuple(_cut_box(box) for box in row.boxes))


def _cut_box(box: Box) -> Box:
    return msgspec.structs.replace(box, cards=box.cards[:CARDS_SHOWN])


def _pins(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the marks of levers: on the curve where there is one, else on the ribbon."""
    pins = sheet.feelings.pins if sheet.feelings else sheet.pins
    return [msgspec.to_builtins(pin) for pin in pins]


def _ribbon(sheet: Sheet) -> str:
    """Return the flow as a picture, stretched by the template to the width of the table."""
    if not sheet.flow:
        return ""
    path = geometry.ribbon(sheet.flow, 1000, 44)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 44" preserveAspectRatio="none">'
        f'<path d="{path}" fill="{sheet.house.ribbon}"/></svg>'
    )


def _run(run: tuple[Mark, ...]) -> dict[str, Any]:
    """Return a run of the curve in phases and feelings; the template scales it."""
    points = {
        "mid": [(mark.x, mark.value) for mark in run],
        "lo": [(mark.x, mark.lo) for mark in run],
        "hi": [(mark.x, mark.hi) for mark in reversed(run)],
    }
    mirrored = geometry.monotone([(-x, y) for x, y in points["hi"]])
    return {
        "marks": [msgspec.to_builtins(mark) for mark in run],
        "banded": any(mark.lo != mark.hi for mark in run),
        "assumed": not any(mark.told for mark in run),
        "mid": geometry.monotone(points["mid"]),
        "lo": geometry.monotone(points["lo"]),
        "hi": [(-a, b, -c, d, -e, f) for a, b, c, d, e, f in mirrored],
    }


def _side(side: Side) -> dict[str, Any]:
    """Return a further curve with its name and style, and whether its band is drawn."""
    return {"name": side.name, "hue": side.hue, "banded": side.banded, "runs": [_run(run) for run in side.runs]}


def _drawable(value: Any) -> Any:  # noqa: ANN401  (JSON is a tree of anything)
    """Return the data with every text reduced to characters the print fonts can draw."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _drawable(inner) for key, inner in value.items()}
    return [_drawable(inner) for inner in value] if isinstance(value, (list, tuple)) else value
