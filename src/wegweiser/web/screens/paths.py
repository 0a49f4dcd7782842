"""Paths: how journeys go, step by step and whole, who goes back, and a search for ways of one's own."""

from __future__ import annotations

from typing import Annotated

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Job
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read
from wegweiser.maps.drawings import ways as drawn
from wegweiser.web import analysis
from wegweiser.web.analysis.asking import Waiting, waiting
from wegweiser.web.analysis.naming import Names
from wegweiser.web.analysis.ways import HISTORIES, Found, PathsShown
from wegweiser.web.frame import Action, Download, Reply, View, Visit
from wegweiser.web.frame.declared import Declared
from wegweiser.workspace import questions, refusals
from wegweiser.workspace.insights import rows

SEARCH, AMONG = "pattern", "ways"
"""What the jobs of this screen are called."""
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Top = Annotated[int, msgspec.Meta(ge=1, le=50)]
Words = Annotated[str, msgspec.Meta(max_length=2_000)]


class PathsAsked(analysis.Address, frozen=True, kw_only=True):
    """Which journeys, how much of the graph, and which answers of workers are shown beside."""

    goal: str = ""
    """The goal whose journeys are shown; empty: the first one reached; `*`: whole histories."""
    share: Share = 0.0
    """The share of all moves the graph shows; 0: as many as stay readable."""
    top: Top = 10
    among: str = ""
    """The job that counted the journeys of a group or a period."""
    find: str = ""
    """The job of a search."""


class PathsFile(PathsAsked, frozen=True, kw_only=True):
    """A figure of the screen as a file."""

    figure: str
    form: str


class Search(PathsAsked, frozen=True, kw_only=True):
    """A pattern to search for."""

    pattern: Words = ""
    unit: str = "journey"


class Narrowing(PathsAsked, frozen=True, kw_only=True):
    """Whose journeys to count: a group such as `persona:pe_1`, and a period."""

    group: Words = ""
    since: Words = ""
    until: Words = ""


class Asked(msgspec.Struct, frozen=True):
    """The job of a question; its answer is at `/paths` with the id as `find` or `among`."""

    id: str
    state: str


def _paths(visit: Visit, asked: PathsAsked) -> PathsShown:
    index = analysis.index_of(visit.site)
    goal = _goal(index, asked.goal)
    shown = PathsShown(goal=goal, index=index, top=asked.top)
    if asked.find:
        work, job = analysis.work_of(visit, asked.find, SEARCH)
        question, found = analysis.answered(visit, job, questions.PatternSearch, questions.PatternFound)
        shown = msgspec.structs.replace(shown, search=Found(question, work, found))
    if not asked.among:
        return _lightened(shown, visit.site.insights.ways(goal), asked.share)
    work, job = analysis.work_of(visit, asked.among, AMONG)
    narrowed, ways = analysis.answered(visit, job, questions.WaysAmong, rows.Ways)
    shown = msgspec.structs.replace(shown, goal=narrowed.goal, among=narrowed.among, among_work=work)
    return _lightened(shown, ways, asked.share)


def _lightened(shown: PathsShown, ways: rows.Ways | None, share: float) -> PathsShown:
    """Return the page with its ways, the graph showing the share asked for, else what stays readable."""
    asked = share or (drawn.readable(ways.graph) if ways else shown.share)
    return msgspec.structs.replace(shown, ways=ways, share=asked)


def _goal(index: rows.Index | None, asked: str) -> str | None:
    """Return the goal asked for, the first one reached where none is; None for whole histories."""
    if asked == HISTORIES or index is None:
        return None
    return asked or index.main_goal


def _file(visit: Visit, asked: PathsFile) -> Download:
    return analysis.saved(visit, _paths(visit, asked).figures(visit.language), asked.figure, asked.form)


def _search(visit: Visit, asked: Search) -> Asked:
    if not asked.pattern.strip():
        raise InvalidSetting("The search", [visit.say("Write a pattern first, such as: ad -> view ->> buy")])
    goal = _goal(visit.site.insights.index(), asked.goal)
    among: tuple[str, ...] = ()
    if asked.among:
        _, job = analysis.work_of(visit, asked.among, AMONG)
        narrowed, _ = analysis.answered(visit, job, questions.WaysAmong, rows.Ways)
        goal, among = narrowed.goal, narrowed.among
    question = questions.PatternSearch(asked.pattern.strip(), goal, asked.unit, among)
    try:
        return _told(analysis.ask(visit, SEARCH, question))
    except UnknownName as unknown:
        # It is said at the pattern, where it can be put right.
        told = refusals.told(_by_name(visit, unknown), visit.language)
        raise InvalidSetting("The search", [told]) from unknown


def _by_name(visit: Visit, unknown: UnknownName) -> UnknownName:
    """Return the error with the names people read in place of ids; a pattern takes either."""
    names = Names(analysis.index_of(visit.site))
    called = {"touchpoint": names.touchpoint, "channel": names.channel, "phase": names.phase}.get(unknown.kind, str)
    return UnknownName(unknown.kind, unknown.name, {read(called(ident), visit.language) for ident in unknown.known})


def _narrow(visit: Visit, asked: Narrowing) -> Asked:
    among = among_of(asked.group, asked.since, asked.until)
    if not among:
        raise InvalidSetting("The filter", [visit.say("Choose a group or a period first.")])
    goal = _goal(visit.site.insights.index(), asked.goal)
    return _told(analysis.ask(visit, AMONG, questions.WaysAmong(among, goal)))


def among_of(group: str, since: str = "", until: str = "") -> tuple[str, ...]:
    """Return a selection as questions take it; empty where nothing was chosen.

    Example:
        >>> among_of("persona:pe_1", "2026-01", "")
        ('persona:pe_1', 'period:2026-01..')
    """
    period = f"period:{since.strip()}..{until.strip()}" if since.strip() or until.strip() else ""
    return tuple(text for text in (group.strip(), period) if text)


def _told(job: Job) -> Asked:
    return Asked(job.id, job.state)


def _to_search(_: Visit, asked: Search, done: Asked) -> Reply:
    return Reply(to=f"/paths{PathsAsked(goal=asked.goal, among=asked.among, find=done.id).but()}#search")


def _to_group(_: Visit, asked: Narrowing, done: Asked) -> Reply:
    return Reply(to=f"/paths{PathsAsked(goal=asked.goal, find=asked.find, among=done.id).but()}")


_PATHS: View[PathsAsked, PathsShown] = View(
    "/paths",
    "paths",
    "How journeys go: flow, graph, variants, step matrix, ways back, and what a search found.",
    _paths,
    PathsAsked,
    template="paths.html",
    part="parts/paths_graph.html",
)
DECLARED: tuple[Declared, ...] = (
    _PATHS,
    View("/paths/figures/{figure}/{form}", "paths_figure", "A figure of the paths as a file.", _file, PathsFile),
    View(
        "/asked/{job}",
        "asked_job",
        "How far a question is; leads to its answer.",
        waiting,
        Waiting,
        template="parts/asked.html",
        api=False,
    ),
    Action(
        "/paths/searches",
        "search_paths",
        "Search for the journeys that go a way.",
        _search,
        Search,
        Role.VIEWER,
        _to_search,
        again=_PATHS,
    ),
    Action(
        "/paths/groups",
        "narrow_paths",
        "Count the journeys of a group or a period.",
        _narrow,
        Narrowing,
        Role.VIEWER,
        _to_group,
        again=_PATHS,
    ),
)
