"""An app on a real server, and windows of people that look at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import uvicorn
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from starlette.applications import Starlette

from wegweiser.web.frame.guarding import session_cookie_at

WAIT = 60.0
"""Seconds after which what does not come is a failure; it takes one or two."""


@contextmanager
def running(app: Starlette, **how: Any) -> Generator[str]:
    """Give the address of an app on a server in a thread, which stops with the block."""
    told: dict[str, Any] = {"log_level": "error", "timeout_graceful_shutdown": 1, "ws": "none", **how}
    server = uvicorn.Server(uvicorn.Config(app, port=0, **told))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class Windows:
    """Windows of people: whatever goes wrong in one of them, or leaves for elsewhere, is told at the end."""

    def __init__(self, browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.told: list[str] = []
        self.expected: list[str] = []
        """Parts of console messages that are meant to come, such as a refused request."""

    def open(self, url: str, token: str = "", *, language="en", scheme="light", size=(1440, 900), **more: Any) -> Page:
        """Open a window of somebody, or of a stranger."""
        how = {"accept_downloads": True, "reduced_motion": "reduce", **more}
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale={"en": "en-GB", "de": "de-DE"}[language],
            **how,
        )
        self._contexts.append(context)
        context.set_default_timeout(WAIT * 1000)
        cookies = {session_cookie_at(url): token, "wg_language": language} if token else {}
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: self.told.append(f"error {error}"))
        page.on("console", self._heard)
        page.on("request", lambda request: self._asked(request, url))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.told.append(f"console {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request, url: str) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            self.told.append(f"elsewhere {request.url}")

    def close(self) -> None:
        """Close them all, and fail where something was told that nobody expected."""
        for context in self._contexts:
            context.close()
        wrong = [one for one in self.told if not any(part in one for part in self.expected)]
        assert wrong == [], wrong
