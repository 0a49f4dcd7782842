"""The two sides of a comparison: the map as it is, as it was, of a persona, or of a period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wegweiser import maps
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.talk import Job
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text, both
from wegweiser.maps import document
from wegweiser.web.frame.site import Visit
from wegweiser.web.jobs import ended
from wegweiser.web.mapping import Opened, opened
from wegweiser.web.mapping.mirroring import plan_of
from wegweiser.web.mapping.opening import previewed
from wegweiser.workspace import questions

NOW = "now"
_AMONG = re.compile(r"(persona|period):[\w.:-]{1,80}")
_KINDS = ("now", "version:…", "revision:…", "map:…", "persona:…", "period:2026-01..2026-03")


@dataclass(frozen=True)
class Side:
    """One side: what it is called, and its map; where that is still being counted, the job that does."""

    ref: str
    name: Text
    map: JourneyMap | None = None
    job: Job | None = None

    @property
    def failed(self) -> bool:
        """Whether nothing will come of it."""
        return self.map is None and self.job is not None and ended(self.job)


def side(visit: Visit, map_id: str, ref: str) -> Side:
    """Return one side of a comparison.

    Raises:
        UnknownName: there is nothing of that name to compare with.
        InvalidSetting: it names a period that cannot be read.
    """
    found = opened(visit.site, map_id)
    kind, _, name = ref.partition(":")
    if ref in {"", NOW}:
        return Side(NOW, both("The map now"), found.journey_map)
    if kind == "version":
        return _version(visit, map_id, name, ref)
    if kind == "revision" and name.isdecimal() and len(name) < 10:
        plan = plan_of(visit.site.store.maps.plan_at(map_id, int(name)))
        label = both("Revision {n}", n=name)
        return Side(ref, label, previewed(visit.site, found, plan).journey_map)
    if kind == "map":
        other = opened(visit.site, name)
        return Side(ref, other.entry.title, other.journey_map)
    if _AMONG.fullmatch(ref):
        return _among(visit, found, ref)
    raise UnknownName("side", ref, _KINDS)


def _version(visit: Visit, map_id: str, name: str, ref: str) -> Side:
    version, _, kept = visit.site.store.versions.get(name)
    if version.map != map_id:
        raise UnknownName("version", name, None)
    return Side(ref, version.name, document.decode(kept))


def _among(visit: Visit, found: Opened, ref: str) -> Side:
    """Return the map of some customers or a period, counted once by a job for each state of the data."""
    site = visit.site
    if found.generated is None:
        raise InvalidSetting("The comparison", [visit.say("Nothing was run yet, so there is nothing to count.")])
    question = questions.MapAmong((ref,))
    questions.check(question, site.config)
    name = _named(visit, ref)  # before anything is begun for somebody unknown
    mark = found.journey_map.snapshot or str(found.journey_map.as_of or "")
    job = site.jobs.ask("map", question, visit.by, data=mark or "none")
    answer = site.jobs.answer(job, document.Generated)
    return Side(ref, name, maps.join(found.plan, answer) if answer else None, job)


def _named(visit: Visit, ref: str) -> Text:
    kind, _, name = ref.partition(":")
    if kind == "period":
        return name.replace("..", " \u2013 ")
    index = visit.site.insights.index()
    known = {one.id: one.name for one in index.personas} if index else {}
    if name not in known:
        raise UnknownName("persona", name, known)
    return known[name]
