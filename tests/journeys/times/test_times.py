from __future__ import annotations

from datetime import date
from random import Random

import pyarrow as pa
import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys import Journeys
from wegweiser.stats.intervals import wilson
from wegweiser.stats.survival import kaplan_meier

DAY = 24


@pytest.fixture
def waiting(shop):
    """Return the shop where Ana buys on day 3, Ben leaves, and Cem came a day before the data ends on day 40."""
    shop.load([("Ana", 0, "view"), ("Ana", 3 * DAY - 1, "buy"), ("Ben", 0, "view"), ("Cem", 39 * DAY, "view")])
    shop.load([("Dan", 40 * DAY, "noise")], file="two")
    shop.build()
    return shop


@pytest.fixture
def crowd(shop):
    """Return the shop of 40 random customers with 300 contacts over 90 days."""
    dice = Random(20260302)  # noqa: S311  (a test's dice)
    names = ("ad", "view", "view", "cart", "buy", "help")
    log = [(f"customer {dice.randrange(40)}", dice.randrange(90 * DAY), dice.choice(names)) for _ in range(300)]
    shop.load(log, extra={"value": [round(dice.expovariate(0.02), 2) for _ in log]})
    shop.build()
    return shop


def test_the_time_to_convert_is_that_of_conversions_only(cast):
    """Ana took 78 minutes and then none, Cem twelve: the median is twelve minutes, of three."""
    rows = {row["quantile"]: row for row in cast.journeys.times.to_convert("purchase").rows()}
    assert [rows[q]["time_s"] for q in ("q25", "median", "q75")] == [360, 720, 2700]
    assert (rows["median"]["lo_s"], rows["median"]["hi_s"], rows["median"]["n"]) == (0, 720, 3)


def test_the_interval_holds_the_quantile(crowd):
    """For each quantile lo <= value <= hi, drawn by customer."""
    for row in crowd.journeys.times.to_convert("purchase").rows():
        assert row["lo_s"] <= row["time_s"] <= row["hi_s"]


def test_a_histogram_has_every_bin_and_adds_up(cast):
    """One conversion at once, one after 12 minutes, one after more than an hour; later bins are 0."""
    rows = cast.journeys.times.histogram("purchase").rows()
    assert [(r["bin"], r["conversions"]) for r in rows[:4]] == [("0 min", 1), ("5 min", 1), ("1 h", 1), ("6 h", 0)]
    assert [r["cumulative"] for r in rows][2:] == [1.0] * 8


def test_an_open_journey_is_at_risk_as_long_as_it_was_seen(waiting):
    """On day 3 Ana and Ben are at risk, Cem has been seen for one day only: one of two converts."""
    (row,) = waiting.journeys.times.survival("purchase").rows()
    assert (row["day"], row["at_risk"], row["converted"], row["share"], row["n"]) == (3, 2, 1, 0.5, 3)


def test_a_lost_journey_stays_among_those_who_have_not_converted(shop):
    """Ben is lost on day 30; Ana, who kept coming, converts on day 50. That is one of two, and not all who are left."""
    shop.load([("Ana", 0, "view"), ("Ana", 25 * DAY, "view"), ("Ana", 49.5 * DAY, "buy"), ("Ben", 0, "view")])
    shop.registry = type(shop.registry)(
        shop.registry.touchpoints,
        shop.registry.model,
        (type(shop.registry.goals[0])("purchase", "Purchase", ("buy",), lookback_days=60),),
    )
    shop.load([("Dan", 100 * DAY, "noise")], file="two")
    shop.build()
    (row,) = shop.journeys.times.survival("purchase").rows()
    assert (row["day"], row["at_risk"], row["share"]) == (50, 2, 0.5)


def test_the_curve_is_that_of_the_statistics(crowd):
    """Day by day the share is 1 - S of `stats.survival` over all journeys, watched to the end of the data."""
    journeys = [journey for who in range(40) for journey in crowd.split(f"customer {who}")]
    end = max(step["occurred_at"] for who in range(40) for step in crowd.steps(f"customer {who}"))
    happened = [journey["state"] == "converted" for journey in journeys]
    watched = [
        ((j["closed_at"] if done else end) - j["opened_at"]).total_seconds() / 86_400
        for j, done in zip(journeys, happened, strict=True)
    ]
    curve = kaplan_meier(watched, happened)
    rows = crowd.journeys.times.survival("purchase").rows()
    assert len(rows) > 10
    for row in rows:
        left, lo, hi = curve.at(row["day"] - 1e-9)
        assert row["share"] == pytest.approx(1 - left)
        assert (row["lo"], row["hi"]) == (pytest.approx(1 - hi), pytest.approx(1 - lo))


def test_curves_by_opener_are_of_all_journeys_together(crowd):
    """By touchpoint and by channel, the numbers of journeys add up to those of the one curve."""
    times = crowd.journeys.times
    (n,) = set(times.survival("purchase").column("n"))
    assert set(times.survival("purchase", by="channel").column("n")) == {n}
    by_touchpoint = {row["touchpoint"]: row["n"] for row in times.survival("purchase", by="touchpoint").rows()}
    assert 0 < sum(by_touchpoint.values()) <= n
    with pytest.raises(UnknownName, match="opener"):
        times.survival("purchase", by="persona")


def test_dwell_is_the_figure_of_the_phases_with_an_interval(crowd):
    """Median, p90 and n equal those of `phases`, and the median lies within its interval."""
    phases = {row["phase"]: row for row in crowd.journeys.phases().rows()}
    rows = crowd.journeys.times.dwell().rows()
    assert rows
    for row in rows:
        phase = phases[row["phase"]]
        assert (row["n"], row["median_s"]) == (phase["dwell_n"], pytest.approx(phase["dwell_median_s"]))
        assert row["p90_s"] == pytest.approx(phase["dwell_p90_s"])
        assert row["median_lo_s"] <= row["median_s"] <= row["median_hi_s"]


def test_hours_are_those_on_the_customers_clock(cast):
    """The log begins on a Monday at 9 UTC: at 10 in Berlin in winter; Cem's last contacts in May are at 11."""
    utc = cast.journeys.times.hours().rows()
    assert [(r["weekday"], r["hour"], r["contacts"], r["customers"]) for r in utc] == [
        (1, 9, 7, 3),
        (1, 10, 4, 1),
        (2, 9, 2, 1),
        (3, 9, 1, 1),
    ]
    berlin = Journeys(cast.warehouse, cast.registry, zone="Europe/Berlin").times.hours()
    assert [(r["weekday"], r["hour"]) for r in berlin.rows()] == [(1, 10), (1, 11), (2, 11), (3, 10)]
    assert "Europe/Berlin" in berlin.note["de"]


def test_the_hours_of_a_goal_tell_when_it_is_reached_and_when_journeys_begin_that_do(cast):
    """Of three journeys opened on Monday at 9 one converts, an hour later."""
    rows = {(r["weekday"], r["hour"]): r for r in cast.journeys.times.hours("purchase").rows()}
    at_nine, at_ten = rows[1, 9], rows[1, 10]
    assert (at_nine["conversions"], at_nine["opened"], at_nine["reached"]) == (0, 3, 1)
    assert (at_nine["lo"], at_nine["hi"]) == (None, None)
    assert (at_ten["conversions"], at_ten["share"], at_ten["rate"]) == (1, pytest.approx(1 / 3), None)
    with pytest.raises(InvalidSetting, match="not of both"):
        cast.journeys.times.hours("purchase", touchpoint="view")


@pytest.mark.parametrize(("people", "told"), [(4, False), (5, True)])
def test_four_customers_have_no_interval_by_hour_or_month_and_five_have(shop, people, told):
    """All looked on Monday at nine and left: of so few an interval would be all or nothing."""
    shop.load([*((f"customer {n}", 0, "view") for n in range(people)), ("Zoe", 2000, "noise")])
    shop.build()
    times = shop.journeys.times
    for answer in (times.hours(), times.hours("purchase"), times.stickiness(), times.active_days()):
        row = answer.one()
        assert (row["lo"] is not None, row["hi"] is not None) == (told, told)
        assert answer.table.schema.field("lo").type == pa.float64()
        assert "none below 5" in answer.note["en"]
    assert times.stickiness().one()["once"] == 1.0


def test_hours_of_a_touchpoint_are_of_its_contacts(cast):
    """Six views of two customers on Monday and one on a Tuesday in May."""
    rows = cast.journeys.times.hours(touchpoint="view").rows()
    assert [(r["weekday"], r["hour"], r["contacts"]) for r in rows] == [(1, 9, 3), (1, 10, 2), (2, 9, 1)]


def test_a_cohort_keeps_its_size_and_a_period_without_anybody_is_a_zero(cast):
    """All three come in March, nobody in April; May has not ended with the data and is left out."""
    rows = cast.journeys.times.cohorts().rows()
    assert [(r["cohort"], r["since"], r["size"], r["active"]) for r in rows] == [
        (date(2026, 3, 1), 0, 3, 3),
        (date(2026, 3, 1), 1, 3, 0),
    ]
    assert rows[1]["hi"] == pytest.approx(wilson(0, 3).hi)


def test_cohorts_of_a_goal_begin_with_the_first_conversion(cast):
    """By week: Ana buys in the week of 2 March; Cem's week in May has not ended."""
    rows = cast.journeys.times.cohorts("purchase", period="week").rows()
    assert [(r["cohort"], r["size"]) for r in rows] == [(date(2026, 3, 2), 1)] * 10
    assert [(r["since"], r["active"]) for r in rows][:3] == [(0, 1), (1, 0), (2, 0)]
    with pytest.raises(UnknownName, match="period"):
        cast.journeys.times.cohorts(period="year")


def test_stickiness_counts_days_with_a_contact_of_the_days_covered(cast):
    """In March Ana is seen on two days, Ben and Cem on one: 4/3 days of the 30 from the 2nd on."""
    march, may = cast.journeys.times.stickiness().rows()
    assert (march["customers"], march["covered_days"], march["active_days"]) == (3, 30, pytest.approx(4 / 3))
    assert march["share"] == pytest.approx(4 / 3 / 30)
    assert march["once"] == pytest.approx(2 / 3)
    assert (may["month"], may["customers"], may["covered_days"]) == (date(2026, 5, 1), 1, 12)


def test_active_days_are_spread_over_the_months_of_customers(cast):
    """Three of four months of customers have one day, Ana's March has two."""
    rows = cast.journeys.times.active_days().rows()
    assert [(r["days"], r["months"], r["share"]) for r in rows] == [(1, 3, 0.75), (2, 1, 0.25)]


def test_loyalty_tells_what_repeats_without_weighing_differ_in(shop):
    """Ana repeats after 1 day for 10 without weighing, Ben after 3 days for 30 with it: -2 days, -20."""
    log = [("Ana", 0, "buy"), ("Ana", 24, "buy"), ("Ben", 0, "buy"), ("Ben", 71, "view"), ("Ben", 72, "buy")]
    shop.load(log, extra={"value": [5.0, 10.0, 5.0, None, 30.0]})
    shop.build()
    days, value = shop.journeys.times.loyalty("purchase").rows()
    assert (days["figure"], days["skipping"], days["other"], days["difference"]) == ("days", 1.0, 3.0, -2.0)
    assert (value["skipping"], value["other"], value["difference"], value["n"]) == (10.0, 30.0, -20.0, 2)


def test_the_loyalty_share_is_of_customers_and_not_of_repeats(shop):
    """Ana's nine repeats without weighing are one customer's: the interval is that of far fewer than ten cases."""
    log = [("Ana", 24 * day, "buy") for day in range(10)]
    shop.load([*log, ("Ben", 0, "buy"), ("Ben", 71, "view"), ("Ben", 72, "buy")])
    shop.build()
    row = shop.journeys.loyalty("purchase").one()
    assert (row["repeats"], row["skipping"], row["customers"], row["share"]) == (10, 9, 2, 0.9)
    plain = wilson(9, 10)
    assert row["hi"] - row["lo"] > plain.hi - plain.lo


def test_a_log_without_anything_has_empty_answers(shop):
    """No contact, no conversion: nothing fails, and nothing is made up."""
    shop.load([("Ana", 0, "noise")])
    shop.build()
    times = shop.journeys.times
    assert [row["n"] for row in times.to_convert("purchase").rows()] == [0, 0, 0, 0]
    for answer in (times.survival("purchase"), times.dwell(), times.hours(), times.cohorts(), times.stickiness()):
        assert len(answer) == 0
    assert len(times.loyalty("purchase")) == 0
