"""Plain files: rows of named columns as text, each with its line and what is wrong with it."""

from wegweiser.collect.numbers import number
from wegweiser.collect.plain.asides import aside
from wegweiser.collect.plain.grids import Grid, grid, sheet
from wegweiser.collect.plain.moments import moment
from wegweiser.collect.texts import fingerprint

__all__ = ["Grid", "aside", "fingerprint", "grid", "moment", "number", "sheet"]
