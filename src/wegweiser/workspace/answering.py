"""Answers questions that take a scan; nothing of fewer than 20 people is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.errors import InvalidSetting
from wegweiser.journeys import Journeys
from wegweiser.maps import Plan, document
from wegweiser.progress import Progress, silent
from wegweiser.workspace import drawing, forgetting, questions, starting, trying
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights import Insights, rows
from wegweiser.workspace.insights.going import funnel, ways
from wegweiser.workspace.report import Outputs
from wegweiser.workspace.run import run

_TOP = 20
_STAGE = "Count journeys"


def answer(
    ws: Ground, question: questions.Question, progress: Progress = silent, file: Path | None = None
) -> msgspec.Struct:
    """Return the answer to a question, of the kind `questions.ANSWERS` names.

    Args:
        ws: the workspace that is asked.
        question: what is asked.
        progress: who is told how far it is.
        file: where an event log is written.

    Raises:
        InvalidSetting: it cannot be read; `questions.check` says so before it is asked.
        UnknownName: something it names does not exist.
    """
    if isinstance(question, questions.Run):
        return _ran(ws, question, progress)
    if isinstance(question, questions.Demo):
        trying.fill(ws, question.customers, progress, simulated=question.simulated)
        return _ran(ws, questions.Run(), progress)
    if isinstance(question, questions.Forget):
        return questions.Forgotten(forgetting.forget(ws, question.source))
    if isinstance(question, questions.Replay):
        return questions.Replayed(ws.quarantine.replay(progress))
    if isinstance(question, questions.Look):
        return starting.guess(ws, Path(question.path), question.told, question.kind)
    progress(_STAGE, 0, 1)
    found = _logged(ws, question, file) if isinstance(question, questions.ExportLog) else _counted(ws, question)
    progress(_STAGE, 1, 1)
    return found


def _counted(ws: Ground, question: questions.Question) -> msgspec.Struct:
    journeys = _among(ws, question)
    if isinstance(question, questions.PatternSearch):
        return _pattern(journeys, question)
    if isinstance(question, questions.Around):
        return _around(journeys, question)
    if isinstance(question, questions.FunnelAsked):
        return funnel(journeys, ws.registry, question.funnel)
    if isinstance(question, questions.WaysAmong):
        return ways(journeys, ws.registry, question.goal)
    if isinstance(question, questions.Conformance):
        return _conformance(ws, journeys, question)
    return _map(ws, journeys, question)


def _among(ws: Ground, question: questions.Question) -> Journeys:
    texts = getattr(question, "among", ())
    return ws.journeys.among(*texts) if texts else ws.journeys


def _map(ws: Ground, journeys: Journeys, question: questions.Question) -> document.Generated:
    """Return the measured side of the map of some customers; nothing where they are fewer than 20.

    Feelings are those of the persona, as the last run heard them: what was said is told apart by nothing else.
    """
    if journeys.summary().one()["customers"] < SUPPRESSED_BELOW:
        return document.Generated()
    named = {text.partition(":")[2].strip() for text in getattr(question, "among", ()) if text.startswith("persona:")}
    said = Insights(ws.folder).feelings() if named else None
    own = [one for one in said.heard.feelings if one.persona in named] if said else []
    return drawing.generated_of(ws, journeys, tuple(msgspec.structs.replace(one, persona=None) for one in own))


def _pattern(journeys: Journeys, asked: questions.PatternSearch) -> questions.PatternFound:
    result = journeys.patterns.search(asked.pattern, asked.goal, unit=asked.unit)
    row = result.one()
    if 0 < row["customers"] < SUPPRESSED_BELOW:
        return questions.PatternFound(note=result.note)
    paths = journeys.patterns.paths(asked.pattern, asked.goal, top=_TOP, unit=asked.unit).rows()
    return questions.PatternFound(
        matches=row["matches"],
        customers=row["customers"],
        share=_share(row, ("share", "lo", "hi"), row["matches"], row["of"]),
        rate=_share(row, ("rate", "rate_lo", "rate_hi"), row["converted"], row["matches"]),
        others=_share(row, ("others_rate", "others_lo", "others_hi"), row["others_converted"], row["others"]),
        ways=tuple(_way(path) for path in paths if path["journeys"] >= SUPPRESSED_BELOW),
        note=result.note,
    )


def _share(row: Mapping[str, Any], names: tuple[str, str, str], hits: int, n: int) -> Proportion | None:
    """Return a share; None of fewer than 20."""
    if n < SUPPRESSED_BELOW or row[names[0]] is None:
        return None
    return Proportion(row[names[0]], row[names[1]], row[names[2]], hits, n)


def _way(row: Mapping[str, Any]) -> rows.Variant:
    return rows.Variant(
        path=tuple(row["path"]),
        journeys=row["journeys"],
        # How many customers those are is not counted; it cannot be more.
        customers=row["journeys"],
        share=row["share"],
        cumulative=row["cumulative"],
        converted=row["converted"],
        rate=_share(row, ("rate", "lo", "hi"), row["converted"], row["journeys"]),
    )


def _around(journeys: Journeys, asked: questions.Around) -> questions.AroundFound:
    result = journeys.patterns.around(
        asked.anchor, before=asked.before, after=asked.after, goal=asked.goal, which=asked.which
    )
    found = result.rows()
    told = [row for row in found if row["customers"] >= SUPPRESSED_BELOW]
    places = tuple(msgspec.convert(row, questions.Beside) for row in told)
    return questions.AroundFound(places, len(found) - len(told), result.note)


def _logged(ws: Ground, asked: questions.ExportLog, file: Path | None) -> questions.Logged:
    """Write an event log and return how much it holds.

    Raises:
        UnknownName: no goal is called so.
        InvalidSetting: nobody said where to write it.
    """
    if file is None:
        raise InvalidSetting("An event log", ["it needs a file to be written to"])
    logs = _among(ws, asked).logs
    written = (logs.xes if asked.form == "xes" else logs.ocel)(file, asked.goal, language=asked.language)
    return questions.Logged(written.cases, written.events)


def _conformance(ws: Ground, journeys: Journeys, asked: questions.Conformance) -> questions.Conformed:
    steps = asked.steps or Plan.read(ws.folder / drawing.AUTHORED).way(ws.registry.touchpoints)
    result = journeys.reasons.conformance(steps, goal=asked.goal)
    found = result.rows()
    told = [row for row in found if row["customers"] >= SUPPRESSED_BELOW]
    deviations = tuple(
        questions.Deviation(
            kind=row["kind"],
            share=Proportion(row["share"], row["lo"], row["hi"], row["journeys"], row["of_journeys"]),
            customers=row["customers"],
            step=row["step"],
            touchpoint=row["touchpoint"],
        )
        for row in told
    )
    return questions.Conformed(deviations, len(found) - len(told), result.note)


def _ran(ws: Ground, asked: questions.Run, progress: Progress) -> questions.Ran:
    outputs = Outputs(ws.maps, asked.languages or (ws.config.language,), asked.formats)
    report = run(ws, outputs, progress)
    return questions.Ran(
        customers=report.customers,
        events=report.events,
        quarantined=sum(file.quarantined for file in report.files),
        proposed=report.proposed,
        guessed=report.guessed,
        findings=report.findings,
        remarks=report.remarks,
    )
