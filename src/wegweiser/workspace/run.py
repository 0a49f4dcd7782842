"""The main job: files, profiles, journeys, personas, map."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wegweiser import identity, journeys
from wegweiser.errors import SourceProblem
from wegweiser.i18n import Text, both
from wegweiser.maps import sedcards
from wegweiser.progress import Progress, silent
from wegweiser.workspace import drawing, hearing, listening, pages, people, standing
from wegweiser.workspace.config import Config
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights import writing as insights
from wegweiser.workspace.output import portraits, write
from wegweiser.workspace.registry import placed, write_down
from wegweiser.workspace.report import FileReport, OfferReport, Outputs, Report


def run(ws: Ground, outputs: Outputs, progress: Progress = silent) -> Report:
    """Do the whole job and return what was done and found.

    Every stage keeps what is unchanged: a file loads once, a partition of journeys is rebuilt only when one of
    its inputs changed, so a run after a run does nothing but draw, and a killed run goes on where it stopped.
    """
    # An engine that cannot be reached is known before any file is read.
    analysis = ws.analysis
    guessed = _take_in(ws)
    files = ws.files.load(ws.config.source, progress)
    offers = tuple(map(OfferReport.of, ws.files.take_offers(ws.config.offers, progress)))
    surveys = hearing.take_in(ws, progress)
    texts = listening.take_in(ws, progress)
    proposal = placed(analysis, ws.config)
    write_down(ws.folder, proposal)
    ws.config = Config.read(ws.folder)
    progress("Link identifiers", 0, 1)
    identity.resolve(ws.warehouse, ws.config.identifier)
    progress("Link identifiers", 1, 1)
    asked = hearing.take_in_own(ws)
    texts = (*texts, *listening.take_in_events(ws, proposal.registry))
    expired = listening.expire(ws)
    journeys.build(
        analysis,
        proposal.registry,
        silence=ws.config.silence,
        as_of=ws.config.until,
        progress=lambda done, of: progress("Build journeys", done, of),
    )
    if not ws.events and not (hearing.answers(ws) or listening.texts(ws)):
        insights.write(ws, insights.Found(proposal.registry), progress)
        return msgspec.structs.replace(_report(ws, files, guessed, (_nothing(files),), []), offers=offers)
    people.find(ws, progress)
    drawn = drawing.draw(ws, proposal.registry, files, progress)
    personas = people.told(ws, drawn.heard)
    ways = pages.ways(ws, pages.Asked(), drawn.journey_map) if "flow" in outputs.formats and ws.events else None
    names = {touchpoint.id: touchpoint.name for touchpoint in proposal.registry.touchpoints}
    behind = sedcards.Backdrop(pictures=portraits(ws.folder, personas), touchpoints=names)
    written = write(drawn.journey_map, personas, outputs, progress, ways=ways, behind=behind)
    told = drawing.findings(drawn.journey_map, personas)
    insights.write(ws, insights.Found(proposal.registry, drawn, personas, told), progress)
    report = _report(ws, files, guessed, told, [str(path) for path in written])
    return msgspec.structs.replace(
        report, remarks=drawn.remarks, surveys=surveys, texts=texts, asked=asked, expired=expired, offers=offers
    )


def _nothing(files: tuple[FileReport, ...]) -> Text:
    """Say why there is no map: a map needs events, and counted paths or rows in quarantine are none."""
    if any(file.paths for file in files):
        return both("No map was drawn: counted paths hold no people and feed attribution only; a map needs events.")
    return both("No map was drawn: there are no events yet. Drop files into the data folder, or look at quarantine.")


def _take_in(ws: Ground) -> tuple[Text, ...]:
    """Add the files somebody dropped into the data folder as sources; one we cannot read is left aside and named."""
    told: list[Text] = []
    for path in _dropped(ws):
        if path not in _dropped(ws):
            # what was added just now named it, as a survey names its dictionary
            continue
        try:
            survey = hearing.add(ws, path)
            added = [survey] if survey else ws.add([path])
        except SourceProblem as problem:
            told.append(both("Left aside: {problem}", problem=str(problem)))
        else:
            told += [sentence for _, sentences in added for sentence in sentences]
    return tuple(told)


def _dropped(ws: Ground) -> list[Path]:
    return ws.files.dropped(ws.config.reading)


def _report(
    ws: Ground,
    files: tuple[FileReport, ...],
    guessed: tuple[Text, ...],
    findings: tuple[Text, ...],
    written: list[str],
) -> Report:
    summary = ws.journeys.summary().one()
    touchpoints = ws.config.touchpoint
    return Report(
        files=files,
        guessed=guessed,
        note=ws.config.note,
        customers=summary["customers"],
        events=ws.events,
        steps=summary["steps"],
        touchpoints=len(touchpoints),
        unmapped_events=summary["unmapped_events"],
        proposed=sum(touchpoint.proposed for touchpoint in touchpoints),
        findings=findings,
        written=tuple(written),
        ended=standing.ended(ws),
    )
