"""`wegweiser quarantine …`: rows that could not be understood, why, and how to take them in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, bars, say, show, table_of
from wegweiser.i18n import Count, message, read

app = typer.Typer(help="Rows that could not be understood: count, export, replay.", no_args_is_help=True)


@app.command("list")
def listed(folder: Folder = HERE, json: Json = False) -> None:
    """Count quarantined rows by source, file and reason; exit code 1 when there are any."""
    with open_workspace(folder) as ws:
        result, language = ws.quarantine.summary(), ws.config.language
        if json:
            show(result, json=True, language=language, people=False)
        else:
            told = [row | {"reason": message(row["reason"], language)} for row in result.rows()]
            table_of(told, [name for name in result.columns if name != "code"], language)
            say(read(result.note, language), style="dim")
    if len(result):
        raise typer.Exit(1)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="The CSV file to write; spreadsheet formulas are made harmless.")],
    folder: Folder = HERE,
) -> None:
    """Write quarantined rows with file, line and reason to a CSV file."""
    with open_workspace(folder) as ws:
        n = ws.quarantine.export(out, ws.config.language)
        say(message("{n} rows written to {path}.", ws.config.language, n=Count(n), path=str(out)))


@app.command()
def replay(folder: Folder = HERE, json: Json = False) -> None:
    """Take quarantined rows in after a rule was mended; rows that are still wrong stay."""
    with open_workspace(folder) as ws, bars(shown=not json) as progress:
        before = sum(ws.quarantine.summary().column("n"))
        taken = ws.quarantine.replay(progress)
        language = ws.config.language
    if json:
        as_json({"before": before, "taken": taken, "left": before - taken})
        return
    say(
        message(
            "{taken} of {before} rows taken in; {left} stay in quarantine. Run `wegweiser run` to use them.",
            language,
            taken=Count(taken),
            before=Count(before),
            left=Count(before - taken),
        )
    )
