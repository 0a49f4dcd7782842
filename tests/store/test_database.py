"""Transactions are whole, connections are lent and come back."""

from __future__ import annotations

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
        with pytest.raises(StoreProblem, match="full"):
            store.settings.set("b", bytes(1_000_000))
        assert (store.settings.get("a"), store.settings.get("b")) == (b"1", None)
