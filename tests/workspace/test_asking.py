"""From the page of `wegweiser serve` to the map: what people tick there is in the next run's scores and curve."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.clock import FixedClock
from wegweiser.domain.voices import ScoreKind
from wegweiser.errors import InvalidSetting
from wegweiser.voice import tables
from wegweiser.voice.asking import log
from wegweiser.warehouse import Query
from wegweiser.web.asking import Desk, pages
from wegweiser.workspace import Config, Outputs

from .conftest import NOW

ASK = """
[voice]
keep_days = 30

[[ask]]
id = "basket"
title = { en = "Your basket", de = "Ihr Warenkorb" }
touchpoint = "cart"

[[ask.question]]
id = "easy"
text = { en = "How was it?", de = "Wie war es?" }
metric = "satisfaction"
scale = { low = 1, high = 5 }

[[ask.question]]
id = "why"
text = { en = "Why?", de = "Warum?" }
"""
TICKED = ["5"] * 12 + ["2"] * 12
LATER = replace(NOW, now=datetime(2026, 6, 1, tzinfo=UTC))


def run(folder, settings=NOW):
    """Return what a run reports."""
    with open_workspace(folder, settings) as ws:
        return ws.run(Outputs(folder / "maps", ("en",), ("json",)))


@pytest.fixture
def asked(shop):
    """Return the folder of a shop that was run, asks about its basket, and was answered by 24 people on a page."""
    run(shop)
    settings = (shop / "wegweiser.toml").read_text("utf-8")
    (shop / "wegweiser.toml").write_text(settings + ASK, "utf-8")
    with TestClient(pages(Desk.of(Config.read(shop), shop, FixedClock(NOW.now)))) as client:
        for place, ticked in enumerate(TICKED):
            form = re.search(r'name="form" value="([^"]+)"', client.get("/ask/basket").text)[1]
            words = "Payment was slow and hard to find." if place == 0 else ""
            sent = client.post("/ask/basket", data={"form": form, "q-easy": ticked, "q-why": words})
            assert sent.status_code == 200
    return shop


def test_answers_from_the_page_are_scores_and_a_point_of_the_curve(asked):
    """Twelve tick 5 and twelve 2: half of them are satisfied, and the mean feeling is +0.5, at the basket."""
    report = run(asked)
    told = (report.asked.forms, report.asked.answers, report.asked.texts, report.asked.state)
    assert told == (24, 24, 1, "loaded")
    with open_workspace(asked, NOW) as ws:
        scores = {one.kind: one for one in ws.heard().scores if one.survey == "basket" and one.wave is None}
    assert (scores[ScoreKind.CSAT].estimate.value, scores[ScoreKind.CSAT].estimate.n) == (0.5, 24)
    drawn = json.loads((asked / "maps" / "journey-map.json").read_bytes())
    points = [(p["touchpoint"], p["value"], p["n"]) for p in drawn["curve"] if p.get("series", "survey") == "survey"]
    assert points == [("cart", 0.5, 24)]


def test_a_survey_about_a_touchpoint_nobody_knows_is_refused(asked):
    """The nearest name is offered."""
    path = asked / "wegweiser.toml"
    path.write_text(path.read_text("utf-8").replace('touchpoint = "cart"', 'touchpoint = "carts"'), "utf-8")
    with pytest.raises(InvalidSetting, match="Did you mean 'cart'"):
        run(asked)


def test_texts_go_when_they_were_kept_long_enough_and_answers_stay(asked):
    """Two months later the one text is gone from the warehouse and from the log; the ticks of all 24 count on."""
    assert run(asked).expired == 0
    assert run(asked, LATER).expired == 1
    again = run(asked, LATER)
    assert (again.expired, again.asked.forms, again.asked.answers, again.asked.texts) == (0, 24, 24, 0)
    with open_workspace(asked, LATER) as ws:
        kept = ws.warehouse.run(Query("kept", f"select text from {ws.warehouse.table(tables.SAID)}")).column("text")
    assert list(kept) == []
    assert "slow" not in "".join(path.read_text("utf-8") for path in log.files(asked / log.FOLDER))


@pytest.fixture
def bare(tmp_path):
    """Return a workspace of nothing but the survey of the how-to page, answered by 24 people."""
    create_workspace(tmp_path / "bare", Config(name="Bare"))
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "ask-customers.md").read_text("utf-8")
    path = tmp_path / "bare" / "wegweiser.toml"
    path.write_text(path.read_text("utf-8") + re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1], "utf-8")
    with TestClient(pages(Desk.of(Config.read(path.parent), path.parent, FixedClock(NOW.now)))) as client:
        for place in range(24):
            form = re.search(r'name="form" value="([^"]+)"', client.get("/ask/checkout").text)[1]
            ticked = {"q-nps": "9", "q-ease": "7", "q-found_us": "1" if place < 18 else "2", "q-why": ""}
            assert client.post("/ask/checkout", data={"form": form, **ticked}).status_code == 200
    return path.parent


def test_the_survey_of_the_how_to_page_runs_without_any_event(bare):
    """The touchpoints it names are defined by it, and stand on the map where an event of their name would."""
    report = run(bare)
    assert (report.asked.forms, report.events) == (24, 0)
    with open_workspace(bare, NOW) as ws:
        assert {t.id: (t.phase, t.proposed) for t in ws.registry.touchpoints} == {
            "payment": ("conversion", True),
            "purchase": ("conversion", True),
        }
        assert [(f.touchpoint, f.experienced.value) for f in ws.heard().feelings if f.touchpoint] == [("payment", 2.0)]
        heard = [one.estimate for one in ws.scores() if one.kind is ScoreKind.SHARE]
        assert [(one.value, one.n) for one in heard] == [(0.75, 24), (0.25, 24)]
    assert run(bare).asked.forms == 24
