"""A provider in a process of its own, signing with a key of its own; the app talks to it over the loopback."""

from __future__ import annotations

import multiprocessing
import re
import socket
import time
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.settings import Provider
from wegweiser.web.app import app
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.frame.oidc import IdentityProvider
from wegweiser.web.frame.outgoing import Outgoing

CLIENT, SECRET = "wegweiser", "between us"
TICKET = "wg_oidc_8080"
NOON = 1_772_452_800  # of 2 March 2026, as the site's clock
HONEST = {
    "aud": CLIENT,
    "sub": "ben-1",
    "exp": NOON + 300,
    "iat": NOON,
    "email": "ben@example.org",
    "email_verified": True,
    "name": "Ben",
    "locale": "de-DE",
}
LIES = {
    "iss": {"iss": "https://evil.example.com"},
    "aud": {"aud": "somebody-else"},
    "azp": {"aud": [CLIENT, "other"], "azp": "other"},
    "exp": {"exp": NOON - 3600},
    "noexp": {"exp": None},
    "iat": {"iat": NOON + 3600},
    "nonce": {"nonce": "replayed"},
    "unverified": {"email_verified": False},
    "unsaid": {"email_verified": None},
    "text": {"email_verified": "true"},
    "nomail": {"email": None},
    "swapped": {"email": None},
    "apart": {"email": None, "email_verified": None, "name": None, "locale": None},
}


class Lying:
    """A provider that may lie: what about stands in the code it hands out."""

    def __init__(self, issuer):
        self.issuer, self.asked = issuer, {}
        self.good, self.other = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))

    async def about(self, _):
        """Say where everything is."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "about-her"}
        told = {name: f"{self.issuer}/{place}" for name, place in places.items()}
        return JSONResponse({"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **told})

    async def authorize(self, request):
        """Send her back with a code."""
        told = request.query_params
        code = f"code-{told.get('lie', '')}"
        self.asked[code] = dict(told)
        return RedirectResponse(f"{told['redirect_uri']}?code={code}&state={told['state']}")

    async def keys(self, _):
        """Show the public half of the key."""
        return JSONResponse(KeySet([self.good]).as_dict(private=False))

    async def token(self, request):
        """Redeem a code for a signed token."""
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        told = self.asked[form["code"]]
        if not request.headers["authorization"].startswith("Basic ") or not proven(form, told):
            return JSONResponse({"error": "invalid_grant"}, 400)
        lie = form["code"].removeprefix("code-")
        claims = {"iss": self.issuer, "nonce": told["nonce"], **HONEST, **LIES.get(lie, {})}
        claims = {name: value for name, value in claims.items() if value is not None}
        if lie == "none":
            return JSONResponse({"id_token": unsigned(claims)})
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.other if lie == "key" else self.good)
        return JSONResponse({"id_token": signed, "access_token": f"of-{lie}", "token_type": "Bearer"})

    async def about_her(self, request):
        """Tell her address to who holds the token; of somebody else, where it lies."""
        lie = request.headers["authorization"].removeprefix("Bearer of-")
        told = {name: HONEST[name] for name in ("sub", "email", "email_verified", "name", "locale")}
        return JSONResponse(
            {**told, "sub": "eve-1"} if lie == "swapped" else told if lie == "apart" else {"sub": "ben-1"}
        )


def provider(port):
    """Run the provider."""
    lying = Lying(f"http://127.0.0.1:{port}")
    routes = [
        Route("/.well-known/openid-configuration", lying.about),
        Route("/authorize", lying.authorize),
        Route("/keys", lying.keys),
        Route("/token", lying.token, methods=["POST"]),
        Route("/about-her", lying.about_her),
    ]
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="critical")


def proven(form, told):
    """Return whether who redeems the code is who asked for it (PKCE, S256)."""
    import base64  # noqa: PLC0415  (in the other process)
    import hashlib  # noqa: PLC0415

    made = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    return told["code_challenge_method"] == "S256" and made == told["code_challenge"]


def unsigned(claims):
    """Return a token nobody signed (`alg: none`)."""
    import base64  # noqa: PLC0415
    import json  # noqa: PLC0415

    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."


@pytest.fixture(scope="module")
def issuer():
    """Return the address of a running provider."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.get_context("fork").Process(target=provider, args=(port,), daemon=True)
    process.start()
    for _ in range(200):
        try:
            httpx2.get(f"http://127.0.0.1:{port}/keys", trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            break
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.join()


@pytest.fixture
def come(site, watch, issuer):
    """Return a function that signs in through the provider, which may lie, and gives browser and answer."""
    served = app(site)

    def sign_in(lie="", tamper=None, *, trusted=False):
        told = Provider(issuer, CLIENT, SECRET, "Haus", trusted)
        site.provider = IdentityProvider(told, Outgoing((urlsplit(issuer).netloc,)), watch)
        browser = TestClient(served, base_url=site.base_url, follow_redirects=False)
        away = browser.get("/sign-in/provider?next=/account")
        back = httpx2.get(f"{away.headers['location']}&lie={lie}", trust_env=False).headers["location"]
        if tamper:
            back = tamper(browser, back)
        return browser, browser.get(back)

    return sign_in


def test_somebody_who_was_invited_comes_in_and_comes_back(come, site):
    """Her invitation is used up; the second time the provider's name for her suffices. The page shows the way."""
    site.store.people.add("ada@example.org", "Ada", Role.ADMIN)
    from datetime import timedelta  # noqa: PLC0415

    site.store.invitations.make("invite", Role.EDITOR, timedelta(days=7), email="BEN@example.org")
    browser, answer = come()
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    ben = site.store.people.by_email("ben@example.org")
    assert (ben.name, ben.role, ben.language) == ("Ben", Role.EDITOR, "de")
    assert "Ben" in browser.get("/account").text
    assert site.store.invitations.all() == ()
    assert come()[1].status_code == 303
    assert len(site.store.people.all()) == 2
    door = TestClient(app(site), base_url=site.base_url).get("/sign-in")
    assert "Sign in with Haus" in door.text


def test_nobody_else_comes_in(come, site):
    """Known to the provider and not to us: refused, and the log has it; so is somebody who was let go."""
    browser, answer = come()
    assert (answer.status_code, session_cookie(site) in browser.cookies) == (403, False)
    assert "Nobody has invited you yet" in answer.text
    assert site.store.audit.page(limit=1)[0].what == "sign_in_failed"
    site.store.people.add("ada@example.org", "Ada", Role.ADMIN)
    ben = site.store.people.add("ben@example.org", "Ben", Role.VIEWER)
    site.store.people.change(ben.id, active=False)
    assert come()[1].status_code == 403


@pytest.mark.parametrize("lie", [*(lie for lie in LIES if lie != "apart"), "key", "none"])
def test_an_answer_that_lies_opens_nothing(come, site, lie):
    """Another issuer, audience, time, nonce, key, no signature, an address nobody verified, somebody else's."""
    site.store.people.add("ben@example.org", "Ben", Role.ADMIN)
    browser, answer = come(lie)
    assert (answer.status_code, session_cookie(site) in browser.cookies) == (403, False)


def test_an_address_told_apart_from_the_token_is_asked_for(come, site):
    """A provider may keep her address out of its token; then it is asked, with the key that came beside the token."""
    site.store.people.add("ben@example.org", "Ben", Role.EDITOR)
    browser, answer = come("apart")
    assert (answer.status_code, session_cookie(site) in browser.cookies) == (303, True)


@pytest.mark.parametrize(("lie", "status"), [("unsaid", 303), ("unverified", 403), ("text", 403)])
def test_a_trusted_provider_need_not_say_that_it_verified(come, site, lie, status):
    """Where the house believes it, silence is enough; a no stays a no."""
    site.store.people.add("ben@example.org", "Ben", Role.EDITOR)
    assert come(lie, trusted=True)[1].status_code == status


def test_an_answer_without_our_ticket_opens_nothing(come, site):
    """Another state, no ticket, a ticket that was changed: somebody else's sign-in is not finished here."""
    site.store.people.add("ben@example.org", "Ben", Role.ADMIN)

    def another_state(_, back):
        return re.sub("state=[^&]+", "state=x", back)

    def no_ticket(browser, back):
        browser.cookies.delete(TICKET)
        return back

    def forged(browser, back):
        ticket = browser.cookies[TICKET]
        browser.cookies.delete(TICKET)
        browser.cookies.set(TICKET, ("00" if ticket[:2] != "00" else "11") + ticket[2:], domain="127.0.0.1")
        return back

    for tamper in (another_state, no_ticket, forged):
        browser, answer = come(tamper=tamper)
        assert (answer.status_code, session_cookie(site) in browser.cookies) == (403, False)


def test_without_a_provider_there_is_no_such_door(site):
    """404, and no button."""
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    assert browser.get("/sign-in/provider").status_code == 404
    assert "/sign-in/provider" not in browser.get("/sign-in").text
