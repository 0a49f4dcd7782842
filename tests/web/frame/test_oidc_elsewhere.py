"""Signing in through a provider somebody else wrote, in a process of its own, with the time of the day."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from wegweiser.clock import SystemClock
from wegweiser.domain.people import Role
from wegweiser.settings import Provider
from wegweiser.store import Lifetimes, open_store
from wegweiser.web.app import app
from wegweiser.web.frame.oidc import IdentityProvider
from wegweiser.web.frame.outgoing import Outgoing
from wegweiser.web.opening import site_of


@pytest.fixture
def issuer():
    """Return the address of a running provider, which knows Ben."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)], stderr=subprocess.PIPE
    )
    address = f"http://localhost:{port}"
    told = {"email": "ben@example.org", "email_verified": True, "name": "Ben"}
    while process.poll() is None:
        try:
            httpx2.put(f"{address}/users/ben", json=told, trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            break
    yield address
    process.kill()
    process.communicate()


def test_a_provider_somebody_else_wrote_lets_her_in(site, issuer):
    """There by its own discovery, signed in at its own page, back with its own code: and she is who she is here."""
    clock = SystemClock()
    with open_store(str(site.folder / "now.sqlite"), clock, Lifetimes()) as store:
        here = site_of(site.folder, store, clock, site.base_url)
        told = Provider(issuer, "wegweiser", "between us")
        here.provider = IdentityProvider(told, Outgoing((urlsplit(issuer).netloc,)), clock)
        ben = store.people.add("ben@example.org", "Ben", Role.EDITOR)
        browser = TestClient(app(here), base_url=here.base_url, follow_redirects=False)
        away = browser.get("/sign-in/provider?next=/account").headers["location"]
        back = httpx2.post(away, data={"sub": "ben"}, trust_env=False).headers["location"]
        answer = browser.get(back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert ben.name in browser.get("/account").text
