"""Versions: a map kept under a name, brought back, renamed, removed; and every revision that led here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import MapEntry, Version
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text, both
from wegweiser.maps import document
from wegweiser.web import mapping, pointing, typed
from wegweiser.web.frame.declared import Action, Declared, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping.mirroring import plan_of
from wegweiser.web.mapping.saving import Saved, put

_PAGE = 40
Words = Annotated[str, msgspec.Meta(max_length=20_000)]


class VersionsAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which map, and which page of its revisions: those before a number."""

    map: str
    before: Annotated[int, msgspec.Meta(ge=1, le=2_000_000_000)] | None = None


class Kept(msgspec.Struct, frozen=True):
    """A version and who kept it."""

    version: Version
    name: str


class Made(msgspec.Struct, frozen=True):
    """A revision: its number, who made it, when, and what it did."""

    number: int
    at: datetime
    by: str
    name: str
    label: Text


class VersionsShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The versions of a map and its revisions, both newest first."""

    entry: MapEntry
    revision: int
    versions: tuple[Kept, ...]
    revisions: tuple[Made, ...]
    may_edit: bool
    older: int | None = None


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """The name under which the map is kept as it stands now."""

    map: str
    name: Words
    note: Words = ""


class OneVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Which version of which map."""

    map: str
    id: str


class Renaming(OneVersion, frozen=True, kw_only=True):
    """The new name of a version, and its note."""

    name: Words
    note: Words | None = None


class OneRevision(msgspec.Struct, frozen=True, kw_only=True):
    """Which revision of which map."""

    map: str
    number: Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)]


def _versions(visit: Visit, asked: VersionsAsked) -> VersionsShown:
    site = visit.site
    found, names = mapping.opened(site, asked.map), pointing.names(site)
    latest = site.store.maps.latest(asked.map, before=asked.before, limit=_PAGE + 1)
    made = tuple(Made(r.number, r.at, r.by, names.get(r.by, r.by), r.label) for r in latest[:_PAGE])
    return VersionsShown(
        entry=found.entry,
        revision=found.revision,
        versions=tuple(Kept(one, names.get(one.by, one.by)) for one in site.store.versions.all(asked.map)),
        revisions=made,
        may_edit=visit.may(Role.EDITOR) and not found.entry.archived,
        older=made[-1].number if len(latest) > _PAGE else None,
    )


def _keep(visit: Visit, told: Keeping) -> Version:
    found = mapping.opened(visit.site, told.map)
    version = Version(
        id="",
        map=told.map,
        name=typed.line(visit, told.name),
        revision=found.revision,
        at=visit.now,
        by=visit.by,
        as_of=found.journey_map.as_of,
        snapshot=found.journey_map.snapshot,
        note=typed.lines(visit, told.note, needed=False),
    )
    plan = visit.site.store.maps.plan_at(told.map, found.revision)
    return visit.site.store.versions.save(version, plan, document.encode(found.journey_map))


def _restore(visit: Visit, told: OneVersion) -> Saved:
    version, plan, _ = _version(visit, told)
    return put(visit, told.map, plan_of(plan), both("Brought back the version “{name}”", name=version.name))


def _restore_revision(visit: Visit, told: OneRevision) -> Saved:
    plan = plan_of(visit.site.store.maps.plan_at(told.map, told.number))
    return put(visit, told.map, plan, both("Brought back revision {n}", n=str(told.number)))


def _rename(visit: Visit, told: Renaming) -> Version:
    _version(visit, told)
    name = typed.line(visit, told.name)
    note = msgspec.UNSET if told.note is None else typed.lines(visit, told.note, needed=False)
    return visit.site.store.versions.rename(told.id, name=name, note=note)


def _remove(visit: Visit, told: OneVersion) -> Version:
    version, _, _ = _version(visit, told)
    visit.site.store.versions.remove(told.id)
    return version


def _version(visit: Visit, told: OneVersion) -> tuple[Version, bytes, bytes]:
    """Return a version of the map that is named; one of another map is not found."""
    found = visit.site.store.versions.get(told.id)
    if found[0].map != told.map:
        raise UnknownName("version", told.id, None)
    return found


def _then(visit: Visit, told: Keeping | OneVersion | OneRevision, _: Version | Saved) -> Reply:
    words = {
        Keeping: "Kept.",
        Renaming: "Renamed.",
    }
    said = words.get(type(told))
    return Reply(to=f"/maps/{told.map}/versions", told=visit.say(said) if said else "")


def _back(visit: Visit, told: OneVersion | OneRevision, done: Saved) -> Reply:
    said = visit.say("The map stands as it did then. Undo takes that back.")
    return Reply(to=f"/maps/{told.map}?editing=1" if done.touched else f"/maps/{told.map}", told=said)


_HERE = "/maps/{map}/versions"
_VIEW = View(_HERE, "versions", "Versions and revisions of a map.", _versions, VersionsAsked, template="versions.html")
DECLARED: tuple[Declared, ...] = (
    _VIEW,
    Action(_HERE, "keep_version", "Keep the map as it stands under a name.", _keep, Keeping, then=_then, again=_VIEW),
    Action(_HERE + "/{id}/restore", "restore_version", "Bring a version back.", _restore, OneVersion, then=_back),
    Action(_HERE + "/{id}/name", "rename_version", "Rename a version.", _rename, Renaming, then=_then),
    Action(_HERE + "/{id}/remove", "remove_version", "Remove a version for good.", _remove, OneVersion, then=_then),
    Action(
        "/maps/{map}/revisions/{number}/restore",
        "restore_revision",
        "Bring the map back as a revision left it.",
        _restore_revision,
        OneRevision,
        then=_back,
    ),
)
