"""`wegweiser consistency …`: the same thing at the same time, said differently on two channels."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json, OfGoal, goal_of
from wegweiser.cli.shown import show
from wegweiser.levers.consistency import Comparison, Period
from wegweiser.workspace import Workspace

app = typer.Typer(help="Prices, discounts, stock and messages that contradict each other.", no_args_is_help=True)

When = Annotated[
    Period, typer.Option("--period", help="How long the same time is; all: lists without dates.", case_sensitive=False)
]
Same = Annotated[bool, typer.Option("--same-place", help="Compare only what is offered at the same place.")]
Places = Annotated[bool, typer.Option("--places", help="Compare places (shops) instead of channels.")]
Tolerance = Annotated[float, typer.Option(min=0, help="From which share on a difference of prices is a break.")]
Kind = Annotated[str, typer.Option("--kind", help="price, discount, availability or message.")]


@app.command()
def summary(
    *,
    folder: Folder = HERE,
    period: When = Period.WEEK,
    same_place: Same = False,
    places: Places = False,
    tolerance: Tolerance = 0.02,
    json: Json = False,
) -> None:
    """Count how often channels contradict each other, by kind, with interval and size; exit code 1 when they do."""
    with open_workspace(folder) as ws:
        result = ws.consistency.summary(_how(ws, period, same_place=same_place, places=places, tolerance=tolerance))
        show(result, json=json, language=ws.config.language, people=False)
    if any(result.column("broken")):
        raise typer.Exit(1)


@app.command()
def breaks(
    *,
    folder: Folder = HERE,
    kind: Annotated[
        str | None,
        typer.Option(help="price, discount, availability or message.", show_default="the one that breaks most often"),
    ] = None,
    period: When = Period.WEEK,
    same_place: Same = False,
    places: Places = False,
    tolerance: Tolerance = 0.02,
    top: Annotated[int, typer.Option(min=1, help="How many breaks to show.")] = 20,
    json: Json = False,
) -> None:
    """List the largest breaks: what, when, which side says what."""
    with open_workspace(folder) as ws:
        how = _how(ws, period, same_place=same_place, places=places, tolerance=tolerance)
        result = ws.consistency.breaks(kind or _worst(ws, how), how, top=top)
        show(result, json=json, language=ws.config.language, people=False)


@app.command()
def pairs(
    *,
    folder: Folder = HERE,
    period: When = Period.WEEK,
    same_place: Same = False,
    places: Places = False,
    top: Annotated[int, typer.Option(min=1, help="How many pairs of sides to show.")] = 20,
    json: Json = False,
) -> None:
    """Compare the prices of every two sides: mean difference with interval, and how often which is dearer."""
    with open_workspace(folder) as ws:
        how = _how(ws, period, same_place=same_place, places=places, tolerance=0.0)
        show(ws.consistency.pairs(how, top=top), json=json, language=ws.config.language, people=False)


@app.command()
def aftermath(
    *,
    folder: Folder = HERE,
    goal: OfGoal = None,
    kind: Kind = "price",
    period: When = Period.WEEK,
    same_place: Same = False,
    places: Places = False,
    tolerance: Tolerance = 0.02,
    days: Annotated[int, typer.Option(min=1, help="How long to look after a customer saw both sides.")] = 28,
    json: Json = False,
) -> None:
    """Show what customers who saw both sides of a break did then, beside those who saw both sides agree."""
    with open_workspace(folder) as ws:
        how = _how(ws, period, same_place=same_place, places=places, tolerance=tolerance)
        result = ws.consistency.aftermath(goal_of(ws, goal), kind, how, within=timedelta(days=days))
        show(result, json=json, language=ws.config.language)


def _worst(ws: Workspace, how: Comparison) -> str:
    """Return the kind that breaks most often; the price where none does."""
    rows = [row for row in ws.consistency.summary(how).rows() if row["broken"]]
    return str(max(rows, key=lambda row: (row["broken"], row["kind"]))["kind"]) if rows else "price"


def _how(ws: Workspace, period: Period, *, same_place: bool, places: bool, tolerance: float) -> Comparison:
    return Comparison(period, same_place, places, tolerance, ws.config.timezone)
