"""The Python API of one workspace: load files, follow journeys, find personas, draw the map."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wegweiser.workspace.config import Config
    from wegweiser.workspace.report import ALL_FORMATS, Outputs, Report
    from wegweiser.workspace.templates import draw_template
    from wegweiser.workspace.workspace import WANTS_A_LOOK, Workspace

__all__ = ["ALL_FORMATS", "WANTS_A_LOOK", "Config", "Outputs", "Report", "Workspace", "draw_template"]

_STANDS_IN = {
    "ALL_FORMATS": "report",
    "Config": "config",
    "Outputs": "report",
    "Report": "report",
    "WANTS_A_LOOK": "workspace",
    "Workspace": "workspace",
    "draw_template": "templates",
}


def __getattr__(name: str) -> object:
    """Return what the door offers, imported when first asked for: insights are read without loading an engine."""
    if name not in _STANDS_IN:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_STANDS_IN[name]}"), name)
