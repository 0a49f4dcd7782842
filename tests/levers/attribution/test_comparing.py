"""How far credit depends on models and settings."""

from __future__ import annotations

import numpy as np
import pytest

from wegweiser.domain.attribution import Basis
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.levers.attribution.comparing import spearman

BUYING = Basis("purchase")
FIFTY = [(f"customer {n}", "ad post mail buy", 10.0) for n in range(50)]


def test_models_that_tell_opposites_are_flagged(told):
    """Fifty customers come over ad, post and mail: first gives all to the ad, last all to the mail, none the post."""
    rows = {r["touchpoint"]: r for r in told(*FIFTY).disagreement(BUYING, ["first", "last", "linear"]).rows()}
    ad = rows["ad"]
    assert (ad["share_min"], ad["share_max"], ad["model_min"], ad["model_max"]) == (0.0, 1.0, "last", "first")
    assert (ad["rank_min"], ad["rank_max"], ad["flagged"]) == (1, 2, True)
    assert rows["post"]["share_max"] == pytest.approx(1 / 3)
    assert rows["visit"]["flagged"] is False


def test_models_that_agree_are_not_flagged(told):
    """With one contact each, every model says the same."""
    rows = told(("Ana", "ad buy", None), ("Ben", "mail", None)).disagreement(BUYING, ["first", "last"]).rows()
    assert [row["flagged"] for row in rows] == [False] * 4
    assert rows[0]["spread"] == 0.0


def test_one_model_is_no_comparison(told):
    """It takes two to disagree."""
    with pytest.raises(InvalidSetting, match="two models"):
        told(*FIFTY).disagreement(BUYING, ["first"])


def test_credit_that_hangs_on_the_lookback_is_fragile(told):
    """The ad lies 20 days before the purchase: half the lookback of 30 days forgets it."""
    answers = told(*((f"customer {n}", "ad mail@479 buy@480", None) for n in range(5)))
    rows = {row["touchpoint"]: row for row in answers.sensitivity(BUYING, ["linear"]).rows()}
    assert (rows["ad"]["share_min"], rows["ad"]["share_max"], rows["ad"]["verdict"]) == (0.0, 0.5, "fragile")
    assert (rows["post"]["verdict"], rows["mail"]["settings"]) == ("stable", 6)


def test_credit_that_holds_is_stable(told):
    """One contact an hour before: no lookback, repeat or model moves it."""
    answers = told(("Ana", "ad buy", None), ("Ben", "ad", None))
    found = answers.sensitivity(BUYING)
    assert set(found.column("verdict")) == set(found.column("within_model")) == {"stable"}
    assert found.column("settings")[0] == 18
    assert "Lowest rank correlation between two settings (Spearman): 1." in found.note["en"]


def test_the_settings_are_listed_with_their_likeness(told):
    """The first is the basis asked about; there are three lookbacks, repeats counted or not."""
    rows = told(("Ana", "ad mail@479 buy@480", None), ("Cem", "ad buy", None)).settings(BUYING, ["last"]).rows()
    assert [(row["lookback_days"], row["collapse"]) for row in rows] == [
        (days, collapse) for days in (30.0, 15.0, 7.5) for collapse in (False, True)
    ]
    assert (rows[0]["spearman"], rows[0]["first_share"]) == (1.0, 0.5)


def test_counted_paths_vary_by_repeats_alone(counted_paths):
    """They have no times, so no lookback is left to vary."""
    answers = counted_paths("path,total_conversions,total_conversion_value,total_null\na > a > b,3,1,3\nb,1,1,0\n")
    assert answers.settings(Basis(), ["linear"]).column("collapse") == [False, True]


def test_an_unknown_item_in_a_set_is_refused(told):
    """The set of ad and mail loses whoever meets either of them; 'adverts' is nothing."""
    answers = told(("Ana", "ad buy", None), ("Cem", "mail buy", None), ("Eva", "post buy", None), ("Ben", "post", None))
    found = answers.removal_of(BUYING, [["ad", "mail"], ["post"]]).rows()
    assert [(row["set"], round(row["effect"], 6)) for row in found] == [("ad + mail", 0.666667), ("post", 0.333333)]
    with pytest.raises(UnknownName, match="adverts"):
        answers.removal_of(BUYING, [["adverts"]])


def test_rank_correlation_shares_ties():
    """Spearman of a list with itself is 1, turned around minus 1, and of equal figures unknown."""
    three = np.array([1.0, 2.0, 3.0])
    assert (spearman(three, three), spearman(three, -three), spearman(three, np.zeros(3))) == (1.0, -1.0, None)
