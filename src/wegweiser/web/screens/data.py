"""Data: every source with its files, how fresh it is, what was set aside and why, how its shape changed; every run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from wegweiser.domain import surveys
from wegweiser.domain.people import Role
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text
from wegweiser.web import staging
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.screens.jobs import JobShown, begin_run, current_run, shown
from wegweiser.web.screens.touchpoints import pending
from wegweiser.workspace import questions, starting
from wegweiser.workspace.insights import rows as insight

_STRIP = 26
"""Weeks the strip of a source looks back."""
_QUIET = 7
_ASKING = frozenset({surveys.Role.ANSWER, surveys.Role.COMMENT})


class SourceShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A source in one line, with a strip of its weeks."""

    name: str
    kind: str
    format: str = ""
    files: int = 0
    rows: int = 0
    events: int = 0
    since: date | None = None
    until: date | None = None
    days: int | None = None
    """Days from its last event to today."""
    quiet: bool = False
    """Whether it ends a week or more before the others."""
    quarantined: int = 0
    drift: int = 0
    waiting: int = 0
    missing: int = 0
    """Files that are no longer there."""
    weeks: tuple[float, ...] = ()
    """Events of each week, as a part of its busiest one; the last one is the last week of all data."""
    named: bool = True
    """False where nothing names it any more, and what was loaded from it stays."""


class DataShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every source, what waits, and what was set aside."""

    sources: tuple[SourceShown, ...] = ()
    as_of: date | None = None
    events: int = 0
    quarantined: int = 0
    dropped: tuple[str, ...] = ()
    """Files in the data folder that nothing reads yet."""
    waiting: int = 0
    """Files that were sent and wait to be agreed to."""
    keep_days: int = 0
    """How many days texts of customers are kept."""
    pending: bool = False
    run: JobShown | None = None


class OneSource(msgspec.Struct, frozen=True):
    """Which source."""

    name: str
    kind: str = ""


class QuestionShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question of a survey, and the touchpoint it asks about."""

    id: str
    text: Text
    columns: tuple[str, ...] = ()
    about: str = ""


class Placed(msgspec.Struct, frozen=True):
    """Which touchpoint questions of a survey ask about; an empty one: the whole journey."""

    name: str
    about: dict[str, str] = {}


class SourceDetail(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source with its files, what was set aside, and how its shape changed."""

    source: insight.SourceRow
    line: SourceShown
    columns: dict[str, str] = {}
    """Fields of events by the column that holds them."""
    questions: tuple[QuestionShown, ...] = ()
    touchpoints: tuple[insight.Named, ...] = ()
    """What the questions of a survey may ask about."""


class QuarantineShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What could not be read, by source and reason, with masked examples."""

    reasons: tuple[tuple[str, insight.Quarantined], ...] = ()
    rows: int = 0
    pending: bool = False


class RunsShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The runs that found something new, newest first."""

    runs: tuple[insight.RunLine, ...] = ()


def _data(visit: Visit, _: Nothing) -> DataShown:
    site, index = visit.site, visit.site.insights.index()
    found = site.insights.data()
    last = index.as_of if index else None
    return DataShown(
        sources=tuple(_line(visit, one, last) for one in _known(visit)),
        as_of=last,
        events=index.events if index else 0,
        quarantined=found.quarantined if found else 0,
        dropped=tuple(name for name in found.dropped if (site.folder / name).exists()) if found else (),
        waiting=len(staging.waiting(site)) if visit.may(Role.EDITOR) else 0,
        keep_days=site.config.voice.keep_days,
        pending=pending(site),
        run=current_run(visit),
    )


def _known(visit: Visit) -> tuple[insight.SourceRow, ...]:
    """Return the sources of the last run, and those that were added since."""
    found = visit.site.insights.data()
    sources = found.sources if found else ()
    names = {one.name for one in sources}
    config = visit.site.config
    new = [(spec.name, "events", spec.files) for spec in config.source if spec.name not in names]
    new += [(text.name, "texts", text.files) for text in config.text if text.name not in names]
    new += [(survey.name, "survey", survey.files) for survey in config.survey if survey.name not in names]
    return (*sources, *(insight.SourceRow(name, kind, waiting=files) for name, kind, files in new))


def _line(visit: Visit, one: insight.SourceRow, last: date | None) -> SourceShown:
    config, today = visit.site.config, visit.now.date()
    return SourceShown(
        name=one.name,
        kind=one.kind,
        format=one.format,
        files=len(one.files),
        rows=one.rows,
        events=one.events,
        since=one.since,
        until=one.until,
        days=(today - one.until).days if one.until else None,
        quiet=(one.days_silent or 0) >= _QUIET,
        quarantined=sum(reason.rows for reason in one.quarantined),
        drift=len(one.drift),
        waiting=len(one.waiting),
        missing=sum(file.missing for file in one.files),
        weeks=weekly(one.daily, last) if last else (),
        named=one.kind not in {"events", "paths"} or any(spec.name == one.name for spec in config.source),
    )


def weekly(daily: Mapping[str, int], last: date) -> tuple[float, ...]:
    """Return the events of each week as a part of the busiest one, the week that ends on `last` at the end.

    Example:
        >>> weekly({"2026-01-05": 40, "2026-01-12": 20}, date(2026, 1, 14))[-2:]
        (1.0, 0.5)
    """
    counted = [0] * _STRIP
    for day, n in daily.items():
        ago = (last - date.fromisoformat(day)) // timedelta(days=7)
        if 0 <= ago < _STRIP:
            counted[-1 - ago] += n
    most = max(counted)
    return tuple(n / most for n in counted) if most else ()


def _source(visit: Visit, asked: OneSource) -> SourceDetail:
    known = _known(visit)
    found = next((one for one in known if one.name == asked.name and asked.kind in {"", one.kind}), None)
    if found is None:
        raise UnknownName("source", asked.name, [one.name for one in known])
    index = visit.site.insights.index()
    spec = next((spec for spec in visit.site.config.source if spec.name == found.name), None)
    columns = dict(spec.columns) if spec and found.kind in {"events", "paths"} else {}
    slim = msgspec.structs.replace(found, daily={})
    asked_for = _questions(visit, found.name) if found.kind == "survey" else ()
    named = tuple(insight.Named(one.id, one.name) for one in visit.site.config.touchpoint) if asked_for else ()
    return SourceDetail(slim, _line(visit, found, index.as_of if index else None), columns, asked_for, named)


def _questions(visit: Visit, name: str) -> tuple[QuestionShown, ...]:
    """Return the answers a survey asks for with their touchpoints; none before its questions are written down."""
    spec = next((spec for spec in visit.site.config.survey if spec.name == name), None)
    return tuple(
        QuestionShown(item.id, item.text, item.columns, item.about or "")
        for item in (starting.questions_of(visit.site.folder, spec) if spec else ())
        if item.role in _ASKING
    )


def _place(visit: Visit, told: Placed) -> JobShown:
    known = [one.id for one in visit.site.config.touchpoint]
    for touchpoint in told.about.values():
        if touchpoint and touchpoint not in known:
            raise UnknownName("touchpoint", touchpoint, known)
    spec = next((spec for spec in visit.site.config.survey if spec.name == told.name), None)
    if spec is None:
        raise UnknownName("survey", told.name, [spec.name for spec in visit.site.config.survey])
    starting.place(visit.site.folder, spec, told.about)
    return shown(visit, begin_run(visit))


def _quarantine(visit: Visit, _: Nothing) -> QuarantineShown:
    found = visit.site.insights.data()
    reasons = tuple((source.name, one) for source in (found.sources if found else ()) for one in source.quarantined)
    rows = sum(one.rows for _, one in reasons)
    return QuarantineShown(tuple(sorted(reasons, key=lambda pair: -pair[1].rows)), rows, pending(visit.site))


def _runs(visit: Visit, _: Nothing) -> RunsShown:
    found = visit.site.insights.history()
    return RunsShown(found.runs if found else ())


def _replay(visit: Visit, _: Nothing) -> JobShown:
    return shown(visit, visit.site.jobs.ask("replay", questions.Replay(), visit.by))


def _forget(visit: Visit, asked: OneSource) -> JobShown:
    known = [one.name for one in _known(visit) if one.kind in {"events", "paths"}]
    if asked.name not in known:
        raise UnknownName("source", asked.name, known)
    return shown(visit, visit.site.jobs.ask("forget", questions.Forget(asked.name), visit.by))


def _to_job(_: Visit, __: object, done: JobShown) -> Reply:
    return Reply(to=f"/jobs/{done.id}?go=true")


DECLARED: tuple[Declared, ...] = (
    View("/data", "data", "Every source and how fresh it is.", _data, Nothing, template="data.html"),
    View(
        "/data/quarantine", "quarantine", "Rows that were set aside.", _quarantine, Nothing, template="quarantine.html"
    ),
    View("/data/runs", "runs", "The runs that found something new.", _runs, Nothing, template="runs.html"),
    View("/data/sources/{name}", "source", "One source.", _source, OneSource, template="source.html"),
    Action(
        "/data/replay",
        "replay",
        "Read what was set aside again, under the rules of today.",
        _replay,
        Nothing,
        then=_to_job,
    ),
    Action(
        "/data/sources/{name}/questions",
        "place_questions",
        "Say which touchpoints the questions of a survey ask about.",
        _place,
        Placed,
        Role.EDITOR,
        _to_job,
    ),
    Action(
        "/data/sources/{name}/forget",
        "forget_source",
        "Take a source out of every figure.",
        _forget,
        OneSource,
        Role.ADMIN,
        _to_job,
    ),
)
