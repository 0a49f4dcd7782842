"""Two maps held against each other: versions, revisions, personas, periods, as a list, on the map and side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import msgspec

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.talk import MapEntry, Version
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text, both
from wegweiser.maps import comparing
from wegweiser.maps.comparing import Comparison
from wegweiser.maps.drawings import Figure, lines, strips
from wegweiser.web import mapping
from wegweiser.web.frame.declared import Declared, Download, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping.showing import Look, MapShown, Mark, shown
from wegweiser.web.sides import NOW, Side, side

_OFFERED = 15
_LISTED = 24
_WORDS = {"added": "new", "moved": "moved", "renamed": "renamed", "removed": "removed"}
_TONES = {"added": "added", "moved": "reordered", "renamed": "reordered", "removed": "missing"}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which map; `a` is what was, `b` what is: `now`, `version:…`, `revision:…`, `map:…`, `persona:…`, `period:…`."""

    map: str
    a: str = ""
    b: str = NOW
    shown: Literal["list", "map", "beside"] = "list"


class Waiting(msgspec.Struct, frozen=True, omit_defaults=True):
    """A side that is still being counted."""

    job: str
    stage: str = ""
    share: float | None = None
    failed: str = ""


class SideShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """One side by its name."""

    ref: str
    name: Text
    waits: Waiting | None = None


class Contrast(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """What differs between two sides; nothing while one of them is being counted or was not chosen."""

    entry: MapEntry
    a: SideShown
    b: SideShown
    comparison: Comparison | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    """What can be chosen: the address of a side, and its name."""
    wide: int = _LISTED
    """So many figures are listed at first."""

    def drawing(self, name: str) -> Any:  # noqa: ANN401  (a figure or the map shown)
        """Return a drawing for the page: curve, before, after, pairs or map."""
        return self.__dict__.get(name)


def contrast(visit: Visit, asked: Asked) -> Contrast:
    """Return what differs between two sides of a map."""
    found = mapping.opened(visit.site, asked.map)
    versions = visit.site.store.versions.all(asked.map)
    first = asked.a or (f"version:{versions[0].id}" if versions else f"revision:{max(found.revision - 1, 0)}")
    a, b = side(visit, asked.map, first), side(visit, asked.map, asked.b)
    made = Contrast(
        entry=found.entry,
        a=_told(a),
        b=_told(b),
        comparison=comparing.compare(a.map, b.map) if a.map and b.map else None,
        choices=_choices(visit, asked.map, versions, (a, b)),
    )
    if a.map and b.map:
        made.__dict__.update(_drawn(visit, asked, (a.name, a.map), (b.name, b.map), made.comparison))
    return made


def _told(one: Side) -> SideShown:
    job = one.job if one.map is None else None
    if job is None:
        return SideShown(one.ref, one.name)
    share = job.done / job.of if job.of else None
    return SideShown(one.ref, one.name, Waiting(job.id, job.stage, share, job.error if one.failed else ""))


def _choices(
    visit: Visit, map_id: str, versions: tuple[Version, ...], sides: tuple[Side, Side]
) -> tuple[tuple[str, Text], ...]:
    store = visit.site.store
    found: list[tuple[str, Text]] = [(NOW, both("The map now"))]
    found += [(f"version:{one.id}", both("Version “{name}”", name=one.name)) for one in versions]
    index = visit.site.insights.index()
    found += [(f"persona:{p.id}", both("Persona “{name}”", name=p.name)) for p in (index.personas if index else ())]
    if index and index.since and index.until and index.since.year < index.until.year:
        years = range(index.since.year, index.until.year + 1)
        found += [(f"period:{year}-01..{year}-12", str(year)) for year in years]
    elif index and index.until:
        halves = (
            (f"{index.until.year}-01", f"{index.until.year}-06"),
            (f"{index.until.year}-07", f"{index.until.year}-12"),
        )
        found += [(f"period:{start}..{end}", f"{start} \u2013 {end}") for start, end in halves]
    found += [(f"map:{one.id}", one.title) for one in store.maps.all() if one.id != map_id]
    latest = store.maps.latest(map_id, limit=_OFFERED)
    found += [(f"revision:{r.number}", both("Revision {n}: {what}", n=str(r.number), what=r.label)) for r in latest]
    known = {ref for ref, _ in found}
    found += [(one.ref, one.name) for one in sides if one.ref not in known]
    return tuple(found)


def _drawn(
    visit: Visit, asked: Asked, a: tuple[Text, JourneyMap], b: tuple[Text, JourneyMap], found: Comparison | None
) -> dict[str, Figure | MapShown]:
    """Return the drawings a page shows of two maps."""
    speaks = visit.language
    drawn: dict[str, Figure | MapShown] = {}
    if found is None:
        return drawn
    if asked.shown == "beside":
        drawn["before"] = lines.feelings(a[1], speaks, name="before")
        drawn["after"] = lines.feelings(b[1], speaks, name="after")
        pairs = [
            strips.Pair(one.name, one.before, one.after) for one in found.figures if one.thing in {"flow", "metric"}
        ]
        shares = [one for one in pairs if hasattr(one.one, "hits")]
        if shares:
            drawn["pairs"] = strips.compared((a[0], b[0]), shares[:_LISTED], speaks, name="pairs")
        return drawn
    if b[1].curve != a[1].curve or (asked.shown == "map" and b[1].curve):
        drawn["curve"] = lines.feelings(b[1], speaks, ghost=a, name="curve")
    if asked.shown == "map":
        drawn["map"] = _marked(visit, asked, b[1], found)
    return drawn


def _marked(visit: Visit, asked: Asked, here: JourneyMap, found: Comparison) -> MapShown:
    """Return the newer map with a mark on every card and step that is not as it was."""
    opened = mapping.opened(visit.site, asked.map)
    drawn = shown(visit, replace(opened, aged=replace(opened.aged, journey_map=here)), Look())
    marks: dict[str, tuple[Mark, ...]] = {}
    for one in found.structure:
        if one.kind in _WORDS and one.kind != "removed":
            mark = Mark(_TONES[one.kind], visit.say(_WORDS[one.kind]))
            marks[one.id] = (*marks.get(one.id, ()), mark)
    for shift in found.beyond:
        tone = "added" if shift.change and shift.change.value > 0 else "missing"
        words = visit.say("rose") if tone == "added" else visit.say("fell")
        marks[shift.id] = (*marks.get(shift.id, ()), Mark(tone, words))
    return msgspec.structs.replace(drawn, marks=marks, comments={}, may_edit=False)


def _patch(visit: Visit, asked: Asked) -> Download:
    a, b = side(visit, asked.map, asked.a or NOW), side(visit, asked.map, asked.b)
    if a.map is None or b.map is None:
        problem = visit.say("One side is still being counted. Please try again in a moment.")
        raise InvalidSetting(visit.say("The comparison"), [problem])
    body = msgspec.json.format(msgspec.json.encode(comparing.patch(a.map, b.map)), indent=1)
    return Download(f"{asked.map}.patch.json", "application/json-patch+json", body)


DECLARED: tuple[Declared, ...] = (
    View("/maps/{map}/compare", "compare", "What differs between two sides.", contrast, Asked, template="compare.html"),
    View("/maps/{map}/compare/patch", "compare_patch", "The difference as a JSON Patch (RFC 6902).", _patch, Asked),
)
