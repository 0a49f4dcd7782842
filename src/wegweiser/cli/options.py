"""Options several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegweiser.domain.journey_maps import View
from wegweiser.errors import WorkspaceProblem
from wegweiser.workspace import Workspace

Folder = Annotated[Path, typer.Option("--in", "-C", help="The workspace folder.", show_default="the current one")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of tables for people.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en, de or both.", show_default="the workspace's")]
Formats = Annotated[
    str,
    typer.Option(
        "--formats", help="Which files to write, with commas: html, pdf, svg, png, json, sedcards, pptx, flow."
    ),
]
Shown = Annotated[
    View, typer.Option("--view", help="How much of the map is shown; the HTML page can switch.", case_sensitive=False)
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="Where journeys and figures are counted: duckdb, spark://host:port, local[n], sc://host:port or "
        "clickhouse://local.",
        show_default="WEGWEISER_ENGINE, else duckdb",
    ),
]
Goal = Annotated[str | None, typer.Option("--goal", "-g", help="Only journeys towards this goal.")]
OfGoal = Annotated[
    str | None, typer.Option("--goal", "-g", help="The goal.", show_default="the first one of the workspace")
]
HERE = Path()


def goal_of(ws: Workspace, goal: str | None) -> str:
    """Return the goal somebody named, else the first one of the workspace.

    Raises:
        WorkspaceProblem: none is named and the workspace has none.
    """
    if goal is None and not ws.registry.goals:
        raise WorkspaceProblem("This workspace has no goal yet. Write one as [[goal]] into wegweiser.toml.")
    return goal or ws.registry.goals[0].id
