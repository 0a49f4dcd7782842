from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from wegweiser.errors import InvalidSetting, SourceProblem
from wegweiser.web.frame.outgoing import Outgoing

BODY = b'{"task": "bake"}'


class Other(BaseHTTPRequestHandler):
    """Another tool: it says what it heard, sends elsewhere, floods, or drips."""

    def do_POST(self):
        """Answer with what was sent."""
        heard = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.headers["host"].encode() + b" " + heard)

    def do_GET(self):
        """Answer as the path says."""
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("location", "http://127.0.0.1:1/secret")
        self.end_headers()
        if self.path == "/flood":
            self.wfile.write(b"x" * 300_000)
        for _ in range(40 if self.path == "/drip" else 0):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def tool():
    """Return host and port of the other tool, which runs on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


INSIDE = (
    "127.0.0.1",
    "localhost:8080",
    "[::1]",
    "[::ffff:169.254.169.254]",
    "169.254.169.254",
    "{10}.0.0.7",
    "{192.168}.1.1",
    "0.0.0.0",  # noqa: S104  (an address to be refused)
    "0x7f000001",
    "2130706433",
    "0177.0.0.1",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
)
"""Braces keep addresses of private networks from looking like somebody's own."""


@pytest.mark.parametrize("host", INSIDE)
def test_nothing_is_sent_to_machines_behind_the_server(host):
    """This machine, its network, metadata services, numbers in disguise: none is reached (SSRF)."""
    plain = host.replace("{", "").replace("}", "")
    for scheme in ("http", "https"):
        with pytest.raises((InvalidSetting, SourceProblem)):
            Outgoing().check(f"{scheme}://{plain}/latest/meta-data/")


@pytest.mark.parametrize(
    "rest",
    [
        "file:///etc/passwd",
        "gopher://example.com/",
        "ftp://example.com/",
        "http:///x",
        "//example.com/x",
        "https:" + "//ana:word@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com/\r\nhost: x",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://[::1/",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(rest):
    """Other schemes, no host, a password, two ways to read it, a line break, a port that is none."""
    with pytest.raises(InvalidSetting):
        Outgoing(resolve=lambda _host, _port: ("9.9.9.9",)).check(rest)


def test_a_name_that_also_leads_inside_is_refused():
    """One public and one private number: which would be tried is not ours to choose (DNS rebinding)."""
    asked = Outgoing(resolve=lambda _host, _port: ("9.9.9.9", "127.0.0.1"))
    with pytest.raises(InvalidSetting, match="not on the public web"):
        asked.check("https://example.com/")
    Outgoing(resolve=lambda _host, _port: ("9.9.9.9",)).check("https://example.com/")


def test_a_name_is_resolved_once_and_that_number_is_connected_to(tool):
    """The name changes its number after the check; the connection goes to the one that was checked."""
    asked = []

    def resolve(host, port):
        asked.append((host, port))
        return ("127.0.0.1",) if len(asked) == 1 else ("9.9.9.9",)

    port = int(tool.partition(":")[2])
    name = f"jira.intern:{port}"
    heard = Outgoing((name,), resolve=resolve).post(f"http://{name}/hook", BODY)
    assert (heard.status, heard.body) == (200, f"{name} ".encode() + BODY)
    assert asked == [("jira.intern", port)]


def test_a_machine_that_was_named_is_reached_and_no_other_port_of_it(tool):
    """WEGWEISER_REACHABLE names host and port; the host alone stands for every port."""
    assert Outgoing((tool,)).post(f"http://{tool}/", BODY).status == 200
    assert Outgoing(("127.0.0.1",)).post(f"http://{tool}/", BODY).status == 200
    with pytest.raises(InvalidSetting):
        Outgoing((tool,)).check("http://127.0.0.1:1/")


def test_a_redirect_is_an_answer_and_not_a_way(tool):
    """Nobody is sent on to a place that was not checked."""
    assert Outgoing((tool,)).get(f"http://{tool}/elsewhere").status == 302


@pytest.mark.parametrize(("path", "reason"), [("/flood", "too large"), ("/drip", "too slowly")])
def test_an_answer_that_never_ends_is_given_up(tool, path, reason):
    """Too much, or too slow although a byte comes every moment."""
    with pytest.raises(SourceProblem, match=reason):
        Outgoing((tool,), seconds=0.5).get(f"http://{tool}{path}")


def test_nobody_there_is_said(tool):
    """A closed port is no crash."""
    with pytest.raises(SourceProblem, match="cannot be reached"):
        Outgoing(("127.0.0.1",)).get("http://127.0.0.1:1/")
    with pytest.raises(SourceProblem, match="cannot be reached"):
        Outgoing(("127.0.0.1",)).get(f"https://{tool}/")
