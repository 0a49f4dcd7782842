"""The app's server is killed thirty times while four people write; nothing it acknowledged is lost."""

from __future__ import annotations

import shutil

import pytest
from tests.web.conftest import ran_shop  # noqa: F401  (a fixture)
from tests.web.whole.conftest import Server
from tests.web.whole.test_killed import survive

KILLS = 30


@pytest.mark.soak
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_in_thirty_kills(engine, ran_shop, tmp_path, request):  # noqa: F811
    """Moments nobody chose, on both databases: each edit that was answered is in the store and in journey.yaml."""
    database = ""
    if engine == "postgresql":
        import psycopg  # noqa: PLC0415  (only where there is a PostgreSQL)

        address = request.getfixturevalue("postgres")
        with psycopg.connect(address.format("postgres"), autocommit=True) as made:
            made.execute("create database killed_often")
        database = address.format("killed_often")
    folder = tmp_path / "shop"
    shutil.copytree(ran_shop, folder)
    server = Server(folder, database)
    try:
        assert survive(server, KILLS, seed=11) > KILLS * 5
    finally:
        server.stop()
