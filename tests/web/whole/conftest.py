"""The app as its users have it: `wegweiser serve` in a process of its own, with its people, and their windows."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page
from tests.web.browsing import WAIT

from wegweiser.clock import SystemClock
from wegweiser.domain.people import Role
from wegweiser.store import Store, open_store

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
FIRST = re.compile(r"https?://\S+/welcome/\S+")


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Server:
    """A server process; it can be stopped, killed and started again on the same folder and port."""

    folder: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        """Start it and return when it answers."""
        environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1", "WEGWEISER_THREADS": "1"}
        if self.database:
            environment["WEGWEISER_DATABASE"] = self.database
        command = (sys.executable, "-m", "wegweiser", "serve", "-C", str(self.folder), "--port", str(self.port))
        with (self.folder / "serve.log").open("a") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        self.said = []
        until = time.monotonic() + WAIT
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "serve.log").read_text("utf-8")
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.02)
        return self

    def answers(self) -> bool:
        """Return whether somebody listens at its port."""
        with socket.socket() as asking:
            asking.settimeout(1)
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def first_link(self) -> str:
        """Return the link the first start prints."""
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if found := FIRST.search(line):
                return found.group()
        pytest.fail(f"no first link among: {self.said}")

    def kill(self) -> None:
        """Kill it as -9 does: no handler runs."""
        self._end(lambda process: process.kill())

    def stop(self) -> None:
        """Stop it as Ctrl+C does."""
        self._end(lambda process: process.terminate())

    def _end(self, how) -> None:
        if self.process is not None:
            how(self.process)
            self.process.wait(WAIT)
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def memory(self) -> int:
        """Return the bytes of memory the process holds now (Linux)."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text("utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @contextmanager
    def store(self) -> Generator[Store]:
        """Open the database of the app beside it."""
        with open_store(self.database or str(self.folder / ".wegweiser" / "app.sqlite"), SystemClock()) as store:
            yield store


def person(store: Store, name: str, role: Role) -> str:
    """Add somebody and return the token of her session."""
    return store.sessions.open(store.people.add(f"{name.lower()}@example.org", name, role).id)


def key(store: Store, name: str, role: Role) -> str:
    """Add somebody and return an API key of hers."""
    return store.keys.make(name, store.people.add(f"{name.lower()}@example.org", name, role).id, role)[0]


class Asker:
    """Somebody who asks the API as a script on a page of ours does."""

    def __init__(self, page: Page, server: Server) -> None:
        self._page, self._at = page, f"{server.url}/api/v1"
        form = CSRF.search(page.request.get(f"{server.url}/account").text())
        assert form is not None
        self._headers = {"x-csrf-token": form[1]}

    def get(self, path: str) -> Any:
        """Return what stands there."""
        return self._told(self._page.request.get(self._at + path))

    def post(self, path: str, **body: Any) -> Any:
        """Do something and return what it came to."""
        return self._told(self._page.request.post(self._at + path, data=body, headers=self._headers))

    def send(self, path: str, name: str, content: bytes) -> Any:
        """Send a file."""
        sent = {"file": {"name": name, "mimeType": "application/octet-stream", "buffer": content}}
        return self._told(self._page.request.post(self._at + path, multipart=sent, headers=self._headers))

    @staticmethod
    def _told(answer: APIResponse) -> Any:
        assert answer.ok, f"{answer.url}: {answer.status} {answer.text()[:500]}"
        return answer.json()


@pytest.fixture
def serving() -> Generator[Callable[..., Server]]:
    """Return what makes a server of a folder; each is stopped in the end."""
    made: list[Server] = []

    def server(folder: Path, database: str = "") -> Server:
        made.append(Server(folder, database))
        return made[-1]

    yield server
    for one in made:
        one.stop()


@pytest.fixture
def whole_shop(ran_shop, tmp_path, serving) -> Server:
    """Return the server of a shop that was run, not yet started, with nobody in it."""
    folder = tmp_path / "shop"
    shutil.copytree(ran_shop, folder)
    return serving(folder)
