from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from wegweiser.web.app import app
from wegweiser.web.frame.hosts import answers_to


@pytest.mark.parametrize(
    ("said", "own", "answers"),
    [
        ("maps.example.org", "maps.example.org", True),
        ("maps.example.org:443", "maps.example.org", True),
        ("127.0.0.1:8080", "maps.example.org", True),
        ("evil.example.com", "maps.example.org", False),
        ("maps.example.org.evil.example.com", "maps.example.org", False),
        ("evil.example.com", "127.0.0.1", False),
        ("desk:8080", "127.0.0.1", True),
        ("192.0.2.7:8080", "127.0.0.1", True),
        ("[::1]:8080", "127.0.0.1", True),
        ("[::1", "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_only_names_of_ours_are_answered_to(said, own, answers):
    """A page elsewhere may point its own name at this machine; it gets nothing (DNS rebinding)."""
    assert answers_to(said, own) is answers


def test_another_name_gets_421_and_nothing_else(site):
    """The reply carries the headers of every reply."""
    reply = TestClient(app(site), base_url="http://evil.example.com").get("/api/v1/health")
    assert (reply.status_code, reply.headers["x-frame-options"]) == (421, "DENY")
    assert "version" not in reply.text
