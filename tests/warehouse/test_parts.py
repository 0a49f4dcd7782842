from __future__ import annotations

import sqlite3

import pytest

from wegweiser.errors import WorkspaceProblem
from wegweiser.warehouse import Part, Warehouse
from wegweiser.warehouse.parts import Manifest


@pytest.fixture
def manifest(tmp_path):
    """Return an empty manifest."""
    opened = Manifest(tmp_path)
    yield opened
    opened.close()


def part(key, *, path="a.parquet", **details):
    """Return a part of kind visit."""
    return Part("visit", key, "inputs", path, 3, details)


def test_parts_come_by_kind_and_key(manifest):
    """Whatever the order of publishing, parts are listed by kind, then key, with their details."""
    manifest.publish([part("b", since="2026-03-01"), part("a"), Part("event", "z", "", "z.parquet", 0)], [])
    assert [(p.kind, p.key) for p in manifest.parts()] == [("event", "z"), ("visit", "a"), ("visit", "b")]
    assert manifest.parts("visit") == [part("a"), part("b", since="2026-03-01")]


def test_an_added_part_replaces_its_namesake_and_removed_ones_go(manifest):
    """Kind and key name a part: publishing another file under them replaces it."""
    manifest.publish([part("a"), part("b")], [])
    manifest.publish([part("a", path="new.parquet")], [part("b")])
    assert manifest.parts() == [part("a", path="new.parquet")]


def test_details_that_cannot_be_written_change_nothing(manifest):
    """A mistake in the details raises before anything is removed, and the next publishing works."""
    manifest.publish([part("a")], [])
    with pytest.raises(TypeError):
        manifest.publish([part("b", bad=object())], [part("a")])
    assert manifest.parts() == [part("a")]
    manifest.publish([part("c")], [])
    assert [p.key for p in manifest.parts()] == ["a", "c"]


def test_a_change_that_fails_half_way_is_undone(manifest):
    """A row the database refuses takes the whole change with it."""
    manifest.publish([part("a")], [])
    with pytest.raises(sqlite3.IntegrityError):
        manifest.publish([part("b"), Part("visit", "c", "", None, 0)], [part("a")])  # type: ignore[arg-type]
    assert manifest.parts() == [part("a")]
    manifest.publish([], [part("a")])
    assert manifest.parts() == []


def test_an_older_manifest_opens(folder, visit, ana):
    """A manifest without a version, as the first one ever was, keeps its parts and gets the version."""
    with Warehouse(folder) as warehouse:
        warehouse.publish([warehouse.seal(visit, "a", ana)])
    with sqlite3.connect(folder / "manifest.sqlite") as db:
        db.execute("pragma user_version = 0")
    db.close()
    with Warehouse(folder) as warehouse:
        assert [p.rows for p in warehouse.parts("visit")] == [2]


def test_a_newer_manifest_is_refused(folder):
    """A manifest of version 99 says so; nothing is touched, and the lock is free again."""
    Warehouse(folder).close()
    with sqlite3.connect(folder / "manifest.sqlite") as db:
        db.execute("pragma user_version = 99")
    for _ in range(2):
        with pytest.raises(WorkspaceProblem, match=r"newer version of Wegweiser.*format 99; this one reads 1"):
            Warehouse(folder)
    assert db.execute("pragma user_version").fetchone() == (99,)
    db.close()


def test_a_manifest_that_is_no_database_is_named(folder):
    """A manifest overwritten with something else is refused by name."""
    folder.mkdir(parents=True)
    (folder / "manifest.sqlite").write_bytes(b"not a database at all, and long enough to look" * 40)
    with pytest.raises(WorkspaceProblem, match=r"manifest\.sqlite cannot be read"):
        Warehouse(folder)
