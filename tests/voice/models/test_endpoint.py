from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from wegweiser.errors import InvalidSetting, SourceProblem
from wegweiser.voice.models import Known, best
from wegweiser.voice.models.endpoint import endpoint
from wegweiser.voice.settings import VoiceSettings


class _Server(ThreadingHTTPServer):
    """A local server that speaks as an OpenAI-compatible one does."""

    daemon_threads = True
    asked: list
    content: str | None = None
    status = 200


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        """Call every sentence with "rude" negative, all others positive; keep what was asked."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), body))
        told = [
            {
                "id": one["id"],
                "negative": 8 if "rude" in one["text"] else 0,
                "neutral": 0,
                "positive": 2,
                "topic": "staff",
            }
            for one in json.loads(body["messages"][1]["content"])["sentences"]
        ]
        content = self.server.content or json.dumps({"sentences": told[::-1]})
        answer = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture
def server():
    """Run the server on a free port of this machine."""
    running = _Server(("127.0.0.1", 0), _Handler)
    running.asked = []
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def _settings(server, **more) -> VoiceSettings:
    address = f"http://127.0.0.1:{server.server_port}/v1"
    return VoiceSettings(model="endpoint", endpoint=address, endpoint_model="tiny-7b", **more)


def test_the_endpoint_reads_in_batches_under_its_own_name(server, monkeypatch):
    """45 sentences are three requests; ids put answers back in order; the key comes from the environment."""
    monkeypatch.setenv("VOICE_KEY", "secret")
    reader = best(_settings(server, endpoint_key="VOICE_KEY"), Known(seeds={"staff": ("nurse",)}))
    read = reader.read(["fine"] * 44 + ["rude nurse"], ["en"] * 45)
    assert reader.name == f"tiny-7b@127.0.0.1:{server.server_port}"
    assert len(server.asked) == 3
    assert server.asked[0][:2] == ("/v1/chat/completions", "Bearer secret")
    assert read.negative[[0, 44]].tolist() == [0.0, 0.8]
    assert read.feeling[44] == pytest.approx(-1.2)
    assert read.topics[44] == "staff"
    assert "secret" not in repr(reader)


def test_what_looks_personal_does_not_leave(server):
    """Texts come masked; an address or a number that slipped through is struck out all the same."""
    endpoint(_settings(server)).read(["Mail ana@example.org or +49 170 1234567"], ["en"])
    sent = json.loads(server.asked[0][2]["messages"][1]["content"])["sentences"][0]["text"]
    assert sent == "Mail *** or ***"


@pytest.mark.parametrize(
    "content",
    ["no JSON", "[]", '{"sentences": []}', '{"sentences": [{"id": 1, "negative": -1, "neutral": 1, "positive": 1}]}'],
)
def test_an_answer_in_another_form_is_refused(server, content):
    """Words, nothing, a missing id and a negative probability are no readings."""
    server.content = content
    with pytest.raises(SourceProblem, match="did not answer in the form asked for"):
        endpoint(_settings(server)).read(["fine"], ["en"])


def test_an_endpoint_that_fails_is_named(server):
    """An error of the server is told with model and host; nothing else reads in its stead."""
    server.status = 500
    with pytest.raises(SourceProblem, match=r"tiny-7b@127\.0\.0\.1:\d+ does not answer"):
        endpoint(_settings(server)).read(["fine"], ["en"])


def test_an_endpoint_nobody_described_is_refused():
    """Address, model and key are asked for together; files are no endpoint."""
    with pytest.raises(InvalidSetting) as caught:
        endpoint(VoiceSettings(model="endpoint", endpoint="file:///etc/passwd", endpoint_key="NOT_SET_ANYWHERE"))
    assert len(caught.value.problems) == 3
