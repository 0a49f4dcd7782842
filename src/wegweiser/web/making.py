"""New maps: from a template, as a copy, as the journey inside a phase, or from a file somebody sent."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count

import msgspec
from msgspec.structs import replace

from wegweiser import maps
from wegweiser.domain.phases import Phase
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import both, read
from wegweiser.maps import Plan
from wegweiser.web import mapping
from wegweiser.web.frame.site import Site, Visit
from wegweiser.web.mapping.mirroring import MAIN, path_of, settle

_MOST_PHASES = 8
_RESERVED = {"new"}


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


def from_file(visit: Visit, plan: Plan) -> MapEntry:
    """Return the map a file became.

    Raises:
        InvalidSetting: the file holds no phase.
    """
    if not plan.phases:
        raise InvalidSetting(visit.say("The file"), [visit.say("It holds no phase, so there is no map in it.")])
    return make(visit, plan)


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
    # Files of another store may lie here, too: there is no last number.
    names = chain([stem], (f"{stem}_{i}" for i in count(2)))
    return next(name for name in names if name not in taken and not path_of(site, name).exists())
