"""The only place that builds: settings and clock become a warehouse, a warehouse becomes a workspace."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from wegweiser import settings as read_settings
from wegweiser.clock import Clock, FixedClock, SystemClock
from wegweiser.settings import Settings
from wegweiser.store import Lifetimes, Store, open_store
from wegweiser.warehouse import Warehouse
from wegweiser.workspace import Config, Outputs, Workspace, draw_template

DATA = ".wegweiser"
_SIGNED_IN = Lifetimes(idle=timedelta(days=14), longest=timedelta(days=90))


def open_workspace(folder: Path, settings: Settings | None = None, *, engine: str | None = None) -> Workspace:
    """Return the workspace of a folder, ready to load, run and ask.

    `engine` counts journeys and figures instead of the one the settings name; it is reached when it is first needed.

    Raises:
        WorkspaceProblem: the folder is no workspace, or another run is working in it.
        InvalidSetting: wegweiser.toml or the environment says something that cannot be used.
    """
    chosen = settings or read_settings.read(os.environ)
    if engine is not None:
        chosen = replace(chosen, engine=engine)
    config = Config.read(folder)
    warehouse = Warehouse(folder / DATA, memory=chosen.memory, threads=chosen.threads, writing=False)
    return Workspace(folder, config, warehouse, clock_of(chosen), chosen.engine)


def create_workspace(folder: Path, config: Config) -> None:
    """Make a new workspace folder with wegweiser.toml and a data folder.

    Raises:
        WorkspaceProblem: the folder already is a workspace.
    """
    config.create(folder)
    (folder / "data").mkdir(exist_ok=True)


def workspace_at(folder: Path, config: Config) -> Workspace:
    """Return the workspace of a folder; one is made from the config where there is none."""
    if not (folder / "wegweiser.toml").is_file():
        config.create(folder)
    return open_workspace(folder)


def new_map(template: str, outputs: Outputs) -> tuple[Path, ...]:
    """Draw a template's map, which has no data and says so, and return the files written.

    Raises:
        UnknownName: no template of that name ships.
        WorkspaceProblem: the folder holds a map already.
    """
    return draw_template(template, outputs)


def settings_of() -> Settings:
    """Return what the environment of this process says.

    Raises:
        InvalidSetting: one or several values cannot be used; all are named.
    """
    return read_settings.read(os.environ)


def open_app_store(folder: Path, settings: Settings, clock: Clock) -> Store:
    """Return the store of people, edits and comments of a workspace: its own file, or the database the settings name.

    Raises:
        WorkspaceProblem: the folder is no workspace, or its store cannot be opened.
        MissingExtra: the settings name PostgreSQL and its driver is not installed.
    """
    Config.read(folder)
    if settings.database:
        return open_store(settings.database, clock, _SIGNED_IN)
    path = folder / DATA / "app.sqlite"
    store = open_store(str(path), clock, _SIGNED_IN)
    path.chmod(0o600)  # nobody else on the machine reads who works here
    return store


def clock_of(settings: Settings) -> Clock:
    """Return the clock the settings ask for: the machine's, or one that stands still."""
    return FixedClock(settings.now) if settings.now else SystemClock()
