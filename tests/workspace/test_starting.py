"""What a dropped file was taken for, corrected and written down."""

from __future__ import annotations

import gzip

import msgspec
import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read
from wegweiser.workspace.starting import Column, Guessed, accept, guess, keep_survey, with_roles


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
    assert read(found.problems[0], "de").startswith("Wie note.md zu lesen ist")


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


LEDGER = "wer,wann,vorfall\n" + "Ana,am 5.1.26,kauf\nBen,am 6.1.26,besuch\n" * 20


def test_a_file_nobody_recognises_shows_its_columns(shop, opened):
    """No column looks like a time, so all are to be named by hand; samples of each, people by their shape."""
    (shop / "ledger.csv").write_text(
        "wer,wo\n" + "".join(f"Ana{n},Nord\nBen{n},West\n" for n in range(10, 30)), "utf-8"
    )
    with opened(shop) as ws:
        found = guess(ws, shop / "ledger.csv")
    assert (found.kind, read(found.problems[0], "de")) == ("unknown", "Keine Spalte sieht nach einer Zeit aus.")
    assert found.columns == (Column("wer", "ignored", ("xxx00",)), Column("wo", "ignored", ("Nord", "West")))


def test_columns_named_by_hand_are_read_as_said(shop, opened):
    """Nothing calls these a customer, a time and an event; somebody does, and twenty of each are counted."""
    lines = "".join(f"A{n},{n % 27 + 1}.01.2026,kauf\nB{n},2026-01-06,besuch\n" for n in range(20))
    (shop / "odd.csv").write_text("x1,x2,x3\n" + lines, "utf-8")
    told = {"x1": "customer", "x2": "time", "x3": "event"}
    with opened(shop) as ws:
        found = guess(ws, shop / "odd.csv", told, "events")
        assert [(one.name, one.role) for one in found.columns] == list(told.items())
        assert {(one.event, one.rows) for one in found.events} == {("kauf", 20), ("besuch", 20)}
        (source,) = accept(ws, found).source
    assert source.columns == {"customer": "x1", "time": "x2", "event": "x3"}


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        ({"vorfall": "time"}, "events", "The column vorfall holds no times"),
        ({"wann": "time", "wer": "value"}, "events", "The column wer holds no numbers"),
        ({"vorfall": "score"}, "survey", "The column vorfall holds no scores"),
        ({"vorfall": "question"}, "survey", "none is said to hold the scores"),
    ],
)
def test_what_was_said_and_cannot_be_is_told(shop, opened, told, kind, words):
    """The columns keep what was said of them, so that one of them can be changed."""
    (shop / "ledger.csv").write_text(LEDGER.replace("am 5.1.26", "05.01.2026").replace("am 6.1.26", "06.01.2026"))
    with opened(shop) as ws:
        found = guess(ws, shop / "ledger.csv", told, kind)
    assert found.kind == "unknown"
    assert words in read(found.problems[0], "en")
    assert read(found.problems[0], "de") != read(found.problems[0], "en")
    assert {one.name: one.role for one in found.columns} == {
        "wer": "ignored",
        "wann": "ignored",
        "vorfall": "ignored",
    } | told


def test_a_survey_is_corrected_column_by_column(shop, opened):
    """One question is guessed as a trait; said to be a score, it is a rating of 1 to 5; a comment is left out."""
    head = "lfdn,q1_service,q1_price,q1_shop,mood,why\n"
    lines = "".join(f"{n},{n % 5 + 1},{n % 5 + 1},{n % 5 + 1},{n % 5 + 1},because of the {n} \n" for n in range(40))
    (shop / "poll.csv").write_text(head + lines, "utf-8")
    with opened(shop) as ws:
        before = guess(ws, shop / "poll.csv")
        found = guess(ws, shop / "poll.csv", {"mood": "score", "why": "ignored"}, "survey")
    assert before.kind == found.kind == "survey"
    roles = {one.name: one.role for one in found.columns}
    assert (roles["lfdn"], roles["mood"], roles["why"]) == ("customer", "score", "ignored")
    (mood,) = (item for item in found.items if item.id == "mood")
    assert (mood.scale.low, mood.scale.high, mood.proposed) == (1, 5, False)
    assert keep_survey(shop, found, "data/poll.csv") == "poll"
    assert 'id = "mood"' in (shop / "poll.survey.toml").read_text("utf-8")
    with opened(shop) as ws:
        assert [(one.name, one.files) for one in ws.config.survey] == [("poll", ("data/poll.csv",))]


def test_a_survey_with_one_answer_a_row_is_read_by_its_questions(shop, opened):
    """A column names the question, one holds the score; both questions are ratings of 1 to 5."""
    lines = "".join(f"A{n},{what},{n % 5 + 1}\n" for n in range(20) for what in ("Delivery", "Price"))
    (shop / "long.csv").write_text("who,frage,wert\n" + lines, "utf-8")
    with opened(shop) as ws:
        found = guess(ws, shop / "long.csv", {"who": "customer", "frage": "question", "wert": "score"}, "survey")
    assert (found.kind, found.survey.question, found.survey.answer, found.survey.person) == (
        *("survey", "frage", "wert", "who"),
    )
    assert [(one.columns, one.scale.high) for one in found.items] == [(("Delivery",), 5), (("Price",), 5)]


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


NAMELESS = "Nr,Wann,Was\n" + "".join(f"K{n % 20},{n % 27 + 1:02}.01.2026,Besuch\n" for n in range(60))


def test_naming_a_customer_by_hand_means_rows_are_no_people(shop, opened, ran):
    """Sixty rows of twenty customers: as guessed each row is a person, with a customer named they are twenty."""
    (shop / "data" / "visits.csv").unlink()
    (shop / "odd.csv").write_text(NAMELESS, "utf-8")
    with opened(shop) as ws:
        found = guess(ws, shop / "odd.csv")
        assert found.source.rows_are_profiles
        named = with_roles(found, {"Nr": "customer"})
        assert not named.source.rows_are_profiles
        assert with_roles(named, {"Nr": "property"}).source.rows_are_profiles
        assert not guess(ws, shop / "odd.csv", {"Nr": "customer"}, "events").source.rows_are_profiles
        accept(ws, named)
    assert ran(shop).customers == 20


def test_what_is_said_of_counted_paths_keeps_their_fields(shop, opened):
    """They are no fields of events, and are no less read for that."""
    (shop / "paths.csv").write_text("path,conversions\na > b,3\nb,2\n", "utf-8")
    with opened(shop) as ws:
        found = guess(ws, shop / "paths.csv")
        left = with_roles(found, {})
    assert found.kind == "paths"
    assert (left.source.columns, left.source.rows_are_profiles) == (found.source.columns, False)
