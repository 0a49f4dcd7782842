"""Settings for admins: people, their roles and ways in, and every key."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import msgspec

from wegweiser.domain.people import ApiKey, Invitation, Person, Role
from wegweiser.errors import InvalidSetting, NotAllowed, UnknownName
from wegweiser.web import pointing
from wegweiser.web.frame import Action, Reply, View, Visit
from wegweiser.web.frame.declared import Declared, Nothing
from wegweiser.web.screens.signing import is_address

_INVITED, _RESET = timedelta(days=7), timedelta(hours=24)
Email = Annotated[str, msgspec.Meta(max_length=254)]


class PeopleShown(msgspec.Struct, frozen=True):
    """Everybody, and the links that still wait to be used."""

    people: tuple[Person, ...]
    invitations: tuple[Invitation, ...]


class Inviting(msgspec.Struct, frozen=True):
    """Whom to invite, and as what."""

    email: Email
    role: Role = Role.VIEWER


class LinkMade(msgspec.Struct, frozen=True):
    """A one-time link, shown this once: there is nobody here who sends mail."""

    link: str
    kind: str
    email: str
    hours: int


class Somebody(msgspec.Struct, frozen=True):
    """One person, link or key."""

    id: str


class RoleTold(msgspec.Struct, frozen=True):
    """What somebody may do from now on."""

    id: str
    role: Role


class ActiveTold(msgspec.Struct, frozen=True):
    """Whether somebody may sign in from now on."""

    id: str
    active: bool = False


class KeysShown(msgspec.Struct, frozen=True):
    """Every key there is, and whose."""

    keys: tuple[ApiKey, ...]
    names: dict[str, str]


def _people(visit: Visit, _: Nothing) -> PeopleShown:
    store = visit.site.store
    waiting = tuple(one for one in store.invitations.all() if one.kind != "first")
    return PeopleShown(store.people.all(), waiting)


def _invite(visit: Visit, told: Inviting) -> LinkMade:
    store, email = visit.site.store, told.email.strip()
    if not is_address(email):
        raise InvalidSetting("The form", [visit.say("That is no e-mail address.")])
    if store.people.by_email(email) is not None:
        raise InvalidSetting("The form", [visit.say("Somebody has this e-mail address already.")])
    token = store.invitations.make("invite", told.role, _INVITED, by=visit.by, email=email)
    return _link(visit, token, "invite", email, _INVITED)


def _reset(visit: Visit, told: Somebody) -> LinkMade:
    person = visit.site.store.people.get(told.id)
    if not person.active:
        raise InvalidSetting("The person", [visit.say("This account is not active.")])
    token = visit.site.store.invitations.make("reset", person.role, _RESET, by=visit.by, person=person.id)
    return _link(visit, token, "reset", person.email, _RESET)


def _link(visit: Visit, token: str, kind: str, email: str, lasts: timedelta) -> LinkMade:
    return LinkMade(f"{visit.site.base_url}/welcome/{token}", kind, email, int(lasts.total_seconds() // 3600))


def _withdraw(visit: Visit, told: Somebody) -> None:
    if not visit.site.store.invitations.revoke(told.id):
        raise UnknownName("invitation", told.id, None)


def _set_role(visit: Visit, told: RoleTold) -> Person:
    return visit.site.store.people.change(_another(visit, told.id), role=told.role)


def _set_active(visit: Visit, told: ActiveTold) -> Person:
    return visit.site.store.people.change(_another(visit, told.id), active=told.active)


def _another(visit: Visit, person: str) -> str:
    """Return whom it is about; nobody takes her own rights away by a slip."""
    if visit.person is not None and visit.person.id == person:
        raise NotAllowed("Another admin has to do this for you.")
    return person


def _keys(visit: Visit, _: Nothing) -> KeysShown:
    return KeysShown(visit.site.store.keys.all(), pointing.names(visit.site))


def _revoke(visit: Visit, told: Somebody) -> None:
    if all(key.id != told.id for key in visit.site.store.keys.all()):
        raise UnknownName("key", told.id, None)
    visit.site.store.keys.revoke(told.id)


_PEOPLE: View[Nothing, PeopleShown] = View(
    "/settings/people", "people", "Everybody who may sign in.", _people, Nothing, Role.ADMIN, "people.html"
)
_SHOWN = Reply(part="link_made.html")
DECLARED: tuple[Declared, ...] = (
    _PEOPLE,
    Action(
        "/settings/people/invite",
        "invite",
        "Make a link for somebody new.",
        _invite,
        Inviting,
        Role.ADMIN,
        lambda *_: _SHOWN,
        again=_PEOPLE,
    ),
    Action(
        "/settings/people/{id}/reset",
        "reset_link",
        "Make a link for somebody who forgot her password.",
        _reset,
        Somebody,
        Role.ADMIN,
        lambda *_: _SHOWN,
    ),
    Action(
        "/settings/people/{id}/role",
        "set_role",
        "Change what somebody may do.",
        _set_role,
        RoleTold,
        Role.ADMIN,
        "/settings/people",
    ),
    Action(
        "/settings/people/{id}/active",
        "set_active",
        "Let somebody go, or come back.",
        _set_active,
        ActiveTold,
        Role.ADMIN,
        "/settings/people",
    ),
    Action(
        "/settings/invitations/{id}/withdraw",
        "withdraw_invitation",
        "End a link before its time.",
        _withdraw,
        Somebody,
        Role.ADMIN,
        "/settings/people",
    ),
    View("/settings/keys", "keys", "Every key of a program.", _keys, Nothing, Role.ADMIN, "keys.html"),
    Action(
        "/settings/keys/{id}/revoke", "revoke_key", "Revoke a key.", _revoke, Somebody, Role.ADMIN, "/settings/keys"
    ),
)
