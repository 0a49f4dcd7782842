"""Twenty people use the app for half an hour: nothing fails on the server, and its memory stays as it was."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import statistics
import threading
import time
from collections import defaultdict
from contextlib import closing

import pytest
from tests.web.conftest import ran_shop  # noqa: F401  (a fixture)
from tests.web.whole.conftest import Server, key, person

from wegweiser.domain.people import Role
from wegweiser.web.frame.guarding import session_cookie_at

MINUTES = float(os.environ.get("WEGWEISER_SOAK_MINUTES", "30"))
PEOPLE = 20
READ = ("/", "/maps", "/paths", "/funnel", "/feelings", "/levers", "/personas", "/touchpoints", "/data", "/activity")
FORMS = ("json", "csv", "xlsx", "markdown", "mermaid", "html", "svg")
GROWTH = 1.15


class Visitor(threading.Thread):
    """Somebody who reads, edits, comments, takes files along and follows the map, with a short rest in between."""

    def __init__(self, server: Server, name: str, session: str, token: str, place: tuple[str, str, str]) -> None:
        super().__init__(daemon=True)
        self.server, self.called, self.place = server, name, place
        self.page = {"cookie": f"{session_cookie_at(server.url)}={session}", "accept-encoding": "gzip"}
        self.program = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self.drawn = random.Random(name)  # noqa: S311  (what somebody does next, nothing secret)
        self.over = threading.Event()
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.mine: list[str] = []

    def run(self) -> None:
        """Do one thing after another until told to stop."""
        acts = [self.read] * 8 + [self.edit] * 4 + [self.comment] * 2 + [self.undo, self.take_along, self.follow]
        while not self.over.is_set():
            self.drawn.choice(acts)()
            self.over.wait(self.drawn.uniform(0.2, 1.2))

    def read(self) -> None:
        """Look at a screen."""
        self.ask(
            "read", "GET", self.drawn.choice((*READ, f"/maps/{self.place[0]}", f"/maps/{self.place[0]}?editing=1"))
        )

    def edit(self) -> None:
        """Write a claim, change one, or take one away: the map neither grows nor shrinks for long."""
        map_id, lane, phase = self.place
        text = f"{self.called} {self.drawn.random()}"
        if len(self.mine) < 3:
            edit = {"edit": "add_claim", "lane": lane, "phase": phase, "text": text}
        elif self.drawn.random() < 0.5:
            edit = {"edit": "edit_claim", "id": self.drawn.choice(self.mine), "text": text}
        else:
            edit = {"edit": "remove_claim", "id": self.mine.pop(0)}
        said = self.ask("edit", "POST", f"/api/v1/maps/{map_id}/edits", {"edit": edit})
        if said and edit["edit"] == "add_claim":
            self.find()

    def find(self) -> None:
        """Remember which claims of hers stand now."""
        said = self.ask("map", "GET", f"/api/v1/maps/{self.place[0]}")
        cells = json.loads(said)["map"]["cells"] if said else ()
        claims = [claim for cell in cells for claim in cell.get("claims", ())]
        self.mine = [claim["id"] for claim in claims if f"{self.called} 0." in str(claim["text"])]

    def comment(self) -> None:
        """Say something about a phase."""
        body = {"target": f"phase:{self.place[2]}", "text": f"{self.called} asks {self.drawn.random()}"}
        said = self.ask("comment", "POST", f"/api/v1/maps/{self.place[0]}/comments", body)
        if said is not None:
            self.ask("talk", "GET", f"/maps/{self.place[0]}/comments?target=phase:{self.place[2]}")

    def undo(self) -> None:
        """Take back one's own last edit: a claim is gone, or back again."""
        self.ask("undo", "POST", f"/api/v1/maps/{self.place[0]}/undo", {})
        self.find()

    def take_along(self) -> None:
        """Save the map in some form."""
        self.ask("export", "GET", f"/maps/{self.place[0]}/export/{self.drawn.choice(FORMS)}")

    def follow(self) -> None:
        """Follow the map for some seconds, as an open page does."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)) as connection:
            connection.request("GET", f"/maps/{self.place[0]}/live", headers=self.page)
            answer = connection.getresponse()
            if answer.status != 200:
                self.wrong.append(f"live {answer.status}")
                return
            answer.readline()
            self.over.wait(self.drawn.uniform(1, 4))

    def ask(self, what: str, method: str, address: str, body: object = None) -> bytes | None:
        """Ask, note how long it took, and return what was said; refusals people meet are no fault, failures are."""
        headers = self.program if address.startswith("/api") else self.page
        sent = None if body is None else json.dumps(body).encode()
        begun = time.perf_counter()
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)) as connection:
                connection.request(method, address, sent, headers)
                answer = connection.getresponse()
                said = answer.read()
        except (OSError, http.client.HTTPException) as lost:
            self.wrong.append(f"{what} {address}: {lost!r}")
            return None
        self.took[what].append(time.perf_counter() - begun)
        if answer.status == 200:
            return said
        if answer.status not in {404, 409, 422}:
            self.wrong.append(f"{what} {address}: {answer.status} {said[:200]!r}")
        return None


def crowd(server: Server) -> list[Visitor]:
    """Add twenty people and return them, ready to begin."""
    with server.store() as store:
        sessions = [person(store, f"Person{n}", Role.EDITOR) for n in range(PEOPLE)]
        tokens = [key(store, f"Program{n}", Role.EDITOR) for n in range(PEOPLE)]
    first = Visitor(server, "first", sessions[0], tokens[0], ("", "", ""))
    map_id = json.loads(first.ask("start", "GET", "/api/v1/") or b"{}")["map"].rpartition("/")[2]
    shown = json.loads(first.ask("map", "GET", f"/api/v1/maps/{map_id}") or b"{}")["map"]
    lane = next(lane["id"] for lane in shown["lanes"] if lane["type"] == "experience")
    phases = [phase["id"] for phase in shown["phases"]]
    return [
        Visitor(server, f"p{n}", session, token, (map_id, lane, phases[n % len(phases)]))
        for n, (session, token) in enumerate(zip(sessions, tokens, strict=True))
    ]


@pytest.mark.soak
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_twenty_people_for_half_an_hour(engine, ran_shop, tmp_path, request, capsys):  # noqa: F811
    """No answer fails, and the memory of the server at the end is what it was after a sixth of the time."""
    folder = tmp_path / "shop"
    shutil.copytree(ran_shop, folder)
    server = Server(folder, database(engine, request))
    minutes = MINUTES / 2  # on each of the two databases
    try:
        server.start()
        people = crowd(server)
        for one in people:
            one.start()
        time.sleep(minutes * 10)
        warm, after = server.memory(), []
        for _ in range(5):
            time.sleep(minutes * 10)
            after.append(server.memory())
        for one in people:
            one.over.set()
        for one in people:
            one.join(180)
    finally:
        server.stop()
    with capsys.disabled():
        print(f"\n{engine}: memory {warm / 2**20:.0f} MiB, then {[round(one / 2**20) for one in after]}")  # noqa: T201
        print(times(people))  # noqa: T201
    assert [wrong for one in people for wrong in one.wrong] == []
    assert statistics.median(after[-3:]) <= warm * GROWTH


def database(engine: str, request) -> str:
    """Return the address of a database of this kind; empty: the workspace's own SQLite file."""
    if engine == "sqlite":
        return ""
    import psycopg  # noqa: PLC0415  (only where there is a PostgreSQL)

    address = request.getfixturevalue("postgres")
    with psycopg.connect(address.format("postgres"), autocommit=True) as made:
        made.execute("create database soaked")
    return address.format("soaked")


def times(people: list[Visitor]) -> str:
    """Return a line for each kind of request: how many, and the times half, 95 and 99 of 100 stay below."""
    lines = []
    for what in sorted({name for one in people for name in one.took}):
        took = sorted(second for one in people for second in one.took[what])
        below = [took[min(len(took) - 1, int(len(took) * share))] * 1000 for share in (0.5, 0.95, 0.99)]
        lines.append(
            f"{what:8} n={len(took):6}  p50 {below[0]:5.0f} ms  p95 {below[1]:5.0f} ms  p99 {below[2]:5.0f} ms"
        )
    return "\n".join(lines)
