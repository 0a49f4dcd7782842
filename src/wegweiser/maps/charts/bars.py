"""The funnel as bars on one baseline: how many reach each step, and the share that goes on."""

from __future__ import annotations

from wegweiser.i18n import Language, read
from wegweiser.maps.charts import findings, pen
from wegweiser.maps.charts.pen import Type
from wegweiser.maps.charts.rows import Funnel
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped

WIDE = 620.0
_MOST_NAME, _BAR, _FIGURE_ROOM, _BESIDE, _STEP = 170.0, 28.0, 84.0, 12.0, 46.0
_NAME = Type(14, SEMIBOLD, anchor="end")
_FIGURE = Type(14, SEMIBOLD)
_ON = Type(12.5, colour="ink-2")


def funnel_bars(funnel: Funnel, language: Language) -> str:
    """Return the funnel as SVG; lengths are comparable, and what is lost at each step stands in words."""
    names = [wrapped(read(stage.name, language), _MOST_NAME, _NAME.size, SEMIBOLD) for stage in funnel.stages]
    left = max(width(line, _NAME.size, SEMIBOLD) for name in names for line in name) + _BESIDE
    room = WIDE - left - _FIGURE_ROOM
    most = max((stage.reached for stage in funnel.stages), default=0) or 1
    drawn, y = [], 4.0
    for i, stage in enumerate(funnel.stages):
        high = max(_STEP, len(names[i]) * 17 + 12)
        long = 2.0 if stage.few else max(room * stage.reached / most, 2.0)
        top = y + (high - _BAR) / 2
        first = y + high / 2 + 5 - (len(names[i]) - 1) * 8.4
        drawn.append(pen.lines(left - _BESIDE, first, names[i], _NAME))
        drawn.append(pen.box(left, top, room, _BAR, rx="3", fill=pen.paint("sunken")))
        drawn.append(pen.box(left, top, long, _BAR, rx="3", fill=pen.paint("accent")))
        drawn.append(pen.text(left + room + 10, top + 19, findings.reached(stage, language), _FIGURE))
        if i:
            on = findings.going_on(funnel.stages[i - 1], stage, language)
            drawn.append(_beside_the_bar(on, left, long, room, top + 18.5))
        y += high
    told = findings.of_funnel(funnel, language)
    return pen.frame("funnel", (WIDE, y + 4), "".join(drawn), told.headline, told.summary)


def _beside_the_bar(said: tuple[str, str], left: float, long: float, room: float, y: float) -> str:
    """Return the share going on: behind the bar or inside it, without its interval where that fits neither."""
    for words in said:
        needed = width(words, _ON.size) + 20
        if long + needed <= room:
            return pen.text(left + long + 9, y, words, _ON)
        if long >= needed:
            return pen.text(left + long - 10, y, words, Type(_ON.size, colour="paper", anchor="end"))
    return ""
