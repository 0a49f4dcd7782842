"""A map for a room: slide by slide, in large type, by the arrow keys."""

from __future__ import annotations

import msgspec

from wegweiser.domain.journey_maps import View
from wegweiser.web import frame, handing, mapping
from wegweiser.web.frame.declared import Declared
from wegweiser.web.frame.site import Visit
from wegweiser.web.handing import Bare
from wegweiser.web.handing.looking import plainly
from wegweiser.web.handing.slides import Slides


class OneMap(msgspec.Struct, frozen=True):
    """Which map."""

    map: str


class Presented(msgspec.Struct, frozen=True):
    """The slides of a map, and the map for its curve and levers."""

    slides: Slides
    shown: Bare
    back: str
    """Where the map itself is."""


def presented(shown: Bare, back: str) -> Presented:
    """Return a map slide by slide."""
    return Presented(handing.slides(shown.sheet, shown.language), shown, back)


def _present(visit: Visit, asked: OneMap) -> Presented:
    found = mapping.opened(visit.site, asked.map)
    shown = handing.looked_at(found, plainly(found.journey_map), visit.language, View.FULL)
    return presented(shown, f"/maps/{asked.map}")


DECLARED: tuple[Declared, ...] = (
    frame.View(
        "/maps/{map}/present", "present_map", "A map for a room.", _present, OneMap, template="present.html", api=False
    ),
)
