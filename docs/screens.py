"""Take a picture of every screen of the app: light and dark, German and English, on a desk and on a phone.

Run by `make screens` on a workspace that was run before; the pictures go to build/screens. What people say, plan and
share is put into a copy made for the pictures, so that no screen stands empty and the workspace stays as it is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from wegweiser.clock import SystemClock
from wegweiser.domain.people import Role
from wegweiser.store import open_store
from wegweiser.web.app import app
from wegweiser.web.frame import View
from wegweiser.web.frame.guarding import session_cookie_at
from wegweiser.web.opening import site_of
from wegweiser.web.screens import declared

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
THEMES, LANGUAGES = ("light", "dark"), ("en", "de")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_TALLEST, _GUESSES = 4_000, 3
_LARGE = (".parquet", ".csv", ".gz", ".xlsx")
_MAP = "journey"
_OPEN_SESAME = "open sesame 9"
_HIDDEN = """() => {
  const pages = [...document.querySelectorAll(".page:not(.wide), .page.wide .canvas")];
  return Math.max(0, ...pages.map((page) => page.scrollHeight - page.clientHeight));
}"""
_OWN = "http://127.0.0.1"
"""Where the app believes to be reached; the port is drawn when it is served."""
_BARE = ("sign_in_page", "shared_map")
"""Screens for people who are not signed in."""


class Pictured(msgspec.Struct, frozen=True):
    """An app that is served: its address, the session of an admin, and screens that need more than their address."""

    base: str
    token: str
    further: dict[str, str] = {}


@contextmanager
def copied(workspace: Path) -> Iterator[Path]:
    """Yield a copy of a workspace that is gone afterwards; large files are linked, for nobody writes into them."""

    def placed(source: str, target: str) -> None:
        (os.link if source.endswith(_LARGE) else shutil.copy2)(source, target)

    with tempfile.TemporaryDirectory(dir=workspace.parent) as made:
        left = shutil.ignore_patterns("app.sqlite*", "lock", "*.lock")
        yield Path(shutil.copytree(workspace, Path(made) / workspace.name, ignore=left, copy_function=placed))


@contextmanager
def served(workspace: Path, *, seeded: bool = True) -> Iterator[Pictured]:
    """Yield the app on a copy of a workspace, with an admin made for the pictures and something on every screen."""
    with copied(workspace) as copy:
        yield from _served(copy, seeded=seeded)


def _served(workspace: Path, *, seeded: bool) -> Iterator[Pictured]:
    clock, database = SystemClock(), workspace / ".wegweiser" / "app.sqlite"
    with open_store(f"sqlite:///{database.resolve()}", clock) as store:
        ana = store.people.add("ana@example.com", "Ana Albers", Role.ADMIN)
        ben = store.people.add("ben@example.com", "Ben Berg", Role.ADMIN)
        site = site_of(workspace, store, clock, _OWN)
        config = uvicorn.Config(app(site), port=0, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        base, token = f"http://127.0.0.1:{port}", store.sessions.open(ana.id, "pictures")
        key, _ = store.keys.make(ben.name, ben.id, Role.ADMIN)
        try:
            yield Pictured(base, token, seed(base, key, ana.id) if seeded else {})
        finally:
            server.should_exit = True
            thread.join()


def seed(base: str, key: str, owner: str) -> dict[str, str]:
    """Say, plan and share things through the API; return the addresses of screens this makes."""
    here, today = f"/maps/{_MAP}", date.today()  # noqa: DTZ011  (days of tasks are the reader's)
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=f"{base}/api/v1", headers=headers, timeout=60, trust_env=False) as api:

        def post(path: str, **told: object) -> dict[str, object]:
            answer = api.post(path, json=told)
            if answer.is_error:
                raise SystemExit(f"{path}: {answer.status_code} {answer.text}")
            return answer.json() if answer.content else {}

        post(f"{here}/comments", text="@Ana Albers Kommen die Zahlen der Filialen schon mit?", target="phase:retention")
        post(f"{here}/comments", text="Is the figure for spring in here?", target="phase:consideration")
        post(f"{here}/comments", text="Das sagen uns auch die Berater am Telefon.", target="map")
        post("/settings/people/invite", email="cem@example.com", role="commenter")
        for title, days, target in (
            ("Lieferzeit auf der Produktseite zeigen", 3, "phase:conversion"),
            ("Ask ten customers about the fitting", 9, "phase:consideration"),
            ("Bewertungen der Filialen einlesen", -2, "phase:retention"),
        ):
            due = (today + timedelta(days=days)).isoformat()
            post("/tasks", map=_MAP, title=title, target=target, due=due, owner=owner)
        post(f"{here}/versions", name="Vor dem Workshop", note="Stand der Forschung im Sommer")
        post(f"{here}/shares", days=30, name="Beirat", password=_OPEN_SESAME, files=True)
        shared = post(f"{here}/shares", days=7, name="Agentur", language="de", files=True)
        post("/maps/new/child", inside=f"{_MAP}/consideration", title="Im Laden beraten werden")
        for where, words in guesses(api.get(here).json()["map"]):
            post(f"{here}/edits", edit={"edit": "add_claim", **where, "text": words})
    return {"shared_map": "/s/" + str(shared["link"]).rpartition("/")[2]}


def guesses(shown: dict[str, Any]) -> Iterator[tuple[dict[str, str], str]]:
    """Yield where data measured something, and what somebody might assume there, so that data have to say otherwise."""
    measured = [
        ({"lane": cell["lane"], "phase": cell["phase"]}, claim["text"])
        for cell in shown["cells"]
        for claim in cell.get("claims", ())
        if claim.get("status") == "measured" and isinstance(claim["text"], dict)
    ]
    for where, words in measured[:: max(1, len(measured) // _GUESSES)][:_GUESSES]:
        yield where, f"Wir vermuten: {words['de']}"


def addresses() -> dict[str, str]:
    """Return the address of every screen by its name; the main map stands in for any.

    What must be told of what, such as the evidence of one statement, is a part of another screen and left out.
    """
    pages = (one for one in declared() if isinstance(one, View) and whole(one) and not asked(one))
    paths = {one.name: one.path.replace("{map}", _MAP) for one in pages}
    return {name: path for name, path in paths.items() if "{" not in path}


def whole(view: View) -> bool:
    """Return whether a screen is a page, not a part of one."""
    return bool(view.template) and not view.template.startswith("parts/")


def asked(view: View) -> list[str]:
    """Return what a screen must be told beside the map."""
    return [field.name for field in msgspec.structs.fields(view.asks) if field.required and field.name != "map"]


def picture(page: Page, address: str, file: Path, press: str = "") -> int:
    """Write the picture of a page, after pressing what `press` finds, and return its status."""
    answer = page.goto(address, wait_until="load")
    page.wait_for_timeout(200)
    if press:
        page.locator(press).first.click()
        page.wait_for_timeout(600)
    size = page.viewport_size
    # The page scrolls inside its frame: the window grows until all of it stands there.
    page.set_viewport_size({**size, "height": min(_TALLEST, size["height"] + page.evaluate(_HIDDEN))})
    page.wait_for_timeout(100)
    high = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": size["width"], "height": high}, full_page=True)
    page.set_viewport_size(size)
    return answer.status if answer else 0


def shots(site: Pictured) -> dict[str, tuple[str, str]]:
    """Return address and button to press of every screen by its name."""
    here = f"/maps/{_MAP}"
    return {
        **{name: (path, "") for name, path in addresses().items()},
        **{name: (path, "") for name, path in site.further.items()},
        "map_editing": (f"{here}?editing=true", ""),
        "map_evidence": (here, "a.why[data-drawer]:visible"),
        "map_proposals": (here, "a[href$='/proposals']:visible"),
        "data_source": ("/data", "tbody a[data-drawer]:visible"),
        "touchpoint_drawer": ("/touchpoints", "tbody a[data-drawer]:visible"),
        "nothing_here": ("/nothing-here", ""),
    }


def opened(browser: Browser, site: Pictured, size: str, theme: str, language: str) -> BrowserContext:
    """Return a browser of one size, theme and language, signed in where there is a session."""
    wide, high = SIZES[size]
    context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=theme, locale=language)
    cookies = {session_cookie_at(_OWN): site.token, "wg_theme": theme, "wg_language": language}
    context.add_cookies([{"name": name, "value": value, "url": site.base} for name, value in cookies.items() if value])
    return context


def every(browser: Browser, site: Pictured, out: Path, only: str) -> Iterator[tuple[str, int]]:
    """Yield name and status of each picture as it is taken."""
    stranger = msgspec.structs.replace(site, token="")
    for size, theme, language in product(SIZES, THEMES, LANGUAGES):
        inside, outside = (opened(browser, one, size, theme, language) for one in (site, stranger))
        pages = {False: inside.new_page(), True: outside.new_page()}
        for name, (path, press) in shots(site).items():
            file = f"{name}-{size}-{theme}-{language}.png"
            if only not in file:
                continue
            try:
                yield file, picture(pages[name in _BARE], site.base + path, out / file, press)
            except Error as why:
                yield f"{file} ({why.message.splitlines()[0]})", 0
        inside.close()
        outside.close()


def begun(browser: Browser, site: Pictured, out: Path, only: str) -> Iterator[tuple[str, int]]:
    """Yield name and status of the pictures of a workspace that is empty still."""
    for size, theme, language in product(SIZES, THEMES, LANGUAGES):
        context = opened(browser, site, size, theme, language)
        page = context.new_page()
        for name in ("start", "maps", "paths", "levers", "data"):
            file = f"empty_{name}-{size}-{theme}-{language}.png"
            if only in file:
                yield file, picture(page, site.base + ("/" if name == "start" else f"/{name}"), out / file)
        context.close()


def main() -> int:
    """Take the pictures and return 1 where a screen did not answer as it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    names = (os.environ.get("WEGWEISER_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    chromium = next((path for name in names if name and (path := shutil.which(name))), None)
    if chromium is None:
        print("No Chromium is installed: run `make test` once, or set WEGWEISER_CHROMIUM to one.")
        return 2
    failed = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as bare:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        (Path(bare) / ".wegweiser").mkdir()
        (Path(bare) / "wegweiser.toml").write_text('name = "Neu"\n')
        for folder in (given.workspace, Path(bare)):
            with served(folder, seeded=folder is given.workspace) as site:
                taken = (
                    every(browser, site, given.out, given.only)
                    if site.further
                    else begun(browser, site, given.out, given.only)
                )
                failed += [f"{file}: {status}" for file, status in taken if status not in (200, 404)]
        browser.close()
    print(f"Pictures: {given.out}")
    print("\n".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
