"""Who goes a way in the shop of Ana, Ben and Cem, worked by hand.

Ana: ad view view cart buy | buy.   Ben: ad view cart view cart.   Cem: view (71 days) view buy.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.stats import wilson
from wegweiser.stats.intervals import clustered


@pytest.mark.parametrize(
    ("pattern", "who"),
    [
        ("ad -> view", 2),
        ("ad -> buy", 0),
        ("ad ->> buy", 1),
        ("^ view", 1),
        ("buy $", 2),
        ("^ ad ->> cart $", 1),
        ("view ->> [not cart] buy", 1),
        ("cart ->> [not cart] buy", 1),
        ("view{2,} -> buy", 1),
        ("view{2} -> cart", 1),
        ("view{3,}", 0),
        ("view ->> view ->> buy within 1 hour", 1),
        ("view ->> buy within 10 minutes", 0),
        ("view ->> buy within 12 minutes", 2),
        ("view ->> [within 1 day] view -> buy", 0),
        ("view ->> [within 80 days] view -> buy", 1),
        ("not (ad | view) -> view", 1),
        ("any{5}", 2),
        ("channel:web{6}", 1),
        ("phase:retention", 1),
        ("phase:conversion -> phase:conversion", 1),
        ("c* -> b*", 1),
        ('Ad -> "VIEW"', 2),
    ],
)
def test_a_customers_whole_history_goes_a_way(cast, pattern, who):
    """Each pattern matches as many of the three customers as a reader of their histories would say."""
    found = cast.journeys.patterns.search(pattern).one()
    assert (found["matches"], found["customers"], found["of"]) == (who, who, 3)


def test_the_rate_of_those_who_match_stands_beside_that_of_the_others(cast):
    """Of the three closed journeys Ana has two, which convert; Ben's is lost; Cem's first is lost, his second not."""
    found = cast.journeys.patterns.search("^ ad", goal="purchase").one()
    assert (found["matches"], found["customers"], found["of"], found["share"]) == (2, 2, 5, 0.4)
    assert (found["converted"], found["rate"]) == (1, 0.5)
    assert (found["others"], found["others_converted"], round(found["others_rate"], 3)) == (3, 2, 0.667)
    assert found["rate_lo"] < 0.5 < found["rate_hi"]


def test_a_session_can_be_what_goes_the_way(cast):
    """Ana has three sessions, Ben one, Cem two; one of Ana's and both of Cem's begin with a view."""
    found = cast.journeys.patterns.search("^ view", unit="session").one()
    assert (found["matches"], found["customers"], found["of"], found["converted"]) == (3, 2, 6, 2)
    assert cast.journeys.patterns.search("buy $", "purchase", unit="session").one()["rate"] == 1.0


VISITS = st.lists(st.lists(st.sampled_from(["ad", "ad buy", "view", "view buy"]), min_size=1, max_size=4), max_size=3)


def visits_log(visits):
    """Return a log with one visit a day for each of the cast, who are in three different buckets."""
    return [
        (who, 24.0 * day + place / 60, event)
        for who, days in zip(("Ana", "Ben", "Cem"), visits, strict=False)
        for day, visit in enumerate(days)
        for place, event in enumerate(visit.split())
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=VISITS.filter(bool))
def test_visits_of_one_customer_are_worth_less_than_visits_of_many(open_shop, visits):
    """All three intervals are those of visits in customers: plain Wilson for one visit each, wider for more."""
    begun = [sum(visit.startswith("ad") for visit in days) for days in visits]
    bought = [sum(visit.endswith("buy") for visit in days) for days in visits]
    won = [sum(visit == "ad buy" for visit in days) for days in visits]
    units = [len(days) for days in visits]
    with open_shop() as shop:
        shop.load(visits_log(visits))
        shop.build()
        row = shop.journeys.patterns.search("^ ad", unit="session").one()
    share, rate = clustered(begun, units), clustered(won, begun)
    left = [(b - w, u - m) for b, w, u, m in zip(bought, won, units, begun, strict=True)]
    others = clustered(*zip(*left, strict=True))
    for (lo, hi), known in zip(
        (("lo", "hi"), ("rate_lo", "rate_hi"), ("others_lo", "others_hi")), (share, rate, others), strict=True
    ):
        assert (row[lo], row[hi]) == pytest.approx((known.lo, known.hi), abs=1e-9)
    plain = wilson(sum(begun), sum(units))
    assert row["hi"] - row["lo"] >= plain.hi - plain.lo - 1e-9


def test_four_journeys_of_two_customers_are_worth_two(shop):
    """Each of Ana's four journeys to a purchase begins with an ad, none of Ben's: the interval is that of 1 of 2."""
    shop.load(
        [
            (who, 24.0 * day + place, event)
            for who, first in (("Ana", "ad"), ("Ben", "view"))
            for day in range(4)
            for place, event in enumerate((first, "buy"))
        ]
    )
    shop.build()
    row = shop.journeys.patterns.search("^ ad", "purchase").one()
    assert (row["matches"], row["of"], row["share"]) == (4, 8, 0.5)
    assert (row["lo"], row["hi"]) == pytest.approx((wilson(1, 2).lo, wilson(1, 2).hi))


def test_eight_journeys_of_two_customers_are_two_against_a_plan(shop):
    """Ana meets an ad before each of four purchases, Ben a view before each of his: one of two misses it."""
    shop.load(
        [
            (who, 24.0 * day + place, event)
            for who, first in (("Ana", "ad"), ("Ben", "view"))
            for day in range(4)
            for place, event in enumerate((first, "buy"))
        ]
    )
    shop.build()
    half = pytest.approx((wilson(1, 2).lo, wilson(1, 2).hi))
    missed = shop.journeys.reasons.conformance(("ad", "buy"), goal="purchase").rows()
    row = next(row for row in missed if (row["kind"], row["step"]) == ("missing", "ad"))
    assert (row["journeys"], row["of_journeys"], row["customers"]) == (4, 8, 1)
    assert (row["lo"], row["hi"]) == half


def test_the_whole_paths_that_match_are_named(cast):
    """Cem's second journey and nobody else's goes from a view straight to the purchase."""
    found = cast.journeys.patterns.paths("view -> buy", "purchase").rows()
    assert [(row["path"], row["journeys"], row["cumulative"], row["rate"]) for row in found] == [
        (["view", "buy"], 1, 1.0, 1.0)
    ]
    whole = cast.journeys.patterns.paths("ad", top=1).rows()
    assert [(row["path"], row["share"], row["converted"]) for row in whole] == [
        (["ad", "view", "view", "cart", "buy", "buy"], 0.5, 1)
    ]
    assert len(cast.journeys.patterns.paths("view", unit="session")) == 4


def test_paths_add_up(cast):
    """With each path the share of all journeys that took it or one above grows, to all of them."""
    for rows in (cast.journeys.paths("purchase").rows(), cast.journeys.patterns.paths("any", "purchase").rows()):
        running = [round(sum(row["share"] for row in rows[: place + 1]), 9) for place in range(len(rows))]
        assert [round(row["cumulative"], 9) for row in rows] == running
        assert running[-1] == 1.0


def test_an_anchor_has_its_surroundings(cast):
    """Before the first cart: Ana viewed twice, Ben came from the ad by one view; after it Ana bought, Ben viewed."""
    found = cast.journeys.patterns.around("cart", before=3, after=1).rows()
    assert [(row["offset"], row["touchpoint"], row["journeys"], row["share"]) for row in found] == [
        (-3, "(start)", 1, 0.5),
        (-3, "ad", 1, 0.5),
        (-2, "ad", 1, 0.5),
        (-2, "view", 1, 0.5),
        (-1, "view", 2, 1.0),
        (0, "cart", 2, 1.0),
        (1, "buy", 1, 0.5),
        (1, "view", 1, 0.5),
    ]


@pytest.mark.parametrize(
    ("which", "after"), [("last", {"(end)": 1, "buy": 1}), ("each", {"(end)": 1, "buy": 1, "view": 1})]
)
def test_the_last_or_each_contact_can_stand_in_the_middle(cast, which, after):
    """Ben's second cart is his end; within the purchase journeys Ana's purchase follows hers."""
    found = cast.journeys.patterns.around("cart", before=0, after=1, which=which, goal="purchase").rows()
    assert {row["touchpoint"]: row["journeys"] for row in found if row["offset"] == 1} == after


def test_shares_around_an_anchor_sum_to_one(cast):
    """What has not begun and what is over are counted too."""
    found = cast.journeys.patterns.around("(view | cart)", which="each").rows()
    sums = {}
    for row in found:
        sums[row["offset"]] = sums.get(row["offset"], 0) + row["share"]
    assert {offset: round(total, 9) for offset, total in sums.items()} == dict.fromkeys(range(-3, 4), 1.0)


def test_names_nobody_defined_are_refused(cast):
    """A touchpoint, a channel, a phase, a wildcard that fits nothing: each has its nearest right name."""
    patterns = cast.journeys.patterns
    for pattern, near in [("veiw", "view"), ("channel:wbe", "web"), ("phase:retentoin", "retention"), ("vw*", "view")]:
        with pytest.raises(UnknownName, match=f"Did you mean '{near}'" if "*" not in pattern else "Known: ad"):
            patterns.search(pattern)
    with pytest.raises(UnknownName, match="choice of contacts"):
        patterns.around("view", which="frist")
    with pytest.raises(InvalidSetting, match="between 0 and 50"):
        patterns.around("view", before=51)
    with pytest.raises(InvalidSetting, match="at least 1"):
        patterns.paths("view", top=0)
