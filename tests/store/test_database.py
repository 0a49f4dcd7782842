"""Transactions are whole, connections are lent and come back."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from wegweiser.errors import StoreProblem, WorkspaceProblem
from wegweiser.store import open_store


def test_after_an_error_nothing_is_kept(store):
    """The first of two lines is taken back with the second, and the connection goes on."""

    def half() -> None:
        with store._database.writing() as link:  # noqa: SLF001
            link.insert("setting", {"name": "a", "value": b"1"})
            raise WorkspaceProblem("Stop.")

    with pytest.raises(WorkspaceProblem):
        half()
    assert store.settings.get("a") is None
    store.settings.set("a", b"2")
    assert store.settings.get("a") == b"2"


def test_a_broken_statement_leaves_a_usable_store(store):
    """Whatever the driver raises, the next transaction begins afresh."""
    with pytest.raises(Exception, match="nowhere"), store._database.writing() as link:  # noqa: SLF001
        link.rows("select * from nowhere")
    store.settings.set("a", b"1")
    assert store.settings.get("a") == b"1"


def test_threads_share_few_connections(store):
    """Two hundred reads from eight threads open at most eight connections."""
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda n: store.settings.get(str(n)), range(200)))
    assert 1 <= len(store._database._idle) <= 8  # noqa: SLF001


def test_a_connection_that_comes_back_late_is_closed(store):
    """The store is closed while one is lent."""
    with store._database.reading() as link:  # noqa: SLF001
        store.close()
        assert link.row("select 1 as one") == {"one": 1}
    assert store._database._idle == []  # noqa: SLF001


def test_a_connection_that_died_while_idle_is_replaced(store, monkeypatch):
    """A server was restarted over lunch: the next question is asked on another connection."""
    store.settings.set("a", b"1")
    monkeypatch.setattr("wegweiser.store.database._QUIET", 0.0)
    for one in store._database._idle:  # noqa: SLF001
        one.connection.close()
    assert store.settings.get("a") == b"1"


def test_a_database_without_room_is_told_in_our_words(tmp_path, clock):
    """A file that may grow no more refuses the write; what was kept before is read on."""
    with open_store(str(tmp_path / "app.sqlite"), clock) as store:
        store.settings.set("a", b"1")
        with store._database.reading() as link:  # noqa: SLF001
            link.row(f"pragma max_page_count = {link.row('pragma page_count')['page_count']}")
        with pytest.raises(StoreProblem, match="full") as told:
            store.settings.set("b", bytes(1_000_000))
        assert told.value.why == "full"
        assert (store.settings.get("a"), store.settings.get("b")) == (b"1", None)


def broken(store, sql):
    """Return what is said of a statement that cannot be done."""
    with pytest.raises(StoreProblem) as told, store._database.writing() as link:  # noqa: SLF001
        link.run(sql)
    return told.value


def test_a_missing_table_is_told_apart_from_a_store_that_does_not_answer(store):
    """Somebody took a table away, or another program is behind: starting anew helps, waiting does not."""
    assert broken(store, "select * from nowhere").why == "behind"
    assert broken(store, "update setting set colour = 1").why == "behind"
    assert "start the server anew" in str(broken(store, "delete from nowhere"))


def test_a_slip_in_a_statement_is_no_fault_of_the_store(store):
    """It is raised as the driver says it: nobody is to wait for a moment when it works."""
    with pytest.raises(Exception, match="syntax") as told, store._database.writing() as link:  # noqa: SLF001
        link.run("selec 1")
    assert not isinstance(told.value, StoreProblem)


def test_a_file_somebody_else_writes_to_for_too_long_is_busy(tmp_path, clock, monkeypatch):
    """Another process holds the file; once it lets go, the next write is kept."""
    monkeypatch.setattr("wegweiser.store.sqlite._PATIENCE", 0.01)
    with open_store(str(tmp_path / "app.sqlite"), clock) as store:
        other = sqlite3.connect(tmp_path / "app.sqlite", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(StoreProblem) as told:
            store.settings.set("a", b"1")
        other.execute("rollback")
        other.close()
        store.settings.set("a", b"2")
        assert (told.value.why, store.settings.get("a")) == ("busy", b"2")


def test_a_file_that_may_only_be_read_is_told_so(tmp_path, clock):
    """Reading goes on."""
    with open_store(str(tmp_path / "app.sqlite"), clock) as store:
        store.settings.set("a", b"1")
        with store._database.reading() as link:  # noqa: SLF001
            link.row("pragma query_only = on")
        assert broken(store, "delete from setting").why == "shut"
        assert store.settings.get("a") == b"1"


@pytest.mark.services
def test_a_server_that_was_restarted_is_asked_again(fresh_database, clock):
    """Each of our connections was cut a moment ago; neither a question nor a write fails for it."""
    with open_store(fresh_database(), clock) as store, open_store(fresh_database(), clock) as other:
        for act in (lambda: store.settings.get("a"), lambda: store.settings.set("a", b"1")):
            act()
            with other._database.reading() as link:  # noqa: SLF001
                others = "pid <> pg_backend_pid() and left(datname, 6) = 'store_'"
                link.rows(f"select pg_terminate_backend(pid)::text as cut from pg_stat_activity where {others}")
            act()
        assert store.settings.get("a") == b"1"


@pytest.mark.services
def test_a_server_out_of_reach_does_not_answer(clock):
    """Nobody listens there."""
    with pytest.raises(StoreProblem) as told:
        open_store("postgresql://127.0.0.1:1/nothing", clock)
    assert told.value.why == "lost"
