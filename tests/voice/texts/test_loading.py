"""Texts are read from files of every kind, masked, and the original stays nowhere."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wegweiser.collect import SourceSpec, load, tables
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts import TextSpec, loading
from wegweiser.voice.texts.keeping import Comment, subject
from wegweiser.voice.texts.spec import Consent, TextKind
from wegweiser.warehouse import Query

REVIEWS = TextSpec(
    "reviews",
    ("reviews.csv",),
    kind=TextKind.REVIEW,
    text="words",
    time="at",
    person="who",
    score="stars",
    touchpoint_column="place",
    touchpoint="shop",
    consent=Consent.PUBLIC,
)
FILE = """at;who;stars;place;words
01.03.2026 10:00;Ana;5;delivery;Das Paket war schnell da.
02.03.2026 11:30;Ben;1;;Frau Müller war unfreundlich. Rückruf unter 0171 1234567!
03.03.2026 09:00;guest;9;app;The app is great
04.03.2026 09:00;Cem;;app;
soon;Cem;3;app;The checkout is slow.
"""


def quarantine(warehouse):
    """Return what was set aside."""
    table = warehouse.table(tables.QUARANTINE)
    return warehouse.run(Query("bad", f"select line, code, raw from {table} order by line")).rows()


def test_a_file_of_reviews_becomes_masked_texts(warehouse, written, said):
    """Five rows: three texts, one without words, one whose time nobody can read; nine stars of five are set aside."""
    told = loading.load(warehouse, REVIEWS, written("reviews.csv", FILE), zone="Europe/Berlin")
    assert (told.rows, told.texts, told.empty, told.unread_scores) == (5, 3, 1, 1)
    assert dict(told.reasons) == {"unreadable_time": 1, "off_scale": 1}
    off = quarantine(warehouse)[0]
    assert (off["line"], off["code"], off["raw"]) == (4, "off_scale", "stars: 9 | The app is great")
    ana, ben, guest = said()
    assert (ana["score"], ben["score"], guest["score"]) == (2.0, -2.0, None)
    assert (ana["touchpoint"], ben["touchpoint"], guest["touchpoint"]) == ("delivery", "shop", "app")
    assert ana["occurred_at"] == datetime(2026, 3, 1, 9)  # noqa: DTZ001  (tables hold UTC without an offset)
    assert (ana["subject_id"], ana["consent"], ana["kind"]) == (subject("customer", "Ana"), "public", "review")
    assert ben["text"] == "Frau [Name] war unfreundlich. Rückruf unter [Telefon]!"
    assert [row["language"] for row in (ana, ben, guest)] == ["de", "de", "en"]


def test_a_row_set_aside_as_an_event_is_not_set_aside_twice(warehouse, written):
    """The time nobody can read stands in quarantine once, whether the file is read as events, as texts or as both."""
    good = "Ana,2026-03-01 10:00:00,review,Good\nCem,2026-03-02 10:00:00,review,Fine\n" * 2
    path = written("visits.csv", f"who,at,event,words\n{good}Ben,soon,review,Bad\n")
    columns = {"customer": "who", "time": "at", "event": "event"}
    source = SourceSpec("visits", "csv", (path.name,), columns=columns)
    load(warehouse, source, path)
    spec = TextSpec("said", (path.name,), text="words", time="at")
    assert dict(loading.load(warehouse, spec, path).reasons) == {"unreadable_time": 1}
    assert [(row["line"], row["code"]) for row in quarantine(warehouse)] == [(6, "unreadable_time")]


def test_who_is_nobody_gets_an_id_of_his_own(warehouse, written, said):
    """Two guests are two people: the word identifies nobody."""
    spec = TextSpec("c", ("c.csv",), person="who")
    loading.load(warehouse, spec, written("c.csv", "who,text\nguest,good\nguest,good\n"))
    assert len({row["subject_id"] for row in said()}) == 2


def test_the_same_file_twice_changes_nothing(warehouse, written, said):
    """A changed spec reads it again, a changed file replaces what it said before."""
    path = written("reviews.csv", FILE)
    loading.load(warehouse, REVIEWS, path)
    (part,) = warehouse.parts(SAID.kind)
    assert loading.load(warehouse, REVIEWS, path).skipped
    assert warehouse.parts(SAID.kind) == [part]
    written("reviews.csv", FILE.replace("The app is great", "The app is bad"))
    assert not loading.load(warehouse, REVIEWS, path).skipped
    assert [row["text"] for row in said()][-1] == "The app is bad"
    assert len(warehouse.parts(SAID.kind)) == 1


def test_no_file_of_the_warehouse_holds_the_original(warehouse, written, tmp_path):
    """Neither the parts nor what a reader laid out beside them, not even for rows set aside."""
    good = '01.03.2026;Ana;5;x;"Call 0171 1234567 now"\n' * 4
    text = f'at;who;stars;place;words\n{good}soon;Ben;1;x;Mr. Zwiebel\n"broken;x\n'
    loading.load(warehouse, REVIEWS, written("reviews.csv", text))
    files = [path for path in (tmp_path / "plane").rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    assert b"1234567" not in held
    assert all("Zwiebel" not in row["raw"] for row in quarantine(warehouse))
    assert [row["code"] for row in quarantine(warehouse)] == ["unreadable_time", "unclosed_quote"]


def test_json_lines_and_parquet_are_read(warehouse, written, said, tmp_path):
    """A line that is no object stands in quarantine."""
    spec = TextSpec("chats", ("c",), kind=TextKind.CHAT, score="stars", low=0, high=10)
    lines = '{"text": "Where is my parcel?", "stars": 10}\nnonsense\n{"text": "Danke für nichts", "stars": "0"}\n'
    told = loading.load(warehouse, spec, written("c.jsonl", lines))
    assert (told.texts, dict(told.reasons)) == (2, {"malformed_json": 1})
    assert [row["score"] for row in said()] == [2.0, -2.0]
    table = pa.table({"text": ["The parcel was late"], "stars": [5.0]})
    pq.write_table(table, tmp_path / "c.parquet")
    assert loading.load(warehouse, spec, tmp_path / "c.parquet").texts == 1


def test_interview_notes_give_quotes_and_notes(warehouse, written, said):
    """A quote is the person's, what stands around it is the interviewer's and is never quoted."""
    written(
        "talks/ana.md",
        "---\nperson: Ana\ndate: 2026-03-05\nphase: use\nconsent: public\n---\n# Talk\nShe seemed tired.\n\n"
        "> I expected the parcel\n> on Monday.\n\n## touchpoint: hotline\n> Nobody called back.\n",
    )
    folder = written("talks/ben.md", "---\nperson: [\n---\n> lost\n").parent
    told = loading.load(warehouse, TextSpec("talks", ("talks",), kind=TextKind.INTERVIEW), folder)
    note, first, second = said()
    assert (told.texts, dict(told.reasons)) == (3, {"malformed_notes": 1})
    assert (first["text"], first["phase"], first["touchpoint"]) == ("I expected the parcel on Monday.", "use", None)
    assert (second["text"], second["touchpoint"], second["consent"]) == ("Nobody called back.", "hotline", "public")
    assert (note["kind"], note["consent"], note["text"]) == ("note", "none", "She seemed tired.")
    assert first["subject_id"] == subject("customer", "Ana")


def test_comments_of_a_survey_are_taken(warehouse, said):
    """They come with the respondent's id and the score beside them, and count once."""
    spec = TextSpec("spring", (), phase="use")
    comments = [Comment(3, "All fine", subject_id=7, score=1.0, touchpoint="till"), Comment(4, " ")]
    told = loading.load_comments(warehouse, spec, "2026", "v1", comments)
    assert (told.texts, told.empty) == (1, 1)
    assert loading.load_comments(warehouse, spec, "2026", "v1", comments).skipped
    (row,) = said()
    assert (row["subject_id"], row["touchpoint"], row["phase"], row["score"]) == (7, "till", "use", 1.0)


def test_what_cannot_be_read_is_said(warehouse, written):
    """A missing file, a missing column, a column without times, a scale without length."""
    path = written("reviews.csv", FILE)
    with pytest.raises(SourceProblem, match="does not exist"):
        loading.load(warehouse, REVIEWS, path.parent / "gone.csv")
    with pytest.raises(UnknownName, match="Did you mean 'words'"):
        loading.load(warehouse, TextSpec("r", (), text="word"), path)
    with pytest.raises(InvalidSetting, match="holds no times"):
        loading.load(warehouse, TextSpec("r", (), text="words", time="who"), path)
    with pytest.raises(InvalidSetting, match="are the same"):
        loading.load(warehouse, TextSpec("r", (), text="words", low=1, high=1), path)


def test_patients_comments_load_entirely(warehouse, shared_data):
    """10,334 comments of English trusts; 1,703 say that nothing could be improved; 36 scores are typing errors."""
    spec = TextSpec("nhs", (), text="feedback", score="criticality", low=-5, high=5, topic="label")
    told = loading.load(warehouse, spec, shared_data / "nhs_comments" / "text_data.csv")
    assert (told.texts, told.empty, told.quarantined, told.unread_scores) == (10_334, 0, 36, 36)
    table = warehouse.table(SAID)
    fine = Query("fine", f"select count(*) as n from {table} where topic = 'Couldn''t be improved'")
    assert warehouse.run(fine).one()["n"] == 1703
    assert told.languages["en"] > 10_300
