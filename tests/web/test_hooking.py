"""Messages to other tools: signed, sent by a real server to a real one, tried again, given up, never sent inwards."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import pytest

from wegweiser.domain.people import Role
from wegweiser.web.frame.outgoing import Outgoing
from wegweiser.web.hooking import Sender, secret


class Tracker(HTTPServer):
    """Another tool: it keeps what it is told and answers with the status it is set to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.heard, self.status = [], 204

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/tasks"


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def tracker(site):
    """Return a tool that listens, and that this site may reach although it is not on the public web."""
    made = Tracker()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.outgoing = Outgoing(hosts=(f"127.0.0.1:{made.server_port}",))
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def told(site, visitor, first_order, tracker):  # noqa: ARG001  (the map must be there)
    """Return a function that adds a task and sends what waits; the tool was added by an admin."""
    ada = visitor(Role.ADMIN)
    assert ada.submit("/settings/hooks", name="Tracker", url=tracker.address).status_code == 303

    def add():
        ada.submit("/tasks", map="first_order", title="Make it cheaper")
        return Sender(site).send_one()

    return add


def hook(site):
    """Return the only tool."""
    return site.store.hooks.all()[0]


def test_a_task_is_told_with_a_signature_the_tool_can_check(site, told, tracker):
    """Standard Webhooks: the secret signs id, time and body; the id is that of the message."""
    assert told() is True
    headers, body = tracker.heard[0]
    key = base64.b64decode(secret(site, hook(site)).removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == right
    message = msgspec.json.decode(body)
    assert (message["type"], message["data"]["task"]["title"]) == ("task.created", "Make it cheaper")
    assert (site.store.hooks.deliveries(hook(site).id)[0].state, hook(site).last_status) == ("sent", 204)


def test_what_was_not_taken_is_tried_again_later_and_given_up_in_the_end(site, told, tracker, watch):
    """Seven more tries within a day and a half, each later than the one before; then nothing more is sent."""
    tracker.status = 500
    told()
    tries = 1
    while tries < 20:
        assert Sender(site).send_one() is False
        watch.on(hours=25)
        if not Sender(site).send_one():
            break
        tries += 1
    assert (tries, len(tracker.heard)) == (8, 8)
    assert site.store.hooks.deliveries(hook(site).id)[0].state == "failed"


def test_a_tool_that_recovers_gets_the_same_message(site, told, tracker, watch):
    """The id is the same, so that it can tell that it has it already."""
    tracker.status = 503
    told()
    tracker.status = 200
    watch.on(seconds=6)
    assert Sender(site).send_one() is True
    assert len({headers["webhook-id"] for headers, _ in tracker.heard}) == 1


def test_a_tool_that_is_gone_is_told_no_more(site, told, tracker):
    """410: never again."""
    tracker.status = 410
    told()
    assert (hook(site).active, site.store.hooks.deliveries(hook(site).id)[0].state) == (False, "failed")


@pytest.mark.parametrize(
    "url",
    ["http://example.com/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/latest", "ftp://x", ""],
)
def test_an_address_inside_is_never_told(site, visitor, url):
    """No plain http, no machine of this network, not this one by its name: refused with a reason, nothing is kept."""
    assert visitor(Role.ADMIN).submit("/settings/hooks", name="x", url=url).status_code == 422
    assert site.store.hooks.all() == ()


def test_an_address_that_turned_inward_is_not_reached(site, told, tracker):
    """What was let through once is checked again before each message."""
    site.outgoing = Outgoing(resolve=lambda *_: ("127.0.0.1",))
    told()
    assert (tracker.heard, site.store.hooks.deliveries(hook(site).id)[0].last_status) == ([], None)


@pytest.mark.usefixtures("told")
def test_the_thread_empties_the_outbox_and_ends(site, tracker, visitor):
    """A test message is sent by the thread; it is woken, not waited for."""
    sender = Sender(site)
    sender.start()
    visitor(Role.ADMIN).submit("/settings/hooks/ping")
    for _ in range(500):
        if tracker.heard:
            break
        threading.Event().wait(0.01)
    sender.stop()
    assert msgspec.json.decode(tracker.heard[0][1])["type"] == "ping"


def test_an_admin_pauses_and_removes_a_tool(site, told, visitor):
    """A paused tool is not told, one that was removed is gone with its messages."""
    ada = visitor(Role.ADMIN)
    ada.submit(f"/settings/hooks/{hook(site).id}/active", active="false")
    assert told() is False
    assert secret(site, hook(site)) in ada.get("/settings/hooks").text
    ada.submit(f"/settings/hooks/{hook(site).id}/remove")
    assert site.store.hooks.all() == ()
