"""Take a picture of every screen of the app: light and dark, German and English, on a desk and on a phone.

Run by `make screens` on a workspace that was run before; the pictures go to build/screens.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import msgspec
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from wegweiser.clock import SystemClock
from wegweiser.domain.people import Role
from wegweiser.store import open_store
from wegweiser.web.app import app
from wegweiser.web.frame import View
from wegweiser.web.opening import site_of
from wegweiser.web.screens import declared

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
THEMES, LANGUAGES = ("light", "dark"), ("en", "de")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_TALLEST = 4_000
_MAP = "journey"


@contextmanager
def served(workspace: Path) -> Iterator[tuple[str, str]]:
    """Yield the address of the app on a workspace and the session of an admin made for the pictures."""
    clock, database = SystemClock(), workspace / ".wegweiser" / "screens.sqlite"
    database.unlink(missing_ok=True)
    with open_store(f"sqlite:///{database.resolve()}", clock) as store:
        ana = store.people.add("ana@example.com", "Ana Albers", Role.ADMIN)
        store.people.add("ben@example.com", "Ben Berg", Role.EDITOR)
        site = site_of(workspace, store, clock, "http://127.0.0.1")
        config = uvicorn.Config(app(site), port=0, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", store.sessions.open(ana.id, "pictures")
        server.should_exit = True
        thread.join()


def addresses() -> dict[str, str]:
    """Return the address of every screen by its name; the main map stands in for any.

    What must be told of what, such as the evidence of one statement, is a part of another screen and left out.
    """
    pages = (one for one in declared() if isinstance(one, View) and one.template and not asked(one))
    paths = {one.name: one.path.replace("{map}", _MAP) for one in pages}
    return {name: path for name, path in paths.items() if "{" not in path}


def asked(view: View) -> list[str]:
    """Return what a screen must be told beside the map."""
    return [field.name for field in msgspec.structs.fields(view.asks) if field.required and field.name != "map"]


def picture(page: Page, address: str, file: Path) -> int:
    """Write the picture of a page and return its status."""
    answer = page.goto(address, wait_until="load")
    page.wait_for_timeout(250)
    high = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=file, clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": high}, full_page=True
    )
    return answer.status if answer else 0


def every(browser: Browser, base: str, token: str, out: Path, only: str) -> Iterator[tuple[str, int]]:
    """Yield name and status of each picture as it is taken."""
    for (size, (wide, high)), theme, language in product(SIZES.items(), THEMES, LANGUAGES):
        context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=theme, locale=language)
        cookies = {"wg_session": token, "wg_theme": theme, "wg_language": language}
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
        page = context.new_page()
        for name, path in addresses().items():
            if only in name:
                file = f"{name}-{size}-{theme}-{language}.png"
                yield file, picture(page, base + path, out / file)
        context.close()


def main() -> int:
    """Take the pictures and return 1 where a screen did not answer as it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument("--only", default="", help="only screens whose name holds this")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    names = (os.environ.get("WEGWEISER_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    chromium = next((path for name in names if name and (path := shutil.which(name))), None)
    if chromium is None:
        print("No Chromium is installed: run `make test` once, or set WEGWEISER_CHROMIUM to one.")
        return 2
    failed = []
    with served(given.workspace) as (base, token), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        for taken, (file, status) in enumerate(every(browser, base, token, given.out, given.only), start=1):
            if taken % 20 == 0:
                print(f"{taken} pictures", flush=True)
            if status != 200:
                failed.append(f"{file}: {status}")
        browser.close()
    print(f"Pictures: {given.out}")
    print("\n".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
