"""The site and one visit of it: everything a screen may use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from wegweiser.clock import Clock
from wegweiser.domain.people import Person, Role
from wegweiser.errors import NotAllowed
from wegweiser.i18n import Language, Shown, message
from wegweiser.store import Store
from wegweiser.web.bus import Bus
from wegweiser.web.frame.limits import Limiter
from wegweiser.web.frame.oidc import IdentityProvider
from wegweiser.web.frame.outgoing import Outgoing
from wegweiser.web.jobs import Jobs
from wegweiser.workspace import Config
from wegweiser.workspace.insights import Insights

Theme = Literal["system", "light", "dark"]
SIGN_IN = "Please sign in first."
"""What a stranger is told, and why she is led to the door."""


@dataclass(frozen=True)
class Limits:
    """What a request may bring, in bytes."""

    upload: int = 512 * 1024 * 1024
    """A file of events."""
    document: int = 20 * 1024 * 1024
    """A map to import, a picture."""


@dataclass(frozen=True)
class Pace:
    """How often a minute something may be tried."""

    sign_in: Limiter = field(default_factory=lambda: Limiter(20))
    """From one address."""
    account: Limiter = field(default_factory=lambda: Limiter(6))
    """For one account, from wherever."""
    writes: Limiter = field(default_factory=lambda: Limiter(600))
    """By one person or key."""


@dataclass
class Site:
    """One workspace on the web: its folder, its app store, its results, its jobs, and the clock."""

    folder: Path
    store: Store
    insights: Insights
    jobs: Jobs
    clock: Clock
    bus: Bus
    base_url: str = "http://127.0.0.1:8080"
    limits: Limits = field(default_factory=Limits)
    secret: bytes = b""
    """Signs what leaves the server and comes back: tokens of forms, answers of an identity provider."""
    outgoing: Outgoing = field(default_factory=Outgoing)
    """The only way a request of ours leaves the server."""
    pace: Pace = field(default_factory=Pace)
    streams: Counter[str] = field(default_factory=Counter)
    """How many streams each person follows now."""
    provider: IdentityProvider | None = None
    """Who else may say who somebody is."""

    @property
    def config(self) -> Config:
        """What wegweiser.toml says now; read again when the file changed."""
        path = self.folder / "wegweiser.toml"
        stat = path.stat()
        mark = (stat.st_mtime_ns, stat.st_size)
        known: tuple[tuple[int, int], Config] | None = self.__dict__.get("_config")
        if known is None or known[0] != mark:
            known = (mark, Config.read(self.folder))
            self.__dict__["_config"] = known
        return known[1]

    @property
    def secure(self) -> bool:
        """Whether visitors come over TLS, so that cookies may travel over nothing else."""
        return self.base_url.startswith("https://")


@dataclass(frozen=True)
class Visit:
    """One request: who asks, what she may, in which language, and where she is."""

    site: Site
    language: Language
    person: Person | None = None
    role: Role | None = None
    key: str = ""
    """Id of the API key, where a program asks."""
    session: str = ""
    csrf: str = ""
    path: str = "/"
    theme: Theme = "system"
    address: str = ""
    agent: str = ""
    scripted: bool = False
    """Whether a script on a page asks for a fragment."""
    token: str = ""
    """What else was shown at the door: the token of a shared link."""
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What else her browser keeps for us."""

    @cached_property
    def now(self) -> datetime:
        """The moment of the request."""
        return self.site.clock.now()

    @property
    def by(self) -> str:
        """Who is written into revisions and the audit log."""
        if self.key:
            return f"key:{self.key}"
        return self.person.id if self.person else ""

    @property
    def who(self) -> Person:
        """The person who signed in.

        Raises:
            NotAllowed: nobody did.
        """
        if self.person is None:
            raise NotAllowed(SIGN_IN)
        return self.person

    def may(self, needed: Role) -> bool:
        """Return whether the visitor's role suffices."""
        return self.role is not None and self.role.covers(needed)

    def say(self, msgid: str, **values: Shown) -> str:
        """Return a message in the visitor's language."""
        return message(msgid, self.language, **values)

    def note(self, what: str, target: str = "", detail: str = "") -> None:
        """Write a line of the audit log."""
        self.site.store.audit.note(self.by or "anybody", what, target, detail)
