"""The lanes a map has unless its author says otherwise."""

from __future__ import annotations

from wegweiser.domain.journey_maps import Band, Lane, LaneType, View

_ALL = (View.MINIMAL, View.WORKING, View.FULL)
_MOST = (View.WORKING, View.FULL)
_FULL = (View.FULL,)

DEFAULT_LANES: tuple[Lane, ...] = tuple(
    Lane(id=kind.value, type=kind, title={"en": english, "de": german}, band=band, views=views)
    for kind, english, german, band, views in (
        (LaneType.TOUCHPOINTS, "Touchpoints", "Touchpoints", Band.CUSTOMER, _ALL),
        (LaneType.STEPS, "Steps", "Schritte", Band.CUSTOMER, _FULL),
        (LaneType.FEELING, "Feelings", "Gefühle", Band.CUSTOMER, _ALL),
        (LaneType.QUESTION, "Questions", "Kundenfragen", Band.CUSTOMER, _MOST),
        (LaneType.EXPECTATION, "Expectations", "Erwartungen", Band.CUSTOMER, _MOST),
        (LaneType.EXPERIENCE, "Experiences", "Erlebnisse", Band.CUSTOMER, _MOST),
        (LaneType.ASSOCIATION, "Associations", "Assoziationen", Band.CUSTOMER, _FULL),
        (LaneType.MEASURE, "Measures", "Maßnahmen", Band.DOING, _MOST),
        (LaneType.GOAL, "Goals", "Ziele", Band.DOING, _MOST),
        (LaneType.BACKSTAGE, "Backstage", "Hinter den Kulissen", Band.DOING, _FULL),
        (LaneType.SUPPORT, "Support", "Unterstützung", Band.DOING, _FULL),
        (LaneType.METRIC, "Metrics", "Kennzahlen", Band.STEERING, _MOST),
        (LaneType.GAP, "Gaps and opportunities", "Lücken und Chancen", Band.STEERING, _ALL),
    )
)
"""Thirteen lanes in three bands; steps and associations show in the full view only, as do the two of the blueprint
(backstage and support) where they hold something."""
