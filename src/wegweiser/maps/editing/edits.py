"""The edits a person can make, as values that forms and the JSON API carry; `edit` names which one it is."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec

from wegweiser.domain.claims import Status
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import Band, LaneType, View
from wegweiser.domain.touchpoints import Medium
from wegweiser.maps.plan import MapStatus

Degree: TypeAlias = Annotated[float, msgspec.Meta(ge=-2, le=2)]
"""A feeling from -2 to +2."""
Within: TypeAlias = Annotated[float, msgspec.Meta(ge=0, lt=1)]
"""How far into a phase, from 0 to 1."""
MapKind: TypeAlias = Literal["current", "target", "planned", "hypothesis"]
Impact: TypeAlias = Literal["", "high", "medium", "low"]
Weighed: TypeAlias = Literal["", "gap", "opportunity"]
StepKind: TypeAlias = Literal["observed", "dark", "decision", "wait"]


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class _Edit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag=_snake, tag_field="edit"):
    """Texts are in the language being edited; None leaves a field as it is; `before` names what follows, empty: last.

    `base` is the text the person saw when she began to write, so that nobody's words are lost where two write at once.
    """


class SetText(_Edit, frozen=True):
    """Write the title, the subtitle, the mission or the organisation's name."""

    field: Literal["title", "subtitle", "mission", "organisation"]
    words: str
    base: str | None = None


class SetFinding(_Edit, frozen=True):
    """Write the sentence in the header; empty: the data's own."""

    words: str


class SetOwner(_Edit, frozen=True):
    """Say who answers for the map."""

    owner: str


class SetKind(_Edit, frozen=True):
    """Say whether the map shows today, a target, a plan or a hypothesis."""

    kind: MapKind


class SetStatus(_Edit, frozen=True):
    """Say whether the map is a draft, in review or approved."""

    status: MapStatus


class SetReview(_Edit, frozen=True):
    """Say how often the map is gone through, and when next."""

    every_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90
    next: date | None = None


class SetPersona(_Edit, frozen=True):
    """Draw the map for a persona found in data; empty: for everybody."""

    persona: str


class DescribePersona(_Edit, frozen=True):
    """Write the persona in the header in words."""

    name: str
    line: str = ""
    quote: str = ""


class AddPhase(_Edit, frozen=True):
    """Add a phase before another one, or at the end."""

    name: str
    line: str = ""
    goal_customer: str = ""
    goal_business: str = ""
    before: str = ""


class EditPhase(_Edit, frozen=True):
    """Rename or describe a phase; `base` is the name the person saw."""

    id: str
    name: str | None = None
    line: str | None = None
    goal_customer: str | None = None
    goal_business: str | None = None
    base: str | None = None


class MovePhase(_Edit, frozen=True):
    """Move a phase before another one, or to the end."""

    id: str
    before: str = ""


class RemovePhase(_Edit, frozen=True):
    """Remove a phase; what stands in it goes `into` another one."""

    id: str
    into: str = ""


class AddLane(_Edit, frozen=True):
    """Add a lane before another one, or at the end of its band."""

    title: str
    type: LaneType
    band: Band
    views: tuple[View, ...] = (View.WORKING, View.FULL)
    before: str = ""


class EditLane(_Edit, frozen=True):
    """Rename a lane, or say in which views it is shown; `base` is the title the person saw."""

    id: str
    title: str | None = None
    views: tuple[View, ...] | None = None
    base: str | None = None


class MoveLane(_Edit, frozen=True):
    """Move a lane before another one, or to the end."""

    id: str
    before: str = ""


class RemoveLane(_Edit, frozen=True):
    """Remove a lane; what people wrote in it goes `into` another one."""

    id: str
    into: str = ""


class AddClaim(_Edit, frozen=True):
    """Write a claim where a lane meets a phase."""

    lane: str
    phase: str
    text: str
    before: str = ""
    status: Status = Status.ASSUMPTION
    detail: str = ""
    kind: Weighed = ""
    impact: Impact = ""


class EditClaim(_Edit, frozen=True):
    """Change a claim; a generated one becomes the person's words and keeps its numbers; `base` is the text seen."""

    id: str
    text: str | None = None
    detail: str | None = None
    status: Status | None = None
    kind: Weighed | None = None
    impact: Impact | None = None
    base: str | None = None


class MoveClaim(_Edit, frozen=True):
    """Move a claim to a place, or within its own."""

    id: str
    lane: str
    phase: str
    before: str = ""


class RemoveClaim(_Edit, frozen=True):
    """Remove a claim; a generated one is rejected."""

    id: str


class AddCard(_Edit, frozen=True):
    """Add a touchpoint to a phase; `touchpoint` is its id where the registry knows it."""

    phase: str
    name: str
    touchpoint: str = ""
    icon: str = "circle-dot"
    channel: str = "other"
    medium: Medium = Medium.OWNED
    direct: bool = True
    before: str = ""


class EditCard(_Edit, frozen=True):
    """Change a touchpoint card, `<touchpoint>@<phase>`; `base` is the name the person saw."""

    id: str
    name: str | None = None
    icon: str | None = None
    channel: str | None = None
    medium: Medium | None = None
    direct: bool | None = None
    base: str | None = None


class MoveCard(_Edit, frozen=True):
    """Move a touchpoint card, `<touchpoint>@<phase>`; where data put a measured one stays known."""

    id: str
    phase: str
    before: str = ""
    """Id of the card it stands before; measured ones keep the order of their share."""


class RemoveCard(_Edit, frozen=True):
    """Remove a touchpoint card, `<touchpoint>@<phase>`; a measured one is rejected in this phase."""

    id: str


class AddStep(_Edit, frozen=True):
    """Add a step; a dark one is known without an event."""

    phase: str
    name: str
    kind: StepKind = "dark"
    before: str = ""


class EditStep(_Edit, frozen=True):
    """Rename a step or change its kind; `base` is the name the person saw."""

    id: str
    name: str | None = None
    kind: StepKind | None = None
    base: str | None = None


class MoveStep(_Edit, frozen=True):
    """Move a step to a phase, or within its own."""

    id: str
    phase: str
    before: str = ""


class RemoveStep(_Edit, frozen=True):
    """Remove a step; a measured one is rejected."""

    id: str


class AddMetric(_Edit, frozen=True):
    """Add a metric to steer by."""

    phase: str
    name: str
    target: str = ""


class EditMetric(_Edit, frozen=True):
    """Rename or move a metric, or set its target; `base` is the name the person saw."""

    id: str
    name: str | None = None
    target: str | None = None
    phase: str | None = None
    base: str | None = None


class RemoveMetric(_Edit, frozen=True):
    """Remove a metric; a measured one is rejected."""

    id: str


class AddPoint(_Edit, frozen=True):
    """Put a point on the curve that somebody assumes, with what customers might say."""

    phase: str
    at: Within
    value: Degree
    quote: str = ""
    persona: str = ""
    series: Series = Series.SURVEY


class EditPoint(_Edit, frozen=True):
    """Move an assumed point of the curve or change its quote."""

    id: str
    phase: str | None = None
    at: Within | None = None
    value: Degree | None = None
    quote: str | None = None


class RemovePoint(_Edit, frozen=True):
    """Remove an assumed point of the curve."""

    id: str


class Accept(_Edit, frozen=True):
    """Take what data proposes as the person's words; `instead` names the own claim it replaces."""

    id: str
    instead: str = ""


class Reject(_Edit, frozen=True):
    """Keep what data proposes off the map."""

    id: str


class KeepBoth(_Edit, frozen=True):
    """Leave what data proposes beside the person's own words and ask no more."""

    id: str


class Unhide(_Edit, frozen=True):
    """Show again what was rejected."""

    id: str


class StillRight(_Edit, frozen=True):
    """Say that a text is right although its other language was changed since; the id is a note of `older`."""

    id: str


Edit: TypeAlias = (
    SetText | SetFinding | SetOwner | SetKind | SetStatus | SetReview | SetPersona | DescribePersona
    | AddPhase | EditPhase | MovePhase | RemovePhase | AddLane | EditLane | MoveLane | RemoveLane
    | AddClaim | EditClaim | MoveClaim | RemoveClaim | AddCard | EditCard | MoveCard | RemoveCard
    | AddStep | EditStep | MoveStep | RemoveStep | AddMetric | EditMetric | RemoveMetric
    | AddPoint | EditPoint | RemovePoint | Accept | Reject | KeepBoth | Unhide | StillRight
)  # fmt: skip
"""Everything a person can do to a plan."""
