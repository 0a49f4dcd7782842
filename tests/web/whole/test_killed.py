"""The server is killed in the middle of saves, again and again: what it acknowledged is there afterwards."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from contextlib import closing

import yaml
from tests.web.whole.conftest import Server, key

from wegweiser.domain.people import Role

WRITERS = 4


class Writer(threading.Thread):
    """Somebody who writes claims as fast as they are taken, and remembers which were acknowledged."""

    def __init__(self, server: Server, token: str, name: str, map_id: str, place: tuple[str, str]) -> None:
        super().__init__(daemon=True)
        self.server, self.token, self.called, self.map_id, self.place = server, token, name, map_id, place
        self.kept: dict[str, int] = {}
        """Text to revision."""
        self.odd: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Write until told to stop; a lost connection is tried again, its edit counts as never promised."""
        number, connection = 0, None
        while not self.over.is_set():
            text = f"{self.called} says {number}"
            number += 1
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            try:
                answer = self._post(connection, text)
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = None
                time.sleep(0.01)
                continue
            if answer is not None:
                self.kept[text] = answer
        if connection is not None:
            connection.close()

    def _post(self, connection: http.client.HTTPConnection, text: str) -> int | None:
        lane, phase = self.place
        body = {"edit": {"edit": "add_claim", "lane": lane, "phase": phase, "text": text}}
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        connection.request("POST", f"/api/v1/maps/{self.map_id}/edits", json.dumps(body), headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status == 200:
            return int(json.loads(said)["revision"])
        if answer.status not in {409, 429}:
            self.odd.append(f"{answer.status} {said[:300]!r}")
        return None


def asked(server: Server, token: str, path: str):
    """Return what the API answers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection):
        connection.request("GET", f"/api/v1{path}", headers={"authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        said = answer.read()
    assert answer.status == 200, said
    return json.loads(said)


def survive(server: Server, kills: int, seed: int = 7) -> int:
    """Kill the server so often while four people write; return how many edits were acknowledged and found again."""
    drawn = random.Random(seed)  # noqa: S311  (moments, nothing secret)
    server.start()
    with server.store() as store:
        tokens = [key(store, f"Writer{n}", Role.EDITOR) for n in range(WRITERS)]
    map_id = yaml.safe_load((server.folder / "journey.yaml").read_text("utf-8"))["id"]
    shown = asked(server, tokens[0], f"/maps/{map_id}")["map"]
    lane = next(lane["id"] for lane in shown["lanes"] if lane["type"] == "experience")
    place = lane, shown["phases"][0]["id"]
    promised: dict[str, int] = {}
    for turn in range(kills):
        writers = [Writer(server, token, f"{turn}-{n}", map_id, place) for n, token in enumerate(tokens)]
        for writer in writers:
            writer.start()
        until = time.monotonic() + 30
        while sum(len(writer.kept) for writer in writers) < 5 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(drawn.uniform(0.1, 0.9))
        server.kill()
        for writer in writers:
            writer.over.set()
        for writer in writers:
            writer.join(60)
            assert writer.odd == []
            promised |= writer.kept
        server.start()
    asked(server, tokens[0], f"/maps/{map_id}")
    found(server, map_id, promised)
    return len(promised)


def found(server: Server, map_id: str, promised: dict[str, int]) -> None:
    """Fail where an acknowledged edit is missing in the store, in its revision or in the file."""
    with server.store() as store:
        plan = store.maps.head(map_id)[0].decode()
        head = store.maps.get(map_id).revision
        revisions = {one.number: one for one in store.maps.revisions(map_id, limit=head + 1)}
    assert sorted(revisions) == list(range(1, head + 1))
    assert len(set(promised.values())) == len(promised)
    missing = [text for text in promised if f'"{text}"' not in plan]
    assert missing == []
    for text, number in promised.items():
        assert any(text.encode() in bytes(change.after or b"") for change in revisions[number].changes)
    written = yaml.safe_load((server.folder / "journey.yaml").read_text("utf-8"))
    in_file = {text for cell in written["cells"] for claim in cell["claims"] for text in _texts(claim)}
    assert [text for text in promised if text not in in_file] == []


def _texts(claim) -> list[str]:
    text = claim["text"] if isinstance(claim, dict) else claim
    return list(text.values()) if isinstance(text, dict) else [text]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(whole_shop):
    """Four people write while the server is killed twice; every edit that was answered is in store and file."""
    assert survive(whole_shop, kills=2) >= 10


def test_postgres_keeps_what_was_acknowledged_too(whole_shop, postgres):
    """The same with the app's data in PostgreSQL."""
    import psycopg  # noqa: PLC0415  (only where there is a PostgreSQL)

    with psycopg.connect(postgres.format("postgres"), autocommit=True) as made:
        made.execute("create database killed")
    whole_shop.database = postgres.format("killed")
    assert survive(whole_shop, kills=2) >= 10
