"""Insights are read from files without an engine, and are None where they cannot be read."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import msgspec
import pytest

from wegweiser.workspace.insights import FOLDER, FORMAT, Insights, rows
from wegweiser.workspace.insights.reading import Kept, ways_of

AT = datetime(2026, 10, 31, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    """Return a workspace folder whose insights know two runs."""
    (tmp_path / FOLDER).mkdir(parents=True)
    write(
        tmp_path,
        "index",
        rows.Index("abc", "1.0", AT, goals=(rows.GoalRow("trial", "Trial"), rows.GoalRow("buy", "Purchase", 3))),
    )
    return tmp_path


def write(folder, name, part, version=FORMAT):
    """Write one file as a run does."""
    (folder / FOLDER / f"{name}.json").write_bytes(msgspec.json.encode(Kept(version, "abc", part)))


def test_what_was_written_is_read(folder):
    """The index comes back as it was written, and its main goal is the first one somebody reached."""
    index = Insights(folder).index()
    assert index is not None
    assert index.snapshot == "abc"
    assert index.main_goal == "buy"


def test_a_file_that_changes_is_read_again(folder):
    """The same reader answers with the new content once a run replaced the file."""
    insights = Insights(folder)
    assert insights.index().customers == 0
    write(folder, "index", rows.Index("abd", "1.0", AT, customers=5))
    assert insights.index().customers == 5


def test_an_unchanged_file_is_read_once(folder):
    """Two questions give the very same value."""
    insights = Insights(folder)
    assert insights.index() is insights.index()


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"format": 0, "snapshot": "a", "part": {}}', b'{"format": 1}'])
def test_a_file_nobody_can_read_is_none(folder, text):
    """A torn file and one of another version are as if there were none: a run is due."""
    (folder / FOLDER / "index.json").write_bytes(text)
    assert Insights(folder).index() is None


def test_nothing_was_written_yet(tmp_path):
    """Before the first run every answer is None."""
    insights = Insights(tmp_path)
    assert [insights.index(), insights.ways("buy"), insights.levers(), insights.history()] == [None] * 4


def test_a_goal_never_names_a_file_outside(folder):
    """Ids of goals are free text; their files are named by a digest."""
    assert "/" not in ways_of("../../etc/passwd")
    assert Insights(folder).ways("../../etc/passwd") is None


def test_reading_loads_neither_engine_nor_statistics(folder):
    """A web process that only reads insights never imports duckdb, pyarrow or scipy."""
    code = (
        "import sys, pathlib; from wegweiser.workspace.insights import Insights; "
        f"assert Insights(pathlib.Path({str(folder)!r})).index(); "
        "print([m for m in ('duckdb', 'pyarrow', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
