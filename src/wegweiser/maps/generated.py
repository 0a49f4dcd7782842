"""The generated side of a map: `journey.data.json`, everything data says, never edited by hand."""

from __future__ import annotations

from datetime import date
from typing import Self

import msgspec

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.journey_maps import (
    Cell,
    CurvePoint,
    DataBox,
    MapPersona,
    MapStep,
    Metric,
    PhaseFlow,
    TouchpointCard,
)
from wegweiser.domain.levers import Lever
from wegweiser.i18n import Text

DATA_SCHEMA = "cjm-data/1"
HEADLINE = "cl_finding"
"""Ids of headlines begin with it and go on with what they are about; once all of them were called just this."""


class Generated(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the generator found for a plan; ids are the same in every rebuild, so that people can refer to them."""

    schema: str = DATA_SCHEMA
    phases: tuple[str, ...] = ()
    """Ids of the phases in the order the curve counts them; a plan may have sorted its own anew since."""
    flows: dict[str, PhaseFlow] = {}
    """By phase id."""
    persona: MapPersona | None = None
    steps: tuple[MapStep, ...] = ()
    touchpoints: tuple[TouchpointCard, ...] = ()
    cells: tuple[Cell, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    beside: tuple[MapPersona, ...] = ()
    metrics: tuple[Metric, ...] = ()
    levers: tuple[Lever, ...] | None = None
    """The ranked ones in their order, then those listed apart; None where nobody asked for levers."""
    finding: Claim | None = None
    further: tuple[Claim, ...] = ()
    """What would be the finding next, where a test contradicts it."""
    evidence: tuple[Evidence, ...] = ()
    data: DataBox = DataBox()
    organisation: Text = ""
    as_of: date | None = None
    snapshot: str = ""
    version: str = ""

    def json(self) -> bytes:
        """Return the content as JSON: sorted keys, indented, one newline at the end; same content, same bytes."""
        return pretty(self)

    @classmethod
    def parse(cls, text: bytes | str) -> Self:
        """Return the content written by `json`."""
        return msgspec.json.decode(text, type=cls)


def pretty(value: object) -> bytes:
    """Return a value as JSON with sorted keys, one field a line, and a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n"
