"""Maps drawn elsewhere: a sheet with phases as columns and lanes as rows, or one row per card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Band, Cell, CurvePoint, Lane, LaneType, MapStep, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.i18n import Count, Text, both
from wegweiser.maps.exchange.forms import Taken
from wegweiser.maps.exchange.headers import feeling_of, field_of, gap_kind, lane_of
from wegweiser.maps.exchange.reviser import slug
from wegweiser.maps.exchange.safety import LIMITS, lively
from wegweiser.maps.exchange.sheets_read import Table, number_in
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.maps.plan import Plan, PlannedMetric

_PRINTED = 80
_HEADER_WITHIN = 10
_FEWEST = 2
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013\u25aa\u25cf]|\d+[.)])\s+")
_SCALES = ((2.0, 2.0, 0.0), (5.0, 1.0, 3.0), (10.0, 2.5, 5.0), (100.0, 25.0, 50.0))


class Drawing:
    """A plan under construction: what stands in which phase and lane, and what was not understood."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.phases: dict[str, Phase] = {}
        self.lanes: dict[str, Lane] = {}
        self.remarks: list[Text] = []
        self._ids = {kind: set[str]() for kind in ("ph", "la", "cl", "st", "tp", "me")}
        self._cells: dict[tuple[str, str], list[Claim]] = {}
        self._steps: list[MapStep] = []
        self._cards: list[TouchpointCard] = []
        self._metrics: list[PlannedMetric] = []
        self._felt: list[tuple[str, str]] = []

    def phase(self, name: str) -> Phase:
        """Return the phase of a name, a new one where it is met first."""
        name = name.strip()
        if name.casefold() not in self.phases:
            self.phases[name.casefold()] = Phase(id=slug(name, self._ids["ph"], "ph"), name=self._fitted(name))
        return self.phases[name.casefold()]

    def lane(self, name: str) -> Lane:
        """Return the lane of a name; one nobody knows is kept as a lane of experiences, with a remark."""
        name = name.strip()
        if name.casefold() in self.lanes:
            return self.lanes[name.casefold()]
        kind = lane_of(name)
        if kind is None:
            self.remarks.append(
                both("The lane “{name}” is not known; it was kept as a lane of experiences.", name=name[:_PRINTED])
            )
        shipped = next(lane for lane in DEFAULT_LANES if lane.type is (kind or LaneType.EXPERIENCE))
        taken = {lane.id for lane in self.lanes.values()}
        if kind is not None and shipped.id not in taken:
            found = replace(shipped, title=name[:_PRINTED])
        else:
            band = shipped.band if kind else Band.CUSTOMER
            found = Lane(
                id=slug(name, taken | self._ids["la"], "la"), type=shipped.type, title=name[:_PRINTED], band=band
            )
        self._ids["la"].add(found.id)
        self.lanes[name.casefold()] = found
        return found

    def put(self, phase: str, lane: str, title: str, more: str = "") -> None:
        """Place a card: a touchpoint, a step, a metric, a feeling or a statement, as its lane says."""
        where, row = self.phase(phase), self.lane(lane)
        words, detail = self._words(title, more)
        if not words:
            return
        if row.type is LaneType.TOUCHPOINTS:
            name = slug(words, self._ids["tp"], "tp")
            self._cards.append(TouchpointCard(id=name, phase=where.id, name=words, icon="circle-dot", origin="planned"))
        elif row.type is LaneType.STEPS:
            name = slug(words, self._ids["st"], "st")
            self._steps.append(MapStep(id=name, phase=where.id, name=words, kind="planned"))
        elif row.type is LaneType.METRIC:
            self._metrics.append(PlannedMetric(id=slug(words, self._ids["me"], "me"), phase=where.id, name=words))
        elif row.type is LaneType.FEELING:
            self._felt.append((where.id, title.strip()))
        else:
            name = slug(words, self._ids["cl"], f"cl_{row.id}")
            kind = gap_kind(lane) if row.type is LaneType.GAP else ""
            claim = Claim(id=name, text=words, detail=detail or None, kind=kind)
            self._cells.setdefault((row.id, where.id), []).append(claim)
            return
        if detail:
            self._note(where, words, detail)

    def _note(self, phase: Phase, words: str, detail: str) -> None:
        """Keep what a touchpoint, step or metric has no field for as a statement beside it."""
        lane = self.lane("Experiences")
        name = slug(words, self._ids["cl"], f"cl_{lane.id}")
        self._cells.setdefault((lane.id, phase.id), []).append(Claim(id=name, text=words, detail=detail))
        self.remarks.append(both("The details of “{name}” were kept as a statement beside it.", name=words))

    def _words(self, title: str, more: str) -> tuple[str, str]:
        """Return what is printed and what stands behind it; a text too long for the print is kept whole behind it."""
        title, more = title.strip(), more.strip()
        if not title:
            title, more = more, ""
        short = self._fitted(title)
        whole = "" if short == title else title
        return short, self._cut("\n".join(part for part in (whole, more) if part))

    def _fitted(self, text: str) -> str:
        line = " ".join(text.split())
        if len(line) <= _PRINTED:
            return line
        return line[: _PRINTED - 1].rsplit(" ", 1)[0][: _PRINTED - 1] + "\u2026"

    def _cut(self, text: str) -> str:
        if len(text) > LIMITS.text:
            self.remarks.append(
                both("“{text}” was cut after {n} characters.", text=self._fitted(text), n=Count(LIMITS.text))
            )
        return text[: LIMITS.text]

    def taken(self, layout: str, recognised: list[Text]) -> Taken:
        """Return the plan with what was recognised and what was not."""
        curve = self._curve()
        missing = [lane for lane in DEFAULT_LANES if lane.id not in {one.id for one in self.lanes.values()}]
        lanes = tuple(self.lanes.values()) + tuple(lane for lane in missing if lane.type is LaneType.FEELING and curve)
        plan = Plan(
            id=slug(self.title, set()),
            title=self.title,
            phases=tuple(self.phases.values()),
            lanes=lanes or DEFAULT_LANES,
            steps=tuple(self._steps),
            touchpoints=tuple(self._cards),
            metrics=tuple(self._metrics),
            cells=tuple(Cell(lane, phase, tuple(claims)) for (lane, phase), claims in self._cells.items()),
            curve=curve,
        )
        counted = both(
            "{phases} phases, {lanes} lanes, {claims} statements, {touchpoints} touchpoints, {steps} steps, "
            "{metrics} metrics and {points} feelings.",
            phases=len(plan.phases),
            lanes=len(plan.lanes),
            claims=sum(len(cell.claims) for cell in plan.cells),
            touchpoints=len(plan.touchpoints),
            steps=len(plan.steps),
            metrics=len(plan.metrics),
            points=len(plan.curve),
        )
        return Taken(plan=plan, layout=layout, recognised=(*recognised, counted), remarks=tuple(self.remarks))

    def _curve(self) -> tuple[CurvePoint, ...]:
        """Return the feelings as assumed points, spread within their phase; words nobody knows become statements."""
        scaled, read = self._scaled(), list[tuple[str, float]]()
        for phase, words in self._felt:
            value = feeling_of(words)
            number = number_in(words)
            if value is None and number is not None:
                value = scaled(number)
            if value is None:
                name = slug(words, self._ids["cl"], "cl_experience")
                lane = self.lane("Experiences")
                claim = Claim(id=name, text=self._fitted(words), detail=words if len(words) > _PRINTED else None)
                self._cells.setdefault((lane.id, phase), []).append(claim)
                self.remarks.append(
                    both("The feeling “{words}” is no number; it was kept as an experience.", words=self._fitted(words))
                )
            else:
                read.append((phase, value))
        order = [phase.id for phase in self.phases.values()]
        points = []
        for place, phase in enumerate(order):
            here = [value for name, value in read if name == phase]
            points += [CurvePoint(x=place + (i + 1) / (len(here) + 1), value=value) for i, value in enumerate(here)]
        return tuple(points)

    def _scaled(self) -> Callable[[float], float]:
        """Return how a number becomes a feeling from -2 to +2, and say which scale was assumed."""
        numbers = [n for _, words in self._felt if feeling_of(words) is None and (n := number_in(words)) is not None]
        if not numbers:
            return lambda value: value
        least, most = min(numbers), max(numbers)
        reach = max(abs(least), most)
        end, step, middle = next((scale for scale in _SCALES if reach <= scale[0]), (reach, reach / 4, reach / 2))
        if least < 0 or end == _SCALES[0][0]:
            step, middle = end / 2, 0.0
        low = middle - 2 * step
        self.remarks.append(
            both("Feelings were read on a scale from {low} to {high}.", low=Count(low), high=Count(middle + 2 * step))
        )
        return lambda value: min(max((value - middle) / step, -2.0), 2.0)


def grid(table: Table, title: str) -> Taken | None:
    """Return the map of a sheet drawn with phases as columns and lanes as rows; None where it is drawn otherwise."""
    found = _grid_header(table)
    if found is None:
        return None
    place, heads = found
    drawing = Drawing(_title_above(table, place) or title)
    named, current = [""] * len(heads), ""
    for column, head in enumerate(heads[1:], start=1):
        current = head or current
        named[column] = current
        if current:
            drawing.phase(current)
    lane = ""
    for row in table.rows[place + 1 :]:
        lane = _said(row[0]) or lane
        if lane and any(_said(value) for value in row):
            drawing.lane(lane)
        for column, value in enumerate(row[1:], start=1):
            for card in _cards(_said(value)):
                if column < len(named) and named[column] and lane:
                    drawing.put(named[column], lane, card)
                else:
                    drawing.remarks.append(
                        both("“{text}” stands in no phase or lane; it was left out.", text=card[:_PRINTED])
                    )
    told = both("Sheet “{name}”: phases as columns, lanes as rows.", name=table.name)
    return drawing.taken("grid", [told])


def _grid_header(table: Table) -> tuple[int, list[str]] | None:
    """Return the row that names the phases: the first with several names above a column of lanes that are known."""
    for place, row in enumerate(table.rows[:_HEADER_WITHIN]):
        heads = [_said(value) for value in row]
        named = sum(bool(head) for head in heads[1:])
        below = [_said(other[0]) for other in table.rows[place + 1 :] if other]
        if named >= _FEWEST and any(lane_of(name) for name in below if name):
            return place, heads
    return None


def _title_above(table: Table, place: int) -> str:
    above = [text for row in table.rows[:place] for value in row if (text := _said(value))]
    return above[0][:_PRINTED] if above else ""


def cards(table: Table, title: str) -> Taken | None:
    """Return the map of a sheet with one row per card; None where no column names phases and none names cards."""
    found = _cards_header(table)
    if found is None:
        return None
    place, fields, heads = found
    drawing = Drawing(title)
    rest = [(i, head) for i, head in enumerate(heads) if head and fields[i] in {None, "id"}]
    if "lane" not in fields:
        drawing.remarks.append(both("No column names the lane; every card was taken as an experience."))
    kept = [head for i, head in rest if fields[i] is None]
    if kept:
        drawing.remarks.append(
            both("Columns kept in the details of each card: {columns}.", columns=", ".join(kept)[: 2 * _PRINTED])
        )
    for row in table.rows[place + 1 :]:
        texts = [_said(value) for value in row]
        one = {field: texts[i] for i, field in reversed(list(enumerate(fields))) if field and i < len(texts)}
        more = [f"{head}: {texts[i]}" for i, head in rest if fields[i] is None and i < len(texts) and texts[i]]
        _card(drawing, one, more, title)
    named = ", ".join(f"{heads[i]} = {field}" for i, field in enumerate(fields) if field)
    told = both("Sheet “{name}”: one row per card ({columns}).", name=table.name, columns=named)
    return drawing.taken("cards", [told])


def _card(drawing: Drawing, one: dict[str, str], more: list[str], title: str) -> None:
    words, text = one.get("title", ""), one.get("text", "")
    if not words and not text and not one.get("feeling"):
        return
    phase = one.get("phase", "")
    if not phase:
        phase = title
        drawing.remarks.append(
            both("“{text}” names no phase; it was put into a phase of its own.", text=(words or text)[:_PRINTED])
        )
    if one.get("channel"):
        more = [f"{one['channel']}", *more]
    lane = one.get("lane", "") or "Experiences"
    if words or text:
        drawing.put(phase, lane, words or text, "\n".join(part for part in (text if words else "", *more) if part))
    if one.get("feeling"):
        drawing.put(phase, "Feelings", one["feeling"])


def _cards_header(table: Table) -> tuple[int, list[str | None], list[str]] | None:
    for place, row in enumerate(table.rows[:_HEADER_WITHIN]):
        heads = [_said(value) for value in row]
        fields = [field_of(head) if head else None for head in heads]
        once = [field if field not in fields[:i] else None for i, field in enumerate(fields)]
        if "phase" in once and {"title", "text"} & set(once):
            return place, once, heads
    return None


def _cards(text: str) -> Iterator[str]:
    """Yield what stands in a cell: one card, or one a line."""
    for line in text.split("\n"):
        card = _BULLET.sub("", line).strip()
        if card:
            yield card


def _said(value: object) -> str:
    return "" if value is None else lively(str(value).strip())
