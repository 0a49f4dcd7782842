"""The map: read it, edit it where it stands, follow what others do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Literal

import msgspec

from wegweiser.domain.people import Role
from wegweiser.i18n import Language, read
from wegweiser.maps.editing import edits
from wegweiser.web import mapping
from wegweiser.web.analysis.asking import Work, work_of
from wegweiser.web.frame.declared import Action, Declared, Reply, Stream, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping.changing import Changeable, ChangeAsked, changeable
from wegweiser.web.mapping.narrowing import KIND, AmongAsked, ask_among
from wegweiser.web.mapping.placing import PlaceAsked, placed
from wegweiser.web.mapping.saving import Saved
from wegweiser.web.mapping.showing import Look, MapShown, look_of, shown
from wegweiser.web.mapping.touching import ALL, touched

_SEVERAL = 60
"""After so many revisions the whole map is drawn anew."""


class MapAsked(Look, frozen=True, kw_only=True):
    """Which map, and how it is looked at."""

    map: str


class PartsAsked(MapAsked, frozen=True, kw_only=True):
    """Which map, and the revision the page shows."""

    since: int = 0


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """Which map, and the revision the visitor sees."""

    map: str
    since: int | None = None


class OneMap(msgspec.Struct, frozen=True, kw_only=True):
    """Which map; `look` is the page's own query, so that the answer is drawn the same way."""

    map: str
    look: str = ""


class BackAsked(OneMap, frozen=True, kw_only=True):
    """Which map, and whether to leave out what somebody else changed since."""

    rest: bool = False


class Asked(msgspec.Struct, frozen=True):
    """The job that answers; its state is at `/maps/{map}/waiting?job=…`, the map at `/maps/{map}?job=…`."""

    job: str


class EditAsked(OneMap, frozen=True, kw_only=True):
    """An edit, the revision it was made at, and the text the person saw when she began to write.

    `language` is the one she wrote in, where that is not the one she reads; `back` is where she goes on.
    """

    edit: edits.Edit
    since: int | None = None
    base: str | None = None
    language: Language | None = None
    back: Literal["", "languages"] = ""


def _map(visit: Visit, asked: MapAsked) -> MapShown:
    return shown(visit, mapping.opened(visit.site, asked.map), _look(asked))


def _parts(visit: Visit, asked: PartsAsked) -> MapShown:
    return _news(visit, asked.map, _look(asked), asked.since)


def _change(visit: Visit, asked: ChangeAsked) -> Changeable:
    return changeable(mapping.opened(visit.site, asked.map), asked.target)


def _edit(visit: Visit, asked: EditAsked) -> Saved:
    edit = asked.edit
    if asked.base is not None and getattr(edit, "base", "") is None:
        edit = msgspec.structs.replace(edit, base=asked.base)
    return mapping.save(visit, asked.map, edit, asked.since, language=asked.language)


def _place(visit: Visit, asked: PlaceAsked) -> Saved:
    found = mapping.opened(visit.site, asked.map)
    return mapping.save(visit, asked.map, placed(found.journey_map, asked), None)


def _among(visit: Visit, asked: AmongAsked) -> Asked:
    return Asked(ask_among(visit, asked))


def _then_wait(_: Visit, asked: AmongAsked, done: Asked) -> Reply:
    look = msgspec.structs.replace(look_of(asked.look), job=done.job, editing=False)
    return Reply(to=f"/maps/{asked.map}?{look.query()}")


def _waiting(visit: Visit, asked: MapAsked) -> Work | Reply:
    work, _ = work_of(visit, asked.job, KIND)
    return Reply(to=f"/maps/{asked.map}?{_look(asked).query()}") if work.ended else work


def _undo(visit: Visit, asked: BackAsked) -> Saved:
    return mapping.undo(visit, asked.map, rest=asked.rest)


def _redo(visit: Visit, asked: BackAsked) -> Saved:
    return mapping.redo(visit, asked.map, rest=asked.rest)


def _follow(visit: Visit, asked: Followed) -> AsyncIterator[tuple[str, Any]]:
    return mapping.follow(visit, asked.map, asked.since)


def _then(visit: Visit, asked: OneMap, done: Saved) -> Reply:
    """Answer an edit with the parts of the page it changed, or lead back to the page."""
    if not visit.scripted:
        if isinstance(asked, EditAsked) and asked.back:
            return Reply(to=f"/maps/{asked.map}/change?target={asked.back}")
        return Reply(to=f"/maps/{asked.map}?{asked.look or 'editing=1'}")
    if done.conflict and not done.conflict.added:
        return Reply(part="parts/map_clash.html", status=409, context={"done": done})
    told = (
        visit.say("Somebody wrote here, too: both texts are kept.")
        if done.conflict
        else read(done.label, visit.language)
    )
    data = shown(visit, mapping.opened(visit.site, asked.map), look_of(asked.look), done.touched)
    return Reply(part="parts/map_saved.html", told=told, context={"shown": data})


def _news(visit: Visit, map_id: str, look: Look, since: int) -> MapShown:
    """Return the map with what changed since a revision; all of it since -1, where its numbers are new."""
    found = mapping.opened(visit.site, map_id)
    later = visit.site.store.maps.revisions(map_id, after=since, limit=_SEVERAL)
    everything = since < 0 or len(later) == _SEVERAL
    return shown(visit, found, look, ALL if everything else touched(later))


def _look(asked: Look) -> Look:
    return Look(**{name: getattr(asked, name) for name in Look.__struct_fields__})


DECLARED: tuple[Declared, ...] = (
    View("/maps/{map}", "map", "One map with its numbers.", _map, MapAsked, template="map.html"),
    View(
        "/maps/{map}/parts",
        "map_parts",
        "What changed since a revision.",
        _parts,
        PartsAsked,
        template="parts/map_news.html",
    ),
    View(
        "/maps/{map}/change",
        "map_thing",
        "One thing of a map and what can be done to it.",
        _change,
        ChangeAsked,
        Role.EDITOR,
        template="map_change.html",
    ),
    Stream("/maps/{map}/live", "map_live", "What others do to a map, and who is here.", _follow, Followed),
    Action(
        "/maps/{map}/among",
        "map_among",
        "Count the map of some customers or a period; answered by a job.",
        _among,
        AmongAsked,
        Role.VIEWER,
        then=_then_wait,
    ),
    View(
        "/maps/{map}/waiting",
        "map_waiting",
        "How far the counting of such a map is.",
        _waiting,
        MapAsked,
        template="parts/map_waiting.html",
    ),
    Action("/maps/{map}/edits", "edit_map", "Edit a map.", _edit, EditAsked, then=_then, note="-"),
    Action(
        "/maps/{map}/places",
        "place_on_map",
        "Move something to another place.",
        _place,
        PlaceAsked,
        then=_then,
        note="-",
    ),
    Action("/maps/{map}/undo", "undo_map", "Take back one's own last edit.", _undo, BackAsked, then=_then, note="-"),
    Action(
        "/maps/{map}/redo", "redo_map", "Make one's own last undone edit again.", _redo, BackAsked, then=_then, note="-"
    ),
)
