from __future__ import annotations

import subprocess
import sys

import pytest

from wegweiser.errors import WorkspaceProblem
from wegweiser.warehouse import Warehouse

OPEN = """
import sys
from pathlib import Path
from wegweiser.errors import WorkspaceProblem
from wegweiser.warehouse import Warehouse
try:
    Warehouse(Path(sys.argv[1])).close()
except WorkspaceProblem as problem:
    print(problem)
    raise SystemExit(2)
"""


def opened_elsewhere(folder):
    """Open the warehouse in another process; return its exit code and what it said."""
    done = subprocess.run([sys.executable, "-c", OPEN, str(folder)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


def test_a_second_process_is_refused_until_the_first_is_done(folder):
    """While one run works, another one is told so and where; afterwards it may work."""
    with Warehouse(folder):
        assert opened_elsewhere(folder) == (2, f"Another run is working in {folder.parent}. Wait until it is done.")
    assert opened_elsewhere(folder) == (0, "")


def test_a_second_warehouse_in_the_same_process_is_refused(folder):
    """The lock holds within one process, too."""
    with Warehouse(folder), pytest.raises(WorkspaceProblem, match="Another run"):
        Warehouse(folder)


def test_a_reader_does_not_keep_a_writer_out(folder, visit, ana):
    """A notebook may stay open while a run publishes, and sees what was published."""
    with Warehouse(folder, writing=False) as notebook:
        with Warehouse(folder) as run:
            run.publish([run.seal(visit, "a", ana)])
        assert [part.key for part in notebook.parts(visit.kind)] == ["a"]


def test_a_reader_that_begins_to_write_waits_its_turn(folder, visit, ana):
    """Sealing from a reader is refused while somebody else writes, and works afterwards."""
    with Warehouse(folder, writing=False) as notebook:
        with Warehouse(folder), pytest.raises(WorkspaceProblem):
            notebook.seal(visit, "a", ana)
        notebook.publish([notebook.seal(visit, "a", ana)])
        assert [part.key for part in notebook.parts(visit.kind)] == ["a"]
