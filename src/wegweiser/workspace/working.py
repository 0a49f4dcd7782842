"""Does one job in a process of its own: a question in, its answer written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wegweiser.errors import InvalidSetting
from wegweiser.progress import Progress, silent
from wegweiser.workspace.answering import answer
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put
from wegweiser.workspace.questions import Question


class _Asked(msgspec.Struct, frozen=True):
    """What was asked, and the mark of the data it was asked of."""

    question: Question
    data: str = ""


class Task(msgspec.Struct, frozen=True):
    """A job's file: its id, what it is called, who asks, and what."""

    id: str
    asked: _Asked
    kind: str = ""
    by: str = ""


def read(path: Path) -> Task:
    """Return the task in a job's file.

    Raises:
        InvalidSetting: the file holds no question we know.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Task)
    except msgspec.MsgspecError as wrong:
        raise InvalidSetting("The question", [str(wrong)]) from wrong


def work(ws: Ground, task: Task, folder: Path, progress: Progress = silent) -> Path:
    """Answer a task and return the file of its answer, which appears in the folder whole or not at all.

    A worker killed at any moment leaves nothing half done: the same task done again gives the same answer.

    Raises:
        InvalidSetting: the question cannot be read.
        UnknownName: it names something that does not exist.
    """
    found = answer(ws, task.asked.question, progress, folder / f"{task.id}.file")
    return put(folder / f"{task.id}.answer.json", msgspec.json.encode(found))
