"""The order of rows, and which file a row comes from, change no answer."""

from __future__ import annotations

import pytest
from tests.engines.conftest import ASKED, SHOPS, fill

from wegweiser.warehouse import Warehouse


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Return the shop of the same rows, each with its id and place, in other files and in another order."""
    with Warehouse(tmp_path_factory.mktemp("mixed"), threads=1) as warehouse:
        shop = fill(SHOPS.Shop(warehouse), mixed=True)
        shop.build()
        yield shop


def test_the_order_of_rows_never_matters(answer, duckdb_says, mixed, alike):
    """Times, places in the source and ids say what came first; where a row lies in a file says nothing."""
    alike(ASKED[answer](mixed).rows(), duckdb_says(answer))
