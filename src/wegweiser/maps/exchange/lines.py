"""The rows of the workbook: everything a map holds, people's own beside what is measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

import msgspec

from wegweiser.domain.journey_maps import Cell, JourneyMap
from wegweiser.i18n import LANGUAGES, Language, Text, message, read
from wegweiser.maps.exchange.columns import FIELDS, KIND_OF_MAP, OTHER
from wegweiser.maps.exchange.forms import Subject
from wegweiser.maps.exchange.safety import plain
from wegweiser.maps.plan import Plan
from wegweiser.maps.render.figures import too_few
from wegweiser.maps.render.statements import Speaker

Value: TypeAlias = str | int | float | date | None
LONGEST = 30_000
"""Characters a cell of a workbook holds, with room to spare."""


class Line(msgspec.Struct, frozen=True):
    """One row: the id of what it shows, whether that is a person's own, and its values by column."""

    id: str
    own: bool
    values: dict[str, Any]
    """Days are texts once the row was read from a workbook."""


def lines(subject: Subject) -> dict[str, tuple[Line, ...]]:
    """Return the rows of every sheet by the sheet's id."""
    plan, journey_map, language = subject.plan, subject.map, subject.language
    found = {
        "map": tuple(_fields(plan, language)),
        "phases": tuple(_phases(plan, journey_map, language)),
        "lanes": tuple(
            Line(lane.id, True, {**words("title", lane.title, language), "type": lane.type.value, "band": lane.band})
            for lane in plan.lanes
        ),
        "steps": tuple(_steps(plan, journey_map, language)),
        "touchpoints": tuple(_touchpoints(plan, journey_map, language)),
        "claims": tuple(_claims(plan, journey_map, language)),
        "metrics": tuple(_metrics(plan, journey_map, language)),
        "curve": tuple(_curve(plan, journey_map, language)),
        "evidence": tuple(_evidence(plan, journey_map, language)),
    }
    return {sheet: tuple(_clean(line) for line in rows) for sheet, rows in found.items()}


def _clean(line: Line) -> Line:
    """Return a row whose texts a cell can hold."""
    values = {key: cleaned(value) if isinstance(value, str) else value for key, value in line.values.items()}
    return Line(line.id, line.own, values)


def words(key: str, text: Text | None, language: Language) -> dict[str, Value]:
    """Return a text in the language and, where it has one, in the other; each in its column."""
    if text is None or isinstance(text, str):
        return {key: cleaned(text or ""), f"{key}{OTHER}": ""}
    other = next(one for one in LANGUAGES if one != language)
    first = text.get(language, "") or ("" if text.get(other) else read(text, language))
    return {key: cleaned(first), f"{key}{OTHER}": cleaned(text.get(other, ""))}


def cleaned(text: str) -> str:
    """Return a text as a cell can hold it."""
    return plain(text).replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]


def _fields(plan: Plan, language: Language) -> Iterator[Line]:
    plain_values: dict[str, Value] = {
        "kind": message(dict(KIND_OF_MAP.choices)[plan.kind], language),
        "owner": cleaned(plan.owner),
        "review_every_days": plan.review.every_days,
        "review_next": plan.review.next,
    }
    for name, title in FIELDS:
        shown = message(title, language)
        if name in plain_values:
            yield Line(name, True, {"field": shown, "value": plain_values[name], f"value{OTHER}": ""})
        else:
            yield Line(name, True, {"field": shown, **words("value", getattr(plan, name), language)})


def _phases(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    flows = {phase.id: phase.flow for phase in journey_map.phases}
    for phase in plan.phases:
        flow = flows.get(phase.id)
        named: dict[str, Value] = {}
        for key in ("name", "line", "goal_customer", "goal_business"):
            named |= words(key, getattr(phase, key), language)
        yield Line(
            phase.id, True, {**named, "customers": flow.customers if flow and not _few(flow.customers) else None}
        )


def _few(n: int | None) -> bool:
    return bool(n) and too_few(n)


def _steps(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    found = {step.id: step for step in journey_map.steps}
    mine = [step.id for step in plan.steps]
    for name in [*mine, *(one for one in found if one not in mine)]:
        step = next((one for one in plan.steps if one.id == name), None) or found[name]
        share = found[name].share if name in found else None
        figure = share.value if share and not share.suppressed else None
        yield Line(
            name,
            name in mine,
            {"phase": step.phase, **words("name", step.name, language), "customers": figure},
        )


def _touchpoints(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    found = {f"{card.id}@{card.phase}": card for card in journey_map.touchpoints}
    mine = {f"{card.id}@{card.phase}": card for card in plan.touchpoints}
    for name, card in {**mine, **{key: card for key, card in found.items() if key not in mine}}.items():
        seen = found.get(name)
        share = seen.share if seen else None
        figure = share.value if share and not share.suppressed else None
        values: dict[str, Value] = {
            "phase": card.phase,
            **words("name", card.name, language),
            "icon": card.icon,
            "medium": card.medium,
            "direct": "yes" if card.direct else "no",
            "customers": figure,
            "contacts": seen.contacts if seen and figure is not None else None,
        }
        yield Line(name, name in mine, values)


def _claims(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    mine = {claim.id for cell in plan.cells for claim in cell.claims}
    lists: list[tuple[Cell, ...]] = [plan.cells, journey_map.cells]
    speaker = Speaker(journey_map, language)
    for own, cells in zip((True, False), lists, strict=True):
        for cell in cells:
            for claim in cell.claims:
                if own or claim.id not in mine:
                    few = not own and too_few(claim.n)
                    text = speaker.statement(claim).text if few else claim.text
                    values: dict[str, Value] = {
                        "lane": cell.lane,
                        "phase": cell.phase,
                        **words("text", text, language),
                        **words("detail", None if few else claim.detail, language),
                        "status": claim.status.value,
                        "n": None if few else claim.n,
                        "as_of": claim.as_of,
                        "valid_until": claim.valid_until,
                        "kind": claim.kind,
                        "impact": claim.impact,
                        "evidence": " ".join(claim.evidence),
                        "author": cleaned(claim.author),
                    }
                    yield Line(claim.id, own, values)


def _metrics(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    found = {metric.id: metric for metric in journey_map.metrics}
    mine = {metric.id: metric for metric in plan.metrics}
    for name in [*mine, *(one for one in found if one not in mine)]:
        metric, seen = mine.get(name) or found[name], found.get(name)
        few = seen is not None and too_few(seen.claim.n)
        values: dict[str, Value] = {
            "phase": metric.phase,
            **words("name", metric.name, language),
            **words("target", metric.target, language),
            "value": None if seen is None or few else seen.value,
            "shown": "" if few else cleaned(read(seen.shown if seen else metric.shown, language)),
        }
        yield Line(name, name in mine, values)


def _curve(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    phases = [phase.id for phase in plan.phases]
    shown = [point for point in journey_map.curve if point not in plan.curve and not _few(point.n)]
    for i, point in enumerate((*plan.curve, *shown)):
        own = i < len(plan.curve)
        place = min(int(point.x), len(phases) - 1)
        values: dict[str, Value] = {
            "phase": phases[place],
            "place": round(point.x - place, 4),
            "value": point.value,
            **words("quote", point.quote, language),
            **words("label", point.label, language),
            "n": point.n,
        }
        yield Line(f"{'point' if own else 'measured'}_{i}", own, values)


def _evidence(plan: Plan, journey_map: JourneyMap, language: Language) -> Iterator[Line]:
    mine = {one.id for one in plan.evidence}
    for one in (*plan.evidence, *(e for e in journey_map.evidence if e.id not in mine)):
        values: dict[str, Value] = {
            "name": one.id,
            "kind": one.kind,
            **words("source", one.source, language),
            "n": None if too_few(one.n) else one.n,
            "since": one.since,
            "until": one.until,
            **words("method", one.method, language),
        }
        yield Line(one.id, one.id in mine, values)
