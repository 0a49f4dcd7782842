"""Figures of the app: charts with their finding, how to read them, and their table, drawn from plain rows."""

from wegweiser.maps.drawings import dots, files, grids, lines, strips, ways
from wegweiser.maps.drawings.figure import Figure

__all__ = ["Figure", "dots", "files", "grids", "lines", "strips", "ways"]
