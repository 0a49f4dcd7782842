"""Differences between waves and touchpoints: their intervals, and what counts as beyond chance."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.voices import Score, ScoreKind
from wegweiser.voice.scores import between_touchpoints, between_waves


def score(wave, value, half, n=900, item="rec"):
    """Return the score of one wave."""
    estimate = Estimate(value, value - half, value + half, n)
    return Score(f"s_{item}_nps_{wave}", ScoreKind.NPS, item, estimate, item=item, survey="s", wave=wave)


def felt(touchpoint, value, half=0.1, n=100):
    """Return a feeling reported at a touchpoint."""
    return Feeling("buy", Estimate(value, value - half, value + half, n), touchpoint=touchpoint)


def test_each_wave_is_held_against_the_one_before():
    """From 30 ± 4 to 40 ± 3 is +10 ± 5; from 40 to 41 nothing: its half is the root of 3² + 4²."""
    found = between_waves([score("2025", 40.0, 3.0), score("2026", 41.0, 4.0), score("2024", 30.0, 4.0)])
    assert [(one.there, one.here, one.difference.value) for one in found] == [
        ("2024", "2025", 10.0),
        ("2025", "2026", 1.0),
    ]
    assert (found[0].difference.lo, found[0].difference.hi) == (5.0, 15.0)
    assert found[0].p < 0.001
    assert found[1].p == pytest.approx(0.695, abs=0.001)


def test_many_changes_are_held_against_chance_together():
    """A change of p = 0.03 alone is 0.06 among two; scores of 19 people are passed over."""
    alone = [score("a", 0.0, 3.0), score("b", 4.604, 3.0)]
    (one,) = between_waves(alone)
    assert one.p == pytest.approx(0.0335, abs=0.001)
    other = [score("a", 0.0, 3.0, item="x"), score("b", 0.0, 3.0, item="x")]
    small = [score("a", 0.0, 3.0, n=19, item="y"), score("b", 50.0, 3.0, item="y")]
    found = between_waves([*alone, *other, *small])
    assert len(found) == 2
    assert found[0].p == pytest.approx(2 * one.p)


def test_touchpoints_are_told_apart_in_pairs_the_better_first():
    """The desk is better than the queue beyond chance; the shop lies between and is not told apart from the desk."""
    found = between_touchpoints([felt("queue", -0.5), felt("desk", 0.5), felt("shop", 0.4)])
    assert [(one.here, one.there, one.p < 0.05) for one in found] == [
        ("desk", "shop", False),
        ("desk", "queue", True),
        ("shop", "queue", True),
    ]


def test_what_is_inferred_small_or_of_one_persona_is_held_against_nothing():
    """One touchpoint of everybody's is left: no pair."""
    others = [
        replace(felt("a", 0.0), series=Series.TEXT),
        replace(felt("b", 0.0), persona="pe_1"),
        felt("c", 0.0, n=19),
        replace(felt("d", 0.0), touchpoint=None),
    ]
    assert between_touchpoints([felt("desk", 0.5), *others]) == ()


def test_figures_without_any_width_differ_or_do_not():
    """Where everybody said the same there is no chance in it."""
    same, higher = felt("a", 1.0, 0.0), felt("b", 2.0, 0.0)
    assert [one.p for one in between_touchpoints([same, higher, felt("c", 1.0, 0.0)])] == [0.0, 0.0, 1.0]
