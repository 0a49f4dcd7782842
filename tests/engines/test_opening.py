from __future__ import annotations

import pytest

from wegweiser.errors import MissingExtra, UnknownName, WorkspaceProblem
from wegweiser.warehouse import Query, Warehouse


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
    with pytest.raises(MissingExtra, match=rf"pip install 'wegweiser\[{extra}\]'"):
        Warehouse(tmp_path, engine=engine)


def test_two_warehouses_beside_each_other_share_parts_and_nothing_else(tmp_path):
    """What one creates the other does not see; the lock and the parts are the same."""
    with Warehouse(tmp_path) as first, first.beside("duckdb") as second:
        first.create(Query("ana", "select 1 as n"))
        second.create(Query("ana", "select 2 as n"))
        assert first.run(Query("asked", "select n from ana")).one() == {"n": 1}
    with pytest.raises(WorkspaceProblem, match="closed"):
        second.parts("visit")
