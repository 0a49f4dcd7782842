"""What a screen declares: a view that is read, an action that is done, a stream that is followed.

One declaration gives the page, the same thing as JSON under `/api/v1`, its place in the OpenAPI document, and the
check of who may.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from wegweiser.domain.people import Role
from wegweiser.web.frame.site import Visit

Asked = TypeVar("Asked", bound=msgspec.Struct)
Shown = TypeVar("Shown")


class Public(Enum):
    """Stands for a role where nobody needs to sign in."""

    ANYBODY = "anybody"


ANYBODY = Public.ANYBODY


class Nothing(msgspec.Struct, frozen=True):
    """What is asked where there is nothing to say."""


class Upload:
    """A file somebody sent: its name without folders, where it lies until the request ends, and its size.

    No dataclass and no struct: only a file that was sent makes one, never a JSON object that looks like one.
    """

    __slots__ = ("name", "path", "size")

    def __init__(self, name: str, path: Path, size: int) -> None:
        self.name, self.path, self.size = name, path, size


@dataclass(frozen=True)
class Download:
    """A file to be saved, or shown in place where `inline`."""

    name: str
    media_type: str
    content: bytes | Path
    inline: bool = False


@dataclass(frozen=True)
class Reply:
    """How a form is answered: where to go next, or which fragment replaces what was sent by a script.

    `cookies` are set with the answer: name, value and seconds they live; an empty value ends one.
    """

    to: str = ""
    part: str = ""
    told: str = ""
    """A sentence for the status line, in the visitor's language."""
    status: int = 200
    context: dict[str, Any] = field(default_factory=dict)
    cookies: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class View(Generic[Asked, Shown]):
    """Something to read at a path; `load` is called in a thread and gives the struct both page and API show."""

    path: str
    name: str
    summary: str
    load: Callable[[Visit, Asked], Shown]
    asks: type[Asked]
    needs: Role | Public = Role.VIEWER
    template: str = ""
    """Empty where there is no page but a file or only the API."""
    part: str = ""
    """Template that answers a script's request for a fragment, where that is not the page."""
    api: bool = True
    slow: Callable[[Asked], bool] | None = None
    """Whether what is asked takes seconds: then it waits its turn where it is in no page's way."""


@dataclass(frozen=True)
class Action(Generic[Asked, Shown]):
    """Something to do by a form or as JSON; what `act` returns is the API's answer."""

    path: str
    name: str
    summary: str
    act: Callable[[Visit, Asked], Shown]
    takes: type[Asked]
    needs: Role | Public = Role.EDITOR
    then: Callable[[Visit, Asked, Shown], Reply] | str = ""
    """What the form is answered by; a text is the address to go to."""
    api: bool = True
    most_bytes: int = 1_048_576
    """The largest request it takes; only uploads need more."""
    again: View[Any, Any] | None = None
    """The page of its form: it is shown again, filled in, with `problem` and `given`, where the form cannot be used."""
    note: str = ""
    """What the audit log calls it, where that is not its name; `-` where the action writes its line itself."""


@dataclass(frozen=True)
class Stream(Generic[Asked]):
    """Events to be followed: text/event-stream lines `event` and JSON data, until the visitor leaves."""

    path: str
    name: str
    summary: str
    follow: Callable[[Visit, Asked], AsyncIterator[tuple[str, Any]]]
    asks: type[Asked]
    needs: Role | Public = Role.VIEWER


Declared = View[Any, Any] | Action[Any, Any] | Stream[Any]
