"""A source is taken out of a workspace as if it had never been there."""

from __future__ import annotations

import pytest

from wegweiser.errors import UnknownName
from wegweiser.workspace.forgetting import forget

MORE = """customer,time,event,channel,value
Ana,2026-01-08 09:00:00,hotline_call,phone,
Ben,2026-01-08 09:00:00,hotline_call,phone,
"""


def test_a_forgotten_source_counts_no_more(shop, opened, ran):
    """Twelve events of two files; without the calls ten remain, and their file is not taken in again."""
    (shop / "data" / "calls.csv").write_text(MORE, "utf-8")
    assert ran(shop).events == 12
    with opened(shop) as ws:
        assert forget(ws, "calls") == 2
        assert [source.name for source in ws.config.source] == ["visits"]
    assert (shop / "forgotten" / "calls.csv").read_text("utf-8") == MORE
    assert ran(shop).events == 10
    with opened(shop) as ws, pytest.raises(UnknownName):
        forget(ws, "calls")


def test_what_a_source_left_behind_is_forgotten_too(ran_shop, opened):
    """Somebody took the source out of wegweiser.toml by hand: its ten events go when they are asked to."""
    text = (ran_shop / "wegweiser.toml").read_text("utf-8")
    begin = text.index("[[source]]")
    (ran_shop / "wegweiser.toml").write_text(text[:begin] + text[text.index("[[touchpoint]]") :], "utf-8")
    (ran_shop / "data" / "visits.csv").unlink()
    with opened(ran_shop) as ws:
        assert forget(ws, "visits") == 10
        assert ws.events == 0
