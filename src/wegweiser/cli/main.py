"""The commands of a workspace, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from wegweiser import __version__
from wegweiser.cli import (
    asking,
    attribution,
    claims,
    consistency,
    journeys,
    levers,
    moves,
    patterns,
    people,
    personas,
    projects,
    quarantine,
    reasons,
    scores,
    strategy,
    surveys,
    texts,
    timing,
)
from wegweiser.cli.refusals import spoken
from wegweiser.cli.shown import as_json, console
from wegweiser.errors import SourceProblem, WegweiserError
from wegweiser.workspace import refusals

EXIT_DONE, EXIT_FINDING, EXIT_MISUSE = 0, 1, 2

app = typer.Typer(
    name="wegweiser",
    help="Know the way your customers go: from events to a journey map with evidence in every cell.",
    epilog="Exit codes: 0 done, 1 a finding that wants a look, 2 misuse.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
journeys.app.add_typer(moves.app)
journeys.app.add_typer(reasons.app)
journeys.app.add_typer(patterns.app)
journeys.app.add_typer(timing.app)
app.add_typer(journeys.app, name="journeys")
app.add_typer(attribution.app, name="attribution")
app.add_typer(consistency.app, name="consistency")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(surveys.app, name="survey")
app.add_typer(texts.app)
app.add_typer(scores.app)
app.add_typer(personas.app, name="personas")
app.add_typer(claims.app, name="claims")
app.add_typer(projects.new, name="new")
app.add_typer(asking.app, name="ask")
app.add_typer(people.app, name="people")
app.command()(asking.serve)
for command in (projects.init, projects.add, projects.run, projects.status, projects.demo):
    app.command()(command)
app.command("map")(projects.map_files)
app.command()(strategy.strategy)
app.command()(strategy.priority)
app.command("levers")(levers.levers)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"wegweiser {__version__}")
        raise typer.Exit(EXIT_DONE)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command line; every error of ours, and a file that cannot be used, is one message and exit code 2."""
    try:
        app()
    except BrokenPipeError:
        # the reader (head, less) has gone: what was asked for is done
        sys.stderr.close()
        sys.exit(EXIT_DONE)
    except WegweiserError as problem:
        _tell(problem)
        sys.exit(EXIT_MISUSE)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        _tell(SourceProblem(f"{problem.filename or 'A file'} cannot be used: {reason}."))
        sys.exit(EXIT_MISUSE)


def _tell(problem: WegweiserError) -> None:
    if "--json" in sys.argv:
        as_json({"error": type(problem).__name__, "message": str(problem)})
    else:
        text = refusals.told(problem, spoken(sys.argv[1:], os.environ))
        console(error=True).print(text, style="bold", markup=False)
