"""Maps that begin without data."""

from __future__ import annotations

from pathlib import Path

from wegweiser import maps
from wegweiser.errors import WorkspaceProblem
from wegweiser.workspace.output import write
from wegweiser.workspace.report import Outputs


def draw_template(name: str, outputs: Outputs) -> tuple[Path, ...]:
    """Draw a template's map, write its words to journey.yaml, and return the files written.

    Raises:
        UnknownName: no template of that name ships.
        WorkspaceProblem: the folder holds a map already.
    """
    plan = maps.template(name)
    outputs.folder.mkdir(parents=True, exist_ok=True)
    authored = outputs.folder / "journey.yaml"
    if not plan.write(authored):
        raise WorkspaceProblem(
            f"{authored} is there already and is never overwritten. Choose another folder with --out."
        )
    drawn = maps.join(maps.Plan.read(authored))
    return (authored, *write(drawn, None, outputs))
