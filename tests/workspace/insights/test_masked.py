"""A row in quarantine is shown so that it can be mended and names nobody."""

from __future__ import annotations

import pytest

from wegweiser.collect import SourceSpec
from wegweiser.workspace.insights.masked import masked_row

SPEC = SourceSpec("shop", "csv", columns={"customer": "who", "time": "at", "event": "what", "value": "paid"})
HEADER = "who,at,what,paid,note"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Ana,soon,buy,12.50,call me", "xxx,soon,buy,12.50,xxxx xx"),
        ('"Ben ""B""",2026-01-05,buy,,', 'xxx "x",2026-01-05,buy,,'),
        ("Ana,soon,buy", "xxx,xxxx,xxx"),
        ("Ana\x00,soon", "xxx\x00,xxxx"),
        ('{"who": "Ana", "at": "soon", "what": "buy", "paid": 3}', '{"who":"xxx","at":"soon","what":"buy","paid":"3"}'),
        ('{"who": "Ana", "at', '{"xxx": "xxx", "xx'),
    ],
)
def test_times_events_and_amounts_stand_all_else_is_a_shape(raw, shown):
    """Names become x, numbers 0; a row that cannot be told apart by columns is a shape as a whole."""
    assert masked_row(raw, HEADER, SPEC) == shown


def test_a_row_of_an_unknown_source_is_a_shape():
    """Where nobody knows what columns hold, nothing of them is shown."""
    assert masked_row("Ana,buy", None, None) == "xxx,xxx"


def test_an_address_in_an_event_name_is_masked():
    """Somebody wrote an address where the event should be."""
    assert masked_row("Ana,soon,ana@example.org,1,", HEADER, SPEC) == "xxx,soon,[e-mail],1,"
