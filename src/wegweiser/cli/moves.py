"""`wegweiser journeys matrix, flow and back`: all moves at once, as tables or drawn."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.few import LESS, few, marked
from wegweiser.cli.options import HERE, Folder, Goal, Json
from wegweiser.cli.projects import language
from wegweiser.cli.shown import as_json, say, say_few, show, table_of
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Count, Language, Share, message, read
from wegweiser.maps import charts
from wegweiser.maps.charts import rows
from wegweiser.warehouse import Result

app = typer.Typer()
_CUSTOMERS, _JOURNEYS = ("customers",), ("journeys",)


class Chart(StrEnum):
    """What an SVG shows: the flow graph, or the first steps with their exits."""

    GRAPH = "graph"
    STEPS = "steps"


@app.command()
def matrix(
    folder: Folder = HERE,
    goal: Goal = None,
    depth: Annotated[int, typer.Option(min=1, help="How many steps to show.")] = 10,
    ends: Annotated[bool, typer.Option(help="Show how many ended before each step.")] = True,
    json: Json = False,
) -> None:
    """Show where journeys are at their first, second, third step, as shares of all."""
    with open_workspace(folder) as ws:
        found = ws.journeys.moves.matrix(goal, depth=depth, ends=ends)
        if json:
            show(found, json=True)
            return
        _show_matrix(found, ws.config.language)


@app.command()
def back(folder: Folder = HERE, goal: Goal = None, json: Json = False) -> None:
    """Show who goes back to an earlier phase, from where to where, and how soon."""
    with open_workspace(folder) as ws:
        show(ws.journeys.moves.back(goal), json=json, language=ws.config.language)


@app.command()
def flow(
    folder: Folder = HERE,
    goal: Goal = None,
    *,
    share: Annotated[float, typer.Option(help="Show at least this share of all moves, above 0 and up to 1.")] = 0.8,
    out: Annotated[
        Path | None,
        typer.Option(help="Draw it, without a goal for the first one reached: a page (.html) or one chart (.svg)."),
    ] = None,
    chart: Annotated[Chart, typer.Option(help="Which chart an .svg holds.")] = Chart.GRAPH,
    lang: Annotated[str | None, typer.Option("--lang", help="en or de.", show_default="the workspace's")] = None,
    json: Json = False,
) -> None:
    """Show the heaviest moves between touchpoints until the share asked for is shown, as a table or drawn."""
    with open_workspace(folder) as ws:
        spoken = language(lang) if lang else ws.config.language
        if out is not None:
            out.write_text(_drawn(ws.ways(goal, share=share), chart, out.suffix, spoken), encoding="utf-8")
            say(str(out))
            return
        graph = ws.journeys.moves.graph(goal, share=share)
        if json:
            nodes, edges = (marked(part.rows(), _CUSTOMERS) for part in (graph.nodes, graph.edges))
            as_json({"shown": graph.shown, "nodes": nodes, "edges": edges})
            return
        columns = [name for name in graph.edges.columns if name not in {"of_transitions", "shown"}]
        table_of(graph.edges.rows(), columns, spoken, counting=_CUSTOMERS)
        moves = next(iter(graph.edges.column("of_transitions")), 0)
        told = message("Shown: {share} of {n} moves.", spoken, share=Share(graph.shown), n=Count(moves))
        say(f"{told} {read(graph.edges.note, spoken)}", style="dim")


def _drawn(ways: rows.Ways, chart: Chart, suffix: str, spoken: Language) -> str:
    """Return what goes into a file of this kind.

    Raises:
        InvalidSetting: we draw no such files, or there is nothing to draw.
    """
    if suffix == ".html":
        return charts.page(ways, spoken)
    if suffix != ".svg":
        raise InvalidSetting("--out", [f"it ends in '{suffix}'; a page ends in .html and a chart in .svg"])
    if ways.graph is None or ways.steps is None or not ways.graph.nodes:
        raise InvalidSetting("--out", ["there is nothing to draw: nobody moves yet"])
    svg = charts.flow_graph(ways.graph, spoken) if chart is Chart.GRAPH else charts.sankey(ways.steps, spoken)
    return charts.standalone(svg)


def _show_matrix(found: Result, spoken: Language) -> None:
    """Print touchpoints by steps, the ones met most first and the endings last."""
    cells = {(row["touchpoint"], row["step"]): row for row in found.rows()}
    met = {name: sum(row["journeys"] for (n, _), row in cells.items() if n == name) for name, _ in cells}
    steps = sorted({step for _, step in cells})
    lines = [
        {"touchpoint": name} | {str(step): _share(cells[name, step], spoken) for step in steps if (name, step) in cells}
        for name in sorted(met, key=lambda name: (name.startswith("("), -met[name], name))
    ]
    columns = ("touchpoint", *map(str, steps))
    table_of([dict.fromkeys(columns) | line for line in lines], columns, spoken)
    if any(few(row, _JOURNEYS) for row in cells.values()):
        say_few(spoken)
    say(read(found.note, spoken), style="dim")


def _share(row: Mapping[str, Any], spoken: Language) -> str:
    return LESS if few(row, _JOURNEYS) else Share(row["share"], 1).shown(spoken)
