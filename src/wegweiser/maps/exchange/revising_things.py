"""Phases, lanes, steps, touchpoints, metrics, evidence, the curve and the map's own fields, read back from rows."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from wegweiser.domain.claims import Evidence
from wegweiser.domain.journey_maps import CurvePoint, Lane, MapStep, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.i18n import LANGUAGES, Text, message, read
from wegweiser.maps.exchange.columns import KIND_OF_MAP, KINDS_OF_BAND, TYPES_OF_LANE, Kind
from wegweiser.maps.exchange.reviser import Reviser, slug
from wegweiser.maps.exchange.sheets_read import Row, choice_in, day_in, number_in
from wegweiser.maps.plan import Plan, PlannedMetric, Review


class Things(Reviser):
    """Makes each thing from its row and what it was before."""

    def _phase(self, row: Row, old: Phase | None) -> Phase | None:
        name = self._text(row, "name", old.name if old else None)
        if not name:
            self._remark("phases", row, "it has no name and was left out")
            return None
        taken = {phase.id for phase in self.base.plan.phases}
        one = old or Phase(id=slug(read(name, "en"), taken, "ph"), name=name)
        changed = {key: self._text(row, key, getattr(one, key)) for key in ("line", "goal_customer", "goal_business")}
        return replace(one, name=name, **changed)

    def _lane(self, row: Row, old: Lane | None) -> Lane | None:
        title = self._text(row, "title", old.title if old else None)
        kind = self._choice("lanes", row, "type", old.type.value if old else "experience")
        band = self._choice("lanes", row, "band", old.band.value if old else "customer")
        if not title:
            self._remark("lanes", row, "it has no name and was left out")
            return None
        if old:
            return replace(old, title=title, type=TYPES_OF_LANE[kind], band=KINDS_OF_BAND[band])
        name = slug(read(title, "en"), {lane.id for lane in self.base.plan.lanes}, "la")
        return Lane(id=name, type=TYPES_OF_LANE[kind], title=title, band=KINDS_OF_BAND[band])

    def _step(self, row: Row, old: MapStep | None) -> MapStep | None:
        line = row.before
        before = old.phase if old else str(line.values["phase"]) if line else ""
        phase = self._where("steps", row, Kind.PHASE, before)
        name = self._text(row, "name", old.name if old else self._measured(row, "name"))
        if not phase or not name:
            self._lost("steps", row, name)
            return None
        known = {one.id for one in self.base.lines["steps"]}
        fallback = MapStep(
            id=line.id if line else slug(read(name, "en"), known, "st"), phase=phase, name=name, kind="planned"
        )
        return replace(old or fallback, phase=phase, name=name)

    def _card(self, row: Row, old: TouchpointCard | None) -> TouchpointCard | None:
        line = row.before
        before = old.phase if old else str(line.values["phase"]) if line else ""
        phase = before if row.generated else self._where("touchpoints", row, Kind.PHASE, before)
        name = self._text(row, "name", old.name if old else self._measured(row, "name"))
        if not phase or not name:
            self._lost("touchpoints", row, name)
            return None
        known = {one.id.partition("@")[0] for one in self.base.lines["touchpoints"]}
        one = old or TouchpointCard(
            id=line.id.partition("@")[0] if line else slug(read(name, "en"), known, "tp"),
            phase=phase,
            name=name,
            icon="circle-dot",
        )
        icon = row.text("icon") or one.icon
        medium = self._choice("touchpoints", row, "medium", one.medium)
        direct = self._choice("touchpoints", row, "direct", "yes" if one.direct else "no") == "yes"
        return replace(one, phase=phase, name=name, icon=icon, medium=medium, direct=direct)

    def _metric(self, row: Row, old: PlannedMetric | None) -> PlannedMetric | None:
        line = row.before
        before = old.phase if old else str(line.values["phase"]) if line else ""
        phase = before if row.generated else self._where("metrics", row, Kind.PHASE, before)
        name = self._text(row, "name", old.name if old else self._measured(row, "name"))
        if not phase or not name:
            self._lost("metrics", row, name)
            return None
        known = {one.id for one in self.base.lines["metrics"]}
        one = old or PlannedMetric(id=line.id if line else slug(read(name, "en"), known, "me"), phase=phase, name=name)
        target = self._maybe(row, "target", one.target or self._measured(row, "target") or None)
        return replace(one, phase=phase, name=name, target=target)

    def _evidence(self, row: Row, old: Evidence | None) -> Evidence | None:
        source = self._text(row, "source", old.source if old else None)
        if row.generated:
            return None
        if not source:
            self._remark("evidence", row, "it has no source and was left out")
            return None
        known = {one.id for one in self.base.lines["evidence"]}
        one = old or Evidence(id=slug(read(source, "en"), known, "ev"), kind="document", source=source)
        return replace(
            one,
            kind=self._open("evidence", row, "kind") or one.kind,
            source=source,
            n=self._whole("evidence", row, "n", one.n),
            since=day_in(row.values["since"]) if "since" in row.changed else one.since,
            until=day_in(row.values["until"]) if "until" in row.changed else one.until,
            method=self._maybe(row, "method", one.method),
        )

    def _fields(self, was: Plan) -> Plan:
        rows = {row.before.id: row for row in self.rows["map"] or () if row.before}
        changed: dict[str, Any] = {}
        for name in ("title", "subtitle", "organisation", "mission"):
            if name in rows:
                changed[name] = self._text(rows[name], "value", getattr(was, name))
        if not changed.get("title", was.title):
            self._remark("map", rows["title"], "a map needs a title; the old one stays")
            changed["title"] = was.title
        if "owner" in rows and "value" in rows["owner"].changed:
            changed["owner"] = rows["owner"].text("value")
        if "kind" in rows and "value" in rows["kind"].changed:
            chosen = choice_in(KIND_OF_MAP, rows["kind"].values["value"])
            if chosen:
                changed["kind"] = chosen
            else:
                kinds: Text = {
                    code: ", ".join(message(one, code) for _, one in KIND_OF_MAP.choices) for code in LANGUAGES
                }
                self._remark("map", rows["kind"], "the kind is one of {kinds}", kinds=kinds)
        return replace(was, review=self._review(was.review, rows), **changed)

    def _review(self, was: Review, rows: dict[str, Row]) -> Review:
        days, then = was.every_days, was.next
        if "review_every_days" in rows:
            days = self._whole("map", rows["review_every_days"], "value", days) or days
        if "review_next" in rows and "value" in rows["review_next"].changed:
            then = day_in(rows["review_next"].values["value"])
        return replace(was, every_days=days, next=then)

    def _curve(self, was: Plan) -> tuple[CurvePoint, ...]:
        rows = self.rows["curve"]
        if rows is None and self.phases == [phase.id for phase in was.phases]:
            return was.curve
        known = {f"point_{i}": point for i, point in enumerate(was.curve)}
        made = []
        for row in rows or ():
            self._refuse_fixed("curve", row)
            if row.generated:
                continue
            old = known.get(row.before.id) if row.before else None
            point = self._point(row, old)
            if point is not None:
                made.append(point)
        return tuple(made)

    def _point(self, row: Row, old: CurvePoint | None) -> CurvePoint | None:
        before = str(row.before.values["phase"]) if row.before else ""
        phase = self._where("curve", row, Kind.PHASE, before)
        value, place = number_in(row.values.get("value")), number_in(row.values.get("place"))
        if phase not in self.phases or value is None or not -2 <= value <= 2:
            self._remark("curve", row, "a point needs a phase and a feeling from \u22122 to +2; it was left out")
            return None
        inside = min(max(0.5 if place is None else place, 0.0), 0.9999)
        unmoved = old is not None and not row.changed & {"phase", "place"}
        same = unmoved and self.phases == [one.id for one in self.base.plan.phases]
        x = old.x if old and same else self.phases.index(phase) + inside
        one = old or CurvePoint(x=x, value=value)
        return replace(
            one,
            x=x,
            value=value if "value" in row.changed else one.value,
            quote=self._maybe(row, "quote", one.quote),
            label=self._maybe(row, "label", one.label),
        )
