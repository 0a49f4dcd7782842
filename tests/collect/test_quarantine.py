"""Quarantine: rows are taken in once the rule is mended, from the file or from what was kept of it."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.collect.quarantine import safe_cell
from wegweiser.collect.spec import TextRule, TimeRule
from wegweiser.collect.tables import EVENT, QUARANTINE

STRICT = SourceSpec("shop", "csv", columns={"customer": "customer", "time": "time", "event": "event"})
MENDED = msgspec.structs.replace(STRICT, time=TimeRule(formats=("iso", "%d.%m.%Y")))
TEXT = """customer,time,event
Ana,2026-10-01,visit
Ben,02.10.2026,"a
b"
Cem,soon,visit
B\0n,03.10.2026,visit
Cem,04.10.2026,buy
"""


@pytest.fixture
def loaded(warehouse, clock, tmp_path):
    """Return the path of a file of which one row was understood and four were not."""
    file = tmp_path / "shop.csv"
    file.write_bytes(TEXT.encode())
    found = collect.load(warehouse, STRICT, file, clock=clock)
    assert (found.rows, found.events, found.reasons) == (5, 1, {"nul_byte": 1, "unreadable_time": 3})
    return file


@pytest.mark.parametrize("gone", [False, True])
def test_a_mended_rule_takes_rows_in(warehouse, clock, rows_of, loaded, gone):
    """With German dates known, Ben's and Cem's rows become events on their old lines; two rows stay."""
    if gone:
        loaded.unlink()
    (told,) = collect.quarantine.replay(warehouse, [MENDED], clock=clock)
    assert (told.before, told.after, told.taken_in, told.file_gone) == (4, 2, 2, gone)
    assert rows_of(EVENT, "source_seq, strftime(occurred_at, '%d')", "source_seq") == [(2, "01"), (3, "02"), (7, "04")]
    assert rows_of(QUARANTINE, "line, code", "line") == [(5, "unreadable_time"), (6, "nul_byte")]
    accounts = [part.details for part in warehouse.parts("event")]
    assert sum(a["rows"] for a in accounts) == 5
    assert sum(a["events"] + a["quarantined"] for a in accounts) == 5


def test_replaying_again_changes_nothing(warehouse, clock, loaded):
    """What is still bad under the same rules stays, and no part is written again."""
    loaded.unlink()
    collect.quarantine.replay(warehouse, [MENDED], clock=clock)
    parts = warehouse.parts("event")
    told = collect.quarantine.replay(warehouse, [MENDED], clock=clock)
    assert [t.taken_in for t in told] == [0, 0]
    assert warehouse.parts("event") == parts


def test_a_file_that_comes_back_replaces_what_was_recovered(warehouse, clock, rows_of, loaded):
    """The file returns after its rows were read from their stored text: nothing stands twice."""
    loaded.unlink()
    collect.quarantine.replay(warehouse, [MENDED], clock=clock)
    loaded.write_bytes(TEXT.encode())
    again = collect.load(warehouse, MENDED, loaded, clock=clock)
    assert (again.rows, again.events, again.quarantined) == (5, 3, 2)
    assert (len(rows_of(EVENT)), len(rows_of(QUARANTINE))) == (3, 2)


def test_a_source_nobody_defines_is_left_alone(warehouse, loaded):
    """Its rows stay, and the report says why."""
    del loaded
    (told,) = collect.quarantine.replay(warehouse, [msgspec.structs.replace(MENDED, name="other")])
    assert (told.unknown_source, told.taken_in) == (True, 0)


def test_a_decimal_comma_is_learnt_later(warehouse, clock, tmp_path, rows_of):
    """12,50 is not read as 1250 while the point is the rule; with the comma it is 12.5."""
    file = tmp_path / "till.csv"
    file.write_text("customer;time;event;value\nAna;2026-10-01;buy;12,50\n")
    spec = SourceSpec("till", "csv", columns={**STRICT.columns, "value": "value"}, text=TextRule(separator=";"))
    assert collect.load(warehouse, spec, file, clock=clock).reasons == {"unreadable_number": 1}
    comma = msgspec.structs.replace(spec, text=TextRule(separator=";", decimal=","))
    assert [t.taken_in for t in collect.quarantine.replay(warehouse, [comma], clock=clock)] == [1]
    assert rows_of(EVENT, "value") == [(12.5,)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_executed_is_quoted(start):
    """Every sign a spreadsheet takes for a formula is neutralised; other text is left as it is."""
    assert safe_cell(f"{start}cmd()") == f"'{start}cmd()"
    assert safe_cell(f"a{start}") == f"a{start}"
