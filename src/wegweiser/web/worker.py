"""The process that does one job of the queue: `python -m wegweiser.web.worker <folder> <job file> [--tied]`.

Tied, it ends as soon as its input does, so that no worker outlives the server that started it. It prints a line of
JSON for every step: `{"stage": …, "done": …, "of": …}`, or in the end `{"error": …, "type": …}`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import msgspec

from wegweiser.bootstrap import open_workspace
from wegweiser.errors import WegweiserError
from wegweiser.workspace import working

_MISUSED, _ORPHANED = 2, 3
_TIED = "--tied"


def main(arguments: Sequence[str]) -> int:
    """Do the job and return 0, or 1 with the error on the last line."""
    if arguments[2:] == [_TIED]:
        Thread(target=_until_alone, daemon=True).start()
        arguments = arguments[:2]
    if len(arguments) != 2:
        _tell({"error": "usage: python -m wegweiser.web.worker <folder> <job file>", "type": "Misuse"})
        return _MISUSED
    folder, path = (Path(argument) for argument in arguments)
    try:
        task = working.read(path)
        with open_workspace(folder) as ws:
            working.work(ws, task, path.parent, _report)
    except (WegweiserError, OSError) as wrong:
        _tell({"error": str(wrong), "type": type(wrong).__name__})
        return 1
    return 0


def _until_alone() -> None:
    """End this process, wherever it stands, when nobody holds the other end of its input any more."""
    while os.read(0, 1024):
        continue
    os._exit(_ORPHANED)


def _report(stage: str, done: int, of: int) -> None:
    _tell({"stage": stage, "done": done, "of": of})


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
