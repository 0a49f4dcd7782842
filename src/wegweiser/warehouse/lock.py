"""One run at a time: a lock the operating system lifts when its holder dies."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from wegweiser.errors import WorkspaceProblem


def locked(path: Path) -> IO[str]:
    """Return the open lock file, held until it is closed.

    Raises:
        WorkspaceProblem: another process holds it.
    """
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        file.close()
        raise WorkspaceProblem(f"Another run is working in {path.parent.parent}. Wait until it is done.") from taken
    return file
