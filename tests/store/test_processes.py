"""Several processes on one store, and processes that are killed: what was acknowledged is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wegweiser.domain.editing import Draft
from wegweiser.store import open_store

SAVES = """
import sys
from wegweiser.clock import SystemClock
from wegweiser.domain.editing import Draft
from wegweiser.store import open_store
url, who, times = sys.argv[1:]
store = open_store(url, SystemClock())
for n in range(int(times)):
    made = store.maps.commit("bakery", f"{who} {n}".encode(), Draft(who, "edit"))
    print(made.number, n, flush=True)
"""


def saving(url, who, times):
    """Start a process that saves so many edits and tells each one it was promised."""
    command = (sys.executable, "-c", SAVES, url, who, str(times))
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def promised(process):
    """Return number of revision and of edit for every whole line a process wrote."""
    told = process.communicate(timeout=120)[0]
    return [tuple(map(int, line.split())) for line in told.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.usefixtures("bakery")
def test_two_processes_save_to_one_store(store, url):
    """Forty edits of Ana and forty of Ben get the numbers 1 to 80, each with its own plan."""
    both = {who: saving(url, who, 40) for who in ("ana", "ben")}
    told = {who: promised(process) for who, process in both.items()}
    assert sorted(number for lines in told.values() for number, _ in lines) == list(range(1, 81))
    for who, lines in told.items():
        assert [n for _, n in lines] == list(range(40))
        assert all(store.maps.plan_at("bakery", number) == f"{who} {n}".encode() for number, n in lines)
    assert store.maps.get("bakery").revision == 80


@pytest.mark.usefixtures("bakery")
def test_what_a_killed_process_was_promised_is_there(store, url, clock, ana):
    """It is killed in the middle of its work; every number it had told is found, and the next edit follows."""
    process = saving(url, "cem", 100_000)
    first = [process.stdout.readline() for _ in range(10)]
    process.kill()
    rest = promised(process)
    told = [*(tuple(map(int, line.split())) for line in first), *rest]
    with open_store(url, clock) as again:
        head = again.maps.get("bakery").revision
        assert told[-1][0] <= head <= told[-1][0] + 1
        assert all(again.maps.plan_at("bakery", number) == f"cem {n}".encode() for number, n in told)
        assert again.maps.commit("bakery", b"{}", Draft(ana.id, "after")).number == head + 1
        assert [r.number for r in again.maps.revisions("bakery", limit=head + 1)] == list(range(1, head + 2))
    assert store.maps.head("bakery")[1] == head + 1
