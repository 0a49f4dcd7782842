"""`wegweiser journeys …`: the same numbers the map shows, as tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Goal, Json, OfGoal, goal_of
from wegweiser.cli.shown import show
from wegweiser.domain.funnels import Funnel

app = typer.Typer(help="Paths, transitions, funnels and figures of the actual journeys.", no_args_is_help=True)


@app.command()
def paths(
    folder: Folder = HERE,
    goal: Goal = None,
    top: Annotated[int, typer.Option(min=1, help="How many paths to show.")] = 20,
    collapse: Annotated[bool, typer.Option(help="Count a touchpoint met several times in a row once.")] = False,
    json: Json = False,
) -> None:
    """Show the most travelled paths with their share and conversion."""
    with open_workspace(folder) as ws:
        show(ws.journeys.paths(goal=goal, top=top, collapse=collapse), json=json, language=ws.config.language)


@app.command()
def transitions(
    folder: Folder = HERE,
    goal: Goal = None,
    ends: Annotated[bool, typer.Option(help="Count starts and ends of journeys as transitions too.")] = False,
    json: Json = False,
) -> None:
    """Show which touchpoint follows which: counts, customers, median and 90th percentile of the time."""
    with open_workspace(folder) as ws:
        show(ws.journeys.transitions(goal=goal, ends=ends), json=json, language=ws.config.language)


@app.command()
def funnel(
    steps: Annotated[list[str], typer.Argument(help="Touchpoints in order.")],
    folder: Folder = HERE,
    *,
    within_hours: Annotated[float | None, typer.Option(min=0, help="The whole funnel must fit in this time.")] = None,
    step_within_hours: Annotated[
        list[float] | None, typer.Option(min=0, help="The longest time to the next step; once for all, or once each.")
    ] = None,
    unit: Annotated[str, typer.Option(help="customer, session or attempt.")] = "customer",
    order: Annotated[str, typer.Option(help="ordered, strict (directly one after another) or any.")] = "ordered",
    exclude: Annotated[list[str] | None, typer.Option(help="A touchpoint that may not come between two steps.")] = None,
    optional: Annotated[list[str] | None, typer.Option(help="A step that may be left out.")] = None,
    hold: Annotated[
        str | None, typer.Option(help="What must stay the same: object, channel, campaign, or a property.")
    ] = None,
    ties: Annotated[
        str, typer.Option(help="Contacts of one moment: 'in order', 'same moment counts' or 'strictly later'.")
    ] = "in order",
    json: Json = False,
) -> None:
    """Count who passes touchpoints in order, step by step."""
    gaps = [_hours(length) for length in step_within_hours or ()]
    asked = Funnel(
        steps,
        within=None if within_hours is None else _hours(within_hours),
        order=order,
        exclude=exclude or (),
        optional=optional or (),
        step_within=(gaps[0] if len(gaps) == 1 else gaps) if gaps else None,
        unit=unit,
        hold=hold,
        ties=ties,
    )
    with open_workspace(folder) as ws:
        show(ws.journeys.funnel(asked), json=json, language=ws.config.language)


def _hours(length: float) -> timedelta:
    """Return hours to the second."""
    return timedelta(seconds=round(length * 3600))


@app.command()
def phases(folder: Folder = HERE, json: Json = False) -> None:
    """Show customers, share going on and dwell time of each phase."""
    with open_workspace(folder) as ws:
        show(ws.journeys.phases(), json=json, language=ws.config.language)


@app.command()
def touchpoints(folder: Folder = HERE, json: Json = False) -> None:
    """Show every touchpoint with its customers, contacts and share."""
    with open_workspace(folder) as ws:
        show(ws.journeys.touchpoints(), json=json, language=ws.config.language)


@app.command()
def goals(folder: Folder = HERE, json: Json = False) -> None:
    """Show converted, lost and open journeys of every goal with its rate."""
    with open_workspace(folder) as ws:
        show(ws.journeys.goals(), json=json, language=ws.config.language)


@app.command()
def dropoff(
    folder: Folder = HERE,
    goal: OfGoal = None,
    unit: Annotated[str, typer.Option(help="Whose end counts: a whole journey or a session.")] = "journey",
    json: Json = False,
) -> None:
    """Show where journeys (or visits) towards a goal end without reaching it."""
    with open_workspace(folder) as ws:
        show(ws.journeys.dropoff(goal_of(ws, goal), unit=unit), json=json, language=ws.config.language)


@app.command()
def responses(folder: Folder = HERE, json: Json = False) -> None:
    """Show how often what a campaign sends is followed by a response, with interval and days."""
    with open_workspace(folder) as ws:
        show(ws.journeys.responses(), json=json, language=ws.config.language)


@app.command()
def campaigns(folder: Folder = HERE, json: Json = False) -> None:
    """Show every campaign with the touchpoints it ran at, its customers and dates."""
    with open_workspace(folder) as ws:
        show(ws.journeys.campaigns(), json=json, language=ws.config.language)


@app.command()
def loops(folder: Folder = HERE, goal: Goal = None, json: Json = False) -> None:
    """Show where customers go back and forth, and what they repeat."""
    with open_workspace(folder) as ws:
        show(ws.journeys.loops(goal=goal), json=json, language=ws.config.language)


@app.command()
def repeats(folder: Folder = HERE, goal: OfGoal = None, json: Json = False) -> None:
    """Show how many customers reach a goal again, and after how long."""
    with open_workspace(folder) as ws:
        show(ws.journeys.repeats(goal_of(ws, goal)), json=json, language=ws.config.language)


@app.command()
def loyalty(folder: Folder = HERE, goal: OfGoal = None, json: Json = False) -> None:
    """Show the loyalty loop: repeats that skip the comparing phases."""
    with open_workspace(folder) as ws:
        show(ws.journeys.loyalty(goal_of(ws, goal)), json=json, language=ws.config.language)


@app.command()
def coverage(folder: Folder = HERE, json: Json = False) -> None:
    """Show how many customers' first contacts follow the order of the phases."""
    with open_workspace(folder) as ws:
        show(ws.journeys.coverage(), json=json, language=ws.config.language)
