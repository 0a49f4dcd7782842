"""`wegweiser strategy` and `wegweiser priority`: what each channel is for, and where work comes first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Goal, Json, Lang, OfGoal, goal_of
from wegweiser.cli.projects import languages
from wegweiser.cli.shown import as_json, bars, say, show
from wegweiser.domain.attribution import By
from wegweiser.workspace import Outputs


def strategy(
    *,
    folder: Folder = HERE,
    goal: Goal = None,
    out: Annotated[Path | None, typer.Option(help="The folder to write to.", show_default="where the map lies")] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Write one strategy sheet per channel: aim, personas, phases, part played, figures, levers, next actions."""
    with open_workspace(folder) as ws, bars(shown=not json) as progress:
        progress("Draw strategy sheets", 0, 1)
        sheets = ws.strategy(goal)
        outputs = Outputs(out or ws.maps, languages(lang, ws))
        written = () if json else ws.write_strategy(sheets, outputs)
        progress("Draw strategy sheets", 1, 1)
    if json:
        as_json([msgspec.to_builtins(sheet) for sheet in sheets])
    for path in written:
        say(str(path))


def priority(
    *,
    folder: Folder = HERE,
    goal: OfGoal = None,
    by: Annotated[By, typer.Option(help="touchpoint or channel.", case_sensitive=False)] = By.TOUCHPOINT,
    json: Json = False,
) -> None:
    """Show which touchpoints or channels deserve work first, for each persona: reach x importance x gap."""
    with open_workspace(folder) as ws:
        show(ws.channels.priority(goal_of(ws, goal), by), json=json, language=ws.config.language)
