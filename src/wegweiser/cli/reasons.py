"""`wegweiser journeys instead …`: why they leave, and what differs from the plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Goal, Json, OfGoal, goal_of
from wegweiser.cli.shown import show

app = typer.Typer(help="Why customers leave, and what differs from the plan.")


@app.command()
def instead(
    source: Annotated[str, typer.Argument(help="The touchpoint they met.")],
    target: Annotated[str, typer.Argument(help="The touchpoint some of them did not come to.")],
    folder: Folder = HERE,
    unit: Annotated[str, typer.Option(help="session or customer.")] = "session",
    json: Json = False,
) -> None:
    """Show what those did who met one touchpoint and not the next, beside those who met both."""
    with open_workspace(folder) as ws:
        show(ws.journeys.reasons.instead(source, target, unit=unit), json=json, language=ws.config.language)


@app.command()
def drivers(
    folder: Folder = HERE,
    goal: OfGoal = None,
    first: Annotated[int, typer.Option(min=1, help="Count what was met in this many first steps.")] = 5,
    within_hours: Annotated[float | None, typer.Option(min=0, help="Count what was met in this time instead.")] = None,
    json: Json = False,
) -> None:
    """Show what goes with converting: touchpoints met early, segments, first visits; no cause is proven."""
    within = None if within_hours is None else timedelta(seconds=round(within_hours * 3600))
    with open_workspace(folder) as ws:
        found = ws.journeys.reasons.drivers(goal_of(ws, goal), first=first, within=within)
        show(found, json=json, language=ws.config.language)


@app.command()
def friction(folder: Folder = HERE, goal: Goal = None, json: Json = False) -> None:
    """Find where visits chafe, unasked: faults and since when, loops, ways back, segments that fall short."""
    with open_workspace(folder) as ws:
        show(ws.journeys.reasons.friction(goal), json=json, language=ws.config.language)


@app.command()
def conformance(
    steps: Annotated[
        list[str] | None,
        typer.Argument(help="Planned touchpoints or phases in order.", show_default="those of journey.yaml"),
    ] = None,
    folder: Folder = HERE,
    goal: Goal = None,
    json: Json = False,
) -> None:
    """Compare actual journeys with the planned steps: missing, reordered, repeated, failed, added."""
    with open_workspace(folder) as ws:
        show(ws.conformance(steps or (), goal=goal), json=json, language=ws.config.language)
