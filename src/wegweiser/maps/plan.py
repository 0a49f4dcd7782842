"""The authored side of a map: `journey.yaml`, a person's words, structure and decisions on proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

import msgspec
import yaml

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.journey_maps import SCHEMA, Cell, CurvePoint, Lane, LaneType, MapPersona, MapStep, TouchpointCard
from wegweiser.domain.mission import BrandValue
from wegweiser.domain.phases import Phase, PhaseModel
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.domain.validations import Validation
from wegweiser.i18n import Text
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.maps.reading import content, parts

_HEAD = """\
# Your words. What people edit in the app is written here, a run only reads it; numbers are in journey.data.json.
# Ihre Texte. Was in der App geändert wird, steht hier, ein Lauf liest es nur; Zahlen stehen in journey.data.json.
# - Give a claim the id of a generated one, or name it in `supersedes`: your text, its numbers.
# - List an id under `hide` to reject what was proposed.
"""
MapStatus: TypeAlias = Literal["draft", "review", "approved"]
NOT_MEASURED = "\u2013"


class PlannedMetric(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A figure somebody wants to steer by; its value comes from data, `shown` stands there until then."""

    id: str
    phase: str
    name: Text
    target: Text | None = None
    shown: Text = NOT_MEASURED
    author: str = "human"


class Review(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How often the map is gone through again, and when next."""

    every_days: int = 90
    next: date | None = None


def _sign(plain: dict[str, Any]) -> None:
    """Name the author people are by default, for a reader takes the plan's where none is named."""
    claims = (claim for cell in plain.get("cells", ()) for claim in cell.get("claims", ()))
    for item in (*claims, *plain.get("metrics", ())):
        item.setdefault("author", "human")


class Plan(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What people decided and wrote about a map; joined with generated content by ids, never by position."""

    id: str
    title: Text
    phases: tuple[Phase, ...]
    schema: str = SCHEMA
    subtitle: Text = ""
    organisation: Text = ""
    kind: str = "current"
    """current, target, planned or hypothesis."""
    phase_model: str = ""
    """The shipped phase model the phases come from, if any."""
    persona: str | MapPersona = ""
    """Id of a persona found in data, or the persona in words; both where the ids are the same."""
    author: str = "human"
    """Who wrote the claims that do not say so themselves."""
    owner: str = ""
    status: MapStatus = "draft"
    """How far people are with it: draft, review (in review) or approved."""
    review: Review = Review()
    lanes: tuple[Lane, ...] = DEFAULT_LANES
    touchpoints: tuple[TouchpointCard, ...] = ()
    steps: tuple[MapStep, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    cells: tuple[Cell, ...] = ()
    metrics: tuple[PlannedMetric, ...] = ()
    finding: Claim | None = None
    evidence: tuple[Evidence, ...] = ()
    mission: Text = ""
    values: tuple[BrandValue, ...] = ()
    """What the company wants to stand for, phase by phase."""
    validations: tuple[Validation, ...] = ()
    """Tests of claims: what is asked, of how many, and what came of it."""
    hide: tuple[str, ...] = ()
    """Ids of generated claims, touchpoints, steps and metrics that were rejected; `<touchpoint>@<phase>` is a card."""
    placed: dict[str, str] = {}
    """By `<touchpoint>@<phase>` of a measured card: the phase somebody moved it to."""
    seen: tuple[str, ...] = ()
    """Proposals somebody decided to leave beside her own words."""
    older: tuple[str, ...] = ()
    """Texts that were not changed with their other language: `<thing>:<id>/<field>@<language>`, noted by the app."""

    @classmethod
    def of(cls, model: PhaseModel, title: Text, organisation: Text = "") -> Self:
        """Return the plan a map starts with: the phases of a model, their goals, and no claim yet."""
        return cls(id="journey", title=title, organisation=organisation, phases=model.phases, phase_model=model.id)

    @classmethod
    def parse(cls, text: bytes | str, where: str = "journey.yaml") -> Self:
        """Return the plan written in YAML.

        Raises:
            InvalidSetting: the text is no plan; every problem is listed with its place.
        """
        return cls(**parts(text, where, cls))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the plan in a file.

        Raises:
            InvalidSetting: the file is missing or is no plan; every problem is listed with its place.
        """
        return cls.parse(content(path), str(path))

    def write(self, path: Path) -> bool:
        """Create the file and return True; an existing file is left exactly as it is, and the answer is False."""
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(self.yaml())
        except FileExistsError:
            return False
        return True

    def yaml(self) -> str:
        """Return the plan as YAML with a head that says how to use it."""
        plain = msgspec.to_builtins(self, builtin_types=(date,))
        if self.author != "human":
            _sign(plain)
        body: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)
        return f"{_HEAD}{body}"

    def with_words_of(self, other: Plan) -> Plan:
        """Return the plan with another's feelings and customers' words where it has none: a template's assumptions.

        Touchpoints, measures, goals, metrics and gaps are not taken: these come from data or from people. Only
        lanes that both have and phases with the same id take part.
        """
        voice = {LaneType.QUESTION, LaneType.EXPECTATION, LaneType.EXPERIENCE, LaneType.ASSOCIATION}
        lanes = {lane.id for lane in self.lanes if lane.type in voice}
        phases = [phase.id for phase in self.phases]
        taken = tuple(
            cell
            for cell in other.cells
            if cell.lane in lanes and cell.phase in phases and not self.cell(cell.lane, cell.phase).claims
        )
        same = phases == [phase.id for phase in other.phases]
        curve = self.curve or (other.curve if same else ())
        return msgspec.structs.replace(self, cells=self.cells + taken, curve=curve)

    def way(self, touchpoints: Sequence[Touchpoint]) -> tuple[str, ...]:
        """Return the planned steps in order: those that are touchpoints we measure, else the phases these stand in.

        A step is known by a touchpoint's id, or by that with its phase, as generated steps are called.
        """
        known = {touchpoint.id: touchpoint.id for touchpoint in touchpoints}
        known |= {
            f"st_{touchpoint.id}_{phase.id}": touchpoint.id for touchpoint in touchpoints for phase in self.phases
        }
        kept = [step for step in self.steps if step.id in known and step.id not in self.hide]
        found = dict.fromkeys(known[step.id] for phase in self.phases for step in kept if step.phase == phase.id)
        if len(found) > 1:
            return tuple(found)
        met = {phase for touchpoint in touchpoints for phase in (touchpoint.phase, touchpoint.repeat_phase)}
        return tuple(phase.id for phase in self.phases if phase.id in met)

    def cell(self, lane: str, phase: str) -> Cell:
        """Return the authored cell where lane and phase meet; an empty one where nothing was written."""
        found = [c for c in self.cells if c.lane == lane and c.phase == phase]
        claims = tuple(claim for cell in found for claim in cell.claims)
        return Cell(lane=lane, phase=phase, claims=claims, looked=any(cell.looked for cell in found))
