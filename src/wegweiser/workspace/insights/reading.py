"""Reads the insights of the last run from their files; no engine is opened for it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from wegweiser.workspace.insights import rows

FOLDER = Path(".wegweiser") / "insights"
"""Where they lie in a workspace's folder."""
FORMAT = 1
"""Goes up with every change of `rows` that older readers would misread; files of another format are not read."""

PartT = TypeVar("PartT", bound=msgspec.Struct)


class Kept(msgspec.Struct, Generic[PartT], frozen=True):
    """One file: its format, the snapshot it was counted from, and what it holds."""

    format: int
    snapshot: str
    part: PartT


class Insights:
    """What the last run found, read from the files it wrote and remembered until they change.

    Every answer is None where there is no such file, or another version wrote it: then a run is due.

    Example:
        >>> Insights(Path("nowhere")).index() is None
        True
    """

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / FOLDER
        self._remembered: dict[str, tuple[tuple[int, int], object]] = {}

    def index(self) -> rows.Index | None:
        """Return of what data and when the insights were counted, with the names of everything."""
        return self._part("index", rows.Index)

    def ways(self, goal: str | None = None) -> rows.Ways | None:
        """Return the ways to a goal; without one, those of customers' whole histories."""
        return self._part(ways_of(goal), rows.Ways)

    def funnels(self) -> rows.Funnels | None:
        """Return the funnel of every goal."""
        return self._part("funnels", rows.Funnels)

    def feelings(self) -> rows.Feelings | None:
        """Return what customers said, in feelings, scores, sayings and questions."""
        return self._part("feelings", rows.Feelings)

    def levers(self) -> rows.Levers | None:
        """Return the levers in their order, and what contradicts itself across channels."""
        return self._part("levers", rows.Levers)

    def attribution(self) -> rows.Attribution | None:
        """Return credit by every model, roles and priorities, per goal, touchpoint and channel."""
        return self._part("attribution", rows.Attribution)

    def sheets(self) -> rows.Sheets | None:
        """Return the strategy sheets of the channels."""
        return self._part("sheets", rows.Sheets)

    def touchpoints(self) -> rows.Touchpoints | None:
        """Return the registry with what was met, and the events that belong nowhere."""
        return self._part("touchpoints", rows.Touchpoints)

    def data(self) -> rows.Data | None:
        """Return the sources: what was loaded, what was set aside, how fresh they are, how they changed."""
        return self._part("data", rows.Data)

    def personas(self) -> rows.Personas | None:
        """Return the personas, and all of them side by side."""
        return self._part("personas", rows.Personas)

    def history(self) -> rows.History | None:
        """Return the runs that found something new, newest first."""
        return self._part("history", rows.History)

    def _part(self, name: str, kind: type[PartT]) -> PartT | None:
        path = self.folder / f"{name}.json"
        try:
            stat = path.stat()
            mark = (stat.st_mtime_ns, stat.st_size)
            mark_before, part = self._remembered.get(name, ((0, 0), None))
            if mark_before != mark:
                part = decoded(path.read_bytes(), kind)
                self._remembered[name] = (mark, part)
        except OSError:
            return None
        return part if isinstance(part, kind) else None


def ways_of(goal: str | None) -> str:
    """Return the name of the file with the ways to a goal; ids are free text, so that only a digest names a file."""
    return "ways" if goal is None else f"ways-{hashlib.sha256(goal.encode()).hexdigest()[:12]}"


def decoded(text: bytes, kind: type[PartT]) -> PartT | None:
    """Return what a file holds; None where another version wrote it or it is torn."""
    try:
        if msgspec.json.decode(text, type=_Format).format != FORMAT:
            return None
        return msgspec.json.decode(text, type=Kept[kind]).part  # type: ignore[valid-type]
    except msgspec.MsgspecError:
        return None


class _Format(msgspec.Struct, frozen=True):
    """What of a file says who can read it."""

    format: int = 0
