"""Credit beside what experiments measured."""

from __future__ import annotations

import pytest

from wegweiser.domain.attribution import Basis, By
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.errors import InvalidSetting

BUYING = Basis("purchase")
LOG = [(f"buyer {n}", "ad mail buy" if n % 2 else "mail buy", 10.0) for n in range(40)]
LOG += [(f"leaver {n}", "ad" if n % 2 else "post", None) for n in range(60)]


def tried(effect: float, half: float, goal: str = "purchase", **about: str) -> ExperimentResult:
    """Return an experiment with 1,000 customers in each group."""
    estimate = Estimate(effect, effect - half, effect + half, 2000)
    return ExperimentResult("e", "Hold-out", goal, estimate, 1000, 1000, **about)


def test_a_precise_trial_outweighs_the_models(told):
    """Linear gives the ad a quarter of 40 conversions; a precise trial found none, so the quarter is nobody's."""
    rows = told(*LOG).calibrate(BUYING, [tried(0.0, 0.00002, touchpoint="ad")], "linear").rows()
    assert [row["touchpoint"] for row in rows] == ["ad", "mail", "post", "visit", "(baseline)"]
    ad, mail, baseline = rows[0], rows[1], rows[-1]
    assert (ad["model_share"], ad["experiments"], ad["measured_share"]) == (0.25, 1, 0.0)
    assert (ad["share"], ad["weight"]) == (pytest.approx(0, abs=1e-4), pytest.approx(1, abs=1e-4))
    assert (mail["share"], mail["experiments"], mail["measured_share"]) == (0.75, 0, None)
    assert (baseline["share"], baseline["credit"]) == (pytest.approx(0.25, abs=1e-4), pytest.approx(10, abs=0.01))


def test_an_effect_per_customer_becomes_a_share_of_conversions(told):
    """2 points more of 100 customers are 2 conversions more, a twentieth of 40."""
    ad = told(*LOG).calibrate(BUYING, [tried(0.02, 0.00002, touchpoint="ad")]).rows()[0]
    assert ad["measured_share"] == pytest.approx(0.05)
    assert (ad["measured_lo"], ad["measured_hi"]) == (pytest.approx(0.04995), pytest.approx(0.05005))
    assert (ad["share"], ad["credit"]) == (pytest.approx(0.05, abs=1e-3), pytest.approx(2, abs=0.05))


def test_two_trials_weigh_by_their_precision(told):
    """One four times as sure as the other counts sixteen times as much."""
    results = [tried(0.0, 0.001, touchpoint="ad"), tried(0.017, 0.004, touchpoint="ad")]
    ad = told(*LOG).calibrate(BUYING, results).rows()[0]
    assert (ad["experiments"], ad["measured_share"]) == (2, pytest.approx(0.001 * 100 / 40))


def test_the_shares_and_the_residual_are_the_whole(told):
    """Whatever experiments say, nothing is handed to the others."""
    rows = told(*LOG).calibrate(BUYING, [tried(0.3, 0.05, touchpoint="mail"), tried(0.1, 0.1, touchpoint="ad")]).rows()
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert {row["touchpoint"]: row["share"] == row["model_share"] for row in rows}["post"]


def test_other_goals_and_channels_are_not_used(told):
    """An experiment about another goal, or about a channel where touchpoints are asked for, changes nothing."""
    answers = told(*LOG)
    results = [tried(0.0, 0.01, goal="newsletter", touchpoint="ad"), tried(0.0, 0.01, channel="search")]
    found = answers.calibrate(BUYING, results)
    assert {row["experiments"] for row in found.rows()[:-1]} == {0}
    assert "0 of 2 experiments" in found.note["en"]
    by_channel = answers.calibrate(Basis("purchase", by=By.CHANNEL), results).rows()[0]
    assert (by_channel["channel"], by_channel["experiments"]) == ("search", 1)


def test_without_customers_or_conversions_nothing_is_calibrated(told, counted_paths):
    """Counted paths say nothing of customers; nobody bought says nothing of shares."""
    with pytest.raises(InvalidSetting):
        told(("Ben", "ad", None)).calibrate(BUYING, [])
    with pytest.raises(InvalidSetting):
        counted_paths("path,total_conversions,total_conversion_value,total_null\na,1,1,3\n").calibrate(Basis(), [])
