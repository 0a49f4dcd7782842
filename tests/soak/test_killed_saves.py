"""Processes that save are killed again and again; no edit they were promised is ever missing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wegweiser.clock import SystemClock
from wegweiser.store import open_store

SAVES = """
import sys
from itertools import count
from wegweiser.clock import SystemClock
from wegweiser.domain.editing import Draft
from wegweiser.store import open_store
store = open_store(sys.argv[1], SystemClock())
for n in count():
    made = store.maps.commit("bakery", f"{sys.argv[2]} {n} {'x' * 20_000}".encode(), Draft(sys.argv[2], "edit"))
    print(made.number, n, flush=True)
"""
KILLS = 40


@pytest.mark.soak
def test_nothing_promised_is_missing_after_many_kills(tmp_path: Path) -> None:
    """Three processes save to one file; each is killed and started anew forty times at moments nobody chose."""
    url, drawn = str(tmp_path / "app.sqlite"), random.Random(7)  # noqa: S311  (moments, nothing secret)
    with open_store(url, SystemClock()) as store:
        store.maps.create("bakery", b"{}", by="pe_ana", title="Bakery")
    promised: dict[int, str] = {}
    for round_ in range(KILLS):
        who = [f"w{round_}_{n}" for n in range(3)]
        logs = [(tmp_path / name).open("w") for name in who]
        running = [
            subprocess.Popen((sys.executable, "-c", SAVES, url, name), stdout=log)
            for name, log in zip(who, logs, strict=True)
        ]
        time.sleep(drawn.uniform(0.6, 1.6))
        for process, log in zip(drawn.sample(running, len(running)), logs, strict=True):
            process.kill()
            process.wait()
            log.close()
        for name in who:
            for line in (tmp_path / name).read_text("utf-8").splitlines(keepends=True):
                if line.endswith("\n"):
                    number, n = line.split()
                    assert int(number) not in promised
                    promised[int(number)] = f"{name} {n} "
    with open_store(url, SystemClock()) as store:
        head = store.maps.get("bakery").revision
        listed = store.maps.revisions("bakery", limit=head + 1)
        assert [revision.number for revision in listed] == list(range(1, head + 1))
        assert max(promised) <= head
        for number, plan in promised.items():
            assert store.maps.plan_at("bakery", number).decode().startswith(plan)
    assert len(promised) > KILLS
