"""A company to try things on, put into a workspace that is still bare."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from wegweiser import demo
from wegweiser.errors import WorkspaceProblem
from wegweiser.progress import Progress, silent
from wegweiser.workspace import config as configuration
from wegweiser.workspace.config import Config
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put


def fill(ws: Ground, customers: int, progress: Progress = silent, *, simulated: bool = True) -> Config:
    """Make a bare workspace that of a simulated company, or of a retailer's published year, and return its settings.

    Raises:
        WorkspaceProblem: the workspace reads files of its own.
        MissingExtra: the published year is not installed.
    """
    if ws.config.reading and not ws.config.simulated:
        raise WorkspaceProblem("This workspace reads files of its own; a company to try things on needs an empty one.")
    progress("Make up a company", 0, 1)
    plan = demo.simulate(ws.folder, customers) if simulated else demo.plan()
    told = msgspec.structs.replace(Config.of_demo(plan), language=ws.config.language)
    with tempfile.TemporaryDirectory() as folder:
        told.create(Path(folder))
        put(ws.folder / configuration.FILE, (Path(folder) / configuration.FILE).read_text("utf-8"))
    ws.config = Config.read(ws.folder)
    progress("Make up a company", 1, 1)
    return ws.config
