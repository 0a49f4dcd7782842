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


def provider(port):
    """Run the provider: what it lies about stands in the code it hands out."""
    issuer = f"http://127.0.0.1:{port}"
    good, other = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})
    asked = {}

    async def about(_):
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
            }
        )

    async def authorize(request):
        told = request.query_params
        lie = told.get("lie", "")
        asked[f"code-{lie}"] = dict(told)
        return RedirectResponse(f"{told['redirect_uri']}?code=code-{lie}&state={told['state']}")

    async def keys(_):
        return JSONResponse(KeySet([good]).as_dict(private=False))

    async def token(request):
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        told = asked[form["code"]]
        if not request.headers["authorization"].startswith("Basic ") or not proven(form, told):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(request.query_params.get("now", 1_772_452_800))  # noon of 2 March 2026, as the site's clock
        claims = {
            "iss": issuer,
            "aud": CLIENT,
            "sub": "ben-1",
            "exp": now + 300,
            "iat": now,
            "nonce": told["nonce"],
            "email": "ben@example.org",
            "email_verified": True,
            "name": "Ben",
            "locale": "de-DE",
        }
        lies = {
            "iss": {"iss": "https://evil.example.com"},
            "aud": {"aud": "somebody-else"},
            "azp": {"aud": [CLIENT, "other"], "azp": "other"},
            "exp": {"exp": now - 3600},
            "noexp": {"exp": None},
            "iat": {"iat": now + 3600},
            "nonce": {"nonce": "replayed"},
            "unverified": {"email_verified": False},
            "text": {"email_verified": "true"},
            "nomail": {"email": None},
        }
        lie = form["code"].removeprefix("code-")
        claims |= lies.get(lie, {})
        if lie == "none":
            return JSONResponse({"id_token": unsigned(claims)})
        key = other if lie == "key" else good
        head = {"alg": "RS256", "kid": "one"}
        return JSONResponse({"id_token": jwt.encode(head, {k: v for k, v in claims.items() if v is not None}, key)})

    made = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", about),
            Route("/authorize", authorize),
            Route("/keys", keys),
            Route("/token", token, methods=["POST"]),
        ]
    )
    uvicorn.run(made, host="127.0.0.1", port=port, log_level="critical")


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
    told = Provider(issuer, CLIENT, SECRET, "Haus")
    site.provider = IdentityProvider(told, Outgoing((urlsplit(issuer).netloc,)), watch)
    served = app(site)

    def sign_in(lie="", tamper=None):
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


@pytest.mark.parametrize(
    "lie", ["iss", "aud", "azp", "exp", "noexp", "iat", "nonce", "key", "none", "unverified", "text", "nomail"]
)
def test_an_answer_that_lies_opens_nothing(come, site, lie):
    """Another issuer, audience, time, nonce, key, no signature, an address nobody verified."""
    site.store.people.add("ben@example.org", "Ben", Role.ADMIN)
    browser, answer = come(lie)
    assert (answer.status_code, session_cookie(site) in browser.cookies) == (403, False)


def test_an_answer_without_our_ticket_opens_nothing(come, site):
    """Another state, no ticket, a ticket that was changed: somebody else's sign-in is not finished here."""
    site.store.people.add("ben@example.org", "Ben", Role.ADMIN)

    def another_state(_, back):
        return re.sub("state=[^&]+", "state=x", back)

    def no_ticket(browser, back):
        browser.cookies.delete("wg_oidc")
        return back

    def forged(browser, back):
        ticket = browser.cookies["wg_oidc"]
        browser.cookies.delete("wg_oidc")
        browser.cookies.set("wg_oidc", ("00" if ticket[:2] != "00" else "11") + ticket[2:], domain="127.0.0.1")
        return back

    for tamper in (another_state, no_ticket, forged):
        browser, answer = come(tamper=tamper)
        assert (answer.status_code, session_cookie(site) in browser.cookies) == (403, False)


def test_without_a_provider_there_is_no_such_door(site):
    """404, and no button."""
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    assert browser.get("/sign-in/provider").status_code == 404
    assert "/sign-in/provider" not in browser.get("/sign-in").text
