"""Coming in: by password, by a one-time link, or through an identity provider."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime

import msgspec
from starlette.exceptions import HTTPException

from wegweiser.domain.people import Invitation, Person, Role
from wegweiser.errors import InvalidSetting, NotAllowed
from wegweiser.i18n import LANGUAGES
from wegweiser.web.frame import Action, Reply, View, Visit, guarding, passwords
from wegweiser.web.frame.addresses import own
from wegweiser.web.frame.declared import ANYBODY, Declared, Nothing
from wegweiser.web.frame.oidc import IdentityProvider, Somebody, Ticket

_LATER = {"retry-after": "60"}
_LASTS = 90 * 86_400
"""Seconds a browser keeps the cookie of a session; the store ends it sooner where she stays away."""
_TICKET_LASTS = 600


class DoorAsked(msgspec.Struct, frozen=True):
    """Where she wanted to go."""

    next: str = ""


class DoorShown(msgspec.Struct, frozen=True):
    """What the door offers besides a password."""

    next: str
    provider: str = ""
    fresh: bool = False
    """Whether nobody can sign in yet."""


class Credentials(msgspec.Struct, frozen=True):
    """What she says to come in."""

    email: str
    password: str
    next: str = ""


class LinkAsked(msgspec.Struct, frozen=True):
    """A one-time link."""

    token: str


class LinkShown(msgspec.Struct, frozen=True):
    """What the link is for."""

    kind: str
    token: str
    email: str
    name: str
    role: Role
    expires: datetime


class Joining(msgspec.Struct, frozen=True):
    """What she says to make use of a link."""

    token: str
    password: str
    name: str = ""
    email: str = ""


class CameIn(msgspec.Struct, frozen=True):
    """A session that has begun; its token goes into a cookie and nowhere else."""

    token: str
    next: str


class Returned(msgspec.Struct, frozen=True):
    """What the identity provider sends her back with."""

    code: str = ""
    state: str = ""
    error: str = ""


def _door(visit: Visit, asked: DoorAsked) -> DoorShown | Reply:
    if visit.person is not None:
        return Reply(to=own(asked.next))
    provider = visit.site.provider
    fresh = visit.site.store.people.admins() == 0
    return DoorShown(own(asked.next), provider.name if provider else "", fresh)


def _sign_in(visit: Visit, said: Credentials) -> CameIn:
    pace, store = visit.site.pace, visit.site.store
    account = said.email.strip().casefold()[:200]
    if not (pace.sign_in.lets(visit.address) and pace.account.lets(account)):
        raise HTTPException(429, headers=_LATER)
    person = store.people.by_email(said.email)
    known = store.people.password_hash(person.id) if person else None
    # Where nobody is known a password is compared all the same: the time taken must not tell who has an account.
    if not passwords.matches(known, said.password) or person is None or known is None:
        store.audit.note("anybody", "sign_in_failed", person.id if person else "", visit.address)
        raise InvalidSetting("The form", [visit.say("The e-mail address or the password is wrong.")])
    if passwords.aged(known):
        store.people.rehash(person.id, passwords.hashed(said.password))
    return came_in(visit, person, own(said.next), "password")


def came_in(visit: Visit, person: Person, next_: str, how: str) -> CameIn:
    """Return a new session; one this browser had before ends, so that no token known before is worth anything."""
    store = visit.site.store
    if visit.session:
        store.sessions.close(visit.session)
    token = store.sessions.open(person.id, visit.agent)
    store.audit.note(person.id, "sign_in", how, visit.address)
    return CameIn(token, next_)


def entered(visit: Visit, _: object, came: CameIn) -> Reply:
    """Return the way on, with the cookie of the session."""
    kept = (guarding.session_cookie(visit.site), came.token, _LASTS)
    return Reply(to=came.next, cookies=(kept, (guarding.pre_cookie(visit.site), "", 0)))


def _sign_out(visit: Visit, _: Nothing) -> None:
    if visit.session:
        visit.site.store.sessions.close(visit.session)


def _left(visit: Visit, _: Nothing, __: None) -> Reply:
    return Reply(to="/sign-in", cookies=((guarding.session_cookie(visit.site), "", 0),))


def _link(visit: Visit, asked: LinkAsked) -> LinkShown:
    found = _offered(visit, visit.site.store.invitations.peek(asked.token))
    email, name = found.email, ""
    if found.kind == "reset":
        person = visit.site.store.people.get(found.person)
        email, name = person.email, person.name
    return LinkShown(found.kind, asked.token, email, name, found.role, found.expires)


def _offered(visit: Visit, found: Invitation | None) -> Invitation:
    """Return what a link offers, where it still does: the first admin's is worth nothing once there is one."""
    people = visit.site.store.people
    gone = found is None or (found.kind == "first" and people.admins() > 0)
    if found is None or gone or (found.kind == "reset" and not people.get(found.person).active):
        raise HTTPException(410)
    return found


def _join(visit: Visit, said: Joining) -> CameIn:
    if not visit.site.pace.sign_in.lets(visit.address):
        raise HTTPException(429, headers=_LATER)
    store = visit.site.store
    offered = _offered(visit, store.invitations.peek(said.token))
    reset = store.people.get(offered.person) if offered.kind == "reset" else None
    email = (reset.email if reset else offered.email or said.email).strip()
    problems = [] if reset else _wrong(visit, said.name, email)
    problems += [wrong] if (wrong := passwords.problem(said.password, email, visit.language)) else []
    if problems:
        raise InvalidSetting("The form", problems)
    kept = passwords.hashed(said.password)
    if store.invitations.take(said.token) is None:
        raise HTTPException(410)
    person = reset or store.people.add(email, said.name.strip(), offered.role, visit.language)
    store.people.set_password(person.id, kept)
    store.audit.note(person.id, "password_reset" if reset else "joined", person.id, offered.role.value)
    return came_in(visit, person, "/", "link")


def _wrong(visit: Visit, name: str, email: str) -> list[str]:
    found = []
    if not name.strip() or len(name) > 200:
        found.append(visit.say("Please tell us your name."))
    if not is_address(email):
        found.append(visit.say("That is no e-mail address."))
    elif visit.site.store.people.by_email(email) is not None:
        found.append(visit.say("Somebody has this e-mail address already."))
    return found


def is_address(email: str) -> bool:
    """Return whether a text can be an e-mail address.

    Example:
        >>> is_address("ana@example.org"), is_address("ana@"), is_address("ana @example.org")
        (True, False, False)
    """
    local, at, host = email.strip().rpartition("@")
    plain = email.strip().isprintable() and " " not in email.strip() and not set('<>",;:\\()[]') & set(email)
    return bool(local and at and host) and plain and len(email) <= 254


def _away(visit: Visit, asked: DoorAsked) -> Reply:
    provider = _provider(visit)
    if not visit.site.pace.sign_in.lets(visit.address):
        raise HTTPException(429, headers=_LATER)
    address, ticket = provider.begin(_back_to(visit), own(asked.next))
    text = msgspec.json.encode(ticket).hex()
    kept = f"{text}.{guarding.signed(visit.site, text)}"
    return Reply(to=address, cookies=((_ticket_cookie(visit), kept, _TICKET_LASTS),))


def _back(visit: Visit, said: Returned) -> Reply:
    provider, ticket = _provider(visit), _ticket(visit)
    if not visit.site.pace.sign_in.lets(visit.address):
        raise HTTPException(429, headers=_LATER)
    stale = ticket is None or not hmac.compare_digest(ticket.state.encode(), said.state.encode())
    if ticket is None or stale or said.error or not said.code:
        visit.note("sign_in_failed", "provider", said.error[:100])
        raise NotAllowed("The identity provider's answer cannot be trusted. Please sign in again.")
    somebody = provider.finish(ticket, said.code, _back_to(visit))
    came = came_in(visit, _known(visit, somebody), own(ticket.next), "provider")
    reply = entered(visit, said, came)
    return replace(reply, cookies=(*reply.cookies, (_ticket_cookie(visit), "", 0)))


def _known(visit: Visit, somebody: Somebody) -> Person:
    """Return who that is here: somebody we have, or somebody who was invited; nobody else comes in."""
    store = visit.site.store
    person = store.people.by_subject(somebody.issuer, somebody.subject) or store.people.by_email(somebody.email)
    if person is None:
        invited = [one for one in store.invitations.all() if one.kind == "invite" and _same(one.email, somebody.email)]
        if not invited or not store.invitations.revoke(invited[0].id):
            visit.note("sign_in_failed", "provider", visit.address)
            raise NotAllowed("Nobody has invited you yet. Please ask an admin.")
        language = next((known for known in LANGUAGES if known == somebody.language), visit.language)
        person = store.people.add(somebody.email, somebody.name, invited[0].role, language)
        store.audit.note(person.id, "joined", person.id, invited[0].role.value)
    if not person.active:
        visit.note("sign_in_failed", person.id, visit.address)
        raise NotAllowed("Your account is not active. Please ask an admin.")
    store.people.link_subject(person.id, somebody.issuer, somebody.subject)
    return person


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def _provider(visit: Visit) -> IdentityProvider:
    if visit.site.provider is None:
        raise HTTPException(404)
    return visit.site.provider


def _back_to(visit: Visit) -> str:
    return f"{visit.site.base_url}/sign-in/back"


def _ticket_cookie(visit: Visit) -> str:
    return guarding.own_cookie(visit.site.base_url, "wg_oidc")


def _ticket(visit: Visit) -> Ticket | None:
    """Return what her browser kept while she was away, where it is ours."""
    text, _, mark = visit.cookies.get(_ticket_cookie(visit), "").partition(".")
    if not text or not hmac.compare_digest(guarding.signed(visit.site, text).encode(), mark.encode()):
        return None
    return msgspec.json.decode(bytes.fromhex(text), type=Ticket)


_DOOR: View[DoorAsked, DoorShown | Reply] = View(
    "/sign-in", "sign_in_page", "Where people sign in.", _door, DoorAsked, ANYBODY, "sign_in.html", api=False
)
_WELCOME: View[LinkAsked, LinkShown] = View(
    "/welcome/{token}",
    "welcome_page",
    "What a one-time link is for.",
    _link,
    LinkAsked,
    ANYBODY,
    "welcome.html",
    api=False,
)
DECLARED: tuple[Declared, ...] = (
    _DOOR,
    Action(
        "/sign-in",
        "sign_in",
        "Sign in with a password.",
        _sign_in,
        Credentials,
        ANYBODY,
        entered,
        api=False,
        most_bytes=16_384,
        again=_DOOR,
        note="-",
    ),
    Action("/sign-out", "sign_out", "Sign out here.", _sign_out, Nothing, Role.VIEWER, _left, api=False),
    _WELCOME,
    Action(
        "/welcome/{token}",
        "join",
        "Make use of a one-time link.",
        _join,
        Joining,
        ANYBODY,
        entered,
        api=False,
        most_bytes=16_384,
        again=_WELCOME,
        note="-",
    ),
    View("/sign-in/provider", "sign_in_provider", "Go to the identity provider.", _away, DoorAsked, ANYBODY, api=False),
    View("/sign-in/back", "sign_in_back", "Come back from the identity provider.", _back, Returned, ANYBODY, api=False),
)
