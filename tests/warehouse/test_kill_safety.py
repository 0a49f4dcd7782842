from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from wegweiser.warehouse import Query, Warehouse

PUBLISH = """
import os, signal, sys
from pathlib import Path
from wegweiser.warehouse import Query, Schema, Warehouse, shelf as module

visit = Schema("visit", {"name": "VARCHAR", "day": "INTEGER"}, ("name", "day"))
ana = Query("ana", "select 'Ana' as name, 2 as day union all select 'Ana', 1")
ben = Query("ben", "select 'Ben' as name, 5 as day")
many = Query("many", "select 'Cem' as name, i as day from range(2000000000) t(i)")
opened = Warehouse(Path(sys.argv[1]), threads=1)
opened.publish([opened.seal(visit, "a", ana)])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def at_commit(statement):
    if statement.lower().startswith("commit"):
        die()

moment = sys.argv[2]
if moment == "before the file has its name":
    Path.replace = die
if moment == "before the file is settled":
    module.settle = die
if moment == "in the manifest's transaction":
    opened._shelf._manifest._db.set_trace_callback(at_commit)
if moment == "before old files are swept":
    opened._shelf.sweep = die
part = opened.seal(visit, "a", many if moment == "while rows are written" else ben, inputs="new")
if moment == "before it is published":
    die()
opened.publish([part])
"""
ANA = [("Ana", 1), ("Ana", 2)]
BEN = [("Ben", 5)]


def state(folder, visit):
    """Open the warehouse as the next run would; return its rows and how many files it keeps."""
    with Warehouse(folder, threads=1) as warehouse:
        found = warehouse.run(Query("rows", f"select * from {warehouse.table(visit)} order by all")).rows()
        return [(row["name"], row["day"]) for row in found], sorted(p.suffix for p in (folder / "parts").iterdir())


def endings(folder):
    """Return the kinds of files there are: the first part is whole before the second one is begun."""
    return {path.suffix for path in (folder / "parts").glob("*")}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("before the file has its name", ANA),
        ("before the file is settled", ANA),
        ("before it is published", ANA),
        ("in the manifest's transaction", ANA),
        ("before old files are swept", BEN),
    ],
)
def test_a_run_killed_at_any_moment_leaves_a_whole_state(folder, visit, moment, expected):
    """The table is the one before until the manifest's transaction is through, then the one after; no file is left."""
    done = subprocess.run([sys.executable, "-c", PUBLISH, str(folder), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert state(folder, visit) == (expected, [".parquet"])


def test_a_run_killed_while_rows_are_written_leaves_the_state_before(folder, visit):
    """Killed from outside in the middle of a long copy, the half-written file is swept and the lock is free."""
    with subprocess.Popen([sys.executable, "-c", PUBLISH, str(folder), "while rows are written"]) as run:
        while run.poll() is None and endings(folder) != {".parquet", ".writing"}:
            time.sleep(0.01)
        run.kill()
    assert run.returncode == -signal.SIGKILL
    assert list((folder / "parts").glob("*.writing"))
    assert state(folder, visit) == (ANA, [".parquet"])


def test_what_a_killed_run_spilled_is_removed(folder):
    """Files the engine of a killed run left in the spill folder do not stay for ever."""
    (folder / "spill").mkdir(parents=True)
    (folder / "spill" / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"left")
    Warehouse(folder).close()
    assert not (folder / "spill").exists()
