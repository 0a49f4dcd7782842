"""The Python API of one workspace: load files, follow journeys, find personas, draw the map."""

from wegweiser.workspace.config import Config
from wegweiser.workspace.report import ALL_FORMATS, Outputs, Report
from wegweiser.workspace.templates import draw_template
from wegweiser.workspace.workspace import WANTS_A_LOOK, Workspace

__all__ = ["ALL_FORMATS", "WANTS_A_LOOK", "Config", "Outputs", "Report", "Workspace", "draw_template"]
