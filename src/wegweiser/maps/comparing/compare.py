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

    @property
    def within(self) -> tuple[Shift, ...]:
        """The figures whose difference chance explains."""
        return tuple(shift for shift in self.figures if not shift.beyond)

    @property
    def same(self) -> bool:
        """Whether both maps hold the same data: there are figures, and none of them differs."""
        return bool(self.figures) and all(shift.before == shift.after for shift in self.figures)


def compare(before: JourneyMap, after: JourneyMap) -> Comparison:
    """Return what differs from one map to another, joined by ids.

    Figures of the same customers at two times are treated as independent, which makes differences look less
    certain than they are and never more.
    """
    structure, figures = differing(before, after), shifts(before, after)
    made = Comparison(structure=structure, figures=figures, summary="")
    return msgspec.structs.replace(made, summary=_summary(made))


def _summary(found: Comparison) -> Text:
    things = len(found.structure)
    if found.same and not things:
        return both("Both sides show the same words and the same data")
    if found.same:
        return both("Differences in words and structure: {things}; the data is the same on both sides", things=things)
    return both(
        "Differences in structure: {things}; figures changed beyond chance: {beyond} of {all}",
        things=things,
        beyond=len(found.beyond),
        all=len(found.figures),
    )
