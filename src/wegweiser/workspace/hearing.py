"""What a workspace hears of its customers: surveys read, their places registered, everything said summed up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from wegweiser.clock import today
from wegweiser.domain.surveys import FELT, Item, Role, Scale
from wegweiser.domain.touchpoints import Match, Signature, Touchpoint
from wegweiser.domain.voices import Heard, Score
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text
from wegweiser.journeys import Registry, propose
from wegweiser.maps import Plan
from wegweiser.progress import Progress, silent
from wegweiser.voice import tables
from wegweiser.voice.asking import OwnSurvey, log, taking
from wegweiser.voice.scores import BY, Scores, discords, inferred, ratings
from wegweiser.voice.surveys import Places, SurveySpec, journey_of
from wegweiser.workspace import config as configuration
from wegweiser.workspace import listening, surveys
from wegweiser.workspace.config import Config
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.report import AskReport, SurveyReport


def add(
    ws: Ground, path: Path, dictionary: Path | None = None, name: str | None = None
) -> tuple[SurveySpec, tuple[Text, ...]] | None:
    """Point the workspace at a survey's export, as a wave of the survey of its name; None where it is none.

    A workspace that knows nothing else yet takes over the phases of the journey the survey asks about.

    Raises:
        SourceProblem: the file is not there, or the dictionary cannot be read.
    """
    before = ws.config
    added = surveys.add(ws, path, dictionary=dictionary, name=name)
    if added and follow(ws.folder, before, surveys.items(ws)[added[0].name]):
        ws.config = Config.read(ws.folder)
    return added


def follow(folder: Path, before: Config, items: Sequence[Item]) -> bool:
    """Take over the phases of the journey a survey asks about, where nothing else was known; say whether they are."""
    journey = journey_of(items)
    bare = not (before.source or before.touchpoint or before.survey)
    if not bare or journey is None or {phase.id for phase in journey.phases} == {p.id for p in before.model.phases}:
        return False
    configuration.adopt(folder, journey.phases)
    return True


def take_in(ws: Ground, progress: Progress = silent) -> tuple[SurveyReport, ...]:
    """Read every wave that is new or whose questions changed, and register the touchpoints they ask about.

    Raises:
        SourceProblem: a file cannot be read.
        InvalidSetting: a questions file says something that cannot be used.
    """
    reports = tuple(SurveyReport.of(loaded) for loaded in surveys.load(ws, progress))
    configuration.extend(ws.folder, "touchpoint", tuple(_new(ws)))
    ws.config = Config.read(ws.folder)
    if places(ws) is None:
        configuration.extend(ws.folder, "touchpoint", tuple(_asked_by_us(ws)))
        ws.config = Config.read(ws.folder)
    return reports


def take_in_own(ws: Ground) -> AskReport | None:
    """Take in the answers given to surveys of our own; None where there are neither such surveys nor answers.

    Raises:
        InvalidSetting: a survey of our own cannot be asked, or asks about a touchpoint nobody registered.
    """
    folder = ws.folder / log.FOLDER
    if not ws.config.ask and not log.files(folder):
        return None
    return AskReport.of(taking.take_in(ws.warehouse, folder, own(ws)))


def own(ws: Ground) -> tuple[OwnSurvey, ...]:
    """Return the surveys of our own.

    Raises:
        InvalidSetting: one cannot be asked, or asks about a touchpoint nobody registered.
    """
    taking.check(ws.config.ask, places(ws))
    return ws.config.ask


def places(ws: Ground) -> frozenset[str] | None:
    """Return the touchpoints a survey of our own may ask about; None where it may name any.

    Before there are events, and while nobody wrote a touchpoint down, naming one in [[ask]] defines it.
    """
    if not ws.events and all(touchpoint.proposed for touchpoint in ws.config.touchpoint):
        return None
    return frozenset(touchpoint.id for touchpoint in ws.registry.touchpoints)


def items(ws: Ground) -> dict[str, tuple[Item, ...]]:
    """Return the questions of every survey by its name, those of our own by their id."""
    return {**surveys.items(ws), **taking.items(ws.config.ask)}


def scales(ws: Ground) -> tuple[tuple[str, str, Scale], ...]:
    """Return survey, question and scale of everything that asks how it was."""
    return tuple(
        (name, item.id, item.scale)
        for name, asked in items(ws).items()
        for item in asked
        if item.role is Role.ANSWER and item.metric in FELT and item.scale is not None
    )


def _new(ws: Ground) -> Iterator[Touchpoint]:
    """Yield the touchpoints surveys ask about that nobody registered, in the order they stand on the journey."""
    taken = {touchpoint.id for touchpoint in ws.registry.touchpoints}
    for items in surveys.items(ws).values():
        journey = journey_of(items)
        asked = {item.about: item for item in reversed(items) if item.about}
        order = [place.id for place in journey.touchpoints] if journey else []
        for about, item in sorted(asked.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 1000):
            if about not in taken:
                taken.add(about)
                yield _touchpoint(item, about, ws, journey)


def _asked_by_us(ws: Ground) -> Iterator[Touchpoint]:
    """Yield the touchpoints surveys of our own name that nobody registered, placed as an event of that name is."""
    named = [
        name for one in ws.config.ask for name in (one.touchpoint, one.trigger, *(q.touchpoint for q in one.question))
    ]
    taken = {touchpoint.id for touchpoint in ws.registry.touchpoints}
    for name in dict.fromkeys(name for name in named if name is not None and name not in taken):
        (found,) = propose([Signature(0, "", name, "", "")], ws.config.model).touchpoints
        yield msgspec.structs.replace(found, id=name, match=Match(event=name))


def _touchpoint(item: Item, about: str, ws: Ground, journey: Places | None) -> Touchpoint:
    """Return a touchpoint as the shipped journey knows it, else by its id; where no phase fits it has none."""
    place = next((one for one in journey.touchpoints if one.id == about), None) if journey else None
    phase = item.phase if any(one.id == item.phase for one in ws.config.model.phases) else None
    name = place.name if place else about.replace("_", " ").capitalize()
    icon = place.icon if place else None
    return Touchpoint(id=about, name=name, match=Match(event=about), phase=phase, icon=icon, proposed=True)


def placed(items: Sequence[Item], registry: Registry) -> tuple[Item, ...]:
    """Return questions in the phase their touchpoint is registered in; one nobody placed has none."""
    phases = {touchpoint.id: touchpoint.phase for touchpoint in registry.touchpoints}
    return tuple(msgspec.structs.replace(one, phase=phases[one.about]) if one.about in phases else one for one in items)


def heard(ws: Ground, registry: Registry, plan: Plan, progress: Progress = silent) -> Heard:
    """Return everything heard of customers, of everybody and of each persona."""
    questions, sayings = listening.said(ws, registry, progress)
    if not answers(ws):
        return Heard(questions=questions, sayings=sayings, feelings=inferred(ws.warehouse, registry, ()))
    day = last_day(ws)
    told = _scores(ws, registry, day)
    reported = (*told.feelings(), *told.feelings(persona=True))
    feelings = (*reported, *inferred(ws.warehouse, registry, reported, day, ws.analysis))
    phases = [phase.id for phase in registry.model.phases]
    return Heard(
        feelings=feelings,
        questions=questions,
        sayings=sayings,
        scores=(*told.scores(), *told.scores("persona"), *told.scores("wave")),
        discords=discords(plan.values, feelings, sayings, phases, day),
        drivers=told.drivers(),
    )


def scores(ws: Ground, by: str | None = None) -> tuple[Score, ...]:
    """Return the scores of the surveys, then the ratings people wrote beside texts; of everybody or told apart.

    Raises:
        UnknownName: scores cannot be told apart by that.
    """
    if by is not None and by not in BY:
        raise UnknownName("division of scores", by, BY)
    registry = ws.registry
    phases = {touchpoint.id: touchpoint.phase for touchpoint in registry.touchpoints}
    # What stands beside the answers of a survey was counted there.
    sources = {spec.name for spec in ws.config.text} - set(items(ws))
    rated = ratings(ws.warehouse, sources, phases, by)
    if not answers(ws):
        return rated
    told = _scores(ws, registry, last_day(ws))
    return (*told.scores(by), *told.choices(by), *rated)


def _scores(ws: Ground, registry: Registry, day: date | None) -> Scores:
    known = {name: placed(asked, registry) for name, asked in items(ws).items()}
    return Scores(ws.warehouse, known, as_of=day, waves=_newest(ws))


def _newest(ws: Ground) -> dict[str, str]:
    """Return the last wave of every survey that comes in waves."""
    waves: dict[str, list[str]] = {}
    for part in ws.warehouse.parts(tables.ANSWER.kind):
        if "wave" in part.details:
            waves.setdefault(part.details["survey"], []).append(part.details["wave"])
    return {survey: max(found) for survey, found in waves.items()}


def answers(ws: Ground) -> int:
    """Return how many answers are loaded."""
    return sum(part.rows for part in ws.warehouse.parts(tables.ANSWER.kind))


def last_day(ws: Ground) -> date | None:
    """Return the day of the last answer of the waves that count; None where nothing tells.

    Where a wave is a year and its answers have no day, it is the last one of that year.
    """
    if not answers(ws):
        return None
    newest = _newest(ws)
    last = Scores(ws.warehouse, {}, waves=newest).last_day()
    years = [int(wave) for wave in newest.values() if re.fullmatch(r"(19|20)\d\d", wave)]
    if last is None and years:
        return min(date(max(years), 12, 31), today(ws.clock))
    return last
