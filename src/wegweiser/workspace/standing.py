"""How the claims of a drawn map stand today: judged by every test, and aged; it needs files and no warehouse."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from wegweiser import maps
from wegweiser.clock import Clock, today
from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.validations import Snapshot, Stale, Validation
from wegweiser.errors import WorkspaceProblem
from wegweiser.i18n import Count, Day, Text, both
from wegweiser.maps import Plan
from wegweiser.maps.validation import ageing, judged, keeping
from wegweiser.workspace.config import Config

FILE, REMEMBERED, GENERATED = "validations.yaml", "snapshots", "journey.data.json"


class Footing:
    """A workspace folder as far as files tell of it: its settings, and the clock claims age by."""

    def __init__(self, folder: Path, config: Config, clock: Clock) -> None:
        self.folder, self.config, self.clock = folder, config, clock


@dataclass(frozen=True)
class Aged:
    """A map with its claims as tests and time left them, why, and what a person should look at."""

    journey_map: JourneyMap
    stale: tuple[Stale, ...] = ()
    remarks: tuple[Text, ...] = ()


class _Dated(msgspec.Struct):
    """What of a drawn map says which day it speaks of."""

    as_of: date | None = None


def standing(ws: Footing, plan: Plan) -> Aged:
    """Return the map of the last run with its claims as they stand on its day, which is the last one of the data.

    Claims age by that day and not by the clock, so that the list says what the map says; `ended` tells how long ago
    it was.

    Raises:
        WorkspaceProblem: nothing was run yet.
        InvalidSetting: validations.yaml says something that cannot be used.
    """
    path = ws.folder / GENERATED
    if not path.is_file():
        raise WorkspaceProblem("Nothing was run yet, so there are no claims. Run: wegweiser run")
    generated = maps.document.Generated.parse(path.read_bytes())
    return aged(ws, maps.join(plan, generated), generated.further)


def aged(ws: Footing, journey_map: JourneyMap, further: Sequence[Claim] = ()) -> Aged:
    """Return a joined map judged by every test and marked where claims went stale; nothing is written.

    Raises:
        InvalidSetting: validations.yaml says something that cannot be used.
    """
    fresh = fairly(ws, journey_map, further)
    before = earlier(ws.folder, fresh.as_of) if fresh.as_of else None
    found = ageing.stale(fresh, before, fresh.as_of or today(ws.clock), ws.config.validity)
    return Aged(ageing.marked(fresh, found), found)


def fairly(ws: Footing, journey_map: JourneyMap, further: Sequence[Claim]) -> JourneyMap:
    """Return the map judged by every test, under a finding that none contradicts, or under none."""
    tests, validity = _every(ws, journey_map), ws.config.validity
    for finding in (journey_map.finding, *further, None):
        fresh = judged(msgspec.structs.replace(journey_map, finding=finding), tests, validity)
        if fresh.finding is None or fresh.finding.status is not Status.CONTRADICTED:
            break
    return fresh


def ended(ws: Footing) -> Text | None:
    """Return when the data of the last run end; None where that is no longer ago than what is measured counts."""
    path, day = ws.folder / GENERATED, None
    with contextlib.suppress(OSError, msgspec.MsgspecError):  # who opens the map says that it cannot be read
        day = msgspec.json.decode(path.read_bytes(), type=_Dated).as_of
    ago = (today(ws.clock) - day).days if day else 0
    if day is None or ago <= ws.config.validity.measured_days:
        return None
    words = "Data end on {day}, {n} days ago: claims are shown as they stood then."
    return both(words, day=Day(day), n=Count(ago))


def read(folder: Path) -> tuple[Validation, ...]:
    """Return the tests in validations.yaml; none where there is no file.

    Raises:
        InvalidSetting: the file says something that cannot be used.
    """
    path = folder / FILE
    return keeping.parse(path.read_bytes(), str(path)) if path.is_file() else ()


def _every(ws: Footing, journey_map: JourneyMap) -> tuple[Validation, ...]:
    """Return the tests of both files; where one id stands in both, what the person wrote."""
    return tuple(({one.id: one for one in read(ws.folder)} | {v.id: v for v in journey_map.validations}).values())


def earlier(folder: Path, day: date) -> Snapshot | None:
    """Return the last map remembered of a day before this one."""
    days = sorted(path for path in (folder / REMEMBERED).glob("*.json") if path.stem < str(day))
    return msgspec.json.decode(days[-1].read_bytes(), type=Snapshot) if days else None
