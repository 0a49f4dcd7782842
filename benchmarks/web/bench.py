"""Time every screen of the app on a large workspace; write benchmarks/web/RESULTS.md.

    OMP_NUM_THREADS=1 python benchmarks/web/bench.py [WORKSPACE] [--customers 500000]

The workspace must have been run; without one, a log is generated and run first, which takes minutes. It is copied
before anything is written there. Times are of one visitor on an otherwise idle server, as HTTP on the same machine.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from wegweiser.clock import SystemClock
from wegweiser.domain.people import Role
from wegweiser.store import open_store
from wegweiser.web.frame.guarding import session_cookie_at
from wegweiser.workspace.insights import Insights

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
WARM = 20
PAINT, INTERACTION = 1.0, 0.1
"""Seconds: what a first paint and an interaction may take."""
_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  const first = list.getEntriesByName('first-contentful-paint')[0];
  if (first) done(first.startTime);
}).observe({ type: 'paint', buffered: true }))"""
_EDIT = """([claim, text]) => {
  const map = document.querySelector('wg-map'), was = map.dataset.revision, found = {};
  const shown = () => document.querySelector(`[data-id="claim:${claim}"] .t`)?.textContent === text;
  window.painted = new Promise((done) => document.addEventListener('keydown', () => {
    const begun = performance.now();
    const paints = (name, holds) => requestAnimationFrame(() => {
      if (!holds()) return paints(name, holds);
      return setTimeout(() => {
        found[name] = performance.now() - begun;
        if (found.seen && found.confirmed) done(found);
      });
    });
    paints('seen', shown);
    paints('confirmed', () => map.dataset.revision !== was);
  }, { once: true, capture: true }));
}"""
"""Notes when the page has painted an edit after the next key, and when what the server made of it."""
_MEANS = (
    "*First* is the first request after the server came up (files read, map joined), *warm* the median of twenty "
    "after it, both as the client waits; *paint* is Chromium's first contentful paint with an empty cache, the "
    "median of three. An edit is *on the map* once Chromium painted the new text, *confirmed* once it painted what the "
    "server made of it: both from Enter, the median of ten."
)
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


@dataclass
class Row:
    """What one screen took, in seconds and bytes."""

    address: str
    first: float
    warm: float
    bytes: int
    paint: float = 0.0


class Client:
    """One visitor who keeps her connection."""

    def __init__(self, port: int, session: str, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        named = session_cookie_at(f"http://127.0.0.1:{port}")
        self._page = {"cookie": f"{named}={session}", "accept-encoding": "gzip"}
        self._program = {
            "authorization": f"Bearer {key}",
            "content-type": "application/json",
            "accept-encoding": "gzip",
        }

    def page(self, address: str) -> tuple[float, int]:
        """Return the seconds a page took, and its bytes as they travelled."""
        return self._timed("GET", address, self._page)[:2]

    def api(self, address: str, body: dict[str, Any] | None = None) -> tuple[float, int, Any]:
        """Return the seconds a call of the API took, its bytes, and what it said."""
        sent = None if body is None else json.dumps(body).encode()
        took, size, raw = self._timed("GET" if body is None else "POST", f"/api/v1{address}", self._program, sent)
        return took, size, json.loads(raw)

    def _timed(
        self, method: str, address: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[float, int, bytes]:
        begun = time.perf_counter()
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        took = time.perf_counter() - begun
        size = len(raw)
        if answer.headers.get("content-encoding") == "gzip":
            raw = gzip.decompress(raw)
        if answer.status != 200:
            raise SystemExit(f"{method} {address}: {answer.status} {raw[:400]!r}")
        return took, size, raw

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve a workspace in a process of its own, and stop it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = (sys.executable, "-m", "wegweiser", "serve", "-C", str(folder), "--port", str(port))
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if process.poll() is not None:
                raise SystemExit("the server did not come up")
            time.sleep(0.05)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


def memory(process: subprocess.Popen[bytes]) -> int:
    """Return the bytes a process holds (Linux)."""
    return int(Path(f"/proc/{process.pid}/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def addresses(map_id: str, phase: str, claim: str, touchpoint: str) -> list[str]:
    """Return the screens that are timed."""
    here = f"/maps/{map_id}"
    return [
        "/",
        "/maps",
        here,
        f"{here}?editing=1",
        f"{here}?view=full",
        f"{here}?view=blueprint",
        f"{here}/evidence?target=claim:{claim}",
        f"{here}/comments?target=phase:{phase}",
        f"{here}/proposals",
        f"{here}/versions",
        f"{here}/compare",
        f"{here}/export",
        f"{here}/present",
        "/personas",
        "/paths",
        "/paths?share=0.9",
        "/funnel",
        "/feelings",
        "/levers",
        "/tasks",
        "/activity",
        "/touchpoints",
        f"/touchpoints/{touchpoint}",
        "/data",
        "/jobs",
        "/settings",
        "/account",
    ]


def timed(client: Client, address: str) -> Row:
    """Return what a screen took the first time, and the median of twenty more."""
    first, _ = client.page(address)
    warm = [client.page(address) for _ in range(WARM)]
    return Row(address, first, statistics.median(took for took, _ in warm), warm[-1][1])


def painted(browser: Browser, base: str, session: str, rows: list[Row]) -> None:
    """Note when each screen paints first in a browser that has seen nothing yet; the median of three."""
    for row in rows:
        found = []
        for _ in range(3):
            with closing(browser.new_context(viewport={"width": 1440, "height": 900})) as context:
                context.add_cookies([{"name": session_cookie_at(base), "value": session, "url": base}])
                page = context.new_page()
                page.goto(base + row.address)
                found.append(page.evaluate(_PAINT) / 1000)
        row.paint = statistics.median(found)


def edits(client: Client, map_id: str, claim: str) -> float:
    """Return the median seconds the server takes for an edit of a text."""
    took = []
    for n in range(WARM):
        edit = {"edit": "edit_claim", "id": claim, "text": f"Benchmark {n}"}
        took.append(client.api(f"/maps/{map_id}/edits", {"edit": edit})[0])
    return statistics.median(took)


def seen(page: Page, base: str, map_id: str, claim: str) -> tuple[float, float]:
    """Return the median seconds from Enter to the new text on the map, and to the map as the server drew it anew."""
    page.goto(f"{base}/maps/{map_id}?editing=1")
    page.wait_for_function("() => !!(customElements.get('wg-edit') && customElements.get('wg-map'))")
    took = []
    for n in range(10):
        page.locator(f'[data-id="claim:{claim}"] .t').click()
        page.keyboard.type(f"Seen {n}")
        page.evaluate(_EDIT, [claim, f"Seen {n}"])
        page.keyboard.press("Enter")
        took.append(page.evaluate("() => window.painted"))
    first, second = (statistics.median(one[name] for one in took) / 1000 for name in ("seen", "confirmed"))
    return first, second


def workspace(given: Path | None, customers: int, folder: Path) -> Path:
    """Return a copy of the workspace that was named, or a new one that was run on a generated log."""
    made = folder / "workspace"
    if given is not None:
        return Path(shutil.copytree(given, made))
    sizes = ("--customers", str(customers), "--out", str(folder), "--format", "csv")
    subprocess.run((sys.executable, str(HERE.parent / "generate.py"), *sizes), check=True)
    log = next(folder.glob("events_*.csv"))
    for command in (("init", str(made)), ("add", str(log), "-C", str(made)), ("run", "-C", str(made))):
        subprocess.run((sys.executable, "-m", "wegweiser", *command), check=True, stdout=subprocess.DEVNULL)
    return made


def people(folder: Path) -> tuple[str, str]:
    """Add an editor; return a session and a key of hers."""
    with open_store(str(folder / ".wegweiser" / "app.sqlite"), SystemClock()) as store:
        ana = store.people.by_email("bench@example.org") or store.people.add("bench@example.org", "Ana", Role.ADMIN)
        return store.sessions.open(ana.id), store.keys.make("bench", ana.id, Role.ADMIN)[0]


def written(client: Client, map_id: str) -> tuple[str, str]:
    """Write a claim to edit; return its phase and id."""
    shown = client.api(f"/maps/{map_id}")[2]["map"]
    lane = next(lane["id"] for lane in shown["lanes"] if lane["type"] == "experience")
    phase = shown["phases"][0]["id"]
    edit = {"edit": "add_claim", "lane": lane, "phase": phase, "text": "Benchmark"}
    client.api(f"/maps/{map_id}/edits", {"edit": edit})
    cells = client.api(f"/maps/{map_id}")[2]["map"]["cells"]
    return phase, next(one["id"] for cell in cells for one in cell.get("claims", ()) if "Benchmark" in str(one["text"]))


def report(rows: list[Row], edit: float, figures: dict[str, str], size: str) -> str:
    """Return the page of results; `edit` is how long somebody waits until she sees what she wrote."""
    over = [f"`{row.address}`" for row in rows if row.paint > PAINT or row.warm > INTERACTION]
    if edit > INTERACTION:
        over.append("an edit")
    machine = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    lines = [
        "# The app: time of each screen",
        "",
        f"{size}. {machine}. Budget: first paint below {PAINT:g} s, an interaction below {INTERACTION * 1000:g} ms.",
        "",
        _MEANS,
        "",
        "| screen | first ms | warm ms | paint ms | KB gz |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(
            f"| `{row.address}` | {row.first * 1000:.0f} | {row.warm * 1000:.0f} | {row.paint * 1000:.0f} | "
            f"{row.bytes / 1000:.1f} |"
            for row in rows
        ),
        "",
        "| else | |",
        "| --- | ---: |",
        *(f"| {name} | {value} |" for name, value in figures.items()),
        "",
        f"Over the budget: {', '.join(over) or 'none'}.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Serve, time and write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("workspace", nargs="?", type=Path)
    asked.add_argument("--customers", type=int, default=500_000)
    asked.add_argument("--results", type=Path, default=RESULTS)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = workspace(told.workspace, told.customers, Path(scratch))
        index = Insights(folder).index()
        if index is None:
            raise SystemExit("run the workspace first")
        session, key = people(folder)
        with served(folder) as (process, port):
            empty, base = memory(process), f"http://127.0.0.1:{port}"
            client = Client(port, session, key)
            first = client.page("/")[0]
            map_id = client.api("/")[2]["map"].rpartition("/")[2]
            phase, claim = written(client, map_id)
            touchpoint = client.api("/touchpoints")[2]["rows"][0]["id"]
            rows = [timed(client, one) for one in addresses(map_id, phase, claim, touchpoint)]
            rows[0].first = first
            figures = {"an edit, at the server": f"{edits(client, map_id, claim) * 1000:.0f} ms"}
            for name, address in (("the map", f"/maps/{map_id}"), ("the levers", "/levers"), ("the paths", "/paths")):
                took = statistics.median(client.api(address)[0] for _ in range(WARM))
                figures[f"{name} as JSON"] = f"{took * 1000:.0f} ms"
            client.close()
            with sync_playwright() as playwright:
                chromium = os.environ.get("WEGWEISER_CHROMIUM") or shutil.which("chromium")
                browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
                painted(browser, base, session, rows)
                context = browser.new_context()
                context.add_cookies([{"name": session_cookie_at(base), "value": session, "url": base}])
                edit, confirmed = seen(context.new_page(), base, map_id, claim)
                browser.close()
            figures["an edit, from Enter to its text on the map"] = f"{edit * 1000:.0f} ms"
            figures["an edit, from Enter to the map confirmed by the server"] = f"{confirmed * 1000:.0f} ms"
            figures["memory of the server, before and after"] = (
                f"{empty / 2**20:.0f} and {memory(process) / 2**20:.0f} MiB"
            )
    size = f"A workspace of {index.events:,} events of {index.customers:,} customers"
    told.results.write_text(report(rows, edit, figures, size), "utf-8")
    sys.stdout.write(told.results.read_text("utf-8"))


if __name__ == "__main__":
    main()
