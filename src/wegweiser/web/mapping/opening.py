"""A map as it stands now: the newest plan joined with the numbers of the last run, its claims tested and aged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from wegweiser import maps
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.talk import MapEntry
from wegweiser.i18n import Text
from wegweiser.maps import Plan, document
from wegweiser.web.frame.site import Site
from wegweiser.web.mapping.mirroring import MAIN, begun, path_of, plan_of, settle, told
from wegweiser.workspace import standing

_FILES = (standing.GENERATED, standing.FILE, standing.REMEMBERED, "wegweiser.toml")


@dataclass(frozen=True)
class Opened:
    """One map: its entry, its plan and revision, what data says, and both joined."""

    entry: MapEntry
    plan: Plan
    revision: int
    generated: document.Generated | None
    """None where nothing was run yet."""
    aged: standing.Aged
    """The joined map with its claims as they stand today, and why some went stale."""
    problem: Text | None = None
    """What is wrong with the file somebody wrote in."""

    @property
    def journey_map(self) -> JourneyMap:
        """The map ready to draw."""
        return self.aged.journey_map


def opened(site: Site, map_id: str) -> Opened:
    """Return a map as it stands now; kept until a revision, a run or a file changes it.

    Raises:
        UnknownName: no map has the id.
    """
    begun(site, map_id)
    problem = settle(site, map_id)
    key = _key(site, map_id, problem)
    kept: dict[str, tuple[Any, Opened]] = site.__dict__.setdefault("_opened", {})
    known = kept.get(map_id)
    if known is not None and known[0] == key:
        return known[1]
    # After an edit everybody who looks on comes at once: one of them joins the map anew, the others take hers.
    one_at_a_time: Lock = site.__dict__.setdefault("_opening", {}).setdefault(map_id, Lock())
    with one_at_a_time:
        key = _key(site, map_id, problem)
        known = kept.get(map_id)
        if known is None or known[0] != key:
            raw, revision = site.store.maps.head(map_id)
            known = (key, _opened(site, replace_revision(key[0], revision), plan_of(raw), problem))
            kept[map_id] = known
    return known[1]


def _key(site: Site, map_id: str, problem: Text | None) -> tuple[MapEntry, Any]:
    """Return what a map that was opened is good for: its entry, and the state of everything else it stands on."""
    rest = (problem, site.clock.now().date(), *(_mark(site.folder / name) for name in _FILES))
    return site.store.maps.get(map_id), rest


def previewed(site: Site, found: Opened, plan: Plan) -> Opened:
    """Return the same map with another plan, such as the one it had in an earlier revision."""
    return replace(_opened(site, found.entry, plan, None))


def replace_revision(entry: MapEntry, revision: int) -> MapEntry:
    """Return the entry at the revision its plan was read at, should somebody have saved in between."""
    return entry if entry.revision == revision else msgspec.structs.replace(entry, revision=revision)


def _opened(site: Site, entry: MapEntry, plan: Plan, problem: Text | None) -> Opened:
    generated, broken = _generated(site)
    problem = problem or broken
    if generated is not None and path_of(site, entry.id).name != MAIN:
        generated = _within(generated, plan)
    joined = maps.join(plan, generated)
    footing = standing.Footing(site.folder, site.config, site.clock)
    aged = standing.aged(footing, joined, generated.further if generated else ())
    return Opened(entry, plan, entry.revision, generated, aged, problem)


def _within(generated: document.Generated, plan: Plan) -> document.Generated | None:
    """Return what of the workspace's figures belongs to the phases of a further map; None where it shares none."""
    phases = {phase.id for phase in plan.phases}
    if not phases & set(generated.phases):
        return None
    return msgspec.structs.replace(
        generated,
        touchpoints=tuple(card for card in generated.touchpoints if card.phase in phases),
        steps=tuple(step for step in generated.steps if step.phase in phases),
        metrics=tuple(metric for metric in generated.metrics if metric.phase in phases),
        cells=tuple(cell for cell in generated.cells if cell.phase in phases),
        levers=generated.levers and tuple(lever for lever in generated.levers if lever.phase in phases),
    )


def _generated(site: Site) -> tuple[document.Generated | None, Text | None]:
    """Return what the last run found, read again when it ran anew, or why it cannot be read."""
    path = site.folder / standing.GENERATED
    mark = _mark(path)
    if mark is None:
        return None, None
    known: tuple[Any, tuple[document.Generated | None, Text | None]] | None = site.__dict__.get("_generated")
    if known is None or known[0] != mark:
        known = site.__dict__["_generated"] = (mark, _read(path))
    return known[1]


def _read(path: Path) -> tuple[document.Generated | None, Text | None]:
    try:
        return document.Generated.parse(path.read_bytes()), None
    except msgspec.MsgspecError as wrong:
        return None, told(path, str(wrong))


def _mark(path: Path) -> tuple[int, int] | None:
    if not path.exists():
        return None
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
