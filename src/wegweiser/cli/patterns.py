"""`wegweiser journeys search, around and compare`: ways by pattern, and two groups side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Goal, Json
from wegweiser.cli.shown import show
from wegweiser.errors import InvalidSetting
from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result
from wegweiser.workspace import Workspace

app = typer.Typer()

_KINDS = "persona:ID, period:2026-01..2026-03, touch:ID, trait:NAME=VALUE or pattern:'a ->> b'"
Among: TypeAlias = Annotated[
    list[str] | None, typer.Option("--among", help=f"Only of these customers: {_KINDS}; several must all hold.")
]
Unit = Annotated[str, typer.Option(help="What has to go the way: a whole journey or a session.")]


class Of(StrEnum):
    """What of two groups is compared."""

    TRANSITIONS = "transitions"
    PATHS = "paths"
    TOUCHPOINTS = "touchpoints"
    GOALS = "goals"
    FUNNEL = "funnel"


@app.command()
def search(
    pattern: Annotated[str, typer.Argument(help="The way, in quotes: '^ ad -> view ->> [not cart] buy $'.")],
    *,
    folder: Folder = HERE,
    goal: Goal = None,
    unit: Unit = "journey",
    among: Among = None,
    paths: Annotated[int, typer.Option(min=0, help="Show so many of the whole paths that match instead.")] = 0,
    json: Json = False,
) -> None:
    """Show how many go a way, and how many of them convert beside the others."""
    with open_workspace(folder) as ws:
        asked = _among(ws, among).patterns
        found = asked.paths(pattern, goal, top=paths, unit=unit) if paths else asked.search(pattern, goal, unit=unit)
        show(found, json=json, language=ws.config.language)


@app.command()
def around(
    anchor: Annotated[str, typer.Argument(help="A touchpoint, or a kind such as channel:web or '(ad | email)'.")],
    *,
    folder: Folder = HERE,
    goal: Goal = None,
    before: Annotated[int, typer.Option(min=0, help="How many contacts before it.")] = 3,
    after: Annotated[int, typer.Option(min=0, help="How many contacts after it.")] = 3,
    which: Annotated[str, typer.Option(help="Which contact with it: the first, the last or each.")] = "first",
    among: Among = None,
    json: Json = False,
) -> None:
    """Show what comes before and after a touchpoint, contact by contact."""
    with open_workspace(folder) as ws:
        asked = _among(ws, among).patterns
        found = asked.around(anchor, before=before, after=after, goal=goal, which=which)
        show(found, json=json, language=ws.config.language)


@app.command()
def compare(
    a: Annotated[list[str], typer.Option("--a", help=f"One group: {_KINDS}; several must all hold.")],
    *,
    folder: Folder = HERE,
    b: Annotated[list[str] | None, typer.Option("--b", help="The other group.", show_default="everybody")] = None,
    of: Annotated[Of, typer.Option("--of", help="What is compared.", case_sensitive=False)] = Of.TRANSITIONS,
    goal: Goal = None,
    step: Annotated[list[str] | None, typer.Option(help="The steps of a funnel, one option each.")] = None,
    within_hours: Annotated[float | None, typer.Option(min=0, help="The whole funnel must fit in this time.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many paths of each group.")] = 20,
    json: Json = False,
) -> None:
    """Show the shares of two groups side by side, and which differences hold."""
    if goal is not None and of not in {Of.TRANSITIONS, Of.PATHS}:
        raise InvalidSetting("A comparison", [f"--goal narrows transitions and paths, not {of}"])
    if (step is not None or within_hours is not None) and of is not Of.FUNNEL:
        raise InvalidSetting("A comparison", ["--step and --within-hours belong to --of funnel"])
    within = None if within_hours is None else timedelta(seconds=round(within_hours * 3600))
    with open_workspace(folder) as ws:
        groups = _among(ws, a).against(_among(ws, b))
        asked: dict[Of, Callable[[], Result]] = {
            Of.TRANSITIONS: lambda: groups.transitions(goal),
            Of.PATHS: lambda: groups.paths(goal, top=top),
            Of.TOUCHPOINTS: groups.touchpoints,
            Of.GOALS: groups.goals,
            Of.FUNNEL: lambda: groups.funnel(step or [], within=within),
        }
        show(asked[of](), json=json, language=ws.config.language)


def _among(ws: Workspace, selections: list[str] | None) -> Journeys:
    return ws.journeys.among(*selections) if selections else ws.journeys
