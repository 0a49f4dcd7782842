"""Shared links: a map for people who do not sign in, without anything personal, for as long as its owner says."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Annotated, Literal

import msgspec
from starlette.exceptions import HTTPException

from wegweiser.domain.journey_maps import View
from wegweiser.domain.people import Role
from wegweiser.domain.talk import Offer, Share
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text
from wegweiser.web import frame, handing, mapping, pointing
from wegweiser.web.frame import guarding, passwords
from wegweiser.web.frame.declared import ANYBODY, Action, Declared, Download, Reply
from wegweiser.web.frame.site import Visit
from wegweiser.web.handing import Bare, Wanted, Without, housing, public
from wegweiser.web.handing.looking import plainly
from wegweiser.web.handing.public import public_plan
from wegweiser.web.mapping.showing import VIEWS
from wegweiser.web.screens.presenting import Presented, presented

_LATER = {"retry-after": "60"}
_DAY = 86_400
_LONGEST = 366
FILES = ("pdf", "png", "svg", "html", "pptx")
"""What can be taken along from a link: pictures of the map, and nothing that could be read back."""
Token = Annotated[str, msgspec.Meta(max_length=100)]


class OneMap(msgspec.Struct, frozen=True):
    """Which map."""

    map: str


class NewShare(msgspec.Struct, frozen=True, kw_only=True):
    """A link to make: for how long, and what it shows."""

    map: str
    days: Annotated[int, msgspec.Meta(ge=1, le=_LONGEST)] = 14
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    password: Annotated[str, msgspec.Meta(max_length=200)] = ""
    view: View = View.WORKING
    language: Literal["", "en", "de"] = ""
    files: bool = False


class OneShare(msgspec.Struct, frozen=True):
    """Which link of a map."""

    map: str
    share: str


class ShareRow(msgspec.Struct, frozen=True):
    """A link as the list shows it."""

    share: Share
    by: str
    """Whose name stands beside it."""
    good: bool


class SharesShown(msgspec.Struct, frozen=True):
    """The links of a map."""

    map: str
    title: Text
    shares: tuple[ShareRow, ...] = ()

    @property
    def views(self) -> tuple[tuple[str, str], ...]:
        """The views and the messages that name them."""
        return tuple(VIEWS.items())


class ShareMade(msgspec.Struct, frozen=True):
    """A link, shown this once: of its token only the hash is kept."""

    map: str
    link: str
    share: Share


class Opening(msgspec.Struct, frozen=True):
    """A link somebody opens."""

    token: Token
    lang: str = ""


class Unlocking(msgspec.Struct, frozen=True):
    """The password of a link."""

    token: Token
    password: Annotated[str, msgspec.Meta(max_length=400)] = ""


class ShareFile(msgspec.Struct, frozen=True):
    """A file of a shared map."""

    token: Token
    form: str


class Opened(msgspec.Struct, frozen=True):
    """A shared map, or the question for its password."""

    token: str
    shown: Bare | None = None
    """None where the link asks for a password."""
    files: tuple[str, ...] = ()


def _list(visit: Visit, asked: OneMap) -> SharesShown:
    store = visit.site.store
    entry = mapping.opened(visit.site, asked.map).entry
    names = pointing.names(visit.site)
    rows = tuple(
        ShareRow(one, names.get(one.by, one.by), good=not one.revoked and one.expires > visit.now)
        for one in store.shares.all(entry.id)
    )
    return SharesShown(entry.id, entry.title, rows)


def _make(visit: Visit, told: NewShare) -> ShareMade:
    mapping.opened(visit.site, told.map)
    if told.password and len(told.password) < passwords.SHORTEST:
        raise InvalidSetting("The form", [passwords.problem(told.password, "", visit.language)])
    kept = passwords.hashed(told.password) if told.password else None
    offer = Offer(told.view.value, told.name, told.language, told.files)
    lasts = timedelta(days=told.days)
    token, share = visit.site.store.shares.make(told.map, visit.by, lasts, offer, password_hash=kept)
    return ShareMade(told.map, f"{visit.site.base_url}/s/{token}", share)


def _made(_: Visit, __: NewShare, done: ShareMade) -> Reply:
    return Reply(part="share_made.html", context={"made": done})


def _revoke(visit: Visit, told: OneShare) -> None:
    if told.share not in {one.id for one in visit.site.store.shares.all(told.map)}:
        raise UnknownName("share", told.share, None)
    visit.site.store.shares.revoke(told.share)


def _found(visit: Visit, token: str) -> Share:
    """Return what a link shows.

    Raises:
        HTTPException: it has run out, was revoked, or never was: all the same to whoever holds it.
    """
    share = visit.site.store.shares.find(token)
    if share is None:
        raise HTTPException(410)
    return share


def _cookie(share: Share) -> str:
    return f"wg_share_{share.id}"


def _proof(visit: Visit, share: Share) -> str:
    """Return what a browser that knew the password keeps; worth nothing once the link ends."""
    kept = visit.site.store.shares.password_hash(share.id) or ""
    return guarding.signed(visit.site, f"share:{share.id}:{kept}")


def _may_see(visit: Visit, share: Share) -> bool:
    shown = visit.cookies.get(_cookie(share), "")
    return not share.locked or hmac.compare_digest(shown.encode(), _proof(visit, share).encode())


def _open(visit: Visit, asked: Opening) -> Opened | Reply:
    share = _found(visit, asked.token)
    if share.language not in {"", visit.language} and not asked.lang and "wg_language" not in visit.cookies:
        return Reply(to=f"/s/{asked.token}?lang={share.language}")
    if not _may_see(visit, share):
        return Opened(asked.token)
    visit.site.store.shares.opened(share.id)
    return Opened(asked.token, _bare(visit, share, View(share.view)), FILES if share.files else ())


def _present(visit: Visit, asked: Opening) -> Presented | Reply:
    share = _found(visit, asked.token)
    if not _may_see(visit, share):
        return Reply(to=f"/s/{asked.token}")
    return presented(_bare(visit, share, View.FULL, plain=True), f"/s/{asked.token}")


def _bare(visit: Visit, share: Share, view: View, *, plain: bool = False) -> Bare:
    found = mapping.opened(visit.site, share.map)
    shown = public(found.journey_map, Without.of(visit.site.store.people.all()))
    return handing.looked_at(found, plainly(shown) if plain else shown, visit.language, view)


def _unlock(visit: Visit, told: Unlocking) -> Share:
    share, pace = _found(visit, told.token), visit.site.pace
    if not (pace.sign_in.lets(visit.address) and pace.account.lets(f"share:{share.id}")):
        raise HTTPException(429, headers=_LATER)
    if not passwords.matches(visit.site.store.shares.password_hash(share.id), told.password):
        visit.note("share_refused", share.id, visit.address)
        raise InvalidSetting("The form", [visit.say("That is not the password of this link.")])
    return share


def _unlocked(visit: Visit, told: Unlocking, share: Share) -> Reply:
    seconds = min(_DAY, int((share.expires - visit.now).total_seconds()))
    return Reply(to=f"/s/{told.token}", cookies=((_cookie(share), _proof(visit, share), seconds),))


def _take(visit: Visit, asked: ShareFile) -> Download:
    share = _found(visit, asked.token)
    if not share.files or not _may_see(visit, share):
        raise HTTPException(404)
    if asked.form not in FILES:
        raise UnknownName("format", asked.form, FILES)
    if not visit.site.pace.sign_in.lets(visit.address):
        raise HTTPException(429, headers=_LATER)
    view, site = View(share.view), visit.site
    standing = housing.standing_of(site, share.map, mapping.opened(site, share.map).plan)
    # strangers read whose map it is and how far, and nobody's name
    house = housing.house_of(site, standing.words(site, visit.language, named=False))
    wanted = Wanted(asked.form, visit.language, view, house)
    bare = _bare(visit, share, wanted.view).map
    made = handing.exported(visit.site.folder, bare, public_plan(bare), wanted)
    visit.note("share_export", share.id, asked.form)
    return Download(made.name, made.media_type, made.content)


_PAGE: frame.View[OneMap, SharesShown] = frame.View(
    "/maps/{map}/shares", "shares", "The links of a map.", _list, OneMap, Role.EDITOR, "shares.html"
)
_DOOR: frame.View[Opening, Opened | Reply] = frame.View(
    "/s/{token}", "shared_map", "A shared map.", _open, Opening, ANYBODY, "share.html", api=False
)
_ASKED_AGAIN: frame.View[Opening, Opened] = frame.View(
    _DOOR.path, "locked_map", "The password of a link.", lambda _visit, asked: Opened(asked.token), Opening, ANYBODY,
    "share.html", api=False,
)  # fmt: skip
DECLARED: tuple[Declared, ...] = (
    _PAGE,
    Action(
        "/maps/{map}/shares",
        "share_map",
        "Make a link to a map that needs no account.",
        _make,
        NewShare,
        Role.EDITOR,
        _made,
        again=_PAGE,
    ),
    Action(
        "/maps/{map}/shares/{share}/revoke",
        "revoke_share",
        "End a link for good.",
        _revoke,
        OneShare,
        Role.EDITOR,
        lambda _visit, told, _done: Reply(to=f"/maps/{told.map}/shares"),
    ),
    _DOOR,
    Action(
        "/s/{token}",
        "unlock_share",
        "Show the password of a link.",
        _unlock,
        Unlocking,
        ANYBODY,
        _unlocked,
        api=False,
        again=_ASKED_AGAIN,
        note="-",
    ),
    frame.View(
        "/s/{token}/present",
        "present_share",
        "A shared map for a room.",
        _present,
        Opening,
        ANYBODY,
        "present.html",
        api=False,
    ),
    frame.View(
        "/s/{token}/file/{form}",
        "shared_file",
        "A shared map as a file.",
        _take,
        ShareFile,
        ANYBODY,
        api=False,
        slow=lambda asked: asked.form in handing.SLOW,
    ),
)
