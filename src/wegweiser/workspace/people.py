"""The personas of a workspace: searched for when the journeys changed, else as they were found."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from wegweiser import collect, maps
from wegweiser import personas as personas_room
from wegweiser.clock import wall_time
from wegweiser.domain.channels import channels_of
from wegweiser.domain.personas import Comparison, Persona, PersonaChange, PersonaSet
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.domain.voices import Heard
from wegweiser.errors import UnknownName, WorkspaceProblem
from wegweiser.i18n import Text
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.journeys import JOURNEY, STEP, Journeys, Registry
from wegweiser.personas import PersonaModel, PersonaSettings, Search, Tables
from wegweiser.personas.authored import held_against, joined, known_features
from wegweiser.personas.telling import Names, compare, felt, preceding, with_journeys, with_voice
from wegweiser.personas.watching import Snapshot, changes, over_time, renamed, shifts, snapshot
from wegweiser.progress import Progress, silent
from wegweiser.version import VERSION
from wegweiser.voice import tables as voice
from wegweiser.warehouse import Query, Table, Warehouse
from wegweiser.workspace import hearing, words
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put

_FILE, _MODEL = "personas.json", "personas.model.json"
_HISTORY = 20
_MOSTLY = 0.5


class _Found(msgspec.Struct, frozen=True):
    inputs: str
    found: PersonaSet
    kept: Snapshot | None = None
    """What the next search is held against."""
    shown: PersonaSet | None = None
    """With people's words, their statements tested."""
    words: str = ""
    """Of which words and people `shown` speaks."""
    heard: Heard = Heard()
    """What was heard of single personas in the last run."""


def find(ws: Ground, progress: Progress = silent) -> PersonaSet:
    """Return the workspace's personas; the search runs only when journeys, traits, settings or the registry changed.

    People are grouped by how they say they feel, too, where many were asked. What was written in personas.yaml is
    laid over what was found and tested against the data.
    """
    inputs = _inputs(ws.analysis, f"{_settings(ws)} {hearing.scales(ws)} {ws.registry}")
    path = ws.analysis.folder / _FILE
    known = _known(path)
    if known is None or known.inputs != inputs or _sealed(ws.analysis) != inputs:
        progress("Find personas", 0, 1)
        known = _search(ws, search(ws), known, inputs)
        put(path, maps.document.pretty(known))
        progress("Find personas", 1, 1)
    words.write_once(ws.folder, known.found)
    mark = f"{inputs} {words.mark(ws.folder)}"
    if known.shown is None or known.words != mark:
        known = msgspec.structs.replace(known, shown=_shown(ws, known), words=mark)
        put(path, maps.document.pretty(known))
    return known.shown or known.found


def search(ws: Ground) -> Search:
    """Return what personas are looked for in, its tables made ready."""
    settings, since, as_of = _settings(ws)
    trait = ws.analysis.create(traits_by_profile(ws.analysis))
    figure = None
    if ws.analysis.parts(voice.ANSWER.kind):
        answer, profile = ws.analysis.table(voice.ANSWER), ws.analysis.table(PROFILE_OF)
        figure = ws.analysis.create(felt(answer, profile, hearing.scales(ws)))
    journeys = Journeys(ws.analysis, ws.registry)
    tables = Tables(trait=trait, step=_observed(ws.analysis, ws.registry, journeys), figure=figure)
    return Search(settings, since, as_of, tables)


def _settings(ws: Ground) -> tuple[PersonaSettings, date, date]:
    registry = ws.registry
    summary = Journeys(ws.analysis, registry).summary().one()
    zone = ZoneInfo(ws.config.timezone)
    # Where nothing but answers is known, their last day is the day of the data.
    last = (summary["until"] is None and hearing.last_day(ws)) or _day(summary["until"], zone)
    since, as_of = _day(summary["since"], zone) if summary["since"] else last, ws.config.as_of or last
    settings = PersonaSettings(
        seed=ws.config.seed,
        currency=_currency(ws.analysis),
        timezone=ws.config.timezone,
        channels=channels_of((t.channel for t in registry.touchpoints), ws.config.channel),
        titles=_titles(ws),
    )
    return settings, since, as_of


def _titles(ws: Ground) -> tuple[tuple[str, Text], ...]:
    """Return the question behind every trait that a survey told, by the trait's name."""
    asked = (item for items in hearing.items(ws).values() for item in items)
    return tuple((item.id, item.text) for item in asked if item.text)


def _search(ws: Ground, asked: Search, known: _Found | None, inputs: str) -> _Found:
    """Search, say what happened since the last search, and keep members and model."""
    warehouse, before = ws.analysis, _previous(ws.analysis)
    found = personas_room.find(
        warehouse, asked.settings, asked.as_of, asked.since, previous=before, tables=asked.tables
    )
    kept = snapshot(found)
    zone = ws.config.timezone
    shares = over_time(warehouse, asked.tables.step, found.members, zone=zone)
    told = shifts(shares, {p.id: p.name for p in found.personas.personas})
    history: tuple[PersonaChange, ...] = ()
    if known is not None and known.kept is not None and before is not None:
        told = (*changes(known.kept, kept, before, found.members), *told)
        history = (*known.found.changes, *known.found.history)[:_HISTORY]
    stamped = tuple(msgspec.structs.replace(change, seen_on=asked.as_of) for change in told)
    personas = msgspec.structs.replace(found.personas, over_time=shares, changes=stamped, history=history)
    personas = msgspec.structs.replace(personas, personas=_former(personas, known))
    personas = _with_journeys(ws, personas, found.members)
    _seal(warehouse, found.members, inputs)
    if found.model is not None:
        put(warehouse.folder / _MODEL, maps.document.pretty(found.model))
    return _Found(inputs, personas, kept, heard=known.heard if known else Heard())


def _former(personas: PersonaSet, known: _Found | None) -> tuple[Persona, ...]:
    """Return the cards with what the data called them before, where that has changed."""
    names = known.kept.names if known is not None and known.kept is not None else {}
    former = renamed(names, {card.id: card.name for card in personas.personas})
    return tuple(
        msgspec.structs.replace(card, previous_name=former[card.id]) if card.id in former else card
        for card in personas.personas
    )


def _with_journeys(ws: Ground, personas: PersonaSet, members: pa.Table) -> PersonaSet:
    """Return the personas with what precedes success and loss in their journeys."""
    registry = ws.registry
    if not members.num_rows or not registry.goals or not ws.analysis.parts(JOURNEY.kind):
        return personas
    goals = {name for goal in registry.goals for name in goal.touchpoints}
    codes = {touchpoint.id: registry.touchpoint_id(touchpoint.id) for touchpoint in registry.touchpoints}
    names = {codes[touchpoint.id]: touchpoint.name for touchpoint in registry.touchpoints}
    goal = registry.goals[0]
    later = after_goal(registry.touchpoints, goal.touchpoints, [phase.id for phase in registry.model.phases])
    computed = {row["touchpoint"] for row in ws.journeys.touchpoints().rows() if row["derived"]}
    silent = {*later, *(t.id for t in registry.touchpoints if explains_nothing(t, goals, computed))}
    hidden = frozenset(codes[name] for name in silent)
    rows = ws.analysis.run(preceding(ws.analysis, members, registry.goal_id(goal.id))).rows()
    return with_journeys(personas, rows, Names(names, hidden, goal.name))


def after_goal(touchpoints: Sequence[Touchpoint], goal: Collection[str], phases: Sequence[str]) -> frozenset[str]:
    """Return the touchpoints of phases after those in which the goal is reached: what comes later hinders nobody."""
    place = {phase: number for number, phase in enumerate(phases)}
    reached = [p for t in touchpoints if t.id in goal for p in (t.phase, t.repeat_phase) if p in place]
    last = max((place[phase] for phase in reached if phase), default=len(phases))
    return frozenset(t.id for t in touchpoints if t.phase in place and place[t.phase] > last)


def explains_nothing(touchpoint: Touchpoint, goals: Collection[str], computed: Collection[str] = ()) -> bool:
    """Return whether meeting a touchpoint is no reason to buy or leave: the goal itself, or what we send to people.

    Parcels and advertisements reach those who do nothing as well; that their journeys are lost is no barrier.
    Contacts computed from purchases (`computed`) are wherever those are, and lead to none.
    """
    return touchpoint.id in {*goals, *computed} or touchpoint.structural or touchpoint.outbound


def _shown(ws: Ground, known: _Found) -> PersonaSet:
    """Return the personas with people's words, statements and personas made by hand held against the data."""
    authored = words.authored(ws.folder)
    written = joined(known.found, authored)
    if not any(persona.by_hand or persona.statements for persona in authored.personas):
        return written
    members = _previous(ws.analysis)
    nobody = pa.table({"profile_id": pa.array([], pa.int64()), "persona_id": pa.array([], pa.string())})
    return held_against(ws.analysis, search(ws), written, authored, nobody if members is None else members)


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
    """Return the personas of the last run with people's words as they are now; tests are those of the last run.

    Raises:
        WorkspaceProblem: nothing was run yet.
    """
    known = _known(ws.warehouse.folder / _FILE)
    if known is None:
        raise WorkspaceProblem(f"Personas were not searched for yet. Run: wegweiser run -C {ws.folder}")
    tested = known.shown is not None and known.words == f"{known.inputs} {words.mark(ws.folder)}"
    shown = known.shown if tested else None
    return with_voice(shown or joined(known.found, words.authored(ws.folder)), known.heard)


def told(ws: Ground, heard: Heard) -> PersonaSet:
    """Return the personas of this run with what was heard of each, and keep it for whoever looks at them later.

    Raises:
        WorkspaceProblem: nothing was run yet.
    """
    path = ws.analysis.folder / _FILE
    known = _known(path)
    own = Heard(
        feelings=tuple(one for one in heard.feelings if one.persona),
        questions=tuple(one for one in heard.questions if one.persona),
        sayings=tuple(one for one in heard.sayings if one.persona),
    )
    if known is not None and known.heard != own:
        put(path, maps.document.pretty(msgspec.structs.replace(known, heard=own)))
    return read(ws)


def known(ws: Ground) -> tuple[Persona, ...]:
    """Return the personas found in the last run, by the names people gave them; none where nobody searched yet.

    Those made by hand are left out: people of theirs may belong to several.
    """
    found = _known(ws.warehouse.folder / _FILE)
    return joined(found.found, words.authored(ws.folder)).personas if found else ()


def model(ws: Ground) -> PersonaModel:
    """Return the fitted model of the last run.

    Raises:
        WorkspaceProblem: nothing was run yet, or there are no groups to belong to.
    """
    path = ws.warehouse.folder / _MODEL
    if not path.exists() or not read(ws).personas:
        raise WorkspaceProblem(f"There are no personas to assign people to. Run: wegweiser run -C {ws.folder}")
    return PersonaModel.of(path.read_bytes(), str(path))


def assign(ws: Ground, *, least_contacts: int | None = None) -> list[dict[str, Any]]:
    """Return the persona of everybody by the model of the last run, customers that came since included."""
    asked, fitted = search(ws), model(ws)
    settings = asked.settings
    if least_contacts is not None:
        settings = replace(settings, least_contacts=least_contacts)
    members = personas_room.assigned(ws.analysis, fitted, settings, asked.as_of, asked.since, tables=asked.tables)
    offered = ws.analysis.offer("personas_assigned", members)
    known, profile = ws.analysis.table(collect.tables.IDENTIFIER), ws.analysis.table(PROFILE_OF)
    query = Query(
        "assigned_customers",
        f"""select min(i.value) as customer, m.profile_id, m.persona_id, m.probability
            from {offered} m
            left join (select coalesce(p.profile_id, i.identifier_id) as profile_id, i.value
                       from {known} i left join {profile} p
                         on p.subject_id = i.identifier_id and p.valid_from is null and p.valid_to is null) as i
              on i.profile_id = m.profile_id
            group by m.profile_id, m.persona_id, m.probability order by m.profile_id""",
    )
    rows = ws.analysis.run(query).rows()
    ws.analysis.drop(offered)
    return rows


def compared(ws: Ground, ids: Sequence[str]) -> Comparison:
    """Return personas side by side, all or those named by id or name."""
    found, registry = read(ws), ws.registry
    known = {persona.id: persona.id for persona in found.personas}
    known |= {name: p.id for p in found.personas for name in ([p.name] if isinstance(p.name, str) else p.name.values())}
    for key in ids:
        if key not in known:
            raise UnknownName("persona", key, list(known))
    places = {("phase", phase.id): phase.name for phase in registry.model.phases}
    places |= {("touchpoint", touchpoint.id): touchpoint.name for touchpoint in registry.touchpoints}
    return compare(found, [known[key] for key in ids], places)


def new_by_hand(ws: Ground, name: str) -> tuple[Path, str]:
    """Add a persona made by hand to personas.yaml and return the file and its id."""
    known = _known(ws.warehouse.folder / _FILE)
    found = known.found if known else None
    features = known_features(ws.analysis, search(ws)) if ws.events else ()
    return words.add(ws.folder, name, features, found)


def retested(ws: Ground) -> PersonaSet:
    """Return the personas with every statement held against the data anew.

    Raises:
        WorkspaceProblem: nothing was run yet.
    """
    path = ws.warehouse.folder / _FILE
    known = _known(path)
    if known is None:
        return read(ws)
    return with_voice(_shown(ws, known), known.heard)


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
    kinds = (STEP.kind, collect.tables.TRAIT.kind, PROFILE_OF.kind, voice.ANSWER.kind)
    parts = [f"{part.kind}/{part.key}/{part.inputs}/{part.rows}" for kind in kinds for part in warehouse.parts(kind)]
    return hashlib.sha256("\n".join([VERSION, settings, *parts]).encode()).hexdigest()[:20]


def _known(path: Path) -> _Found | None:
    try:
        return msgspec.convert(_as_remarks(msgspec.json.decode(path.read_bytes())), _Found, str_keys=True)
    except (FileNotFoundError, msgspec.ValidationError):
        # not searched yet, or kept by another version: it is searched for again
        return None


def _as_remarks(kept: Any) -> Any:  # noqa: ANN401  (whatever the file holds)
    """Return what was kept with assumptions as remarks: earlier versions kept them as plain texts."""
    if not isinstance(kept, dict):
        return kept
    cards = [card for name in ("found", "shown") for card in (kept.get(name) or {}).get("personas", ())]
    for card in cards:
        told = card.get("assumed", ())
        card["assumed"] = [one if isinstance(one, dict) and "text" in one else {"text": one} for one in told]
    return kept
