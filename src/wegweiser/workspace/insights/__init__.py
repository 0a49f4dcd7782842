"""What the screens show, counted once at the end of a run and read without an engine."""

from wegweiser.workspace.insights import rows
from wegweiser.workspace.insights.reading import FOLDER, FORMAT, Insights

__all__ = ["FOLDER", "FORMAT", "Insights", "rows"]
