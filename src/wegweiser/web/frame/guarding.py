"""At the door: session or API key, language, theme, and whether a form came from our own page."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import SimpleCookie
from typing import get_args
from urllib.parse import urlsplit

from starlette.requests import Request

from wegweiser.domain.people import Person, Role
from wegweiser.errors import NotAllowed, WegweiserError
from wegweiser.i18n import LANGUAGES, Language
from wegweiser.web.frame.declared import Declared, Public
from wegweiser.web.frame.language import accepted
from wegweiser.web.frame.site import SIGN_IN, Site, Theme, Visit

_SAFE_SITES = {"same-origin", "none"}
SEEN = "wg_theme", "wg_language"
_BEARER = "bearer "


def session_cookie(site: Site) -> str:
    """Return the name of the cookie a session is kept in."""
    return session_cookie_at(site.base_url)


def session_cookie_at(base_url: str) -> str:
    """Return the name of the cookie a session is kept in where the app is reached so.

    Example:
        >>> session_cookie_at("http://127.0.0.1:8080")
        'wg_session_8080'
    """
    return own_cookie(base_url, "wg_session")


def pre_cookie(site: Site) -> str:
    """Return the name of the cookie with the secret of somebody's forms who has not signed in."""
    return own_cookie(site.base_url, "wg_pre")


def own_cookie(base_url: str, name: str) -> str:
    """Return the name of a cookie no other workspace on the machine reads.

    Over TLS the browser ties it to this host. Elsewhere it names the port: a browser sends the cookies of one host to
    each of its ports, and two workspaces on one machine would sign each other out.

    Example:
        >>> own_cookie("http://127.0.0.1:8080", "wg_pre"), own_cookie("https://maps.example.org", "wg_pre")
        ('wg_pre_8080', '__Host-wg_pre')
    """
    if base_url.startswith("https://"):
        return f"__Host-{name}"
    return f"{name}_{urlsplit(base_url).port or 80}"


def visit_of(request: Request, site: Site) -> Visit:
    """Return who asks and how; nobody knows her where neither session nor key is good."""
    cookies = request.cookies
    person, role, key, session, csrf = _known(request, site)
    if not csrf and (pre := cookies.get(pre_cookie(site))):
        csrf = signed(site, pre)
    theme = cookies.get("wg_theme", "system")
    return Visit(
        site=site,
        language=_language(request, site, person, program=bool(key)),
        person=person,
        role=role,
        key=key,
        session=session,
        csrf=csrf,
        path=request.url.path,
        theme=theme if theme in get_args(Theme) else "system",  # type: ignore[arg-type]
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", "")[:200],
        scripted=request.headers.get("hx-request") == "true",
        cookies=cookies,
    )


def _known(request: Request, site: Site) -> tuple[Person | None, Role | None, str, str, str]:
    """Return person, role, key, session token and the secret of her forms."""
    said = request.headers.get("authorization", "")
    if said[: len(_BEARER)].lower() == _BEARER:
        key = site.store.keys.find(said[len(_BEARER) :].strip())
        owner = site.store.people.get(key.person) if key else None
        if key is None or owner is None or not owner.active:
            return None, None, "", "", ""
        role = key.role if owner.role.covers(key.role) else owner.role
        return owner, role, key.id, "", ""
    token = request.cookies.get(session_cookie(site), "")
    found = site.store.sessions.find(token) if token else None
    if found is None:
        return None, None, "", "", ""
    person, session = found
    return person, person.role, "", token, session.csrf


def _language(request: Request, site: Site, person: Person | None, *, program: bool) -> Language:
    """Return the language asked for by address or cookie, else the person's, else the browser's, else our own.

    A program says in its headers what it is to be told in; a browser says the same on every machine, so that there
    what the person chose counts.
    """
    said = [request.query_params.get("lang", ""), request.cookies.get("wg_language", "")]
    if program or person is None:
        said += accepted(request.headers.get("accept-language", ""))
    if person is not None:
        said.append(person.language)
    return next((known for name in said for known in LANGUAGES if known == name), None) or _own_language(site)


def _own_language(site: Site) -> Language:
    """Return the workspace's language; a wegweiser.toml that cannot be read must not close every page."""
    try:
        return site.config.language
    except (WegweiserError, OSError):
        return "en"


def signed(site: Site, text: str) -> str:
    """Return a mark only this server can make of a text."""
    return hmac.new(site.secret, text.encode(), hashlib.sha256).hexdigest()


def new_pre() -> str:
    """Return a fresh secret for the forms of somebody who has not signed in."""
    return secrets.token_urlsafe(18)


def allowed(visit: Visit, declared: Declared) -> None:
    """Refuse what the visitor may not do.

    Raises:
        NotAllowed: nobody signed in, or the role does not suffice.
    """
    if not isinstance(declared.needs, Public) and not visit.may(declared.needs):
        raise NotAllowed(SIGN_IN if visit.role is None else "Your role does not allow this.")


def from_here(visit: Visit, request: Request, csrf: str) -> None:
    """Refuse a form that is not from a page of ours; a program with a key sends none of these cookies.

    Raises:
        NotAllowed: its secret is not the visitor's, or the browser says that another site sent it.
    """
    if visit.key:
        return
    site = request.headers.get("sec-fetch-site", "")
    origin = request.headers.get("origin", "")
    own = {request.url.netloc, urlsplit(visit.site.base_url).netloc}
    # Pages that tell no other site where one came from send "null", so there the browser's own word is asked for.
    foreign = site != "same-origin" if origin == "null" else bool(origin) and urlsplit(origin).netloc not in own
    elsewhere = (site and site not in _SAFE_SITES) or foreign
    if elsewhere or not visit.csrf or not hmac.compare_digest(csrf.encode(), visit.csrf.encode()):
        raise NotAllowed("This form was open for too long, or came from another page. Please load the page again.")


def cookie(site: Site, name: str, value: str, seconds: int, *, hidden: bool = True) -> str:
    """Return a Set-Cookie header; without a value the cookie ends. `hidden` ones no script can read."""
    made: SimpleCookie = SimpleCookie()
    made[name] = value
    made[name]["path"] = "/"
    made[name]["samesite"] = "Lax"
    made[name]["max-age"] = seconds if value else 0
    if hidden:
        made[name]["httponly"] = True
    if site.secure:
        made[name]["secure"] = True
    return made.output(header="").strip()
