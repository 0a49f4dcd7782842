"""What new data proposes for a map: taken, rejected, or left beside one's own words, one by one or by the phase."""

from __future__ import annotations

from typing import Literal

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text
from wegweiser.maps.editing import edits, proposing
from wegweiser.web import mapping
from wegweiser.web.frame.declared import Action, Declared, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping import deciding
from wegweiser.web.mapping.saving import Saved

How = Literal["accept", "reject", "keep_both"]


class OneMap(msgspec.Struct, frozen=True, kw_only=True):
    """Which map."""

    map: str


class Decision(OneMap, frozen=True, kw_only=True):
    """What becomes of one proposal."""

    id: str
    how: How


class Decisions(OneMap, frozen=True, kw_only=True):
    """What becomes of every proposal of a phase."""

    phase: str
    how: How


class Column(msgspec.Struct, frozen=True):
    """A phase and what data proposes there."""

    phase: str
    name: Text
    proposals: tuple[proposing.Proposal, ...]


class Proposed(msgspec.Struct, frozen=True):
    """Everything that is to be decided on, phase by phase."""

    entry: MapEntry
    columns: tuple[Column, ...]
    count: int
    lanes: dict[str, Text]
    may_edit: bool


def proposed(visit: Visit, asked: OneMap) -> Proposed:
    """Return what data proposes for a map, phase by phase."""
    found = mapping.opened(visit.site, asked.map)
    open_now = deciding.waiting(visit.site, found)
    columns = (
        Column(phase.id, phase.name, tuple(one for one in open_now if one.phase == phase.id))
        for phase in found.journey_map.phases
    )
    return Proposed(
        entry=found.entry,
        columns=tuple(column for column in columns if column.proposals),
        count=len(open_now),
        lanes={lane.id: lane.title for lane in found.journey_map.lanes},
        may_edit=visit.may(Role.EDITOR) and not found.entry.archived,
    )


def _decide(visit: Visit, told: Decision) -> Saved:
    known = {one.id: one for one in deciding.waiting(visit.site, mapping.opened(visit.site, told.map))}
    if told.id not in known:
        raise UnknownName("proposal", told.id, known)
    return _decided(visit, told.map, known[told.id], told.how)


def _decide_all(visit: Visit, told: Decisions) -> Proposed:
    """Decide on every proposal of a phase, each by an edit of its own that can be undone alone."""
    for one in deciding.waiting(visit.site, mapping.opened(visit.site, told.map)):
        if one.phase == told.phase:
            _decided(visit, told.map, one, told.how)
    return proposed(visit, told)


def _decided(visit: Visit, map_id: str, one: proposing.Proposal, how: How) -> Saved:
    if how == "accept":
        return mapping.save(visit, map_id, edits.Accept(id=one.id, instead=one.instead))
    edit = edits.Reject(id=one.id) if how == "reject" else edits.KeepBoth(id=one.id)
    return mapping.save(visit, map_id, edit)


def _gone_through(visit: Visit, told: OneMap) -> Proposed:
    deciding.gone_through(visit.site, mapping.opened(visit.site, told.map))
    return proposed(visit, told)


def _then(visit: Visit, told: OneMap, _: Saved | Proposed) -> Reply:
    if not visit.scripted:
        return Reply(to=f"/maps/{told.map}/proposals")
    return Reply(part="parts/proposals.html", context={"shown": proposed(visit, told)})


_HERE = "/maps/{map}/proposals"
DECLARED: tuple[Declared, ...] = (
    View(_HERE, "proposals", "What new data proposes for a map.", proposed, OneMap, template="proposals.html"),
    Action(_HERE + "/decide", "decide_proposal", "Decide on one proposal.", _decide, Decision, then=_then),
    Action(_HERE + "/phase", "decide_proposals", "Decide on those of a phase.", _decide_all, Decisions, then=_then),
    Action(_HERE + "/seen", "see_proposals", "Leave all as they are.", _gone_through, OneMap, then=_then),
)
