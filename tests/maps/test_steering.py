"""Flow, goals and metrics: worked by hand from the shop of 100 customers."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Duration
from wegweiser.domain.goals import Goal
from wegweiser.domain.journey_maps import Cell
from wegweiser.maps.steering import flows, goals, metrics
from wegweiser.stats import wilson


def test_flow_counts_who_reached_a_phase_and_who_went_on(shop_figures):
    """100 reach the first phase, 60 go on, half of them within an hour."""
    look = flows(shop_figures())["look"]
    assert (look.customers, look.touched, look.on) == (100, 100, wilson(60, 100))
    assert look.dwell == Duration(median_s=3600.0, p90_s=86400.0, n=60)


def test_a_time_of_nineteen_people_is_left_out(shop_figures):
    """Only 19 customers went on from buying, so how long that took is nobody's business."""
    assert flows(shop_figures())["buy"].dwell is None


def test_nobody_is_said_to_leave_before_a_phase_nobody_measures(shop_figures):
    """Without any contact in the last phase, 0 % going on would be a figure about our eyes, not about customers."""
    rows = [
        {"phase": "look", "customers": 100, "touched": 100, "on": 0.6},
        {"phase": "buy", "customers": 60, "touched": 60, "on": 0.0},
        {"phase": "stay", "customers": 0, "touched": 0, "on": None},
    ]
    found = flows(shop_figures(phases=rows))
    assert found["look"].on == wilson(60, 100)
    assert found["buy"].on is None


def test_times_known_to_the_day_give_no_dwell(shop_figures):
    """Half of the customers went on within no second: the data knows days, so nothing is said."""
    rows = [{"phase": "look", "customers": 100, "touched": 100, "on": 0.6,
             "dwell_median_s": 0.0, "dwell_p90_s": 86400.0, "dwell_n": 60}]  # fmt: skip
    assert flows(shop_figures(phases=rows))["look"].dwell is None


def test_a_goal_says_how_many_customers_reached_it(shop_figures, shop_plan):
    """30 of 100 customers bought; that 40 of 100 closed journeys did stands in the detail."""
    _, buy, stay = goals(shop_plan, shop_figures())
    wanted, reached = buy.claims
    assert (wanted.text["de"], wanted.status) == ("Verkaufen", Status.ASSUMPTION)
    assert reached.text == {"en": "Purchase: 30% of 100 customers", "de": "Kauf: 30\u00a0% von 100 Kunden"}
    assert (reached.id, reached.share, reached.status) == ("cl_rate_purchase", wilson(30, 100), Status.MEASURED)
    assert reached.detail["en"] == (
        "Of 100 journeys that ended, 40% reached it; after 30\u00a0days of silence one counts as lost."
    )
    assert stay.claims == ()


def test_almost_all_is_not_all(shop_figures, shop_plan):
    """999 of 1,000 customers are 99.9 %, not 100 %."""
    rows = {"goals": [{"goal": "purchase", "converted": 999, "lost": 1, "customers": 999}]}
    figures = shop_figures(summary=[{"customers": 1000}], **rows)
    assert goals(shop_plan, figures)[1].claims[1].text["en"] == "Purchase: 99.9% of 1,000 customers"


def test_where_people_wrote_a_goal_the_model_keeps_quiet(shop_figures, shop_plan):
    """Ben wrote what he wants; only the measured rate is added."""
    own = Cell(lane="goal", phase="buy", claims=(Claim(id="cl_ben", text="Sell twice"),))
    assert [c.id for c in goals(replace(shop_plan, cells=(own,)), shop_figures())[1].claims] == ["cl_rate_purchase"]


def test_two_metrics_stand_in_a_phase_goal_rates_first(shop_figures):
    """Looking: customers and share going on; buying: the goal's rate and customers; staying: customers."""
    assert [metric.id for metric in metrics(shop_figures())] == [
        "m_customers_look",
        "m_on_look",
        "m_goal_purchase",
        "m_customers_buy",
        "m_customers_stay",
    ]


def test_a_goal_shows_its_customers_month_by_month(shop_figures):
    """March (40 customers) against February (20): twice as many, beyond chance; half of April is no month."""
    months = {"goal:purchase": [{"month": f"2026-0{m}-01", "customers": n} for m, n in enumerate((19, 20, 40, 9), 1)]}
    reached = metrics(shop_figures(months=months))[2]
    assert reached.shown == {"en": "30%", "de": "30\u00a0%"}
    assert reached.trend == (20.0, 40.0)
    assert reached.change == {
        "en": "+100% customers on the month before",
        "de": "+100\u00a0% Kunden zum Vormonat",
    }
    assert (reached.good, reached.claim.n) == (True, 100)


def test_more_people_who_need_help_are_no_good_news(shop_figures):
    """40 customers at the goal `service` after 20: beyond chance, and bad."""
    months = {"goal:service": [{"month": f"2026-0{m}-01", "customers": n} for m, n in ((2, 20), (3, 40))]}
    row = {"goal": "service", "converted": 40, "lost": 60, "open": 9, "customers": 30}
    goal = Goal(id="service", name={"en": "Service", "de": "Service"}, touchpoints=("till",))
    figures = dataclasses.replace(shop_figures(goals=[row], months=months), goals=(goal,))
    reached = next(metric for metric in metrics(figures) if metric.id == "m_goal_service")
    assert (reached.trend, reached.good) == ((20.0, 40.0), False)


def test_a_change_within_chance_is_neither_good_nor_bad(shop_figures):
    """39 after 40 is noise; the sign is a minus, not a hyphen."""
    months = {"goal:purchase": [{"month": f"2026-0{m}-01", "customers": n} for m, n in ((2, 40), (3, 39))]}
    reached = metrics(shop_figures(months=months))[2]
    assert (reached.change["de"], reached.good) == ("\u22122,5\u00a0% Kunden zum Vormonat", None)


def test_customers_twice_as_many_are_beyond_chance(shop_figures):
    """80 customers after 40: +100 %, and good."""
    look = metrics(shop_figures())[0]
    assert (look.change["de"], look.good, look.trend) == ("+100\u00a0% zum Vormonat", True, (40.0, 80.0))


def test_no_change_is_plus_minus_nothing(shop_figures):
    """As many as the month before is neither up nor down."""
    rows = [{"month": f"2026-0{m}-01", "customers": 50} for m in (2, 3)]
    look = metrics(shop_figures(months={"phase:look": rows}))[0]
    assert (look.change["en"], look.good) == ("\u00b10% on the month before", None)


def test_a_month_of_few_customers_has_no_trend(shop_figures):
    """19 customers in March are not drawn."""
    rows = [{"month": "2026-02-01", "customers": 50}, {"month": "2026-03-01", "customers": 19}]
    look = metrics(shop_figures(months={"phase:look": rows}))[0]
    assert (look.change, look.trend) == (None, ())


@pytest.mark.parametrize("few", [{"converted": 10, "lost": 9, "customers": 30}, {"customers": 19}])
def test_a_goal_of_few_is_not_told(shop_figures, few):
    """19 closed journeys or 19 customers give neither claim nor metric."""
    row = {"goal": "purchase", "converted": 40, "lost": 60} | few
    assert "m_goal_purchase" not in [metric.id for metric in metrics(shop_figures(goals=[row]))]


def test_without_dates_no_month_is_whole(shop_figures):
    """A trend needs to know from when to when the data reaches."""
    look = metrics(shop_figures(summary=[{"customers": 100}]))[0]
    assert (look.change, look.trend) == (None, ())


@pytest.mark.parametrize(
    ("months", "change", "trend"),
    [
        ((("2024-06", 442), ("2026-09", 25)), None, ()),
        ((("2025-12", 40), ("2026-01", 50)), "+25% on the month before", (40.0, 50.0)),
        (
            (("2024-05", 80), ("2024-06", 442), ("2025-12", 40), ("2026-01", 50)),
            "+25% on the month before",
            (40.0, 50.0),
        ),
        ((("2025-01", 40), ("2026-01", 50)), None, ()),
    ],
)
def test_a_month_is_held_only_against_the_one_before(shop_figures, months, change, trend):
    """September 2026 says nothing of a fall since June 2024: where months are missing there is no change."""
    summary = [{"customers": 100, "events": 700, "since": "2024-01-01", "until": "2026-12-31"}]
    rows = [{"month": f"{month}-01", "customers": n} for month, n in months]
    found = shop_figures(months={"phase:look": rows}, summary=summary)
    look = metrics(found)[0]
    assert (look.change and look.change["en"], look.trend) == (change, trend)


def test_one_whole_month_has_no_change(shop_figures):
    """There is nothing to compare February with."""
    months = {"goal:purchase": [{"month": "2026-02-01", "customers": 40}]}
    rate = metrics(shop_figures(months=months))[2]
    assert (rate.change, rate.trend) == (None, ())


def test_a_share_going_on_of_eight_people_is_no_metric(shop_figures):
    """8 of 30 going on would tell of eight people, so the figure stays away like the one in the ribbon."""
    rows = [{"phase": "look", "customers": 30, "touched": 30, "on": 8 / 30},
            {"phase": "buy", "customers": 8, "touched": 8, "on": 0.0}]  # fmt: skip
    assert "m_on_look" not in [metric.id for metric in metrics(shop_figures(phases=rows))]
