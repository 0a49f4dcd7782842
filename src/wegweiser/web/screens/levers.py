"""Levers: what to change first, how sure that is, who gets the credit, and what channels are for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from wegweiser.domain.feelings import Series
from wegweiser.domain.levers import Lever, LeverNote, Standing
from wegweiser.domain.people import Role
from wegweiser.domain.talk import Task
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read
from wegweiser.web import analysis, pointing
from wegweiser.web.analysis.worth import LeversShown, noted
from wegweiser.web.frame import Action, Download, Reply, View, Visit
from wegweiser.web.frame.declared import Declared
from wegweiser.web.screens.feelings import main_map
from wegweiser.workspace import changing
from wegweiser.workspace.insights import rows

Words = Annotated[str, msgspec.Meta(max_length=2_000)]


class LeversAsked(analysis.Address, frozen=True, kw_only=True):
    """Of which goal, credited to what, and whose priorities."""

    goal: str = ""
    by: Literal["touchpoint", "channel"] = "touchpoint"
    persona: str = ""


class LeversFile(LeversAsked, frozen=True, kw_only=True):
    """A figure of the screen as a file."""

    figure: str
    form: str


class Noting(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody knows of a lever; an empty field takes back what was known."""

    id: str
    effort: Annotated[float, msgspec.Meta(ge=0, le=100_000)] | None = None
    note: Words = ""
    status: Standing = Standing.IDEA


class TaskOf(msgspec.Struct, frozen=True, kw_only=True):
    """A task about a lever; without a title, the lever's own words."""

    id: str
    title: Words = ""
    owner: str = ""
    """The id of whoever is to do it."""
    due: date | None = None


def _levers(visit: Visit, asked: LeversAsked) -> LeversShown:
    insights = visit.site.insights
    index, found, attribution = analysis.index_of(visit.site), insights.levers(), insights.attribution()
    goal = asked.goal or (index.main_goal if index else None)
    heard = insights.feelings()
    credits_ = attribution.of(goal, asked.by) if attribution else None
    persona = _whose(credits_, asked.persona)
    return LeversShown(
        goal=goal,
        by=asked.by,
        index=index,
        levers=_noted(visit, found),
        dropped=found.dropped if found else (),
        contradictions=found.contradictions if found else (),
        credits=credits_,
        persona=persona,
        feelings=_felt(heard, persona) if heard else (),
        sheets=insights.sheets(),
        map=main_map(visit),
        tasks=tuple(one for one in visit.site.store.tasks.all() if one.target.startswith("lever:")),
        people={person.id: person.name for person in pointing.present(visit.site)},
    )


def _whose(credits_: rows.Credits | None, asked: str) -> str:
    """Return whose priorities are shown: of whom they were asked, else of the first there are any of."""
    known = [one.persona or "" for one in credits_.priority] if credits_ else []
    return asked if asked in known else min(known, default="")


def _noted(visit: Visit, found: rows.Levers | None) -> tuple[Lever, ...]:
    notes = visit.site.config.lever
    return tuple(noted(lever, notes, visit.language) for lever in found.levers) if found else ()


def _felt(heard: rows.Feelings, persona: str) -> tuple[tuple[str, float, int], ...]:
    """Return what people report of touchpoints; of a persona where it was asked, else of everybody."""
    told: dict[str, tuple[float, int]] = {}
    for whose in ("", persona):
        told |= {
            one.touchpoint: (one.experienced.value, one.experienced.n)
            for one in heard.heard.feelings
            if one.touchpoint and one.series is Series.SURVEY and (one.persona or "") == whose
        }
    return tuple((touchpoint, value, n) for touchpoint, (value, n) in told.items())


def _file(visit: Visit, asked: LeversFile) -> Download:
    return analysis.saved(visit, _levers(visit, asked).figures(visit.language), asked.figure, asked.form)


def _lever(visit: Visit, ident: str) -> Lever:
    found = visit.site.insights.levers()
    known = {lever.id: lever for lever in found.levers} if found else {}
    if ident not in known:
        raise UnknownName("lever", ident, known)
    return known[ident]


def _note(visit: Visit, told: Noting) -> LeverNote:
    note = LeverNote(_lever(visit, told.id).id, told.effort, told.note.strip(), told.status)
    changing.set_lever(visit.site.folder, note)
    return note


def _task(visit: Visit, told: TaskOf) -> Task:
    lever, on = _lever(visit, told.id), main_map(visit)
    if not on:
        raise InvalidSetting("The task", [visit.say("There is no map yet to put the task on.")])
    title = told.title.strip() or read(lever.text, visit.language)
    if told.owner and told.owner not in {person.id for person in pointing.present(visit.site)}:
        raise UnknownName("person", told.owner, None)
    made = Task("", on, title, visit.by, visit.now, target=f"lever:{lever.id}", due=told.due, owner=told.owner)
    return visit.site.store.tasks.add(made)


def _back(visit: Visit, told: Noting, _: LeverNote) -> Reply:
    return Reply(to=f"/levers#{told.id}", told=visit.say("Saved."))


def _made(visit: Visit, told: TaskOf, made: Task) -> Reply:
    return Reply(to=f"/levers#{told.id}", told=visit.say("Task made: {title}", title=made.title))


_LEVERS: View[LeversAsked, LeversShown] = View(
    "/levers",
    "levers",
    "Levers ranked, credit by every model, priorities and strategy sheets.",
    _levers,
    LeversAsked,
    template="levers.html",
)
DECLARED: tuple[Declared, ...] = (
    _LEVERS,
    View("/levers/figures/{figure}/{form}", "levers_figure", "A figure of the levers as a file.", _file, LeversFile),
    Action(
        "/levers/{id}/note",
        "note_lever",
        "Say what one knows of a lever: effort, state, note.",
        _note,
        Noting,
        Role.EDITOR,
        _back,
        again=_LEVERS,
    ),
    Action(
        "/levers/{id}/tasks",
        "lever_task",
        "Make a task of a lever.",
        _task,
        TaskOf,
        Role.EDITOR,
        _made,
        again=_LEVERS,
    ),
)
