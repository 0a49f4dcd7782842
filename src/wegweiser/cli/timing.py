"""`wegweiser journeys time-to-convert|survival|dwell|hours|cohorts|stickiness`: how long, when, and who comes back."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Goal, Json, OfGoal, goal_of
from wegweiser.cli.shown import show

app = typer.Typer()


class Opener(StrEnum):
    """What curves can be told apart by."""

    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"


class Period(StrEnum):
    """How long a period of a cohort is."""

    MONTH = "month"
    WEEK = "week"


@app.command("time-to-convert")
def time_to_convert(
    folder: Folder = HERE,
    goal: OfGoal = None,
    histogram: Annotated[bool, typer.Option(help="Show how many took how long instead of the quantiles.")] = False,
    json: Json = False,
) -> None:
    """Show how long journeys take from the first contact to a goal: quartiles, median and 90th percentile."""
    with open_workspace(folder) as ws:
        times, aim = ws.journeys.times, goal_of(ws, goal)
        show(times.histogram(aim) if histogram else times.to_convert(aim), json=json, language=ws.config.language)


@app.command()
def survival(
    folder: Folder = HERE,
    goal: OfGoal = None,
    by: Annotated[
        Opener | None, typer.Option(help="Draw a curve for each first contact's touchpoint or channel.")
    ] = None,
    json: Json = False,
) -> None:
    """Show which share of all journeys has converted after how many days, open ones included."""
    with open_workspace(folder) as ws:
        curve = ws.journeys.times.survival(goal_of(ws, goal), by=None if by is None else str(by))
        show(curve, json=json, language=ws.config.language)


@app.command()
def dwell(folder: Folder = HERE, json: Json = False) -> None:
    """Show how long customers stay in each phase, with the interval of the median."""
    with open_workspace(folder) as ws:
        show(ws.journeys.times.dwell(), json=json, language=ws.config.language)


@app.command()
def hours(
    folder: Folder = HERE,
    goal: Goal = None,
    touchpoint: Annotated[str | None, typer.Option(help="Only contacts with this touchpoint.")] = None,
    json: Json = False,
) -> None:
    """Show when in the week contacts or conversions happen, by the clock of the workspace's time zone."""
    with open_workspace(folder) as ws:
        show(ws.journeys.times.hours(goal, touchpoint=touchpoint), json=json, language=ws.config.language)


@app.command()
def cohorts(
    folder: Folder = HERE,
    goal: Goal = None,
    period: Annotated[Period, typer.Option(help="By month or by week.")] = Period.MONTH,
    json: Json = False,
) -> None:
    """Show who comes back: customers by the period of their first contact (or conversion), and those seen later."""
    with open_workspace(folder) as ws:
        show(ws.journeys.times.cohorts(goal, period=str(period)), json=json, language=ws.config.language)


@app.command()
def stickiness(
    folder: Folder = HERE,
    days: Annotated[bool, typer.Option(help="Show how many had how many days instead of the months.")] = False,
    json: Json = False,
) -> None:
    """Show on how many days of a month its customers are seen."""
    with open_workspace(folder) as ws:
        times = ws.journeys.times
        show(times.active_days() if days else times.stickiness(), json=json, language=ws.config.language)
