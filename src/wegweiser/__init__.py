"""Wegweiser: know the way your customers go, and you know the lever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wegweiser.version import VERSION

if TYPE_CHECKING:
    from os import PathLike

    from wegweiser.workspace import Workspace

__version__ = VERSION
__all__ = ["__version__", "open"]


def open(folder: str | PathLike[str]) -> Workspace:  # noqa: A001  (wegweiser.open reads as what it does)
    """Return the workspace of a folder for a notebook or a script.

    Raises:
        WorkspaceProblem: the folder is no workspace, or another run is working in it.
    """
    # imported here so that `wegweiser.domain` can be used without loading the engine
    from pathlib import Path  # noqa: PLC0415

    from wegweiser.bootstrap import open_workspace  # noqa: PLC0415

    return open_workspace(Path(folder))
