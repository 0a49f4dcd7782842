from __future__ import annotations

import socket

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.errors import MissingExtra, UnknownName, WorkspaceProblem
from wegweiser.settings import Settings
from wegweiser.warehouse import Query, Warehouse
from wegweiser.workspace import Config


def test_an_engine_nobody_knows_is_named(tmp_path):
    """A slip of the pen is answered with the names there are, and the folder is free again."""
    with pytest.raises(UnknownName, match=r"No engine is called 'spark:/host'.*Known: .*sc://host:port"):
        Warehouse(tmp_path, engine="spark:/host")
    Warehouse(tmp_path).close()


@pytest.mark.parametrize(
    ("engine", "extra"), [("spark://host:7077", "spark"), ("sc://host", "spark"), ("clickhouse://local", "clickhouse")]
)
def test_a_missing_package_is_named_with_its_extra(tmp_path, monkeypatch, engine, extra):
    """Without the engine's package the message says what brings it."""

    def absent(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("wegweiser.warehouse.optional.import_module", absent)
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: socket.socket())
    with pytest.raises(MissingExtra, match=rf"pip install 'wegweiser\[{extra}\]'"):
        Warehouse(tmp_path, engine=engine)


@pytest.mark.parametrize("engine", ["spark://127.0.0.1:1", "sc://127.0.0.1:1/;token=x"])
def test_a_cluster_that_does_not_answer_is_said_at_once(tmp_path, engine):
    """Nobody listens on port 1, which is known before Spark begins to try again and again."""
    with pytest.raises(WorkspaceProblem, match=r"The engine .* cannot be reached: 127\.0\.0\.1:1: .*refused"):
        Warehouse(tmp_path, engine=engine)
    Warehouse(tmp_path).close()


def test_an_engine_is_reached_before_files_are_read(tmp_path):
    """A run with a wrong engine stops before it loads anything."""
    create_workspace(tmp_path / "shop", Config(name="Shop"))
    (tmp_path / "shop" / "data" / "visits.csv").write_text("customer,time,event\nAna,2026-01-05,buy\n", "utf-8")
    with open_workspace(tmp_path / "shop", Settings(), engine="sparc://host:1") as ws:
        with pytest.raises(UnknownName, match=r"'sparc://host:1'\. Did you mean 'spark://host:port'"):
            ws.run()
        assert ws.events == 0


def test_two_warehouses_beside_each_other_share_parts_and_nothing_else(tmp_path):
    """What one creates the other does not see; the lock and the parts are the same."""
    with Warehouse(tmp_path) as first, first.beside("duckdb") as second:
        first.create(Query("ana", "select 1 as n"))
        second.create(Query("ana", "select 2 as n"))
        assert first.run(Query("asked", "select n from ana")).one() == {"n": 1}
    with pytest.raises(WorkspaceProblem, match="closed"):
        second.parts("visit")
