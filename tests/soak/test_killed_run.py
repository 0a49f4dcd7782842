"""Runs killed again and again end where an undisturbed run ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from wegweiser.warehouse import Warehouse

COMMAND = [sys.executable, "-c", "from wegweiser.cli import main; main()"]
GENERATE = Path(__file__).parents[2] / "benchmarks" / "generate.py"
PINNED = {"WEGWEISER_NOW": "2027-02-01T00:00:00+00:00", "OMP_NUM_THREADS": "1"}
KILLS = 25


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a log of 20,000 made-up customers."""
    folder = tmp_path_factory.mktemp("log")
    arguments = ["--customers", "20000", "--out", str(folder), "--format", "csv"]
    subprocess.run([sys.executable, str(GENERATE), *arguments], check=True, capture_output=True)
    return next(folder.glob("*.csv"))


def shop(folder: Path, log: Path) -> Path:
    """Return a new workspace with the log dropped into its data folder."""
    subprocess.run([*COMMAND, "init", str(folder), "--name", "shop"], check=True, capture_output=True)
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / log.name).symlink_to(log)
    return folder


def started(folder: Path) -> subprocess.Popen[bytes]:
    """Start a run of the workspace."""
    return subprocess.Popen(
        [*COMMAND, "run", "--json"], cwd=folder, env={**os.environ, **PINNED}, stdout=subprocess.DEVNULL
    )


def finished(folder: Path) -> float:
    """Run to the end and return the seconds it took."""
    begun = time.monotonic()
    with started(folder) as run:
        assert run.wait() in {0, 1}
    return time.monotonic() - begun


def outcome(folder: Path) -> tuple[dict[str, bytes], dict[tuple[str, str], tuple[str, object]]]:
    """Return what a run leaves: the bytes of everything drawn, and every sealed part with its rows."""
    drawn = {path.name: path.read_bytes() for path in sorted((folder / "maps").iterdir())}
    with Warehouse(folder / ".wegweiser") as warehouse:
        kinds = ("event", "identifier", "link", "quarantine", "profile_of", "identity_conflict", "step", "journey")
        parts = [part for kind in kinds for part in warehouse.parts(kind)]
        sealed = {(p.kind, p.key): (p.inputs, pq.read_table(folder / ".wegweiser" / "parts" / p.path)) for p in parts}
        files = {path.name for path in (folder / ".wegweiser" / "parts").iterdir()}
    assert len(files) >= len(sealed)
    assert not [name for name in files if name.endswith(".writing")]
    return drawn, sealed


@pytest.mark.soak
def test_a_run_killed_many_times_ends_like_one_never_killed(tmp_path: Path, log: Path):
    """Kill -9 at 25 moments of a run, each time going on with the next one: tables and map are the same to the byte."""
    calm, stormy = shop(tmp_path / "calm", log), shop(tmp_path / "stormy", log)
    length = finished(calm)
    chance = random.Random(7)  # noqa: S311  (when to kill, not a secret)
    killed = 0
    for _ in range(KILLS):
        with started(stormy) as run:
            time.sleep(chance.uniform(0.05, 1.0) * length)
            run.kill()
            killed += run.wait() == -signal.SIGKILL
    finished(stormy)
    assert killed >= KILLS // 4
    (drawn, sealed), (drawn_calmly, sealed_calmly) = outcome(stormy), outcome(calm)
    assert sealed == sealed_calmly
    assert sorted(drawn) == sorted(drawn_calmly)
    assert [name for name in drawn if drawn[name] != drawn_calmly[name]] == []
