"""Drawings of our own as PowerPoint's: a path of curves becomes one shape whose points can be edited."""

from __future__ import annotations

import re
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from wegweiser.maps.render.slides import Box, Slide

_PART = re.compile(r"([MLCZ])([^MLCZ]*)")
_PER_POINT = 12_700
_TAGS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}


def drawn(slide: Slide, path: str, box: Box, *, fill: str | None = None, line: tuple[str, float] | None = None) -> Any:  # noqa: ANN401
    """Place an SVG path of moves, lines and cubic curves, its units points of the box, as one freeform shape."""
    made = slide.shape(box, fill, line=line[0] if line else None)
    if line:
        made.line.width = Pt(line[1])
    properties = made._element.spPr  # noqa: SLF001  (python-pptx builds straight lines only)
    preset = properties.find(qn("a:prstGeom"))
    properties.replace(preset, parse_xml(_geometry(path, box, open_=fill is None)))
    return made


def _geometry(path: str, box: Box, *, open_: bool) -> str:
    parts = []
    for command, numbers in _PART.findall(path):
        values = [round(float(one) * _PER_POINT) for one in numbers.split()]
        if command == "Z":
            parts.append("<a:close/>")
            continue
        points = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in zip(values[::2], values[1::2], strict=True))
        parts.append(f"<a:{_TAGS[command]}>{points}</a:{_TAGS[command]}>")
    wide, high = round(box.wide * _PER_POINT), round(box.high * _PER_POINT)
    unfilled = ' fill="none"' if open_ else ""
    return (
        f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{wide}" h="{high}"{unfilled}>{"".join(parts)}</a:path></a:pathLst></a:custGeom>'
    )


def plainly(slide: Slide, box: Box, colour: str) -> Any:  # noqa: ANN401
    """Place a rule: a rectangle as thin as a line, which casts no shadow."""
    return slide.shape(box, colour)
