"""Working together on a map: comments, tasks, reviews, shared links and saved versions."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from wegweiser.i18n import Text


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody says at a place of a map; answers name the comment they answer."""

    id: str
    map: str
    target: str
    """Where it stands: `cell:<lane>/<phase>`, `claim:<id>`, `touchpoint:<id>`, `phase:<id>`, `lever:<id>` or `map`."""
    by: str
    at: datetime
    text: str
    mentions: tuple[str, ...] = ()
    """Ids of the people called with @."""
    answers: str | None = None
    edited: datetime | None = None
    resolved: datetime | None = None
    resolved_by: str = ""


class Task(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to do about a lever, a gap or anything else of a map."""

    id: str
    map: str
    title: str
    by: str
    at: datetime
    target: str = ""
    owner: str = ""
    due: date | None = None
    state: str = "open"
    """open, doing or done."""
    note: str = ""
    link: str = ""
    """Where the task stands in another tool."""
    done_at: datetime | None = None


class Version(msgspec.Struct, frozen=True, omit_defaults=True):
    """A map as it stood when somebody named it: words and numbers together."""

    id: str
    map: str
    name: str
    revision: int
    at: datetime
    by: str
    as_of: date | None = None
    snapshot: str = ""
    note: str = ""


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom a shared link is for, and what it lets them do."""

    view: str = "working"
    name: str = ""
    language: str = ""
    """The language it speaks first; empty: that of whoever opens it."""
    files: bool = False
    """Whether the map can be taken along as a file."""


class Share(Offer, frozen=True, omit_defaults=True, kw_only=True):
    """A read-only link to a map for people who do not sign in."""

    id: str
    map: str
    by: str
    at: datetime
    expires: datetime
    locked: bool = False
    """Whether it asks for a password."""
    revoked: bool = False
    opened: int = 0
    last_opened: datetime | None = None


class Hook(msgspec.Struct, frozen=True, omit_defaults=True):
    """An address of another tool that is told of new and changed tasks."""

    id: str
    name: str
    url: str
    by: str
    at: datetime
    active: bool = True
    last_status: int | None = None
    last_at: datetime | None = None


class Delivery(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to another tool, kept until that tool has taken it."""

    id: str
    hook: str
    payload: msgspec.Raw
    """What is sent, as JSON."""
    at: datetime
    next_at: datetime
    state: str = "waiting"
    """waiting, sent or failed."""
    tries: int = 0
    last_status: int | None = None


class SavedQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question somebody named to ask it again: a funnel, a pattern, a filter."""

    id: str
    kind: str
    name: str
    question: msgspec.Raw
    """What is asked, as JSON."""
    by: str
    at: datetime
    shared: bool = False
    """Whether everybody sees it."""


class LostText(msgspec.Struct, frozen=True, omit_defaults=True):
    """Text somebody wrote and the map could not take, kept until its author has dealt with it."""

    id: str
    map: str
    target: str
    by: str
    at: datetime
    text: str


class Activity(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened to a map."""

    at: datetime
    kind: str
    """revision, comment, version or task."""
    id: str
    """Id of the comment, version or task; the number of a revision."""
    by: str
    text: Text
    target: str = ""
    """Where it stands; of a revision the thing it changed, such as `claim:<id>`, where it changed one alone."""
    undoes: int | None = None
    """The revision a revision takes back, when it undoes one or does it again."""


class MapEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A map in the portfolio: what it is called, how it hangs together with others, and how far it was edited."""

    id: str
    title: Text
    kind: str
    revision: int
    created: datetime
    changed: datetime
    by: str
    owner: str = ""
    parent: str | None = None
    parent_step: str = ""
    """The step or phase of the parent it looks into."""
    archived: bool = False
    review_days: int = 90
    review_next: date | None = None


class Job(msgspec.Struct, frozen=True, omit_defaults=True):
    """Work that takes longer than a request: a run, a search, a funnel, an export."""

    id: str
    kind: str
    asked: msgspec.Raw
    """What was asked, as JSON."""
    by: str
    at: datetime
    state: str = "waiting"
    """waiting, running, done, failed or stopped."""
    stage: str = ""
    done: int = 0
    of: int = 0
    error: str = ""
    result: str = ""
    """Where the answer lies: a file name under the jobs folder."""
    finished: datetime | None = None
