"""Maps that begin without data."""

from __future__ import annotations

from pathlib import Path

from wegweiser import maps
from wegweiser.clock import Clock
from wegweiser.workspace.output import write
from wegweiser.workspace.report import Outputs


def draw_template(name: str, outputs: Outputs, clock: Clock) -> tuple[Path, ...]:
    """Draw a template's map, write its words to journey.yaml, and return the files written.

    Raises:
        UnknownName: no template of that name ships.
    """
    plan = maps.template(name)
    outputs.folder.mkdir(parents=True, exist_ok=True)
    authored = outputs.folder / "journey.yaml"
    plan.write(authored)
    drawn = maps.join(maps.Plan.read(authored))
    del clock
    return (authored, *write(drawn, None, outputs))
