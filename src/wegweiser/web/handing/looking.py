"""A map as it is looked at by somebody who can change nothing of it and follow no link into the app."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.i18n import Language
from wegweiser.web.mapping import Opened
from wegweiser.web.mapping.showing import Look, MapShown


class Bare(MapShown, frozen=True):
    """A map without links into the app."""

    bare: bool = True


def looked_at(opened: Opened, journey_map: JourneyMap, language: Language, view: View) -> Bare:
    """Return a map, or what strangers may see of it, in a language and a view."""
    return Bare(
        entry=opened.entry,
        revision=opened.revision,
        language=language,
        map=journey_map,
        seen_as=Look(view=view),
        may_edit=False,
    )


def plainly(journey_map: JourneyMap) -> JourneyMap:
    """Return a map with one curve, the one customers reported where they did, so that it needs no legend."""
    everybody = tuple(point for point in journey_map.curve if point.persona is None)
    reported = tuple(point for point in everybody if point.series is Series.SURVEY)
    return replace(journey_map, beside=(), curve=reported or everybody)
