"""What a dropped file was taken for, corrected and written down."""

from __future__ import annotations

import gzip

import msgspec
import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.workspace.starting import Column, Guessed, accept, guess, with_roles


def test_a_file_of_events_is_recognised(shop, opened):
    """Columns have their roles, people are shown by the shape of their names only, and events are counted."""
    with opened(shop) as ws:
        found = guess(ws, shop / "data" / "visits.csv")
    assert (found.kind, found.name, found.problems) == ("events", "visits", ())
    roles = {column.name: (column.role, column.samples[0]) for column in found.columns}
    assert roles["customer"] == ("customer", "xxx")
    assert roles["event"] == ("event", "newsletter_open")
    assert roles["time"][0] == "time"
    assert {(one.event, one.rows) for one in found.events} >= {("purchase", 3), ("cart", 2)}
    assert msgspec.json.decode(msgspec.json.encode(found), type=Guessed) == found
    assert b"Ana" not in msgspec.json.encode(found)


def test_a_file_nobody_can_read_says_why(shop, opened):
    """A note is no source: nothing is raised, the problem is told."""
    (shop / "note.md").write_text("call Ana", "utf-8")
    with opened(shop) as ws:
        found = guess(ws, shop / "note.md")
    assert (found.kind, found.source) == ("unknown", None)
    assert "note.md" in found.problems[0]


def test_a_corrected_guess_is_written_down_and_runs(shop, opened, ran):
    """The channel becomes a mere property; the source stands in wegweiser.toml and the run follows it."""
    with opened(shop) as ws:
        found = with_roles(guess(ws, shop / "data" / "visits.csv"), {"channel": "ignored"})
        assert Column("channel", "ignored", found.columns[3].samples) == found.columns[3]
        (source,) = accept(ws, found).source
    assert source.ignored == ("channel",)
    assert "channel" not in source.columns
    assert ran(shop).events == 10


def test_lines_of_json_are_recognised(shop, opened):
    """A file of JSON lines has columns, too; one line that is none does no harm."""
    lines = ['{"user": "Ana", "ts": "2026-01-05T09:00:00Z", "event": "view"}', "{torn"] * 20
    (shop / "app.jsonl").write_text("\n".join(lines), "utf-8")
    with opened(shop) as ws:
        found = guess(ws, shop / "app.jsonl")
    assert found.kind == "events"
    assert {column.name for column in found.columns} == {"user", "ts", "event"}
    assert [(one.event, one.rows) for one in found.events] == [("view", 20)]


@pytest.mark.parametrize("name", ["old.csv", "old.csv.gz"])
def test_bytes_nobody_can_read_do_no_harm(shop, opened, name):
    """One torn letter in a file, packed or not, is shown as such; what was found can still be sent as JSON."""
    told = "user,ts,event,note\n" + "Ana,2026-01-05T09:00:00Z,grüßen,ja\n" * 20
    raw = told.encode() + b"Ben,2026-01-05T09:00:00Z,\xff,nein\n"
    (shop / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    with opened(shop) as ws:
        found = guess(ws, shop / name)
    assert [(one.event, one.rows) for one in found.events] == [("grüßen", 20), ("\ufffd", 1)]
    assert msgspec.json.decode(msgspec.json.encode(found), type=Guessed) == found


@pytest.mark.parametrize(
    ("roles", "error"),
    [({"nowhere": "event"}, UnknownName), ({"channel": "colour"}, UnknownName), ({"channel": "event"}, InvalidSetting)],
)
def test_a_correction_nobody_can_mean_is_refused(shop, opened, roles, error):
    """Unknown columns and roles, and two columns for one field."""
    with opened(shop) as ws:
        found = guess(ws, shop / "data" / "visits.csv")
    with pytest.raises(error):
        with_roles(found, roles)


def test_nothing_recognised_is_not_written(shop, opened):
    """An unknown file cannot be accepted."""
    with opened(shop) as ws, pytest.raises(InvalidSetting):
        accept(ws, Guessed("note.md", "unknown"))
