"""Messy files: every row accounted for, with its physical line and its reason."""

from __future__ import annotations

from string import ascii_letters

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.collect.tables import EVENT, IDENTIFIER, QUARANTINE
from wegweiser.warehouse import Query

BIG = 10_000_000
MESSY = "\r\n".join(
    [
        "\ufeffKundennummer;Datum;Ereignis;Betrag;Ereignis-ID;Name",
        "Ana;31.10.2026 10:00;besuch;;e1;Ana Müller",
        "Ana;2026-10-31T12:30:00;kauf;12,50;e2;😀 Ana",
        "Ben;31.10.2026 11:00;besuch;;e3;=cmd()|'/C calc'!A0",
        ";31.10.2026 11:00;besuch;;e4;niemand",
        "guest;31.10.2026 11:00;besuch;;e5;Gast",
        "Cem;01.01.0001 00:00;besuch;;e6;Cem",
        "Cem;31.10.2026 09:00;besuch;;e1;Cem",
        "Ana;31.10.2026 10:00;besuch;;e1;Ana Müller",
        "Ben;morgen;besuch;;e7;Ben",
        "Ben;31.10.2026 11:00;kauf;12.5;e8;Ben",
        "Ben;31.10.2026 11:00;;;e9;Ben",
        "Ben\0;31.10.2026 11:00;besuch;;e10;Ben",
        "Ben;31.10.2026 11:00;besuch;;e11;" + "x" * BIG,
        "Ben;31.10.2026 11:00",
        'Cem;31.10.2026 14:00;besuch;;e12;"zwei',
        'Zeilen"',
        "=cmd();gestern;besuch;;e13;Eve",
        "Cem;31.12.2027 11:00;besuch;;e14;Cem",
        'Ben;31.10.2026 11:00;besuch;;e15;"nie zu',
        "Cem;31.10.2026 15:00;kauf;1.250,00;e16;Cem",
        "",
    ]
)
REASONS = [
    (5, "no_customer"),
    (6, "blocked_identifier"),
    (7, "time_out_of_range"),
    (8, "duplicate_event_id"),
    (10, "unreadable_time"),
    (11, "unreadable_number"),
    (12, "no_event"),
    (13, "nul_byte"),
    (14, "oversized_field"),
    (15, "malformed_row"),
    (18, "unreadable_time"),
    (19, "time_out_of_range"),
    (20, "unclosed_quote"),
]


@pytest.fixture
def messy(tmp_path):
    """Return a file with everything that goes wrong in exports."""
    file = tmp_path / "messy.csv"
    file.write_bytes(MESSY.encode())
    return file


def test_a_messy_file_is_understood_as_far_as_it_goes(warehouse, messy):
    """BOM, semicolons, decimal comma and two date formats are guessed; the event's id is found."""
    spec = collect.guess(warehouse, messy).spec
    assert (spec.text.encoding, spec.text.separator, spec.text.decimal) == ("utf-8-sig", ";", ",")
    assert set(spec.time.formats) == {"%d.%m.%Y %H:%M", "iso"}
    assert spec.columns == {
        "event_id": "Ereignis-ID",
        "customer": "Kundennummer",
        "time": "Datum",
        "event": "Ereignis",
        "value": "Betrag",
    }


def test_every_row_of_a_messy_file_is_accounted_for(warehouse, clock, messy, rows_of):
    """Of 19 rows 5 are events, 1 is said twice, 13 are in quarantine with line and reason."""
    loaded = collect.load(warehouse, collect.guess(warehouse, messy).spec, messy, clock=clock)
    assert (loaded.rows, loaded.events, loaded.known, loaded.quarantined) == (19, 5, 1, 13)
    assert rows_of(QUARANTINE, "line, code", "line") == REASONS
    assert rows_of(EVENT, "source_seq, value", "source_seq") == [
        (2, None),
        (3, 12.5),
        (4, None),
        (16, None),
        (21, 1250.0),
    ]
    assert rows_of(EVENT, "properties", "source_seq")[1:4] == [
        ('{"Name":"😀 Ana"}',),
        ('{"Name":"=cmd()|\'/C calc\'!A0"}',),
        ('{"Name":"zwei\\r\\nZeilen"}',),
    ]
    assert sorted(v for (v,) in rows_of(IDENTIFIER, "value")) == ["Ana", "Ben", "Cem"]


def test_the_raw_text_is_kept_and_cut(warehouse, clock, messy, rows_of):
    """A row of 10 MB keeps its first 10,000 characters; a NUL is shown as its picture."""
    collect.load(warehouse, collect.guess(warehouse, messy).spec, messy, clock=clock)
    raw = dict(rows_of(QUARANTINE, "line, raw", "line"))
    assert len(raw[14]) == 10_000
    assert raw[13] == "Ben\u2400;31.10.2026 11:00;besuch;;e10;Ben"
    assert raw[5] == ";31.10.2026 11:00;besuch;;e4;niemand"


def test_exports_neutralise_formulas(warehouse, clock, messy, tmp_path):
    """The row that begins with =cmd() is written with an apostrophe before it."""
    collect.load(warehouse, collect.guess(warehouse, messy).spec, messy, clock=clock)
    assert collect.quarantine.write(warehouse, tmp_path / "out.csv", language="de") == 13
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "'=cmd();gestern" in text
    assert "\n=" not in text
    assert ",=" not in text
    assert "Die Zeile hat keinen Ereignisnamen." in text


def test_the_quarantine_is_summed_by_reason(warehouse, clock, messy):
    """Two rows each are out of range and unreadable in time; every other reason holds one."""
    collect.load(warehouse, collect.guess(warehouse, messy).spec, messy, clock=clock)
    found = collect.quarantine.summary(warehouse)
    assert sum(found.column("n")) == 13
    assert [(row["code"], row["n"], row["first_line"]) for row in found.rows()][:2] == [
        ("time_out_of_range", 2, 7),
        ("unreadable_time", 2, 10),
    ]


def test_bytes_that_are_no_utf_8_spoil_only_their_row(warehouse, clock, tmp_path, rows_of):
    """One row of another encoding in a UTF-8 file goes to quarantine; the umlaut beside it is right."""
    file = tmp_path / "mixed.csv"
    file.write_bytes(b"customer,time,event\nM\xc3\xbcller,2026-10-01,visit\nK\xfchn,2026-10-01,visit\n")
    spec = SourceSpec("s", "csv", columns={"customer": "customer", "time": "time", "event": "event"})
    loaded = collect.load(warehouse, spec, file, clock=clock)
    assert (loaded.events, loaded.reasons) == (1, {"unreadable_text": 1})
    assert rows_of(QUARANTINE, "line") == [(3,)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("c,t,e\nAna,2026-10-01,v\nx,bad,v\n", [3]),
        ("c,t,e\r\nAna,2026-10-01,v\r\nx,bad,v\r\n\r\n\r\n", [3]),
        ("c,t,e\n\nAna,2026-10-01,v\n\nx,bad,v", [5]),
        ('c,t,e\n"A\nna",2026-10-01,v\nx,bad,v\n', [4]),
        ("c,t,e\rAna,2026-10-01,v\rx,bad,v\r", [3]),
        ('c,t,e\nAna,2026-10-01,5" v\nx,bad,v\n', [3]),
        ('c,t,e\n"An"a,2026-10-01,v\nx,bad,v\n', [2, 3]),
        ("\ufeffc,t,e\nAna,2026-10-01,v\nx,bad,v\n", [3]),
    ],
)
def test_lines_are_physical_whatever_ends_them(warehouse, tmp_path, rows_of, text, lines):
    """Blank lines, quoted line ends, stray quotation marks and old Mac files do not shift the numbers."""
    file = tmp_path / "lines.csv"
    file.write_bytes(text.encode())
    spec = SourceSpec("s", "csv", columns={"customer": "c", "time": "t", "event": "e"})
    loaded = collect.load(warehouse, spec, file)
    assert [line for (line,) in rows_of(QUARANTINE, "line", "line")] == lines
    assert loaded.rows == loaded.events + loaded.quarantined == 2


def test_the_fast_way_and_the_careful_one_give_the_same_events(warehouse, clock, tmp_path):
    """A NUL in one row makes the second file a case for the careful reader: it knows every row of the first."""
    rows = [f'C{n % 7},2026-10-0{1 + n % 9} 1{n % 10}:00,visit,"{n},5",{"x" * (n % 3)} é' for n in range(200)]
    clean, dirty = tmp_path / "clean.csv", tmp_path / "dirty.csv"
    head = "customer,time,event,value,note"
    clean.write_text("\n".join([head, *rows]), "utf-8")
    dirty.write_text("\n".join([head, *rows[:100], "A\0,2026-10-01,visit,1,", *rows[100:]]), "utf-8")
    spec = collect.guess(warehouse, clean, "shop").spec
    assert collect.load(warehouse, spec, clean, clock=clock).events == 200
    loaded = collect.load(warehouse, spec, dirty, clock=clock)
    assert (loaded.rows, loaded.known, loaded.reasons) == (201, 200, {"nul_byte": 1})


_CELLS = st.one_of(
    st.sampled_from(
        ["Ana", "Ben", "Cem", "guest", "", "2026-10-01", "01.10.2026", "9999-01-01", "12,5", "\0", '"', "a\nb"]
    ),
    st.text(alphabet=ascii_letters + ' ,;"\n\r\t\0é😀=', max_size=8),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.tuples(_CELLS, _CELLS, _CELLS, _CELLS), max_size=8), quoted=st.booleans())
def test_any_table_is_accounted_for(warehouse, clock, tmp_path, table, quoted):
    """Whatever the cells hold: rows are events, known or quarantined, and a second file of them adds nothing."""
    mark = '"' if quoted else ""
    lines = [",".join(f"{mark}{cell.replace(mark, mark * 2) if mark else cell}{mark}" for cell in row) for row in table]
    text = "\n".join(["customer,time,event,value", *lines]) + "\n"
    name = f"s{len(warehouse.parts('event'))}"
    spec = SourceSpec(name, "csv", columns={n: n for n in ("customer", "time", "event", "value")})
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(text.encode())
    second.write_bytes(text.encode() + b"\n")
    loaded = collect.load(warehouse, spec, first, clock=clock)
    assert loaded.rows == loaded.events + loaded.known + loaded.quarantined
    assert loaded.rows == len(table) or not quoted
    again = collect.load(warehouse, spec, second, clock=clock)
    assert (again.rows, again.events, again.quarantined) == (loaded.rows, 0, loaded.quarantined)
    count = Query("n", f"select count(*) as n from {warehouse.table(EVENT)} where source = '{name}'")
    assert warehouse.run(count).one()["n"] == loaded.events
