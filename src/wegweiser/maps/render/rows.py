"""The lanes of a map as rows of boxes, in words of one language."""

from __future__ import annotations

from itertools import count

import msgspec

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.journey_maps import Band as MapBand
from wegweiser.domain.journey_maps import JourneyMap, Lane, LaneType, MapPhase, MapStep, Metric, TouchpointCard, View
from wegweiser.i18n import Amount, Count, Share, Short, Span, message, read
from wegweiser.maps.render.figures import DOT, customers, people, share, support, too_few
from wegweiser.maps.render.levers import Shown
from wegweiser.maps.render.sheet import Band, Box, Card, Figure, Row, Step
from wegweiser.maps.render.statements import Speaker

CARDS_SHOWN = 6
LEVERS_SHOWN = 3
"""In the view for a board."""
_TREND_FROM = 2
_NAME_CHARACTERS = ((7, 25), (6, 31), (0, 39))
"""From so many phases on, the name of a metric fits one line up to so many characters."""
_KINDS = {
    LaneType.TOUCHPOINTS: "cards",
    LaneType.STEPS: "steps",
    LaneType.FEELING: "curve",
    LaneType.QUESTION: "voice",
    LaneType.ASSOCIATION: "voice",
    LaneType.METRIC: "metrics",
    LaneType.GAP: "gaps",
}
_BANDS = {
    MapBand.CUSTOMER: "What customers experience",
    MapBand.DOING: "What we do",
    MapBand.STEERING: "What we steer",
}
_BEHIND = {LaneType.BACKSTAGE, LaneType.SUPPORT}
_COUNTED = {LaneType.TOUCHPOINTS, LaneType.STEPS, LaneType.METRIC}


def bands(speaker: Speaker) -> tuple[Band, ...]:
    """Return the three bands with their lanes, levers' marks in the gap lane; a band without lanes is left out."""
    numbers = {step.id: number for step, number in zip(speaker.map.steps, count(1), strict=False)}
    levers = Shown(speaker.map, speaker.language)
    found = []
    for band, title in _BANDS.items():
        rows = tuple(row for lane in speaker.map.lanes if lane.band == band for row in _rows(lane, speaker, numbers))
        rows = _lined(tuple(_badged(row, speaker.map, levers) for row in rows), band, speaker)
        views = tuple(view.value for view in View if any(view.value in row.views for row in rows))
        if rows:
            found.append(Band(id=band.value, title=speaker.say(title), rows=rows, views=views))
    return tuple(found)


def _rows(lane: Lane, speaker: Speaker, numbers: dict[str, int]) -> tuple[Row, ...]:
    """Return the rows of a lane: none for steps nobody named, two for a curve that also has words."""
    boxes = _levelled(tuple(_box(lane, phase, speaker, numbers) for phase in speaker.map.phases))
    kind = _KINDS.get(lane.type, "text")
    if kind == "steps" and not speaker.map.steps:
        return ()
    views = tuple(view.value for view in lane.seen_in)
    if lane.type in _BEHIND and not any(box.statements for box in boxes):
        views = tuple(view for view in views if view == View.BLUEPRINT)
    row = Row(id=lane.id, title=read(lane.title, speaker.language), kind=kind, views=views, boxes=boxes)
    if kind != "curve" or not any(box.statements for box in boxes):
        return (row,)
    words = msgspec.structs.replace(row, id=f"{lane.id}-words", kind="text")
    return (row, words) if speaker.map.curve else (words,)


def _lined(rows: tuple[Row, ...], band: MapBand, speaker: Speaker) -> tuple[Row, ...]:
    """Return the rows of what we do with the two lines of a blueprint, each above the row it begins with."""
    drawn = [row.id for row in rows if View.BLUEPRINT.value in row.views]
    if band is not MapBand.DOING or not drawn:
        return rows
    behind = {lane.id for lane in speaker.map.lanes if lane.type in _BEHIND}
    lines = {drawn[0]: speaker.say("Line of interaction")}
    lines |= {name: speaker.say("Line of visibility") for name in [n for n in drawn if n in behind][:1]}
    return tuple(msgspec.structs.replace(row, line=lines.get(row.id, "")) for row in rows)


def _badged(row: Row, journey_map: JourneyMap, levers: Shown) -> Row:
    """Return a row of the gap lane with the marks of levers: at the statement they start from, else at the end."""
    if row.kind != "gaps":
        return row
    marks, boxes = levers.by_gap(), []
    for box, phase in zip(row.boxes, journey_map.phases, strict=True):
        here = journey_map.cell(row.id, phase.id).claims
        claims = [claim.supersedes if claim.supersedes in marks else claim.id for claim in here]
        told = tuple(
            msgspec.structs.replace(statement, badges=marks.get(name or "", ()))
            for statement, name in zip(box.statements, claims, strict=True)
        )
        rest = levers.by_phase(phase.id, frozenset(name for name in claims if name))
        boxes.append(msgspec.structs.replace(box, statements=told, badges=rest, mark="" if rest else box.mark))
    return msgspec.structs.replace(row, boxes=tuple(boxes))


def _box(lane: Lane, phase: MapPhase, speaker: Speaker, numbers: dict[str, int]) -> Box:
    cell = speaker.map.cell(lane.id, phase.id)
    here = speaker.map
    cards = [_card(t, speaker) for t in here.touchpoints if t.phase == phase.id and lane.type is LaneType.TOUCHPOINTS]
    steps = [
        _step(s, speaker, numbers[s.id]) for s in here.steps if s.phase == phase.id and lane.type is LaneType.STEPS
    ]
    figures = [_figure(m, speaker) for m in here.metrics if m.phase == phase.id and lane.type is LaneType.METRIC]
    empty = not (cards or steps or figures or cell.claims)
    looked = cell.looked or (lane.type in _COUNTED and phase.flow is not None)
    beyond = len(cards) - CARDS_SHOWN
    return Box(
        phase=read(phase.name, speaker.language),
        cards=tuple(cards),
        steps=tuple(steps),
        figures=tuple(figures),
        statements=tuple(speaker.statement(claim) for claim in cell.claims),
        mark=("looked" if looked else "open") if empty else "",
        mark_words=speaker.say("looked, nothing found" if looked else "not looked yet"),
        more=message("+{n} more", speaker.language, n=beyond) if beyond > 0 else "",
        at=phase.id,
    )


def _card(card: TouchpointCard, speaker: Speaker) -> Card:
    """Return a touchpoint in words; one that met fewer than twenty customers shows neither share nor contacts."""
    language, met = speaker.language, card.share
    few = met is not None and (met.suppressed or 0 < met.hits < SUPPRESSED_BELOW)
    shown = customers(1, language) if few else share(met, language) if met else ""
    contacts = None if few else card.contacts
    claim = card.claim or Claim(id=card.id, text=card.name)
    known = claim if few or not met or claim.share else msgspec.structs.replace(claim, share=met)
    statement, origin = speaker.statement(known), _origin(card, speaker)
    facts = (*statement.facts, (speaker.say("Origin"), origin)) if origin else statement.facts
    return Card(
        name=read(card.name, language),
        icon=card.icon,
        share=shown,
        width=met.value if met and not few else -1.0,
        contacts=Short(contacts).shown(language) if contacts is not None else "",
        contacts_words=message("{n} contacts", language, n=Short(contacts)) if contacts is not None else "",
        remarks="" if card.direct else speaker.say("not by us"),
        origin=origin,
        statement=msgspec.structs.replace(statement, facts=facts),
        id=f"{card.id}@{card.phase}",
    )


def _origin(card: TouchpointCard, speaker: Speaker) -> str:
    """Return where contacts come from that nobody observed; a simulated map says so once, in its head."""
    said_once = speaker.map.data.simulated and card.origin == "simulated"
    return "" if card.origin == "observed" or said_once else speaker.say(card.origin)


def _step(step: MapStep, speaker: Speaker, number: int) -> Step:
    behind = support(step.share, None, speaker.language) if step.share else ""
    dwell = Span(step.dwell.median).shown(speaker.language) if step.dwell and not too_few(step.dwell.n) else ""
    return Step(
        number=number,
        name=read(step.name, speaker.language),
        dark=step.kind == "dark",
        share=share(step.share, speaker.language) if step.share else "",
        support=DOT.join(part for part in (dwell, behind) if part),
        id=step.id,
    )


def _figure(metric: Metric, speaker: Speaker) -> Figure:
    """Return a metric in words; one that rests on fewer than twenty people shows that and no more."""
    language = speaker.language
    few = too_few(metric.claim.n) or (metric.interval is not None and too_few(metric.interval.n))
    within = metric.interval or metric.claim.share or metric.claim.estimate
    statement = speaker.statement(metric.claim)
    tones = {True: "good", False: "bad", None: "plain"}
    return Figure(
        name=read(metric.name, language),
        shown=people(0, language) if few else read(metric.shown, language),
        change="" if few or not metric.change else read(metric.change, language),
        tone=tones[metric.good],
        target=message("Target {target}", language, target=metric.target) if metric.target else "",
        trend=() if few or len(metric.trend) < _TREND_FROM else metric.trend,
        trend_words="" if few else _trend_words(metric, speaker),
        statement=msgspec.structs.replace(statement, support="" if few else support(within, metric.claim.n, language)),
        id=metric.id,
        aim=read(metric.target, language) if metric.target else "",
    )


def _trend_words(metric: Metric, speaker: Speaker) -> str:
    """Return in words what the small trend line draws."""
    if len(metric.trend) < _TREND_FROM:
        return ""
    of_all = isinstance(metric.interval, Proportion)
    first, last = (Share(v) if of_all else Amount(v) for v in (metric.trend[0], metric.trend[-1]))
    n = Count(len(metric.trend))
    words = message("Trend of {n} values from {first} to {last}", speaker.language, n=n, first=first, last=last)
    unit = "" if of_all else read(metric.trend_unit, speaker.language)
    return f"{words} {unit}".strip()


def _levelled(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Return the boxes of a lane with the metrics of all phases on the same lines."""
    depth = max((len(box.figures) for box in boxes), default=0)
    levels = [_level([box.figures[k] for box in boxes if k < len(box.figures)], len(boxes)) for k in range(depth)]
    return tuple(
        msgspec.structs.replace(
            box,
            figures=tuple(
                msgspec.structs.replace(f, level=level) for f, level in zip(box.figures, levels, strict=False)
            ),
        )
        for box in boxes
    )


def _level(figures: list[Figure], phases: int) -> str:
    wide = next(most for least, most in _NAME_CHARACTERS if phases >= least)
    lines = (
        ("two", any(len(figure.name) > wide for figure in figures)),
        ("change", any(figure.change or figure.target for figure in figures)),
        ("backed", any(figure.statement.support for figure in figures)),
    )
    return " ".join(name for name, needed in lines if needed)
