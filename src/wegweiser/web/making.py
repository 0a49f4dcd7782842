"""New maps: from a template, as a copy, as the journey inside a phase, or from a file somebody sent."""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from pathlib import Path

import msgspec
from msgspec.structs import replace

from wegweiser import maps
from wegweiser.domain.phases import Phase
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text, both, read
from wegweiser.maps import Plan, exchange
from wegweiser.web import mapping
from wegweiser.web.frame.site import Site, Visit
from wegweiser.web.mapping.mirroring import MAIN, path_of, settle

_FOLDER = Path(".wegweiser") / "imports"
_TOKEN = re.compile(r"[0-9a-f]{16}")
_LASTS = 86_400
"""Seconds a file somebody sent waits for her to agree to it."""
_MOST_PHASES = 8
_RESERVED = {"new"}


class Taken(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as it was read: the plan in it, what was recognised and what was not."""

    name: str
    layout: str
    plan: Plan
    recognised: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()


def from_template(visit: Visit, name: str, title: str) -> MapEntry:
    """Return a new map that begins with a template; the first one of a workspace is the workspace's own.

    Raises:
        UnknownName: no template of that name ships.
    """
    plan = maps.template(name)
    return make(visit, replace(plan, title=title) if title else plan)


def copy(visit: Visit, map_id: str, title: str, kind: str) -> MapEntry:
    """Return a copy of a map's words, such as the state that is aimed at.

    Raises:
        UnknownName: no map has the id.
    """
    found = mapping.opened(visit.site, map_id)
    return make(visit, replace(found.plan, title=title or found.plan.title, kind=kind), found.entry.parent)


def child(visit: Visit, map_id: str, phase: str, title: str) -> MapEntry:
    """Return a new map of the journey inside a phase; the steps customers take there become its phases.

    Raises:
        UnknownName: no map has the id, or it has no such phase.
    """
    found = mapping.opened(visit.site, map_id)
    here = {one.id: one for one in found.journey_map.phases}
    if phase not in here:
        raise UnknownName("phase", phase, here)
    steps = [step.name for step in found.journey_map.steps if step.phase == phase][:_MOST_PHASES]
    names = steps if len(steps) > 1 else [both("Beginning"), both("Middle"), both("End")]
    plan = Plan(
        id="child",
        title=title or here[phase].name,
        phases=tuple(Phase(id=f"ph_{number}", name=name) for number, name in enumerate(names, 1)),
        organisation=found.plan.organisation,
        kind="hypothesis",
    )
    return make(visit, plan, map_id, phase)


def make(visit: Visit, plan: Plan, parent: str | None = None, step: str = "") -> MapEntry:
    """Return the entry of a new map with a plan, under an id of its own, and its file written."""
    site = visit.site
    mapping.take_in(site)
    title = read(plan.title, visit.language)
    named = replace(plan, id=_free(site, title))
    if not site.store.maps.all(archived=True) and not (site.folder / MAIN).exists():
        # The first map of a workspace is the one its runs fill with numbers.
        named = replace(named, id="journey")
        named.write(site.folder / MAIN)
        mapping.take_in(site)
        return site.store.maps.get(named.id)
    store = site.store.maps
    raw = msgspec.json.encode(named)
    entry = store.create(named.id, raw, by=visit.by, title=named.title, kind=named.kind, parent=parent)
    store.change(entry.id, parent_step=step, owner=named.owner)
    settle(site, entry.id)
    return store.get(entry.id)


def _free(site: Site, title: str) -> str:
    """Return an id nobody has, made of a title."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:48] or "map"
    taken = {one.id for one in site.store.maps.all(archived=True)} | _RESERVED
    names = (stem, *(f"{stem}_{i}" for i in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken and not path_of(site, name).exists())


def take(visit: Visit, name: str, content: bytes) -> str:
    """Return the token under which a file waits that was read and not yet agreed to.

    Raises:
        SourceProblem: the file cannot be read.
        InvalidSetting: it is of a kind we write, and its content is wrong.
    """
    found = exchange.read(content, name)
    folder = visit.site.folder / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if time.time() - path.stat().st_mtime > _LASTS:
            path.unlink(missing_ok=True)
    token = secrets.token_hex(8)
    taken = Taken(name, found.layout, found.plan, found.recognised, found.remarks)
    (folder / f"{token}.json").write_bytes(msgspec.json.encode(taken))
    return token


def taken(visit: Visit, token: str) -> Taken:
    """Return a file that waits to be agreed to.

    Raises:
        UnknownName: none waits under that token (any more).
    """
    path = _path(visit, token)
    if path is None or not path.is_file():
        raise UnknownName("file", token, None)
    return msgspec.json.decode(path.read_bytes(), type=Taken)


def agree(visit: Visit, token: str, title: str) -> MapEntry:
    """Return the map a file became.

    Raises:
        UnknownName: no file waits under that token (any more).
        InvalidSetting: the file holds no phase.
    """
    plan = taken(visit, token).plan
    if not plan.phases:
        raise InvalidSetting(visit.say("The file"), [visit.say("It holds no phase, so there is no map in it.")])
    made = make(visit, replace(plan, title=title or plan.title))
    if path := _path(visit, token):
        path.unlink(missing_ok=True)
    return made


def _path(visit: Visit, token: str) -> Path | None:
    return visit.site.folder / _FOLDER / f"{token}.json" if _TOKEN.fullmatch(token) else None
