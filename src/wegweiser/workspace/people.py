"""The personas of a workspace: searched for when the journeys changed, else as they were found."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from wegweiser import collect, maps
from wegweiser import personas as personas_room
from wegweiser.clock import wall_time
from wegweiser.domain.channels import channels_of
from wegweiser.domain.personas import Persona, PersonaSet
from wegweiser.errors import WorkspaceProblem
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.journeys import STEP, Journeys, Registry
from wegweiser.personas import PersonaSettings, Tables
from wegweiser.progress import Progress, silent
from wegweiser.version import VERSION
from wegweiser.warehouse import Query, Table, Warehouse
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put

_FILE = "personas.json"
_MOSTLY = 0.5


class _Found(msgspec.Struct, frozen=True):
    inputs: str
    found: PersonaSet


def find(ws: Ground, progress: Progress = silent) -> PersonaSet:
    """Return the workspace's personas; the search runs only when journeys, traits, settings or the registry changed."""
    registry = ws.registry
    journeys = Journeys(ws.analysis, registry)
    summary = journeys.summary().one()
    zone = ZoneInfo(ws.config.timezone)
    since, as_of = _day(summary["since"], zone), ws.config.as_of or _day(summary["until"], zone)
    settings = PersonaSettings(
        seed=ws.config.seed,
        currency=_currency(ws.analysis),
        timezone=ws.config.timezone,
        channels=channels_of((t.channel for t in registry.touchpoints), ws.config.channel),
    )
    inputs = _inputs(ws.analysis, f"{settings} {since} {as_of} {registry}")
    path = ws.analysis.folder / _FILE
    known = _known(path)
    if known is not None and known.inputs == inputs and _sealed(ws.analysis) == inputs:
        return known.found
    progress("Find personas", 0, 1)
    trait = ws.analysis.create(traits_by_profile(ws.analysis))
    tables = Tables(trait=trait, step=_observed(ws.analysis, registry, journeys))
    found = personas_room.find(ws.analysis, settings, as_of, since, previous=_previous(ws.analysis), tables=tables)
    _seal(ws.analysis, found.members, inputs)
    put(path, maps.document.pretty(_Found(inputs, found.personas)))
    progress("Find personas", 1, 1)
    return found.personas


def _previous(warehouse: Warehouse) -> pa.Table | None:
    """Return who belonged to which persona at the last search; None before the first one."""
    if not warehouse.parts(MEMBERSHIP.kind):
        return None
    table = warehouse.table(MEMBERSHIP)
    query = Query("members_before", f"select profile_id, persona_id, probability from {table} order by 1, 2")
    return warehouse.run(query).to_arrow()


def _sealed(warehouse: Warehouse) -> str | None:
    """Return for what the sealed memberships were found; None where there are none yet."""
    return next((part.inputs for part in warehouse.parts(MEMBERSHIP.kind)), None)


def _seal(warehouse: Warehouse, members: pa.Table, inputs: str) -> None:
    """Keep who belongs to which persona, so that journeys can be asked about one."""
    offered = warehouse.offer("personas_found", members)
    query = Query("personas_members", f"select * from {offered}")
    warehouse.publish([warehouse.seal(MEMBERSHIP, "all", query, inputs=inputs)])
    warehouse.drop(offered)


def _currency(warehouse: Warehouse) -> str | None:
    """Return the currency of all amounts; None where there are several or none."""
    table = warehouse.table(collect.tables.EVENT)
    found = warehouse.run(
        Query("currencies", f"select distinct currency from {table} where currency is not null order by 1 limit 2")
    ).column("currency")
    return str(found[0]) if len(found) == 1 else None


def _observed(warehouse: Warehouse, registry: Registry, journeys: Journeys) -> Table:
    """Return the steps people took themselves: contacts mostly computed from others describe nobody's habits."""
    derived = {row["touchpoint"] for row in journeys.touchpoints().rows() if row["derived"] > _MOSTLY}
    codes = [str(registry.touchpoint_id(name)) for name in sorted(derived)]
    step = warehouse.table(STEP)
    if not codes:
        return step
    kept = f"select * from {step} where touchpoint_id not in ({', '.join(codes)})"
    return warehouse.create(Query("observed_step", kept))


def read(ws: Ground) -> PersonaSet:
    """Return the personas of the last run.

    Raises:
        WorkspaceProblem: nothing was run yet.
    """
    known = _known(ws.warehouse.folder / _FILE)
    if known is None:
        raise WorkspaceProblem(f"Personas were not searched for yet. Run: wegweiser run -C {ws.folder}")
    return known.found


def known(ws: Ground) -> tuple[Persona, ...]:
    """Return the personas of the last run; none where nobody searched for them yet."""
    found = _known(ws.warehouse.folder / _FILE)
    return found.found.personas if found else ()


def traits_by_profile(warehouse: Warehouse) -> Query:
    """Return what sources say of their subjects as traits of the profiles those belong to."""
    trait, profile = warehouse.table(collect.tables.TRAIT), warehouse.table(PROFILE_OF)
    return Query(
        "trait_of_profile",
        f"""select coalesce(p.profile_id, t.subject_id) as profile_id, t.name, t.value
            from {trait} t left join {profile} p
              on p.subject_id = t.subject_id and p.valid_from is null and p.valid_to is null""",
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date:
    return wall_time(moment, zone).date() if moment else date(1970, 1, 1)


def _inputs(warehouse: Warehouse, settings: str) -> str:
    kinds = (STEP.kind, collect.tables.TRAIT.kind, PROFILE_OF.kind)
    parts = [f"{part.kind}/{part.key}/{part.inputs}/{part.rows}" for kind in kinds for part in warehouse.parts(kind)]
    return hashlib.sha256("\n".join([VERSION, settings, *parts]).encode()).hexdigest()[:20]


def _known(path: Path) -> _Found | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Found)
    except (FileNotFoundError, msgspec.ValidationError):
        # not searched yet, or kept by another version: it is searched for again
        return None
