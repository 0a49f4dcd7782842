"""The order of firm levers: worth, effort, probability of the first three, ties and regret, worked by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.levers.ranking.grounds import Worth
from wegweiser.levers.ranking.order import ordered

EUROS = {"buy": Worth(Estimate(50.0, 50.0, 50.0, 900, "EUR"), "EUR")}


def test_worth_is_customers_times_effect_times_value(firm):
    """1,000 x 2 points x 50 euros = 1,000 euros; its interval follows the effect's: 500 to 1,500."""
    (lever,) = ordered([firm("one", 1000, 0.02, 0.01)], EUROS)
    assert (lever.worth.value, lever.worth.unit, lever.value, lever.currency) == (1000.0, "EUR", 50.0, "EUR")
    assert lever.worth.lo == pytest.approx(500, abs=30)
    assert lever.worth.hi == pytest.approx(1500, abs=30)
    assert (lever.rank, lever.tie, lever.top3, lever.regret) == (1, 1, 1.0, 0.0)


def test_without_a_value_conversions_are_counted(firm):
    """1,000 x 2 points = 20 conversions, and no currency."""
    (lever,) = ordered([firm("one", 1000, 0.02, 0.01)], {})
    assert (lever.worth.value, lever.worth.unit, lever.value, lever.currency) == (20.0, "", None, None)


def test_what_cannot_be_told_apart_shares_a_rank(firm):
    """20 and 19 conversions, each give or take 8, share rank 1; 2 give or take 1 comes third."""
    levers = [firm("c", 1000, 0.002, 0.001), firm("b", 1000, 0.019, 0.008), firm("a", 1000, 0.020, 0.008)]
    found = ordered(levers, {})
    assert [(lever.id, lever.rank, lever.tie) for lever in found] == [("a", 1, 1), ("b", 1, 1), ("c", 3, 2)]
    assert found[1].regret > 1
    assert found[2].regret > found[1].regret


def test_effort_counts_only_where_every_lever_has_one(firm):
    """30 conversions for 10 days are 3 a day, 10 for one day 10: the small one is first, if every effort is known."""
    big, small = firm("big", 1000, 0.030, 0.001, 10.0), firm("small", 1000, 0.010, 0.001, 1.0)
    assert [lever.id for lever in ordered([big, small], {})] == ["small", "big"]
    assert [lever.id for lever in ordered([big, replace(small, effort=None)], {})] == ["big", "small"]


def test_four_levers_have_a_chance_each_of_the_first_three(firm):
    """The chances of three places sum to three."""
    found = ordered(
        [firm(name, 1000, effect, 0.02) for name, effect in zip("abcd", (0.01, 0.02, 0.03, 0.04), strict=True)], {}
    )
    assert sum(lever.top3 for lever in found) == pytest.approx(3, abs=0.001)
    assert [lever.id for lever in found] == ["d", "c", "b", "a"]


def test_the_same_seed_gives_the_same_list(firm):
    """Nothing but the seed draws."""
    levers = [firm("a", 900, 0.02, 0.01), firm("b", 1000, 0.02, 0.02)]
    assert ordered(levers, EUROS, seed=5) == ordered(levers, EUROS, seed=5)


def test_goals_of_several_currencies_are_compared_in_conversions(firm):
    """Euros of one goal and pounds of another cannot be added, conversions can."""
    other = replace(firm("b", 1000, 0.01, 0.001), goal="join")
    worth = EUROS | {"join": Worth(Estimate(9.0, 9.0, 9.0, 90, "GBP"), "GBP")}
    assert {lever.worth.unit for lever in ordered([firm("a", 1000, 0.02, 0.001), other], worth)} == {""}


def test_nothing_firm_gives_nothing():
    """An empty list stays empty."""
    assert ordered([], EUROS) == ()
