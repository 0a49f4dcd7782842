"""What a credited conversion cost."""

from __future__ import annotations

import csv
from datetime import date

import msgspec
import pytest

from wegweiser.domain.attribution import Basis, By, Spend
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.levers.attribution import Attribution

BUYING = Basis("purchase")
TWO = (("Ana", "ad mail buy", 60.0), ("Cem", "ad buy", 40.0), ("Ben", "ad", None))


def test_spend_is_divided_by_the_conversions_credited(told):
    """The ad is first twice and last once, for 30 EUR: 15 a conversion, or 30; it is credited 100 or 40."""
    rows = told(*TWO).cost(BUYING, [Spend("ad", 10, "EUR"), Spend("ad", 20, "EUR")], ["first", "last"]).rows()
    assert [(r["model"], r["spend"], r["cost_per_conversion"], r["value_per_amount"]) for r in rows] == [
        ("first", 30.0, 15.0, pytest.approx(100 / 30)),
        ("last", 30.0, 30.0, pytest.approx(40 / 30)),
    ]
    # Two buckets of customers: some resamples hold no conversion, and then the upper end has no price.
    assert (rows[0]["cost_lo"] < 15, rows[0]["cost_hi"]) == (True, None)


def test_no_credit_has_no_price(told):
    """The post had no part in any conversion: its cost per conversion is empty, not infinite."""
    (row,) = told(*TWO).cost(BUYING, [Spend("post", 5)], ["last"]).rows()
    assert (row["cost_per_conversion"], row["value_per_amount"], row["currency"]) == (None, 0.0, None)


def test_the_period_of_the_spend_is_that_of_the_credit(told):
    """Ana's purchase of 2 March counts, Cem's a month later does not."""
    answers = told(("Ana", "ad buy", None), ("Cem", "ad@700 buy@720", None))
    march = Spend("ad", 8, "EUR", date(2026, 3, 1), date(2026, 3, 31))
    assert answers.cost(BUYING, [march], ["last"]).rows()[0]["credit"] == 1.0


def test_a_touchpoint_costs_what_it_says_at_each_contact(told):
    """Three contacts with the ad at 2 each, Ben's too, for two conversions."""
    answers = told(*TWO)
    base = answers._registry  # noqa: SLF001  (the same registry with a price)
    touchpoints = tuple(msgspec.structs.replace(t, cost=2.0) if t.id == "ad" else t for t in base.touchpoints)
    priced = Attribution(answers._warehouse, type(base)(touchpoints, base.model, base.goals))  # noqa: SLF001
    (row,) = priced.cost(BUYING, models=["first"]).rows()
    assert (row["spend"], row["cost_per_conversion"]) == (6.0, 3.0)
    assert priced.cost(Basis("purchase", by=By.CHANNEL), models=["first"]).rows() == []


def test_spend_that_cannot_be_compared_is_refused(told):
    """Two currencies, less than nothing, some with a period and some without, or for something unknown."""
    answers = told(*TWO)
    period = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    for spend in (
        [Spend("ad", 1, "EUR"), Spend("mail", 1, "USD")],
        [Spend("ad", -1)],
        [Spend("ad", 1, **period), Spend("mail", 1)],
    ):
        with pytest.raises(InvalidSetting):
            answers.cost(BUYING, spend)
    with pytest.raises(UnknownName):
        answers.cost(BUYING, [Spend("adverts", 1)])


def test_a_published_table_of_weekly_spend_adds_up(shared_data, counted_paths):
    """208 weeks of television and of search, over 50 credited conversions each."""
    with (shared_data / "attribution_paths" / "dt_simulated_weekly.csv").open() as file:
        weeks = list(csv.DictReader(file))
    spend = [Spend(name, float(week[f"{name}_S"])) for week in weeks for name in ("tv", "search")]
    answers = counted_paths("path,total_conversions,total_conversion_value,total_null\ntv > search,100,5000,900\n")
    rows = {row["touchpoint"]: row for row in answers.cost(Basis(), spend, ["linear"]).rows()}
    assert len(weeks) == 208
    for name in ("tv", "search"):
        total = sum(float(week[f"{name}_S"]) for week in weeks)
        assert rows[name]["cost_per_conversion"] == pytest.approx(total / 50)
        assert rows[name]["cost_lo"] is None
