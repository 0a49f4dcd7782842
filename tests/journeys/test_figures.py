from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read
from wegweiser.journeys import reach
from wegweiser.stats import wilson
from wegweiser.stats.intervals import clustered


def picked(result, *names):
    """Return a result's rows as tuples of some columns."""
    return [tuple(row[name] for name in names) for row in result.rows()]


def test_the_summary_counts_customers_events_and_what_no_rule_took(cast):
    """Three customers, fifteen events, of which one is noise."""
    row = cast.journeys.summary().one()
    assert (row["customers"], row["events"], row["steps"], row["unmapped_events"]) == (3, 15, 14, 1)
    assert row["since"] == datetime(2026, 3, 2, 9)  # noqa: DTZ001
    assert picked(cast.journeys.unmapped(), "event", "events") == [("noise", 1)]


def test_a_touchpoints_share_is_of_all_customers(cast):
    """All three viewed, two saw the ad, two had a cart, two bought; the interval is Wilson's."""
    touchpoints = cast.journeys.touchpoints()
    assert picked(touchpoints, "touchpoint", "phase", "customers", "contacts") == [
        ("view", "consideration", 3, 6),
        ("buy", "conversion", 2, 3),
        ("cart", "conversion", 2, 3),
        ("ad", "awareness", 2, 2),
    ]
    row = touchpoints.rows()[1]
    known = wilson(2, 3)
    assert (row["share"], row["lo"], row["hi"]) == pytest.approx((known.value, known.lo, known.hi))
    assert "of all customers" in read(touchpoints.note, "en")


def test_more_touchpoints_than_a_number_has_bits_take_several(cast, monkeypatch):
    """With two bits to a number, every touchpoint has the customers it has with sixty-two."""
    whole = cast.journeys.touchpoints().rows()
    monkeypatch.setattr(reach, "_WORD", 2)
    assert cast.journeys.touchpoints().rows() == whole


def test_sessions_are_counted_with_their_contacts_and_length(shop):
    """Ana comes twice, Ben once: three contacts in 36 minutes, then one, then two in 18; median 2 and 18 minutes."""
    shop.load(
        [
            ("Ana", 0, "ad"),
            ("Ana", 0.3, "view"),
            ("Ana", 0.6, "cart"),
            ("Ana", 5, "buy"),
            ("Ben", 0, "ad"),
            ("Ben", 0.3, "view"),
        ]
    )
    shop.build()
    found = shop.journeys.sessions()
    assert found.rows() == [
        {
            "sessions": 3,
            "customers": 2,
            "contacts_median": 2.0,
            "contacts_p90": pytest.approx(2.8),
            "median_s": 1080.0,
            "p90_s": pytest.approx(1944.0),
        }
    ]
    assert "long silence" in read(found.note, "en")


def test_a_touchpoint_computed_from_other_data_says_so(shop):
    """One of two contacts with the ad was derived."""
    shop.load([("Ana", 0, "ad"), ("Ben", 0, "ad")], extra={"origin": ["observed", "derived"]})
    shop.build()
    assert shop.journeys.touchpoints().one()["derived"] == 0.5


def test_a_phase_counts_whoever_reached_it_or_a_later_one(cast):
    """Cem saw no ad but got further, so three customers stand in every phase up to the purchase."""
    rows = cast.journeys.phases().rows()
    assert [(r["phase"], r["customers"], r["touched"]) for r in rows] == [
        ("awareness", 3, 2),
        ("consideration", 3, 3),
        ("conversion", 3, 3),
        ("retention", 1, 1),
        ("advocacy", 0, 0),
    ]
    assert [r["on"] for r in rows] == [1.0, 1.0, pytest.approx(1 / 3), None, None]


def test_dwell_is_from_the_first_contact_in_a_phase_to_the_first_in_a_later_one(cast):
    """Ana takes an hour and Ben six minutes to look; Ana 12 minutes, Ben 6, Cem 71 days and 12 minutes to decide."""
    rows = {row["phase"]: row for row in cast.journeys.phases().rows()}
    assert (rows["awareness"]["dwell_median_s"], rows["awareness"]["dwell_n"]) == (1980.0, 2)
    assert (rows["consideration"]["dwell_median_s"], rows["consideration"]["dwell_n"]) == (720.0, 3)
    assert (rows["conversion"]["dwell_median_s"], rows["conversion"]["dwell_n"]) == (168480.0, 1)
    assert rows["retention"]["dwell_median_s"] is None


def test_a_customer_whose_later_phase_came_first_has_no_dwell_and_does_not_follow(shop):
    """Ben buys before he sees an ad; Ana does it in order."""
    shop.load([("Ben", 0, "buy"), ("Ben", 1, "ad"), ("Ana", 0, "ad"), ("Ana", 1, "buy")])
    shop.build()
    assert shop.journeys.phases().rows()[0]["dwell_n"] == 1
    assert picked(shop.journeys.coverage(), "customers", "following", "share") == [(2, 1, 0.5)]


def test_a_goals_rate_is_of_closed_journeys(cast):
    """Ana converts twice and Cem once; Ben and Cem's first look are lost: three of five."""
    goal = cast.journeys.goals().one()
    assert (goal["converted"], goal["lost"], goal["open"], goal["rate"]) == (3, 2, 0, 0.6)
    assert (goal["customers"], goal["value"]) == (2, 95.0)


def test_journeys_of_one_customer_are_worth_less_than_those_of_many(shop):
    """Ana buys four times, Ben leaves four times: eight journeys are worth two, in the goal and in its month."""
    again = [("Ana", 30 * n, "buy") for n in range(4)] + [("Ben", 900 * n, "view") for n in range(4)]
    shop.load([*again, ("Cem", 24000, "noise")])
    shop.build()
    goal = shop.journeys.goals().one()
    assert (goal["converted"], goal["lost"]) == (4, 4)
    assert (goal["lo"], goal["hi"]) == pytest.approx((wilson(1, 2).lo, wilson(1, 2).hi))
    march, *_ = shop.journeys.months("purchase").rows()
    assert (march["conversions"], march["closed"]) == (4, 5)
    # y - px is 0.8 and -0.8, so the design effect is 1.28 / (5 x 0.8 x 0.2) = 1.6.
    known = clustered([4, 0], [4, 1])
    assert (march["lo"], march["hi"]) == pytest.approx((known.lo, known.hi))


def test_leaving_and_looping_again_and_again_is_one_customers_habit(shop):
    """Ana repeats the view in four sessions and buys, Ben views in four and leaves: eight cases are worth two."""
    buys = [("Ana", 30 * n + hour / 60, event) for n in range(4) for hour, event in enumerate(("view", "view", "buy"))]
    shop.load([*buys, *(("Ben", 900 * n, "view") for n in range(4)), ("Cem", 24000, "noise")])
    shop.build()
    half = pytest.approx((wilson(1, 2).lo, wilson(1, 2).hi))
    left = next(row for row in shop.journeys.dropoff("purchase").rows() if row["touchpoint"] == "view")
    assert (left["ends"], left["visits"], left["contacts"]) == (4, 8, 12)
    assert (left["lo"], left["hi"]) == half
    # Ends and contacts of Ana are 0 and 8, of Ben 4 and 4.
    known = clustered([0, 4], [8, 4])
    assert (left["leaving_lo"], left["leaving_hi"]) == pytest.approx((known.lo, known.hi))
    loop = shop.journeys.loops().one()
    assert (loop["source"], loop["via"], loop["sessions"], loop["of_sessions"]) == ("view", "view", 4, 8)
    assert (loop["lo"], loop["hi"]) == half


def test_transitions_count_moves_customers_and_time(cast):
    """Two customers go from the ad to the product, one in an hour, one in six minutes."""
    transitions = cast.journeys.transitions()
    assert picked(transitions, "source", "target", "transitions", "customers", "share") == [
        ("view", "cart", 3, 2, 0.5),
        ("ad", "view", 2, 2, 1.0),
        ("view", "view", 2, 2, pytest.approx(1 / 3)),
        ("buy", "buy", 1, 1, 1.0),
        ("cart", "buy", 1, 1, 0.5),
        ("cart", "view", 1, 1, 0.5),
        ("view", "buy", 1, 1, pytest.approx(1 / 6)),
    ]
    assert transitions.rows()[1]["median_s"] == 1980.0
    assert transitions.rows()[1]["p90_s"] == pytest.approx(3276.0)


def test_transitions_with_ends_lead_in_and_out_of_every_history(cast):
    """Eleven moves and three ways in and out: two start with the ad, one with the product."""
    rows = cast.journeys.transitions(ends=True).rows()
    assert sum(row["transitions"] for row in rows) == 14 + 3
    starts = {row["target"]: row["transitions"] for row in rows if row["source"] == "(start)"}
    out = {row["source"]: row["transitions"] for row in rows if row["target"] == "(end)"}
    assert (starts, out) == ({"ad": 2, "view": 1}, {"buy": 2, "cart": 1})


def test_transitions_of_a_goal_do_not_cross_its_journeys(cast):
    """Ana's second purchase opens a journey of its own, so nothing leads from one purchase to the next."""
    rows = cast.journeys.transitions("purchase", ends=True).rows()
    moves = {(row["source"], row["target"]): row["transitions"] for row in rows}
    assert ("buy", "buy") not in moves
    assert moves["view", "view"] == 1
    assert sum(n for (source, _), n in moves.items() if source == "(start)") == 5


def test_paths_are_whole_closed_journeys(cast):
    """Five closed journeys walk five paths; with repeats collapsed Ana's two views are one."""
    paths = cast.journeys.paths("purchase")
    assert ["ad", "view", "view", "cart", "buy"] in paths.column("path")
    assert sum(paths.column("journeys")) == 5
    collapsed = cast.journeys.paths("purchase", collapse=True)
    assert ["ad", "view", "cart", "buy"] in collapsed.column("path")
    assert sum(collapsed.column("converted")) == 3


@pytest.mark.parametrize("top", [0, -1])
def test_no_paths_are_no_answer(cast, top):
    """Asking for none, or for fewer than none, is a mistake."""
    with pytest.raises(InvalidSetting, match=f"top is {top}; it must be at least 1"):
        cast.journeys.paths(top=top)


def test_one_text_is_no_funnel(cast):
    """A funnel over "buy" is not one over its letters."""
    with pytest.raises(InvalidSetting, match=r"its steps are a list, such as \['buy', \.\.\.\], and not one text"):
        cast.journeys.funnel("buy")


def test_paths_without_a_goal_are_whole_histories(cast):
    """Three customers, three histories, of which two touch a goal."""
    paths = cast.journeys.paths()
    assert ["view", "view", "buy"] in paths.column("path")
    assert (sum(paths.column("journeys")), sum(paths.column("converted"))) == (3, 2)
    assert ["view", "buy"] in cast.journeys.paths(collapse=True, top=9).column("path")


def test_a_loop_is_a_way_round_within_a_session(cast):
    """Ben goes cart, view, cart; Ana repeats the view; Cem's second view is another session. The cart comes first."""
    loops = cast.journeys.loops()
    assert picked(loops, "source", "via", "loops", "customers", "sessions", "of_sessions") == [
        ("cart", "view", 1, 1, 1, 2),
        ("view", "cart", 1, 1, 1, 4),
        ("view", "view", 1, 1, 1, 4),
    ]
    assert picked(cast.journeys.loops("purchase"), "source", "via") == picked(loops, "source", "via")


def test_drop_off_is_of_the_closed_journeys_that_touch_a_touchpoint(cast):
    """Ben ends at the cart (one of two journeys, of three contacts), Cem's first journey at the view."""
    rows = cast.journeys.dropoff("purchase")
    assert picked(rows, "touchpoint", "ends", "visits", "rate", "expected", "contacts", "customers") == [
        ("cart", 1, 2, 0.5, 0.25, 3, 2),
        ("view", 1, 4, 0.25, 0.25, 6, 3),
        ("ad", 0, 2, 0.0, 0.25, 2, 2),
    ]
    assert rows.rows()[0]["leaving"] == pytest.approx(1 / 3)
    assert rows.rows()[0]["leaving_expected"] == pytest.approx(2 / 11)


def test_drop_off_of_sessions_shows_where_visits_break_off(cast):
    """Ana's first session ends with the ad, Ben's with the cart, Cem's first with the view."""
    rows = cast.journeys.dropoff("purchase", unit="session")
    assert picked(rows, "touchpoint", "ends", "visits", "contacts") == [
        ("ad", 1, 2, 2),
        ("cart", 1, 2, 3),
        ("view", 1, 4, 6),
    ]


def test_repeats_count_customers_by_conversion(cast):
    """Two buy once; Ana buys again 46.7 hours later."""
    assert picked(cast.journeys.repeats("purchase"), "nth", "customers", "share_of_previous", "median_days") == [
        (1, 2, None, None),
        (2, 1, 0.5, pytest.approx(46.7 / 24)),
    ]


def test_a_repeat_purchase_without_weighing_is_the_loyalty_loop(cast):
    """Ana buys again without another look."""
    row = cast.journeys.loyalty("purchase").one()
    assert (row["repeats"], row["skipping"], row["share"], row["value_skipping"]) == (1, 1, 1.0, 25.0)
    assert row["median_days_other"] is None


def test_months_of_a_goal_count_by_the_last_contact(cast):
    """In March two of four closed journeys convert, in May the only one."""
    assert picked(cast.journeys.months("purchase"), "month", "conversions", "customers", "rate") == [
        (date(2026, 3, 1), 2, 1, 0.5),
        (date(2026, 5, 1), 1, 1, 1.0),
    ]


def test_a_month_with_open_journeys_has_no_rate(shop):
    """Ana has bought, Ben may still: one of one would flatter."""
    shop.load([("Ana", 0, "buy"), ("Ben", 0, "view")])
    shop.build()
    assert picked(shop.journeys.months("purchase"), "conversions", "rate", "lo") == [(1, None, None)]


def test_months_of_a_touchpoint_or_phase_count_contacts(cast):
    """Five views by all three in March, one by Cem in May; the only phase of May beside it is the conversion."""
    assert picked(cast.journeys.months(touchpoint="view"), "customers", "contacts", "rate") == [
        (3, 5, 1.0),
        (1, 1, 1.0),
    ]
    assert picked(cast.journeys.months(phase="retention"), "customers", "contacts") == [(1, 1), (0, 0)]


def test_campaigns_show_whom_they_met_and_when(cast):
    """The spring campaign's ad met Ana and Ben."""
    (row,) = cast.journeys.campaigns().rows()
    assert (row["campaign"], row["touchpoint"], row["customers"], row["contacts"]) == ("spring", "ad", 2, 2)


def test_a_name_nobody_defined_is_refused_with_the_known_ones(cast):
    """A mistyped goal, touchpoint or unit names what exists."""
    with pytest.raises(UnknownName, match="Did you mean 'purchase'"):
        cast.journeys.dropoff("purchas")
    with pytest.raises(UnknownName, match="touchpoint"):
        cast.journeys.funnel(["view", "shipping"])
    with pytest.raises(UnknownName, match="session"):
        cast.journeys.funnel(["view"], unit="sesion")
    with pytest.raises(InvalidSetting, match="exactly one"):
        cast.journeys.months()
    with pytest.raises(InvalidSetting, match="at least one step"):
        cast.journeys.funnel([], within=timedelta(days=1))


def test_who_met_a_touchpoint_is_compared_with_the_others_of_its_phase(cast):
    """All three weighed and decided; of conversion only Ana got to retention: with a cart one of two, without none."""
    rows = cast.journeys.onward()
    assert picked(rows, "phase", "touchpoint", "customers", "went_on", "others", "others_on") == [
        ("awareness", "ad", 2, 2, 0, 0),
        ("consideration", "view", 3, 3, 0, 0),
        ("conversion", "buy", 2, 1, 1, 0),
        ("conversion", "cart", 2, 1, 1, 0),
    ]


def test_months_tell_their_closed_journeys(cast):
    """The losses of March are known, so its rate has a denominator."""
    for row in cast.journeys.months("purchase").rows():
        assert row["rate"] is None or row["rate"] == row["conversions"] / row["closed"]


def test_a_funnel_of_sessions_also_counts_its_customers(cast):
    """Ana and Ben have a session with a view and a cart; Cem's two sessions with views are one customer."""
    rows = cast.journeys.funnel(["view", "cart"], unit="session")
    assert picked(rows, "step", "reached", "customers") == [("view", 4, 3), ("cart", 2, 2)]
