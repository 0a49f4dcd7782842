"""`wegweiser attribution …`: how conversions are divided among the contacts before them; credit, never an effect."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Goal, Json, OfGoal, goal_of
from wegweiser.cli.shown import show
from wegweiser.domain.attribution import ALL, COST_MODELS, Basis, By
from wegweiser.warehouse import Result
from wegweiser.workspace import Workspace

app = typer.Typer(
    help="Credit for conversions by every common model, with intervals; credit is no effect.", no_args_is_help=True
)

Whom = Annotated[By, typer.Option("--by", help="Who gets the credit.", case_sensitive=False)]
Collapse = Annotated[bool, typer.Option(help="Count what is met several times in a row once.")]
Without = Annotated[list[str] | None, typer.Option(help="A touchpoint or channel to leave out; may be repeated.")]
Days = Annotated[float | None, typer.Option("--lookback", min=0, help="Only contacts so many days before the end.")]
Models = Annotated[list[str] | None, typer.Option("--model", help="A model; may be repeated.", show_default="most")]


@app.command()
def credit(
    *,
    folder: Folder = HERE,
    goal: Goal = None,
    by: Whom = By.TOUCHPOINT,
    model: Models = None,
    collapse: Collapse = False,
    without: Without = None,
    lookback: Days = None,
    json: Json = False,
) -> None:
    """Show what every model credits: conversions, share with interval, rank, and participation beside."""
    with open_workspace(folder) as ws:
        basis = _basis(ws, goal, by, collapse=collapse, without=without, lookback=lookback)
        found = ws.attribution.credit(basis, model or ALL)
        show(found if json else _narrow(found), json=json, language=ws.config.language)


@app.command()
def removal(
    *,
    folder: Folder = HERE,
    goal: Goal = None,
    by: Whom = By.TOUCHPOINT,
    order: Annotated[int, typer.Option(min=1, max=3, help="How many contacts the chain remembers.")] = 1,
    collapse: Collapse = False,
    json: Json = False,
) -> None:
    """Show removal effects of a Markov chain beside the participation."""
    with open_workspace(folder) as ws:
        basis = _basis(ws, goal, by, collapse=collapse)
        show(ws.attribution.removal(basis, order), json=json, language=ws.config.language)


@app.command()
def roles(folder: Folder = HERE, goal: Goal = None, by: Whom = By.TOUCHPOINT, json: Json = False) -> None:
    """Show which touchpoints open, assist and close."""
    with open_workspace(folder) as ws:
        show(ws.roles.roles(_basis(ws, goal, by)), json=json, language=ws.config.language)


@app.command()
def first(folder: Folder = HERE, goal: OfGoal = None, json: Json = False) -> None:
    """Show what follows the very first contact: who converts and who comes back."""
    with open_workspace(folder) as ws:
        show(ws.roles.first_impression(goal_of(ws, goal)), json=json, language=ws.config.language)


@app.command()
def compare(
    folder: Folder = HERE, goal: Goal = None, by: Whom = By.TOUCHPOINT, model: Models = None, json: Json = False
) -> None:
    """Show how far the models disagree about each touchpoint or channel."""
    with open_workspace(folder) as ws:
        found = ws.attribution.disagreement(_basis(ws, goal, by), model or ALL)
        show(found, json=json, language=ws.config.language)


@app.command()
def sensitivity(folder: Folder = HERE, goal: Goal = None, by: Whom = By.TOUCHPOINT, json: Json = False) -> None:
    """Show whose credit holds over lookbacks, repeats and models, and whose is fragile."""
    with open_workspace(folder) as ws:
        show(ws.attribution.sensitivity(_basis(ws, goal, by)), json=json, language=ws.config.language)


@app.command()
def adjusted(folder: Folder = HERE, goal: Goal = None, by: Whom = By.CHANNEL, json: Json = False) -> None:
    """Show what goes with converting among journeys alike in what was seen: association, adjusted."""
    with open_workspace(folder) as ws:
        show(ws.attribution.adjusted(_basis(ws, goal, by)), json=json, language=ws.config.language)


@app.command()
def order(folder: Folder = HERE, goal: Goal = None, by: Whom = By.TOUCHPOINT, json: Json = False) -> None:
    """Show how well chains of order 1 to 3 foretell held-out customers, and which order that chooses."""
    with open_workspace(folder) as ws:
        show(ws.attribution.order(_basis(ws, goal, by)), json=json, language=ws.config.language)


@app.command()
def cost(
    folder: Folder = HERE, goal: Goal = None, by: Whom = By.TOUCHPOINT, model: Models = None, json: Json = False
) -> None:
    """Show what a credited conversion cost, by [[spend]] in wegweiser.toml and touchpoints with a cost of their own."""
    with open_workspace(folder) as ws:
        found = ws.attribution.cost(_basis(ws, goal, by), ws.config.spend, model or COST_MODELS)
        show(found, json=json, language=ws.config.language)


@app.command()
def calibrate(
    folder: Folder = HERE,
    goal: Goal = None,
    by: Whom = By.CHANNEL,
    model: Annotated[str, typer.Option(help="The model whose credit is held against experiments.")] = "markov_1",
    json: Json = False,
) -> None:
    """Show credit beside what the experiments in wegweiser.toml measured, and both joined by their precision."""
    with open_workspace(folder) as ws:
        found = ws.attribution.calibrate(_basis(ws, goal, by), ws.config.experiment, model)
        show(found, json=json, language=ws.config.language)


def _narrow(found: Result) -> Result:
    """Return what fits on a screen; programs get every column (--json)."""
    names = ["model", found.columns[1], "credit", "share", "lo", "hi", "rank", "p_top3", "participation", "value"]
    return Result(found.name, found.table.select(names), found.note)


def _basis(
    ws: Workspace,
    goal: str | None,
    by: By,
    *,
    collapse: bool = False,
    without: list[str] | None = None,
    lookback: float | None = None,
) -> Basis:
    """Return the basis asked for; without a goal it is the only one, or the counted paths where there is none."""
    goals = ws.registry.goals
    chosen = goals[0].id if goal is None and len(goals) == 1 else goal
    length = None if lookback is None else timedelta(days=lookback)
    return Basis(chosen, by=by, collapse=collapse, without=tuple(without or ()), lookback=length)
