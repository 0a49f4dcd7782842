"""People who work with the app: who they are and what they may do; a customer is a profile and never one of these."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from wegweiser.i18n import Language


class Role(StrEnum):
    """What a person may do: each role may do everything the ones before it may."""

    VIEWER = "viewer"
    COMMENTER = "commenter"
    EDITOR = "editor"
    ADMIN = "admin"

    def covers(self, needed: Role) -> bool:
        """Return whether the role suffices where `needed` is asked for.

        Example:
            >>> Role.EDITOR.covers(Role.COMMENTER), Role.VIEWER.covers(Role.EDITOR)
            (True, False)
        """
        ladder = list(Role)
        return ladder.index(self) >= ladder.index(needed)


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who signs in; `active` is False once an admin let her go, for her words stay."""

    id: str
    email: str
    name: str
    role: Role
    created: datetime
    language: Language = "en"
    active: bool = True


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """One browser somebody is signed in with; its token is known to that browser alone."""

    id: str
    person: str
    csrf: str
    """What a form has to carry so that it is known to come from our own pages."""
    opened: datetime
    last_seen: datetime
    about: str = ""
    """The browser in the words it uses for itself."""


class Invitation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A one-time link: the first admin's, an invitation, or a way back in for somebody who forgot her password."""

    kind: str
    """first, invite or reset."""
    role: Role
    expires: datetime
    email: str = ""
    person: str = ""
    """Whose password it resets."""
    id: str = ""


class ApiKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key a program signs in with; the key itself is shown once and never stored."""

    id: str
    name: str
    person: str
    """Who made it; it may do at most what she may."""
    role: Role
    created: datetime
    expires: datetime | None = None
    last_used: datetime | None = None
    revoked: bool = False


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the audit log: who did what to what, and when."""

    at: datetime
    who: str
    """Id of a person, `key:<id>` of an API key, or `system`."""
    what: str
    target: str = ""
    detail: str = ""
    number: int = 0
    """Its place in the log; a later line has a larger number."""
