"""Goals: what says that a journey succeeded."""

from __future__ import annotations

from typing import Annotated

import msgspec

from wegweiser.domain.goals import Goal
from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text
from wegweiser.journeys import Registry
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Site, Visit
from wegweiser.web.screens.jobs import JobShown, current_run
from wegweiser.web.screens.touchpoints import Name, free_id, pending, spoken
from wegweiser.workspace import changing
from wegweiser.workspace.insights import rows as insight

_HOME = "/goals"


class Missed(msgspec.Struct, frozen=True):
    """A touchpoint no goal counts, and the goal that counts others of its kind or of its name."""

    goal: insight.Named
    touchpoint: insight.Named


class GoalsShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The goals with the figures of the last run."""

    goals: tuple[insight.GoalRow, ...] = ()
    touchpoints: dict[str, Text] = {}
    missed: tuple[Missed, ...] = ()
    pending: bool = False
    run: JobShown | None = None


class GoalShown(msgspec.Struct, frozen=True):
    """One goal and what can reach it; `goal.id` is empty for a new one."""

    goal: insight.GoalRow
    touchpoints: tuple[insight.Named, ...]


class OneGoal(msgspec.Struct, frozen=True):
    """Which goal, and which touchpoint it is proposed to count from now on."""

    id: str
    add: str = ""


class GoalTold(msgspec.Struct, frozen=True):
    """What a goal is from now on: reached by one of its touchpoints, within the days that are looked back."""

    name: Name
    id: str = ""
    touchpoints: tuple[str, ...] = ()
    lookback_days: Annotated[float, msgspec.Meta(gt=0, le=3650)] = 30.0


def _all(visit: Visit, _: Nothing) -> GoalsShown:
    names = {one.id: one.name for one in visit.site.config.touchpoint}
    return GoalsShown(tuple(_rows(visit.site)), names, missed(visit.site), pending(visit.site), current_run(visit))


def missed(site: Site) -> tuple[Missed, ...]:
    """Return what goals miss, as wegweiser.toml stands now."""
    config = site.config
    found = Registry(config.touchpoint, config.model, config.goal).missed()
    return tuple(
        Missed(insight.Named(goal.id, goal.name), insight.Named(touchpoint.id, touchpoint.name))
        for goal, touchpoint in found
    )


def _rows(site: Site) -> list[insight.GoalRow]:
    """Return what wegweiser.toml says of each goal now, with the figures of the last run."""
    index = site.insights.index()
    figures = {row.id: row for row in (index.goals if index else ())}
    found = []
    for goal in site.config.goal:
        row = figures.get(goal.id) or insight.GoalRow(goal.id, goal.name)
        told = {name: getattr(goal, name) for name in ("name", "touchpoints", "lookback_days", "proposed")}
        found.append(msgspec.structs.replace(row, **told))
    return found


def _one(visit: Visit, asked: OneGoal) -> GoalShown:
    found = _rows(visit.site)
    row = next((row for row in found if row.id == asked.id), None)
    if row is None:
        raise UnknownName("goal", asked.id, [row.id for row in found])
    return GoalShown(row, _reaching(visit.site))


def _new(visit: Visit, _: Nothing) -> GoalShown:
    return GoalShown(insight.GoalRow("", ""), _reaching(visit.site))


def _reaching(site: Site) -> tuple[insight.Named, ...]:
    return tuple(insight.Named(one.id, one.name) for one in site.config.touchpoint)


def _save(visit: Visit, told: GoalTold) -> Goal:
    known = visit.site.config.goal
    before = next((goal for goal in known if goal.id == told.id), None)
    if told.id and before is None:
        raise UnknownName("goal", told.id, [goal.id for goal in known])
    if not told.touchpoints:
        raise InvalidSetting(told.name, [visit.say("Choose at least one touchpoint that reaches the goal.")])
    goal = Goal(
        id=told.id or free_id(told.name, {goal.id for goal in known}),
        name=spoken(before.name if before else "", told.name.strip(), visit),
        touchpoints=told.touchpoints,
        lookback_days=told.lookback_days,
    )
    changing.set_goal(visit.site.folder, goal)
    return goal


def _remove(visit: Visit, asked: OneGoal) -> None:
    changing.remove(visit.site.folder, "goal", asked.id)


def _saved(visit: Visit, _: GoalTold, __: Goal) -> Reply:
    return Reply(to=_HOME, told=visit.say("Saved. A run brings the figures up to date."))


_NEW: View[Nothing, GoalShown] = View(
    f"{_HOME}/new", "new_goal", "A goal to be made.", _new, Nothing, Role.EDITOR, "goal.html"
)
_PAGE: View[OneGoal, GoalShown] = View(f"{_HOME}/{{id}}", "goal", "One goal.", _one, OneGoal, template="goal.html")
DECLARED: tuple[Declared, ...] = (
    View(_HOME, "goals", "The goals and how often they were reached.", _all, Nothing, template="goals.html"),
    _NEW,
    Action(_HOME, "add_goal", "Make a goal.", _save, GoalTold, then=_saved, again=_NEW),
    _PAGE,
    Action(_PAGE.path, "change_goal", "Change a goal.", _save, GoalTold, then=_saved, again=_PAGE),
    Action(f"{_PAGE.path}/remove", "remove_goal", "Remove a goal.", _remove, OneGoal, then=_HOME),
)
