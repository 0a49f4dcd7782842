"""A store is opened where it is, brought up to date, and refused where it is newer or no store at all."""

from __future__ import annotations

import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, MissingExtra, WorkspaceProblem
from wegweiser.store import open_store


def test_what_was_written_is_there_when_it_is_opened_again(url, clock):
    """Ana is added, the store closed and opened."""
    with open_store(url, clock) as first:
        ana = first.people.add("ana@example.com", "Ana", Role.ADMIN)
    with open_store(url, clock) as second:
        assert second.people.all() == (ana,)


def test_a_store_of_a_newer_version_is_refused(url, clock, store):
    """It names both versions and is left as it is."""
    with store._database.writing() as link:  # noqa: SLF001  (as a newer Wegweiser would)
        link.insert("migration", {"number": 9999, "applied": clock.now()})
    with pytest.raises(WorkspaceProblem, match="at version 9999, and this Wegweiser knows only up to 4"):
        open_store(url, clock)


def test_many_open_a_new_store_at_once(tmp_path, clock):
    """Six threads open one file that does not exist; each finds all tables."""

    def opened(n):
        with open_store(f"sqlite:///{tmp_path}/deep/app.sqlite", clock) as store:
            store.audit.note("system", "opened", str(n))

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(opened, range(6)))
    with open_store(str(tmp_path / "deep" / "app.sqlite"), clock) as store:
        assert {line.target for line in store.audit.page()} == set("012345")


@pytest.mark.services
def test_many_open_a_new_database_on_a_server_at_once(postgres, clock):
    """Six threads find an empty database; one migrates, the others wait for it."""
    import psycopg  # noqa: PLC0415  (only where there is a server)

    with psycopg.connect(postgres.format("postgres"), autocommit=True) as server:
        server.execute("create database bare")
    with ThreadPoolExecutor(6) as crowd:
        opened = list(crowd.map(lambda _: open_store(postgres.format("bare"), clock), range(6)))
    opened[0].audit.note("system", "opened")
    assert len(opened[5].audit.page()) == 1
    for store in opened:
        store.close()


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path, clock):
    """Somebody's notes are not written over."""
    notes = tmp_path / "notes.txt"
    notes.write_text("Milk, flour, yeast. " * 100, "utf-8")
    with pytest.raises(WorkspaceProblem, match=r"notes\.txt cannot be opened"):
        open_store(str(notes), clock)
    assert notes.read_text("utf-8").startswith("Milk")


def test_a_store_is_readable_by_its_owner_only(tmp_path, clock):
    """Hashes of passwords and addresses of people lie in it."""
    path = tmp_path / "app.sqlite"
    with open_store(str(path), clock) as store:
        store.audit.note("system", "opened")
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_commits_wait_for_the_disk(tmp_path, clock):
    """The file is in write-ahead mode with full synchronisation, and references are held."""
    with open_store(str(tmp_path / "app.sqlite"), clock) as store, store._database.reading() as link:  # noqa: SLF001
        found = {name: link.row(f"pragma {name}") for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert [next(iter(row.values())) for row in found.values()] == ["wal", 2, 1]


@pytest.mark.parametrize("url", ["", "mysql://ana:secret@localhost/app", "sqlite:///"])
def test_another_kind_of_database_is_refused_without_its_password(url, clock):
    """The message names the kind and nothing that follows."""
    with pytest.raises(InvalidSetting, match="names no database") as refused:
        open_store(url, clock)
    assert "secret" not in str(refused.value)


def test_a_server_that_does_not_answer_is_told(clock, tmp_path):
    """Without the password that stands in the URL."""
    pytest.importorskip("psycopg")
    with pytest.raises(WorkspaceProblem, match="cannot be opened") as refused:
        open_store(f"postgresql://ana:secret@/app?host={tmp_path}", clock)
    assert "secret" not in str(refused.value)


def test_postgresql_without_psycopg_names_the_extra(monkeypatch, clock):
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"wegweiser\[postgres\]"):
        open_store("postgres://localhost/app", clock)


def test_a_file_that_is_written_to_for_too_long_is_told(tmp_path, clock, monkeypatch):
    """Another process holds the file; after its patience the writer says so and nothing is written."""
    path = tmp_path / "app.sqlite"
    monkeypatch.setattr("wegweiser.store.sqlite._PATIENCE", 0.05)
    with open_store(str(path), clock) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(WorkspaceProblem, match="for too long"):
            store.audit.note("system", "opened")
        other.execute("rollback")
        other.close()
        store.audit.note("system", "opened")
        assert len(store.audit.page()) == 1
