"""The one tree of errors.

    WegweiserError
    +-- UnknownName         a name nobody defined: an event, goal, phase, column, option
    +-- InvalidSetting      a value in wegweiser.toml, journey.yaml or the environment that cannot be used
    +-- UnsupportedClaim    a statement that pretends to more than its evidence supports
    +-- SourceProblem       a file that cannot be read at all (a bad row goes to quarantine instead)
    +-- WorkspaceProblem    a workspace that is missing, in use, or made by a newer version
    |   +-- StoreProblem    an app store that does not answer, or whose disk is full
    +-- MissingExtra        an optional package the task needs is not installed
    +-- Conflict            somebody changed the same things since, so that taking back would lose her work
    +-- NotAllowed          something the person who asks may not do
    +-- Stale               an edit made against a state that somebody else has changed since

A message says what happened, then the nearest right answer, then what exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal, TypeAlias

_SHOWN = 12
StoreFault: TypeAlias = Literal["busy", "full", "shut", "behind", "lost"]


class WegweiserError(Exception):
    """Base of every error this package raises on misuse."""


class UnknownName(WegweiserError):  # noqa: N818  (reads as a sentence where it is caught)
    """A name nobody defined; carries `kind`, `name`, the sorted `known` names, those `shown`, and the one `near` it.

    Where `known` is None the names that exist are withheld, and nothing is said of them.

    Example:
        >>> str(UnknownName("goal", "trial_strated", ["paid", "trial_started"]))
        "No goal is called 'trial_strated'. Did you mean 'trial_started'? Known: paid, trial_started."
    """

    def __init__(self, kind: str, name: str, known: Iterable[str] | None) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known or ()))
        self.withheld = known is None
        self.near: str | None = next(iter(get_close_matches(name, self.known, n=1)), None)
        self.shown = self.known[:_SHOWN]
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        hint = f" Did you mean '{self.near}'?" if self.near else ""
        more = f" and {len(self.known) - _SHOWN} more" if len(self.known) > _SHOWN else ""
        known = f" Known: {', '.join(self.shown)}{more}." if self.known else f" No {self.kind} is defined yet."
        if self.withheld:
            known = ""
        return f"No {self.kind} is called '{self.name}'.{hint}{known}"


class InvalidSetting(WegweiserError):  # noqa: N818
    """One or several values that cannot be used, reported together in `problems`."""

    def __init__(self, where: str, problems: Iterable[str]) -> None:
        self.where, self.problems = where, tuple(problems)
        lines = "".join(f"\n  - {problem}" for problem in self.problems)
        super().__init__(f"{where} cannot be used:{lines}")


class UnsupportedClaim(WegweiserError):  # noqa: N818
    """A claim marked as measured, inferred or validated without the evidence that status demands."""


class SourceProblem(WegweiserError):  # noqa: N818
    """A source that cannot be read at all: missing, unreadable, or of an unknown format."""


class WorkspaceProblem(WegweiserError):  # noqa: N818
    """A workspace that is missing, locked by another run, or made by a newer version."""


class StoreProblem(WorkspaceProblem):
    """An app store that does not answer or takes nothing any more; of what was being written nothing was kept.

    `why` says which: others write (busy), no room (full), no right to write (shut), a table is missing (behind), or
    no answer (lost).
    """

    def __init__(self, message: str, why: StoreFault = "lost") -> None:
        self.why = why
        super().__init__(message)


class MissingExtra(WegweiserError):  # noqa: N818
    """An optional package is needed; the message names the `pip install` that brings it."""

    def __init__(self, task: str, extra: str) -> None:
        self.task, self.extra = task, extra
        super().__init__(f"{task} needs packages that are not installed. Run: pip install 'wegweiser[{extra}]'.")


class NotAllowed(WegweiserError):  # noqa: N818
    """Something the person who asks may not do, or not without signing in."""


class Stale(WegweiserError):  # noqa: N818
    """An edit made against a revision that is no longer the newest; carries `map`, the `expected` one, the `head`."""

    def __init__(self, map: str, expected: int, head: int) -> None:  # noqa: A002  (the house word)
        self.map, self.expected, self.head = map, expected, head
        super().__init__(f"The map '{map}' is at revision {head}, and the edit was made at revision {expected}.")


class Conflict(WegweiserError):  # noqa: N818
    """Somebody changed the same `things` since; taking an edit back would lose what she did, but for its `rest`."""

    def __init__(self, things: Iterable[str], rest: int = 0) -> None:
        self.things, self.rest = tuple(things), rest
        self.shown = self.things[:_SHOWN]
        more = f" and {len(self.things) - _SHOWN} more" if len(self.things) > _SHOWN else ""
        super().__init__(f"Somebody changed this since: {', '.join(self.shown)}{more}.")
