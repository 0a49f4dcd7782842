"""Texts of a workspace are heard once for every change of them."""

from __future__ import annotations

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.domain.voices import SayingKind
from wegweiser.i18n import read
from wegweiser.voice.surveys import Survey, SurveySpec
from wegweiser.voice.texts import ContentSpec, TextSpec
from wegweiser.voice.texts.spec import TextKind
from wegweiser.workspace import Config, Outputs, listening, surveys

ASKED = "Where is my parcel?"


@pytest.fixture
def ws(tmp_path):
    """Return a workspace in which 24 people ask where their parcel is, and a page on opening hours."""
    folder = tmp_path / "company"
    config = Config(
        name="Company",
        text=(TextSpec("chats", ("data/chats.csv",), person="customer"),),
        content=(ContentSpec("pages", ("pages",)),),
        touchpoint=(Touchpoint("delivery", "Delivery", Match(event="delivery"), phase="retention"),),
    )
    create_workspace(folder, config)
    (folder / "data").mkdir(exist_ok=True)
    (folder / "pages").mkdir()
    (folder / "pages" / "hours.md").write_text("# Opening hours\n\nWe are open until eight.\n", "utf-8")
    rows = "".join(f"c{n},{ASKED}\n" for n in range(24))
    (folder / "data" / "chats.csv").write_text(f"customer,text\n{rows}", "utf-8")
    with open_workspace(folder) as opened:
        listening.take_in(opened)
        yield opened


def test_what_was_heard_is_kept(ws, monkeypatch):
    """The second time nothing is heard again and the answer is the same, to the last quote."""
    first = listening.said(ws, ws.registry)
    assert [(question.customers, question.answered.value) for question in first[0]] == [(24, "no")]
    monkeypatch.setattr("wegweiser.workspace.listening.hearing.heard", None)
    assert listening.said(ws, ws.registry) == first


def test_a_page_that_is_written_later_is_heard(ws):
    """An answer in our own content changes what is said of the question."""
    listening.said(ws, ws.registry)
    (ws.folder / "pages" / "parcel.md").write_text("# Where your parcel is\n\nFollow your parcel.\n", "utf-8")
    ((question,), _) = listening.said(ws, ws.registry)
    assert question.answered.value == "yes"


def test_nothing_is_left_of_texts_that_are_gone(ws):
    """What was heard goes with the texts it was heard in."""
    listening.said(ws, ws.registry)
    assert list(ws.warehouse.folder.glob("texts.heard"))
    ws.warehouse.publish(removed=ws.warehouse.parts("said"))
    assert listening.said(ws, ws.registry) == ((), ())
    assert not list(ws.warehouse.folder.glob("texts.heard"))


def test_the_columns_of_a_survey_are_looked_at_once(ws, monkeypatch):
    """Asked twice, the file of a survey is read once; when it changes it is read again."""
    path = ws.folder / "wave.csv"
    path.write_text("id,How satisfied are you? (1-5)\n" + "".join(f"{n},{n % 5 + 1}\n" for n in range(30)), "utf-8")
    spec = SurveySpec("own", ("wave.csv",))
    first = surveys.of(ws, spec)
    assert isinstance(first, Survey)
    asked = first.items()
    with monkeypatch.context() as patched:
        patched.setattr("wegweiser.voice.surveys.survey.waves.wave_of", None)
        assert surveys.of(ws, spec).items() == asked
    path.write_text("id,another\n1,2\n", "utf-8")
    assert surveys.of(ws, spec) is not first


def test_texts_that_name_no_place_are_told_of(tmp_path):
    """24 complaints name no touchpoint: they are heard as said anywhere, and a run says what to set."""
    folder = tmp_path / "clinic"
    create_workspace(folder, Config(name="Clinic", text=(TextSpec("notes", ("data/notes.csv",), person="who"),)))
    rows = "".join(f"c{n},It was dreadful and the staff were rude\n" for n in range(24))
    (folder / "data" / "notes.csv").write_text(f"who,text\n{rows}", "utf-8")
    with open_workspace(folder) as opened:
        report = opened.run(Outputs(folder / "maps", ("en",), ("json",)))
        (told,) = (read(one, "en") for one in report.remarks if "touchpoint_column" in read(one, "en"))
        assert told.startswith("24 of 24 texts name no touchpoint and no phase")
        pains = [one for one in opened.heard().sayings if one.kind is SayingKind.PAIN]
    assert pains
    assert {(one.phase, one.touchpoint, one.customers) for one in pains} == {("", None, 24)}


def test_a_file_of_texts_is_never_guessed_to_be_events(tmp_path):
    """Reviews in the data folder that [[text]] names are read as texts: no source, no warning, nothing that waits."""
    folder = tmp_path / "shop"
    text = TextSpec("reviews", ("data/reviews.csv",), kind=TextKind.REVIEW, person="customer")
    create_workspace(folder, Config(name="Shop", text=(text,)))
    rows = "".join(f"c{n},2026-01-0{n % 9 + 1},buy,Good shop\n" for n in range(24))
    (folder / "data" / "reviews.csv").write_text(f"customer,time,event,text\n{rows}", "utf-8")
    with open_workspace(folder) as opened:
        report = opened.run(Outputs(folder / "maps", ("en",), ("json",)))
        assert (report.guessed, opened.config.source, opened.status()["files waiting"]) == ((), (), 0)
        assert listening.texts(opened) == 24
