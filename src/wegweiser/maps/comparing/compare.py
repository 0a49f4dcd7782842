"""Two maps compared: what came, went, moved and was renamed, and which figures differ beyond chance."""

from __future__ import annotations

import msgspec

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.i18n import Text, both
from wegweiser.maps.comparing.figures import Shift, shifts
from wegweiser.maps.comparing.structure import Differs, differing


class Comparison(msgspec.Struct, frozen=True):
    """What differs from one map to another, the weightiest first."""

    structure: tuple[Differs, ...]
    """Phases first, then lanes, cards, steps, metrics and claims."""
    figures: tuple[Shift, ...]
    """Those beyond chance first, the clearest before the others."""
    summary: Text

    @property
    def beyond(self) -> tuple[Shift, ...]:
        """The figures that differ by more than chance explains."""
        return tuple(shift for shift in self.figures if shift.beyond)


def compare(before: JourneyMap, after: JourneyMap) -> Comparison:
    """Return what differs from one map to another, joined by ids.

    Figures of the same customers at two times are treated as independent, which makes differences look less
    certain than they are and never more.
    """
    structure, figures = differing(before, after), shifts(before, after)
    beyond = sum(shift.beyond for shift in figures)
    summary = both(
        "Differences in structure: {things}; figures changed beyond chance: {beyond} of {all}",
        things=len(structure),
        beyond=beyond,
        all=len(figures),
    )
    return Comparison(structure=structure, figures=figures, summary=summary)
