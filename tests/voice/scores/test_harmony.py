"""Harmony: where feelings or words contradict the mission, and nowhere else."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.mission import BrandValue
from wegweiser.domain.voices import Saying, SayingKind
from wegweiser.voice.scores import discords

EASY = BrandValue(
    id="easy", name={"en": "Effortless", "de": "Mühelos"}, least=0.5, words=("easy",), against=("hard", "mühsam")
)
PHASES = ("buy", "serve")
FINE = Feeling(phase="buy", experienced=Estimate(0.9, 0.7, 1.1, 200))
POOR = Feeling(phase="serve", experienced=Estimate(-0.4, -0.6, -0.2, 150))


def test_a_phase_that_feels_worse_than_promised_is_found():
    """Service is promised at +0.5 and felt at -0.4; buying keeps the promise."""
    (found,) = discords([EASY], [FINE, POOR], [], PHASES)
    assert (found.value, found.phase, found.felt.value, found.least) == ("easy", "serve", -0.4, 0.5)
    assert found.text["en"] == "Effortless: promised +0.5, felt \u22120.4"
    assert found.text["de"] == "Mühelos: versprochen +0,5, erlebt \u22120,4"


def test_what_is_guessed_small_or_meant_for_another_phase_proves_nothing():
    """A feeling read from texts, of 19 people, or in a phase the value is not about, is no discord."""
    guessed = replace(POOR, series=Series.TEXT)
    small = replace(POOR, experienced=Estimate(-0.4, -0.6, -0.2, 19))
    assert discords([EASY], [guessed, small], [], PHASES) == ()
    assert discords([replace(EASY, phases=("buy",))], [FINE, POOR], [], PHASES) == ()


def test_a_shortfall_within_chance_is_none():
    """Felt +0.4 give or take 0.3: it may be as promised."""
    close = Feeling(phase="serve", experienced=Estimate(0.4, 0.1, 0.7, 90))
    assert discords([EASY], [close], [], PHASES) == ()


def test_words_that_deny_a_value_are_found():
    """Thirty call it hard, five easy: 86 % deny it."""
    hard, easy = (
        Saying(word, SayingKind.ASSOCIATION, word, "serve", n, n) for word, n in (("too hard", 30), ("easy", 5))
    )
    (found,) = discords([EASY], [], [hard, easy], PHASES)
    assert (found.denied.hits, found.denied.n, found.words) == (30, 35, ("too hard",))
    few = replace(hard, customers=19)
    assert discords([EASY], [], [few, easy], PHASES) == ()
