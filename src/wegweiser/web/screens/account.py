"""Her own account: name, language, look, password, the browsers she is signed in with, and keys for her programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from starlette.exceptions import HTTPException

from wegweiser.domain.people import ApiKey, Person, Role
from wegweiser.errors import InvalidSetting, NotAllowed, UnknownName
from wegweiser.i18n import Language
from wegweiser.web.frame import Action, Reply, View, Visit, passwords
from wegweiser.web.frame.declared import Declared, Nothing
from wegweiser.web.frame.site import Theme
from wegweiser.web.screens.signing import CameIn, entered

_YEAR = 31_536_000
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]


class Browser(msgspec.Struct, frozen=True):
    """A browser she is signed in with."""

    id: str
    about: str
    opened: datetime
    last_seen: datetime
    here: bool
    """Whether it is the one that asks."""


class Account(msgspec.Struct, frozen=True):
    """What she sees of herself."""

    person: Person
    role: Role
    browsers: tuple[Browser, ...]
    keys: tuple[ApiKey, ...]
    password: bool
    """Whether she has one; whoever comes through an identity provider needs none."""


class AccountTold(msgspec.Struct, frozen=True):
    """How she wants to be called and spoken to."""

    name: Name
    language: Language
    theme: Theme = "system"


class PasswordTold(msgspec.Struct, frozen=True):
    """Her password until now, and the next one."""

    new: str
    old: str = ""


class One(msgspec.Struct, frozen=True):
    """One of her browsers or keys."""

    id: str


class KeyWanted(msgspec.Struct, frozen=True):
    """A key for a program: what it is for, what it may do, and for how many days."""

    name: Name
    role: Role = Role.VIEWER
    days: Literal["30", "90", "365", "0"] = "90"
    """0 is for as long as nobody revokes it."""


class KeyMade(msgspec.Struct, frozen=True):
    """A new key, shown this once."""

    token: str
    key: ApiKey


class Ended(msgspec.Struct, frozen=True):
    """How many ended."""

    count: int


def herself(visit: Visit) -> Person:
    """Return the person at her browser; a key must not be able to make more of itself.

    Raises:
        NotAllowed: a program asks.
    """
    if visit.key:
        raise NotAllowed("A key cannot do this. Please sign in.")
    return visit.who


def _account(visit: Visit, _: Nothing) -> Account:
    store, person = visit.site.store, visit.who
    found = store.sessions.find(visit.session) if visit.session else None
    here = found[1].id if found else ""
    browsers = tuple(
        Browser(one.id, one.about, one.opened, one.last_seen, one.id == here) for one in store.sessions.all(person.id)
    )
    keys = tuple(key for key in store.keys.all(person.id) if not key.revoked)
    has = store.people.password_hash(person.id) is not None
    return Account(person, visit.role or person.role, browsers, keys, has)


def _change(visit: Visit, told: AccountTold) -> Person:
    return visit.site.store.people.change(herself(visit).id, name=told.name.strip(), language=told.language)


def _changed(_: Visit, told: AccountTold, __: Person) -> Reply:
    kept = (("wg_theme", told.theme, _YEAR), ("wg_language", told.language, _YEAR))
    return Reply(to="/account", cookies=kept)


def _set_password(visit: Visit, told: PasswordTold) -> CameIn:
    person, store = herself(visit), visit.site.store
    if not visit.site.pace.account.lets(person.id):
        raise HTTPException(429, headers={"retry-after": "60"})
    known = store.people.password_hash(person.id)
    problems = []
    if known is not None and not passwords.matches(known, told.old):
        problems.append(visit.say("The old password is wrong."))
    problems += [wrong] if (wrong := passwords.problem(told.new, person.email, visit.language)) else []
    if problems:
        raise InvalidSetting("The form", problems)
    store.people.set_password(person.id, passwords.hashed(told.new))
    return CameIn(store.sessions.open(person.id, visit.agent), "/account")


def _end(visit: Visit, one: One) -> Ended:
    if not visit.site.store.sessions.close_one(herself(visit).id, one.id):
        raise UnknownName("session", one.id, None)
    return Ended(1)


def _end_others(visit: Visit, _: Nothing) -> Ended:
    return Ended(visit.site.store.sessions.close_all(herself(visit).id, but=visit.session))


def _make_key(visit: Visit, wanted: KeyWanted) -> KeyMade:
    person = herself(visit)
    if not person.role.covers(wanted.role):
        raise NotAllowed("Your role does not allow this.")
    days = int(wanted.days)
    token, key = visit.site.store.keys.make(
        wanted.name, person.id, wanted.role, visit.now + timedelta(days=days) if days else None
    )
    return KeyMade(token, key)


def _revoke(visit: Visit, one: One) -> None:
    store = visit.site.store
    if not any(key.id == one.id for key in store.keys.all(herself(visit).id)):
        raise UnknownName("key", one.id, None)
    store.keys.revoke(one.id)


_PAGE: View[Nothing, Account] = View(
    "/account", "account", "Your own account.", _account, Nothing, Role.VIEWER, "account.html"
)
DECLARED: tuple[Declared, ...] = (
    _PAGE,
    Action(
        "/account",
        "change_account",
        "Change name and language.",
        _change,
        AccountTold,
        Role.VIEWER,
        _changed,
        again=_PAGE,
    ),
    Action(
        "/account/password",
        "set_password",
        "Change the password; every other browser is signed out.",
        _set_password,
        PasswordTold,
        Role.VIEWER,
        entered,
        api=False,
        most_bytes=16_384,
        again=_PAGE,
    ),
    Action(
        "/account/sessions/{id}/end",
        "end_session",
        "Sign out one of your browsers.",
        _end,
        One,
        Role.VIEWER,
        "/account",
    ),
    Action(
        "/account/sessions/end",
        "end_sessions",
        "Sign out every other browser.",
        _end_others,
        Nothing,
        Role.VIEWER,
        "/account",
    ),
    Action(
        "/account/keys",
        "make_key",
        "Make a key for a program.",
        _make_key,
        KeyWanted,
        Role.VIEWER,
        lambda *_: Reply(part="key_made.html"),
        again=_PAGE,
    ),
    Action(
        "/account/keys/{id}/revoke", "revoke_own_key", "Revoke one of your keys.", _revoke, One, Role.VIEWER, "/account"
    ),
)
