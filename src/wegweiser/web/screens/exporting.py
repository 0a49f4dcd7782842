"""Handing a map out: as a file in every form, and the journeys behind it as an event log."""

from __future__ import annotations

from typing import Literal

import msgspec

from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.domain.people import Role
from wegweiser.domain.talk import Job, Version
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Language, Text
from wegweiser.maps import Plan, document
from wegweiser.maps.exchange import FORMATS
from wegweiser.maps.render import house
from wegweiser.web import frame, handing, mapping
from wegweiser.web.frame.declared import Action, Declared, Download, Reply
from wegweiser.web.frame.site import Visit
from wegweiser.web.handing import Wanted, housing
from wegweiser.web.mapping.showing import VIEWS
from wegweiser.workspace import questions

LOG = "log"
"""What the jobs that write event logs are called."""
_LISTED = 8
_MEDIA = {"xes": "application/xml", "ocel": "application/json"}
_ENDINGS = {"xes": "xes", "ocel": "ocel.json"}


class HandedAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which map, and how a file of it is to look."""

    map: str
    view: View = View.WORKING
    language: Language | None = None
    """Of the file; None: the visitor's."""
    version: str = ""
    """A saved version in place of the map of today."""


class FileAsked(HandedAsked, frozen=True, kw_only=True):
    """A file of a map."""

    form: str


class LogShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event log somebody asked for."""

    job: str
    form: str
    state: str
    cases: int | None = None
    events: int | None = None


class FormShown(msgspec.Struct, frozen=True):
    """A form a map can be had in."""

    id: str
    title: str
    comes_back: bool


class HandedShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a map can be handed out as."""

    map: str
    title: Text
    view: str
    language: Language
    forms: tuple[FormShown, ...]
    version: str = ""
    versions: tuple[Version, ...] = ()
    goals: tuple[tuple[str, Text], ...] = ()
    ready: bool = False
    """Whether there are journeys to write a log of."""
    logs: tuple[LogShown, ...] = ()

    @property
    def views(self) -> tuple[tuple[str, str], ...]:
        """The views and the messages that name them."""
        return tuple(VIEWS.items())

    def query(self, **changed: str) -> str:
        """Return how the files look as a query, some of it changed."""
        told = {"view": self.view, "language": self.language, "version": self.version} | changed
        return "&".join(f"{name}={value}" for name, value in told.items() if value)


class LogWanted(msgspec.Struct, frozen=True):
    """An event log: its form, and the goal whose journeys it holds; empty: whole histories."""

    form: Literal["xes", "ocel"]
    goal: str = ""
    map: str = ""
    """The map whose page asks."""


class OneLog(msgspec.Struct, frozen=True):
    """Which event log."""

    job: str


class LogAsked(msgspec.Struct, frozen=True):
    """The job that writes an event log."""

    id: str
    state: str


def _page(visit: Visit, asked: HandedAsked) -> HandedShown:
    site = visit.site
    entry = mapping.opened(site, asked.map).entry
    index = site.insights.index()
    return HandedShown(
        map=entry.id,
        title=entry.title,
        view=asked.view.value,
        language=asked.language or visit.language,
        forms=tuple(FormShown(one.id, one.title, one.comes_back) for one in FORMATS.values()),
        version=asked.version,
        versions=site.store.versions.all(entry.id),
        goals=tuple((goal.id, goal.name) for goal in site.config.goal),
        ready=index is not None,
        logs=_logs(visit) if index else (),
    )


def _file(visit: Visit, asked: FileAsked) -> Download:
    journey_map, plan = drawn(visit, asked)
    language = asked.language or visit.language
    wanted = Wanted(asked.form, language, asked.view, _house(visit, asked, plan, language))
    made = handing.exported(visit.site.folder, journey_map, plan, wanted)
    visit.note("export", f"map:{asked.map}", f"{asked.form} {wanted.language} {wanted.view}")
    return Download(made.name, made.media_type, made.content)


def _house(visit: Visit, asked: HandedAsked, plan: Plan, language: Language) -> house.House:
    site = visit.site
    version = site.store.versions.get(asked.version)[0] if asked.version else None
    standing = housing.standing_of(site, asked.map, plan, version)
    return housing.house_of(site, standing.words(site, language))


def drawn(visit: Visit, asked: HandedAsked) -> tuple[JourneyMap, Plan]:
    """Return the map of today, or a saved version of it, with its plan.

    Raises:
        UnknownName: no map has the id, or the map has no such version.
    """
    found = mapping.opened(visit.site, asked.map)
    if not asked.version:
        return found.journey_map, found.plan
    version, plan, kept = visit.site.store.versions.get(asked.version)
    if version.map != asked.map:
        raise UnknownName("version", asked.version, None)
    return document.decode(kept), msgspec.json.decode(plan, type=Plan)


def _logs(visit: Visit) -> tuple[LogShown, ...]:
    jobs = [job for job in visit.site.store.jobs.all(_LISTED * 4) if job.kind == LOG]
    return tuple(_log(visit, job) for job in jobs[:_LISTED])


def _log(visit: Visit, job: Job) -> LogShown:
    found = visit.site.jobs.answer(job, questions.Logged)
    return LogShown(
        job=job.id,
        form=_form(job),
        state=job.state,
        cases=found.cases if found else None,
        events=found.events if found else None,
    )


def _form(job: Job) -> str:
    asked = msgspec.json.decode(job.asked)
    return str(asked["question"]["form"])


def _write_log(visit: Visit, wanted: LogWanted) -> LogAsked:
    site, index = visit.site, visit.site.insights.index()
    if index is None:
        raise InvalidSetting(visit.say("An event log"), [visit.say("There are no journeys yet: load data first.")])
    question = questions.ExportLog(wanted.form, wanted.goal or None, visit.language)
    questions.check(question, site.config)
    job = site.jobs.ask(LOG, question, visit.by, data=index.snapshot)
    return LogAsked(job.id, job.state)


def _log_file(visit: Visit, asked: OneLog) -> Download:
    job = visit.site.store.jobs.get(asked.job)
    path = visit.site.jobs.file(job) if job.kind == LOG else None
    if path is None:
        raise UnknownName("event log", asked.job, None)
    form = _form(job)
    visit.note("export", f"job:{job.id}", form)
    return Download(f"journeys.{_ENDINGS[form]}", _MEDIA[form], path)


DECLARED: tuple[Declared, ...] = (
    frame.View(
        "/maps/{map}/export", "exports", "What a map can be handed out as.", _page, HandedAsked, template="export.html"
    ),
    frame.View(
        "/maps/{map}/export/{form}",
        "export_map",
        "A map as a file.",
        _file,
        FileAsked,
        slow=lambda asked: asked.form in handing.SLOW,
    ),
    Action(
        "/logs",
        "write_log",
        "Write actual journeys as an event log, customers under pseudonyms.",
        _write_log,
        LogWanted,
        Role.EDITOR,
        lambda _visit, asked, done: Reply(to=f"/maps/{asked.map}/export#logs" if asked.map else f"/jobs/{done.id}"),
    ),
    frame.View("/logs/{job}", "event_log", "An event log that was written.", _log_file, OneLog, Role.EDITOR),
)
