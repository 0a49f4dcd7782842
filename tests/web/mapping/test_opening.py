"""A map is joined once for everybody who looks, whatever comes at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from wegweiser.web.mapping import opened, opening


def test_a_crowd_joins_a_map_once(site, first_order, monkeypatch):
    """Six people look on when somebody has edited: one joins the map anew, the others take what she made."""
    del first_order
    come, joined, real = threading.Barrier(6, timeout=30), [], opening._opened  # noqa: SLF001

    def counted(*given):
        joined.append(given)
        return real(*given)

    def look(_):
        come.wait()
        return opened(site, "first_order")

    monkeypatch.setattr(opening, "_opened", counted)
    with ThreadPoolExecutor(6) as crowd:
        seen = list(crowd.map(look, range(6)))
    assert (len(joined), len({id(one) for one in seen})) == (1, 1)
