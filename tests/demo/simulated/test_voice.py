"""What the simulated customers feel and ask is heard: the painful touchpoint, the broken promise, the open question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from wegweiser.domain.feelings import Feeling
from wegweiser.domain.phases import phase_model
from wegweiser.domain.questions import Answered, Question
from wegweiser.domain.voices import ScoreKind
from wegweiser.i18n import read
from wegweiser.voice import tables
from wegweiser.voice.scores import Scores, discords
from wegweiser.voice.surveys import Loaded, Survey
from wegweiser.voice.texts import Inventory, Places, hearing, loading, reading
from wegweiser.warehouse import Query, Warehouse

PHASES = [phase.id for phase in phase_model("five").phases]
TEXTS = ("ticket_texts", "complaint_texts", "chat_texts", "review_texts", "interviews")


@dataclass(frozen=True)
class Heard:
    """What was read of the two waves."""

    loaded: tuple[Loaded, ...]
    scores: Scores
    feelings: tuple[Feeling, ...]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Iterator[Warehouse]:
    """Return a warehouse of its own for what was said."""
    with Warehouse(tmp_path_factory.mktemp("voice") / "warehouse", threads=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(warehouse, company) -> Heard:
    """Return the answers of both waves, summed up."""
    spec = company.plan.surveys[0]
    waves = tuple(sorted((company.folder / "voice").glob("survey_2025-*.csv")))
    survey = Survey(warehouse, spec, company.folder, waves)
    loaded = survey.load()
    scores = Scores(warehouse, {spec.name: survey.items()})
    return Heard(loaded, scores, scores.feelings())


@pytest.fixture(scope="module")
def asked(warehouse, company) -> tuple[Question, ...]:
    """Return the questions in what people wrote, held against the help pages."""
    for spec in company.plan.texts:
        if spec.name in TEXTS:
            loading.load(warehouse, spec, company.folder / spec.files[0], zone=company.plan.timezone)
    places = Places.of(company.plan.touchpoints)
    reading.read(warehouse, places)
    content = [(spec, [company.folder / name for name in spec.files]) for spec in company.plan.content]
    return hearing.heard(warehouse, places, hearing.Listening(("Nordlicht",)), Inventory.of(content))[0]


def test_every_question_is_found_in_both_waves(answers):
    """The second wave calls its columns differently; no question is missing, none is new, no cell is set aside."""
    assert [loaded.wave for loaded in answers.loaded] == ["2025-06", "2025-12"]
    assert all(not loaded.matched.gone and not loaded.matched.new for loaded in answers.loaded)
    assert sum(loaded.quarantined for loaded in answers.loaded) == 0


def test_the_painful_touchpoint_is_the_worst_one(answers):
    """The hotline is the only touchpoint felt below 0 with its whole interval, and far below what was expected."""
    felt = {one.touchpoint: one for one in answers.feelings if one.touchpoint}
    below = {name for name, one in felt.items() if one.experienced.hi < 0}
    assert below == {"hotline"}
    assert min(felt, key=lambda name: felt[name].experienced.value) == "hotline"
    assert felt["hotline"].expected.lo > felt["hotline"].experienced.hi + 1
    assert max(felt, key=lambda name: felt[name].experienced.value) == "store_advice"


def test_only_the_promise_of_effortless_service_is_broken(answers, company):
    """After the purchase people feel less than promised; honest advice keeps its promise."""
    found = discords(company.plan.values, answers.feelings, (), PHASES)
    assert [(one.value, one.phase) for one in found] == [("effortless", "retention")]


def test_the_recommendation_is_known_with_its_interval(answers):
    """NPS stands on at least 100 answers."""
    nps = [one for one in answers.scores.scores() if one.kind is ScoreKind.NPS]
    assert len(nps) == 1
    assert nps[0].estimate.n >= 100
    assert nps[0].estimate.lo < nps[0].estimate.value < nps[0].estimate.hi


def test_the_question_nobody_answers_is_found_unanswered(asked):
    """It is the only one without an answer that at least 20 ask: may an opened tent go back?"""
    unanswered = [one for one in asked if one.answered is Answered.NO]
    assert unanswered
    for one in unanswered:
        words = read(one.text, "de").casefold()
        assert "zelt" in words or "tent" in words, one.text
    assert any(one.answered in {Answered.YES, Answered.PARTLY} for one in asked)


def test_no_personal_data_is_kept(asked, warehouse):
    """Addresses, telephone and account numbers that people wrote are masked in what is stored."""
    del asked
    texts = warehouse.run(Query("kept", f"select text from {warehouse.table(tables.SAID)} order by text_id"))
    kept = "\n".join(texts.column("text"))
    for told in ("post.example", "030 23125", "DE89 3704"):
        assert told not in kept
