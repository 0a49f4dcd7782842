"""Options several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegweiser.domain.journey_maps import View

Folder = Annotated[Path, typer.Option("--in", "-C", help="The workspace folder.", show_default="the current one")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of tables for people.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en, de or both.", show_default="the workspace's")]
Formats = Annotated[
    str, typer.Option("--formats", help="Which files to write, with commas: html, pdf, svg, png, json, sedcards, flow.")
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
Goal = Annotated[str | None, typer.Option("--goal", help="Only journeys towards this goal.")]
HERE = Path()
